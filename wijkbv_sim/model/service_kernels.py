"""The services' month, future by future: the loops behind service.py, which says what each number is.

Tables of services are (services, replicates). Everything here is plain float64 arithmetic, in the order in which it is
written.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

YEAR = 12.0
"""Months in a year."""


@njit(nogil=True, cache=True, _nrt=False)
def plan(
    yearly_units, running, alive, hours_each, volunteer_share, asked, wanted, hours_asked, volunteer_hours, total
):  # fmt: skip
    """The units ``asked`` for this month, where that is anything, and the hours: all, and those of volunteers.

    ``total`` (replicates,) is the volunteers' hours of all services.
    """
    for r in range(total.size):
        total[r] = 0.0
    for s in range(asked.shape[0]):
        for r in range(total.size):
            asked[s, r] = yearly_units[s, r] / YEAR * (running[s, r] if alive[r] else 0.0)
            wanted[s, r] = asked[s, r] > 0.0
            hours_asked[s, r] = asked[s, r] * hours_each[s, r]
            volunteer_hours[s, r] = hours_asked[s, r] * volunteer_share[s, r]
            total[r] += volunteer_hours[s, r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def staff(hours_asked, staff_share, productive_hours, productivity, hiring, notice, begun, fte):
    """Full-time jobs ``fte`` on the way from those there were to what the paid hours need."""
    for s in range(fte.shape[0]):
        for r in range(productivity.size):
            before = fte[s, r]
            yearly = productive_hours[r] * productivity[r]
            paid = hours_asked[s, r] * staff_share[s, r] * YEAR
            needed = paid / yearly if yearly > 0.0 else 0.0
            months = hiring[r] if needed > before else notice[r]
            at_once = not begun or months <= 1.0
            fte[s, r] = needed if at_once else before + (needed - before) / months


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def share_out(wanted, available, given, load, overload, hours):
    """Which part of the hours ``wanted`` volunteers have ``given``, their load and overload, and their ``hours``."""
    for r in range(wanted.size):
        given[r] = np.minimum(available[r] / wanted[r], 1.0) if wanted[r] > 0.0 else 1.0
        load[r] = wanted[r] / available[r] if available[r] > 0.0 else (2.0 if wanted[r] > 0.0 else 0.0)
        overload[r] = np.minimum(np.maximum(load[r] - 1.0, 0.0), 1.0)
        hours[r] = wanted[r] * given[r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def deliver(
    fte, productive_hours, productivity, volunteer_hours, volunteers, hours_each, asked, wanted, hours_asked,
    hours_per_unit, best_quality, better, staffing, overload, has_volunteers, penalty, leaders, pace, user_fee,
    purchases, saved, overhead, level, alive, delivered, fulfilled, quality, fees, bought, overheads, sums,
):  # fmt: skip
    """What is ``delivered`` of the units ``asked`` for, the part that is ``fulfilled``, and the ``quality`` after that.

    Quality goes from what it was to what experience and, where ``staffing`` counts, staffing allow. In euros: ``fees``
    that users pay, what is ``bought``, and ``overheads``. ``sums`` (4, replicates) is over all services, in their
    order; see service.py.
    """
    for k in range(4):
        for r in range(alive.size):
            sums[k, r] = 0.0
    for s in range(asked.shape[0]):
        for r in range(alive.size):
            hours = fte[s, r] * productive_hours[r] * productivity[r] / YEAR
            hours = hours + volunteer_hours[s, r] * volunteers[r]
            able = hours / hours_each[s, r] if hours_each[s, r] > 0.0 else asked[s, r]
            units = np.minimum(asked[s, r], able)
            delivered[s, r] = units
            fulfilled[s, r] = units / asked[s, r] if wanted[s, r] else 1.0
            best = np.minimum(best_quality[s, r] + better[s, r], 1.0)
            if staffing:
                best = best * fulfilled[s, r] * (1.0 - penalty[s, r] * (overload[r] * has_volunteers[s, r]))
            best = best * leaders[r]
            # Nobody learns from work that is not asked for.
            if wanted[s, r]:
                quality[s, r] = quality[s, r] + (best - quality[s, r]) * pace[s, r]
            fees[s, r] = units * user_fee[s, r] * level[r]
            bought[s, r] = units * purchases[s, r] * saved[s, r] * level[r]
            overheads[s, r] = overhead[s, r] / YEAR * level[r] if wanted[s, r] and alive[r] else 0.0
            sums[0, r] += hours_asked[s, r]
            sums[1, r] += units * hours_per_unit[s, r]
            sums[2, r] += hours_asked[s, r] * quality[s, r]
            sums[3, r] += quality[s, r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def look_back(sums, services, continuity, quality, share, kept):
    """After ``deliver``: ``quality`` by hours, the ``share`` of the hours that was delivered, and what is ``kept`` up.

    Where nothing was asked for, all ``services`` count alike and ``continuity`` stays what it was.
    """
    for r in range(share.size):
        asked = sums[0, r]
        if services > 0:
            quality[r] = sums[2, r] / asked if asked > 0.0 else sums[3, r] / services
        share[r] = sums[1, r] / asked if asked > 0.0 else np.nan
        kept[r] = continuity[r] + (share[r] - continuity[r]) / YEAR if asked > 0.0 else continuity[r]
