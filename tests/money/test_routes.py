"""How a contract is come by: who bids against it, who has room for it, what a council lets move, what a unit brings."""

from __future__ import annotations

import numpy as np
import pytest
from pydantic import ValidationError

from tests.worlds import contract, euros, futures, quiet, run, service
from wijkbv_sim.model.contract import Contract

RULES = {
    "municipality.direct_limit": 100_000, "municipality.tender_limit": 750_000, "municipality.rivals_quotes": 3,
    "municipality.rivals_tender": 6, "municipality.rivals_challenge": 2,
}  # fmt: skip
NEW = {"running_at_start": False, "term": 1, "price_gap": 0}


def rivals(route, whole):
    model = run(quiet({**RULES, "money.contracts.c": contract(**NEW, route=route, value=whole)}), months=0)
    return float(model.municipality.rivals(model.contracts[0])[0])


@pytest.mark.parametrize(
    ("route", "whole", "others"),
    [
        ("direct", 100_000, 0), ("direct", 100_001, 3), ("direct", 750_000, 3), ("direct", 750_001, 6),
        ("tender", 50_000, 6), ("tender", 500_000, 6), ("tender", 750_001, 6),
        ("right_to_challenge", 50_000, 2), ("right_to_challenge", 750_000, 2), ("right_to_challenge", 750_001, 6),
    ],
)  # fmt: skip
def test_who_bids_against_it_by_route_and_value_over_the_whole_term(route, whole, others):
    assert rivals(route, whole) == others


def test_the_law_goes_by_the_whole_term():
    terms = contract(**{**NEW, "term": 3}, route="direct", value=40_000)
    model = run(quiet({**RULES, "money.contracts.c": terms}), months=0)
    assert model.municipality.rivals(model.contracts[0])[0] == 3


def won(replicates=4_000, changes=None, **terms):
    scenario = quiet({**RULES, "money.contracts.c": contract(**{**NEW, **terms}), **(changes or {})})
    return futures(scenario, replicates).columns["contracts_running"][:, 0].mean()


@pytest.mark.parametrize(("route", "odds"), [("direct", 1), ("tender", 2 / 6), ("right_to_challenge", 1)])
def test_more_rivals_lower_the_odds(route, odds):
    right = {"municipality.right_to_challenge": 100}
    assert won(route=route, value=50_000, win_chance=50, changes=right) == pytest.approx(odds / (1 + odds), abs=0.03)


def test_a_dearer_bid_loses_where_there_are_rivals_and_not_where_there_are_none():
    dear = {"price_gap": 20, "price_effect": 5, "win_chance": 50}
    assert won(route="tender", value=50_000, **dear) == pytest.approx(1 / (1 + 3 * np.exp(1)), abs=0.03)
    assert won(route="direct", value=50_000, **dear) == pytest.approx(0.5, abs=0.03)


def test_each_attempt_costs_its_bid():
    tried = contract(**NEW, win_chance=0, bid_cost=500, retry=4)
    assert euros(futures(quiet({"money.contracts.c": tried})), "flow.overhead") == [
        500,
        0,
        0,
        0,
        500,
        0,
        0,
        0,
        500,
        0,
        0,
        0,
    ]


def test_without_the_right_to_challenge_there_is_no_challenge_and_later_there_is():
    never = {"municipality.right_to_challenge": 0, "municipality.right_adopted": 0}
    sure = {"route": "right_to_challenge", "win_chance": 100, "value": 50_000}
    assert won(1, changes=never, **sure) == 0
    adopted = {**RULES, **never, "municipality.right_adopted": 50, "money.contracts.c": contract(**{**NEW, **sure})}
    columns = futures(quiet(adopted, years=1), 4_000).columns
    assert columns["contracts_running"][:, -1].mean() == pytest.approx(0.5, abs=0.03)


ROOM = {
    "municipality.domain_budget": 1_000, "municipality.contestable": 10, "municipality.council_swing": 0,
    "municipality.first_election": 480,
}  # fmt: skip
"""A hundred inhabitants: EUR 10,000 a year may move."""
SURE = {**NEW, "win_chance": 100}


def running(changes, years=1):
    return futures(quiet({**ROOM, **changes}, years=years)).columns["contracts_running"][0].astype(int).tolist()


@pytest.mark.parametrize(("value", "runs"), [(10_000, 1), (10_001, 0)])
def test_no_more_moves_than_the_council_lets(value, runs):
    assert running({"money.contracts.c": contract(**SURE, value=value)}) == [runs] * 12


def test_contracts_share_the_councils_room_and_what_ran_already_takes_none():
    parts = {"money.contracts.a": contract(**SURE, value=6_000), "money.contracts.b": contract(**SURE, value=6_000)}
    assert running(parts)[0] == 1
    assert (
        running({"money.contracts.a": contract(value=6_000), "money.contracts.b": parts["money.contracts.b"]})[0] == 2
    )


def test_what_was_refused_waits_for_the_next_council():
    more = {"timeline": [{"name": "vote", "month": 3, "set": {"municipality.contestable": 20}}]}
    tried = {"money.contracts.c": contract(**{**SURE, "term": 60}, value=20_000), "municipality.first_election": 7}
    assert running({**tried, **more}) == [0] * 6 + [1] * 6


def test_others_have_room_for_everything_unless_told():
    corporation = {"commissioner": "housing_corporation", "value": 50_000}
    parts = {"money.contracts.a": contract(**SURE, **corporation), "money.contracts.b": contract(**SURE, **corporation)}
    assert running(parts)[0] == 2
    assert running({**parts, "commissioners": {"housing_corporation": {"room": 99_999}}})[0] == 1
    assert running({**parts, "commissioners": {"care_insurer": {"room": 0}}})[0] == 2


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"commissioners": {"municipality": {"room": 1}}}, "the municipality's room follows its budget"),
        ({"commissioners": {"church": {"room": 1}}}, "nobody is church"),
        ({"money.contracts.c": contract(price=1)}, "without a service there are no units"),
    ],
)
def test_what_cannot_be_is_refused(changes, why):
    with pytest.raises(ValidationError, match=why):
        quiet(changes)


PRICED = {"services.s": service(), "money.staff_cost": 0, "money.productive_hours": 1_200}


def test_a_price_is_paid_for_each_unit_delivered():
    paid = {**PRICED, "money.contracts.c": contract(service="s", value=0, price=3)}
    assert euros(futures(quiet(paid)), "flow.income_contracts") == [3_000] * 12
    undelivered = {**paid, "services.s": service(volunteer_share=40)}
    assert euros(futures(quiet(undelivered)), "flow.income_contracts") == [1_800] * 12


def test_a_fixed_value_and_a_price_add_up_and_share_the_work():
    two = {
        "money.contracts.a": contract(service="s", value=12_000, price=1), "money.contracts.b": contract(service="s"),
    }  # fmt: skip
    # The first is worth 24,000 of 36,000 a year, so two thirds of a thousand units are its own.
    assert euros(futures(quiet({**PRICED, **two})), "flow.income_contracts")[0] == pytest.approx(
        2_000 + 2_000 / 3, abs=0.01
    )


def test_a_price_counts_in_what_a_contract_is_worth():
    model = run(quiet({**PRICED, "money.contracts.c": contract(service="s", value=1_000, price=2)}), months=1)
    [found] = model.agents_by_type[Contract]
    assert found.worth()[0] == 25_000
