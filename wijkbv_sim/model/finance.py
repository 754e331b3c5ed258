"""The market's interest rate, and what lenders see of the company: cover, loan-to-value, covenants."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Tally
from wijkbv_sim.ledger.tally import credited, debited
from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.observer import COSTS, INCOME, NO_CASH, Trailing, ratio, unknown
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

DEBT_SERVICE = Tally(cash_flow=credited(*INCOME, *COSTS) + debited(*NO_CASH), service=[])
"""The month's result without what is no cash, and room for what loans cost, which no account tells of."""


class CreditMarket(Actor):
    """The market rate ``now``, a first-order autoregression from year to year; ``money.credit_market``."""

    level: Floats
    mean: Floats
    memory: Floats
    swing: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "money.credit_market")
        self.now = self.level.copy()

    def new_year(self) -> None:
        """The rate returns part of the way to its mean, and jumps."""
        from scipy.special import ndtri

        jump = self.swing * ndtri(self.draw(Process.MARKET_YEAR)[0])
        self.now = self.mean + self.memory * (self.now - self.mean) + jump


class Lenders:
    """What lenders work out at each month's end, from the ledger and the assets; once a year they act on it.

    ``dscr`` is the cash flow of the last twelve months over interest and repayment, ``asset_value`` in euros what
    could be sold, ``breached`` where some lender's covenant is broken now.
    """

    def __init__(self, replicates: int) -> None:
        self._sums = Trailing(2, replicates)
        """Cash flow, and interest and repayment."""
        self.dscr: Floats = np.full(replicates, np.nan)
        self.asset_value: Floats = np.zeros(replicates)
        self.debt: Floats = np.zeros(replicates)
        self.breached: Bools = np.zeros(replicates, dtype=np.bool_)

    def look(self, model: NeighbourhoodModel) -> None:
        """Take in the month that has just ended; in December test the covenants."""
        ledger = model.ledger
        # Without loans there is nothing to serve, and no cover to work out.
        if model.loans:
            month = ledger.tally(DEBT_SERVICE)
            for loan in model.loans:
                month[1] += loan.repaid
                month[1] += loan.interest
            self._sums.add(model.month, month)
            self.dscr = ratio(*self._sums.total)
        self.debt = -ledger.balance[Account.LOANS] / 100.0
        self.asset_value = sum((asset.value() for asset in model.assets), start=np.zeros(model.replicates))
        self.breached = np.zeros(model.replicates, dtype=np.bool_)
        for loan in model.loans:
            self.breached |= loan.breached_by(self.dscr, self.debt, self.asset_value)
            if model.month % MONTHS == MONTHS - 1:
                loan.test(self.dscr, self.debt, self.asset_value)

    @property
    def ltv(self) -> Floats:
        """Debt over what the assets would sell for; not-a-number where nothing could be sold."""
        none = unknown(self.debt.size)
        ltv: Floats = np.divide(self.debt, self.asset_value, out=none, where=self.asset_value > 0.0)
        return ltv
