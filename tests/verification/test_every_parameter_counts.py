"""A number that does nothing is a lie: every parameter of the schema moves some column in some world."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.worlds import (
    NO_FEEDBACKS,
    building,
    busy,
    contract,
    differing,
    differing_columns,
    futures,
    service,
    side_by_side,
)
from wijkbv_sim.scenario.parameter import Section
from wijkbv_sim.scenario.schema import Scenario

PARTS = {
    "services.green": service(demand=19_000, volunteer_share=60, purchases=2, overhead=1_000, user_fee=1,
                              per_youth=2, per_adult=2, per_senior=2, take_up=50,
                              purchases_reduced=30, grade="professional", sector="green", outcome=0.01,
                              low_income_demand=120, high_income_demand=80, take_up_growth=20, take_up_quality=1,
                              take_up_ceiling=80, social_price=1),
    "services.youth": service(demand=500, grade="assistant"),
    "synergies": [{"services": ["green", "youth"], "saving": 5, "quality": 2}],
    "money.contracts.green": contract(service="green", value=100_000, indexation=100, penalty=50,
                                      price=0.5),
    "money.contracts.corporation": contract(running_at_start=False, win_chance=80, commissioner="housing_corporation",
                                            value=5_000, term=1, retry=2),
    "commissioners.housing_corporation.room": 6_000,
    "money.contracts.tried": contract(service="youth", running_at_start=False, win_chance=40, renewal_chance=60, term=1,
                                      retry=6, termination=30, trust_effect=20, quality_effect=6, late_payment=30,
                                      payment_term=30, start_month=6, bid_cost=100, value=200_000),
    "money.contracts.large": contract(running_at_start=False, win_chance=40, route="tender", value=900_000, term=1,
                                      retry=3, price_gap=5, price_effect=4),
    "money.contracts.right": contract(running_at_start=False, win_chance=80, route="right_to_challenge", retry=3),
    "money.crowdfunding.actie": {"target": 5_000, "backers": 200, "gift": 50, "match": 50, "month": 5},
    "money.subsidised": 20, "money.vat_exempt": 50, "municipality.neighbourhood_budget": 10,
    "social_value.liveability_hour": 0.1, "social_value.liveability_members": 1, "municipality.weight_inclusion": 30,
    "money.crowding_out": -0.5, "money.crowding_out_volunteers": -0.3,
    "money.profit_payout": 10, "municipality.domain_budget": 20_000,
    "municipality.contestable": 12,
    "money.grants.fund": {"kind": "startup", "amount": 12_000, "chance": 60, "duration": 12, "rounds": 2,
                          "taper": 10, "delay": 3},
    "money.grants.project": {"amount": 6_000, "chance": 90, "duration": 6, "rounds": 3, "in_advance": 80,
                             "application": 20},
    "money.grants.ongoing": {"kind": "structural", "amount": 6_000, "chance": 100, "duration": 36, "notice": 6,
                             "start_month": 1},
    "money.loans.bank": {"amount": 50_000, "rate": 5, "term": 3, "grace": 2},
    "money.trade.cafe": {"turnover": 20_000, "swing": 15, "purchases": 50, "purchases_local": 20,
                         "purchases_reduced": 30},
    "assets.huis": building(
        price=10_000, transfer_tax=10.4, renovation=20_000, lease=1_000, rent=90, hire_hours=100, running_cost=30,
        volunteer_hours=200, maintenance_reserve=10, occupancy_swing=5, initial_occupancy=50, occupancy=80,
        lettable=70, initial_condition=50, condition_wanted=60, maintenance=[{"year": 2, "cost": 1_000}],
    ),
    "assets.zaal": None, "services.home": None, "money.contracts.home": None, "money.loans.friends": None,
    "money.loans.fund": None, "timeline": [], "area.inhabitants": 500, "ownership.initial_members": 60,
    "ownership.initial_active": 30, "ownership.fee_sensitivity": 2, "ownership.share_interest": 3,
    "ownership.outreach_budget": 3_000, "money.donations": 600_000, "money.opening_shares": 20_000,
}  # fmt: skip
"""Some of everything, in which most parameters count."""

POOR = {"money.opening_cash": 20_000, "money.credit_limit": 5_000, "money.overhead": 90_000, "money.donations": 0}
NEGLECTED = {**POOR, "money.patience": 60, "assets.huis.maintenance": [{"year": 1, "cost": 1e6}]}
CONTEXTS = {
    r"credit_(limit|rate)|patience": POOR,
    r"decay|condition_wanted": NEGLECTED,
    r"burnout(_leaves)?": {"ownership.burnout": 100},
    r"covenant_dscr": {"money.donations": 400_000, "money.loans.bank.amount": 1_000_000, "money.loans.bank.term": 10},
    r"notice": {"timeline": [{"name": "less", "month": 13, "multiply": {"services.green.demand": 0.2}}]},
    r"hiring": {"timeline": [{"name": "more", "month": 13, "multiply": {"services.green.demand": 3}}]},
    r"demand_growth": {"money.hiring": 1},
    r"grace": {"money.loans.bank.term": 5},
    r"mortality_.*": {"area.inhabitants": 4_000},
    r"age_.*|owner_occupied|income_.*|.*_education|employment_rate": {"area.inhabitants": 1_000},
    r"trust_to_contracts": {"money.contracts.tried.trust_effect": 50},
    r"direct_limit": {"money.contracts.tried.price_gap": 100},
    r"legal_form": {"money.donations": 400_000, "money.opening_shares": 0, "ownership.share_buyers": 0},
    "condition_to_occupancy": NEGLECTED,
    "quality_to_contracts": {"money.contracts.tried.quality_effect": 40, "money.contracts.tried.trust_effect": 0},
    "load_to_stopping": {
        "services.green.volunteer_share": 1,
        "services.youth.volunteer_share": 1,
        "assets.huis.volunteer_hours": 20,
    },
    # With little to do, so that volunteers are idle.
    "idleness": {
        "services.green.volunteer_share": 1,
        "services.youth.volunteer_share": 1,
        "assets.huis.volunteer_hours": 20,
    },
    r"initial_quality|learning|best_quality": {"services.green.initial_quality": 60},
}
"""The other numbers that a parameter needs around it to count."""

ELSEWHERE = {
    r"money\.grants\.\*\.notice": "tests/money/test_gifts.py",
    r"ownership\.((meeting|surplus|leaders|shares|offers|wind_up)\..*|outreach_targeted|targeting_effect)":
        "tests/ownership/test_parameters_matter.py",
    r"(assets\.\*\.(municipality\..*|market_value|book_value|value_growth|valuation_cost|works_\w+|sell_month"
    r"|selling_cost|reverter|not_written_off|maintenance_buffer))|money\.(credit_market\..*|loans\.\*\."
    r"(covenant_\w+|step_up\w*|call_\w+))": "tests/assets/test_schema.py",
}  # fmt: skip
"""Parameters that are shown to count by other tests, in worlds of their own."""


@functools.cache
def world(context: str | None) -> Scenario:
    return busy({**PARTS, **(CONTEXTS[context] if context else {})}, years=3)


@functools.cache
def base(context: str | None):
    return futures(world(context), 4)


def context_of(path: str) -> str | None:
    return next((pattern for pattern in CONTEXTS if re.fullmatch(pattern, path.rpartition(".")[2])), None)


def candidates(path: str, scenario: Scenario) -> list[float]:
    """Other values within the bounds: near the one written, and far from it."""
    quantity, meta = scenario.parameter(path)
    low, high = quantity.extent()
    value = quantity.value if quantity.value is not None else (low + high) / 2
    found = [value * 0.5, value * 1.5, value * 3, meta.low, min(meta.high, 10 * value + 10), meta.high]
    if meta.fixed and path.startswith("area.age"):
        found = [value - 1, value + 1]
    if meta.integer:
        found = [float(round(v)) for v in found]
    if path == "area.inhabitants":
        found = [value + 1]
    return [v for v in dict.fromkeys(found) if meta.low <= v <= meta.high and v != value]


def kind_of(path: str) -> str:
    """The parameter of the schema that a path is an instance of: with * for the names that a user gives."""
    named = r"^(services|assets|commissioners|synergies|money\.(?:contracts|grants|loans|trade|crowdfunding))\.[\w-]+"
    return re.sub(r"\.maintenance\.\d+", ".maintenance.*", re.sub(named, r"\1.*", path))


PATHS = [path for path, _, _ in world(None).quantities()]
KINDS = [
    kind for kind in dict.fromkeys(kind_of(path) for path in PATHS)
    if not any(re.fullmatch(pattern, kind) for pattern in ELSEWHERE)
]  # fmt: skip


def tried(kind: str) -> list[tuple[str, float]]:
    """What may show that a kind of number counts: other values by path."""
    return [(path, v) for path in PATHS if kind_of(path) == kind for v in candidates(path, world(context_of(path)))]


TOGETHER = {
    context: [kind for kind in KINDS if context_of(kind) == context]
    for context in dict.fromkeys(context_of(kind) for kind in KINDS)
}


@pytest.mark.parametrize("context", TOGETHER)
def test_it_counts(context):
    """In one run all that can be set in it, in as many rounds as there are values to try."""
    left = {kind: tried(kind) for kind in TOGETHER[context]}
    for turn in range(max(map(len, left.values()))):
        now = {kind: values[turn] for kind, values in left.items() if turn < len(values)}
        counting = those_that_count(world(context), now)
        left = {kind: values for kind, values in left.items() if kind not in counting}
        if not left:
            break
    assert left.keys() == set(), "these do nothing"


def those_that_count(scenario: Scenario, values: dict[str, tuple[str, float]]) -> set[str]:
    """Which of these values make a difference; what shapes the arrays needs a run of its own."""
    alone = {kind for kind, (path, _) in values.items() if scenario.parameter(path)[1].fixed}
    together = [kind for kind in values if kind not in alone]
    as_it_is, *others = side_by_side(scenario, [{}, *({path: v} for path, v in (values[k] for k in together))], 4)
    counting = {kind for kind, columns in zip(together, others, strict=True) if differing_columns(columns, as_it_is)}
    for kind in alone:
        path, value = values[kind]
        other = futures(scenario.with_({path: value}), 4)
        if differing_columns(other.columns, as_it_is):
            counting.add(kind)
    return counting


CHANGEABLE = [
    kind for kind in KINDS
    if not any(m.fixed or m.counts != "always" for p, _, m in world(None).quantities() if kind_of(p) == kind)
]  # fmt: skip
"""What an event may change: everything but what shapes the arrays, or counts once only."""


@pytest.mark.slow
@pytest.mark.parametrize("kind", CHANGEABLE)
def test_it_counts_when_it_changes_on_the_way(kind):
    # What is paid as works go on counts as long as they do: the first month is on the way too.
    counts = any(
        moves(changed(context_of(path), path, value, month), context_of(path))
        for month in (3, 1)
        for path, value in tried(kind)
    )
    assert counts, f"an event that changes {kind} does nothing"


def changed(context: str | None, path: str, value: float, month: int) -> Scenario:
    there = [event.model_dump(mode="json", exclude_unset=True) for event in world(context).timeline]
    return world(context).with_({"timeline": [*there, {"name": "later", "month": month, "set": {path: value}}]})


def moves(other: Scenario, context: str | None) -> bool:
    return bool(differing(futures(other, 4), base(context)))


def test_no_section_of_the_schema_is_left_out():
    here = {type(part) for part in parts_of(world(None))}
    shown_elsewhere = "\n".join(Path(test).read_text(encoding="utf-8") for test in ELSEWHERE.values())
    missing = {
        section.__name__ for section in walk_sections(Section) if list(section.numbers()) and section not in here
    }
    assert {name for name in missing if name not in shown_elsewhere and name not in KINDS_OF_ASSET} == set()


KINDS_OF_ASSET = {"Asset", "Housing", "Energy", "Fibre", "Land", "MunicipalSide"}
"""tests/assets/test_schema.py goes through every number of every kind of asset."""


def parts_of(part):
    yield part
    for value in (getattr(part, name) for name in type(part).model_fields):
        inside = value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else [value]
        for found in inside:
            if isinstance(found, Section):
                yield from parts_of(found)


def walk_sections(section: type[Section]) -> Iterator[type[Section]]:
    for found in section.__subclasses__():
        yield found
        yield from walk_sections(found)


@pytest.mark.parametrize("feedback", [f for f in NO_FEEDBACKS if f not in ("leaders_to_quality", "say_to_members")])
def test_every_feedback_counts(feedback):
    context = feedback if feedback in CONTEXTS else None
    assert moves(world(context).with_({f"feedbacks.{feedback}": False}), context)


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("ownership.legal_form", "foundation"),
        ("money.contracts.green.commissioner", "business"),
        ("money.contracts.tried.running_at_start", True),
        ("money.contracts.right.route", "tender"),
        ("money.contracts.tried.service", None),
        ("money.grants.fund.giver", "state"),
        ("money.loans.bank.lender", "fund"),
        ("money.loans.bank.repayment", "linear"),
        ("money.trade.cafe.customers", "business"),
        ("assets.huis.landlord_is_municipality", False),
        ("time.years", 2),
        ("services.green.grade", "worker"),
        ("services.green.sector", "care"),
        ("assets.huis.lease_with_vat", True),
    ],
)
def test_every_choice_counts(path, value):
    context = context_of(path)
    other = world(context).with_({path: value})
    if path == "time.years":
        assert futures(other, 1).columns["cash"].shape == (1, 24)
    else:
        assert moves(other, context)
