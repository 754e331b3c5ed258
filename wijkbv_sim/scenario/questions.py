"""Five questions that end in a whole scenario: where, what kind, what building, how many people, how much money.

Each kind of company begins with a bundled scenario, brought to the size of the neighbourhood. What the answers do not
say stays as it is there, with its doubt and its source.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict, Field

from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.dials import moved
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.origin import AS_ANSWERED, AS_VALUED, PART_LENT
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.take_out import take_out, uncorrelated
from wijkbv_sim.scenario.template import TEMPLATE, for_area

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

OWNER = "bewonersbedrijf-asset-rich"
"""The bundled scenario of a company that owns its building: what an owned building costs a square metre is from it."""

LENT = 0.65
"""Part of price and renovation that a lender gives: 60 to 70 % is usual (see the loan of OWNER)."""

MOST_MEMBERS = 0.5
"""Of the inhabitants at most this part is a member at the start, whoever many people take part."""


class CompanyKind(StrEnum):
    """What the company does most."""

    MIXED = "mixed"
    MEETING_PLACE = "meeting_place"
    WORK = "work"
    CARE = "care"
    ENERGY = "energy"
    FIBRE = "fibre"


class Premises(StrEnum):
    """How the company comes by a building."""

    NONE = "none"
    RENTED = "rented"
    TRANSFERRED = "transferred"
    BOUGHT = "bought"


_KINDS: dict[CompanyKind, tuple[str, str]] = {
    CompanyKind.MIXED: ("Van alles wat: ontmoeting, werk en verkoop", "A bit of everything: meeting, work and sales"),
    CompanyKind.MEETING_PLACE: ("Een buurthuis met zalen en een keuken", "A community centre with halls and a kitchen"),
    CompanyKind.WORK: ("Werk in de wijk: groen, schoonmaak en beheer", "Work in the area: green, cleaning and upkeep"),
    CompanyKind.CARE: ("Zorg en hulp voor elkaar", "Care and help for each other"),
    CompanyKind.ENERGY: ("Zonnepanelen op grote daken in de wijk", "Solar panels on large roofs in the neighbourhood"),
    CompanyKind.FIBRE: ("Een eigen glasvezelnet in het buitengebied", "A fibre network of its own in the countryside"),
}
_TITLES: dict[CompanyKind, tuple[str, str]] = {
    CompanyKind.MIXED: ("Buurtbedrijf", "Neighbourhood company"),
    CompanyKind.MEETING_PLACE: ("Buurthuis", "Community centre"),
    CompanyKind.WORK: ("Werkbedrijf", "Work company"),
    CompanyKind.CARE: ("Zorgcoöperatie", "Care co-operative"),
    CompanyKind.ENERGY: ("Energiecoöperatie", "Energy co-operative"),
    CompanyKind.FIBRE: ("Glasvezelcoöperatie", "Fibre co-operative"),
}
_PREMISES: dict[Premises, tuple[str, str]] = {
    Premises.NONE: ("Geen gebouw: we huren een zaal als dat nodig is", "No building: we hire a room when we need one"),
    Premises.RENTED: ("We huren een gebouw", "We rent a building"),
    Premises.TRANSFERRED: ("We krijgen een gebouw voor één euro", "We are given a building for one euro"),
    Premises.BOUGHT: ("We kopen een gebouw, met een lening", "We buy a building, with a loan"),
}
_BASES: dict[CompanyKind, str] = {
    CompanyKind.MIXED: TEMPLATE,
    CompanyKind.MEETING_PLACE: TEMPLATE,
    CompanyKind.WORK: "bewonersbedrijf-contract-rich",
    CompanyKind.CARE: "hoogeloon",
    CompanyKind.ENERGY: "bewonersbedrijf-solar",
    CompanyKind.FIBRE: "aa-en-hunze",
}
WITHOUT_BUILDING = frozenset({CompanyKind.ENERGY, CompanyKind.FIBRE})
"""Kinds that have no use for a building: the third question is not theirs, and its answer does nothing."""

_LEFT_OUT: dict[CompanyKind, tuple[str, ...]] = {
    CompanyKind.MEETING_PLACE: ("services.upkeep", "money.contracts.upkeep", "money.trade.shop"),
}
"""What a kind does not have of its base."""

_GROWTH: dict[str, dict[str, Any]] = {
    # Hoogeloon is a case, not a template: what grows with the number of inhabitants is an assumption made here.
    "hoogeloon": {
        "inhabitants": 2285,
        "growth": [
            {
                "power": 1,
                "parameters": [
                    "services.*.demand", "money.contracts.*.value", "money.trade.*.turnover", "money.grants.*.amount",
                    "money.coordinator_fte", "money.donations",
                ],
            },
            {
                "power": 0.5,
                "parameters": [
                    "money.overhead", "money.opening_cash", "money.credit_limit", "assets.*.floor_area",
                    "assets.*.lease", "ownership.initial_members", "ownership.initial_active",
                    "ownership.outreach_budget",
                ],
            },
            {"power": -0.5, "parameters": ["ownership.potential"]},
        ],
    },
    # So is Aa en Hunze: homes, lines and the loans for them in proportion, what runs the co-operative less so.
    "aa-en-hunze": {
        "inhabitants": 5550,
        "growth": [
            {
                "power": 1,
                "parameters": [
                    "services.*.demand", "money.loans.*.amount", "assets.*.homes_passed", "assets.*.maintenance.*.cost",
                    "ownership.offers.*.target", "ownership.offers.*.investors", "ownership.initial_members",
                    "ownership.initial_active",
                ],
            },
            {
                "power": 0.5,
                "parameters": [
                    "money.overhead", "money.opening_cash", "money.credit_limit", "money.coordinator_fte",
                    "money.grants.*.amount", "assets.*.preparation", "assets.*.campaign", "assets.*.running_cost",
                    "assets.*.maintenance_reserve",
                ],
            },
        ],
    },
}  # fmt: skip

_HALL_HIRE = "services.meeting-place.overhead"
"""What a company without a building pays for rooms by the hour stands here."""


class Answers(BaseModel):
    """The five answers. A ``place`` without ``inhabitants`` is a bundled one, see ``places``; with them it is any.

    ``people`` take part in the work at the start; ``money`` is in the account then, in EUR. Left out, both are what
    is usual for the other three answers.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    place: str = Field(min_length=1, max_length=80)
    inhabitants: int | None = Field(default=None, ge=200, le=100_000)
    kind: CompanyKind = CompanyKind.MIXED
    premises: Premises = Premises.RENTED
    people: int | None = Field(default=None, ge=1, le=2_000)
    money: int | None = Field(default=None, ge=0, le=5_000_000)


