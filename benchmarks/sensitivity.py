"""Sobol indices of twenty uncertain quantities: how long they take, and how much memory.

python -m benchmarks.sensitivity

2,000 residents, 10 years, 1,024 base samples. Aim: minutes on two cores.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time

from benchmarks.common import busy, colophon, machine, table, write
from benchmarks.scenarios import company
from wijkbv_sim.analysis.sensitivity import sensitivity
from wijkbv_sim.experiment.designs import uncertain


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=int, default=1024)
    parser.add_argument("--residents", type=int, default=2_000)
    given = parser.parse_args(arguments)
    load = busy()
    scenario = company(given.residents)
    paths = list(uncertain(scenario))[:20]
    begin = time.perf_counter()
    found = sensitivity(scenario, "cash_end", method="sobol", paths=paths, base=given.base, workers=1)
    seconds = time.perf_counter() - begin
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rows = [(given.base, len(paths), f"{found.runs:,}", f"{seconds:,.0f}", f"{peak:,.0f}")]
    text = [
        "# Sobol indices of twenty quantities",
        f"{given.residents:,} residents, 10 years; first and total order with bootstrap intervals, in one process.",
        table(("base samples", "quantities", "runs", "seconds", "peak MiB"), rows),
        colophon("python -m benchmarks.sensitivity", load),
    ]
    write("sensitivity", "\n\n".join(text), {"machine": machine(), "runs": found.runs, "seconds": seconds})
    return 0


if __name__ == "__main__":
    sys.exit(main())
