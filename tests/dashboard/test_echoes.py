"""A browser that does not know yet where the server has put a slider."""

from __future__ import annotations

import pytest

from dashboard import echoes as module
from dashboard.echoes import LINGERS, Echoes
from tests.dashboard.test_screens import LITTLE, screen
from wijkbv_sim.scenario.dials import dial


@pytest.fixture
def clock(monkeypatch):
    class Clock:
        now = 100.0

        def monotonic(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


def test_where_a_slider_stood_is_an_echo_until_a_moment_after_the_screen_is_made(clock):
    echoes = Echoes()
    assert not echoes.is_echo("rent", 10.0)
    echoes.moved("rent", 10.0)
    clock.now += LINGERS - 0.1  # the screen waits for an answer
    echoes.screen_made()
    clock.now += LINGERS - 0.1
    assert echoes.is_echo("rent", 10.0)
    assert not echoes.is_echo("rent", 11.0)
    assert not echoes.is_echo("cash", 10.0)


def test_after_a_while_it_is_a_turn(clock):
    echoes = Echoes()
    echoes.moved("rent", 10.0)
    echoes.screen_made()
    clock.now += LINGERS + 0.1
    assert not echoes.is_echo("rent", 10.0)


def test_who_has_sent_an_echo_may_send_another(clock):
    echoes = Echoes()
    echoes.moved("rent", 10.0)
    for _ in range(5):
        clock.now += LINGERS - 0.1
        assert echoes.is_echo("rent", 10.0)


def test_all_places_on_the_way_are_echoes(clock):
    """Pressed three times, the browser may show the dial where it was after none, one or two."""
    echoes = Echoes()
    for place in (1.0, 2.0, 3.0):
        echoes.moved("rent", place)
    assert all(echoes.is_echo("rent", place) for place in (1.0, 2.0, 3.0))


def test_where_somebody_turned_the_dial_is_none(clock):
    echoes = Echoes()
    echoes.moved("rent", 10.0)
    echoes.turned("rent", 10.0)
    echoes.screen_made()
    assert not echoes.is_echo("rent", 10.0)


def test_a_slider_that_comes_along_with_a_press_turns_no_dial():
    test = screen("explore", LITTLE)
    handle = dial("opening_cash")
    before = test.select_slider(key="dial-opening_cash").value
    test.button(key="more-opening_cash").click().run()
    after = test.select_slider(key="dial-opening_cash").value
    assert after > before
    # The second press of a browser in which the slider has not moved yet.
    test.select_slider(key="dial-opening_cash").set_value(before)
    test.button(key="more-opening_cash").click().run()
    work = test.session_state["study"]
    assert len(work.steps) == 3
    assert handle.value(work.now) - after == pytest.approx(after - before)
    assert test.select_slider(key="dial-opening_cash").value == pytest.approx(handle.value(work.now))


def test_a_slider_that_comes_along_with_undo_keeps_what_can_be_redone():
    test = screen("explore", LITTLE)
    test.button(key="more-opening_cash").click().run()
    test.button(key="more-opening_cash").click().run()
    twice = test.select_slider(key="dial-opening_cash").value
    test.button(key="undo").click().run()
    test.select_slider(key="dial-opening_cash").set_value(twice)
    test.button(key="undo").click().run()
    work = test.session_state["study"]
    assert (work.at, len(work.steps)) == (0, 3)
