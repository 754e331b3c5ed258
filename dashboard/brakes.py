"""Brakes on work that is under way in other processes: it waits while somebody needs the machine more, or is given up.

Two processes that calculate on two cores take longer each than one alone, whatever their priorities: cores share what
they calculate with. So work that nobody waits for stands still while a first answer is calculated. Whoever works looks
at its brake every month of the model, some milliseconds apart.
"""

from __future__ import annotations

import mmap
import os
import tempfile
import time
import weakref
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

GO, HOLD, STOP = 0, 1, 2

LONGEST = 1.0
"""Seconds that a month of work waits at the most: what is held goes on slowly, it does not stand still for ever."""

LOOK = 0.002
"""Seconds between two looks at a brake that holds."""


class GivenUpError(Exception):
    """Nobody wants the work any more."""


@dataclass(frozen=True)
class Brake:
    """The brake of one piece of work, as the process sees it that works: a byte of a file."""

    path: str
    place: int

    def watch(self) -> Callable[[int], None]:
        """What to call after every month: it returns when work may go on. Raises GivenUpError where it need not."""
        try:
            states = _states(self.path)
        except OSError:  # whoever tidied the folder away: the work is done all the same
            return lambda _: None
        parent = os.getppid()

        def look(_: int) -> None:
            until = time.monotonic() + LONGEST if states[self.place] == HOLD else 0.0
            while states[self.place] == HOLD and time.monotonic() < until and os.getppid() == parent:
                time.sleep(LOOK)
            if states[self.place] == STOP or os.getppid() != parent:
                raise GivenUpError

        return look


@lru_cache(maxsize=16)
def _states(path: str) -> mmap.mmap:
    with open(path, "rb") as file:
        return mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)


class Brakes:
    """The brakes of as many pieces of work as are under way at once; not safe to be called from several threads."""

    def __init__(self, places: int) -> None:
        handle, self._path = tempfile.mkstemp(prefix="wijkbv-")
        os.write(handle, bytes(places))
        self._states = mmap.mmap(handle, places)
        os.close(handle)
        self._free = list(range(places))
        self._held = False
        weakref.finalize(self, _remove, self._path, self._states)

    def take(self) -> Brake:
        """A brake for work that begins; free it when the work has ended. Raises IndexError where none is left."""
        place = self._free.pop()
        self._states[place] = HOLD if self._held else GO
        return Brake(self._path, place)

    def free(self, brake: Brake) -> None:
        """The work has ended."""
        self._free.append(brake.place)

    def hold(self, yes: bool) -> None:
        """Let all that is under way, and what begins, wait; or let it go on."""
        if yes != self._held:
            self._held = yes
            for place, state in enumerate(self._states[:]):
                if state != STOP:
                    self._states[place] = HOLD if yes else GO

    def stop(self, brake: Brake) -> None:
        """Nobody wants this piece of work any more."""
        self._states[brake.place] = STOP


def _remove(path: str, states: mmap.mmap) -> None:
    states.close()
    with suppress(OSError):
        os.remove(path)
