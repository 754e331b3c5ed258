"""The usual range over futures: of 100 futures, 90 lie between p5 and p95."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]

USUAL = (5, 50, 95)
"""The percentiles that are shown."""


class Range(NamedTuple):
    """Median and usual range of one quantity, and how many futures have a value for it."""

    median: float
    p5: float
    p95: float
    futures: int


def percentiles(values: NDArray[Any]) -> Floats:
    """p5, median and p95 over the first axis, which is the futures; not-a-number is left out."""
    return quantiles(values, tuple(percentage / 100 for percentage in USUAL))


def quantiles(values: NDArray[Any], shares: Sequence[float]) -> Floats:
    """Which value has so many below it, over the first axis, for each share; not-a-number is left out.

    The same to the bit as ``numpy.nanquantile``, which takes the columns one by one: here one sort serves all columns
    and all shares.
    """
    floats = values.astype(np.float64).reshape(len(values), math.prod(values.shape[1:]))
    shape = (len(shares), *values.shape[1:])
    if floats.size == 0:
        return np.full(shape, np.nan)
    ordered = np.sort(floats, axis=0)
    # What is missing was sorted to the end.
    last = len(floats) - 1 - np.isnan(ordered).sum(axis=0) if np.isnan(ordered[-1]).any() else len(floats) - 1
    at = np.asarray(shares)[:, None] * np.maximum(last, 0)
    lower = np.floor(at).astype(np.intp)
    upper = np.minimum(lower + 1, np.maximum(last, 0))
    columns = np.arange(floats.shape[1])
    below, above = ordered[lower, columns], ordered[upper, columns]
    step, part = above - below, at - lower
    # From the nearer of the two, as numpy does.
    found: Floats = np.where(part < 0.5, below + step * part, above - step * (1 - part))
    return found.reshape(shape)


def usual_range(values: NDArray[Any]) -> Range:
    """Median and usual range of ``values`` (replicates,), not-a-number left out."""
    p5, median, p95 = (float(x) for x in percentiles(values))
    return Range(median, p5, p95, int(np.count_nonzero(~np.isnan(values))))


def share_of_futures(values: NDArray[Any]) -> Range:
    """For what is true or not in each future: the share as median, and no range, for the share is the spread."""
    there = values[~np.isnan(values)]
    share = float(there.mean()) if there.size else float("nan")
    return Range(share, float("nan"), float("nan"), int(there.size))


def share_interval(share: float, futures: int) -> tuple[float, float]:
    """The 90% interval of a share of ``futures`` (Wilson 1927): never below 0 or above 1, also at 0 and 1."""
    z2 = 1.6448536269514722**2
    middle = (share + z2 / (2 * futures)) / (1 + z2 / futures)
    half = (z2 * share * (1 - share) / futures + z2**2 / (4 * futures**2)) ** 0.5 / (1 + z2 / futures)
    return max(middle - half, 0.0), min(middle + half, 1.0)
