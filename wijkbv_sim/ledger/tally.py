"""Sums that are read off the books month after month: said once as lists of rows, worked out in one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger.accounts import Account, Sector

if TYPE_CHECKING:
    from numpy.typing import NDArray

BALANCE = 0
OPENING = BALANCE + len(Account)
PAID = OPENING + len(Account)
RECEIVED = PAID + len(Sector)
ROWS = RECEIVED + len(Sector)
"""The ledger's memory: balances, balances at the month's opening, and payments to and from sectors, row below row."""

Entries = list[tuple[int, int]]
"""Rows of the books and the sign with which each counts."""


def debited(*accounts: Account) -> Entries:
    """The month's movement of accounts, debit minus credit."""
    return [(BALANCE + a, 1) for a in accounts] + [(OPENING + a, -1) for a in accounts]


def credited(*accounts: Account) -> Entries:
    """The month's movement of accounts, credit minus debit."""
    return [(row, -sign) for row, sign in debited(*accounts)]


def held(*accounts: Account) -> Entries:
    """What stands on accounts now, debit minus credit."""
    return [(BALANCE + a, 1) for a in accounts]


def owed(*accounts: Account) -> Entries:
    """What stands on accounts now, credit minus debit."""
    return [(BALANCE + a, -1) for a in accounts]


def paid_to(*sectors: Sector) -> Entries:
    """The month's payments to sectors."""
    return [(PAID + s, 1) for s in sectors]


def received_from(*sectors: Sector) -> Entries:
    """The month's payments from sectors."""
    return [(RECEIVED + s, 1) for s in sectors]


class Tally:
    """Sums by name, in the order in which they are given.

    >>> costs = Tally(wages=debited(Account.WAGES), debt=owed(Account.LOANS))
    >>> costs.names
    ('wages', 'debt')
    """

    def __init__(self, **sums: Entries) -> None:
        self.names = tuple(sums)
        entries = [entry for some in sums.values() for entry in some]
        self.row: NDArray[np.int64] = np.array([row for row, _ in entries], dtype=np.int64)
        self.sign: NDArray[np.int64] = np.array([sign for _, sign in entries], dtype=np.int64)
        self.end: NDArray[np.int64] = np.cumsum([len(some) for some in sums.values()], dtype=np.int64)
        """Where the entries of each sum end."""
