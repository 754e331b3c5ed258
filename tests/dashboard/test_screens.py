"""Every screen, without a browser: it comes up, it says what the library says, and its dials work."""

from __future__ import annotations

import html
import re

import pytest
from streamlit.testing.v1 import AppTest

import wijkbv_sim as wb
from dashboard.pieces import SEED, WHOLE
from wijkbv_sim.results.headlines import headlines
from wijkbv_sim.scenario.dials import dial, main_dials
from wijkbv_sim.scenario.origin import origin_in_words

SMALL = wb.load("malburgen").with_(area__inhabitants=600, time__years=3)
LITTLE = SMALL.with_(area__inhabitants=150, time__years=1)
"""For what simulates much: each place of a dial is a world of its own."""

VIEWS = (
    "welcome",
    "explore",
    "build",
    "compare",
    "certainty",
    "money",
    "municipality",
    "people",
    "reasons",
    "workshop",
)


def screen(name, scenario=SMALL, **state):
    def page(name):
        from importlib import import_module

        import_module(f"dashboard.views.{name}").show()

    test = AppTest.from_function(page, kwargs={"name": name}, default_timeout=60)
    for key, value in state.items():
        test.session_state[key] = value
    test.session_state["study"] = _study(scenario)
    return test.run()


def _study(scenario):
    from dashboard.study import Step, Study

    return Study([Step("", scenario)])


def said(test):
    """Every text on the screen, as it is read: names come with signs that keep them from being taken for markup."""
    parts = [*test.markdown, *test.caption, *test.title, *test.header]
    bodies = [re.sub(r"\\(?=[^\w\s])", "", part.value).replace("\u2060", "") for part in parts]
    return "\n".join(bodies + [element.proto.body for element in test.get("html")])


@pytest.mark.parametrize("language", ["nl", pytest.param("en", marks=pytest.mark.slow)])
@pytest.mark.parametrize("name", VIEWS)
def test_every_screen_comes_up(name, language):
    test = screen(name, lang=language)
    assert not test.exception
    assert test.title[0].value


@pytest.mark.parametrize("language", ["nl", "en"])
def test_notes_and_sources_are_in_the_language_of_the_screen(language):
    own = {"value": 5000, "source": "the treasurer", "note": "asked on a birthday"}
    scenario = SMALL.with_(money__opening_cash=own)
    text = html.unescape(said(screen("reasons", scenario, lang=language)))
    for path, quantity, _ in scenario.quantities():
        for written in filter(None, (quantity.note, quantity.source)):
            assert origin_in_words(written, language) in text, path
    dutch, english = "gewogen naar woningen", "weighted by dwellings"
    assert (dutch in text, english in text) == (language == "nl", language == "en")
    # Nobody translates what somebody wrote in a document of their own.
    assert "the treasurer" in text
    assert "asked on a birthday" in text


@pytest.mark.parametrize(("language", "expected"), [("nl", "12 % van een dorp"), ("en", "12 % of a village")])
def test_the_help_of_a_dial_names_its_sources_in_the_language_of_the_screen(language, expected):
    source = "members who do more than subscribe; 12 % of a village in Hoogeloon"
    test = screen("explore", LITTLE.with_(ownership__fee={"value": 10, "source": source}), lang=language)
    assert expected in said(test)


def test_the_key_figures_are_the_library_s(one_desk):
    one_desk.answer(SMALL)
    while not one_desk.refined(SMALL):
        pass
    text = said(screen("explore"))
    expected = headlines(wb.simulate(SMALL, replicates=WHOLE, seed=SEED), "nl")
    for name in ("pays_its_way", "lowest_cash", "local_retention", "members_end"):
        sentence = next(answer.sentence for answer in expected if answer.name == name)
        assert sentence in text


