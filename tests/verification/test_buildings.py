"""Buildings as stories: taken over, let, kept in order or neglected."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import building, euros, futures, quiet


def a_building(years=1, replicates=1, changes=None, **terms):
    return futures(quiet({"assets.h": building(**terms), **(changes or {})}, years=years), replicates)


def test_it_is_taken_over_in_its_month():
    chunk = a_building(start_month=3, price=10_000, transfer_tax=10.4, renovation=5_000, renovation_local=30)
    assert euros(chunk, "balance.property")[:4] == [0, 0, 16_040, 16_040]
    assert euros(chunk, "paid.municipality")[2] == 10_000
    assert euros(chunk, "paid.state")[2] == 1_040
    assert euros(chunk, "paid.local_business")[2] == 1_500
    assert euros(chunk, "paid.business_elsewhere")[2] == 3_500


def test_before_it_is_there_nothing_is_let():
    assert euros(a_building(start_month=3, rent=120), "flow.income_rent")[:4] == [0, 0, 1_000, 1_000]


def test_rent_and_who_pays_it():
    chunk = a_building(rent=120, lettable=50, initial_occupancy=50, occupancy=50, tenants_local=40)
    assert euros(chunk, "flow.income_rent")[5] == 250
    assert euros(chunk, "received.local_business")[5] == 100
    assert euros(chunk, "received.business_elsewhere")[5] == 150


def test_hire_running_cost_and_lease():
    chunk = a_building(hire_hours=600, hire_rate=20, running_cost=60, running_cost_local=20, lease=2_400)
    assert euros(chunk, "flow.income_hire")[0] == 1_000
    assert euros(chunk, "flow.building_running")[0] == 500
    assert euros(chunk, "paid.local_business")[0] == 100
    assert euros(chunk, "flow.building_lease")[0] == 200
    assert euros(chunk, "paid.municipality")[0] == 200


def test_another_landlord():
    assert euros(a_building(lease=1_200, landlord_is_municipality=False), "paid.institutions")[0] == 100


def test_prices_rise_with_inflation():
    chunk = a_building(years=2, rent=120, running_cost=120, changes={"money.inflation": 10})
    assert euros(chunk, "flow.income_rent")[11:13] == [1_000, 1_100]
    assert euros(chunk, "flow.building_running")[11:13] == [1_000, 1_100]


def test_it_fills_in_its_time():
    chunk = a_building(years=2, initial_occupancy=0, occupancy=80, occupancy_speed=12)
    assert chunk.columns["occupancy"][0] == pytest.approx(0.8 * -np.expm1(-np.arange(1, 25) / 12))


def test_occupancy_swings_around_its_level():
    chunk = a_building(
        years=40, replicates=50, initial_occupancy=60, occupancy=60, occupancy_swing=5, occupancy_speed=6
    )
    let = chunk.columns["occupancy"][:, 60:]
    assert let.mean() == pytest.approx(0.60, abs=0.003)
    assert let.std() == pytest.approx(0.05, abs=0.002)
    lagged = np.corrcoef(let[:, :-6].ravel(), let[:, 6:].ravel())[0, 1]
    assert lagged == pytest.approx(np.exp(-1), abs=0.05)


def test_money_put_aside_pays_for_the_work():
    chunk = a_building(
        years=3, maintenance_reserve=60, renovation_local=100, maintenance=[{"year": 2, "cost": 4_000}],
        changes={"money.opening_cash": 50_000},
    )  # fmt: skip
    # EUR 500 a month is put aside; the work is done in month 13.
    assert euros(chunk, "flow.maintenance")[:14] == [500] * 14
    assert euros(chunk, "paid.local_business")[11:14] == [0, 4_000, 0]
    assert [-b for b in euros(chunk, "balance.maintenance_provision")][11:14] == [6_000, 2_500, 3_000]


def test_what_was_not_put_aside_is_a_cost_of_the_month():
    chunk = a_building(years=2, maintenance=[{"year": 2, "cost": 4_000}], changes={"money.opening_cash": 50_000})
    assert euros(chunk, "flow.maintenance")[11:14] == [0, 4_000, 0]
    assert sum(euros(chunk, "balance.maintenance_provision")) == 0


def test_work_in_the_first_year_is_done_at_once():
    chunk = a_building(maintenance=[{"year": 1, "cost": 100}], start_month=4)
    assert euros(chunk, "flow.maintenance")[2:5] == [0, 100, 0]


def test_work_that_cannot_be_paid_waits_and_the_building_decays():
    chunk = a_building(
        years=3, initial_condition=80, decay=12, maintenance=[{"year": 2, "cost": 10_000}],
        changes={
            "money.credit_limit": 0, "money.opening_cash": 9_000,
            "money.grants.g": {"amount": 12_000, "chance": 100, "effort": 0, "start_month": 19, "duration": 12},
        },
    )  # fmt: skip
    # In month 19 the grant brings the EUR 1,000 that lacked.
    assert euros(chunk, "flow.maintenance")[11:20] == [0] * 7 + [10_000, 0]
    condition = chunk.columns["building_condition"][0]
    assert condition[11:18] == pytest.approx([0.80, 0.79, 0.78, 0.77, 0.76, 0.75, 0.74])
    assert condition[18] == pytest.approx(0.74 + 0.06 * -np.expm1(-1 / 12))
    assert (np.diff(condition[17:]) > 0).all()


def test_a_neglected_building_loses_tenants():
    broke = {"money.credit_limit": 0, "feedbacks.condition_to_occupancy": True}
    terms = {"initial_condition": 30, "condition_wanted": 60, "occupancy_speed": 1}
    assert a_building(**terms, changes=broke).columns["occupancy"][0, 11] == pytest.approx(0.5, abs=1e-3)
    broke["feedbacks.condition_to_occupancy"] = False
    assert a_building(**terms, changes=broke).columns["occupancy"][0, 11] == 1


def test_two_buildings_are_averaged_by_their_area():
    chunk = a_building(changes={"assets.b": building(floor_area=300, initial_occupancy=0, occupancy=0, start_month=2)})
    assert chunk.columns["occupancy"][0, :2].tolist() == [1.0, 0.25]


def test_no_building_has_no_occupancy():
    assert np.isnan(futures(quiet()).columns["occupancy"]).all()
