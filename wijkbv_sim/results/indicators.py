"""The headline indicators: one number a future for each thing that people ask about.

``INDICATORS`` is the one list that summaries, headlines, comparison and screens read.

A future in which the company fails stays in. What then is a fact is counted: it has no members and no jobs, and its
account stands as the failure left it. A yearly result is that of the last three years in which it existed, so that
failing never looks better than making a small loss. What no longer means anything (the share of an income that is not
there, the quality of work that is not done) is not-a-number: left out of the percentiles, and ``futures`` in the
summary says how many were left in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.results.percentiles import Floats, Range, share_of_futures, usual_range
from wijkbv_sim.scenario.memory import remembered

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

RECENT = 36
"""How many months count as recent: "the last three years"."""

YEAR = 12

CHANCE = "share of futures"
"""The unit of what is true (1) or not (0) in each future."""


class Direction(StrEnum):
    """Which way is better."""

    HIGHER = "higher"
    LOWER = "lower"
    NONE = "none"


@dataclass(frozen=True)
class Indicator:
    """One number a future; ``of`` gives it for all futures of a Results (replicates,)."""

    name: str
    unit: str
    direction: Direction
    nl: str
    en: str
    help_nl: str
    help_en: str
    of: Callable[[Results], Floats]
    needs: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """The indicator's short name."""
        return self.nl if language == "nl" else self.en

    def help(self, language: Language) -> str:
        """One or two sentences on what it is, and what it is where the company fails."""
        return self.help_nl if language == "nl" else self.help_en

    @property
    def chance(self) -> bool:
        """Whether it is true or not in each future."""
        return self.unit == CHANCE

    def available(self, results: Results) -> bool:
        """Whether the results hold what it is worked out from."""
        names = results.names()
        return all(name in names for name in self.needs)

    def values(self, results: Results) -> Floats:
        """What ``of`` gives, worked out once for the same results; not to be written in."""
        return remembered(results, self.name, lambda: self.of(results))

    def range(self, values: Floats) -> Range:
        """Median and usual range over futures; for a chance the share of futures, without a range."""
        return share_of_futures(values) if self.chance else usual_range(values)


def recent_years(months: int) -> float:
    """How many years "the last three years" are in a story of so many months."""
    return min(months, RECENT) / YEAR


def existed(results: Results) -> Floats:
    """In how many months the company existed, that of its failure included (replicates,)."""
    before_failure = results.column("alive").sum(axis=1)
    months: Floats = np.minimum(before_failure + 1, results.months)
    return months


def _last(results: Results, name: str) -> Floats:
    values: Floats = results.column(name, months=[results.months])[:, 0].astype(np.float64)
    return values


def _last_if_alive(results: Results, name: str) -> Floats:
    values: Floats = np.where(_last(results, "alive") > 0, _last(results, name), np.nan)
    return values


def _recent_sum(results: Results, name: str) -> Floats:
    first = max(results.months - RECENT, 0) + 1
    total: Floats = results.column(name, months=range(first, results.months + 1)).sum(axis=1)
    return total


def _pays_its_way(results: Results) -> Floats:
    # Whole cents, so that a result of nothing is not lost in the last digit of a sum.
    result = np.rint(_recent_sum(results, "operating_result") * 100)
    paying: Floats = ((_last(results, "alive") > 0) & (result >= 0)).astype(np.float64)
    return paying


def _lowest_cash(results: Results) -> Floats:
    lowest: Floats = results.column("cash").min(axis=1)
    return lowest


def _lowest_cash_month(results: Results) -> Floats:
    month: Floats = (results.column("cash").argmin(axis=1) + 1).astype(np.float64)
    return month


def _operating_result_year(results: Results) -> Floats:
    there = existed(results).astype(np.int64)
    month = np.arange(results.months)
    counted = (month < there[:, None]) & (month >= there[:, None] - RECENT)
    monthly: Floats = (results.column("operating_result") * counted).sum(axis=1) / counted.sum(axis=1)
    return monthly * YEAR


