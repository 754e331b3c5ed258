"""A service's month, future by future: the loops behind service.py, which says what each number is.

Everything here is plain float64 arithmetic, in the order in which it is written.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

YEAR = 12.0
"""Months in a year."""


@njit(nogil=True, cache=True, _nrt=False)
def plan(yearly_units, running, alive, hours_each, volunteer_share, asked, wanted, hours_asked, volunteer_hours):
    """The units ``asked`` for this month, where that is anything, and the hours: all, and those of volunteers."""
    for r in range(asked.size):
        asked[r] = yearly_units[r] / YEAR * (running[r] if alive[r] else 0.0)
        wanted[r] = asked[r] > 0.0
        hours_asked[r] = asked[r] * hours_each[r]
        volunteer_hours[r] = hours_asked[r] * volunteer_share[r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def staff(hours_asked, staff_share, productive_hours, productivity, hiring, notice, begun, before, fte):
    """Full-time jobs ``fte`` on the way from those there were ``before`` to what the paid hours need."""
    for r in range(fte.size):
        yearly = productive_hours[r] * productivity[r]
        paid = hours_asked[r] * staff_share[r] * YEAR
        needed = paid / yearly if yearly > 0.0 else 0.0
        months = hiring[r] if needed > before[r] else notice[r]
        at_once = not begun or months <= 1.0
        fte[r] = needed if at_once else before[r] + (needed - before[r]) / months


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def deliver(
    fte, productive_hours, productivity, volunteer_hours, volunteers, hours_each, asked, wanted, hours_asked,
    hours_per_unit, best_quality, better, staffing, overload, has_volunteers, penalty, leaders, pace, before,
    delivered, fulfilled, quality, sums,
):  # fmt: skip
    """What is ``delivered`` of the units ``asked`` for, the part that is ``fulfilled``, and the ``quality`` after that.

    Quality goes from what it was ``before`` to what experience and, where ``staffing`` counts, staffing allow. ``sums``
    (4, replicates) is over all services, in their order; see service.py.
    """
    for r in range(asked.size):
        hours = fte[r] * productive_hours[r] * productivity[r] / YEAR
        hours = hours + volunteer_hours[r] * volunteers[r]
        able = hours / hours_each[r] if hours_each[r] > 0.0 else asked[r]
        delivered[r] = np.minimum(asked[r], able)
        fulfilled[r] = delivered[r] / asked[r] if wanted[r] else 1.0
        best = np.minimum(best_quality[r] + better[r], 1.0)
        if staffing:
            best = best * fulfilled[r] * (1.0 - penalty[r] * (overload[r] * has_volunteers[r]))
        best = best * leaders[r]
        # Nobody learns from work that is not asked for.
        quality[r] = before[r] + (best - before[r]) * pace[r] if wanted[r] else before[r]
        sums[0, r] += hours_asked[r]
        sums[1, r] += delivered[r] * hours_per_unit[r]
        sums[2, r] += hours_asked[r] * quality[r]
        sums[3, r] += quality[r]
