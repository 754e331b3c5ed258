"""The checking mode: every month, flows against a census, of people and of money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Kind
from wijkbv_sim.model.columns import Flow, Stock
from wijkbv_sim.model.rates import MONTHS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel


class CheckError(AssertionError):
    """What flowed does not add up to what is there: an error of the model, not of its user."""


@dataclass(frozen=True)
class Snapshot:
    """What was there at a month's end: ``members``, ``in_jobs`` (replicates,), ``balance`` (accounts, replicates)."""

    members: NDArray[np.int64]
    balance: NDArray[np.int64]
    in_jobs: NDArray[np.int64]


def check_flows_against_census(model: NeighbourhoodModel, before: Snapshot | None) -> Snapshot:
    """Raise CheckError, naming month, replicate and figure, where people or money do not add up.

    ``before`` is what the check of the month before returned.
    """
    _check_people(model, before)
    _check_money(model, before)
    _check_ended(model)
    return Snapshot(model.residents.members.copy(), model.ledger.balance.copy(), model.jobs.count.copy())


def _same(model: NeighbourhoodModel, what: str, flowed: NDArray[np.int64], counted: NDArray[np.int64]) -> None:
    differs = np.flatnonzero(flowed != counted)
    if differs.size:
        r = int(differs[0])
        raise CheckError(
            f"month {model.month + 1}, replicate {model.luck.replicate[r]}: {what} by flows is {flowed[r]}, "
            f"by census {counted[r]}"
        )


def _check_people(model: NeighbourhoodModel, before: Snapshot | None) -> None:
    residents = model.residents
    stocks, contacts = residents.census()
    for stock in Stock:
        _same(model, stock.name.lower(), residents.stocks[:, stock], stocks[:, stock])
    _same(model, "contacts", residents.contacts.sum(axis=1, dtype=np.int64), contacts.sum(axis=1, dtype=np.int64))
    wrong = np.argwhere(residents.contacts != contacts)
    if wrong.size:
        r, home = wrong[0]
        raise CheckError(
            f"month {model.month + 1}, replicate {model.luck.replicate[r]}: member contacts of home {home} by flows "
            f"is {residents.contacts[r, home]}, by census {contacts[r, home]}"
        )
    flows = residents.flows
    gone = flows[:, Flow.LEFT : Flow.LEFT_BY_BURNOUT + 1].sum(axis=1)
    if before is not None:
        expected = (before.members + flows[:, Flow.JOINED] - gone) * model.company.alive
        _same(model, "members", expected, stocks[:, Stock.MEMBERS])
    jobs = model.jobs
    _same(model, "job-seekers in a job", jobs.count, jobs.census())
    if before is not None:
        expected = before.in_jobs + jobs.hired - jobs.released - jobs.gone
        _same(model, "job-seekers in a job since last month", expected, jobs.count)


def _check_money(model: NeighbourhoodModel, before: Snapshot | None) -> None:
    ledger = model.ledger
    zero = np.zeros(model.replicates, dtype=np.int64)
    _same(model, "the sum of all balances", ledger.balance.sum(axis=0), zero)
    _same(model, "the sum of the month's flows", ledger.flow.sum(axis=0), zero)
    _same(
        model, "the month's change of the bank account", ledger.flow[Account.BANK],
        ledger.received.sum(axis=0) - ledger.paid.sum(axis=0),
    )  # fmt: skip
    out = sum((c.standing_out.sum(axis=0) for c in model.contracts), start=zero)
    _same(model, "receivables", ledger.balance[Account.RECEIVABLES], out)
    owed = sum((loan.owed for loan in model.loans), start=zero)
    _same(model, "loans", -ledger.balance[Account.LOANS], owed)
    _same(
        model, "buildings", ledger.balance[Account.PROPERTY],
        sum((b.invested for b in model.assets), start=zero),
    )  # fmt: skip
    _same(
        model, "depreciation to date", -ledger.balance[Account.DEPRECIATION_TO_DATE],
        sum((b.written_off for b in model.assets), start=zero),
    )  # fmt: skip
    _same(
        model, "maintenance provision", -ledger.balance[Account.MAINTENANCE_PROVISION],
        sum((b.provision for b in model.assets), start=zero),
    )  # fmt: skip
    if before is not None and model.month % MONTHS != MONTHS - 1:
        for account in Account:
            _same(model, account.name, before.balance[account] + ledger.flow[account], ledger.balance[account])


def _check_ended(model: NeighbourhoodModel) -> None:
    """An ended company owns nothing and owes nothing; reserves and result to date cancel out."""
    ended = ~model.company.alive
    if not ended.any():
        return
    zero = np.zeros(model.replicates, dtype=np.int64)
    sheet = [a for a in Account if a.kind not in (Kind.INCOME, Kind.EXPENSE) and a is not Account.RESERVES]
    for account in sheet:
        _same(model, f"{account.name} of an ended company", model.ledger.balance[account] * ended, zero)
    _same(model, "what is left of an ended company", model.ledger.equity() * ended, zero)
