"""Where a euro goes: LM3 and the multiplier by hand, and the same public money through a contractor from elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import busy, contract, euros, futures, quiet

ECONOMY = {
    "local_economy.household_spending": 20, "local_economy.business_wages": 15, "local_economy.business_purchases": 8,
    "local_economy.outside_wages": 10, "local_economy.outside_purchases": 5, "local_economy.outside_payroll": 60,
    "local_economy.outside_profit": 4, "local_economy.turnover_per_job": 100_000, "money.wage_taxes": 40,
}  # fmt: skip
CONTRACT = {"money.contracts.c": contract(value=120_000)}
A = np.array([[0, 0.15], [0.20, 0.08]])
"""What households and businesses get of each other's and their own: the input coefficients."""


def columns(changes=None, years=1):
    return futures(quiet({**ECONOMY, **CONTRACT, **(changes or {})}, years=years))


def test_lm3_by_hand():
    # Of 10,000 a month 2,400 reach households and 600 businesses.
    spent = {"money.coordinator_fte": 1, "money.coordinator_cost": 48_000, "money.staff_local": 100,
             "money.overhead": 12_000, "money.overhead_local": 60}  # fmt: skip
    found = columns(spent).columns
    assert found["local_retention"][0, -1] == pytest.approx((2_400 + 600) / 5_000)
    assert found["lm3"][0, -1] == pytest.approx((10_000 + 3_000 + 0.15 * 600 + 0.2 * 2_400 + 0.08 * 600) / 10_000)
    whole = np.linalg.solve(np.eye(2) - A, [2_400, 600]).sum()
    assert found["local_multiplier"][0, -1] == pytest.approx((10_000 + whole) / 10_000)


def test_jobs_that_live_on_re_spending():
    spent = {"money.coordinator_fte": 1, "money.coordinator_cost": 48_000, "money.staff_local": 100,
             "money.overhead": 12_000, "money.overhead_local": 60}  # fmt: skip
    businesses = 12 * np.linalg.solve(np.eye(2) - A, [2_400, 600])[1]
    assert columns(spent).columns["respending_jobs"][0] == pytest.approx(businesses / 100_000)


def test_the_same_public_money_outside_by_sector():
    chunk = columns()
    assert euros_of(chunk) == {
        "public_money": 10_000, "outside_to_state": 2_400, "outside_to_residents": 1_000,
        "outside_to_people_elsewhere": 2_600, "outside_to_local_business": 500, "outside_to_business_elsewhere": 3_500,
    }  # fmt: skip


def euros_of(chunk, month=0):
    names = ["public_money", *(name for name in chunk.columns if name.startswith("outside_to_"))]
    return {name: chunk.columns[name][0, month] for name in names}


def test_what_stays_and_comes_round_outside():
    found = columns().columns
    assert found["outside_retention"][0, 0] == pytest.approx(0.15)
    assert found["lm3_outside"][0, 0] == pytest.approx(1 + 0.15 + 0.15 * 0.05 + 0.2 * 0.1 + 0.08 * 0.05)
    assert found["outside_multiplier"][0, 0] == pytest.approx(1 + np.linalg.solve(np.eye(2) - A, [0.10, 0.05]).sum())


def test_no_more_reaches_the_neighbourhood_than_wages_and_purchases_are():
    greedy = {"local_economy.outside_wages": 90, "local_economy.outside_purchases": 90}
    found = columns(greedy)
    assert found.columns["outside_retention"][0, 0] == pytest.approx(0.6 * 0.6 + 0.36)
    assert euros_of(found)["outside_to_residents"] == 3_600
    assert euros_of(found)["outside_to_local_business"] == 3_600


def test_only_public_money_that_does_not_come_back_counts():
    private = {"money.contracts.c": contract(value=120_000, commissioner="business")}
    assert euros_of(columns(private))["public_money"] == 0
    lent = {"money.loans.l": {"amount": 50_000, "lender": "municipality", "term": 10}}
    assert euros_of(columns(lent))["public_money"] == 10_000


def test_outside_flows_add_up_to_the_public_money_to_the_cent():
    found = futures(busy(), 8).columns
    parts = [np.rint(100 * values).astype(np.int64) for name, values in found.items() if name.startswith("outside_to_")]
    assert np.array_equal(sum(parts), np.rint(100 * found["public_money"]).astype(np.int64))
    assert all((part >= 0).all() for part in parts)


def test_a_company_like_the_contractor_does_the_same_to_the_neighbourhood():
    # Spends all on wages of which the same part stays here: the counterfactual is the company itself.
    alike = {
        "money.coordinator_fte": 2, "money.coordinator_cost": 60_000, "money.staff_local": 50, "money.wage_taxes": 40,
        "local_economy.outside_payroll": 100, "local_economy.outside_profit": 0,
        "local_economy.outside_wages": 30, "local_economy.outside_purchases": 0,
    }  # fmt: skip
    chunk = columns(alike)
    assert euros(chunk, "paid.households")[0] == euros_of(chunk)["outside_to_residents"] == 3_000
    for name, outside in (("local_retention", "outside_retention"), ("lm3", "lm3_outside"),
                          ("local_multiplier", "outside_multiplier")):  # fmt: skip
        assert chunk.columns[name][0, -1] == pytest.approx(chunk.columns[outside][0, -1])
