"""The desk: where screens ask for futures, and get the first of them at once and the rest as they come.

Futures are numbered, so an answer of 200 futures begins with the few that were shown first: what is refined is never
another world. How few depends on the place: a future of many people takes longer. Pieces are calculated by a few
processes. First pieces go before refinements, whoever asked for them, so that nobody waits for somebody else's last
decimal. Errands, which are pieces of long work, go after both. What is not urgent waits until the screen that asked for
it is made, and where several people look it leaves a process free. A scenario is known by its own digest: whoever asks
for the same gets the same, and it is calculated once. What nobody looks at any more is given up.
"""

from __future__ import annotations

import heapq
import itertools
import math
import os
import threading
import weakref
from collections import OrderedDict, deque
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dashboard.processes import Processes
from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.experiment.trace import Trace, trace
from wijkbv_sim.export import participation
from wijkbv_sim.export.charts import FANS, INCOME
from wijkbv_sim.export.tables import MONEY, MUNICIPALITY, OUTCOMES, PEOPLE
from wijkbv_sim.results import Results, trouble
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.outside import PAIRS
from wijkbv_sim.results.statements import typical_future

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from wijkbv_sim.scenario.schema import Scenario

SEED = 1
"""Everybody gets the same luck: two people who turn the same dials see the same."""

FEWEST, FIRST, WHOLE = 10, 50, 200
"""Futures of the first answer, at the least and at the most, and of the refined one."""

FIRST_PEOPLE = 11_000_000
"""People times months that a first answer may hold: some 0.1 s beyond what one future takes (benchmarks/dashboard)."""

PIECE_PEOPLE = 110_000_000
"""People times months of a piece of the refinement: who comes meanwhile waits for one piece at the most."""

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
        ("joined", "left", "burnt_out", "volunteer_load", "people_reached", "public_money", *trouble.NEEDS),
    )
)
"""The variables that screens read; the others are let go, to save memory."""


def pieces_of(scenario: Scenario, workers: int) -> list[tuple[int, int]]:
    """In which pieces a scenario's futures are calculated, as (first, count); the first piece is the first answer."""
    people = scenario.area.inhabitants.extent()[1] * scenario.time.months
    begin = min(max(round(FIRST_PEOPLE / people / 5) * 5, FEWEST), FIRST)
    rest = WHOLE - begin
    most = min(max(PIECE_PEOPLE / people, FIRST), WHOLE)
    # As many pieces as there are processes, or a multiple: none is to wait for another at the end.
    many = workers * math.ceil(rest / (most * workers))
    ends = [begin + round(rest * k / many) for k in range(many + 1)]
    return [(0, begin), *((a, b - a) for a, b in itertools.pairwise(ends) if b > a)]


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
    tries: int = 0
    again: bool = False
    """Whether its process ended, so that it is done once more."""


