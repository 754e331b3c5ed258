"""Why a company ended."""

from __future__ import annotations

from enum import IntEnum


class Cause(IntEnum):
    """The cause of a failure; the number is what is reported."""

    NONE = 0
    INSOLVENCY = 1
    NO_LEADER = 2
    TOO_FEW_MEMBERS = 3

    @property
    def label_nl(self) -> str:
        """The name on Dutch screens."""
        return _LABELS[self][0]

    @property
    def label_en(self) -> str:
        """The name on English screens."""
        return _LABELS[self][1]


_LABELS = {
    Cause.NONE: ("bestaat nog", "still exists"),
    Cause.INSOLVENCY: ("failliet", "insolvent"),
    Cause.NO_LEADER: ("geen trekker", "no leader"),
    Cause.TOO_FEW_MEMBERS: ("te weinig leden", "too few members"),
}
