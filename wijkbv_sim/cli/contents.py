"""What the command writes with --json: the numbers of the library, under names that stay."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from wijkbv_sim.results.comparison import Comparison
    from wijkbv_sim.results.people import Fit
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

FORMAT = 1
"""The version of the JSON; it rises when a name changes its meaning or goes."""


def run_content(results: Results, language: Language, report: Path | None) -> dict[str, Any]:
    """One run: what was run, the headline answers, the indicators and the main variables by year."""
    from dataclasses import asdict

    from wijkbv_sim.results.headlines import headlines
    from wijkbv_sim.results.yearly import by_year

    told = results.provenance()
    content: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "scenario": results.scenario.name,
            "title": results.scenario.title.in_language(language),
            "digest": told["digest"],
            "seed": results.seed,
            "replicates": results.replicates,
            "wanted": results.wanted,
            "complete": results.complete,
            "years": results.scenario.time.years,
            "language": language,
            "headlines": [asdict(headline) for headline in headlines(results, language)],
            "indicators": records(results.summary(language)),
            "yearly": records(by_year(results, None, language)),
            "folder": None if results.folder is None else str(results.folder),
            "report": None if report is None else str(report),
            "versions": told["versions"],
        }
    )
    return content


def compare_content(comparison: Comparison, language: Language, report: Path | None) -> dict[str, Any]:
    """A comparison: the scenarios, each with its own indicators, and every paired difference to the first."""
    runs = comparison.results
    told = runs[0].provenance()
    scenarios = [
        {
            "name": name,
            "title": run.scenario.title.in_language(language),
            "digest": run.scenario.digest,
            "indicators": records(run.summary(language)),
            "folder": None if run.folder is None else str(run.folder),
        }
        for name, run in zip(comparison.names, runs, strict=True)
    ]
    content: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "base": comparison.names[0],
            "scenarios": scenarios,
            "seed": runs[0].seed,
            "replicates": runs[0].replicates,
            "years": runs[0].scenario.time.years,
            "language": language,
            "differences": records(comparison.difference(language)),
            "sentences": comparison.sentences(language),
            "report": None if report is None else str(report),
            "versions": told["versions"],
        }
    )
    return content


def options_content(scenario: Scenario, assets: Sequence[str], language: Language) -> dict[str, Any]:
    """The municipality's options with some assets: yearly flows, the table, who gains, and sentences."""
    from wijkbv_sim.analysis.transfer import transfer_options
    from wijkbv_sim.export.options import options_of

    told = []
    for name in assets:
        found = transfer_options(scenario, name)
        told.append(
            {
                "asset": name,
                "sentences": options_of(scenario, name, language).sentences,
                "options": records(found.table.reset_index()),
                "gains": records(found.gains.reset_index()),
                "flows": records(found.flows.reset_index()),
            }
        )
    content: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "scenario": scenario.name,
            "title": scenario.title.in_language(language),
            "digest": scenario.digest,
            "language": language,
            "assets": told,
        }
    )
    return content


def people_content(fit: Fit) -> dict[str, Any]:
    """Who lives there: every published figure beside the drawn one, errors by trait, odds ratios and contacts."""
    from dataclasses import asdict

    wanted, drawn = fit.household_size
    content: dict[str, Any] = plain(
        {
            "format": FORMAT,
            "scenario": fit.scenario.name,
            "digest": fit.scenario.digest,
            "seed": fit.seed,
            "margins": records(fit.margins()),
            "household_size": {"published": wanted, "drawn": drawn},
            "errors": records(fit.errors()),
            "odds": records(fit.odds()),
            "contacts": fit.contacts(),
            "unmet": [asdict(unmet) for unmet in fit.unmet],
        }
    )
    return content


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A table's rows, each under the names of the columns."""
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def plain(value: Any) -> Any:
    """The same in what JSON knows: numbers of Python, and null for not-a-number."""
    if isinstance(value, dict):
        return {key: plain(child) for key, child in value.items()}
    if isinstance(value, list | tuple):
        return [plain(child) for child in value]
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value
