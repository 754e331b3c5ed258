"""Taking parts out of a document, and out of everything else in it that names them or their numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from wijkbv_sim.scenario.schema import Scenario

_CHANGES = ("set", "add", "multiply")


def take_out(document: dict[str, Any], paths: Iterable[str]) -> None:
    """Take parts out of a plain document, in place, with all that hangs on them.

    Their numbers go out of correlations and events, of which those go that have nothing left to do; synergies go that
    a service is gone from; contracts and loans that belonged to a part belong to none any more. ``scaling`` stays: it
    passes over what is not there.
    """
    gone = tuple(paths)
    for path in gone:
        *above, last = path.split(".")
        here = document
        for key in above:
            here = here.get(key, {})
        here.pop(last, None)
    money = document.get("money", {})
    _loosen(money.get("contracts", {}), "service", document.get("services", {}))
    _loosen(money.get("loans", {}), "for_asset", document.get("assets", {}))
    moved = _without_synergies(document, set(document.get("services", {})))
    prefixes = tuple(f"{path}." for path in gone)

    def now(path: str) -> str | None:
        if path.startswith(prefixes):
            return None
        part, dot, number = path.rpartition(".")
        left = moved.get(part, part)
        return None if left is None else f"{left}{dot}{number}"

    if "correlations" in document:
        document["correlations"] = uncorrelated(document["correlations"], now)
    if "timeline" in document:
        document["timeline"] = list(filter(None, (_event(event, now) for event in document["timeline"])))


def uncorrelated(groups: Iterable[Mapping[str, Any]], now: Callable[[str], str | None]) -> list[dict[str, Any]]:
    """Correlations after a change: ``now`` gives each number's path, or None where it is gone or certain.

    One number alone is high with nothing: its group goes.
    """
    left = [{**group, "parameters": list(filter(None, map(now, group["parameters"])))} for group in groups]
    return [group for group in left if len(group["parameters"]) > 1]


def correlations_without(scenario: Scenario, certain: set[str]) -> list[dict[str, Any]]:
    """The correlations of a scenario, as a document has them, in which some numbers have become certain."""
    groups = [group.model_dump(mode="json", exclude_unset=True) for group in scenario.correlations]
    return uncorrelated(groups, lambda path: None if path in certain else path)


def _loosen(parts: Mapping[str, dict[str, Any]], key: str, left: Mapping[str, Any]) -> None:
    """Parts that belong to another one, which is gone, belong to none."""
    for part in parts.values():
        if part.get(key) not in left:
            part.pop(key, None)


def _without_synergies(document: dict[str, Any], services: set[str]) -> dict[str, str | None]:
    """Take out the synergies that a service is gone from, which save only where all of them are there.

    They have no names but places: gives where each of them stands now, None for one that is gone.
    """
    if not document.get("synergies"):
        return {}
    moved: dict[str, str | None] = {}
    left: list[Any] = []
    for place, synergy in enumerate(document["synergies"]):
        stays = set(synergy["services"]) <= services
        moved[f"synergies.{place}"] = f"synergies.{len(left)}" if stays else None
        left += [synergy] if stays else []
    document["synergies"] = left
    return moved


def _event(event: Mapping[str, Any], now: Callable[[str], str | None]) -> dict[str, Any] | None:
    """An event without what it did to numbers that are gone; None where it does nothing else."""
    rest = {key: value for key, value in event.items() if key not in _CHANGES}
    changes = {
        kind: {path: value for old, value in event[kind].items() if (path := now(old)) is not None}
        for kind in _CHANGES
        if event.get(kind)
    }
    changes = {kind: does for kind, does in changes.items() if does}
    return {**rest, **changes} if changes else None
