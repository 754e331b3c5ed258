"""Changing a document's text only where it says something else than before.

Every value knows the characters it was written with, so a change replaces those and leaves all other text,
comments and order included, as it was to the letter. Afterwards the new text is read again and compared with
what it should say; in the rare layouts where patching does not succeed, the document is written anew.
"""

from __future__ import annotations

import io
import math
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.tree import Node, parse

_WIDTH = 110
"""The longest line on which a number with its source or a list is written."""


class _Unpatchable(Exception):  # noqa: N818 - not an error: the whole document is written instead
    pass


@dataclass(frozen=True)
class _Patch:
    start: int
    end: int
    text: str


def written(part: BaseModel) -> Any:
    """What a document that says the same as a scenario would hold, in the shortest form."""
    return _tidy(part.model_dump(mode="json", exclude_unset=True))


def _tidy(value: Any, key: str = "") -> Any:
    if isinstance(value, dict):
        if key in ("title", "description") and value.get("en") is None and "nl" in value:
            return value["nl"]
        return {k: _tidy(v, k) for k, v in value.items()}
    return [_tidy(v) for v in value] if isinstance(value, list) else value


def changed(text: str, root: Node | None, old: Any, new: Any) -> str:
    """The text of a document after a change.

    ``root`` is the tree of ``text``; ``old`` is what it says and ``new`` what it shall say, as plain dicts. Old
    may be written in another form than the tree (80 for ``{value: 80}``): where old and new agree, the text
    stays as it is.
    """
    if root is None:
        return render(new)
    newline = "\r\n" if "\r\n" in text else "\n"
    try:
        patches = list(_Patcher(text).mapping(root, old, new))
        result = text
        for patch in sorted(patches, key=lambda p: (p.start, p.end), reverse=True):
            result = result[: patch.start] + patch.text.replace("\n", newline) + result[patch.end :]
        if says(result, _expected(root, old, new)):
            return result
    except _Unpatchable:
        pass
    return "".join(_header(text)) + render(new)


def says(text: str, value: Any) -> bool:
    """Whether a text is a document that holds just this value."""
    try:
        return _same(parse(text, None).plain(), value)
    except ScenarioError:
        return False


