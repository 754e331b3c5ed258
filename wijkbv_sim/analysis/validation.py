"""Hold the bundled scenarios against what was observed (pattern-oriented validation).

Only base documents are judged: a variant asks "what if", and a counterfactual is no neighbourhood company, so nobody
observed either.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.analysis.patterns import KINDS, PATTERNS, Kind, Pattern
from wijkbv_sim.results.percentiles import usual_range

if TYPE_CHECKING:
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.schema import Scenario

OWNED = frozenset({"transfer", "purchase", "new_build"})


@dataclass(frozen=True)
class Verdict:
    """One pattern in one scenario: the model's figure, and whether it lies in the observed range."""

    scenario: str
    pattern: Pattern
    p5: float
    median: float
    p95: float

    @property
    def hit(self) -> bool:
        """Whether the median lies in the observed range, ends included."""
        return self.pattern.low <= self.median <= self.pattern.high

    @property
    def explanation(self) -> str | None:
        """Why it misses; None for a hit and for a miss that nobody explained."""
        return None if self.hit else self.pattern.explanation(self.scenario)


@dataclass(frozen=True)
class Shares:
    """A pattern over the set of scenarios instead of in one: how many run a building, and own it."""

    name: str
    en: str
    nl: str
    low: float
    high: float
    found: float
    said: str

    @property
    def hit(self) -> bool:
        """Whether the share lies in the observed range."""
        return self.low <= self.found <= self.high


def bases() -> list[str]:
    """The bundled scenarios that are judged: those that extend no other."""
    from wijkbv_sim.scenario.library import describe

    return [found.name for found in describe() if found.extends is None]


def kind_of(name: str) -> Kind:
    """What a base scenario is a case of."""
    return KINDS.get(name, Kind.OTHER)


def judge(results: Results, kind: Kind | None = None) -> list[Verdict]:
    """Every pattern that applies to a run, in order; one without a figure in any future is left out.

    ``kind`` is looked up by the scenario's name unless it is given.
    """
    scenario = results.scenario
    kind = kind_of(scenario.name) if kind is None else kind
    verdicts = []
    for pattern in PATTERNS:
        if pattern.applies(scenario, kind):
            found = usual_range(np.asarray(pattern.of(results), dtype=np.float64))
            if found.futures:
                verdicts.append(Verdict(scenario.name, pattern, found.p5, found.median, found.p95))
    return verdicts


def buildings(scenarios: Sequence[Scenario]) -> list[Shares]:
    """How many of the residents' companies run a building, and how many of these own it."""
    judged = [s for s in scenarios if kind_of(s.name) in (Kind.AVERAGE, Kind.RESIDENTS_COMPANY, Kind.TEAMS)]
    run = [s for s in judged if any(a.kind == "building" for a in s.assets.values())]
    own = [s for s in run if any(a.kind == "building" and a.way_in in OWNED for a in s.assets.values())]
    nan = float("nan")
    source = "LSA 2019"
    return [
        Shares("run_building", "run a building", "beheren een gebouw", 0.8, 1.0,
               len(run) / len(judged) if judged else nan,
               f"over 90 % of 23 companies ({source}); here {len(run)} of {len(judged)}"),
        Shares("own_building", "of those, own it", "daarvan eigenaar", 0.2, 0.6,
               len(own) / len(run) if run else nan,
               f"38 % of those buildings ({source}); here {len(own)} of {len(run)}"),
    ]  # fmt: skip


def validate(
    names: Sequence[str] | None = None,
    replicates: int = 200,
    seed: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
) -> tuple[list[Scenario], list[Verdict]]:
    """Run the base scenarios one after another and judge each; ``on_progress`` gets futures done and in all."""
    from wijkbv_sim.api import simulate
    from wijkbv_sim.scenario.document import load

    scenarios = [load(name) for name in (bases() if names is None else names)]
    verdicts: list[Verdict] = []
    for k, scenario in enumerate(scenarios):

        def told(done: int, whole: int, k: int = k) -> None:
            if on_progress is not None:
                on_progress(k * whole + done, len(scenarios) * whole)

        verdicts += judge(simulate(scenario, replicates, seed, books=False, on_progress=told))
    return scenarios, verdicts
