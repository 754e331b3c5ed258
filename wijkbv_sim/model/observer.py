"""What is seen at the end of a month: ratios over the last twelve months, read from the ledger.

Which number stands for what is said here and in observer_kernels.py, which has the loop over the futures.
"""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Kind, Sector, Tally
from wijkbv_sim.ledger.tally import credited, debited, held, owed, paid_to, received_from
from wijkbv_sim.model import observer_kernels
from wijkbv_sim.model.municipal import net_cost
from wijkbv_sim.model.observer_kernels import FROM_BOOKS, Paid, Seen, Summed
from wijkbv_sim.model.rates import MONTHS
from wijkbv_sim.model.variables import VARIABLES

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]

INCOME = [a for a in Account if a.kind is Kind.INCOME]
COSTS = [a for a in Account if a.kind is Kind.EXPENSE]
EQUITY = [a for a in Account if a.kind is Kind.EQUITY]
CONTRACTS = [Account.INCOME_CONTRACTS, Account.INCOME_USER_FEES]
ASSETS = [
    Account.INCOME_RENT, Account.INCOME_HIRE, Account.INCOME_ENERGY, Account.INCOME_FIBRE, Account.INCOME_DISPOSAL,
]  # fmt: skip
GIVEN = [
    Account.INCOME_GRANTS, Account.INCOME_DONATIONS, Account.INCOME_NEIGHBOURHOOD_BUDGET, Account.INCOME_TARIFF,
]  # fmt: skip
NOT_SPENDING = (Sector.INTERNAL, Sector.BANK)
SPENDING = [s for s in Sector if s not in NOT_SPENDING]
"""Whose payments may count as the company's money, and to whom those of the company may count as spending; loans and
shares among them do not."""

LOCAL = [s for s in Sector if s.local]
PEOPLE = (Sector.HOUSEHOLDS, Sector.MEMBERS)

NO_CASH = [
    Account.DEPRECIATION, Account.INTEREST, Account.SHARE_INTEREST, Account.BOOK_LOSS, Account.INCOME_DISPOSAL,
]  # fmt: skip
"""What is no part of the cash flow that must cover interest and repayment."""

_SUMMED = {
    Summed.INCOME: credited(*INCOME),
    Summed.GIVEN: credited(*GIVEN),
    Summed.SPENDING: paid_to(*SPENDING),
    Summed.LOCAL: paid_to(*LOCAL),
    Summed.PAID: paid_to(*Sector),
    # What comes in for new shares is no income of anybody; see _of_this_month.
    Summed.RECEIVED: received_from(*SPENDING) + debited(Account.MEMBER_SHARES),
    Summed.GRANTS: credited(Account.INCOME_GRANTS),
    Summed.TO_PEOPLE: paid_to(*PEOPLE),
}
YEARLY = Tally(**{one.name.lower(): _SUMMED[one] for one in Summed})
"""What is summed over the last twelve months: before loans, and shares bought and taken back, are left out of it."""

_BOOKS = {
    Seen.CASH: held(Account.BANK),
    Seen.OPERATING_RESULT: credited(*INCOME, *COSTS),
    Seen.INCOME: credited(*INCOME),
    Seen.INCOME_CONTRACTS: credited(*CONTRACTS),
    Seen.INCOME_ASSETS: credited(*ASSETS),
    Seen.INCOME_TRADE: credited(Account.INCOME_TRADE),
    Seen.INCOME_GRANTS: credited(*GIVEN),
    Seen.INCOME_MEMBERS: credited(Account.INCOME_MEMBER_FEES),
    Seen.DEBT: owed(Account.LOANS),
    Seen.EQUITY: owed(*EQUITY, *INCOME, *COSTS),
    Seen.SHARE_CAPITAL: owed(Account.MEMBER_SHARES),
    Seen.NEIGHBOURHOOD_FUND: owed(Account.NEIGHBOURHOOD_FUND),
}
_ASSETS = held(*[a for a in Account if a.kind is Kind.ASSET])
MONTHLY = Tally(assets=_ASSETS, **{one.name.lower(): _BOOKS[one] for one in list(Seen)[:FROM_BOOKS]})
"""The balance sheet's total, and variables that are sums of the books as they stand."""

_WORKED_OUT = [one.name.lower() for one in Seen]
_OTHERS = [name for name in VARIABLES if name not in _WORKED_OUT]
ROWS = {name: row for row, name in enumerate((*_WORKED_OUT, *_OTHERS))}
"""The row of each variable in what the observer sees."""


class Trailing:
    """Sums of the last twelve months, fewer at the beginning (sums, replicates)."""

    def __init__(self, sums: int, replicates: int) -> None:
        self._months: NDArray[np.int64] = np.zeros((MONTHS, sums, replicates), dtype=np.int64)
        self.total: NDArray[np.int64] = np.zeros((sums, replicates), dtype=np.int64)

    def add(self, month: int, amounts: NDArray[np.int64]) -> None:
        """Take in this month's amounts and forget those of a year ago."""
        slot = month % MONTHS
        self.total = self.total + amounts - self._months[slot]
        self._months[slot] = amounts


def unknown(replicates: int) -> Floats:
    """Not-a-number in every future (replicates,); np.full takes thrice as long."""
    nan = np.empty(replicates)
    nan.fill(np.nan)
    return nan


def ratio(above: NDArray[np.generic], below: NDArray[np.generic]) -> Floats:
    """``above / below`` (replicates,), and not-a-number where there is nothing below."""
    result: Floats = np.divide(above, below, out=unknown(len(above)), where=below != 0)
    return result


