"""A loan: drawn, paid back as an annuity, in equal parts or at the end, dearer or called when covenants are broken."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, cents
from wijkbv_sim.model.actor import SECTOR_OF, Actor, anywhere
from wijkbv_sim.model.rates import MONTHS, YEAR
from wijkbv_sim.scenario.money import RateKind, Repayment

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.money import Loan as Written

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

NOT_CALLED = 1_000_000
"""The month in which a loan was called, while it has not been."""


class Loan(Actor):
    """One loan; parameters of ``money.loans.<name>`` are attributes (replicates,).

    ``owed`` and this month's ``drawn``, ``interest`` and ``repaid`` are in cents. ``breaches`` counts the years in
    a row in which a covenant was broken, ``called_in`` is the month in which the lender called the loan.
    """

    amount: Floats
    rate: Floats
    term: Floats
    start_month: Floats
    grace: Floats
    covenant_dscr: Floats
    covenant_ltv: Floats
    step_up_after: Floats
    step_up: Floats
    call_after: Floats
    call_notice: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"money.loans.{name}")
        self.name = name
        self.sector = SECTOR_OF[written.lender]
        self.for_asset = written.for_asset
        self.rank = written.standing
        self.repayment = written.repayment
        self.floating = written.rate_kind is RateKind.FLOATING
        self.market_at_start = model.credit_market.now.copy()
        self.breaches = np.zeros(model.replicates, dtype=np.int64)
        self.called_in = np.full(model.replicates, NOT_CALLED, dtype=np.int64)
        self.owed = np.zeros(model.replicates, dtype=np.int64)
        self.drawn = np.zeros(model.replicates, dtype=np.int64)
        self.interest = np.zeros(model.replicates, dtype=np.int64)
        self.repaid = np.zeros(model.replicates, dtype=np.int64)

    @property
    def first_month(self) -> Floats:
        """The month, from 0, in which the money comes in: as agreed, or when what it is meant for begins."""
        if self.for_asset is None:
            return self.start_month - 1
        asset = next(asset for asset in self.model.assets if asset.name == self.for_asset)
        return asset.begun_in.astype(np.float64)

    def draw_down(self) -> None:
        """The money comes in, in the loan's first month."""
        begins = (self.model.month == self.first_month) & self.model.company.alive
        if not anywhere(begins):
            self.drawn = np.zeros(begins.size, dtype=np.int64)
            return
        self.drawn = cents(self.amount) * begins
        self.owed = self.owed + self.drawn
        self.market_at_start = np.where(begins, self.model.credit_market.now, self.market_at_start)
        self.ledger.receive(Account.LOANS, self.drawn, self.sector)

    @property
    def called(self) -> Bools:
        """Where the lender has called the loan."""
        return self.called_in < NOT_CALLED

    @property
    def rate_now(self) -> Floats:
        """The yearly rate of this month: as agreed or with the market, and the step-up while covenants are broken."""
        rate = self.rate
        if self.floating:
            rate = np.maximum(rate + self.model.credit_market.now - self.market_at_start, 0.0)
        return rate + self.step_up * (self.breaches >= self.step_up_after)

    def breached_by(self, dscr: Floats, debt: Floats, asset_value: Floats) -> Bools:
        """Where cover is lower or debt higher than this lender allows; ``debt`` and ``asset_value`` in euros."""
        too_little_cover = dscr < self.covenant_dscr  # nobody is in breach while there is nothing to cover
        too_much_debt = (self.covenant_ltv > 0) & (debt > self.covenant_ltv * asset_value)
        breached: Bools = (self.owed > 0) & (too_little_cover | too_much_debt) & self.model.company.alive
        return breached

    def test(self, dscr: Floats, debt: Floats, asset_value: Floats) -> None:
        """The yearly test: a breach warns, repeated breaches make the loan dearer and in the end call it."""
        served_a_year = self.model.month - self.first_month >= MONTHS
        breached = self.breached_by(dscr, debt, asset_value) & served_a_year
        self.breaches = np.where(breached, self.breaches + 1, 0)
        calls = breached & (self.call_after > 0) & (self.breaches >= self.call_after) & ~self.called
        self.called_in = np.where(calls, self.model.month, self.called_in)

    def serve(self) -> None:
        """Interest and repayment, from the month after the money came in."""
        paid_months = self.model.month - self.first_month
        running = (paid_months >= 1) & (self.owed > 0) & self.model.company.alive
        if not anywhere(running):
            self.interest, self.repaid = np.zeros_like(self.owed), np.zeros_like(self.owed)
            return
        months = self.term * YEAR
        rate = self.rate_now
        interest = cents(self.owed / 100.0 * rate / YEAR) * running
        left = np.minimum(months - paid_months + 1, months)  # one that is not drawn yet may be ages away
        grace_left = np.minimum(self.grace, months - 1) - paid_months
        principal = self._principal(rate, left, grace_left)
        # Later than the last month only where an event has cut the term short: then all is due at once.
        last = running & ((paid_months >= months) | (self.model.month - self.called_in >= self.call_notice))
        principal = np.where(last, self.owed, np.minimum(principal, self.owed)) * running
        self.owed = self.owed - principal
        self.interest, self.repaid = interest, principal
        self.ledger.pay(Account.INTEREST, interest, self.sector)
        self.ledger.pay(Account.LOANS, principal, self.sector)

    def _principal(self, rate: Floats, months_left: Floats, grace_left: Floats) -> NDArray[np.int64]:
        """This month's repayment in cents, given the months left and those that are still interest-only."""
        left = np.maximum(months_left, 1.0)
        if self.repayment is Repayment.BULLET:
            return np.zeros(self.owed.size, dtype=np.int64)
        if self.repayment is Repayment.LINEAR:
            part = np.rint(self.owed / left).astype(np.int64)
        else:
            i = rate / YEAR
            # i -> 0 gives owed / left; the sinking-fund factor i / ((1 + i)^n - 1) is the same annuity's
            # payment less interest, without the cancellation.
            grown = np.expm1(left * np.log1p(i))
            factor = np.divide(i, grown, out=1 / left, where=i > 1e-12)
            part = np.rint(self.owed * factor).astype(np.int64)
        return np.where(grace_left >= 0, 0, part)
