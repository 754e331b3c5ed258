"""Write docs/feedbacks.md: what each feedback couples, and what switching it off does in bundled scenarios.

Run it with `make docs`; it simulates every scenario once for each switch, a minute or so. A fast test sees that every
switch has its row, a slow one that the page is what the code makes.
"""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

from wijkbv_sim import load, simulate
from wijkbv_sim.results.comparison import Comparison
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.schema import Feedbacks, Scenario

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs/feedbacks.md"
SCENARIOS = ("malburgen", "malburgen-transferred", "malburgen-refused")
REPLICATES, SEED = 100, 1

HEADLINES = {
    # indicator: the column's head, and what the number is multiplied by
    "pays_its_way": ("pays its way, of 100 futures", 100.0),
    "lowest_cash": ("lowest balance, EUR", 1.0),
    "cash_end": ("cash at the end, EUR", 1.0),
    "own_income_share_end": ("own income, % of income", 100.0),
    "local_retention": ("money that stays local, %", 100.0),
    "members_end": ("members at the end", 1.0),
    "active_members_end": ("active members at the end", 1.0),
    "quality_end": ("quality, of 100", 100.0),
    "trust_end": ("trust, of 100", 100.0),
}
"""The headline indicators, in the order of the columns."""

WORDS = {
    "pays_its_way": "futures of 100 in which it pays its way", "lowest_cash": "EUR at the lowest point of the account",
    "cash_end": "EUR at the end", "own_income_share_end": "percentage points of own income",
    "local_retention": "percentage points of money that stays local", "members_end": "members at the end",
    "active_members_end": "active members at the end", "quality_end": "points of quality",
    "trust_end": "points of trust",
}  # fmt: skip
WORTH_TELLING = {
    "pays_its_way": 2, "lowest_cash": 1_000, "cash_end": 2_000, "own_income_share_end": 1, "local_retention": 1,
    "members_end": 5, "active_members_end": 2, "quality_end": 1, "trust_end": 1,
}  # fmt: skip
"""The smallest mean difference that a sentence speaks of, in the columns' units; a choice."""


def couples(switch: str) -> str:
    """What the switch couples: quality to trust."""
    cause, _, effect = switch.partition("_to_")
    return f"{cause} to {effect}"


def without(scenario: Scenario, switch: str) -> tuple[Scenario, Scenario]:
    """The scenario with the switch on, and with it off; all others as the scenario has them."""
    on, off = (scenario.with_({f"feedbacks.{switch}": state}) for state in (True, False))
    return on, off


def effects(scenario: Scenario, switch: str, runs: dict[str, Results]) -> dict[str, dict[str, Any]]:
    """The paired differences, off less on, by indicator."""
    pair = []
    for each in without(scenario, switch):
        if each.digest not in runs:
            runs[each.digest] = simulate(each, REPLICATES, SEED, books=False)
        pair.append(runs[each.digest])
    rows = Comparison(pair).difference("en").to_dict("records")
    return {row["indicator"]: row for row in rows if row["indicator"] in HEADLINES}


def cell(row: dict[str, Any], scale: float) -> str:
    """A difference with its 90% interval; a chance has none. The same in every future: 0."""
    if row["futures"] == 0:
        return "no value"
    if row["equal"] == 1:
        return "0"
    middle = written(row["median_difference"] * scale)
    if math.isnan(row["p5"]):
        return middle
    return f"{middle} [{written(row['p5'] * scale)}, {written(row['p95'] * scale)}]"


def written(number: float) -> str:
    """A difference with its sign, to about three digits."""
    digits = 0 if abs(number) >= 100 else 1
    text = f"{round(number, -1) if abs(number) >= 10_000 else number:+,.{digits}f}"
    return "0" if float(text.replace(",", "")) == 0 else text


def sentence(switch: str, found: dict[str, dict[str, Any]], on_by_default: bool) -> str:
    """What switching it off does, in words: the headlines that move by more than is worth telling, most first."""
    start = f"Without {couples(switch)}" + ("" if on_by_default else " (off unless switched on)")
    rows = [(name, row) for name, row in found.items() if row["futures"] and row["equal"] < 1]
    if not rows:
        return f"{start} nothing changes: in this scenario it never comes into play."
    sizes = {name: abs(row["mean_difference"] * HEADLINES[name][1]) / WORTH_TELLING[name] for name, row in rows}
    told = sorted((name for name in sizes if sizes[name] >= 1), key=lambda name: -sizes[name])[:3]
    if not told:
        touched = max(round(100 * (1 - row["equal"])) for _, row in rows)
        return f"{start} hardly anything changes: some headline moves in {touched} of 100 futures, each by little."
    return f"{start}, on average, {'; '.join(_told(name, found[name]) for name in told)}."


def _told(name: str, row: dict[str, Any]) -> str:
    mean = row["mean_difference"] * HEADLINES[name][1]
    less = "less" if "EUR" in WORDS[name] else "fewer"
    said = f"{written(abs(mean)).lstrip('+')} {'more' if mean > 0 else less} {WORDS[name]}"
    if math.isnan(row["p5"]):
        return said
    rises, falls = row["better"] - row["equal"] / 2, 1 - row["better"] - row["equal"] / 2
    share = round(100 * (rises if mean > 0 else falls))
    return f"{said} ({'higher' if mean > 0 else 'lower'} in {share} of 100 futures)"


def page() -> str:
    """docs/feedbacks.md."""
    scenarios = {name: load(name) for name in SCENARIOS}
    switches = list(Feedbacks.model_fields)
    lines = [
        "<!-- Made by `make docs` from the code; do not edit by hand. -->",
        "",
        "# What each feedback does",
        "",
        "A feedback is a loop of cause and effect; each can be switched off under `feedbacks` of a scenario. The",
        f"tables show what that does: {REPLICATES} futures are run with the loop and the same {REPLICATES}, with the",
        "same luck, without it. A cell is the middle difference (without less with) and, in brackets, the range in",
        "which 90 of 100 differences lie; 0 alone where all futures are the same. A loop that is off in the scenario",
        "is compared with the scenario in which it is on. The sentences below a table speak of means, and of nothing",
        "smaller than is worth telling.",
        "",
        "| switch | couples | when on | by default |",
        "| --- | --- | --- | --- |",
    ]
    for switch in switches:
        field = Feedbacks.model_fields[switch]
        lines.append(f"| `{switch}` | {couples(switch)} | {field.description} | {'on' if field.default else 'off'} |")
    for name, scenario in scenarios.items():
        runs: dict[str, Results] = {}
        found = {switch: effects(scenario, switch, runs) for switch in switches}
        heads = [head for _, (head, _) in HEADLINES.items()]
        lines += [
            "",
            f"## {scenario.title.in_language('en')}",
            "",
            f"`{name}`, digest `{scenario.digest}`, {REPLICATES} futures, seed {SEED}, {scenario.time.years} years.",
            "",
            "| without | " + " | ".join(heads) + " |",
            "| --- |" + " --- |" * len(heads),
        ]
        for switch in switches:
            cells = [cell(found[switch][k], scale) if k in found[switch] else "no value"
                     for k, (_, scale) in HEADLINES.items()]  # fmt: skip
            lines.append(f"| `{switch}` | " + " | ".join(cells) + " |")
        lines.append("")
        for switch in switches:
            lines.append(f"- {sentence(switch, found[switch], getattr(scenario.feedbacks, switch))}")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    print(PAGE.relative_to(ROOT))


if __name__ == "__main__":
    main()
