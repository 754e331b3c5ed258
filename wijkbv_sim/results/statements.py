"""Yearly statements from the books, in euros: profit and loss, cash flow and balance sheet, in the Dutch layout.

Over many futures each line has its own median and usual range, and the medians of lines do not add up to the median
of their total. ``future`` picks one future whose lines do add up, to the cent.

Nothing is booked after a company's failure: its statements show nothing but the last balance sheet from then on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

from wijkbv_sim.language import calendar, translator
from wijkbv_sim.ledger import Account, Kind, Sector
from wijkbv_sim.results.indicators import YEAR
from wijkbv_sim.results.percentiles import percentiles

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

    Cents = NDArray[np.int64]
    Future = int | Literal["typical"] | None

ASSETS = (Account.PROPERTY, Account.DEPRECIATION_TO_DATE, Account.RECEIVABLES, Account.BANK)
"""Fixed assets before current ones, cash last."""

DEBTS = (Account.MAINTENANCE_PROVISION, Account.LOANS, Account.TAX_PAYABLE)
"""Provisions, then long-term and short-term debt."""

RESULT = tuple(a for a in Account if a.kind in (Kind.INCOME, Kind.EXPENSE))


@dataclass(frozen=True)
class Line:
    """One line of a statement: ``cents`` is (replicates, years)."""

    section: str
    line: str
    label: str
    cents: Cents


def typical_future(results: Results) -> int:
    """The replicate that ends with the median of cash (of an even number, the lower of the middle two)."""
    cash = results.column("cash", months=[results.months])[:, 0]
    order = np.argsort(cash, kind="stable")
    return int(results.replicate[order[(order.size - 1) // 2]])


def statements(results: Results, *, future: Future = None, language: Language = "nl") -> dict[str, pd.DataFrame]:
    """All three statements by name: profit_and_loss, cash_flow, balance_sheet.

    Each has a row a year and line: year, section, line, label, and median, p5, p95 over the futures; with
    ``future`` (a replicate's number, or "typical") its amount instead. Raises KeyError where the books were not
    kept, or there is no such replicate.
    """
    if future == "typical":
        future = typical_future(results)
    return {
        "profit_and_loss": profit_and_loss(results, future=future, language=language),
        "cash_flow": cash_flow(results, future=future, language=language),
        "balance_sheet": balance_sheet(results, future=future, language=language),
    }


def profit_and_loss(results: Results, *, future: Future = None, language: Language = "nl") -> pd.DataFrame:
    """Income and expenses of each year, both positive, and the result: income less expenses."""
    _ = translator(language)
    flow = _Book(results, language)
    income = [flow.line("income", a, -flow.year("flow", a)) for a in Account if a.kind is Kind.INCOME]
    expenses = [flow.line("expenses", a, flow.year("flow", a)) for a in Account if a.kind is Kind.EXPENSE]
    earned, spent = _sum(income), _sum(expenses)
    lines = [
        *income,
        Line("income", "total_income", _("total income"), earned),
        *expenses,
        Line("expenses", "total_expenses", _("total expenses"), spent),
        Line("result", "result", _("operating result"), earned - spent),
    ]
    return _frame(results, lines, future)


def cash_flow(results: Results, *, future: Future = None, language: Language = "nl") -> pd.DataFrame:
    """What came into the account from each sector, and went out to it, both positive, between two balances."""
    _ = translator(language)
    book = _Book(results, language)
    received = book.by_sector("received", _("received: {sector}"))
    paid = book.by_sector("paid", _("paid: {sector}"))
    came, went = _sum(received), _sum(paid)
    closing = book.at_end(Account.BANK)
    first = results.column("balance.bank", months=[1]) - results.column("flow.bank", months=[1])
    opening = np.concatenate([first, closing[:, :-1]], axis=1)
    lines = [
        Line("opening", "opening", _("account at the beginning"), opening),
        *received,
        Line("received", "total_received", _("total received"), came),
        *paid,
        Line("paid", "total_paid", _("total paid"), went),
        Line("change", "change", _("change of the account"), came - went),
        Line("closing", "closing", _("account at the end"), closing),
    ]
    return _frame(results, lines, future)


def balance_sheet(results: Results, *, future: Future = None, language: Language = "nl") -> pd.DataFrame:
    """What the company has, and where that came from, at each year's end.

    Depreciation to date is negative among the assets. An overdrawn account is a debt. Reserves hold the result
    that is not yet closed into them.
    """
    _ = translator(language)
    book = _Book(results, language)
    bank = book.at_end(Account.BANK)
    nothing = np.zeros_like(bank)
    assets = [book.line("assets", a, np.maximum(bank, 0) if a is Account.BANK else book.at_end(a)) for a in ASSETS]
    unclosed = sum((book.at_end(a) for a in RESULT), start=nothing)
    own = [
        book.line("equity", Account.MEMBER_SHARES, -book.at_end(Account.MEMBER_SHARES)),
        book.line("equity", Account.RESERVES, -book.at_end(Account.RESERVES) - unclosed),
    ]
    owed = [
        *(book.line("debts", a, -book.at_end(a)) for a in DEBTS),
        Line("debts", "overdraft", _("overdraft"), np.maximum(-bank, 0)),
    ]
    equity, debts = _sum(own), _sum(owed)
    lines = [
        *assets,
        Line("assets", "total_assets", _("total assets"), _sum(assets)),
        *own,
        Line("equity", "total_equity", _("total equity"), equity),
        *owed,
        Line("debts", "total_debts", _("total provisions and debts"), debts),
        Line("total", "total_equity_and_debts", _("total equity and debts"), equity + debts),
    ]
    return _frame(results, lines, future)


class _Book:
    """Reads a run's books by year, one column at a time."""

    def __init__(self, results: Results, language: Language) -> None:
        self.results = results
        self.language = language

    def year(self, what: str, whose: Account | Sector) -> Cents:
        monthly = self.results.column(f"{what}.{whose.name.lower()}")
        summed: Cents = monthly.reshape(monthly.shape[0], -1, YEAR).sum(axis=2)
        return summed

    def at_end(self, account: Account) -> Cents:
        ends = range(YEAR, self.results.months + 1, YEAR)
        stands: Cents = self.results.column(f"balance.{account.name.lower()}", months=ends)
        return stands

    def label(self, whose: Account | Sector) -> str:
        return whose.label_nl if self.language == "nl" else whose.label_en

    def line(self, section: str, account: Account, amount: Cents) -> Line:
        return Line(section, account.name.lower(), self.label(account), amount)

    def by_sector(self, what: str, text: str) -> list[Line]:
        """A line a sector; payments through the bank name one, so "internal" only shows if one did not."""
        amounts = [(sector, self.year(what, sector)) for sector in Sector]
        return [
            Line(what, f"{what}.{sector.name.lower()}", text.format(sector=self.label(sector)), amount)
            for sector, amount in amounts
            if sector is not Sector.INTERNAL or amount.any()
        ]


def _sum(lines: list[Line]) -> Cents:
    return sum((line.cents for line in lines[1:]), start=lines[0].cents)


def _frame(results: Results, lines: list[Line], future: Future) -> pd.DataFrame:
    import pandas as pd

    if future == "typical":
        future = typical_future(results)
    row = None if future is None else _row(results, future)
    start = results.scenario.time.start
    rows = []
    spreads = [None if row is not None else percentiles(line.cents / 100) for line in lines]
    for k in range(results.months // YEAR):
        year = calendar(start, (k + 1) * YEAR)[0]
        for line, spread in zip(lines, spreads, strict=True):
            known = {"year": year, "section": line.section, "line": line.line, "label": line.label}
            if spread is None:
                rows.append(known | {"amount": float(line.cents[row, k]) / 100})
            else:
                p5, median, p95 = (float(x) for x in spread[:, k])
                rows.append(known | {"median": median, "p5": p5, "p95": p95})
    return pd.DataFrame(rows)


def _row(results: Results, replicate: int) -> int:
    found = np.flatnonzero(results.replicate == replicate)
    if found.size == 0:
        raise KeyError(f"there is no replicate {replicate} in these results")
    return int(found[0])
