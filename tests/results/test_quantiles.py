"""One sort for all columns gives what numpy gives, to the bit."""

from __future__ import annotations

import warnings

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from wijkbv_sim.results.percentiles import quantiles

NUMBERS = st.one_of(st.floats(-1e9, 1e9), st.just(float("nan")), st.integers(-3, 3).map(float))


@given(
    arrays.arrays(np.float64, st.tuples(st.integers(1, 60), st.integers(1, 4)), elements=NUMBERS),
    st.lists(st.floats(0, 1), min_size=1, max_size=5),
)
def test_as_numpy(values, shares):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # columns in which nothing is there
        expected = np.nanquantile(values, shares, axis=0)
    np.testing.assert_array_equal(quantiles(values, shares), expected)


def test_no_futures_and_no_columns():
    assert np.isnan(quantiles(np.empty((0, 2)), (0.5,))).all()
    assert quantiles(np.empty((3, 0)), (0.5,)).shape == (1, 0)
