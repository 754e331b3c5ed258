"""The screen Certainty: chances, setbacks, what matters most and where it turns say what the library says."""

from __future__ import annotations

import re
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from types import SimpleNamespace

import pandas as pd
import pytest

import wijkbv_sim as wb
from dashboard.components import echarts, wishes
from dashboard.components.waiting import PREFIX
from dashboard.desk import Desk, DeskError
from dashboard.pieces import SEED, WHOLE
from dashboard.task import Task
from dashboard.views import certainty
from tests.dashboard.test_screens import said, screen
from wijkbv_sim.analysis import sensitivity
from wijkbv_sim.analysis.search import Rescue
from wijkbv_sim.analysis.sensitivity import most_telling, most_telling_runs
from wijkbv_sim.experiment.designs import factors_of
from wijkbv_sim.export.certainty import (
    Seen,
    break_even_sentences,
    chance_table,
    moving_along,
    rescue_as_seen,
    stress_table,
    what_matters,
)
from wijkbv_sim.export.doubt_charts import Bars
from wijkbv_sim.export.doubt_pages import break_even_curve
from wijkbv_sim.language import percent
from wijkbv_sim.results.targets import chances, modest, targets

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
        for goal in modest(results.first(wishes.BEGIN_WITH))
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
        test.select_slider(key=f"target-{name}").set_value(wishes.OFF)
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
    assert told.index("Tussen haakjes staat") < told.index("Het scenario zoals het is")
    # Who subtracts the shares finds the difference between the brackets.
    first, *others = stress_table(task.result, "nl").rows
    of = [float(row[1].partition("%")[0].replace(",", ".")) for row in (first, *others)]
    for row, share in zip(others, of[1:], strict=True):
        points = re.search(r"\(([-+]?[\d,]+) punt", row[1])[1]
        assert share - of[0] == pytest.approx(float(points.replace(",", ".")))
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
    along = moving_along(task.result, TINY, "nl")
    assert [name for name, _ in along] == [row[0] for row in chart.rows if "(+" in row[0]]
    assert ("getallen die ermee samenhangen" in said(test)) == bool(along)
    assert all(numbers in said(test) for _, numbers in along)
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
        assert "het doel" not in sentence  # there are several
    chart = break_even_curve(task.result, TINY, "nl")
    assert "De kans op alle doelen bij elke waarde van" in said(test)
    assert chart.header[1] in said(test)
    assert all(chance in said(test) for _value, chance, _between in chart.rows)


def test_a_rescue_tells_what_has_to_change():
    test = screen("certainty", TINY)
    task = begin(test, "rescue")
    assert task.error is None
    found, seen = task.result
    assert found is None or found.chance_then >= found.chance_now
    # The table above tells of the same futures.
    assert seen.futures == WHOLE
    assert f"{percent(seen.before, 'nl')}" in said(test)


def test_the_chances_of_a_rescue_are_those_of_the_table_and_of_the_changed_scenario(one_desk):
    test = screen("certainty", TINY)
    test.select_slider(key="target-cash").set_value(100_000).run()
    task = begin(test, "rescue")
    assert task.error is None
    found, seen = task.result
    goals = found.targets
    results = one_desk.whole(TINY)
    before = chances(results, goals)["chance"].iloc[-1]
    assert seen.before == before
    told = rescue_as_seen(found, seen, TINY, certainty.CHANCE, "nl")
    assert all(sentence in said(test) for sentence in told)
    assert "andere toekomsten" not in " ".join(told)
    then = {row["path"]: {"value": row["then"]} for row in found.changes.to_dict("records")}
    if then:
        changed = wb.simulate(TINY.with_(then), replicates=WHOLE, seed=SEED)
        assert seen.after == chances(changed, goals)["chance"].iloc[-1]


@pytest.mark.parametrize(
    ("enough", "after", "said"),
    [(True, 0.85, "van 60% naar 85%, in dezelfde 200 toekomsten"), (True, 0.7, "minder dan u wilt"),
     (False, 0.7, "geen stand van deze knoppen gevonden")],
)  # fmt: skip
def test_a_rescue_is_told_in_the_futures_of_the_screen(enough, after, said):
    changes = pd.DataFrame([{"path": "money.opening_cash", "unit": "EUR", "now": 1.0, "then": 2.0, "step": 0.1}])
    found = Rescue(enough, ("alive@3",), 0.8, 0.55, 0.9, changes, 5, 40, 0.75, 200)
    head, *rest = rescue_as_seen(found, Seen(0.6, after, 200), TINY, 0.8, "nl")
    assert said in head
    assert len(rest) == 1
    assert not any(other in head for other in ("55%", "90%", "75%"))
    nothing = Rescue(True, ("alive@3",), 0.8, 0.82, 0.82, changes[:0], 1, 40, 0.82, 200)
    assert "net minder" in rescue_as_seen(nothing, Seen(0.78, 0.78, 200), TINY, 0.8, "nl")[0]
    assert "niets te veranderen" in rescue_as_seen(None, Seen(0.9, 0.9, 200), TINY, 0.8, "nl")[0]


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

    test = whole(TINY)
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


def slow(task):
    """Work that goes on until it is stopped."""
    while True:
        task.told(0.37)
        time.sleep(0.01)


def begun(test, key, about):
    """Work without an end that a visitor began about something."""
    task = test.session_state[PREFIX + key] = Task(about, slow)
    while not task.share:
        time.sleep(0.01)
    return task


