"""What common random numbers are worth when two scenarios are compared.

    python -m benchmarks.variance

The effect of a change is the difference between two runs. With one seed both runs share their draws and the
difference holds little but the change; with two seeds it holds both runs' luck. The ratio of the variances is
how many times more futures separate seeds would need for the same precision. Aim: at least 10.

Two cases: the scenario with all its doubt (parameters are drawn too), and with every number certain, so that
only luck is left.
"""

from __future__ import annotations

import argparse
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from benchmarks.common import busy, colophon, machine, table, write
from benchmarks.scenarios import company
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario.schema import Scenario

AIM = 10.0
CHANGES = {
    "fee 22 to 40 euro": {"ownership.fee": 40},
    "outreach 5,000 to 10,000 euro": {"ownership.outreach_budget": 10_000},
    "contract green +10%": {"money.contracts.green.value": 154_000},
    "wage of coordination +5%": {"money.coordinator_cost": {"value": 78_750, "triangular": [63_000, 78_750, 94_500]}},
}
MEASURES = ("members", "cash")

Floats = NDArray[np.float64]


def outcome(scenario: Scenario, seed: int, futures: int) -> dict[str, Floats]:
    """Members and cash after the last month, for each future."""
    model = NeighbourhoodModel(scenario, replicates=futures, seed=seed, threads=2)
    model.run()
    return {name: np.asarray(model.observer.now[name], dtype=float) for name in MEASURES}


def interval(paired: Floats, separate: Floats) -> tuple[float, float, float] | None:
    """The ratio of variances with a 90% interval by bootstrap; None where no paired difference varies."""
    if not paired.var() > 0:
        return None
    random = np.random.default_rng(1)
    pick = random.integers(paired.size, size=(1_000, paired.size))
    below = paired[pick].var(axis=1, ddof=1)
    above = separate[pick].var(axis=1, ddof=1)
    ratios = np.divide(above, below, out=np.full_like(above, np.inf), where=below > 0)
    low, high = np.quantile(ratios, [0.05, 0.95], method="nearest")
    return float(separate.var(ddof=1) / paired.var(ddof=1)), float(low), float(high)


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--futures", type=int, default=1_000)
    futures = parser.parse_args(arguments).futures
    load = busy()
    rows: list[tuple[str, ...]] = []
    raw: list[dict[str, Any]] = []
    for case, base in (("with doubt", company()), ("luck only", company().certain())):
        here = outcome(base, 1, futures)
        for change, values in CHANGES.items():
            certain = {k: v["value"] if isinstance(v, dict) else v for k, v in values.items()}
            changed = base.with_(values if case == "with doubt" else certain)
            same, other = outcome(changed, 1, futures), outcome(changed, 2, futures)
            for measure in MEASURES:
                paired, separate = same[measure] - here[measure], other[measure] - here[measure]
                found = interval(paired, separate)
                shown = f"{found[0]:,.1f} ({found[1]:,.1f} to {found[2]:,.1f})" if found else "no future differs"
                rows.append(
                    (
                        change, case, measure, f"{paired.mean():,.1f}", f"{paired.std(ddof=1):,.1f}",
                        f"{separate.std(ddof=1):,.1f}", shown,
                        "yes" if found is None or found[0] >= AIM else "no",
                    )
                )  # fmt: skip
                raw.append(
                    {
                        "change": change, "case": case, "measure": measure, "effect": float(paired.mean()),
                        "paired_sd": float(paired.std(ddof=1)), "separate_sd": float(separate.std(ddof=1)),
                        "ratio_and_interval": found,
                    }
                )  # fmt: skip
            print(change, case, "done", flush=True)
    head = (
        "change", "case", "after 10 years", "effect", "its spread, one seed", "its spread, two seeds",
        "ratio of variances (90%)", "at least 10",
    )  # fmt: skip
    text = [
        "# Common random numbers against separate seeds",
        f"Difference between two scenarios in {futures:,} futures of the company of benchmarks/scenarios.py. The ratio "
        "says how many times more futures separate seeds would need for the same precision.",
        table(head, rows),
        colophon("python -m benchmarks.variance", load),
    ]
    write("variance", "\n\n".join(text), {"machine": machine(), "futures": futures, "results": raw})
    return 0


if __name__ == "__main__":
    sys.exit(main())
