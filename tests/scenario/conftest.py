from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from wijkbv_sim.scenario.document import read
from wijkbv_sim.scenario.errors import Problem, ScenarioError

SMALL = """\
name: green-street
title: Groene straat
area: {name: Malburgen, inhabitants: 1000}
"""


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a document, by default the small one with something added."""

    def _write(added: str = "", name: str = "street.yaml", whole: str | None = None) -> Path:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(SMALL + added if whole is None else whole, encoding="utf-8")
        return path

    return _write


@pytest.fixture
def problems(write: Callable[..., Path]) -> Callable[..., tuple[Problem, ...]]:
    """What is wrong with the small document with something added."""

    def _problems(added: str = "", whole: str | None = None) -> tuple[Problem, ...]:
        with pytest.raises(ScenarioError) as caught:
            read(write(added, whole=whole))
        return caught.value.problems

    return _problems
