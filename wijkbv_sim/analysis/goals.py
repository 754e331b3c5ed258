"""Goal seek: at which value a goal is met with a stated chance, and the smallest change that rescues a scenario.

All values are tried in the same futures, so that what differs between two values is the value. Each round is one
batched ensemble.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.analysis.outcomes import Evaluate, evaluator
from wijkbv_sim.experiment.designs import Design, DesignError, grid
from wijkbv_sim.language import number, percent, translator
from wijkbv_sim.results.targets import Measure, Target, measure, targets
from wijkbv_sim.scenario.distributions import central

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

POINTS = 9
"""How many values a round tries; each round narrows the bracket eight times."""


class GoalError(ValueError):
    """A goal that cannot be sought: the message says why."""


@dataclass(frozen=True)
class BreakEven:
    """Where a goal is met with the stated chance.

    ``value`` is NaN where no value of the range does it; then ``why`` says whether it is met ``nowhere`` or
    ``everywhere``. ``low`` to ``high`` is a 90% interval from the futures (bootstrap). ``rising`` tells whether more
    is better. ``turning`` is the share of futures in which more is sometimes better and sometimes worse: where it is
    not small, there may be other values that do. ``curve`` has value and chance of every point that was tried.
    """

    path: str
    unit: str
    targets: tuple[str, ...]
    chance: float
    value: float
    low: float
    high: float
    why: str
    rising: bool
    turning: float
    curve: pd.DataFrame
    futures: int
    label: dict[Language, str] = field(default_factory=dict)

    def sentences(self, language: Language = "nl") -> list[str]:
        """What it comes to, in words."""
        _ = translator(language)
        told = {
            "label": self.label.get(language, self.path), "chance": percent(self.chance, language),
            "best": percent(float(self.curve["chance"].max()), language),
            "least": percent(float(self.curve["chance"].min()), language),
            "low": number(self.low, language, significant=4, decimals=2),
            "high": number(self.high, language, significant=4, decimals=2),
            "value": number(self.value, language, significant=4, decimals=2), "unit": self.unit,
        }  # fmt: skip
        if self.why == "nowhere":
            lines = [_("No value in the range meets the goal with a chance of {chance}; the best gives {best}.")]
        elif self.why == "everywhere":
            lines = [_("Every value in the range meets the goal with a chance of {chance}; the least gives {least}.")]
        elif self.rising:
            lines = [_("{label}: from {value} {unit} the goal is met with a chance of {chance} "
                       "(90% interval {low} to {high}).")]  # fmt: skip
        else:
            lines = [_("{label}: up to {value} {unit} the goal is met with a chance of {chance} "
                       "(90% interval {low} to {high}).")]  # fmt: skip
        if self.turning > 0.05:
            lines.append(_("More is not always better or always worse here: look at the curve."))
        return [line.format(**told) for line in lines]


def break_even(
    scenario: Scenario,
    path: str,
    goal: Sequence[str | Target] | str,
    *,
    chance: float = 0.8,
    between: tuple[float, float] | None = None,
    futures: int = 200,
    rounds: int = 4,
    seed: int = 1,
    **options: Any,
) -> BreakEven:
    """The value of one quantity at which all targets are met with a ``chance``, in ``futures`` common futures.

    ``between`` is where to look; without it, a third to three times the present value, within its bounds. Raises
    GoalError for a chance or a range that cannot be, DesignError for a quantity that cannot differ.
    """
    wanted = targets([goal] if isinstance(goal, str) else goal)
    if not 0 < chance < 1:
        raise GoalError(f"chance(={chance:g}) must lie between 0 and 1")
    now, meta = scenario.parameter(path)
    low, high = between or _range(central(now, meta), meta.low, meta.high)
    if not low < high:
        raise GoalError(f"{path}: expected a range from low to high, not {low:g} to {high:g}")
    evaluate = evaluator(scenario, wanted, seed, **options)
    met: dict[float, Floats] = {}
    turned: NDArray[np.bool_] = np.zeros(futures, dtype=bool)
    left, right, rising = low, high, True
    for round_ in range(rounds):
        points = np.linspace(left, right, POINTS)
        points = np.unique(np.rint(points) if meta.integer else points)
        new = [float(x) for x in points if float(x) not in met]
        if not new:
            break
        found = evaluate(grid(scenario, {path: new}, futures)).min(axis=1).reshape(len(new), futures)
        met |= dict(zip(new, found, strict=True))
        xs = np.array(sorted(met))
        p = np.array([met[x].mean() for x in xs])
        if round_ == 0:
            rising = bool(p[-1] >= p[0])
            steps = np.diff(np.array([met[x] for x in xs]), axis=0)
            turned = np.asarray((steps > 0).any(axis=0) & (steps < 0).any(axis=0))
        crossing = _bracket(xs, p, chance, rising)
        if crossing is None:
            break
        left, right = crossing
    xs = np.array(sorted(met))
    table = np.array([met[x] for x in xs])
    value, why = _crossing(xs, table.mean(axis=1), chance, rising)
    random = np.random.default_rng(seed)
    again = [
        _crossing(xs, table[:, random.integers(futures, size=futures)].mean(axis=1), chance, rising)[0]
        for _ in range(400)
    ]
    # A resample that finds none in the range lies beyond the end that it points to.
    spread = np.array(again)
    interval = (float("nan"), float("nan"))
    if not np.isnan(value):
        spread = np.where(np.isnan(spread), high if rising else low, spread)
        interval = (float(np.quantile(spread, 0.05)), float(np.quantile(spread, 0.95)))
    import pandas as pd

    curve = pd.DataFrame({"value": xs, "chance": table.mean(axis=1)})
    return BreakEven(
        path, meta.unit, tuple(map(str, wanted)), chance, value, *interval, why, rising, float(turned.mean()), curve,
        futures, {"nl": meta.nl, "en": meta.en},
    )  # fmt: skip


def _range(now: float, lowest: float, highest: float) -> tuple[float, float]:
    low, high = (now / 3, now * 3) if now > 0 else (lowest, highest)
    return max(low, lowest), min(high, highest)


def _bracket(xs: Floats, p: Floats, chance: float, rising: bool) -> tuple[float, float] | None:
    """The two tried values between which the chance is reached first, coming from the side that fails."""
    enough = p >= chance
    order = np.arange(len(xs)) if rising else np.arange(len(xs))[::-1]
    for before, after in pairwise(order):
        if not enough[before] and enough[after]:
            return float(min(xs[before], xs[after])), float(max(xs[before], xs[after]))
    return None


def _crossing(xs: Floats, p: Floats, chance: float, rising: bool) -> tuple[float, str]:
    """Where the chance is reached, straight between the two values around it; and why nowhere."""
    found = _bracket(xs, p, chance, rising)
    if found is None:
        return float("nan"), "everywhere" if (p >= chance).all() else "nowhere"
    left, right = found
    a, b = p[np.searchsorted(xs, left)], p[np.searchsorted(xs, right)]
    return float(left + (right - left) * (chance - a) / (b - a)), ""


@dataclass(frozen=True)
class Rescue:
    """The smallest change found that meets the goal with the stated chance.

    ``changes`` has path, unit, now, then and step (part of the dial's range), the dials that move; ``chance_now`` and
    ``chance_then`` are the chances without and with it; ``found`` is False where no setting of the dials does it, and
    the changes are then those that come nearest.
    """

    found: bool
    targets: tuple[str, ...]
    chance: float
    chance_now: float
    chance_then: float
    changes: pd.DataFrame
    tried: int
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
                old=number(row["now"], language, significant=4, decimals=2),
                new=number(row["then"], language, significant=4, decimals=2), unit=row["unit"],
            )
            for row in self.changes.to_dict("records")
        ]  # fmt: skip
        return [head.format(**told), *rows]


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
    return Rescue(reached >= chance, tuple(map(str, wanted)), chance, chance_now, reached, table, tried, labels)


class _Dials:
    """Dials with their ranges, and designs over them in common futures."""

    def __init__(self, scenario: Scenario, dials: Mapping[str, tuple[float, float]], futures: int) -> None:
        if not dials:
            raise GoalError("expected at least one dial, such as money.opening_cash=0:100000")
        self.scenario, self.paths, self.futures = scenario, list(dials), futures
        found = {path: scenario.parameter(path) for path in dials}
        self.metas = {path: meta for path, (_quantity, meta) in found.items()}
        self.low = np.array([low for low, _ in dials.values()], dtype=np.float64)
        self.high = np.array([high for _, high in dials.values()], dtype=np.float64)
        self.width = self.high - self.low
        if not (self.width > 0).all():
            path = self.paths[int(np.argmin(self.width))]
            raise GoalError(f"{path}: expected a range from low to high")
        written = np.array([central(quantity, meta) for quantity, meta in found.values()])
        self.now = np.clip(written, self.low, self.high)
        if (self.now != written).any():
            path = self.paths[int(np.argmax(self.now != written))]
            raise GoalError(f"{path}: expected a range around what it is now, {written[self.paths.index(path)]:g}")
        self.whole = np.array([meta.integer for meta in self.metas.values()])

    def design(self, x: Floats) -> Design:
        """The design of settings (settings, dials), each in the same futures."""
        settled = np.where(self.whole, np.rint(x), x)
        values = {path: np.repeat(settled[:, k], self.futures) for k, path in enumerate(self.paths)}
        design = Design(values, np.tile(np.arange(self.futures), len(x)))
        design.check(self.scenario, "dials")
        return design

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
        raise GoalError("expected two or three goals, each max or min, such as members_end=max")
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
                raise GoalError("a goal has no value in some future: choose one that a company that is gone has too")
            out["F"] = y * sign

    found = minimize(Front(), NSGA2(pop_size=population), ("n_gen", generations), seed=seed, verbose=False)
    x = np.where(box.whole, np.rint(np.atleast_2d(found.X)), np.atleast_2d(found.X))
    table = pd.DataFrame(np.column_stack([x, np.atleast_2d(found.F) * sign]), columns=[*box.paths, *goals])
    return table.drop_duplicates().sort_values(next(iter(goals)), ignore_index=True)


__all__ = ["BreakEven", "DesignError", "GoalError", "Rescue", "break_even", "pareto", "rescue"]
