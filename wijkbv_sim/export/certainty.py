"""How sure an outcome is, as screens and reports show it: chances of targets, setbacks, and what matters most."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.designs import factors_of
from wijkbv_sim.export.doubt_charts import Bars
from wijkbv_sim.export.tables import Statement, shown, signed, span
from wijkbv_sim.export.words import names
from wijkbv_sim.language import MISSING, capital, number, out_of, percent, quantity, translator
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.targets import chances
from wijkbv_sim.scenario.stress import stress
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Hashable, Mapping, Sequence

    from wijkbv_sim.analysis.goals import BreakEven
    from wijkbv_sim.analysis.search import Rescue
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
        rows.append((capital(str(row["label"])), out_of(count, results.replicates, language), between))
    header = (_("Target"), _("met in so many futures"), _("range of the chance"))
    return Statement(_("The chance of each target"), header, rows, frozenset({len(rows) - 1}))


def stress_table(comparison: Comparison, language: Language) -> Statement:
    """A row a setback (the names of the comparison's scenarios are theirs): headline indicators, with their change.

    Shares have as many decimals as their differences: a reader who subtracts finds the same.
    """
    _ = translator(language)
    frame = comparison.difference(language)
    rows: list[tuple[str, ...]] = []
    for name in comparison.names[1:]:
        of = {row["indicator"]: row for row in frame[frame["scenario"] == name].to_dict("records")}
        if not rows:
            rows.append((_("The scenario as it is"), *(_written(of.get(k), "base_median", language) for k in HIT)))
        rows.append((stress(name).label(language), *(_changed(of.get(k), language) for k in HIT)))
    header = (_("Setback"), *(capital(INDICATORS[name].label(language)) for name in HIT))
    return Statement(_("What setbacks do"), header, rows, frozenset())


def _written(row: Mapping[Hashable, Any] | None, column: str, language: Language) -> str:
    if row is None:
        return MISSING
    value, unit = float(row[column]), str(row["unit"])
    return percent(value, language, 1) if unit.startswith("share") else quantity(value, shown(unit), language)


def _changed(row: Mapping[Hashable, Any] | None, language: Language) -> str:
    if row is None:
        return MISSING
    difference = signed(float(row["median_difference"]), str(row["unit"]), language)
    return f"{_written(row, 'other_median', language)} ({difference})"


def what_matters(found: Sensitivity, scenario: Scenario, what: str, language: Language) -> Bars:
    """The picture of a sensitivity, with its text and the numbers; ``what`` is the outcome's name.

    Of a tornado two bars for each doubt: the mean difference where it is low (its 5th percentile) and where it is high
    (its 95th), the others in the middle. Of a screening the size of its effects; of Sobol indices its part of the
    spread by itself, and with what it does together with others.
    """
    _ = translator(language)
    found = in_full(found, scenario, language)
    match found.method:
        case "sobol":
            columns = {"first": _("by itself"), "total": _("with what it does together with others")}
            unit = "share"
        case "morris":
            columns, unit = {"mu_star": _("size of the effect")}, found.unit
        case _:
            columns, unit = {"low": _("where it is low"), "high": _("where it is high")}, found.unit
    ends = ("_p5", "_p95") if found.method == "tornado" else ("_low", "_high")
    table = {(c, e): tuple(map(float, found.table[c + e])) for c in columns for e in ("", *ends)}
    write = signed if found.method == "tornado" else quantity
    rows = []
    for k, factor in enumerate(found.table["factor"]):
        cells = []
        for column in columns:
            middle, low, high = (write(table[column, end][k], unit, language) for end in ("", *ends))
            cells.append(f"{middle} ({span(low, high, language)})")
        if found.method == "morris":
            cells.append(quantity(float(found.table["sigma"][k]), unit, language))
        rows.append((capital(found.label(factor, language)), *cells))
    header = (_("Doubt"), *columns.values(), *([_("how much that differs")] if found.method == "morris" else []))
    return Bars(
        _("What makes the most difference to: {what}").format(what=what), unit, " ".join(found.sentences(language)),
        header, rows, language, tuple(row[0] for row in rows), tuple(columns.values()),
        tuple(table[column, ""] for column in columns), tuple(table[column, ends[0]] for column in columns),
        tuple(table[column, ends[1]] for column in columns),
    )  # fmt: skip


def in_full(found: Sensitivity, scenario: Scenario, language: Language) -> Sensitivity:
    """The same with each number called by its name and its part."""
    known = names(scenario, language)
    called = {factor: _factor(str(factor), known, found.label(factor, language)) for factor in found.table["factor"]}
    return replace(found, labels={factor: {language: name} for factor, name in called.items()})


def moving_along(found: Sensitivity, scenario: Scenario, language: Language) -> list[tuple[str, str]]:
    """Of each row of a tornado that stands for several numbers: what it is called, and which numbers move along."""
    known = names(scenario, language)
    groups = factors_of(scenario)
    return [
        (
            capital(_factor(str(factor), known, found.label(factor, language))),
            "; ".join(capital(known.get(path, path)) for path in groups[factor][1:]),
        )
        for factor in found.table["factor"]
        if len(groups.get(factor, ())) > 1
    ]


def _factor(factor: str, known: Mapping[str, str], otherwise: str) -> str:
    """What a factor is called: a number, or the first of some that move together; chance has its own name."""
    path, _, others = factor.partition(" (+")
    return known.get(path, otherwise) + (f" (+{others}" if others else "")


def break_even_sentences(found: BreakEven, scenario: Scenario, language: Language) -> list[str]:
    """What a break-even comes to, with the number's own part and its unit in words."""
    label = {language: capital(names(scenario, language).get(found.path, found.label.get(language, found.path)))}
    return replace(found, label=label, unit=unit_in_words(found.unit, language)).sentences(language)


def rescue_sentences(found: Rescue, scenario: Scenario, language: Language) -> list[str]:
    """What a rescue comes to, with each number's own part and its unit in words; the first tells the whole."""
    units = [unit_in_words(unit, language) for unit in found.changes["unit"]]
    labels = {path: {language: capital(name)} for path, name in names(scenario, language).items()}
    return replace(found, changes=found.changes.assign(unit=units), labels=labels).sentences(language)


@dataclass(frozen=True)
class Seen:
    """The chance of all targets before and after a change, in the same ``futures`` in which a screen tells chances."""

    before: float
    after: float
    futures: int


def rescue_as_seen(
    found: Rescue | None, seen: Seen, scenario: Scenario, chance: float, language: Language
) -> list[str]:
    """The same with the chances of the futures of a screen, so that nobody reads two numbers for one thing.

    ``found`` is None where the ``chance`` was there already, so that nothing was sought.
    """
    _ = translator(language)
    told = {
        "now": percent(seen.before, language), "then": percent(seen.after, language),
        "chance": percent(chance, language), "futures": number(seen.futures, language),
        "few": number(found.futures if found else 0, language),
    }  # fmt: skip
    if found is None:
        return [_("Nothing needs to change: all targets are met with a chance of {now}.").format(**told)]
    changes = rescue_sentences(found, scenario, language)[1:-1] if len(found.changes) else []
    if not changes:
        return [
            _(
                "The search found nothing that has to change, but in the {futures} futures above the chance is {now}: "
                "just below what you want. It was sought in {few} futures. Choose a somewhat larger chance."
            ).format(**told)
        ]
    if not found.found:
        head = _(
            "No setting of these dials was found that gives a chance of {chance}. The nearest goes from {now} to "
            "{then}, in the same {futures} futures as above:"
        )
    elif seen.after >= chance:
        head = _(
            "The smallest change that was found raises the chance from {now} to {then}, in the same {futures} futures "
            "as above:"
        )
    else:
        head = _(
            "The change that was found brings the chance from {now} to {then}, in the same {futures} futures as above. "
            "That is less than you want: it was sought in {few} futures. Choose a somewhat larger chance. The change:"
        )
    return [head.format(**told), *changes]
