"""docs/verification.md names tests that exist, and the slow ones as such."""

from __future__ import annotations

import ast
import re
from functools import cache

import pytest

from scripts.parameters import ROOT

PAGE = (ROOT / "docs/verification.md").read_text(encoding="utf-8")
NAMED = re.findall(r"(\*?)`(tests/[\w/]+\.py)::(\w+)`", PAGE)


@cache
def found_in(file: str) -> dict[str, bool]:
    """The tests of a file, and whether each is marked slow."""
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {
        node.name: any("mark.slow" in ast.unparse(mark) for mark in node.decorator_list)
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }


@pytest.mark.parametrize(("italic", "file", "name"), NAMED, ids=str)
def test_what_is_named_is_there(italic, file, name):
    assert name in found_in(file), f"docs/verification.md names {file}::{name}, which is not there"
    assert found_in(file)[name] == bool(italic), "a slow test is written in italics, and only a slow one"


def test_every_claim_names_a_test():
    rows = [row for row in PAGE.splitlines() if row.startswith("| ") and not row.startswith(("| claim", "| ---"))]
    assert len(rows) > 30
    assert [row for row in rows if "::test_" not in row] == []
