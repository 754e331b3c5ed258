"""What becomes of a document's numbers in a neighbourhood of another size.

A document that is meant as a template says for how many inhabitants its numbers are written, and which of them grow
with how many people live there. A document that extends it and writes an ``area`` of its own gets the numbers of its
own neighbourhood; what it writes itself is not touched. The model knows nothing of this.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Iterator
from typing import Any

from pydantic import Field

from wijkbv_sim.scenario.origin import GROWN
from wijkbv_sim.scenario.parameter import Parameter, Section, described
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS
from wijkbv_sim.scenario.tree import Node, plant


class Growth(Section):
    """Numbers that grow alike with the number of inhabitants."""

    power: float = Field(
        default=1.0, ge=-2, le=2, allow_inf_nan=False,
        description="1: in proportion; 0.5: with the square root; below 0: smaller where more people live",
    )  # fmt: skip
    parameters: tuple[str, ...] = Field(
        min_length=1,
        max_length=200,
        description="Paths of numbers; * is any name. What a variant took out is passed over",
    )


class Scaling(Section):
    """Which numbers of a template grow with the neighbourhood, and how."""

    inhabitants: float = Field(gt=0, le=2_000_000, description="For how many inhabitants the numbers are written")
    growth: tuple[Growth, ...] = Field(default=(), max_length=20, description="Numbers that grow, by power")

    def powers(self, paths: list[str]) -> Iterator[tuple[str, float]]:
        """Each of ``paths`` that grows, with its power; the first group that names it counts."""
        for path in paths:
            for group in self.growth:
                if any(fnmatch.fnmatchcase(path, pattern) for pattern in group.parameters):
                    yield path, group.power
                    break


def rescale(document: Node, inhabitants: float) -> None:
    """Bring the numbers of a whole document to another number of inhabitants, in place.

    Values and distributions are multiplied by (new / old) ** power, rounded to three digits that count and held to
    the parameter's bounds; the note says so, and they are assumptions from then on. A distribution that the bounds
    leave no room becomes a plain value. A document without ``scaling``, or with one that is no valid one, is left as
    it is: reading it tells why.
    """
    scaling = _scaling(document)
    if scaling is None or inhabitants <= 0 or inhabitants == scaling.inhabitants:
        return
    leaves = dict(_leaves(document, ()))
    for path, power in scaling.powers(list(leaves)):
        factor = (inhabitants / scaling.inhabitants) ** power
        meta = _meta(document, path.split("."))
        if meta is not None:
            said = GROWN.format(factor=f"{factor:.3g}", inhabitants=f"{inhabitants:,.0f}")
            _multiply(leaves[path], factor, meta, said)
    document.value["scaling"].value["inhabitants"].value = float(inhabitants)


def _scaling(document: Node) -> Scaling | None:
    node = document.value.get("scaling")
    if node is None:
        return None
    from pydantic import ValidationError

    try:
        return Scaling.model_validate_json(json.dumps(node.plain()))
    except ValidationError:
        return None


def _leaves(node: Node, path: tuple[str, ...]) -> Iterator[tuple[str, Node]]:
    """Every number: a plain one, or a mapping with a value or a distribution."""
    if isinstance(node.value, dict):
        if node.value.keys() & ({"value"} | DISTRIBUTIONS.keys()) and not isinstance(
            getattr(node.value.get("value"), "value", None), dict
        ):
            yield ".".join(path), node
            return
        for key, child in node.value.items():
            if key != "scaling" or path:
                yield from _leaves(child, (*path, key))
    elif isinstance(node.value, list):
        for index, child in enumerate(node.value):
            yield from _leaves(child, (*path, str(index)))
    elif isinstance(node.value, int | float) and not isinstance(node.value, bool):
        yield ".".join(path), node


def _meta(document: Node, keys: list[str]) -> Parameter | None:
    """The schema's description of a number; an asset's own kind is looked up in the document."""
    from wijkbv_sim.scenario.diagnosis import model_at
    from wijkbv_sim.scenario.schema import Scenario

    steps = keys[:-1]
    if keys[0] == "assets" and len(keys) > 2:
        asset = document.value["assets"].value[keys[1]].value
        kind = asset["kind"].value if "kind" in asset else "building"
        steps = [*keys[:2], kind, *keys[2:-1]]
    model = model_at(Scenario, steps)
    field = None if model is None else model.model_fields.get(keys[-1])
    return None if field is None else described(field)


def _multiply(node: Node, factor: float, meta: Parameter, said: str) -> None:
    def times(number: Any) -> Any:
        if not isinstance(number, int | float) or isinstance(number, bool):
            return number
        scaled = min(max(number * factor, meta.low), meta.high)
        return float(round(scaled)) if meta.integer else float(f"{scaled:.3g}")

    if not isinstance(node.value, dict):
        node.value = times(node.value)
        return
    for name, child in node.value.items():
        if name == "value":
            child.value = times(child.value)
        elif name == "discrete":
            for pair in child.value:
                pair.value[0].value = times(pair.value[0].value)
        elif name == "beta":
            for bound in child.value[2:]:
                bound.value = times(bound.value)
        elif name in DISTRIBUTIONS:
            for number in child.value:
                number.value = times(number.value)
    for name in ("uniform", "triangular", "pert"):
        if name in node.value and node.value[name].value[0].value >= node.value[name].value[-1].value:
            only = node.value.pop(name).value[0].value
            node.keys.pop(name, None)
            node.value.setdefault("value", plant(only, node.file))
            node.keys.setdefault("value", node.span)
    # How a number grows was measured by nobody, whatever its source.
    node.value["assumption"] = plant(True, node.file)
    node.keys.setdefault("assumption", node.span)
    note = node.value.get("note")
    node.value["note"] = plant(said if note is None else f"{note.value}; {said}", node.file)
    node.keys.setdefault("note", node.span)