def _local_retention(results: Results) -> Floats:
    spending = results.column("spending").sum(axis=1)
    local = results.column("spending_local").sum(axis=1)
    share: Floats = np.divide(local, spending, out=np.full(spending.shape, np.nan), where=spending > 0)
    return share


def _volunteer_hours_year(results: Results) -> Floats:
    return _recent_sum(results, "volunteer_hours") / recent_years(results.months)


def _dscr_lowest(results: Results) -> Floats:
    dscr = results.column("dscr").astype(np.float64)
    there = existed(results).astype(np.int64)[:, None]
    month = np.arange(results.months)
    # Over fewer than twelve months the ratio says little; a company that fails before then has no other.
    counted = (month < there) & (month >= np.minimum(YEAR, there) - 1)
    lowest = np.where(counted & ~np.isnan(dscr), dscr, np.inf).min(axis=1)
    none: Floats = np.where(np.isinf(lowest) & (lowest > 0), np.nan, lowest)
    return none


def _municipality_paid(results: Results) -> Floats:
    paid: Floats = results.column("received.municipality").sum(axis=1) / 100
    return paid


def _at_end(name: str) -> Callable[[Results], Floats]:
    return lambda results: _last(results, name)


def _at_end_if_alive(name: str) -> Callable[[Results], Floats]:
    return lambda results: _last_if_alive(results, name)


HIGHER, LOWER, NONE = Direction

