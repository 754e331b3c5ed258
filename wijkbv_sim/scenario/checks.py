"""What a scenario's parts may not say against each other, and the walk along all of its numbers."""

from __future__ import annotations

import difflib
import itertools
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic_core import PydanticCustomError

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.parameter import Parameter, Section, check_bounds, descriptions
from wijkbv_sim.scenario.parties import Party
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.said import Said
from wijkbv_sim.scenario.timing import too_late

if TYPE_CHECKING:
    from wijkbv_sim.scenario.schema import Event, Scenario

Location = tuple[str | int, ...]
Contradiction = tuple[Location, Said]
Known = dict[str, tuple[Quantity, Parameter]]
Numbers = tuple[tuple[str, Quantity, Parameter], ...]

MAX_PARTS = 1000
"""The most services, contracts, grants, loans or assets that one scenario may hold of each kind."""

NAME = re.compile(r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")
"""What a name of a scenario, service, contract, asset, grant, loan or event may look like."""

_MANY = 1000
"""Above this number of paths, the search for the nearest one looks among those with the same last key."""


NAMED_MONEY = ("contracts", "grants", "crowdfunding", "loans", "trade")
"""The parts of ``money`` that are named by the writer."""


def walk(section: Section, prefix: str = "") -> Iterator[tuple[str, Quantity, Parameter]]:
    """Every number below a section: dotted path, the number, and its description.

    The changes of an event are no numbers of the scenario: they have no description of their own.
    """
    known = descriptions(type(section))
    for name in type(section).model_fields:
        value = getattr(section, name)
        path = f"{prefix}{name}"
        if isinstance(value, Quantity):
            if name in known:
                yield path, value, known[name]
        elif isinstance(value, Section):
            yield from _numbers(value, path + ".")
        elif isinstance(value, dict):
            for key, part in value.items():
                if isinstance(part, Section):
                    yield from _numbers(part, f"{path}.{key}.")
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Section):
                    yield from _numbers(part, f"{path}.{index}.")


def _numbers(section: Section, prefix: str) -> Numbers:
    """What ``walk`` finds below a part: found once for all scenarios that share it."""
    return remembered(section, ("numbers", prefix), lambda: tuple(walk(section, prefix)))


def unknown_path(known: Iterable[str], path: str) -> Said:
    """The message for a path that leads nowhere, with the nearest of those that lead somewhere."""
    path, near = nearest(known, path)
    return Said(N_("there is no parameter {parameter}"), near=near, parameter=path)


def nearest(known: Iterable[str], path: str) -> tuple[str, list[str]]:
    """A path that leads nowhere, cut off where it is very long, and the nearest of those that lead somewhere."""
    path = path if len(path) <= 200 else path[:200] + "..."
    candidates = list(known)
    if len(candidates) > _MANY:  # difflib would take seconds over ten thousand paths
        last = path.rpartition(".")[2]
        candidates = [c for c in candidates if c.rpartition(".")[2] == last][:_MANY]
    return path, difflib.get_close_matches(path, candidates, n=3, cutoff=0.5)


def contradictions(scenario: Scenario) -> Iterator[Contradiction]:
    """What a scenario's parts say against each other: where, and what was expected."""
    yield from _bad_names(scenario)
    yield from _unknown_services(scenario)
    yield from _impossible_commissioners(scenario)
    yield from _unknown_assets(scenario)
    yield from _against_legal_form(scenario)
    known = {path: (quantity, meta) for path, quantity, meta in walk(scenario)}
    names: set[str] = set()
    for index, event in enumerate(scenario.timeline):
        yield from _impossible_changes(event, ("timeline", index), scenario, known)
        if event.name in names:
            told = Said(N_("there is an event {name} already: expected another name"), name=event.name)
            yield ("timeline", index, "name"), told
        names.add(event.name)
    yield from _impossible_correlations(scenario, known)


def _bad_names(scenario: Scenario) -> Iterator[Contradiction]:
    parts: list[tuple[Location, Mapping[str, Any]]] = [
        (("services",), scenario.services),
        (("assets",), scenario.assets),
        (("ownership", "offers"), scenario.ownership.offers),
        *((("money", kind), getattr(scenario.money, kind)) for kind in NAMED_MONEY),
    ]
    for where, named in parts:
        if len(named) > MAX_PARTS:
            yield where, Said(N_("expected at most {most}, not {count}"), most=MAX_PARTS, count=len(named))
        for name in named:
            if not NAME.fullmatch(name) or len(name) > 80:
                shown = name if len(name) <= 80 else name[:80] + "..."
                yield (
                    (*where, name),
                    Said(
                        N_("{name} is no name: expected small letters, digits and hyphens, as in green-work"),
                        name=repr(shown),
                    ),
                )


