"""The race: the same residents' rules by this engine, NumPy, Mesa and AgentPy, in one go.

    python -m benchmarks.race            # a few minutes; writes results/race.md and race.json
    python -m benchmarks.race --quick    # seconds; writes nothing

Rates are in resident-months, so that each can run at a size that suits it. All results must agree: means
over replicates at the last common month within four standard errors; otherwise the command fails.
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from benchmarks.common import busy, colophon, machine, table, write
from benchmarks.race import agentpy_objects, ceiling, engine, mesa_objects, numpy_sparse
from benchmarks.race.world import MEASURES, Run, World, make_world

ALLOWED = 4.0
"""Standard errors by which two means may differ."""


@dataclass(frozen=True)
class Contestant:
    """One entry: how it is run, and its rates (million resident-months a second) and last outcome."""

    name: str
    size: str
    threads: int
    rates: tuple[float, ...]
    run: Run

    @property
    def best(self) -> float:
        return max(self.rates)

    @property
    def median(self) -> float:
        return statistics.median(self.rates)


def race(
    world: World, name: str, repeats: int, size: tuple[int, int], start: Callable[[int], Run], *, threads: int = 1
) -> Contestant:
    """Let one contestant run ``repeats`` times, each time with another seed; outcomes are pooled."""
    runs = [start(1 + 1000 * k) for k in range(repeats)]
    rates = tuple(run.rate(world.residents) for run in runs)
    contestant = Contestant(name, f"{size[0]} x {size[1]}", threads, rates, Run.join(runs))
    print(f"{name:32} best {contestant.best:9.2f}  median {contestant.median:9.2f}  M resident-months/s", flush=True)
    return contestant


def standard_errors(one: Run, other: Run, measure: str) -> tuple[float, float, float]:
    """The two means at the last common month, and by how many standard errors they differ.

    The variance is pooled, for both follow the same rules: so a handful of replicates is no source of alarm.
    """
    month = min(one.history[measure].shape[1], other.history[measure].shape[1]) - 1
    a, b = one.history[measure][:, month], other.history[measure][:, month]
    variance = (a.var(ddof=1) * (a.size - 1) + b.var(ddof=1) * (b.size - 1)) / (a.size + b.size - 2)
    error = np.sqrt(variance * (1 / a.size + 1 / b.size))
    return float(a.mean()), float(b.mean()), float(abs(a.mean() - b.mean()) / max(error, 1e-12))


def agreement(reference: Contestant, others: list[Contestant]) -> tuple[str, bool]:
    """A table of the engine's means, the others', and how far apart; and whether all are near enough."""
    rows, fine = [], True
    for other in others:
        month = min(reference.run.history["members"].shape[1], other.run.history["members"].shape[1])
        for measure in MEASURES:
            ours, theirs, apart = standard_errors(reference.run, other.run, measure)
            fine &= apart < ALLOWED
            rows.append((other.name, month, measure, f"{ours:.1f}", f"{theirs:.1f}", f"{apart:.1f}"))
    head = ("against", "after months", "what", "engine's mean", "its mean", "standard errors apart")
    return table(head, rows), fine


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--residents", type=int, default=5_000)
    parser.add_argument("--potential", type=float, default=25.0, help="percent of adults who are open to joining")
    parser.add_argument("--repeats", type=int, default=9, help="runs of the engine; NumPy and objects run fewer")
    parser.add_argument("--quick", action="store_true", help="small and once: to see that all still agree")
    given = parser.parse_args(arguments)
    repeats = 1 if given.quick else given.repeats
    many = (100, 24) if given.quick else (100, 120)
    few = (4, 24) if given.quick else (5, 60)
    some = 1 if given.quick else 3
    load = busy()
    world = make_world(given.residents, given.potential)

    engine.run(world, 2, 13, seed=0, threads=1)  # compiles, or loads from the cache
    ceilings: dict[int, list[float]] = {1: [], 2: []}
    engines = {
        threads: race(
            world, f"this engine, {threads} thread{'s' * (threads > 1)}", repeats, many,
            lambda seed, threads=threads: _beside_ceiling(world, many, seed, ceilings[threads], threads=threads),
            threads=threads,
        )
        for threads in (1, 2)
    }  # fmt: skip
    numpys = {threads: _best_batch(world, some, many, threads) for threads in (1, 2)}
    mesa = race(world, "Mesa objects", some, few, lambda seed: mesa_objects.run(world, *few, seed))
    agentpy = race(world, "AgentPy objects", some, few, lambda seed: agentpy_objects.run(world, *few, seed))

    everybody = [agentpy, mesa, numpys[1], numpys[2], engines[1], engines[2]]
    check, fine = agreement(engines[1], [numpys[1], mesa, agentpy])
    rows = [
        (
            c.name, c.size, _rate(c.best), _rate(c.median), f"{c.best / mesa.best:,.1f}",
            f"{c.median / mesa.median:,.1f}", f"{100 * c.best / max(ceilings[c.threads]):.2g}%",
        )
        for c in everybody
    ]  # fmt: skip
    rows += [
        (
            f"Philox alone, {threads} thread{'s' * (threads > 1)}", f"{many[0]} x {many[1]}", _rate(max(rates)),
            _rate(statistics.median(rates)), f"{max(rates) / mesa.best:,.0f}",
            f"{statistics.median(rates) / mesa.median:,.0f}", "100%",
        )
        for threads, rates in ceilings.items()
    ]  # fmt: skip
    head = (
        "engine", "futures x months", "best, M/s", "median, M/s", "times Mesa (best)", "times Mesa (median)",
        "of the ceiling",
    )  # fmt: skip
    aims = [
        ("times Mesa objects", 1_000, engines[2].best / mesa.best),
        ("times NumPy on one thread", 10, engines[2].best / numpys[1].best),
        ("times NumPy on two threads", 10, engines[2].best / numpys[2].best),
        ("share of the ceiling", 1 / 3, engines[2].best / max(ceilings[2])),
    ]
    verdicts = [(n, f"{aim:,.3g}", f"{got:,.3g}", "yes" if got >= aim else "no") for n, aim, got in aims]
    text = "\n\n".join(
        [
            "# The race: residents' rules four ways",
            f"Million resident-months per second at {given.residents:,} residents of whom {given.potential:g}% of the "
            "adults are open to joining; set-up and compilation are not timed. The ceiling is one Philox4x32-10 block "
            "for each resident-month on as many threads.",
            table(head, rows),
            "## Aims (this engine on two threads)",
            table(("aim", "wanted", "measured", "met"), verdicts),
            f"## Agreement\n\n{'All agree' if fine else 'THEY DO NOT ALL AGREE'}: less than {ALLOWED:g} standard "
            "errors apart. Joined, moved and died are totals since the start.",
            check,
            colophon("python -m benchmarks.race", load, "agentpy"),
        ]
    )  # fmt: skip
    if given.quick:
        print("\n" + text)
    else:
        write("race", text, _numbers(given, everybody, ceilings, load))
    if not fine:
        print("the contestants do not agree", file=sys.stderr)
    return 0 if fine else 1


def _beside_ceiling(world: World, size: tuple[int, int], seed: int, rates: list[float], *, threads: int) -> Run:
    """A run of the engine just after the draws alone, so that both meet the same weather on a shared machine."""
    draws = size[0] * size[1] * world.residents
    rates.append(draws / ceiling.run(world.residents, *size, threads) / 1e6)
    return engine.run(world, *size, seed, threads=threads)


def _best_batch(world: World, repeats: int, size: tuple[int, int], threads: int) -> Contestant:
    """NumPy with the batch of futures that suits this processor best."""
    trial = {
        batch: numpy_sparse.run(world, size[0], 12, seed=1, batch=batch, threads=threads).rate(world.residents)
        for batch in (5, 10, 25, 50)
    }
    batch = max(trial, key=trial.__getitem__)
    return race(
        world, f"NumPy + scipy.sparse, {threads} thread{'s' * (threads > 1)}", repeats, size,
        lambda seed: numpy_sparse.run(world, *size, seed, batch=batch, threads=threads), threads=threads,
    )  # fmt: skip


def _rate(rate: float) -> str:
    return f"{rate:,.0f}" if rate >= 100 else f"{rate:.3g}"


def _numbers(
    given: argparse.Namespace, everybody: list[Contestant], ceilings: dict[int, list[float]], load: float
) -> dict[str, Any]:
    return {
        "residents": given.residents,
        "potential": given.potential,
        "machine": machine("agentpy"),
        "in_use_by_others": load,
        "rates": {c.name: list(c.rates) for c in everybody},
        "ceiling": {str(threads): rates for threads, rates in ceilings.items()},
        "means": {
            c.name: {
                measure: {
                    "month": c.run.history[measure].shape[1],
                    "mean": float(c.run.history[measure][:, -1].mean()),
                    "replicates": len(c.run.history[measure]),
                }
                for measure in MEASURES
            }
            for c in everybody
        },
    }


if __name__ == "__main__":
    sys.exit(main())
