"""Scenario discovery: under which conditions a target is missed (Bryant & Lempert 2010), by a classification tree.

Each leaf of the tree is a box: a lower and an upper bound on a few quantities. ``coverage`` is the part of all misses
that lie in it, ``density`` the part of its futures that miss.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.language import number, percent, translator

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.results.targets import Target
    from wijkbv_sim.scenario.parameter import Language

    Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Box:
    """Conditions under which a target is missed more often: path to (low, high), infinite where there is no bound."""

    bounds: dict[str, tuple[float, float]]
    coverage: float
    density: float
    futures: int


@dataclass(frozen=True)
class Discovery:
    """The boxes in which a target is missed, the one with most misses first; ``missed`` is the share of all."""

    target: str
    missed: float
    boxes: tuple[Box, ...]
    labels: dict[str, dict[Language, str]] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)

    def sentences(self, language: Language = "nl") -> list[str]:
        """What it comes to, in words."""
        _ = translator(language)
        if not self.boxes:
            return [_("No conditions stand out under which the goal is missed.")]
        return [
            _("Missed in {density} of the futures (overall {missed}) where {conditions}; that is {coverage} of all "
              "misses.").format(
                density=percent(box.density, language), missed=percent(self.missed, language),
                coverage=percent(box.coverage, language), conditions=self._conditions(box, language),
            )
            for box in self.boxes
        ]  # fmt: skip

    def _conditions(self, box: Box, language: Language) -> str:
        _ = translator(language)
        told = []
        for path, (low, high) in box.bounds.items():
            label = f"{self.labels.get(path, {}).get(language, path)} ({path})"
            a, b = (number(x, language, 2, significant=3) for x in (low, high))
            if np.isinf(low):
                text = _("{label} at most {high} {unit}")
            elif np.isinf(high):
                text = _("{label} above {low} {unit}")
            else:
                text = _("{label} between {low} and {high} {unit}")
            told.append(text.format(label=label, low=a, high=b, unit=self.units.get(path, "")))
        return _(" and ").join(told)


def discover(results: Results, goal: Target, *, depth: int = 3, most: int = 3) -> Discovery:
    """Under which values of what was drawn a run misses a target; run it in some hundreds of futures or more.

    Boxes hold at least a fiftieth of the futures and miss at least one and a half times as often as all.
    """
    metas = {path: meta for path, _quantity, meta in results.scenario.quantities()}
    boxes, missed = boxes_of(results.drawn, goal.of(results) == 0, depth=depth, most=most)
    labels: dict[str, dict[Language, str]] = {path: {"nl": m.nl, "en": m.en} for path, m in metas.items()}
    return Discovery(str(goal), missed, boxes, labels, {path: m.unit for path, m in metas.items()})


def boxes_of(
    drawn: pd.DataFrame, misses: NDArray[np.bool_], *, depth: int = 3, most: int = 3
) -> tuple[tuple[Box, ...], float]:
    """The boxes of a table (rows, quantities) in which ``misses`` (rows,) are dense, and the share missed overall."""
    missed = float(misses.mean())
    if drawn.shape[1] == 0 or missed in (0.0, 1.0):
        return (), missed
    from sklearn.tree import DecisionTreeClassifier

    # The least decrease keeps a leaf whole that is pure but for a rounding of the weights.
    tree = DecisionTreeClassifier(
        min_impurity_decrease=1e-6,
        max_depth=depth,
        min_samples_leaf=max(5, len(drawn) // 50),
        class_weight="balanced",
        random_state=0,
    ).fit(drawn.to_numpy(), misses)
    inside = tree.apply(drawn.to_numpy())
    found = []
    for leaf, bounds in _leaves(tree.tree_, [str(c) for c in drawn.columns]):
        there = inside == leaf
        density = float(misses[there].mean())
        if bounds and density >= min(1.5 * missed, (1 + missed) / 2):
            found.append(Box(bounds, float(misses[there].sum() / misses.sum()), density, int(there.sum())))
    return tuple(sorted(found, key=lambda box: -box.coverage)[:most]), missed


def _leaves(tree: object, names: list[str]) -> list[tuple[int, dict[str, tuple[float, float]]]]:
    """Every leaf with the bounds on the way to it."""
    left, right = tree.children_left, tree.children_right  # type: ignore[attr-defined]
    out: list[tuple[int, dict[str, tuple[float, float]]]] = []
    todo: list[tuple[int, dict[str, tuple[float, float]]]] = [(0, {})]
    while todo:
        node, bounds = todo.pop()
        if left[node] < 0:
            out.append((node, bounds))
            continue
        name, cut = names[tree.feature[node]], float(tree.threshold[node])  # type: ignore[attr-defined]
        low, high = bounds.get(name, (-np.inf, np.inf))
        todo.append((int(left[node]), bounds | {name: (low, min(high, cut))}))
        todo.append((int(right[node]), bounds | {name: (max(low, cut), high)}))
    return out
