"""A document as a tree of values, each of which knows where it was written.

The parser is ruamel.yaml's; the tree is our own, for three reasons. It carries file, line and place of every
key and value through a merge of documents. It is built from the parser's events without recursion, so that
hostile nesting ends in a message. And it reads plain words by the core schema of YAML 1.2 and nothing more.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.errors import Problem, ScenarioError, refuse, short

MAX_BYTES = 2_000_000
"""The biggest document that is read."""

MAX_LINES = 50_000
"""The most lines that a document may have; the parser takes about a second for them."""

MAX_VALUES = 40_000
"""The most keys and values that a document may hold; the parser takes about a second for them."""

MAX_WORD = 20_000
"""The longest run of characters without a space."""

MAX_DEPTH = 50
"""How deeply a document may be nested; a scenario needs about seven levels."""

_HOPELESS_DEPTH = 4 * MAX_DEPTH
"""Brackets this deep are refused before parsing, for which time grows with the square of the depth."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_INT = re.compile(r"[-+]?[0-9][0-9_]*")
_OTHER_INT = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|[0-9][0-9_]*(\.[0-9]*)?)([eE][-+]?[0-9]+)?")
_WORDS: dict[str, Any] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys((".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF"), math.inf),
    **dict.fromkeys(("-.inf", "-.Inf", "-.INF"), -math.inf),
    **dict.fromkeys((".nan", ".NaN", ".NAN"), math.nan),
}

Place: TypeAlias = tuple[int | None, int | None]
"""Line and column, counted from 1; None where there is no text."""


@dataclass(slots=True)
class Span:
    """Where something stands: line and column from 1, and the first and last-but-one character of the text."""

    line: int | None = None
    column: int | None = None
    start: int = 0
    end: int = 0

    @property
    def at(self) -> Place:
        """Line and column."""
        return self.line, self.column


@dataclass(slots=True)
class Node:
    """A value: a scalar, a list of nodes, or a mapping from text to nodes."""

    value: Any
    file: str | None = None
    span: Span = field(default_factory=Span)
    keys: dict[str, Span] = field(default_factory=dict)
    flow: bool = False
    removes: bool = False
    """Whether this null was meant to take out a part of an extended document, which has none there."""

    def plain(self) -> Any:
        """The value without its places: dicts, lists and scalars."""
        if isinstance(self.value, dict):
            return {key: child.plain() for key, child in self.value.items()}
        if isinstance(self.value, list):
            return [child.plain() for child in self.value]
        return self.value


