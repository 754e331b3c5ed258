"""From what pydantic found to problems with a line, a path and the nearest thing that would have been right."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Annotated, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.errors import MAX_PROBLEMS, NEAR, Problem, ScenarioError, short
from wijkbv_sim.scenario.parameter import Section, described, in_words
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS, Quantity
from wijkbv_sim.scenario.said import Said
from wijkbv_sim.scenario.tree import Node, Span

_PATTERNS = {"start": N_("a month, as 2026-01"), "name": N_("small letters, digits and hyphens, as in green-work")}

_MUST_BE_GIVEN = (
    N_("The neighbourhood's name"), N_("Paths of numbers; * is any name. What a variant took out is passed over"),
    N_("For how many inhabitants the numbers are written"), N_("Names of services"), N_("A short name for the event"),
    N_("The calendar year, such as 2026"), N_("What was counted, by variable (docs/variables.md)"),
    N_("From which month it holds; 1 is the first"), N_("Paths of uncertain parameters"),
    N_("Rank correlation of each pair"), N_("Short name: small letters, digits, hyphens"),
    N_("The scenario's name on screens"),
)  # fmt: skip
"""What is told where one of these is missing: the schema's own words, named here to be translated."""

_KINDS = {
    "int_type": "whole",
    "int_from_float": "whole",
    "int_parsing": "whole",
    "finite_number": "finite",
    "float_type": "plain_number",
    "bool_type": "truth",
    "string_type": "text",
    "string_pattern_mismatch": "pattern",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "dict_type": "mapping",
    "tuple_type": "list",
    "too_long": "too_long",
    "string_too_long": "too_long",
    "too_short": "too_short",
    "string_too_short": "too_short",
    "greater_than_equal": "at_least",
    "greater_than": "above",
    "less_than_equal": "at_most",
    "less_than": "below",
    "out_of_bounds": "out_of_bounds",
    "must_be_certain": "must_be_certain",
    "not_whole": "not_whole",
}
_LIMITS = ("max_length", "min_length", "ge", "gt", "le", "lt")


def diagnose(error: ValidationError, root: Node, schema: type[BaseModel]) -> ScenarioError:
    """Every problem that pydantic found in a tree, in the order of the document."""
    found = error.errors(include_url=False)
    problems: list[Problem] = []
    seen: set[tuple[Any, ...]] = set()
    for one in found:
        for problem in _problems(one, root, schema):
            key = (problem.path, problem.line, problem.message if "tuple" not in one["type"] else "")
            if key not in seen:
                seen.add(key)
                problems.append(problem)
        if len(problems) >= MAX_PROBLEMS:
            break
    problems.sort(key=lambda p: (p.file or "", p.line or 0, p.column or 0))
    return ScenarioError(problems, more=max(0, len(found) - MAX_PROBLEMS))


def locate(root: Node, location: Iterable[str | int]) -> tuple[Node, Span, list[str]]:
    """The node at a location, or the deepest above it; where to point at; and the path that was found.

    Steps that are no keys of the document, such as pydantic's names for the members of a union, are left out.
    """
    node, key, path = root, root.span, []
    for step in location:
        if isinstance(node.value, dict) and isinstance(step, str) and step in node.value:
            key = node.keys.get(step, Span())
            node = node.value[step]
        elif isinstance(node.value, list) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            key = node.span
        else:
            continue
        path.append(short(str(step), 80))
    # A block of keys begins on the line below its own key, where nobody would look for it.
    block = isinstance(node.value, dict | list) and not node.flow
    return node, key if block else node.span, path


