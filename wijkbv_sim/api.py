"""The public functions: load a scenario, simulate it, compare decisions."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from concurrent.futures import Executor
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.designs import Design, read_design
from wijkbv_sim.experiment.run import Plan, Progress, run
from wijkbv_sim.experiment.store import Store
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.document import load

if TYPE_CHECKING:
    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.scenario.schema import Scenario

REPLICATES = 200
"""In how many futures a scenario is run where nobody says."""

IN_MEMORY = 1_000_000_000
"""Results that would take more bytes than this are kept on disk while they come in."""


def simulate(
    scenario: Scenario | str | Path | dict[str, Any],
    replicates: int | None = None,
    seed: int = 1,
    *,
    design: Design | str | Path | None = None,
    books: bool = True,
    out: str | Path | None = None,
    executor: Executor | None = None,
    workers: int | None = None,
    chunk_size: int | None = None,
    on_progress: Progress | None = None,
) -> Results:
    """Run a scenario in many futures.

    ``scenario`` is a Scenario, the name of a bundled one, a path or a dict; ``replicates`` 200 unless given.
    ``design`` is a table of replicates by parameters, or a CSV file of one: each row is a future, so that
    ``replicates`` is the number of its rows. ``books`` keeps the whole ledger
    by month. ``out`` is a folder for the results; without it they stay in memory, or in a temporary folder
    where they are too large. See ``experiment.run.run`` for the rest. Interrupted (Ctrl-C), it returns the
    replicates that are done, with ``complete`` False; with none done, KeyboardInterrupt goes on.
    """
    loaded = load(scenario)
    if isinstance(design, str | Path):
        design = read_design(design, loaded)
    if replicates is None:
        replicates = REPLICATES if design is None else design.rows
    plan = Plan(loaded, replicates, seed, books, design)
    temporary = None
    if out is None and plan.result_bytes > IN_MEMORY:
        temporary = tempfile.TemporaryDirectory(prefix="wijkbv-")
        out = temporary.name
    names = () if design is None else tuple(design.values)
    store = None if out is None else Store.create(Path(out), plan.scenario, seed, replicates, names)
    chunks = []
    done = 0
    try:
        for chunk in run(plan, executor=executor, workers=workers, chunk_size=chunk_size, on_progress=on_progress):
            if store is None:
                chunks.append(chunk)
            else:
                store.add(chunk)
            done += chunk.count
    except KeyboardInterrupt:
        if done == 0:
            raise
    if store is not None:
        store.write_manifest(complete=done == replicates)
    results = Results(plan.scenario, seed, wanted=replicates, chunks=chunks, store=store, design=names)
    results._temporary = temporary  # type: ignore[attr-defined]  # goes when the results go
    return results


def compare(
    scenarios: Sequence[Scenario | str | Path | dict[str, Any]],
    replicates: int = 200,
    seed: int = 1,
    **options: Any,
) -> Comparison:
    """Run several scenarios on the same draws and set them side by side; the first is the base."""
    from wijkbv_sim.results.comparison import Comparison

    return Comparison([simulate(scenario, replicates, seed, **options) for scenario in scenarios])
