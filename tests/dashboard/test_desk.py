"""The desk: first futures first, the same futures as the library's, and what happens when a process dies."""

from __future__ import annotations

import gc
import os
import signal
import threading
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

import wijkbv_sim as wb
from dashboard.desk import FEWEST, FIRST, SEED, WHOLE, Desk, DeskError, Visitor, pieces_of
from wijkbv_sim.experiment.chunk import run_chunk

SMALL = wb.load("malburgen").with_(area__inhabitants=300, time__years=1)


LARGE = wb.load("malburgen")
"""Of so many people that the refinement is cut into several pieces."""


class Held(Executor):
    """Does nothing until it is told to; remembers what it was asked for, in order."""

    def __init__(self):
        self.asked = []

    def submit(self, fn, /, *args, **options):
        future: Future = Future()
        self.asked.append((future, fn, args, options))
        return future

    def work(self, index):
        future, fn, args, options = self.asked[index]
        future.set_result(fn(*args, **options))


class Broken(Executor):
    def __init__(self, times):
        self.left = times
        self.real = ThreadPoolExecutor(1)

    def submit(self, fn, /, *args, **options):
        if self.left > 0:
            self.left -= 1
            future: Future = Future()
            future.set_exception(OSError("the process was killed"))
            return future
        return self.real.submit(fn, *args, **options)


@pytest.fixture
def desk():
    pool = ThreadPoolExecutor(2)
    yield Desk(workers=2, executor=lambda: pool)
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
    desk = Desk(workers=1, executor=lambda: held)
    found = []
    asking = threading.Thread(target=lambda: found.append(desk.answer(SMALL)))
    asking.start()
    while not held.asked:
        pass
    held.work(0)
    asking.join(30)
    assert found[0].results.replicates == FIRST
    assert not found[0].refined


def test_first_pieces_go_before_everybody_s_refinements():
    held = Held()
    desk = Desk(workers=1, executor=lambda: held)
    other = SMALL.with_({"money.opening_cash": 1})
    first = threading.Thread(target=desk.answer, args=(SMALL,))
    first.start()
    while not held.asked:
        pass
    second = threading.Thread(target=desk.answer, args=(other,))
    second.start()
    while len(desk._waiting) < 2 * len(pieces_of(SMALL, 1)) - 1:
        pass
    held.work(0)
    assert held.asked[1][2][0] is other
    held.work(1)
    first.join(30)
    second.join(30)
    assert [args[2][1] for args in held.asked[:3]] == [0, 0, FIRST]


def test_who_asks_for_the_same_gets_it_without_a_second_calculation():
    held = Held()
    desk = Desk(workers=4, executor=lambda: held)
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


def test_a_piece_whose_process_died_is_tried_once_more():
    broken = Broken(1)
    desk = Desk(workers=1, executor=lambda: broken)
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


def test_what_keeps_failing_is_told_and_can_be_asked_again():
    broken = Broken(2)
    desk = Desk(workers=1, executor=lambda: broken)
    with pytest.raises(DeskError) as caught:
        desk.answer(SMALL, refine=False)
    assert isinstance(caught.value.__cause__, OSError)
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


def test_who_waits_too_long_is_told():
    held = Held()
    desk = Desk(workers=1, executor=lambda: held)
    with pytest.raises(DeskError):
        desk.answer(SMALL, patience=0.05)


def test_nobody_calculates_what_nobody_looks_at_any_more():
    held = Held()
    desk = Desk(workers=1, executor=lambda: held)
    asking = threading.Thread(target=desk.answer, args=(SMALL,))
    asking.start()
    while not held.asked:
        pass
    desk.give_up(SMALL)
    held.work(0)
    asking.join(30)
    assert len(held.asked) == 1


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


def asking(desk, visitor, *scenarios):
    with desk.looking(visitor):
        for scenario in scenarios:
            desk.answer(scenario)


def waiting_for(desk, scenario):
    return [job for job in desk._waiting if job.digest == scenario.digest]


def test_a_screen_that_is_left_gives_up_what_nobody_else_looks_at():
    held = Held()
    desk = Desk(workers=1, executor=lambda: held)
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
        desk._dispatch()
    assert not waiting_for(desk, LARGE)


def test_what_long_work_waits_for_is_not_given_up():
    held = Held()
    desk = Desk(workers=1, executor=lambda: held)
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
    desk = Desk(workers=1)
    with ThreadPoolExecutor(3) as threads:
        pools = list(threads.map(lambda _: desk._executor(), range(3)))
        found = list(threads.map(lambda _: pools[0].submit(os.getpid).result(), range(3)))
    assert len(set(map(id, pools))) == 1
    assert len(set(found)) == 1
    assert found[0] != os.getpid()


def test_processes_that_were_killed_are_replaced():
    desk = Desk(workers=1)
    pool = desk._executor()
    first = pool.submit(os.getpid).result()
    with pytest.raises(BrokenExecutor):
        pool.submit(os.kill, first, signal.SIGKILL).result()
    assert pool.submit(os.getpid).result() != first


def test_a_screen_is_made_before_what_refines_it():
    held = Held()
    desk = Desk(workers=2, executor=lambda: held)
    visitor, made, go_on = Visitor(), threading.Event(), threading.Event()

    def a_screen():
        with desk.looking(visitor):
            desk.answer(SMALL)
            made.set()
            go_on.wait(30)

    screen = threading.Thread(target=a_screen)
    screen.start()
    while not held.asked:
        pass
    held.work(0)
    made.wait(30)
    assert len(held.asked) == 1
    go_on.set()
    screen.join(30)
    assert len(held.asked) == len(pieces_of(SMALL, 2))


@pytest.mark.parametrize(("visitors", "at_once"), [(1, 2), (2, 1)])
def test_where_several_look_a_process_is_free_for_first_answers(visitors, at_once):
    held = Held()
    desk = Desk(workers=2, executor=lambda: held)
    everybody = [Visitor() for _ in range(visitors)]
    for visitor in everybody:
        with desk.looking(visitor):
            pass
    asking = threading.Thread(target=desk.answer, args=(LARGE,))
    asking.start()
    while not held.asked:
        pass
    future, *_ = held.asked[0]
    future.set_result(run_chunk(LARGE.with_({"area.inhabitants": 100}), 0, 1, SEED, books=False))
    asking.join(30)
    waiting = len(pieces_of(LARGE, 2)) - 1
    assert waiting >= 2
    assert len(held.asked) == 1 + at_once
    # Another's first answer need not wait, and long work waits like a refinement.
    errand = desk.errands().submit(abs, -1)
    with pytest.raises(DeskError):
        desk.answer(SMALL, patience=0.1)
    assert [asked[2][0] is SMALL for asked in held.asked[1 + at_once :]] == [True] * (2 - at_once)
    assert not errand.done()
