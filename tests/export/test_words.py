"""What the numbers and parts of a scenario are called, and refusals in those words."""

from __future__ import annotations

import pytest

import wijkbv_sim as wb
from wijkbv_sim.export.words import parts, refused
from wijkbv_sim.scenario.choices import choice_label
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.parameter import LANGUAGES
from wijkbv_sim.scenario.parts import KINDS, add, apply

MALBURGEN = wb.load("malburgen")


def told(attempt, scenario=MALBURGEN, language="nl"):
    with pytest.raises(ScenarioError) as caught:
        attempt()
    return refused(caught.value, scenario, language)


def test_a_choice_that_does_not_go_with_another_is_told_in_the_words_of_the_screen():
    foundation = apply(MALBURGEN, {"ownership.legal_form": "foundation", "ownership.share_buyers": 0})
    offer = next(kind for kind in KINDS if kind.name == "offer")
    said = told(lambda: add(foundation, offer, "Ronde een"), foundation)
    assert "legal_form" not in said
    assert "foundation" not in said
    assert "rechtsvorm" in said
    assert "stichting" in said
    assert said.endswith("(ownership.offers.offer-1)")
    assert not said.startswith("ownership")
    english = told(lambda: add(foundation, offer, "Round one"), foundation, "en")
    assert "legal form" in english
    assert "legal_form" not in english


def test_a_lock_that_cannot_be_chosen_is_on_or_off():
    said = told(lambda: apply(MALBURGEN, {"ownership.legal_form": "foundation", "ownership.share_buyers": 0,
                                          "ownership.wind_up.asset_lock": False}))  # fmt: skip
    assert said.startswith("Vermogensklem (")
    assert "verwacht aan" in said
    assert said.endswith("(ownership.wind_up.asset_lock)")


def test_a_number_is_told_by_its_name_and_part():
    said = told(lambda: apply(MALBURGEN, {"money.opening_cash": -1_000_000_000_000}))
    assert said.split(" (")[0] == MALBURGEN.parameter("money.opening_cash")[1].label("nl").capitalize()
    assert said.endswith("(money.opening_cash)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_part_is_called_the_same_where_it_is_added_and_where_it_is_listed(language):
    scenario = apply(MALBURGEN, {"ownership.legal_form": "cooperative"})
    for kind in KINDS:
        scenario, name = add(scenario, kind, "Iets nieuws")
        path = f"{kind.path}.{name}"
        (found,) = [part for part in parts(scenario, language) if part.numbers[0].path.rpartition(".")[0] == path]
        label = kind.label(language)
        assert found.title == f"{label[:1].upper()}{label[1:]}: Iets nieuws"
        if kind.path == "assets":
            assert label == choice_label(kind.name, language)
