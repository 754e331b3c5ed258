"""A scenario for a neighbourhood of one's own, made from the template that fits any.

``for_area`` gives it as a scenario, for notebooks and for a sweep over many areas; ``new_document`` as a small text
that extends the template, for a founder to change.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wijkbv_sim.scenario.area import Area
from wijkbv_sim.scenario.document import Loadable, load, parse_text
from wijkbv_sim.scenario.parameter import Language
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.scaling import rescale
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.tree import plant

TEMPLATE = "bewonersbedrijf"
"""The bundled template: a residents' company of the sector's average make-up."""

MAIN = (
    "services.meeting-place.demand", "services.upkeep.demand", "money.opening_cash", "money.coordinator_fte",
    "money.contracts.welfare.value", "money.contracts.upkeep.value", "money.grants.activities.amount",
    "money.grants.projects.amount", "money.trade.kitchen.turnover", "assets.centre.floor_area", "assets.centre.lease",
    "assets.centre.rent", "assets.centre.occupancy", "ownership.initial_members", "ownership.initial_active",
    "ownership.fee", "ownership.outreach_budget",
)  # fmt: skip
"""What a new document writes out, for a founder to replace: of each section the numbers that matter most."""

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "intro": """\
# Een scenario om mee te beginnen: een gemiddeld bewonersbedrijf, op de maat van uw wijk. Elk getal is te vervangen; wat
# hier niet staat, is als in het voorbeeld `bewonersbedrijf`. Een getal schrijft u als 80, als {value: 80, source: "waar
# het vandaan komt"}, of met de twijfel erbij: {triangular: [70, 80, 120]} voor laagst, waarschijnlijkst en hoogst.
# Weg met een onderdeel: schrijf null achter de naam, zoals `shop: null`.
""",
        "description": "Een gemiddeld bewonersbedrijf, op de maat van deze wijk.",
        "area": "De wijk. De andere kerncijfers (leeftijd, inkomen, woningen) zijn die van Nederland.",
    },
    "en": {
        "intro": """\
# A scenario to begin with: an average residents' company, to the size of your neighbourhood. Every number can be
# replaced; what is not here is as in the example `bewonersbedrijf`. Write a number as 80, as {value: 80, source:
# "where it comes from"}, or with its doubt: {triangular: [70, 80, 120]} for lowest, most likely and highest.
# To take out a part, write null behind its name, such as `shop: null`.
""",
        "description": "An average residents' company, to the size of this neighbourhood.",
        "area": "The neighbourhood. The other figures (ages, incomes, homes) are those of the Netherlands.",
    },
}

_DOUBT = ("value", "uniform", "triangular", "pert", "normal", "lognormal", "beta", "discrete")


def for_area(
    template: Loadable, area: Area | Mapping[str, Any], *, name: str | None = None, title: str | None = None
) -> Scenario:
    """A template in another area: what must grow with its inhabitants grows, the rest stays.

    ``template`` is a bundled name, a path, a dict or a scenario; which of its numbers grow, and how, is written in its
    ``scaling``, and a template without one stays as it is. ``area`` is a whole Area or a mapping with at least name
    and inhabitants; figures that it leaves out are those of the schema (the Netherlands), not the template's. Events of
    the timeline and network do not grow. ``name`` and ``title`` default to the template's. Raises ScenarioError for
    an area that is none.

    >>> for_area("bewonersbedrijf", {"name": "Dorp", "inhabitants": 2100}).money.coordinator_fte.value
    1.0
    """
    document = load(template).model_dump(mode="json", exclude_unset=True)
    plain = area.model_dump(mode="json", exclude_unset=True) if isinstance(area, Area) else dict(area)
    node = plant(document)
    inhabitants = Area.model_validate_json(json.dumps(plain)).inhabitants.value if "inhabitants" in plain else None
    if inhabitants is not None:
        rescale(node, inhabitants)
    document = node.plain() | {"area": plain}
    if name is not None:
        document["name"] = name
    if title is not None:
        document["title"] = title
    return load(document)


def new_document(name: str, title: str, area_name: str, inhabitants: int, language: Language = "nl") -> str:
    """The YAML text of a valid scenario that extends the template, with its main numbers to the area's size.

    Each number has its unit and help beside it in ``language``. Raises ScenarioError where an argument is not allowed,
    such as a name with capitals.
    """
    words = _WORDS[language]
    head = [
        words["intro"],
        f"name: {_text(name)}",
        f"extends: {TEMPLATE}",
        f"title: {_text(title)}",
        f"description: {_text(words['description'])}",
        "",
        "time:",
        '  start: "2026-01"',
        "  years: 10",
        "",
        f"# {words['area']}",
        "area:",
        f"  name: {_text(area_name)}",
        f"  inhabitants: {inhabitants}",
    ]
    # An argument that is not allowed is told here, not when the file is first read.
    scenario = parse_text("\n".join(head) + "\n", None)
    text = "\n".join([*head, *_main_numbers(scenario, language)]) + "\n"
    parse_text(text, None)
    return text


def _main_numbers(scenario: Scenario, language: Language) -> list[str]:
    """The main numbers as nested keys: above each its unit and help as a comment."""
    lines: list[str] = []
    above: list[str] = []
    for path in MAIN:
        quantity, meta = scenario.parameter(path)
        keys = path.split(".")
        common = next((k for k, (a, b) in enumerate(zip(above, keys[:-1], strict=False)) if a != b), None)
        common = min(len(above), len(keys) - 1) if common is None else common
        if common == 0:
            lines.append("")
        lines += [f"{'  ' * depth}{keys[depth]}:" for depth in range(common, len(keys) - 1)]
        indent = "  " * (len(keys) - 1)
        lines.append(f"{indent}# {meta.label(language)} [{meta.unit}]: {meta.help(language)}")
        lines.append(f"{indent}{keys[-1]}: {_written(quantity)}")
        above = keys[:-1]
    return lines


def _written(quantity: Quantity) -> str:
    """A number as a document writes it, with its doubt and without its source, which was the template's."""
    given = quantity.model_dump(mode="json", exclude_none=True)
    kept = {key: _whole(given[key]) for key in _DOUBT if key in given}
    if quantity.uncertain:
        return "{" + ", ".join(f"{key}: {json.dumps(part)}" for key, part in kept.items()) + ", assumption: true}"
    return str(kept["value"])


def _whole(value: Any) -> Any:
    """Numbers without a needless .0."""
    if isinstance(value, list):
        return [_whole(part) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def _text(text: str) -> str:
    """A text in double quotes, whatever is in it."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in quoted)
