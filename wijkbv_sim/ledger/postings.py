"""The ledger's postings, future by future: one pass over a few futures costs less than an array for every step of it.

There are few of them, and they can do more than is asked of them each time: a process loads each of them anew.
Rows are those of one account or sector (replicates,), in whole cents, and are written in place.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit


@njit(nogil=True, cache=True, _nrt=False)
def post(to, of, amount, with_whom):
    """Move ``amount`` from one account to another, and remember it with the counterparty."""
    if amount.size != to.size:
        raise ValueError("a posting must have an amount for each future")
    for r in range(amount.size):
        to[r] += amount[r]
        of[r] -= amount[r]
        with_whom[r] += amount[r]


@njit(nogil=True, cache=True, _nrt=False)
def post_euros(to, of, one, second, third, share_of_rest, euros, share):
    """The same with ``euros``, rounded to whole cents: ``share`` of it with ``one``, and the rest cut in two."""
    if euros.size != to.size:
        raise ValueError("a posting must have an amount for each future")
    for r in range(euros.size):
        amount = np.int64(np.rint(euros[r] * 100.0))
        part = np.int64(np.rint(amount * share[r]))
        rest = amount - part
        of_rest = np.int64(np.rint(rest * share_of_rest[r]))
        to[r] += amount
        of[r] -= amount
        one[r] += part
        second[r] += of_rest
        third[r] += rest - of_rest


@njit(nogil=True, cache=True, _nrt=False)
def tally(books, row, sign, end, sums):
    """Fill ``sums`` (sums, replicates) with the sums of rows of ``books`` that a Tally asks for."""
    entry = 0
    for k in range(end.size):
        for r in range(sums.shape[1]):
            sums[k, r] = 0
        while entry < end[k]:
            for r in range(sums.shape[1]):
                sums[k, r] += sign[entry] * books[row[entry], r]
            entry += 1
