"""Files as documents need them: only ordinary ones, never too big, and written in one step."""

from __future__ import annotations

import difflib
import os
import secrets
import stat
from pathlib import Path

from wijkbv_sim.language import N_
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.errors import NEAR, Problem, ScenarioError, refuse, short
from wijkbv_sim.scenario.tree import MAX_BYTES


def regular(name: str) -> None:
    """Raise ScenarioError for what is no ordinary file: reading a device or a pipe may never end."""
    try:
        found = os.stat(name)
    except FileNotFoundError:
        raise ScenarioError([_not_there(name)]) from None
    except PermissionError:
        raise refuse("no_permission", name) from None
    except (OSError, ValueError) as error:
        raise refuse("unreadable", short(name), said=_reason(error)) from None
    if stat.S_ISDIR(found.st_mode):
        raise refuse("directory", name)
    if not stat.S_ISREG(found.st_mode):
        raise refuse("not_regular", name)
    if found.st_size > MAX_BYTES:
        raise refuse("too_big", name, limit=MAX_BYTES, of=N_("bytes"))


def text_of(name: str) -> str:
    """The text of an ordinary file of at most MAX_BYTES. Raises ScenarioError for any other."""
    regular(name)
    try:
        with open(name, "rb") as file:
            found = file.read(MAX_BYTES + 1)
    except PermissionError:
        raise refuse("no_permission", name) from None
    except OSError as error:
        raise refuse("unreadable", name, said=_reason(error)) from None
    return decoded(found, name)


def decoded(text: str | bytes, file: str | None) -> str:
    """Text from UTF-8, with or without a byte order mark. Raises ScenarioError for other bytes."""
    if len(text) > MAX_BYTES:
        raise refuse("too_big", file, limit=MAX_BYTES, of=N_("bytes"))
    if isinstance(text, str):
        return text.removeprefix("\ufeff")
    try:
        return text.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = text[: error.start]
        at = (before.count(b"\n") + 1, error.start - before.rfind(b"\n"))
        raise refuse("not_utf8", file, at) from None


def _not_there(name: str) -> Problem:
    near = difflib.get_close_matches(Path(name).stem[:80], library.names(), n=3, cutoff=0.5)
    return Problem.of("not_there", short(name, 200), near=NEAR.join(near))


def _reason(error: Exception) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def replace(name: str, text: str) -> None:
    """Write a file so that a reader sees the old text or the new, never half of it.

    Raises ScenarioError where that is not possible.
    """
    target = os.path.realpath(name)  # a link stays a link
    if os.path.exists(target):
        regular(target)
    scratch = None
    try:
        beside = os.path.join(os.path.dirname(target), f".{os.getpid()}-{secrets.token_hex(6)}.part")
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        scratch = beside
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(target):
            os.chmod(scratch, stat.S_IMODE(os.stat(target).st_mode))
        os.replace(scratch, target)
    except PermissionError:
        raise refuse("no_permission", name) from None
    except OSError as error:
        raise refuse("unreadable", name, said=_reason(error)) from None
    finally:
        if scratch is not None and os.path.exists(scratch):
            os.unlink(scratch)
