"""A small company with everything of ownership in it, and a quiet one where only what a test asks for happens."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario.schema import Feedbacks, Scenario

CONTRACT: dict[str, Any] = {
    "value": 12_000, "running_at_start": True, "term": 60, "win_chance": 0, "renewal_chance": 0, "termination": 0,
    "trust_effect": 0, "indexation": 0, "payment_term": 0, "late_payment": 0,
}  # fmt: skip
"""EUR 1,000 a month, paid at once, for ever."""

QUIET: dict[str, Any] = {
    "name": "quiet", "title": "Stil", "time": {"years": 2},
    "area": {
        "name": "straat", "inhabitants": 200, "moving_out": 0, "mortality_at_70": 0.01, "mortality_doubling": 20,
    },
    "money": {
        "opening_cash": 0, "credit_limit": 0, "credit_rate": 0, "patience": 60, "coordinator_fte": 0, "overhead": 0,
        "donations": 0, "inflation": 0,
    },
    "ownership": {
        "potential": 100, "outreach": 0, "outreach_effect": 0, "influence": 0, "leaving": 0, "fee": 0,
        "initial_members": 40, "initial_active": 20, "activation": 0, "stopping": 0, "burnout": 0,
        "volunteer_cost": 0, "share_withdrawal": 0, "share_interest": 0, "network": {"contacts": 0},
        "leaders": {"exit_chance": 0}, "meeting": {"turnout": 100, "opinion_spread": 0},
    },
    "feedbacks": dict.fromkeys(Feedbacks.model_fields, False),
}  # fmt: skip

FULL: dict[str, Any] = {
    "name": "full", "title": "Vol", "time": {"years": 5},
    "area": {"name": "wijk", "inhabitants": 300, "owner_occupied": 40, "income_low": 50, "income_high": 15},
    "services": {"green": {"demand": 2_000, "volunteer_share": 30}},
    "money": {
        "opening_cash": 40_000, "opening_shares": 10_000, "patience": 1, "coordinator_fte": 0.5,
        "contracts": {"green": {"value": 160_000, "service": "green", "running_at_start": True, "payment_term": 60}},
        "loans": {
            "bank": {"amount": 60_000}, "city": {"amount": 15_000, "lender": "municipality"},
            "fund": {"amount": 15_000, "lender": "fund"},
        },
    },
    "assets": {
        "huis": {"way_in": "purchase", "floor_area": 200, "price": 60_000, "market_value": 50_000, "lettable": 20},
    },
    "ownership": {
        "potential": 60, "outreach": 20, "outreach_budget": 3_000, "outreach_targeted": 60, "share_buyers": 40,
        "initial_members": 40, "initial_active": 8, "share_interest": 4, "share_withdrawal": 15,
        "meeting": {"turnout": 40},
        "surplus": {"reserve": 20, "fund": 20, "price_cut": 20, "new_service": 20, "dividend": 20,
                    "start_up_cost": 2_000, "start_up_income": 1_000},
        "leaders": {"exit_chance": 60, "succession": 50},
        "shares": {"notice": 2, "withdrawal_cap": 10, "interest_cap": 6},
        "offers": {"first": {"start_month": 4, "target": 30_000, "minimum": 5_000, "investors": 20, "cost": 500}},
        "wind_up": {"fewest_members": 3, "staff_claim": 1},
    },
    "timeline": [{"name": "cut", "month": 31, "multiply": {"money.contracts.green.value": 0.3}}],
    "feedbacks": {"leaders_to_quality": True, "say_to_members": True},
}  # fmt: skip
"""Everything of ownership at work: two good years, and then most of the contract is lost."""


def quiet(changes: Mapping[str, Any] | None = None, *, years: int = 2) -> Scenario:
    """The quiet world with some numbers changed by path; what is in doubt takes its central value."""
    scenario = Scenario.model_validate_json(json.dumps(QUIET))
    return scenario.with_({"time.years": years, **(changes or {})}).certain()


def full(changes: Mapping[str, Any] | None = None, *, years: int = 5) -> Scenario:
    """The full world with some numbers changed by path."""
    return Scenario.model_validate_json(json.dumps(FULL)).with_({"time.years": years, **(changes or {})})


def run(scenario: Scenario, replicates: int = 1, seed: int = 1, *, months: int | None = None) -> NeighbourhoodModel:
    """The model after its months, each held against a census."""
    model = NeighbourhoodModel(scenario, replicates, seed, checking=True)
    for _ in range(scenario.time.months if months is None else months):
        model.step()
    return model
