"""What all visitors of one server share."""

from __future__ import annotations

from functools import cache

from dashboard.desk import Desk


@cache
def desk() -> Desk:
    """The one desk of this server."""
    return Desk()