def _problems(one: Any, root: Node, schema: type[BaseModel]) -> Iterable[Problem]:
    kind, tagged = one["type"], one["loc"]
    location = _untagged(tagged)
    one = {**one, "loc": location}
    if locate(root, location)[0].removes:
        yield _at(root, location, "nothing_to_remove", None)
    elif kind == "extra_forbidden":
        yield _unknown_key(root, tagged, schema)
    elif kind == "missing":
        yield _missing(root, tagged, schema)
    elif kind == "contradiction":
        for where, message in one["ctx"]["all"]:
            yield _said(root, where, message)
    elif kind == "enum":
        choices = re.findall(r"'([^']*)'", one["ctx"]["expected"])
        yield _at(root, location, "no_choice", one["input"], choices=", ".join(choices), among=choices)
    elif kind == "union_tag_invalid":
        choices = re.findall(r"'([^']*)'", one["ctx"]["expected_tags"])
        tag = one["ctx"]["tag"]
        yield _at(root, (*location, "kind"), "no_choice", tag, choices=", ".join(choices), among=choices)
    elif kind == "value_error":
        yield _value_error(one, root)
    elif location[-1:] == ("format",) and kind == "less_than_equal":
        yield _at(root, location, "newer_format", one["input"], limit=one["ctx"]["le"])
    elif kind in _KINDS:
        yield _ordinary(one, root)
    else:
        yield _at(root, location, "not_here", None, said=one["msg"])


def _ordinary(one: Any, root: Node) -> Problem:
    context = one.get("ctx") or {}
    kind = _KINDS[one["type"]]
    facts: dict[str, Any] = {name: context[name] for name in ("bad", "low", "high", "unit", "value") if name in context}
    for name in _LIMITS:
        if name in context:
            facts["limit"] = context[name]
    value = facts.pop("value", one["input"])
    location = tuple(one["loc"])
    if kind == "pattern":
        facts["expected"] = _PATTERNS.get(str(location[-1]), context.get("pattern", ""))
    if kind in ("list", "too_long", "too_short", "plain_number") and any(step in DISTRIBUTIONS for step in location):
        name = next(str(step) for step in location if step in DISTRIBUTIONS)
        if kind != "plain_number":
            return _at(root, location, _written_badly(kind), value, shape=f"{name}: ", form=DISTRIBUTIONS[name])
    if kind == "truth" and isinstance(value, str):
        facts["near"] = {"yes": "true", "on": "true", "ja": "true", "no": "false", "off": "false", "nee": "false"}.get(
            value.lower(), ""
        )
    return _at(root, location, kind, value, **facts)


def _written_badly(kind: str) -> str:
    return {"list": "no_list_of_numbers", "too_long": "too_many_numbers"}.get(kind, "missing_item")


def _value_error(one: Any, root: Node) -> Problem:
    (message,) = one["ctx"]["error"].args
    if isinstance(message, Said):
        return _said(root, one["loc"], message)
    node, _, _ = locate(root, one["loc"])
    value = node.value
    near = ""
    if isinstance(value, str) and re.fullmatch(r"-?[\d.]*\d,\d+", value):
        near = value.replace(".", "").replace(",", ".")  # the Dutch way of writing 12.5
    elif isinstance(value, str) and re.fullmatch(r"\s*-?[\d_.]+\s*(%|€|EUR)\s*|\s*€\s*[\d_.]+\s*", value):
        near = re.sub(r"[%€EUR\s]", "", value)
    return _at(root, one["loc"], "number", value, near=near)


def _untagged(location: tuple[str | int, ...]) -> tuple[str | int, ...]:
    """The location without the kind of asset that pydantic puts into it: it is no key of the document there."""
    return (*location[:2], *location[3:]) if location[:1] == ("assets",) else location


def _unknown_key(root: Node, tagged: tuple[str | int, ...], schema: type[BaseModel]) -> Problem:
    location = _untagged(tagged)
    parent, above, path = locate(root, location[:-1])
    name = str(location[-1])
    span = parent.keys.get(name, above)
    node = parent.value.get(name) if isinstance(parent.value, dict) else None
    model = model_at(schema, map(str, tagged[:-1]))
    keys = list(model.model_fields) if model is not None else []
    facts = {"near": _nearest(name, keys)}
    kind = "unknown_key"
    if "kind" in keys:
        kind, facts["owner"] = "unknown_key_of_kind", _kind(model)
    return Problem.of(kind, node.file if node else parent.file, span.at, ".".join([*path, short(name, 80)]), **facts)


def _kind(model: Any) -> str:
    """The kind of asset that a class of the schema describes."""
    return str(model.model_fields["kind"].default)


