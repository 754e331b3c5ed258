"""Bouwen and its events: every part is reached, and every number says and does what was typed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from dashboard.components.numeral import read, written
from dashboard.labels import distinct
from dashboard.study import Step, Study
from tests.dashboard.test_screens import SMALL, screen
from wijkbv_sim.scenario.parameter import LANGUAGES


def now(test):
    assert not test.exception
    return test.session_state["study"].now


def twice(**state):
    """Bouwen with two services more, both called the same."""
    test = screen("build", **state)
    for _ in range(2):
        test.text_input(key="add-title-services").set_value("Fietsen maken").run()
        test.button(key="add-services").click().run()
    return test


def test_labels_that_are_alike_are_numbered_and_never_become_another_s():
    alike = {"a": "Tuin", "b": "Tuin", "c": "Tuin (2)", "d": "Tuin"}
    assert distinct(alike) == {"a": "Tuin", "b": "Tuin (3)", "c": "Tuin (2)", "d": "Tuin (4)"}


def test_two_parts_of_the_same_name_are_each_reached():
    test = twice(block="services")
    part = test.selectbox(key="part-services")
    assert len(set(part.options)) == len(part.options)
    for count, name in ((1, "service-1"), (2, "service-2")):
        label = next(label for label in part.options if label.endswith("Fietsen maken" + " (2)" * (count - 1)))
        test.selectbox(key="part-services").select(label).run()
        assert test.selectbox(key="part-services").value == f"services.{name}"
    assert [b.label for b in test.button if str(b.key).startswith("copy-service-service-")] == ["Kopieer"] * 2


@pytest.mark.parametrize(
    ("block", "key"), [("money", "choice-money.contracts.{contract}.service"), ("events", "event-path")]
)
def test_lists_of_services_and_of_numbers_name_each_once(block, key):
    test = twice(block="services")
    contract = next(iter(now(test).money.contracts))
    test.segmented_control(key="block").set_value(block).run()
    if block == "money":
        test.selectbox(key="part-money").set_value(f"money.contracts.{contract}").run()
    options = test.selectbox(key=key.format(contract=contract)).options
    assert len(set(options)) == len(options)
    assert sum("Fietsen maken (2)" in option for option in options)


OVERHEAD = "money.overhead"
DOUBTED = SMALL.with_({
    OVERHEAD: {
        "value": 26_500, "triangular": [20_000, 26_500, 40_000], "note": "een schatting", "source": "de boekhouder",
    },
})  # fmt: skip


def overhead(scenario=DOUBTED, **state):
    """Bouwen with the overhead of the company on it."""
    return screen("build", scenario, block="money", **state)


def filled(test, path=OVERHEAD):
    return [test.text_input(key=f"{field}-{path}").value for field in ("number", "low", "high")]


def typed(test, key, text):
    return test.text_input(key=key).set_value(text).run()


@pytest.mark.parametrize(
    ("language", "text", "number"),
    [
        ("nl", "26.500", 26_500), ("nl", "26500", 26_500), ("nl", "€ 26 500", 26_500), ("nl", "1,5", 1.5),
        ("nl", "27500,5", 27_500.5), ("nl", "27.500,50", 27_500.5), ("nl", "1.5", 1.5), ("nl", "0.125", 0.125),
        ("nl", "-3", -3), ("nl", "1.234.567", 1_234_567), ("en", "26,500", 26_500), ("en", "26500.5", 26_500.5),
        ("en", "1,5", 1.5), ("en", "26.500", 26.5),
    ],
)  # fmt: skip
def test_numbers_are_read_as_the_language_writes_them(language, text, number):
    assert read(text, language) == number


@pytest.mark.parametrize("text", ["", "abc", "1e5", "nan", "1_000", "12.50.0", "1234.500", "1,2,3", "٣", "-", "9" * 40])
def test_what_says_no_number_is_none(text):
    assert read(text, "nl") is None


@given(st.floats(-1e9, 1e9), st.sampled_from(LANGUAGES))
def test_what_is_written_is_read_again(x, to):
    text = written(x, to)
    assert read(text, to) == pytest.approx(x, rel=0.005, abs=1e-6) or abs(x) < 1e-6
    assert written(read(text, to), to) == text


def test_a_number_typed_the_dutch_way_is_that_number():
    test = typed(overhead(), f"number-{OVERHEAD}", "27500,5")
    assert now(test).money.overhead.value == 27_500.5
    assert filled(test)[0] == "27.500,5"
    assert filled(screen("build", now(test), block="money", lang="en"))[0] == "27,500.5"


@pytest.mark.parametrize(
    ("text", "said"), [("abc", "geen getal"), ("", "Typ hier een getal"), ("-1", "van 0 tot en met ")]
)
def test_what_cannot_be_taken_changes_nothing_and_stays_to_be_mended(text, said):
    test = typed(overhead(), f"number-{OVERHEAD}", text)
    assert now(test).digest == DOUBTED.digest
    assert said in test.error[0].value
    assert filled(test)[0] == text
    typed(test, f"number-{OVERHEAD}", "27.000")
    assert not test.error
    assert now(test).money.overhead.value == 27_000


def test_the_same_number_in_another_notation_keeps_its_doubt_note_and_source():
    test = typed(overhead(), f"number-{OVERHEAD}", "26500,0")
    assert now(test).digest == DOUBTED.digest
    assert filled(test)[0] == "26.500"


def test_how_sure_shows_the_scenario_s_bounds_and_untouched_sets_nothing():
    test = overhead()
    assert filled(test) == ["26.500", "20.000", "40.000"]
    typed(test, f"number-{OVERHEAD}", "53.000")
    assert filled(test) == ["53.000", "40.000", "80.000"]
    before = now(test).digest
    test.button(key=f"doubt-{OVERHEAD}").click().run()
    assert now(test).digest == before
    typed(test, f"low-{OVERHEAD}", "45.000")
    assert filled(test) == ["53.000", "45.000", "80.000"]
    test.session_state["study"].undo()
    test.run()
    assert filled(test) == ["26.500", "20.000", "40.000"]


def test_what_a_browser_shows_for_want_of_news_is_not_typed(monkeypatch):
    monkeypatch.setattr("dashboard.echoes.LINGERS", 60.0)
    test = typed(overhead(), f"number-{OVERHEAD}", "53.000")
    test.session_state["study"].undo()
    test.run()
    for field, old in (("number", "53.000"), ("low", "40.000")):
        typed(test, f"{field}-{OVERHEAD}", old)
        assert now(test).digest == DOUBTED.digest
        assert filled(test) == ["26.500", "20.000", "40.000"]
    assert now(typed(test, f"number-{OVERHEAD}", "30.000")).money.overhead.value == 30_000


def test_bounds_that_are_rounded_on_the_screen_stay_as_exact_as_they_are():
    third = SMALL.with_({OVERHEAD: {"triangular": [21_461.53846153846, 30_000, 40_000]}})
    test = overhead(third)
    assert filled(test)[1] == "21.462"
    test.button(key=f"doubt-{OVERHEAD}").click().run()
    assert now(test).digest == third.digest
    typed(test, f"high-{OVERHEAD}", "45.000")
    test.button(key=f"doubt-{OVERHEAD}").click().run()
    assert now(test).money.overhead.triangular == (21_461.53846153846, 30_000, 45_000)


def test_other_bounds_keep_note_and_source():
    test = typed(overhead(), f"high-{OVERHEAD}", "45.000")
    test.button(key=f"doubt-{OVERHEAD}").click().run()
    changed = now(test).money.overhead
    assert changed.triangular == (20_000, 26_500, 45_000)
    assert (changed.value, changed.note, changed.source) == (26_500, "een schatting", "de boekhouder")


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [("40.000", "20.000", "hoger dan het hoogste"), ("30.000", "40.000", "26.500) ligt niet tussen 30.000 en 40.000"),
     ("veel", "40.000", "geen getal")],
)  # fmt: skip
def test_bounds_that_cannot_be_are_refused_in_words(low, high, said):
    test = typed(typed(overhead(), f"low-{OVERHEAD}", low), f"high-{OVERHEAD}", high)
    test.button(key=f"doubt-{OVERHEAD}").click().run()
    assert now(test).digest == DOUBTED.digest
    assert said in test.error[0].value
    assert filled(test)[1:] == [low, high]


def test_a_number_without_ends_shows_where_most_futures_lie():
    test = overhead(SMALL.with_({OVERHEAD: {"normal": [30_000, 2_000]}}))
    assert filled(test) == ["30.000", "26.710", "33.290"]


def event(test, **fields):
    for name, value in fields.items():
        if name == "path":
            test.selectbox(key="event-path").set_value(value).run()
        elif name == "way":
            test.segmented_control(key="event-way").set_value(value).run()
        else:
            typed(test, f"event-{name}", value)
    test.button(key="event-add").click().run()
    return now(test).timeline


def test_a_factor_has_no_unit_and_begins_at_one():
    test = screen("build", block="events")
    test.selectbox(key="event-path").set_value(OVERHEAD).run()
    assert "euro" in test.text_input(key="event-value").label
    test.segmented_control(key="event-way").set_value("multiply").run()
    field = test.text_input(key="event-value")
    assert field.value == "1"
    assert "euro" not in field.label


def test_the_list_of_events_says_what_becomes_of_the_number():
    test = screen("build", block="events")
    event(test, title="Inflatie", path=OVERHEAD, way="multiply", value="0,5")
    event(test, way="set", value="12.000", lasts="6")
    told = "\n".join(text.value for text in test.text)
    assert "wordt vermenigvuldigd met 0,5" in told
    assert "wordt 12.000 euro per jaar" in told


def test_an_event_without_a_name_is_called_by_its_number_in_both_languages():
    made = event(screen("build", block="events", lang="en"), path=OVERHEAD, value="12,000")[-1]
    assert made.title.en != made.title.nl
    assert made.title.in_language("en").startswith("Money")
    assert made.title.nl.startswith("Geld")
    assert made.set[OVERHEAD].value == 12_000


def test_an_event_with_a_month_that_is_none_is_not_added():
    test = screen("build", block="events")
    assert event(test, path=OVERHEAD, month="0") == SMALL.timeline
    assert "van 1 tot en met" in test.error[0].value


def test_bouwen_stays_where_the_visitor_was():
    def page():
        import streamlit as st

        from dashboard.views import build, money

        (money if st.session_state.get("elsewhere") else build).show()

    test = AppTest.from_function(page, default_timeout=60)
    test.session_state["study"] = Study([Step("", SMALL)])
    test.run()
    test.segmented_control(key="block").set_value("assets").run()
    for elsewhere in (True, False):
        test.session_state["elsewhere"] = elsewhere
        test.run()
    assert not test.exception
    assert test.segmented_control(key="block").value == "assets"
