"""Time of the full scenario, and where a month's time goes.

    python -m benchmarks.full_scenario                 # the company of benchmarks/scenarios.py
    python -m benchmarks.full_scenario malburgen       # a bundled scenario by name, or a file by its path

100 futures x 5,000 residents x 120 months (a scenario of one's own keeps its residents and months), warm, on
two threads. The profile times each statement of ``NeighbourhoodModel.step`` and ``Residents.month``, in
their own order and words, on runs apart from the timed ones.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import sys
import textwrap
import time
from collections import Counter
from collections.abc import Callable
from types import FunctionType
from typing import Any

from benchmarks.common import Timing, busy, colophon, machine, table, timed, write
from benchmarks.scenarios import company, find
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.residents import Residents
from wijkbv_sim.scenario.schema import Scenario


def stopwatch(method: FunctionType, seconds: Counter[str]) -> Callable[..., Any]:
    """The same method, with the time of each of its statements added to ``seconds``."""
    tree = ast.parse(textwrap.dedent(inspect.getsource(method)))
    body = tree.body[0].body  # type: ignore[attr-defined]
    timed_body: list[ast.stmt] = []
    for statement in body:
        name = ast.unparse(statement).splitlines()[0]
        if isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Constant):
            continue
        timed_body += [statement, *ast.parse(f"_tick({name!r})").body]
    tree.body[0].body = timed_body  # type: ignore[attr-defined]
    last = time.perf_counter()

    def tick(name: str) -> None:
        nonlocal last
        now = time.perf_counter()
        if name:
            seconds[name] += now - last
        last = now

    scope = {**method.__globals__, "_tick": tick}
    exec(compile(ast.fix_missing_locations(tree), f"<timed {method.__qualname__}>", "exec"), scope)
    watched = scope[method.__name__]

    def begin(*arguments: Any) -> Any:
        tick("")
        return watched(*arguments)

    return begin


def profile(scenario: Scenario, replicates: int, threads: int, repeats: int) -> dict[str, Counter[str]]:
    """Seconds by statement of a month and of the residents' month, over ``repeats`` runs."""
    found: dict[str, Counter[str]] = {}
    for owner, name in ((NeighbourhoodModel, "step"), (Residents, "month")):
        seconds: Counter[str] = Counter()
        plain = getattr(owner, name)
        setattr(owner, name, stopwatch(plain, seconds))
        try:
            for _ in range(repeats):
                NeighbourhoodModel(scenario, replicates=replicates, threads=threads).run()
        finally:
            setattr(owner, name, plain)
        found[f"{owner.__name__}.{name}"] = seconds
    return found


def runs(scenario: Scenario, replicates: int, threads: int, repeats: int) -> tuple[Timing, Timing]:
    """Timings of making the model and of running it, each time anew."""
    making: list[float] = []
    running: list[float] = []
    for _ in range(repeats):
        begin = time.perf_counter()
        model = NeighbourhoodModel(scenario, replicates=replicates, threads=threads)
        making.append(time.perf_counter() - begin)
        running += timed(model.run, 1).seconds
    return Timing(tuple(making)), Timing(tuple(running))


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenario", nargs="?", help="a bundled name or a path; left out: the benchmark's company")
    parser.add_argument("--replicates", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=9)
    given = parser.parse_args(arguments)
    scenario = find(given.scenario) if given.scenario else company()
    residents, months = int(scenario.area.inhabitants.value or 0), scenario.time.months
    load = busy()
    size = (scenario, given.replicates)
    runs(*size, 2, 1)
    rows = []
    raw: dict[str, Any] = {}
    for threads in (1, 2):
        making, running = runs(*size, threads, given.repeats)
        rate = given.replicates * residents * months / running.best / 1e6
        rows.append(
            (threads, f"{making.best:.3f}", f"{running.best:.3f}", f"{running.median:.3f}", f"{rate:.0f}")
        )  # fmt: skip
        raw[str(threads)] = {"set_up": making.seconds, "run": running.seconds}
    found = profile(*size, 2, max(given.repeats // 3, 1))
    parts = [
        f"# The full scenario: {scenario.name}",
        f"{given.replicates} futures x {residents:,} residents x {months} months; {len(scenario.services)} services, "
        f"{len(scenario.money.contracts)} contracts, {len(scenario.money.grants)} grants, "
        f"{len(scenario.money.loans)} loans, {len(scenario.money.trade)} trades, {len(scenario.assets)} buildings. "
        f"Warm; {given.repeats} runs in one process.",
        table(("threads", "set-up, best, s", "run, best, s", "run, median, s", "M resident-months/s"), rows),
    ]
    for name, seconds in found.items():
        whole = seconds.total()
        calls = months * max(given.repeats // 3, 1)
        shares = [
            (f"`{what}`", f"{1e6 * spent / calls:.0f}", f"{100 * spent / whole:.1f}%")
            for what, spent in seconds.items()
            if spent > 0.002 * whole
        ]
        shares.append(("all of it", f"{1e6 * whole / calls:.0f}", "100%"))
        parts += [
            f"## Where the time of `{name}` goes (2 threads)",
            table(("statement, in order", "microseconds a month", "share"), shares),
        ]
        raw[name] = dict(seconds)
    suffix = f" {given.scenario}" if given.scenario else ""
    parts.append(colophon(f"python -m benchmarks.full_scenario{suffix}", load))
    write("full_scenario", "\n\n".join(parts), {"machine": machine(), "in_use_by_others": load, **raw})
    return 0


if __name__ == "__main__":
    sys.exit(main())
