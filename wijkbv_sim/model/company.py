"""The company itself: its purse, staff, price level, overhead, and whether it is still there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.actor import Actor, anywhere, same
from wijkbv_sim.model.failure import Cause
from wijkbv_sim.model.labour import (
    ALLOWANCE_MONTH,
    ALLOWANCE_YEAR,
    CONTRACT_HOURS,
    EMPLOYER_CHARGES,
    MINIMUM_WAGE,
    SMALL_BUSINESS_TURNOVER,
    SUBSIDY_CEILING,
)
from wijkbv_sim.model.rates import MONTHS, YEAR
from wijkbv_sim.model.tax import LossesAndProfits
from wijkbv_sim.scenario.services import Grade

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.legal_form import LegalForm

    Floats = NDArray[np.float64]

_BUSINESSES = (Sector.LOCAL_BUSINESS, Sector.BUSINESS_ELSEWHERE)
_PEOPLE = (Sector.STATE, Sector.HOUSEHOLDS, Sector.HOUSEHOLDS_ELSEWHERE)

TAX_MONTH = 5
"""Last year's corporation tax is paid in the sixth month of the next book year, June where that is a calendar year."""


class Company(Actor):
    """The neighbourhood company; parameters of ``money`` are attributes (replicates,).

    ``alive`` says in which futures it still exists, ``failed_in`` in which month it failed (-1: it did not) and
    ``cause`` why (a Cause). ``surplus`` is what the last closed year left after tax and interest, in cents, as long
    as members have not voted on it, and ``interest_paid`` what that year paid on shares.
    """

    opening_cash: Floats
    opening_shares: Floats
    credit_limit: Floats
    credit_rate: Floats
    patience: Floats
    coordinator_fte: Floats
    coordinator_cost: Floats
    staff_cost: Floats
    assistant_cost: Floats
    professional_cost: Floats
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
    crowding_out_volunteers: Floats
    subsidised: Floats
    work_capacity: Floats
    supervision: Floats
    vat_rate: Floats
    vat_reduced_rate: Floats
    vat_exempt: Floats
    volunteer_allowance: Floats

    def __init__(self, model: NeighbourhoodModel, legal_form: LegalForm) -> None:
        super().__init__(model, "money")
        replicates = model.replicates
        self._paying = [self.ledger.paying_in_two(account, _BUSINESSES) for account in Account]
        """How businesses are paid, for each account."""
        self._bank: Cents = self.ledger.balance[Account.BANK]
        self.alive = np.ones(replicates, dtype=np.bool_)
        self.failed_in = np.full(replicates, -1, dtype=np.int64)
        self.cause = np.full(replicates, Cause.NONE, dtype=np.int64)
        self.short_for = np.zeros(replicates, dtype=np.int64)
        self.surplus: Cents = np.zeros(replicates, dtype=np.int64)
        self.interest_paid: Cents = np.zeros(replicates, dtype=np.int64)
        self.price_level = np.ones(replicates)
        self.staff_fte = np.zeros(replicates)
        self.graded_fte = np.zeros(replicates)
        self.allowed_this_year = np.zeros(replicates)
        self.coordinating_fte = np.zeros(replicates)
        self.small_business_scheme = model.scenario.money.small_business_scheme
        self.tax = LossesAndProfits(replicates, exempt_when_small=legal_form.exempt_when_small)
        self.vat_kept: Floats = self.nothing()
        self.loses_vat = False
        self._vat_inputs: tuple[object, ...] = ()
        self.parameters_changed()
        self._open_books()
        self.look_at_vat()

    def parameters_changed(self) -> None:
        """Work out what depends on parameters alone, and see what is worth working out."""
        self.productivity: Floats = 1.0 - self.subsidised * (1.0 - self.work_capacity)
        """The work that a full-time job yields, people on wage-cost subsidy counted at their capacity."""
        gap = np.minimum(1.0 - self.work_capacity, SUBSIDY_CEILING)
        self._subsidy: Floats = MINIMUM_WAGE * CONTRACT_HOURS * gap * (1 + EMPLOYER_CHARGES)
        self._limit = cents(self.credit_limit)
        self._dearer = {Grade.ASSISTANT: self.assistant_cost - 1, Grade.PROFESSIONAL: self.professional_cost - 1}
        self._has_patience = bool((self.patience > 0).all())
        self._gives_allowance = bool(self.volunteer_allowance.any())
        self._has_subsidised = bool(self.subsidised.any())
        self._has_donations = bool(self.donations.any())
        self._crowds_out = bool(self.crowding_out.any())
        self._inputs: tuple[object, ...] = ()
        self.crowds_out_volunteers = bool(self.crowding_out_volunteers.any())

    def _open_books(self) -> None:
        opening = cents(self.opening_cash)
        shares = np.minimum(cents(self.opening_shares), opening)
        self.ledger.receive(Account.MEMBER_SHARES, shares, Sector.MEMBERS)
        self.ledger.receive(Account.RESERVES, opening - shares, Sector.FUNDS)
        self.ledger.open_month()

    @property
    def cash(self) -> Cents:
        """What is in the account, in cents."""
        return self._bank

    def room(self) -> Cents:
        """How much can be paid before the account is beyond its limit, in cents."""
        room: Cents = self.cash + self._limit
        return room

    def new_year(self) -> None:
        """Wages and prices rise once a year."""
        self.price_level = self.price_level * (1.0 + self.inflation)

    def buy(self, account: Account, euros: Floats, local: Floats | None = None, reduced: Floats | None = None) -> None:
        """Pay businesses, in the neighbourhood and elsewhere (by the overhead's share unless told), and VAT.

        ``reduced`` is the part that is taxed at the reduced rate, nothing unless told.
        """
        self._paying[account](euros, self.overhead_local if local is None else local)
        if self.loses_vat:
            self.ledger.pay_euros(Account.LOST_VAT, euros * self._vat(reduced), Sector.STATE)

    def carefully(self, cost: Floats) -> Floats:
        """What is left of a cost of management or overhead when the board cuts back for want of cash."""
        if not self.model.scenario.feedbacks.liquidity_to_cost:
            return cost
        left, spending = np.empty(cost.size), self.model.observer.monthly_spending()
        actor_kernels.carefully(cost, self.cash, self.liquidity_target, spending, self.cutback, left)
        return left

    def coordinators(self) -> Floats:
        """Full-time jobs in management and administration this month."""
        return self.carefully(self.coordinator_fte)

    def look_at_vat(self) -> None:
        """At the month's beginning: which part of the VAT on what is bought does not come back."""
        if self.small_business_scheme:
            small = self.model.observer.yearly_turnover() <= SMALL_BUSINESS_TURNOVER
            self.vat_kept = np.where(small, 1.0, self.vat_exempt)
        elif self.vat_kept is self.vat_exempt:
            return
        else:
            self.vat_kept = self.vat_exempt
        self.loses_vat = bool(self.vat_kept.any())

    def vat_on(self, euros: Floats) -> Cents:
        """The VAT on a purchase that cannot be reclaimed, in cents."""
        return cents(euros * self._vat())

    def _vat(self, reduced: Floats | None = None) -> Floats:
        """The part of a price without VAT that is paid in VAT and cannot be reclaimed."""
        rate = self.vat_rate
        if reduced is not None:
            return (rate + reduced * (self.vat_reduced_rate - rate)) * self.vat_kept
        inputs = rate, self.vat_kept
        if not same(inputs, self._vat_inputs):
            self._vat_inputs, self._usual_vat = inputs, rate * self.vat_kept
        return self._usual_vat

    def count_staff(self) -> None:
        """Add up the services' paid people: all of them, and as jobs of the ordinary grade by what they cost."""
        staff = self.nothing()
        for service in self.model.services:
            staff += service.fte
        graded = staff.copy()
        for service in self.model.services:
            if service.grade in self._dearer:
                graded += service.fte * self._dearer[service.grade]
        self.staff_fte, self.graded_fte = staff, graded

    def pay_wages(self) -> None:
        """Pay coordination and staff, and receive the wage-cost subsidy for those who can do less."""
        self.coordinating_fte = self.coordinators()
        self.pay_people(self.wages())
        if not self._has_subsidised:
            return
        people = self.staff_fte * self.subsidised * self.price_level * self.alive / YEAR
        self.ledger.receive(Account.INCOME_WAGE_SUBSIDY, cents(people * self._subsidy), Sector.MUNICIPALITY)
        self.buy(Account.OVERHEAD, people * self.supervision)

    def pay_allowance(self) -> None:
        """Pay volunteers for their hours, as far as that is no wage: up to a sum in a month and in a year."""
        if self.model.month % MONTHS == 0:
            self.allowed_this_year = self.nothing()
        if not self._gives_allowance:
            return
        people = self.model.residents.active_members
        hours = np.divide(self.model.volunteer_hours, people, out=self.nothing(), where=people > 0)
        most = np.minimum(ALLOWANCE_MONTH, ALLOWANCE_YEAR - self.allowed_this_year)
        each = np.minimum(hours * self.volunteer_allowance, most)
        self.allowed_this_year = self.allowed_this_year + each
        paid = each * people * self.price_level * self.alive
        self.ledger.pay(Account.VOLUNTEER_COSTS, cents(paid), Sector.HOUSEHOLDS)

    def pay_people(self, euros: Floats) -> None:
        """Pay wage cost: taxes and premiums to the state, the rest to people here and elsewhere."""
        # Of the whole, taxes first; of what is left, who lives here.
        self.ledger.pay_in_three(Account.WAGES, euros * self.alive, self.wage_taxes, self.staff_local, _PEOPLE)

    def pay_overhead(self) -> None:
        """Pay for administration, and get donations."""
        inputs = self.price_level, self.alive
        if not same(inputs, self._inputs):
            self._inputs = inputs
            level = self.price_level * self.alive / YEAR
            self._level, self._overhead, self._donations = level, self.overhead * level, self.donations * level
        self.buy(Account.OVERHEAD, self.carefully(self._overhead))
        if not self._has_donations:
            return
        given = self._donations
        if self._crowds_out:
            grants = self.model.observer.grant_share()
            given = self.donations * np.maximum(1.0 + self.crowding_out * grants, 0.0) * self._level
        self.ledger.receive_euros(Account.INCOME_DONATIONS, given, Sector.HOUSEHOLDS)

    def pay_overdraft(self) -> None:
        """Pay interest on what the account is overdrawn."""
        if not anywhere(self.cash < 0):
            return
        overdrawn = np.maximum(-self.cash, 0) / 100.0
        self.ledger.pay(Account.INTEREST, cents(overdrawn * self.credit_rate / YEAR * self.alive), Sector.BANK)

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
        self.surplus = np.maximum(result - tax - interest - payout, 0) * self.alive
        self.interest_paid = interest
        self.ledger.close_year()

    def settle(self) -> NDArray[np.bool_]:
        """See whether creditors lose patience; returns the futures where the company fails this month."""
        short: NDArray[np.bool_] = self.room() < 0
        if self._has_patience and not anywhere(short):
            self.short_for = np.zeros(short.size, dtype=np.int64)
            return short
        self.short_for = np.where(short, self.short_for + 1, 0)
        return self.fail(self.short_for >= self.patience, Cause.INSOLVENCY)

    def fail(self, where: NDArray[np.bool_], cause: Cause) -> NDArray[np.bool_]:
        """End the company for this cause where it still exists; returns the futures in which it did."""
        failed = self.alive & where
        if not anywhere(failed):
            return failed
        self.alive = self.alive & ~failed
        self.failed_in[failed] = self.model.month
        self.cause[failed] = cause
        return failed

    def wages(self) -> Floats:
        """A month's wage cost of coordination and staff at today's prices, in euros."""
        cost = self.coordinating_fte * self.coordinator_cost + self.graded_fte * self.staff_cost
        return np.asarray(cost / YEAR * self.price_level)