class Observer:
    """Reads one month of a model into ``table`` (variables, replicates), whose rows ROWS names."""

    def __init__(self, replicates: int) -> None:
        self._by_month: NDArray[np.int64] = np.zeros((MONTHS, len(Summed), replicates), dtype=np.int64)
        self._of_year: NDArray[np.int64] = np.zeros((len(Summed), replicates), dtype=np.int64)
        """Sums of the last twelve months, fewer at the beginning."""
        self._paid: Floats = np.zeros((len(Paid), replicates))
        # What is never there keeps the value that it has here.
        self.table: Floats = np.zeros((len(ROWS), replicates))
        self._row = {name: self.table[row] for name, row in ROWS.items()}
        self._row["fibre_take_up"].fill(np.nan)
        self._taken: dict[str, Floats] = {}
        self._rarely: tuple[dict[str, Floats], ...] = ({}, {})
        self.months_seen = 0

    @property
    def now(self) -> dict[str, Floats]:
        """Every variable by name as it was last seen, arrays (replicates,) that stay as they are."""
        table = self.table.copy()
        return {name: table[ROWS[name]] for name in VARIABLES}

    def monthly_spending(self) -> Floats:
        """What was paid in a month, on average over the last twelve seen, in euros; 0 at the very start."""
        spent: Floats = self._paid[Paid.A_MONTH]
        return spent

    def grant_share(self) -> Floats:
        """Grants among the last twelve months' income; 0 where there was none."""
        grants, income = self._of_year[Summed.GRANTS], self._of_year[Summed.INCOME]
        share: Floats = np.divide(grants, income, out=np.zeros(len(income)), where=income != 0)
        return share

    def yearly_turnover(self) -> Floats:
        """Income that is no gift, in euros a year, from the last twelve months or as many as there were."""
        seen = max(min(self.months_seen, MONTHS), 1)
        income, given = self._of_year[Summed.INCOME] / 100.0, self._of_year[Summed.GIVEN] / 100.0
        turnover: Floats = (income - given) * MONTHS / seen
        return turnover

    def _of_this_month(self, model: NeighbourhoodModel) -> NDArray[np.int64]:
        """The month's sums (Summed, replicates), without what only comes back or goes back."""
        month = model.ledger.tally(YEARLY)
        # What goes back to a lender is no spending, whoever the lender is.
        for loan in model.loans:
            if loan.sector in NOT_SPENDING:
                continue
            month[Summed.RECEIVED] -= loan.drawn
            back = loan.interest + loan.repaid
            month[Summed.SPENDING] -= back
            if loan.sector.local:
                month[Summed.LOCAL] -= back
            if loan.sector is Sector.HOUSEHOLDS:
                month[Summed.TO_PEOPLE] -= back
        return month

    def look(self, model: NeighbourhoodModel) -> None:
        """Work out every variable of variables.py for the month that has just ended."""
        company, lenders, jobs, meeting = model.company, model.lenders, model.jobs, model.meeting
        model.outside.month()
        self.months_seen = model.month + 1
        months = float(min(self.months_seen, MONTHS))
        # The account's own movement would not do for spending: what others bought in the same month hides it.
        withdrawn = model.shares.back
        observer_kernels.look(
            model.month % MONTHS, months, model.ledger.tally(MONTHLY), self._of_this_month(model), withdrawn,
            self._by_month, self._of_year, model.residents.stocks, model.residents.flows, company.alive, company.cause,
            company.staff_fte, company.coordinating_fte, company.staff_local, lenders.dscr, lenders.debt,
            lenders.asset_value, lenders.breached, model.volunteer_hours, model.volunteer_load, jobs.count, jobs.hired,
            jobs.benefits_saved, jobs.extra_income, jobs.extra_spending, model.delivered_share, model.hours_asked,
            model.hours_delivered, model.quality, model.municipality.trust, model.over_buildings(),
            model.leaders.present, meeting.came, meeting.fund_spent, meeting.given_back, meeting.dividend_paid,
            meeting.begun, model.economy.household_spending, model.economy.determinant, model.economy.turnover_per_job,
            company.price_level, self._paid, self.table,
        )  # fmt: skip
        self._look_at_what_there_is(model)
        self._take_over(model.outside.seen())
        self._take_over(model.outcomes.seen())
        # These are the same from year to year, and from end to end.
        rarely = model.representation.seen, model.wind_up.losses()
        if not all(map(is_, rarely, self._rarely)):
            for found in rarely:
                self._take_over(found)
            self._rarely = rarely

    def _look_at_what_there_is(self, model: NeighbourhoodModel) -> None:
        """What each euro does, what the municipality pays, and variables of actors that a scenario may be without."""
        row = self._row
        row["lm3"][:], row["local_multiplier"][:] = model.economy.of_each_euro(*self._paid[Paid.RECEIVED :])
        row["municipality_net_cost"][:] = net_cost(model)
        row["social_value"][:] = model.social_value.of_this_month()
        if model.contracts:
            row["contracts_running"][:] = model.contracts_running()
        if model.loans:
            row["loan_called"][:] = model.any_over_loans("called")
        if model.offers:
            row["shares_raised"][:] = sum(o.raised for o in model.offers) / 100.0
        for name, what in model.over_assets:
            row[name][:] = model.total_over_assets(what)
        if model.networks:
            row["fibre_take_up"][:] = model.fibre_take_up()

    def _take_over(self, found: dict[str, Floats]) -> None:
        """Variables by name: nobody writes in these arrays, so one that was taken over before is the same still."""
        taken, row = self._taken, self._row
        for name, values in found.items():
            if taken.get(name) is not values:
                row[name][:] = taken[name] = values
