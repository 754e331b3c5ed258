"""The commands and their options. What is heavy is imported when a command needs it."""

from __future__ import annotations

import contextlib
import json
import os
import sys
import traceback
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from wijkbv_sim.cli.failures import (
    DEBUG_VARIABLE,
    ExitCode,
    FileError,
    InputError,
    chosen_language,
    known_language,
    printable,
    tell,
)
from wijkbv_sim.language import translator

_ = translator(chosen_language(sys.argv[1:]))

_EPILOG = _(
    "Exit codes: 0 all is well; 1 an error of the program itself; 2 something in the scenario or the arguments is "
    "wrong; 3 a file or folder cannot be read or written; 4 some futures ended in an error of the program; 5 a cluster "
    "does not answer or its workers keep dying; 130 interrupted (Ctrl-C)."
)


class Group(TyperGroup):
    """The command as a whole: every way in which it can fail ends in a sentence and an exit code."""

    def main(  # noqa: D102
        self,
        args: Sequence[str] | None = None,
        prog_name: str | None = None,
        complete_var: str | None = None,
        standalone_mode: bool = True,
        windows_expand_args: bool = True,
        **extra: Any,
    ) -> Any:
        _speak_utf8()
        language = chosen_language(sys.argv[1:] if args is None else args)
        code: int
        try:
            code = super().main(
                args, "wijkbv", complete_var, standalone_mode=False, windows_expand_args=windows_expand_args, **extra
            )
            sys.stdout.flush()
        except SystemExit as stop:
            # typer turns a broken pipe into an exit with 1.
            code = ExitCode.OK if isinstance(stop.__context__, OSError) else int(stop.code or 0)
        except BaseException as error:
            code = tell(error, language)
            if code == ExitCode.INTERNAL and os.environ.get(DEBUG_VARIABLE):
                traceback.print_exc()
        _close_quietly()
        sys.exit(int(code or 0))


def _speak_utf8() -> None:
    """A Windows code page knows no euro sign from the Dutch; nothing that is printed may end in an error."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError, OSError):
            stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]


def _close_quietly() -> None:
    """Hand over what is still in the buffers; where nobody reads any more, say nothing of it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


app = typer.Typer(
    name="wijkbv",
    cls=Group,
    help=_("Simulate a neighbourhood company (WijkBV) in many futures."),
    epilog=_EPILOG,
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)

_Source = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=_("The name of a bundled scenario, or a file"), show_default=False)
]
_Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="nl|en", help=_("Language of what is said: nl or en"), show_default="nl"),
]
_Json = Annotated[bool, typer.Option("--json", help=_("One JSON document on standard output, and nothing else"))]
_Replicates = Annotated[int, typer.Option("--replicates", "-n", min=1, help=_("In how many futures"))]
_Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**64 - 1, help=_("The same seed gives the same futures, to the bit"))
]
_Years = Annotated[
    int | None, typer.Option("--years", min=1, max=40, help=_("How many years, instead of what the scenario says"))
]
_Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help=_("Another value, such as money.opening_cash=50000; may be repeated")
    ),
]
_Out = Annotated[Path | None, typer.Option("--out", "-o", help=_("Folder for the results and the report"))]
_Workers = Annotated[int | None, typer.Option("--workers", min=1, max=1024, help=_("How many processes"))]
_Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help=_("A Dask scheduler that does the work, such as tcp://host:8786")
    ),
]
_Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=_("A folder of results"), show_default=False)]
_NoReport = Annotated[bool, typer.Option("--no-report", help=_("Write no report in the folder"))]
_Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_("Show no progress"))]


def _version(asked: bool) -> None:
    if asked:
        try:
            print(f"wijkbv {metadata.version('wijkbv-sim')}")
        except metadata.PackageNotFoundError:
            print("wijkbv")
        raise typer.Exit


@app.callback()
def wijkbv(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help=_("Show the version and stop"))
    ] = False,
) -> None:
    """The command without a subcommand; its help is given above."""


