"""Results as one table, for whoever goes on in pandas, R or a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.variables import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from wijkbv_sim.results.results import Results


def tidy(results: Results, names: Sequence[str] | None = None) -> pd.DataFrame:
    """A row a replicate and month: replicate, month (1 is the first), date (its first day), and the columns.

    ``names`` picks variables or columns of the books (whole cents); without it, every variable. Raises KeyError
    for a name that was not kept.
    """
    import pandas as pd

    months = np.arange(1, results.months + 1)
    first_days = pd.period_range(results.scenario.time.start, periods=results.months, freq="M").to_timestamp()
    columns = {
        "replicate": np.repeat(results.replicate, results.months),
        "month": np.tile(months, results.replicates),
        "date": np.tile(first_days.to_numpy(), results.replicates),
    }
    for name in VARIABLES if names is None else names:
        columns[name] = np.ascontiguousarray(results.column(name)).reshape(-1)
    return pd.DataFrame(columns)
