"""How long a sweep over many areas takes: by number of areas, and by one worker against two.

    python -m benchmarks.sweep --areas nl_wijken.csv           # 50, 200, 800 and all areas
    python -m benchmarks.sweep --areas nl_wijken.csv --most 200

Areas are taken evenly from the table sorted by inhabitants, so that each number has the same mix of sizes.
"""

from __future__ import annotations

import argparse
import resource
import tempfile
import time
from pathlib import Path

from loky import get_reusable_executor

from benchmarks.common import busy, colophon, table, write
from wijkbv_sim.analysis.sweep import Sweep
from wijkbv_sim.scenario.areas import AreaRow, read_areas
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.schema import Scenario

SIZES = (50, 200, 800)
AIM = 20
"""Minutes for all areas of the country on two cores."""


def picked(rows: list[AreaRow], count: int) -> list[AreaRow]:
    if count >= len(rows):
        return rows
    by_size = sorted(rows, key=lambda row: row.area["inhabitants"])
    return [by_size[int((k + 0.5) * len(rows) / count)] for k in range(count)]


def timed(template: Scenario, rows: list[AreaRow], replicates: int, workers: int) -> float:
    with tempfile.TemporaryDirectory(prefix="wijkbv-sweep-") as folder:
        sweep = Sweep.create(Path(folder) / "out", template, rows, replicates, 1)
        # One worker is one process too: threads in this process would be the machine's other core.
        pool = get_reusable_executor(max_workers=workers, timeout=600)
        begin = time.perf_counter()
        sweep.run(executor=pool)
        return time.perf_counter() - begin


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--areas", type=Path, required=True, help="CSV file with a row for each area")
    options.add_argument("--template", default="bewonersbedrijf")
    options.add_argument("--replicates", type=int, default=100)
    options.add_argument("--years", type=int, default=10)
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--most", type=int, default=10**9, help="stop at this number of areas")
    asked = options.parse_args()
    document = load(asked.template).model_dump(mode="json", exclude_unset=True)
    template = load(document | {"time": document.get("time", {}) | {"years": asked.years}})
    rows = [row for row in read_areas(asked.areas) if not row.left_out]
    # The first units of a process compile or load the kernels.
    timed(template, picked(rows, 4 * asked.workers), 2, asked.workers)

    sizes = sorted({min(size, len(rows)) for size in (*SIZES, len(rows)) if size <= asked.most} or {asked.most})
    rows_of_table = []
    load_before = busy()
    for size in sizes:
        areas = picked(rows, size)
        people = sum(row.area["inhabitants"] for row in areas)
        seconds = timed(template, areas, asked.replicates, asked.workers)
        rate = people * asked.replicates * asked.years * 12 / seconds / 1e6
        rows_of_table.append((f"{size:,}", f"{people:,}", f"{seconds:,.1f}", f"{seconds / size:.3f}", f"{rate:,.0f}"))
        print(*rows_of_table[-1], sep="  ", flush=True)
    areas = picked(rows, sizes[0])
    timed(template, picked(rows, 4), 2, 1)
    one = timed(template, areas, asked.replicates, 1)
    timed(template, picked(rows, 4 * asked.workers), 2, asked.workers)
    more = timed(template, areas, asked.replicates, asked.workers)
    own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024  # kB on Linux
    text = f"""# The country: benchmark

{asked.template} in {len(rows):,} areas, {asked.replicates} futures of {asked.years} years, {asked.workers} worker \
processes; areas evenly from small to large. Reading, fitting, running, joining and ranking are all in the time.

{table(("areas", "inhabitants", "seconds", "seconds an area", "M resident-months/s"), rows_of_table)}

Aim for a country of some 3,000 areas: {AIM} minutes. The largest number above took {seconds / 60:.1f}.

## One worker against {asked.workers}

{sizes[0]} areas: {one:.1f} s with one worker process of one thread, {more:.1f} s with {asked.workers}: \
{one / more:.2f} times as fast, efficiency {one / more / asked.workers:.0%}.

Memory of the process that gives the work out, at its peak: {own:,.0f} MB.

{colophon("python -m benchmarks.sweep --areas FILE", load_before)}"""
    write("sweep", text)


if __name__ == "__main__":
    main()
