"""The schema for editors agrees with the reader on what is right, and on the mistakes that it can see."""

from __future__ import annotations

import json

import jsonschema
import pytest

from wijkbv_sim.scenario.json_schema import json_schema
from wijkbv_sim.scenario.template import new_document
from wijkbv_sim.scenario.tree import parse

SOUND = {"name": "a", "title": "A", "area": {"name": "x", "inhabitants": 5}}


@pytest.fixture(scope="module")
def validator():
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.mark.parametrize(
    "more",
    [
        {},
        {"title": {"nl": "A", "en": "B"}, "description": None},
        {"money": {"inflation": 3}},
        {"money": {"inflation": {"value": 3, "source": "s"}}},
        {"money": {"inflation": {"triangular": [1, 2, 3], "assumption": True, "note": "n"}}},
        {"money": {"patience": {"discrete": [[1, 1], [3, 2]]}, "notice": {"beta": [2, 3, 1, 9]}}},
        {"timeline": [{"name": "e", "month": 3, "set": {"money.inflation": 3}, "add": {"x": {"uniform": [1, 2]}}}]},
        {"extends": "green-street", "area": {"age_0_14": 15}, "money": {"contracts": {"a": None, "b": {"term": 3}}}},
    ],
)
def test_sound_documents_are_sound(validator, more):
    assert [e.message for e in validator.iter_errors({**SOUND, **more})] == []


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_template_is_sound(validator, language):
    document = parse(new_document("a", "A", "x", 500, language), None).plain()
    assert [e.message for e in validator.iter_errors(document)] == []


@pytest.mark.parametrize(
    ("bad", "where"),
    [
        ({"monye": {}}, ()),
        ({"name": "A b"}, ("name",)),
        ({"name": None}, ("name",)),
        ({"money": {"inflation": 51}}, ("money",)),
        ({"money": {"inflation": True}}, ("money",)),
        ({"money": {"inflation": "3"}}, ("money",)),
        ({"money": {"inflation": {"source": "s"}}}, ("money",)),
        ({"money": {"inflation": {"uniform": [1]}}}, ("money",)),
        ({"money": {"contracts": {"A b": {}}}}, ("money",)),
        ({"money": {"contracts": {"a": {"route": "derict"}}}}, ("money",)),
        ({"timeline": [{"name": "e"}]}, ("timeline",)),
        ({"time": {"years": 99}}, ("time",)),
    ],
)
def test_mistakes_are_seen(validator, bad, where):
    errors = list(validator.iter_errors({**SOUND, **bad}))
    assert errors
    assert all(tuple(e.absolute_path)[:1] == where for e in errors)


def test_an_area_is_needed_unless_another_document_gives_it(validator):
    alone = {"name": "a", "title": "A"}
    assert [e.message for e in validator.iter_errors(alone)] == ["'area' is a required property"]
    assert not list(validator.iter_errors({**alone, "extends": "b"}))


def test_a_number_carries_all_that_an_editor_shows():
    schema = json_schema()
    rate = schema["$defs"]["Loan"]["properties"]["rate"]
    assert (rate["title"], rate["x-unit"], rate["x-bounds"]) == ("interest rate", "%/year", [0, 30])
    assert (
        rate["description"]
        == "The yearly interest on what is still owed; where it floats, that of the beginning. [%/year]"
    )
    assert rate["x-label"] == {"nl": "rente", "en": "interest rate"}
    assert rate["anyOf"][0] == {"type": "number", "minimum": 0, "maximum": 30}
    assert json.loads(json.dumps(schema)) == schema
    for name, definition in schema["$defs"].items():
        if "properties" in definition:
            assert definition["additionalProperties"] is False, name