@app.command("list", help=_("Show the scenarios that come with the program."))
def list_(as_json: _Json = False, lang: _Lang = None) -> None:
    """Show the bundled scenarios."""
    from wijkbv_sim.scenario.library import describe, families

    language = known_language(lang)
    told = {b.name: b for b in describe()}
    if as_json:
        rows = [
            {"name": b.name, "title": b.title(language), "description": b.description(language), "extends": b.extends}
            for b in told.values()
        ]
        print(dump(rows))
        return
    from wijkbv_sim.cli.screen import scenarios

    scenarios([(told[base], [told[name] for name in variants]) for base, variants in families()], language)


@app.command(help=_("Check scenario documents, and say what is wrong and where."))
def validate(
    files: Annotated[list[str], typer.Argument(metavar="FILE...", help=_("Files, or names of bundled scenarios"))],
    as_json: _Json = False,
    lang: _Lang = None,
) -> None:
    """Check documents; exit code 2 where one has a problem."""
    from wijkbv_sim.scenario.document import load
    from wijkbv_sim.scenario.errors import ScenarioError

    language = known_language(lang)
    _ = translator(language)
    worst = ExitCode.OK
    told = []
    for file in files:
        try:
            load(file)
        except ScenarioError as error:
            found = [
                {"file": p.file, "line": p.line, "column": p.column, "path": p.path, "said": p.text(language)}
                for p in error.problems
            ]
            told.append({"file": file, "valid": False, "problems": found, "more": error.more})
            worst = ExitCode.INPUT
            if not as_json:
                print(printable(error.text(language)))
        else:
            told.append({"file": file, "valid": True, "problems": [], "more": 0})
            if not as_json:
                print(printable(file) + ": " + _("in order"))
    if as_json:
        print(dump(told))
    raise typer.Exit(worst)


@app.command(help=_("Say who lives there: how well the drawn residents fit the published figures."))
def people(
    scenario: _Source,
    *,
    seed: _Seed = 1,
    changes: _Set = None,
    lang: _Lang = None,
    as_json: _Json = False,
) -> None:
    """Hold the drawn residents against the area's figures."""
    from wijkbv_sim.cli.running import Order, show_people

    show_people(Order((scenario,), 1, seed, None, tuple(changes or ()), None, None, known_language(lang), as_json,
                      False, True))  # fmt: skip


@app.command(help=_("Simulate a scenario and say what comes out."))
def run(
    scenario: _Source,
    *,
    replicates: _Replicates = 200,
    seed: _Seed = 1,
    years: _Years = None,
    changes: _Set = None,
    design: Annotated[
        Path | None,
        typer.Option("--design", metavar="FILE", help=_("CSV file with the values of each future: one future a row")),
    ] = None,
    out: _Out = None,
    workers: _Workers = None,
    cluster: _Cluster = None,
    lang: _Lang = None,
    as_json: _Json = False,
    no_report: _NoReport = False,
    quiet: _Quiet = False,
) -> None:
    """Simulate one scenario."""
    from wijkbv_sim.cli.running import Order, run_one

    order = Order(
        (scenario,), replicates, seed, years, tuple(changes or ()), out, workers, known_language(lang), as_json,
        not no_report, quiet, cluster, design,
    )  # fmt: skip
    run_one(order)


@app.command(help=_("Set scenarios side by side in the same futures; the first is the base."))
def compare(
    scenarios: Annotated[
        list[str], typer.Argument(metavar="A B [C...]", help=_("Names of bundled scenarios, or files"))
    ],
    *,
    replicates: _Replicates = 200,
    seed: _Seed = 1,
    years: _Years = None,
    changes: _Set = None,
    out: _Out = None,
    workers: _Workers = None,
    cluster: _Cluster = None,
    lang: _Lang = None,
    as_json: _Json = False,
    no_report: _NoReport = False,
    quiet: _Quiet = False,
) -> None:
    """Simulate several scenarios on the same draws."""
    from wijkbv_sim.cli.running import Order, run_several

    language = known_language(lang)
    _ = translator(language)
    if len(scenarios) < 2:
        raise InputError(_("to compare, name two scenarios or more"))
    order = Order(
        tuple(scenarios), replicates, seed, years, tuple(changes or ()), out, workers, language, as_json,
        not no_report, quiet, cluster,
    )  # fmt: skip
    run_several(order)


