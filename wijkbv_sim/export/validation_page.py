"""The page that holds the model against what was observed: docs/validation.md."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from wijkbv_sim.analysis.patterns import PATTERNS
from wijkbv_sim.analysis.validation import Shares, Verdict, buildings, kind_of

if TYPE_CHECKING:
    from wijkbv_sim.scenario.schema import Scenario

COMMAND = "wijkbv validate-model"

_INTRO = """\
<!-- Made by `{command}`; do not edit by hand. -->

# Validation: the bundled scenarios against what was observed

The model is judged by patterns (pattern-oriented modelling): what is known of companies like these, held against what
the bundled scenarios of such places come to. This page was made by

    {command}

in {replicates} futures with seed {seed}. A figure is p5, **median** and p95 over futures; of closures it is one pooled
rate with its 90 % interval, of profit it is over the years of the run. *Hit*: the median lies in the observed range.

What this can and cannot show: the ranges are wide, the samples behind them are small, and many ranges are widened by an
assumption, which the table says. A hit does not prove the model; a miss shows where it, or the scenario, is unlike
what was seen. *Given*: the scenario puts the number in, so that a hit only shows that it arrived. Scenarios were
calibrated by hand on some of these figures (the template on the sector's split, turnover, profit and closures;
Malburgen on its turnover and surplus of 2014); there is no second set of companies to test them on.

Only base documents are judged. Variants ask "what if", counterfactuals are no neighbourhood company: nobody observed
them. Break-even occupancy is not in the list, for no published figure was found.
"""

_FEW = (
    "The set is a handful of documents, chosen to differ: these two say what the library is, not what the model does."
)


def page(scenarios: Sequence[Scenario], verdicts: Sequence[Verdict], replicates: int, seed: int, command: str) -> str:
    """The whole page as Markdown, in English."""
    hits = sum(v.hit for v in verdicts)
    lines = [_INTRO.format(command=command, replicates=replicates, seed=seed)]
    lines += ["## Over all", "", f"{hits} of {len(verdicts)} hit. Of each pattern, in how many scenarios:", ""]
    lines += ["| pattern | hit | of | missed by |", "| --- | ---: | ---: | --- |"]
    for pattern in PATTERNS:
        mine = [v for v in verdicts if v.pattern is pattern]
        if mine:
            missed = ", ".join(f"`{v.scenario}`" for v in mine if not v.hit)
            lines.append(f"| {pattern.en} | {sum(v.hit for v in mine)} | {len(mine)} | {missed} |")
    lines += [
        "",
        "Over the set of residents' companies:",
        "",
        "| pattern | range | found | |",
        "| --- | --- | --- | --- |",
    ]
    lines += [_shares_row(shares) for shares in buildings(scenarios)]
    lines += ["", _FEW]
    for scenario in scenarios:
        lines += _of_scenario(scenario, [v for v in verdicts if v.scenario == scenario.name])
    lines += ["", "## Patterns and their sources", ""]
    lines += ["| pattern | range | what the source gives | source | judged at |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {p.en} | {_range(p.low, p.high, p.unit)} {p.unit} | {p.exact} | [{p.source}]({p.address}) | {p.why} |"
        for p in PATTERNS
    ]
    return "\n".join(lines) + "\n"


def _of_scenario(scenario: Scenario, verdicts: Sequence[Verdict]) -> list[str]:
    lines = ["", f"## `{scenario.name}`: {scenario.title.in_language('en')}", ""]
    lines += [f"Kind: {str(kind_of(scenario.name)).replace('_', ' ')}. {sum(v.hit for v in verdicts)} of "
              f"{len(verdicts)} hit.", ""]  # fmt: skip
    lines += ["| pattern | observed | model | |", "| --- | --- | --- | --- |"]
    for v in verdicts:
        told = ("hit" if v.hit else "**miss**") + (" (given)" if v.pattern.given else "")
        found = (
            f"{figure(v.p5, v.pattern.unit)} - **{figure(v.median, v.pattern.unit)}** - {figure(v.p95, v.pattern.unit)}"
        )
        lines.append(f"| {v.pattern.en} ({v.pattern.unit}) | {_range(v.pattern.low, v.pattern.high, v.pattern.unit)} "
                     f"| {found} | {told} |")  # fmt: skip
    missed = [v for v in verdicts if not v.hit]
    if missed:
        lines += ["", "Why it misses:", ""]
        lines += [f"- *{v.pattern.en}*: {v.explanation or 'not explained.'}" for v in missed]
    return lines


def _shares_row(shares: Shares) -> str:
    found = "-" if math.isnan(shares.found) else f"{100 * shares.found:.0f} %"
    return (
        f"| {shares.en} | {100 * shares.low:.0f}-{100 * shares.high:.0f} % | {found}, "
        f"{'hit' if shares.hit else '**miss**'} | {shares.said} |"
    )


def _range(low: float, high: float, unit: str) -> str:
    return f"{figure(low, unit)}-{figure(high, unit)}"


def figure(value: float, unit: str) -> str:
    """A figure as the page shows it: shares as percentages, the rest with three digits that count."""
    if math.isnan(value):
        return "-"
    if unit.startswith("share"):
        return f"{100 * value:.3g} %"
    if abs(value) >= 1000:
        return f"{round(value, 3 - len(str(int(abs(value))))):,.0f}"
    return f"{value:.3g}"
