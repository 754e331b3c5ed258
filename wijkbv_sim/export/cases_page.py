"""The page about the bundled cases for founders: docs/cases.md, in Dutch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.language import euro, number, percent

if TYPE_CHECKING:
    from wijkbv_sim.results.percentiles import Range
    from wijkbv_sim.scenario.schema import Scenario

SHOWN = ("alive", "pays_its_way", "operating_result_year", "own_income_share_end", "local_retention", "members_end",
         "volunteer_hours_year")  # fmt: skip
"""The headline indicators of the tables."""


@dataclass(frozen=True)
class Answers:
    """What one scenario came to: each shown indicator's range over the futures."""

    scenario: Scenario
    found: Mapping[str, Range]


def answers_of(name: str, replicates: int, seed: int) -> Answers:
    """Run a bundled scenario and keep its headline answers."""
    from wijkbv_sim.api import simulate
    from wijkbv_sim.results.indicators import INDICATORS

    results = simulate(name, replicates, seed, books=False)
    found = {key: INDICATORS[key].range(INDICATORS[key].of(results)) for key in SHOWN}
    return Answers(results.scenario, found)


def page(
    families: Sequence[tuple[str, Sequence[str]]], found: Mapping[str, Answers], replicates: int, seed: int
) -> str:
    """The whole page as Markdown: of each family what it shows, and the answers of base and variants."""
    lines = [
        f"<!-- Made by `wijkbv cases --replicates {replicates} --seed {seed}`; do not edit by hand. -->",
        "",
        "# De voorbeelden en wat zij laten zien",
        "",
        "*Summary in English: what each bundled case shows, with the headline answers of the base document and its "
        "variants; the descriptions in English are in the documents themselves and in `wijkbv list --lang en`.*",
        "",
        f"Elk voorbeeld is doorgerekend in {replicates} toekomsten, met hetzelfde geluk en dezelfde pech voor alle "
        "voorbeelden van één wijk. In de tabel staat de middelste toekomst. Van wat waar is of niet staat er in "
        "hoeveel van de 100 toekomsten het zo is. Het is een verkenning, geen voorspelling: veel getallen zijn "
        "aannames.",
    ]
    for base, variants in families:
        lines += ["", f"## {found[base].scenario.title.nl}"]
        lines += _about(found[base].scenario)
        for name in variants:
            lines += ["", f"**{found[name].scenario.title.nl}** (`{name}`)"]
            lines += _about(found[name].scenario, heading=False)
        lines += _table([base, *variants], found)
    return "\n".join(lines) + "\n"


def _about(scenario: Scenario, *, heading: bool = True) -> list[str]:
    description = scenario.description.nl if scenario.description is not None else ""
    area = f" {scenario.area.name}, {number(scenario.area.inhabitants.value or 0, 'nl')} inwoners."
    told = ["", f"`wijkbv run {scenario.name}`:{area}"] if heading else []
    return [*told, "", " ".join(description.split())]


def _table(names: Sequence[str], found: Mapping[str, Answers]) -> list[str]:
    from wijkbv_sim.results.indicators import INDICATORS

    head = "| | " + " | ".join(INDICATORS[key].nl for key in SHOWN) + " |"
    lines = ["", head, "| --- |" + " ---: |" * len(SHOWN)]
    for name in names:
        cells = [_cell(found[name].found[key], INDICATORS[key].unit, INDICATORS[key].chance) for key in SHOWN]
        lines.append(f"| `{name}` | " + " | ".join(cells) + " |")
    return lines


def _cell(found: Range, unit: str, chance: bool) -> str:
    if found.futures == 0:
        return "-"
    if chance:
        return f"{number(100 * found.median, 'nl')} van 100"
    if unit.startswith("EUR"):
        return euro(found.median, "nl", significant=3)
    if unit.startswith("share"):
        return percent(found.median, "nl", 0)
    return number(found.median, "nl")
