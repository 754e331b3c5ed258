"""A scenario as a link that can be sent: what differs from a bundled scenario, or the whole where it is one's own."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from typing import Any

from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.schema import Scenario

LONGEST = 6_000
"""Longer links are cut off by some programs; then a file is the way."""

LARGEST = 400_000
"""What a link may grow to when it is unpacked."""


class LinkError(ValueError):
    """A link that holds no scenario, or a scenario that is too large for a link."""


def packed(scenario: Scenario) -> str:
    """The scenario in letters and digits. Raises LinkError where it is too large."""
    content = _difference(scenario)
    raw = zlib.compress(json.dumps(content, separators=(",", ":"), sort_keys=True).encode(), 9)
    text = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    if len(text) > LONGEST:
        raise LinkError(f"{len(text)} letters are too many for a link: expected at most {LONGEST}")
    return text


def unpacked(text: str) -> Scenario:
    """The scenario of a link. Raises LinkError where it is damaged, or ScenarioError where it is no scenario."""
    try:
        raw = base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))
        machine = zlib.decompressobj()
        plain = machine.decompress(raw, LARGEST)
        if machine.unconsumed_tail or not machine.eof:
            raise LinkError("the link holds more than a scenario")
        content = json.loads(plain)
    except (binascii.Error, zlib.error, ValueError) as error:
        raise LinkError("the link is damaged: expected the whole link as it was given") from error
    if not isinstance(content, dict) or not isinstance(content.get("changes", {}), dict):
        raise LinkError("the link holds no scenario")
    if "scenario" in content:
        return load(content["scenario"])
    name = content.get("base")
    if not isinstance(name, str) or name not in library.names():
        raise LinkError(f"the link begins with an example that is not here: {str(name)[:80]}")
    try:
        return load(name).with_(content.get("changes", {}))
    except (KeyError, ValueError) as error:
        raise LinkError("the link changes what is not there") from error


def _difference(scenario: Scenario) -> dict[str, Any]:
    """What must be said of a scenario: numbers that differ from the bundled one of its name, else all of it."""
    document = scenario.model_dump(mode="json", exclude_unset=True)
    if scenario.name in library.names():
        base = load(scenario.name)
        here = {path: quantity for path, quantity, _ in scenario.quantities()}
        there = {path: quantity for path, quantity, _ in base.quantities()}
        if here.keys() == there.keys():
            changes: dict[str, Any] = {p: q.model_dump(mode="json") for p, q in here.items() if q != there[p]}
            if scenario.correlations != base.correlations:
                changes["correlations"] = document.get("correlations", [])
            if base.with_(changes).digest == scenario.digest:
                return {"base": scenario.name, "changes": changes}
    return {"scenario": document}
