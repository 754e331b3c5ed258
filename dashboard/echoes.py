"""Echoes: where a slider stood before the server put it elsewhere, sent along by a browser that does not know yet.

Every message of a browser says where all sliders stand. Who presses a button twice in quick succession sends the second
press before the first one's page has come, and with it the old place of each slider that the first press moved. That is
no turn of the dial. Only time tells it from one: an old place is an echo until a moment after the screen is made.
"""

from __future__ import annotations

import time

LINGERS = 2.0
"""Seconds after a screen is made in which a browser may still send where sliders stood before."""


class Echoes:
    """What one visitor's browser may still believe of the dials, by the dial's name."""

    def __init__(self) -> None:
        self._until: dict[tuple[str, float], float] = {}
        self._new: set[tuple[str, float]] = set()

    def moved(self, name: str, place: float) -> None:
        """The slider stood there until now, and the server puts it elsewhere."""
        self._until[name, place] = time.monotonic() + LINGERS
        self._new.add((name, place))

    def screen_made(self) -> None:
        """All of the screen is sent, or as much of it as will be."""
        now = time.monotonic()
        for at in self._new:
            self._until[at] = now + LINGERS
        self._new.clear()
        self._until = {at: until for at, until in self._until.items() if until > now}

    def is_echo(self, name: str, place: float) -> bool:
        """Whether the slider's place in a message is one that the browser shows for want of news."""
        if self._until.get((name, place), 0.0) <= time.monotonic():
            return False
        self.moved(name, place)  # as long as the server is told so, the browser has not heard
        return True

    def turned(self, name: str, place: float) -> None:
        """Somebody turned the dial to this place: it is no echo."""
        self._until.pop((name, place), None)
        self._new.discard((name, place))
