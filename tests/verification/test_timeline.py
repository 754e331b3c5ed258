"""Events: what they change, for how long, and what they leave alone."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from pydantic import ValidationError

from tests.worlds import building, busy, contract, differing, euros, futures, quiet, service

OVERHEAD = {"money.overhead": 12_000}


def overhead(*events, years=1):
    return euros(futures(quiet({**OVERHEAD, "timeline": list(events)}, years=years)), "flow.overhead")


def event(name="e", month=3, until=None, **change):
    written = {kind: {"money.overhead": value} for kind, value in change.items()}
    return {"name": name, "month": month, **({"until": until} if until else {}), **written}


def test_set_for_good():
    assert overhead(event(set=24_000)) == [1_000] * 2 + [2_000] * 10


def test_set_until():
    assert overhead(event(until=5, set=24_000)) == [1_000] * 2 + [2_000] * 2 + [1_000] * 8


def test_add():
    assert overhead(event(add=-6_000))[:3] == [1_000, 1_000, 500]


def test_multiply():
    assert overhead(event(multiply=1.5))[:3] == [1_000, 1_000, 1_500]


def test_in_the_first_month():
    assert overhead(event(month=1, set=0)) == [0] * 12


def test_a_value_stays_within_its_bounds():
    assert overhead(event(add=-99_000))[2] == 0


def test_set_add_and_multiply_in_one_event_go_in_that_order():
    assert overhead(event(multiply=2, add=6_000, set=18_000))[2] == 4_000


def test_events_that_overlap_build_on_one_another():
    found = overhead(event("a", 2, 6, multiply=2), event("b", 4, 8, add=12_000))
    assert found == [1_000, 2_000, 2_000, 3_000, 3_000, 2_000, 2_000, 1_000, 1_000, 1_000, 1_000, 1_000]


def test_events_that_end_and_begin_in_the_same_month():
    assert overhead(event("a", 2, 4, set=24_000), event("b", 4, 6, set=36_000))[:6] == [1e3, 2e3, 2e3, 3e3, 3e3, 1e3]


def test_the_later_event_has_the_last_word_in_any_order_of_writing():
    three = [event("a", 2, set=24_000), event("b", 4, multiply=2), event("c", 6, set=6_000)]
    found = [overhead(*order) for order in itertools.permutations(three)]
    assert found == [[1_000] + [2_000] * 2 + [4_000] * 2 + [500] * 7] * 6


def test_whole_numbers_stay_whole():
    grant = {"money.grants.g": {"amount": 12_000, "chance": 100, "duration": 10}}
    chunk = futures(quiet({**grant, "timeline": [
        {"name": "e", "month": 1, "multiply": {"money.grants.g.duration": 0.55}}]}))  # fmt: skip
    assert sum(euros(chunk, "flow.income_grants")) == 6_000


def test_an_event_in_doubt_differs_between_futures():
    doubt = quiet(OVERHEAD).with_({"timeline": [event(add={"uniform": [0, 12_000]})]})
    paid = futures(doubt, 50).columns["flow.overhead"] / 100
    assert (paid[:, :2] == 1_000).all()
    assert len(set(paid[:, 2])) == 50
    assert (np.ptp(paid[:, 2:], axis=1) == 0).all()
    assert 1_000 <= paid.min() <= paid.max() <= 2_000


def test_the_doubt_about_an_event_is_its_own():
    base = busy()
    more = base.with_(
        {"timeline": [*base.model_dump(mode="json")["timeline"], event("late", 59, add={"uniform": [0, 1]})]}
    )
    one, other = futures(base, 4), futures(more, 4)
    assert all((values == other.drawn[path]).all() for path, values in one.drawn.items())
    assert (one.columns["cash"][:, :58] == other.columns["cash"][:, :58]).all()


WORLD = {
    "area.moving_out": 10, "area.inhabitants": 400, "ownership.potential": 50, "ownership.outreach": 50,
    "ownership.initial_members": 40, "ownership.initial_active": 20, "ownership.fee": 24,
    "ownership.fee_sensitivity": 5, "services.s": service(volunteer_share=20), "money.contracts.c": contract(),
    "money.trade.t": {"turnover": 12_000},
    "money.grants.g": {"amount": 12_000, "chance": 100}, "money.loans.l": {"amount": 12_000},
    "assets.h": building(rent=120, maintenance=[{"year": 1, "cost": 100}]),
    "municipality.initial_trust": 50, "feedbacks.quality_to_trust": True,
}  # fmt: skip


@pytest.mark.parametrize(
    ("path", "value", "column"),
    [
        ("area.moving_out", 60, "left"),
        ("area.mortality_at_70", 10, "members"),
        ("services.s.demand", 1, "staff_fte"),
        ("money.staff_cost", 1, "cash"),
        ("money.contracts.c.value", 1, "income_contracts"),
        ("money.grants.g.amount", 1, "income_grants"),
        ("money.loans.l.rate", 30, "cash"),
        ("money.trade.t.turnover", 1, "income_trade"),
        ("assets.h.rent", 1, "income_assets"),
        ("assets.h.maintenance.0.cost", 50_000, "cash"),
        ("ownership.fee", 1, "income_members"),
        ("ownership.potential", 100, "joined"),
        ("ownership.outreach", 0, "joined"),
        ("municipality.trust_speed", 1, "trust"),
    ],
)
def test_events_reach_every_section(path, value, column):
    # An event on work that has not been done yet must come before it.
    month = 1 if "maintenance" in path else 6
    base = quiet(WORLD)
    changed = base.with_({"timeline": [{"name": "e", "month": month, "set": {path: value}}]})
    before, after = (futures(s, 2).columns[column] for s in (base, changed))
    assert (before[:, : month - 1] == after[:, : month - 1]).all()
    assert (before != after).any()


@pytest.mark.parametrize("path", ["ownership.fee", "ownership.potential", "area.moving_out", "money.overhead"])
def test_an_event_that_changes_nothing_changes_nothing(path):
    base = busy().with_({"timeline": []})
    idle = base.with_({"timeline": [{"name": "idle", "month": 18, "multiply": {path: 1}}]})
    assert differing(futures(idle, 4), futures(base, 4)) == []


def test_more_potential_opens_people_at_once_and_closes_no_member_out():
    base = quiet({**WORLD, "area.moving_out": 0, "ownership.outreach": 0})
    more = base.with_(
        {"timeline": [{"name": "e", "month": 6, "set": {"ownership.potential": 0, "ownership.outreach": 50}}]}
    )
    assert futures(base).columns["members"][0].tolist() == futures(more).columns["members"][0].tolist()


@pytest.mark.parametrize(
    "path",
    ["area.inhabitants", "area.age_15_24", "area.owner_occupied", "ownership.network.contacts"],
)
def test_what_shapes_the_world_cannot_change(path):
    with pytest.raises(ValidationError, match="must stay the same in every month"):
        quiet({"timeline": [{"name": "e", "month": 2, "set": {path: 1}}]})


TOO_LATE = {
    "money.contracts.c": contract(), "money.loans.l": {"amount": 12_000, "start_month": 6},
    "services.s": service(), "assets.a": building(start_month=4),
    "money.crowdfunding.c": {"target": 5_000, "month": 5},
}  # fmt: skip

FOR_ASSET = {"amount": 9_000, "start_month": 20, "for_asset": "a"}
"""A loan that comes in when its asset begins, whatever its own first month."""


@pytest.mark.parametrize(
    ("month", "change", "why"),
    [
        (1, {"set": {"money.opening_cash": 9}}, "money.opening_cash counts only before the first month"),
        (2, {"set": {"services.s.initial_quality": 9}}, "counts only before the first month"),
        (1, {"add": {"municipality.initial_trust": 9}}, "counts only before the first month"),
        (3, {"set": {"money.contracts.c.start_month": 9}}, "counts only before the first month"),
        (7, {"set": {"money.loans.l.start_month": 9}}, "may have passed, in month 6"),
        (3, {"set": {"money.loans.l.start_month": 2}}, "would come before the event in month 3"),
        (3, {"multiply": {"money.loans.l.start_month": 2}}, "expected a later month, by set or add"),
        (3, {"set": {"money.loans.l.start_month": 9}, "until": 5}, "expected an event without until"),
        (7, {"multiply": {"money.loans.l.amount": 2}}, "counts when its part begins, in month 6"),
        (5, {"set": {"assets.a.price": 9}}, "counts when its part begins, in month 4"),
        (6, {"multiply": {"money.crowdfunding.c.backers": 2}}, "counts when its part begins, in month 5"),
        (9, {"set": {"money.loans.own.amount": 9}}, "counts when its part begins, in month 4"),
    ],
)
def test_an_event_that_comes_too_late_is_refused(month, change, why):
    with pytest.raises(ValidationError, match=why):
        quiet({**TOO_LATE, "money.loans.own": FOR_ASSET, "timeline": [{"name": "late", "month": month, **change}]})


def test_a_beginning_that_has_not_come_can_be_moved():
    moved = quiet({**TOO_LATE, "timeline": [{"name": "later", "month": 3, "set": {
        "money.loans.l.start_month": 9, "money.loans.l.amount": 6_000, "assets.a.start_month": 8, "assets.a.price": 100,
    }}]})  # fmt: skip
    chunk = futures(moved)
    assert euros(chunk, "balance.loans")[6:9] == [0, 0, 6_000]
    assert euros(chunk, "balance.property")[6:8] == [0, 100]
