"""Residents out of published margins, and who knows whom: time and memory from 1,000 to 1,000,000 residents.

    python -m benchmarks.people

Each size in a process of its own, warmed up on a small area; the best of three, in seconds of the processor (both
run on one core). Memory is the highest use of the process above what it used before.
"""

from __future__ import annotations

import json
import resource
import sys
import time

from benchmarks.common import busy, colophon, machine, python, table, write

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000, 300_000, 1_000_000)
REPEATS = 3


def measure(inhabitants: int) -> dict[str, float]:
    """Seconds and megabytes of both generators for one area, and whether they made what was asked for."""
    import numpy as np

    from wijkbv_sim.model.network import connect
    from wijkbv_sim.model.philox import Luck
    from wijkbv_sim.model.population import mortality, synthesise
    from wijkbv_sim.results.people import Fit
    from wijkbv_sim.scenario.document import load

    scenario = load("malburgen")

    def both(count: int) -> tuple[float, float, Fit]:
        area = scenario.with_({"area.inhabitants": count}).area
        begin = time.process_time()
        people = synthesise(area, Luck(1), 0.08, mortality(np.array(0.016), np.array(7.5)))
        middle = time.process_time()
        network = connect(people, 8, 0.1, 0.5, Luck(1), spread=0.6)
        end = time.process_time()
        return middle - begin, end - middle, Fit(scenario, 1, people, network)

    both(500)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    runs = [both(inhabitants) for _ in range(REPEATS)]
    after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    fit = runs[0][2]
    degree = fit.network.degree
    return {
        "people": min(run[0] for run in runs),
        "network": min(run[1] for run in runs),
        "megabytes": (after - before) / 1024,
        "contacts": float(degree.mean()),
        "spread": float(degree.std() / degree.mean()),
        "worst_points": max(100 * abs(row.drawn - row.published) for row in fit.rows),
    }


def main() -> int:
    if len(sys.argv) == 2:
        print(json.dumps(measure(int(sys.argv[1]))))
        return 0
    import numpy as np

    load = busy()
    found = {size: json.loads(python("-m", "benchmarks.people", str(size)).stdout) for size in SIZES}
    head = ("residents", "residents drawn, CPU s", "network, CPU s", "both, microseconds a resident", "memory, MB",
            "contacts (8 asked)", "spread (0.60 asked)", "furthest from a margin, points")  # fmt: skip
    rows = [
        (
            f"{size:,}", f"{f['people']:.3f}", f"{f['network']:.3f}",
            f"{(f['people'] + f['network']) / size * 1e6:.1f}", f"{f['megabytes']:.0f}", f"{f['contacts']:.3f}",
            f"{f['spread']:.3f}", f"{f['worst_points']:.2f}",
        )
        for size, f in found.items()
    ]  # fmt: skip
    large = [size for size in SIZES if size >= 30_000]
    exponent = {
        what: float(np.polyfit(np.log(large), np.log([found[size][what] for size in large]), 1)[0])
        for what in ("people", "network", "megabytes")
    }
    text = [
        "# Residents and their network",
        table(head, rows),
        f"From {large[0]:,} residents on time grows with the power {exponent['people']:.2f} (residents) and "
        f"{exponent['network']:.2f} (network) of their number, memory with {exponent['megabytes']:.2f}: 1 is linear.",
        colophon("python -m benchmarks.people", load),
    ]
    numbers = {"machine": machine(), "in_use_by_others": load, "by_residents": found, "exponents": exponent}
    write("people", "\n\n".join(text), numbers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
