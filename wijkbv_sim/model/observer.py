"""What is seen at the end of a month: ratios over the last twelve months, read from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Kind, Sector, Tally
from wijkbv_sim.ledger.tally import credited, debited, held, owed, paid_to, received_from
from wijkbv_sim.model.columns import Flow, Stock
from wijkbv_sim.model.municipal import net_cost
from wijkbv_sim.model.rates import MONTHS, YEAR

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

YEARLY = Tally(
    income=credited(*INCOME),
    given=credited(*GIVEN),
    spending=paid_to(*SPENDING),
    local=paid_to(*LOCAL),
    paid=paid_to(*Sector),
    # What comes in for new shares is no income of anybody; see _add_to_year.
    received=received_from(*SPENDING) + debited(Account.MEMBER_SHARES),
    grants=credited(Account.INCOME_GRANTS),
    to_people=paid_to(*PEOPLE),
)
"""What is summed over the last twelve months: before loans, and shares bought and taken back, are left out of it."""

MONTHLY = Tally(
    assets=held(*[a for a in Account if a.kind is Kind.ASSET]),
    cash=held(Account.BANK),
    operating_result=credited(*INCOME, *COSTS),
    income=credited(*INCOME),
    income_contracts=credited(*CONTRACTS),
    income_assets=credited(*ASSETS),
    income_trade=credited(Account.INCOME_TRADE),
    income_grants=credited(*GIVEN),
    income_members=credited(Account.INCOME_MEMBER_FEES),
    debt=owed(Account.LOANS),
    equity=owed(*EQUITY, *INCOME, *COSTS),
    share_capital=owed(Account.MEMBER_SHARES),
    neighbourhood_fund=owed(Account.NEIGHBOURHOOD_FUND),
)
"""The balance sheet's total, and variables that are sums of the books as they stand."""


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


def ratios(*pairs: tuple[NDArray[np.generic], NDArray[np.generic]]) -> Floats:
    """The ratio of each pair, above and below (pairs, replicates); all at once costs as much as one."""
    above, below = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return ratio(above, below).reshape(len(pairs), -1)


