"""What a change did: the headline answers before and after it, on the same draws, in a sentence each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.language import capital, number, out_of, quantity, translator
from wijkbv_sim.results.comparison import Comparison
from wijkbv_sim.results.indicators import INDICATORS

if TYPE_CHECKING:
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

TOLD = ("pays_its_way", "lowest_cash", "operating_result_year", "local_retention", "members_end", "active_members_end")
"""The indicators of which a change is told."""


@dataclass(frozen=True)
class Change:
    """What a change did to one indicator. ``better`` is None where neither is better, or nothing changed."""

    indicator: str
    sentence: str
    better: bool | None
    equal: bool


def changes(before: Results, after: Results, language: Language = "nl") -> list[Change]:
    """The effect on each headline indicator, by pairs of the same future.

    Raises ValueError where the two do not hold the same futures.
    """
    comparison = Comparison([before, after])
    there = {indicator.name: indicator for indicator in comparison.indicators()}
    return [
        _change(comparison.row(1, there[name], language), before, after, language) for name in TOLD if name in there
    ]


def _change(row: dict[str, object], before: Results, after: Results, language: Language) -> Change:
    _ = translator(language)
    name, label, unit = str(row["indicator"]), capital(str(row["label"])), str(row["unit"])
    indicator = INDICATORS[name]
    difference, share_equal = _float(row["median_difference"]), _float(row["equal"])
    if share_equal == 1:
        return Change(name, _("{what}: no difference.").format(what=label), None, equal=True)
    if indicator.chance:
        was, now = (int(indicator.values(results).sum()) for results in (before, after))
        told = [out_of(count, results.replicates, language) for count, results in ((was, before), (now, after))]
        sentence = _("{what}: from {before} to {after} futures.").format(what=label, before=told[0], after=told[1])
        return Change(name, sentence, now > was if now != was else None, equal=False)
    middle = [quantity(_float(row[k]), unit, language) for k in ("base_median", "other_median")]
    span = [_signed(_float(row[k]), unit, language) for k in ("p5", "p95")]
    if span == [_signed(0.0, unit, language)] * 2:
        return Change(name, _("{what}: in nearly every future no difference.").format(what=label), None, equal=False)
    if span[0] == span[1]:
        text = _("{what}: from {before} to {after}; in nearly every future {low}.")
    else:
        text = _("{what}: from {before} to {after}; in most futures {low} to {high}.")
    sentence = text.format(what=label, before=middle[0], after=middle[1], low=span[0], high=span[1])
    directed = difference != 0 and indicator.direction.value != "none"
    better = (difference > 0) is (indicator.direction.value == "higher") if directed else None
    return Change(name, sentence, better, equal=False)


def _signed(difference: float, unit: str, language: Language) -> str:
    """A difference with its sign; of shares in percentage points."""
    if unit.startswith("share"):
        points = number(100 * difference, language, 1, sign=True)
        return translator(language)("{number} points").format(number=points)
    return quantity(difference, unit, language, sign=True)


def _float(value: object) -> float:
    return float(value)  # type: ignore[arg-type]  # a cell of a frame