def parse(text: str, file: str | None) -> Node:
    """The tree of a document's text.

    Raises ScenarioError for what is no YAML, and for YAML that a scenario has no need of: anchors, aliases,
    tags, several documents, keys that are no text, and more values or levels than a scenario can have.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError, YAMLError

    _check_text(text, file)
    builder = _Builder(file)
    try:
        for event in YAML(typ="safe", pure=True).parse(text):
            builder.take(event)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at: Place = (None, None) if mark is None else (mark.line + 1, mark.column + 1)
        said = ", ".join(str(part) for part in (error.context, error.problem) if part)
        raise refuse("syntax", file, at, said=short(said, 200)) from None
    except (YAMLError, ValueError) as error:
        if isinstance(error, ScenarioError):
            raise
        raise refuse("syntax", file, said=short(str(error), 200)) from None
    except RecursionError:
        raise refuse("too_deep", file, limit=MAX_DEPTH) from None
    if builder.problems:
        raise ScenarioError(builder.problems)
    root = builder.root
    if root is None or (root.value is None and not text[root.span.start : root.span.end].strip()):
        raise refuse("empty", file)
    if not isinstance(root.value, dict):
        raise refuse("no_document", file, root.span.at, value=short(root.value))
    return root


def _check_text(text: str, file: str | None) -> None:
    """Refuse in a few milliseconds what the parser would need minutes for."""
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        column = control.start() - text.rfind("\n", 0, control.start())
        raise refuse("binary", file, (line, column), value=repr(control.group()))
    if len(text) > MAX_BYTES:
        raise refuse("too_big", file, limit=MAX_BYTES, of=N_("characters"))
    if text.count("\n") + text.count("\r") - text.count("\r\n") > MAX_LINES:
        raise refuse("too_big", file, limit=MAX_LINES, of=N_("lines"))
    word = re.search(rf"\S{{{MAX_WORD + 1}}}", text)
    if word:  # over long tags the parser takes time with the square of their length
        line = text.count("\n", 0, word.start()) + 1
        raise refuse("too_big", file, (line, None), limit=MAX_WORD, of=N_("characters without a space"))
    deepest = depth = 0
    for bracket in re.finditer(r"[\[\]{}]", text):
        depth = depth + 1 if bracket.group() in "[{" else max(depth - 1, 0)
        if depth > deepest:
            deepest = depth
            if deepest > _HOPELESS_DEPTH:
                raise refuse("too_deep", file, (text.count("\n", 0, bracket.start()) + 1, None), limit=MAX_DEPTH)
    dashes = re.search(rf"^ *([-?] +){{{MAX_DEPTH}}}", text, re.MULTILINE)
    if dashes:
        raise refuse("too_deep", file, (text.count("\n", 0, dashes.start()) + 1, None), limit=MAX_DEPTH)


class _Builder:
    """Puts the parser's events together, with a list of open collections instead of recursion."""

    def __init__(self, file: str | None) -> None:
        self.file = file
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self._open: list[Node] = []
        self._key: list[str | None] = []
        self._values = 0
        self._documents = 0

    def take(self, event: Any) -> None:
        """Add one event; raise ScenarioError where nothing sensible can follow."""
        kind = type(event).__name__
        span = Span(
            event.start_mark.line + 1, event.start_mark.column + 1, event.start_mark.index, event.end_mark.index
        )
        if kind == "DocumentStartEvent":
            self._documents += 1
            if self._documents > 1:
                raise refuse("second_document", self.file, span.at)
            if event.version not in (None, (1, 2)):
                raise refuse("version", self.file, span.at, value=".".join(map(str, event.version)))
        if kind == "AliasEvent" or getattr(event, "anchor", None) is not None:
            raise refuse("alias", self.file, span.at, self._path())
        if getattr(event, "tag", None) is not None:
            raise refuse("tag", self.file, span.at, self._path(), value=short(str(event.tag)))
        if kind == "ScalarEvent":
            self._scalar(event, span)
        elif kind in ("MappingStartEvent", "SequenceStartEvent"):
            self._begin({} if kind[0] == "M" else [], span, flow=bool(event.flow_style))
        elif kind in ("MappingEndEvent", "SequenceEndEvent"):
            node = self._open.pop()
            self._key.pop()
            node.span.end = span.end if node.flow else span.start
            if self._key:
                self._key[-1] = None

    def _path(self) -> str:
        return ".".join(key for key in self._key if key is not None)

    def _count(self, span: Span) -> None:
        self._values += 1
        if self._values > MAX_VALUES:
            raise refuse("too_big", self.file, span.at, limit=MAX_VALUES, of=N_("keys and values"))

    def _scalar(self, event: Any, span: Span) -> None:
        self._count(span)
        value = resolve(event.value) if event.implicit[0] else event.value
        if self._open and isinstance(self._open[-1].value, dict) and self._key[-1] is None:
            self._take_key(value, event.value, span)
        else:
            self._place(Node(value, self.file, span))

    def _take_key(self, value: Any, written: str, span: Span) -> None:
        mapping = self._open[-1]
        key = value if isinstance(value, str) else written
        path = self._path()
        path = f"{path}.{short(key)}" if path else short(key)
        if not isinstance(value, str):
            self.problems.append(Problem.of("key_no_text", self.file, span.at, path, value=short(written)))
        elif key in mapping.keys:
            self.problems.append(Problem.of("duplicate", self.file, span.at, path))
        mapping.keys.setdefault(key, span)
        self._key[-1] = key

    def _begin(self, value: Any, span: Span, *, flow: bool) -> None:
        self._count(span)
        if len(self._open) >= MAX_DEPTH:
            raise refuse("too_deep", self.file, span.at, limit=MAX_DEPTH)
        node = Node(value, self.file, span, flow=flow)
        if self._open and isinstance(self._open[-1].value, dict) and self._key[-1] is None:
            raise refuse("key_no_text", self.file, span.at, self._path(), value=short(value))
        self._place(node)
        self._open.append(node)
        self._key.append(None)

    def _place(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            return
        key = self._key[-1]
        parent.value[key] = node
        if not isinstance(node.value, dict | list):
            self._key[-1] = None  # a collection's key stays for the path, until the collection closes


def resolve(word: str) -> Any:
    """What a plain word means in YAML 1.2: null, true, false, a number, or text."""
    if word in _WORDS:
        return _WORDS[word]
    if len(word) <= 300 and _INT.fullmatch(word):
        return int(word.replace("_", "").rstrip("_"))
    if len(word) <= 300 and _OTHER_INT.fullmatch(word):
        return int(word, 0)
    if len(word) <= 10_000 and _FLOAT.fullmatch(word):
        return float(word.replace("_", ""))
    return word


def plant(value: Any, file: str | None = None, depth: int = 0, path: str = "") -> Node:
    """The tree of a value from Python, such as a dict, that has no lines.

    Raises ScenarioError for what a document could not hold: other types, keys that are no text, circles.
    """
    if depth > MAX_DEPTH:
        raise refuse("too_deep", file, path=path[:200], limit=MAX_DEPTH)
    if hasattr(value, "model_dump"):
        value = value.model_dump(mode="json", exclude_unset=True)
    if isinstance(value, dict):
        node = Node({}, file)
        for key, child in value.items():
            below = f"{path}.{short(key)}" if path else short(key)
            if not isinstance(key, str):
                raise refuse("key_no_text", file, path=below, value=short(key))
            node.value[key] = plant(child, file, depth + 1, below)
            node.keys[key] = Span()
        return node
    if isinstance(value, list | tuple):
        return Node([plant(child, file, depth + 1, f"{path}.{i}") for i, child in enumerate(value)], file)
    if hasattr(value, "item") and getattr(value, "shape", None) == ():
        value = value.item()  # a NumPy number
    if isinstance(value, str):
        return Node(str(value), file)
    if value is None or isinstance(value, bool | float):
        return Node(value, file)
    if isinstance(value, int):
        return Node(value if value.bit_length() <= 1000 else math.copysign(math.inf, value > 0 or -1), file)
    raise refuse("not_plain", file, path=path, value=type(value).__name__)
