"""Units of work, done here or by an executor: the same bits, whoever does them and in whatever order.

A unit is a scenario in a range of replicates. It carries the scenario's own text, so that a worker needs no file, and
the fingerprint of the engine that it was made for, so that a worker with another engine refuses it. A worker that dies
is replaced a bounded number of times. An error in a unit is narrowed to the replicates that cause it, which are
reported with their seed; the rest is done.
"""

from __future__ import annotations

import hashlib
import traceback
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Future, wait
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.scenario.schema import Scenario

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from wijkbv_sim.experiment.executors import Crew

    Floats = NDArray[np.float64]

MOST_DEATHS = 5
"""How often one unit is given out again after the worker that had it died."""

FUTILE = 8
"""After so many failed replicates and none that succeeds, the error is the scenario's or ours and is raised."""

MOST_NARROWED = 50
"""After so many failed replicates, a range that fails is reported as a range: narrowing costs runs."""


class ClusterError(RuntimeError):
    """Workers that cannot be reached, that die too often, or that run another engine."""


@dataclass(frozen=True)
class Unit:
    """A scenario in replicates ``first`` to ``first + count - 1``.

    ``content`` is the scenario as compressed JSON; ``label`` tells the units of several scenarios apart; ``reduce``
    makes less of what comes out before it travels; ``design`` and ``futures`` are the rows of a design for this
    unit's replicates.
    """

    label: str
    content: bytes
    digest: str
    first: int
    count: int
    seed: int
    books: bool
    engine: str
    reduce: Callable[[Scenario, Chunk], Chunk] | None = None
    design: dict[str, Floats] | None = None
    futures: NDArray[np.int64] | None = None

    def part(self, first: int, count: int) -> Unit:
        """A smaller unit inside this one."""
        begin = first - self.first
        design = self.design and {path: values[begin : begin + count] for path, values in self.design.items()}
        futures = None if self.futures is None else self.futures[begin : begin + count]
        return replace(self, first=first, count=count, design=design, futures=futures)


@dataclass(frozen=True)
class Failure:
    """Replicates that ended in an error: data, not an exception, so that the others go on."""

    label: str
    digest: str
    first: int
    count: int
    seed: int
    error: str
    trace: str

    def told(self) -> str:
        """One line for a person."""
        where = f"{self.label}: " if self.label else ""
        last = self.first + self.count - 1
        which = f"replicate {self.first}" if self.count == 1 else f"replicates {self.first}-{last}"
        return f"{where}{which} (seed {self.seed}): {self.error}"


@dataclass(frozen=True)
class _Error:
    """An error as it comes back from a worker."""

    cause: BaseException | None
    said: str
    trace: str
    foreign: bool = False
    whole: bool = False
    """Whether it is the scenario that cannot be, so that no replicate of it needs to be tried alone."""


@lru_cache
def engine() -> str:
    """A fingerprint of the code that a result depends on: the same for the same text, whatever the line ends."""
    package = Path(__file__).resolve().parents[1]
    found = hashlib.blake2b(digest_size=16)
    for room in ("scenario", "ledger", "model", "experiment"):
        for path in sorted((package / room).rglob("*.py")):
            found.update(path.relative_to(package).as_posix().encode())
            found.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()


def packed(scenario: Scenario) -> bytes:
    """A scenario's own text, to travel with a unit."""
    return zlib.compress(scenario.model_dump_json().encode(), 1)


@lru_cache(maxsize=8)
def _unpacked(content: bytes, digest: str) -> Scenario:
    scenario = Scenario.model_validate_json(zlib.decompress(content))
    if scenario.digest != digest:
        raise ClusterError(f"a unit of work came over damaged: digest {scenario.digest}, expected {digest}")
    return scenario


def do(unit: Unit, threads: int = 1, on_month: Callable[[int], None] | None = None) -> Chunk | _Error:
    """Do one unit; an error comes back as data, for not every exception can travel."""
    if unit.engine != engine():
        return _Error(None, "", "", foreign=True)
    try:
        scenario = _unpacked(unit.content, unit.digest)
        chunk = run_chunk(
            scenario, unit.first, unit.count, unit.seed,
            design=unit.design, futures=unit.futures, books=unit.books, threads=threads, on_month=on_month,
        )  # fmt: skip
        return unit.reduce(scenario, chunk) if unit.reduce is not None else chunk
    except Exception as error:
        said = f"{type(error).__name__}: {error}"
        # Known by name: the model is heavy to import, and it was imported where it raised this.
        whole = type(error).__name__ == "FitError"
        return _Error(_travels(error), said, "".join(traceback.format_exception(error)), whole=whole)


def _travels(error: Exception) -> Exception | None:
    import pickle

    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return None
    return error


