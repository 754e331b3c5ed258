"""The desk: where screens ask for futures, and get the first of them at once and the rest as they come.

Futures are numbered, so an answer of 200 futures begins with the 50 that were shown first: what is refined is never
another world. Pieces are calculated by a few processes. First pieces go before refinements, whoever asked for them,
so that nobody waits for somebody else's last decimal. Errands, which are pieces of long work, go after both. A
scenario is known by its own digest: whoever asks for the same gets the same, and it is calculated once.
"""

from __future__ import annotations

import heapq
import itertools
import os
import threading
from collections import OrderedDict, deque
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.experiment.trace import Trace, trace
from wijkbv_sim.export import participation
from wijkbv_sim.export.charts import FANS, INCOME
from wijkbv_sim.export.tables import MONEY, MUNICIPALITY, OUTCOMES, PEOPLE
from wijkbv_sim.results import Results
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.outside import PAIRS
from wijkbv_sim.results.statements import typical_future

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.scenario.schema import Scenario

SEED = 1
"""Everybody gets the same luck: two people who turn the same dials see the same."""

FIRST = 50
WHOLE = 200
"""Futures of the first answer and of the refined one."""

KEPT = 40
"""How many scenarios' answers are remembered; some five megabytes each."""

TRIES = 2
"""How often a piece is tried whose process ended."""

PATIENCE = 60.0
"""Seconds that a screen waits for a first answer before it says that something is wrong."""

SHOWN = frozenset(
    itertools.chain(
        *(indicator.needs for indicator in INDICATORS.values()),
        *(FANS, INCOME, MONEY, PEOPLE, participation.needed()),
        *(MUNICIPALITY, OUTCOMES, *PAIRS.values()),
        ("joined", "left", "burnt_out", "volunteer_load", "people_reached", "public_money"),
    )
)
"""The variables that screens read; the others are let go, to save memory."""


class DeskError(RuntimeError):
    """Futures that could not be calculated; the cause says why."""


@dataclass(order=True)
class _Job:
    """A piece to be calculated; lower ranks go first."""

    rank: tuple[int, int]
    digest: str = field(compare=False)
    first: int = field(compare=False)
    count: int = field(compare=False)
    tries: int = field(default=0, compare=False)


@dataclass
class _Errand:
    """A piece of long work, and the future by which who asked for it gets what comes out."""

    future: Future[Any]
    work: Callable[..., Any]
    args: tuple[Any, ...]
    options: dict[str, Any]


class _Errands(Executor):
    """Gives work to the desk's processes when no screen needs them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Lay a piece of work down; cancelled before its turn, it is never done."""
        errand = _Errand(Future(), fn, args, kwargs)
        self._desk.lay_down(errand)
        return errand.future


@dataclass
class _Entry:
    """What is there of a scenario's answer, and how many screens wait for the rest."""

    scenario: Scenario
    pieces: dict[int, Chunk] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    wanted: int = 0
    error: BaseException | None = None


@dataclass(frozen=True)
class Answer:
    """The futures that are there. ``refined``: all that were asked for."""

    results: Results
    refined: bool


