"""The processes in which a server calculates."""

from __future__ import annotations

import gc
import importlib
import os
import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import TYPE_CHECKING, Any

from dashboard.brakes import Brakes
from wijkbv_sim.experiment.parcels import Parcels

if TYPE_CHECKING:
    from collections.abc import Callable


def _get_ready(behind: int) -> None:
    """What a process does before its first work: load the model, and let others go before it on a busy machine."""
    if hasattr(os, "nice"):
        os.nice(behind)
    importlib.import_module("wijkbv_sim.model.neighbourhood")
    # What is loaded stays: no search for garbage need look through it again, while somebody waits.
    gc.collect()
    gc.freeze()


class Processes(Executor):
    """Some processes of one server, the same for every thread; new ones where the old were killed.

    ``behind``: how far they give way to others on a busy machine (0 to 19). Loky's reusable executor is one a thread:
    every visitor's thread would start processes of its own.
    """

    def __init__(self, workers: int, behind: int = 0) -> None:
        self._workers = workers
        self._behind = behind
        self._lock = threading.Lock()
        self._pool: Any = None
        self._parcels = Parcels()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Give work to the processes. Raises BrokenExecutor where new ones fail at once too."""
        with self._lock:
            if self._pool is not None:
                try:
                    return self._parcels.submit(self._pool, fn, *args, **kwargs)
                except BrokenExecutor:
                    self._pool = None
            from loky import ProcessPoolExecutor

            self._pool = ProcessPoolExecutor(
                max_workers=self._workers, timeout=3600, initializer=_get_ready, initargs=(self._behind,)
            )
            return self._parcels.submit(self._pool, fn, *args, **kwargs)

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """End the processes, in the middle of what they do: who asked is gone."""
        with self._lock:
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(wait=wait, kill_workers=True)


class Lane:
    """Processes that are given no more at once than there are of them, so that what waits can still change places."""

    def __init__(self, workers: int, executor: Executor) -> None:
        self.workers = workers
        self.executor = executor
        self.busy = 0
        self.brakes = Brakes(workers)

    @property
    def free(self) -> int:
        """How many of its processes have nothing to do."""
        return self.workers - self.busy

    def give(self, then: Callable[[Future[Any]], None], work: Callable[..., Any], *args: Any, **options: Any) -> None:
        """Have work done; ``then`` is told of what came of it, and of processes that cannot be had."""
        self.busy += 1
        try:
            future = self.executor.submit(work, *args, **options)
        except Exception as error:  # the pool itself is broken: told to who waits, not to who asked for another
            future = Future()
            future.set_exception(error)
        future.add_done_callback(then)
