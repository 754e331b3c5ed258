"""Why it does not work out, where that is likely: when it ends and by what, and which amounts do not meet."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.language import UNLIKELY, calendar, euro, out_of, translator
from wijkbv_sim.ledger import Account
from wijkbv_sim.model.failure import Cause
from wijkbv_sim.results.indicators import INDICATORS, RECENT, YEAR, existed
from wijkbv_sim.results.statements import profit_and_loss

if TYPE_CHECKING:
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

NEEDS = ("alive", "operating_result", "cause")
"""The variables that it is read from."""

COSTS = 3
"""How many of the largest costs are named."""

_ENDING = frozenset(a.name.lower() for a in (Account.BOOK_LOSS, Account.INCOME_DISPOSAL))
"""What is booked when a company is wound up says nothing of how it earned and spent."""


@dataclass(frozen=True)
class Amount:
    """A line of income or costs: its name and euros a year."""

    label: str
    euros: float


@dataclass(frozen=True)
class Shortfall:
    """Income and costs a year of one future, from ``first`` to ``last`` year, and of each the largest lines."""

    first: int
    last: int
    income: float
    costs: float
    earned: tuple[Amount, ...]
    spent: tuple[Amount, ...]


def in_trouble(results: Results) -> bool:
    """Whether it is unlikely that the company still exists at the end and pays its way."""
    return float(INDICATORS["pays_its_way"].values(results).mean()) <= UNLIKELY


def shortfall(books: Results) -> Shortfall:
    """What one future earned and spent a year: the last three whole years before it ended, or those that there were.

    ``books`` holds that future alone, with its books. Raises KeyError where they were not kept.
    """
    there = int(existed(books)[0])
    ended = there < books.months or not books.column("alive", months=[books.months])[0, 0]
    whole = (there - 1) // YEAR if ended else books.months // YEAR
    last = max(whole, 1)
    first = max(last - RECENT // YEAR, 0) + 1
    of = [calendar(books.scenario.time.start, YEAR * year)[0] for year in (first, last)]
    frame = profit_and_loss(books, future=int(books.replicate[0]))
    frame = frame[frame["year"].between(of[0], of[1]) & ~frame["line"].isin(_ENDING)]
    lines: dict[str, list[Amount]] = {"income": [], "expenses": []}
    for (section, line), rows in frame.groupby(["section", "line"], sort=False):
        if section in lines and not str(line).startswith("total_"):
            lines[str(section)].append(Amount(str(line), float(rows["amount"].sum()) / (last - first + 1)))
    earned, spent = (sorted(lines[section], key=lambda a: -a.euros) for section in ("income", "expenses"))
    return Shortfall(
        of[0], of[1], sum(a.euros for a in earned), sum(a.euros for a in spent), tuple(earned), tuple(spent)
    )


def what_breaks(results: Results, language: Language = "nl", books: Results | None = None) -> list[str]:
    """In a sentence or two what it breaks on; none where it is not unlikely that the company makes it.

    ``books`` holds one future alone, an ordinary one, with its books; without it the amounts are not told.
    """
    if not in_trouble(results):
        return []
    told = [_when(results, language)]
    if books is not None:
        told += _amounts(shortfall(books), language)
    return told


def _when(results: Results, language: Language) -> str:
    """How often it ends, when, and what most often ends it; or that it goes on at a loss."""
    _ = translator(language)
    ended = INDICATORS["alive"].values(results) == 0
    if not ended.any() or ended.mean() < UNLIKELY:
        return _("It goes on existing, but in most futures it makes a loss over the last years.")
    start = results.scenario.time.start
    low, middle, high = (
        calendar(start, round(month))[0] for month in np.quantile(existed(results)[ended], (0.05, 0.5, 0.95))
    )
    cause = results.column("cause", months=[results.months])[ended, 0].astype(np.int64)
    most = Cause(int(np.bincount(cause).argmax()))
    why = {
        Cause.INSOLVENCY: _("the account is empty then"),
        Cause.NO_LEADER: _("there is nobody then who leads it"),
        Cause.TOO_FEW_MEMBERS: _("too few members are left then"),
    }[most]
    count = out_of(int(ended.sum()), results.replicates, language)
    if low == high:
        return _("In {count} futures it ends in {year}: {why}.").format(count=count, year=middle, why=why)
    return _("In {count} futures it ends before its time, most often around {year} ({low} to {high}): {why}.").format(
        count=count, year=middle, low=low, high=high, why=why
    )


def _amounts(found: Shortfall, language: Language) -> list[str]:
    """What comes in and what is spent; nothing where that is not what goes wrong."""
    _ = translator(language)
    gap = found.costs - found.income
    if gap <= 0 or not found.spent:
        return []

    def money(amount: float) -> str:
        return euro(amount, language, significant=3)

    def named(amount: Amount) -> str:
        account = Account[amount.label.upper()]
        label = account.label_nl if language == "nl" else account.label_en
        return f"{label} {money(amount.euros)}"

    named_costs = [named(amount) for amount in found.spent[:COSTS] if amount.euros > 0]
    most = named_costs.pop()
    if named_costs:
        most = _("{some} and {last}").format(some=", ".join(named_costs), last=most)
    years = str(found.first)
    if found.last != found.first:
        years = _("{low} to {high}").format(low=found.first, high=found.last)
    income = _("nothing comes in")
    if found.earned and found.earned[0].euros > 0:
        income = _("{income} a year comes in (most: {most})").format(
            income=money(found.income), most=named(found.earned[0])
        )
    text = _(
        "In an ordinary future ({years}) {gap} a year is lacking: {income}, and the costs are {costs} (most: {most})."
    )
    return [text.format(years=years, gap=money(gap), income=income, costs=money(found.costs), most=most)]