class Desk:
    """Calculates and remembers answers for all screens of one server; safe to call from many threads."""

    def __init__(self, workers: int | None = None, executor: Callable[[], Executor] | None = None) -> None:
        self.workers = workers or max(1, min(4, os.cpu_count() or 1))
        self._executor = executor or self._processes
        self._entries: OrderedDict[str, _Entry] = OrderedDict()
        self._singles: OrderedDict[tuple[Any, ...], Future[Any]] = OrderedDict()
        self._waiting: list[_Job] = []
        self._errands: deque[_Errand] = deque()
        self._running = 0
        self._count = itertools.count()
        self._change = threading.Condition()

    def answer(self, scenario: Scenario, *, refine: bool = True, patience: float = PATIENCE) -> Answer:
        """The best that there is of a scenario's futures, at least the first piece of them.

        Waits for the first piece only. With ``refine`` the rest is asked for too. Raises DeskError where the
        calculation failed or nothing came within ``patience`` seconds.
        """
        digest = scenario.digest
        with self._change:
            entry = self._entries.setdefault(digest, _Entry(scenario))
            self._entries.move_to_end(digest)
            self._ask(digest, entry, 0, FIRST, urgent=True)
            if refine:
                for first in range(FIRST, WHOLE, FIRST):
                    self._ask(digest, entry, first, min(FIRST, WHOLE - first), urgent=False)
            self._dispatch()
            there = self._change.wait_for(lambda: 0 in entry.pieces or entry.error is not None, patience)
            error, entry.error = entry.error, None
            if error is not None:
                entry.asked = set(entry.pieces)
                raise DeskError(scenario.name) from error
            if not there:
                raise DeskError(scenario.name)
            self._forget()
            return self._answer(entry)

    def whole(self, scenario: Scenario, *, patience: float = PATIENCE) -> Results:
        """All futures of a scenario; waits for them. Raises DeskError as ``answer`` does."""
        self.answer(scenario, patience=patience)
        with self._change:
            entry = self._entries.get(scenario.digest)
            if entry is not None:
                self._change.wait_for(lambda: _complete(entry) or entry.error is not None, patience)
        answer = self.answer(scenario, patience=patience)
        if not answer.refined:
            raise DeskError(scenario.name)
        return answer.results

    def errands(self) -> Executor:
        """The desk's processes for long work, which waits for what screens ask for."""
        return _Errands(self)

    def lay_down(self, errand: _Errand) -> None:
        """Put a piece of long work behind all that screens wait for."""
        with self._change:
            self._errands.append(errand)
            self._dispatch()

    def refined(self, scenario: Scenario) -> bool:
        """Whether all futures of a scenario are there."""
        with self._change:
            entry = self._entries.get(scenario.digest)
            return entry is not None and _complete(entry)

    def pair(self, one: Scenario, other: Scenario) -> tuple[Results, Results]:
        """Both scenarios in the same futures: as many as there are of both. Raises DeskError as ``answer`` does."""
        first, second = self.several([one, other])
        return first, second

    def several(self, scenarios: list[Scenario]) -> list[Results]:
        """Scenarios in the same futures: as many as there are of all of them. Raises DeskError as ``answer`` does."""
        answers = [self.answer(scenario).results for scenario in scenarios]
        count = min(results.replicates for results in answers)
        return [results.first(count) for results in answers]

    def typical(self, scenario: Scenario) -> Results:
        """One future with its whole books: the one whose account ends in the middle of those that there are.

        Raises DeskError where it cannot be calculated.
        """
        replicate = typical_future(self.answer(scenario).results)
        chunk: Chunk = self.once(scenario, run_chunk, replicate, 1, SEED, books=True)
        return Results(scenario, SEED, wanted=1, chunks=[chunk])

    def followed(self, scenario: Scenario) -> Trace:
        """The typical future from person to person. Raises DeskError where it cannot be calculated."""
        found: Trace = self.once(scenario, trace, typical_future(self.answer(scenario).results), SEED)
        return found

    def once(self, scenario: Scenario, work: Callable[..., Any], *args: Any, **options: Any) -> Any:
        """What ``work(scenario, ...)`` gives, calculated by a process and remembered for who asks for the same.

        Raises DeskError where it fails or takes longer than PATIENCE.
        """
        key = (scenario.digest, work.__name__, args, tuple(sorted(options.items())))
        with self._change:
            future = self._singles.get(key)
            if future is None or (future.done() and future.exception() is not None):
                try:
                    future = self._executor().submit(work, scenario, *args, **options)
                except Exception as error:
                    raise DeskError(scenario.name) from error
                self._singles[key] = future
            self._singles.move_to_end(key)
            while len(self._singles) > KEPT:
                self._singles.popitem(last=False)
        try:
            return future.result(PATIENCE)
        except Exception as error:
            raise DeskError(scenario.name) from error

    def give_up(self, scenario: Scenario) -> None:
        """Nobody looks at this scenario any more: what of it has not begun need not be calculated."""
        with self._change:
            entry = self._entries.get(scenario.digest)
            if entry is None:
                return
            dropped = {job.first for job in self._waiting if job.digest == scenario.digest and job.rank[0] > 0}
            self._waiting = [job for job in self._waiting if job.digest != scenario.digest or job.rank[0] == 0]
            heapq.heapify(self._waiting)
            entry.asked -= dropped

    def _ask(self, digest: str, entry: _Entry, first: int, count: int, *, urgent: bool) -> None:
        if first not in entry.asked:
            entry.asked.add(first)
            heapq.heappush(self._waiting, _Job((0 if urgent else 1, next(self._count)), digest, first, count))

    def _dispatch(self) -> None:
        while self._waiting and self._running < self.workers:
            job = heapq.heappop(self._waiting)
            entry = self._entries.get(job.digest)
            if entry is None:
                continue
            self._running += 1
            try:
                future = self._executor().submit(run_chunk, entry.scenario, job.first, job.count, SEED, books=False)
            except Exception as error:  # the pool itself is broken: told to who waits, not to who asked for another
                self._running -= 1
                self._failed(job, error)
                continue
            future.add_done_callback(lambda done, job=job: self._done(job, done))  # type: ignore[misc]
        while self._errands and self._running < self.workers:
            errand = self._errands.popleft()
            if not errand.future.set_running_or_notify_cancel():
                continue
            self._running += 1
            try:
                future = self._executor().submit(errand.work, *errand.args, **errand.options)
            except Exception as error:
                self._running -= 1
                errand.future.set_exception(error)
                continue
            future.add_done_callback(lambda done, errand=errand: self._handed_over(errand, done))  # type: ignore[misc]

    def _handed_over(self, errand: _Errand, done: Future[Any]) -> None:
        with self._change:
            self._running -= 1
            self._dispatch()
        error = done.exception()
        if error is not None:
            errand.future.set_exception(error)
        else:
            errand.future.set_result(done.result())

    def _done(self, job: _Job, future: Future[Chunk]) -> None:
        with self._change:
            self._running -= 1
            error = future.exception()
            entry = self._entries.get(job.digest)
            if error is not None:
                self._failed(job, error)
            elif entry is not None:
                entry.pieces[job.first] = _slim(future.result())
            self._dispatch()
            self._change.notify_all()

    def _failed(self, job: _Job, error: BaseException) -> None:
        entry = self._entries.get(job.digest)
        job.tries += 1
        if entry is None:
            return
        if job.tries < TRIES:
            heapq.heappush(self._waiting, job)
        else:
            entry.error = error
            entry.asked.discard(job.first)
            self._change.notify_all()

    def _forget(self) -> None:
        while len(self._entries) > KEPT:
            self._entries.popitem(last=False)

    def _processes(self) -> Executor:
        from loky import get_reusable_executor

        executor: Executor = get_reusable_executor(max_workers=self.workers, timeout=3600)
        return executor

    @staticmethod
    def _answer(entry: _Entry) -> Answer:
        # Only pieces without a gap before them: the futures shown are always the first so many.
        pieces = []
        for first in range(0, WHOLE, FIRST):
            if first not in entry.pieces:
                break
            pieces.append(entry.pieces[first])
        count = sum(piece.count for piece in pieces)
        return Answer(Results(entry.scenario, SEED, wanted=count, chunks=pieces), _complete(entry))


def _complete(entry: _Entry) -> bool:
    return sum(piece.count for piece in entry.pieces.values()) >= WHOLE


def _slim(chunk: Chunk) -> Chunk:
    """A piece with only the variables that screens read."""
    kept = {name: values for name, values in chunk.columns.items() if name in SHOWN}
    return Chunk(chunk.first, chunk.count, kept, chunk.drawn)
