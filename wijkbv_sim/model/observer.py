"""What is seen at the end of a month: ratios over the last twelve months, read from the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Kind, Sector, rows_of
from wijkbv_sim.model.columns import Flow, Stock
from wijkbv_sim.model.municipal import net_cost
from wijkbv_sim.model.rates import MONTHS, YEAR

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]

INCOME = rows_of(Kind.INCOME)
CONTRACTS = [Account.INCOME_CONTRACTS, Account.INCOME_USER_FEES]
ASSETS = [
    Account.INCOME_RENT, Account.INCOME_HIRE, Account.INCOME_ENERGY, Account.INCOME_FIBRE, Account.INCOME_DISPOSAL,
]  # fmt: skip
GIVEN = [
    Account.INCOME_GRANTS, Account.INCOME_DONATIONS, Account.INCOME_NEIGHBOURHOOD_BUDGET, Account.INCOME_TARIFF,
]  # fmt: skip
NOT_SPENDING = (Sector.INTERNAL, Sector.BANK)
LOCAL = [s for s in Sector if s.local]
PEOPLE = (Sector.HOUSEHOLDS, Sector.MEMBERS)
_CUSTOMERS = [s for s in Sector if s not in NOT_SPENDING]
"""Whose payments may count as the company's money; loans and shares among them do not."""

NO_CASH = [
    Account.DEPRECIATION, Account.INTEREST, Account.SHARE_INTEREST, Account.BOOK_LOSS, Account.INCOME_DISPOSAL,
]  # fmt: skip
"""What is no part of the cash flow that must cover interest and repayment."""


def rows(table: NDArray[np.int64], which: Sequence[int]) -> NDArray[np.int64]:
    """The sum of some rows of a table (rows, replicates)."""
    total: NDArray[np.int64] = table[which[0]].copy()
    for row in which[1:]:
        total += table[row]
    return total


