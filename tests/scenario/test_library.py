"""Bundled scenarios are found by name, in a checkout and in a wheel."""

from __future__ import annotations

import pytest

from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load, read
from wijkbv_sim.scenario.errors import ScenarioError

SOUND = "area: {name: x, inhabitants: 50}\n"


@pytest.fixture
def shelf(tmp_path, monkeypatch):
    """A library of three: two languages, one language, and one that is broken further down."""
    package = tmp_path / "site" / "wijkbv_sim"
    package.mkdir(parents=True)
    lying = tmp_path / "site" / "scenarios"
    lying.mkdir()
    (lying / "green-street.yaml").write_text(
        "# a comment\nname: green-street\ntitle: {nl: Groen, en: Green}\ndescription:\n  nl: |\n    Een straat\n"
        "  en: A street\n" + SOUND
    )
    (lying / "old-town.yaml").write_text("name: old-town\ntitle: Oude stad\nextends: green-street\n")
    (lying / "broken.yaml").write_text("name: broken\ntitle: Stuk\nmoney: [\n")
    (lying / "README.md").write_text("not a scenario")
    monkeypatch.setattr(library, "_PACKAGE", package)
    return lying


def test_names_are_those_of_the_files_in_order(shelf):
    assert library.names() == ["broken", "green-street", "old-town"]
    assert library.path_of("old-town") == shelf / "old-town.yaml"


def test_in_a_wheel_they_lie_inside_the_package(shelf):
    inside = shelf.parent / "wijkbv_sim" / "_bundled" / "scenarios"
    inside.mkdir(parents=True)
    (inside / "other.yaml").write_text("name: other\ntitle: O\n" + SOUND)
    assert library.names() == ["other"]


def test_without_any_there_is_an_empty_list(tmp_path, monkeypatch):
    monkeypatch.setattr(library, "_PACKAGE", tmp_path / "nothing" / "here")
    assert library.names() == []
    with pytest.raises(ScenarioError, match="there is no scenario malburgen"):
        load("malburgen")


def test_a_list_tells_title_and_description_in_two_languages_and_fails_on_no_item(shelf):
    (shelf / "worse.yaml").write_text("title: [\n")
    told = {found.name: found for found in library.describe()}
    assert told["green-street"] == library.Bundled("green-street", "Groen", "Green", "Een straat", "A street")
    assert told["old-town"] == library.Bundled("old-town", "Oude stad", "Oude stad", "", "", "green-street")
    assert told["broken"].title_nl == "Stuk"
    assert told["worse"].title_nl == "worse"


def test_families_are_a_base_and_all_that_extends_it(shelf):
    (shelf / "older-town.yaml").write_text("name: older-town\ntitle: O\nextends: old-town.yaml\n")
    (shelf / "stray.yaml").write_text("name: stray\ntitle: S\nextends: nowhere\n")
    (shelf / "ring-a.yaml").write_text("name: ring-a\ntitle: R\nextends: ring-b\n")
    (shelf / "ring-b.yaml").write_text("name: ring-b\ntitle: R\nextends: ring-a\n")
    families = dict(library.families())
    assert families["green-street"] == ["old-town", "older-town"]
    assert families["broken"] == []
    assert families["stray"] == []
    assert sorted(name for base, variants in families.items() for name in (base, *variants)) == library.names()


def test_a_scenario_is_loaded_and_extended_by_name(shelf, tmp_path):
    assert load("green-street").title.en == "Green"
    assert load("old-town").area.inhabitants.value == 50
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: old-town\nname: mine\ntitle: M\nmoney: {notice: 4}\n")
    assert read(mine).area.name == "x"
    assert load({"extends": "old-town", "name": "m", "title": "M"}).area.name == "x"


def test_a_name_that_is_nearly_right_gets_the_right_one(shelf, tmp_path):
    with pytest.raises(ScenarioError) as caught:
        load("green-stret")
    assert str(caught.value) == (
        "there is no scenario green-stret; expected a bundled name (broken, green-street, old-town) or a file; "
        "did you mean green-street?"
    )
    assert "er is geen scenario green-stret" in caught.value.text("nl")
    with pytest.raises(ScenarioError, match=r"green-stret\.yaml: there is no such file; did you mean green-street\?"):
        load("green-stret.yaml")
    mine = tmp_path / "mine.yaml"
    mine.write_text("extends: old-twon\nname: mine\ntitle: M\n")
    with pytest.raises(
        ScenarioError, match=r"mine\.yaml, line 1, extends: there is no scenario old-twon.*mean old-town\?"
    ):
        read(mine)


def test_every_bundled_scenario_is_valid_and_named_after_its_file():
    for name in library.names():
        assert load(name).name == name
    assert [found.name for found in library.describe()] == library.names()
