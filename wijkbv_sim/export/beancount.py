"""The books of one future as a Beancount file: plain-text accounts that another program checks and reads.

Beancount (https://beancount.github.io) knows nothing of this model. ``bean-check`` adds up every transaction, and at
each month's end it holds what the postings come to against the balance that the ledger had: whoever does not believe
the books here can add them up there.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.experiment.chunk import BALANCES, FLOWS, PAID, RECEIVED
from wijkbv_sim.language import calendar
from wijkbv_sim.ledger import Account, Kind, Sector
from wijkbv_sim.results.statements import typical_future

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.results.statements import Future

    Cents = NDArray[np.int64]

ROOTS = {
    Kind.ASSET: "Activa", Kind.LIABILITY: "Schulden", Kind.EQUITY: "EigenVermogen", Kind.INCOME: "Opbrengsten",
    Kind.EXPENSE: "Kosten",
}  # fmt: skip
"""The Dutch names of Beancount's five kinds of account."""

_OPTIONS = {
    Kind.ASSET: "name_assets", Kind.LIABILITY: "name_liabilities", Kind.EQUITY: "name_equity",
    Kind.INCOME: "name_income", Kind.EXPENSE: "name_expenses",
}  # fmt: skip
_RESULT = [account for account in Account if account.kind in (Kind.INCOME, Kind.EXPENSE)]


def account_name(account: Account) -> str:
    """The account as Beancount writes it: kind and Dutch name, with hyphens for spaces.

    >>> account_name(Account.LOST_VAT)
    'Kosten:Btw-die-niet-terugkomt'
    """
    words = account.label_nl.replace(" ", "-")
    return f"{ROOTS[account.kind]}:{words[0].upper()}{words[1:]}"


def write_beancount(results: Results, path: str | Path, *, future: Future = "typical") -> Path:
    """Write the books of one future, a replicate's number or "typical", as a Beancount file; returns where it is.

    Raises KeyError where the books were not kept or there is no such future, OSError where the file cannot be written.
    """
    path = Path(path)
    text = "\n".join(lines_of(results, future=future)) + "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_text(text, encoding="utf-8", newline="\n")
    os.replace(unfinished, path)
    return path


def lines_of(results: Results, *, future: Future = "typical") -> Iterator[str]:
    """The lines of the file: chart of accounts, opening balances, and then for each month its postings and balances.

    A month is one transaction. The bank's part of it has a posting for each sector that paid or was paid; the other
    accounts have one posting each, for that is how the books are kept. In the last month of a book year a second
    transaction carries income and expenses to the reserves.
    """
    books = _Books.of(results, future)
    yield from _head(results, books)
    first = books.day(0)
    for account in Account:
        yield f"{first} open {account_name(account)} EUR"
        yield f'  naam-en: "{account.label_en}"'
    yield from _transaction(first, "Beginbalans", 0, _postings(books.opening))
    for month in range(len(books.flow)):
        last = books.day(month + 1) - timedelta(days=1)
        if books.flow[month].any():
            said = f"Boekingen van maand {month + 1}"
            yield from _transaction(last, said, month + 1, books.postings(month))
        closing = books.closing(month)
        if closing.any():
            yield from _transaction(last, "Afsluiting van het boekjaar", month + 1, _postings(closing))
        yield ""
        # Beancount holds a balance to be that of the morning: the next day's is this day's end.
        for account in books.used:
            yield f"{books.day(month + 1)} balance {account_name(account)} {_euros(books.balance[month, account])} EUR"


@dataclass(frozen=True)
class _Books:
    """One future's books in cents: (months, accounts) and (months, sectors)."""

    start: str
    replicate: int
    flow: Cents
    balance: Cents
    received: Cents
    paid: Cents

    @classmethod
    def of(cls, results: Results, future: Future) -> _Books:
        replicate = typical_future(results) if future in ("typical", None) else int(future)
        rows = np.flatnonzero(results.replicate == replicate)
        if rows.size == 0:
            raise KeyError(f"there is no replicate {replicate} in these results")

        def read(names: Sequence[str]) -> Cents:
            return np.stack([results.column(name)[rows[0]] for name in names], axis=1)

        start = results.scenario.time.start
        return cls(start, replicate, read(FLOWS), read(BALANCES), read(RECEIVED), read(PAID))

    def day(self, month: int) -> date:
        """The first day of a month, counted from 0."""
        year, number = calendar(self.start, month + 1)
        return date(year, number, 1)

    @property
    def opening(self) -> Cents:
        """The balances before the first month."""
        opening: Cents = self.balance[0] - self.flow[0]
        return opening

    @property
    def used(self) -> list[Account]:
        """The accounts on which anything was ever booked."""
        ever = (self.flow != 0).any(axis=0) | (self.balance != 0).any(axis=0)
        return [account for account in Account if ever[account]]

    def postings(self, month: int) -> Iterator[tuple[Account, int, Sector | None]]:
        """The month's movements: of the bank by sector, of the other accounts as a whole."""
        for sector in Sector:
            for amount in (self.received[month, sector], -self.paid[month, sector]):
                if amount:
                    yield Account.BANK, int(amount), sector
        for account in Account:
            if account is not Account.BANK and self.flow[month, account]:
                yield account, int(self.flow[month, account]), None

    def closing(self, month: int) -> Cents:
        """What the closing of the books moved this month: income and expenses to the reserves, or nothing.

        The reserves' part is what the others come to, so that their balance remains a check.
        """
        closing = np.zeros(len(Account), dtype=np.int64)
        if month > 0:
            moved = self.balance[month] - self.balance[month - 1] - self.flow[month]
            closing[_RESULT] = moved[_RESULT]
            closing[Account.RESERVES] = -closing[_RESULT].sum()
        return closing


def _head(results: Results, books: _Books) -> Iterator[str]:
    scenario = results.scenario
    yield f"; wijkbv-sim: {scenario.name}, digest {scenario.digest}, seed {results.seed}, replicate {books.replicate}"
    yield f'option "title" {_quoted(scenario.title.in_language("nl"))}'
    yield 'option "operating_currency" "EUR"'
    for kind, option in _OPTIONS.items():
        yield f'option "{option}" "{ROOTS[kind]}"'
    # A cent is a difference: what Beancount would let pass by itself is half of one in a transaction, one in a balance.
    yield 'option "tolerance_multiplier" "0.1"'
    yield ""


def _transaction(
    day: date, said: str, month: int, postings: Iterator[tuple[Account, int, Sector | None]]
) -> Iterator[str]:
    yield ""
    yield f'{day} * "{said}"'
    yield f"  maand: {month}"
    for account, amount, sector in postings:
        yield f"  {account_name(account)}  {_euros(amount)} EUR"
        if sector is not None:
            yield f'    sector: "{sector.label_nl}"'


def _postings(amounts: Cents) -> Iterator[tuple[Account, int, Sector | None]]:
    for account in Account:
        if amounts[account]:
            yield account, int(amounts[account]), None


def _euros(amount: int | np.int64) -> str:
    """Cents as euros, exactly.

    >>> _euros(-123456), _euros(5)
    ('-1234.56', '0.05')
    """
    whole, part = divmod(abs(int(amount)), 100)
    return f"{'-' if amount < 0 else ''}{whole}.{part:02d}"


def _quoted(text: str) -> str:
    r"""A text as Beancount writes it: in quotation marks, with a backslash before those inside.

    >>> _quoted('De "buurt"')
    '"De \\"buurt\\""'
    """
    return '"' + " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"') + '"'