class Visitor:
    """Stands for one visitor; when it is let go, with the visitor's session, the desk knows that the visitor left."""


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
    """What is there of a scenario's answer, and how many pieces of work wait for the whole of it."""

    scenario: Scenario
    cut: list[tuple[int, int]]
    pieces: dict[int, Chunk] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    held: int = 0
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
        self._running = self._behind = 0
        self._count = itertools.count()
        self._change = threading.Condition()
        self._looks: dict[int, frozenset[str]] = {}
        self._left: deque[int] = deque()
        self._screen = threading.local()
        self._pool: Executor | None = None

    def answer(self, scenario: Scenario, *, refine: bool = True, patience: float = PATIENCE) -> Answer:
        """The best that there is of a scenario's futures, at least the first piece of them.

        Waits for the first piece only. With ``refine`` the rest is asked for too, by a screen once it is made. Raises
        DeskError where the calculation failed or nothing came within ``patience`` seconds.
        """
        digest = scenario.digest
        with self._change:
            entry = self._entry(scenario)
            self._look_at(digest)
            self._ask(digest, entry, 1)
            if refine:
                self._refine(digest, entry)
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
        with self._change:
            entry = self._entry(scenario)
            entry.held += 1
        try:
            self.answer(scenario, patience=patience)
            with self._change:
                self._ask(scenario.digest, entry, len(entry.cut))
                self._dispatch()
                self._change.wait_for(lambda: _complete(entry) or entry.error is not None, patience)
            answer = self.answer(scenario, patience=patience)
        finally:
            with self._change:
                entry.held -= 1
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

    @contextmanager
    def looking(self, visitor: Visitor) -> Iterator[None]:
        """A visitor's screen is made: what it asks for within is what the visitor looks at from then on.

        What the visitor looked at before, and nobody looks at any more, is given up.
        """
        seen: set[str] = set()
        wanted: dict[str, _Entry] = {}
        self._screen.seen, self._screen.wanted = seen, wanted
        try:
            yield
            with self._change:
                for digest, entry in wanted.items():
                    self._entries.setdefault(digest, entry)
                    self._ask(digest, entry, len(entry.cut))
                self._dispatch()
        finally:
            self._screen.seen = self._screen.wanted = None
            with self._change:
                self._say_goodbye()
                who = id(visitor)
                if who not in self._looks:
                    # Only noted: this may be called while anything at all goes on.
                    weakref.finalize(visitor, self._left.append, who).atexit = False
                before = self._looks.get(who, frozenset())
                self._looks[who] = frozenset(seen)
                self._drop(before - seen)

    def _say_goodbye(self) -> None:
        """What visitors looked at who have left since."""
        while self._left:
            self._drop(self._looks.pop(self._left.popleft(), frozenset()))

    def give_up(self, scenario: Scenario) -> None:
        """Nobody looks at this scenario any more: what of it has not begun need not be calculated."""
        with self._change:
            self._drop({scenario.digest})

    def _drop(self, digests: Iterable[str]) -> None:
        looked_at = set().union(*self._looks.values())
        idle = {d for d in digests if d not in looked_at and d in self._entries and not self._entries[d].held}
        if not idle:
            return
        for job in self._waiting:
            if job.digest in idle and job.rank[0] > 0:
                self._entries[job.digest].asked.discard(job.first)
        self._waiting = [job for job in self._waiting if job.digest not in idle or job.rank[0] == 0]
        heapq.heapify(self._waiting)

    def _look_at(self, digest: str) -> None:
        seen: set[str] | None = getattr(self._screen, "seen", None)
        if seen is not None:
            seen.add(digest)

    def _entry(self, scenario: Scenario) -> _Entry:
        digest = scenario.digest
        entry = self._entries.get(digest)
        if entry is None:
            entry = self._entries[digest] = _Entry(scenario, pieces_of(scenario, self.workers))
        self._entries.move_to_end(digest)
        return entry

    def _ask(self, digest: str, entry: _Entry, pieces: int) -> None:
        """Ask for so many pieces of an answer; the first is urgent."""
        for first, count in entry.cut[:pieces]:
            if first not in entry.asked:
                entry.asked.add(first)
                heapq.heappush(self._waiting, _Job((min(first, 1), next(self._count)), digest, first, count))

    def _refine(self, digest: str, entry: _Entry) -> None:
        """Ask for the whole of an answer: at once, or for a screen that is being made, when it is there."""
        wanted: dict[str, _Entry] | None = getattr(self._screen, "wanted", None)
        if wanted is None:
            self._ask(digest, entry, len(entry.cut))
        else:
            wanted[digest] = entry

    @property
    def _room_behind(self) -> bool:
        """Whether a process may be given what is not urgent."""
        most = self.workers if len(self._looks) < 2 else max(1, self.workers - 1)
        return self._running < self.workers and self._behind < most

    def _dispatch(self) -> None:
        self._say_goodbye()
        while self._waiting and self._running < self.workers:
            behind = self._waiting[0].rank[0] > 0
            if behind and not self._room_behind:
                break
            job = heapq.heappop(self._waiting)
            entry = self._entries.get(job.digest)
            if entry is None:
                continue
            self._running += 1
            self._behind += behind
            try:
                future = self._executor().submit(run_chunk, entry.scenario, job.first, job.count, SEED, books=False)
            except Exception as error:  # the pool itself is broken: told to who waits, not to who asked for another
                self._running -= 1
                self._behind -= behind
                self._failed(job, error)
                continue
            future.add_done_callback(lambda done, job=job: self._done(job, done))  # type: ignore[misc]
        while self._errands and self._room_behind:
            errand = self._errands.popleft()
            if not errand.again and not errand.future.set_running_or_notify_cancel():
                continue
            self._running += 1
            self._behind += 1
            try:
                future = self._executor().submit(errand.work, *errand.args, **errand.options)
            except Exception as error:
                self._running -= 1
                self._behind -= 1
                errand.future.set_exception(error)
                continue
            future.add_done_callback(lambda done, errand=errand: self._handed_over(errand, done))  # type: ignore[misc]

    def _handed_over(self, errand: _Errand, done: Future[Any]) -> None:
        with self._change:
            self._running -= 1
            self._behind -= 1
            self._dispatch()
        error = done.exception()
        errand.tries += 1
        if isinstance(error, BrokenExecutor) and errand.tries < TRIES:
            errand.again = True
            self.lay_down(errand)
        elif error is not None:
            errand.future.set_exception(error)
        else:
            errand.future.set_result(done.result())

    def _done(self, job: _Job, future: Future[Chunk]) -> None:
        with self._change:
            self._running -= 1
            self._behind -= job.rank[0] > 0
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
        # What somebody waits for is not let go, or what comes would find no place.
        for digest in list(self._entries)[: max(0, len(self._entries) - KEPT)]:
            entry = self._entries[digest]
            if entry.asked <= entry.pieces.keys() and not entry.held:
                del self._entries[digest]

    def close(self) -> None:
        """End the processes. What is asked for afterwards starts new ones."""
        if self._pool is not None:
            self._pool.shutdown()

    def _processes(self) -> Executor:
        if self._pool is None:
            self._pool = Processes(self.workers)
        return self._pool

    @staticmethod
    def _answer(entry: _Entry) -> Answer:
        # Only pieces without a gap before them: the futures shown are always the first so many.
        pieces = [entry.pieces[first] for first, _ in itertools.takewhile(lambda c: c[0] in entry.pieces, entry.cut)]
        count = sum(piece.count for piece in pieces)
        return Answer(Results(entry.scenario, SEED, wanted=count, chunks=pieces), _complete(entry))


def _complete(entry: _Entry) -> bool:
    return sum(piece.count for piece in entry.pieces.values()) >= WHOLE


def _slim(chunk: Chunk) -> Chunk:
    """A piece with only the variables that screens read."""
    kept = {name: values for name, values in chunk.columns.items() if name in SHOWN}
    return Chunk(chunk.first, chunk.count, kept, chunk.drawn)
