"""Corporation tax (vennootschapsbelasting): brackets, losses carried forward, and the small-profit exemption."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wijkbv_sim.ledger.ledger import Cents

LOW_RATE = 190
HIGH_RATE = 258
BRACKET = 200_000_00
"""19% up to EUR 200,000 and 25.8% above, in tenths of a percent and cents (Wet Vpb 1969 art. 22, 2025)."""

EXEMPT_YEAR = 15_000_00
EXEMPT_FIVE_YEARS = 75_000_00
"""Foundations and associations: no tax on EUR 15,000 in a year, or EUR 75,000 in five (art. 6 Wet Vpb)."""

LOSS_FREE = 1_000_000_00
"""Up to EUR 1 million of profit is set off against old losses in full, above that half (art. 20 Wet Vpb)."""


def by_brackets(profit: Cents) -> Cents:
    """The tax on a taxable profit, in whole cents rounded down, as the law rounds in favour of the payer."""
    low = np.minimum(np.maximum(profit, 0), BRACKET)
    high = np.maximum(profit - BRACKET, 0)
    tax: Cents = (low * LOW_RATE + high * HIGH_RATE) // 1000
    return tax


class LossesAndProfits:
    """What a company remembers of earlier years for its tax."""

    def __init__(self, replicates: int, *, exempt_when_small: bool) -> None:
        self.exempt_when_small = exempt_when_small
        self.losses: Cents = np.zeros(replicates, dtype=np.int64)
        self.last_four: list[Cents] = []

    def due(self, result: Cents) -> Cents:
        """The tax on this year's result, in cents (replicates,); remembers the year."""
        profit = np.maximum(result, 0)
        exempt = np.zeros(result.size, dtype=np.bool_)
        if self.exempt_when_small:
            five_years = profit + sum(self.last_four, start=np.zeros_like(profit))
            exempt = (profit <= EXEMPT_YEAR) | (five_years <= EXEMPT_FIVE_YEARS)
            self.last_four = [*self.last_four[-3:], profit]
        most = np.minimum(profit, LOSS_FREE) + np.maximum(profit - LOSS_FREE, 0) // 2
        used = np.where(exempt, 0, np.minimum(self.losses, most))
        self.losses = self.losses - used + np.where(exempt, 0, np.maximum(-result, 0))
        return np.where(exempt, 0, by_brackets(profit - used))
