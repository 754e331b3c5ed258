"""Parts that are added, copied and taken away, with all that hangs on them."""

from __future__ import annotations

import pytest

import wijkbv_sim as wb
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import parse_text, text
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.parts import KINDS, parts, take_away, title_of

BY_NAME = {kind.name: kind for kind in KINDS}
ASSUMED = {"value": 5, "assumption": True}


@pytest.mark.parametrize("name", library.names())
def test_every_part_of_every_bundled_scenario_can_be_taken_away_or_is_refused_by_name(name):
    scenario = wb.load(name)
    for kind in KINDS:
        for part in parts(scenario, kind):
            try:
                left = take_away(scenario, kind, part)
            except ScenarioError as error:
                _names_another_part(error, scenario)
                continue
            assert part not in parts(left, kind)
            assert parse_text(text(left)) == left, (kind.name, part)


def _names_another_part(error, scenario):
    others = [
        *scenario.money.contracts.items(), *scenario.money.loans.items(),
        *((event.name, event) for event in scenario.timeline),
    ]  # fmt: skip
    for language in ("nl", "en"):
        told = error.text(language)
        assert any(f'"{title_of(other, name, language)}"' in told for name, other in others), told
        assert ("Haal" in told or "Zet" in told) if language == "nl" else "First" in told


@pytest.mark.parametrize(("kind", "of"), [("building", "assets"), ("contract", "money.contracts")])
def test_a_part_whose_numbers_are_correlated_can_be_taken_away(kind, of):
    scenario = wb.load("malburgen")
    for part in parts(scenario, BY_NAME[kind]):
        scenario = take_away(scenario, BY_NAME[kind], part)
    assert not parts(scenario, BY_NAME[kind])
    assert not any(p.startswith(f"{of}.") for group in scenario.correlations for p in group.parameters)


def _with_all(services=("green", "meals", "care")):
    return wb.load("malburgen").with_(
        {
            **{f"services.{name}": {"demand": 100} for name in services},
            "synergies": [{"services": ["green", "meals"]}, {"services": ["meals", "care"]}],
            "correlations": [
                {"parameters": ["synergies.0.saving", "synergies.1.saving", "services.meals.volunteer_share"],
                 "correlation": 0.2},
            ],
            "timeline": [
                {"name": "both", "month": 5, "set": {"services.green.demand": ASSUMED},
                 "multiply": {"synergies.1.quality": ASSUMED}},
                {"name": "only", "month": 5, "add": {"services.green.demand": ASSUMED}},
            ],
            "money.contracts.cutting": {"value": 1_000, "service": "green"},
            "money.contracts.by-unit": {
                "value": 0, "price": 3, "service": "meals", "title": {"nl": "Eten", "en": "Food"},
            },
        }
    )  # fmt: skip


def test_a_service_goes_with_its_synergies_and_what_events_did_to_it():
    left = take_away(_with_all(), BY_NAME["service"], "green")
    assert [synergy.services for synergy in left.synergies] == [("meals", "care")]
    # The second synergy is the first now.
    assert left.correlations[0].parameters == ("synergies.0.saving", "services.meals.volunteer_share")
    (event,) = left.timeline
    assert (event.name, dict(event.set), list(event.multiply)) == ("both", {}, ["synergies.0.quality"])
    assert left.money.contracts["cutting"].service is None


def test_a_service_that_a_contract_pays_by_the_unit_is_refused_with_what_to_do_first():
    with pytest.raises(ScenarioError) as caught:
        take_away(_with_all(), BY_NAME["service"], "meals")
    assert 'de opdracht "Eten" betaalt' in caught.value.text("nl")
    assert 'the contract "Food" pays' in caught.value.text("en")


def test_a_loan_for_an_asset_that_is_gone_is_for_none():
    name = next(iter(wb.load("malburgen").assets))
    scenario = wb.load("malburgen").with_({"money.loans.works": {"amount": 10_000, "for_asset": name}})
    assert take_away(scenario, BY_NAME["building"], name).money.loans["works"].for_asset is None


def test_an_event_that_was_possible_because_of_the_part_is_named():
    name = next(iter(wb.load("malburgen").assets))
    scenario = wb.load("malburgen").with_(
        {
            f"assets.{name}.start_month": 30,
            "money.loans.works": {"amount": 10_000, "for_asset": name},
            "timeline": [{"name": "less", "title": {"nl": "Minder lenen", "en": "Borrow less"}, "month": 20,
                          "set": {"money.loans.works.amount": ASSUMED}}],
        }
    )  # fmt: skip
    with pytest.raises(ScenarioError) as caught:
        take_away(scenario, BY_NAME["building"], name)
    assert '"Minder lenen"' in caught.value.text("nl")
    assert '"Borrow less"' in caught.value.text("en")
