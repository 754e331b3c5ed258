"""Tables as a reader sees them: numbers already written out, in the order in which they are shown."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.language import MISSING, capital, date_text, number, percent, quantity, translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

MONEY = ("cash", "operating_result", "income", "spending", "debt")
PEOPLE = (
    "members", "active_members", "volunteer_hours", "staff_fte", "local_retention", "own_income_share", "trust",
    "alive",
)  # fmt: skip
MUNICIPALITY = ("municipality_net_cost", "public_money", "trust", "contracts_running", "quality", "delivered")
OUTCOMES = (
    "care_hours", "youth_hours", "visits", "meals_served", "trips_driven", "hectares_kept", "jobs_done",
    "homes_advised", "work_places", "homes_managed", "other_hours", "liveability", "social_value",
)  # fmt: skip
"""The variables of a report's tables by year; outcomes that there are none of are left out."""


@dataclass(frozen=True)
class Ranges:
    """A table whose cells are a middle value and the usual range."""

    header: tuple[str, ...]
    rows: list[tuple[str, list[tuple[str, str]]]]


@dataclass(frozen=True)
class Statement:
    """A yearly statement: a row for each line, a column for each year; ``totals`` are rows that add up others."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    totals: frozenset[int]


CURRENCY = re.compile(r"^€\s?")


def year_table(results: Results, language: Language, names: Sequence[str]) -> Ranges:
    """Some variables: a row for each year, a column for each variable."""
    from wijkbv_sim.results.yearly import by_year

    _ = translator(language)
    frame = by_year(results, names, language)
    header = [_("Year")]
    columns = []
    for name in names:
        of = frame[frame["variable"] == name]
        unit = str(of["unit"].iloc[0])
        label = str(of["label"].iloc[0])
        header.append(label + " " + _("per year") if unit.endswith("/year") else label)
        columns.append(
            [
                (quantity(m, unit, language), usual(low, high, unit, language))
                for m, low, high in zip(of["median"], of["p5"], of["p95"], strict=True)
            ]
        )
    years = [str(year) for year in dict.fromkeys(frame["year"])]
    return Ranges(tuple(header), [(year, list(cells)) for year, *cells in zip(years, *columns, strict=True)])


def social_value_of(results: Results) -> tuple[str, ...]:
    """The variables of social value that this run has anything to tell of."""
    liveable = results.scenario.social_value
    moved = max(liveable.liveability_hour.extent()[1], liveable.liveability_members.extent()[1]) > 0
    there = [n for n in OUTCOMES if (moved if n == "liveability" else bool(results.column(n).any()))]
    # Whom a service reaches is known only where it says what one person uses, or which residents ask for it: of a
    # company none of whose services does, it is not that it reaches nobody.
    reached = ("people_reached",) if results.column("people_reached").any() else ()
    return (*reached, "volunteer_hours", "local_jobs", "members", *there)


def outside_table(results: Results, language: Language) -> Ranges:
    """The company beside an outside contractor with the same public money."""
    from wijkbv_sim.results.outside import beside_outside

    _ = translator(language)
    labels = {
        "retention": (_("Stays in the neighbourhood, first round"), "share"),
        "lm3": (_("Each euro over three rounds (LM3)"), "ratio"),
        "multiplier": (_("Each euro over all rounds"), "ratio"),
        "to_residents": (_("Goes to residents"), "share"),
        "to_local_business": (_("Goes to local businesses"), "share"),
        "to_people_elsewhere": (_("Goes to people elsewhere"), "share"),
        "to_business_elsewhere": (_("Goes to businesses and owners elsewhere"), "share"),
        "to_state": (_("Goes to taxes and premiums"), "share"),
        "to_municipality_and_others": (_("Goes to the municipality, corporations and funds"), "share"),
    }
    rows = []
    for name, row in beside_outside(results).iterrows():
        label, unit = labels[str(name)]
        cells = [
            (quantity(row[f"{who}median"], unit, language),
             usual(row[f"{who}p5"], row[f"{who}p95"], unit, language))
            for who in ("", "outside_")
        ]  # fmt: skip
        rows.append((label, cells))
    return Ranges((_("Of each euro"), _("neighbourhood company"), _("outside contractor (assumption)")), rows)


def usual(low: float, high: float, unit: str, language: Language) -> str:
    """The usual range in a few characters; empty where there is none."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return span(quantity(low, unit, language), quantity(high, unit, language), language)


def span(low: str, high: str, language: Language) -> str:
    """From one number to another, the currency said once; only one number where both are written alike."""
    _ = translator(language)
    return low if low == high else _("{low} to {high}").format(low=low, high=CURRENCY.sub("", high))


def statement_tables(results: Results, language: Language) -> list[Statement]:
    """The accounts of the typical future; none where the books were not kept."""
    from wijkbv_sim.results.yearly import statements

    if "balance.bank" not in results.names():
        return []
    _ = translator(language)
    titles = {
        "profit_and_loss": _("Income and expenses"),
        "balance_sheet": _("Balance sheet at the end of the year"),
        "cash_flow": _("Cash flow"),
    }
    frames = statements(results, future="typical", language=language)
    return [_statement(title, frames[name], language) for name, title in titles.items()]


