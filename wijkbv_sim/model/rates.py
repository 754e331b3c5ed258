"""From chances and growth per year to chances and growth per month: the one place where that is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

MONTHS = 12

YEAR: Floats = np.array(float(MONTHS))
"""The same, for arithmetic on futures: NumPy takes twice as long over one of Python's whole numbers."""

WEEKS_PER_MONTH = 52.1775 / 12
"""Weeks in a month: a year of 365.2425 days has 52.1775 weeks."""

ALMOST_SURE = 1.0 - 1e-9


def intensity(yearly_chance: Floats) -> Floats:
    """The monthly intensity (events per month) of something with this chance in a year.

    >>> float(np.round(1 - np.exp(-12 * intensity(np.array(0.05))), 12))
    0.05
    """
    # np.clip takes thrice as long on a row of futures.
    return -np.log1p(-np.minimum(np.maximum(yearly_chance, 0.0), ALMOST_SURE)) / YEAR


def monthly_chance(yearly_chance: Floats) -> Floats:
    """The chance in a month of something with this chance in a year: 1 - (1 - r)^(1/12); what is sure, is at once.

    >>> float(np.round(monthly_chance(np.array(0.12)), 6))
    0.010596
    """
    return np.where(yearly_chance >= 1.0, 1.0, chance(intensity(yearly_chance)))


def chance(monthly_intensity: Floats) -> Floats:
    """The chance that something of this intensity happens within the month."""
    return -np.expm1(-monthly_intensity)


def monthly_growth(yearly_growth: Floats) -> Floats:
    """The factor per month of a growth per year: (1 + g)^(1/12)."""
    return np.power(1.0 + yearly_growth, 1.0 / MONTHS)


def shift_odds(chance_: Floats, log_odds: Floats) -> Floats:
    """A chance after its log-odds move by ``log_odds``; 0 and 1 stay what they are.

    >>> float(np.round(shift_odds(np.array(0.5), np.array(np.log(3))), 12))
    0.75
    """
    factor = np.exp(log_odds)
    return chance_ * factor / (1.0 - chance_ + chance_ * factor)


def pace(months: Floats) -> Floats:
    """The part of the way to a target that is gone in a month, with a time constant in months."""
    return -np.expm1(-1.0 / months)


def approach(value: Floats, target: Floats, of_the_way: Floats) -> Floats:
    """One month of going to a target, at a pace (see ``pace``)."""
    return value + (target - value) * of_the_way
