"""The document format as JSON Schema (2020-12), for editors that complete keys and show help while one types.

It says a little less than the reader: what an extending document leaves out may stand in the extended one,
so only the reader, who sees both, can tell that a key is missing.
"""

from __future__ import annotations

from typing import Any

from wijkbv_sim.scenario.checks import NAME
from wijkbv_sim.scenario.schema import Scenario

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_ITEMS = frozenset(("Event", "Correlation", "MaintenanceItem", "Observed"))
"""What stands in lists: extending replaces a list whole, so nothing may be missing from its items."""

_TEXTS = frozenset(("Text", "Title"))
"""A text of one's own takes the place of the extended document's in both languages, so nothing may be missing here."""

_THREE_WAYS = "Written as a number (80), as {value: 80, source: ...}, or with its doubt: {triangular: [70, 80, 120]}"


def json_schema() -> dict[str, Any]:
    """The schema of a scenario document, ready for ``json.dumps``.

    Every number has its ``title`` and ``description``, its bounds for the plain way of writing it, and
    ``x-unit``, ``x-bounds``, ``x-label``, ``x-help`` and ``x-source`` from the one list of parameters.
    """
    schema = Scenario.model_json_schema()
    definitions: dict[str, Any] = schema["$defs"]
    for name, definition in definitions.items():
        if name == "Quantity":
            _quantity(definition)
        elif "properties" in definition:
            _section(definition, extendable=name not in _ITEMS | _TEXTS)
    for name in _TEXTS:
        definitions[name] = _text(definitions[name])
    _section(schema, extendable=True)
    schema["properties"]["extends"] = {
        "type": "string",
        "title": "Extends",
        "description": "A bundled scenario, or a path from this file: what is not said here is as it is there",
    }
    for own in ("name", "title"):  # these are never taken from another document
        schema["properties"][own] = _without_null(schema["properties"][own])
    schema["required"] = ["name", "title"]
    schema["if"] = {"not": {"required": ["extends"]}}
    schema["then"] = {"required": ["area"]}
    return {"$schema": _DIALECT, "title": "WijkBV scenario", **{k: v for k, v in schema.items() if k != "title"}}


def _section(definition: dict[str, Any], *, extendable: bool) -> None:
    definition["additionalProperties"] = False
    if extendable:
        definition.pop("required", None)
    for name, written in definition["properties"].items():
        entry = _number(written) if "x-unit" in written else dict(written)
        if isinstance(entry.get("default"), dict) and "x-unit" not in entry:
            del entry["default"]  # a section's default is the defaults of its keys, which stand there
        named = entry.get("additionalProperties")
        if isinstance(named, dict) and "oneOf" in named:
            # An extending document need not repeat the kind, so what it holds may look like several kinds.
            named = {"anyOf": named["oneOf"]}
            entry["additionalProperties"] = named
        if isinstance(named, dict) and extendable:
            entry["additionalProperties"] = {"anyOf": [named, {"type": "null"}]}
            entry["propertyNames"] = {"pattern": NAME.pattern, "maxLength": 80}
        definition["properties"][name] = _or_null(entry) if extendable else entry
    if "Event" in definition.get("title", ""):
        for kind in ("set", "add", "multiply"):
            entry = definition["properties"][kind]
            entry["additionalProperties"] = {"anyOf": [{"type": "number"}, {"$ref": "#/$defs/Quantity"}]}


def _number(written: dict[str, Any]) -> dict[str, Any]:
    """A number's entry: what pydantic knows, and the ways of writing it with the bounds of the plain one."""
    low, high = written["x-bounds"]
    entry = {key: value for key, value in written.items() if key != "$ref"}
    entry["anyOf"] = [{"type": "number", "minimum": low, "maximum": high}, {"$ref": "#/$defs/Quantity"}]
    return entry


def _quantity(definition: dict[str, Any]) -> None:
    definition["description"] = _THREE_WAYS
    definition["additionalProperties"] = False
    for name, written in definition["properties"].items():
        definition["properties"][name] = _without_null(written)
    names = [n for n in definition["properties"] if n not in ("source", "assumption", "note")]
    definition["anyOf"] = [{"required": [name]} for name in names]


def _text(definition: dict[str, Any]) -> dict[str, Any]:
    """A text's definition: as a plain text, or in two languages, each of them as long as the plain one at most."""
    return {
        "title": definition["title"],
        "description": "A text, or the same in two languages: {nl: ..., en: ...}",
        "anyOf": [{"type": "string", "maxLength": definition["properties"]["nl"]["maxLength"]}, definition],
    }


def _or_null(entry: dict[str, Any]) -> dict[str, Any]:
    """The entry, or null: that takes out what the extended document says."""
    if "anyOf" in entry:
        kept = [one for one in entry["anyOf"] if one != {"type": "null"}]
        return {**entry, "anyOf": [*kept, {"type": "null"}]}
    about = ("title", "description", "default")
    inner = {key: value for key, value in entry.items() if key not in about}
    return {**{key: entry[key] for key in about if key in entry}, "anyOf": [inner, {"type": "null"}]}


def _without_null(entry: dict[str, Any]) -> dict[str, Any]:
    kept = {key: value for key, value in entry.items() if not (key == "default" and value is None)}
    if "anyOf" in kept:
        kept["anyOf"] = [one for one in kept["anyOf"] if one != {"type": "null"}]
        if len(kept["anyOf"]) == 1:
            kept |= kept.pop("anyOf")[0]
    return kept
