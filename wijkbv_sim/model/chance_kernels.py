"""A month's chances of joining, leaving, becoming active, stopping and burning out, future by future.

Two steps, because exponentials stay with NumPy, whose last bit another library need not share: what they are taken of,
and what comes of them. The loops behind residents.py, which says what each number is.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit

from wijkbv_sim.model.columns import ACTIVE, MEMBER, OPEN, Chance, Stock

MADE_WITH = "86cb74838d48b84d"
"""Digest of columns.py, for the reason that kernels.py gives."""

YEAR = 12.0
"""Months in a year."""

REFERENCE = 0.5
"""Quality and trust at which joining and leaving go at the rates that the scenario gives."""

LITTLE_MORE = 1 + 1e-9
"""Ceilings are a little higher than the chance, so that rounding never hides anybody."""


@njit(nogil=True, cache=True, _nrt=False)
def hours_of_volunteers(stocks, employed, not_employed, weeks, hours):
    """The ``hours`` that active members can give in so many ``weeks``, at their hours a week."""
    for r in range(hours.size):
        at_work = stocks[r, Stock.ACTIVE_EMPLOYED]
        others = stocks[r, Stock.ACTIVE] - at_work
        hours[r] = (at_work * employed[r] + others * not_employed[r]) * weeks


@njit(nogil=True, cache=True, _nrt=False)
def dues(stocks, fee, volunteer_cost, outreach_budget, price_level, alive, fees, costs, outreach):
    """A month's ``fees`` of members, ``costs`` of volunteers and ``outreach``, in euros, where the company exists."""
    for r in range(fees.size):
        level = price_level[r] if alive[r] else 0.0
        fees[r] = stocks[r, Stock.MEMBERS] * fee[r] / YEAR * level
        costs[r] = stocks[r, Stock.ACTIVE] * volunteer_cost[r] / YEAR * level
        outreach[r] = outreach_budget[r] / YEAR * level


@njit(nogil=True, cache=True, _nrt=False)
def prepare(
    quality, trust, load, overload, say, leaders, discount, quality_counts, trust_counts, load_activates, load_burns,
    idleness_stops, quality_sensitivity, trust_sensitivity, fee, fee_sensitivity, fee_weights, stopping, idleness,
    burnout, say_retention, activation, say_activation, exponents, intensities,
):  # fmt: skip
    """What exponentials and chances are taken of.

    ``exponents`` (replicates, 4) are of the appeal for each income and of leaving; ``intensities`` (4, replicates) a
    month's intensities of stopping, of burning out, of leaving as far as members have a say, and of becoming active.
    """
    for r in range(fee.size):
        satisfaction = quality_sensitivity[r] * (quality[r] - REFERENCE) if quality_counts else 0.0
        trusting = trust_sensitivity[r] * (trust[r] - REFERENCE) if trust_counts else 0.0
        price = -(fee_sensitivity[r] * np.maximum(fee[r] - discount[r], 0.0) / 100.0)
        for income in range(3):
            exponents[r, income] = satisfaction + trusting + price * fee_weights[r, income]
        exponents[r, 3] = -satisfaction
        idle = np.minimum(np.maximum(1.0 - load[r], 0.0), 1.0) if idleness_stops else 0.0
        intensities[0, r] = stopping[r] * (1.0 + idleness[r] * idle)
        intensities[1, r] = burnout[r] * (overload[r] if load_burns else 0.0)
        intensities[2, r] = 1.0 - say_retention[r] * say[r]
        keenness = (1.0 + say_activation[r] * say[r]) * leaders[r]
        intensities[3, r] = activation[r] * (np.minimum(load[r], 2.0) if load_activates else 1.0) * keenness


@njit(nogil=True, cache=True, _nrt=False)
def fill(count, stocks, alive, influence, local_influence, most_targeted, powers, chance, appeal, chances, ceilings):
    """Fill ``appeal`` (replicates, 3), ``chances`` (replicates, chances) and ``ceilings`` (replicates, 2, 4).

    ``powers`` are the exponentials, and ``chance`` (4, replicates) the chances, of what ``prepare`` says. The ceilings
    are, by state, the month's highest chances of what low and high draws bring.
    """
    for r in range(alive.size):
        members = stocks[r, Stock.MEMBERS]
        open_now = max(stocks[r, Stock.OPEN] + members, 1)
        reached = members / open_now
        stop, burns, leave, activated = chance[0, r], chance[1, r], chance[2, r], chance[3, r]
        burn = (1.0 - stop) * burns
        most = 0.0
        for income in range(3):
            appeal[r, income] = powers[r, income] if alive[r] else 0.0
            most = max(most, appeal[r, income])
        chances[r, Chance.INFLUENCE_ALL] = influence[r] * (1.0 - local_influence[r]) * reached
        chances[r, Chance.OWN_SCALE] = 1.0 / (open_now / count)
        chances[r, Chance.FALLBACK] = reached
        chances[r, Chance.LEAVE] = leave
        chances[r, Chance.ACTIVATE] = (1.0 - leave) * activated
        chances[r, Chance.LEAVE_OR_STOP] = leave + (1.0 - leave) * stop
        chances[r, Chance.LEAVE_STOP_OR_BURN] = leave + (1.0 - leave) * (stop + burn)
        pull = chances[r, Chance.OUTREACH] + chances[r, Chance.INFLUENCE_ALL] + chances[r, Chance.INFLUENCE_OWN]
        pull = pull + most_targeted[r]
        # No chance is above its intensity.
        ceilings[r, 0, OPEN] = np.minimum(pull * most, 1.0) * LITTLE_MORE
        ceilings[r, 0, MEMBER] = chances[r, Chance.ACTIVATE] * LITTLE_MORE
        ceilings[r, 1, MEMBER] = chances[r, Chance.LEAVE] * LITTLE_MORE
        ceilings[r, 1, ACTIVE] = chances[r, Chance.LEAVE_STOP_OR_BURN] * LITTLE_MORE