def _missing(root: Node, tagged: tuple[str | int, ...], schema: type[BaseModel]) -> Problem:
    location = _untagged(tagged)
    parent, span, path = locate(root, location[:-1])
    distribution = next((step for step in path if step in DISTRIBUTIONS), None)
    if isinstance(parent.value, list) and distribution:
        facts = {"shape": f"{distribution}: ", "form": DISTRIBUTIONS[distribution]}
        return Problem.of("missing_item", parent.file, span.at, ".".join(path), **facts)
    name = str(location[-1])
    model = model_at(schema, map(str, tagged[:-1]))
    field = model.model_fields.get(name) if model is not None else None
    meta = described(field) if field is not None else None
    facts = {"expected": "" if field is None else field.description or ""}
    kind = "missing"
    if meta is not None:
        kind, facts = "missing_number", {"low": in_words(meta.low), "high": in_words(meta.high), "unit": meta.unit}
    if model is not None and "kind" in model.model_fields:
        kind, facts = f"{kind}_of_kind", {**facts, "owner": _kind(model)}
    return Problem.of(kind, parent.file, span.at, ".".join([*path, name]), **facts)


def _said(root: Node, location: Iterable[str | int], message: Said) -> Problem:
    """A sentence of the schema's own."""
    facts = {"template": message.template, "near": NEAR.join(message.near), **message.facts}
    return _at(root, location, "said", None, **facts)


def _at(
    root: Node, location: Iterable[str | int], kind: str, value: Any, among: Iterable[str] = (), **facts: Any
) -> Problem:
    node, span, path = locate(root, location)
    if among and isinstance(value, str):
        facts["near"] = _nearest(value, among)
    return Problem.of(kind, node.file, span.at, ".".join(path), **{"value": value, **facts})


def _nearest(word: str, among: Iterable[str]) -> str:
    plain: Callable[[str], str] = lambda text: text[:80].lower().replace("-", "_").replace(" ", "_")  # noqa: E731
    by_plain = {plain(candidate): candidate for candidate in among}
    found = difflib.get_close_matches(plain(word), by_plain, n=1, cutoff=0.6)
    return by_plain[found[0]] if found else ""


def model_at(schema: type[BaseModel], path: Iterable[str]) -> type[BaseModel] | None:
    """The schema's class at a path of keys, or None where there is none.

    Where the document may hold one of several kinds, a step may name the kind; without it, the first kind that
    has the next key answers for all.
    """
    here: Any = schema
    for step in path:
        kinds = _kinds(here)
        if kinds:
            named = next((kind for kind in kinds if _kind(kind) == step), None)
            if named is not None:
                here = named
                continue
            here = next((kind for kind in kinds if step in kind.model_fields), None)
        if isinstance(here, type) and issubclass(here, BaseModel):
            field = here.model_fields.get(step)
            here = None if field is None else _unwrapped(field.annotation)
        elif get_origin(here) in (dict, tuple):
            here = _unwrapped(get_args(here)[-1 if get_origin(here) is dict else 0])
        else:
            return None
    return here if isinstance(here, type) and issubclass(here, BaseModel) else None


def _kinds(annotation: Any) -> list[type[BaseModel]]:
    """The kinds of a union that is told apart by kind, or none."""
    members = [_bare(member) for member in get_args(_bare(annotation))]
    models = [m for m in members if isinstance(m, type) and issubclass(m, BaseModel) and "kind" in m.model_fields]
    return models if len(models) > 1 else []


def _bare(annotation: Any) -> Any:
    return get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation


def _unwrapped(annotation: Any) -> Any:
    """The annotation without its ``| None``."""
    if _kinds(annotation):
        return annotation
    if get_origin(annotation) in (dict, tuple) or isinstance(annotation, type):
        return annotation
    members = [member for member in get_args(annotation) if member is not type(None)]
    return members[0] if len(members) == 1 else None


def whole(model: type[BaseModel] | None) -> bool:
    """Whether a value of this class is replaced whole by an extending document."""
    return model is Quantity or (model is not None and not issubclass(model, Section))
