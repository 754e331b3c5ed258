"""What is seen at the end of a month, future by future: the loop behind observer.py, which says what each number is.

Everything here is whole cents and plain float64 arithmetic, in the order in which it is written: each future comes out
as it would from arrays of futures, to the bit.
"""

# mypy: ignore-errors

from __future__ import annotations

from enum import IntEnum, auto

import numpy as np
from numba import njit

from wijkbv_sim.model.columns import Flow, Stock

MADE_WITH = "86cb74838d48b84d"
"""Digest of columns.py, for the reason that kernels.py gives."""

YEAR = 12.0
"""Months in a year."""


class _Rows(IntEnum):
    """Rows of a table, numbered from 0."""

    @staticmethod
    def _generate_next_value_(name, start, count, last_values):
        return count


class Summed(_Rows):
    """What is summed over the last twelve months, in cents."""

    INCOME = auto()
    GIVEN = auto()
    SPENDING = auto()
    LOCAL = auto()
    PAID = auto()
    RECEIVED = auto()
    GRANTS = auto()
    TO_PEOPLE = auto()


class Seen(_Rows):
    """The variables that ``look`` works out, by their names; the first FROM_BOOKS of them are sums of the books."""

    CASH = auto()
    OPERATING_RESULT = auto()
    INCOME = auto()
    INCOME_CONTRACTS = auto()
    INCOME_ASSETS = auto()
    INCOME_TRADE = auto()
    INCOME_GRANTS = auto()
    INCOME_MEMBERS = auto()
    DEBT = auto()
    EQUITY = auto()
    SHARE_CAPITAL = auto()
    NEIGHBOURHOOD_FUND = auto()
    OWN_INCOME_SHARE = auto()
    LIQUIDITY_MONTHS = auto()
    SOLVENCY = auto()
    DSCR = auto()
    LTV = auto()
    COVENANT_BREACH = auto()
    ALIVE = auto()
    MEMBERS = auto()
    ACTIVE_MEMBERS = auto()
    MEMBER_SHARE = auto()
    JOINED = auto()
    LEFT = auto()
    BURNT_OUT = auto()
    VOLUNTEER_HOURS = auto()
    VOLUNTEER_LOAD = auto()
    STAFF_FTE = auto()
    LOCAL_JOBS = auto()
    JOBS_FOR_SEEKERS = auto()
    PEOPLE_HIRED = auto()
    BENEFITS_SAVED = auto()
    EXTRA_HOUSEHOLD_INCOME = auto()
    EXTRA_LOCAL_SPENDING = auto()
    DELIVERED = auto()
    UNMET_HOURS = auto()
    HOURS_DELIVERED = auto()
    QUALITY = auto()
    TRUST = auto()
    OCCUPANCY = auto()
    BUILDING_CONDITION = auto()
    ASSET_VALUE = auto()
    SPENDING = auto()
    SPENDING_LOCAL = auto()
    LOCAL_RETENTION = auto()
    CAUSE = auto()
    LEADER = auto()
    TURNOUT = auto()
    FUND_SPENT = auto()
    FEE_DISCOUNT = auto()
    DIVIDEND = auto()
    SERVICES_STARTED = auto()
    RESPENDING_JOBS = auto()


FROM_BOOKS = int(Seen.NEIGHBOURHOOD_FUND) + 1


class Paid(_Rows):
    """What became of the last twelve months' money, in euros."""

    A_MONTH = auto()
    """What was paid in a month, on average."""
    RECEIVED = auto()
    TO_PEOPLE = auto()
    TO_BUSINESSES = auto()


