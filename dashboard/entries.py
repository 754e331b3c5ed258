"""What a desk holds: answers as far as they are there, and what waits to be calculated."""

from __future__ import annotations

import itertools
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from dashboard.pieces import SEED, WHOLE
from wijkbv_sim.results import Results

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Future

    from dashboard.brakes import Brake
    from wijkbv_sim.experiment.chunk import Chunk
    from wijkbv_sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Answer:
    """The futures that are there. ``refined``: all that were asked for."""

    results: Results
    refined: bool


@dataclass(eq=False)
class Entry:
    """What is there of a scenario's answer, and how many pieces of work wait for the whole of it."""

    scenario: Scenario
    cut: list[tuple[int, int]]
    pieces: dict[int, Chunk] = field(default_factory=dict)
    asked: set[int] = field(default_factory=set)
    held: int = 0
    answer: Answer | None = None
    error: BaseException | None = None
    size: int = 0
    """Bytes of the pieces."""
    since: float = field(default_factory=time.monotonic)
    """When it was first asked for."""

    @property
    def complete(self) -> bool:
        """Whether all futures are there."""
        return sum(piece.count for piece in self.pieces.values()) >= WHOLE

    def so_far(self) -> Answer:
        """The futures that are there, without a gap: always the first so many."""
        pieces = [self.pieces[first] for first, _ in itertools.takewhile(lambda c: c[0] in self.pieces, self.cut)]
        count = sum(piece.count for piece in pieces)
        # The same object for everybody: what is worked out of it is worked out once.
        if self.answer is None or self.answer.results.replicates != count:
            results = Results(self.scenario, SEED, wanted=count, chunks=pieces)
            self.answer = Answer(results, refined=count >= WHOLE)
        return self.answer

    def take(self, first: int, piece: Chunk) -> None:
        """A piece has come; again, where it was given up too late and asked for anew."""
        if first in self.pieces:
            return
        self.asked.add(first)
        self.pieces[first] = piece
        self.size += sum(values.nbytes for values in piece.columns.values())


@dataclass(eq=False)
class Job:
    """A piece to be calculated."""

    entry: Entry
    first: int
    count: int
    tries: int = 0
    brake: Brake | None = None
    """Of the process that calculates it, where it can be held up."""


@dataclass(eq=False)
class Errand:
    """A piece of long work, and the future by which who asked for it gets what comes out."""

    future: Future[Any]
    work: Callable[..., Any]
    args: tuple[Any, ...]
    options: dict[str, Any]
    tries: int = 0
    again: bool = False
    """Whether its process ended, so that it is done once more."""
