"""What a scenario's parts may not say against each other, and the walk along all of its numbers."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel
from pydantic_core import PydanticCustomError

from wijkbv_sim.scenario.parameter import Parameter, Section, check_bounds, described
from wijkbv_sim.scenario.parties import Party
from wijkbv_sim.scenario.quantity import Quantity

if TYPE_CHECKING:
    from wijkbv_sim.scenario.schema import Event, Scenario

Location = tuple[str | int, ...]
Contradiction = tuple[Location, str]
Known = dict[str, tuple[Quantity, Parameter]]

MAX_PARTS = 1000
"""The most services, contracts, grants, loans or assets that one scenario may hold of each kind."""

NAME = re.compile(r"^[a-z][a-z0-9]*([_-][a-z0-9]+)*$")
"""What a name of a scenario, service, contract, asset, grant, loan or event may look like."""

_MANY = 1000
"""Above this number of paths, the search for the nearest one looks among those with the same last key."""


NAMED_MONEY = ("contracts", "grants", "crowdfunding", "loans", "trade")
"""The parts of ``money`` that are named by the writer."""


def walk(section: BaseModel, prefix: str = "") -> Iterator[tuple[str, Quantity, Parameter]]:
    """Every number below a section: dotted path, the number, and its description.

    The changes of an event are no numbers of the scenario: they have no description of their own.
    """
    for name, field in type(section).model_fields.items():
        value = getattr(section, name)
        path = f"{prefix}{name}"
        if isinstance(value, Quantity):
            meta = described(field)
            if meta is not None:
                yield path, value, meta
        elif isinstance(value, BaseModel):
            yield from walk(value, path + ".")
        elif isinstance(value, dict):
            for key, part in value.items():
                if isinstance(part, Section):
                    yield from walk(part, f"{path}.{key}.")
        elif isinstance(value, tuple):
            for index, part in enumerate(value):
                if isinstance(part, Section):
                    yield from walk(part, f"{path}.{index}.")


def unknown_path(known: Iterable[str], path: str) -> str:
    """The message for a path that leads nowhere, with the nearest of those that lead somewhere."""
    path = path if len(path) <= 200 else path[:200] + "..."
    candidates = list(known)
    if len(candidates) > _MANY:  # difflib would take seconds over ten thousand paths
        last = path.rpartition(".")[2]
        candidates = [c for c in candidates if c.rpartition(".")[2] == last][:_MANY]
    near = difflib.get_close_matches(path, candidates, n=3, cutoff=0.5)
    hint = f"; did you mean {' or '.join(near)}?" if near else ""
    return f"there is no parameter {path}{hint}"


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
        yield from _impossible_changes(event, ("timeline", index), known)
        if event.name in names:
            yield ("timeline", index, "name"), f"there is an event {event.name} already: expected another name"
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
            yield where, f"expected at most {MAX_PARTS}, not {len(named)}"
        for name in named:
            if not NAME.fullmatch(name) or len(name) > 80:
                shown = name if len(name) <= 80 else name[:80] + "..."
                yield (
                    (*where, name),
                    f"{shown!r} is no name: expected small letters, digits and hyphens, as in green-work",
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
                yield here, f"{service[:80]} stands here already: expected each service once"
    for where, service in named:
        if service not in scenario.services:
            known = ", ".join(list(scenario.services)[:20]) or "none yet"
            near = difflib.get_close_matches(service[:80], scenario.services, n=1)
            hint = f"; did you mean {near[0]}?" if near else ""
            yield where, f"there is no service {service[:80]}: expected one of services ({known}){hint}"


def _impossible_commissioners(scenario: Scenario) -> Iterator[Contradiction]:
    others = [party.value for party in Party if party is not Party.MUNICIPALITY]
    for name in scenario.commissioners:
        if name not in others:
            why = (
                "the municipality's room follows its budget" if name == Party.MUNICIPALITY else f"nobody is {name[:80]}"
            )
            yield ("commissioners", name), f"{why}: expected one of {', '.join(others)}"
    for name, contract in scenario.money.contracts.items():
        if contract.service is None and contract.price.extent()[1] > 0:
            yield (
                ("money", "contracts", name, "price"),
                "without a service there are no units to pay for: expected 0, or a service",
            )


def _unknown_assets(scenario: Scenario) -> Iterator[Contradiction]:
    for name, loan in scenario.money.loans.items():
        if loan.for_asset is not None and loan.for_asset not in scenario.assets:
            known = ", ".join(list(scenario.assets)[:20]) or "none yet"
            where: Location = ("money", "loans", name, "for_asset")
            yield where, f"there is no asset {loan.for_asset[:80]}: expected one of assets ({known})"


def _against_legal_form(scenario: Scenario) -> Iterator[Contradiction]:
    """Members' shares and asset locks that the law does not know for the company's legal form."""
    ownership = scenario.ownership
    form, rights = ownership.legal_form, ownership.legal_form.rights
    if not rights.shares:
        instead = "expected 0, or another legal_form, or a loan from residents"
        for where, amount in (
            (("ownership", "share_buyers"), ownership.share_buyers),
            (("money", "opening_shares"), scenario.money.opening_shares),
        ):
            if amount.extent()[1] > 0:
                yield where, f"a {form} has no members' shares: {instead}"
        for name in ownership.offers:
            yield ("ownership", "offers", name), f"a {form} has no members' shares: {instead}"
    if not rights.lock_optional and ownership.wind_up.asset_lock is (not rights.locked):
        must = "true" if rights.locked else "false"
        yield ("ownership", "wind_up", "asset_lock"), f"a {form} cannot choose its asset lock: expected {must}"


def _impossible_changes(event: Event, where: Location, known: Known) -> Iterator[Contradiction]:
    for kind in ("set", "add", "multiply"):
        for path, change in getattr(event, kind).items():
            here: Location = (*where, kind, path)
            if path not in known:
                yield here, unknown_path(known, path)
                continue
            _, meta = known[path]
            too_late = _too_late(event, kind, path, change, known)
            if meta.fixed:
                yield here, f"{path} must stay the same in every month: no event may change it"
            elif too_late:
                yield here, too_late
            elif kind == "set":
                try:
                    check_bounds(change, meta)
                except PydanticCustomError as error:
                    yield here, error.message()


def _too_late(event: Event, kind: str, path: str, change: Quantity, known: Known) -> str | None:
    """Why an event would do nothing, or harm, as what it changes has begun by then; None where it has not."""
    quantity, meta = known[path]
    if meta.counts == "at_start":
        return f"{path} counts only before the first month, so no event may change it: expected it at its own place"
    if meta.counts == "at_beginning":
        # A network is built when enough homes have signed, at the latest at its deadline.
        beside = [known.get(f"{path.rpartition('.')[0]}.{name}") for name in ("start_month", "deadline")]
        begun = sum(found[0].extent()[1] for found in beside if found is not None)
        if event.month > begun:
            return f"{path} counts when its part begins, in month {begun:g}: expected an event in that month or before"
    if meta.counts == "as_beginning":
        begun = quantity.extent()[0]
        if event.month > begun:
            return f"{path} may have passed, in month {begun:g}: expected an event in that month or before it"
        if event.until is not None:
            return f"{path} cannot change for a while: expected an event without until"
        if kind == "multiply" or change.extent()[0] < (event.month if kind == "set" else 0):
            return f"{path} would come before the event in month {event.month}: expected a later month, by set or add"
    return None


def _impossible_correlations(scenario: Scenario, known: Known) -> Iterator[Contradiction]:
    seen: set[str] = set()
    for index, group in enumerate(scenario.correlations):
        for position, path in enumerate(group.parameters):
            here: Location = ("correlations", index, "parameters", position)
            if path not in known:
                yield here, unknown_path(known, path)
            elif not known[path][0].uncertain:
                yield here, f"{path} is certain: expected a parameter with a distribution"
            elif path in seen:
                yield here, f"{path} stands in another group already: expected each parameter once"
            seen.add(path)