@dataclass(frozen=True)
class Place:
    """A neighbourhood of which the figures are known."""

    name: str
    title: str
    inhabitants: int


def kind_label(kind: CompanyKind, language: Language) -> str:
    """What a kind of company is called."""
    return _KINDS[kind][language == "en"]


def premises_label(premises: Premises, language: Language) -> str:
    """What a way to have a building is called."""
    return _PREMISES[premises][language == "en"]


@cache
def places() -> tuple[Place, ...]:
    """The neighbourhoods of the bundled scenarios, by the name of the scenario; the average one first."""
    found = []
    for name, _variants in library.families():
        area = load(name).area
        found.append(Place(name, area.name, int(central(area.inhabitants, None))))
    return tuple(sorted(found, key=lambda place: (place.name != TEMPLATE, place.title)))


def usual(answers: Answers) -> Answers:
    """The answers with people and money filled in as is usual for the other three."""
    scenario = _first_three(answers)
    people = (
        answers.people if answers.people is not None else max(1, round(_centre(scenario, "ownership.initial_active")))
    )
    usually = _centre(scenario, "money.opening_cash") + _own_part(scenario)
    # In whole thousands: an answer to the euro would claim too much.
    money = answers.money if answers.money is not None else round(usually / 1_000) * 1_000
    return answers.model_copy(update={"people": people, "money": money})


def answered(answers: Answers) -> Scenario:
    """The scenario that the answers describe.

    Raises ScenarioError, or KeyError for a bundled place that there is not.
    """
    whole = usual(answers)
    scenario = _first_three(whole)
    changes: dict[str, Quantity] = {}
    if whole.people is not None:
        there = _centre(scenario, "ownership.initial_active")
        most = MOST_MEMBERS * central(scenario.area.inhabitants, None)
        ratio = whole.people / max(there, 1.0)
        members = min(
            max(_centre(scenario, "ownership.initial_members") * ratio, whole.people), max(most, whole.people)
        )
        changes |= _set(scenario, {"ownership.initial_active": whole.people, "ownership.initial_members": members})
    if whole.money is not None:
        changes |= _set(scenario, {"money.opening_cash": whole.money})
    document = scenario.document_with(changes)
    _drop_uncorrelated(document, {path for path, quantity in changes.items() if not quantity.uncertain})
    return load(document)


def _first_three(answers: Answers) -> Scenario:
    # Other people and money make no other scenario here: known once, it need not be made again.
    return _made(answers.model_copy(update={"people": None, "money": None}))


@lru_cache(maxsize=64)
def _made(answers: Answers) -> Scenario:
    """The scenario of the first three answers: place, kind and building."""
    base = _BASES[answers.kind]
    document = load(base).model_dump(mode="json", exclude_unset=True)
    if base in _GROWTH:
        document["scaling"] = _GROWTH[base]
    take_out(document, _LEFT_OUT.get(answers.kind, ()))
    area, place = _area(answers)
    scenario = for_area(document, area)
    document = scenario.model_dump(mode="json", exclude_unset=True)
    document.pop("scaling", None)
    document |= {"name": "own-plan"} | _words(answers, place)
    if answers.kind in WITHOUT_BUILDING:
        return load(document)
    if answers.premises is Premises.NONE:
        _without_building(document)
    elif answers.premises in (Premises.TRANSFERRED, Premises.BOUGHT):
        _owned(document, scenario, bought=answers.premises is Premises.BOUGHT)
    return load(document)


