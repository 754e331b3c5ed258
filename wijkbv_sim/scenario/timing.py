"""Until when an event may change a number: what the model has looked at for the last time, no event moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.said import Said

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wijkbv_sim.scenario.parameter import Counts, Parameter
    from wijkbv_sim.scenario.quantity import Quantity
    from wijkbv_sim.scenario.schema import Event, Scenario

    Known = Mapping[str, tuple[Quantity, Parameter]]

_BEGINS = ("start_month", "month", "deadline")
"""A campaign has one month only. A network is built when enough homes have signed, at the latest at its deadline."""

_WORKS = "works_months"
_WAIT = "connection_wait"


def too_late(scenario: Scenario, known: Known, event: Event, kind: str, path: str) -> Said | None:
    """Why a change would do nothing, or harm, as what it changes has passed by then; None where it has not.

    ``kind`` is set, add or multiply, under which ``path`` stands in the event. A change that still counts in some
    future, by the latest month that the document allows, is not too late.
    """
    _, meta = known[path]
    match meta.counts:
        case "always":
            return None
        case "at_start":
            text = N_(
                "{parameter} counts only before the first month, so no event may change it: expected it at its own "
                "place"
            )
            return Said(text, parameter=path)
        case "as_beginning":
            return _beginning_passed(known, event, kind, path)
    last = _last_month(scenario, known, path, meta.counts)
    if event.month <= last:
        return None
    text = _TOO_LATE[meta.counts]
    return Said(text, parameter=path, month=f"{last:g}")


_TOO_LATE: dict[Counts, str] = {
    "at_beginning": N_(
        "{parameter} counts when its part begins, in month {month}: expected an event in that month or before"
    ),
    "at_sign_up": N_(
        "{parameter} counts when sign-up begins, in month {month}: expected an event in that month or before"
    ),
    "while_built": N_(
        "{parameter} counts while there is building, until month {month}: expected an event in that month or before"
    ),
    "until_open": N_(
        "{parameter} counts until it is in use, in month {month}: expected an event in that month or before"
    ),
}


def _beginning_passed(known: Known, event: Event, kind: str, path: str) -> Said | None:
    begun = known[path][0].extent()[0]
    if event.month > begun:
        text = N_("{parameter} may have passed, in month {month}: expected an event in that month or before it")
        return Said(text, parameter=path, month=f"{begun:g}")
    if event.until is not None:
        return Said(N_("{parameter} cannot change for a while: expected an event without until"), parameter=path)
    change: Quantity = getattr(event, kind)[path]
    if kind == "multiply" or change.extent()[0] < (event.month if kind == "set" else 0):
        text = N_("{parameter} would come before the event in month {month}: expected a later month, by set or add")
        return Said(text, parameter=path, month=event.month)
    return None


def _last_month(scenario: Scenario, known: Known, path: str, counts: Counts) -> float:
    """The last month, of any future, in which the model looks at a number that counts for a while only."""
    part = path.rpartition(".")[0]
    loan = scenario.money.loans.get(part.removeprefix("money.loans."))
    if loan is not None and loan.for_asset in scenario.assets:  # comes in with its asset
        part = f"assets.{loan.for_asset}"
    begins = _BEGINS[:1] if counts == "at_sign_up" else _BEGINS
    begun = sum(_highest(scenario, known, f"{part}.{name}") for name in begins)
    works = _highest(scenario, known, f"{part}.{_WORKS}")
    match counts:
        case "while_built":
            return begun + max(works, 1) - 1
        case "until_open":
            return begun + works + _highest(scenario, known, f"{part}.{_WAIT}")
        case _:
            return begun


def _highest(scenario: Scenario, known: Known, path: str) -> float:
    """The highest value that a number may have, moved by events too; 0 where the part has no such number."""
    if path not in known:
        return 0.0
    highest = known[path][0].extent()[1]
    for event in scenario.timeline:
        if path in event.set:
            highest = max(highest, event.set[path].extent()[1])
        if path in event.add:
            highest += max(event.add[path].extent()[1], 0.0)
        if path in event.multiply:
            highest *= max(event.multiply[path].extent()[1], 1.0)
    return highest
