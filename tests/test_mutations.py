"""The tests notice what is wrong: each mutation of the model makes the tests that guard it fail."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.mutations import MUTATIONS, ROOT, Mutation, Trial, copy_of_the_project, noticed


@pytest.fixture(scope="module")
def tester(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    tester = Trial(copy_of_the_project(tmp_path_factory.mktemp("mutations")))
    yield tester
    tester.close()


@pytest.mark.slow
@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_is_noticed(mutation: Mutation, tester: Trial) -> None:
    assert noticed(mutation, tester)


@pytest.mark.slow
def test_without_a_mutation_nothing_is_noticed(tester: Trial) -> None:
    line = "1.0 - self.taper"
    unchanged = Mutation("nothing", "model/grant.py", line, line, "test_grants.py test_tax.py")
    assert not noticed(unchanged, tester)


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_mutation_still_has_its_place(mutation: Mutation) -> None:
    source = (ROOT / "wijkbv_sim" / mutation.module).read_text(encoding="utf-8")
    assert source.count(mutation.before) == 1


def test_every_room_of_the_month_has_a_mutation() -> None:
    """Each module of the model that acts in a month, or counts what came of it, has something broken in it."""
    acting = {
        f"model/{path.name}" for path in (ROOT / "wijkbv_sim/model").glob("*.py") if path.stem not in NOTHING_TO_BREAK
    }
    assert acting - {mutation.module for mutation in MUTATIONS} == set()


NOTHING_TO_BREAK = (
    "__init__", "actor", "checking", "columns", "counting", "failure", "labour", "network", "population", "rates",
    "recorder", "settlement", "variables",
)  # fmt: skip
"""Modules without a process of their own: names, shapes, and what is worked out before the first month."""
