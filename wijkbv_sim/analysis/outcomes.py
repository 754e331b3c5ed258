"""What a design comes to: one number a row for each measure, chunk by chunk, so that memory stays small."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.experiment.run import Plan, Progress, run
from wijkbv_sim.language import N_, SaidError
from wijkbv_sim.results.results import Results
from wijkbv_sim.results.targets import Measure, Target

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.experiment.designs import Design
    from wijkbv_sim.experiment.work import Failure
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

Evaluate = Callable[["Design"], "Floats"]
"""From a design to outcomes (rows, measures): a scenario's runs, or anything that can stand for them."""


class FailedFuturesError(SaidError):
    """Some futures ended in an error of the program: what is asked of all of them has no answer."""


def outcomes(
    scenario: Scenario, design: Design, measures: Sequence[Measure | Target], seed: int = 1, **options: Any
) -> Floats:
    """Run a design as one ensemble; gives (rows, measures).

    Of each chunk only the measures are kept. ``options`` are those of ``experiment.run.run``. Raises
    FailedFuturesError where a future ends in an error of the program: rows are compared with each other, so that none
    can be left out.
    """
    kept = np.full((design.rows, len(measures)), np.nan)
    books = any(m.books for m in measures)
    plan = Plan(scenario, design.rows, seed, books, design)
    failures: list[Failure] = []
    for chunk in run(plan, on_failure=failures.append, **options):
        part = Results(scenario, seed, wanted=chunk.count, chunks=[chunk])
        for k, each in enumerate(measures):
            kept[chunk.first : chunk.first + chunk.count, k] = each.of(part)
    if failures:
        count = sum(failure.count for failure in failures)
        said = N_("{count} futures ended in an error of the program, so that there is no answer: {first}")
        raise FailedFuturesError(said, count=count, first=failures[0].told())
    return kept


def in_rounds(tell: Progress, expected: int) -> Progress:
    """Progress over several runs, from the progress of each; ``expected`` is the work of all, in replicate-months.

    Where less was expected than is done, it stays at the whole.
    """
    before, within = 0, 0

    def on_progress(done: int, _whole: int) -> None:
        nonlocal before, within
        if done <= within:  # the next run has begun
            before += within
        within = done
        tell(min(before + done, expected), expected)

    return on_progress


def evaluator(scenario: Scenario, measures: Sequence[Measure | Target], seed: int = 1, **options: Any) -> Evaluate:
    """The function from a design to its outcomes for one scenario."""
    return lambda design: outcomes(scenario, design, measures, seed, **options)
