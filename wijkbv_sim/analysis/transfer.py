"""Handing an asset to residents: keep it, sell it, let it or transfer it, as the municipality sees it.

Four options side by side: what they cost and bring the municipality year by year, what that is worth now, how much
state aid is in each, and which rules ask for something. All amounts are in euros of now; uncertain numbers count
at their central value.

>>> from wijkbv_sim.scenario.document import load
>>> options = transfer_options(load("angelslo"), "school")  # doctest: +SKIP
>>> options.table.loc["transfer", "aid"]  # doctest: +SKIP
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from wijkbv_sim.analysis.case import AID_YEARS, Case, case_of, soft_loan_benefit
from wijkbv_sim.language import N_
from wijkbv_sim.scenario.asset import WayIn

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.scenario.schema import Scenario

__all__ = [
    "AID_YEARS", "Aid", "AidTest", "Didam", "Option", "Sentence", "TransferOptions", "Who", "npv", "soft_loan_benefit",
    "transfer_options",
]  # fmt: skip

DE_MINIMIS = 300_000.0
"""Aid to one undertaking in three years that need not be notified (Regulation (EU) 2023/2831)."""

DAEB_DE_MINIMIS = 750_000.0
"""The same for a service of general economic interest (Regulation (EU) 2023/2832)."""


class Option(StrEnum):
    """What the municipality can do with an asset."""

    KEEP = "keep"
    SELL = "sell"
    LEASE = "lease"
    TRANSFER = "transfer"


class Who(StrEnum):
    """Between whom the options move money; who uses the asset, and what that is worth to them, is left out."""

    MUNICIPALITY = "municipality"
    COMPANY = "company"
    STATE = "state"
    OTHERS = "others"


class AidTest(StrEnum):
    """How an amount of state aid stands to the limits."""

    NO_AID = "no_aid"
    DE_MINIMIS = "de_minimis"
    DAEB_DE_MINIMIS = "daeb_de_minimis"
    TOO_MUCH = "too_much"


class Didam(StrEnum):
    """What the Didam rulings (HR 26 Nov 2021 and 15 Nov 2024) ask of a deal about real estate."""

    NOTHING = "nothing"
    COMPETE = "compete"
    PUBLISH_REASONS = "publish_reasons"


@dataclass(frozen=True)
class Sentence:
    """A plain sentence: an English text with names in braces, and the facts that belong there.

    Facts that are floats are euros; the rest is written as it is.
    """

    key: str
    msgid: str
    facts: Mapping[str, float | int | str] = field(default_factory=dict)

    def text(self, translate: Callable[[str], str] = str, euro: Callable[[float], str] | None = None) -> str:
        """The sentence in the language of ``translate``, with amounts as ``euro`` writes them."""
        write = euro or _euro
        told = {k: write(v) if isinstance(v, float) else str(v) for k, v in self.facts.items()}
        return translate(self.msgid).format(**told)


@dataclass(frozen=True)
class Aid:
    """State aid in one option over three years, in euros, by where it comes from."""

    price: float = 0.0
    rent: float = 0.0
    loans: float = 0.0
    other: float = 0.0

    @property
    def total(self) -> float:
        """All of it: market value less price, rent discount, what cheap loans save, and aid from elsewhere."""
        return self.price + self.rent + self.loans + self.other

    def test(self, *, general_interest: bool) -> AidTest:
        """Where it stands to the limits; the higher one is for a service of general interest only."""
        if self.total <= 0:
            return AidTest.NO_AID
        if self.total <= DE_MINIMIS:
            return AidTest.DE_MINIMIS
        return AidTest.DAEB_DE_MINIMIS if general_interest and self.total <= DAEB_DE_MINIMIS else AidTest.TOO_MUCH


@dataclass(frozen=True)
class TransferOptions:
    """The options side by side.

    ``flows`` has a row for each year (0 is now) and a column for each option: what the municipality receives less
    what it pays. ``table`` has a row for each option; ``gains`` too, with a column for each party: the present value
    of what it receives less what it pays. ``sentences`` say what it means, the most important first.
    """

    flows: pd.DataFrame
    table: pd.DataFrame
    gains: pd.DataFrame
    sentences: tuple[Sentence, ...]


def npv(rate: float, flows: Sequence[float]) -> float:
    """The net present value of yearly flows, the first of which is now.

    >>> round(npv(0.0225, [-100, 60, 60]), 2)
    16.07
    """
    return float(sum(flow / (1 + rate) ** year for year, flow in enumerate(flows)))


def transfer_options(scenario: Scenario, asset: str) -> TransferOptions:
    """Compare what the municipality can do with an asset of the scenario.

    Raises KeyError where the scenario has no such asset, and ValueError where the asset is not the municipality's.
    """
    if asset not in scenario.assets:
        known = ", ".join(scenario.assets) or "none"
        raise KeyError(f"there is no asset {asset}: expected one of assets ({known})")
    written = scenario.assets[asset]
    if not written.landlord_is_municipality:
        raise ValueError(f"the asset {asset} is not the municipality's: landlord_is_municipality is false")
    case = case_of(scenario, written)
    parties = {option: _exchanged(case, option) for option in Option}
    flows = {option: _by_year(parties[option][Who.MUNICIPALITY], case.horizon) for option in Option}
    aid = {option: _aid(case, option) for option in Option}
    return TransferOptions(
        flows=_frame(flows),
        table=_table(case, flows, aid),
        gains=_gains(case, parties),
        sentences=tuple(_sentences(case, flows, aid)),
    )


def _exchanged(numbers: Case, option: Option) -> dict[Who, tuple[float, float, float]]:
    """What each party receives less what it pays: now, in each year, and at the end.

    Somebody makes up the backlog, keeps the asset and has its value in the end in every option, so that all parties
    together have the same in each.
    """
    none = (0.0, 0.0, 0.0)
    found = dict.fromkeys(Who, none)
    value = numbers.value_left
    match option:
        case Option.KEEP:
            found[Who.MUNICIPALITY] = (-numbers.backlog, numbers.rent - numbers.upkeep, value)
            found[Who.OTHERS] = (0.0, -numbers.rent, 0.0)
        case Option.SELL:
            tax = numbers.sale_price * numbers.transfer_tax
            found[Who.MUNICIPALITY] = (numbers.proceeds, 0.0, 0.0)
            found[Who.STATE] = (tax, 0.0, 0.0)
            # Who buys and who helps to sell are both others: what the one pays the other for it stays among them.
            found[Who.OTHERS] = (-numbers.proceeds - tax - numbers.backlog, -numbers.upkeep, value)
        case Option.LEASE:
            upkeep, backlog = numbers.upkeep * numbers.lease_upkeep, numbers.backlog * numbers.lease_backlog
            found[Who.MUNICIPALITY] = (
                backlog - numbers.backlog, numbers.lease_rent + upkeep - numbers.upkeep, value
            )  # fmt: skip
            found[Who.COMPANY] = (-backlog, -numbers.lease_rent - upkeep, 0.0)
        case Option.TRANSFER:
            ground = numbers.ground if numbers.way_in is WayIn.LEASE else 0.0
            tax = numbers.price * numbers.transfer_tax if numbers.way_in.taxed else 0.0
            found[Who.MUNICIPALITY] = (numbers.price, numbers.transfer_rent, value * ground)
            found[Who.COMPANY] = (
                -numbers.price - tax - numbers.backlog,
                -numbers.transfer_rent - numbers.upkeep,
                value * (1 - ground),
            )
            found[Who.STATE] = (tax, 0.0, 0.0)
    return found


def _by_year(exchanged: tuple[float, float, float], horizon: int) -> list[float]:
    """The flows of now and each year after."""
    now, yearly, end = exchanged
    flows = [now, *[yearly] * horizon]
    flows[-1] += end
    return flows


def _aid(case: Case, option: Option) -> Aid:
    """The aid to the company; none where it does not get the asset."""
    if option is Option.LEASE:
        discount = max(case.market_rent - case.lease_rent, 0.0) * AID_YEARS
        return Aid(rent=discount, loans=case.soft_loans, other=case.other_aid)
    if option is Option.TRANSFER:
        in_lease = case.way_in is WayIn.LEASE
        discount = max(case.market_rent - case.ground_lease, 0.0) * AID_YEARS if in_lease else 0.0
        gap = max(case.market_value - case.price, 0.0)
        return Aid(price=gap, rent=discount, loans=case.soft_loans, other=case.other_aid)
    return Aid()


def _didam(case: Case, option: Option) -> Didam:
    if option is Option.KEEP:
        return Didam.NOTHING
    one_to_one = option in (Option.LEASE, Option.TRANSFER) and case.only_candidate
    return Didam.PUBLISH_REASONS if one_to_one else Didam.COMPETE


def _below_integral_cost(case: Case, option: Option) -> bool:
    """Whether the rent asked is below what the Market and Government Act wants charged."""
    return option is Option.LEASE and case.lease_rent < case.integral_cost


def _reverter_missing(case: Case, option: Option) -> bool:
    """Whether value is given away without anything that brings it back."""
    return option is Option.TRANSFER and case.price < case.market_value and not case.reverter


def _least_price(case: Case, aid: Aid) -> float:
    """The lowest price at which a transfer stays within the limit that holds."""
    limit = DAEB_DE_MINIMIS if case.general_interest else DE_MINIMIS
    return max(case.market_value - max(limit - (aid.total - aid.price), 0.0), 0.0)


def _frame(flows: Mapping[Option, Sequence[float]]) -> pd.DataFrame:
    import pandas as pd

    years = len(flows[Option.KEEP])
    columns = {option.value: list(values) for option, values in flows.items()}
    return pd.DataFrame(columns, index=pd.Index(range(years), name="year"))


def _table(case: Case, flows: Mapping[Option, Sequence[float]], aid: Mapping[Option, Aid]) -> pd.DataFrame:
    import pandas as pd

    worth = {option: npv(case.discount_rate, flows[option]) for option in Option}
    rows = {
        option.value: {
            "npv": worth[option],
            "against_keeping": worth[option] - worth[Option.KEEP],
            "aid": aid[option].total,
            "aid_price": aid[option].price,
            "aid_rent": aid[option].rent,
            "aid_loans": aid[option].loans,
            "aid_other": aid[option].other,
            "aid_test": aid[option].test(general_interest=case.general_interest).value,
            "didam": _didam(case, option).value,
            "below_integral_cost": _below_integral_cost(case, option),
            "reverter_missing": _reverter_missing(case, option),
        }
        for option in Option
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("option")


def _gains(case: Case, parties: Mapping[Option, Mapping[Who, tuple[float, float, float]]]) -> pd.DataFrame:
    import pandas as pd

    rows = {
        option.value: {who.value: npv(case.discount_rate, _by_year(e, case.horizon)) for who, e in exchanged.items()}
        for option, exchanged in parties.items()
    }
    return pd.DataFrame.from_dict(rows, orient="index").rename_axis("option")


_WORTH = {
    Option.KEEP: N_("Keeping the asset is worth {worth} to the municipality over {years} years, in money of now."),
    Option.SELL: N_("Selling it is worth {worth} over the same years."),
    Option.LEASE: N_("Letting it to the company is worth {worth}."),
    Option.TRANSFER: N_("Transferring it to the company is worth {worth}."),
}
_BEST = {
    Option.KEEP: N_("In money alone, keeping it is best for the municipality."),
    Option.SELL: N_("In money alone, selling it is best for the municipality."),
    Option.LEASE: N_("In money alone, letting it to the company is best for the municipality."),
    Option.TRANSFER: N_("In money alone, transferring it to the company is best for the municipality."),
}
_AID = {
    AidTest.NO_AID: N_("There is no state aid in the transfer."),
    AidTest.DE_MINIMIS: N_("The transfer holds {aid} of state aid, below the limit of {limit} in three years."),
    AidTest.DAEB_DE_MINIMIS: N_(
        "The transfer holds {aid} of state aid; that is allowed for a service of general interest, "
        "up to {limit} in three years."
    ),
    AidTest.TOO_MUCH: N_(
        "The transfer holds {aid} of state aid, above the limit of {limit} in three years; "
        "from a price of {least} it would fit."
    ),
}


def _sentences(case: Case, flows: Mapping[Option, Sequence[float]], aid: Mapping[Option, Aid]) -> Iterator[Sentence]:
    worth = {option: npv(case.discount_rate, flows[option]) for option in Option}
    yield Sentence(f"best_{(best := max(Option, key=lambda o: worth[o])).value}", _BEST[best])
    for option in Option:
        yield Sentence(f"worth_{option.value}", _WORTH[option], {"worth": worth[option], "years": case.horizon})
    gap = worth[Option.KEEP] - worth[Option.TRANSFER]
    if gap > 0:
        yield Sentence(
            "transfer_costs", N_("Compared with keeping it, a transfer costs the municipality {gap}."), {"gap": gap}
        )
    else:
        yield Sentence(
            "transfer_saves", N_("Compared with keeping it, a transfer saves the municipality {gap}."), {"gap": -gap}
        )
    yield from _about_rules(case, aid[Option.TRANSFER])


def _about_rules(case: Case, aid: Aid) -> Iterator[Sentence]:
    if case.market_value <= 0:
        yield Sentence(
            "no_market_value",
            N_("No market value is given: have the asset valued, for without it nobody can test for state aid."),
        )
    test = aid.test(general_interest=case.general_interest)
    limit = DAEB_DE_MINIMIS if case.general_interest else DE_MINIMIS
    least = _least_price(case, aid)
    facts = {"aid": aid.total, "limit": DE_MINIMIS if test is AidTest.DE_MINIMIS else limit, "least": least}
    yield Sentence(f"aid_{test.value}", _AID[test], facts)
    if case.only_candidate:
        yield Sentence(
            "didam_publish_reasons",
            N_("The company is taken for the only serious candidate: publish why, in time for others to object."),
        )
    else:
        yield Sentence(
            "didam_compete",
            N_("Others may be interested: letting or transferring it needs open competition on published criteria."),
        )
    if _below_integral_cost(case, Option.LEASE):
        yield Sentence(
            "below_integral_cost",
            N_("A rent of {rent} is below the integral cost of {cost}: charge it and subsidise apart, or let the "
               "council decide that it serves the general interest."),
            {"rent": case.lease_rent, "cost": case.integral_cost},
        )  # fmt: skip
    if _reverter_missing(case, Option.TRANSFER):
        yield Sentence(
            "reverter_missing",
            N_("The price is {gap} below market value and nothing brings that back: agree on a reverter clause."),
            {"gap": case.market_value - case.price},
        )


def _euro(amount: float) -> str:
    return f"EUR {amount:,.0f}"
