"""What parts are called: in two languages where a document says so, and as one plain text as ever."""

from __future__ import annotations

import json
from collections.abc import Iterator

import jsonschema
import pytest
from pydantic import BaseModel

from tests.documents import standalone
from wijkbv_sim import simulate
from wijkbv_sim.export.options import assets_to_decide_on, options_of
from wijkbv_sim.export.words import names, parts
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import edit, load, parse_text, read, save
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.json_schema import json_schema
from wijkbv_sim.scenario.parts import KINDS, add, copy, title_of, titles_of
from wijkbv_sim.scenario.parts import parts as parts_of_kind
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.text import Text, Title

PLAIN = standalone("street", "Straat", "Wijk", 500)
DIGEST = "fbe38a6d66244ad5fdcb4952d19e0bbe"
"""The digest of PLAIN with titles in one language: results on disk are known by such digests.

It was ce744f8af4569788947511affea2b924 until assets had a tenant's part of the backlog, the only thing that was added.
"""

BOTH = {"nl": "Groen", "en": "Green"}
SERVICE = KINDS[0]


def document(title: object) -> dict[str, object]:
    return {
        "name": "a", "title": "A", "area": {"name": "x", "inhabitants": 5},
        "services": {"green": {"demand": 1} | ({} if title is None else {"title": title})},
    }  # fmt: skip


def texts(part: object, path: str = "") -> Iterator[tuple[str, Text]]:
    """Every title and description below a part, by path."""
    if isinstance(part, Text):
        yield path, part
        return
    if isinstance(part, BaseModel):
        part = {name: getattr(part, name) for name in type(part).model_fields}
    for key, inner in part.items() if isinstance(part, dict) else enumerate(part) if isinstance(part, tuple) else ():
        yield from texts(inner, f"{path}.{key}".removeprefix("."))


# Bundled scenarios


@pytest.mark.parametrize("name", library.names())
def test_every_part_of_every_bundled_scenario_has_an_english_title(name):
    found = dict(texts(load(name)))
    assert any(isinstance(text, Title) for text in found.values())
    assert [path for path, text in found.items() if not text.en] == []


@pytest.mark.parametrize("name", library.names())
def test_no_dutch_title_is_in_what_readers_of_english_see(name):
    scenario = load(name)
    dutch = {text.nl for _, text in texts(scenario) if text.en != text.nl}
    shown = [part.title.partition(": ")[2].partition(", ")[0] for part in parts(scenario, "en")]
    shown += [options_of(scenario, asset, "en").title for asset in assets_to_decide_on(scenario)]
    shown += [title for kind in KINDS for title in titles_of(parts_of_kind(scenario, kind), "en").values()]
    assert dutch & set(shown) == set()
    # The same places show them to readers of Dutch: the test looks where titles are.
    told = [part.title.partition(": ")[2] for part in parts(scenario, "nl")]
    assert {text.nl for path, text in texts(scenario) if path.startswith("services.")} <= set(told)
    assert not [told for told in names(scenario, "en").values() if any(f": {title})" in told for title in dutch)]


# A plain text


def test_a_plain_title_is_the_same_in_both_languages():
    green = load(document("Groen")).services["green"]
    assert [title_of(green, "green", language) for language in ("nl", "en")] == ["Groen", "Groen"]


@pytest.mark.parametrize("title", [None, "", {"nl": ""}, {"nl": "", "en": ""}])
def test_a_part_without_a_title_is_called_by_its_name(title):
    assert title_of(load(document(title)).services["green"], "green", "en") == "green"


def test_a_plain_title_leaves_digest_and_dump_as_they_were():
    scenario = parse_text(PLAIN)
    assert scenario.digest == DIGEST
    assert scenario.document_with({})["services"]["groen"]["title"] == "Groenonderhoud"
    assert json.loads(scenario.model_dump_json())["assets"]["buurthuis"]["title"] == "Buurthuis"


def test_titles_that_say_the_same_have_the_same_digest():
    same = ["Groen", {"nl": "Groen"}, {"nl": "Groen", "en": None}]
    assert len({load(document(title)).digest for title in same}) == 1
    assert load(document(BOTH)).digest != load(document("Groen")).digest


@pytest.mark.parametrize("title", [None, "Groen", {"nl": "Groen"}, BOTH])
def test_every_way_of_writing_comes_back_by_every_way_of_storing(title, tmp_path):
    scenario = load(document(title))
    save(scenario, tmp_path / "a.yaml")
    again = [
        load(scenario.document_with({})), Scenario.model_validate_json(scenario.model_dump_json()),
        scenario.with_({"money.notice": 4, "services.green.demand": 5}).with_(
            {"money.notice": scenario.money.notice, "services.green.demand": 1}
        ), scenario.certain(), read(tmp_path / "a.yaml"),
    ]  # fmt: skip
    assert [each.services["green"].title for each in again] == [scenario.services["green"].title] * len(again)