def render(value: Any, *, flow: bool = False) -> str:
    """A plain dict as YAML text: sections as blocks, numbers and short lists on one line, or all on one line."""
    from ruamel.yaml import YAML

    yaml = YAML()
    yaml.width = 10**9
    yaml.indent(mapping=2, sequence=4, offset=2)
    yaml.allow_unicode = True
    yaml.representer.add_representer(
        type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    out = io.StringIO()
    styled = _styled(value, flow=flow)
    if value:
        styled.fa.set_block_style()  # the document itself
    yaml.dump(styled, out)
    return out.getvalue().removesuffix("...\n")


def _styled(value: Any, *, flow: bool = False) -> Any:
    """The value in ruamel's own classes, with what fits on a line in flow style."""
    from ruamel.yaml.comments import CommentedMap, CommentedSeq
    from ruamel.yaml.scalarstring import DoubleQuotedScalarString

    if isinstance(value, dict):
        mapping = CommentedMap((_styled(k), _styled(v, flow=flow)) for k, v in value.items())
        if not value or _flat(value) or flow:
            mapping.fa.set_flow_style()
        return mapping
    if isinstance(value, list):
        sequence = CommentedSeq(_styled(v, flow=flow) for v in value)
        if not value or flow or _flat(value):
            sequence.fa.set_flow_style()
        return sequence
    # ruamel leaves a text that begins with : or ? unquoted, and cannot read it back from a line of {...}.
    plain = (
        isinstance(value, str) and value.isprintable() and value.strip() == value and value[:1] not in ("", ":", "?")
    )
    if isinstance(value, str) and not plain:
        return DoubleQuotedScalarString(value)
    return value


_OF_A_NUMBER = frozenset(
    (
        "value",
        "uniform",
        "triangular",
        "pert",
        "normal",
        "lognormal",
        "beta",
        "discrete",
        "source",
        "assumption",
        "note",
    )
)


def _flat(value: Any) -> bool:
    if isinstance(value, dict) and not _OF_A_NUMBER.issuperset(value):
        return False
    if isinstance(value, list) and any(isinstance(v, dict) for v in value):
        return False
    return len(repr(value)) <= _WIDTH


class _Patcher:
    """Finds the patches that turn what a text says into something else."""

    def __init__(self, text: str) -> None:
        self.text = text

    def mapping(self, node: Node, old: dict[str, Any], new: dict[str, Any]) -> list[_Patch]:
        """The patches for a mapping; raises _Unpatchable where its layout leaves no room for them."""
        gone = [key for key in node.value if key not in new]
        if not new or (node.flow and (gone or len(new) > len(node.value))):
            raise _Unpatchable
        patches: list[_Patch] = []
        for key in gone:
            patches.append(self._removal(node, key))
        for key, child in node.value.items():
            if key in new and not (key in old and _same(old[key], new[key])):
                patches += self._value(node, key, child, old.get(key), new[key])
        added = {key: value for key, value in new.items() if key not in node.value}
        if added:
            column = self._column(node)
            at = self._line_end(self._end(node))
            before = "" if at and self.text[at - 1] == "\n" else "\n"
            patches.append(_Patch(at, at, before + _indented(render(added), column)))
        return patches

    def _value(self, parent: Node, key: str, node: Node, old: Any, new: Any) -> list[_Patch]:
        if isinstance(node.value, dict) and isinstance(new, dict) and isinstance(old, dict):
            try:
                return self.mapping(node, old, new)
            except _Unpatchable:
                pass
        if isinstance(node.value, list) and isinstance(new, list) and isinstance(old, list) and not node.flow:
            try:
                return self._sequence(node, old, new)
            except _Unpatchable:
                pass
        colon = self.text.index(":", parent.keys[key].end) + 1
        end = max(self._end(node), colon)
        flow = _flow(new) if parent.flow or (node.flow and isinstance(new, dict | list)) else ""
        if parent.flow or 0 < len(flow) <= _WIDTH:
            return [_Patch(colon, end, " " + flow)]
        return [_Patch(colon, end, self._inline(new, self._column(parent)))]

    def _sequence(self, node: Node, old: list[Any], new: list[Any]) -> list[_Patch]:
        if not new or len(node.value) != len(old):
            raise _Unpatchable
        patches: list[_Patch] = []
        for position, child in enumerate(node.value[: len(new)]):
            if _same(old[position], new[position]):
                continue
            if isinstance(child.value, dict) and isinstance(new[position], dict) and isinstance(old[position], dict):
                try:
                    patches += self.mapping(child, old[position], new[position])
                except _Unpatchable:
                    if not child.flow:
                        raise
                    patches.append(_Patch(child.span.start, child.span.end, _flow(new[position])))
            elif not isinstance(child.value, dict | list) and not isinstance(new[position], dict | list):
                patches.append(_Patch(child.span.start, self._end(child), _scalar(new[position])))
            else:
                raise _Unpatchable
        if len(new) < len(old):
            start = self._line_end(self._end(node.value[len(new) - 1]))
            patches.append(_Patch(start, self._line_end(self._end(node)), ""))
        elif len(new) > len(old):
            at = self._line_end(self._end(node))
            before = "" if at and self.text[at - 1] == "\n" else "\n"
            line = self.text.rfind("\n", 0, node.value[0].span.start) + 1
            indent = len(self.text[line:]) - len(self.text[line:].lstrip(" "))
            items = render({"x": new[len(old) :]}).split("\n", 1)[1]
            patches.append(_Patch(at, at, before + _indented(items, indent - 2)))
        return patches

    def _removal(self, parent: Node, key: str) -> _Patch:
        start = self.text.rfind("\n", 0, parent.keys[key].start) + 1
        if self.text[start : parent.keys[key].start].strip():
            raise _Unpatchable  # the first key of an item: "- name: ..."
        end = self._line_end(max(self._end(parent.value[key]), parent.keys[key].end))
        if key != next(iter(parent.value)):  # above the first key stands what is said of the whole section
            start = self._above(start, self._column(parent))
        return _Patch(start, end, "")

    def _above(self, start: int, column: int) -> int:
        """Where the comment that belongs to a line begins: the lines straight above it, as far indented."""
        while start > 0:
            line = self.text.rfind("\n", 0, start - 1) + 1
            above = self.text[line:start]
            if not above.startswith(" " * column + "#"):
                break
            start = line
        return start

    def _inline(self, value: Any, column: int) -> str:
        """A value as it stands behind its key's colon."""
        return render({"x": value})[2:].rstrip("\n").replace("\n", "\n" + " " * column)

    def _column(self, node: Node) -> int:
        first = next(iter(node.keys.values()))
        return (first.column or 1) - 1

    def _end(self, node: Node) -> int:
        """Behind the last character of a value; a block's own mark lies behind the comments after it."""
        if isinstance(node.value, dict | list) and not node.flow and node.value:
            last = list(node.value.values() if isinstance(node.value, dict) else node.value)[-1]
            end = self._end(last)
            return max(end, node.keys[next(reversed(node.value))].end + 1) if isinstance(node.value, dict) else end
        return node.span.start + len(self.text[node.span.start : node.span.end].rstrip())

    def _line_end(self, position: int) -> int:
        end = self.text.find("\n", position)
        return len(self.text) if end < 0 else end + 1


def _scalar(value: Any) -> str:
    return render({"x": value})[2:].strip()


def _flow(value: Any) -> str:
    """A value on one line, as it may stand between braces."""
    return render({"x": [value]}, flow=True).strip()[len("x: [") : -1]


def _indented(text: str, column: int) -> str:
    return "".join(" " * column + line if line.strip() else line for line in text.splitlines(keepends=True))


def _header(text: str) -> list[str]:
    kept = []
    for line in text.splitlines(keepends=True):
        if line.strip() and not line.startswith("#"):
            break
        kept.append(line)
    return kept


def _expected(node: Node, old: Any, new: Any) -> Any:
    """What the patched text holds: the new value, in the old form where both say the same."""
    if _same(old, new):
        return node.plain()
    if isinstance(node.value, dict) and isinstance(old, dict) and isinstance(new, dict):
        return {
            key: _expected(node.value[key], old[key], value) if key in node.value and key in old else value
            for key, value in new.items()
        }
    if isinstance(node.value, list) and isinstance(old, list) and isinstance(new, list) and len(node.value) == len(old):
        return [_expected(node.value[i], old[i], v) if i < len(old) else v for i, v in enumerate(new)]
    return new


def _same(one: Any, other: Any) -> bool:
    """Equality that tells true from 1, and holds no number for unequal to itself."""
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_same(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_same, one, other))
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return bool(one == other)
