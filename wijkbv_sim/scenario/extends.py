"""A document that extends another: what it says itself goes before what the other says.

Sections are merged key by key. A number is replaced whole, for half of one distribution and half of another
would be nonsense; so is a list, and so is a text: a new name in Dutch has no use for the English of the old one.
null takes out a part that the extended document has. Name, title and description are each document's own.

Where the other document is a template (it has ``scaling``) and this one writes the inhabitants of an area of its own,
the template's numbers are brought to that size before they are merged.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from wijkbv_sim.language import N_
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.diagnosis import model_at, whole
from wijkbv_sim.scenario.errors import ScenarioError, refuse, short
from wijkbv_sim.scenario.files import text_of
from wijkbv_sim.scenario.scaling import rescale
from wijkbv_sim.scenario.tree import MAX_BYTES, MAX_VALUES, Node, parse

if TYPE_CHECKING:
    from wijkbv_sim.scenario.tree import Place

MAX_CHAIN = 20
"""How many documents may extend each other in a row."""

_OWN = ("name", "title", "description")


def expand(root: Node, path: str | None) -> Node:
    """A document with all that it extends; every value still knows its own file and line.

    ``path`` is where the document lies, or None for one that is no file and so may extend bundled names only.
    Raises ScenarioError for circles, chains of more than MAX_CHAIN documents and what cannot be read.
    """
    chain: list[tuple[Node, str | None]] = [(root, path)]
    seen = [_identity(path)] if path else []
    characters, values = 0, _size(root)
    while "extends" in chain[-1][0].value:
        child, child_path = chain[-1]
        target = _target(child, child_path)
        told = " -> ".join(short(os.path.basename(p)) for p in [*(c[1] or "document" for c in chain), target])
        at = child.value["extends"].span.at
        if _identity(target) in seen:
            raise refuse("circle", child.file, at, "extends", said=_text(told))
        if len(chain) >= MAX_CHAIN:
            raise refuse("long_chain", child.file, at, "extends", said=_text(told), limit=MAX_CHAIN)
        parent, size = _parent(child, target, at)
        characters += size
        values += _size(parent)
        if characters > MAX_BYTES or values > MAX_VALUES:  # for the chain as for one document
            raise refuse("too_big", child.file, at, "extends", limit=MAX_VALUES, of=N_("values together"))
        chain.append((parent, target))
        seen.append(_identity(target))
    merged = _without(chain[-1][0], ())
    for position in range(len(chain) - 2, -1, -1):
        child = _without(chain[position][0], ("extends",))
        inhabitants = _inhabitants(child)
        if inhabitants is not None:
            rescale(merged, inhabitants)
        merged = _merge(_without(merged, _OWN), child, [])
        merged.file, merged.span = child.file, child.span
    return merged


def _text(told: str) -> str:
    return told if len(told) <= 600 else f"{told[:300]} ... {told[-300:]}"


def _identity(path: str) -> str:
    return os.path.normcase(os.path.realpath(path))


def _target(child: Node, path: str | None) -> str:
    node = child.value["extends"]
    at = node.span.at
    known = library.names()
    name = node.value
    if isinstance(name, str) and name in known:
        return str(library.path_of(name))
    if not isinstance(name, str) or not name or "\0" in name or path is None:
        raise refuse(
            "extends_name", child.file, at, "extends", value=short(node.value), expected=", ".join(known) or "-"
        )
    if not name.endswith((".yaml", ".yml")) and os.sep not in name and "/" not in name:
        candidate = os.path.join(os.path.dirname(path), name)
        if not os.path.isfile(candidate):
            try:
                library.path_of(name)
            except ScenarioError as error:
                near = dict(error.problems[0].facts).get("near", "")
                raise refuse(
                    "no_scenario",
                    child.file,
                    at,
                    "extends",
                    value=short(name),
                    expected=", ".join(known) or "-",
                    near=near,
                ) from None
    return os.path.normpath(os.path.join(os.path.dirname(path), name))


def _parent(child: Node, target: str, at: Place) -> tuple[Node, int]:
    try:
        text = text_of(target)
    except ScenarioError as error:
        # The mistake is the line that names the file, not the file.
        facts = dict(error.problems[0].facts)
        inner = error.problems[0].kind
        raise refuse("extended", child.file, at, "extends", target=short(target, 200), inner=inner, **facts) from None
    return parse(text, target), len(text)


def _without(node: Node, keys: tuple[str, ...]) -> Node:
    kept = {key: child for key, child in node.value.items() if key not in keys}
    return Node(kept, node.file, node.span, {k: s for k, s in node.keys.items() if k in kept}, node.flow)


def _merge(parent: Node, child: Node, path: list[str]) -> Node:
    from wijkbv_sim.scenario.schema import Scenario

    merged = _without(parent, ())
    merged.file, merged.span, merged.flow = child.file, child.span, child.flow
    for key, node in child.value.items():
        below = [*path, key]
        theirs = parent.value.get(key)
        if node.value is None and theirs is not None:
            del merged.value[key]
            del merged.keys[key]
            continue
        both = theirs is not None and isinstance(theirs.value, dict) and isinstance(node.value, dict)
        if both and theirs is not None and not whole(model_at(Scenario, below)):
            merged.value[key] = _merge(theirs, node, below)
        else:
            merged.value[key] = node
            node.removes = node.value is None
        merged.keys[key] = child.keys[key]
    return merged


def _inhabitants(child: Node) -> float | None:
    """How many people live in the area that a document writes itself, or None where it writes none."""
    area = child.value.get("area")
    node = area.value.get("inhabitants") if area is not None and isinstance(area.value, dict) else None
    if node is not None and isinstance(node.value, dict):
        node = node.value.get("value")
    number = None if node is None else node.value
    return float(number) if isinstance(number, int | float) and not isinstance(number, bool) else None


def _size(node: Node) -> int:
    if isinstance(node.value, dict | list):
        children = node.value.values() if isinstance(node.value, dict) else node.value
        return 1 + sum(_size(child) for child in children)
    return 1
