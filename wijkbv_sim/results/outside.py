"""The company beside an outside contractor with the same public money: what stays, what comes round, who gets it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.results.percentiles import usual_range

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.results.percentiles import Floats
    from wijkbv_sim.results.results import Results

PAIRS = {
    "retention": ("local_retention", "outside_retention"),
    "lm3": ("lm3", "lm3_outside"),
    "multiplier": ("local_multiplier", "outside_multiplier"),
}
"""What is held against each other: the company's variable, and the outside contractor's."""

PARTIES = {
    "residents": (("households", "members"), "outside_to_residents"),
    "local_business": (("local_business",), "outside_to_local_business"),
    "people_elsewhere": (("households_elsewhere",), "outside_to_people_elsewhere"),
    "business_elsewhere": (("business_elsewhere",), "outside_to_business_elsewhere"),
    "state": (("state",), "outside_to_state"),
    "municipality_and_others": (("municipality", "institutions", "funds"), None),
}
"""Who gets the money: the sectors of the books, and the variable of the outside contractor."""


def beside_outside(results: Results) -> pd.DataFrame:
    """A row for each thing that is compared: median, p5 and p95 over the futures of the company and outside.

    Ratios are means over the months in which there is one. With the books kept there are also the shares of all that
    was spent by who got it; payments to banks are left out. Not-a-number where nothing was spent.
    """
    import pandas as pd

    rows = {}
    for name, (ours, theirs) in PAIRS.items():
        rows[name] = _row(_mean(results.column(ours)), _mean(results.column(theirs)))
    if "paid.households" in results.names():
        sectors_paid = [sector for sectors, _ in PARTIES.values() for sector in sectors]
        paid = {sector: results.column(f"paid.{sector}").sum(axis=1) for sector in sectors_paid}
        whole = np.asarray(sum(paid.values()), dtype=np.float64)
        public = results.column("public_money").sum(axis=1)
        for name, (sectors, variable) in PARTIES.items():
            got = _share(np.asarray(sum(paid[s] for s in sectors), dtype=np.float64), whole)
            would = np.zeros_like(whole) if variable is None else results.column(variable).sum(axis=1)
            rows[f"to_{name}"] = _row(got, _share(would, public))
    names = ["median", "p5", "p95", "outside_median", "outside_p5", "outside_p95"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=names).rename_axis("what")


def _row(ours: Floats, theirs: Floats) -> list[float]:
    return [value for values in (ours, theirs) for value in usual_range(values)[:3]]


def _share(part: Floats, whole: Floats) -> Floats:
    share: Floats = np.divide(part, whole, out=np.full(whole.shape, np.nan), where=whole > 0)
    return share


def _mean(values: Floats) -> Floats:
    """The mean over the months of each future that have a value; not-a-number where none has."""
    there = ~np.isnan(values)
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    mean: Floats = np.divide(total, count, out=np.full(count.shape, np.nan), where=count > 0)
    return mean
