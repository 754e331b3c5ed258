"""Jobs for job-seekers: who gets them, and what they do to income, benefits, volunteering and joining."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import busy, futures, quiet, run, service
from wijkbv_sim.model.columns import ACTIVE, ADULT_BIT, HIRED_BIT, OPEN, WORK_BIT, Stock
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

WORK = {
    "area.inhabitants": 1_000,
    "services.s": service(demand=15_000),
    "money.staff_local": 100,
    "money.donations": 2_000_000,
    "local_economy.jobs.seeking": 100,
    "local_economy.jobs.filled": 50,
    "local_economy.jobs.hours": 24,
    "local_economy.jobs.net_wage": 13,
    "local_economy.jobs.benefit": 1_400,
    "local_economy.jobs.income_rises": 0,
    "local_economy.jobs.pull": 1,
    "feedbacks.jobs_to_members": True,
}
"""Eight to nine full-time jobs, half of them for people who look for work."""

MONTHLY = 24 * 52.1775 / 12 * 13
"""What such a job pays."""

ALONE = {"area.one_person": 100, "area.without_children": 0, "area.household_size": 1, "area.age_0_14": 0,
         "area.age_15_24": 0, "area.age_25_44": 40, "area.age_45_64": 40, "area.age_65_plus": 20}  # fmt: skip


def holders(model, r=0):
    """Homes of those who have a job."""
    return set(np.flatnonzero(model.residents.traits[r] & HIRED_BIT).tolist())


def column(model, name):
    return np.array(model.datacollector.model_vars[name])


def test_so_many_jobs_as_the_hours_make():
    model = run(quiet(WORK))
    fte = 15_000 / model.company.productive_hours[0]
    assert model.local_fte()[0] == pytest.approx(fte)
    assert model.jobs.count.tolist() == [int(fte * 36 / 24 * 0.5 + 0.5)]
    assert column(model, "people_hired").sum() == model.jobs.count[0]


def test_half_time_jobs_are_twice_as_many():
    whole, half = (run(quiet({**WORK, "local_economy.jobs.hours": h})).jobs.count[0] for h in (36, 18))
    assert abs(half - 2 * whole) <= 1


def test_of_people_who_live_alone_each_saves_one_benefit():
    model = run(quiet({**WORK, **ALONE}))
    people = model.jobs.count[0]
    assert people >= 5
    assert model.jobs.benefits_saved == pytest.approx(people * min(1_400, MONTHLY))
    assert model.jobs.extra_income == pytest.approx(people * (MONTHLY - min(1_400, MONTHLY)))


def test_when_the_last_has_moved_away_and_no_job_is_left_nothing_is_saved():
    model = run(quiet({**WORK, **ALONE}))
    assert model.jobs.benefits_saved > 0
    model.jobs.filled = np.zeros(1)
    model.residents.generation += 1
    model.jobs.follow()
    model.jobs.fill()
    assert model.jobs.count.tolist() == [0]
    assert [model.jobs.benefits_saved[0], model.jobs.extra_income[0]] == [0, 0]


def test_a_well_paid_job_saves_no_more_than_the_benefit():
    model = run(quiet({**WORK, **ALONE, "local_economy.jobs.net_wage": 30}))
    assert model.jobs.benefits_saved == pytest.approx(model.jobs.count[0] * 1_400)
    assert model.jobs.extra_income == pytest.approx(model.jobs.count[0] * (MONTHLY * 30 / 13 - 1_400))
    assert model.jobs.extra_spending == pytest.approx(model.jobs.extra_income * model.economy.household_spending)


def test_who_lives_with_an_earner_had_no_benefit():
    model = run(quiet({**WORK, "local_economy.jobs.net_wage": 60}))
    homes, traits = model.residents.people.households, model.residents.traits[0]
    saved, seen = 0.0, set()
    for i in sorted(holders(model)):
        others = [j for j in homes.member[homes.start[homes.of[i]] : homes.start[homes.of[i] + 1]] if j != i]
        earners = [j for j in others if traits[j] & WORK_BIT and j not in holders(model)]
        if not earners and homes.of[i] not in seen:
            saved += 1_400 * (10 / 7 if any(traits[j] & ADULT_BIT for j in others) else 1)
        seen.add(homes.of[i])
    assert 0 < saved < 1_400 * len(holders(model)) * 10 / 7
    assert model.jobs.benefits_saved == pytest.approx(saved)


def test_what_is_saved_lowers_the_municipalitys_net_cost():
    one, other = (futures(quiet({**WORK, **ALONE, "local_economy.jobs.benefit": b})) for b in (0, 1_000))
    less = one.columns["municipality_net_cost"] - other.columns["municipality_net_cost"]
    assert less == pytest.approx(other.columns["benefits_saved"])
    assert (other.columns["benefits_saved"] > 0).all()
    for name in ("cash", "spending_local", "lm3"):
        np.testing.assert_array_equal(one.columns[name], other.columns[name])


@pytest.mark.parametrize("path", ["local_economy.jobs.filled", "services.s.demand", "local_economy.jobs.seeking"])
def test_more_jobs_never_mean_fewer_in_work(path):
    moves = {"area.moving_out": 15, "area.mortality_at_70": 3, "ownership.potential": 40, "ownership.outreach": 20}
    levels = {"local_economy.jobs.filled": (0, 5, 30, 60, 100), "services.s.demand": (1_000, 10_000, 60_000),
              "local_economy.jobs.seeking": (0, 2, 10, 50, 100)}[path]  # fmt: skip
    before = None
    for level in levels:
        now = futures(quiet({**WORK, **moves, path: level}, years=4), 3).columns["jobs_for_seekers"]
        assert before is None or (now >= before).all()
        before = now
    assert (before > 0).all()


def test_with_more_jobs_the_same_people_are_hired_and_others_too():
    few, many = (run(quiet({**WORK, "local_economy.jobs.filled": share}), 2) for share in (20, 80))
    for r in range(2):
        assert holders(few, r) < holders(many, r)


def test_only_people_of_working_age_without_work_are_hired_and_they_work_then():
    scenario = quiet({**WORK, "area.moving_out": 20, "local_economy.jobs.filled": 100}, years=5)
    before = NeighbourhoodModel(scenario).residents.traits[0].copy()
    model = run(scenario, months=1)
    for i in holders(model):
        if model.residents.generation[0, i] == 0:  # else somebody came to live there this month
            assert before[i] & ADULT_BIT
            assert not before[i] & WORK_BIT
        assert model.residents.traits[0, i] & WORK_BIT
    for _ in range(59):
        model.step()
        age = (model.month - model.residents.birth[0].astype(int)) // 12
        assert all(18 <= age[i] <= 67 for i in holders(model))
    assert column(model, "people_hired").sum() > model.jobs.count[0] + 5


def test_who_volunteers_beside_the_job_has_fewer_hours():
    members = {"ownership.initial_members": 500, "ownership.initial_active": 500, "ownership.potential": 100}
    model = run(quiet({**WORK, **members, "local_economy.jobs.filled": 100}), months=1)
    residents = model.residents
    hired_active = (residents.state[0] == ACTIVE) & ((residents.traits[0] & HIRED_BIT) != 0)
    assert hired_active.sum() > 0
    without = run(quiet({**WORK, **members, "local_economy.jobs.filled": 0}), months=1)
    more = residents.stocks[0, Stock.ACTIVE_EMPLOYED] - without.residents.stocks[0, Stock.ACTIVE_EMPLOYED]
    assert more == hired_active.sum()
    assert residents.hours_available[0] < without.residents.hours_available[0]


def test_a_job_may_bring_a_middle_income():
    always, never = (run(quiet({**WORK, "local_economy.jobs.income_rises": share})) for share in (100, 0))
    income = [(model.residents.traits[0][sorted(holders(always))] >> 2) & 3 for model in (always, never)]
    assert holders(always) == holders(never)
    assert (income[1] == 0).any()
    np.testing.assert_array_equal(income[0], np.maximum(income[1], 1))


def test_who_is_let_go_is_as_before():
    shrinks = {"timeline": [{"name": "less", "month": 7, "multiply": {"services.s.demand": 0}}], "money.notice": 1}
    scenario = quiet({**WORK, **shrinks, "local_economy.jobs.income_rises": 100})
    first = NeighbourhoodModel(scenario).residents.traits.copy()
    model = run(scenario)
    assert column(model, "jobs_for_seekers").max() > 0
    assert model.jobs.count[0] == 0
    assert not holders(model)
    np.testing.assert_array_equal(model.residents.traits, first)


def test_a_company_that_fails_has_no_jobs():
    fails = {"money.donations": 0, "money.credit_limit": 0, "money.patience": 2}
    model = run(quiet({**WORK, **fails}))
    assert not model.company.alive[0]
    assert model.jobs.count[0] == 0
    assert model.jobs.benefits_saved[0] == 0


JOINING = {
    **WORK, "area.inhabitants": 20_000, "services.s.demand": 400_000, "money.donations": 50_000_000,
    "local_economy.jobs.filled": 100, "ownership.potential": 100, "ownership.outreach": 12,
}  # fmt: skip


def test_those_hired_and_who_lives_with_them_join_so_many_times_as_often():
    scenario = quiet({**JOINING, "ownership.outreach": 60, "local_economy.jobs.pull": 2})
    model = run(scenario, 8, months=1)
    homes, state = model.residents.people.households, model.residents.state
    at_home = np.stack([np.isin(homes.of, homes.of[sorted(holders(model, r))]) for r in range(8)])
    asked, others = at_home & (state == OPEN), ~at_home & (state == OPEN)
    model.step()
    for who, times in ((asked, 2), (others, 1)):
        expected = who.sum() * -np.expm1(-times * 0.6 / 12)
        assert expected > 500
        assert (who & (state > OPEN)).sum() == pytest.approx(expected, abs=4 * np.sqrt(expected))


def test_with_the_feedback_off_nobody_joins_because_of_a_job():
    with_pull = {**JOINING, "local_economy.jobs.pull": 10}
    off = futures(quiet({**with_pull, "feedbacks.jobs_to_members": False})).columns["joined"]
    one = futures(quiet({**with_pull, "local_economy.jobs.pull": 1}))
    on = futures(quiet(with_pull)).columns["joined"]
    np.testing.assert_array_equal(off, one.columns["joined"])
    assert on.sum() > off.sum()


def test_with_the_feedback_off_a_job_leaves_its_holder_as_they_were():
    scenario = quiet({**WORK, "local_economy.jobs.income_rises": 100, "feedbacks.jobs_to_members": False})
    first = NeighbourhoodModel(scenario).residents.traits
    model = run(scenario)
    assert model.jobs.count[0] > 0
    assert model.jobs.benefits_saved[0] > 0
    np.testing.assert_array_equal(model.residents.traits & (HIRED_BIT - 1), first)


def test_the_books_know_nothing_of_who_is_hired():
    """Wages are paid through the ledger whoever does the work."""
    one = futures(busy({"local_economy.jobs.filled": 0, "local_economy.jobs.pull": 1}), 2)
    other = futures(busy({"local_economy.jobs.filled": 100, "local_economy.jobs.pull": 1}), 2)
    month = 1  # later volunteers' hours, and with them all else, may differ
    for name in ("flow.wages", "spending_local"):
        np.testing.assert_array_equal(one.columns[name][:, :month], other.columns[name][:, :month])
    assert (other.columns["jobs_for_seekers"][:, 0] > 0).all()
