"""The tests notice what is wrong: each mutation of the model makes the tests that guard it fail."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.mutations import MUTATIONS, ROOT, Mutation, copy_of_the_project, noticed


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    return copy_of_the_project(tmp_path_factory.mktemp("mutations"))


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_is_noticed(mutation: Mutation, package: Path) -> None:
    assert noticed(mutation, package)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_still_has_its_place(mutation: Mutation) -> None:
    source = (ROOT / "wijkbv_sim" / mutation.module).read_text(encoding="utf-8")
    assert source.count(mutation.before) == 1
