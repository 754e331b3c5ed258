"""Search over several dials: the smallest change that rescues a scenario, and settings that none betters in every goal.

All settings are tried in the same futures, so that what differs between two of them is the setting. Each generation is
one batched ensemble.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.analysis.goals import POINTS, GoalError
from wijkbv_sim.analysis.outcomes import Evaluate, evaluator
from wijkbv_sim.experiment.designs import Design, no_parameter, settings
from wijkbv_sim.language import N_, number, percent, short, translator
from wijkbv_sim.results.targets import Measure, Target, measure, targets
from wijkbv_sim.scenario.distributions import central

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

AGAIN = 200
"""In how many other futures, at least, the change that was found is tried once more."""


@dataclass(frozen=True)
class Rescue:
    """The smallest change found that meets the goal with the stated chance.

    ``changes`` has path, unit, now, then and step (part of the dial's range), the dials that move; ``chance_now`` and
    ``chance_then`` are the chances without and with it; ``found`` is False where no setting of the dials does it, and
    the changes are then those that come nearest. What was picked as the best in some futures looks better there than
    it is: ``chance_again`` is the chance with it in ``again`` other futures.
    """

    found: bool
    targets: tuple[str, ...]
    chance: float
    chance_now: float
    chance_then: float
    changes: pd.DataFrame
    tried: int
    futures: int
    chance_again: float
    again: int
    labels: dict[str, dict[Language, str]] = field(default_factory=dict)

    def sentences(self, language: Language = "nl") -> list[str]:
        """What it comes to, in words."""
        _ = translator(language)
        told = {
            "now": percent(self.chance_now, language), "then": percent(self.chance_then, language),
            "chance": percent(self.chance, language),
        }  # fmt: skip
        if self.chance_now >= self.chance:
            return [_("Nothing needs to change: the goal is met with a chance of {now}.").format(**told)]
        head = (
            _("The smallest change that was found raises the chance from {now} to {then}:")
            if self.found
            else _("No setting of these dials gives a chance of {chance}; the nearest goes from {now} to {then}:")
        )
        rows = [
            _("{label}: from {old} to {new} {unit}").format(
                label=self.labels.get(row["path"], {}).get(language, row["path"]),
                old=short(row["now"], language),
                new=short(row["then"], language), unit=row["unit"],
            )
            for row in self.changes.to_dict("records")
        ]  # fmt: skip
        fresh = _("In {again} other futures than those in which it was sought, the chance is {chance}.")
        checked = fresh.format(
            again=number(self.again, language), chance=percent(self.chance_again, language)
        )  # fmt: skip
        return [head.format(**told), *rows, *([checked] if rows else [])]


def rescue(
    scenario: Scenario,
    dials: Mapping[str, tuple[float, float]],
    goal: Sequence[str | Target] | str,
    *,
    chance: float = 0.8,
    futures: int = 60,
    seed: int = 1,
    generations: int = 12,
    population: int = 40,
    **options: Any,
) -> Rescue:
    """The smallest change of ``dials`` (path to the range that is possible) with which a scenario meets its goal.

    The size of a change is the sum of every dial's step as a part of its range, so that few large steps and many
    small ones count alike. Searched by pymoo's differential evolution in the same futures, and then brought back
    towards the present, dial by dial. Raises GoalError where a dial's range is empty.
    """
    import pandas as pd

    wanted = targets([goal] if isinstance(goal, str) else goal)
    box = _Dials(scenario, dials, futures)
    evaluate = evaluator(scenario, wanted, seed, **options)
    tried = 0

    def chances(x: Floats) -> Floats:
        nonlocal tried
        tried += len(x)
        met: Floats = evaluate(box.design(x)).min(axis=1).reshape(len(x), futures).mean(axis=1)
        return met

    chance_now = float(chances(box.now[None])[0])
    best, reached = box.now, chance_now
    if chance_now < chance:
        best, reached = _least(box, chances, chance, generations=generations, population=population, seed=seed)
        if reached >= chance:
            best, reached = _brought_back(box, chances, best, reached, chance)
    rows = [
        {
            "path": path, "unit": box.metas[path].unit, "now": box.now[k], "then": best[k],
            "step": (best[k] - box.now[k]) / box.width[k],
        }
        for k, path in enumerate(box.paths)
        if best[k] != box.now[k]
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["path", "unit", "now", "then", "step"])
    labels: dict[str, dict[Language, str]] = {p: {"nl": m.nl, "en": m.en} for p, m in box.metas.items()}
    again = max(AGAIN, futures)
    checked = float(evaluate(box.design(best[None], again, futures)).min(axis=1).mean()) if rows else chance_now
    return Rescue(
        reached >= chance, tuple(map(str, wanted)), chance, chance_now, reached, table, tried, futures, checked,
        again, labels,
    )  # fmt: skip


def rescue_runs(dials: int, futures: int, generations: int, population: int) -> int:
    """How many runs ``rescue`` takes at most, for who wants to tell how far it is."""
    each = max(population, 4 * dials + 4)
    return futures * (1 + generations * each + 3 * dials * POINTS) + max(AGAIN, futures)


class _Dials:
    """Dials with their ranges, and designs over them in common futures."""

    def __init__(self, scenario: Scenario, dials: Mapping[str, tuple[float, float]], futures: int) -> None:
        if not dials:
            raise GoalError(N_("expected at least one dial, such as money.opening_cash=0:100000"))
        self.scenario, self.paths, self.futures = scenario, list(dials), futures
        known = {path: (quantity, meta) for path, quantity, meta in scenario.quantities()}
        for path in dials:
            if path not in known:
                raise no_parameter(known, path)
        found = {path: known[path] for path in dials}
        self.metas = {path: meta for path, (_quantity, meta) in found.items()}
        self.low = np.array([low for low, _ in dials.values()], dtype=np.float64)
        self.high = np.array([high for _, high in dials.values()], dtype=np.float64)
        self.width = self.high - self.low
        if not (self.width > 0).all():
            k = int(np.argmin(self.width))
            path = self.paths[k]
            raise GoalError(
                N_("{path}: expected a range from low to high, not {low:g} to {high:g}"), path=path,
                low=float(self.low[k]), high=float(self.high[k]),
            )  # fmt: skip
        written = np.array([central(quantity, meta) for quantity, meta in found.values()])
        self.now = np.clip(written, self.low, self.high)
        if (self.now != written).any():
            path = self.paths[int(np.argmax(self.now != written))]
            raise GoalError(
                N_("{path}: expected a range around what it is now, {now:g}"), path=path,
                now=float(written[self.paths.index(path)]),
            )  # fmt: skip
        self.whole = np.array([meta.integer for meta in self.metas.values()])

    def design(self, x: Floats, futures: int | None = None, first: int = 0) -> Design:
        """The design of settings (settings, dials), each in the same futures."""
        columns = {path: x[:, k] for k, path in enumerate(self.paths)}
        return settings(self.scenario, columns, futures or self.futures, first)

    def size(self, x: Floats) -> Floats:
        """How large each change is (settings,)."""
        steps: Floats = (np.abs(x - self.now) / self.width).sum(axis=-1)
        return steps


def _least(
    box: _Dials, chances: Any, chance: float, *, generations: int, population: int, seed: int
) -> tuple[Floats, float]:
    """The least change that does it, or the setting that comes nearest, with its chance."""
    from pymoo.algorithms.soo.nonconvex.de import DE
    from pymoo.core.problem import Problem
    from pymoo.optimize import minimize
    from scipy.stats import qmc

    seen: list[tuple[Floats, Floats]] = []

    class Least(Problem):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(n_var=len(box.paths), n_obj=1, n_ieq_constr=1, xl=box.low, xu=box.high)

        def _evaluate(self, x: Floats, out: dict[str, Any], *_given: Any, **_named: Any) -> None:
            x = np.where(box.whole, np.rint(x), x)
            met = chances(x)
            seen.append((x, met))
            out["F"] = box.size(x)
            out["G"] = chance - met

    # Begin with each dial by itself at half and full swing, and fill up evenly.
    start = [box.now + np.eye(len(box.paths))[k] * part * (end[k] - box.now[k])
             for k in range(len(box.paths)) for end in (box.low, box.high) for part in (0.5, 1.0)]  # fmt: skip
    points = qmc.LatinHypercube(len(box.paths), rng=np.random.default_rng(seed)).random(max(population, 8))
    first = np.array([*start, *(box.low + points * box.width)])[: max(population, len(start) + 4)]
    minimize(Least(), DE(pop_size=len(first), sampling=first), ("n_gen", generations), seed=seed, verbose=False)
    x = np.concatenate([x for x, _ in seen])
    met = np.concatenate([met for _, met in seen])
    enough = met >= chance
    pick = np.flatnonzero(enough) if enough.any() else np.flatnonzero(met == met.max())
    best = pick[np.argmin(box.size(x[pick]))]
    return x[best], float(met[best])


def _brought_back(box: _Dials, chances: Any, best: Floats, reached: float, chance: float) -> tuple[Floats, float]:
    """Take back what is not needed: each dial as far towards its present value as the goal allows."""
    for _round in range(3):
        before = box.size(best)
        for k in np.argsort(np.abs(best - box.now) / box.width):
            if best[k] == box.now[k]:
                continue
            tries = np.repeat(best[None], POINTS, axis=0)
            tries[:, k] = box.now[k] + np.linspace(0, 1, POINTS) * (best[k] - box.now[k])
            tries = np.where(box.whole, np.rint(tries), tries)
            met = chances(tries)
            first = int(np.argmax(met >= chance)) if (met >= chance).any() else POINTS - 1
            if met[first] >= chance:
                best, reached = tries[first], float(met[first])
        if before - box.size(best) < 1e-3:
            break
    return best, reached


def pareto(
    scenario: Scenario,
    dials: Mapping[str, tuple[float, float]],
    goals: Mapping[str, str],
    *,
    futures: int = 30,
    seed: int = 1,
    generations: int = 12,
    population: int = 40,
    **options: Any,
) -> pd.DataFrame:
    """The settings of the dials that no other setting betters in every goal.

    ``goals`` maps two or three measures (``members_end``, ``cash@5``) to ``max`` or ``min``; each is the mean over
    common futures. A row a setting: the dials by path, then the goals. Found by pymoo's NSGA-II (Deb et al. 2002),
    each generation one batched ensemble.
    """
    import pandas as pd
    from pymoo.algorithms.moo.nsga2 import NSGA2
    from pymoo.core.problem import Problem
    from pymoo.optimize import minimize

    if len(goals) not in (2, 3) or any(way not in ("max", "min") for way in goals.values()):
        raise GoalError(N_("expected two or three goals, each max or min, such as members_end=max"))
    what: list[Measure] = [measure(name) for name in goals]
    sign = np.array([-1.0 if way == "max" else 1.0 for way in goals.values()])
    box = _Dials(scenario, dials, futures)
    evaluate: Evaluate = evaluator(scenario, what, seed, **options)

    class Front(Problem):  # type: ignore[misc]
        def __init__(self) -> None:
            super().__init__(n_var=len(box.paths), n_obj=len(what), xl=box.low, xu=box.high)

        def _evaluate(self, x: Floats, out: dict[str, Any], *_given: Any, **_named: Any) -> None:
            y = evaluate(box.design(x)).reshape(len(x), futures, len(what)).mean(axis=1)
            if np.isnan(y).any():
                raise GoalError(
                    N_("a goal has no value in some future: choose one that a company that is gone has too")
                )
            out["F"] = y * sign

    found = minimize(Front(), NSGA2(pop_size=population), ("n_gen", generations), seed=seed, verbose=False)
    x = np.where(box.whole, np.rint(np.atleast_2d(found.X)), np.atleast_2d(found.X))
    table = pd.DataFrame(np.column_stack([x, np.atleast_2d(found.F) * sign]), columns=[*box.paths, *goals])
    return table.drop_duplicates().sort_values(next(iter(goals)), ignore_index=True)
