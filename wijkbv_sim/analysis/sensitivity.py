"""Which doubts matter: Morris screening, Sobol indices and a tornado, on one batched ensemble each.

A future's own luck is not left to blur the answer. In a screening and a tornado all rows that are compared share it.
In a Sobol design luck is a factor beside the others: the rows of the first matrix have the luck of one future, those
of the second that of another, so that its index says how much chance itself counts, and what the indices of the
quantities leave is not noise. What a design does not vary is drawn by each future and so belongs to luck.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.analysis.outcomes import Evaluate, evaluator
from wijkbv_sim.experiment.designs import Design, factors_of, from_even, one_at_a_time
from wijkbv_sim.language import percent, quantity, translator
from wijkbv_sim.results.targets import Measure, Target, measure

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

LUCK = "(chance)"
"""The factor that stands for a future's own luck."""

CONFIDENCE = 0.90
TAIL = 0.025
"""A screening leaves out this part of each distribution at either end, where a level of 0 or 1 has no value."""


class SensitivityError(ValueError):
    """A question that the runs cannot answer; the message says why."""


@dataclass(frozen=True)
class Sensitivity:
    """What a sensitivity run found, a row a factor, the most important first.

    ``table`` of a Sobol run has factor, first, first_low, first_high, total, total_low, total_high; of a screening
    factor, mu_star, mu_star_low, mu_star_high, sigma, mu; of a tornado factor, low, high and the 90% intervals of
    both differences from the middle. ``second`` holds the pairs of a Sobol run that asked for them.
    """

    method: str
    measure: str
    unit: str
    table: pd.DataFrame
    runs: int
    labels: dict[str, dict[Language, str]]
    second: pd.DataFrame | None = None
    variance: float = float("nan")

    def label(self, factor: str, language: Language) -> str:
        """A factor's name on a screen."""
        return self.labels.get(factor, {}).get(language, factor)

    def sentences(self, language: Language = "nl", most: int = 3) -> list[str]:
        """What it comes to, in words."""
        _ = translator(language)
        names = [self.label(factor, language) for factor in self.table["factor"]]
        if self.method == "sobol":
            return self._sobol_sentences(names, language, most)
        column = "mu_star" if self.method == "morris" else "swing"
        sizes = self.table[column].to_numpy()
        if not (sizes > 0).any():
            return [_("None of these doubts makes any difference.")]
        told = ", ".join(
            f"{name} ({quantity(float(size), self.unit, language)})"
            for name, size in zip(names[:most], sizes[:most], strict=True)
            if size > 0
        )
        lines = [_("These doubts matter most, with the difference that each makes: {told}.").format(told=told)]
        nothing = int((sizes <= 0.01 * sizes.max()).sum())
        if nothing:
            lines.append(
                _("{count} of the {all} doubts make less than a hundredth of the greatest difference.").format(
                    count=nothing, all=len(sizes)
                )
            )
        return lines

    def _sobol_sentences(self, names: list[str], language: Language, most: int) -> list[str]:
        _ = translator(language)
        if not self.variance > 0:
            return [_("The outcome is the same in every future: there is nothing to explain.")]
        lines = []
        rows = list(zip(names, self.table.to_dict("records"), strict=True))
        for name, row in [pair for pair in rows if pair[1]["total_low"] > 0][:most]:
            lines.append(
                _("{name}: {first} of the spread by itself, {total} with what it does together with others "
                  "(90% interval {low} to {high}).").format(
                    name=name, first=percent(max(row["first"], 0.0), language), total=percent(row["total"], language),
                    low=percent(max(row["total_low"], 0.0), language), high=percent(row["total_high"], language),
                )
            )  # fmt: skip
        alone = sum(max(row["first"], 0.0) for _name, row in rows)
        lines.append(
            _("Each by itself they explain {alone} of the spread; the rest comes from what they do together.").format(
                alone=percent(min(alone, 1.0), language)
            )
        )
        return lines


