"""Targets: what must hold in a future for it to count as a success, in words that a user can write.

``alive@10``, ``member_share>=10%@10``, ``own_income_share>75%@10`` or ``lowest_cash>=0``: an indicator or a variable,
how it must compare, the value, and after which year. Without a year an indicator is that of the whole story and a
variable that at its end. Money that flows is counted over the year. Where there is no value, the target is not met.
Nor is one on what a company is or has at a moment at which it does not exist any more.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.language import N_, SaidError, quantity, translator
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


MODEST = 0.75
"""Of what the middle future reaches, the part that is asked of every future where nobody asked for anything yet."""

_STEPS = {"member_share": 1, "own_income_share": 5}
"""The measures of which that is asked, and to how many percentage points it is rounded down."""


OUTLIVES = frozenset(
    {"alive", "cause", "handed_over", "trust", "trust_end", "municipality_net_cost", "liveability"}
    | {name for name in VARIABLES if name.startswith("loss_")}
)
"""What there is without a company too: whether and how it ended, what others lost by that, and what others have."""


class TargetError(SaidError):
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

    @property
    def of_company(self) -> bool:
        """Whether it is what a company is or has at one moment, and means nothing where it is gone by then.

        What an indicator tells of the whole story, such as the lowest balance, is a fact of a company that is gone too.
        """
        return self.name not in OUTLIVES and (not self.indicator or self.name.endswith("_end"))

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
        self.check(years)
        year = years if self.year is None else self.year
        values: Floats = np.asarray(year_values(results, self.name)[:, year - 1], dtype=np.float64)
        return values

    def check(self, years: int) -> None:
        """Raise TargetError for a year that a story of ``years`` does not have."""
        if self.year is not None and not 1 <= self.year <= years:
            raise TargetError(
                N_("{what}: expected a year from 1 to {years}, the length of the scenario"), what=str(self), years=years
            )

    def __str__(self) -> str:
        return self.name if self.year is None else f"{self.name}@{self.year}"


@dataclass(frozen=True)
class Target:
    """What must hold of a measure: ``sign`` is >=, <=, > or <; ``value`` in the measure's unit, shares as fractions."""

    measure: Measure
    sign: str
    value: float

    def of(self, results: Results) -> Floats:
        """1 in each future that meets it and 0 in the others (replicates,), such as where the company is gone."""
        met = self.met(self.measure.of(results))
        if not self.measure.of_company:
            return met
        # The last twelve months of a company that failed in them still have a share, a sum and the like.
        year = results.scenario.time.years if self.measure.year is None else self.measure.year
        there: Floats = year_values(results, "alive")[:, year - 1]
        return met * (there > 0)

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
        raise TargetError(
            N_("{written}: expected an indicator or a variable, such as lowest_cash or members@5"), written=written
        )
    return Measure(_known(found[1], found[5], written), int(found[5]) if found[5] else None)


def target(written: str) -> Target:
    """Read a target.

    >>> target("member_share>=10%@10")
    Target(measure=Measure(name='member_share', year=10), sign='>=', value=0.1)

    A name alone is for what is true or not (``pays_its_way``). Raises TargetError.
    """
    found = _FORM.fullmatch(written)
    if found is None:
        raise TargetError(
            N_("{written}: expected such as member_share>=10%@10, lowest_cash>=0 or alive@10"), written=written
        )
    what = Measure(_known(found[1], found[5], written), int(found[5]) if found[5] else None)
    if found[2] is None:
        if not what.yes_or_no:
            raise TargetError(
                N_("{written}: expected >=, <=, > or < and a value, such as {name}>=100"),
                written=written,
                name=found[1],
            )
        return Target(what, ">=", 1.0)
    try:
        value = float(found[3])
    except ValueError:
        raise TargetError(
            N_("{written}: expected a number after {sign}, not {value}"), written=written, sign=found[2], value=found[3]
        ) from None
    return Target(what, found[2], value / 100 if found[4] else value)


def outcome(written: str) -> Measure | Target:
    """Read what is asked of a future: a target where a value is compared with, else a measure. Raises TargetError."""
    return target(written) if any(sign in written for sign in "<>") else measure(written)


def targets(written: Sequence[str | Target]) -> list[Target]:
    """Read several targets; one text may hold more of them, with commas between."""
    texts = [part for each in written for part in (each.split(",") if isinstance(each, str) else [each])]
    found = [target(each) if isinstance(each, str) else each for each in texts]
    if not found:
        raise TargetError(N_("expected at least one target, such as pays_its_way or member_share>=10%@10"))
    return found


def modest(results: Results) -> list[Target]:
    """Targets to begin with, in reach of this scenario: what the middle future has, less a quarter, rounded down.

    At the end it still exists, the account was never below zero, and members and own income have the part that is
    said above. What the middle future has nothing of is no target.
    """
    years = results.scenario.time.years
    found = [target(f"alive@{years}"), target("lowest_cash>=0")]
    for name, step in _STEPS.items():
        values = Measure(name, years).of(results)
        if name == "own_income_share":  # of a company that is gone it says nothing
            values = values[year_values(results, "alive")[:, -1] > 0]
        known = values[np.isfinite(values)]
        middle = float(np.median(known)) if known.size else 0.0
        percents = int(100 * MODEST * middle / step + 1e-9) * step
        if percents > 0:
            found.append(target(f"{name}>={percents}%@{years}"))
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
    near = ", ".join(difflib.get_close_matches(name, names, n=3))
    if year and near:
        said = N_("{written}: there is no variable {name}; did you mean {near}?")
    elif year:
        said = N_("{written}: there is no variable {name}")
    elif near:
        said = N_("{written}: there is no indicator or variable {name}; did you mean {near}?")
    else:
        said = N_("{written}: there is no indicator or variable {name}")
    raise TargetError(said, written=written, name=name, near=near)