@app.command(help=_("Show what the municipality can do with an asset: keep, sell, let or transfer it."))
def options(
    scenario: _Source,
    *,
    asset: Annotated[str | None, typer.Option("--asset", help=_("Which asset; without it: all of its own"))] = None,
    changes: _Set = None,
    lang: _Lang = None,
    as_json: _Json = False,
) -> None:
    """Compare the municipality's options with its assets."""
    from wijkbv_sim.cli.deciding import show_options

    show_options(scenario, asset, tuple(changes or ()), known_language(lang), as_json=as_json)


@app.command(help=_("Write the books of one future for another program to read and check."))
def export(
    results: Annotated[Path, typer.Argument(metavar="FOLDER", help=_("The folder that --out of a run has filled"))],
    *,
    beancount: Annotated[
        Path, typer.Option("--beancount", metavar="FILE", help=_("Plain-text accounts, as bean-check reads them"))
    ],
    replicate: Annotated[
        int | None,
        typer.Option("--replicate", min=0, help=_("Which future; without it: the one that ends with the median cash")),
    ] = None,
    lang: _Lang = None,
) -> None:
    """Write a run's books."""
    from wijkbv_sim.cli.running import export_books

    export_books(results, beancount, replicate, known_language(lang))


@app.command("validate-model", help=_("Hold the scenarios that come with the program against what was observed."))
def validate_model(
    *,
    replicates: _Replicates = 200,
    seed: _Seed = 1,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=_("File for the page, such as validation.md"))] = None,
    lang: _Lang = None,
    as_json: _Json = False,
    quiet: _Quiet = False,
) -> None:
    """Judge the bundled base scenarios by the observed patterns."""
    from wijkbv_sim.cli.judging import judge_model

    judge_model(replicates, seed, out, known_language(lang), as_json=as_json, quiet=quiet)


@app.command(help=_("Write a page about all scenarios that come with the program: what each shows, and the answers."))
def cases(
    *,
    replicates: _Replicates = 100,
    seed: _Seed = 1,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=_("File for the page, such as cases.md"))] = None,
    lang: _Lang = None,
    quiet: _Quiet = False,
) -> None:
    """Run every bundled scenario and write what it shows."""
    from wijkbv_sim.cli.judging import tell_cases

    tell_cases(replicates, seed, out, known_language(lang), quiet=quiet)


@app.command(help=_("Set up the same company in every area of a table, and rank the areas."))
def sweep(
    *,
    areas: Annotated[Path, typer.Option("--areas", metavar="FILE", help=_("CSV file with a row for each area"))],
    out: Annotated[Path, typer.Option("--out", "-o", help=_("Folder for the results, table, map and report"))],
    template: Annotated[
        str, typer.Option("--template", metavar="SCENARIO", help=_("A scenario that fits any area"))
    ] = "bewonersbedrijf",
    replicates: _Replicates = 100,
    seed: _Seed = 1,
    years: _Years = None,
    changes: _Set = None,
    columns: Annotated[
        list[str] | None,
        typer.Option("--column", metavar="WHAT=COLUMN", help=_("The table's own name for a column; may be repeated")),
    ] = None,
    first: Annotated[
        int | None, typer.Option("--first", min=1, help=_("Only so many areas, from the top of the table"))
    ] = None,
    workers: _Workers = None,
    cluster: _Cluster = None,
    lang: _Lang = None,
    as_json: _Json = False,
    no_report: _NoReport = False,
    quiet: _Quiet = False,
) -> None:
    """Run a template in every area of a table."""
    from wijkbv_sim.cli.running import Order
    from wijkbv_sim.cli.sweeping import run_sweep

    order = Order(
        (template,), replicates, seed, years, tuple(changes or ()), out, workers, known_language(lang), as_json,
        not no_report, quiet, cluster,
    )  # fmt: skip
    run_sweep(order, areas, tuple(columns or ()), first)


