"""The arguments and options that commands share."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from wijkbv_sim.cli.failures import chosen_language
from wijkbv_sim.language import translator

_ = translator(chosen_language(sys.argv[1:]))

Source = Annotated[
    str, typer.Argument(metavar="SCENARIO", help=_("The name of a bundled scenario, or a file"), show_default=False)
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="nl|en", help=_("Language of what is said: nl or en"), show_default="nl"),
]
Json = Annotated[bool, typer.Option("--json", help=_("One JSON document on standard output, and nothing else"))]
Replicates = Annotated[int, typer.Option("--replicates", "-n", min=1, help=_("In how many futures"))]
Seed = Annotated[
    int, typer.Option("--seed", min=0, max=2**64 - 1, help=_("The same seed gives the same futures, to the bit"))
]
Years = Annotated[
    int | None, typer.Option("--years", min=1, max=40, help=_("How many years, instead of what the scenario says"))
]
Set = Annotated[
    list[str] | None,
    typer.Option(
        "--set", metavar="PATH=VALUE", help=_("Another value, such as money.opening_cash=50000; may be repeated")
    ),
]
Out = Annotated[Path | None, typer.Option("--out", "-o", help=_("Folder for the results and the report"))]
Workers = Annotated[int | None, typer.Option("--workers", min=1, max=1024, help=_("How many processes"))]
Cluster = Annotated[
    str | None,
    typer.Option(
        "--cluster", metavar="ADDRESS", help=_("A Dask scheduler that does the work, such as tcp://host:8786")
    ),
]
Folder = Annotated[Path, typer.Argument(metavar="FOLDER", help=_("A folder of results"), show_default=False)]
NoReport = Annotated[bool, typer.Option("--no-report", help=_("Write no report in the folder"))]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help=_("Show no progress"))]
