"""The numbers of a scenario in words: value or range, unit, and where they come from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from wijkbv_sim.language import capital, number, translator
from wijkbv_sim.scenario.choices import choice_label, choices_of, field_label
from wijkbv_sim.scenario.origin import origin_in_words
from wijkbv_sim.scenario.parts import KINDS, kind_of, title_of
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wijkbv_sim.scenario.errors import Problem, ScenarioError
    from wijkbv_sim.scenario.parameter import Language, Parameter
    from wijkbv_sim.scenario.quantity import Quantity
    from wijkbv_sim.scenario.schema import Scenario

Origin = Literal["assumed", "sourced", "own"]
"""Assumed, from a source, or the writer's own without either."""


@dataclass(frozen=True)
class Assumption:
    """One number of a scenario as a table shows it."""

    path: str
    label: str
    help: str
    value: str
    unit: str
    source: str
    note: str
    origin: Origin
    uncertain: bool


@dataclass(frozen=True)
class Part:
    """A part of a scenario with its numbers: the neighbourhood, a service, a contract."""

    title: str
    numbers: tuple[Assumption, ...]

    @property
    def assumed(self) -> int:
        """How many of the numbers are assumptions."""
        return sum(n.origin == "assumed" for n in self.numbers)


def plain(value: float, language: Language) -> str:
    """A number with as many decimals as it was written with, four at most.

    >>> plain(1234.5, "nl")
    '1.234,5'
    """
    short = f"{value:.4f}".rstrip("0")
    return number(value, language, len(short.partition(".")[2]))


def in_words(quantity: Quantity, language: Language) -> str:
    """A quantity's value, or its range, without the unit."""
    _ = translator(language)

    def say(*values: float) -> tuple[str, ...]:
        return tuple(plain(v, language) for v in values)

    match quantity.distribution:
        case None:
            return plain(quantity.value or 0.0, language)
        case ("uniform", (low, high)):
            text = _("{0} to {1}").format(*say(low, high))
        case ("triangular" | "pert", (low, mode, high)):
            text = _("{0} to {2}, most likely {1}").format(*say(low, mode, high))
        case ("normal", (mean, sd)):
            text = _("about {0} (standard deviation {1})").format(*say(mean, sd))
        case ("lognormal", (median, p95)):
            text = _("about {0}; 1 in 20 above {1}").format(*say(median, p95))
        case ("beta", (a, b)):
            text = _("{2} to {3} (beta {0}, {1})").format(*say(a, b, 0, 1))
        case ("beta", (a, b, low, high)):
            text = _("{2} to {3} (beta {0}, {1})").format(*say(a, b, low, high))
        case (_name, pairs):
            whole = sum(weight for _value, weight in pairs)
            text = _("one of {choices}").format(
                choices="; ".join(f"{plain(v, language)} ({number(100 * w / whole, language)}%)" for v, w in pairs)
            )
    return text


def with_unit(quantity: Quantity, meta: Parameter, language: Language) -> str:
    """A quantity's value or range, with its unit."""
    return f"{in_words(quantity, language)} {unit_in_words(meta.unit, language)}"


def assumption(path: str, quantity: Quantity, meta: Parameter, language: Language) -> Assumption:
    """One row of the table of assumptions."""
    return Assumption(
        path=path,
        label=meta.label(language),
        help=meta.help(language),
        value=in_words(quantity, language),
        unit=unit_in_words(meta.unit, language),
        source=origin_in_words(quantity.source, language),
        note=origin_in_words(quantity.note, language),
        origin="assumed" if quantity.assumption else "sourced" if quantity.source else "own",
        uncertain=quantity.uncertain,
    )


def parts(scenario: Scenario, language: Language) -> list[Part]:
    """Every number of a scenario, by the part that it belongs to."""
    found: dict[str, list[Assumption]] = {}
    for path, quantity, meta in scenario.quantities():
        found.setdefault(path.rpartition(".")[0], []).append(assumption(path, quantity, meta, language))
    return [Part(_title(scenario, where, language), tuple(numbers)) for where, numbers in found.items()]


