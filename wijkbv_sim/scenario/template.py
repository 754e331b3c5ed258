"""The text of a small scenario to start from, with what each number means beside it."""

from __future__ import annotations

import json
from typing import Any

from wijkbv_sim.scenario.area import Area
from wijkbv_sim.scenario.assets import Building
from wijkbv_sim.scenario.contracts import Contract
from wijkbv_sim.scenario.document import parse_text
from wijkbv_sim.scenario.gifts import Grant
from wijkbv_sim.scenario.money import Money
from wijkbv_sim.scenario.ownership import Ownership
from wijkbv_sim.scenario.parameter import Language, Section, described
from wijkbv_sim.scenario.services import Service

_INTRO: dict[Language, str] = {
    "nl": """\
# Een scenario om mee te beginnen. Elk getal is te vervangen; wat hier niet staat heeft een gewone waarde.
# Een getal schrijft u als 80, als {value: 80, source: "waar het vandaan komt"}, of met de twijfel erbij:
# {triangular: [70, 80, 120]} voor laagst, waarschijnlijkst en hoogst.
""",
    "en": """\
# A scenario to begin with. Every number can be replaced; what is not here has an ordinary value.
# Write a number as 80, as {value: 80, source: "where it comes from"}, or with its doubt:
# {triangular: [70, 80, 120]} for lowest, most likely and highest.
""",
}

_WORDS: dict[Language, dict[str, str]] = {
    "nl": {
        "description": "Een buurtbedrijf met één dienst, één opdracht, één gebouw en één startsubsidie.",
        "area": "De wijk. De andere kerncijfers (leeftijd, inkomen, woningen) zijn die van Nederland.",
        "services": "Wat het buurtbedrijf doet.",
        "money": "Geld dat binnenkomt en uitgaat.",
        "assets": "Gebouwen.",
        "ownership": "Bewoners als lid en vrijwilliger.",
        "service": "Groenonderhoud",
        "contract": "Groenonderhoud voor de gemeente",
        "grant": "Startsubsidie",
        "building": "Buurthuis",
    },
    "en": {
        "description": "A company with one service, one contract, one building and one start-up grant.",
        "area": "The neighbourhood. The other figures (ages, incomes, homes) are those of the Netherlands.",
        "services": "What the company does.",
        "money": "Money that comes in and goes out.",
        "assets": "Buildings.",
        "ownership": "Residents as members and volunteers.",
        "service": "Green maintenance",
        "contract": "Green maintenance for the municipality",
        "grant": "Start-up grant",
        "building": "Community centre",
    },
}

_KEYS: dict[Language, dict[str, str]] = {
    "nl": {"service": "groen", "grant": "startsubsidie", "building": "buurthuis"},
    "en": {"service": "green", "grant": "start-up-grant", "building": "community-centre"},
}


def new_document(name: str, title: str, area_name: str, inhabitants: int, language: Language = "nl") -> str:
    """The YAML text of a valid scenario with one service, contract, building and grant, and with members.

    ``inhabitants`` is the number of residents; the sizes of service, building and grant are round numbers to
    be replaced. Each number has its unit and help beside it in ``language``. Raises ScenarioError where an
    argument is not allowed, such as a name with capitals.
    """
    words, keys = _WORDS[language], _KEYS[language]
    lines = [
        _INTRO[language],
        f"name: {_text(name)}",
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
        *_numbers(Area, {"inhabitants": inhabitants}, language, 2),
        "",
        f"# {words['services']}",
        "services:",
        f"  {keys['service']}:",
        f"    title: {_text(words['service'])}",
        "    sector: green",
        *_numbers(Service, {"demand": 2000, "volunteer_share": {"value": 20, "uniform": [10, 30]}}, language, 4),
        "",
        f"# {words['money']}",
        "money:",
        *_numbers(Money, {"opening_cash": 25000, "coordinator_fte": 0.5}, language, 2),
        "  contracts:",
        f"    {keys['service']}:",
        f"      title: {_text(words['contract'])}",
        f"      service: {keys['service']}",
        "      commissioner: municipality",
        "      route: right_to_challenge",
        *_numbers(
            Contract, {"value": 90000, "start_month": 7, "win_chance": {"triangular": [20, 50, 80]}}, language, 6
        ),
        "  grants:",
        f"    {keys['grant']}:",
        f"      title: {_text(words['grant'])}",
        "      kind: startup",
        "      giver: fund",
        *_numbers(Grant, {"amount": 30000, "duration": 36, "chance": 60}, language, 6),
        "",
        f"# {words['assets']}",
        "assets:",
        f"  {keys['building']}:",
        f"    title: {_text(words['building'])}",
        "    way_in: rent",
        *_numbers(
            Building,
            {"floor_area": 400, "lease": 12000, "rent": {"value": 80, "triangular": [40, 80, 140]}, "occupancy": 85},
            language,
            4,
        ),
        "",
        f"# {words['ownership']}",
        "ownership:",
        "  legal_form: cooperative",
        *_numbers(
            Ownership, {"initial_members": 25, "initial_active": 8, "fee": 12, "outreach_budget": 1500}, language, 2
        ),
    ]
    text = "\n".join(lines) + "\n"
    parse_text(text, None)  # an argument that is not allowed is told here, not when the file is first read
    return text


def _numbers(section: type[Section], values: dict[str, Any], language: Language, indent: int) -> list[str]:
    """Two lines for each number: unit and help as a comment, and the number below it."""
    lines = []
    for key, value in values.items():
        meta = described(section.model_fields[key])
        assert meta is not None  # the template names parameters of the schema only
        lines.append(f"{' ' * indent}# {meta.label(language)} [{meta.unit}]: {meta.help(language)}")
        lines.append(f"{' ' * indent}{key}: {_value(value)}")
    return lines


def _value(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {part}" for key, part in value.items()) + "}"
    return str(value)


def _text(text: str) -> str:
    """A text in double quotes, whatever is in it."""
    quoted = json.dumps(text, ensure_ascii=False)
    return "".join(c if c.isprintable() else json.dumps(c)[1:-1] for c in quoted)
