"""The desk: where screens ask for futures, and get the first of them at once and the rest as they come.

Futures are numbered, so an answer of 200 futures begins with the few that were shown first: what is refined is never
another world. How few depends on the place: a future of many people takes longer. First pieces have processes of
their own: nobody waits there for somebody else's last decimal, and who waits together is answered together, in one
model. Refinements, errands, which are pieces of long work, and what may be asked for next are calculated behind
them, in that order, by processes that get what is left of the machine. What is refined waits until the screen that
asked for it is made. A scenario is known by its own digest: whoever asks for the same gets the same, and it is
calculated once. What nobody looks at any more is given up.
"""

from __future__ import annotations

import itertools
import os
import threading
import time
import weakref
from collections import OrderedDict, deque
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dashboard.brakes import GivenUpError
from dashboard.entries import Answer, Entry, Errand, Job
from dashboard.foresight import Foresight, Glimpse
from dashboard.pieces import SEED, TOGETHER_PEOPLE, calculate, first_futures, foresee, people, pieces_of
from dashboard.processes import Lane, Processes
from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.experiment.together import frame
from wijkbv_sim.experiment.trace import Trace, trace
from wijkbv_sim.results import Results
from wijkbv_sim.results.statements import typical_future

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wijkbv_sim.scenario.schema import Scenario

KEPT_BYTES = 120 * 2**20
"""How much of answers is remembered: of ten years some eight that are refined, or two hundred first ones."""

ACTIVE = 60.0
"""Who has done nothing for so many seconds is no company for others."""

STANDS = 0.15
"""Seconds that a screen has to stand before it is refined, for each who looks: who goes on turning dials needs none."""

SINGLES = 40
"""How many single futures with their books, and other pieces of a screen's own, are remembered."""

TRIES = 2
"""How often a piece is tried whose process ended."""

PATIENCE = 60.0
"""Seconds that a screen waits for a first answer before it says that something is wrong."""


class DeskError(RuntimeError):
    """Futures that could not be calculated; the cause says why."""


class Visitor:
    """Stands for one visitor; when it is let go, with the visitor's session, the desk knows that the visitor left."""


class _Errands(Executor):
    """Gives work to the desk's processes when no screen needs them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Lay a piece of work down; cancelled before its turn, it is never done."""
        errand = Errand(Future(), fn, args, kwargs)
        self._desk.lay_down(errand)
        return errand.future


