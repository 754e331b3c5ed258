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

from benchmarks.common import machine
from wijkbv_sim.analysis.sweep import Sweep
from wijkbv_sim.scenario.areas import AreaRow, read_areas
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.schema import Scenario

SIZES = (50, 200, 800)
RESULT = Path(__file__).parent / "results" / "sweep.md"


def picked(rows: list[AreaRow], count: int) -> list[AreaRow]:
    if count >= len(rows):
        return rows
    by_size = sorted(rows, key=lambda row: row.area["inhabitants"])
    return [by_size[int((k + 0.5) * len(rows) / count)] for k in range(count)]


def timed(template: Scenario, rows: list[AreaRow], replicates: int, workers: int) -> float:
    with tempfile.TemporaryDirectory(prefix="wijkbv-sweep-") as folder:
        begin = time.perf_counter()
        Sweep.create(Path(folder) / "out", template, rows, replicates, 1).run(
            executor="processes" if workers > 1 else None, workers=workers
        )
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
    # The first run of a process compiles or loads the kernels.
    timed(template, picked(rows, 2), 2, 1)
    timed(template, picked(rows, 4), 2, asked.workers)

    sizes = sorted({min(size, len(rows)) for size in (*SIZES, len(rows)) if size <= asked.most} or {asked.most})
    lines = []
    for size in sizes:
        areas = picked(rows, size)
        people = sum(row.area["inhabitants"] for row in areas)
        seconds = timed(template, areas, asked.replicates, asked.workers)
        rate = people * asked.replicates * asked.years * 12 / seconds / 1e6
        lines.append(f"| {size:,} | {people:,} | {seconds:,.1f} | {seconds / size:.3f} | {rate:,.0f} |")
        print(lines[-1], flush=True)
    areas = picked(rows, sizes[0])
    one = timed(template, areas, asked.replicates, 1)
    more = timed(template, areas, asked.replicates, asked.workers)
    # Pages in kB on Linux; the largest of the worker processes that have ended, and of this one.
    most = max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)) / 1024
    text = f"""# The country: benchmark

{asked.template} in {len(rows):,} areas, {asked.replicates} futures of {asked.years} years, {asked.workers} workers; \
areas evenly from small to large.

| areas | inhabitants | seconds | seconds an area | M resident-months/s |
| ---: | ---: | ---: | ---: | ---: |
{chr(10).join(lines)}

## One worker against {asked.workers}

{sizes[0]} areas: {one:.1f} s in one process with threads in its kernels off or on as there are cores, {more:.1f} s in \
{asked.workers}: {one / more:.2f} times as fast, efficiency {one / more / asked.workers:.0%}.

Memory of the largest process: {most:,.0f} MB.

Command: `python -m benchmarks.sweep --areas FILE --replicates {asked.replicates} --years {asked.years}`

{machine()}
"""
    RESULT.write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
