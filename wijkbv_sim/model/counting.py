"""How many of a number of things happen: binomial counts from even draws, one for each future."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

MANY = 400.0
"""Above this variance a normal count is as good, and the chance of none would be too small to write down."""


def binomial(u: Floats, n: Integers, p: Floats) -> Integers:
    """The binomial counts of ``n`` tries with chance ``p`` at cumulative chances ``u``, all (replicates,).

    The distribution function is summed from the bottom until it passes ``u``, which takes as many rounds as
    the highest count; counts for which that would be long are taken from the normal distribution.

    >>> binomial(np.array([0.2, 0.6, 0.9]), np.array([2, 2, 2]), np.full(3, 0.5))
    array([0, 1, 2])
    """
    if not np.count_nonzero(n):
        return np.zeros(n.size, dtype=np.int64)
    swap = p > 0.5
    rare = np.where(swap, 1 - p, p)
    level = np.where(swap, 1 - u, u)
    large = n * rare * (1 - rare) > MANY
    count = np.zeros(n.size, dtype=np.int64)
    odds = rare / (1 - rare)
    term = np.exp(np.where(large, 0.0, n * np.log1p(-rare)))
    total = term.copy()
    while True:
        more = ~large & (total < level) & (count < n)
        if not more.any():
            break
        term = np.where(more, term * odds * (n - count) / (count + 1), term)
        count = count + more
        total = np.where(more, total + term, total)
    if large.any():
        from scipy.special import ndtri

        normal = np.rint(n * rare + np.sqrt(n * rare * (1 - rare)) * ndtri(level))
        count = np.where(large, np.clip(normal, 0, n), count).astype(np.int64)
    counts: Integers = np.where(swap, n - count, count)
    return counts
