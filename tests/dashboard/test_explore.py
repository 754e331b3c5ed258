"""Explore: the last change once more, every other number behind "More settings", and what is taken away."""

from __future__ import annotations

import html

import pytest

import wijkbv_sim as wb
from dashboard.components.figures import KEY
from dashboard.pieces import SEED
from dashboard.views.build import BLOCKS, FOUR
from tests.dashboard.test_screens import SMALL, said, screen
from wijkbv_sim.results.changes import changes
from wijkbv_sim.results.trouble import what_breaks

PIECES = 90
"""Of the screen with one dial turned, boxes among them."""


def test_the_last_change_is_shown_again_figure_by_figure(one_desk):
    test = screen("explore")
    assert test.button(key="replay").disabled
    test.button(key="more-opening_cash").click().run()
    work = test.session_state["study"]
    for scenario in (work.before, work.now):
        one_desk.whole(scenario)
    test.button(key="replay").click().run()
    results = [wb.simulate(each, replicates=200, seed=SEED, books=False) for each in (work.before, work.now)]
    expected = {change.indicator: change.sentence for change in changes(*results, "nl")}
    seen = []
    for which, name in enumerate(KEY):
        assert f"{which + 1} van {len(KEY)}" in said(test)
        # First how it was, and only then how it became.
        assert "<h3>Erna</h3>" not in said(test)
        test.button(key="replay-next").click().run()
        assert not test.exception
        assert "<h3>Erna</h3>" in said(test)
        assert f"**{expected[name]}**" in said(test)
        seen.append(name)
        if name != KEY[-1]:
            test.button(key="replay-next").click().run()
    assert test.button(key="replay-next").disabled
    test.button(key="replay-back").click().run()
    assert "<h3>Erna</h3>" not in said(test)
    test.button(key="replay-close").click().run()
    assert "replay-next" not in [button.key for button in test.button]


def test_another_change_ends_the_showing():
    test = screen("explore")
    test.button(key="more-opening_cash").click().run()
    test.button(key="replay").click().run()
    test.button(key="more-opening_cash").click().run()
    assert not test.exception
    assert "replay-next" not in [button.key for button in test.button]


@pytest.mark.parametrize("block", FOUR)
def test_every_number_of_the_four_blocks_is_behind_more_settings(block):
    closed = screen("explore")
    assert not [field for field in closed.text_input if str(field.key).startswith("number-")]
    wanted = {path for path, _, _ in SMALL.quantities() if path.split(".")[0] in BLOCKS[block]}
    test = screen("explore", **{"settings-box": True, "block": block, f"others-{block}": True})
    assert not test.exception
    seen = set()
    chooser = test.selectbox(key=f"part-{block}")
    for part in chooser.options:
        test.selectbox(key=f"part-{block}").select(part).run()
        assert not test.exception
        seen |= {f.key.removeprefix("number-") for f in test.text_input if f.key.startswith("number-")}
    assert wanted <= seen


def test_of_a_part_the_scenario_s_own_numbers_come_first_and_the_others_for_who_opens_them():
    settings = {"settings-box": True, "block": "services"}
    folded, whole = screen("explore", **settings), screen("explore", **settings, **{"others-services": True})
    first, every = ([f.key for f in test.text_input if f.key.startswith("number-")] for test in (folded, whole))
    part = next(iter(SMALL.services))
    written = SMALL.services[part].model_fields_set
    assert first
    assert {key.rpartition(".")[2] for key in first} <= written
    assert first == every[: len(first)]
    assert len(every) > len(first)


def test_what_it_breaks_on_is_told_where_it_is_unlikely_to_work_out(one_desk):
    healthy, poor = SMALL, SMALL.with_({"money.overhead": 300_000})
    assert "Waar breekt het op?" not in said(screen("explore", healthy))
    one_desk.whole(poor)
    test = screen("explore", poor)
    assert not test.exception
    told = said(test)
    assert "Waar breekt het op?" in told
    for sentence in what_breaks(one_desk.answer(poor).results, "nl", one_desk.typical(poor)):
        assert html.escape(sentence) in told
    assert "algemene kosten" in told


def test_a_number_changed_there_is_a_step_with_its_effect():
    test = screen("explore", **{"settings-box": True, "block": "ownership"})
    field = test.text_input(key="number-ownership.fee")
    field.set_value(str(int(field.value) + 10)).run()
    assert not test.exception
    assert len(test.session_state["study"].steps) == 2
    assert "Wat veranderde er?" in said(test)


def test_what_is_taken_away_is_made_for_who_opens_it():
    assert "take-yaml" not in [b.key for b in screen("explore").get("download_button")]
    test = screen("explore", **{"take-away": True})
    assert not test.exception
    assert test.code[0].value.startswith("?s=") or "?s=" in test.code[0].value


def test_what_is_behind_a_button_is_made_for_who_presses_it():
    closed = screen("explore")
    keys = {button.key for button in closed.button}
    assert not keys & {"keep", "step-0"}
    assert "<table" not in said(closed)
    test = screen("explore", **{"changes": True, "keep-box": True, "numbers-explore-cash": True})
    assert not test.exception
    assert test.button(key="step-0").disabled
    assert said(test).count("<table") == 1
    test.button(key="more-opening_cash").click().run()
    test.button(key="step-0").click().run()
    assert test.session_state["study"].at == 0
    test.text_input(key="keep-name").set_value("as it was").run()
    test.button(key="keep").click().run()
    assert not test.exception
    assert list(test.session_state["study"].kept) == ["as it was"]


def test_the_screen_has_few_pieces():
    """Each of them costs the server a part of a millisecond at every touch of every visitor."""
    test = screen("explore")
    test.button(key="more-opening_cash").click().run()
    assert sum(1 for _ in test.main) <= PIECES


def test_the_addresses_of_sources_in_the_help_are_links():
    source = "<b>what they say</b>; https://example.org/a?b=1&c=2"
    test = screen("explore", SMALL.with_(ownership__fee={"value": 10, "source": source}))
    told = said(test)
    assert "&lt;b&gt;what they say" in told
    assert '<a href="https://example.org/a?b=1&amp;c=2"' in told
