"""Steps of contracts, assets and the company, future by future: the loops behind the modules that call them.

What each number is, is said there. Everything here is whole cents and plain float64 arithmetic, in the order in which
it is written: each future comes out as it would from arrays of futures, to the bit.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

from wijkbv_sim.model.philox import block

MADE_WITH = "f3732fc67a81ac57"
"""Digest of philox.py, for the reason that kernels.py gives."""

YEAR = 12.0
"""Months in a year."""


@njit(inline="always")
def between(value, low, high):
    """A value held between two others."""
    return np.minimum(np.maximum(value, low), high)


@njit(nogil=True, cache=True, _nrt=False)
def draw_ahead(entity, replicate, first, process, k0, k1, draws):
    """Fill ``draws`` (months, 4, replicates) with an entity's draws between 0 and 1 from month ``first`` on."""
    for m in range(draws.shape[0]):
        for r in range(replicate.size):
            words = block(entity, replicate[r], first + m, process, k0, k1)
            for k in range(4):
                draws[m, k, r] = (np.float64(words[k]) + 0.5) * 2.0**-32


@njit(nogil=True, cache=True, _nrt=False)
def go_on(alive, active, tries_in, months_left, stop, stop_chance, trying, over, stopped):
    """Where a contract is tried for, is at its end, or is stopped this month; where nothing is, a month goes by.

    Returns whether there is any of it: then the contract's own numbers are still to be changed.
    """
    some = False
    for r in range(alive.size):
        trying[r] = alive[r] and not active[r] and tries_in[r] <= 0
        over[r] = active[r] and months_left[r] <= 0
        stopped[r] = active[r] and not over[r] and stop[r] < stop_chance[r]
        some |= trying[r] or over[r] or stopped[r]
    if some:
        return True
    for r in range(alive.size):
        active[r] = active[r] and alive[r]
        tries_in[r] -= 1
        months_left[r] -= 1
    return False


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
def write_off(now, opened_in, life, invested, ground, added, added_rate, added_base, here, written_off, month):
    """What is written off in the ``month`` that is ``now``, on a straight line to the last of the asset's ``life``."""
    for r in range(month.size):
        by_now = between(now - opened_in[r] + 1.0, 0.0, life[r])
        at_once = invested[r] - added[r] - ground[r]
        total = np.int64(np.floor(at_once * by_now / life[r]))
        total += np.int64(np.rint(added_rate[r] * by_now - added_base[r]))
        month[r] = max(total - written_off[r], 0) if here[r] else 0


@njit(nogil=True, cache=True, _nrt=False)
def wear(before, initial, repair, decay, behind, here, now):
    """The condition ``now``: on the way back to the ``initial`` one, or worse where the asset is ``behind`` (euros)."""
    for r in range(now.size):
        now[r] = before[r]
        if here[r] and behind[r] > 0.0:
            now[r] = np.maximum(before[r] - decay[r] / YEAR, 0.0)
        elif here[r]:
            now[r] = np.maximum(before[r], before[r] + (initial[r] - before[r]) * repair)


@njit(nogil=True, cache=True, _nrt=False)
def let_rooms(level, in_order, pace, swing, luck, is_open, before, area, price, prices, let, rent):
    """The part of a building that is ``let``, on the way from what was let ``before`` to its level, with a swing.

    ``rent`` is what it brings: an ``area`` (m2) at a ``price`` (EUR/m2) and a level of ``prices``.
    """
    for r in range(let.size):
        now = before[r] + (level[r] * in_order[r] - before[r]) * pace[r] + swing[r] * luck[r]
        let[r] = between(now, 0.0, 1.0) if is_open[r] else before[r]
        rent[r] = area[r] * let[r] * price[r] * prices[r]


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def carefully(cost, cash, target, spending, cutback, left):
    """What is ``left`` of a cost where less ``cash`` (cents) is in hand than a ``target`` in months of ``spending``."""
    for r in range(left.size):
        enough = target[r] * spending[r]
        in_hand = cash[r] / 100.0 / enough if enough > 0.0 else 1.0
        left[r] = cost[r] * (1.0 - cutback[r] * between(1.0 - in_hand, 0.0, 1.0))


@njit(nogil=True, cache=True, _nrt=False)
def trust(
    quality, weight_quality, continuity, inclusion, weight_inclusion, ordinary, gain, benchmark, pace, leaders,
    hours_asked, alive, before, now,
):  # fmt: skip
    """The municipality's trust ``now``, on the way from what it was ``before`` to what is seen."""
    for r in range(now.size):
        seen = weight_quality[r] * quality[r] + (1.0 - weight_quality[r]) * continuity[r]
        # Without members there is nobody to hold against the neighbourhood.
        alike = seen if np.isnan(inclusion[r]) else inclusion[r]
        seen += weight_inclusion[r] * (alike - seen)
        deserved = between(ordinary + gain[r] * (seen - benchmark[r]), 0.0, 1.0) if alive[r] else 0.0
        moved = before[r] + (deserved - before[r]) * pace[r]
        # Trust grows more slowly where nobody leads.
        if moved > before[r] and leaders[r] < 1.0:
            moved = before[r] + (moved - before[r]) * leaders[r]
        # Where nothing is done there is nothing to see, until it is over.
        now[r] = moved if hours_asked[r] > 0.0 or not alive[r] else before[r]


@njit(nogil=True, cache=True, _nrt=False)
def spend_elsewhere(money, payroll, wage_taxes, here, locally, flows):
    """The contractor's month: ``flows`` (5, replicates) in the order of the NAMES of outside.py."""
    for r in range(money.size):
        wages = np.int64(np.rint(money[r] * payroll[r]))
        rest = money[r] - wages
        taxes = np.int64(np.rint(wages * wage_taxes[r]))
        net = wages - taxes
        residents = min(np.int64(np.rint(money[r] / 100.0 * here[r] * 100.0)), net)
        local = min(np.int64(np.rint(money[r] / 100.0 * locally[r] * 100.0)), rest)
        flows[0, r] = residents
        flows[1, r] = local
        flows[2, r] = net - residents
        # What is neither wage nor bought locally is bought elsewhere, or profit of owners there.
        flows[3, r] = rest - local
        flows[4, r] = taxes


@njit(inline="always")
def respend(households, businesses, spending, wages, purchases):
    """What reaches households and businesses of the neighbourhood one round later, given what they got."""
    return businesses * wages, households * spending + businesses * purchases


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def of_each_euro(
    income, households, businesses, spending, wages, purchases, leaks, determinant, lm3, multiplier
):  # fmt: skip
    """LM3 after two rounds of spending, and the multiplier after all of them; see economy.py."""
    for r in range(income.size):
        to_households, to_businesses = respend(households[r], businesses[r], spending[r], wages[r], purchases[r])
        again = to_households + to_businesses
        all_households = (leaks[r] * households[r] + wages[r] * businesses[r]) / determinant[r]
        all_businesses = (spending[r] * households[r] + businesses[r]) / determinant[r]
        some = income[r] > 0.0
        lm3[r] = (income[r] + households[r] + businesses[r] + again) / income[r] if some else np.nan
        multiplier[r] = (income[r] + all_households + all_businesses) / income[r] if some else np.nan


@njit(nogil=True, cache=True, _nrt=False)
def add_building(floor_area, here, let, condition, sums):
    """Add a building to ``sums`` (3, replicates): floor area, and the let part and the condition times that."""
    for r in range(here.size):
        area = floor_area[r] if here[r] else 0.0
        sums[0, r] += area
        sums[1, r] += let[r] * area
        sums[2, r] += condition[r] * area
