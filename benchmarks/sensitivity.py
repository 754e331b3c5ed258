"""Sobol indices of twenty uncertain quantities: how long they take, and how much memory.

    python -m benchmarks.sensitivity              # 1,024 base samples, as results/sensitivity.md has it
    python -m benchmarks.sensitivity --base 64    # smaller: to the screen only

2,000 residents, 10 years, a Saltelli design over the twenty and the luck of a future: 23 runs a base sample. Aim:
minutes on two cores. Outcomes are kept piece by piece in out/benchmarks/sensitivity, so that what was interrupted goes
on where it was; the seconds are the sum over all pieces, whenever they were done. ``--anew`` begins from nothing.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import resource
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from loky import get_reusable_executor
from rich.progress import Progress

from benchmarks.common import ROOT, busy, colophon, machine, table, write
from benchmarks.scenarios import company
from wijkbv_sim.analysis.outcomes import outcomes
from wijkbv_sim.analysis.sensitivity import LUCK, sobol_indices
from wijkbv_sim.experiment.designs import Design, from_even, uncertain
from wijkbv_sim.experiment.work import engine
from wijkbv_sim.results.targets import measure
from wijkbv_sim.scenario.schema import Scenario

BASE, RESIDENTS, QUANTITIES = 1_024, 2_000, 20
PIECE = 2_048
"""Rows that are run and kept together."""

SHOWN = 8


class Pieces:
    """Evaluates a design piece by piece, and keeps outcomes and seconds of each in a folder."""

    def __init__(self, scenario: Scenario, of: str, folder: Path, workers: int) -> None:
        self.scenario, self.measure, self.folder, self.workers = scenario, measure(of), folder, workers
        self.seconds = 0.0

    def __call__(self, design: Design) -> np.ndarray:
        """Outcomes (rows, 1)."""
        assert design.futures is not None
        self.folder.mkdir(parents=True, exist_ok=True)
        found = []
        with Progress() as bar:
            task = bar.add_task("runs", total=design.rows)
            for first in range(0, design.rows, PIECE):
                rows = slice(first, min(first + PIECE, design.rows))
                part = Design({path: v[rows] for path, v in design.values.items()}, design.futures[rows])
                values, seconds = self._piece(part, lambda done, first=first: bar.update(task, completed=first + done))
                found.append(values)
                self.seconds += seconds
                bar.update(task, completed=rows.stop)
        return np.concatenate(found)

    def _piece(self, part: Design, tell: Any) -> tuple[np.ndarray, float]:
        digest = hashlib.blake2b(digest_size=12)
        for text in (self.scenario.digest, engine(), str(self.measure), str(self.workers)):
            digest.update(text.encode())
        for path, values in part.values.items():
            digest.update(path.encode() + np.ascontiguousarray(values).tobytes())
        digest.update(np.ascontiguousarray(part.futures).tobytes())
        path = self.folder / f"{digest.hexdigest()}.npz"
        if path.exists():
            with np.load(path) as kept:
                return kept["values"], float(kept["seconds"])
        months = self.scenario.time.months
        executor = None if self.workers == 1 else get_reusable_executor(max_workers=self.workers, timeout=600)
        begin = time.perf_counter()
        values = outcomes(
            self.scenario, part, [self.measure], executor=executor,
            on_progress=lambda done, _whole: tell(done / months),
        )  # fmt: skip
        seconds = time.perf_counter() - begin
        unfinished = path.with_suffix(".unfinished.npz")
        np.savez(unfinished, values=values, seconds=seconds)
        os.replace(unfinished, path)
        return values, seconds


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=int, default=BASE)
    parser.add_argument("--residents", type=int, default=RESIDENTS)
    parser.add_argument("--of", default="cash_end")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--anew", action="store_true", help="throw away what was kept of earlier sittings")
    given = parser.parse_args(arguments)
    folder = ROOT / "out" / "benchmarks" / "sensitivity"
    if given.anew:
        shutil.rmtree(folder, ignore_errors=True)
    load = busy()
    scenario = company(given.residents)
    every = list(uncertain(scenario))
    # Evenly over the document, so that residents, services, money and buildings are all in it.
    factors = {path: (path,) for path in (every[k * len(every) // QUANTITIES] for k in range(QUANTITIES))}
    # The first units of a process compile or load the kernels: not in the time.
    warm = Pieces(company(given.residents, years=1), given.of, folder / "warm", given.workers)
    shutil.rmtree(warm.folder, ignore_errors=True)
    paths = list(factors)
    half = {path: np.full(4 * given.workers, 0.5) for path in paths}
    warm(from_even(warm.scenario, half, np.arange(4 * given.workers)))
    pieces = Pieces(scenario, given.of, folder, given.workers)
    begin = time.perf_counter()
    found, _pairs, runs, _variance = sobol_indices(
        pieces, factors, lambda even, luck: from_even(scenario, even, luck), base=given.base
    )
    analysis = time.perf_counter() - begin
    get_reusable_executor().shutdown(wait=True)
    own, worker = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    rate = runs * given.residents * scenario.time.months / pieces.seconds / 1e6
    head = ("base samples", "quantities", "runs", "workers", "seconds", "runs/s", "M resident-months/s", "peak MiB",
            "peak MiB of a worker")  # fmt: skip
    row = (f"{given.base:,}", len(factors), f"{runs:,}", given.workers, f"{pieces.seconds:,.0f}",
           f"{runs / pieces.seconds:,.1f}", f"{rate:,.0f}", f"{own:,.0f}", f"{worker:,.0f}")  # fmt: skip
    indices = [
        (f"`{r['factor']}`" if r["factor"] != LUCK else "luck of a future",
         f"{r['first']:.3f}", f"{r['first_low']:.3f} to {r['first_high']:.3f}",
         f"{r['total']:.3f}", f"{r['total_low']:.3f} to {r['total_high']:.3f}")
        for r in found.head(SHOWN).to_dict("records")
    ]  # fmt: skip
    text = [
        "# Sobol indices of twenty quantities",
        f"{given.residents:,} residents, {scenario.time.years} years, `{given.of}`; first and total order with 90% "
        "intervals by bootstrap. The seconds are those of the runs; design, indices and intervals take "
        f"{max(analysis - pieces.seconds, 0.0):,.0f} more where nothing was kept from an earlier sitting.",
        table(head, [row]),
        f"The {SHOWN} largest:",
        table(("factor", "first", "90%", "total", "90%"), indices),
        colophon("python -m benchmarks.sensitivity", load, "SALib"),
    ]
    numbers = {"machine": machine("SALib"), "base": given.base, "runs": runs, "seconds": pieces.seconds,
               "workers": given.workers, "peak_mib": own, "peak_mib_worker": worker,
               "indices": found.to_dict("records")}  # fmt: skip
    if (given.base, given.residents, given.of) == (BASE, RESIDENTS, "cash_end"):
        write("sensitivity", "\n\n".join(text), numbers)
    else:
        print("\n\n".join(text[:-1]))
        print(json.dumps({k: v for k, v in numbers.items() if k != "indices"}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
