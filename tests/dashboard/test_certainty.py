"""The screen Certainty: chances, setbacks, what matters most and where it turns say what the library says."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

import wijkbv_sim as wb
from dashboard.components.waiting import PREFIX
from dashboard.desk import Desk, DeskError
from dashboard.pieces import SEED, WHOLE
from dashboard.task import Task
from dashboard.views import certainty
from tests.dashboard.test_screens import said, screen
from wijkbv_sim.analysis import sensitivity
from wijkbv_sim.analysis.sensitivity import most_telling, most_telling_runs
from wijkbv_sim.export.certainty import break_even_sentences, chance_table, what_matters
from wijkbv_sim.results.targets import chances, modest

MALBURGEN = wb.load("malburgen").with_(area__inhabitants=150, time__years=3)
DOUBTS = [(path, quantity) for path, quantity, _ in MALBURGEN.quantities() if quantity.uncertain][::8]
TINY = MALBURGEN.certain().with_({path: quantity.model_dump(mode="json") for path, quantity in DOUBTS})
"""Some of Malburgen's doubts, more than a tornado looks at twice: each is tried in futures of its own."""


@pytest.fixture(autouse=True)
def short(monkeypatch):
    """Long work of seconds: fewer futures, the same way."""
    for name in ("most_telling", "most_telling_runs"):
        monkeypatch.setattr(sensitivity, name, partial(getattr(sensitivity, name), look=2, base=10))
    monkeypatch.setattr(certainty, "FUTURES", 20)
    monkeypatch.setattr(certainty, "ROUNDS", 2)
    monkeypatch.setattr(certainty, "SEARCH", {"futures": 10, "generations": 2, "population": 8})


def finished(test, key):
    """The screen after the long work of a key has ended, and that work."""
    assert not test.exception
    task = test.session_state[PREFIX + key]
    assert task.wait(120)
    test.run()
    assert not test.exception
    return task


def begin(test, key):
    test.button(key=f"begin-{key}").click().run()
    return finished(test, key)


def test_the_chances_are_those_of_the_library(one_desk):
    one_desk.whole(TINY)
    test = screen("certainty", TINY)
    results = wb.simulate(TINY, replicates=WHOLE, seed=SEED)
    # The slider of members goes up to half of the adults.
    goals = [
        re.sub(r"member_share>=([\d.]+)", lambda said: f"member_share>={min(0.5, float(said[1]))}", str(goal))
        for goal in modest(results.first(certainty.BEGIN_WITH))
    ]
    assert len(goals) > 2
    for row in chance_table(results, goals, "nl").rows:
        for cell in row:
            assert cell in said(test).replace("&gt;", ">")
    by_hand = sum(t.of(results) for t in map(wb.target, goals)) == len(goals)
    assert chances(results, goals)["chance"].iloc[-1] == by_hand.mean()


def test_a_target_that_is_set_higher_is_met_less_often(one_desk):
    results = one_desk.whole(MALBURGEN)
    few, many = (chances(results, [f"member_share>={x}%@3"])["chance"].iloc[0] for x in (1, 50))
    assert many < few
    test = screen("certainty", MALBURGEN)
    test.select_slider(key="target-members").set_value(50).run()
    assert "≥ 50%" in said(test)


def test_without_targets_there_is_nothing_to_reach():
    test = screen("certainty", TINY)
    for name in ("alive", "members", "own", "cash"):
        test.select_slider(key=f"target-{name}").set_value(certainty.OFF)
    test.run()
    assert not test.exception
    assert "Geen enkel doel" in test.info[0].value
    assert "begin-turn" not in [button.key for button in test.button]


def test_setbacks_are_told_beside_the_scenario_as_it_is():
    test = screen("certainty", TINY)
    task = begin(test, "setbacks")
    assert task.error is None
    told = said(test)
    assert "In jaar 3 stopt de grootste opdracht, voorgoed" in told
    assert "Het scenario zoals het is" in told
    # The same as the library finds by itself.
    from wijkbv_sim.scenario.stress import stress

    expected = wb.compare([TINY, stress("no-grants").on(TINY)], replicates=WHOLE, seed=SEED).difference()
    found = task.result.difference()
    lowest = expected[expected["indicator"] == "lowest_cash"]["median_difference"].iloc[0]
    mine = found[(found["scenario"] == "no-grants") & (found["indicator"] == "lowest_cash")]
    assert mine["median_difference"].iloc[0] == lowest


def test_the_tornado_shows_ten_doubts_with_text_and_table():
    test = screen("certainty", TINY)
    task = begin(test, "tornado")
    assert task.error is None
    assert len(task.result.table) == 10 < len(DOUBTS)
    assert task.result.table["swing"].is_monotonic_decreasing
    chart = what_matters(task.result, TINY, "geld op de rekening aan het eind", "nl")
    assert chart.alternative in said(test)
    assert all(row[0] in said(test) for row in chart.rows)
    assert "money" not in " ".join(chart.names)


