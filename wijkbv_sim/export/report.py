"""Reports: one file that stands on its own, to read on a screen, on a phone or on paper.

It loads nothing from elsewhere and needs no scripts. Texts of a scenario may come from a stranger, so every one is
escaped on its way into the page.
"""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.export.charts import FANS, Chart, Fan, fan, income_by_kind, on_equal_axes, svg
from wijkbv_sim.export.options import assets_to_decide_on, options_of, worth_showing
from wijkbv_sim.export.tables import (
    MONEY,
    MUNICIPALITY,
    PEOPLE,
    Statement,
    difference_tables,
    outside_table,
    sentences_of,
    social_value_of,
    statement_tables,
    year_table,
)
from wijkbv_sim.export.words import differences, in_words, parts
from wijkbv_sim.language import capital, date_text, number, out_of, translator
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.headlines import Headline
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.results.targets import Target
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

FIELD = 100
"""How many dots a field of futures has, or as many as there are futures."""


def write_report(results: Results, path: str | Path, language: Language = "nl", *, command: str | None = None) -> Path:
    """Write the report of a run as one HTML file; returns where it is.

    ``command`` is what is said to give the same again; without it, it is made from the results. Raises OSError
    where the file cannot be written, ValueError where there is no future to report on.
    """
    return write_page(Path(path), "report.html.j2", report_content(results, language, command), language)


def write_comparison(
    comparison: Comparison, path: str | Path, language: Language = "nl", *, command: str | None = None,
    goals: Sequence[Target] = (),
) -> Path:  # fmt: skip
    """Write the report of a comparison as one HTML file; returns where it is. Raises OSError as write_report does.

    With ``goals`` it also holds the chance of each in each scenario.
    """
    content = comparison_content(comparison, language, command, goals)
    return write_page(Path(path), "compare.html.j2", content, language)


