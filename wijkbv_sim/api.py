"""The public functions: load a scenario, see who lives there, simulate it, compare decisions."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.designs import Design, read_design
from wijkbv_sim.experiment.executors import Executing
from wijkbv_sim.experiment.run import Plan, Progress, run
from wijkbv_sim.experiment.store import Store, StoreError
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.document import load

if TYPE_CHECKING:
    from wijkbv_sim.experiment.work import Failure
    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.people import Fit
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
    executor: Executing = "auto",
    workers: int | None = None,
    chunk_size: int | None = None,
    on_progress: Progress | None = None,
) -> Results:
    """Run a scenario in many futures.

    ``scenario`` is a Scenario, the name of a bundled one, a path or a dict; ``replicates`` 200 unless given.
    ``design`` is a table of replicates by parameters, or a CSV file of one: each row is a future, so that
    ``replicates`` is the number of its rows. ``books`` keeps the whole ledger
    by month. ``out`` is a folder for the results; without it they stay in memory, or in a temporary folder
    where they are too large. ``executor`` is None (this process), "processes", any executor of concurrent.futures, a
    Dask Client or its address; see ``experiment.run.run``. Interrupted (Ctrl-C), it returns the replicates that are
    done, with ``complete`` False; with none done, KeyboardInterrupt goes on. Replicates that end in an error are in
    ``failures`` of the results. What ended before its time with ``out`` is completed by ``resume``.
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
    size = chunk_size or plan.size_for(executor, workers)
    names = () if design is None else tuple(design.values)
    store = None
    if out is not None:
        store = Store.create(
            Path(out), plan.scenario, seed, replicates, names, size=size, books=books, table=design
        )  # fmt: skip
    results = _collected(plan, store, plan.chunks(size), executor, workers, on_progress)
    results._temporary = temporary  # type: ignore[attr-defined]  # goes when the results go
    return results


def resume(
    folder: str | Path,
    *,
    executor: Executing = "auto",
    workers: int | None = None,
    on_progress: Progress | None = None,
    on_note: Callable[[str], None] | None = None,
) -> Results:
    """Complete a run that ended before its time, and give its results: the same as those of a run that did not.

    ``on_note`` is told of parts that were torn or of another run (they are set aside and made again) and of libraries
    that have another version now. Raises StoreError where the folder holds no run, or that of another engine.
    """
    store = Store.open(folder)
    forbidden, notes = store.differences()
    if forbidden:
        raise StoreError(forbidden)
    there, wrong = store.verify()
    if on_note is not None:
        for note in (*notes, *wrong):
            on_note(note)
    plan = Plan(store.scenario, store.replicates, store.seed, store.books, store.read_table())
    done = sum(count for _, count in there)
    return _collected(plan, store, store.missing(there), executor, workers, on_progress, done=done)


def _collected(  # noqa: PLR0917
    plan: Plan,
    store: Store | None,
    ranges: Sequence[tuple[int, int]],
    executor: Executing,
    workers: int | None,
    on_progress: Progress | None,
    *,
    done: int = 0,
) -> Results:
    chunks = []
    failures: list[Failure] = []
    try:
        for chunk in run(
            plan, executor=executor, workers=workers, chunks=ranges, on_progress=on_progress, on_failure=failures.append
        ):
            if store is None:
                chunks.append(chunk)
            else:
                store.add(chunk)
            done += chunk.count
    except KeyboardInterrupt:
        if done == 0:
            raise
    if store is not None:
        store.write_failures(failures)
        store.write_manifest(complete=done == plan.replicates)
    names = () if plan.design is None else tuple(plan.design.values)
    return Results(
        plan.scenario, plan.seed, wanted=plan.replicates, chunks=chunks, store=store, design=names, failures=failures
    )


def fit(scenario: Scenario | str | Path | dict[str, Any], seed: int = 1) -> Fit:
    """Hold the residents whom a run draws against the area's published figures: see ``Fit``.

    >>> fit("malburgen").margins().columns.tolist()[:2]
    ['trait', 'group']
    """
    from wijkbv_sim.results import people

    return people.fit(load(scenario), seed)


def compare(
    scenarios: Sequence[Scenario | str | Path | dict[str, Any]],
    replicates: int = 200,
    seed: int = 1,
    **options: Any,
) -> Comparison:
    """Run several scenarios on the same draws and set them side by side; the first is the base."""
    from wijkbv_sim.results.comparison import Comparison

    return Comparison([simulate(scenario, replicates, seed, **options) for scenario in scenarios])
