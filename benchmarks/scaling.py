"""How time and memory of the full model grow with residents, futures and months.

    python -m benchmarks.scaling                       # some minutes; results/scaling.md, .json and .svg
    python -m benchmarks.scaling --point 5000 100 10   # one point: residents, futures, years

Each point runs in a process of its own, after a small run that compiles the kernels or loads them from the
cache. Time is processor time on one thread, the best of several runs in two rounds: on an idle machine it equals
wall time, and on a shared one it leaves out the moments that others had the processor. Memory is the process's
peak above what it held before the model was made.
"""

from __future__ import annotations

import argparse
import json
import resource
import sys
import time
from typing import Any

import numpy as np

from benchmarks.common import RESULTS, busy, colophon, machine, python, table, timed, write
from benchmarks.scenarios import company

RESIDENTS, FUTURES, YEARS = 5_000, 100, 10
ROUNDS = 2
SWEEPS: dict[str, list[tuple[int, int, int]]] = {
    "residents": [(n, FUTURES, YEARS) for n in (1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000)],
    "futures": [(RESIDENTS, r, YEARS) for r in (10, 20, 50, 100, 200, 500, 1_000)],
    "months": [(RESIDENTS, FUTURES, y) for y in (1, 2, 5, 10, 20, 40)],
}


def point(residents: int, futures: int, years: int, threads: int) -> dict[str, Any]:
    """Measure one size in this process."""
    import psutil

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    NeighbourhoodModel(company(1_000, 2), replicates=2, threads=threads).run()
    scenario = company(residents, years)
    before = psutil.Process().memory_info().rss / 1024**2
    setting_up: list[float] = []
    running: list[float] = []
    peak = 0.0
    wall: list[float] = []
    while len(running) < (2 if sum(running) > 3 else 4):
        begin = time.process_time()
        model = NeighbourhoodModel(scenario, replicates=futures, threads=threads)
        ready = time.process_time()
        wall += timed(model.run, 1).seconds
        setting_up.append(ready - begin)
        running.append(time.process_time() - ready)
        peak = peak or _peak()  # of the first: later models come before the last one is gone
    return {
        "residents": residents, "futures": futures, "months": 12 * years,
        "set_up": setting_up, "run": running, "wall": wall, "memory": max(peak - before, 1.0),
    }  # fmt: skip


def _peak() -> float:
    """Peak memory of this process so far, in megabytes (Linux counts in kilobytes, macOS in bytes)."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def slope(x: list[float], y: list[float]) -> float:
    """The exponent of growth: the slope of a line through the logarithms."""
    return float(np.polyfit(np.log(x), np.log(np.maximum(y, 1e-9)), 1)[0])


def draw(measured: dict[str, list[dict[str, Any]]]) -> None:
    """Time and memory over each axis, on logarithmic scales."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams["svg.fonttype"] = "none"
    mpl.rcParams["svg.hashsalt"] = "scaling"
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots(2, len(measured), figsize=(10, 5.5), sharex="col", sharey="row")
    for column, (name, points) in enumerate(measured.items()):
        x = [p[name] for p in points]
        for row, (what, y) in enumerate(
            (
                ("processor time of a run, s", [min(p["run"]) for p in points]),
                ("memory, MB", [p["memory"] for p in points]),
            )
        ):
            here = axes[row, column]
            here.loglog(x, y, "o-", color="#1f5f8b")
            here.loglog(x, [y[-1] * value / x[-1] for value in x], ":", color="0.6")
            here.grid(alpha=0.3)
            if column == 0:
                here.set_ylabel(what)
        axes[1, column].set_xlabel(name)
    figure.suptitle("Full model; dotted: in proportion to the size")
    figure.tight_layout()
    figure.savefig(RESULTS / "scaling.svg", metadata={"Date": None})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--point", nargs=3, type=int, metavar=("RESIDENTS", "FUTURES", "YEARS"))
    parser.add_argument("--threads", type=int, default=1)
    given = parser.parse_args()
    if given.point:
        print(json.dumps(point(*given.point, threads=given.threads)))
        return
    load = busy()
    done: dict[tuple[int, int, int], dict[str, Any]] = {}
    for size in dict.fromkeys(size for sizes in SWEEPS.values() for size in sizes):
        arguments = ("-m", "benchmarks.scaling", "--threads", str(given.threads), "--point", *map(str, size))
        rounds = [json.loads(python(*arguments).stdout) for _ in range(ROUNDS)]
        done[size] = {
            key: [x for r in rounds for x in r[key]] if isinstance(value, list) else value
            for key, value in rounds[0].items()
        }
        print(f"{size}: {min(done[size]['run']):.3f} s, {done[size]['memory']:.0f} MB", flush=True)
    measured = {name: [done[size] for size in sizes] for name, sizes in SWEEPS.items()}
    parts = [
        "# How the full model scales",
        f"Base case: {RESIDENTS:,} residents, {FUTURES} futures, {12 * YEARS} months, {given.threads} thread, the "
        "company of benchmarks/scenarios.py. Each size in a process of its own, warmed up; set-up (population, "
        "network, parameters) apart from the run. Time is processor time. Memory is the process's peak "
        "above what it held before.",
        "![time and memory against residents, futures and months](scaling.svg)",
    ]
    for name, points in measured.items():
        x = [p[name] for p in points]
        best = [min(p["run"]) for p in points]
        rows = [
            (
                f"{p[name]:,}", f"{min(p['set_up']):.3f}", f"{min(p['run']):.3f}", f"{np.median(p['run']):.3f}",
                f"{min(p['wall']):.3f}",
                f"{p['residents'] * p['futures'] * p['months'] / min(p['run']) / 1e6:.0f}", f"{p['memory']:.0f}",
            )
            for p in points
        ]  # fmt: skip
        head = (
            name,
            "set-up, s",
            "run, best, s",
            "run, median, s",
            "wall, best, s",
            "M resident-months/s",
            "memory, MB",
        )
        line = np.polyfit(x, best, 1)
        parts += [
            f"## Over {name}",
            table(head, rows),
            f"Time grows as size to the power {slope(x, best):.2f} ({slope(x[-3:], best[-3:]):.2f} over the three "
            f"largest); memory {slope(x, [p['memory'] for p in points]):.2f} "
            f"({slope(x[-3:], [p['memory'] for p in points][-3:]):.2f}). "
            f"A straight line: {1000 * line[1]:.0f} ms + {1000 * line[0]:.3g} ms for each of the {name}.",
        ]
    RESULTS.mkdir(exist_ok=True)
    draw(measured)
    parts.append(colophon("python -m benchmarks.scaling", load))
    numbers = {"machine": machine(), "threads": given.threads, "in_use_by_others": load, "sweeps": measured}
    write("scaling", "\n\n".join(parts), numbers)


if __name__ == "__main__":
    main()
