"""What is worked out of a scenario once and asked for often."""

from __future__ import annotations

import weakref
from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")

_KNOWN: dict[int, dict[Any, Any]] = {}


def remembered(scenario: object, what: Any, work_out: Callable[[], Found]) -> Found:
    """What ``work_out`` gives for ``what`` of a scenario: worked out once, and forgotten with the scenario itself.

    A scenario never changes, so what was found stays true; a copy of it is another object, with a memory of its own.
    """
    known = _KNOWN.get(id(scenario))
    if known is None:
        known = _KNOWN[id(scenario)] = {}
        weakref.finalize(scenario, _KNOWN.pop, id(scenario), None).atexit = False
    if what not in known:
        known[what] = work_out()
    found: Found = known[what]
    return found
