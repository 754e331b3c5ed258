"""Five answers make a whole scenario that says what was answered; roles have their dials in every scenario."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

import wijkbv_sim as wb
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.document import parse_text, text
from wijkbv_sim.scenario.questions import (
    LENT,
    WITHOUT_BUILDING,
    Answers,
    CompanyKind,
    Premises,
    answered,
    kind_label,
    places,
    premises_label,
    usual,
)
from wijkbv_sim.scenario.roles import DIALS_OF_A_ROLE, ROLES, role

EVERY = list(itertools.product(CompanyKind, Premises))


def centre(scenario, path):
    return central(*scenario.parameter(path))


@pytest.mark.parametrize(("kind", "premises"), EVERY)
def test_every_answer_makes_a_scenario_that_runs(kind, premises):
    scenario = answered(Answers(place="Dorpsstraat", inhabitants=900, kind=kind, premises=premises))
    # What it says is a document: written down and read again, it is the same.
    assert parse_text(text(scenario), None).digest == scenario.digest
    results = wb.simulate(scenario.with_(time__years=2), replicates=3, seed=1, books=False)
    assert results.column("cash").shape == (3, 24)
    assert scenario.title.nl.endswith("in Dorpsstraat")
    assert scenario.title.en


@settings(max_examples=25, deadline=None)
@given(
    kind=st.sampled_from(CompanyKind), premises=st.sampled_from(Premises), inhabitants=st.integers(200, 100_000),
    people=st.integers(1, 2_000), money=st.integers(0, 5_000_000),
)  # fmt: skip
def test_people_and_money_are_as_answered(kind, premises, inhabitants, people, money):
    given_ = Answers(
        place="Hier", inhabitants=inhabitants, kind=kind, premises=premises, people=people, money=money
    )  # fmt: skip
    scenario = answered(given_)
    assert centre(scenario, "ownership.initial_active") == people
    assert centre(scenario, "money.opening_cash") == pytest.approx(money)
    assert centre(scenario, "ownership.initial_members") >= people
    assert centre(scenario, "area.inhabitants") == inhabitants
    assert answered(given_).digest == scenario.digest


def test_without_numbers_of_one_s_own_the_template_is_kept():
    """The average neighbourhood, everything as usual: the template itself, but for its words."""
    template = wb.load("bewonersbedrijf")
    scenario = answered(Answers(place="bewonersbedrijf"))
    here = {path: quantity for path, quantity, _ in scenario.quantities()}
    there = {path: quantity for path, quantity, _ in template.quantities()}
    assert here.keys() == there.keys()
    differing = {path for path in here if here[path].extent() != there[path].extent()}
    assert differing <= {"money.opening_cash", "ownership.initial_active", "ownership.initial_members"}
    assert usual(Answers(place="bewonersbedrijf")).people == 26


@pytest.mark.parametrize("kind", sorted(set(CompanyKind) - WITHOUT_BUILDING))
def test_a_building_is_none_rented_given_or_bought(kind):
    def made(premises):
        return answered(Answers(place="malburgen", kind=kind, premises=premises))

    assert not made(Premises.NONE).assets
    (rented,) = made(Premises.RENTED).assets.values()
    assert rented.way_in == "rent"
    assert central(rented.lease, None) > 0
    (given_,) = made(Premises.TRANSFERRED).assets.values()
    assert given_.way_in == "transfer"
    assert central(given_.price, None) == 1
    bought = made(Premises.BOUGHT)
    (own,) = bought.assets.values()
    assert own.way_in == "purchase"
    assert central(own.price, None) == pytest.approx(central(own.market_value, None))
    needed = central(own.price, None) + central(own.renovation, None)
    assert centre(bought, "money.loans.building.amount") == pytest.approx(LENT * needed, abs=1)
    # Works cost as much a square metre as in the company that owns its building.
    owner = wb.load("bewonersbedrijf-asset-rich").assets["centre"]
    per_metre = [central(a.renovation, None) / central(a.floor_area, None) for a in (own, owner)]
    assert per_metre[0] == pytest.approx(per_metre[1])


def test_who_buys_needs_more_money_than_who_rents():
    money = [usual(Answers(place="malburgen", premises=premises)).money for premises in Premises]
    none, rented, transferred, bought = money
    assert none == rented < transferred < bought


def test_a_larger_place_gets_a_larger_company():
    small, large = (answered(Answers(place="x", inhabitants=n)) for n in (2_000, 20_000))
    for path in ("money.contracts.welfare.value", "services.upkeep.demand"):
        assert centre(large, path) == pytest.approx(10 * centre(small, path), rel=0.02)


def test_a_fibre_network_passes_homes_in_proportion_and_has_no_building():
    case = wb.load("aa-en-hunze")
    made = [answered(Answers(place="Dorp", inhabitants=1_110, kind=CompanyKind.FIBRE, premises=p)) for p in Premises]
    assert len({scenario.digest for scenario in made}) == 1
    (network,) = made[0].assets
    assert network == "network"
    for path in ("assets.network.homes_passed", "money.loans.network.amount"):
        assert centre(made[0], path) == pytest.approx(centre(case, path) / 5, rel=0.01)
    for path in ("assets.network.cost_per_connection", "assets.network.fee", "assets.network.take_up_needed"):
        assert centre(made[0], path) == centre(case, path)


def test_solar_roofs_have_their_floor_under_the_price_in_every_place_and_no_building():
    case = wb.load("bewonersbedrijf-solar")
    made = [answered(Answers(place="Dorp", inhabitants=1_322, kind=CompanyKind.ENERGY, premises=p)) for p in Premises]
    assert len({scenario.digest for scenario in made}) == 1
    (roofs,) = made[0].assets.values()
    assert roofs.kind == "energy"
    for path in ("assets.roofs.output", "assets.roofs.renovation", "money.loans.roofs.amount"):
        assert centre(made[0], path) == pytest.approx(centre(case, path) / 2, rel=0.01)
    for path in ("assets.roofs.subsidy_tariff", "assets.roofs.price_per_kwh", "ownership.share_interest"):
        assert centre(made[0], path) == centre(case, path)


@pytest.mark.parametrize("kind", CompanyKind)
def test_what_grows_with_the_place_is_an_assumption(kind):
    """A number may have a source; that it grows with the number of inhabitants has none."""
    made = answered(Answers(place="Dorp", inhabitants=900, kind=kind))
    grown = [quantity for _, quantity, _ in made.quantities() if "for 900 inhabitants" in (quantity.note or "")]
    assert len(grown) > 5
    assert all(quantity.assumption for quantity in grown)


def test_a_place_that_is_known_keeps_its_figures():
    area = answered(Answers(place="heechterp", kind=CompanyKind.CARE)).area
    assert area == wb.load("heechterp").area
    assert {place.name for place in places()} == {head for head, _ in library.families()}
    assert places()[0].name == "bewonersbedrijf"


def test_answers_that_cannot_be_are_refused():
    with pytest.raises(KeyError, match="expected one of"):
        answered(Answers(place="nergens"))
    for wrong in ({"inhabitants": 10}, {"people": 0}, {"money": -1}, {"kind": "castle"}, {"place": ""}):
        with pytest.raises(ValidationError):
            Answers.model_validate({"place": "x", **wrong})


def test_every_choice_has_its_words_in_both_languages():
    for label, choices in ((kind_label, CompanyKind), (premises_label, Premises)):
        for choice in choices:
            assert label(choice, "nl") != label(choice, "en")


@pytest.mark.parametrize("name", library.names())
def test_every_role_has_four_dials_and_figures_in_every_scenario(name):
    from wijkbv_sim.results.indicators import INDICATORS

    scenario = wb.load(name)
    for each in ROLES:
        handles = each.its_dials(scenario)
        assert len({handle.name for handle in handles}) == DIALS_OF_A_ROLE
        assert all(handle.numbers(scenario) for handle in handles)
        assert set(each.figures) <= INDICATORS.keys()
        assert len(each.figures) == 3
        for told in (each.label, each.looks, each.asks):
            assert told("nl")
            assert told("nl") != told("en") or each.name == "bank"
    assert role("bank").name == "bank"
    with pytest.raises(KeyError, match="expected one of"):
        role("king")
