"""What work and purchases cost: grades of pay, the wage-cost subsidy, volunteers' allowance, VAT that is lost."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from tests.worlds import building, contract, euros, futures, quiet, service

PEOPLE = {"money.staff_cost": 48_000, "money.productive_hours": 1_200}
"""A full-time job is a hundred hours and EUR 4,000 a month."""

VOLUNTEERS = {
    "ownership.potential": 100, "ownership.initial_members": 10, "ownership.initial_active": 10,
    "ownership.hours_employed": 10, "ownership.hours_not_employed": 10,
}  # fmt: skip
"""Ten people who can give 434.8 hours a month."""


def world(changes, years=1):
    return futures(quiet(changes, years=years))


@pytest.mark.parametrize(("grade", "wages"), [("assistant", 32_000), ("worker", 40_000), ("professional", 60_000)])
def test_a_grade_decides_what_a_job_costs(grade, wages):
    grades = {"money.assistant_cost": 80, "money.professional_cost": 150}
    chunk = world({"services.s": service(grade=grade), **PEOPLE, **grades})
    assert euros(chunk, "flow.wages")[0] == wages
    assert chunk.columns["staff_fte"][0, 0] == 10


def test_grades_of_several_services_add_up():
    two = {"services.a": service(grade="professional", demand=1_200), "services.b": service(demand=2_400)}
    assert euros(world({**two, **PEOPLE, "money.professional_cost": 150}), "flow.wages")[0] == 4_000 * (1.5 + 2)


@pytest.mark.parametrize(("capacity", "part"), [(60, 0.4), (30, 0.7), (10, 0.7)])
def test_the_wage_cost_subsidy_fills_the_gap_up_to_its_ceiling(capacity, part):
    staff = {"money.subsidised": 100, "money.work_capacity": capacity, "money.supervision": 0}
    chunk = world({"services.s": service(), **PEOPLE, **staff})
    fte = chunk.columns["staff_fte"][0, 0]
    assert fte == pytest.approx(10 / (capacity / 100))
    expected = fte * 14.71 * 1_878 * part * 1.235 / 12
    assert euros(chunk, "flow.income_wage_subsidy")[0] == pytest.approx(expected, abs=0.01)


def test_volunteers_get_their_allowance_for_each_hour():
    allowance = {"money.volunteer_allowance": 3, "services.s": service(demand=1_200, volunteer_share=100), **VOLUNTEERS}
    chunk = world({**allowance, **PEOPLE})
    assert euros(chunk, "flow.volunteer_costs") == [300] * 12
    assert euros(chunk, "paid.households") == [300] * 12


def test_above_the_limit_of_a_month_and_of_a_year_nothing_more_is_paid():
    long_hours = {"services.s": service(demand=120_000, volunteer_share=100), **PEOPLE, **VOLUNTEERS}
    chunk = world({**long_hours, "money.volunteer_allowance": 5.6}, years=2)
    # 43.5 hours at 5.60 would be 243 a month: 210 is paid, ten times, and then the year is full.
    assert euros(chunk, "flow.volunteer_costs") == [2_100] * 10 + [0] * 2 + [2_100] * 10 + [0] * 2


def test_more_than_the_law_calls_an_allowance_is_refused():
    with pytest.raises(ValidationError, match=r"6 EUR/hour lies outside the range: expected 0 to 5.6"):
        quiet({"money.volunteer_allowance": 6})


LOST = {"money.vat_rate": 20, "money.vat_reduced_rate": 10, "money.vat_exempt": 50}
"""Half of the turnover is exempt, so half of the VAT of 20% or 10% is lost."""


def test_vat_on_purchases_is_lost_as_far_as_turnover_is_exempt():
    bought = {"services.s": service(purchases=1), "money.staff_cost": 0, "money.overhead": 12_000}
    chunk = world({**bought, **LOST})
    assert euros(chunk, "flow.lost_vat")[0] == (1_000 + 1_000) * 0.1
    assert euros(chunk, "paid.state")[0] == 200
    assert sum(euros(world({**bought, **LOST, "money.vat_exempt": 0}), "flow.lost_vat")) == 0


def test_the_reduced_rate_holds_for_its_part_of_the_purchases():
    trade = {"money.trade.t": {"turnover": 24_000, "purchases": 50, "swing": 0, "purchases_reduced": 40}}
    assert euros(world({**trade, **LOST}), "flow.lost_vat")[0] == 1_000 * (0.6 * 0.1 + 0.4 * 0.05)
    meals = {"services.s": service(purchases=1, purchases_reduced=100), "money.staff_cost": 0}
    assert euros(world({**meals, **LOST}), "flow.lost_vat")[0] == 1_000 * 0.05


def test_vat_on_works_is_invested_and_written_off_with_them():
    works = {"assets.a": building(renovation=120_000, works_months=2, depreciation_years=10)}
    chunk = world({**works, **LOST})
    assert euros(chunk, "paid.state")[:3] == [6_000, 6_000, 0]
    assert euros(chunk, "balance.property")[1] == 132_000
    assert sum(euros(chunk, "flow.lost_vat")) == 0
    assert euros(chunk, "flow.depreciation")[2] == pytest.approx(1_100)


def test_vat_on_planned_work_is_a_cost_and_must_be_there_to_pay():
    plan = {"assets.a": building(maintenance=[{"year": 1, "cost": 10_000}]), "money.credit_limit": 0}
    assert euros(world({**plan, **LOST, "money.opening_cash": 11_000}), "flow.lost_vat")[0] == 1_000
    assert sum(euros(world({**plan, **LOST, "money.opening_cash": 10_999}), "flow.maintenance")) == 0


def test_vat_on_rent_only_where_the_landlord_charges_it():
    rented = building(way_in="rent", lease=12_000)
    assert sum(euros(world({"assets.a": rented, **LOST}), "flow.lost_vat")) == 0
    assert euros(world({"assets.a": {**rented, "lease_with_vat": True}, **LOST}), "flow.lost_vat")[0] == 100


def test_what_sells_with_vat_reclaims_it_on_its_works():
    panels = {"kind": "energy", "way_in": "new_build", "renovation": 100_000, "output": 0, "running_cost": 0,
              "connection": 0}  # fmt: skip
    chunk = world({"assets.a": panels, **LOST})
    assert sum(euros(chunk, "paid.state")) == sum(euros(chunk, "flow.lost_vat")) == 0


def test_the_small_business_scheme_holds_up_to_its_turnover():
    small = {"money.small_business_scheme": True, "money.overhead": 12_000, **LOST, "money.vat_exempt": 0}
    at_the_limit = {"money.contracts.c": contract(value=19_992)}
    above = {"money.contracts.c": contract(value=20_400)}
    assert euros(world({**small, **at_the_limit}, years=2), "flow.lost_vat") == [200] * 24
    assert np.nonzero(euros(world({**small, **above}, years=2), "flow.lost_vat"))[0].tolist() == [0]
