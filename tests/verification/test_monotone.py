"""More of one number, all else equal and the same luck: its outcome moves in one direction only, or the table says why.

The table is tests/monotone.py. Every number of the schema stands in it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from scripts.parameters import parts
from tests.monotone import DIRECTIONS, NO_DIRECTION, WORLDS, Direction
from tests.worlds import quiet, side_by_side
from wijkbv_sim.scenario.parameter import Parameter

YEARS = 2
NAMES = {
    "services": "s", "contracts": "c", "grants": "g", "loans": "l", "trade": "t", "crowdfunding": "a", "assets": "h",
    "offers": "o",
}  # fmt: skip
"""What the one of each kind is called in these worlds."""


def schema() -> dict[str, Parameter]:
    """Every number of the schema by its path, with the kind of asset in front where only that kind has it."""
    found: dict[str, Parameter] = {}
    for part in parts():
        for path, meta, _ in part.numbers:
            if path not in found:
                found.setdefault(f"{part.kind} {path}".strip(), meta)
    return found


SCHEMA = schema()


def test_every_number_has_a_direction_or_a_reason():
    both = DIRECTIONS.keys() & NO_DIRECTION.keys()
    assert both == set()
    missing = SCHEMA.keys() - DIRECTIONS.keys() - NO_DIRECTION.keys()
    assert missing == set(), "add a line to tests/monotone.py: a direction, or the reason why there is none"
    gone = (DIRECTIONS.keys() | NO_DIRECTION.keys()) - SCHEMA.keys()
    assert gone == set()


def world_of(name: str) -> dict[str, Any]:
    kind, _, path = name.rpartition(" ")
    section = kind or max((s for s in WORLDS if path == s or path.startswith(f"{s}.")), key=len)
    return {**WORLDS[section], **DIRECTIONS[name].world}


def place_of(name: str) -> str:
    keys = name.rpartition(" ")[2].split(".")
    return ".".join(
        NAMES[keys[k - 1]] if key == "<name>" else "0" if key == "<number>" else key for k, key in enumerate(keys)
    )


def values_of(direction: Direction, meta: Parameter, base: float) -> list[float]:
    """Below what stands in the world, that itself, and above; whole and within bounds."""
    tried = direction.at or (base * 0.5, base, base * 1.4 if base else min(meta.high, 10.0))
    whole = [float(round(v)) if meta.integer else float(v) for v in tried]
    assert all(meta.low <= v <= meta.high for v in whole), whole
    return sorted(set(whole))


def outcome(columns: Mapping[str, np.ndarray], name: str) -> np.ndarray:
    total, _, column = name.rpartition(":")
    found = np.nan_to_num(columns[column].astype(np.float64))
    return found.cumsum(axis=1) if total else found


def together() -> dict[str, list[str]]:
    """The numbers that are tried in the same world, by the first of them."""
    found: dict[str, list[str]] = {}
    for name in DIRECTIONS:
        found.setdefault(json.dumps(world_of(name)), []).append(name)
    return {names[0]: names for names in found.values()}


TOGETHER = together()


@pytest.mark.parametrize("first", TOGETHER)
def test_more_of_it_moves_its_outcome_one_way(first):
    """From the lowest to the highest value that is tried; it must move somewhere."""
    still = [name for name, moved in one_way(TOGETHER[first], [0, -1], 6).items() if not moved]
    assert still == [], "these do not move their outcome at all"


@pytest.mark.slow
@pytest.mark.parametrize("first", TOGETHER)
def test_every_step_of_it_moves_its_outcome_one_way(first):
    one_way(TOGETHER[first], [0, 1, -1], 30)


def one_way(names: list[str], steps: list[int], replicates: int) -> dict[str, bool]:
    """Whether the outcome of each number moves, in one run of the world they share; fails where it goes wrong."""
    scenario = quiet(world_of(names[0]), years=YEARS)
    tried: dict[str, list[float]] = {}
    for name in names:
        quantity, meta = scenario.parameter(place_of(name))
        values = values_of(DIRECTIONS[name], meta, quantity.value)
        assert len(values) > 1
        tried[name] = [values[step] for step in steps]
    changes = [{place_of(name): value} for name in names for value in tried[name]]
    columns = iter(side_by_side(scenario, changes, replicates))
    return {
        name: goes_one_way(name, tried[name], [outcome(next(columns), DIRECTIONS[name].outcome) for _ in steps])
        for name in names
    }


def goes_one_way(name: str, values: list[float], found: list[np.ndarray]) -> bool:
    """Whether the outcome moves; fails where it moves the wrong way."""
    direction, place, moved = DIRECTIONS[name], place_of(name), False
    for k in range(len(values) - 1):
        rise = direction.sign * (found[k + 1] - found[k])
        future, month = np.unravel_index(rise.argmin(), rise.shape)
        assert rise.min() >= -1e-6, (
            f"{place} from {values[k]:g} to {values[k + 1]:g}: {direction.outcome} goes the wrong way by "
            f"{-rise.min():g} in future {future}, month {month + 1}"
        )
        moved |= bool((rise > 1e-9).any())
    return moved


def test_a_wrong_direction_is_noticed(monkeypatch):
    monkeypatch.setitem(DIRECTIONS, "money.overhead", Direction(1, "cash"))
    with pytest.raises(AssertionError, match="goes the wrong way"):
        one_way(["money.overhead"], [0, -1], 2)
