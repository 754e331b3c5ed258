"""Money that is given: grants of each kind, campaigns, match funding, the vote on the neighbourhood budget."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import contract, euros, futures, quiet, run, service

GRANT = {"amount": 12_000, "chance": 100, "duration": 6, "effort": 0}
"""EUR 1,000 a month for half a year."""
HOUR = {"money.coordinator_cost": 75_000, "money.productive_hours": 1_500}
"""An hour of paperwork costs EUR 50."""


def a_grant(changes=None, years=1, **terms):
    return futures(quiet({"money.grants.g": {**GRANT, **terms}, **HOUR, **(changes or {})}, years=years))


def test_applying_takes_hours_even_where_it_is_refused():
    for chance in (100, 0):
        chunk = a_grant(chance=chance, application=10, rounds=2)
        assert euros(chunk, "flow.wages") == [500, 0, 0, 0, 0, 0, 500, 0, 0, 0, 0, 0]


def test_reporting_takes_hours_while_the_grant_runs():
    assert euros(a_grant(effort=24), "flow.wages") == [100] * 6 + [0] * 6
    assert sum(euros(a_grant(effort=24, chance=0), "flow.wages")) == 0


def test_a_project_is_paid_in_part_when_it_is_accounted_for():
    chunk = a_grant(kind="project", in_advance=80)
    assert euros(chunk, "flow.income_grants") == [800] * 6 + [1_200] + [0] * 5
    twice = a_grant(kind="project", in_advance=50, duration=3, rounds=2)
    assert euros(twice, "flow.income_grants") == [500, 500, 500, 2_000, 500, 500, 1_500] + [0] * 5


@pytest.mark.parametrize("kind", ["startup", "structural"])
def test_other_grants_hold_nothing_back(kind):
    assert euros(a_grant(kind=kind, in_advance=50), "flow.income_grants") == [1_000] * 6 + [0] * 6


def test_a_company_that_is_gone_gets_no_settlement():
    broke = {"money.opening_cash": 0, "money.credit_limit": 0, "money.patience": 1, "money.overhead": 120_000}
    assert sum(euros(a_grant(broke, kind="project", in_advance=0), "flow.income_grants")) == 0


@pytest.mark.parametrize(("duration", "months"), [(35, 35), (36, 39), (40, 43)])
def test_a_structural_grant_that_has_lasted_three_years_does_not_end_at_once(duration, months):
    chunk = a_grant(years=4, kind="structural", duration=duration, notice=3)
    assert euros(chunk, "flow.income_grants") == [1_000] * months + [0] * (48 - months)
    project = a_grant(years=4, kind="project", duration=duration, notice=3)
    assert sum(euros(project, "flow.income_grants")) == 1_000 * duration


def test_it_goes_on_where_a_later_round_is_refused():
    refused = {"timeline": [{"name": "no", "month": 37, "set": {"money.grants.g.chance": 0}}]}
    chunk = a_grant(refused, years=4, kind="structural", duration=12, rounds=4, notice=3)
    assert euros(chunk, "flow.income_grants") == [1_000] * 39 + [0] * 9


def test_start_up_support_puts_first_contracts_off():
    tried = {"money.contracts.c": contract(running_at_start=False, win_chance=100, start_month=2)}
    for kind, first in (("startup", 4), ("project", 1)):
        running = a_grant(tried, kind=kind, delay=3).columns["contracts_running"][0]
        assert np.flatnonzero(running)[0] == first


def test_grants_crowd_out_donations_and_hours_only_where_told():
    gifts = {"money.donations": 12_000}
    half = {"money.contracts.c": contract(value=12_000)}
    plain = a_grant({**gifts, **half}, years=2, duration=24)
    assert euros(plain, "flow.income_donations") == [1_000] * 24
    # From the second month on a third of the income of three thousand is grants; what is given falls, and so the share
    # of grants rises a little.
    crowded = euros(
        a_grant({**gifts, **half, "money.crowding_out": -0.6}, years=2, duration=24), "flow.income_donations"
    )
    assert crowded[:2] == [1_000, 800]


def test_hours_that_grants_crowd_out():
    people = {
        "services.s": service(demand=12_000, volunteer_share=100), "ownership.potential": 100,
        "ownership.initial_members": 10, "ownership.initial_active": 10,
        "ownership.hours_employed": 10, "ownership.hours_not_employed": 10,
    }  # fmt: skip
    hours = a_grant({**people, "money.crowding_out_volunteers": -0.2}, duration=12).columns["volunteer_hours"][0]
    assert hours[1] == pytest.approx(0.8 * hours[0])
    assert len(set(a_grant(people, duration=12).columns["volunteer_hours"][0])) == 1


CAMPAIGN = {
    "target": 5_000,
    "backers": 100,
    "gift": 60,
    "local": 75,
    "fee": 5,
    "month": 3,
    "match": 50,
    "match_limit": 1e6,
}


def a_campaign(**terms):
    return futures(quiet({"money.crowdfunding.c": {**CAMPAIGN, **terms}}))


def test_a_campaign_that_reaches_its_target():
    chunk = a_campaign()
    assert euros(chunk, "flow.income_donations") == [0, 0, 6_000] + [0] * 9
    assert euros(chunk, "received.households")[2] == 4_500
    assert euros(chunk, "received.households_elsewhere")[2] == 1_500
    assert euros(chunk, "flow.overhead")[2] == 300
    assert euros(chunk, "received.funds")[2] == 3_000


def test_a_campaign_that_does_not():
    assert sum(euros(a_campaign(target=6_001), "flow.income_donations")) == 0
    assert sum(euros(a_campaign(target=6_001), "received.funds")) == 0
    assert euros(a_campaign(target=6_001, all_or_nothing=False), "flow.income_donations")[2] == 6_000


def test_a_fund_adds_no_more_than_its_limit():
    assert euros(a_campaign(match_limit=1_000), "received.funds")[2] == 1_000


BUDGET = {
    "municipality.neighbourhood_budget": 10, "municipality.budget_turnout": 20, "municipality.budget_to_company": 25,
}  # fmt: skip


def test_the_neighbourhood_budget_is_divided_by_vote_once_a_year():
    chunk = futures(quiet(BUDGET))
    assert euros(chunk, "flow.income_neighbourhood_budget") == [0] * 9 + [250] + [0] * 2


def test_members_vote_for_their_company():
    members = {"ownership.potential": 100, "ownership.initial_members": 10}
    model = run(quiet({**BUDGET, **members}), months=10)
    voters = 0.2 * float(model.residents.stocks[0, 0])
    part = (5 + (voters - 5) * 0.25) / voters
    found = euros(futures(quiet({**BUDGET, **members})), "flow.income_neighbourhood_budget")[9]
    assert found == pytest.approx(1_000 * part, abs=0.01)


def test_services_that_share_people_and_place_cost_less_and_get_better():
    two = {"services.a": service(), "services.b": service(), "money.staff_cost": 0, "money.productive_hours": 1_200}
    shared = {**two, "synergies": [{"services": ["a", "b"], "saving": 10, "quality": 5}]}
    apart, together = (futures(quiet(changes, years=10)).columns for changes in (two, shared))
    assert together["staff_fte"][0, 0] == pytest.approx(0.9 * apart["staff_fte"][0, 0])
    assert together["quality"][0, -1] - apart["quality"][0, -1] == pytest.approx(0.05, abs=1e-4)
    # One of them waits for its contract: until then nothing is shared.
    late = contract(service="b", running_at_start=False, win_chance=100, start_month=4)
    chunk = futures(quiet({**shared, "money.contracts.c": late, "money.hiring": 1, "money.notice": 1}))
    assert chunk.columns["staff_fte"][0, [0, 3]] == pytest.approx([10, 18])
