"""Long work that a visitor asks for by a button: done beside the screens, it tells how far it is and can be stopped."""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

log = logging.getLogger("wijkbv.dashboard")


class StoppedError(Exception):
    """The visitor does not want it any more."""


class Task:
    """One piece of long work for one visitor.

    ``work`` gets the task and gives what comes out. It calls ``told`` as it goes on, and there it ends where the
    visitor stopped it. ``about`` is what the work is about: a screen that asks for something else does not show it.
    """

    def __init__(self, about: tuple[Any, ...], work: Callable[[Task], Any]) -> None:
        self.about = about
        self.share = 0.0
        self.result: Any = None
        self.error: Exception | None = None
        self.stopped = False
        self._rounds = 0.0
        self._within = 0
        self._ended = threading.Event()
        threading.Thread(target=self._do, args=(work,), daemon=True).start()

    @property
    def ended(self) -> bool:
        """Whether there is nothing to wait for any more."""
        return self._ended.is_set()

    def wait(self, seconds: float) -> bool:
        """Wait until it has ended, at most so long; gives whether it has."""
        return self._ended.wait(seconds)

    def stop(self) -> None:
        """Let it end where it next tells how far it is."""
        self.stopped = True

    def told(self, share: float) -> None:
        """How far the work is, from 0 to 1. Raises StoppedError where it is not wanted any more."""
        if self.stopped:
            raise StoppedError
        self.share = min(1.0, max(self.share, share))

    def rounds(self, expected: int) -> Callable[[int, int], None]:
        """What a run of several rounds calls with the work done and the whole of each; ``expected`` is the sum."""

        def on_progress(done: int, whole: int) -> None:
            if done <= self._within:  # the next round has begun
                self._rounds += self._within
            self._within = done
            self.told((self._rounds + done) / max(expected, whole))

        return on_progress

    def _do(self, work: Callable[[Task], Any]) -> None:
        try:
            self.result = work(self)
        except StoppedError:
            self.stopped = True
        except Exception as error:  # told to the visitor by the screen
            log.warning("long work failed", exc_info=error)
            self.error = error
        finally:
            self._ended.set()
