"""The scenarios that are measured: one with residents only, one with a company of ordinary size."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from wijkbv_sim.scenario.schema import Scenario

AREA = {
    "name": "Benchmark", "owner_occupied": 30, "income_low": 51, "income_high": 11, "higher_education": 25,
    "employment_rate": 56,
}  # fmt: skip


def residents_only(residents: int, years: int, potential: float = 25.0) -> Scenario:
    """Nobody but residents, every number certain; a quarter of the adults open to joining keeps all rules busy."""
    return _scenario(
        residents,
        years,
        ownership={"potential": potential, "initial_members": residents // 25, "initial_active": residents // 100},
    ).certain()


def company(residents: int = 5_000, years: int = 10) -> Scenario:
    """A company of 5 services, 5 contracts, 3 grants, 2 loans, 2 trades and 2 buildings, with doubt in its numbers."""
    sectors = {"green": 3_000, "home": 4_000, "meals": 9_000, "youth": 2_000, "advice": 800}
    services = {
        "green": {"sector": "green", "demand": 3_000},
        "home": {"sector": "care", "demand": 4_000, "hours_per_unit": 1.2},
        "meals": {"sector": "meals", "demand": 9_000, "hours_per_unit": 0.4, "purchases": 4, "user_fee": 7},
        "youth": {"sector": "youth", "demand": 2_000, "volunteer_share": {"uniform": [20, 50]}},
        "advice": {"sector": "energy_advice", "demand": 800, "hours_per_unit": 3, "overhead": 4_000},
    }
    worth = {"green": 140_000, "home": 190_000, "meals": 40_000, "youth": 90_000, "advice": 95_000}
    payers = {"home": "care_insurer", "advice": "housing_corporation"}
    contracts = {
        name: {
            "service": name, "value": worth[name], "commissioner": payers.get(name, "municipality"),
            "running_at_start": name in ("green", "home"),
        }
        for name in sectors
    }  # fmt: skip
    return _scenario(
        residents,
        years,
        services=services,
        money={
            "opening_cash": 150_000,
            "credit_limit": 50_000,
            "contracts": contracts,
            "grants": {
                "start": {"kind": "startup", "amount": 60_000, "chance": 100, "taper": 20},
                "foundation": {"amount": 30_000, "rounds": 3},
                "city": {"kind": "structural", "giver": "municipality", "amount": 25_000, "duration": 60},
            },
            "loans": {"bank": {"amount": 200_000}, "fund": {"lender": "fund", "repayment": "linear", "amount": 50_000}},
            "trade": {"cafe": {"turnover": 60_000}, "jobs": {"turnover": 25_000, "purchases": 10}},
        },
        assets={
            "house": {
                "way_in": "transfer", "floor_area": 1_500, "price": 1, "renovation": 220_000, "volunteer_hours": 600,
                "maintenance": [{"year": 5, "cost": 60_000}, {"year": 9, "cost": 90_000}],
            },
            "workshop": {"floor_area": 400, "lease": 24_000, "start_month": 13},
        },
        ownership={"share_buyers": 20, "outreach_budget": 5_000},
    )  # fmt: skip


def find(name: str) -> Scenario:
    """A scenario by its file's path or its bundled name."""
    path = Path(name)
    if not path.suffix:
        path = Path(__file__).resolve().parent.parent / "scenarios" / f"{name}.yaml"
    if path.suffix == ".json":
        return Scenario.model_validate_json(path.read_text(encoding="utf-8"))
    from ruamel.yaml import YAML

    return Scenario.model_validate_json(json.dumps(YAML(typ="safe").load(path)))


def _scenario(residents: int, years: int, **parts: Any) -> Scenario:
    document = {
        "name": "benchmark", "title": "Benchmark", "time": {"years": years},
        "area": {**AREA, "inhabitants": residents}, **parts,
    }  # fmt: skip
    return Scenario.model_validate_json(json.dumps(document))
