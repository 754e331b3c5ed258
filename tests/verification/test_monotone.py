"""More of one number, all else equal and the same luck: its outcome moves in one direction only, or the table says why.

The table is tests/monotone.py. Every number of the schema stands in it.
"""

from __future__ import annotations

import numpy as np
import pytest

from scripts.parameters import parts
from tests.monotone import DIRECTIONS, NO_DIRECTION, WORLDS, Direction
from tests.worlds import futures, quiet
from wijkbv_sim.scenario.parameter import Parameter
from wijkbv_sim.scenario.schema import Scenario

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


def world_of(name: str, direction: Direction) -> Scenario:
    kind, _, path = name.rpartition(" ")
    section = kind or max((s for s in WORLDS if path == s or path.startswith(f"{s}.")), key=len)
    return quiet({**WORLDS[section], **direction.world}, years=YEARS)


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


def outcome(scenario: Scenario, name: str, replicates: int) -> np.ndarray:
    total, _, column = name.rpartition(":")
    found = np.nan_to_num(futures(scenario, replicates).columns[column].astype(np.float64))
    return found.cumsum(axis=1) if total else found


@pytest.mark.parametrize("name", DIRECTIONS)
def test_more_of_it_moves_its_outcome_one_way(name):
    """From the lowest to the highest value that is tried; it must move somewhere."""
    assert one_way(name, [0, -1], 6), f"{name} does not move {DIRECTIONS[name].outcome} at all"


@pytest.mark.slow
@pytest.mark.parametrize("name", DIRECTIONS)
def test_every_step_of_it_moves_its_outcome_one_way(name):
    one_way(name, [0, 1, -1], 30)


def one_way(name: str, steps: list[int], replicates: int) -> bool:
    """Whether the outcome moves; fails where it moves the wrong way."""
    direction = DIRECTIONS[name]
    scenario, place = world_of(name, direction), place_of(name)
    quantity, meta = scenario.parameter(place)
    values = values_of(direction, meta, quantity.value)
    assert len(values) > 1
    values = [values[step] for step in steps]
    found = [outcome(scenario.with_({place: value}), direction.outcome, replicates) for value in values]
    moved = False
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
        one_way("money.overhead", [0, -1], 2)
