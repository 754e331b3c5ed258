"""The parts that a company can have several of: what each begins with, and adding, copying and taking away."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.building import Building
from wijkbv_sim.scenario.choices import choice_label
from wijkbv_sim.scenario.contracts import Contract
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.energy import Energy
from wijkbv_sim.scenario.errors import Problem, ScenarioError
from wijkbv_sim.scenario.fibre import Fibre
from wijkbv_sim.scenario.gifts import Crowdfunding, Grant
from wijkbv_sim.scenario.governance import ShareOffer
from wijkbv_sim.scenario.housing import Housing
from wijkbv_sim.scenario.land import Land
from wijkbv_sim.scenario.money import Loan, Trade
from wijkbv_sim.scenario.schema import Event
from wijkbv_sim.scenario.services import Service
from wijkbv_sim.scenario.take_out import take_out

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wijkbv_sim.scenario.parameter import Language, Section
    from wijkbv_sim.scenario.schema import Scenario
    from wijkbv_sim.scenario.text import Title


@dataclass(frozen=True)
class Kind:
    """A kind of part: where it stands in the document, and what a new one says. All its numbers are assumptions."""

    name: str
    path: str
    section: type[Section]
    nl: str
    en: str
    begins: Mapping[str, Any]

    def label(self, language: Language) -> str:
        """What one of them is called."""
        return self.nl if language == "nl" else self.en

    @property
    def title(self) -> dict[Language, str]:
        """What one is called that nobody gave a name, as a document writes it."""
        return {"nl": self.nl, "en": self.en}


def _assumed(value: float) -> dict[str, Any]:
    return {"value": value, "assumption": True}


def _asset(name: str, section: type[Section], begins: Mapping[str, Any]) -> Kind:
    """A kind of asset, called what it is called where it is chosen."""
    return Kind(name, "assets", section, choice_label(name, "nl"), choice_label(name, "en"), begins)


KINDS: Sequence[Kind] = (
    Kind("service", "services", Service, "dienst", "service", {"demand": _assumed(1_000)}),
    Kind("contract", "money.contracts", Contract, "opdracht", "contract", {"value": _assumed(25_000)}),
    Kind("grant", "money.grants", Grant, "subsidie of fonds", "grant", {"amount": _assumed(10_000)}),
    Kind("trade", "money.trade", Trade, "eigen verkoop", "own sales", {"turnover": _assumed(10_000)}),
    Kind("loan", "money.loans", Loan, "lening", "loan", {"amount": _assumed(50_000)}),
    Kind("crowdfunding", "money.crowdfunding", Crowdfunding, "inzamelactie", "crowdfunding", {
        "target": _assumed(10_000), "backers": _assumed(150),
    }),
    _asset("building", Building, {"kind": "building", "floor_area": _assumed(800)}),
    _asset("housing", Housing, {"kind": "housing", "dwellings": _assumed(10)}),
    _asset("energy", Energy, {
        "kind": "energy", "output": _assumed(100_000),
    }),
    _asset("fibre", Fibre, {"kind": "fibre", "homes_passed": _assumed(1_500)}),
    _asset("land", Land, {"kind": "land", "area": _assumed(2_000)}),
    Kind("offer", "ownership.offers", ShareOffer, "certificatenronde", "share round", {
        "target": _assumed(50_000),
    }),
)  # fmt: skip
"""Every kind of part, in the order of the four building blocks; what each is called everywhere is written here."""


def kind_of(part: object) -> Kind | None:
    """The kind that a part is of; None for a section that there is one of, or that has no name."""
    return next((kind for kind in KINDS if type(part) is kind.section), None)


def parts(scenario: Scenario, kind: Kind) -> dict[str, Section]:
    """The scenario's parts of a kind, by name."""
    here: Any = scenario
    for key in kind.path.split("."):
        here = getattr(here, key)
    return {name: part for name, part in here.items() if isinstance(part, kind.section)}


