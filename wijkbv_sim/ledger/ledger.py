"""The company's books in every future at once: double entry, whole cents, nothing kept twice."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import tally
from wijkbv_sim.ledger.accounts import Account, Kind, Sector

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    Cents = NDArray[np.int64]
    Floats = NDArray[np.float64]


def rows_of(*kinds: Kind) -> slice:
    """The rows of all accounts of some kinds, which must lie side by side: a slice is read without a copy."""
    rows = [int(account) for account in Account if account.kind in kinds]
    if rows != list(range(rows[0], rows[-1] + 1)):
        raise ValueError(f"the accounts of {kinds} do not lie side by side")
    return slice(rows[0], rows[-1] + 1)


_BANK = Account.BANK
_WHOLE = np.dtype(np.int64)
_EQUITY = rows_of(Kind.EQUITY)
_BOOKS_RESULT = rows_of(Kind.INCOME, Kind.EXPENSE)


def cents(euros: NDArray[np.float64]) -> Cents:
    """Euros, rounded to whole cents (halves to even)."""
    return np.rint(euros * 100.0).astype(np.int64)


def share_of(amount: Cents, share: NDArray[np.float64]) -> tuple[Cents, Cents]:
    """Cut an amount in two by a share, to the cent: the two parts add up to the whole."""
    part = np.rint(amount * share).astype(np.int64)
    return part, amount - part


class Ledger:
    """Every euro has two sides.

    ``balance`` (accounts, replicates) is debit minus credit in cents, and sums to zero over the accounts in
    every replicate: ``post`` is the only way in and adds to one account what it takes from another.
    ``flow`` (accounts, replicates) is the month's movement of each account, without the closing of the books;
    ``paid`` and ``received`` (sectors, replicates) are the month's payments through the bank to and from
    each sector. All three are read by statements, retention and the municipality's account; nobody keeps a
    total of their own.
    """

    def __init__(self, replicates: int) -> None:
        # All in one piece of memory, so that sums over any of it are read in one pass.
        self._books: Cents = np.zeros((tally.ROWS, replicates), dtype=np.int64)
        self.balance: Cents = self._books[tally.BALANCE : tally.OPENING]
        self._at_opening: Cents = self._books[tally.OPENING : tally.PAID]
        self.paid: Cents = self._books[tally.PAID : tally.RECEIVED]
        self.received: Cents = self._books[tally.RECEIVED :]
        # Only who keeps books waits for the compiler to load.
        from wijkbv_sim.ledger import postings

        self._postings = postings
        self._whole: Floats = np.ones(replicates)
        self._nobody: Cents = np.zeros(replicates, dtype=np.int64)
        """Where what is with no counterparty goes; nobody reads it."""
        # The same memory row by row: a posting then need not look its rows up.
        self._account, self._paid, self._received = list(self.balance), list(self.paid), list(self.received)

    def open_month(self) -> None:
        """Begin a new month: its movements start at nothing."""
        self._at_opening[:] = self.balance
        self._books[tally.PAID :] = 0

    @property
    def flow(self) -> Cents:
        """The month's movement of each account so far, debit minus credit (accounts, replicates)."""
        movement: Cents = self.balance - self._at_opening
        return movement

    def movement(self, *accounts: Account) -> Cents:
        """The month's movement of some accounts together, debit minus credit (replicates,)."""
        total: Cents = np.zeros(self.balance.shape[1], dtype=np.int64)
        for account in accounts:
            total += self._account[account]
            total -= self._at_opening[account]
        return total

    def tally(self, sums: tally.Tally) -> Cents:
        """Sums over the books of the month so far (sums, replicates), in the order of ``sums.names``."""
        found: Cents = np.empty((len(sums.names), self._books.shape[1]), dtype=np.int64)
        self._postings.tally(self._books, sums.row, sums.sign, sums.end, found)
        return found

    def post(self, debit: Account, credit: Account, amount: Cents, sector: Sector = Sector.INTERNAL) -> None:
        """Move ``amount`` (replicates,) >= 0 cents from the credit to the debit account.

        ``sector`` is the counterparty. A payment through the bank must name one. Raises TypeError where the amount is
        not in whole cents, and ValueError where it is not one for each future.
        """
        if amount.dtype is not _WHOLE and amount.dtype != _WHOLE:
            raise TypeError(f"amount(={amount.dtype}) must be whole cents")
        to, of = self._account[debit], self._account[credit]
        # In place: these rows are the ledger's own memory.
        if debit is _BANK:
            with_whom = self._received[sector]
        elif credit is _BANK:
            with_whom = self._paid[sector]
        else:
            with_whom = self._nobody
        self._postings.post(to, of, amount, with_whom)

    def receive(self, credit: Account, amount: Cents, sector: Sector) -> None:
        """Money comes in at the bank."""
        self.post(_BANK, credit, amount, sector)

    def pay(self, debit: Account, amount: Cents, sector: Sector) -> None:
        """Money goes out from the bank."""
        self.post(debit, _BANK, amount, sector)

    def receive_euros(self, credit: Account, euros: Floats, sector: Sector) -> None:
        """Money >= 0 comes in at the bank, in euros: rounded to whole cents as ``cents`` does."""
        to, of = self._account[_BANK], self._account[credit]
        whole, nobody = self._whole, self._nobody
        self._postings.post_euros(to, of, self._received[sector], nobody, nobody, whole, euros, whole)

    def pay_euros(self, debit: Account, euros: Floats, sector: Sector) -> None:
        """Money >= 0 goes out from the bank, in euros, rounded to whole cents."""
        to, of = self._account[debit], self._account[_BANK]
        whole, nobody = self._whole, self._nobody
        self._postings.post_euros(to, of, self._paid[sector], nobody, nobody, whole, euros, whole)

    def receive_in_two(self, credit: Account, euros: Floats, share: Floats, sectors: tuple[Sector, Sector]) -> None:
        """Money comes in, in euros, rounded to whole cents: its ``share`` of the first of two sectors, to the cent."""
        to, of, (one, other), received = self._account[_BANK], self._account[credit], sectors, self._received
        self._postings.post_euros(to, of, received[one], received[other], self._nobody, self._whole, euros, share)

    def paying_in_two(self, debit: Account, sectors: tuple[Sector, Sector]) -> Callable[[Floats, Floats], None]:
        """What is to be called with euros and a share for money that goes out to two sectors, as it comes in from them.

        It is made once for who pays so many times: nothing need be looked up then.
        """
        to, of, (one, other), paid = self._account[debit], self._account[_BANK], sectors, self._paid
        return partial(self._postings.post_euros, to, of, paid[one], paid[other], self._nobody, self._whole)

    def pay_in_three(
        self, debit: Account, euros: Floats, share: Floats, of_rest: Floats, sectors: tuple[Sector, Sector, Sector]
    ) -> None:
        """Money goes out, in euros, rounded to whole cents: a ``share`` of it, and two parts of what that leaves."""
        to, of, (one, second, third), paid = self._account[debit], self._account[_BANK], sectors, self._paid
        self._postings.post_euros(to, of, paid[one], paid[second], paid[third], of_rest, euros, share)

    def close_year(self) -> None:
        """Carry the result of the year to the reserves: income and expense accounts start at zero again."""
        closing = self.balance[_BOOKS_RESULT].copy()
        result = closing.sum(axis=0)
        # The closing is no movement of the month: what it changes, it changes at the month's opening too.
        for books in (self.balance, self._at_opening):
            books[Account.RESERVES] += result
            books[_BOOKS_RESULT] -= closing

    def result(self) -> Cents:
        """The month's operating result in cents (replicates,): income minus expenses, before closing."""
        result: Cents = (self._at_opening[_BOOKS_RESULT] - self.balance[_BOOKS_RESULT]).sum(axis=0)
        return result

    def result_to_date(self) -> Cents:
        """The result since the books were last closed, in cents (replicates,)."""
        result: Cents = -self.balance[_BOOKS_RESULT].sum(axis=0)
        return result

    def equity(self) -> Cents:
        """What is the company's own: shares, reserves, funds and the result to date, in cents (replicates,)."""
        equity: Cents = self.result_to_date() - self.balance[_EQUITY].sum(axis=0)
        return equity

    def assets(self) -> Cents:
        """The balance sheet's total in cents (replicates,); an overdraft counts as debt, not as an asset."""
        assets: Cents = self.balance[: Account.DEPRECIATION_TO_DATE + 1].sum(axis=0)
        assets -= np.minimum(self.balance[Account.BANK], 0)
        return assets
