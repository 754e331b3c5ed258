"""Services as stories: who does the work, what is left undone, and how good it is."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import contract, euros, futures, quiet, run, service

FREE = {"money.staff_cost": 0, "money.productive_hours": 1_200}
"""Work costs nothing, and a full-time job is a hundred hours a month."""


def a_service(years=1, changes=None, **terms):
    return futures(quiet({"services.s": service(**terms), **FREE, **(changes or {})}, years=years))


def test_paid_people_do_all_of_it():
    chunk = a_service()
    assert chunk.columns["staff_fte"][0].tolist() == [10.0] * 12
    assert chunk.columns["delivered"][0].tolist() == [1.0] * 12
    assert chunk.columns["unmet_hours"][0].tolist() == [0.0] * 12


def test_what_volunteers_were_to_do_stays_undone_without_them():
    chunk = a_service(volunteer_share=40)
    assert chunk.columns["staff_fte"][0, 0] == 6
    assert chunk.columns["delivered"][0, 0] == pytest.approx(0.6)
    assert chunk.columns["unmet_hours"][0, 0] == pytest.approx(400)
    assert chunk.columns["volunteer_load"][0, 0] == 2


def test_volunteers_share_their_hours_out_evenly():
    active = {
        "ownership.potential": 100, "ownership.initial_members": 10, "ownership.initial_active": 10,
        "ownership.hours_employed": 10, "ownership.hours_not_employed": 10,
        "services.other": service(volunteer_share=30),
    }  # fmt: skip
    model = run(quiet({"services.s": service(volunteer_share=50), **FREE, **active}), months=1)
    # Ten people of ten hours a week: 434.8 hours for 500 + 300 wanted.
    hours = 100 * 52.1775 / 12
    assert model.volunteer_hours[0] == pytest.approx(hours)
    assert model.volunteer_load[0] == pytest.approx(800 / hours)
    assert {s.name: s.fulfilled[0] for s in model.services} == {
        "s": pytest.approx(0.5 + 0.5 * hours / 800),
        "other": pytest.approx(0.7 + 0.3 * hours / 800),
    }


def test_what_one_unit_takes_and_costs():
    chunk = a_service(hours_per_unit=2, user_fee=3, purchases=4, purchases_local=25, overhead=1_200)
    assert chunk.columns["staff_fte"][0, 0] == 20
    assert euros(chunk, "flow.income_user_fees")[0] == 3_000
    assert euros(chunk, "flow.purchases")[0] == 4_000
    assert euros(chunk, "paid.local_business")[0] == pytest.approx(1_010)
    assert euros(chunk, "flow.service_overhead")[0] == 100


def test_demand_grows_by_the_year():
    chunk = a_service(years=3, user_fee=1, demand_growth=10, changes={"money.hiring": 1})
    assert euros(chunk, "flow.income_user_fees")[0::12] == [1_000, 1_100, 1_210]


def test_people_are_hired_and_let_go_gradually():
    story = {
        "money.hiring": 2, "money.notice": 4,
        "timeline": [{"name": "more", "month": 3, "until": 5, "multiply": {"services.s.demand": 2}}],
    }  # fmt: skip
    fte = a_service(changes=story).columns["staff_fte"][0]
    assert fte[:7].tolist() == [10, 10, 15, 17.5, 15.625, 14.21875, 13.1640625]


def test_wages_go_to_people_here_to_people_elsewhere_and_to_the_state():
    cost = {"money.staff_cost": 60_000, "money.wage_taxes": 40, "money.staff_local": 75}
    chunk = a_service(changes=cost)
    assert euros(chunk, "flow.wages")[0] == 50_000
    assert euros(chunk, "paid.state")[0] == 20_000
    assert euros(chunk, "paid.households")[0] == 22_500
    assert euros(chunk, "paid.households_elsewhere")[0] == 7_500


def test_coordination_is_paid_without_any_service():
    chunk = futures(quiet({"money.coordinator_fte": 0.5, "money.coordinator_cost": 72_000}))
    assert euros(chunk, "flow.wages")[0] == 3_000
    assert chunk.columns["staff_fte"][0, 0] == 0.5


def test_a_service_stands_still_while_its_contract_does_not_run():
    chunk = a_service(
        changes={"money.contracts.c": contract(service="s", running_at_start=False, win_chance=100, start_month=4)}
    )
    assert np.isnan(chunk.columns["delivered"][0, :3]).all()
    assert chunk.columns["delivered"][0, 3] == 0.5  # hired in two months


def test_two_contracts_pay_for_a_part_each():
    parts = {
        "money.contracts.a": contract(service="s", value=9_000),
        "money.contracts.b": contract(service="s", value=3_000, running_at_start=False),
    }
    assert a_service(user_fee=1, changes=parts).columns["flow.income_user_fees"][0, 0] == -75_000


def test_quality_goes_to_what_experience_allows():
    chunk = a_service(years=2, initial_quality=50, best_quality=90, learning=12)
    assert chunk.columns["quality"][0] == pytest.approx(0.9 - 0.4 * np.exp(-np.arange(1, 25) / 12))


def test_too_few_people_lower_the_quality():
    short = {"feedbacks.staffing_to_quality": True}
    terms = {"volunteer_share": 40, "initial_quality": 70, "best_quality": 100, "learning": 1, "overload_penalty": 25}
    # Six tenths of the work is done, by volunteers who carry twice what they can.
    assert a_service(years=2, **terms, changes=short).columns["quality"][0, -1] == pytest.approx(0.6 * 0.75)
    assert a_service(years=2, **terms).columns["quality"][0, -1] == pytest.approx(1.0)


def test_overload_of_volunteers_does_not_touch_services_without_them():
    short = {"feedbacks.staffing_to_quality": True, "services.t": service(volunteer_share=100, overload_penalty=100)}
    model = run(quiet({"services.s": service(best_quality=70), **FREE, **short}))
    assert {s.name: round(float(s.quality[0]), 9) for s in model.services}["s"] == 0.7


def test_quality_is_averaged_by_hours():
    parts = {"services.big": service(demand=36_000, initial_quality=50, best_quality=50)}
    assert a_service(initial_quality=90, best_quality=90, changes=parts).columns["quality"][0, 0] == pytest.approx(0.6)


def test_units_that_take_no_hours_are_all_delivered():
    chunk = a_service(hours_per_unit=0, user_fee=1)
    assert chunk.columns["staff_fte"][0, 0] == 0
    assert euros(chunk, "flow.income_user_fees")[0] == 1_000


def test_trust_follows_quality_and_continuity():
    seen = {
        "feedbacks.quality_to_trust": True, "municipality.weight_quality": 60, "municipality.trust_speed": 1,
        "municipality.initial_trust": 0,
    }  # fmt: skip
    chunk = a_service(years=10, initial_quality=80, best_quality=80, changes=seen)
    assert chunk.columns["trust"][0, -1] == pytest.approx(0.6 * 0.8 + 0.4 * 1.0)
    assert chunk.columns["trust"][0, 0] == pytest.approx(0.88 * -np.expm1(-1))


def test_work_left_undone_costs_trust():
    seen = {"feedbacks.quality_to_trust": True, "municipality.weight_quality": 0, "municipality.trust_speed": 1}
    chunk = a_service(years=20, volunteer_share=40, changes=seen)
    assert chunk.columns["trust"][0, -1] == pytest.approx(0.6)
