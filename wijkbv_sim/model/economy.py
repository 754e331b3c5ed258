"""The local economy: what a euro that the company spends does in the neighbourhood after that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.actor import Actor

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


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
        self.determinant: Floats = self._leaks - self.household_spending * self.business_wages
        """What is left of a euro that went once round both groups, by which all rounds together are divided."""

    def of_each_euro(self, income: Floats, households: Floats, businesses: Floats) -> tuple[Floats, Floats]:
        """LM3 and the multiplier; not-a-number without income.

        LM3 (nef, The Money Trail, 2002) is income, what of it is spent locally, and what of that is again; the
        multiplier all local income per euro received, over every round: the Leontief inverse of the two groups.
        ``income`` is what the company received and ``households`` and ``businesses`` what it paid locally, in the
        same period.
        """
        lm3, multiplier = np.empty((2, income.size))
        actor_kernels.of_each_euro(
            income, households, businesses, self.household_spending, self.business_wages, self.business_purchases,
            self._leaks, self.determinant, lm3, multiplier,
        )  # fmt: skip
        return lm3, multiplier
