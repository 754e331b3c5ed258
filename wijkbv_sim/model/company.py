"""The company itself: its purse, staff, price level, overhead, and whether it is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.labour import CONTRACT_HOURS, EMPLOYER_CHARGES, MINIMUM_WAGE, SMALL_BUSINESS_TURNOVER
from wijkbv_sim.model.rates import MONTHS
from wijkbv_sim.model.tax import LossesAndProfits

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.ownership import LegalForm

    Floats = NDArray[np.float64]

TAX_MONTH = 5
"""Last year's corporation tax is paid in the sixth month of the next book year, June where that is a calendar year."""


class Company(Actor):
    """The neighbourhood company; parameters of ``money`` are attributes (replicates,).

    ``alive`` says in which futures it still exists, ``failed_in`` in which month it failed (-1: it did not).
    """

    opening_cash: Floats
    opening_shares: Floats
    credit_limit: Floats
    credit_rate: Floats
    patience: Floats
    coordinator_fte: Floats
    coordinator_cost: Floats
    staff_cost: Floats
    productive_hours: Floats
    notice: Floats
    hiring: Floats
    staff_local: Floats
    wage_taxes: Floats
    overhead: Floats
    overhead_local: Floats
    donations: Floats
    inflation: Floats
    liquidity_target: Floats
    cutback: Floats
    profit_payout: Floats
    crowding_out: Floats
    subsidised: Floats
    work_capacity: Floats
    supervision: Floats
    vat_rate: Floats
    vat_exempt: Floats

    def __init__(self, model: NeighbourhoodModel, legal_form: LegalForm) -> None:
        super().__init__(model, "money")
        replicates = model.replicates
        self.alive = np.ones(replicates, dtype=np.bool_)
        self.failed_in = np.full(replicates, -1, dtype=np.int64)
        self.short_for = np.zeros(replicates, dtype=np.int64)
        self.price_level = np.ones(replicates)
        self.staff_fte = np.zeros(replicates)
        self.coordinating_fte = np.zeros(replicates)
        self.small_business_scheme = model.scenario.money.small_business_scheme
        self.tax = LossesAndProfits(replicates, exempt_when_small=legal_form.exempt_when_small)
        self._open_books()

    def _open_books(self) -> None:
        opening = cents(self.opening_cash)
        shares = np.minimum(cents(self.opening_shares), opening)
        self.ledger.receive(Account.MEMBER_SHARES, shares, Sector.MEMBERS)
        self.ledger.receive(Account.RESERVES, opening - shares, Sector.FUNDS)
        self.ledger.open_month()

    @property
    def cash(self) -> Cents:
        """What is in the account, in cents."""
        bank: Cents = self.ledger.balance[Account.BANK]
        return bank

    def room(self) -> Cents:
        """How much can be paid before the account is beyond its limit, in cents."""
        room: Cents = self.cash + cents(self.credit_limit)
        return room

    def new_year(self) -> None:
        """Wages and prices rise once a year."""
        self.price_level = self.price_level * (1 + self.inflation)

    def buy(self, account: Account, euros: Floats, local: Floats | None = None) -> None:
        """Pay businesses, in the neighbourhood and elsewhere (by the overhead's share unless told)."""
        here, elsewhere = share_of(cents(euros), self.overhead_local if local is None else local)
        self.ledger.pay(account, here, Sector.LOCAL_BUSINESS)
        self.ledger.pay(account, elsewhere, Sector.BUSINESS_ELSEWHERE)
        lost = self.lost_vat()
        if lost.any():
            self.ledger.pay(Account.LOST_VAT, cents(euros * lost), Sector.STATE)

    def carefully(self) -> Floats:
        """What is left of management and overhead when the board cuts back for want of cash."""
        spending = self.model.observer.monthly_spending()
        enough = self.liquidity_target * spending
        in_hand = np.divide(self.cash / 100, enough, out=np.ones_like(enough), where=enough > 0)
        return np.asarray(1 - self.cutback * np.clip(1 - in_hand, 0, 1))

    def coordinators(self) -> Floats:
        """Full-time jobs in management and administration this month."""
        if not self.model.scenario.feedbacks.liquidity_to_cost:
            return self.coordinator_fte
        return np.asarray(self.coordinator_fte * self.carefully())

    def lost_vat(self) -> Floats:
        """The part of purchases that goes to VAT which cannot be reclaimed."""
        if self.small_business_scheme:
            small = self.model.observer.yearly_turnover() <= SMALL_BUSINESS_TURNOVER
            return np.where(small, self.vat_rate, self.vat_rate * self.vat_exempt)
        return np.asarray(self.vat_rate * self.vat_exempt)

    @property
    def productivity(self) -> Floats:
        """The work that a full-time job yields, people on wage-cost subsidy counted at their capacity."""
        return np.asarray(1 - self.subsidised * (1 - self.work_capacity))

    def pay_wages(self) -> None:
        """Pay coordination and staff, and receive the wage-cost subsidy for those who can do less."""
        self.coordinating_fte = self.coordinators()
        cost = self.coordinating_fte * self.coordinator_cost + self.staff_fte * self.staff_cost
        self.pay_people(cost / MONTHS * self.price_level)
        people = self.staff_fte * self.subsidised * self.price_level * self.alive / MONTHS
        wage = MINIMUM_WAGE * CONTRACT_HOURS * (1 - self.work_capacity) * (1 + EMPLOYER_CHARGES)
        self.ledger.receive(Account.INCOME_WAGE_SUBSIDY, cents(people * wage), Sector.MUNICIPALITY)
        self.buy(Account.OVERHEAD, people * self.supervision)

    def pay_people(self, euros: Floats) -> None:
        """Pay wage cost: taxes and premiums to the state, the rest to people here and elsewhere."""
        total = cents(euros * self.alive)
        taxes, net = share_of(total, self.wage_taxes)
        here, elsewhere = share_of(net, self.staff_local)
        self.ledger.pay(Account.WAGES, taxes, Sector.STATE)
        self.ledger.pay(Account.WAGES, here, Sector.HOUSEHOLDS)
        self.ledger.pay(Account.WAGES, elsewhere, Sector.HOUSEHOLDS_ELSEWHERE)

    def pay_overhead(self) -> None:
        """Pay for administration, and get donations."""
        level = self.price_level * self.alive / MONTHS
        saving = self.carefully() if self.model.scenario.feedbacks.liquidity_to_cost else 1.0
        self.buy(Account.OVERHEAD, self.overhead * level * saving)
        given = self.donations * np.maximum(1 + self.crowding_out * self.model.observer.grant_share(), 0.0)
        self.ledger.receive(Account.INCOME_DONATIONS, cents(given * level), Sector.HOUSEHOLDS)

    def pay_overdraft(self) -> None:
        """Pay interest on what the account is overdrawn."""
        overdrawn = np.maximum(-self.cash, 0) / 100.0
        self.ledger.pay(Account.INTEREST, cents(overdrawn * self.credit_rate / MONTHS * self.alive), Sector.BANK)

    def pay_tax(self) -> None:
        """Pay last year's corporation tax."""
        due = -self.ledger.balance[Account.TAX_PAYABLE] * self.alive
        self.ledger.pay(Account.TAX_PAYABLE, due, Sector.STATE)

    def close_year(self, share_interest: Floats) -> None:
        """Work out the year's tax, pay members their interest out of what is left, and close the books."""
        result = self.ledger.result_to_date()
        tax = self.tax.due(result) * self.alive
        self.ledger.post(Account.TAX, Account.TAX_PAYABLE, tax, Sector.STATE)
        shares = -self.ledger.balance[Account.MEMBER_SHARES] / 100.0
        most = np.maximum(np.minimum(result - tax, self.cash), 0)
        interest = np.minimum(cents(shares * share_interest), most) * self.alive
        self.ledger.pay(Account.SHARE_INTEREST, interest, Sector.MEMBERS)
        payout = np.minimum(cents((most - interest) / 100 * self.profit_payout), np.maximum(self.cash, 0))
        self.ledger.pay(Account.RESERVES, payout * self.alive, Sector.BUSINESS_ELSEWHERE)
        self.ledger.close_year()

    def settle(self) -> NDArray[np.bool_]:
        """See whether creditors lose patience; returns the futures where the company fails this month."""
        short = self.room() < 0
        self.short_for = np.where(short, self.short_for + 1, 0)
        failed = self.alive & (self.short_for >= self.patience)
        self.alive = self.alive & ~failed
        self.failed_in[failed] = self.model.month
        self.staff_fte = self.staff_fte * self.alive
        return failed
