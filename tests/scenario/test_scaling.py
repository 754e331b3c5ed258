"""A template in a neighbourhood of another size: what grows, what stays, and what a document of one's own keeps."""

from __future__ import annotations

import fnmatch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.made import tries
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load, parse_text
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS
from wijkbv_sim.scenario.template import TEMPLATE, for_area

BASE = load(TEMPLATE)
PATHS = {path: quantity for path, quantity, _ in BASE.quantities()}
assert BASE.scaling is not None
POWERS = dict(BASE.scaling.powers(list(PATHS)))

TINY = """\
name: tiny
title: T
area: {name: x, inhabitants: 1000}
scaling:
  inhabitants: 1000
  growth:
    - {power: 1, parameters: [money.donations, assets.*.floor_area, "money.trade.*.turnover"]}
    - {power: 0.5, parameters: [ownership.initial_members]}
money:
  donations: {value: 800, triangular: [400, 800, 1000], note: "gifts"}
  opening_cash: 5000
assets:
  hall: {floor_area: 300, rent: 90}
ownership: {initial_members: 25, initial_active: 4}
"""


@pytest.mark.parametrize("tried", tries(10, 40))
def test_the_template_fits_any_size(tried):
    @tried
    @given(inhabitants=st.integers(1, 2_000_000))
    def fits(inhabitants):
        found = for_area(TEMPLATE, {"name": "x", "inhabitants": inhabitants})
        assert found.area.inhabitants.value == inhabitants
        assert found.scaling is not None
        assert found.scaling.inhabitants == inhabitants

    fits()


def test_what_grows_grows_by_its_power_and_the_rest_stays():
    found = {p: q for p, q, _ in for_area(TEMPLATE, {"name": "x", "inhabitants": 4 * 5288}).quantities()}
    for path, quantity in PATHS.items():
        if path.startswith("area."):
            continue
        factor = 4.0 ** POWERS.get(path, 0.0)
        for ours, theirs in zip(_numbers(found[path]), _numbers(quantity), strict=True):
            assert ours == pytest.approx(theirs * factor, rel=0.006, abs=0.5 if "initial" in path else 0), path


def _numbers(value):
    """Every number of a quantity, distributions flattened."""
    if isinstance(value, tuple | list):
        return [number for part in value for number in _numbers(part)]
    if isinstance(value, int | float):
        return [value]
    plain = value.model_dump(mode="json")
    if not isinstance(plain, dict):
        return [plain]
    return [number for name in ("value", *DISTRIBUTIONS) if name in plain for number in _numbers(plain[name])]


def test_a_coordinator_is_a_coordinator():
    assert "money.coordinator_fte" not in POWERS
    assert "money.coordinator_cost" not in POWERS


def test_every_pattern_of_the_template_names_something_in_it_or_in_a_variant():
    there = {path for name in dict(library.families())[TEMPLATE] for path, _, _ in load(name).quantities()} | set(PATHS)
    for group in BASE.scaling.growth:
        for pattern in group.parameters:
            assert fnmatch.filter(there, pattern), pattern


def test_the_same_size_is_the_template_itself():
    same = for_area(BASE, BASE.area)
    assert same.digest == BASE.digest


def test_a_document_that_extends_gets_its_own_size_and_keeps_what_it_says(tmp_path):
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "mine.yaml").write_text(
        "name: mine\ntitle: M\nextends: tiny.yaml\narea: {name: y, inhabitants: 4000}\nmoney: {donations: 700}\n"
        "assets: {barn: {floor_area: 100}}\n"
    )
    found = load(tmp_path / "mine.yaml")
    assert found.money.donations.value == 700
    assert found.assets["hall"].floor_area.value == 1200
    assert found.assets["barn"].floor_area.value == 100
    assert found.ownership.initial_members.value == 50
    assert found.money.opening_cash.value == 5000
    # Once more extended: from its own size, not from the first.
    (tmp_path / "next.yaml").write_text("name: n\ntitle: N\nextends: mine.yaml\narea: {name: z, inhabitants: 1000}\n")
    assert load(tmp_path / "next.yaml").assets["hall"].floor_area.value == 300


def test_a_variant_without_an_area_of_its_own_is_not_touched(tmp_path):
    (tmp_path / "tiny.yaml").write_text(TINY)
    (tmp_path / "mine.yaml").write_text("name: mine\ntitle: M\nextends: tiny.yaml\nmoney: {opening_cash: 1}\n")
    assert load(tmp_path / "mine.yaml").money.donations.triangular == (400, 800, 1000)


def test_a_scaled_number_says_so():
    quantity = for_area(parse_text(TINY), {"name": "y", "inhabitants": 500}).money.donations
    assert quantity.triangular == (200, 400, 500)
    assert quantity.note == "gifts; x 0.5 for 500 inhabitants"


def test_without_scaling_only_the_area_changes():
    found = for_area("malburgen", {"name": "y", "inhabitants": 500})
    assert found.money == load("malburgen").money
    assert found.area.age_65_plus.value == 20.0


def test_an_area_that_is_none_is_refused():
    with pytest.raises(ScenarioError, match="inhabitants"):
        for_area(TEMPLATE, {"name": "y"})