def screens(scenario):
    """A screen that one can leave for another: the one that the session names as ``at``."""
    from streamlit.testing.v1 import AppTest

    from tests.dashboard.test_screens import _study

    def page():
        from importlib import import_module

        import streamlit as st

        from dashboard.components.waiting import elsewhere

        at = st.session_state.get("at", "certainty")
        if at != "certainty":
            elsewhere("nl", lambda: None)
        import_module(f"dashboard.views.{at}").show()

    test = AppTest.from_function(page, default_timeout=60)
    test.session_state["study"] = _study(scenario)
    return test


def to(test, name):
    """To another screen."""
    test.session_state["at"] = name
    test.run()
    assert not test.exception


def test_choices_stay_when_one_leaves_the_screen_and_work_goes_on():
    test = screens(TINY)
    to(test, "certainty")
    number = list(certainty._ranges(TINY))[1]
    chosen = {"target-cash": -20_000, "target-members": 7, "target-own": 55, "turn-chance": 0.9, "rescue-chance": 0.6}
    for key, value in chosen.items():
        test.select_slider(key=key).set_value(value)
    test.selectbox(key="tornado-of").set_value("members_end")
    test.selectbox(key="turn-number").set_value(number)
    test.multiselect(key="rescue-numbers").set_value([number]).run()
    goals = ("alive>=1@3", "member_share>=0.07@3", "own_income_share>=0.55@3", "lowest_cash>=-20000")
    task = begun(test, "turn", (TINY.digest, number, 0.9, goals))
    to(test, "reasons")
    assert "37% klaar" in said(test)
    to(test, "certainty")
    assert not task.stopped
    assert "stop-turn" in [button.key for button in test.button]
    assert {key: test.select_slider(key=key).value for key in chosen} == chosen
    assert test.selectbox(key="tornado-of").value == "members_end"
    assert test.selectbox(key="turn-number").value == number
    assert test.multiselect(key="rescue-numbers").value == [number]
    task.stop()


def test_the_year_of_the_money_stays_when_one_leaves_the_screen(one_desk):
    one_desk.whole(TINY)
    test = screens(TINY)
    to(test, "money")
    first = int(test.select_slider(key="flow-year").options[0])
    assert test.select_slider(key="flow-year").value != first
    test.select_slider(key="flow-year").set_value(first).run()
    to(test, "reasons")
    to(test, "money")
    assert test.select_slider(key="flow-year").value == first


def test_another_scenario_has_targets_of_its_own_and_only_numbers_that_it_has():
    from tests.dashboard.test_screens import _study

    test = screen("certainty", TINY)
    number = next(path for path in reversed(certainty._ranges(TINY)))
    test.select_slider(key="target-cash").set_value(-20_000)
    test.selectbox(key="turn-number").set_value(number).run()
    other = wb.load("hoogeloon").with_(area__inhabitants=150, time__years=2)
    test.session_state["study"] = _study(other)
    test.run()
    assert not test.exception
    assert test.select_slider(key="target-cash").value == 0
    assert test.select_slider(key="target-alive").value == 2
    assert test.selectbox(key="turn-number").value in certainty._ranges(other)
    test.session_state["study"] = _study(TINY)
    test.run()
    assert test.select_slider(key="target-cash").value == -20_000
    assert test.selectbox(key="turn-number").value == number


@pytest.mark.parametrize("key", ["turn", "rescue"])
def test_a_dial_that_is_turned_during_long_work_frees_every_button_and_says_so(key):
    test = screen("certainty", TINY)
    goals = tuple(str(goal) for goal in targets(["alive@3"]))
    begun(test, key, (TINY.digest, "of", "old", goals))
    test.session_state["study"].change("anders", TINY.with_({"money.opening_cash": 1}))
    test.run()
    assert not test.exception
    assert not any(button.disabled for button in test.button if button.key.startswith("begin-"))
    assert "Er wordt al iets berekend" not in said(test)
    assert [told.value for told in test.info if "gestopt" in told.value]
    begin(test, "setbacks")
    assert not [told.value for told in test.info if "gestopt" in told.value]


def test_other_screens_do_not_count_for_a_scenario_that_is_no_more_the_visitors():
    test = screens(TINY)
    task = begun(test, "turn", (TINY.digest, "about"))
    to(test, "reasons")
    assert "37% klaar" in said(test)
    test.session_state["study"].change("anders", TINY.with_({"money.opening_cash": 1}))
    test.run()
    assert task.stopped
    assert "% klaar" not in said(test)
    assert "is gestopt" in said(test)
    test.session_state["study"].change("weer anders", TINY.with_({"money.opening_cash": 2}))
    assert "is gestopt" not in said(test.run())


def test_the_numbers_that_move_together_are_named():
    malburgen = wb.load("malburgen")
    groups = {name: members for name, members in factors_of(malburgen).items() if len(members) > 1}
    assert groups
    found = SimpleNamespace(table=pd.DataFrame({"factor": list(groups)}), label=lambda factor, _language: factor)
    for (name, along), members in zip(moving_along(found, malburgen, "nl"), groups.values(), strict=True):
        assert len(along.split("; ")) == len(members) - 1
        assert not re.search(r"\w\.\w", name)


def test_the_last_number_under_a_tornado_has_room():
    values = ((-180_000.0,), (190_000.0,))
    bars = Bars("", "EUR", "", (), [], "nl", ("doubt",), ("low", "high"), values, values, values)
    option = echarts.tornado(bars)
    last = option["series"][0]["markLine"]["data"][-1]["label"]["formatter"]
    assert last.replace("\xa0", " ") == "€ +200.000"
    assert option["grid"]["right"] >= 4 * len(last) + 8
