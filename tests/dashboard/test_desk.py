"""The desk: first futures first, the same futures as the library's, and what happens when a process dies."""

from __future__ import annotations

import threading
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import numpy as np
import pytest

import wijkbv_sim as wb
from dashboard.desk import FIRST, SEED, WHOLE, Desk, DeskError

SMALL = wb.load("malburgen").with_(area__inhabitants=300, time__years=1)


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
    while len(desk._waiting) < 2 * (WHOLE // FIRST) - 1:
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