def test_a_save_changes_only_the_title_that_changes(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(PLAIN, encoding="utf-8")
    for title in (BOTH, {"nl": "Gras", "en": "Grass"}, "Gras", {"nl": "Gras"}):
        scenario = read(path).with_({"services.groen.title": title})
        save(scenario, path)
        assert read(path).digest == scenario.digest
        text = path.read_text(encoding="utf-8")
        kept = [line for line in PLAIN.splitlines() if 'Groenonderhoud"' not in line]
        assert [line for line in kept if line not in text.splitlines()] == []
    assert "title: Gras\n" in text
    assert edit(path, {"services.groen.title": BOTH}).services["groen"].title == Title(**BOTH)
    assert edit(path, {"services.groen.title.en": "Lawns"}).services["groen"].title == Title(nl="Groen", en="Lawns")
    assert edit(path, {"services.groen.title": None}).services["groen"].title is None


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Gras", Title(nl="Gras")), ({"nl": "Gras"}, Title(nl="Gras")),
        ({"nl": "Gras", "en": "Grass"}, Title(nl="Gras", en="Grass")), (None, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("base", ["Groen", BOTH])
def test_a_variant_s_title_takes_the_place_of_the_base_s_in_both_languages(base, written, expected, tmp_path):
    save(load(document(base)), tmp_path / "base.yaml")
    variant = {"name": "b", "title": "B", "extends": "base.yaml", "services": {"green": {"title": written}}}
    (tmp_path / "variant.yaml").write_text(json.dumps(variant), encoding="utf-8")
    assert read(tmp_path / "variant.yaml").services["green"].title == expected


def test_half_a_title_is_none():
    with pytest.raises(ScenarioError, match=r"services\.green\.title\.nl: this key must be given"):
        load(document({"en": "Green"}))


# Adding and copying


def test_a_new_part_has_one_name_and_a_copy_has_both():
    scenario, name = add(load(document(BOTH)), SERVICE, "My own")
    assert [title_of(scenario.services[name], name, to) for to in ("nl", "en")] == ["My own", "My own"]
    scenario, name = copy(scenario, SERVICE, "green", {"nl": "Groen (kopie)", "en": "Green (copy)"})
    assert scenario.services[name].title == Title(nl="Groen (kopie)", en="Green (copy)")
    scenario, name = copy(scenario, SERVICE, "green", "Lawns")
    assert titles_of(scenario.services, "nl")[name] == "Lawns"


# What is wrong


@pytest.mark.parametrize(
    ("title", "line", "key"),
    [
        ("x" * 201, 7, "title"), ("{nl: " + "x" * 201 + "}", 7, "title.nl"),
        ("{nl: x, en: " + "x" * 201 + "}", 7, "title.en"), ("\n      nl: x\n      en: " + "x" * 201, 9, "title.en"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_title_that_is_too_long_is_told_with_file_line_and_key(title, line, key, language, tmp_path):
    path = tmp_path / "a.yaml"
    head = "name: a\ntitle: A\narea: {name: x, inhabitants: 5}\nservices:\n  green:\n    demand: 1\n"
    path.write_text(f"{head}    title: {title}\n", encoding="utf-8")
    with pytest.raises(ScenarioError) as caught:
        read(path)
    where, said = {
        "nl": ("regel", "te lang; verwacht ten hoogste 200"),
        "en": ("line", "too long; expected at most 200"),
    }[language]
    assert caught.value.text(language) == f"{path}, {where} {line}, services.green.{key}: {said}"


@pytest.mark.parametrize("title", ["x" * 200, {"nl": "x" * 200, "en": "y" * 200}])
def test_a_title_may_be_as_long_as_ever(title):
    assert load(document(title)).services["green"].title is not None


def test_a_scenario_s_own_title_may_be_longer():
    assert load({**document(None), "title": "x" * 10_000}).title.nl == "x" * 10_000


@pytest.mark.parametrize("title", [5, True, ["Groen"]])
def test_what_is_no_text_is_told_as_such(title):
    for where, whole in (("services.green.title", document(title)), ("title", {**document(None), "title": title})):
        with pytest.raises(ScenarioError, match=rf"^{where}: .* is no text; expected text$"):
            load(whole)


def test_an_unknown_language_is_an_unknown_key():
    with pytest.raises(ScenarioError, match=r"services\.green\.title\.fr: unknown key"):
        load(document({"nl": "Groen", "fr": "Vert"}))


# Editors


@pytest.mark.parametrize(
    ("title", "sound"),
    [
        (None, True), ("Groen", True), ({"nl": "Groen"}, True), (BOTH, True), ("x" * 201, False), ({"en": "x"}, False),
        ({"nl": None}, False), ({"nl": "x" * 201}, False), ({"nl": "x", "fr": "x"}, False), (5, False),
    ],
)  # fmt: skip
def test_the_schema_for_editors_knows_both_ways(title, sound):
    validator = jsonschema.Draft202012Validator(json_schema())
    assert validator.is_valid(document(title)) is sound


# Numbers


def test_no_number_depends_on_what_parts_are_called():
    plain = parse_text(PLAIN).with_({"time.years": 2, "area.inhabitants": 100})
    named = plain.with_(
        {
            "services.groen.title": BOTH, "money.contracts.groen.title": None, "assets.buurthuis.title": "Iets anders",
            "money.grants.startsubsidie.title": {"nl": "Begin", "en": "Start"},
        }
    )  # fmt: skip
    one, other = (simulate(each, replicates=3, seed=7) for each in (plain, named))
    assert one.data.equals(other.data)
