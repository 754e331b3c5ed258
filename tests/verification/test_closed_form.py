"""Ten years of a small company worked out a second time, from its terms alone, in plain Python and whole cents."""

from __future__ import annotations

from fractions import Fraction

import numpy as np

from tests.worlds import building, contract, futures, quiet

YEARS = 10
COMPANY = {
    "money.opening_cash": 40_000, "money.inflation": 3, "money.overhead": 10_000, "money.coordinator_fte": 0.5,
    "money.coordinator_cost": 70_002, "money.staff_cost": 50_000, "money.productive_hours": 1_500,
    "services.s": {"demand": 3_000, "volunteer_share": 0, "purchases": 2, "overhead": 1_200, "user_fee": 1.5,
                   "best_quality": 70},
    "money.contracts.c": contract(value=160_000, service="s", indexation=50, payment_term=60),
    "assets.h": building(
        floor_area=400, price=20_000, transfer_tax=10, renovation=60_000, depreciation_years=20, start_month=4,
        lettable=75, rent=90, running_cost=40, lease=1_000, maintenance_reserve=10, hire_hours=300, hire_rate=20,
        maintenance=[{"year": 3, "cost": 9_000}, {"year": 8, "cost": 40_000}],
    ),
    "money.loans.l": {"amount": 83_333, "rate": 4.7, "term": 8, "start_month": 4},
    "money.grants.g": {"amount": 15_000, "chance": 100, "duration": 36, "taper": 20, "effort": 24},
    "money.trade.t": {"turnover": 20_000, "swing": 0, "purchases": 55},
    "ownership.legal_form": "bv",
}  # fmt: skip


def cent(euros):
    """Whole cents, halves to the even one."""
    return round(Fraction(euros) * 100)


def ten_years():
    """Cash at the end and result of each month, in cents."""
    cash, tax_owed, losses, owed, invested, written_off, provision = 40_000_00, 0, 0, 0, 0, 0, 0
    level = index = Fraction(1)
    invoices, works = [], {3: Fraction(9_000), 8: Fraction(40_000)}
    found, year_result = [], 0
    for month in range(YEARS * 12):
        if month and month % 12 == 0:
            level *= Fraction(103, 100)
            index *= Fraction(1015, 1000)
        income = costs = 0
        # The service, its staff of two, and the contract, paid in the second month after.
        fees = cent(250 * Fraction(3, 2) * level)
        invoices.append(cent(Fraction(160_000, 12) * index))
        paid_in = invoices[month - 2] if month >= 2 else 0
        bought = cent(250 * 2 * level) + cent(100 * level)
        wages = cent((2 * Fraction(50_000) + Fraction(35_001)) / 12 * level)
        income += fees + invoices[month]
        costs += bought + wages + cent(Fraction(10_000, 12) * level)
        cash += fees + paid_in - bought - wages - cent(Fraction(10_000, 12) * level)
        # Grant, with two hours of paperwork a month, and trade.
        grant = cent(Fraction(15_000, 12) * Fraction(4, 5) ** (month // 12)) if month < 36 else 0
        sold, goods = cent(Fraction(20_000, 12) * level), cent(Fraction(11_000, 12) * level)
        income += grant + sold
        paperwork = cent(2 * Fraction(70_002, 1_500) * level) if month < 36 else 0
        costs += goods + paperwork
        cash += grant + sold - goods - paperwork
        # The building from the fourth month on, and the loan that paid for it.
        since = month - 3
        if since == 0:
            owed, invested = 83_333_00, 82_000_00
            cash += owed - invested
        if since >= 0:
            let = cent(400 * Fraction(3, 4) * 90 * level / 12) + cent(Fraction(300 * 20, 12) * level)
            runs = cent(Fraction(400 * 40, 12) * level) + cent(Fraction(1_000, 12) * level)
            aside = cent(Fraction(400 * 10, 12) * level)
            provision += aside
            income += let
            costs += runs + aside
            cash += let - runs
            for year in [y for y in works if since >= (y - 1) * 12 and cent(works[y] * level) <= cash + 10**11]:
                work = cent(works.pop(year) * level)
                from_provision = min(work, provision)
                provision -= from_provision
                costs += work - from_provision
                cash -= work
            by_now = invested * min(since + 1, 240) // 240
            costs += by_now - written_off
            written_off = by_now
        if 1 <= since <= 96:
            rate, left = Fraction(47, 12_000), 97 - since
            interest = round(owed * rate)
            annuity = owed * rate / (1 - (1 + rate) ** -left)
            repaid = owed if left == 1 else round(annuity - owed * rate)
            owed -= repaid
            costs += interest
            cash -= interest + repaid
        # Tax on the year before in June, on this year in December; no bracket is passed.
        if month % 12 == 5:
            cash -= tax_owed
            tax_owed = 0
        result = income - costs
        year_result += result
        if month % 12 == 11:
            used = min(losses, max(year_result, 0))
            losses += max(-year_result, 0) - used
            tax_owed = (max(year_result, 0) - used) * 19 // 100
            result -= tax_owed
            year_result = 0
        found.append((cash, result))
    return found


def test_cash_and_result_of_each_month_to_the_cent():
    chunk = futures(quiet(COMPANY, years=YEARS))
    cash, result = np.array(ten_years(), dtype=np.int64).T
    assert chunk.columns["balance.bank"][0].tolist() == cash.tolist()
    assert np.rint(chunk.columns["operating_result"][0] * 100).astype(int).tolist() == result.tolist()


def test_the_story_has_both_good_and_bad_years():
    results = np.array([result for _, result in ten_years()]).reshape(YEARS, 12).sum(axis=1)
    assert (results > 0).any()
    assert (results < 0).any()