@app.command(help=_("Complete a run or a sweep that ended before its time."))
def resume(
    folder: _Folder,
    *,
    workers: _Workers = None,
    cluster: _Cluster = None,
    lang: _Lang = None,
    as_json: _Json = False,
    no_report: _NoReport = False,
    quiet: _Quiet = False,
) -> None:
    """Go on with what is missing."""
    from wijkbv_sim.cli.running import Order
    from wijkbv_sim.cli.sweeping import run_resume

    language = known_language(lang)
    run_resume(Order((), 0, 0, None, (), folder, workers, language, as_json, not no_report, quiet, cluster), folder)


@app.command(help=_("Ask a question in SQL about a folder of results."))
def query(
    folder: _Folder,
    sql: Annotated[str, typer.Argument(metavar="SQL", help=_("The question"), show_default=False)],
    *,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=_("CSV file; without it: standard output"))] = None,
    lang: _Lang = None,
    as_json: _Json = False,
) -> None:
    """Answer a question in SQL."""
    from wijkbv_sim.cli.sweeping import run_query

    run_query(folder, sql, out, known_language(lang), as_json=as_json)


@app.command(help=_("Write the JSON Schema of scenario documents, for editors that complete and check."))
def schema(
    out: Annotated[Path | None, typer.Option("--out", "-o", help=_("File; without it: standard output"))] = None,
    lang: _Lang = None,
) -> None:
    """Write the JSON Schema."""
    from wijkbv_sim.scenario.json_schema import json_schema

    _ = translator(known_language(lang))
    text = dump(json_schema())
    if out is None:
        print(text)
        return
    out.write_text(text + "\n", encoding="utf-8")
    print(_("Written: {file}").format(file=out))


@app.command(help=_("Write a small scenario to start from, with what each number means beside it."))
def new(
    name: Annotated[str, typer.Argument(metavar="NAME", help=_("Small letters, digits and hyphens"))],
    *,
    title: Annotated[str | None, typer.Option("--title", help=_("The name on screens and reports"))] = None,
    area: Annotated[str | None, typer.Option("--area", help=_("The name of the neighbourhood"))] = None,
    inhabitants: Annotated[int, typer.Option("--inhabitants", help=_("How many people live there"))] = 5000,
    out: Annotated[Path | None, typer.Option("--out", "-o", help=_("File; without it: NAME.yaml"))] = None,
    lang: _Lang = None,
) -> None:
    """Write a scenario; an existing file is left as it is."""
    from wijkbv_sim.scenario.template import new_document

    language = known_language(lang)
    _ = translator(language)
    readable = name.replace("-", " ").capitalize()
    text = new_document(name, title or readable, area or readable, inhabitants, language)
    path = out or Path(f"{name}.yaml")
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        said = _("{file} is there already and is left as it is; choose another file with --out")
        raise FileError(said.format(file=path)) from None
    print(_("Written: {file}").format(file=path))
    print(_("Change the numbers, and then: {command}").format(command=f"wijkbv run {path}"))


@app.command(help=_("Open the dashboard: turn dials and see the futures, in the browser."))
def dashboard(
    *,
    port: Annotated[int, typer.Option("--port", min=1, max=65535, help=_("At which port of this machine"))] = 8501,
    host: Annotated[str, typer.Option("--host", help=_("Who may connect: 0.0.0.0 lets the whole network in"))] = (
        "127.0.0.1"
    ),
    no_browser: Annotated[bool, typer.Option("--no-browser", help=_("Open no browser"))] = False,
    lang: _Lang = None,
) -> None:
    """Serve the dashboard."""
    from wijkbv_sim.cli.serving import serve

    serve(host, port, browser=not no_browser, language=known_language(lang))


def dump(content: Any) -> str:
    """JSON as the command writes it."""
    return json.dumps(content, indent=2, ensure_ascii=False, allow_nan=False)
