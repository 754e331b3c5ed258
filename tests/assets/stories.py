"""A company in which nothing happens but what a test adds: no members, no staff, no inflation."""

from __future__ import annotations

from typing import Any

import numpy as np

from wijkbv_sim.ledger import Account
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario.document import load

QUIET_MONEY = {
    "opening_cash": 10_000_000, "coordinator_fte": 0, "overhead": 0, "donations": 0, "inflation": 0,
}  # fmt: skip
QUIET_ASSET = {
    "running_cost": 0, "running_cost_local": 0, "maintenance_reserve": 0, "renovation_local": 0, "decay": 0,
    "transfer_tax": 0, "way_in": "purchase",
}  # fmt: skip
BUILDING = QUIET_ASSET | {
    "floor_area": 100, "lettable": 100, "rent": 0, "initial_occupancy": 100, "occupancy": 100, "occupancy_swing": 0,
    "hire_hours": 0, "tenants_local": 50,
}  # fmt: skip
HOUSING = QUIET_ASSET | {
    "kind": "housing", "dwellings": 20, "rent": 600, "turnover": 0, "vacant_months": 1, "reletting_cost": 0,
    "allocation": 50,
}  # fmt: skip
ENERGY = QUIET_ASSET | {
    "kind": "energy", "output": 120_000, "weather": 0, "availability": 100, "breakdowns": 0, "degradation": 0,
    "price_per_kwh": 0.1, "price_swing": 0,
}  # fmt: skip
FIBRE = QUIET_ASSET | {
    "kind": "fibre", "homes_passed": 1000, "cost_per_connection": 3000, "take_up_needed": 65, "initial_take_up": 5,
    "potential": 90, "own_accord": 0.5, "imitation": 1, "preparation": 0, "campaign": 0, "fee": 40, "churn": 0,
    "operator_cost": 0,
}  # fmt: skip
LAND = QUIET_ASSET | {"kind": "land", "area": 5000, "hired_hour": 30}


def model(*, replicates: int = 1, years: int = 10, seed: int = 1, **parts: Any) -> NeighbourhoodModel:
    """A quiet company with ``assets``, ``loans``, ``money``, ``timeline`` ... added, in checking mode."""
    money = QUIET_MONEY | parts.pop("money", {})
    for name in ("loans", "contracts", "grants", "trade"):
        if name in parts:
            money[name] = parts.pop(name)
    document = {
        "name": "quiet", "title": "Quiet", "time": {"years": years}, "area": {"name": "x", "inhabitants": 60},
        "ownership": {"initial_members": 0, "initial_active": 0, "outreach": 0, "influence": 0},
        "money": money,
    } | parts  # fmt: skip
    return NeighbourhoodModel(load(document), replicates, seed, checking=True)


def run(m: NeighbourhoodModel, months: int | None = None) -> NeighbourhoodModel:
    """Run to the end, or for some months."""
    last = m.scenario.time.months if months is None else m.month + months
    while m.month < last:
        m.step()
    return m


def watch(m: NeighbourhoodModel, what: str, months: int | None = None) -> np.ndarray:
    """A reported variable, month by month (months, replicates)."""
    last = m.scenario.time.months if months is None else m.month + months
    seen = []
    while m.month < last:
        m.step()
        seen.append(np.array(m.observer.now[what], dtype=float))
    return np.array(seen)


def flows(m: NeighbourhoodModel, account: Account, months: int) -> np.ndarray:
    """The monthly movement of an account in euros, credit positive (months, replicates)."""
    seen = []
    for _ in range(months):
        m.step()
        seen.append(-m.ledger.flow[account] / 100)
    return np.array(seen)
