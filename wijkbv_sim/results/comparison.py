"""Scenarios side by side, future by future: the same draws, so that what differs is the decision and not the luck."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.language import euro, number, out_of, translator
from wijkbv_sim.results.indicators import INDICATORS, Direction, Indicator, available, summarise
from wijkbv_sim.results.percentiles import Floats, usual_range
from wijkbv_sim.results.targets import Target, chances

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

COLUMNS = (
    "scenario", "indicator", "label", "unit", "base_median", "other_median",
    "median_difference", "mean_difference", "p5", "p95", "better", "equal", "futures",
)  # fmt: skip


class Comparison:
    """Two or more runs on the same draws; the first is the base.

    Differences are paired: of a scenario and the base in the same future. Where one of the two has no value (the
    income of a company that is gone) the pair is left out, and ``futures`` says how many pairs are left. ``names``
    are what the scenarios are called; left out, their own names.
    """

    def __init__(self, results: Sequence[Results], names: Sequence[str] | None = None) -> None:
        if len(results) < 2:
            raise ValueError(f"expected at least two results to compare, not {len(results)}")
        base = results[0]
        for other in results[1:]:
            _check_same(base, other)
        self.results = list(results)
        self.names = _names(results) if names is None else list(names)

    def difference(self, language: Language = "nl") -> pd.DataFrame:
        """A row a scenario (the base is left out) and indicator: how it differs from the base.

        ``base_median`` and ``other_median`` are each scenario's own; ``median_difference``, ``mean_difference``
        and the 90% interval ``p5`` to ``p95`` are of the paired difference, other minus base. ``better`` is the
        share of pairs in which the other is better, equal pairs counted as half, and ``equal`` the share that is
        equal; ``better`` is empty where neither way is better. For a chance the medians are shares of futures,
        both differences are that of the shares, and p5 and p95 are empty.
        """
        import pandas as pd

        rows = [
            self.row(k, indicator, language) for k in range(1, len(self.results)) for indicator in self.indicators()
        ]
        return pd.DataFrame(rows, columns=list(COLUMNS))

    def table(self, language: Language = "nl") -> pd.DataFrame:
        """Every scenario's own summary under each other, the base first: scenario, and the summary's columns."""
        import pandas as pd

        parts = []
        for name, results in zip(self.names, self.results, strict=True):
            part = summarise(results, language)
            part.insert(0, "scenario", name)
            parts.append(part)
        return pd.concat(parts, ignore_index=True)

    def sentences(self, language: Language = "nl") -> list[str]:
        """What the differences come to: for each scenario but the base, a sentence for each headline.

        The futures named are those in which the other is strictly better; those in which it is equal are named
        beside them.
        """
        return [
            self._sentence(k, INDICATORS[name], language)
            for k in range(1, len(self.results))
            for name in ("pays_its_way", "lowest_cash", "local_retention", "members_end", "own_income_share_end",
                         "trust_end")
        ]  # fmt: skip

    def targets(self, goals: Sequence[str | Target], language: Language = "nl") -> pd.DataFrame:
        """A row a scenario and target, and one for all together: scenario, target, label, chance, low, high.

        ``chance`` is the share of the futures that meet it, ``low`` to ``high`` its 90% interval (Wilson). "all" is
        the share that meets every target at once: how robust the scenario is.
        """
        import pandas as pd

        tables = []
        for name, results in zip(self.names, self.results, strict=True):
            table = chances(results, goals, language)
            table.insert(0, "scenario", name)
            tables.append(table)
        return pd.concat(tables, ignore_index=True)

    def regret(self, language: Language = "nl") -> pd.DataFrame:
        """A row a scenario and indicator: what choosing it costs against the best choice in each future.

        Columns scenario, indicator, label, unit, mean, p95, largest, best (the share of futures in which none is
        better), futures and ``minimax``: whether its largest regret is the least of all. A future in which some
        scenario has no value is left out; indicators without a better way are too.
        """
        import pandas as pd

        rows = []
        for indicator in self.indicators():
            if indicator.direction is Direction.NONE:
                continue
            values = np.stack([self._values(k, indicator) for k in range(len(self.results))])
            values = values[:, ~np.isnan(values).any(axis=0)]
            if values.shape[1] == 0:
                continue
            gain = -values if indicator.direction is Direction.LOWER else values
            lost = gain.max(axis=0) - gain
            largest = lost.max(axis=1)
            rows += [
                {
                    "scenario": name, "indicator": indicator.name, "label": indicator.label(language),
                    "unit": indicator.unit, "mean": float(lost[k].mean()), "p95": float(np.quantile(lost[k], 0.95)),
                    "largest": float(largest[k]), "best": float((lost[k] == 0).mean()),
                    "futures": int(values.shape[1]), "minimax": bool(largest[k] == largest.min()),
                }
                for k, name in enumerate(self.names)
            ]  # fmt: skip
        return pd.DataFrame(rows)

    def variance_reduction(self) -> pd.DataFrame:
        """A row a scenario and indicator: how many times more futures separate draws would need to tell as much.

        ``ratio`` is the variance of a difference between independent runs (the two variances added) over that of
        the paired difference; infinite where no pair differs, and empty where nothing varies.
        """
        import pandas as pd

        rows = []
        for k in range(1, len(self.results)):
            for indicator in self.indicators():
                pair = np.stack([self._values(k, indicator), self._values(0, indicator)])
                pair = pair[:, ~np.isnan(pair).any(axis=0)]
                if pair.shape[1] < 2:
                    continue
                separate, paired = float(pair.var(axis=1, ddof=1).sum()), float((pair[0] - pair[1]).var(ddof=1))
                ratio = separate / paired if paired > 0 else (float("inf") if separate > 0 else float("nan"))
                rows.append({"scenario": self.names[k], "indicator": indicator.name, "ratio": ratio,
                             "paired_sd": paired**0.5, "separate_sd": separate**0.5})  # fmt: skip
        return pd.DataFrame(rows, columns=["scenario", "indicator", "ratio", "paired_sd", "separate_sd"])

    def indicators(self) -> list[Indicator]:
        """The indicators that all of the results hold the numbers for."""
        everywhere = [{i.name for i in available(results)} for results in self.results]
        return [i for i in INDICATORS.values() if all(i.name in names for names in everywhere)]

    def _values(self, k: int, indicator: Indicator) -> Floats:
        return indicator.values(self.results[k])

    def _paired(self, k: int, indicator: Indicator) -> Floats:
        """Other minus base (pairs,), where both have a value."""
        difference = self._values(k, indicator) - self._values(0, indicator)
        return difference[~np.isnan(difference)]

    def row(self, k: int, indicator: Indicator, language: Language) -> dict[str, Any]:
        """One row of ``difference``: how the scenario in place ``k`` differs from the base in one indicator."""
        paired = self._paired(k, indicator)
        found = usual_range(paired)
        mean = float(paired.mean()) if paired.size else float("nan")
        better, _, equal = _better_worse_equal(paired, indicator.direction)
        directed = indicator.direction is not Direction.NONE and paired.size > 0
        nan = float("nan")
        return {
            "scenario": self.names[k],
            "indicator": indicator.name,
            "label": indicator.label(language),
            "unit": indicator.unit,
            "base_median": indicator.range(self._values(0, indicator)).median,
            "other_median": indicator.range(self._values(k, indicator)).median,
            "median_difference": mean if indicator.chance else found.median,
            "mean_difference": mean,
            "p5": nan if indicator.chance else found.p5,
            "p95": nan if indicator.chance else found.p95,
            "better": (better + equal / 2) / paired.size if directed else nan,
            "equal": equal / paired.size if paired.size else nan,
            "futures": paired.size,
        }

    def _sentence(self, k: int, indicator: Indicator, language: Language) -> str:
        _ = translator(language)
        paired = self._paired(k, indicator)
        names = {"other": self.names[k], "base": self.names[0]}
        label = indicator.label(language)
        if paired.size == 0:
            return _("{other} and {base} have no future in common for: {label}.").format(label=label, **names)
        better, worse, equal = _better_worse_equal(paired, indicator.direction)
        if equal == paired.size:
            text = _("{other} and {base} are equal in every future: {label}.").format(label=label, **names)
            return text + self._left_out(paired, language)
        if indicator.chance:
            return self._chance(k, better, worse, language)
        show = _differences(language)[indicator.name]
        if paired.size == 1:
            return _("In the one calculated future {other} differs from {base} by {difference}: {label}.").format(
                difference=show(paired[0]), label=label, **names
            )
        found = usual_range(paired)
        low, high = show(found.p5), show(found.p95)
        span = low if low == high else _("{low} to {high}").format(low=low, high=high)
        text = _patterns(language)[indicator.name].format(
            out_of=out_of(better, paired.size, language), span=span, **names
        )
        if equal:
            text += " " + _("In {out_of} they are equal.").format(out_of=out_of(equal, paired.size, language))
        return text + self._left_out(paired, language)

    def _left_out(self, paired: Floats, language: Language) -> str:
        if paired.size == self.results[0].replicates:
            return ""
        _ = translator(language)
        return " " + _("Only futures in which both exist are counted.")

    def _chance(self, k: int, better: int, worse: int, language: Language) -> str:
        _ = translator(language)
        names = {"other": self.names[k], "base": self.names[0]}
        futures = self.results[0].replicates
        if futures == 1:
            if better:
                return _("In the one calculated future {other} pays its way and {base} does not.").format(**names)
            return _("In the one calculated future {other} does not pay its way and {base} does.").format(**names)
        indicator = INDICATORS["pays_its_way"]
        mine, theirs = (int(self._values(j, indicator).sum()) for j in (k, 0))
        return _(
            "{other} pays its way in {out_of} futures, {base} in {out_of_base}; in {better} only {other} does, in "
            "{worse} only {base}."
        ).format(
            out_of=out_of(mine, futures, language),
            out_of_base=out_of(theirs, futures, language),
            better=out_of(better, futures, language),
            worse=out_of(worse, futures, language),
            **names,
        )


def _patterns(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "lowest_cash": _(
            "The lowest balance of {other} is higher than that of {base} in {out_of} futures; difference usually "
            "{span}."
        ),
        "local_retention": _(
            "{other} keeps more of each euro in the neighbourhood than {base} in {out_of} futures; difference usually "
            "{span} cents."
        ),
        "members_end": _("{other} ends with more members than {base} in {out_of} futures; difference usually {span}."),
        "own_income_share_end": _(
            "{other} depends less on grants than {base} in {out_of} futures; difference usually {span} percentage "
            "points."
        ),
        "trust_end": _(
            "{other} has more of the municipality's trust than {base} in {out_of} futures; difference usually {span} "
            "points of 100."
        ),
    }


def _differences(language: Language) -> dict[str, Callable[[float], str]]:
    """How a difference of each headline is written, its sign always there."""

    def whole(x: float) -> str:
        return number(x, language, sign=True)

    def hundredths(x: float) -> str:
        return number(100 * x, language, 1, sign=True)

    def money(x: float) -> str:
        return euro(x, language, significant=3, sign=True)

    return {
        "lowest_cash": money,
        "local_retention": hundredths,
        "members_end": whole,
        "own_income_share_end": hundredths,
        "trust_end": hundredths,
    }


def _better_worse_equal(paired: Floats, direction: Direction) -> tuple[int, int, int]:
    """In how many pairs the other is better, worse and equal; "better" is higher where no way is better."""
    gain = -paired if direction is Direction.LOWER else paired
    return int((gain > 0).sum()), int((gain < 0).sum()), int((gain == 0).sum())


def _check_same(base: Results, other: Results) -> None:
    """Raise ValueError where two runs cannot be set side by side, future by future and month by month."""
    names = f"{base.scenario.name} and {other.scenario.name}"
    if base.seed != other.seed:
        raise ValueError(f"cannot compare {names}: seed {base.seed} and seed {other.seed}; run them with the same seed")
    if base.months != other.months:
        raise ValueError(f"cannot compare {names}: {base.months} months and {other.months} months")
    if base.scenario.time.start != other.scenario.time.start:
        raise ValueError(
            f"cannot compare {names}: one begins in {base.scenario.time.start}, the other in "
            f"{other.scenario.time.start}"
        )
    if not np.array_equal(base.replicate, other.replicate):
        raise ValueError(
            f"cannot compare {names}: they hold different futures ({base.replicates} and {other.replicates} of them); "
            f"run both with the same number of replicates, to the end"
        )
    if not np.array_equal(base.future, other.future):
        raise ValueError(f"cannot compare {names}: their designs give replicates the luck of different futures")


def _names(results: Sequence[Results]) -> list[str]:
    """The scenarios' names, numbered where several have the same."""
    names: list[str] = []
    for each in results:
        name, copy = each.scenario.name, 2
        while name in names:
            name, copy = f"{each.scenario.name} ({copy})", copy + 1
        names.append(name)
    return names
