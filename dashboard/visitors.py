"""Who looks at the screens of one server, and at which scenarios."""

from __future__ import annotations

import time
import weakref
from collections import deque

ACTIVE = 60.0
"""Who has done nothing for so many seconds is no company for others."""


class Visitor:
    """Stands for one visitor; when it is let go, with the visitor's session, the desk knows that the visitor left."""


class Visitors:
    """Everybody who looks, and the digests of the scenarios that they look at; for one thread at a time."""

    def __init__(self) -> None:
        self._looks: dict[int, frozenset[str]] = {}
        self._came: dict[int, float] = {}
        self._left: deque[int] = deque()

    @property
    def company(self) -> int:
        """How many have done something lately."""
        lately = time.monotonic() - ACTIVE
        return sum(came > lately for came in self._came.values())

    def begins(self, visitor: Visitor) -> frozenset[str]:
        """A screen of a visitor is begun: the visitor looks at nothing until it is made. Returns what it was before."""
        who = id(visitor)
        if who not in self._looks:
            # Only noted: this may be called while anything at all goes on.
            weakref.finalize(visitor, self._left.append, who).atexit = False
        before, self._looks[who] = self._looks.get(who, frozenset()), frozenset()
        self._came[who] = time.monotonic()
        return before

    def looks_at(self, visitor: Visitor, digests: frozenset[str]) -> None:
        """A visitor's screen is made, and this is on it."""
        self._looks[id(visitor)] = digests

    def looked_at(self) -> set[str]:
        """What anybody looks at."""
        return set().union(*self._looks.values())

    def forget_who_left(self) -> set[str]:
        """What visitors looked at who have left since this was asked last."""
        found: set[str] = set()
        while self._left:
            who = self._left.popleft()
            self._came.pop(who, None)
            found |= self._looks.pop(who, frozenset())
        return found
