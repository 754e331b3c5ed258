"""Which piece of work the processes of a server get next: what somebody waits for, then all else.

First pieces of answers have processes of their own, and who waits together is answered together, in one model. What
refines answers, errands and looking ahead are done behind them, in that order, and stand still while a first answer is
calculated or a screen is made. Where more wait for first answers, a process behind that has nothing to do takes some.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections import deque
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING, Any

from dashboard.brakes import GivenUpError
from dashboard.entries import Errand, Job
from dashboard.pieces import TOGETHER_PEOPLE, calculate, foresee, people
from dashboard.processes import Lane, Processes
from wijkbv_sim.experiment.together import frame

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from dashboard.entries import Entry
    from dashboard.foresight import Foresight, Glimpse
    from dashboard.visitors import Visitors
    from wijkbv_sim.experiment.chunk import Chunk

STANDS = 0.15
"""Seconds that a screen has to stand before it is refined, for each who looks: who goes on turning dials needs none."""

TRIES = 2
"""How often a piece is tried whose process ended."""


class Dispatch:
    """What waits to be calculated and what is under way. ``change`` is the lock under which it is called, and by
    which who waits is told that something came.

    ``workers``: how many processes refine; half as many, at least one, calculate first answers. ``executor`` stands for
    those of first answers where it is given, and ``behind`` for the others; without ``behind`` it stands for all, and
    nothing is held up, as it would stand in the way. ``ahead`` says what may be asked for next, and ``known`` which
    digests need not be calculated for that. ``tidy`` is called before work is given out.
    """

    def __init__(
        self,
        change: threading.Condition,
        workers: int,
        executor: Executor | None,
        behind: Executor | None,
        *,
        visitors: Visitors,
        ahead: Foresight | None,
        known: Callable[[], Iterable[str]],
        tidy: Callable[[], None],
    ) -> None:
        front = max(1, workers // 2)
        self.front = Lane(front, executor or Processes(front))
        self.behind = Lane(workers, behind or executor or Processes(workers, behind=10))
        self.urgent: deque[Job] = deque()
        self.refining: deque[Job] = deque()
        self._holds = self.front.executor is not self.behind.executor
        self._change = change
        self._visitors = visitors
        self._ahead = ahead
        self._known = known
        self._tidy = tidy
        self._under_way: list[Job] = []
        self._glimpses: list[Glimpse] = []
        self._errands: deque[Errand] = deque()
        self._alarm: threading.Timer | None = None
        self._making = 0
        self._first_behind = 0

    def ask(self, entry: Entry, pieces: int) -> None:
        """Ask for so many pieces of an answer; the first is urgent."""
        for first, count in entry.cut[:pieces]:
            if first not in entry.asked:
                entry.asked.add(first)
                (self.refining if first else self.urgent).append(Job(entry, first, count))

    def lay_down(self, errand: Errand) -> None:
        """Put a piece of long work behind all that screens wait for."""
        self._errands.append(errand)

    def give_up(self, entry: Entry) -> None:
        """What refines an answer is not needed any more, whether it has begun or not."""
        for jobs in (self.refining, self._under_way):
            for job in [job for job in jobs if job.entry is entry]:
                entry.asked.discard(job.first)
                jobs.remove(job)
                if job.brake is not None:
                    self.behind.brakes.stop(job.brake)

    def making(self, screens: int) -> None:
        """So many screens more are being made, or fewer."""
        self._making += screens

    def go_on(self) -> None:
        """Give every process that has nothing to do the first of what waits for it."""
        self._tidy()
        while self.urgent and (lane := self._lane_of_first_answers()) is not None:
            jobs = self._next_together(lane)
            scenarios = [job.entry.scenario for job in jobs]
            take = self._calculated if lane is self.front else self._calculated_behind
            self._first_behind += lane is self.behind
            lane.give(self._taker(lane, take, jobs), calculate, scenarios, 0, jobs[0].count)
        # Nobody's last decimals slow down a first answer, or a screen that is being made.
        answering = self.front.busy + self._first_behind > 0
        self.behind.brakes.hold(self._holds and (answering or self._making > 0))
        if self.urgent:
            return  # while anybody waits for a first answer, nothing else begins
        while (job := self._next_to_refine()) is not None and self._room_behind():
            self.refining.remove(job)
            self._under_way.append(job)
            job.brake = self.behind.brakes.take()
            then = self._taker(self.behind, self._refined, job)
            self.behind.give(then, calculate, [job.entry.scenario], job.first, job.count, job.brake)
        while self._errands and self._room_behind():
            errand = self._errands.popleft()
            if errand.again or errand.future.set_running_or_notify_cancel():
                then = self._taker(self.behind, self._handed_over, errand)
                self.behind.give(then, errand.work, *errand.args, **errand.options)
        if answering or self.refining or self._ahead is None:
            return
        while self.behind.free and (glimpse := self._ahead.next()) is not None:
            self._glimpses.append(glimpse)
            glimpse.brake = self.behind.brakes.take()
            known = frozenset(itertools.chain(self._known(), self._ahead.known))
            then = self._taker(self.behind, self._foresaw, glimpse)
            self.behind.give(then, foresee, glimpse.scenario, glimpse.turns, glimpse.count, known, glimpse.brake)

    def close(self) -> None:
        """End the processes. What is asked for afterwards starts new ones."""
        for lane in (self.front, self.behind):
            lane.executor.shutdown()

    def _lane_of_first_answers(self) -> Lane | None:
        """Where the next first answer is calculated: where all processes for that are busy, behind, as long as no more
        are calculated at once than there are cores.
        """
        if self.front.free:
            return self.front
        more = self._holds and self.front.workers + self._first_behind < self.behind.workers
        return self.behind if more and self._room_behind() else None

    def _room_behind(self) -> bool:
        """Whether a process has nothing to do for what somebody wants; looking ahead is given up for it."""
        if not self.behind.free:
            for glimpse in self._glimpses:
                if glimpse.brake is not None:
                    self.behind.brakes.stop(glimpse.brake)
        return self.behind.free > 0

    def _next_to_refine(self) -> Job | None:
        """The first refinement that may begin. In company a screen has to stand for a while: who goes on turning dials
        needs none.
        """
        now, company = time.monotonic(), self._visitors.company
        stands = STANDS * company if company > 1 else 0.0
        for job in self.refining:
            if job.entry.held or job.entry.since + stands <= now:
                return job
        if self.refining and self._alarm is None:
            first = min(job.entry.since for job in self.refining)
            self._alarm = threading.Timer(first + stands - now, self._look_again)
            self._alarm.daemon = True
            self._alarm.start()
        return None

    def _look_again(self) -> None:
        with self._change:
            self._alarm = None
            self.go_on()

    def _next_together(self, lane: Lane) -> list[Job]:
        """The first who waits, and others whose answers can be calculated in the same model at once."""
        first = self.urgent.popleft()
        jobs = [first]
        scenario = first.entry.scenario
        room = int(TOGETHER_PEOPLE // (people(scenario) * first.count))
        # Where more processes are free, they share what waits.
        room = min(room, -(-(1 + len(self.urgent)) // lane.free))
        # What failed before is tried alone: it must not take others along.
        if room > 1 and not first.tries:
            alike = frame(scenario)
            for job in list(self.urgent):
                if len(jobs) == room:
                    break
                if not job.tries and job.count == first.count and frame(job.entry.scenario) == alike:
                    self.urgent.remove(job)
                    jobs.append(job)
        return jobs

    def _taker(self, lane: Lane, take: Callable[[Any, Future[Any]], None], what: Any) -> Callable[[Future[Any]], None]:
        """What to do when a process has done what it was given, or has ended."""

        def taken(done: Future[Any]) -> None:
            with self._change:
                lane.busy -= 1
                take(what, done)
                self.go_on()
                self._change.notify_all()

        return taken

    def _calculated(self, jobs: list[Job], done: Future[list[Chunk]]) -> None:
        error = done.exception()
        for k, job in enumerate(jobs):
            if error is None:
                job.entry.take(job.first, done.result()[k])
            else:
                self._failed(job, error)

    def _calculated_behind(self, jobs: list[Job], done: Future[list[Chunk]]) -> None:
        self._first_behind -= 1
        self._calculated(jobs, done)

    def _failed(self, job: Job, error: BaseException) -> None:
        job.tries += 1
        if job.tries < TRIES:
            (self.refining if job.first else self.urgent).appendleft(job)
        else:
            job.entry.asked.discard(job.first)
            # Who waits for the first piece is told what becomes of that.
            if not job.first or 0 in job.entry.pieces:
                job.entry.error = error

    def _refined(self, job: Job, done: Future[list[Chunk]]) -> None:
        self._let_go_of_brake(job)
        if job in self._under_way:
            self._under_way.remove(job)
        elif done.exception() is not None:
            return  # given up, as it was told to be
        self._calculated([job], done)
        # Given up too late, it may have been asked for anew.
        for other in [other for other in self.refining if other.entry is job.entry and other.first == job.first]:
            if job.first in job.entry.pieces:
                self.refining.remove(other)

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

    def _foresaw(self, glimpse: Glimpse, done: Future[dict[str, Chunk]]) -> None:
        self._glimpses.remove(glimpse)
        self._let_go_of_brake(glimpse)
        if self._ahead is None:
            return
        error = done.exception()
        if error is None:
            known = frozenset(self._known())
            self._ahead.take({digest: chunk for digest, chunk in done.result().items() if digest not in known})
        elif isinstance(error, GivenUpError):
            self._ahead.put_back(glimpse)
        else:
            self._ahead.stop()

    def _let_go_of_brake(self, work: Job | Glimpse) -> None:
        if work.brake is not None:
            self.behind.brakes.free(work.brake)
            work.brake = None
