"""Members' shares: taken back after notice and within limits, and offered in rounds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents
from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.columns import SHARE_STEPS, Stock
from wijkbv_sim.model.kernels import pledge
from wijkbv_sim.model.rates import MONTHS, monthly_chance
from wijkbv_sim.scenario.governance import LONGEST_NOTICE

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


def amounts(median: Floats, mean: Floats) -> Cents:
    """What investors give, in cents (replicates, 256): the mean of each of 256 equal slices of a lognormal.

    Slice means, not the values in the middle: so the mean over the slices is the mean that was asked for.
    """
    from scipy.special import ndtr, ndtri

    sigma = np.sqrt(2 * np.log(np.maximum(mean / median, 1.0)))[:, None]
    edges = ndtri(np.arange(SHARE_STEPS + 1) / SHARE_STEPS)
    part = np.diff(ndtr(edges - sigma), axis=1) * SHARE_STEPS
    return cents(np.maximum(mean, median)[:, None] * part)


class Shares(Actor):
    """Rules on shares; parameters of ``ownership.shares`` are attributes (replicates,).

    ``back`` is what members got back this month, in cents.
    """

    notice: Floats
    withdrawal_cap: Floats
    interest_cap: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "ownership.shares")
        self.pay_interest = model.scenario.ownership.legal_form.rights.dividend
        self.back: Cents = np.zeros(model.replicates, dtype=np.int64)
        self.room: Cents = np.zeros(model.replicates, dtype=np.int64)
        self.asked: Cents = np.zeros((LONGEST_NOTICE + 1, model.replicates), dtype=np.int64)
        self._has_begun = False

    @property
    def capital(self) -> Cents:
        """What members have in the company, in cents (replicates,)."""
        capital: Cents = -self.ledger.balance[Account.MEMBER_SHARES]
        return capital

    def interest(self, rate: Floats) -> Floats:
        """The rate of interest that form and cap allow."""
        return np.minimum(rate, self.interest_cap) * self.pay_interest

    def take_back(self, yearly_rate: Floats) -> None:
        """Members ask for their shares; after notice they get them, within the cap and the money that is there.

        What cannot be paid when it falls due lapses: who still wants it asks again.
        """
        alive, month = self.model.company.alive, self.model.month
        if month % MONTHS == 0:
            self.room = np.floor(self.capital * self.withdrawal_cap).astype(np.int64)
        if not (self._has_begun or anywhere(self.ledger.balance[Account.MEMBER_SHARES])):
            # As long as nobody has had a share, nobody can ask for one back.
            self.back = np.zeros(alive.size, dtype=np.int64)
            return
        self._has_begun = True
        free = self.capital - self.asked.sum(axis=0)
        asked = cents(free / 100.0 * monthly_chance(yearly_rate) * alive)
        slot = (month + self.notice.astype(np.int64)) % len(self.asked)
        self.asked[slot, np.arange(slot.size)] += asked
        due = self.asked[month % len(self.asked)].copy()
        self.asked[month % len(self.asked)] = 0
        # Members get their money back only out of money that is there.
        back = np.clip(due, 0, np.maximum(self.ledger.balance[Account.BANK], 0))
        self.back = np.where(self.withdrawal_cap < 1, np.minimum(back, self.room), back) * alive
        self.room = self.room - self.back
        self.ledger.pay(Account.MEMBER_SHARES, self.back, Sector.MEMBERS)


class ShareOffer(Actor):
    """A round of shares; parameters of ``ownership.offers.<name>`` are attributes (replicates,).

    ``raised`` is what this month brought, in cents; ``succeeded`` says where the round has gone through.
    """

    start_month: Floats
    target: Floats
    minimum: Floats
    investors: Floats
    amount_median: Floats
    amount_mean: Floats
    cost: Floats

    def __init__(self, model: NeighbourhoodModel, name: str) -> None:
        super().__init__(model, f"ownership.offers.{name}")
        self.name = name
        self.raised: Cents = np.zeros(model.replicates, dtype=np.int64)
        self.succeeded = np.zeros(model.replicates, dtype=np.bool_)

    def run(self) -> None:
        """Ask the neighbourhood in the round's month; take the money in where the minimum is reached."""
        begins = (self.model.month == self.start_month - 1) & self.model.company.alive
        self.raised = np.zeros_like(self.raised)
        if not anywhere(begins):
            return
        company = self.model.company
        pledged = self.pledged()
        through = begins & (pledged >= cents(self.minimum))
        self.succeeded = self.succeeded | through
        self.raised = np.minimum(pledged, cents(self.target)) * through
        self.ledger.receive(Account.MEMBER_SHARES, self.raised, Sector.MEMBERS)
        company.buy(Account.OVERHEAD, self.cost * company.price_level * begins)

    def pledged(self) -> Cents:
        """What all investors together are ready to give, in cents (replicates,)."""
        luck, pledged = self.model.luck, np.empty_like(self.raised)
        investors = np.minimum(self.investors.astype(np.int64), self.model.residents.stocks[:, Stock.ADULTS])
        table = amounts(self.amount_median, self.amount_mean)
        pledge(np.uint32(luck.number(self.path)), luck.replicate, *luck.key, investors, table, pledged)
        return pledged
