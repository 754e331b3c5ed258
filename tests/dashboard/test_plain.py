"""Names are shown as they are: of a scenario, of its parts, of what a visitor keeps, and in the list of changes."""

from __future__ import annotations

import pytest
from google.protobuf.json_format import MessageToDict

import wijkbv_sim as wb
from dashboard.plain import plain
from tests.dashboard.test_screens import VIEWS, screen
from wijkbv_sim.scenario.parts import KINDS, parts

NASTY = "**vet** <b>x</b> :smile: $a$ [l](http://x.nl) :material/home: www.x.nl a@x.nl"
MARKUP = ("**vet", "<b>x", ":smile:", "$a$", "[l](", "http://x", ":material/home:", "www.x", "@x.nl")
AS_IS = ("options", "value", "stringValue", "formattedOptions", "rawValue", "rawValues", "placeholder", "alt", "spec")
"""What the browser shows as it is written: the choices of select boxes, and what fields hold."""


def _nasty():
    scenario = wb.load("angelslo").with_(area__inhabitants=150, time__years=2, title=NASTY)
    changes = {f"{kind.path}.{name}.title": NASTY for kind in KINDS for name in parts(scenario, kind)}
    return scenario.with_(changes)


def _texts(block):
    """Every text that the browser reads as Markdown, with the kind of element."""
    proto = getattr(block, "proto", None)
    kind = getattr(block, "type", "")
    if proto is not None and hasattr(proto, "DESCRIPTOR") and kind not in ("html", "text", "code", "unknown"):
        yield from ((kind, text) for text in _strings(MessageToDict(proto)))
    for child in getattr(block, "children", {}).values():
        yield from _texts(child)


def _strings(value, key=""):
    if isinstance(value, dict):
        for name, below in value.items():
            if name not in AS_IS and name != "id" and name != "elementId":
                yield from _strings(below, name)
    elif isinstance(value, list):
        for below in value:
            yield from _strings(below, key)
    elif isinstance(value, str):
        yield value


@pytest.mark.parametrize("name", VIEWS)
def test_no_name_is_taken_for_markup(name):
    from dashboard.study import Step, Study

    def page(name):
        from importlib import import_module

        import_module(f"dashboard.views.{name}").show()

    from streamlit.testing.v1 import AppTest

    scenario = _nasty()
    test = AppTest.from_function(page, kwargs={"name": name}, default_timeout=60)
    work = Study([Step("", scenario), Step(f"Weggehaald: {NASTY}", scenario.with_(money__opening_cash=7))], at=1)
    work.kept[NASTY] = scenario
    test.session_state["study"] = work
    for state in ({"block": "assets"}, {"block": "money"}) if name == "build" else ({"changes": True},):
        for key, value in state.items():
            test.session_state[key] = value
        test.run()
        assert not test.exception
        for kind, text in _texts(test._tree):
            for markup in MARKUP:
                assert markup not in text, (kind, text)


def test_an_ordinary_name_keeps_its_letters():
    assert plain("Beheer van het gebouw") == "Beheer van het gebouw"
    assert plain("Opdracht: groen").replace("\\", "") == "Opdracht: groen"
    assert plain("een\n\n# kop") == "een \\# kop"


def test_the_screens_show_what_they_are_given():
    assert screen("explore", _nasty()).title[0].value == plain(NASTY)
