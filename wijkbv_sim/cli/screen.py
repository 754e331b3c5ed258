"""What the command shows on a terminal: answers in words, tables, progress."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from textwrap import fill, wrap
from typing import TYPE_CHECKING, Any

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from wijkbv_sim.cli.failures import printable
from wijkbv_sim.language import number, translator

if TYPE_CHECKING:
    from wijkbv_sim.cli.running import Order
    from wijkbv_sim.export.options import Options
    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.people import Fit
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.library import Bundled
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

SHOWN = ("cash", "operating_result", "members", "local_retention", "income")
"""The variables of the table by year; where the terminal is narrow, the last of them are left out."""

GAP = 3
"""Spaces between two columns; one stands before the first and one after the last."""

LABEL_WIDTH = 26
"""Where what a row is about is broken, in a table with many columns."""

FILE_WIDTH = 110
"""How wide a line is where the output goes to a file or another command."""

REMINDER_SECONDS = 5.0
"""How often progress is told where there is no terminal to draw a bar on."""


def console(stderr: bool = False) -> Console:
    """The output stream, without colours where it is no terminal or NO_COLOR is set."""
    stream = sys.stderr if stderr else sys.stdout
    width = None if stream.isatty() or "COLUMNS" in os.environ else FILE_WIDTH
    return Console(file=stream, width=width, highlight=False, emoji=False, markup=False, soft_wrap=False)


def text(content: str, style: str = "") -> Text:
    """A text as it is: nothing in it is taken for markup or for a command to the terminal."""
    return Text(printable(content), style=style)


def document(content: Any) -> None:
    """One JSON document on standard output."""
    from wijkbv_sim.cli.app import dump

    print(dump(content))


def scenarios(families: Sequence[tuple[Bundled, Sequence[Bundled]]], language: Language) -> None:
    """The bundled scenarios by family: of the base what it is about, and below it the titles of its variants."""
    _ = translator(language)
    out = console()
    if not families:
        out.print(text(_("No scenarios come with this program.")))
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column(_("Name"), no_wrap=True)
    table.add_column(_("What it is about"))
    for base, variants in families:
        cell = text(base.title(language), "bold")
        if base.description(language):
            cell.append("\n").append(text(first_sentence(base.description(language))))
        table.add_row(text(base.name, "bold"), cell)
        for variant in variants:
            table.add_row(text(f"  {variant.name}"), text(variant.title(language)))
        table.add_section()
    out.print(table)
    out.print(text(_("Indented below a scenario are its variants: the same case with one thing decided otherwise.")))
    out.print(text(_("Run one with: {command}").format(command=f"wijkbv run {families[0][0].name}")))
    base, variants = next((family for family in families if family[1]), families[0])
    if variants:
        said = _("Set a variant beside its base with: {command}")
        out.print(text(said.format(command=f"wijkbv compare {base.name} {variants[0].name}")))


def first_sentence(said: str) -> str:
    """The first sentence, or the first line where that is shorter."""
    line = " ".join(said.split())
    end = line.find(". ")
    return line if end < 0 else line[: end + 1]


def heading(scenario: Scenario, given: Scenario, order: Order) -> None:
    """What is going to be run, and in what it differs from the document."""
    _ = translator(order.language)
    out = console()
    out.print(text(scenario.title.in_language(order.language), "bold"))
    told = _("{name}: {futures} futures of {years} years, seed {seed}").format(
        name=scenario.name,
        futures=number(order.replicates, order.language),
        years=scenario.time.years,
        seed=order.seed,
    )
    out.print(text(told))
    if order.changes:
        from wijkbv_sim.export.words import differences

        for line in differences(given, scenario, order.language):
            out.print(text(f"  {line}"))


def answers(results: Results, language: Language) -> None:
    """The headline answers and the main variables by year."""
    from wijkbv_sim.results.headlines import headlines

    _ = translator(language)
    out = console()
    for headline in headlines(results, language):
        out.print()
        out.print(text(headline.question, "bold"))
        out.print(Padding(text(headline.sentence), (0, 0, 0, 2)))
    out.print()
    out.print(years(results, language, out.width), soft_wrap=True)
    out.print(text(_("Middle value of all futures; below it the range in which 90 of 100 futures lie."), "dim"))


def years(results: Results, language: Language, width: int) -> Table:
    """A row for each year, a column for each variable that finds room: the median, and below it the usual range."""
    from wijkbv_sim.export.tables import year_table

    found = year_table(results, language, SHOWN)
    rows = [[year, *("\n".join(part for part in cell if part) for cell in cells)] for year, cells in found.rows]
    for columns in range(len(found.header), 1, -1):
        table, wide = laid_out(found.header[:columns], [row[:columns] for row in rows])
        if wide <= width:
            break
    return table


def laid_out(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[Table, int]:
    """A table in which no number is broken over two lines, and how wide it is.

    The first column is text; of a cell, lines after the first are less important. Headers are broken between
    words and after hyphens only.
    """
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    whole = 2 - GAP
    for k, name in enumerate(header):
        lines = [line for row in rows for line in row[k].split("\n")]
        most = max([len(line) for line in lines] + [len(word) for word in wrap(name, 1, break_long_words=False)])
        said = fill(name, most, break_long_words=False)
        table.add_column(text(said), justify="right" if k else "left", no_wrap=True, min_width=most)
        whole += most + GAP
    for row in rows:
        cells = []
        for content in row:
            first, *below = content.split("\n")
            cell = text(first)
            for line in below:
                cell.append("\n").append(text(line, "dim"))
            cells.append(cell)
        table.add_row(*cells)
    return table, whole


def differences(comparison: Comparison, language: Language) -> None:
    """For each scenario but the first, how it differs from the first."""
    from wijkbv_sim.export.tables import HEADLINES, difference_header, differences_of, sentences_of

    _ = translator(language)
    out = console()
    base = comparison.names[0]
    for name in comparison.names[1:]:
        out.print()
        out.print(text(_("{title} against {base}").format(title=name, base=base), "bold"))
        for sentence in sentences_of(comparison, name, language):
            out.print(Padding(text(sentence), (0, 0, 0, 2)))
        rows = [
            (fill(d.label, LABEL_WIDTH), d.base, d.other, d.difference, d.interval, d.better, d.equal)
            for d in differences_of(comparison, name, language)[: len(HEADLINES)]
        ]
        # Where there is no room for all, how often it is better goes before how often it is equal.
        for columns in range(len(rows[0]), 3, -1):
            header = difference_header(base, name, language)[:columns]
            table, wide = laid_out(header, [row[:columns] for row in rows])
            if wide <= out.width:
                break
        out.print(table, soft_wrap=True)
    said = _("Differences are between the same future of both scenarios; their middle value, and 90 of 100 of them.")
    out.print(text(said, "dim"))
    out.print(text(_("This is an exploration, not a forecast.")))


def options(scenario: Scenario, found: Sequence[Options], language: Language) -> None:
    """What the municipality can do with its assets: sentences, and the tables behind them."""
    _ = translator(language)
    out = console()
    out.print(text(scenario.title.in_language(language), "bold"))
    for one in found:
        out.print()
        out.print(text(one.title, "bold"))
        for sentence in one.sentences:
            out.print(Padding(text(sentence), (0, 0, 0, 2)))
        for part in one.tables:
            out.print()
            out.print(text(part.title))
            table = Table(box=SIMPLE_HEAD, pad_edge=False)
            for k, name in enumerate(part.header):
                table.add_column(name, justify="right" if k else "left", overflow="fold")
            for row in part.rows:
                table.add_row(*(text(cell) for cell in row))
            out.print(table)
    out.print(
        text(_("Uncertain numbers count at their middle value. This is an exploration, not legal advice."), "dim")
    )


def people(fit: Fit, language: Language) -> None:
    """Who lives there, beside what was published, and who knows whom."""
    from wijkbv_sim.export.people import contact_table, error_table, fit_table, odds_table, unmet_lines

    _ = translator(language)
    out = console()
    out.print(text(fit.scenario.title.in_language(language), "bold"))
    told = _("{count} residents, drawn with seed {seed}, beside the published figures of {area}")
    count = number(fit.people.birth.size, language)
    out.print(text(told.format(count=count, seed=fit.seed, area=fit.scenario.area.name)))
    for line in unmet_lines(fit, language):
        out.print(text(line, "bold"))
    for header, rows in (t(fit, language) for t in (fit_table, error_table, odds_table, contact_table)):
        table = Table(box=SIMPLE_HEAD, pad_edge=False)
        for k, column in enumerate(header):
            table.add_column(column, justify="right" if k else "left", overflow="fold")
        for row in rows:
            table.add_row(*(text(cell) for cell in row))
        out.print(table)


def written(folder: Path | None, report: Path | None, language: Language) -> None:
    """Where the results and the report are."""
    _ = translator(language)
    out = console()
    if folder is not None:
        out.print()
        out.print(text(_("Results: {folder}").format(folder=folder)), soft_wrap=True)
    if report is not None:
        out.print(text(_("Report: {file}").format(file=report)), soft_wrap=True)


@contextmanager
def progress(label: str, language: Language) -> Iterator[Callable[[int, int], None]]:
    """A bar on a terminal; elsewhere now and then a line. Both on the error stream."""
    if sys.stderr.isatty():
        yield from _bar(label)
    else:
        yield _lines(label, language)


def _bar(label: str) -> Iterator[Callable[[int, int], None]]:
    from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"))
    with Progress(*columns, TimeRemainingColumn(), console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(printable(label).replace("[", "\\["), total=None)
        yield lambda done, whole: bar.update(task, completed=done, total=whole)


def _lines(label: str, language: Language) -> Callable[[int, int], None]:
    _ = translator(language)
    told = time.monotonic()
    tenth = 0

    def on_progress(done: int, whole: int) -> None:
        nonlocal told, tenth
        now = time.monotonic()
        if done * 10 // whole > tenth and now - told >= REMINDER_SECONDS:
            tenth, told = done * 10 // whole, now
            print(f"{printable(label)}: {100 * done // whole}%", file=sys.stderr, flush=True)

    return on_progress
