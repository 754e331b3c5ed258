"""The commands about doubt, with their options: sensitivity, breakeven, rescue and calibrate."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wijkbv_sim.cli.arguments import Cluster, Json, Lang, NoReport, Out, Quiet, Seed, Set, Source, Workers, Years
from wijkbv_sim.cli.failures import chosen_language, known_language
from wijkbv_sim.language import translator

_ = translator(chosen_language(sys.argv[1:]))

_TARGET = typer.Option(
    "--target", "-t", metavar="TARGET",
    help=_("What must hold, such as alive@10, \"member_share>=10%@10\" or \"lowest_cash>=0\"; may be repeated"),
)  # fmt: skip
Target = Annotated[list[str], _TARGET]
Targets = Annotated[list[str] | None, _TARGET]
Chance = Annotated[
    str, typer.Option("--chance", metavar="CHANCE", help=_("With which chance all targets are to be met"))
]
Paths = Annotated[
    list[str] | None,
    typer.Option("--path", metavar="PATH", help=_("Only this uncertain number; may be repeated")),
]


class Method(StrEnum):
    """The ways to find out what matters."""

    TORNADO = "tornado"
    MORRIS = "morris"
    SOBOL = "sobol"


def add_to(app: typer.Typer) -> None:
    """Add these commands to a program, in this order."""
    app.command(help=_("Say which doubts make the most difference to an outcome."))(sensitivity)
    app.command(help=_("Find the value of one number at which targets are met with a chance."))(breakeven)
    app.command(help=_("Find the smallest change with which a scenario meets its targets."))(rescue)
    app.command(help=_("Narrow the doubts by what happened, and calculate on from there."))(calibrate)


def sensitivity(
    scenario: Source,
    *,
    of: Annotated[
        str, typer.Option("--of", metavar="OUTCOME", help=_("An indicator, a variable such as cash@5, or a target"))
    ] = "cash_end",
    method: Annotated[
        Method, typer.Option("--method", help=_("Each doubt by itself, screening of many, or parts of the spread"))
    ] = Method.TORNADO,
    paths: Paths = None,
    base: Annotated[
        int | None,
        typer.Option("--base", min=2, help=_("Futures (tornado), trajectories (morris), or base samples (sobol)")),
    ] = None,
    second_order: Annotated[
        bool, typer.Option("--second-order", help=_("Of sobol: also what two doubts do together"))
    ] = False,
    most: Annotated[int, typer.Option("--most", min=1, max=100, help=_("How many doubts are shown"))] = 10,
    seed: Seed = 1,
    years: Years = None,
    changes: Set = None,
    out: Out = None,
    workers: Workers = None,
    cluster: Cluster = None,
    lang: Lang = None,
    as_json: Json = False,
    no_report: NoReport = False,
    quiet: Quiet = False,
) -> None:
    """Say what matters most."""
    from wijkbv_sim.cli.doubting import run_sensitivity
    from wijkbv_sim.cli.running import Order

    order = Order(
        (scenario,), 0, seed, years, tuple(changes or ()), out, workers, known_language(lang), as_json, not no_report,
        quiet, cluster,
    )  # fmt: skip
    run_sensitivity(order, of, method.value, tuple(paths or ()), base, second_order=second_order, most=most)


def breakeven(
    scenario: Source,
    *,
    vary: Annotated[
        str, typer.Option("--vary", metavar="PATH|DIAL", help=_("Which number is sought, or which dial (contracts)"))
    ],
    target: Target,
    chance: Chance = "80%",
    between: Annotated[
        str | None, typer.Option("--between", metavar="LOW:HIGH", help=_("Where to look, such as 0:50000"))
    ] = None,
    replicates: Annotated[
        int, typer.Option("--replicates", "-n", min=2, help=_("In how many futures each value is tried"))
    ] = 200,
    rounds: Annotated[
        int, typer.Option("--rounds", min=1, max=20, help=_("How often nine values are tried, closer each time"))
    ] = 4,
    seed: Seed = 1,
    years: Years = None,
    changes: Set = None,
    out: Out = None,
    workers: Workers = None,
    cluster: Cluster = None,
    lang: Lang = None,
    as_json: Json = False,
    no_report: NoReport = False,
    quiet: Quiet = False,
) -> None:
    """Find where it turns."""
    from wijkbv_sim.cli.doubting import run_break_even
    from wijkbv_sim.cli.running import Order

    order = Order(
        (scenario,), replicates, seed, years, tuple(changes or ()), out, workers, known_language(lang), as_json,
        not no_report, quiet, cluster,
    )  # fmt: skip
    run_break_even(order, vary, tuple(target), chance, between, rounds)


def rescue(
    scenario: Source,
    *,
    target: Target,
    dial: Annotated[
        list[str] | None,
        typer.Option(
            "--dial",
            metavar="PATH=LOW:HIGH|DIAL",
            help=_("What may change, and how far; a dial (contracts) goes as far as it goes; may be repeated"),
        ),
    ] = None,
    chance: Chance = "80%",
    replicates: Annotated[
        int, typer.Option("--replicates", "-n", min=2, help=_("In how many futures each setting is tried"))
    ] = 60,
    generations: Annotated[int, typer.Option("--generations", min=1, help=_("Rounds of the search"))] = 12,
    population: Annotated[int, typer.Option("--population", min=8, help=_("Settings of a round"))] = 40,
    seed: Seed = 1,
    years: Years = None,
    changes: Set = None,
    out: Out = None,
    workers: Workers = None,
    cluster: Cluster = None,
    lang: Lang = None,
    as_json: Json = False,
    no_report: NoReport = False,
    quiet: Quiet = False,
) -> None:
    """Find what has to change."""
    from wijkbv_sim.cli.doubting import run_rescue
    from wijkbv_sim.cli.running import Order

    order = Order(
        (scenario,), replicates, seed, years, tuple(changes or ()), out, workers, known_language(lang), as_json,
        not no_report, quiet, cluster,
    )  # fmt: skip
    run_rescue(order, tuple(target), tuple(dial or ()), chance, generations, population)


def calibrate(
    scenario: Source,
    actuals: Annotated[
        Path | None,
        typer.Argument(
            metavar="[ACTUALS.CSV]",
            help=_("What happened by year; without it: actuals in the scenario"),
            show_default=False,
        ),
    ] = None,
    *,
    paths: Paths = None,
    particles: Annotated[int, typer.Option("--particles", min=20, help=_("How many futures are kept"))] = 400,
    rounds: Annotated[int, typer.Option("--rounds", min=1, max=20, help=_("How many rounds, closer each time"))] = 4,
    seed: Seed = 1,
    years: Years = None,
    changes: Set = None,
    out: Out = None,
    workers: Workers = None,
    cluster: Cluster = None,
    lang: Lang = None,
    as_json: Json = False,
    no_report: NoReport = False,
    quiet: Quiet = False,
) -> None:
    """Narrow the doubts by what happened."""
    from wijkbv_sim.cli.doubting import run_calibrate
    from wijkbv_sim.cli.running import Order

    order = Order(
        (scenario,), particles, seed, years, tuple(changes or ()), out, workers, known_language(lang), as_json,
        not no_report, quiet, cluster,
    )  # fmt: skip
    run_calibrate(order, actuals, tuple(paths or ()), rounds)
