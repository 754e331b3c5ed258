"""The desk: first futures first, the same futures as the library's, and what happens when a process dies."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, ThreadPoolExecutor

import numpy as np
import pytest

import wijkbv_sim as wb
from dashboard.desk import Desk, DeskError
from dashboard.pieces import FEW, FEWEST, FIRST, ROOM, SEED, WHOLE, calculate, first_futures, pieces_of
from dashboard.processes import Processes
from dashboard.visitors import ACTIVE, Visitor
from tests.dashboard.held import LARGE, SMALL, Broken, Held, asking, started, turned, until, waiting_for


@pytest.fixture
def desk():
    pool = ThreadPoolExecutor(2)
    yield Desk(workers=2, executor=pool, ahead=False)
    pool.shutdown()


def wait_for(desk, scenario):
    done = threading.Event()
    for _ in range(600):
        if desk.refined(scenario):
            return
        done.wait(0.05)
    raise AssertionError("never refined")


def test_the_refined_answer_is_the_library_s(desk):
    desk.answer(SMALL)
    wait_for(desk, SMALL)
    answer = desk.answer(SMALL)
    assert answer.refined
    expected = wb.simulate(SMALL, replicates=WHOLE, seed=SEED, books=False)
    for name in ("cash", "members", "alive"):
        np.testing.assert_array_equal(answer.results.column(name), expected.column(name))


def test_the_first_answer_is_the_beginning_of_the_refined_one():
    held = Held()
    desk = Desk(workers=1, executor=held)
    found = []
    asking = threading.Thread(target=lambda: found.append(desk.answer(SMALL)))
    asking.start()
    while not held.asked:
        pass
    held.work(0)
    asking.join(30)
    assert found[0].results.replicates == FIRST
    assert not found[0].refined


def test_who_asks_for_the_same_gets_it_without_a_second_calculation():
    held = Held()
    desk = Desk(workers=4, executor=held)
    both = [threading.Thread(target=desk.answer, args=(wb.load(SMALL.model_dump(mode="json", exclude_unset=True)),))
            for _ in range(2)]  # fmt: skip
    for thread in both:
        thread.start()
    while not held.asked:
        pass
    held.work(0)
    for thread in both:
        thread.join(30)
    assert sum(args[2][1] == 0 for args in held.asked) == 1


def test_what_keeps_failing_is_told_and_can_be_asked_again():
    broken = Broken(2)
    desk = Desk(workers=1, executor=broken)
    with pytest.raises(DeskError) as caught:
        desk.answer(SMALL, refine=False)
    assert isinstance(caught.value.__cause__, OSError)
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


def test_what_is_asked_for_ahead_is_calculated_once():
    held = Held()
    desk = Desk(workers=1, executor=held)
    desk.ask(SMALL)
    desk.ask(SMALL)
    held.work(0)
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST
    assert len(held.asked) == 1


def test_what_failed_ahead_is_told_to_who_then_waits_and_can_be_asked_again():
    broken = Broken(2)
    desk = Desk(workers=1, executor=broken)
    desk.ask(SMALL)
    with pytest.raises(DeskError) as caught:
        desk.answer(SMALL, refine=False)
    assert isinstance(caught.value.__cause__, OSError)
    assert not desk._work.urgent
    assert not desk._work.front.busy
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


def test_who_waits_too_long_is_told():
    held = Held()
    desk = Desk(workers=1, executor=held)
    with pytest.raises(DeskError):
        desk.answer(SMALL, patience=0.05)


def test_where_many_look_first_answers_are_smaller_so_that_all_come_at_once():
    average, large = wb.load("bewonersbedrijf"), LARGE
    alone, room = (first_futures(average, n) for n in (1, 30))
    assert alone > room >= FEW
    assert first_futures(large, ROOM) == FEWEST
    assert first_futures(large, ROOM + 1) == FEW
    counts = [first_futures(average, n) for n in range(70)]
    assert counts == sorted(counts, reverse=True)
    # The answer that many got is the beginning of what one alone gets.
    desk = Desk(workers=2, executor=(held := Held()), ahead=False)
    everybody = [Visitor() for _ in range(40)]
    for visitor in everybody:
        with desk.looking(visitor):
            pass
    asking = started(desk.answer, average)
    until(lambda: held.asked)
    assert held.asked[0][2] == ([average], 0, FEW)
    held.asked[0][0].set_result(calculate([SMALL], 0, FEW))
    asking.join(30)
    assert [job.first for job in desk._work.refining] == [first for first, _ in pieces_of(average, 2, FEW)[1:]]


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("name", ["malburgen", "hoogeloon", "indische-buurt"])
def test_pieces_are_all_futures_once_and_a_larger_place_begins_with_fewer(name, workers):
    scenario = wb.load(name)
    cut = pieces_of(scenario, workers)
    every = [k for first, count in cut for k in range(first, first + count)]
    assert every == list(range(WHOLE))
    assert FEWEST <= cut[0][1] <= FIRST
    people = scenario.area.inhabitants.value * scenario.time.months
    assert (cut[0][1] < FIRST) == (people > 250_000)
    larger = pieces_of(scenario.with_(area__inhabitants=min(100_000, 4 * scenario.area.inhabitants.value)), workers)
    assert larger[0][1] <= cut[0][1]
    assert len(larger) >= len(cut)


def test_a_screen_that_is_left_gives_up_what_nobody_else_looks_at():
    held = Held()
    desk = Desk(workers=1, executor=held)
    mine, yours = Visitor(), Visitor()
    other = LARGE.with_({"money.opening_cash": 1})

    def look(visitor, scenario, index):
        thread = threading.Thread(target=asking, args=(desk, visitor, scenario))
        thread.start()
        while len(held.asked) <= index:
            pass
        held.work(index)
        thread.join(30)

    look(mine, LARGE, 0)
    asking(desk, yours, LARGE)
    assert waiting_for(desk, LARGE)
    asking(desk, mine)  # gone to a page that asks for nothing
    assert waiting_for(desk, LARGE)
    asking(desk, yours)
    assert not waiting_for(desk, LARGE)
    # Asked for again, it is calculated after all.
    asking(desk, yours, LARGE)
    assert waiting_for(desk, LARGE) or len(held.asked) > 1
    # A visitor whose session ends gives up too.
    del yours
    gc.collect()
    desk.give_up(other)
    with desk._change:
        desk._work.go_on()
    assert not waiting_for(desk, LARGE)


def test_what_long_work_waits_for_is_not_given_up():
    held = Held()
    desk = Desk(workers=1, executor=held)
    found = []
    working = threading.Thread(target=lambda: found.append(desk.whole(SMALL)))
    working.start()
    while not held.asked:
        pass
    desk.give_up(SMALL)
    for k in range(len(pieces_of(SMALL, 1))):
        while len(held.asked) <= k:
            pass
        held.work(k)
    working.join(60)
    assert found[0].replicates == WHOLE


def test_pairs_hold_the_same_futures(desk):
    other = SMALL.with_({"money.opening_cash": 1})
    desk.answer(SMALL)
    wait_for(desk, SMALL)
    one, two = desk.pair(SMALL, other)
    assert one.replicates == two.replicates
    np.testing.assert_array_equal(one.replicate, two.replicate)


def test_the_typical_future_has_its_books(desk):
    books = desk.typical(SMALL)
    assert books.replicates == 1
    assert "balance.bank" in books.names()
    answer = desk.answer(SMALL)
    row = list(answer.results.replicate).index(books.replicate[0])
    np.testing.assert_array_equal(books.column("cash")[0], answer.results.column("cash")[row])


def test_every_thread_has_the_same_processes():
    pool = Processes(1)
    with ThreadPoolExecutor(3) as threads:
        found = list(threads.map(lambda _: pool.submit(os.getpid).result(), range(3)))
    pool.shutdown()
    assert len(set(found)) == 1
    assert found[0] != os.getpid()


def test_processes_that_were_killed_are_replaced():
    pool = Processes(1)
    first = pool.submit(os.getpid).result()
    with pytest.raises(BrokenExecutor):
        pool.submit(os.kill, first, signal.SIGKILL).result()
    assert pool.submit(os.getpid).result() != first
    pool.shutdown()


def test_who_does_nothing_is_no_company(monkeypatch):
    now = time.monotonic()
    monkeypatch.setattr("dashboard.visitors.time.monotonic", lambda: now)
    desk = Desk(workers=2, executor=Held(), ahead=False)
    idle, busy = [Visitor() for _ in range(20)], Visitor()
    for visitor in idle:
        asking(desk, visitor)
    assert desk.pace == pytest.approx(2.0)
    now += ACTIVE + 1
    asking(desk, busy)
    assert desk.pace == pytest.approx(0.1)
    assert len(desk._visitors._looks) == 21


def test_what_a_screen_showed_is_given_up_when_the_next_begins():
    held = Held()
    desk = Desk(workers=1, executor=held, ahead=False)
    visitor = Visitor()
    screen = started(asking, desk, visitor, LARGE)
    until(lambda: held.asked)
    held.work(0)
    screen.join(30)
    assert waiting_for(desk, LARGE)
    with desk.looking(visitor):
        assert not waiting_for(desk, LARGE)
        desk.answer(LARGE)
    assert waiting_for(desk, LARGE)


def test_what_was_not_asked_for_longest_is_forgotten_first(desk, monkeypatch):
    one, two, three = turned(1), turned(2), turned(3)
    for scenario in (one, two):
        desk.answer(scenario, refine=False)
    size = desk._entries[one.digest].size
    assert size > 0
    monkeypatch.setattr("dashboard.desk.KEPT_BYTES", 2 * size)
    desk.answer(one, refine=False)
    desk.answer(three, refine=False)
    assert list(desk._entries) == [one.digest, three.digest]


def test_the_more_look_the_less_often_a_screen_asks(desk):
    everybody = [Visitor() for _ in range(20)]
    for visitor in everybody:
        with desk.looking(visitor):
            pass
    assert desk.pace == pytest.approx(2.0)
    del visitor, everybody[1:]
    gc.collect()
    desk.give_up(SMALL)
    desk.refined(SMALL)
    with desk.looking(everybody[0]):
        pass
    assert desk.pace == pytest.approx(0.1)


def test_a_screen_that_waits_and_is_not_wanted_any_more_waits_no_longer():
    held = Held()
    desk = Desk(workers=2, executor=held, ahead=False)
    looks = []

    class OtherwiseEngaged(BaseException):
        pass

    def glance():
        looks.append(len(held.asked))
        if len(looks) == 3:
            raise OtherwiseEngaged

    visitor = Visitor()
    with pytest.raises(OtherwiseEngaged), desk.looking(visitor, glance):
        desk.answer(SMALL)
    assert looks == [1, 1, 1]
    # What was asked for comes all the same, and nobody's screen holds others up.
    held.work(0)
    assert desk.answer(SMALL, refine=False).results.replicates > 0
    assert desk._work._making == 0