class Desk:
    """Calculates and remembers answers for all screens of one server; safe to call from many threads.

    ``workers``: how many processes refine; half as many, at least one, calculate first answers. ``executor`` stands for
    those of first answers where it is given, and ``behind`` for the others; without ``behind`` it stands for all, and
    nothing is held up, as it would stand in the way. ``ahead``: whether to calculate what may be asked for next.
    """

    def __init__(
        self,
        workers: int | None = None,
        executor: Executor | None = None,
        behind: Executor | None = None,
        *,
        ahead: bool = True,
    ) -> None:
        self.workers = workers or max(1, min(4, os.cpu_count() or 1))
        front = max(1, self.workers // 2)
        self._front = Lane(front, executor or Processes(front))
        self._behind = Lane(self.workers, behind or executor or Processes(self.workers, behind=10))
        self._holds = self._front.executor is not self._behind.executor
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._singles: OrderedDict[tuple[Any, ...], Future[Any]] = OrderedDict()
        self._urgent: deque[Job] = deque()
        self._refining: deque[Job] = deque()
        self._under_way: list[Job] = []
        self._glimpses: list[Glimpse] = []
        self._errands: deque[Errand] = deque()
        # On one core looking ahead would hold up who comes meanwhile.
        self._ahead = Foresight() if ahead and self.workers > 1 else None
        self._change = threading.Condition()
        self._looks: dict[int, frozenset[str]] = {}
        self._came: dict[int, float] = {}
        self._alarm: threading.Timer | None = None
        self._left: deque[int] = deque()
        self._screen = threading.local()
        self._making = 0

    def ask(self, scenario: Scenario) -> None:
        """Have the first piece of an answer calculated; who then asks for the answer waits the less for it."""
        with self._change:
            entry = self._entry(scenario)
            self._look_at(scenario.digest)
            self._ask(entry, 1)
            self._dispatch()

    def answer(self, scenario: Scenario, *, refine: bool = True, patience: float = PATIENCE) -> Answer:
        """The best that there is of a scenario's futures, at least the first piece of them.

        Waits for the first piece only. With ``refine`` the rest is asked for too, by a screen once it is made. Raises
        DeskError where the calculation failed or nothing came within ``patience`` seconds.
        """
        digest = scenario.digest
        with self._change:
            entry = self._entry(scenario)
            self._look_at(digest)
            if entry.error is None:  # of what was asked for before
                self._ask(entry, 1)
            if refine:
                self._refine(digest, entry)
            self._dispatch()
            there = self._change.wait_for(lambda: 0 in entry.pieces or entry.error is not None, patience)
            error, entry.error = entry.error, None
            if error is not None:
                self._give_up(entry)
                entry.asked = set(entry.pieces)
                raise DeskError(scenario.name) from error
            if not there:
                raise DeskError(scenario.name)
            return entry.so_far()

    def whole(self, scenario: Scenario, *, patience: float = PATIENCE) -> Results:
        """All futures of a scenario; waits for them. Raises DeskError as ``answer`` does."""
        with self._change:
            entry = self._entry(scenario)
            entry.held += 1
        try:
            self.answer(scenario, patience=patience)
            with self._change:
                self._ask(entry, len(entry.cut))
                self._dispatch()
                self._change.wait_for(lambda: entry.complete or entry.error is not None, patience)
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

    def lay_down(self, errand: Errand) -> None:
        """Put a piece of long work behind all that screens wait for."""
        with self._change:
            self._errands.append(errand)
            self._dispatch()

    def refined(self, scenario: Scenario) -> bool:
        """Whether all futures of a scenario are there."""
        with self._change:
            entry = self._entries.get(scenario.digest)
            return entry is not None and entry.complete

    def expect(self, scenario: Scenario, turns: Sequence[tuple[str, float]]) -> None:
        """Which dials whoever looks at a scenario may turn next, and to where, as (dial, value), the most likely first.

        Where nobody waits for anything, their first answers are calculated, so that they are there when asked for.
        """
        if self._ahead is not None:
            with self._change:
                self._look_at(scenario.digest)
                self._ahead.expect(scenario, turns)
                self._dispatch()

    @property
    def pace(self) -> float:
        """Seconds until it is worth while to ask anew whether an answer is refined: longer where many look."""
        return max(0.1, 0.1 * self._company)

    @property
    def _company(self) -> int:
        """How many visitors have done something lately."""
        lately = time.monotonic() - ACTIVE
        return sum(came > lately for came in self._came.values())

    def pair(self, one: Scenario, other: Scenario) -> tuple[Results, Results]:
        """Both scenarios in the same futures: as many as there are of both. Raises DeskError as ``answer`` does."""
        first, second = self.several([one, other])
        return first, second

    def several(self, scenarios: list[Scenario]) -> list[Results]:
        """Scenarios in the same futures: as many as there are of all of them. Raises DeskError as ``answer`` does."""
        for scenario in scenarios:
            self.ask(scenario)
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
                    future = self._front.executor.submit(work, scenario, *args, **options)
                except Exception as error:
                    raise DeskError(scenario.name) from error
                self._singles[key] = future
            self._singles.move_to_end(key)
            while len(self._singles) > SINGLES:
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
        wanted: dict[str, Entry] = {}
        self._screen.seen, self._screen.wanted = seen, wanted
        who = id(visitor)
        with self._change:
            self._say_goodbye()
            if who not in self._looks:
                # Only noted: this may be called while anything at all goes on.
                weakref.finalize(visitor, self._left.append, who).atexit = False
            # Asked for once more while the screen is made, it goes on.
            before, self._looks[who] = self._looks.get(who, frozenset()), frozenset()
            self._came[who] = time.monotonic()
            self._drop(before)
            self._making += 1
            self._dispatch()
        try:
            yield
            with self._change:
                for digest, asked in wanted.items():
                    entry = self._entries.setdefault(digest, asked)
                    self._ask(entry, len(entry.cut))
        finally:
            self._screen.seen = self._screen.wanted = None
            with self._change:
                self._looks[who] = frozenset(seen)
                self._making -= 1
                self._dispatch()

    def _say_goodbye(self) -> None:
        """What visitors looked at who have left since."""
        while self._left:
            who = self._left.popleft()
            self._came.pop(who, None)
            self._drop(self._looks.pop(who, frozenset()))

    def give_up(self, scenario: Scenario) -> None:
        """Nobody looks at this scenario any more: what of it has not begun need not be calculated."""
        with self._change:
            self._drop({scenario.digest})

    def _drop(self, digests: Iterable[str]) -> None:
        looked_at = set().union(*self._looks.values())
        for digest in digests:
            if digest in looked_at:
                continue
            if self._ahead is not None:
                self._ahead.drop(digest)
            entry = self._entries.get(digest)
            if entry is None or entry.held:
                continue
            self._give_up(entry)

    def _give_up(self, entry: Entry) -> None:
        """What refines an answer is not needed any more, whether it has begun or not."""
        for jobs in (self._refining, self._under_way):
            for job in [job for job in jobs if job.entry is entry]:
                entry.asked.discard(job.first)
                jobs.remove(job)
                if job.brake is not None:
                    self._behind.brakes.stop(job.brake)

    def _look_at(self, digest: str) -> None:
        seen: set[str] | None = getattr(self._screen, "seen", None)
        if seen is not None:
            seen.add(digest)

    def _entry(self, scenario: Scenario) -> Entry:
        digest = scenario.digest
        entry = self._entries.get(digest)
        if entry is None:
            foreseen = self._ahead.known.pop(digest, None) if self._ahead is not None else None
            begin = foreseen.count if foreseen is not None else first_futures(scenario, self._company)
            cut = pieces_of(scenario, self.workers, begin)
            entry = self._entries[digest] = Entry(scenario, cut)
            if foreseen is not None:
                entry.take(0, foreseen)
        self._entries.move_to_end(digest)
        return entry

    def _ask(self, entry: Entry, pieces: int) -> None:
        """Ask for so many pieces of an answer; the first is urgent."""
        for first, count in entry.cut[:pieces]:
            if first not in entry.asked:
                entry.asked.add(first)
                (self._refining if first else self._urgent).append(Job(entry, first, count))

    def _refine(self, digest: str, entry: Entry) -> None:
        """Ask for the whole of an answer: at once, or for a screen that is being made, when it is there."""
        wanted: dict[str, Entry] | None = getattr(self._screen, "wanted", None)
        if wanted is None:
            self._ask(entry, len(entry.cut))
        else:
            wanted[digest] = entry

    def _dispatch(self) -> None:
        """Give every process that has nothing to do the first of what waits for it."""
        self._say_goodbye()
        while self._urgent and self._front.free:
            jobs = self._next_together()
            scenarios = [job.entry.scenario for job in jobs]
            self._front.give(self._taker(self._front, self._calculated, jobs), calculate, scenarios, 0, jobs[0].count)
        # Nobody's last decimals slow down a first answer, or a screen that is being made.
        self._behind.brakes.hold(self._holds and (self._front.busy > 0 or self._making > 0))
        if self._urgent:
            return  # while anybody waits for a first answer, nothing else begins
        while (job := self._next_to_refine()) is not None and self._room_behind():
            self._refining.remove(job)
            self._under_way.append(job)
            job.brake = self._behind.brakes.take()
            then = self._taker(self._behind, self._refined, job)
            self._behind.give(then, calculate, [job.entry.scenario], job.first, job.count, job.brake)
        while self._errands and self._room_behind():
            errand = self._errands.popleft()
            if errand.again or errand.future.set_running_or_notify_cancel():
                then = self._taker(self._behind, self._handed_over, errand)
                self._behind.give(then, errand.work, *errand.args, **errand.options)
        if self._front.busy or self._refining or self._ahead is None:
            return
        while self._behind.free and (glimpse := self._ahead.next()) is not None:
            self._glimpses.append(glimpse)
            glimpse.brake = self._behind.brakes.take()
            known = frozenset(itertools.chain(self._entries, self._ahead.known))
            then = self._taker(self._behind, self._foresaw, glimpse)
            self._behind.give(then, foresee, glimpse.scenario, glimpse.turns, glimpse.count, known, glimpse.brake)

    def _room_behind(self) -> bool:
        """Whether a process has nothing to do for what somebody wants; looking ahead is given up for it."""
        if not self._behind.free:
            for glimpse in self._glimpses:
                if glimpse.brake is not None:
                    self._behind.brakes.stop(glimpse.brake)
        return self._behind.free > 0

    def _next_to_refine(self) -> Job | None:
        """The first refinement that may begin. In company a screen has to stand for a while: who goes on turning dials
        needs none.
        """
        now, company = time.monotonic(), self._company
        stands = STANDS * company if company > 1 else 0.0
        for job in self._refining:
            if job.entry.held or job.entry.since + stands <= now:
                return job
        if self._refining and self._alarm is None:
            first = min(job.entry.since for job in self._refining)
            self._alarm = threading.Timer(first + stands - now, self._look_again)
            self._alarm.daemon = True
            self._alarm.start()
        return None

    def _look_again(self) -> None:
        with self._change:
            self._alarm = None
            self._dispatch()

    def _next_together(self) -> list[Job]:
        """The first who waits, and others whose answers can be calculated in the same model at once."""
        first = self._urgent.popleft()
        jobs = [first]
        scenario = first.entry.scenario
        room = int(TOGETHER_PEOPLE // (people(scenario) * first.count))
        # Where more processes are free, they share what waits.
        room = min(room, -(-(1 + len(self._urgent)) // self._front.free))
        # What failed before is tried alone: it must not take others along.
        if room > 1 and not first.tries:
            alike = frame(scenario)
            for job in list(self._urgent):
                if len(jobs) == room:
                    break
                if not job.tries and job.count == first.count and frame(job.entry.scenario) == alike:
                    self._urgent.remove(job)
                    jobs.append(job)
        return jobs

    def _taker(self, lane: Lane, take: Callable[[Any, Future[Any]], None], what: Any) -> Callable[[Future[Any]], None]:
        """What to do when a process has done what it was given, or has ended."""

        def taken(done: Future[Any]) -> None:
            with self._change:
                lane.busy -= 1
                take(what, done)
                self._dispatch()
                self._change.notify_all()

        return taken

    def _foresaw(self, glimpse: Glimpse, done: Future[dict[str, Chunk]]) -> None:
        self._glimpses.remove(glimpse)
        self._let_go_of_brake(glimpse)
        if self._ahead is None:
            return
        error = done.exception()
        if error is None:
            self._ahead.take({digest: chunk for digest, chunk in done.result().items() if digest not in self._entries})
        elif isinstance(error, GivenUpError):
            self._ahead.put_back(glimpse)
        else:
            self._ahead.stop()

    def _let_go_of_brake(self, work: Job | Glimpse) -> None:
        if work.brake is not None:
            self._behind.brakes.free(work.brake)
            work.brake = None

    def _refined(self, job: Job, done: Future[list[Chunk]]) -> None:
        self._let_go_of_brake(job)
        if job in self._under_way:
            self._under_way.remove(job)
        elif done.exception() is not None:
            return  # given up, as it was told to be
        self._calculated([job], done)
        # Given up too late, it may have been asked for anew.
        for other in [other for other in self._refining if other.entry is job.entry and other.first == job.first]:
            if job.first in job.entry.pieces:
                self._refining.remove(other)

    def _handed_over(self, errand: Errand, done: Future[Any]) -> None:
        error = done.exception()
        errand.tries += 1
        if isinstance(error, BrokenExecutor) and errand.tries < TRIES:
            errand.again = True
            self._errands.append(errand)
        elif error is not None:
            errand.future.set_exception(error)
        else:
            errand.future.set_result(done.result())

    def _calculated(self, jobs: list[Job], done: Future[list[Chunk]]) -> None:
        error = done.exception()
        for k, job in enumerate(jobs):
            if error is None:
                job.entry.take(job.first, done.result()[k])
            else:
                self._failed(job, error)
        self._forget()

    def _failed(self, job: Job, error: BaseException) -> None:
        job.tries += 1
        if job.tries < TRIES:
            (self._refining if job.first else self._urgent).appendleft(job)
        else:
            job.entry.asked.discard(job.first)
            # Who waits for the first piece is told what becomes of that.
            if not job.first or 0 in job.entry.pieces:
                job.entry.error = error

    def _forget(self) -> None:
        """Let go of what was not asked for longest, until the rest is not too much."""
        size = sum(entry.size for entry in self._entries.values())
        for digest, entry in list(self._entries.items())[:-1]:
            if size <= KEPT_BYTES:
                return
            # What somebody waits for is not let go, or what comes would find no place.
            if entry.asked <= entry.pieces.keys() and not entry.held:
                size -= entry.size
                del self._entries[digest]

    def close(self) -> None:
        """End the processes. What is asked for afterwards starts new ones."""
        for lane in (self._front, self._behind):
            lane.executor.shutdown()
