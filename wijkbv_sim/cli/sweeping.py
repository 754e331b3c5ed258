"""The commands for many areas and for folders of results: sweep, resume and query."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.cli import screen
from wijkbv_sim.cli.contents import plain, records
from wijkbv_sim.cli.failures import FileError, InputError, StoppedError, printable
from wijkbv_sim.cli.running import Order, changed, tell_failures
from wijkbv_sim.language import number, percent, translator
from wijkbv_sim.scenario.document import load

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.analysis.sweep import Sweep
    from wijkbv_sim.scenario.parameter import Language

TOP = 10
"""How many areas are shown from the top and from the bottom of the table."""


def run_sweep(order: Order, areas: Path, columns: tuple[str, ...], first: int | None) -> None:
    """``wijkbv sweep``."""
    from wijkbv_sim.analysis.sweep import Sweep
    from wijkbv_sim.scenario.areas import read_areas

    _ = translator(order.language)
    named = {}
    for column in columns:
        what, given, name = column.partition("=")
        if not given:
            raise InputError(_("--column {column}: expected what=column").format(column=column))
        named[what.strip()] = name.strip()
    template = changed(load(order.sources[0]), order)
    rows = read_areas(areas, named)[:first]
    assert order.out is not None
    _finish(Sweep.create(order.out, template, rows, order.replicates, order.seed), order)


def run_resume(order: Order, folder: Path) -> None:
    """``wijkbv resume``, for a run and for a sweep."""
    from wijkbv_sim.analysis.sweep import Sweep, is_sweep

    if is_sweep(folder):
        return _finish(Sweep.open(folder), order)
    from wijkbv_sim.api import resume
    from wijkbv_sim.cli.contents import run_content

    _ = translator(order.language)
    with _bar(order, folder.name) as on_progress:
        results = resume(
            folder, executor=order.cluster or "auto", workers=order.workers, on_progress=on_progress, on_note=_note
        )
    report = None
    if order.report and results.replicates:
        from wijkbv_sim.export.report import write_report

        report = write_report(results, folder / "report.html", order.language)
    if order.as_json:
        screen.document(run_content(results, order.language, report))
    else:
        screen.answers(results, order.language)
        screen.written(folder, report, order.language)
    tell_failures(results.failures, folder, order.language)
    if not results.complete:
        said = _("Interrupted: {there} of the {wanted} futures are done.")
        raise StoppedError(said.format(there=results.replicates, wanted=results.wanted))
    return None


def _finish(sweep: Sweep, order: Order) -> None:
    from wijkbv_sim.analysis.sweep import failures_of

    _ = translator(order.language)
    if not order.as_json:
        said = _("{areas} areas, {left_out} of them left out; {futures} futures of {years} years each, seed {seed}")
        told = said.format(
            areas=number(len(sweep.areas), order.language),
            left_out=number(len(sweep.areas) - len(sweep.included), order.language),
            futures=number(sweep.replicates, order.language),
            years=sweep.template.time.years,
            seed=sweep.seed,
        )
        screen.console().print(screen.text(told))
    try:
        with _bar(order, sweep.template.name) as on_progress:
            table = sweep.run(
                executor=order.cluster or "auto", workers=order.workers, on_progress=on_progress, on_note=_note
            )
    except KeyboardInterrupt:
        said = _("Interrupted; what is done stays. Go on with: {command}")
        raise StoppedError(said.format(command=f"wijkbv resume {sweep.folder}")) from None
    report = None
    if order.report:
        from wijkbv_sim.export.country import write_sweep

        report = write_sweep(sweep, table, order.language)
    if order.as_json:
        screen.document(plain({
            "format": 1, "kind": "sweep", "areas": len(sweep.areas), "run": int((table["futures"] > 0).sum()),
            "replicates": sweep.replicates, "seed": sweep.seed, "language": order.language,
            "table": rows_of(table),
            "folder": str(sweep.folder), "report": None if report is None else str(report),
        }))  # fmt: skip
    else:
        _show(table, order.language)
        screen.written(sweep.folder, report, order.language)
    tell_failures(failures_of(sweep.folder), sweep.folder, order.language)


def _show(table: pd.DataFrame, language: Language) -> None:
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    _ = translator(language)
    ranked = table[table["futures"] > 0]
    shown = ranked if len(ranked) <= 2 * TOP else ranked.iloc[[*range(TOP), *range(len(ranked) - TOP, len(ranked))]]
    out = Table(box=SIMPLE_HEAD, pad_edge=False)
    out.add_column(_("Place"), justify="right")
    out.add_column(_("Area"))
    for name in (_("Inhabitants"), _("Pays its way"), _("Still exists")):
        out.add_column(name, justify="right")
    for row in shown.to_dict("records"):
        out.add_row(
            str(row["rank"]), screen.text(str(row["name"])), number(row["inhabitants"], language),
            percent(row["pays_its_way"], language), percent(row["alive"], language),
        )  # fmt: skip
    screen.console().print(out)
    screen.console().print(screen.text(_("This is an exploration, not a forecast."), "dim"))


def _bar(order: Order, label: str) -> AbstractContextManager[Callable[[int, int], None] | None]:
    if order.quiet or order.as_json:
        return nullcontext()
    return screen.progress(label, order.language)


def _note(said: str) -> None:
    print(printable(said), file=sys.stderr)


def run_query(folder: Path, sql: str, out: Path | None, language: Language, *, as_json: bool) -> None:
    """``wijkbv query``."""
    from wijkbv_sim.analysis.query import query

    _ = translator(language)
    found = query(folder, sql)
    if as_json:
        screen.document(rows_of(found))
        return
    text = found.to_csv(index=False, lineterminator="\n")
    if out is None:
        print(printable(text), end="")
        return
    try:
        out.write_text(text, encoding="utf-8", newline="")
    except OSError as error:
        raise FileError(f"{out}: {error.strerror}") from error
    print(_("Written: {file}").format(file=out))


def rows_of(table: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows as JSON knows them: null for what has no value, and a text for dates and the like."""
    plain_table = table.astype(object).where(table.notna(), None)
    return [{k: _known(v) for k, v in plain(row).items()} for row in records(plain_table)]


def _known(value: Any) -> Any:
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)
