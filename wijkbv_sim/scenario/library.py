"""The scenarios that come with the program."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from wijkbv_sim.scenario.errors import ScenarioError, refuse, short
from wijkbv_sim.scenario.tree import Node, parse

_PACKAGE = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Bundled:
    """What a list of bundled scenarios shows of one of them; English is Dutch where there is none."""

    name: str
    title_nl: str
    title_en: str
    description_nl: str
    description_en: str


def directory() -> Path:
    """Where the bundled scenarios lie: inside the installed package, or beside it in a checkout."""
    inside = _PACKAGE / "_bundled" / "scenarios"
    return inside if inside.is_dir() else _PACKAGE.parent / "scenarios"


def names() -> list[str]:
    """The names of the bundled scenarios, in alphabetical order."""
    return sorted(path.stem for path in directory().glob("*.yaml") if path.is_file())


def path_of(name: str) -> Path:
    """The file of a bundled scenario. Raises ScenarioError, with the nearest name, where there is none."""
    known = names()
    if name not in known:
        near = difflib.get_close_matches(name[:80].lower(), known, n=1, cutoff=0.5)
        raise refuse(
            "no_scenario", None, value=short(name), expected=", ".join(known) or "-", near=near[0] if near else ""
        )
    return directory() / f"{name}.yaml"


def describe() -> list[Bundled]:
    """Name, title and description of every bundled scenario, read without validating the rest.

    A file that is no YAML is told by its name only: a list must not fail on one of its items.
    """
    return [_described(name) for name in names()]


def _described(name: str) -> Bundled:
    # Title and description stand at the top by custom: what follows need not be parsed to make a list.
    text = (directory() / f"{name}.yaml").read_text(encoding="utf-8", errors="replace")
    try:
        root = parse(_head(text), name)
    except ScenarioError:
        return Bundled(name, name, name, "", "")
    return Bundled(name, *_texts(root, "title", name), *_texts(root, "description", ""))


def _head(text: str) -> str:
    """The text's top-level keys ``title`` and ``description``, with what is indented below them."""
    kept: list[str] = []
    keep = False
    for line in text.splitlines(keepends=True):
        if line[:1] not in (" ", "\t", "#", "\n", "\r"):
            keep = line.startswith(("title:", "description:", "name:"))
        if keep:
            kept.append(line)
    return "".join(kept)


def _texts(root: Node, key: str, otherwise: str) -> tuple[str, str]:
    value = root.value[key].plain() if key in root.value else None
    if isinstance(value, dict):
        dutch = value.get("nl") if isinstance(value.get("nl"), str) else otherwise
        english = value.get("en") if isinstance(value.get("en"), str) else dutch
        return str(dutch).strip(), str(english).strip()
    text = value.strip() if isinstance(value, str) else otherwise
    return text, text
