"""Reading and writing scenario documents.

``load`` takes whatever a caller has: a bundled name, a path, a dict, a scenario. ``read`` takes a file.
``edit`` and ``save`` change an existing file only where it has to change, so that comments and order stay.
What is wrong with a document is told in one ScenarioError, with file and line for every problem.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Mapping
from typing import IO, Any

from pydantic import ValidationError

from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.checks import NAME
from wijkbv_sim.scenario.diagnosis import diagnose
from wijkbv_sim.scenario.errors import ScenarioError, refuse
from wijkbv_sim.scenario.extends import expand
from wijkbv_sim.scenario.files import decoded, regular, replace, text_of
from wijkbv_sim.scenario.rewrite import changed, written
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.tree import MAX_BYTES, Node, parse, plant

PathLike = str | os.PathLike[str]
Loadable = PathLike | Mapping[str, Any] | Scenario


def load(source: Loadable) -> Scenario:
    """A scenario from a bundled name, a path, a dict as a document would hold, or a scenario itself.

    A bundled name goes before a file of that name. Raises ScenarioError, which is a ValueError, for
    whatever is wrong: with the nearest bundled names where nothing of that name is found.
    """
    if isinstance(source, Scenario):
        return source
    if isinstance(source, Mapping):
        return _validated(expand(plant(dict(source)), None))
    if not isinstance(source, str | os.PathLike):
        raise refuse("not_plain", None, value=type(source).__name__)
    name = os.fspath(source)
    if not isinstance(name, str):
        raise refuse("not_plain", None, value=type(name).__name__)
    if NAME.fullmatch(name) and name in library.names():
        return read(library.path_of(name))
    if NAME.fullmatch(name) and not os.path.lexists(name):
        library.path_of(name)  # raises, with the nearest names
    return read(name)


def read(source: PathLike | IO[str] | IO[bytes]) -> Scenario:
    """The scenario in a file, given by its path or open for reading.

    A document that is handed over as an open file can extend bundled scenarios only: it has no place of its
    own, and may come from a stranger. Raises ScenarioError with everything that is wrong.
    """
    if isinstance(source, str | os.PathLike):
        path = os.fspath(source)
        return _validated(expand(parse(text_of(path), path), path))
    name = getattr(source, "name", None)
    return parse_text(source.read(MAX_BYTES + 1), name if isinstance(name, str) else None)


def parse_text(text: str | bytes, file: str | None = None) -> Scenario:
    """The scenario in a text; ``file`` is only what problems call it. Raises ScenarioError."""
    return _validated(expand(parse(decoded(text, file), file), None))


def text(scenario: Scenario) -> str:
    """The document that says what a scenario says, standing on its own."""
    return changed("", None, {}, written(scenario))


def save(scenario: Scenario, path: PathLike) -> None:
    """Write a scenario to a file that stands on its own, in one step: a crash leaves the old file or the new.

    Where the file holds a document already, the comments and the order of all keys that stay are kept.
    Raises ScenarioError where the file cannot be written.
    """
    name = os.fspath(path)
    new = written(scenario)
    if not os.path.lexists(name):
        return replace(name, changed("", None, {}, new))
    try:
        text = text_of(name)
        root = parse(text, name)
    except ScenarioError:
        regular(name)  # what is no document is written over; what is no file is not
        return replace(name, changed("", None, {}, new))
    old = root.plain()
    if "extends" not in root.value:
        with contextlib.suppress(ScenarioError):
            # Where old and new say the same, the way in which the old says it stays.
            old = written(_validated(root))
    return replace(name, changed(text, root, old, new))


def edit(path: PathLike, changes: Mapping[str, Any]) -> Scenario:
    """Change values in a file, keep every comment and the order, and give the new scenario.

    ``changes`` maps dotted paths (``money.contracts.green.value``) to new values as a document would write
    them; a number is replaced whole. None takes a key out; where the document extends another that has it,
    null is written. What would not be a valid scenario raises ScenarioError and leaves the file as it was.
    """
    name = os.fspath(path)
    text = text_of(name)
    root = parse(text, name)
    old = root.plain()
    new = root.plain()
    extended = "extends" in old
    for where, value in changes.items():
        _put(new, where, plant(value, name).plain(), name, root, extended=extended)
    result = changed(text, root, old, new)
    # Problems point into the file as it is on disk: the new text will never be there.
    scenario = _validated(expand(plant(new, name), name), shown=root)
    replace(name, result)
    return scenario


def _put(document: Any, where: str, value: Any, file: str, root: Node, *, extended: bool) -> None:
    keys = where.split(".")
    if keys[0] == "timeline" and len(keys) > 4 and keys[2] in ("set", "add", "multiply"):
        keys[3:] = [".".join(keys[3:])]  # the keys of these are paths themselves
    here = document
    for key in keys[:-1]:
        if isinstance(here, list) and key.isdecimal() and int(key) < len(here):
            here = here[int(key)]
        elif isinstance(here, dict):
            here = here.setdefault(key, {})
        else:
            raise refuse("no_such_place", file, path=where)
    key = keys[-1]
    if isinstance(here, list) and key.isdecimal() and int(key) < len(here):
        if value is None:
            del here[int(key)]
        else:
            here[int(key)] = value
    elif isinstance(here, dict) and value is None and not (extended and _inherited(root, keys, file)):
        here.pop(key, None)
    elif isinstance(here, dict):
        here[key] = value
    else:
        raise refuse("no_such_place", file, path=where)


def _inherited(root: Node, keys: list[str], file: str) -> bool:
    """Whether the document that this one extends has the key."""
    own = Node({key: root.value[key] for key in ("extends",)}, file)
    own.keys = {key: root.keys[key] for key in own.value}
    here: Node | None = expand(own, file)
    for key in keys:
        here = here.value.get(key) if here is not None and isinstance(here.value, dict) else None
    return here is not None


def _validated(root: Node, shown: Node | None = None) -> Scenario:
    try:
        return Scenario.model_validate(_tuples(root.plain()))
    except ValidationError as error:
        raise diagnose(error, root if shown is None else shown, Scenario) from None


def _tuples(value: Any) -> Any:
    """The strict schema takes tuples only; YAML knows lists only."""
    if isinstance(value, dict):
        return {key: _tuples(child) for key, child in value.items()}
    return tuple(_tuples(child) for child in value) if isinstance(value, list) else value
