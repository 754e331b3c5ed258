"""Stress tests: what each setback hits, that it hits nothing else, and that it hurts."""

from __future__ import annotations

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.stress import STRESSES, stress, stressed

SMALL = wb.load("malburgen").with_(area__inhabitants=300, time__years=4)


def runs(scenario):
    return wb.simulate(scenario, replicates=20, seed=3)


def flow(results, name):
    return results.column(name).sum(axis=1)


@pytest.fixture(scope="module")
def before():
    return runs(SMALL)


@pytest.mark.parametrize("name", [bundled.name for bundled in library.describe()])
def test_every_bundled_scenario_takes_the_setbacks_that_can_hit_it(name):
    scenario = wb.load(name)
    for hit in stressed(scenario).values():
        assert hit.digest != scenario.digest
        assert hit.time == scenario.time


def test_no_setback_makes_a_future_richer_on_the_whole(before):
    for name, hit in stressed(SMALL).items():
        # Unpaid work that is missing is no cost by itself, and this company owes nothing but an overdraft.
        if name not in ("volunteers", "interest"):
            assert runs(hit).column("cash")[:, -1].mean() < before.column("cash")[:, -1].mean(), name


def test_the_largest_contract_is_lost_in_the_third_year_and_not_before(before):
    hit = runs(stress("contract-lost").on(SMALL))
    income, less = before.column("income_contracts"), hit.column("income_contracts")
    np.testing.assert_array_equal(income[:, :24], less[:, :24])
    assert less[:, 30:].sum() < income[:, 30:].sum()
    largest = max(SMALL.money.contracts, key=lambda n: central(*SMALL.parameter(f"money.contracts.{n}.value")))
    event = stress("contract-lost").on(SMALL).timeline[-1]
    assert all(f".{largest}." in path for path in event.set)


def test_tenants_leave_in_the_third_year_and_not_before(before):
    hit = runs(stress("tenants-lost").on(SMALL))
    np.testing.assert_array_equal(before.column("income_assets")[:, :24], hit.column("income_assets")[:, :24])
    assert hit.column("income_assets")[:, 36:].sum() < before.column("income_assets")[:, 36:].sum()


def test_without_grants_there_is_no_income_from_them(before):
    assert flow(before, "income_grants").sum() > 0
    assert flow(runs(stress("no-grants").on(SMALL)), "income_grants").sum() == 0


def test_higher_interest_is_paid_on_every_loan():
    owing = SMALL.with_({"money.loans": {"bank": {"amount": 200_000, "rate": 4, "term": 10, "repayment": "bullet"}}})
    one, other = runs(owing), runs(stress("interest").on(owing))
    at_once = one.column("cash")[:, 11] - other.column("cash")[:, 11]
    # A year's interest on what is owed, two points of it.
    assert np.median(at_once) == pytest.approx(200_000 * 0.02, rel=0.2)


def test_half_the_volunteers_begin(before):
    hit = stress("volunteers").on(SMALL)
    assert hit.ownership.initial_active.value == round(SMALL.ownership.initial_active.value / 2)
    assert runs(hit).column("active_members").mean() < before.column("active_members").mean()


def test_what_is_not_there_cannot_be_hit():
    bare = SMALL.with_({"money.loans": {}, "money.grants": {}, "money.donations": 0, "money.credit_limit": 0})
    assert stress("no-grants").on(bare) is None
    assert stress("interest").on(bare) is None
    assert stress("contract-lost").on(SMALL.with_(time__years=2)) is None


def test_a_setback_can_hit_twice():
    once = stress("running-cost").on(SMALL)
    twice = stress("running-cost").on(once)
    assert len({event.name for event in twice.timeline}) == len(twice.timeline)


def test_an_unknown_setback_names_those_there_are():
    with pytest.raises(KeyError, match="contract-lost"):
        stress("flood")
    assert len({s.name for s in STRESSES}) == len(STRESSES)
