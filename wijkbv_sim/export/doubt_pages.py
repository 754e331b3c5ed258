"""What the analyses of doubt say, in words, charts and tables: the same for a screen and for a page."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from wijkbv_sim.export import charts, doubt_charts
from wijkbv_sim.export.certainty import break_even_sentences, in_full, rescue_sentences, what_matters
from wijkbv_sim.export.doubt_charts import Bars, Curve, Fit, Ranges
from wijkbv_sim.export.tables import HEADLINES, Statement, shown, span
from wijkbv_sim.export.words import names
from wijkbv_sim.language import calendar, capital, number, percent, quantity, short, translator
from wijkbv_sim.results.percentiles import share_interval
from wijkbv_sim.results.targets import Measure, targets
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from wijkbv_sim.analysis.calibration import Calibration
    from wijkbv_sim.analysis.goals import BreakEven
    from wijkbv_sim.analysis.search import Rescue
    from wijkbv_sim.analysis.sensitivity import Sensitivity
    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.results.targets import Target
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Section:
    """A part of what is told: a text, charts (each with the table behind it) and tables."""

    title: str
    text: str = ""
    charts: Sequence[doubt_charts.Chart | charts.Chart] = ()
    tables: Sequence[Statement] = ()


@dataclass(frozen=True)
class Told:
    """What an analysis says: the question, what was done, the answer in sentences, and the parts behind it."""

    heading: str
    counted: str
    caveat: str
    sentences: Sequence[str]
    sections: Sequence[Section] = field(default_factory=list)


def sensitivity_told(found: Sensitivity, scenario: Scenario, language: Language, *, most: int) -> Told:
    """Which doubts move an outcome; ``most`` of them are drawn and told."""
    from wijkbv_sim.results.targets import outcome

    _ = translator(language)
    what = outcome(found.measure).label(language)
    few = replace(found, table=found.table[:most])
    chart = what_matters(few, scenario, what, language)
    explained = {
        "tornado": _("Each doubt by itself is put low and high, the others in the middle, in the same futures. What "
                     "doubts do together is not in it. The lines are 90% intervals."),
        "morris": _("How far the outcome moves when one doubt goes over its whole range, the others anywhere. Where it "
                    "differs much, the doubt works together with others or not in proportion. The lines are 90% "
                    "intervals."),
        "sobol": _("Which part of the spread of the outcome each doubt explains: by itself, and with what it does "
                   "together with others. The luck of a future counts as one of the doubts. The lines are 90% "
                   "intervals."),
    }[found.method]  # fmt: skip
    sections = [Section(chart.title, explained, [chart])]
    if found.second is not None:
        known = dict(zip(few.table["factor"], chart.names, strict=True))
        every: list[tuple[str, ...]] = [
            (f"{known[row['one']]} × {known[row['other']]}", percent(row["second"], language),
             span(percent(row["low"], language), percent(row["high"], language), language))
            for row in found.second.to_dict("records")
            if row["one"] in known and row["other"] in known
        ]  # fmt: skip
        header = (_("Two doubts"), _("part of the spread"), _("90% interval"))
        title = _("What two doubts do together")
        sections.append(Section(title, "", (), [Statement(title, header, every[:most], frozenset())]))
    told = _("{runs} calculations; {count} doubts, of which {shown} are shown.").format(
        runs=number(found.runs, language), count=number(len(found.table), language), shown=len(few.table)
    )
    return Told(_("What makes the most difference?"), told,
                _("It shows what matters in this model, with these ranges of doubt."),
                in_full(few, scenario, language).sentences(language), sections)  # fmt: skip


def break_even_told(found: BreakEven, scenario: Scenario, language: Language) -> Told:
    """Where a goal is met with the stated chance."""
    _ = translator(language)
    chart = break_even_curve(found, scenario, language)
    explained = _("The line is the share of the futures that meet the goal, the band its 90% interval. Every value was "
                  "tried in the same futures.")  # fmt: skip
    return Told(_("Where does it turn?"), _goal(found.targets, found.futures, language),
                _("All other numbers stay as uncertain as they are."),
                break_even_sentences(found, scenario, language),
                [Section(chart.title, explained, [chart])])  # fmt: skip


def break_even_curve(found: BreakEven, scenario: Scenario, language: Language) -> Curve:
    """The chance at each value that was tried, with its interval."""
    _ = translator(language)
    name = capital(names(scenario, language).get(found.path, found.label[language]))
    table = found.curve.to_dict("records")
    between = [share_interval(row["chance"], found.futures) for row in table]
    rows = [
        (_value(row["value"], found.unit, language), percent(row["chance"], language),
         span(percent(low, language), percent(high, language), language))
        for row, (low, high) in zip(table, between, strict=True)
    ]  # fmt: skip
    if len(found.targets) > 1:
        title, chance = _("The chance of all targets at each value of: {name}"), _("Chance of all targets")
    else:
        title, chance = _("The chance of the goal at each value of: {name}"), _("Chance of the goal")
    return Curve(
        title.format(name=name), found.unit, " ".join(break_even_sentences(found, scenario, language)),
        (_("Value"), chance, _("90% interval")), rows, language,
        tuple(row["value"] for row in table), tuple(row["chance"] for row in table),
        tuple(low for low, _high in between), tuple(high for _low, high in between), found.chance, found.value,
        found.low, found.high,
    )  # fmt: skip


def rescue_told(found: Rescue, scenario: Scenario, language: Language) -> Told:
    """The smallest change with which a scenario meets its goal."""
    _ = translator(language)
    sentences = rescue_sentences(found, scenario, language)
    chances = [(_("as it is"), found.chance_now, found.futures)]
    sections = []
    if len(found.changes):
        chances += [
            (_("with the change"), found.chance_then, found.futures),
            (_("with the change, in other futures"), found.chance_again, found.again),
        ]
        called = names(scenario, language)
        changes = found.changes.to_dict("records")
        rows = [
            (capital(called[row["path"]]), _value(row["now"], row["unit"], language),
             _value(row["then"], row["unit"], language), percent(row["step"], language, sign=True))
            for row in changes
        ]  # fmt: skip
        steps = tuple(float(row["step"]) for row in changes)
        title = _("What changes")
        chart = Bars(
            title, "share", " ".join(sentences[1:]),
            (_("Number"), _("now"), _("then"), _("step, as part of its range")), rows, language,
            tuple(row[0] for row in rows), (title,), (steps,), (steps,), (steps,),
        )  # fmt: skip
        sections.append(Section(title, _("Each step as a part of the range that was allowed."), [chart]))
    title = _("The chance of the goal")
    sections.append(Section(title, "", [_chances(title, chances, language)]))
    return Told(_("What has to change?"), _goal(found.targets, found.futures, language),
                _("A smaller change may exist: the search tries many settings, not all."), sentences,
                sections)  # fmt: skip


def calibration_told(found: Calibration, forecast: Results | None, language: Language) -> Told:
    """What actual numbers say of the doubts, and how it goes on from there."""
    _ = translator(language)
    called = names(found.scenario, language)
    units = [unit_in_words(unit, language) for unit in found.parameters["unit"]]
    labels: dict[str, dict[Language, str]] = {p: {language: capital(n)} for p, n in called.items()}
    sentences = replace(found, parameters=found.parameters.assign(unit=units), labels=labels).sentences(language)
    rows, before, after = [], [], []
    for row in found.parameters.to_dict("records"):
        prior = [row["prior_p5"], row["prior_median"], row["prior_p95"]]
        posterior = [row["p5"], row["median"], row["p95"]]
        width = (prior[2] - prior[0]) or 1.0
        before.append(tuple((x - prior[0]) / width for x in prior))
        after.append(tuple((x - prior[0]) / width for x in posterior))
        told = [
            f"{short(m, language)} ({span(short(a, language), short(b, language), language)})"
            for a, m, b in (prior, posterior)
        ]
        rows.append((capital(called[row["path"]]), *told, unit_in_words(row["unit"], language),
                     percent(max(row["narrowed"], 0.0), language)))  # fmt: skip
    first, now = _("first"), _("now")
    doubts = Ranges(
        _("The doubts, first and now"), "", " ".join(sentences),
        (_("Number"), first, now, _("unit"), _("of the range is gone")), rows, language,
        tuple(row[0] for row in rows), (first, now), tuple(before), tuple(after),
    )  # fmt: skip
    sections = [
        Section(doubts.title, _("Bars go from the 5th to the 95th percentile, as parts of the range at first; the mark "
                                "is the middle."), [doubts]),
        Section(_("How well it fits"), _("The diamond is what happened; the bar is where 90 of 100 calibrated futures "
                                         "are, with their middle."), _fits(found, sentences[0], language)),
    ]  # fmt: skip
    if forecast is not None:
        shown = [name for name in charts.FANS if name in forecast.names()]
        onwards = _("The calibrated futures, to the end.")
        sections.append(Section(_("How it goes on"), onwards, [charts.fan(forecast, name, language) for name in shown]))
    counted = _("{count} actual numbers; {runs} calculations; {kept} futures kept.").format(
        count=len(found.fit), runs=number(found.runs, language), kept=number(found.design.rows, language)
    )
    return Told(_("What do the actual numbers say?"), counted,
                _("It says which of the doubts fit what happened, within this model."), sentences,
                sections)  # fmt: skip


def _fits(found: Calibration, told: str, language: Language) -> list[Fit]:
    _ = translator(language)
    start = calendar(found.scenario.time.start, 12)[0] - 1
    fits = []
    for name in dict.fromkeys(found.fit["variable"]):
        of = found.fit[found.fit["variable"] == name].sort_values("year")
        unit = Measure(name, 1).unit
        years = tuple(start + int(year) for year in of["year"])
        ranges = tuple(zip(of["p5"], of["median"], of["p95"], strict=True))
        rows = [
            (str(year), quantity(seen, unit, language), quantity(middle, unit, language),
             span(quantity(low, unit, language), quantity(high, unit, language), language))
            for year, seen, (low, middle, high) in zip(years, of["actual"], ranges, strict=True)
        ]  # fmt: skip
        fits.append(
            Fit(capital(Measure(name).label(language)), unit, told,
                (_("Year"), _("actual"), _("middle"), _("90 of 100 futures")), rows, language, years,
                tuple(map(float, of["actual"])), ranges)
        )  # fmt: skip
    return fits


def targets_sections(comparison: Comparison, goals: Sequence[str | Target], language: Language) -> list[Section]:
    """The chance of targets in each scenario, and what choosing a scenario costs where another would have been best."""
    _ = translator(language)
    wanted = targets(goals)
    frame = comparison.targets(wanted, language)
    by = [frame[frame["scenario"] == name] for name in comparison.names]
    labels = tuple(capital(str(label)) for label in by[0]["label"])
    rows = [
        (label, *(f"{percent(t['chance'].iloc[k], language)} "
                  f"({span(percent(t['low'].iloc[k], language), percent(t['high'].iloc[k], language), language)})"
                  for t in by))
        for k, label in enumerate(labels)
    ]  # fmt: skip
    best = max(comparison.names, key=lambda name: float(by[comparison.names.index(name)]["chance"].iloc[-1]))
    told = _("The chance of meeting all targets is largest in: {name}.").format(name=best)
    chart = Bars(
        _("The chance of each target"), "share", told, (_("Target"), *comparison.names), rows, language, labels,
        tuple(comparison.names), *(tuple(tuple(map(float, t[c])) for t in by) for c in ("chance", "low", "high")),
    )  # fmt: skip
    return [Section(chart.title, told, [chart]), regret_section(comparison, language)]


def regret_section(comparison: Comparison, language: Language) -> Section:
    """For each headline and scenario: what choosing it costs against the best choice in each future."""
    _ = translator(language)
    frame = comparison.regret(language)
    tables = []
    for name in HEADLINES:
        of = frame[frame["indicator"] == name].to_dict("records")
        if not of:
            continue
        unit = shown(str(of[0]["unit"]))
        rows = [
            (str(row["scenario"]), *(quantity(row[c], unit, language) for c in ("mean", "p95", "largest")),
             percent(row["best"], language), _("yes") if row["minimax"] else _("no"))
            for row in of
        ]  # fmt: skip
        header = (_("Scenario"), _("mean regret"), _("in 95 of 100 futures at most"),
                  _("largest regret"), _("is the best in"), _("least largest regret"))  # fmt: skip
        tables.append(Statement(capital(str(of[0]["label"])), header, rows, frozenset()))
    told = _("Regret is what a choice costs in a future, against the choice that is best there. Who wants to be safe "
             "takes the choice with the least largest regret.")  # fmt: skip
    return Section(_("Regret"), told, (), tables)


def write_told(  # noqa: PLR0917
    told: Told, path: Path, scenario: Scenario, seed: int, futures: int, command: str, language: Language
) -> Path:
    """Write it as one HTML file that loads nothing; returns where it is. Raises OSError where it cannot be written."""
    from wijkbv_sim.experiment.store import versions
    from wijkbv_sim.export.report import provenance, write_page

    content = {
        "heading": told.heading,
        "title": scenario.title.in_language(language),
        "counted": told.counted,
        "caveat": told.caveat,
        "sentences": told.sentences,
        "sections": [section_content(section, f"chart-{k}", language) for k, section in enumerate(told.sections)],
        "provenance": provenance([scenario], seed, futures, command, language, versions()),
    }
    return write_page(path, "doubt.html.j2", content, language)


def section_content(section: Section, identity: str, language: Language) -> dict[str, Any]:
    """A section as a template takes it, its charts drawn."""
    from markupsafe import Markup

    drawings = []
    for k, chart in enumerate(section.charts):
        draw: Any = charts.svg if isinstance(chart, charts.Fan | charts.Stack) else doubt_charts.svg
        drawings.append(
            {
                "title": capital(chart.title), "svg": Markup(draw(chart, f"{identity}-{k}")),
                # What an analysis says stands above already; a fan says something of its own.
                "caption": chart.alternative if isinstance(chart, charts.Fan | charts.Stack) else "",
                "bare": chart.title == section.title, "header": chart.header, "rows": chart.rows,
            }
        )  # fmt: skip
    return {"title": section.title, "text": section.text, "drawings": drawings, "tables": section.tables}


def _chances(title: str, chances: Sequence[tuple[str, float, int]], language: Language) -> Bars:
    _ = translator(language)
    between = [share_interval(chance, futures) for _name, chance, futures in chances]
    rows = [
        (capital(name), percent(chance, language), span(percent(low, language), percent(high, language), language),
         number(futures, language))
        for (name, chance, futures), (low, high) in zip(chances, between, strict=True)
    ]  # fmt: skip
    told = "; ".join(f"{row[0]}: {row[1]} ({row[2]})" for row in rows)
    return Bars(
        title, "share", told, ("", _("Chance of the goal"), _("90% interval"), _("Number of futures")), rows, language,
        tuple(row[0] for row in rows), (title,), (tuple(chance for _name, chance, _futures in chances),),
        (tuple(low for low, _high in between),), (tuple(high for _low, high in between),),
    )  # fmt: skip


def _goal(goals: Sequence[str], futures: int, language: Language) -> str:
    _ = translator(language)
    told = ", ".join(each.label(language) for each in targets(list(goals)))
    return _("Goal: {goal}. Every setting is tried in the same {futures} futures.").format(
        goal=told, futures=number(futures, language)
    )


def _value(value: float, unit: str, language: Language) -> str:
    return f"{short(value, language)} {unit_in_words(unit, language)}"
