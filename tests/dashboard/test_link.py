"""Links: a scenario comes back as it was, and a stranger's link does no harm."""

from __future__ import annotations

import base64
import json
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wijkbv_sim as wb
from dashboard.link import LARGEST, LONGEST, LinkError, packed, unpacked
from tests.made import tries
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.dials import dial, main_dials


@pytest.mark.parametrize("name", library.names())
def test_bundled_scenarios_are_short(name):
    scenario = wb.load(name)
    text = packed(scenario)
    assert len(text) < 100
    assert unpacked(text).digest == scenario.digest


MALBURGEN = wb.load("malburgen")


@pytest.mark.parametrize("tried", tries(8, 25))
def test_whatever_is_turned_comes_back(tried):
    @tried
    @given(st.data())
    def comes_back(data):
        scenario = MALBURGEN
        for handle in data.draw(st.lists(st.sampled_from(main_dials(scenario)), max_size=3)):
            low, high = handle.bounds(scenario)
            scenario = handle.turned(scenario, data.draw(st.floats(low, high)))
        assert unpacked(packed(scenario)).digest == scenario.digest

    comes_back()


def test_other_parts_choices_and_years_fit_in_a_link():
    from wijkbv_sim.scenario.parts import KINDS, add, take_away

    scenario = wb.load("malburgen").with_({"time.years": 3, "ownership.legal_form": "association"})
    for kind in KINDS:
        if kind.name not in ("offer", "housing"):
            scenario, _ = add(scenario, kind, "Nieuw")
    scenario = take_away(scenario, KINDS[3], next(iter(scenario.money.trade)))
    text = packed(scenario)
    assert len(text) < 1500
    assert unpacked(text).digest == scenario.digest


@pytest.mark.parametrize(
    "title", ["Wonen", {"nl": "Wonen", "en": "Living"}, {"nl": "Woonruimte in het Bruishuis", "en": "Living"}, None]
)
def test_a_part_that_got_another_name_comes_back(title):
    scenario = MALBURGEN.with_({"assets.homes.title": title})
    text = packed(scenario)
    assert len(text) < 200
    assert unpacked(text).digest == scenario.digest


def test_a_link_from_before_parts_had_english_names_still_opens():
    """Such a link says a name as one plain text; what it does not say is as the example has it."""
    copied = {"demand": {"value": 500, "assumption": True}, "title": "Beheer van het Bruishuis (kopie)"}
    changes = {"services.caretaking.title": "Beheer", "services.caretaking-1": copied}
    services = unpacked(_text({"base": "malburgen", "changes": changes})).services
    assert [services["caretaking"].title.in_language(to) for to in ("nl", "en")] == ["Beheer", "Beheer"]
    assert services["caretaking-1"].title.nl == copied["title"]
    assert services["odd-jobs"].title == MALBURGEN.services["odd-jobs"].title


def test_a_scenario_of_one_s_own_travels_whole():
    own = wb.load({"name": "own", "title": "Eigen", "area": {"name": "Ergens", "inhabitants": 900}})
    assert unpacked(packed(own)).digest == own.digest


def test_what_is_too_large_for_a_link_is_refused():
    with pytest.raises(LinkError, match=f"at most {LONGEST}"):
        packed(wb.load("malburgen").with_({"name": "another"}))


def _text(content):
    raw = content if isinstance(content, bytes) else json.dumps(content).encode()
    return base64.urlsafe_b64encode(zlib.compress(raw)).decode().rstrip("=")


@pytest.mark.parametrize(
    "bad",
    [
        "",
        "x",
        "%00",
        "é",
        packed(dial("fee").turned(wb.load("malburgen"), 50))[:-6],
        _text(b"0" * (LARGEST * 50)),
        _text(b"\xff\xfe"),
        _text([1, 2]),
        _text({"base": "nowhere", "changes": {}}),
        _text({"base": ["malburgen"]}),
        _text({"base": "malburgen", "changes": {"no.such.path": 1}}),
        _text({"base": "malburgen", "changes": {"ownership.fee": -5}}),
        _text({"base": "malburgen", "changes": 3}),
        _text({"scenario": {"name": "<script>"}}),
        _text({"scenario": "/etc/passwd"}),
        _text({"scenario": {"extends": "/etc/passwd", "name": "x"}}),
        _text({"scenario": {"name": "x", "area": {"inhabitants": 10**12}}}),
    ],
)
def test_a_damaged_or_hostile_link_is_an_error_and_nothing_else(bad):
    with pytest.raises(ValueError):  # noqa: PT011 - LinkError or ScenarioError, both are
        unpacked(bad)
