"""Grants: given or not, in rounds, tapering off."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import euros, futures, quiet


def a_grant(years=3, replicates=1, **terms):
    document = {"amount": 12_000, "chance": 100, "effort": 0, "duration": 12, **terms}
    return futures(quiet({"money.grants.g": document}, years=years), replicates)


def income(chunk):
    return euros(chunk, "flow.income_grants")


def test_a_twelfth_each_month_while_it_lasts():
    assert income(a_grant(duration=18)) == [1_000] * 18 + [0] * 18


def test_it_begins_in_its_month():
    assert income(a_grant(start_month=4))[:16] == [0] * 3 + [1_000] * 12 + [0]


def test_without_a_chance_there_is_nothing():
    assert sum(income(a_grant(chance=0))) == 0


def test_rounds_follow_one_another():
    assert income(a_grant(rounds=2)) == [1_000] * 24 + [0] * 12


def test_each_round_has_luck_of_its_own():
    got = a_grant(replicates=4_000, rounds=3, chance=50).columns["flow.income_grants"] < 0
    assert got.mean() == pytest.approx(0.5, abs=0.02)
    assert (got[:, 0] & got[:, 12]).mean() == pytest.approx(0.25, abs=0.03)
    np.testing.assert_array_equal(got[:, 0], got[:, 11])


def test_it_tapers_off_by_the_year():
    assert income(a_grant(duration=36, taper=50))[0::12] == [1_000, 500, 250]


@pytest.mark.parametrize(("giver", "sector"), [("fund", "funds"), ("municipality", "municipality"), ("state", "state")])
def test_who_gives(giver, sector):
    assert euros(a_grant(giver=giver), f"received.{sector}")[0] == 1_000


def test_gifts_are_no_income_of_one_s_own():
    chunk = futures(quiet({"money.grants.g": {"amount": 9_000, "chance": 100, "effort": 0}, "money.donations": 1_000,
                           "money.trade.t": {"turnover": 10_000, "swing": 0, "purchases": 0}}))  # fmt: skip
    assert chunk.columns["own_income_share"][0] == pytest.approx(0.5, abs=1e-5)