class _Narrowing:
    """What has failed so far, and what is to be tried in its place."""

    def __init__(self) -> None:
        self.failed = 0
        self.succeeded = 0
        self._first: _Error | None = None

    def take(self, unit: Unit, error: _Error) -> list[Unit] | Failure:
        """Halves to try, or the failure where there is nothing left to halve. Raises where nothing succeeds."""
        if error.foreign:
            raise ClusterError(
                "the workers run another version of wijkbv-sim than this process: install the same on both"
            )
        self._first = self._first or error
        if error.whole or unit.count == 1 or self.failed >= MOST_NARROWED:
            self.failed += unit.count
            if not error.whole and self.failed >= FUTILE and not self.succeeded:
                self.refuse()
            return Failure(unit.label, unit.digest, unit.first, unit.count, unit.seed, error.said, error.trace)
        half = unit.count // 2
        return [unit.part(unit.first, half), unit.part(unit.first + half, unit.count - half)]

    def refuse(self) -> None:
        """Raise the first error."""
        assert self._first is not None
        if self._first.cause is not None:
            raise self._first.cause
        raise RuntimeError(self._first.said)

    def end(self) -> None:
        """Where there were failures and nothing else, they are no data."""
        if self.failed and not self.succeeded:
            self.refuse()


def work(
    units: Iterable[Unit],
    crew: Crew,
    on_month: Callable[[Unit, int], None] | None = None,
) -> Iterator[tuple[Unit, Chunk | Failure]]:
    """Do units, and yield each with what came of it, in any order.

    ``units`` is read only as fast as they are done, so a long list takes no memory. ``on_month`` is told of the
    months done where the work is done in this process.
    """
    narrowing = _Narrowing()
    doing = _here(units, crew, narrowing, on_month) if crew.here else _elsewhere(units, crew, narrowing)
    yield from doing
    narrowing.end()


def _here(
    units: Iterable[Unit], crew: Crew, narrowing: _Narrowing, on_month: Callable[[Unit, int], None] | None
) -> Iterator[tuple[Unit, Chunk | Failure]]:
    for whole in units:
        todo = deque([whole])
        while todo:
            unit = todo.popleft()
            told = None if on_month is None else _of_unit(on_month, unit)
            result = _settled(unit, do(unit, crew.threads, told), narrowing)
            if isinstance(result, list):
                todo.extendleft(reversed(result))
            else:
                yield unit, result


def _of_unit(on_month: Callable[[Unit, int], None], unit: Unit) -> Callable[[int], None]:
    return lambda month: on_month(unit, month)


def _settled(unit: Unit, result: Chunk | _Error, narrowing: _Narrowing) -> Chunk | Failure | list[Unit]:
    if isinstance(result, _Error):
        return narrowing.take(unit, result)
    narrowing.succeeded += unit.count
    return result


def _elsewhere(  # noqa: PLR0912 - one loop, read from top to bottom
    units: Iterable[Unit], crew: Crew, narrowing: _Narrowing
) -> Iterator[tuple[Unit, Chunk | Failure]]:
    """Keep a few units with the executor at any time, so that what is done but not yet taken stays small."""
    source = iter(units)
    again: deque[Unit] = deque()
    running: dict[Future[Any], Unit] = {}
    deaths: dict[tuple[str, int, int], int] = {}
    try:
        while True:
            while len(running) < crew.at_once:
                unit = again.popleft() if again else next(source, None)
                if unit is None:
                    break
                running[_submitted(crew, unit)] = unit
            if not running:
                return
            finished, _ = wait(running, return_when=FIRST_COMPLETED)
            broken = False
            for future in finished:
                unit = running.pop(future)
                try:
                    result = _settled(unit, future.result(), narrowing)
                except (BrokenExecutor, CancelledError) as error:
                    if isinstance(error, CancelledError) and crew.lost():
                        raise ClusterError("the connection with the cluster's scheduler was lost") from error
                    broken = True
                    again.append(_once_more(unit, deaths, error))
                    continue
                except Exception as error:
                    if not crew.died(error):
                        raise
                    again.append(_once_more(unit, deaths, error))
                    continue
                if isinstance(result, list):
                    again.extendleft(reversed(result))
                else:
                    yield unit, result
            if broken:
                # All that a broken pool had is lost, not only what its dead worker was doing.
                for future, unit in running.items():
                    future.cancel()
                    again.append(unit)
                running.clear()
                crew.renew()
    finally:
        for future in running:
            future.cancel()


def _submitted(crew: Crew, unit: Unit) -> Future[Any]:
    try:
        return crew.submit(do, unit)
    except BrokenExecutor:
        crew.renew()
        return crew.submit(do, unit)


def _once_more(unit: Unit, deaths: dict[tuple[str, int, int], int], error: BaseException) -> Unit:
    key = (unit.label, unit.first, unit.count)
    deaths[key] = deaths.get(key, 0) + 1
    if deaths[key] > MOST_DEATHS:
        raise ClusterError(
            f"the worker that does replicates {unit.first} to {unit.first + unit.count - 1}"
            f"{' of ' + unit.label if unit.label else ''} died {deaths[key]} times; is there enough memory?"
        ) from error
    return unit
