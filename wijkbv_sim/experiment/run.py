"""Running many futures: cut into chunks, done here or by other processes, the same bits either way."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.experiment.chunk import BOOKS, Chunk, run_chunk

if TYPE_CHECKING:
    from wijkbv_sim.scenario.schema import Scenario

CHUNK_BYTES = 200_000_000
"""How much memory one chunk may take, roughly: columns of residents and of results."""

LARGEST_CHUNK = 500
CHUNK_SECONDS = 2.0
"""A chunk takes about this long at the most, so that progress shows and an interruption loses little."""

RESIDENT_BYTES = 14
PAYS_FROM_SECONDS = 20.0
"""Estimated work above which starting other processes pays; below, threads in this one are faster."""

RESIDENT_MONTHS_PER_SECOND = 200e6
MONTH_SECONDS = 0.003
"""What a month of a chunk takes apart from its residents, on a slow machine."""

Progress = Callable[[int, int], None]
"""Called with the work done and the whole, in replicate-months."""


@dataclass(frozen=True)
class Plan:
    """What is to be run: a scenario in ``replicates`` futures of one seed."""

    scenario: Scenario
    replicates: int
    seed: int
    books: bool = True

    def __post_init__(self) -> None:
        if self.replicates < 1:
            raise ValueError(f"replicates(={self.replicates}) must be at least 1")
        if not 0 <= self.seed < 2**64:
            raise ValueError(f"seed(={self.seed}) must be a whole number from 0 to 2**64 - 1")

    @property
    def bytes_per_replicate(self) -> int:
        """What one replicate takes in memory while it runs, roughly."""
        residents = int(self.scenario.area.inhabitants.value or 0)
        kept = 45 + (len(BOOKS) if self.books else 0)
        return residents * RESIDENT_BYTES + self.scenario.time.months * kept * 8 * 2

    @property
    def result_bytes(self) -> int:
        """What all results take in memory, roughly."""
        kept = 45 + (len(BOOKS) if self.books else 0)
        return self.replicates * self.scenario.time.months * kept * 8

    @property
    def seconds(self) -> float:
        """How long it would take in one thread, roughly."""
        months = self.scenario.time.months
        residents = int(self.scenario.area.inhabitants.value or 0)
        chunks = -(-self.replicates // self.chunk_size())
        return self.replicates * residents * months / RESIDENT_MONTHS_PER_SECOND + chunks * months * MONTH_SECONDS

    def chunk_size(self) -> int:
        """How many replicates are run together."""
        residents = int(self.scenario.area.inhabitants.value or 0)
        each = residents * self.scenario.time.months / RESIDENT_MONTHS_PER_SECOND
        patient = round((CHUNK_SECONDS + self.scenario.time.months * MONTH_SECONDS) / max(each, 1e-9))
        most = min(LARGEST_CHUNK, self.replicates, CHUNK_BYTES // self.bytes_per_replicate, patient)
        return max(1, most)

    def chunks(self, size: int | None = None) -> list[tuple[int, int]]:
        """First replicate and number of replicates of each chunk."""
        size = size or self.chunk_size()
        return [(first, min(size, self.replicates - first)) for first in range(0, self.replicates, size)]


def run(
    plan: Plan,
    *,
    executor: Executor | None = None,
    workers: int | None = None,
    chunk_size: int | None = None,
    on_progress: Progress | None = None,
) -> Iterator[Chunk]:
    """Yield every chunk as it is done, in any order.

    ``executor`` is anything with the interface of concurrent.futures. Without one, ``workers`` processes are
    started, or as many as there are cores where the work is long enough to pay for them, or none. Neither
    ``workers`` nor ``chunk_size`` changes a single bit of what comes out.
    """
    cores = available_cores()
    if executor is None and workers is None:
        workers = cores if plan.seconds > PAYS_FROM_SECONDS and cores > 1 else 1
    if executor is None and workers == 1:
        yield from _here(plan, plan.chunks(chunk_size), cores, on_progress)
    elif executor is not None:
        yield from _elsewhere(plan, plan.chunks(chunk_size), executor, 4 * cores, on_progress)
    else:
        assert workers is not None
        if workers < 1:
            raise ValueError(f"workers(={workers}) must be at least 1")
        size = chunk_size or min(plan.chunk_size(), -(-plan.replicates // (4 * workers)))
        yield from _in_processes(plan, plan.chunks(size), workers, on_progress)


def available_cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


def _here(plan: Plan, chunks: list[tuple[int, int]], threads: int, on_progress: Progress | None) -> Iterator[Chunk]:
    months = plan.scenario.time.months
    whole = plan.replicates * months
    before = 0
    for first, count in chunks:

        def on_month(month: int, before: int = before, count: int = count) -> None:
            if on_progress is not None:
                on_progress(before + count * month, whole)

        yield run_chunk(plan.scenario, first, count, plan.seed, books=plan.books, threads=threads, on_month=on_month)
        before += count * months


def _in_processes(
    plan: Plan, chunks: list[tuple[int, int]], workers: int, on_progress: Progress | None
) -> Iterator[Chunk]:
    from loky import get_reusable_executor

    executor = get_reusable_executor(max_workers=workers, timeout=60)
    try:
        yield from _elsewhere(plan, chunks, executor, 2 * workers, on_progress)
    except (KeyboardInterrupt, GeneratorExit):
        executor.shutdown(wait=True, kill_workers=True)
        raise


def _elsewhere(
    plan: Plan, chunks: list[tuple[int, int]], executor: Executor, at_once: int, on_progress: Progress | None
) -> Iterator[Chunk]:
    """Keep a few chunks with the executor at any time, so that what is done but not yet taken stays small."""
    months = plan.scenario.time.months
    todo = iter(chunks)
    running: set[Future[Chunk]] = set()
    done_months = 0
    try:
        while True:
            for first, count in todo:
                running.add(executor.submit(run_chunk, plan.scenario, first, count, plan.seed, books=plan.books))
                if len(running) >= at_once:
                    break
            if not running:
                return
            finished, running = wait(running, return_when=FIRST_COMPLETED)
            for future in finished:
                chunk = future.result()
                done_months += chunk.count * months
                if on_progress is not None:
                    on_progress(done_months, plan.replicates * months)
                yield chunk
    finally:
        for future in running:
            future.cancel()