def sobol_indices(
    evaluate: Evaluate | Scenario,
    factors: dict[str, tuple[str, ...]],
    make: Any,
    *,
    base: int = 1024,
    second_order: bool = False,
    seed: int = 1,
    luck: bool = True,
) -> tuple[pd.DataFrame, pd.DataFrame | None, int, float]:
    """Sobol indices of any function of factors through SALib: table, pairs, number of runs, variance.

    ``make(even, futures)`` turns even draws (path to (rows,)) into what ``evaluate`` takes; ``evaluate`` gives
    (rows, 1). ``base`` must be a power of two. Intervals of 90% are by bootstrap. Saltelli et al. 2010.
    """
    import pandas as pd
    from SALib.analyze import sobol as analyse
    from SALib.sample import sobol as sampler

    if base < 2 or base & (base - 1):
        raise SensitivityError(f"base(={base}) must be a power of two, such as 1024")
    paths = [path for members in factors.values() for path in members]
    groups = [name for name, members in factors.items() for _ in members]
    problem = _problem([*paths, LUCK] if luck else paths, [*groups, LUCK] if luck else groups)
    sample = sampler.sample(problem, base, calc_second_order=second_order, seed=seed)
    futures = None
    if luck:
        # The column of luck has one value a row of either matrix: each stands for a future.
        futures = np.unique(sample[:, -1], return_inverse=True)[1].astype(np.int64)
    even = {path: np.ascontiguousarray(sample[:, k]) for k, path in enumerate(paths)}
    y = np.asarray(evaluate(make(even, futures)))[:, 0]  # type: ignore[operator]
    _check_values(y)
    names = [*factors, LUCK] if luck else list(factors)
    variance = float(y.var())
    if variance == 0:
        nothing = dict.fromkeys(("first", "first_low", "first_high", "total", "total_low", "total_high"), 0.0)
        return pd.DataFrame([{"factor": name, **nothing} for name in names]), None, y.size, 0.0
    found = analyse.analyze(
        problem, y, calc_second_order=second_order, conf_level=CONFIDENCE, num_resamples=200, seed=seed
    )
    table = pd.DataFrame(
        {
            "factor": names,
            "first": found["S1"], "first_low": found["S1"] - found["S1_conf"],
            "first_high": found["S1"] + found["S1_conf"],
            "total": found["ST"], "total_low": found["ST"] - found["ST_conf"],
            "total_high": found["ST"] + found["ST_conf"],
        }
    ).sort_values("total", ascending=False, ignore_index=True)  # fmt: skip
    pairs = None
    if second_order:
        rows = [
            {"one": names[i], "other": names[j], "second": found["S2"][i, j],
             "low": found["S2"][i, j] - found["S2_conf"][i, j], "high": found["S2"][i, j] + found["S2_conf"][i, j]}
            for i in range(len(names)) for j in range(i + 1, len(names))
        ]  # fmt: skip
        pairs = pd.DataFrame(rows).sort_values("second", ascending=False, ignore_index=True)
    return table, pairs, y.size, variance


def sensitivity(
    scenario: Scenario,
    of: str | Measure | Target = "cash_end",
    *,
    method: str = "morris",
    paths: Iterable[str] | None = None,
    base: int | None = None,
    second_order: bool = False,
    seed: int = 1,
    **options: Any,
) -> Sensitivity:
    """Which uncertain quantities move an outcome, by ``method`` morris, sobol or tornado.

    Without ``paths`` all that is uncertain in the scenario is varied: what nobody has measured is in. ``base`` is the
    number of trajectories (20), of base samples (a power of two, 256) or of futures (100). Quantities that are
    correlated in the scenario are one factor. Raises SensitivityError where the outcome has no value in some future.
    """
    what = measure(of) if isinstance(of, str) else of
    factors = factors_of(scenario, paths)
    evaluate = evaluator(scenario, [what], seed, **options)
    unit = what.measure.unit if isinstance(what, Target) else what.unit
    known = {path: meta for path, _quantity, meta in scenario.quantities()}
    labels: dict[str, dict[Language, str]] = {LUCK: {"nl": "toeval", "en": "chance"}}
    for name, members in factors.items():
        more = f" (+{len(members) - 1})" if len(members) > 1 else ""
        part = members[0].split(".")[-2]
        labels[name] = {
            "nl": f"{known[members[0]].label('nl')}, {part}{more}",
            "en": f"{known[members[0]].label('en')}, {part}{more}",
        }
    second = None
    variance = float("nan")
    match method:
        case "sobol":
            table, second, runs, variance = sobol_indices(
                evaluate, factors, lambda even, luck: from_even(scenario, even, luck),
                base=base or 256, second_order=second_order, seed=seed,
            )  # fmt: skip
        case "morris":
            table, runs = _morris(evaluate, scenario, factors, base or 20, seed)
        case "tornado":
            table, runs = _tornado(evaluate, one_at_a_time(scenario, base or 100, paths))
        case _:
            raise SensitivityError(f"there is no method {method}: expected morris, sobol or tornado")
    return Sensitivity(method, str(what), unit, table, runs, labels, second, variance)


