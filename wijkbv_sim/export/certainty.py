"""How sure an outcome is, as screens and reports show it: chances of targets, setbacks, and what matters most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wijkbv_sim.export.tables import Difference, Statement, differences_of, signed, span
from wijkbv_sim.export.words import names, unit_in_words
from wijkbv_sim.language import MISSING, out_of, percent, translator
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.targets import chances
from wijkbv_sim.scenario.stress import stress

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wijkbv_sim.analysis.goals import BreakEven, Rescue
    from wijkbv_sim.analysis.sensitivity import Sensitivity
    from wijkbv_sim.results import Results
    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.targets import Target
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

HIT = ("pays_its_way", "lowest_cash", "operating_result_year", "members_end")
"""The indicators of which a setback is told."""


def chance_table(results: Results, goals: Sequence[str | Target], language: Language) -> Statement:
    """A row a target and one for all together: in how many futures it is met, and the interval of that."""
    _ = translator(language)
    rows: list[tuple[str, ...]] = []
    for row in chances(results, goals, language).to_dict("records"):
        count = round(row["chance"] * results.replicates)
        between = span(percent(row["low"], language), percent(row["high"], language), language)
        rows.append((_capital(str(row["label"])), out_of(count, results.replicates, language), between))
    header = (_("Target"), _("met in so many futures"), _("range of the chance"))
    return Statement(_("The chance of each target"), header, rows, frozenset({len(rows) - 1}))


def stress_table(comparison: Comparison, language: Language) -> Statement:
    """A row a setback (the names of the comparison's scenarios are theirs): headline indicators, with their change."""
    _ = translator(language)
    labels = {INDICATORS[name].label(language): name for name in HIT}
    rows: list[tuple[str, ...]] = []
    for name in comparison.names[1:]:
        of = {labels[d.label]: d for d in differences_of(comparison, name, language) if d.label in labels}
        if not rows:
            rows.append((_("The scenario as it is"), *(of[k].base if k in of else MISSING for k in HIT)))
        rows.append((stress(name).label(language), *(_changed(of[k]) if k in of else MISSING for k in HIT)))
    header = (_("Setback"), *(_capital(INDICATORS[name].label(language)) for name in HIT))
    return Statement(_("What setbacks do"), header, rows, frozenset())


def _changed(found: Difference) -> str:
    return f"{found.other} ({found.difference})"


@dataclass(frozen=True)
class Tornado:
    """How far each doubt moves an outcome, the most telling first.

    ``low`` and ``high`` are the mean differences, in ``unit``, where the quantity is low (its 5th percentile) and
    high (its 95th), the others in the middle.
    """

    title: str
    unit: str
    alternative: str
    names: tuple[str, ...]
    low: tuple[float, ...]
    high: tuple[float, ...]
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]
    language: Language


def tornado(found: Sensitivity, scenario: Scenario, what: str, language: Language) -> Tornado:
    """The picture of a tornado, with its text and the numbers; ``what`` is the outcome's name."""
    _ = translator(language)
    known = names(scenario, language)
    called = {factor: _factor(str(factor), known) for factor in found.table["factor"]}
    found = replace(found, labels={factor: {language: name} for factor, name in called.items()})
    rows = []
    for row in found.table.to_dict("records"):
        ends = []
        for side in ("low", "high"):
            middle, low, high = (
                signed(row[column], found.unit, language) for column in (side, f"{side}_p5", f"{side}_p95")
            )
            ends.append(f"{middle} ({span(low, high, language)})")
        rows.append((_capital(called[row["factor"]]), *ends))
    header = (_("Doubt"), _("where it is low"), _("where it is high"))
    return Tornado(
        _("What makes the most difference to: {what}").format(what=what), found.unit,
        " ".join(found.sentences(language)), tuple(row[0] for row in rows), tuple(found.table["low"]),
        tuple(found.table["high"]), header, rows, language,
    )  # fmt: skip


def _factor(factor: str, known: Mapping[str, str]) -> str:
    """What a factor is called: a number, or the first of some that move together."""
    path, _, others = factor.partition(" (+")
    return known[path] + (f" (+{others}" if others else "")


def break_even_sentences(found: BreakEven, scenario: Scenario, language: Language) -> list[str]:
    """What a break-even comes to, with the number's own part and its unit in words."""
    label = {language: _capital(names(scenario, language)[found.path])}
    return replace(found, label=label, unit=unit_in_words(found.unit, language)).sentences(language)


def rescue_sentences(found: Rescue, scenario: Scenario, language: Language) -> list[str]:
    """What a rescue comes to, with each number's own part and its unit in words; the first tells the whole."""
    units = [unit_in_words(unit, language) for unit in found.changes["unit"]]
    labels = {path: {language: _capital(name)} for path, name in names(scenario, language).items()}
    return replace(found, changes=found.changes.assign(unit=units), labels=labels).sentences(language)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
