"""The general meeting: who comes, what members do with the surplus, and how that is spent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS, YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]

FUNDS = slice(Account.NEIGHBOURHOOD_FUND, Account.START_UP_FUND + 1)
"""The accounts of what meetings have put aside."""

USES = ("reserve", "fund", "price_cut", "new_service", "dividend")
"""What a surplus may be used for, in the order of the vote."""


def vote(preferences: Floats, noise: Floats, weight: Floats) -> Floats:
    """The parts (uses, replicates) of a surplus after a vote; they add up to 1, the first is the reserve.

    ``preferences`` are mean weights, ``noise`` this meeting's deviation in log units, and ``weight`` (replicates,)
    how much the vote counts: what it does not decide stays in the reserve. Without any preference all of it does.
    """
    wanted: Floats = preferences * np.exp(noise)
    total = wanted.sum(axis=0)
    parts: Floats = np.divide(wanted, total, out=np.zeros_like(wanted), where=total > 0) * weight
    parts[0] = 1.0 - parts[1:].sum(axis=0)
    return parts


def divide(amount: Cents, parts: Floats) -> Cents:
    """An amount cut to the cent by ``parts`` (uses, replicates); the first use gets what rounding leaves."""
    cut = np.zeros(parts.shape, dtype=np.int64)
    left = amount.copy()
    for use in range(1, len(parts)):
        cut[use] = np.minimum(np.rint(amount * parts[use]).astype(np.int64), left)
        left -= cut[use]
    cut[0] = left
    return cut


class GeneralMeeting(Actor):
    """The members' say; parameters of ``ownership.meeting`` and ``ownership.surplus`` are attributes (replicates,).

    ``came`` is the part of the members at the last meeting, not-a-number before the first; ``discount`` what the
    price cut takes off a member's yearly fee now, in euros at the first year's prices. ``fund_spent``,
    ``given_back`` and ``dividend_paid`` are this month's, in cents; ``begun`` counts the services started.
    """

    month: Floats
    turnout: Floats
    advice: Floats
    opinion_spread: Floats
    say_activation: Floats
    say_retention: Floats
    fund_to_residents: Floats
    start_up_cost: Floats
    start_up_income: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "ownership.meeting")
        model.parameters.bind("ownership.surplus", self)
        self.rights = model.scenario.ownership.legal_form.rights
        self.came: Floats = np.full(model.replicates, np.nan)
        self._said: tuple[Floats | None, Floats | None, Floats] = (None, None, self.nothing())
        self.discount = np.zeros(model.replicates)
        zero = np.zeros(model.replicates, dtype=np.int64)
        self.fund_spent: Cents = zero
        self.given_back: Cents = zero
        self.dividend_paid: Cents = zero
        self.begun = zero.copy()
        self.earning = zero.copy()
        self._fund_a_month: Cents = zero
        self._cut_a_month: Cents = zero
        self._has_begun = False
        self.parameters_changed()
        self._begun_in = np.zeros((MONTHS, model.replicates), dtype=np.int64)

    def parameters_changed(self) -> None:
        """See when meetings are held, and whether a service may begin without money that was put aside for it."""
        self._held_in = set((self.month - 1).tolist())
        """The months of the year in which some future has its meeting, from 0."""
        self._starts_for_nothing = not self.start_up_cost.all()

    @property
    def weight(self) -> Floats:
        """How much members' votes count: in full, or as advice where the legal form gives them none."""
        return np.ones_like(self.advice) if self.rights.members_vote else self.advice

    @property
    def say(self) -> Floats:
        """How much of a say members have, 0 to 1: who came to the last meeting, and what their vote counts."""
        # Asked for every month, and another one once a year.
        if self._said[0] is not self.came or self._said[1] is not self.advice:
            self._said = self.came, self.advice, np.nan_to_num(self.came) * self.weight
        return self._said[2]

    def hold(self) -> None:
        """Hold the meeting where this is its month, and divide last year's surplus."""
        company, residents = self.model.company, self.model.residents
        self.dividend_paid = np.zeros(self.begun.size, dtype=np.int64)
        if self.model.month % MONTHS not in self._held_in:
            return
        now = (self.model.month % MONTHS == self.month - 1) & company.alive
        if not anywhere(now):
            return
        from scipy.special import ndtri

        members = residents.members
        luck = ndtri(self.draw(Process.MEETING)[0])
        swing = np.sqrt(members * self.turnout * (1.0 - self.turnout)) * luck
        voters = np.clip(np.rint(members * self.turnout + swing), 0, members)
        came = np.divide(voters, members, out=np.full(voters.shape, np.nan), where=members > 0)
        self.came = np.where(now, came, self.came)
        self._use_surplus(now, voters)

    def _use_surplus(self, now: NDArray[np.bool_], voters: Floats) -> None:
        company, ledger = self.model.company, self.ledger
        # A surplus can be used as far as it is still there, as money and as reserves.
        reserves = np.minimum(ledger.result_to_date(), 0) - ledger.balance[Account.RESERVES]
        most = np.minimum(np.minimum(company.surplus, company.cash), reserves)
        amount = np.maximum(most, 0) * now
        company.surplus = np.where(now, 0, company.surplus)
        if anywhere(amount):
            self._divide_surplus(amount, voters)
        self._fund_a_month = np.where(now, self._a_month(Account.NEIGHBOURHOOD_FUND), self._fund_a_month)
        self._cut_a_month = np.where(now, self._a_month(Account.PRICE_CUT_FUND), self._cut_a_month)

    def _divide_surplus(self, amount: Cents, voters: Floats) -> None:
        """Vote on an amount, and put it where the vote says."""
        from scipy.special import ndtri

        company, ledger, model = self.model.company, self.ledger, self.model
        preferences = np.stack([getattr(self, use) for use in USES])
        if not self.rights.dividend:
            preferences[USES.index("dividend")] = 0.0
        luck = [model.luck.of(f"{self.path}.{use}", Process.MEETING, model.month)[0] for use in USES]
        noise = ndtri(np.stack(luck)) * self.opinion_spread / np.sqrt(np.maximum(voters, 1))
        parts = vote(preferences, noise, self.weight * (voters > 0))
        _, fund, price_cut, new_service, dividend = divide(amount, parts)
        shares = self.model.shares
        allowed = cents(shares.capital / 100 * shares.interest_cap) - company.interest_paid
        self.dividend_paid = np.minimum(dividend, np.maximum(allowed, 0))
        ledger.pay(Account.RESERVES, self.dividend_paid, Sector.MEMBERS)
        ledger.post(Account.RESERVES, Account.NEIGHBOURHOOD_FUND, fund)
        ledger.post(Account.RESERVES, Account.PRICE_CUT_FUND, price_cut)
        ledger.post(Account.RESERVES, Account.START_UP_FUND, new_service)

    def _a_month(self, account: Account) -> Cents:
        """A twelfth of what an account holds, rounded up, so that nothing is left after a year."""
        twelfth: Cents = -(self.ledger.balance[account] // MONTHS)
        return twelfth

    def spend(self) -> None:
        """Spend a month's part of the funds, begin services that can be paid, and earn from those begun before."""
        company, ledger, month = self.model.company, self.ledger, self.model.month
        if not (self._has_begun or self._starts_for_nothing or anywhere(ledger.balance[FUNDS])):
            # As long as no meeting has put anything aside, there is nothing to spend and nothing to earn.
            self.fund_spent = self.given_back = np.zeros(self.begun.size, dtype=np.int64)
            self.discount = self.nothing()
            return
        self.fund_spent = self._affordable(Account.NEIGHBOURHOOD_FUND, self._fund_a_month)
        people, businesses = share_of(self.fund_spent, self.fund_to_residents)
        ledger.pay(Account.NEIGHBOURHOOD_FUND, people, Sector.HOUSEHOLDS)
        ledger.pay(Account.NEIGHBOURHOOD_FUND, businesses, Sector.LOCAL_BUSINESS)
        fees = -ledger.movement(Account.INCOME_MEMBER_FEES)
        self.given_back = self._affordable(Account.PRICE_CUT_FUND, np.minimum(self._cut_a_month, fees))
        ledger.pay(Account.PRICE_CUT_FUND, self.given_back, Sector.MEMBERS)
        members = np.maximum(self.model.residents.members, 1)
        self.discount = self.given_back / 100.0 * YEAR / members / company.price_level
        self._start_services()
        income = self.earning * self.start_up_income / YEAR * company.price_level * company.alive
        ledger.receive(Account.INCOME_TRADE, cents(income), Sector.HOUSEHOLDS)
        self.earning = self.earning + self._begun_in[(month + 1) % MONTHS]

    def _start_services(self) -> None:
        company = self.model.company
        cost = cents(self.start_up_cost * company.price_level)
        begins = self._affordable(Account.START_UP_FUND, cost) >= cost
        company.buy(Account.START_UP_FUND, cost / 100 * begins)
        self.begun = self.begun + begins
        self._has_begun = bool(self.begun.any())
        self._begun_in[self.model.month % MONTHS] = begins

    def _affordable(self, account: Account, amount: Cents) -> Cents:
        """As much of an amount as the account holds and the bank can pay, while the company exists."""
        there = np.minimum(-self.ledger.balance[account], self.model.company.cash)
        affordable: Cents = np.minimum(np.maximum(amount, 0), np.maximum(there, 0)) * self.model.company.alive
        return affordable
