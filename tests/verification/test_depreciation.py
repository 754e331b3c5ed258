"""Buildings are written off in equal parts, to the last cent, over the life that was agreed."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import building, euros, futures, quiet


def a_building(years=2, **changes):
    return futures(quiet({"assets.h": building(**changes)}, years=years))


def test_equal_parts():
    chunk = a_building(price=12_000, depreciation_years=1)
    assert euros(chunk, "flow.depreciation") == [1_000] * 12 + [0] * 12
    assert euros(chunk, "balance.depreciation_to_date")[10:13] == [-11_000, -12_000, -12_000]


def test_price_tax_and_renovation_are_written_off_together():
    chunk = a_building(price=10_000, transfer_tax=10, renovation=13_000, depreciation_years=2, start_month=4)
    assert euros(chunk, "balance.property")[2:4] == [0, 24_000]
    assert euros(chunk, "flow.depreciation")[2:5] == [0, 1_000, 1_000]


def test_what_does_not_divide_evenly_is_gone_after_the_last_month():
    chunk = a_building(price=100, depreciation_years=1)
    assert euros(chunk, "flow.depreciation")[:3] == [8.33, 8.33, 8.34]
    assert sum(chunk.columns["flow.depreciation"][0]) == 10_000


@settings(max_examples=20)
@given(st.floats(0, 1e9), st.integers(1, 3), st.integers(1, 12))
def test_never_more_than_was_invested(price, life, start):
    chunk = a_building(years=4, price=price, depreciation_years=life, start_month=start)
    book = chunk.columns["balance.property"][0] + chunk.columns["balance.depreciation_to_date"][0]
    monthly = chunk.columns["flow.depreciation"][0]
    end = start - 1 + 12 * life
    assert book[end - 1 :].tolist() == [0] * (48 - end + 1)
    assert np.ptp(monthly[start - 1 : end]) <= 1
    assert monthly[: start - 1].sum() + monthly[end:].sum() == 0
