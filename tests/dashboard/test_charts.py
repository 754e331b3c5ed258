"""What is handed to the chart library: everything that is drawn must lie within its axis."""

from __future__ import annotations

import math
import warnings

import numpy as np
import pytest

from dashboard.components import echarts
from wijkbv_sim.export.charts import Fan

MONTHS = 24


def a_fan(bands, singles):
    return Fan(
        name="cash", title="geld", unit="EUR", alternative="-", at=2026 + np.arange(MONTHS) / 12,
        years=tuple(2026 + k // 12 for k in range(MONTHS)), bands=bands, singles=singles, language="nl",
    )  # fmt: skip


@pytest.mark.parametrize("gone", [0, 1, 7, MONTHS])
def test_a_fan_fits_its_axis_whatever_months_have_no_value(gone):
    bands = np.sort(np.random.default_rng(1).normal(-50_000, 80_000, (5, MONTHS)), axis=0)
    singles = np.random.default_rng(2).normal(0, 150_000, (3, MONTHS))
    bands[:, :gone] = singles[:, :gone] = np.nan
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        drawn = echarts.fan(a_fan(bands, singles))
    axis = drawn["yAxis"]
    values = [v for v in np.concatenate([bands.ravel(), singles.ravel()]) if math.isfinite(v)]
    assert axis["min"] <= min([*values, 0]) <= max([*values, 0]) <= axis["max"]