def _unknown_services(scenario: Scenario) -> Iterator[Contradiction]:
    named: list[tuple[Location, str]] = [
        (("money", "contracts", name, "service"), contract.service)
        for name, contract in scenario.money.contracts.items()
        if contract.service is not None
    ]
    for index, synergy in enumerate(scenario.synergies):
        for position, service in enumerate(synergy.services):
            here: Location = ("synergies", index, "services", position)
            named.append((here, service))
            if service in synergy.services[:position]:
                yield here, Said(N_("{name} stands here already: expected each service once"), name=service[:80])
    for where, service in named:
        if service not in scenario.services:
            near = difflib.get_close_matches(service[:80], scenario.services, n=1)
            if scenario.services:
                text = N_("there is no service {name}: expected one of services ({known})")
            else:
                text = N_("there is no service {name}: expected one of services (none yet)")
            yield where, Said(text, near=near, name=service[:80], known=_listed(scenario.services))


def _impossible_commissioners(scenario: Scenario) -> Iterator[Contradiction]:
    others = [party.value for party in Party if party is not Party.MUNICIPALITY]
    for name in scenario.commissioners:
        if name not in others:
            if name == Party.MUNICIPALITY:
                text = N_("the municipality's room follows its budget: expected one of {others}")
            else:
                text = N_("nobody is {name}: expected one of {others}")
            yield ("commissioners", name), Said(text, name=name[:80], others=", ".join(others))
    for name, contract in scenario.money.contracts.items():
        if contract.service is None and contract.price.extent()[1] > 0:
            yield (
                ("money", "contracts", name, "price"),
                Said(N_("without a service there are no units to pay for: expected 0, or a service")),
            )


def _unknown_assets(scenario: Scenario) -> Iterator[Contradiction]:
    for name, loan in scenario.money.loans.items():
        if loan.for_asset is not None and loan.for_asset not in scenario.assets:
            where: Location = ("money", "loans", name, "for_asset")
            if scenario.assets:
                text = N_("there is no asset {name}: expected one of assets ({known})")
            else:
                text = N_("there is no asset {name}: expected one of assets (none yet)")
            yield where, Said(text, name=loan.for_asset[:80], known=_listed(scenario.assets))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(itertools.islice(names, 20))


def _against_legal_form(scenario: Scenario) -> Iterator[Contradiction]:
    """Members' shares and asset locks that the law does not know for the company's legal form."""
    ownership = scenario.ownership
    form, rights = ownership.legal_form, ownership.legal_form.rights
    if not rights.shares:
        told = Said(
            N_("a {form} has no members' shares: expected 0, or another legal_form, or a loan from residents"),
            form=form,
        )  # fmt: skip
        for where, amount in (
            (("ownership", "share_buyers"), ownership.share_buyers),
            (("money", "opening_shares"), scenario.money.opening_shares),
        ):
            if amount.extent()[1] > 0:
                yield where, told
        for name in ownership.offers:
            yield ("ownership", "offers", name), told
    if not rights.lock_optional and ownership.wind_up.asset_lock is (not rights.locked):
        must = "true" if rights.locked else "false"
        text = N_("a {form} cannot choose its asset lock: expected {must}")
        yield ("ownership", "wind_up", "asset_lock"), Said(text, form=form, must=must)


def _impossible_changes(event: Event, where: Location, scenario: Scenario, known: Known) -> Iterator[Contradiction]:
    for kind in ("set", "add", "multiply"):
        for path, change in getattr(event, kind).items():
            here: Location = (*where, kind, path)
            if path not in known:
                yield here, unknown_path(known, path)
                continue
            _, meta = known[path]
            late = too_late(scenario, known, event, kind, path)
            if meta.fixed:
                yield (
                    here,
                    Said(N_("{parameter} must stay the same in every month: no event may change it"), parameter=path),
                )
            elif late:
                yield here, late
            elif kind == "set":
                try:
                    check_bounds(change, meta)
                except PydanticCustomError as error:
                    yield here, Said(error.message_template, **(error.context or {}))


def _impossible_correlations(scenario: Scenario, known: Known) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for index, group in enumerate(scenario.correlations):
        for position, path in enumerate(group.parameters):
            here: Location = ("correlations", index, "parameters", position)
            if path not in known:
                yield here, unknown_path(known, path)
            elif not known[path][0].uncertain:
                yield here, Said(N_("{parameter} is certain: expected a parameter with a distribution"), parameter=path)
            elif path in seen:
                text = N_("{parameter} stands in another group already: expected each parameter once")
                yield here, Said(text, parameter=path)
            seen.add(path)