class Trailing:
    """The sum of the last twelve months of something, fewer at the beginning (replicates,)."""

    def __init__(self, replicates: int) -> None:
        self._months: NDArray[np.int64] = np.zeros((MONTHS, replicates), dtype=np.int64)
        self.total: NDArray[np.int64] = np.zeros(replicates, dtype=np.int64)

    def add(self, month: int, amount: NDArray[np.int64]) -> None:
        """Take in this month's amount and forget that of a year ago."""
        slot = month % MONTHS
        self.total = self.total + amount - self._months[slot]
        self._months[slot] = amount


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
    """Reads one month of a model into named arrays (replicates,)."""

    def __init__(self, replicates: int) -> None:
        self._sums = {
            name: Trailing(replicates)
            for name in (
                "income",
                "given",
                "spending",
                "local",
                "paid",
                "received",
                "grants",
                "to_people",
            )
        }
        self.now: dict[str, Floats] = {}
        self.months_seen = 0

    def last_year(self, name: str) -> Floats:
        """What something came to in the last twelve months seen, in euros (replicates,)."""
        return np.asarray(self._sums[name].total / 100.0)

    def monthly_spending(self) -> Floats:
        """What was paid in a month, on average over the last twelve seen, in euros; 0 at the very start."""
        return self.last_year("paid") / max(min(self.months_seen, MONTHS), 1)

    def grant_share(self) -> Floats:
        """Grants among the last twelve months' income; 0 where there was none."""
        grants, income = self._sums["grants"].total, self._sums["income"].total
        share: Floats = np.divide(grants, income, out=np.zeros(len(income)), where=income != 0)
        return share

    def yearly_turnover(self) -> Floats:
        """Income that is no gift, in euros a year, from the last twelve months or as many as there were."""
        seen = max(min(self.months_seen, MONTHS), 1)
        return (self.last_year("income") - self.last_year("given")) * MONTHS / seen

    def look(self, model: NeighbourhoodModel) -> None:
        """Work out every variable of variables.py for the month that has just ended."""
        ledger, residents, company = model.ledger, model.residents, model.company
        model.outside.month()
        flow, paid = ledger.flow, ledger.paid
        income = -flow[INCOME].sum(axis=0)
        given = -rows(flow, GIVEN)
        # The account's own movement would not do: what others bought in the same month hides it.
        withdrawn = model.shares.back
        nothing = np.zeros_like(income)
        # What goes back to a lender is no spending, whoever the lender is.
        lent = {loan.sector: nothing for loan in model.loans if loan.sector not in NOT_SPENDING}
        for loan in model.loans:
            if loan.sector in lent:
                lent[loan.sector] = lent[loan.sector] + loan.interest + loan.repaid
        drawn = sum((loan.drawn for loan in model.loans if loan.sector in lent), start=nothing)
        bought = withdrawn - flow[Account.MEMBER_SHARES]
        back = sum(lent.values(), start=nothing)
        local_back = sum((amount for sector, amount in lent.items() if sector.local), start=nothing)
        spent, equity = paid.sum(axis=0), ledger.equity() / 100.0
        spending = spent - rows(paid, NOT_SPENDING) - withdrawn - back
        local = rows(paid, LOCAL) - withdrawn - local_back
        sums = self._sums
        for name, amount in (
            ("income", income),
            ("given", given),
            ("spending", spending),
            ("local", local),
            ("paid", spent),
            ("grants", -flow[Account.INCOME_GRANTS]),
            ("received", rows(ledger.received, _CUSTOMERS) - drawn - bought),
            ("to_people", rows(paid, PEOPLE) - withdrawn - lent.get(Sector.HOUSEHOLDS, nothing)),
        ):
            sums[name].add(model.month, amount)
        self.months_seen = model.month + 1
        months = float(min(self.months_seen, MONTHS))
        prices = company.price_level
        cash = ledger.balance[Account.BANK]
        asked = model.hours_asked
        to_people = sums["to_people"].total / 100.0
        to_businesses = (sums["local"].total - sums["to_people"].total) / 100.0
        received = sums["received"].total / 100.0
        self.now = {
            "cash": cash / 100.0,
            "operating_result": ledger.result() / 100.0,
            "income": income / 100.0,
            "income_contracts": -rows(flow, CONTRACTS) / 100.0,
            "income_assets": -rows(flow, ASSETS) / 100.0,
            "income_trade": -flow[Account.INCOME_TRADE] / 100.0,
            "income_grants": given / 100.0,
            "income_members": -flow[Account.INCOME_MEMBER_FEES] / 100.0,
            "own_income_share": ratio(sums["income"].total - sums["given"].total, sums["income"].total),
            "liquidity_months": ratio(cash * months, sums["paid"].total),
            "solvency": ratio(equity, ledger.assets() / 100.0),
            "dscr": model.lenders.dscr,
            "ltv": model.lenders.ltv,
            "covenant_breach": model.lenders.breached.astype(np.float64),
            "loan_called": model.any_over_loans("called"),
            "debt": -ledger.balance[Account.LOANS] / 100.0,
            "equity": equity,
            "alive": company.alive.astype(np.float64),
            "members": residents.members.astype(np.float64),
            "active_members": residents.active_members.astype(np.float64),
            "member_share": ratio(residents.members, residents.stocks[:, Stock.ADULTS]),
            "joined": residents.flows[:, Flow.JOINED].astype(np.float64),
            "left": residents.flows[:, Flow.LEFT : Flow.LEFT_BY_BURNOUT + 1].sum(axis=1).astype(np.float64),
            "burnt_out": residents.flows[:, Flow.BURNT_OUT].astype(np.float64),
            "volunteer_hours": model.volunteer_hours,
            "volunteer_load": model.volunteer_load,
            "staff_fte": model.paid_fte(),
            "local_jobs": model.local_fte(),
            "jobs_for_seekers": model.jobs.count.astype(np.float64),
            "people_hired": model.jobs.hired.astype(np.float64),
            "benefits_saved": model.jobs.benefits_saved,
            "extra_household_income": model.jobs.extra_income,
            "extra_local_spending": model.jobs.extra_spending,
            "delivered": model.delivered_share(),
            "unmet_hours": asked - model.hours_delivered,
            "hours_delivered": model.hours_delivered,
            "social_value": model.social_value.of_this_month(),
            "quality": model.quality,
            "trust": model.municipality.trust,
            "contracts_running": sum(
                (c.active.astype(np.float64) for c in model.contracts), start=np.zeros(model.replicates)
            ),
            "occupancy": model.mean_over_buildings("let"),
            "building_condition": model.mean_over_buildings("condition"),
            "asset_value": model.lenders.asset_value,
            "homes_let": model.total_over_assets("homes_let"),
            "homes_for_residents": model.total_over_assets("homes_for_residents"),
            "energy_output": model.total_over_assets("kwh"),
            "fibre_take_up": model.fibre_take_up(),
            "municipality_net_cost": net_cost(model),
            "spending": spending / 100.0,
            "spending_local": local / 100.0,
            "local_retention": ratio(sums["local"].total, sums["spending"].total),
            "lm3": model.economy.lm3(received, to_people, to_businesses),
            "local_multiplier": model.economy.multiplier(received, to_people, to_businesses),
            "cause": company.cause.astype(np.float64),
            "leader": model.leaders.present.astype(np.float64),
            "turnout": model.meeting.came,
            "share_capital": model.shares.capital / 100.0,
            "shares_raised": sum((o.raised for o in model.offers), start=np.zeros_like(income)) / 100.0,
            "neighbourhood_fund": -ledger.balance[Account.NEIGHBOURHOOD_FUND] / 100.0,
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
