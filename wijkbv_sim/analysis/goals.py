"""Goal seek: at which value of one number, or at which place of a dial, a goal is met with a stated chance.

All values are tried in the same futures, so that what differs between two values is the value. Each round is one
batched ensemble.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.analysis.outcomes import evaluator
from wijkbv_sim.experiment.designs import no_parameter, settings
from wijkbv_sim.language import N_, SaidError, percent, short, translator
from wijkbv_sim.results.targets import Target, targets
from wijkbv_sim.scenario.dials import DIALS, Dial
from wijkbv_sim.scenario.distributions import central

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

POINTS = 9
"""How many values a round tries; each round narrows the bracket eight times."""


class GoalError(SaidError):
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
            "low": short(self.low, language),
            "high": short(self.high, language),
            "value": short(self.value, language), "unit": self.unit,
        }  # fmt: skip
        several = len(self.targets) > 1
        if self.why == "nowhere":
            lines = [
                _("No value in the range meets all targets with a chance of {chance}; the best gives {best}.")
                if several
                else _("No value in the range meets the goal with a chance of {chance}; the best gives {best}.")
            ]
        elif self.why == "everywhere":
            lines = [
                _("Every value in the range meets all targets with a chance of {chance}; the least gives {least}.")
                if several
                else _("Every value in the range meets the goal with a chance of {chance}; the least gives {least}.")
            ]
        elif self.rising:
            lines = [
                _("{label}: from {value} {unit} all targets are met with a chance of {chance} "
                  "(90% interval {low} to {high}).")
                if several
                else _("{label}: from {value} {unit} the goal is met with a chance of {chance} "
                       "(90% interval {low} to {high}).")
            ]  # fmt: skip
        else:
            lines = [
                _("{label}: up to {value} {unit} all targets are met with a chance of {chance} "
                  "(90% interval {low} to {high}).")
                if several
                else _("{label}: up to {value} {unit} the goal is met with a chance of {chance} "
                       "(90% interval {low} to {high}).")
            ]  # fmt: skip
        if self.turning > 0.05:
            lines.append(_("More is not always better or always worse here: look at the curve."))
        return [line.format(**told) for line in lines]


def break_even(
    scenario: Scenario,
    path: str | Dial,
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

    ``path`` is that of a quantity, or a dial or its name: then its numbers move together, in proportion. What is
    sought is set outright; its own doubt does not count. ``between`` is where to look; without it, a third to three
    times the present value, within its bounds, or as far as the dial goes. Raises GoalError for a chance or a range
    that cannot be, DesignError for a quantity that is not there or cannot differ.
    """
    wanted = targets([goal] if isinstance(goal, str) else goal)
    if not 0 < chance < 1:
        raise GoalError(N_("the chance {chance:g} must lie between 0 and 1"), chance=chance)
    sought = _sought(scenario, path)
    low, high = between or sought.between
    if not low < high:
        raise GoalError(
            N_("{path}: expected a range from low to high, not {low:g} to {high:g}"), path=sought.name, low=low,
            high=high,
        )  # fmt: skip
    evaluate = evaluator(scenario, wanted, seed, **options)
    met: dict[float, Floats] = {}
    turned: NDArray[np.bool_] = np.zeros(futures, dtype=bool)
    left, right, rising = low, high, True
    for round_ in range(rounds):
        points = np.linspace(left, right, POINTS)
        points = np.unique(np.rint(points) if sought.integer else points)
        new = [float(x) for x in points if float(x) not in met]
        if not new:
            break
        each = [sought.values(x) for x in new]
        design = settings(scenario, {p: np.array([values[p] for values in each]) for p in each[0]}, futures)
        found = evaluate(design).min(axis=1).reshape(len(new), futures)
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
        sought.name, sought.unit, tuple(map(str, wanted)), chance, value, *interval, why, rising,
        float(turned.mean()), curve, futures, sought.label,
    )  # fmt: skip


@dataclass(frozen=True)
class _Sought:
    """What a break-even moves, and how far; ``values`` gives what each number is at a value of it."""

    name: str
    unit: str
    integer: bool
    between: tuple[float, float]
    values: Callable[[float], dict[str, float]]
    label: dict[Language, str]


def _sought(scenario: Scenario, path: str | Dial) -> _Sought:
    dial = path if isinstance(path, Dial) else next((d for d in DIALS if d.name == path), None)
    if dial is not None:
        if not dial.numbers(scenario):
            raise GoalError(
                N_("the scenario {name} has nothing that the dial {dial} moves"), name=scenario.name, dial=dial.name
            )
        return _Sought(
            dial.name, dial.unit, False, dial.bounds(scenario), lambda x: dial.values(scenario, x),
            {"nl": dial.nl, "en": dial.en},
        )  # fmt: skip
    known = {found: (quantity, meta) for found, quantity, meta in scenario.quantities()}
    name = str(path)
    if name not in known:
        raise no_parameter([*known, *(d.name for d in DIALS)], name)
    quantity, meta = known[name]
    return _Sought(
        name, meta.unit, meta.integer, _range(central(quantity, meta), meta.low, meta.high), lambda x: {name: x},
        {"nl": meta.nl, "en": meta.en},
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
