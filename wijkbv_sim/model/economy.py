"""The local economy: what a euro that the company spends does in the neighbourhood after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.observer import unknown

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


def respend(households: Floats, businesses: Floats, economy: LocalEconomy) -> tuple[Floats, Floats]:
    """What reaches households and businesses of the neighbourhood one round later, given what they got."""
    to_businesses = households * economy.household_spending + businesses * economy.business_purchases
    return businesses * economy.business_wages, to_businesses


class LocalEconomy(Actor):
    """Re-spending among residents and local businesses; parameters of ``local_economy`` are attributes."""

    household_spending: Floats
    business_wages: Floats
    business_purchases: Floats
    outside_wages: Floats
    outside_purchases: Floats
    outside_payroll: Floats
    outside_profit: Floats
    turnover_per_job: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "local_economy")
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """Work out the inverse of what is passed on."""
        self._leaks = 1.0 - self.business_purchases
        # x = d + A x with A = [[0, b], [a, c]]; its inverse in closed form, (1 - c - a b) > 0 by the bounds.
        self._determinant = self._leaks - self.household_spending * self.business_wages

    def lm3(self, income: Floats, households: Floats, businesses: Floats) -> Floats:
        """LM3 (nef, The Money Trail, 2002): income, what of it is spent locally, and what of that is again.

        ``income`` is what the company received and ``households`` and ``businesses`` what it paid locally, in
        the same period. Not-a-number without income.
        """
        again = sum(respend(households, businesses, self))
        return self._per_euro(income, income + households + businesses + again)

    def multiplier(self, income: Floats, households: Floats, businesses: Floats) -> Floats:
        """All local income per euro received, over every round: the Leontief inverse of the two groups."""
        all_households, all_businesses = self._all_rounds(households, businesses)
        return self._per_euro(income, income + all_households + all_businesses)

    def _all_rounds(self, households: Floats, businesses: Floats) -> tuple[Floats, Floats]:
        """What households and businesses get in the end of what they got first."""
        all_households = (self._leaks * households + self.business_wages * businesses) / self._determinant
        return all_households, (self.household_spending * households + businesses) / self._determinant

    def jobs(self, households: Floats, businesses: Floats, prices: Floats) -> Floats:
        """Full-time jobs at local businesses that live on what these got in a year, over every round."""
        _, all_businesses = self._all_rounds(households, businesses)
        return all_businesses / (self.turnover_per_job * prices)

    @staticmethod
    def _per_euro(income: Floats, total: Floats) -> Floats:
        result: Floats = np.divide(total, income, out=unknown(len(income)), where=income > 0.0)
        return result
