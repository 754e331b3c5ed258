"""What a euro does in the neighbourhood: LM3 worked out on paper, and the multiplier as a Leontief inverse."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import futures, quiet

STAFF = {"money.coordinator_fte": 1, "money.wage_taxes": 0, "money.staff_local": 100, "money.vat_exempt": 0}
SHARE = st.floats(0, 100)


def after_a_year(name, **economy):
    """A variable after twelve months; ``economy`` are percentages of local_economy, the rest is of the company."""
    return futures(world(**economy)).columns[name][0, 11]


def world(income, wages=0.0, businesses=0.0, elsewhere=0.0, **economy):
    """A company that gets ``income`` a year and pays people and businesses here, and businesses elsewhere."""
    bought = businesses + elsewhere
    return quiet(
        {
            **STAFF, "money.donations": income, "money.coordinator_cost": wages, "money.overhead": bought,
            "money.overhead_local": min(100 * businesses / bought, 100) if bought else 0,
            **{f"local_economy.{name}": share for name, share in economy.items()},
        }
    )  # fmt: skip


def test_lm3_of_staff_whose_spending_was_surveyed():
    """Five people spend 42.1, 50.5, 63.1, 37.8 and 33.6% locally, 45.4% on average, of wages of 200,000.

    The surveys and their average are those of nef's own sample (pluggingtheleaks.org, plm_averaging_surveys.xls). Of an
    income of 400,000 the three rounds are 400,000, 200,000 and 90,840: LM3 is 1.7271.
    """
    average = np.mean([42.1, 50.5, 63.1, 37.8, 33.6])
    assert average == pytest.approx(45.42)
    assert 0.454 * 200_000 == 90_800
    found = after_a_year("lm3", income=400_000, wages=200_000, household_spending=float(average))
    assert found == pytest.approx((400_000 + 200_000 + 90_840) / 400_000, abs=1e-6)


def test_lm3_of_staff_and_suppliers_by_hand():
    """Income 100,000; 40,000 to staff here, 20,000 to suppliers here, 10,000 to suppliers elsewhere.

    Staff spend 30% here; suppliers pay 25% to people here and 10% to other businesses here. Round 3 is
    40,000 x 30% + 20,000 x 35% = 19,000, and LM3 is (100,000 + 60,000 + 19,000) / 100,000.
    """
    economy = {"household_spending": 30.0, "business_wages": 25.0, "business_purchases": 10.0}
    paid = {"income": 100_000, "wages": 40_000, "businesses": 20_000, "elsewhere": 10_000}
    assert after_a_year("lm3", **paid, **economy) == pytest.approx(1.79, abs=1e-6)
    assert after_a_year("local_retention", **paid, **economy) == pytest.approx(6 / 7, abs=1e-6)


def test_money_that_all_leaves_at_once_has_an_lm3_of_one():
    assert after_a_year("lm3", income=120_000, elsewhere=120_000) == 1
    assert after_a_year("local_multiplier", income=120_000, elsewhere=120_000) == 1
    assert after_a_year("local_retention", income=120_000, elsewhere=120_000) == 0


def test_lm3_lies_between_one_and_three():
    most = {"household_spending": 95.0, "business_wages": 0.0, "business_purchases": 0.0}
    assert after_a_year("lm3", income=120_000, wages=120_000, **most) == pytest.approx(2.95)


def test_the_counterfactual_is_the_same_money_in_other_hands():
    economy = {"household_spending": 30.0, "business_wages": 25.0, "business_purchases": 10.0,
               "outside_wages": 8.0, "outside_purchases": 2.0}  # fmt: skip
    found = after_a_year("lm3_outside", income=100_000, **economy)
    assert found == pytest.approx(1 + 0.08 + 0.02 + 0.08 * 0.3 + 0.02 * 0.35)
    same = world(40_000, 3_200, 800, **economy)
    assert futures(same).columns["lm3"][0, 11] == pytest.approx(found, abs=1e-5)


@settings(max_examples=12)
@given(st.floats(0, 95), st.floats(0, 60), st.floats(0, 35), st.floats(1_000, 60_000), st.floats(1_000, 60_000))
def test_the_multiplier_is_the_leontief_inverse(spending, pay, purchases, wages, businesses):
    """Households and businesses, x = d + A x: all local income is the sum of (1 - A)^-1 d, as numpy inverts it."""
    economy = {"household_spending": spending, "business_wages": pay, "business_purchases": purchases}
    chunk = futures(world(120_000, wages, businesses, **economy))
    matrix = np.array([[0, pay], [spending, purchases]]) / 100
    people, firms, income = (
        chunk.columns[name][0, :12].sum() / 100
        for name in ("paid.households", "paid.local_business", "received.households")
    )
    everybody = np.linalg.inv(np.eye(2) - matrix) @ [people, firms]
    assert chunk.columns["local_multiplier"][0, 11] == pytest.approx(1 + everybody.sum() / income, rel=1e-12)


def test_the_multiplier_is_where_the_rounds_end():
    """Round after round as LM3 counts them: the first three are LM3, all of them the multiplier."""
    economy = {"household_spending": 60.0, "business_wages": 40.0, "business_purchases": 20.0}
    chunk = futures(world(120_000, 60_000, 30_000, **economy))
    passed_on = np.array([60_000.0, 30_000.0])
    total, rounds = 120_000.0, []
    for _ in range(500):
        total += passed_on.sum()
        rounds.append(total / 120_000)
        passed_on = np.array([[0, 0.4], [0.6, 0.2]]) @ passed_on
    assert chunk.columns["lm3"][0, 11] == pytest.approx(rounds[1], abs=1e-6)
    assert chunk.columns["local_multiplier"][0, 11] == pytest.approx(rounds[-1], abs=1e-6)


def test_only_the_last_twelve_months_count():
    """Money spent here in the first year says nothing of the second."""
    scenario = quiet(
        {**STAFF, "money.donations": 60_000, "money.coordinator_cost": 60_000,
         "timeline": [{"name": "away", "month": 13, "set": {"money.staff_local": 0}}]}, years=2,
    )  # fmt: skip
    retention = futures(scenario).columns["local_retention"][0]
    assert retention[[11, 17, 23]] == pytest.approx([1, 0.5, 0], abs=1e-9)