@pytest.mark.parametrize("handle", main_dials(SMALL), ids=lambda handle: handle.name)
def test_every_dial_turns_and_tells_what_changed(handle):
    test = screen("explore", LITTLE)
    more = test.button(key=f"more-{handle.name}")
    (more if not more.disabled else test.button(key=f"less-{handle.name}")).click().run()
    assert not test.exception
    work = test.session_state["study"]
    assert len(work.steps) == 2
    assert work.steps[1].dial == handle.name
    assert handle.value(work.now) != handle.value(work.start)
    assert "Wat veranderde er?" in said(test)
    test.button(key=f"reset-{handle.name}").click().run()
    assert test.session_state["study"].now.digest != ""
    assert handle.value(test.session_state["study"].now) == pytest.approx(handle.value(work.start))


def test_undo_and_redo_take_the_dial_along():
    test = screen("explore")
    handle = main_dials(SMALL)[0]
    first = test.select_slider(key=f"dial-{handle.name}").value
    test.button(key=f"less-{handle.name}").click().run()
    second = test.select_slider(key=f"dial-{handle.name}").value
    assert second < first
    test.button(key="undo").click().run()
    assert test.select_slider(key=f"dial-{handle.name}").value == first
    test.button(key="redo").click().run()
    assert test.select_slider(key=f"dial-{handle.name}").value == second


def test_a_dial_pressed_twice_before_the_screen_is_renewed_goes_two_places():
    from dashboard.components import dials

    test = screen("explore")
    handle = main_dials(SMALL)[0]
    places = dials.positions(handle, SMALL, round(handle.value(SMALL), 6))
    at = places.index(round(handle.value(SMALL), 6))

    def page():
        from dashboard.components.dials import _press

        _press("contracts", -1)
        _press("contracts", -1)

    assert handle.name == "contracts"
    twice = AppTest.from_function(page)
    twice.session_state["study"] = test.session_state["study"]
    twice.run()
    assert not twice.exception
    assert handle.value(twice.session_state["study"].now) == pytest.approx(places[at - 2])


@pytest.mark.parametrize(("fragments", "turned"), [(None, True), (["a part that renews itself"], False)])
def test_a_part_that_renews_itself_turns_no_dial(monkeypatch, fragments, turned):
    """It holds where the sliders were when it was made, not where a button has put them since."""
    from types import SimpleNamespace

    from dashboard.components import dials

    monkeypatch.setattr(dials, "get_script_run_ctx", lambda: SimpleNamespace(fragment_ids_this_run=fragments))
    test = screen("explore", LITTLE)
    now = round(dial("opening_cash").value(LITTLE), 6)
    other = next(place for place in dials.positions(dial("opening_cash"), LITTLE, now) if place != now)
    test.select_slider(key="dial-opening_cash").set_value(other).run()
    assert not test.exception
    assert (len(test.session_state["study"].steps) == 2) is turned
    if not turned:
        # A finger has moved it there: the browser says so in a message of its own, and then it is a turn.
        monkeypatch.setattr(dials, "get_script_run_ctx", lambda: SimpleNamespace(fragment_ids_this_run=None))
        test.select_slider(key="dial-opening_cash").set_value(other).run()
        assert dial("opening_cash").value(test.session_state["study"].now) == pytest.approx(other)


def test_markup_in_a_title_stays_text():
    nasty = SMALL.with_({"title": "<script>alert(1)</script><b>x</b>"})
    for name in VIEWS:
        test = screen(name, nasty)
        assert not test.exception
        for element in test.get("html"):
            assert "<script>alert" not in element.proto.body


def test_a_future_that_cannot_be_calculated_is_told_in_words(monkeypatch):
    from dashboard.desk import DeskError

    class Failing:
        def ask(self, _):
            pass

        def answer(self, *_, **__):
            raise DeskError("malburgen")

    monkeypatch.setattr("dashboard.views.explore.desk", Failing)
    test = screen("explore")
    assert not test.exception
    assert "konden niet worden berekend" in test.error[0].value
