"""Running many futures: cut into chunks, done here or by other processes, the same bits either way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.chunk import BOOKS, Chunk
from wijkbv_sim.experiment.designs import Design
from wijkbv_sim.experiment.executors import Executing, available_cores, crew
from wijkbv_sim.experiment.work import Failure, Unit, engine, packed, work

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
    """What is to be run: a scenario in ``replicates`` futures of one seed.

    With a ``design`` each replicate is a row of it: what it sets is set, the rest is drawn as ever.
    """

    scenario: Scenario
    replicates: int
    seed: int
    books: bool = True
    design: Design | None = None

    def __post_init__(self) -> None:
        if self.replicates < 1:
            raise ValueError(f"replicates(={self.replicates}) must be at least 1")
        if not 0 <= self.seed < 2**64:
            raise ValueError(f"seed(={self.seed}) must be a whole number from 0 to 2**64 - 1")
        if self.design is not None:
            if self.design.rows != self.replicates:
                raise ValueError(f"replicates(={self.replicates}) must be the {self.design.rows} rows of the design")
            self.design.check(self.scenario)

    def part(self, first: int, count: int) -> dict[str, Any]:
        """The rows of the design for some replicates, as ``run_chunk`` takes them; nothing without a design."""
        if self.design is None:
            return {}
        rows = slice(first, first + count)
        futures = self.design.futures
        return {
            "design": {path: values[rows] for path, values in self.design.values.items()},
            "futures": None if futures is None else futures[rows],
        }

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

    def units(self, chunks: Sequence[tuple[int, int]]) -> Iterator[Unit]:
        """The units of work of some chunks."""
        content, digest = packed(self.scenario), self.scenario.digest
        for first, count in chunks:
            yield Unit("", content, digest, first, count, self.seed, self.books, engine(), **self.part(first, count))

    def crew_for(self, executor: Executing, workers: int | None) -> tuple[Executing, int | None]:
        """Who does it where the caller leaves that open: other processes where the work pays for them."""
        if workers is not None and workers < 1:
            raise ValueError(f"workers(={workers}) must be at least 1")
        if executor != "auto":
            return executor, workers
        cores = available_cores()
        if workers is None:
            workers = cores if self.seconds > PAYS_FROM_SECONDS and cores > 1 else 1
        return (None if workers == 1 else "processes"), workers

    def size_for(self, executor: Executing, workers: int | None) -> int:
        """How many replicates make a chunk, so that every worker has some."""
        executor, workers = self.crew_for(executor, workers)
        if executor != "processes":
            return self.chunk_size()
        return min(self.chunk_size(), -(-self.replicates // (4 * (workers or available_cores()))))


def run(
    plan: Plan,
    *,
    executor: Executing = "auto",
    workers: int | None = None,
    chunk_size: int | None = None,
    chunks: Sequence[tuple[int, int]] | None = None,
    on_progress: Progress | None = None,
    on_failure: Callable[[Failure], None] | None = None,
) -> Iterator[Chunk]:
    """Yield every chunk as it is done, in any order.

    ``executor`` says who does the work: None is this process; "processes" as many other processes as ``workers`` or
    as there are cores; anything with the interface of concurrent.futures; a Dask ``Client``, or the address of its
    scheduler. Left out, other processes are started where the work is long enough to pay for them. Neither that nor
    ``workers`` nor ``chunk_size`` changes a single bit of what comes out. ``chunks`` are the ranges to do, where not
    all are wanted. Replicates that end in an error are told to ``on_failure`` and left out; where none succeeds, the
    error is raised. Raises ClusterError where a cluster does not answer or its workers keep dying.
    """
    if chunks is None:
        chunks = plan.chunks(chunk_size or plan.size_for(executor, workers))
    months = plan.scenario.time.months
    whole = sum(count for _, count in chunks) * months
    done = 0

    def on_month(unit: Unit, month: int) -> None:
        if on_progress is not None:
            on_progress(done + unit.count * month, whole)

    with crew(*plan.crew_for(executor, workers)) as hands:
        for unit, result in work(plan.units(chunks), hands, on_month):
            done += unit.count * months
            if on_progress is not None and not hands.here:
                on_progress(done, whole)
            if isinstance(result, Chunk):
                yield result
            elif on_failure is not None:
                on_failure(result)