def test_the_doubts_that_are_told_are_the_same_whoever_calculates(one_desk):
    alone = most_telling(TINY, most=3, look=2, base=5, executor=None)
    told = []
    by_desk = most_telling(
        TINY, most=3, look=2, base=5, executor=one_desk.errands(), chunk_size=7,
        on_progress=lambda done, whole: told.append(whole),
    )  # fmt: skip
    assert alone.table.equals(by_desk.table)
    assert sum(dict.fromkeys(told)) == most_telling_runs(TINY, most=3, look=2, base=5) * TINY.time.months


def test_where_it_turns_is_told_with_a_chance():
    test = screen("certainty", TINY)
    task = begin(test, "turn")
    assert task.error is None
    for sentence in break_even_sentences(task.result, TINY, "nl"):
        assert sentence in said(test)
        assert "EUR" not in sentence


def test_a_rescue_tells_what_has_to_change():
    test = screen("certainty", TINY)
    task = begin(test, "rescue")
    assert task.error is None
    assert task.result.chance_then >= task.result.chance_now


def test_other_numbers_stop_the_work_on_the_old_ones():
    going = threading.Event()

    def slow(task):
        going.set()
        while True:
            task.told(0.1)
            time.sleep(0.01)

    test = screen("certainty", TINY)
    task = Task((TINY.digest,), slow)
    test.session_state[PREFIX + "setbacks"] = task
    test.run()
    assert going.wait(10)
    assert "stop-setbacks" in [button.key for button in test.button]
    assert test.button(key="begin-tornado").disabled
    test.session_state["study"].change("anders", TINY.with_({"money.opening_cash": 1}))
    test.run()
    assert not test.exception
    assert task.wait(10)
    assert task.stopped
    assert not test.button(key="begin-tornado").disabled


def test_on_another_screen_it_goes_on_and_can_be_stopped():
    from tests.dashboard.test_start import whole

    def slow(task):
        while True:
            task.told(0.37)
            time.sleep(0.01)

    test = whole()
    assert "going-stop" not in [button.key for button in test.button]
    task = Task((TINY.digest,), slow)
    test.session_state[PREFIX + "setbacks"] = task
    while not task.share:
        time.sleep(0.01)
    test.run()
    assert not test.exception
    assert "37% klaar" in said(test)
    test.button(key="going-stop").click().run()
    assert not test.exception
    assert task.wait(10)
    assert "going-stop" not in [button.key for button in test.button]


def test_the_work_of_a_visitor_who_left_ends():
    import gc

    def work(task):
        while True:
            task.told(0.1)
            time.sleep(0.01)

    begun = []

    def page():
        import streamlit as st

        from dashboard.components.waiting import long_work

        long_work("setbacks", "Doe iets", (1,), st.session_state["work"], "nl")

    from streamlit.testing.v1 import AppTest

    test = AppTest.from_function(page, default_timeout=60)
    test.session_state["work"] = work
    test.run().button(key="begin-setbacks").click().run()
    begun.append(test.session_state[PREFIX + "setbacks"])
    assert not begun[0].ended
    del test
    for _ in range(20):
        gc.collect()
        if begun[0].wait(0.2):
            break
    assert begun[0].stopped


def test_stopped_by_its_button_nothing_is_kept():
    def slow(task):
        while True:
            task.told(0.5)
            time.sleep(0.01)

    test = screen("certainty", TINY)
    task = Task((TINY.digest,), slow)
    test.session_state[PREFIX + "setbacks"] = task
    test.run()
    test.button(key="stop-setbacks").click().run()
    assert task.wait(10)
    test.run()
    assert "Gestopt" in said(test)
    assert task.result is None


def test_work_that_fails_is_told_in_words_and_can_be_tried_again(monkeypatch):
    def broken(*_, **__):
        raise DeskError("malburgen")

    test = screen("certainty", TINY)
    monkeypatch.setattr(Desk, "whole", broken)
    task = begin(test, "setbacks")
    assert isinstance(task.error, DeskError)
    assert "kon niet worden berekend" in test.error[0].value
    assert "begin-setbacks" in [button.key for button in test.button]


def test_long_work_goes_behind_what_screens_wait_for():
    pool = ThreadPoolExecutor(1)
    desk = Desk(workers=1, executor=pool)
    hold, order = threading.Event(), []
    errands = desk.errands()
    first = errands.submit(hold.wait)
    second = errands.submit(order.append, "errand")
    dropped = errands.submit(order.append, "dropped")
    dropped.cancel()
    asking = threading.Thread(target=lambda: (desk.answer(TINY, refine=False), order.append("screen")))
    asking.start()
    time.sleep(0.1)
    hold.set()
    asking.join(60)
    second.result(60)
    assert first.done()
    assert sorted(order) == ["errand", "screen"]
    pool.shutdown()


def test_progress_of_several_rounds_only_rises():
    shares = []

    def work(task):
        told = task.rounds(300)
        for whole in (100, 100, 100):
            for done in (50, 100):
                told(done, whole)
                shares.append(task.share)

    assert Task((), work).wait(10)
    assert shares == pytest.approx([50 / 300, 100 / 300, 150 / 300, 200 / 300, 250 / 300, 1.0])