def _statement(title: str, frame: pd.DataFrame, language: Language) -> Statement:
    _ = translator(language)
    years = list(dict.fromkeys(frame["year"]))
    rows: list[tuple[str, ...]] = []
    totals = set()
    for line in dict.fromkeys(frame["line"]):
        of = frame[frame["line"] == line]
        total = line.startswith("total") or line in ("result", "change", "opening", "closing")
        amounts = list(of["amount"])
        if not any(amounts) and not total:
            continue  # what this company never has needs no line
        if total:
            totals.add(len(rows))
        label = str(of["label"].iloc[0])
        rows.append((capital(label), *(number(amount, language) for amount in amounts)))
    return Statement(title, (_("Line"), *(str(year) for year in years)), rows, frozenset(totals))


HEADLINES = (
    "pays_its_way", "lowest_cash", "operating_result_year", "local_retention", "members_end", "own_income_share_end",
    "trust_end",
)  # fmt: skip
"""The indicators that a comparison shows first."""


@dataclass(frozen=True)
class Difference:
    """How one scenario differs from the base in one indicator, written out."""

    label: str
    base: str
    other: str
    difference: str
    interval: str
    better: str
    equal: str


def differences_of(comparison: Comparison, name: str, language: Language) -> list[Difference]:
    """What the comparison finds for one of its scenarios, the headlines first."""
    frame = comparison.difference(language)
    of = {str(row["indicator"]): row for row in frame[frame["scenario"] == name].to_dict("records")}
    order = [n for n in HEADLINES if n in of] + [n for n in of if n not in HEADLINES]
    found = []
    for indicator in order:
        row = of[indicator]
        unit = str(row["unit"])
        low, high = float(row["p5"]), float(row["p95"])
        better, equal = float(row["better"]), float(row["equal"])
        found.append(
            Difference(
                label=str(row["label"]),
                base=quantity(float(row["base_median"]), shown(unit), language),
                other=quantity(float(row["other_median"]), shown(unit), language),
                difference=signed(float(row["median_difference"]), unit, language),
                interval=""
                if math.isnan(low) or math.isnan(high)
                else span(signed(low, unit, language), signed(high, unit, language), language),
                # The comparison counts equal pairs as half; here they have a column of their own.
                better="" if math.isnan(better) else percent(better - equal / 2, language),
                equal="" if math.isnan(equal) else percent(equal, language),
            )
        )
    return found


def shown(unit: str) -> str:
    """The unit that says how a number is written; a month's number is no count of months."""
    return "" if unit == "month" else unit


def signed(value: float, unit: str, language: Language) -> str:
    """A difference, its sign always there; of shares in percentage points."""
    if unit.startswith("share"):
        _ = translator(language)
        points = number(100 * value, language, 1, sign=True)
        return MISSING if math.isnan(value) else _("{number} points").format(number=points)
    return quantity(value, shown(unit), language, sign=True)


def difference_header(base: str, other: str, language: Language) -> tuple[str, ...]:
    """The names of the columns that ``differences_of`` fills."""
    _ = translator(language)
    better = _("better than {base} in").format(base=base)
    return (_("Quantity"), base, other, _("difference"), _("90 of 100 differences"), better, _("equal in"))


BANK = (
    "alive", "pays_its_way", "lowest_cash", "lowest_cash_month", "cash_end", "operating_result_year", "dscr_lowest",
    "own_income_share_end",
)  # fmt: skip
"""The indicators that somebody who lends money asks for."""


def bank_questions(results: Results, language: Language) -> Statement:
    """What somebody who lends money asks, each with its usual range: question, middle value, range, what it is."""
    from wijkbv_sim.results.indicators import INDICATORS

    _ = translator(language)
    rows: list[tuple[str, ...]] = []
    for name in BANK:
        indicator = INDICATORS[name]
        if not indicator.available(results):
            continue
        found = indicator.range(indicator.of(results))
        unit = shown(indicator.unit)
        if name == "lowest_cash_month" and not math.isnan(found.median):
            start = results.scenario.time.start
            middle, low, high = (date_text(start, round(month), language) for month in found[:3])
            between = span(low, high, language)
        else:
            middle, between = quantity(found.median, unit, language), usual(found.p5, found.p95, unit, language)
        rows.append((capital(indicator.label(language)), middle, between, indicator.help(language)))
    header = (_("Question"), _("middle value"), _("90 of 100 futures"), _("what it is"))
    return Statement(_("What a bank asks"), header, rows, frozenset())


def sentences_of(comparison: Comparison, name: str, language: Language) -> list[str]:
    """What the comparison says of one of its scenarios."""
    every = comparison.sentences(language)
    others = comparison.names[1:]
    each = len(every) // len(others)
    first = others.index(name) * each
    return every[first : first + each]


def difference_tables(comparison: Comparison, language: Language) -> list[Statement]:
    """For each scenario but the first: every indicator, the difference to the base and how often it is better."""
    base = comparison.names[0]
    return [
        Statement(
            name,
            difference_header(base, name, language),
            [
                (capital(d.label), d.base, d.other, d.difference, d.interval, d.better, d.equal)
                for d in differences_of(comparison, name, language)
            ],
            frozenset(),
        )
        for name in comparison.names[1:]
    ]
