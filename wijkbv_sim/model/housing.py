"""Dwellings: let, left, let again, and to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.asset import Asset
from wijkbv_sim.model.counting import binomial
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import monthly_chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.housing import Housing as Written

    Floats = NDArray[np.float64]


class Housing(Asset):
    """Dwellings by count: ``homes_let`` are let now, ``homes_for_residents`` of them to people from here."""

    dwellings: Floats
    rent: Floats
    rent_indexation: Floats
    initial_let: Floats
    turnover: Floats
    vacant_months: Floats
    reletting_cost: Floats
    allocation: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, name, written)
        self.index = np.ones(model.replicates)
        self.homes_let = np.zeros(model.replicates, dtype=np.int64)
        self.homes_for_residents = np.zeros(model.replicates, dtype=np.int64)

    def _see_what_counts(self) -> None:
        super()._see_what_counts()
        self._leaving = monthly_chance(self.turnover)

    @property
    def size(self) -> Floats:
        """Dwellings."""
        return self.dwellings

    def new_year(self) -> None:
        """The rent follows inflation, as far as the company raises it."""
        if self.model.month > 0:
            self.index = self.index * (1.0 + self.rent_indexation * self.model.company.inflation)

    def earn(self) -> None:
        """Tenants go and come; those who are there pay."""
        relet = self._tenants_go_and_come()
        company = self.model.company
        self.ledger.receive_euros(Account.INCOME_RENT, self.homes_let * self.rent * self.index, Sector.HOUSEHOLDS)
        cost = relet * self.reletting_cost * company.price_level
        company.buy(Account.BUILDING_RUNNING, cost, self.running_cost_local)

    def _tenants_go_and_come(self) -> NDArray[np.int64]:
        """One month of turnover; returns how many dwellings were let again."""
        going, coming, of_ours_going, of_ours_coming = self.draw(Process.HOUSING_MONTH)
        in_use = self.open
        opening = in_use & (self.months_open < 1)
        homes = self.dwellings.astype(np.int64)
        left = binomial(going, self.homes_let, self._leaving)
        ours = np.divide(self.homes_for_residents, self.homes_let, out=self.nothing(), where=self.homes_let > 0)
        ours_left = np.clip(
            binomial(of_ours_going, left, ours),
            left - (self.homes_let - self.homes_for_residents), self.homes_for_residents,
        )  # fmt: skip
        # A chance c each month, the first month included, gives (1 - c) / c empty months on average.
        in_order = self.in_order()
        vacant = np.maximum(homes - self.homes_let + left, 0)  # an event may have taken dwellings away
        relet = binomial(coming, vacant, in_order / (in_order + self.vacant_months))
        relet = np.where(opening, np.rint(homes * self.initial_let).astype(np.int64), relet)
        ours_relet = binomial(of_ours_coming, relet, self.allocation)
        self.homes_let = np.where(in_use, self.homes_let - left + relet, 0)
        self.homes_for_residents = np.where(in_use, self.homes_for_residents - ours_left + ours_relet, 0)
        return np.where(in_use & ~opening, relet, 0)