@njit(inline="always")
def over(above, below):
    """A ratio, and not-a-number where there is nothing below."""
    return above / below if below != 0.0 else np.nan


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def look(
    slot, months, books, of_month, withdrawn, by_month, of_year, stocks, flows, alive, cause, staff_fte,
    coordinating_fte, staff_local, dscr, debt, asset_value, breached, volunteer_hours, volunteer_load, has_job, hired,
    benefits_saved, extra_income, extra_spending, delivered_share, hours_asked, hours_delivered, quality, trust,
    over_buildings, leader, came, fund_spent, given_back, dividend, begun, household_spending, determinant,
    turnover_per_job, prices, paid, seen,
):  # fmt: skip
    """Fill the rows of ``seen`` that Seen names, and ``paid`` (Paid, replicates); the year's sums move on a month.

    ``books`` (1 + FROM_BOOKS, replicates) are the assets and the sums of the books as they stand; ``of_month``
    (Summed, replicates) the month's sums, of which ``withdrawn`` is no payment; ``by_month`` (12, Summed, replicates)
    keeps them in ``slot``, and ``of_year`` (Summed, replicates) is their total over the ``months`` there are.
    ``over_buildings`` is the sums that ``add_building`` makes. The jobs at local businesses live on what these got
    in a year, over every round of spending; see economy.py.
    """
    for r in range(alive.size):
        of_month[Summed.SPENDING, r] -= withdrawn[r]
        of_month[Summed.LOCAL, r] -= withdrawn[r]
        of_month[Summed.RECEIVED, r] -= withdrawn[r]
        of_month[Summed.TO_PEOPLE, r] -= withdrawn[r]
        for k in range(of_year.shape[0]):
            of_year[k, r] += of_month[k, r] - by_month[slot, k, r]
            by_month[slot, k, r] = of_month[k, r]
        income, spending = of_year[Summed.INCOME, r], of_year[Summed.SPENDING, r]
        local, to_people = of_year[Summed.LOCAL, r], of_year[Summed.TO_PEOPLE, r]
        paid[Paid.A_MONTH, r] = of_year[Summed.PAID, r] / 100.0 / months
        paid[Paid.RECEIVED, r] = of_year[Summed.RECEIVED, r] / 100.0
        paid[Paid.TO_PEOPLE, r] = to_people / 100.0
        paid[Paid.TO_BUSINESSES, r] = (local - to_people) / 100.0
        seen[Seen.SPENDING, r] = of_month[Summed.SPENDING, r] / 100.0
        seen[Seen.SPENDING_LOCAL, r] = of_month[Summed.LOCAL, r] / 100.0
        for k in range(FROM_BOOKS):
            seen[k, r] = books[1 + k, r] / 100.0
        cash = books[1 + Seen.CASH, r]
        # An overdraft counts as debt, not as an asset.
        assets = (books[0, r] - min(cash, 0)) / 100.0
        seen[Seen.OWN_INCOME_SHARE, r] = over(np.float64(income - of_year[Summed.GIVEN, r]), np.float64(income))
        seen[Seen.LIQUIDITY_MONTHS, r] = over(cash * months, np.float64(of_year[Summed.PAID, r]))
        seen[Seen.SOLVENCY, r] = over(seen[Seen.EQUITY, r], assets)
        seen[Seen.LOCAL_RETENTION, r] = over(np.float64(local), np.float64(spending))
        seen[Seen.DSCR, r] = dscr[r]
        seen[Seen.LTV, r] = debt[r] / asset_value[r] if asset_value[r] > 0.0 else np.nan
        seen[Seen.COVENANT_BREACH, r] = breached[r]
        seen[Seen.ASSET_VALUE, r] = asset_value[r]
        seen[Seen.ALIVE, r] = alive[r]
        seen[Seen.CAUSE, r] = cause[r]
        members = np.float64(stocks[r, Stock.MEMBERS])
        seen[Seen.MEMBERS, r] = members
        seen[Seen.ACTIVE_MEMBERS, r] = stocks[r, Stock.ACTIVE]
        seen[Seen.MEMBER_SHARE, r] = over(members, np.float64(stocks[r, Stock.ADULTS]))
        seen[Seen.JOINED, r] = flows[r, Flow.JOINED]
        left = flows[r, Flow.LEFT] + flows[r, Flow.LEFT_BY_MOVING]
        seen[Seen.LEFT, r] = left + flows[r, Flow.LEFT_BY_DEATH] + flows[r, Flow.LEFT_BY_BURNOUT]
        seen[Seen.BURNT_OUT, r] = flows[r, Flow.BURNT_OUT]
        seen[Seen.VOLUNTEER_HOURS, r] = volunteer_hours[r]
        seen[Seen.VOLUNTEER_LOAD, r] = volunteer_load[r]
        paid_fte = (staff_fte[r] + coordinating_fte[r]) * np.float64(alive[r])
        seen[Seen.STAFF_FTE, r] = paid_fte
        seen[Seen.LOCAL_JOBS, r] = paid_fte * staff_local[r]
        seen[Seen.JOBS_FOR_SEEKERS, r] = has_job[r]
        seen[Seen.PEOPLE_HIRED, r] = hired[r]
        seen[Seen.BENEFITS_SAVED, r] = benefits_saved[r]
        seen[Seen.EXTRA_HOUSEHOLD_INCOME, r] = extra_income[r]
        seen[Seen.EXTRA_LOCAL_SPENDING, r] = extra_spending[r]
        seen[Seen.DELIVERED, r] = delivered_share[r]
        seen[Seen.UNMET_HOURS, r] = hours_asked[r] - hours_delivered[r]
        seen[Seen.HOURS_DELIVERED, r] = hours_delivered[r]
        seen[Seen.QUALITY, r] = quality[r]
        seen[Seen.TRUST, r] = trust[r]
        area = over_buildings[0, r]
        seen[Seen.OCCUPANCY, r] = over_buildings[1, r] / area if area > 0.0 else np.nan
        seen[Seen.BUILDING_CONDITION, r] = over_buildings[2, r] / area if area > 0.0 else np.nan
        seen[Seen.LEADER, r] = leader[r]
        seen[Seen.TURNOUT, r] = came[r]
        seen[Seen.FUND_SPENT, r] = fund_spent[r] / 100.0
        seen[Seen.FEE_DISCOUNT, r] = given_back[r] / 100.0
        seen[Seen.DIVIDEND, r] = dividend[r] / 100.0
        seen[Seen.SERVICES_STARTED, r] = begun[r]
        households = paid[Paid.TO_PEOPLE, r] * YEAR / months
        businesses = paid[Paid.TO_BUSINESSES, r] * YEAR / months
        all_businesses = (household_spending[r] * households + businesses) / determinant[r]
        seen[Seen.RESPENDING_JOBS, r] = all_businesses / (turnover_per_job[r] * prices[r])
