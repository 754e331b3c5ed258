"""The processes in which a server calculates."""

from __future__ import annotations

import os
import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def _give_way() -> None:
    """Let the server's own process, which makes everybody's screens, go before this one."""
    if hasattr(os, "nice"):
        os.nice(5)


class Processes(Executor):
    """The processes of one server, the same for every thread; new ones where the old were killed.

    Loky's reusable executor is one a thread: every visitor's thread would start processes of its own.
    """

    def __init__(self, workers: int) -> None:
        self._workers = workers
        self._lock = threading.Lock()
        self._pool: Any = None

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give work to the processes. Raises BrokenExecutor where new ones fail at once too."""
        with self._lock:
            if self._pool is not None:
                try:
                    return self._pool.submit(fn, *args, **kwargs)
                except BrokenExecutor:
                    self._pool = None
            from loky import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(max_workers=self._workers, timeout=3600, initializer=_give_way)
            return self._pool.submit(fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, in the middle of what they do: who asked is gone."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=wait, kill_workers=True)
