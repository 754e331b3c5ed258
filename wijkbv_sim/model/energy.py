"""An energy installation: weather, wear and breakdowns make the output, the market and a subsidy the price."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.asset import Asset
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS, YEAR, monthly_chance
from wijkbv_sim.scenario.energy import Season

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.energy import Energy as Written

    Floats = NDArray[np.float64]

SHARES = {
    Season.EVEN: np.full(MONTHS, 1 / MONTHS),
    Season.SUN: np.array([3, 5, 8, 11, 13, 13, 13, 12, 9, 7, 4, 2]) / 100,
    Season.HEAT: np.array([17, 15, 13, 9, 4, 2, 1, 1, 3, 7, 12, 16]) / 100,
}
"""The part of a year's output that falls in each calendar month. Sun and heat are assumptions for this latitude."""

CUSTOMERS = (Sector.HOUSEHOLDS, Sector.BUSINESS_ELSEWHERE)
"""Who buys the energy: in the neighbourhood, and elsewhere."""


class Energy(Asset):
    """One installation; ``kwh`` is this month's output."""

    sales_are_taxed = True

    output: Floats
    weather: Floats
    availability: Floats
    breakdowns: Floats
    breakdown_months: Floats
    degradation: Floats
    price_per_kwh: Floats
    price_indexation: Floats
    price_swing: Floats
    price_memory: Floats
    subsidy_tariff: Floats
    subsidy_years: Floats
    customers_local: Floats
    connection: Floats
    connection_wait: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, name, written)
        self.share = SHARES[written.season]
        self.first_month = int(model.scenario.time.start[-2:]) - 1
        self.kwh = self.nothing()
        self.sunny = np.ones(model.replicates)
        self.index = np.ones(model.replicates)
        self.deviation = self.nothing()
        self.variance = self.nothing()
        self.still_for = self.nothing()

    def _see_what_counts(self) -> None:
        super()._see_what_counts()
        self._failing = monthly_chance(self.breakdowns)

    def works_cost(self) -> Floats:
        """The installation and its connection to the grid."""
        return self.renovation + self.connection

    def waiting_months(self) -> Floats:
        """Building, and then waiting for the grid."""
        return self.works_months + self.connection_wait

    def new_year(self) -> None:
        """The year's weather, and where the price of energy goes (log-normal about its level, with memory)."""
        from scipy.special import ndtri

        weather, price = ndtri(self.draw(Process.ENERGY_YEAR)[:2])
        self.sunny = np.maximum(1.0 + self.weather * weather, 0.0)
        if self.model.month > 0:
            self.index = self.index * (1.0 + self.price_indexation * self.model.company.inflation)
            fresh = self.price_swing**2 * (1.0 - self.price_memory**2)
            self.deviation = self.price_memory * self.deviation + np.sqrt(fresh) * price
            self.variance = self.price_memory**2 * self.variance + fresh

    @property
    def price_now(self) -> Floats:
        """What a kWh yields now on the market, in euros; its mean over the futures is the ordinary price."""
        now: Floats = self.price_per_kwh * self.index * np.exp(self.deviation - self.variance / 2)
        return now

    def earn(self) -> None:
        """Make energy, sell it, and be paid up to the guaranteed amount while the subsidy lasts."""
        self._make()
        price = self.price_now
        self.ledger.receive_in_two(Account.INCOME_ENERGY, self.kwh * price, self.customers_local, CUSTOMERS)
        subsidised = self.months_open < self.subsidy_years * YEAR
        topped_up = np.maximum(self.subsidy_tariff - price, 0.0) * subsidised
        self.ledger.receive_euros(Account.INCOME_TARIFF, self.kwh * topped_up, Sector.STATE)

    def _make(self) -> None:
        in_use = self.open
        self.still_for = np.maximum(self.still_for - 1, 0)
        fails = in_use & (self.still_for == 0)
        fails &= self.draw(Process.ENERGY_MONTH)[0] < self._failing
        self.still_for = np.where(fails, self.breakdown_months, self.still_for)
        works = in_use & (self.still_for == 0)
        worn = np.power(1.0 - self.degradation, np.maximum(self.months_open, 0) / YEAR)
        part = self.share[(self.first_month + self.model.month) % MONTHS]
        self.kwh = self.output * part * self.sunny * self.availability * worn * self.in_order() * works