def title_of(part: object, name: str, language: Language) -> str:
    """What a part is called: its own title in a language, or its name where it has none."""
    title: Title | None = getattr(part, "title", None)
    return (title.in_language(language) if title is not None else "") or name


def titles_of(named: Mapping[str, object], language: Language) -> dict[str, str]:
    """What each of several parts is called, by its name."""
    return {name: title_of(part, name, language) for name, part in named.items()}


def add(scenario: Scenario, kind: Kind, title: str) -> tuple[Scenario, str]:
    """The scenario with a new part that begins with usual numbers; also gives the part's name.

    Without a title it is called by its kind, in both languages. Raises ScenarioError where the scenario cannot hold it.
    """
    name = _free(scenario, kind, kind.name)
    return apply(scenario, {f"{kind.path}.{name}": {**kind.begins, "title": title or kind.title}}), name


def copy(scenario: Scenario, kind: Kind, name: str, title: str | dict[Language, str]) -> tuple[Scenario, str]:
    """The scenario with a part once more, under a title as a document would write it: in one language or in both.

    Raises KeyError where there is none of that name, and ScenarioError where the title is too long.
    """
    part = parts(scenario, kind)[name].model_dump(mode="json", exclude_unset=True)
    another = _free(scenario, kind, name)
    return apply(scenario, {f"{kind.path}.{another}": {**part, "title": title}}), another


def take_away(scenario: Scenario, kind: Kind, name: str) -> Scenario:
    """The scenario without a part, nor its numbers in correlations and events; what belonged to it belongs to none.

    Raises ScenarioError, which says what to change first, where something else cannot do without it.
    """
    if kind.path == "services":
        _refuse_while_paid_for(scenario, name)
    document = scenario.document_with({})
    take_out(document, [f"{kind.path}.{name}"])
    try:
        return load(document)
    except ScenarioError as error:
        raise _with_events_named(error, document) from None


def _refuse_while_paid_for(scenario: Scenario, service: str) -> None:
    """A contract that pays for each unit needs the service that delivers them."""
    problems = [
        Problem.of(
            "said", None, path=f"money.contracts.{name}.price",
            template=N_(
                'the contract "{part}" pays for each unit of this service. First set its price per unit to 0, or '
                "choose another service for it"
            ),
            part=title_of(contract, name, "en"), part_nl=title_of(contract, name, "nl"),
        )
        for name, contract in scenario.money.contracts.items()
        if contract.service == service and contract.price.extent()[1] > 0
    ]  # fmt: skip
    if problems:
        raise ScenarioError(problems)


def _with_events_named(error: ScenarioError, document: Mapping[str, Any]) -> ScenarioError:
    """The same, where an event stands in the way: it was possible while the part was there."""
    problems = []
    for problem in error.problems:
        keys = problem.path.split(".")
        if keys[0] == "timeline" and len(keys) > 1:
            event = Event.model_validate_json(json.dumps(document["timeline"][int(keys[1])]))
            problem = Problem.of(  # noqa: PLW2901
                "said", None, path=problem.path,
                template=N_(
                    'the event "{part}" would come at a wrong moment without this. First take that event away'
                ),
                part=title_of(event, event.name, "en"), part_nl=title_of(event, event.name, "nl"),
            )  # fmt: skip
        problems.append(problem)
    return ScenarioError(problems, error.more)


def apply(scenario: Scenario, changes: Mapping[str, Any]) -> Scenario:
    """The scenario after changes by path, as a document would write them; None takes a part out.

    Raises ScenarioError, with the same words as for a document, where the result is none; KeyError for a path
    that there is not.
    """
    return load(scenario.document_with(changes))


def _free(scenario: Scenario, kind: Kind, stem: str) -> str:
    """A name that is not taken: the stem, or with a number behind it."""
    here: Any = scenario
    for key in kind.path.split("."):
        here = getattr(here, key)
    stem = stem.rstrip("-0123456789") or kind.name
    number = 1
    while f"{stem}-{number}" in here:
        number += 1
    return f"{stem}-{number}"