def _area(answers: Answers) -> tuple[dict[str, Any], str]:
    """The area's section of a document, and what the place is called."""
    if answers.inhabitants is not None:
        return {
            "name": answers.place, "inhabitants": {"value": answers.inhabitants, "note": AS_ANSWERED},
        }, answers.place  # fmt: skip
    if answers.place not in library.names():
        raise KeyError(f"there is no bundled place {answers.place}: expected one of {', '.join(library.names())}")
    area = load(answers.place).area
    return area.model_dump(mode="json", exclude_unset=True), area.name


def _words(answers: Answers, place: str) -> dict[str, Any]:
    title = _TITLES[answers.kind]
    dutch, english = ("een gemiddelde wijk", "an average neighbourhood") if _average(answers) else (place, place)
    said = [_KINDS[answers.kind]] + ([] if answers.kind in WITHOUT_BUILDING else [_PREMISES[answers.premises]])
    nl, en = (". ".join(texts) for texts in zip(*said, strict=True))
    return {
        "title": {"nl": f"{title[0]} in {dutch}", "en": f"{title[1]} in {english}"},
        "description": {
            "nl": f"Gemaakt met vijf vragen. {nl}. Wat u niet zelf invulde, komt van een voorbeeld "
            "op de maat van deze wijk. Onder Bouwen kunt u elk getal veranderen.",
            "en": f"Made by five questions. {en}. What you did not fill in comes from an example, "
            "to the size of this neighbourhood. Under Build you can change every number.",
        },
    }


def _average(answers: Answers) -> bool:
    return answers.inhabitants is None and answers.place == TEMPLATE


def _without_building(document: dict[str, Any]) -> None:
    """No building: what happens in it goes, and the rooms that are needed are hired by the hour."""
    gone = [f"assets.{name}" for name in document.get("assets", {})]
    if "caretaking" in document["services"]:
        gone.append("services.caretaking")
    take_out(document, gone)
    if "meeting-place" in document["services"]:
        hired = load(_BASES[CompanyKind.WORK]).parameter(_HALL_HIRE)[0]
        document["services"]["meeting-place"]["overhead"] = hired.model_dump(mode="json", exclude_unset=True)


def _owned(document: dict[str, Any], scenario: Scenario, *, bought: bool) -> None:
    """An owned building of the same size: price, works and upkeep a square metre are those of OWNER."""
    model = load(OWNER)
    (there,) = model.assets
    pattern = model.document_with({})["assets"][there]
    (here,) = scenario.assets
    larger = _centre(scenario, f"assets.{here}.floor_area") / _centre(model, f"assets.{there}.floor_area")

    def sized(path: str, ratio: float = larger) -> dict[str, Any]:
        quantity, meta = model.parameter(f"assets.{there}.{path}")
        dumped: dict[str, Any] = moved(quantity, meta, central(quantity, meta) * ratio).model_dump(
            mode="json", exclude_unset=True
        )
        return dumped

    value = sized("market_value")
    building = {key: part for key, part in document["assets"][here].items() if key != "lease"}
    building |= {
        "way_in": "purchase" if bought else "transfer",
        "price": {"value": value["value"], "assumption": True, "note": AS_VALUED} if bought else pattern["price"],
        "market_value": value,
        "renovation": sized("renovation"),
        "depreciation_years": pattern["depreciation_years"],
        "maintenance_reserve": pattern["maintenance_reserve"],
        "maintenance": [
            {**work, "cost": sized(f"maintenance.{k}.cost")} for k, work in enumerate(pattern["maintenance"])
        ],
    }
    document["assets"][here] = building
    _drop_uncorrelated(document, {f"assets.{here}.lease"})
    sum_needed = building["renovation"]["value"] + building["price"]["value"]
    loan = next(iter(model.document_with({})["money"]["loans"].values()))
    loan = {
        **loan,
        "amount": {"value": round(LENT * sum_needed), "assumption": True, "note": PART_LENT},
    }
    document["money"].setdefault("loans", {})["building"] = loan


def _own_part(scenario: Scenario) -> float:
    """What the company has to bring itself for its building, in EUR: price, tax and works that are not lent."""
    loan = scenario.money.loans.get("building")
    if loan is None:
        return 0.0
    needed = 0.0
    for name, asset in scenario.assets.items():
        tax = 1 + _centre(scenario, f"assets.{name}.transfer_tax") / 100
        needed += central(asset.price, None) * tax + central(asset.renovation, None)
    return max(0.0, needed - central(loan.amount, None))


def _drop_uncorrelated(document: dict[str, Any], gone: set[str]) -> None:
    if "correlations" in document:
        document["correlations"] = uncorrelated(document["correlations"], lambda path: None if path in gone else path)


def _set(scenario: Scenario, values: Mapping[str, float]) -> dict[str, Quantity]:
    found = {}
    for path, value in values.items():
        quantity, meta = scenario.parameter(path)
        found[path] = moved(quantity, meta, value)
    return found


def _centre(scenario: Scenario, path: str) -> float:
    return central(*scenario.parameter(path))
