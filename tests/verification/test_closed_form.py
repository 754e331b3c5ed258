"""Ten years of a company with a contract, a building and a loan, worked out a second time as a spreadsheet.

From the terms alone, in plain Python, fractions and whole cents, by nothing of the model: every account of the balance
sheet and of the result, at the end of every month, to the cent. All feedbacks are off.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction

import numpy as np
import numpy_financial as npf
import pytest

from tests.worlds import NO_FEEDBACKS, building, contract, futures, quiet
from wijkbv_sim.ledger import Account, Kind

YEARS = 10
COMPANY = {
    "feedbacks": NO_FEEDBACKS,
    "money.opening_cash": 40_000, "money.inflation": 3, "money.overhead": 10_000, "money.coordinator_fte": 0.5,
    "money.coordinator_cost": 70_002, "money.staff_cost": 50_000, "money.productive_hours": 1_500,
    "money.vat_rate": 21, "money.vat_exempt": 40, "money.opening_shares": 12_000,
    "services.s": {"demand": 3_000, "volunteer_share": 0, "purchases": 2, "overhead": 1_200, "user_fee": 1.5,
                   "best_quality": 70},
    "money.contracts.c": contract(value=163_000, service="s", indexation=50, payment_term=60),
    "assets.h": building(
        way_in="purchase", floor_area=400, price=20_000, transfer_tax=10, renovation=60_000, depreciation_years=20,
        start_month=4, lettable=75, rent=90, running_cost=40, lease=1_000, maintenance_reserve=10, hire_hours=300,
        hire_rate=20, maintenance=[{"year": 3, "cost": 6_000}, {"year": 8, "cost": 40_000}],
    ),
    "money.loans.l": {"amount": 83_333, "rate": 4.7, "term": 8, "start_month": 4, "covenant_dscr": 0},
    "money.grants.g": {"amount": 15_000, "chance": 100, "duration": 36, "taper": 20, "effort": 24},
    "money.grants.legacy": {"amount": 4_200_000, "chance": 100, "start_month": 50, "duration": 1, "effort": 0},
    "money.trade.t": {"turnover": 20_000, "swing": 0, "purchases": 55},
    "ownership.legal_form": "cooperative", "ownership.share_interest": 2,
}  # fmt: skip


def cent(euros):
    """Whole cents, halves to the even one."""
    return round(Fraction(euros) * 100)


class Sheet:
    """Balances by account in cents, debit less credit, and what each month added to them."""

    def __init__(self):
        self.balance = defaultdict(int)
        self.months = []

    def book(self, debit, credit, cents):
        self.balance[debit] += cents
        self.balance[credit] -= cents

    def buy(self, account, euros):
        """Something bought, and the 21% of VAT on it, of which 40% does not come back."""
        self.book(account, "bank", cent(euros))
        self.book("lost_vat", "bank", cent(euros * Fraction(21, 100) * Fraction(40, 100)))


def tax_on(profit):
    """19% up to 200,000 and 25.8% above, rounded down to the cent."""
    whole = 100 * 200_000
    return (min(profit, whole) * 190 + max(profit - whole, 0) * 258) // 1000


def ten_years():
    """The balance of every account at the end of each month, before and after the books are closed in December."""
    sheet = Sheet()
    book, buy = sheet.book, sheet.buy
    book("bank", "member_shares", 12_000_00)
    book("bank", "reserves", 28_000_00)
    level = index = Fraction(1)
    losses, works, owed_tax = 0, {3: Fraction(6_000), 8: Fraction(40_000)}, 0
    invoices = []
    for month in range(YEARS * 12):
        if month and month % 12 == 0:
            level *= Fraction(103, 100)
            index *= Fraction(1015, 1000)
        # The service, its staff of two, and the contract, paid in the second month after.
        book("bank", "income_user_fees", cent(250 * Fraction(3, 2) * level))
        buy("purchases", 250 * 2 * level)
        buy("service_overhead", 100 * level)
        invoices.append(cent(Fraction(163_000, 12) * index))
        book("receivables", "income_contracts", invoices[month])
        if month >= 2:
            book("bank", "receivables", invoices[month - 2])
        # A grant with two hours of paperwork a month, a legacy, and own sales.
        if month < 36:
            book("bank", "income_grants", cent(Fraction(15_000, 12) * Fraction(4, 5) ** (month // 12)))
            book("wages", "bank", cent(2 * Fraction(70_002, 1_500) * level))
        if month == 49:
            book("bank", "income_grants", 350_000_00)
        book("bank", "income_trade", cent(Fraction(20_000, 12) * level))
        buy("purchases", Fraction(11_000, 12) * level)
        # The building from the fourth month on.
        since = month - 3
        if since == 0:
            book("bank", "loans", 83_333_00)
            # Of the VAT on the works 40% does not come back: it is part of what the building costs.
            book("property", "bank", 20_000_00 + 2_000_00 + 60_000_00 + 5_040_00)
        if since >= 0:
            book("bank", "income_rent", cent(400 * Fraction(3, 4) * 90 * level / 12))
            book("bank", "income_hire", cent(Fraction(300 * 20, 12) * level))
            buy("building_running", Fraction(400 * 40, 12) * level)
            book("building_lease", "bank", cent(Fraction(1_000, 12) * level))
            book("maintenance", "maintenance_provision", cent(Fraction(400 * 10, 12) * level))
            for year in [y for y in works if since >= (y - 1) * 12]:
                work = cent(works.pop(year) * level)
                set_aside = min(work, -sheet.balance["maintenance_provision"])
                book("maintenance_provision", "bank", set_aside)
                book("maintenance", "bank", work - set_aside)
                book("lost_vat", "bank", cent(Fraction(work, 100) * Fraction(21, 100) * Fraction(40, 100)))
            by_now = 87_040_00 * min(since + 1, 240) // 240
            book("depreciation", "depreciation_to_date", by_now + sheet.balance["depreciation_to_date"])
        # Coordination, staff, overhead.
        book("wages", "bank", cent((2 * Fraction(50_000) + Fraction(35_001)) / 12 * level))
        buy("overhead", Fraction(10_000, 12) * level)
        # The loan, in 96 months.
        if 1 <= since <= 96:
            owed, rate, left = -sheet.balance["loans"], Fraction(47, 12_000), 97 - since
            interest = round(owed * rate)
            payment = owed * rate / (1 - (1 + rate) ** -left)
            book("interest", "bank", interest)
            book("loans", "bank", owed if left == 1 else round(payment - owed * rate))
        # Tax on the year before in June; in December this year's, interest on shares, and the closing.
        if month % 12 == 5:
            book("tax_payable", "bank", owed_tax)
        accounts = [a for a in Account if a.kind in (Kind.INCOME, Kind.EXPENSE)]
        if month % 12 == 11:
            profit = -sum(sheet.balance[a.name.lower()] for a in accounts)
            used = min(losses, max(profit, 0))
            losses += max(-profit, 0) - used
            owed_tax = tax_on(max(profit, 0) - used)
            book("tax", "tax_payable", owed_tax)
            most = max(min(profit - owed_tax, sheet.balance["bank"]), 0)
            book("share_interest", "bank", min(240_00, most))
        before = dict(sheet.balance)
        if month % 12 == 11:
            for account in accounts:
                book("reserves", account.name.lower(), sheet.balance[account.name.lower()])
        sheet.months.append((before, dict(sheet.balance)))
    return sheet.months


@pytest.fixture(scope="module")
def chunk():
    return futures(quiet(COMPANY, years=YEARS))


@pytest.fixture(scope="module")
def sheet():
    return ten_years()


@pytest.mark.parametrize("account", Account, ids=lambda account: account.name.lower())
def test_every_account_of_every_month_to_the_cent(chunk, sheet, account):
    name = account.name.lower()
    after = [month.get(name, 0) for _, month in sheet]
    assert chunk.columns[f"balance.{name}"][0].tolist() == after
    if account is not Account.RESERVES:  # what is carried there is no movement
        opened = [{"bank": 40_000_00, "member_shares": -12_000_00}.get(name, 0), *after[:-1]]
        moved = [month.get(name, 0) - start for (month, _), start in zip(sheet, opened, strict=True)]
        assert chunk.columns[f"flow.{name}"][0].tolist() == moved


def test_cash_and_result_are_the_sheets(chunk, sheet):
    assert np.rint(chunk.columns["cash"][0] * 100).tolist() == [month["bank"] for _, month in sheet]
    result = -sum(chunk.columns[f"flow.{a.name.lower()}"][0] for a in Account if a.kind in (Kind.INCOME, Kind.EXPENSE))
    assert np.rint(chunk.columns["operating_result"][0] * 100).astype(int).tolist() == result.tolist()


def test_the_sheet_itself_balances(sheet):
    assert all(sum(month.values()) == 0 for both in sheet for month in both)


def test_the_loan_is_that_of_numpy_financial(chunk):
    """Rounding to the cent each month never adds up to more than a few cents."""
    months = np.arange(1, 97)
    interest = chunk.columns["flow.interest"][0][4:100] / 100
    assert interest == pytest.approx(-npf.ipmt(0.047 / 12, months, 96, 83_333), abs=0.02)
    assert chunk.columns["balance.loans"][0][99] == 0


def test_the_story_passes_the_edges(sheet):
    """Good and bad years, both brackets of tax, a loss set off, a lump that the provision pays and one it does not."""
    years = [-sum(v for k, v in before.items() if Account[k.upper()].kind in (Kind.INCOME, Kind.EXPENSE))
             for before, _ in sheet[11::12]]  # fmt: skip
    taxes = [before["tax"] for before, _ in sheet[11::12]]
    assert min(years) < 0 < max(years)
    assert max(taxes) > 38_000_00
    assert any(0 < tax < 38_000_00 for tax in taxes)
    interest = [before["share_interest"] for before, _ in sheet[11::12]]
    assert {0, 240_00} <= set(interest)
    cost = [sheet[month][0]["maintenance"] - sheet[month - 1][1]["maintenance"] for month in (26, 27, 87)]
    assert cost[0] == cost[1] < cost[2]
