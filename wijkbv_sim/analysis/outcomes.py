"""What a design comes to: one number a row for each measure, chunk by chunk, so that memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.experiment.run import Plan, run
from wijkbv_sim.results.results import Results
from wijkbv_sim.results.targets import Measure, Target

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.experiment.designs import Design
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

Evaluate = Callable[["Design"], "Floats"]
"""From a design to outcomes (rows, measures): a scenario's runs, or anything that can stand for them."""


def outcomes(
    scenario: Scenario, design: Design, measures: Sequence[Measure | Target], seed: int = 1, **options: Any
) -> Floats:
    """Run a design as one ensemble; gives (rows, measures).

    Of each chunk only the measures are kept. ``options`` are those of ``experiment.run.run``.
    """
    kept = np.full((design.rows, len(measures)), np.nan)
    books = any(m.books for m in measures)
    plan = Plan(scenario, design.rows, seed, books, design)
    for chunk in run(plan, **options):
        part = Results(scenario, seed, wanted=chunk.count, chunks=[chunk])
        for k, each in enumerate(measures):
            kept[chunk.first : chunk.first + chunk.count, k] = each.of(part)
    return kept


def evaluator(scenario: Scenario, measures: Sequence[Measure | Target], seed: int = 1, **options: Any) -> Evaluate:
    """The function from a design to its outcomes for one scenario."""
    return lambda design: outcomes(scenario, design, measures, seed, **options)
