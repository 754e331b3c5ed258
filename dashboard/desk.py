"""The desk: where screens ask for futures, and get the first of them at once and the rest as they come.

Futures are numbered, so an answer of 200 futures begins with the few that were shown first: what is refined is never
another world. How few depends on the place: a future of many people takes longer. What is refined waits until the
screen that asked for it is made. A scenario is known by its own digest: whoever asks for the same gets the same, and
it is calculated once. What nobody looks at any more is given up. What is calculated when, dispatch.py says.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from dashboard.dispatch import Dispatch
from dashboard.entries import Answer, Entry, Errand
from dashboard.foresight import Foresight
from dashboard.pieces import SEED, first_futures, pieces_of
from dashboard.visitors import Visitor, Visitors
from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.experiment.trace import Trace, trace
from wijkbv_sim.results import Results
from wijkbv_sim.results.statements import typical_future

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from wijkbv_sim.scenario.schema import Scenario

KEPT_BYTES = 120 * 2**20
"""How much of answers is remembered: of ten years some eight that are refined, or two hundred first ones."""

SINGLES = 40
"""How many single futures with their books, and other pieces of a screen's own, are remembered."""

PATIENCE = 60.0
"""Seconds that a screen waits for a first answer before it says that something is wrong."""

GLANCES = 0.03
"""Seconds after which a screen that waits looks whether it is still wanted: who presses twice sends two messages."""


class DeskError(RuntimeError):
    """Futures that could not be calculated; the cause says why."""


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
        self._entries: OrderedDict[str, Entry] = OrderedDict()
        self._singles: OrderedDict[tuple[Any, ...], Future[Any]] = OrderedDict()
        # On one core looking ahead would hold up who comes meanwhile.
        self._ahead = Foresight() if ahead and self.workers > 1 else None
        self._visitors = Visitors()
        self._change = threading.Condition()
        self._work = Dispatch(
            self._change, self.workers, executor, behind,
            visitors=self._visitors, ahead=self._ahead, known=lambda: self._entries, tidy=self._tidy,
        )  # fmt: skip
        self._screen = threading.local()

    def ask(self, scenario: Scenario) -> None:
        """Have the first piece of an answer calculated; who then asks for the answer waits the less for it."""
        with self._change:
            entry = self._entry(scenario)
            self._look_at(scenario.digest)
            self._work.ask(entry, 1)
            self._work.go_on()

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
                self._work.ask(entry, 1)
            if refine:
                self._refine(digest, entry)
            self._work.go_on()
            there = self._wait_for(lambda: 0 in entry.pieces or entry.error is not None, patience)
            error, entry.error = entry.error, None
            if error is not None:
                self._work.give_up(entry)
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
                self._work.ask(entry, len(entry.cut))
                self._work.go_on()
                self._wait_for(lambda: entry.complete or entry.error is not None, patience)
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
            self._work.lay_down(errand)
            self._work.go_on()

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
                self._work.go_on()

    @property
    def pace(self) -> float:
        """Seconds until it is worth while to ask anew whether an answer is refined: longer where many look."""
        return max(0.1, 0.1 * self._visitors.company)

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
                    future = self._work.front.executor.submit(work, scenario, *args, **options)
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
    def looking(self, visitor: Visitor, glance: Callable[[], object] | None = None) -> Iterator[None]:
        """A visitor's screen is made: what it asks for within is what the visitor looks at from then on.

        What the visitor looked at before, and nobody looks at any more, is given up. While the screen waits, ``glance``
        is called now and then: what it raises ends the waiting.
        """
        seen: set[str] = set()
        wanted: dict[str, Entry] = {}
        self._screen.seen, self._screen.wanted, self._screen.glance = seen, wanted, glance
        with self._change:
            # Asked for once more while the screen is made, it goes on.
            self._drop(self._visitors.begins(visitor))
            self._work.making(+1)
            self._work.go_on()
        try:
            yield
            with self._change:
                for digest, asked in wanted.items():
                    entry = self._entries.setdefault(digest, asked)
                    self._work.ask(entry, len(entry.cut))
        finally:
            self._screen.seen = self._screen.wanted = self._screen.glance = None
            with self._change:
                self._visitors.looks_at(visitor, frozenset(seen))
                self._work.making(-1)
                self._work.go_on()

    def give_up(self, scenario: Scenario) -> None:
        """Nobody looks at this scenario any more: what of it has not begun need not be calculated."""
        with self._change:
            self._drop({scenario.digest})

    def _wait_for(self, holds: Callable[[], bool], patience: float) -> bool:
        """Wait until it holds, ``patience`` seconds at the most; with what a screen glances at ending it before."""
        glance: Callable[[], object] | None = getattr(self._screen, "glance", None)
        if glance is None:
            return self._change.wait_for(holds, patience)
        until = time.monotonic() + patience
        while (left := until - time.monotonic()) > 0:
            if self._change.wait_for(holds, min(GLANCES, left)):
                return True
            glance()
        return holds()

    def _drop(self, digests: Iterable[str]) -> None:
        looked_at = self._visitors.looked_at()
        for digest in digests:
            if digest in looked_at:
                continue
            if self._ahead is not None:
                self._ahead.drop(digest)
            entry = self._entries.get(digest)
            if entry is None or entry.held:
                continue
            self._work.give_up(entry)

    def _look_at(self, digest: str) -> None:
        seen: set[str] | None = getattr(self._screen, "seen", None)
        if seen is not None:
            seen.add(digest)

    def _entry(self, scenario: Scenario) -> Entry:
        digest = scenario.digest
        entry = self._entries.get(digest)
        if entry is None:
            foreseen = self._ahead.known.pop(digest, None) if self._ahead is not None else None
            begin = foreseen.count if foreseen is not None else first_futures(scenario, self._visitors.company)
            cut = pieces_of(scenario, self.workers, begin)
            entry = self._entries[digest] = Entry(scenario, cut)
            if foreseen is not None:
                entry.take(0, foreseen)
        self._entries.move_to_end(digest)
        return entry

    def _refine(self, digest: str, entry: Entry) -> None:
        """Ask for the whole of an answer: at once, or for a screen that is being made, when it is there."""
        wanted: dict[str, Entry] | None = getattr(self._screen, "wanted", None)
        if wanted is None:
            self._work.ask(entry, len(entry.cut))
        else:
            wanted[digest] = entry

    def _tidy(self) -> None:
        """Let go of what was for visitors who have left, and of what was not asked for longest where it is too much."""
        left = self._visitors.forget_who_left()
        if left:
            self._drop(left)
        size = sum(entry.size for entry in self._entries.values())
        for digest, entry in list(self._entries.items())[:-1] if size > KEPT_BYTES else ():
            # What somebody waits for is not let go, or what comes would find no place.
            if entry.asked <= entry.pieces.keys() and not entry.held:
                size -= entry.size
                del self._entries[digest]
            if size <= KEPT_BYTES:
                return

    def close(self) -> None:
        """End the processes. What is asked for afterwards starts new ones."""
        self._work.close()
