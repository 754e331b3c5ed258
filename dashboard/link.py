"""A scenario as a link that can be sent: what differs from a bundled scenario, or from what five answers make, or the
whole where it is one's own.
"""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.parts import apply
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS
from wijkbv_sim.scenario.questions import Answers, answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wijkbv_sim.scenario.schema import Scenario

LONGEST = 6_000
"""Longer links are cut off by some programs; then a file is the way."""

LARGEST = 400_000
"""What a link may grow to when it is unpacked."""


class LinkError(ValueError):
    """A link that holds no scenario, or a scenario that is too large for a link."""


_NUMBER = {"value", *DISTRIBUTIONS}
"""A section with one of these is a number, which changes as a whole."""


@dataclass(frozen=True)
class Linked:
    """What a link holds: the scenario, and the answers that it began with, if any."""

    scenario: Scenario
    answers: Answers | None = None


def packed(scenario: Scenario, answers: Answers | None = None) -> str:
    """The scenario in letters and digits, shorter where it began with ``answers``.

    Raises LinkError where it is too large.
    """
    content = _difference(scenario, answers)
    raw = zlib.compress(json.dumps(content, separators=(",", ":"), sort_keys=True).encode(), 9)
    text = base64.urlsafe_b64encode(raw).decode().rstrip("=")
    if len(text) > LONGEST:
        raise LinkError(f"{len(text)} letters are too many for a link: expected at most {LONGEST}")
    return text


def unpacked(text: str) -> Scenario:
    """The scenario of a link. Raises as ``opened`` does."""
    return opened(text).scenario


def opened(text: str) -> Linked:
    """What a link holds. Raises LinkError where it is damaged, or ScenarioError where it is no scenario."""
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
        return Linked(load(content["scenario"]))
    changes = content.get("changes", {})
    try:
        if "answers" in content:
            answers = Answers.model_validate(content["answers"])
            return Linked(apply(answered(answers), changes), answers)
        name = content.get("base")
        if not isinstance(name, str) or name not in library.names():
            raise LinkError(f"the link begins with an example that is not here: {str(name)[:80]}")
        return Linked(apply(bundled(name), changes))
    except LinkError:
        raise
    except (KeyError, ValueError) as error:
        raise LinkError("the link changes what is not there") from error


@lru_cache(maxsize=16)
def bundled(name: str) -> Scenario:
    """A bundled scenario, one for all visitors: reading its document anew costs more than all the rest of a page."""
    return load(name)


def _difference(scenario: Scenario, answers: Answers | None) -> dict[str, Any]:
    """What must be said of a scenario: what differs from what it began with, else all of it."""
    document = scenario.document_with({})
    begun: tuple[dict[str, Any], Scenario] | None = None
    if answers is not None:
        begun = {"answers": answers.model_dump(mode="json", exclude_none=True)}, answered(answers)
    elif scenario.name in library.names():
        begun = {"base": scenario.name}, bundled(scenario.name)
    if begun is not None:
        said, base = begun
        changes = dict(_changes(base.document_with({}), document))
        # What a change by path cannot say, such as a key with a dot in it, travels whole.
        with suppress(KeyError, ValueError):
            if apply(base, changes).digest == scenario.digest:
                return {**said, "changes": changes}
    return {"scenario": document}


def _changes(before: dict[str, Any], after: dict[str, Any], path: str = "") -> Iterator[tuple[str, Any]]:
    """What differs between two documents, by path; None where something was taken out."""
    for key in [*before, *(key for key in after if key not in before)]:
        old, new = before.get(key), after.get(key)
        if old == new:
            continue
        part = isinstance(old, dict) and isinstance(new, dict) and not (_NUMBER & (old.keys() | new.keys()))
        if part:
            yield from _changes(old, new, f"{path}{key}.")  # type: ignore[arg-type]  # both are sections
        else:
            yield f"{path}{key}", new
