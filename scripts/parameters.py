"""Write docs/parameters.md and docs/variables.md from the code, so that they cannot say anything else.

Run it with `make docs` after a change of the schema or of the reported variables; a test compares.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo
from pydantic_core import PydanticUndefined

from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.scenario.parameter import Parameter, described, in_words
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS, Quantity
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.text import Text

ROOT = Path(__file__).resolve().parent.parent
MADE = "<!-- Made by `make docs` from the code; do not edit by hand. -->\n"


@dataclass
class Part:
    """A section of the schema: its numbers, and what else it holds (choices, texts, switches)."""

    path: str
    about: str
    kind: str = ""
    numbers: list[tuple[str, Parameter, Quantity | None]] = field(default_factory=list)
    others: list[tuple[str, FieldInfo]] = field(default_factory=list)


def parts(section: type[BaseModel] = Scenario, path: str = "", found: list[Part] | None = None) -> list[Part]:
    """Every section of the schema in the order of a document; `<name>` and `<number>` stand for any."""
    found = [] if found is None else found
    part = Part(path, (section.__doc__ or "").split("\n\n")[0].replace("\n", " "))
    found.append(part)
    for name, info in section.model_fields.items():
        below = f"{path}.{name}" if path else name
        kinds = _kinds_of(info.annotation)
        if kinds:
            _parts_by_kind(kinds, below + ".<name>", found)
            continue
        meta = described(info)
        if meta is not None:
            part.numbers.append((below, meta, info.default if isinstance(info.default, Quantity) else None))
            continue
        inner, step = _section_of(info.annotation)
        if inner is None:
            part.others.append((below, info))
        else:
            parts(inner, below + step, found)
    return found


def _parts_by_kind(kinds: list[type[BaseModel]], path: str, found: list[Part]) -> None:
    """What all kinds have in common, and then for each kind what it has beside that or has otherwise."""
    common = kinds[0].__mro__[1]
    assert issubclass(common, BaseModel)
    parts(common, path, found)
    shared = {(entry[0], entry[2]) for part in found for entry in part.numbers}
    for kind in kinds:
        whole = parts(kind, path, [])[0]
        name = str(kind.model_fields["kind"].default)
        own = [entry for entry in whole.numbers if (entry[0], entry[2]) not in shared]
        others = [entry for entry in whole.others if entry[0].rpartition(".")[2] not in common.model_fields]
        found.append(Part(path, whole.about, name, own, others))


def parameter_paths() -> list[str]:
    """The path of every number of the schema."""
    return list(dict.fromkeys(path for part in parts() for path, _, _ in part.numbers))


def switch_paths() -> list[str]:
    """The path of every feedback that can be switched off."""
    return [path for part in parts() for path, info in part.others if info.annotation is bool]


def _section_of(annotation: Any) -> tuple[type[BaseModel] | None, str]:
    """The section that a field holds, and what its path has for one among many."""
    arguments = typing.get_args(annotation)
    for candidate, step in ((annotation, ""), *((a, _step(annotation)) for a in arguments)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel) and not issubclass(candidate, Quantity):
            # A text in two languages is one thing on a screen, not a section of its own.
            return (None, "") if issubclass(candidate, Text) else (candidate, step)
    return None, ""


def _kinds_of(annotation: Any) -> list[type[BaseModel]]:
    """The kinds of section that a field may hold by name, where there are several."""
    if typing.get_origin(annotation) is not dict:
        return []
    found = [a for a in _leaves(typing.get_args(annotation)[1]) if isinstance(a, type) and issubclass(a, BaseModel)]
    return found if len(found) > 1 else []


def _leaves(annotation: Any) -> Iterator[Any]:
    """The types in a union, without what is said about them."""
    if typing.get_origin(annotation) is typing.Annotated:
        yield from _leaves(typing.get_args(annotation)[0])
    elif typing.get_origin(annotation) in (typing.Union, types.UnionType):
        for argument in typing.get_args(annotation):
            yield from _leaves(argument)
    else:
        yield annotation


def _step(annotation: Any) -> str:
    return {dict: ".<name>", tuple: ".<number>"}.get(typing.get_origin(annotation), "")


def parameters_page() -> str:
    """docs/parameters.md."""
    lines = [
        MADE,
        "# Parameters",
        "",
        "Every number of a scenario document, from the schema. `<name>` stands for a name that the document gives,",
        "`<number>` for a place in a list, counted from 0. A number with a unit that begins with % is written as a",
        "percentage. A default with a distribution is drawn anew in every future; the number before it is what a run",
        "without uncertainty uses. *Fixed*: the same in every future and month, so it takes no distribution and no",
        "event. Origin: a source, *assumption* where nobody has measured it (with a source: what it is anchored on),",
        "or *choice* where the document's author decides. What each does in the model: [model.md](model.md).",
        "",
        "A title or description may stand in two languages, as `{nl: Buurthuis, en: Community centre}`; a plain text",
        "is shown to readers of both. The title of a part (a service, a contract) has at most 200 characters.",
    ]
    for part in parts():
        if not part.numbers and not part.others:
            continue
        title = f"`{part.path}`" if part.path else "The document"
        title += f", kind `{part.kind}`" if part.kind else ""
        lines += ["", f"## {title}", "", part.about]
        if part.numbers:
            lines += ["", *_table(_NUMBER_HEAD, (_number(*entry) for entry in part.numbers))]
        if part.others:
            lines += ["", *_table(_OTHER_HEAD, (_other(*entry) for entry in part.others))]
    return "\n".join(lines) + "\n"


_NUMBER_HEAD = ("path", "Dutch / English", "unit", "default", "bounds", "what it is", "origin")
_WHEN = {
    "at_start": "at the start only", "at_beginning": "when it begins only", "as_beginning": "until it has begun",
    "at_sign_up": "when sign-up begins only", "while_built": "until it is built", "until_open": "until it is in use",
}  # fmt: skip
_OTHER_HEAD = ("path", "what it holds", "default", "what it is")


def _number(path: str, meta: Parameter, default: Quantity | None) -> tuple[str, ...]:
    bounds = [f"{in_words(meta.low)} to {in_words(meta.high)}"]
    bounds += ["whole"] * meta.integer + ["fixed"] * meta.fixed
    bounds += [_WHEN[meta.counts]] if meta.counts in _WHEN else []
    origin = [meta.source] if meta.source else []
    if meta.assumption:
        origin.insert(0, "assumption")
    return (
        f"`{path}`", f"{meta.nl} / {meta.en}", meta.unit, _default(default), ", ".join(bounds), meta.help_en,
        "; ".join(origin) or "choice",
    )  # fmt: skip


def _default(quantity: Quantity | None) -> str:
    if quantity is None:
        return "required"
    value = "" if quantity.value is None else in_words(quantity.value)
    if quantity.distribution is None:
        return value
    name, written = quantity.distribution
    if name == "discrete":
        doubt = ", ".join(f"{in_words(v)} (weight {in_words(w)})" for v, w in written)
    else:
        doubt = ", ".join(in_words(v) for v in written)
    assert name in DISTRIBUTIONS
    return f"{value}; {name} {doubt}".removeprefix("; ")


def _other(path: str, info: FieldInfo) -> tuple[str, ...]:
    default = info.default
    if info.is_required():
        shown = "required"
    elif default is PydanticUndefined or default is None or default == ():
        shown = "none"
    else:
        shown = f"`{str(default).lower() if isinstance(default, bool) else default}`"
    return f"`{path}`", _kind(info.annotation), shown, info.description or ""


def _kind(annotation: Any) -> str:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return ", ".join(f"`{member.value}`" for member in annotation)
    arguments = [a for a in typing.get_args(annotation) if a not in (type(None), Ellipsis)]
    origin = typing.get_origin(annotation)
    if origin is dict:
        return "numbers by path"
    if origin is tuple:
        return f"list of {_kind(arguments[0])}s"
    if arguments:
        return _kind(arguments[0])
    words = {bool: "`true` or `false`", int: "whole number", float: "number"}
    return words.get(annotation, "text")


def variables_page() -> str:
    """docs/variables.md."""
    lines = [
        MADE,
        "# Variables",
        "",
        "What a run reports for every future at the end of every month, in the order of reports. How each is worked",
        "out: [model.md](model.md), Observation. Beside these a run keeps the ledger: `flow.<account>` and",
        "`balance.<account>` (debit less credit), `received.<sector>` and `paid.<sector>`, in whole cents.",
        "",
        *_table(
            ("name", "unit", "Dutch", "English", "what it is", "wat het is"),
            ((f"`{v.name}`", v.unit, v.nl, v.en, v.help_en, v.help_nl) for v in VARIABLES.values()),
        ),
    ]
    return "\n".join(lines) + "\n"


def _table(head: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> list[str]:
    def line(cells: tuple[str, ...]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    return [line(head), line(("---",) * len(head)), *map(line, rows)]


def pages() -> dict[str, str]:
    """What each made file holds, by its path below the project's root."""
    return {"docs/parameters.md": parameters_page(), "docs/variables.md": variables_page()}


def main() -> None:
    """Write the pages."""
    for name, text in pages().items():
        (ROOT / name).write_text(text, encoding="utf-8", newline="\n")
        print(name)


if __name__ == "__main__":
    main()
