"""Contracts as stories: won, paid, indexed, renewed, ended, tried for again."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import contract, euros, futures, quiet, service


def a_contract(years=2, replicates=1, changes=None, **terms):
    return futures(quiet({"money.contracts.c": contract(**terms), **(changes or {})}, years=years), replicates)


def running(chunk):
    return chunk.columns["contracts_running"][0].astype(int).tolist()


def test_one_that_runs_earns_a_twelfth_each_month():
    assert euros(a_contract(), "flow.income_contracts") == [1_000] * 24


def test_one_that_is_never_won_earns_nothing():
    assert sum(euros(a_contract(running_at_start=False), "flow.income_contracts")) == 0


def test_one_that_is_surely_won_begins_in_its_month():
    chunk = a_contract(running_at_start=False, win_chance=100, start_month=5)
    assert running(chunk) == [0] * 4 + [1] * 20


def test_it_ends_after_its_term():
    assert running(a_contract(term=1)) == [1] * 12 + [0] * 12


def test_a_quarter_of_a_year_is_three_months():
    assert sum(running(a_contract(term=0.25))) == 3


def test_a_sure_renewal_goes_on():
    assert running(a_contract(term=1, renewal_chance=100)) == [1] * 24


def test_it_is_tried_for_again_after_a_while():
    chunk = a_contract(term=1, win_chance=100, retry=6)
    assert running(chunk) == [1] * 12 + [0] * 6 + [1] * 6


def test_a_retry_in_the_next_month():
    assert running(a_contract(term=1, win_chance=100, retry=1)) == [1] * 12 + [0] + [1] * 11


def test_the_chance_of_winning():
    won = a_contract(years=1, replicates=4_000, running_at_start=False, win_chance=35)
    share = won.columns["contracts_running"][:, 0].mean()
    assert share == pytest.approx(0.35, abs=4 * np.sqrt(0.35 * 0.65 / 4_000))


def test_those_who_lose_try_again_with_new_luck():
    won = a_contract(years=2, replicates=4_000, running_at_start=False, win_chance=35, retry=12)
    by_year = won.columns["contracts_running"][:, [0, 12]].mean(axis=0)
    assert by_year == pytest.approx([0.35, 1 - 0.65**2], abs=0.03)


def test_the_chance_of_renewal():
    kept = a_contract(years=2, replicates=4_000, term=1, renewal_chance=75)
    assert kept.columns["contracts_running"][:, 12].mean() == pytest.approx(0.75, abs=0.028)


def test_the_chance_of_an_early_end_is_that_of_a_year():
    kept = a_contract(years=1, replicates=4_000, termination=20)
    assert kept.columns["contracts_running"][:, 11].mean() == pytest.approx(0.80, abs=0.026)


def test_trust_moves_the_odds():
    kept = a_contract(
        years=1, replicates=4_000, running_at_start=False, win_chance=50, trust_effect=3,
        changes={"feedbacks.trust_to_contracts": True, "municipality.initial_trust": 80},
    )  # fmt: skip
    assert kept.columns["contracts_running"][:, 0].mean() == pytest.approx(1 / (1 + np.exp(-0.9)), abs=0.03)


@pytest.mark.parametrize(
    ("indexation", "second", "third"), [(0, 1_000, 1_000), (50, 1_050, 1_102.5), (100, 1_100, 1_210)]
)
def test_the_price_follows_inflation_as_far_as_agreed(indexation, second, third):
    chunk = a_contract(years=3, indexation=indexation, changes={"money.inflation": 10})
    assert euros(chunk, "flow.income_contracts")[11:25:12] == [1_000, second]
    assert euros(chunk, "flow.income_contracts")[24] == third


@pytest.mark.parametrize(("days", "months"), [(0, 0), (15, 1), (30, 1), (45, 2), (60, 2), (75, 3), (90, 3), (300, 10)])
def test_cash_comes_when_it_should(days, months):
    chunk = a_contract(payment_term=days)
    assert euros(chunk, "received.municipality") == [0] * months + [1_000] * (24 - months)
    assert euros(chunk, "balance.receivables")[23] == 1_000 * months


def test_late_means_one_month_later():
    assert euros(a_contract(payment_term=30, late_payment=100), "received.municipality")[:4] == [0, 0, 1_000, 1_000]


def test_the_chance_of_late_payment():
    chunk = a_contract(years=1, replicates=1_000, late_payment=30)
    assert (chunk.columns["received.municipality"] == 0).mean() > 0
    assert (chunk.columns["received.municipality"][:, 0] == 0).mean() == pytest.approx(0.30, abs=0.06)


def test_what_stood_out_when_it_ended_still_comes_in():
    assert euros(a_contract(term=1, payment_term=60), "received.municipality") == [0, 0] + [1_000] * 12 + [0] * 10


@pytest.mark.parametrize(
    ("commissioner", "sector"),
    [("municipality", "municipality"), ("care_insurer", "institutions"), ("business", "business_elsewhere")],
)
def test_who_pays(commissioner, sector):
    assert euros(a_contract(commissioner=commissioner), f"received.{sector}")[0] == 1_000


@pytest.mark.parametrize(("penalty", "paid"), [(0, 500), (50, 250), (100, 0), (300, 0)])
def test_what_was_not_delivered_is_not_paid_and_may_cost_more(penalty, paid):
    # Half of the work is left to volunteers, and there are none.
    half = {"services.s": service(volunteer_share=50), "money.staff_cost": 0}
    chunk = a_contract(service="s", penalty=penalty, changes=half)
    assert euros(chunk, "flow.income_contracts")[:2] == [paid, paid]


def test_a_value_that_is_multiplied_by_nothing_ends_it():
    cut = {"timeline": [{"name": "cut", "month": 7, "multiply": {"money.contracts.c.value": 0}}]}
    assert euros(a_contract(years=1, changes=cut), "flow.income_contracts") == [1_000] * 6 + [0] * 6
