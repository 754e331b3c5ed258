"""What residents ask for: by age and income, and as more of them come to use a service."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import contract, futures, quiet, run, service

ASKED = {"demand": 0, "per_adult": 12, "take_up": 50, "take_up_ceiling": 90, "hours_per_unit": 1}


def a_service(years=1, changes=None, **terms):
    return quiet({"services.s": service(**{**ASKED, **terms}), "money.hiring": 1, **(changes or {})}, years=years)


def asked(scenario, month=0):
    chunk = futures(scenario)
    return chunk.columns["hours_delivered"][0, month] + chunk.columns["unmet_hours"][0, month]


def test_residents_ask_by_age_and_take_up():
    model = run(a_service(per_youth=6, per_senior=24), months=1)
    young, adult, old = model.residents.by_age
    assert model.hours_asked[0] == pytest.approx(0.5 * (6 * young + 12 * adult + 24 * old) / 12)


@pytest.mark.parametrize("income", ["low", "high"])
def test_income_shifts_what_is_asked_for_by_its_share_of_each_age(income):
    terms = {f"{income}_income_demand": 300, "per_senior": 12, "per_youth": 12}
    model = run(a_service(changes={"area.inhabitants": 2_000}, **terms), months=1)
    counts = model.representation.counts[0, 0].reshape(3, 3, 6).sum(axis=2)
    which = 0 if income == "low" else 2
    part = [counts[:2, which].sum() / counts[:2].sum(), counts[2, which] / counts[2].sum()]
    young, adult, old = model.residents.by_age
    weighted = (young + adult) * (1 + 2 * part[0]) + old * (1 + 2 * part[1])
    assert model.hours_asked[0] == pytest.approx(0.5 * weighted)


def test_incomes_that_ask_alike_change_nothing():
    same = {"low_income_demand": 100, "high_income_demand": 100}
    assert asked(a_service(**same)) == asked(a_service())


def test_take_up_grows_to_its_ceiling_by_its_part_a_year():
    chunk = futures(a_service(years=3, take_up_growth=40))
    reached = chunk.columns["hours_delivered"][0, ::12] / chunk.columns["hours_delivered"][0, 0]
    assert reached == pytest.approx([(0.5 + 0.4 * (1 - 0.6**year)) / 0.5 for year in range(3)])


def test_a_good_service_is_taken_up_faster_unless_that_is_switched_off():
    terms = {"take_up_growth": 40, "take_up_quality": 2, "initial_quality": 90, "best_quality": 90}
    on = {"feedbacks.quality_to_take_up": True}
    grown = [asked(a_service(years=2, changes=c, **terms), 12) / asked(a_service()) for c in (on, {})]
    assert grown == pytest.approx([(0.5 + 0.4 * (1 - 0.6 ** np.exp(0.8))) / 0.5, (0.5 + 0.4 * 0.4) / 0.5])


def test_nobody_comes_to_use_what_is_not_there():
    waiting = {"money.contracts.c": contract(service="s", running_at_start=False, win_chance=100, start_month=13)}
    late = a_service(years=2, changes=waiting, take_up_growth=40)
    assert asked(late, 12) == pytest.approx(asked(a_service()))


def test_a_ceiling_below_the_take_up_holds_nobody_back():
    assert asked(a_service(years=2, take_up_growth=40, take_up_ceiling=10), 20) == pytest.approx(asked(a_service()))
