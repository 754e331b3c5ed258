"""Own sales: turnover, the luck of the year, and what is bought in."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import euros, futures, quiet


def a_trade(years=2, replicates=1, changes=None, **terms):
    document = {"turnover": 12_000, "swing": 0, "purchases": 0, **terms}
    return futures(quiet({"money.trade.t": document, **(changes or {})}, years=years), replicates)


def test_a_twelfth_each_month_from_its_month_on():
    assert euros(a_trade(start_month=3), "flow.income_trade") == [0, 0] + [1_000] * 22


def test_what_is_bought_in():
    chunk = a_trade(purchases=40, purchases_local=25)
    assert euros(chunk, "flow.purchases")[0] == 400
    assert euros(chunk, "paid.local_business")[0] == 100


def test_prices_follow_inflation():
    assert euros(a_trade(changes={"money.inflation": 10}), "flow.income_trade")[11:13] == [1_000, 1_100]


def test_a_year_is_good_or_bad_as_a_whole():
    sold = -a_trade(years=2, replicates=4_000, swing=15).columns["flow.income_trade"] / 100_000
    assert (sold[:, :12] == sold[:, :1]).all()
    assert sold[:, 0].mean() == pytest.approx(1, abs=0.01)
    assert sold[:, 0].std() == pytest.approx(0.15, abs=0.006)
    assert np.corrcoef(sold[:, 0], sold[:, 12])[0, 1] == pytest.approx(0, abs=0.06)


def test_a_wild_swing_never_sells_less_than_nothing():
    sold = -a_trade(years=1, replicates=500, swing=100).columns["flow.income_trade"]
    assert sold.min() == 0


@pytest.mark.parametrize(("customers", "sector"), [("residents", "households"), ("business", "business_elsewhere")])
def test_who_buys(customers, sector):
    assert euros(a_trade(customers=customers), f"received.{sector}")[0] == 1_000
