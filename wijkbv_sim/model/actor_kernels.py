"""Steps of contracts, assets and the company, future by future: the loops behind the modules that call them.

What each number is, is said there. Everything here is whole cents and plain float64 arithmetic, in the order in which
it is written: each future comes out as it would from arrays of futures, to the bit.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

YEAR = 12.0
"""Months in a year."""


@njit(inline="always")
def between(value, low, high):
    """A value held between two others."""
    return np.minimum(np.maximum(value, low), high)


@njit(nogil=True, cache=True, _nrt=False)
def turning(alive, active, tries_in, months_left, stop, stop_chance, trying, over, stopped):
    """Where a contract is tried for, is at its end, or is stopped this month; returns whether there is any of it."""
    some = False
    for r in range(alive.size):
        trying[r] = alive[r] and not active[r] and tries_in[r] <= 0
        over[r] = active[r] and months_left[r] <= 0
        stopped[r] = active[r] and not over[r] and stop[r] < stop_chance[r]
        some |= trying[r] or over[r] or stopped[r]
    return some


@njit(nogil=True, cache=True, _nrt=False)
def bill(
    month, value, index, fulfilled, penalty, by_the_unit, active, alive, wait, luck, late_payment, standing_out,
    invoice, due,
):  # fmt: skip
    """The month's ``invoice``, and what is ``due`` of what is ``standing_out`` by the month in which it is paid."""
    waits = standing_out.shape[0]
    for r in range(alive.size):
        earned = np.maximum(fulfilled[r] - penalty[r] * (1.0 - fulfilled[r]), 0.0)
        running = np.float64(active[r] and alive[r])
        euros = value[r] / YEAR * index[r] * earned * running + by_the_unit[r] * running
        invoice[r] = np.int64(np.rint(euros * 100.0))
        late = np.int64(luck[r] < late_payment[r])
        standing_out[(month + wait[r] + late) % waits, r] += invoice[r]
        due[r] = standing_out[month % waits, r] if alive[r] else 0
        standing_out[month % waits, r] -= due[r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def write_off(months_open, life, invested, ground, added, added_rate, added_base, here, written_off, month):
    """What is written off this ``month``, on a straight line to the last month of the asset's ``life``."""
    for r in range(month.size):
        by_now = between(months_open[r] + 1.0, 0.0, life[r])
        at_once = invested[r] - added[r] - ground[r]
        total = np.int64(np.floor(at_once * by_now / life[r]))
        total += np.int64(np.rint(added_rate[r] * by_now - added_base[r]))
        month[r] = max(total - written_off[r], 0) if here[r] else 0


@njit(nogil=True, cache=True, _nrt=False)
def let_rooms(level, in_order, pace, swing, luck, is_open, before, let):
    """The part of a building that is ``let``, on the way from what was let ``before`` to its level, with a swing."""
    for r in range(let.size):
        now = before[r] + (level[r] * in_order[r] - before[r]) * pace[r] + swing[r] * luck[r]
        let[r] = between(now, 0.0, 1.0) if is_open[r] else before[r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def carefully(cash, enough, cutback, left):
    """What is ``left`` of a cost where less ``cash`` (cents) than ``enough`` (euros) is in hand."""
    for r in range(left.size):
        in_hand = cash[r] / 100.0 / enough[r] if enough[r] > 0.0 else 1.0
        left[r] = 1.0 - cutback[r] * between(1.0 - in_hand, 0.0, 1.0)
