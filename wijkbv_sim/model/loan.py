"""A loan: drawn, then paid back as an annuity, in equal parts, or at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, cents
from wijkbv_sim.model.actor import SECTOR_OF, Actor
from wijkbv_sim.model.rates import MONTHS
from wijkbv_sim.scenario.money import Repayment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.money import Loan as Written

    Floats = NDArray[np.float64]


class Loan(Actor):
    """One loan; parameters of ``money.loans.<name>`` are attributes (replicates,).

    ``owed`` and this month's ``drawn``, ``interest`` and ``repaid`` are in cents.
    """

    amount: Floats
    rate: Floats
    term: Floats
    start_month: Floats
    grace: Floats
    covenant_dscr: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"money.loans.{name}")
        self.name = name
        self.sector = SECTOR_OF[written.lender]
        self.rank = written.standing
        self.repayment = written.repayment
        self.owed = np.zeros(model.replicates, dtype=np.int64)
        self.interest = np.zeros(model.replicates, dtype=np.int64)
        self.repaid = np.zeros(model.replicates, dtype=np.int64)
        self.drawn = np.zeros(model.replicates, dtype=np.int64)

    def draw_down(self) -> None:
        """The money comes in, in the loan's first month."""
        begins = (self.model.month == self.start_month - 1) & self.model.company.alive
        amount = cents(self.amount) * begins
        self.drawn = amount
        self.owed = self.owed + amount
        self.ledger.receive(Account.LOANS, amount, self.sector)

    def serve(self) -> None:
        """Interest and repayment, from the month after the money came in."""
        paid_months = self.model.month - (self.start_month - 1)
        months = self.term * MONTHS
        running = (paid_months >= 1) & (self.owed > 0) & self.model.company.alive
        interest = cents(self.owed / 100.0 * self.rate / MONTHS) * running
        principal = self._principal(months - paid_months + 1, np.minimum(self.grace, months - 1) - paid_months)
        # Later than the last month only where an event has cut the term short: then all is due at once.
        last = running & (paid_months >= months)
        principal = np.where(last, self.owed, np.minimum(principal, self.owed)) * running
        self.owed = self.owed - principal
        self.interest, self.repaid = interest, principal
        self.ledger.pay(Account.INTEREST, interest, self.sector)
        self.ledger.pay(Account.LOANS, principal, self.sector)

    def _principal(self, months_left: Floats, grace_left: Floats) -> NDArray[np.int64]:
        """This month's repayment in cents, given the months left and those that are still interest-only."""
        left = np.maximum(months_left, 1.0)
        if self.repayment is Repayment.BULLET:
            return np.zeros(self.owed.size, dtype=np.int64)
        if self.repayment is Repayment.LINEAR:
            part = np.rint(self.owed / left).astype(np.int64)
        else:
            i = self.rate / MONTHS
            # i -> 0 gives owed / left; the sinking-fund factor i / ((1 + i)^n - 1) is the same annuity's
            # payment less interest, without the cancellation.
            grown = np.expm1(left * np.log1p(i))
            factor = np.divide(i, grown, out=1 / left, where=i > 1e-12)
            part = np.rint(self.owed * factor).astype(np.int64)
        return np.where(grace_left >= 0, 0, part)
