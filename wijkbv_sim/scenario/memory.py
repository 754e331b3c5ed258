"""What is worked out once of a scenario, or of what it came to, and asked for often."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")

_KNOWN: dict[int, dict[Any, Any]] = {}


def remembered(owner: object, what: Any, work_out: Callable[[], Found]) -> Found:
    """What ``work_out`` gives for ``what`` of its owner: worked out once, and forgotten with the owner itself.

    A scenario never changes, nor do results, so what was found stays true; a copy is another object, with a memory of
    its own.
    """
    known = _KNOWN.get(id(owner))
    if known is None:
        known = _KNOWN[id(owner)] = {}
        weakref.finalize(owner, _KNOWN.pop, id(owner), None).atexit = False
    if what not in known:
        known[what] = work_out()
    found: Found = known[what]
    return found
