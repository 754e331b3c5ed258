"""Who does the work: this process, other processes, any executor, or a Dask cluster."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Union

from wijkbv_sim.experiment.parcels import Parcels
from wijkbv_sim.experiment.work import ClusterError

if TYPE_CHECKING:
    from distributed import Client

Executing = Union[Executor, "Client", str, None]
"""None (this process), "processes", an executor of concurrent.futures, a Dask Client, or a scheduler's address."""

CONNECT_SECONDS = 10


def available_cores() -> int:
    """How many cores this process may use."""
    try:
        return len(os.sched_getaffinity(0))
    except AttributeError:
        return os.cpu_count() or 1


class Crew:
    """This process: the kernels on threads, and nobody else. Others say how units are given out."""

    here = True
    threads = 1
    at_once = 1

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        """Give out a piece of work."""
        raise NotImplementedError

    def renew(self) -> None:
        """Replace what broke. Raises ClusterError where that cannot be done."""
        raise ClusterError("the executor broke and cannot be used again")

    def died(self, error: BaseException) -> bool:
        """Whether an error means that the worker died, and not that the work failed."""
        return False

    def lost(self) -> bool:
        """Whether there is nobody left to give work to."""
        return False


class _Any(Crew):
    here = False

    def __init__(self, executor: Executor, at_once: int) -> None:
        self._executor = executor
        self.at_once = at_once

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        return self._executor.submit(function, *given)


class _Processes(_Any):
    def __init__(self, workers: int) -> None:
        self.workers = workers
        self._parcels = Parcels()
        super().__init__(self._new(), 2 * workers)

    def submit(self, function: Callable[..., Any], *given: Any) -> Future[Any]:
        return self._parcels.submit(self._executor, function, *given)

    def _new(self) -> Executor:
        from loky import get_reusable_executor

        found: Executor = get_reusable_executor(max_workers=self.workers, timeout=60)
        return found

    def renew(self) -> None:
        self._executor = self._new()

    def stop(self) -> None:
        """End the processes at once."""
        self._executor.shutdown(wait=True, kill_workers=True)  # type: ignore[call-arg]  # loky's own


class _Cluster(_Any):
    def __init__(self, client: Client) -> None:
        self._client = client
        workers = sum(client.nthreads().values())
        super().__init__(client.get_executor(pure=False), 2 * max(workers, 1))

    def renew(self) -> None:
        if self.lost():
            raise ClusterError("the connection with the cluster's scheduler was lost")

    def died(self, error: BaseException) -> bool:
        return type(error).__name__ in ("KilledWorker", "FutureCancelledError")

    def lost(self) -> bool:
        return self._client.status != "running"


@contextmanager
def crew(executing: Executing, workers: int | None = None) -> Iterator[Crew]:
    """Open what an ``executor`` argument names. Raises ClusterError where a cluster does not answer."""
    if executing is None or (executing == "processes" and workers == 1):
        found = Crew()
        found.threads = available_cores()
        yield found
    elif isinstance(executing, Executor):
        yield _Any(executing, 4 * available_cores())
    elif executing == "processes":
        processes = _Processes(workers or available_cores())
        try:
            yield processes
        except BaseException:
            processes.stop()
            raise
    elif isinstance(executing, str):
        with _connected(executing) as client:
            yield _Cluster(client)
    elif hasattr(executing, "get_executor"):
        yield _Cluster(executing)
    else:
        raise TypeError(f"executor(={executing!r}) must be None, 'processes', an executor, a Dask Client or an address")


@contextmanager
def _connected(address: str) -> Iterator[Client]:
    if "://" not in address:
        raise ClusterError(f"{address!r} is no address of a cluster: expected one such as tcp://host:8786")
    try:
        from distributed import Client
    except ImportError:
        raise ClusterError("for a cluster, install wijkbv-sim[cluster]") from None
    import logging

    # What a lost connection means is told by us, in one line.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    try:
        client = Client(address, timeout=CONNECT_SECONDS, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ClusterError(f"there is no cluster at {address} ({type(error).__name__})") from None
    try:
        if not client.nthreads():
            try:
                client.wait_for_workers(1, timeout=CONNECT_SECONDS)
            except TimeoutError:
                raise ClusterError(f"the cluster at {address} has no workers") from None
        yield client
    finally:
        client.close(timeout=2)
