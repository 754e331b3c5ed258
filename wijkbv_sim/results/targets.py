"""Targets: what must hold in a future for it to count as a success, in words that a user can write.

``alive@10``, ``member_share>=10%@10``, ``own_income_share>75%@10`` or ``lowest_cash>=0``: an indicator or a variable,
how it must compare, the value, and after which year. Without a year an indicator is that of the whole story and a
variable that at its end. Money that flows is counted over the year. Where there is no value, the target is not met.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.language import quantity, translator
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.indicators import CHANCE, INDICATORS
from wijkbv_sim.results.percentiles import Floats, share_interval
from wijkbv_sim.results.yearly import year_values

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

_FORM = re.compile(r"\s*(\w+)\s*(?:(>=|<=|>|<)\s*([-+]?[\d.]+(?:e\d+)?)\s*(%?))?\s*(?:@\s*(\d+))?\s*")
_COMPARE = {">=": np.greater_equal, "<=": np.less_equal, ">": np.greater, "<": np.less}
_IN_WORDS = {">=": "≥", "<=": "≤", ">": ">", "<": "<"}


class TargetError(ValueError):
    """A target that cannot be read, or that a run cannot answer."""


@dataclass(frozen=True)
class Measure:
    """One number a future: an indicator, or a variable after ``year`` (None: at the end)."""

    name: str
    year: int | None = None

    @property
    def indicator(self) -> bool:
        """Whether it is an indicator of the whole story."""
        return self.year is None and self.name in INDICATORS

    @property
    def unit(self) -> str:
        """The unit; money that flows is over a year."""
        if self.indicator:
            return INDICATORS[self.name].unit
        return VARIABLES[self.name].unit.replace("/month", "/year")

    @property
    def yes_or_no(self) -> bool:
        """Whether it is true or not in each future."""
        return self.unit in (CHANCE, "0/1")

    @property
    def books(self) -> bool:
        """Whether the ledger must be kept to know it."""
        return self.indicator and any("." in need for need in INDICATORS[self.name].needs)

    def label(self, language: Language) -> str:
        """Its name on a screen, with the year where it has one."""
        if self.indicator:
            return INDICATORS[self.name].label(language)
        _ = translator(language)
        variable = VARIABLES[self.name]
        label = variable.nl if language == "nl" else variable.en
        return label if self.year is None else _("{what} after {year} years").format(what=label, year=self.year)

    def of(self, results: Results) -> Floats:
        """Its value in every future (replicates,). Raises TargetError for a year that is not simulated."""
        if self.indicator:
            return INDICATORS[self.name].of(results)
        years = results.scenario.time.years
        year = years if self.year is None else self.year
        if not 1 <= year <= years:
            raise TargetError(f"{self.name}@{year}: expected a year from 1 to {years}, the length of the scenario")
        values: Floats = np.asarray(year_values(results, self.name)[:, year - 1], dtype=np.float64)
        return values

    def __str__(self) -> str:
        return self.name if self.year is None else f"{self.name}@{self.year}"


@dataclass(frozen=True)
class Target:
    """What must hold of a measure: ``sign`` is >=, <=, > or <; ``value`` in the measure's unit, shares as fractions."""

    measure: Measure
    sign: str
    value: float

    def of(self, results: Results) -> Floats:
        """1 in each future that meets it and 0 in the others (replicates,)."""
        return self.met(self.measure.of(results))

    def met(self, values: Floats) -> Floats:
        """The same for values of the measure; not-a-number does not meet it."""
        met: Floats = _COMPARE[self.sign](values, self.value).astype(np.float64)
        return met

    @property
    def books(self) -> bool:
        """Whether the ledger must be kept to know it."""
        return self.measure.books

    def label(self, language: Language) -> str:
        """The target on a screen."""
        label = self.measure.label(language)
        if self.measure.yes_or_no and self.sign == ">=" and self.value == 1:
            return label
        return f"{label} {_IN_WORDS[self.sign]} {quantity(self.value, self.measure.unit, language)}"

    def __str__(self) -> str:
        year = "" if self.measure.year is None else f"@{self.measure.year}"
        return f"{self.measure.name}{self.sign}{self.value:g}{year}"


def measure(written: str) -> Measure:
    """Read a measure, such as ``members_end`` or ``cash@5``. Raises TargetError."""
    found = _FORM.fullmatch(written)
    if found is None or found[2] is not None:
        raise TargetError(f"{written}: expected an indicator or a variable, such as lowest_cash or members@5")
    return Measure(_known(found[1], found[5], written), int(found[5]) if found[5] else None)


def target(written: str) -> Target:
    """Read a target.

    >>> target("member_share>=10%@10")
    Target(measure=Measure(name='member_share', year=10), sign='>=', value=0.1)

    A name alone is for what is true or not (``pays_its_way``). Raises TargetError.
    """
    found = _FORM.fullmatch(written)
    if found is None:
        raise TargetError(f"{written}: expected such as member_share>=10%@10, lowest_cash>=0 or alive@10")
    what = Measure(_known(found[1], found[5], written), int(found[5]) if found[5] else None)
    if found[2] is None:
        if not what.yes_or_no:
            raise TargetError(f"{written}: expected >=, <=, > or < and a value, such as {found[1]}>=100")
        return Target(what, ">=", 1.0)
    try:
        value = float(found[3])
    except ValueError:
        raise TargetError(f"{written}: expected a number after {found[2]}, not {found[3]}") from None
    return Target(what, found[2], value / 100 if found[4] else value)


def targets(written: Sequence[str | Target]) -> list[Target]:
    """Read several targets; one text may hold more of them, with commas between."""
    texts = [part for each in written for part in (each.split(",") if isinstance(each, str) else [each])]
    found = [target(each) if isinstance(each, str) else each for each in texts]
    if not found:
        raise TargetError("expected at least one target, such as pays_its_way or member_share>=10%@10")
    return found


def chances(results: Results, goals: Sequence[str | Target], language: Language = "nl") -> pd.DataFrame:
    """A row a target, and one for all together: target, label, chance, low, high.

    ``chance`` is the share of the futures that meet it, ``low`` to ``high`` its 90% interval (Wilson). "all" is the
    share that meets every target at once: how robust the scenario is.
    """
    import pandas as pd

    _ = translator(language)
    wanted = targets(goals)
    met = [each.of(results) for each in wanted]
    every: Floats = np.min(met, axis=0)
    told = [*((str(each), each.label(language)) for each in wanted), ("all", _("all together"))]
    rows = []
    for (written, label), values in zip(told, [*met, every], strict=True):
        low, high = share_interval(float(values.mean()), values.size)
        rows.append({"target": written, "label": label, "chance": float(values.mean()), "low": low, "high": high})
    return pd.DataFrame(rows)


def _known(name: str, year: str | None, written: str) -> str:
    names = [*VARIABLES] if year else [*INDICATORS, *VARIABLES]
    if name in names:
        return name
    near = difflib.get_close_matches(name, names, n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else ""
    kind = "variable" if year else "indicator or variable"
    raise TargetError(f"{written}: there is no {kind} {name}{hint}")
