"""Work that is under way waits where somebody needs the machine more, goes on when told so, or is given up."""

from __future__ import annotations

import gc
import os
import threading
import time

import pytest

import wijkbv_sim as wb
from dashboard import brakes
from dashboard.brakes import Brake, Brakes, GivenUpError
from dashboard.pieces import calculate
from dashboard.processes import Processes


def started(look):
    """A thread that looks at its brake once, and what says that it may go on."""
    done = threading.Event()

    def work():
        look(1)
        done.set()

    threading.Thread(target=work, daemon=True).start()
    return done


def test_work_waits_while_it_is_held_and_goes_on_after_that():
    several = Brakes(2)
    one, other = several.take().watch(), several.take().watch()
    one(1)
    several.hold(True)
    waiting = [started(one), started(other)]
    assert not any(done.wait(0.2) for done in waiting)
    several.hold(False)
    assert all(done.wait(5) for done in waiting)


def test_what_begins_while_others_are_held_waits_too():
    several = Brakes(1)
    several.hold(True)
    done = started(several.take().watch())
    assert not done.wait(0.1)
    several.hold(False)
    assert done.wait(5)


def test_what_is_held_for_long_goes_on_slowly(monkeypatch):
    monkeypatch.setattr(brakes, "LONGEST", 0.05)
    several = Brakes(1)
    look = several.take().watch()
    several.hold(True)
    began = time.monotonic()
    for month in range(4):
        look(month)
    assert 0.2 <= time.monotonic() - began < 20


def test_only_what_is_stopped_is_given_up_held_or_not():
    several = Brakes(2)
    one, other = several.take(), several.take()
    several.hold(True)
    several.stop(one)
    with pytest.raises(GivenUpError):
        one.watch()(1)
    several.hold(False)
    with pytest.raises(GivenUpError):
        one.watch()(1)
    other.watch()(1)
    # The place serves the next piece of work.
    several.free(one)
    several.take().watch()(1)


def test_there_is_a_brake_for_each_piece_of_work_and_no_more():
    several = Brakes(2)
    first, second = several.take(), several.take()
    assert first.place != second.place
    with pytest.raises(IndexError):
        several.take()
    several.free(second)
    assert several.take() == second


def test_nothing_is_left_behind_and_work_does_without_a_brake_that_is_gone():
    several = Brakes(1)
    path = several.take().path
    assert os.path.exists(path)
    del several
    gc.collect()
    assert not os.path.exists(path)
    Brake(path + "-gone", 0).watch()(1)


@pytest.mark.slow
def test_a_process_heeds_its_brake_in_the_middle_of_a_model():
    several = Brakes(1)
    pool = Processes(1)
    scenario = wb.load("hoogeloon").with_(area__inhabitants=300, time__years=3)
    try:
        [expected] = pool.submit(calculate, [scenario], 0, 3).result(60)
        brake = several.take()
        several.hold(True)
        held = pool.submit(calculate, [scenario], 0, 3, brake)
        time.sleep(2)
        assert not held.done()
        several.hold(False)
        [found] = held.result(60)
        for name, values in expected.columns.items():
            assert values.tobytes() == found.columns[name].tobytes()
        several.stop(brake)
        with pytest.raises(GivenUpError):
            pool.submit(calculate, [scenario], 0, 3, brake).result(60)
        # Given up, the process is there for the next.
        several.free(brake)
        assert pool.submit(calculate, [scenario], 0, 3, several.take()).result(60)
    finally:
        pool.shutdown()
