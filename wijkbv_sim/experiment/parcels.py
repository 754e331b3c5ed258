"""Results on their way from process to process: in a file, and in the pipe between the processes only its name.

A pipe holds 64 kB. Whoever sends more waits until the other side has read it, a piece at a time, and who is killed
meanwhile leaves half a message: the pool would wait for its rest for ever, for everybody (as would the standard
library's). A name is there whole or not at all. And who reads has to get a turn among its own threads once, not once
for every piece.
"""

from __future__ import annotations

import pickle
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor, Future

SMALL = 2**13
"""Bytes that go through the pipe at once."""


class Parcels:
    """Where results lie while they are on their way to this process; let go, it takes along what nobody fetched."""

    def __init__(self) -> None:
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        with suppress(OSError):  # where no folder can be had, results go through the pipe
            self._folder = tempfile.TemporaryDirectory(prefix="wijkbv-", ignore_cleanup_errors=True)

    def submit(self, executor: Executor, work: Callable[..., Any], /, *args: Any, **options: Any) -> Future[Any]:
        """Have ``work(*args, **options)`` done by a pool of processes; what it gives comes as a parcel."""
        if self._folder is None:
            return executor.submit(work, *args, **options)
        return executor.submit(_done, self._folder.name, work, args, options)


class _Parcel:
    """A result that is packed where it is made, and is itself again where it is opened."""

    def __init__(self, folder: str, value: Any) -> None:
        self.folder = folder
        self.value = value

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        content = pickle.dumps(self.value, protocol=pickle.HIGHEST_PROTOCOL)
        if len(content) > SMALL:
            # Without a folder, or without room in it, it goes as others do.
            with suppress(OSError):
                return _fetched, (_laid_down(self.folder, content),)
        return pickle.loads, (content,)


def _done(folder: str, work: Callable[..., Any], args: tuple[Any, ...], options: dict[str, Any]) -> _Parcel:
    return _Parcel(folder, work(*args, **options))


def _laid_down(folder: str, content: bytes) -> str:
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            file.write(content)
        except OSError:
            Path(file.name).unlink(missing_ok=True)
            raise
    return file.name


def _fetched(path: str) -> Any:
    content = Path(path).read_bytes()
    Path(path).unlink(missing_ok=True)
    return pickle.loads(content)