class Observer:
    """Reads one month of a model into named arrays (replicates,)."""

    def __init__(self, replicates: int) -> None:
        self._sums = Trailing(len(YEARLY.names), replicates)
        self._year: dict[str, NDArray[np.int64]] = dict(zip(YEARLY.names, self._sums.total, strict=True))
        self._spent_a_month: Floats = np.zeros(replicates)
        self.now: dict[str, Floats] = {}
        self.months_seen = 0

    def last_year(self, name: str) -> Floats:
        """What something came to in the last twelve months seen, in euros (replicates,)."""
        return np.asarray(self._year[name] / 100.0)

    def monthly_spending(self) -> Floats:
        """What was paid in a month, on average over the last twelve seen, in euros; 0 at the very start."""
        return self._spent_a_month

    def grant_share(self) -> Floats:
        """Grants among the last twelve months' income; 0 where there was none."""
        grants, income = self._year["grants"], self._year["income"]
        share: Floats = np.divide(grants, income, out=np.zeros(len(income)), where=income != 0)
        return share

    def yearly_turnover(self) -> Floats:
        """Income that is no gift, in euros a year, from the last twelve months or as many as there were."""
        seen = max(min(self.months_seen, MONTHS), 1)
        return (self.last_year("income") - self.last_year("given")) * MONTHS / seen

    def _add_to_year(self, model: NeighbourhoodModel) -> dict[str, NDArray[np.int64]]:
        """Take the month into the year's sums, without what only comes back or goes back; returns the month."""
        table = model.ledger.tally(YEARLY)
        month = dict(zip(YEARLY.names, table, strict=True))
        # The account's own movement would not do for spending: what others bought in the same month hides it.
        withdrawn = model.shares.back
        for name in ("spending", "local", "received", "to_people"):
            month[name] -= withdrawn
        # What goes back to a lender is no spending, whoever the lender is.
        for loan in model.loans:
            if loan.sector in NOT_SPENDING:
                continue
            month["received"] -= loan.drawn
            back = loan.interest + loan.repaid
            month["spending"] -= back
            if loan.sector.local:
                month["local"] -= back
            if loan.sector is Sector.HOUSEHOLDS:
                month["to_people"] -= back
        self._sums.add(model.month, table)
        self._year = dict(zip(YEARLY.names, self._sums.total, strict=True))
        self.months_seen = model.month + 1
        self._spent_a_month = self.last_year("paid") / min(self.months_seen, MONTHS)
        return month

    def look(self, model: NeighbourhoodModel) -> None:
        """Work out every variable of variables.py for the month that has just ended."""
        ledger, residents, company = model.ledger, model.residents, model.company
        model.outside.month()
        this_month = self._add_to_year(model)
        year, months = self._year, float(min(self.months_seen, MONTHS))
        table = ledger.tally(MONTHLY)
        sums = dict(zip(MONTHLY.names, table, strict=True))
        # An overdraft counts as debt, not as an asset.
        sums["assets"] -= np.minimum(sums["cash"], 0)
        month = dict(zip(MONTHLY.names, table / 100.0, strict=True))
        assets = month.pop("assets")
        people, changes = residents.stocks.T.astype(np.float64), residents.flows.T.astype(np.float64)
        own_income, liquidity, solvency, member_share, retention = ratios(
            (year["income"] - year["given"], year["income"]),
            (ledger.balance[Account.BANK] * months, year["paid"]),
            (month["equity"], assets),
            (people[Stock.MEMBERS], people[Stock.ADULTS]),
            (year["local"], year["spending"]),
        )
        left = changes[Flow.LEFT] + changes[Flow.LEFT_BY_MOVING]
        left = left + changes[Flow.LEFT_BY_DEATH] + changes[Flow.LEFT_BY_BURNOUT]
        prices = company.price_level
        to_people = year["to_people"] / 100.0
        to_businesses = (year["local"] - year["to_people"]) / 100.0
        received = year["received"] / 100.0
        lm3, multiplier = model.economy.of_each_euro(received, to_people, to_businesses)
        paid_fte, nothing = model.paid_fte(), np.zeros(model.replicates, dtype=np.int64)
        occupancy, condition = model.means_over_buildings()
        self.now = {
            **month,
            "own_income_share": own_income,
            "liquidity_months": liquidity,
            "solvency": solvency,
            "dscr": model.lenders.dscr,
            "ltv": model.lenders.ltv,
            "covenant_breach": model.lenders.breached.astype(np.float64),
            "loan_called": model.any_over_loans("called"),
            "alive": company.alive.astype(np.float64),
            "members": people[Stock.MEMBERS],
            "active_members": people[Stock.ACTIVE],
            "member_share": member_share,
            "joined": changes[Flow.JOINED],
            "left": left,
            "burnt_out": changes[Flow.BURNT_OUT],
            "volunteer_hours": model.volunteer_hours,
            "volunteer_load": model.volunteer_load,
            "staff_fte": paid_fte,
            "local_jobs": paid_fte * company.staff_local,
            "jobs_for_seekers": model.jobs.count.astype(np.float64),
            "people_hired": model.jobs.hired.astype(np.float64),
            "benefits_saved": model.jobs.benefits_saved,
            "extra_household_income": model.jobs.extra_income,
            "extra_local_spending": model.jobs.extra_spending,
            "delivered": model.delivered_share,
            "unmet_hours": model.hours_asked - model.hours_delivered,
            "hours_delivered": model.hours_delivered,
            "social_value": model.social_value.of_this_month(),
            "quality": model.quality,
            "trust": model.municipality.trust,
            "contracts_running": model.contracts_running(),
            "occupancy": occupancy,
            "building_condition": condition,
            "homes_let": model.total_over_assets("homes_let"),
            "homes_for_residents": model.total_over_assets("homes_for_residents"),
            "energy_output": model.total_over_assets("kwh"),
            "fibre_take_up": model.fibre_take_up(),
            "asset_value": model.lenders.asset_value,
            "municipality_net_cost": net_cost(model),
            "spending": this_month["spending"] / 100.0,
            "spending_local": this_month["local"] / 100.0,
            "local_retention": retention,
            "lm3": lm3,
            "local_multiplier": multiplier,
            "cause": company.cause.astype(np.float64),
            "leader": model.leaders.present.astype(np.float64),
            "turnout": model.meeting.came,
            "shares_raised": sum((o.raised for o in model.offers), start=nothing) / 100.0,
            "fund_spent": model.meeting.fund_spent / 100.0,
            "fee_discount": model.meeting.given_back / 100.0,
            "dividend": model.meeting.dividend_paid / 100.0,
            "services_started": model.meeting.begun.astype(np.float64),
            "respending_jobs": model.economy.jobs(to_people * YEAR / months, to_businesses * YEAR / months, prices),
            **model.outside.seen(),
            **model.outcomes.seen(),
            **model.representation.seen,
            **model.wind_up.losses(),
        }
