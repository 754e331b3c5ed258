"""Scenarios that differ in a few numbers share all their other parts: those are checked once and written once.

Who turns a dial changes a handful of several hundred numbers. A part of a document never changes, so a new scenario
can hold the very parts of the one before it; what was remembered of them stays true.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, TypeVar

from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.parameter import Section, descriptions
from wijkbv_sim.scenario.quantity import Quantity

Part = TypeVar("Part", bound=Section)
Changes = dict[tuple[str, ...], Quantity]


def by_keys(changes: Mapping[str, Any]) -> Changes | None:
    """Changes by path as ``with_numbers`` takes them; None where one of them is more than a number."""
    if not all(isinstance(value, Quantity) for value in changes.values()):
        return None
    return {tuple(path.split(".")): value for path, value in changes.items()}


def with_numbers(section: Part, changes: Changes) -> Part:
    """A section in which some numbers differ; every section on the way to them is validated anew, no other.

    Raises KeyError for a path that does not lead along sections and names to a number, and pydantic's ValidationError
    for what is not allowed.
    """
    kind = type(section)
    held: dict[str, Any] = {name: getattr(section, name) for name in section.model_fields_set}
    for name, below in _by_first(changes).items():
        if () in below:
            if name not in descriptions(kind):
                raise KeyError(name)
            held[name] = below[()]
            continue
        if name not in kind.model_fields:
            raise KeyError(name)
        part = getattr(section, name)
        if isinstance(part, Section):
            held[name] = with_numbers(part, below)
        elif isinstance(part, dict):
            renewed = {key: with_numbers(part[key], of) for key, of in _by_first(below).items()}
            held[name] = {**part, **renewed}
        else:
            raise KeyError(name)
    return kind.model_validate(held)


def _by_first(changes: Changes) -> dict[str, Changes]:
    found: dict[str, Changes] = {}
    for (first, *rest), value in changes.items():
        found.setdefault(first, {})[tuple(rest)] = value
    return found


def in_full(section: Section, without: frozenset[str] = frozenset()) -> str:
    """All that a section says, as JSON with its keys in order; a part is written once for all that share it."""
    parts: dict[str, str] = {}
    plain: set[str] = set()
    for name in type(section).model_fields.keys() - without:
        value = getattr(section, name)
        if isinstance(value, Section):
            parts[name] = remembered(value, in_full, lambda part=value: in_full(part))  # type: ignore[misc]
        elif isinstance(value, dict) and value and all(isinstance(part, Section) for part in value.values()):
            parts[name] = _joined(
                {key: remembered(part, in_full, lambda part=part: in_full(part)) for key, part in value.items()}  # type: ignore[misc]
            )
        else:
            plain.add(name)
    for name, value in section.model_dump(mode="json", include=plain).items():
        parts[name] = _text(value)
    return _joined(parts)


def _joined(parts: dict[str, str]) -> str:
    return "{" + ", ".join(f"{_text(key)}: {text}" for key, text in sorted(parts.items())) + "}"


def _text(value: Any) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
