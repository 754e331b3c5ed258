"""What parts are called on the screens: in the reader's language, and as a visitor names them."""

from __future__ import annotations

import re

import pytest
from google.protobuf.text_format import MessageToString

import wijkbv_sim as wb
from dashboard.views.build import BLOCKS
from tests.dashboard.test_screens import VIEWS, screen
from tests.scenario.test_titles import texts
from wijkbv_sim.scenario.parameter import LANGUAGES
from wijkbv_sim.scenario.text import Title

SCHOOL = wb.load("angelslo").with_(area__inhabitants=300, time__years=2)
TITLES = [text for _, text in texts(SCHOOL) if isinstance(text, Title)]
SCREENS = [(name, {}) for name in VIEWS if name != "build"] + [("build", {"block": block}) for block in BLOCKS]


def everything(block):
    """All that is sent to the browser: texts, labels, choices and what fields hold."""
    sent = [MessageToString(block.proto, as_utf8=True)] if getattr(block, "proto", None) is not None else []
    for child in getattr(block, "children", {}).values():
        sent += everything(child)
    return sent


def named(test):
    """The titles of the scenario's parts that a screen shows, in each language."""
    text = "\n".join(everything(test._tree))
    titles = {language: {title.in_language(language) for title in TITLES} for language in LANGUAGES}
    return {to: {title for title in titles[to] if re.search(rf"\b{re.escape(title)}\b", text)} for to in LANGUAGES}


@pytest.mark.parametrize(
    ("name", "state"), SCREENS, ids=lambda part: part if isinstance(part, str) else str(*part.values())
)
def test_a_screen_in_english_shows_no_dutch_name_of_a_part(name, state):
    test = screen(name, SCHOOL, lang="en", **state)
    assert not test.exception
    assert named(test)["nl"] == set()


@pytest.mark.parametrize(("language", "other"), [("nl", "en"), ("en", "nl")])
@pytest.mark.parametrize(
    ("name", "block"),
    [("build", "services"), ("build", "money"), ("build", "assets"), ("municipality", None), ("reasons", None)],
)
def test_a_screen_that_lists_parts_names_them_in_the_reader_s_language(name, block, language, other):
    test = screen(name, SCHOOL, lang=language, **({"block": block} if block else {}))
    shown = named(test)
    assert shown[language]
    assert shown[other] == set()


@pytest.mark.parametrize(("language", "where", "not_there"), [
    ("nl", "tussen haakjes het bereik", "daaronder"), ("en", "between brackets the range", "below it"),
])  # fmt: skip
def test_a_municipality_is_told_where_the_range_stands(language, where, not_there):
    shown = everything(screen("municipality", SCHOOL, lang=language)._tree)
    [sentence] = [text for text in shown if where in text]
    assert not_there not in sentence
    assert any(re.search(r"\d+% \(\d+%", text) for text in shown)


def test_a_name_given_in_english_stands_in_both_languages():
    test = screen("build", SCHOOL, lang="en", block="services")
    field = test.text_input(key="choice-services.caretaking.title")
    assert field.value == "Caretaking of the building"
    field.set_value("Keys and cleaning").run()
    assert not test.exception
    assert test.text_input(key="choice-services.caretaking.title").value == "Keys and cleaning"
    assert test.session_state["study"].now.services["caretaking"].title == Title(nl="Keys and cleaning")


@pytest.mark.parametrize("empty", ["", "  "])
def test_a_part_whose_name_is_emptied_is_called_by_its_kind(empty):
    test = screen("build", SCHOOL, lang="en", block="services")
    test.text_input(key="choice-services.caretaking.title").set_value(empty).run()
    assert not test.exception
    assert test.session_state["study"].now.services["caretaking"].title == Title(nl="dienst", en="service")
    assert test.text_input(key="choice-services.caretaking.title").value == "service"
    assert "Service: service" in test.selectbox(key="part-services").options


def test_nothing_is_renamed_by_who_reads_in_another_language():
    for language in ("nl", "en"):
        test = screen("build", SCHOOL, lang=language, block="services")
        test.text_input(key="number-services.caretaking.demand").set_value("1500").run()
        assert len(test.session_state["study"].steps) == 2
        assert test.session_state["study"].now.services["caretaking"].title == SCHOOL.services["caretaking"].title


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_copy_is_called_a_copy_in_both_languages(language):
    test = screen("build", SCHOOL, lang=language, block="services")
    test.button(key="copy-service-caretaking").click().run()
    assert not test.exception
    services = test.session_state["study"].now.services
    assert services["caretaking-1"].title == Title(
        nl="Beheer van het gebouw (kopie)", en="Caretaking of the building (copy)"
    )


def test_a_new_part_is_called_what_the_visitor_calls_it():
    test = screen("build", SCHOOL, lang="en", block="services")
    test.text_input(key="add-title-services").set_value("Bicycle repairs").run()
    test.button(key="add-services").click().run()
    test.text_input(key="add-title-services").set_value("").run()
    test.button(key="add-services").click().run()
    services = test.session_state["study"].now.services
    assert services["service-1"].title == Title(nl="Bicycle repairs")
    assert services["service-2"].title == Title(nl="dienst", en="service")


def test_a_service_is_chosen_by_its_name_in_the_reader_s_language():
    where = "choice-money.contracts.municipal-work.service"
    for language, name in (("nl", "Leerwerkplekken"), ("en", "Work and learning places")):
        test = screen("build", SCHOOL, lang=language, block="money")
        part = test.selectbox(key="part-money")
        part.set_value("money.contracts.municipal-work").run()
        assert name in test.selectbox(key=where).options
