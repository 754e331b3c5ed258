"""Small worlds to test in: one where nothing happens until a test asks for it, and one where everything does."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.parameters import Parameters
from wijkbv_sim.model.philox import Luck
from wijkbv_sim.scenario.schema import Feedbacks, Scenario

NO_FEEDBACKS = dict.fromkeys(Feedbacks.model_fields, False)

QUIET: dict[str, Any] = {
    "name": "quiet",
    "title": "Stil",
    "time": {"years": 1},
    "area": {"name": "straat", "inhabitants": 100, "moving_out": 0, "mortality_at_70": 0.01, "mortality_doubling": 20},
    "money": {
        "opening_cash": 0, "credit_limit": 1_000_000_000, "credit_rate": 0, "patience": 60, "coordinator_fte": 0,
        "overhead": 0, "donations": 0, "inflation": 0,
    },
    "ownership": {
        "legal_form": "bv", "potential": 0, "outreach": 0, "outreach_effect": 0, "influence": 0, "leaving": 0,
        "fee": 0, "initial_members": 0, "initial_active": 0, "activation": 0, "stopping": 0, "burnout": 0,
        "volunteer_cost": 0, "share_withdrawal": 0, "network": {"contacts": 0},
    },
    "municipality": {
        "initial_trust": 50, "benchmark": 50, "trust_gain": 1, "domain_budget": 20_000, "contestable": 100,
        "council_swing": 0, "direct_limit": 1_000_000_000,
    },
    "feedbacks": NO_FEEDBACKS,
}  # fmt: skip
"""Nobody moves, joins or pays, and no number is in doubt."""

CONTRACT: dict[str, Any] = {
    "value": 12_000, "running_at_start": True, "term": 60, "win_chance": 0, "renewal_chance": 0, "termination": 0,
    "trust_effect": 0, "quality_effect": 0, "indexation": 0, "payment_term": 0, "late_payment": 0,
}  # fmt: skip
"""A contract of EUR 1,000 a month that runs for ever and is paid at once."""

BUILDING: dict[str, Any] = {
    "floor_area": 100, "transfer_tax": 0, "lettable": 100, "rent": 0, "initial_occupancy": 100, "occupancy": 100,
    "occupancy_swing": 0, "hire_hours": 0, "running_cost": 0, "maintenance_reserve": 0,
    "maintenance_buffer": 0,
}  # fmt: skip
"""A building of 100 m2, all of it let for nothing, that costs nothing."""

SERVICE: dict[str, Any] = {"demand": 12_000, "volunteer_share": 0, "best_quality": 70}
"""A thousand hours a month by paid people."""

BUSY: dict[str, Any] = {
    "name": "busy",
    "title": "Druk",
    "time": {"years": 5},
    "area": {
        "name": "wijk", "inhabitants": 600, "owner_occupied": 30, "income_low": 51, "income_high": 11,
        "higher_education": 25, "employment_rate": 56,
    },
    "services": {
        "green": {"demand": 3_000, "user_fee": 1, "purchases": 2, "overhead": 1_000},
        "home": {"demand": 4_000, "hours_per_unit": 1.2, "demand_growth": 2},
    },
    "money": {
        "opening_cash": 200_000, "opening_shares": 5_000, "credit_limit": 20_000,
        "contracts": {
            "green": {"value": 150_000, "service": "green", "running_at_start": True, "penalty": 50},
            "home": {"value": 180_000, "service": "home", "commissioner": "care_insurer", "payment_term": 60},
        },
        "grants": {"fund": {"amount": 30_000, "rounds": 2, "duration": 24, "taper": 10}},
        "loans": {
            "bank": {"amount": 100_000, "grace": 6},
            "friends": {"amount": 20_000, "term": 3, "repayment": "linear", "lender": "residents", "start_month": 5},
            "fund": {"amount": 30_000, "term": 4, "repayment": "bullet", "lender": "fund"},
        },
        "trade": {"cafe": {"turnover": 60_000}},
    },
    "assets": {
        "huis": {
            "way_in": "transfer", "floor_area": 800, "price": 1_000, "renovation": 80_000, "start_month": 3,
            "volunteer_hours": 600,
            "maintenance": [{"year": 2, "cost": 20_000}, {"year": 4, "cost": 90_000}],
        },
        "zaal": {"way_in": "rent", "floor_area": 200, "lease": 12_000, "landlord_is_municipality": False},
    },
    "ownership": {
        "potential": {"pert": [20, 40, 60]}, "outreach": 10, "outreach_budget": 2_000, "share_buyers": 20,
        "initial_members": 30, "initial_active": 10, "burnout": 80,
    },
    "timeline": [
        {"name": "half", "month": 25, "until": 37, "multiply": {"money.contracts.green.value": 0.5}},
        {
            "name": "dearer", "month": 31, "set": {"ownership.fee": 40},
            "add": {"money.overhead": {"uniform": [0, 5_000]}},
        },
    ],
}  # fmt: skip
"""Some of everything, much of it in doubt."""


def quiet(changes: Mapping[str, Any] | None = None, *, years: int = 1) -> Scenario:
    """The quiet world with some numbers changed by path; what its parts leave open takes its central value."""
    return _read(QUIET).with_({"time.years": years, **(changes or {})}).certain()


def busy(changes: Mapping[str, Any] | None = None, *, years: int = 5) -> Scenario:
    """The busy world with some numbers changed by path."""
    return _read(BUSY).with_({"time.years": years, **(changes or {})})


def _read(document: Mapping[str, Any]) -> Scenario:
    return Scenario.model_validate_json(json.dumps(document))


def contract(**changes: Any) -> dict[str, Any]:
    """The document of a plain contract."""
    return {**CONTRACT, **changes}


def building(**changes: Any) -> dict[str, Any]:
    """The document of a plain building."""
    return {**BUILDING, **changes}


def service(**changes: Any) -> dict[str, Any]:
    """The document of a plain service."""
    return {**SERVICE, **changes}


def run(scenario: Scenario, replicates: int = 1, seed: int = 1, *, months: int | None = None) -> NeighbourhoodModel:
    """The model after all its months, or the first ones, each held against a census."""
    model = NeighbourhoodModel(scenario, replicates, seed, checking=True)
    for _ in range(scenario.time.months if months is None else months):
        model.step()
    return model


def futures(scenario: Scenario, replicates: int = 1, seed: int = 1, *, first: int = 0) -> Chunk:
    """Every column (replicates, months) of some futures."""
    return run_chunk(scenario, first, replicates, seed)


def side_by_side(
    scenario: Scenario, changes: Sequence[Mapping[str, float]], replicates: int = 1, seed: int = 1
) -> list[dict[str, NDArray[np.generic]]]:
    """The columns (replicates, months) of a scenario under each of some changes, all in the same futures.

    One run in which each change has its own rows: the same to the bit as a run a change, and far sooner done. Changes
    are numbers by path; what must be the same in every future cannot be among them.
    """
    drawn = Parameters(scenario, Luck(seed, 0, replicates)).drawn
    design: dict[str, NDArray[np.float64]] = {}
    for path in dict.fromkeys(path for change in changes for path in change):
        as_it_is = drawn.get(path)
        if as_it_is is None:
            as_it_is = np.full(replicates, scenario.parameter(path)[0].value, dtype=np.float64)
        rows = [np.full(replicates, change[path]) if path in change else as_it_is for change in changes]
        design[path] = np.concatenate(rows)
    luck = np.tile(np.arange(replicates), len(changes))
    chunk = run_chunk(scenario, 0, luck.size, seed, design=design, futures=luck)
    of = [slice(k * replicates, (k + 1) * replicates) for k in range(len(changes))]
    return [{name: values[rows] for name, values in chunk.columns.items()} for rows in of]


def euros(chunk: Chunk, name: str) -> list[float]:
    """A book column of the first future in euros, income and debts positive."""
    sign = -1 if name.startswith(("flow.income", "balance.loans", "balance.member", "balance.reserves")) else 1
    return [sign * int(c) / 100 for c in chunk.columns[name][0]]


def same(a: NDArray[Any], b: NDArray[Any]) -> bool:
    """Whether two arrays have the same bits, blanks included."""
    return a.dtype == b.dtype and a.shape == b.shape and np.array_equal(a, b, equal_nan=a.dtype.kind == "f")


def differing(a: Chunk, b: Chunk) -> list[str]:
    """The names of the columns that are not the same to the bit."""
    return differing_columns(a.columns, b.columns)


def differing_columns(a: Mapping[str, NDArray[Any]], b: Mapping[str, NDArray[Any]]) -> list[str]:
    """The same, of columns by name."""
    assert list(a) == list(b)
    return [name for name in a if not same(a[name], b[name])]
