"""Stress tests: setbacks that somebody who lends money or gives a contract asks about, each as a change of a scenario.

A setback moves what the future has drawn, by an event wherever the schema lets an event do it. So scenario and stressed
scenario have the same luck in each future, and the doubt stays what it was.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wijkbv_sim.scenario.building import Building
from wijkbv_sim.scenario.dials import moved
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.take_out import correlations_without

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

    Changes = dict[str, Any]

LOSS_YEAR = 3
"""In which year the contract or the tenants are lost."""

MORE_INTEREST = 2.0
"""Percentage points."""

DEARER = 1.5
"""What costs of buildings and installations are multiplied by."""

HALF = 0.5


@dataclass(frozen=True)
class Stress:
    """A setback: its name, what it is called on a screen, and what it changes (None: there is nothing to hit)."""

    name: str
    nl: str
    en: str
    changes: Callable[[Scenario], Changes | None]

    def label(self, language: Language) -> str:
        """Its name on a screen."""
        return self.nl if language == "nl" else self.en

    def on(self, scenario: Scenario) -> Scenario | None:
        """The scenario with the setback, or None where there is nothing that it could hit."""
        changes = self.changes(scenario)
        return scenario.with_(changes) if changes else None


def stressed(scenario: Scenario) -> dict[str, Scenario]:
    """The scenario under every setback that can hit it, by the setback's name."""
    found = {stress.name: stress.on(scenario) for stress in STRESSES}
    return {name: hit for name, hit in found.items() if hit is not None}


def stress(name: str) -> Stress:
    """The setback of this name. Raises KeyError, with the names that there are."""
    for known in STRESSES:
        if known.name == name:
            return known
    raise KeyError(f"there is no stress test {name}: expected one of {', '.join(s.name for s in STRESSES)}")


def _with_event(scenario: Scenario, name: str, month: int, **does: dict[str, float]) -> Changes:
    """The timeline with one event more, under a name that is free."""
    taken = {event.name for event in scenario.timeline}
    free = name
    while free in taken:
        free += "-more"
    kinds = {
        kind: {path: {"value": value, "assumption": True} for path, value in paths.items()}
        for kind, paths in does.items()
    }
    events = [event.model_dump(mode="json", exclude_unset=True) for event in scenario.timeline]
    return {"timeline": [*events, {"name": free, "month": month, **kinds}]}


def _loss_month(scenario: Scenario) -> int | None:
    month = (LOSS_YEAR - 1) * 12 + 1
    return month if month <= scenario.time.months else None


def _contract_lost(scenario: Scenario) -> Changes | None:
    month = _loss_month(scenario)
    sizes = {name: _centre(scenario, f"money.contracts.{name}.value") for name in scenario.money.contracts}
    largest = max(sizes, key=lambda name: sizes[name], default=None)
    if month is None or largest is None or sizes[largest] <= 0:
        return None
    path = f"money.contracts.{largest}"
    # It ends at once and does not come back.
    gone = {f"{path}.termination": 100.0, f"{path}.win_chance": 0.0, f"{path}.renewal_chance": 0.0}
    return _with_event(scenario, "stress-contract-lost", month, set=gone)


def _tenants_lost(scenario: Scenario) -> Changes | None:
    month = _loss_month(scenario)
    sizes = {}
    for name, asset in scenario.assets.items():
        if isinstance(asset, Building):
            numbers = ("floor_area", "lettable", "occupancy", "rent")
            area, lettable, occupancy, rent = (_centre(scenario, f"assets.{name}.{number}") for number in numbers)
            sizes[name] = area * lettable * occupancy * rent
    largest = max(sizes, key=lambda name: sizes[name], default=None)
    if month is None or largest is None or sizes[largest] <= 0:
        return None
    half = {f"assets.{largest}.occupancy": HALF}
    at_once = {f"assets.{largest}.occupancy_speed": 1.0}
    return _with_event(scenario, "stress-tenants-lost", month, multiply=half, set=at_once)


def _dearer_money(scenario: Scenario) -> Changes | None:
    paths = [f"money.loans.{name}.rate" for name in scenario.money.loans]
    if not paths and _centre(scenario, "money.credit_limit") <= 0:
        return None
    every = dict.fromkeys([*paths, "money.credit_rate"], MORE_INTEREST)
    return _with_event(scenario, "stress-interest", 1, add=every)


def _dearer_running(scenario: Scenario) -> Changes | None:
    paths = [
        path
        for path, quantity, meta in scenario.quantities()
        if path.startswith("assets.") and path.endswith(".running_cost") and central(quantity, meta) > 0
    ]
    return _with_event(scenario, "stress-running-cost", 1, multiply=dict.fromkeys(paths, DEARER)) if paths else None


def _no_grants(scenario: Scenario) -> Changes | None:
    gifts = _centre(scenario, "money.donations")
    if not scenario.money.grants and gifts <= 0:
        return None
    nothing = {f"money.grants.{name}.amount": 0.0 for name in scenario.money.grants}
    return _with_event(scenario, "stress-no-grants", 1, set={**nothing, "money.donations": 0.0})


def _half_the_volunteers(scenario: Scenario) -> Changes | None:
    if _centre(scenario, "ownership.initial_active") <= 0 and _centre(scenario, "ownership.activation") <= 0:
        return None
    changes = _with_event(scenario, "stress-volunteers", 1, multiply={"ownership.activation": HALF})
    # Who volunteers before the first month is decided before any event.
    quantity, meta = scenario.parameter("ownership.initial_active")
    fewer = moved(quantity, meta, central(quantity, meta) * HALF)
    changes["ownership.initial_active"] = fewer
    if quantity.uncertain and not fewer.uncertain:
        changes["correlations"] = correlations_without(scenario, {"ownership.initial_active"})
    return changes


def _centre(scenario: Scenario, path: str) -> float:
    return central(*scenario.parameter(path))


STRESSES: Sequence[Stress] = (
    Stress(
        "contract-lost", "In jaar 3 stopt de grootste opdracht, voorgoed",
        "In year 3 the largest contract ends, for good", _contract_lost,
    ),
    Stress(
        "tenants-lost", "In jaar 3 vertrekt de helft van de huurders uit het gebouw met de meeste huur",
        "In year 3 half of the tenants leave the building with the most rent", _tenants_lost,
    ),
    Stress(
        "interest", "De rente op alle leningen is 2 procentpunt hoger",
        "Interest on all loans is 2 percentage points higher", _dearer_money,
    ),
    Stress(
        "running-cost", "Energie, schoonmaak en klein onderhoud kosten anderhalf keer zoveel",
        "Energy, cleaning and small repairs cost one and a half times as much", _dearer_running,
    ),
    Stress("no-grants", "Er komen geen subsidies en giften", "There are no grants and gifts", _no_grants),
    Stress(
        "volunteers", "Half zoveel leden worden vrijwilliger",
        "Half as many members become volunteers", _half_the_volunteers,
    ),
)  # fmt: skip
"""The setbacks, in the order in which a screen tells them."""