INDICATORS: dict[str, Indicator] = {
    i.name: i
    for i in (
        Indicator("alive", CHANCE, HIGHER, "bestaat aan het eind nog", "still exists at the end",
                  "In welk deel van de toekomsten het buurtbedrijf aan het eind nog bestaat.",
                  "In which share of the futures the company still exists at the end.",
                  _at_end("alive"), ("alive",)),
        Indicator("pays_its_way", CHANCE, HIGHER, "bestaat nog en komt rond", "exists and pays its way",
                  "In welk deel van de toekomsten het buurtbedrijf aan het eind nog bestaat en over de laatste drie "
                  "jaar samen geen verlies maakt.",
                  "In which share of the futures the company still exists at the end and makes no loss over the last "
                  "three years together.",
                  _pays_its_way, ("alive", "operating_result")),
        Indicator("lowest_cash", "EUR", HIGHER, "laagste stand van de rekening", "lowest balance of the account",
                  "De laagste stand aan het eind van een maand.",
                  "The lowest balance at the end of a month.",
                  _lowest_cash, ("cash",)),
        Indicator("lowest_cash_month", "month", NONE, "maand van de laagste stand", "month of the lowest balance",
                  "In welke maand de rekening het laagst staat.",
                  "In which month the account is lowest.",
                  _lowest_cash_month, ("cash",)),
        Indicator("cash_end", "EUR", HIGHER, "geld op de rekening aan het eind", "cash at the end",
                  "Stand aan het eind; bij een faillissement de stand van toen.",
                  "Balance at the end; where the company failed, the balance at its failure.",
                  _at_end("cash"), ("cash",)),
        Indicator("operating_result_year", "EUR/year", HIGHER, "exploitatieresultaat per jaar",
                  "operating result per year",
                  "Gemiddeld per jaar over de laatste drie jaar waarin het buurtbedrijf bestond.",
                  "Mean per year over the last three years in which the company existed.",
                  _operating_result_year, ("operating_result", "alive")),
        Indicator("own_income_share_end", "share", HIGHER, "eigen inkomsten aan het eind",
                  "own income share at the end",
                  "Deel van de opbrengsten van het laatste jaar dat geen subsidie of gift is; leeg als het "
                  "buurtbedrijf niet meer bestaat.",
                  "Part of the last year's income that is no grant or donation; empty where the company is gone.",
                  _at_end_if_alive("own_income_share"), ("own_income_share", "alive")),
        Indicator("local_retention", "share", HIGHER, "geld dat in de wijk blijft", "money that stays local",
                  "Deel van alle uitgaven dat bij bewoners en bedrijven in de wijk terechtkomt (eerste ronde).",
                  "Part of all spending that goes to residents and businesses of the neighbourhood (first round).",
                  _local_retention, ("spending", "spending_local")),
        Indicator("members_end", "residents", HIGHER, "leden aan het eind", "members at the end",
                  "Leden, actieve leden meegeteld; nul als het buurtbedrijf niet meer bestaat.",
                  "Members, active members included; zero where the company is gone.",
                  _at_end("members"), ("members",)),
        Indicator("member_share_end", "share of adults", HIGHER, "leden onder volwassenen aan het eind",
                  "members among adults at the end",
                  "Leden als deel van de volwassenen in de wijk; nul als het buurtbedrijf niet meer bestaat.",
                  "Members as a part of the neighbourhood's adults; zero where the company is gone.",
                  _at_end("member_share"), ("member_share",)),
        Indicator("active_members_end", "residents", HIGHER, "actieve leden aan het eind",
                  "active members at the end",
                  "Leden die als vrijwilliger meewerken; nul als het buurtbedrijf niet meer bestaat.",
                  "Members who volunteer; zero where the company is gone.",
                  _at_end("active_members"), ("active_members",)),
        Indicator("volunteer_hours_year", "hours/year", HIGHER, "vrijwilligersuren per jaar",
                  "volunteer hours per year",
                  "Gemiddeld per jaar over de laatste drie jaar; zonder buurtbedrijf zijn het er nul.",
                  "Mean per year over the last three years; without a company there are none.",
                  _volunteer_hours_year, ("volunteer_hours",)),
        Indicator("local_jobs_end", "FTE", HIGHER, "banen voor de wijk aan het eind", "local jobs at the end",
                  "Betaalde banen van mensen uit de wijk, in voltijdbanen.",
                  "Paid jobs of people from the neighbourhood, in full-time jobs.",
                  _at_end("local_jobs"), ("local_jobs",)),
        Indicator("trust_end", "share", HIGHER, "vertrouwen van de gemeente aan het eind",
                  "the municipality's trust at the end",
                  "Vertrouwen van de gemeente, van 0 tot 100 procent; na een faillissement zakt het weg.",
                  "The municipality's trust, from 0 to 100 percent; it fades away after a failure.",
                  _at_end("trust"), ("trust",)),
        Indicator("quality_end", "share", HIGHER, "kwaliteit aan het eind", "quality at the end",
                  "Kwaliteit van de diensten; leeg als het buurtbedrijf niet meer bestaat.",
                  "Quality of the services; empty where the company is gone.",
                  _at_end_if_alive("quality"), ("quality", "alive")),
        Indicator("dscr_lowest", "ratio", HIGHER, "laagste dekking van rente en aflossing",
                  "lowest debt service cover",
                  "Laagste kasstroom over twaalf maanden, gedeeld door rente en aflossing; leeg zonder lening.",
                  "Lowest cash flow over twelve months, over interest and repayment; empty without a loan.",
                  _dscr_lowest, ("dscr", "alive")),
        Indicator("municipality_paid", "EUR", NONE, "betaald door de gemeente", "paid by the municipality",
                  "Alles wat de gemeente in de hele looptijd aan het buurtbedrijf betaalt.",
                  "All that the municipality pays to the company over the whole run.",
                  _municipality_paid, ("received.municipality",)),
    )
}  # fmt: skip
"""Every headline indicator by name, in the order of reports."""


def available(results: Results) -> list[Indicator]:
    """The indicators that these results hold the numbers for."""
    return [indicator for indicator in INDICATORS.values() if indicator.available(results)]


def summarise(results: Results, language: Language = "nl") -> pd.DataFrame:
    """Every indicator over the futures: indicator, label, unit, median, p5, p95, futures.

    ``futures`` counts those that have a value. For a chance (unit "share of futures") the median column holds
    the share, and p5 and p95 are empty.
    """
    import pandas as pd

    rows = []
    for indicator in available(results):
        found = indicator.range(indicator.of(results))
        rows.append(
            {"indicator": indicator.name, "label": indicator.label(language), "unit": indicator.unit} | found._asdict()
        )
    return pd.DataFrame(rows, columns=["indicator", "label", "unit", *Range._fields])
