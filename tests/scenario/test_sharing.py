"""A scenario that shares the parts of another is the one that its whole document would give."""

from __future__ import annotations

import hashlib
import json
import pickle

import pytest
from pydantic import ValidationError

import wijkbv_sim as wb
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.dials import main_dials, moved
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.sharing import by_keys, with_numbers

NAMES = ("malburgen", "hoogeloon", "indische-buurt", "afrikaanderwijk-building")


def by_document(scenario, changes):
    return Scenario.model_validate_json(json.dumps(scenario.document_with(changes)))


@pytest.mark.parametrize("name", NAMES)
def test_turned_twice_it_says_what_its_document_says(name):
    scenario = wb.load(name)
    for dial in main_dials(scenario):
        low, high = dial.bounds(scenario)
        for value in ((low + high) / 2, high):
            wanted = dial.values(scenario, value)
            changes = {path: moved(number, meta, wanted[path]) for path, number, meta in dial.numbers(scenario)}
            turned, expected = with_numbers(scenario, by_keys(changes)), by_document(scenario, changes)
            assert turned == expected
            assert turned.digest == expected.digest
            assert turned.model_dump_json(exclude_unset=True) == expected.model_dump_json(exclude_unset=True)


@pytest.mark.parametrize("name", library.names())
def test_the_digest_is_that_of_the_whole_document(name):
    scenario = wb.load(name)
    document = scenario.model_dump(mode="json", exclude={"actuals"})
    text = json.dumps(document, sort_keys=True, ensure_ascii=False)
    assert scenario.digest == hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def test_what_does_not_change_is_shared():
    scenario = wb.load("malburgen")
    turned = scenario.with_({"money.opening_cash": Quantity(value=5_000.0)})
    assert turned.area is scenario.area
    assert turned.money is not scenario.money


def test_what_is_not_allowed_is_refused_as_before():
    scenario = wb.load("malburgen")
    for changes in (
        {"money.opening_cash": Quantity(value=-1.0)},
        {"money.nothing.value": Quantity(value=1.0)},
        # Sure, a number has no rank among others: the correlations are contradicted.
        *({path: Quantity(value=1.0)} for group in scenario.correlations for path in group.parameters),
    ):
        with pytest.raises(ValidationError) as told:
            scenario.with_(changes)
        with pytest.raises(ValidationError) as expected:
            by_document(scenario, changes)
        assert told.value.errors(include_context=False) == expected.value.errors(include_context=False)


@pytest.mark.parametrize("name", library.names())
def test_a_scenario_that_is_sent_to_another_process_says_the_same_there(name):
    scenario = wb.load(name)
    there = pickle.loads(pickle.dumps(scenario))
    assert there == scenario
    assert there.digest == Scenario.model_validate_json(there.model_dump_json()).digest == scenario.digest
    assert there.model_dump_json(exclude_unset=True) == scenario.model_dump_json(exclude_unset=True)
    assert there.model_dump_json() == scenario.model_dump_json()


def test_scenarios_that_are_sent_share_their_parts_there_too():
    scenario = wb.load("malburgen")
    changed = scenario.with_({"money.opening_cash": Quantity(value=12_345)})
    sent = [pickle.loads(pickle.dumps(one)) for one in (scenario, changed, scenario)]
    assert [one.digest for one in sent] == [scenario.digest, changed.digest, scenario.digest]
    assert sent[1].parameter("money.opening_cash")[0].value == 12_345
    assert all(one.area is sent[0].area and one.municipality is sent[0].municipality for one in sent)
    assert sent[0].money is not sent[1].money