def most_telling(
    scenario: Scenario,
    of: str | Measure | Target = "cash_end",
    *,
    most: int = 10,
    look: int = 6,
    base: int = 60,
    seed: int = 1,
    **options: Any,
) -> Sensitivity:
    """A tornado of the ``most`` uncertain quantities that move an outcome most, where there are very many.

    All of them are tried in ``look`` futures first; those that look largest, half as many again as are wanted, then
    in ``base`` futures, and of these the largest are kept. Raises SensitivityError as ``sensitivity`` does.
    """
    factors = factors_of(scenario)
    if len(factors) > most:
        first = sensitivity(scenario, of, method="tornado", base=look, seed=seed, **options)
        chosen = {path for name in first.table["factor"][: most + most // 2] for path in factors[name]}
    else:
        chosen = {path for members in factors.values() for path in members}
    found = sensitivity(scenario, of, method="tornado", paths=sorted(chosen), base=base, seed=seed, **options)
    return replace(found, table=found.table[:most])


def most_telling_runs(scenario: Scenario, *, most: int = 10, look: int = 6, base: int = 60) -> int:
    """How many runs ``most_telling`` takes, for who wants to tell how far it is."""
    count = len(factors_of(scenario))
    return base * (1 + 2 * count) if count <= most else look * (1 + 2 * count) + base * (1 + 2 * (most + most // 2))


def _morris(
    evaluate: Evaluate, scenario: Scenario, factors: dict[str, tuple[str, ...]], trajectories: int, seed: int
) -> tuple[pd.DataFrame, int]:
    """Elementary effects (Morris 1991, Campolongo et al. 2007): per trajectory one future's luck."""
    import pandas as pd
    from SALib.sample import morris as sampler

    paths = [path for members in factors.values() for path in members]
    groups = [name for name, members in factors.items() for _ in members]
    problem = _problem(paths, groups)
    sample = sampler.sample(problem, trajectories, num_levels=4, seed=seed)
    steps = len(factors) + 1
    luck = np.repeat(np.arange(trajectories), steps)
    even = {path: TAIL + (1 - 2 * TAIL) * sample[:, k] for k, path in enumerate(paths)}
    y = evaluate(from_even(scenario, even, luck))[:, 0]
    _check_values(y)
    # The effect of a step, as if the factor went over its whole range. Members of a group step together and not all
    # the same way, so that a group's effect has a size and no direction.
    walk = sample.reshape(trajectories, steps, len(paths))
    change = np.diff(walk, axis=1)
    went = np.diff(y.reshape(trajectories, steps), axis=1)
    column = {path: k for k, path in enumerate(paths)}
    rows = []
    random = np.random.default_rng(seed)
    pick = random.integers(trajectories, size=(500, trajectories))
    for name, members in factors.items():
        own = change[:, :, [column[path] for path in members]]
        at = np.abs(own).max(axis=2).argmax(axis=1)
        each = np.arange(trajectories)
        step = own[each, at, 0]
        effect = went[each, at] / (np.abs(step) if len(members) > 1 else step)
        means = np.abs(effect)[pick].mean(axis=1)
        low, high = np.quantile(means, [0.05, 0.95])
        rows.append(
            {
                "factor": name, "mu_star": float(np.abs(effect).mean()), "mu_star_low": float(low),
                "mu_star_high": float(high), "sigma": float(effect.std(ddof=1)) if trajectories > 1 else float("nan"),
                "mu": float(effect.mean()) if len(members) == 1 else float("nan"),
            }
        )  # fmt: skip
    return pd.DataFrame(rows).sort_values("mu_star", ascending=False, ignore_index=True), int(y.size)


def _tornado(evaluate: Evaluate, design: Design) -> tuple[pd.DataFrame, int]:
    """Each factor at its 5th and 95th percentile, the others at their median: paired differences of the means."""
    import pandas as pd

    assert design.factors is not None  # one_at_a_time names them
    y = evaluate(design)[:, 0]
    _check_values(y)
    blocks = y.reshape(1 + 2 * len(design.factors), -1)
    rows = []
    for k, name in enumerate(design.factors):
        low, high = blocks[1 + 2 * k] - blocks[0], blocks[2 + 2 * k] - blocks[0]
        row: dict[str, Any] = {"factor": name}
        for side, difference in (("low", low), ("high", high)):
            half = 1.645 * difference.std(ddof=1) / np.sqrt(difference.size) if difference.size > 1 else float("nan")
            row |= {side: difference.mean(), f"{side}_p5": difference.mean() - half,
                    f"{side}_p95": difference.mean() + half}  # fmt: skip
        row["swing"] = max(abs(row["low"]), abs(row["high"]), abs(row["high"] - row["low"]))
        rows.append(row)
    return pd.DataFrame(rows).sort_values("swing", ascending=False, ignore_index=True), int(y.size)


def _problem(names: list[str], groups: list[str]) -> dict[str, Any]:
    problem: dict[str, Any] = {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}
    if len(set(groups)) < len(groups):
        problem["groups"] = groups
    return problem


def _check_values(y: Floats) -> None:
    missing = int(np.isnan(y).sum())
    if missing:
        raise SensitivityError(
            f"the outcome has no value in {missing} of {y.size} runs (a company that is gone has no such number): "
            f"choose another, or a target such as alive@10, which is not met there"
        )
