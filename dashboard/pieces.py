"""Of what an answer is made: futures in pieces, what of them screens read, and how processes calculate them."""

from __future__ import annotations

import itertools
import math
from typing import TYPE_CHECKING

from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.experiment.together import run_together
from wijkbv_sim.export import participation
from wijkbv_sim.export.charts import FANS, INCOME
from wijkbv_sim.export.tables import MONEY, MUNICIPALITY, OUTCOMES, PEOPLE
from wijkbv_sim.results import trouble
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.outside import PAIRS
from wijkbv_sim.scenario.dials import dial

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from dashboard.brakes import Brake
    from wijkbv_sim.scenario.schema import Scenario

SEED = 1
"""Everybody gets the same luck: two people who turn the same dials see the same."""

FEWEST, FIRST, WHOLE = 10, 50, 200
"""Futures of the first answer, at the least and at the most, and of the refined one."""

FEW, ROOM = 5, 6
"""Where more than ROOM people look, the first answers of all of them together have to come at once: each holds fewer
futures then, at the least FEW.
"""

FIRST_PEOPLE = 11_000_000
"""People times months that a first answer may hold: some 0.1 s beyond what one future takes (benchmarks/dashboard)."""

PIECE_PEOPLE = 110_000_000
"""People times months of a piece of the refinement: who comes meanwhile waits for one piece at the most."""

TOGETHER_PEOPLE = 60_000_000
"""People times months of what is calculated in one model for several who wait."""

SHOWN = frozenset(
    itertools.chain(
        *(indicator.needs for indicator in INDICATORS.values()),
        *(FANS, INCOME, MONEY, PEOPLE, participation.needed()),
        *(MUNICIPALITY, OUTCOMES, *PAIRS.values()),
        ("joined", "left", "burnt_out", "volunteer_load", "people_reached", "public_money", *trouble.NEEDS),
    )
)
"""The variables that screens read; the others are let go, to save memory."""


def people(scenario: Scenario) -> float:
    """People times months of one future."""
    return scenario.area.inhabitants.extent()[1] * scenario.time.months


def first_futures(scenario: Scenario, visitors: int = 1) -> int:
    """How many futures a first answer has where so many people look: fewer where more people live."""
    room = FIRST_PEOPLE / people(scenario) * min(1.0, ROOM / max(visitors, 1))
    return min(max(round(room / FEW) * FEW, FEWEST if visitors <= ROOM else FEW), FIRST)


def pieces_of(scenario: Scenario, workers: int, begin: int | None = None) -> list[tuple[int, int]]:
    """In which pieces a scenario's futures are calculated, as (first, count); the first piece is the first answer, of
    ``begin`` futures.
    """
    begin = begin or first_futures(scenario)
    rest = WHOLE - begin
    most = min(max(PIECE_PEOPLE / people(scenario), FIRST), WHOLE)
    # As many pieces as there are processes, or a multiple: none is to wait for another at the end.
    many = workers * math.ceil(rest / (most * workers))
    ends = [begin + round(rest * k / many) for k in range(many + 1)]
    return [(0, begin), *((a, b - a) for a, b in itertools.pairwise(ends) if b > a)]


def calculate(scenarios: Sequence[Scenario], first: int, count: int, brake: Brake | None = None) -> list[Chunk]:
    """The same piece of each of several scenarios, which may differ in nothing but numbers.

    Raises GivenUpError where the ``brake`` says so.
    """
    on_month = brake.watch() if brake is not None else None
    return [_slim(chunk) for chunk in run_together(scenarios, first, count, SEED, books=False, on_month=on_month)]


def foresee(
    scenario: Scenario,
    turns: Sequence[tuple[str, float]],
    count: int,
    known: Collection[str],
    brake: Brake | None = None,
) -> dict[str, Chunk]:
    """The first piece of what a scenario would be with one dial turned, each of ``turns`` as (dial, value), by the
    digest of what it would be; what is ``known`` is left out. Raises GivenUpError where the ``brake`` says so.
    """
    turned: dict[str, Scenario] = {}
    for name, value in turns:
        try:
            other = dial(name).turned(scenario, value)
        except ValueError:  # the scenario would contradict itself: told to who turns the dial there
            continue
        if other.digest not in known:
            turned[other.digest] = other
    if not turned:
        return {}
    return dict(zip(turned, calculate(list(turned.values()), 0, count, brake), strict=True))


def _slim(chunk: Chunk) -> Chunk:
    """A piece with only the variables that screens read."""
    kept = {name: values.copy() for name, values in chunk.columns.items() if name in SHOWN}
    return Chunk(chunk.first, chunk.count, kept, chunk.drawn)
