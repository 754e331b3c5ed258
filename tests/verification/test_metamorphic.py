"""If one thing changes and the luck stays, the answer may change in one direction only."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import NO_FEEDBACKS, busy, contract, futures, run, same, service
from wijkbv_sim.model.kernels import ACTIVE, MEMBER

RICH = {"money.credit_limit": 1_000_000_000, "feedbacks": NO_FEEDBACKS}
REPLICATES = 8


def column(name, changes=None, years=5):
    return futures(busy({**RICH, **(changes or {})}, years=years), REPLICATES).columns[name]


@pytest.mark.parametrize("world", [{"ownership.local_influence": 0}, {"ownership.potential": 100}, {}])
@pytest.mark.parametrize(("fee", "more"), [(10, 20), (22, 44), (50, 100), (1_000, 5_000)])
def test_twice_the_fee_never_more_members(fee, more, world):
    once, twice = (column("members", {"ownership.fee": f, "timeline": [], **world}) for f in (fee, more))
    assert (twice <= once).all()
    assert (twice < once).any() or fee == 1_000


def test_who_is_a_member_at_twice_the_fee_is_one_at_once_the_fee():
    world = {**RICH, "ownership.potential": 100, "timeline": []}
    once, twice = (run(busy({**world, "ownership.fee": fee}), REPLICATES).residents.state for fee in (20, 40))
    assert ((twice >= MEMBER) <= (once >= MEMBER)).all()
    assert ((twice == ACTIVE) <= (once == ACTIVE)).all()
    assert (twice != once).any()


@pytest.mark.parametrize(("outreach", "more"), [(0, 1), (5, 10), (50, 100)])
def test_more_outreach_never_fewer_members(outreach, more):
    less, most = (column("members", {"ownership.outreach": o}) for o in (outreach, more))
    assert (most >= less).all()
    assert (most > less).any()


@pytest.mark.parametrize(("budget", "more"), [(0, 10_000), (100_000, 1_000_000)])
def test_more_money_for_outreach_never_fewer_members(budget, more):
    less, most = (column("members", {"ownership.outreach_budget": b}) for b in (budget, more))
    assert (most >= less).all()


def test_more_influence_never_fewer_members():
    less, most = (column("members", {"ownership.influence": i}) for i in (10, 100))
    assert (most >= less).all()
    assert (most > less).any()


def test_who_leaves_sooner_leaves_fewer_members():
    less, most = (column("members", {"ownership.leaving": share}) for share in (30, 5))
    assert (most >= less).all()
    assert (most > less).any()


def test_a_price_never_weighs_lighter_on_the_poor():
    heavy, light = (column("members", {"ownership.fee_weight_low_income": w}) for w in (5, 0.5))
    assert (heavy <= light).all()


def failed_in(changes):
    alive = futures(busy({"feedbacks": NO_FEEDBACKS, "money.credit_limit": 0, **changes}), 30).columns["alive"]
    return alive.sum(axis=1)


@pytest.mark.parametrize(
    ("path", "less", "more"),
    [
        ("money.opening_cash", 0, 50_000),
        ("money.opening_cash", 50_000, 200_000),
        ("money.credit_limit", 0, 40_000),
        ("money.patience", 1, 6),
        ("money.contracts.green.value", 100_000, 150_000),
    ],
)
def test_what_helps_never_brings_the_end_nearer(path, less, more):
    # Without a loan or a plan of maintenance: a company that can pay for more work may well be short of cash sooner.
    plain = {"assets": {}, "money.credit_rate": 0, "money.opening_cash": 30_000, "money.overhead": 60_000}
    worse, better = (failed_in({**plain, path: value}) for value in (less, more))
    assert (better >= worse).all()
    assert (better > worse).any()


@pytest.mark.parametrize("path", ["money.contracts.green.value", "money.grants.fund.amount", "assets.huis.rent"])
def test_who_pays_more_leaves_more_cash(path):
    once, twice = (column("cash", {path: value}) for value in (100, 200))
    assert (twice >= once).all()
    assert (twice > once).any()


@pytest.mark.parametrize("path", ["money.overhead", "services.green.purchases", "assets.huis.running_cost"])
def test_what_costs_more_leaves_less_cash(path):
    once, twice = (column("cash", {path: value}) for value in (10, 20))
    assert (twice <= once).all()
    assert (twice < once).any()


def test_a_contract_that_is_never_won_changes_nothing():
    never = contract(value=1_000_000, running_at_start=False, win_chance=0)
    base = busy()
    with_it = futures(base.with_({"money.contracts.dream": never}), REPLICATES)
    without = futures(base, REPLICATES)
    assert [name for name in without.columns if not same(with_it.columns[name], without.columns[name])] == []


@pytest.mark.parametrize(
    "idle",
    [
        {"money.grants.dream": {"amount": 1_000_000, "chance": 0}},
        {"money.loans.none": {"amount": 0}},
        {"money.trade.none": {"turnover": 0}},
    ],
    ids=lambda idle: next(iter(idle)),
)
def test_what_never_comes_changes_nothing(idle):
    base = busy()
    with_it, without = (futures(s, REPLICATES) for s in (base.with_(idle), base))
    assert [name for name in without.columns if not same(with_it.columns[name], without.columns[name])] == []


def test_a_service_that_nobody_asks_for_changes_nothing_while_another_runs():
    base = busy({"money.contracts.green.term": 10, "money.contracts.green.termination": 0, "timeline": [], **RICH})
    idle = base.with_({"services.none": service(demand=0, overhead=1_000, initial_quality=1)})
    with_it, without = (futures(s, REPLICATES) for s in (idle, base))
    assert [name for name in without.columns if not same(with_it.columns[name], without.columns[name])] == []


def test_twice_the_price_without_indexation_is_twice_the_income():
    terms = {"money.contracts": {"c": contract(value=1_000, indexation=0)}, "timeline": []}
    once = column("flow.income_contracts", terms)
    twice = column("flow.income_contracts", {**terms, "money.contracts": {"c": contract(value=2_000, indexation=0)}})
    assert (np.abs(twice - 2 * once) <= 1).all()


def test_a_scale_of_money_is_only_a_scale():
    """Everything five times as dear, and five times as much of it: all amounts are five times what they were."""
    scenario = busy({"money.loans": {}, "ownership.fee_sensitivity": 0, "ownership.outreach_effect": 0}).certain()
    money = [
        path for path, _, meta in scenario.quantities()
        if meta.unit.startswith("EUR")
    ]  # fmt: skip
    dearer = {path: scenario.parameter(path)[0].value * 5 for path in money}
    events = scenario.model_dump(mode="json")["timeline"]
    events[1]["set"]["ownership.fee"] *= 5
    events[1]["add"]["money.overhead"] *= 5
    one, five = (futures(s, 4) for s in (scenario, scenario.with_({**dearer, "timeline": events})))
    assert same(one.columns["members"], five.columns["members"])
    # Except corporation tax, whose brackets are in euros; before the first is paid nothing but cents are rounded.
    untaxed = slice(0, 11)
    assert five.columns["cash"][:, untaxed] == pytest.approx(5 * one.columns["cash"][:, untaxed], abs=3)


FEEDBACKS = {
    # feedback: where it acts, and what must not move any more when the cause changes
    "quality_to_trust": ({"services.green.best_quality": 20, "services.green.learning": 1}, ["trust"]),
    "trust_to_contracts": ({"municipality.initial_trust": 90}, ["contracts_running"]),
    "trust_to_members": ({"municipality.initial_trust": 90}, ["members"]),
    "quality_to_members": ({"services.green.initial_quality": 5}, ["members"]),
    "staffing_to_quality": ({"services.green.volunteer_share": 100}, ["quality"]),
    "load_to_burnout": ({"ownership.hours_employed": 0.1, "ownership.hours_not_employed": 0.1}, ["burnt_out"]),
    "load_to_activation": ({"ownership.hours_employed": 40, "ownership.hours_not_employed": 40}, ["active_members"]),
    "condition_to_occupancy": ({"assets.huis.initial_condition": 1}, ["occupancy"]),
}


@pytest.mark.parametrize("feedback", FEEDBACKS)
def test_a_loop_that_is_switched_off_has_no_effect_and_one_that_is_on_has(feedback):
    cause, effects = FEEDBACKS[feedback]
    moved = {}
    for on in (True, False):
        world = {**RICH, "feedbacks": {**NO_FEEDBACKS, feedback: on}, "services.green.demand": 20_000, "timeline": []}
        base, changed = (futures(busy({**world, **more}), REPLICATES) for more in ({}, cause))
        moved[on] = [name for name in effects if not same(base.columns[name], changed.columns[name])]
    assert moved == {True: effects, False: []}


def test_without_the_loop_trust_stays_what_it_was():
    trust = column("trust", {"municipality.initial_trust": 45})
    assert (trust == 0.45).all()


def test_with_all_loops_off_money_moves_nobody():
    poor = {"money.donations": 0, "money.overhead": 200_000, "money.coordinator_cost": 200_000}
    for name in ("members", "active_members", "quality", "contracts_running"):
        assert same(column(name), column(name, poor))
