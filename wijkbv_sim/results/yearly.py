"""Results by year, and the yearly statements.

A year is a book year: twelve months from the story's first month, named after the calendar year in which it ends. In
a story that begins in January that is the calendar year.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.language import calendar
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.indicators import CHANCE, YEAR
from wijkbv_sim.results.percentiles import Floats, percentiles
from wijkbv_sim.results.statements import (
    balance_sheet,
    cash_flow,
    profit_and_loss,
    statements,
    typical_future,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

__all__ = [
    "balance_sheet",
    "by_year",
    "cash_flow",
    "profit_and_loss",
    "statements",
    "typical_future",
    "year_values",
    "years",
]

PER_MONTH = "/month"


def years(results: Results) -> list[int]:
    """The calendar year in which each book year ends."""
    start = results.scenario.time.start
    return [calendar(start, last)[0] for last in range(YEAR, results.months + 1, YEAR)]


def year_values(results: Results, name: str) -> Floats:
    """One variable by year (replicates, years).

    What flows (euros, hours or residents a month) is summed over the year. All else, money in the account,
    people, shares, ratios over the last twelve months and 0/1, is as it stands at the year's end.
    """
    if name not in VARIABLES:
        raise KeyError(f"there is no {name} among the variables: expected one of {', '.join(VARIABLES)}")
    if VARIABLES[name].unit.endswith(PER_MONTH):
        monthly = results.column(name).astype(np.float64)
        summed: Floats = monthly.reshape(monthly.shape[0], -1, YEAR).sum(axis=2)
        return summed
    at_end: Floats = results.column(name, months=range(YEAR, results.months + 1, YEAR)).astype(np.float64)
    return at_end


def by_year(results: Results, names: Sequence[str] | None = None, language: Language = "nl") -> pd.DataFrame:
    """A row a year and variable: year, variable, label, unit, p5, median, p95 over the futures.

    What flows is summed over the year and has a unit a year; all else is as at the year's end (see
    ``year_values``). Of what is true or not (0/1) the median is the share of futures, and p5 and p95 are empty.
    """
    import pandas as pd

    every = years(results)
    rows = []
    for name in VARIABLES if names is None else names:
        values = year_values(results, name)
        variable = VARIABLES[name]
        unit = variable.unit.replace(PER_MONTH, "/year")
        if unit == "0/1":
            unit = CHANCE
            empty = np.full(len(every), np.nan)
            p5, median, p95 = empty, values.mean(axis=0), empty
        else:
            p5, median, p95 = percentiles(values)
        label = variable.nl if language == "nl" else variable.en
        rows += [
            {
                "year": year,
                "variable": name,
                "label": label,
                "unit": unit,
                "p5": p5[k],
                "median": median[k],
                "p95": p95[k],
            }
            for k, year in enumerate(every)
        ]
    return pd.DataFrame(rows, columns=["year", "variable", "label", "unit", "p5", "median", "p95"])
