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


def everything(residents: int = 5_000, years: int = 10) -> Scenario:
    """A company of 30 actors that uses all of the model, with doubt in its numbers.

    6 services, 2 of them with a synergy; 6 contracts by all routes and from all commissioners; 3 grants of each kind, 3
    loans, 2 trades, an asset of each of the 5 kinds, a crowdfunding and a share offer; and the company and the
    municipality. Leaders, general meeting, surplus, neighbourhood budget and feedbacks are on.
    """
    document = company(residents, years).model_dump(mode="json", exclude_unset=True)
    money, ownership = document["money"], document["ownership"]
    document["services"]["odd_jobs"] = {
        "sector": "maintenance", "demand": 0, "per_adult": 2, "per_senior": 5, "take_up": 4, "user_fee": 5,
    }  # fmt: skip
    document["synergies"] = [{"services": ["home", "meals"], "saving": 5, "quality": 2}]
    money["contracts"]["youth"] |= {"route": "tender"}
    money["contracts"]["meals"] |= {"route": "right_to_challenge"}
    money["contracts"]["odd_jobs"] = {"service": "odd_jobs", "value": 60_000, "commissioner": "housing_corporation"}
    money["opening_cash"] = 600_000
    money["loans"]["friends"] = {"amount": 20_000, "lender": "residents", "repayment": "bullet", "start_month": 13}
    money["crowdfunding"] = {"garden": {"target": 5_000, "backers": 200, "gift": 50, "match": 50, "month": 5}}
    document["assets"] |= {
        "workshop": {"kind": "land", "way_in": "lease", "area": 5_000, "hired_hour": 30},
        "homes": {
            "kind": "housing", "way_in": "transfer", "price": 100_000, "dwellings": 12, "rent": 650, "allocation": 50,
        },
        "sun": {"kind": "energy", "way_in": "new_build", "price": 60_000, "output": 120_000},
        "fibre": {"kind": "fibre", "way_in": "new_build", "homes_passed": 300, "cost_per_connection": 800},
    }  # fmt: skip
    ownership["offers"] = {"roof": {"start_month": 9, "target": 40_000, "minimum": 0}}
    document["municipality"] = {"neighbourhood_budget": 10}
    return Scenario.model_validate_json(json.dumps(document))


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
