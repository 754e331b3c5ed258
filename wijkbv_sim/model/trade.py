"""Own sales: catering, a shop, odd jobs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account
from wijkbv_sim.model.actor import SECTOR_OF, Actor, same
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS, YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.money import Trade as Written

    Floats = NDArray[np.float64]


class Trade(Actor):
    """One trade; parameters of ``money.trade.<name>`` are attributes (replicates,)."""

    turnover: Floats
    swing: Floats
    purchases: Floats
    purchases_local: Floats
    purchases_reduced: Floats
    start_month: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"money.trade.{name}")
        self.name = name
        self.sector = SECTOR_OF[written.customers]
        self.year = np.ones(model.replicates)
        self._sold = self._bought = self.nothing()
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """Work out what depends on parameters alone, and see what is worth working out."""
        self._a_month = self.turnover / YEAR
        self._buys = bool(self.purchases.any())
        self._all_open = float(self.start_month.max()) - 1
        """The month from which on there is trade in every future."""
        self._inputs: tuple[object, ...] = ()

    def run(self) -> None:
        """Sell and buy in; once a year the luck of the year changes."""
        company, month = self.model.company, self.model.month
        if month % MONTHS == 0:
            from scipy.special import ndtri

            self.year = np.maximum(1.0 + self.swing * ndtri(self.draw(Process.TRADE_YEAR)[0]), 0.0)
        # Most months bring what the month before did.
        inputs = self.year, company.price_level, company.alive
        if month < self._all_open or not same(inputs, self._inputs):
            open_now = company.alive & (month >= self.start_month - 1)
            self._sold = self._a_month * self.year * company.price_level * open_now
            self._bought = self._sold * self.purchases
            self._inputs = inputs if month >= self._all_open else ()
        self.ledger.receive_euros(Account.INCOME_TRADE, self._sold, self.sector)
        if self._buys:
            company.buy(Account.PURCHASES, self._bought, self.purchases_local, self.purchases_reduced)