def _title(scenario: Scenario, where: str, language: Language) -> str:
    """What a part is called: its own title, or the name of its kind."""
    _ = translator(language)
    keys = where.split(".")
    kinds = {
        "area": _("Neighbourhood"), "money": _("Money"), "assets": _("Asset"),
        "ownership": _("Members and volunteers"), "municipality": _("Municipality"), "timeline": _("Event"),
        "local_economy": _("Local economy"), "social_value": _("Social value"), "synergies": _("Synergy"),
        "maintenance": _("Planned maintenance"), "network": _("Who knows whom"),
        "credit_market": _("Interest rates"), "jobs": _("Jobs for job-seekers"), "meeting": _("General meeting"),
        "surplus": _("What is done with a surplus"), "leaders": _("Leaders"), "shares": _("Shares"),
        "wind_up": _("When it ends"), "commissioners": _("Commissioner"),
        # What there can be several of is called what it is called where it is added; assets each by their own kind.
        **{kind.path.rpartition(".")[2]: capital(kind.label(language)) for kind in KINDS if kind.path != "assets"},
    }  # fmt: skip
    here: object = scenario
    title = ""
    for key in keys:
        if isinstance(here, dict):
            # A part that was not added, since it cannot be, has no title.
            here = here.get(key)
            if here is None:
                return title
            of = kind_of(here)
            title = capital(of.label(language)) if of is not None else title
            title = f"{title}: {title_of(here, key, language)}"
        elif isinstance(here, tuple):
            here = here[int(key)] if key.isdecimal() and int(key) < len(here) else None
            if here is None:
                return title
            title = f"{title} {int(key) + 1}"
        else:
            here = getattr(here, key, None)
            kind = kinds.get(key, key)
            # Only the nearest kind is told: "Contract: green", not "Money, Contract: green".
            title = f"{title}, {kind[:1].lower()}{kind[1:]}" if ":" in title or key == "network" else kind
    return title


def refused(error: ScenarioError, scenario: Scenario, language: Language) -> str:
    """What is wrong with a change of a scenario, in the words of the screens; the keys follow in brackets."""
    called = names(scenario, language)
    return "\n".join(_refused(problem, scenario, called, language) for problem in error.problems)


def _refused(problem: Problem, scenario: Scenario, called: Mapping[str, str], language: Language) -> str:
    facts = {name: _fact(name, fact, called, language) for name, fact in problem.facts}
    said = (problem.with_facts(**facts) if facts else problem).sentence(language)
    said = _KEY.sub(lambda key: _field(key.group(), language) or key.group(), said)
    if not problem.path:
        return said
    where = _place(problem.path, scenario, called, language)
    return f"{where}: {said} ({problem.path})" if where else f"{said} ({problem.path})"


def _fact(name: str, fact: str, called: Mapping[str, str], language: Language) -> str:
    """What a message is about: a number by its name, a choice as the screens have it."""
    _ = translator(language)
    if name == "parameter":
        return called.get(fact, fact)
    if name == "form" and fact in choices_of("LegalForm"):
        return choice_label(fact, language, "LegalForm")
    if name == "must":
        return {"true": _("on"), "false": _("off")}.get(fact, fact)
    return fact


def _place(path: str, scenario: Scenario, called: Mapping[str, str], language: Language) -> str:
    """What stands at a path: a number, a choice of a part, a part, or what an event changes; empty where it is none."""
    keys = path.split(".")
    if keys[0] == "timeline" and len(keys) > 1:
        changed = called.get(".".join(keys[3:]), "")
        at = int(keys[1])
        events = [title_of(event, event.name, language) for event in scenario.timeline[at : at + 1]]
        return " · ".join(filter(None, (*events, changed)))
    if path in called:
        return capital(called[path])
    *above, last = keys
    field = _field(last, language)
    where = _title(scenario, ".".join(above if field else keys), language) if above or not field else ""
    return f"{capital(field)} ({where})" if field and where else where or field


def _field(name: str, language: Language) -> str:
    """What a field that is no number is called; empty where it has no name."""
    try:
        return field_label(name, language)
    except KeyError:
        return ""


_KEY = re.compile(r"\b[a-z]+(?:_[a-z]+)+\b")
"""What a key of a document looks like that is no word of a language."""


def differences(before: Scenario, after: Scenario, language: Language) -> Iterator[str]:
    """Each number in which two scenarios differ, as a sentence."""
    old = {path: (quantity, meta) for path, quantity, meta in before.quantities()}
    for path, quantity, meta in after.quantities():
        was = old.get(path)
        if was is None:
            yield f"{path}: {with_unit(quantity, meta, language)}"
        elif was[0] != quantity:
            now = with_unit(quantity, meta, language)
            yield f"{meta.label(language)} ({path}): {in_words(was[0], language)} → {now}"


def names(scenario: Scenario, language: Language) -> dict[str, str]:
    """What each number is called where numbers of several parts stand together, by its path."""
    return {found.path: f"{found.label} ({part.title})" for part in parts(scenario, language) for found in part.numbers}
