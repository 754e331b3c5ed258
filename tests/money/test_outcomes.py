"""Social value in its own units: what each sector counts, whom it reaches, what a reader counts it for; and trust."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import busy, futures, quiet, run, service
from wijkbv_sim.api import simulate
from wijkbv_sim.export.tables import social_value_of, year_table
from wijkbv_sim.model.outcome import ALL_THE_TIME, HOURS, IN_A_MONTH
from wijkbv_sim.scenario.services import ServiceSector


def outcomes(changes=None, **terms):
    return futures(quiet({"services.s": service(**terms), "money.staff_cost": 0, **(changes or {})})).columns


@pytest.mark.parametrize("sector", list(ServiceSector))
def test_each_sector_is_counted_in_its_own_unit_and_no_other(sector):
    columns = outcomes(sector=sector.value, outcome=0.5, hours_per_unit=2)
    names = HOURS | IN_A_MONTH | ALL_THE_TIME
    # A thousand units a month of two hours, each of them half an outcome.
    expected = 2_000 if sector in HOURS else 500 if sector in IN_A_MONTH else 6_000
    found = {name: columns[name][0, 0] for name in names.values()}
    assert found == {name: expected if s is sector else 0 for s, name in names.items()}


def test_every_sector_has_a_unit():
    assert set(HOURS | IN_A_MONTH | ALL_THE_TIME) == set(ServiceSector)


def test_what_is_not_delivered_is_no_outcome():
    columns = outcomes(sector="meals", outcome=1, volunteer_share=40)
    assert columns["meals_served"][0, 0] == pytest.approx(600)


def test_people_reached_by_what_one_of_them_uses():
    assert outcomes(units_per_person=24)["people_reached"][0, 0] == 500


def test_people_reached_are_those_who_ask_and_get_and_never_more_than_there_are():
    terms = {"demand": 0, "per_senior": 12, "take_up": 50, "volunteer_share": 40}
    scenario = quiet({"services.s": service(**terms)})
    old = run(scenario, months=1).residents.by_age[2]
    assert futures(scenario).columns["people_reached"][0, 0] == pytest.approx(0.5 * old * 0.6)
    keen = quiet({"services.s": service(**{**terms, "low_income_demand": 1_000, "high_income_demand": 1_000})})
    assert futures(keen).columns["people_reached"][0, 0] <= old * 0.6 + 1e-9


def test_people_reached_are_told_only_where_a_service_says_whom_it_reaches():
    def told(**terms):
        results = simulate(quiet({"services.s": service(**terms)}), 2, 1)
        return social_value_of(results), year_table(results, "en", social_value_of(results)).header

    names, header = told()
    assert "people_reached" not in names
    assert "people reached" not in header
    assert names[:3] == ("volunteer_hours", "local_jobs", "members")
    names, header = told(units_per_person=24)
    assert names[0] == "people_reached"
    assert "people reached" in header


def test_social_value_is_what_the_reader_counts_it_for_and_never_cash():
    prices = {"social_value.person_year": 12}
    columns = outcomes(prices, units_per_person=24, social_price=2)
    assert columns["social_value"][0, 0] == pytest.approx(1_000 * 2 + 500 * 12 / 12)
    plain = outcomes(units_per_person=24)
    assert not plain["social_value"].any()
    assert np.array_equal(columns["balance.bank"], plain["balance.bank"])


def test_liveability_is_as_measured_unless_something_is_taken_to_move_it():
    assert outcomes(sector="green")["liveability"][0].tolist() == [6.4] * 12
    # Twelve thousand hours a year for a hundred people.
    moved = outcomes({"social_value.liveability_hour": 0.01}, sector="green")
    assert moved["liveability"][0, 0] == pytest.approx(6.4 + 0.01 * 120)
    assert outcomes({"social_value.liveability_hour": 0.01}, sector="care")["liveability"][0, 0] == 6.4
    assert outcomes({"social_value.liveability_hour": 1}, sector="green")["liveability"][0, 0] == 10


def test_liveability_by_taking_part():
    members = {"ownership.potential": 100, "ownership.initial_members": 20, "social_value.liveability_members": 2}
    columns = outcomes(members)
    assert columns["liveability"][0] == pytest.approx(6.4 + 2 * columns["member_share"][0])


def test_inclusion_is_what_members_and_adults_have_in_common():
    model = run(busy(), 4, months=12)
    counts = model.representation.counts.astype(float)
    by_age = counts[:, :2].reshape(4, 2, 3, 18).sum(axis=3)
    by_tenure = counts[:, :2].reshape(4, 2, 27, 2).sum(axis=2)
    shares = [x / x.sum(axis=2, keepdims=True) for x in (by_age, by_tenure)]
    age, tenure = (np.minimum(x[:, 0], x[:, 1]).sum(axis=1) for x in shares)
    by_income = counts[:, :2].reshape(4, 2, 3, 3, 6).sum(axis=(2, 4))
    by_education = counts[:, :2].reshape(4, 2, 9, 3, 2).sum(axis=(2, 4))
    shares = [x / x.sum(axis=2, keepdims=True) for x in (by_income, by_education)]
    income, education = (np.minimum(x[:, 0], x[:, 1]).sum(axis=1) for x in shares)
    assert model.representation.inclusion == pytest.approx((age + tenure + income + education) / 4)


TRUST = {
    "feedbacks.quality_to_trust": True, "feedbacks.inclusion_to_trust": True, "municipality.trust_speed": 1,
    "municipality.weight_quality": 100, "municipality.weight_inclusion": 50, "municipality.trust_gain": 1,
}  # fmt: skip


def trust(changes):
    scenario = quiet({"services.s": service(best_quality=70), **TRUST, **changes}, years=3)
    columns = futures(scenario).columns
    return columns["trust"][0, -1], columns["inclusion"][0, -1]


def test_trust_follows_who_takes_part_as_far_as_that_weighs():
    members = {"ownership.potential": 100, "ownership.initial_members": 20}
    found, inclusion = trust(members)
    assert 0 < inclusion < 1
    assert found == pytest.approx(0.5 * 0.7 + 0.5 * inclusion, abs=0.005)
    assert trust({**members, "feedbacks.inclusion_to_trust": False})[0] == pytest.approx(0.7)
    assert trust({**members, "municipality.weight_inclusion": 0})[0] == pytest.approx(0.7)


def test_without_members_there_is_nobody_to_hold_against_the_neighbourhood():
    found, inclusion = trust({})
    assert np.isnan(inclusion)
    assert found == pytest.approx(0.7)
