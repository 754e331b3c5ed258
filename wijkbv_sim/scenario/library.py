"""The scenarios that come with the program."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path

from wijkbv_sim.scenario.errors import ScenarioError, refuse, short
from wijkbv_sim.scenario.parameter import Language
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
    extends: str | None = None
    """The document that it extends, by its bundled name."""

    def title(self, language: Language) -> str:
        """The title in a language."""
        return self.title_nl if language == "nl" else self.title_en

    def description(self, language: Language) -> str:
        """The description in a language."""
        return self.description_nl if language == "nl" else self.description_en


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
    extends = root.value["extends"].value if "extends" in root.value else None
    return Bundled(
        name,
        *_texts(root, "title", name),
        *_texts(root, "description", ""),
        extends.removesuffix(".yaml") if isinstance(extends, str) else None,
    )


def _head(text: str) -> str:
    """The text's top-level keys ``title``, ``description`` and ``extends``, with what is indented below them."""
    kept: list[str] = []
    keep = False
    for line in text.splitlines(keepends=True):
        if line[:1] not in (" ", "\t", "#", "\n", "\r"):
            keep = line.startswith(("title:", "description:", "name:", "extends:"))
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


def families() -> list[tuple[str, list[str]]]:
    """Each bundled document that extends no other, with those that extend it, directly or through another.

    In alphabetical order. A document that extends one that is not there stands on its own.
    """
    parents = {found.name: found.extends for found in describe()}

    def head(name: str) -> str:
        seen = [name]
        while (parent := parents[seen[-1]]) is not None and parent in parents:
            if parent in seen:  # a circle, which loading refuses: its first name stands for it
                return min(seen)
            seen.append(parent)
        return seen[-1]

    found: dict[str, list[str]] = {}
    for name in parents:
        if head(name) == name:
            found.setdefault(name, [])
        else:
            found.setdefault(head(name), []).append(name)
    return sorted(found.items())