def write_page(path: Path, template: str, content: dict[str, Any], language: Language) -> Path:
    """Write a page from a template and its content; whole or not at all."""
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("wijkbv_sim.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["_"] = translator(language)
    page = environment.get_template(template).render(language=language, **content)
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_text(page, encoding="utf-8", newline="\n")
    os.replace(unfinished, path)
    return path


def report_content(results: Results, language: Language, command: str | None = None) -> dict[str, Any]:
    """All that the report's template shows."""
    from wijkbv_sim.results.headlines import assumptions, headlines

    _ = translator(language)
    scenario = results.scenario
    answers = headlines(results, language)
    origin = assumptions(scenario)
    charts: list[Chart] = [fan(results, name, language) for name in FANS]
    charts.insert(3, income_by_kind(results, language))
    statements = statement_tables(results, language)
    return {
        "title": scenario.title.in_language(language),
        "description": scenario.description.in_language(language) if scenario.description else "",
        "counted": _counted(results, language),
        "complete": results.complete,
        "partial": _("{there} of the {wanted} futures are done; this report is about those.").format(
            there=number(results.replicates, language), wanted=number(results.wanted, language)
        ),
        "headlines": [_answer(answer, results.replicates, language) for answer in answers],
        "field": _field(answers[0], results.replicates, language),
        "charts": [_drawing(chart, f"chart-{k}", language) for k, chart in enumerate(charts)],
        "years": [
            (_("Money"), year_table(results, language, MONEY)),
            (_("People and trust"), year_table(results, language, PEOPLE)),
            (_("The municipality"), year_table(results, language, MUNICIPALITY)),
            (_("Social value, in its own units"), year_table(results, language, social_value_of(results))),
        ],
        "outside": outside_table(results, language),
        "options": [
            options_of(scenario, name, language)
            for name in assets_to_decide_on(scenario)
            if worth_showing(scenario, name)
        ],
        "statements": [_with_totals(statement) for statement in statements],
        "statements_text": _(
            "The futures differ; these are the accounts of the one whose account ends in the middle of all. "
            "Whole euros."
        ),
        "assumptions_text": _(
            "The scenario has {total} numbers: {assumed} are assumptions, {sourced} have a source and {own} were "
            "filled in for this case."
        ).format(total=origin.total, assumed=origin.assumed, sourced=origin.sourced, own=origin.own),
        "assumptions": [
            {
                "title": part.title,
                "numbers": part.numbers,
                "counted": _("{numbers} numbers, {assumed} assumptions").format(
                    numbers=len(part.numbers), assumed=part.assumed
                ),
            }
            for part in parts(scenario, language)
        ],
        "events": _events(scenario, language),
        "people": _people(results, language),
        "provenance": _provenance([results], language, command or _command(results)),
    }


def comparison_content(
    comparison: Comparison, language: Language, command: str | None = None, goals: Sequence[Target] = ()
) -> dict[str, Any]:
    """All that the comparison's template shows."""
    from wijkbv_sim.export.doubt_pages import regret_section, section_content, targets_sections

    _ = translator(language)
    runs = comparison.results
    titles = [run.scenario.title.in_language(language) for run in runs]
    groups = []
    for name in FANS:
        fans: list[Fan] = on_equal_axes([fan(run, name, language) for run in runs])
        drawings = [_drawing(f, f"chart-{name}-{k}", language) for k, f in enumerate(fans)]
        for drawing, title in zip(drawings, titles, strict=True):
            drawing["title"] = title
        groups.append({"title": capital(fans[0].title), "drawings": drawings})
    return {
        "names": titles,
        "counted": _counted(runs[0], language),
        "compared": [
            {
                "title": _("{title} against {base}").format(title=title, base=titles[0]),
                "sentences": sentences_of(comparison, name, language),
                "table": table,
            }
            for title, name, table in zip(
                titles[1:], comparison.names[1:], difference_tables(comparison, language), strict=True
            )
        ],
        "sections": [
            section_content(section, f"doubt-{k}", language)
            for k, section in enumerate(
                targets_sections(comparison, goals, language) if goals else [regret_section(comparison, language)]
            )
        ],
        "charts": groups,
        "choices": [
            {
                "title": _("{title} against {base}").format(title=title, base=titles[0]),
                "lines": list(differences(runs[0].scenario, run.scenario, language)),
            }
            for title, run in zip(titles[1:], runs[1:], strict=True)
        ],
        "provenance": _provenance(runs, language, command or _command(*runs)),
    }


def _counted(results: Results, language: Language) -> str:
    _ = translator(language)
    return _("{futures} calculated futures of {years} years, from {first} to {last}.").format(
        futures=number(results.replicates, language),
        years=results.scenario.time.years,
        first=date_text(results.scenario.time.start, 1, language),
        last=date_text(results.scenario.time.start, results.months, language),
    )


def _answer(answer: Headline, futures: int, language: Language) -> dict[str, str]:
    chance = ""
    if answer.share is not None and answer.word is not None:
        counted = out_of(round(answer.share * futures), futures, language)
        chance = f"{capital(answer.word)}: {counted}"
    return {"question": answer.question, "sentence": answer.sentence, "chance": chance}


def _field(answer: Headline, futures: int, language: Language) -> dict[str, Any] | None:
    """The field of dots below the first answer, where it is a chance."""
    if answer.share is None or futures < 2:
        return None
    _ = translator(language)
    count = min(FIELD, futures)
    filled = round(answer.share * count)
    told = _("{count} dots, one for each future out of {count}; {filled} are filled: there the answer is yes.")
    return {
        "count": count,
        "filled": filled,
        "told": told.format(count=count, filled=filled),
        "caption": _("Filled: it pays its way. Open: it does not."),
    }


def _drawing(chart: Chart, identity: str, language: Language) -> dict[str, Any]:
    from markupsafe import Markup

    return {
        "title": capital(chart.title) + (" (€)" if chart.unit.startswith("EUR") else ""),
        # Drawn from our own numbers and names; what is told beside it was escaped there.
        "svg": Markup(svg(chart, identity)),
        "caption": chart.alternative if isinstance(chart, Fan) else _stack_caption(language),
        "header": chart.header,
        "rows": chart.rows,
    }


def _stack_caption(language: Language) -> str:
    _ = translator(language)
    return _("Each layer is the middle value of one kind of income; together they need not be the middle of the whole.")


def _with_totals(statement: Statement) -> dict[str, Any]:
    return {
        "title": statement.title,
        "header": statement.header,
        "rows": statement.rows,
        "totals": statement.totals,
    }


def _people(results: Results, language: Language) -> dict[str, Any]:
    """The drawn residents beside the published figures."""
    from wijkbv_sim.export.people import contact_table, error_table, fit_table, unmet_lines
    from wijkbv_sim.results.people import fit

    found = fit(results.scenario, results.seed)
    return {
        "unmet": unmet_lines(found, language),
        "fit": fit_table(found, language),
        "errors": error_table(found, language),
        "contacts": contact_table(found, language),
    }


def _events(scenario: Scenario, language: Language) -> list[tuple[str, str, str]]:
    """The events: when, what, and which numbers change by it."""
    _ = translator(language)
    known = {path: meta for path, _quantity, meta in scenario.quantities()}
    rows = []
    for event in sorted(scenario.timeline, key=lambda e: e.month):
        when = date_text(scenario.time.start, event.month, language)
        if event.until is not None:
            until = date_text(scenario.time.start, event.until, language)
            when = _("{first} until {last}").format(first=when, last=until)
        changes = []
        for kind, sign in (("set", "="), ("add", "+"), ("multiply", "×")):
            for path, quantity in getattr(event, kind).items():
                meta = known.get(path)
                label = f"{meta.label(language)} ({path})" if meta else path
                unit = f" {unit_in_words(meta.unit, language)}" if meta and kind != "multiply" else ""
                changes.append(f"{label} {sign} {in_words(quantity, language)}{unit}")
        rows.append((when, event.title.in_language(language) if event.title else event.name, "; ".join(changes)))
    return rows


def _command(*runs: Results) -> str:
    """The command that gives the same again, as far as the results know it."""
    import shlex

    verb = "run" if len(runs) == 1 else "compare"
    words = ["wijkbv", verb, *(run.scenario.name for run in runs), "--replicates", str(runs[0].wanted)]
    return shlex.join([*words, "--seed", str(runs[0].seed)])


def _provenance(runs: list[Results], language: Language, command: str) -> list[tuple[str, str, bool]]:
    scenarios = [run.scenario for run in runs]
    return provenance(scenarios, runs[0].seed, runs[0].replicates, command, language, runs[0].provenance()["versions"])


def provenance(  # noqa: PLR0917
    scenarios: Sequence[Scenario], seed: int, futures: int, command: str, language: Language,
    versions: Mapping[str, str],
) -> list[tuple[str, str, bool]]:  # fmt: skip
    """What another needs to get the same: name, value, and whether it is to be copied to the letter.

    Where the command says how many ``futures`` there are in another way, they are 0 here.
    """
    _ = translator(language)
    rows: list[tuple[str, str, bool]] = []
    for scenario in scenarios:
        rows.append((_("Scenario"), scenario.name, False))
        rows.append((_("Digest of the scenario"), scenario.digest, True))
    rows.append((_("Seed"), str(seed), False))
    if futures:
        rows.append((_("Number of futures"), number(futures, language), False))
    rows.append((_("Command that gives the same"), command, True))
    rows.append((_("Versions"), ", ".join(f"{name} {version}" for name, version in versions.items()), False))
    rows.append((_("Made in"), date_text(f"{date.today():%Y-%m}", 1, language), False))
    return rows
