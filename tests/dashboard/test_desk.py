"""The desk: first futures first, the same futures as the library's, and what happens when a process dies."""

from __future__ import annotations

import gc
import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future, ThreadPoolExecutor
from contextlib import suppress

import numpy as np
import pytest

import wijkbv_sim as wb
from dashboard.brakes import LONGEST, GivenUpError
from dashboard.desk import ACTIVE, Desk, DeskError, Visitor
from dashboard.pieces import FEW, FEWEST, FIRST, ROOM, SEED, WHOLE, calculate, first_futures, foresee, pieces_of
from dashboard.processes import Processes
from wijkbv_sim.experiment.chunk import run_chunk
from wijkbv_sim.scenario.dials import dial

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
        try:
            found = fn(*args, **options)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(found)


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


def test_first_pieces_go_before_everybody_s_refinements():
    held = Held()
    desk = Desk(workers=1, executor=held)
    other = SMALL.with_({"money.opening_cash": 1})
    first = threading.Thread(target=desk.answer, args=(SMALL,))
    first.start()
    while not held.asked:
        pass
    second = threading.Thread(target=desk.answer, args=(other,))
    second.start()
    while not desk._urgent or not desk._refining:
        pass
    # The refinement has a process of its own and has begun; the second answer waits for the first one's.
    assert [args[2][1] for args in held.asked] == [0, FIRST]
    held.work(1)
    # Now that somebody waits, no other refinement begins.
    assert len(held.asked) == 2
    held.work(0)
    assert held.asked[2][2] == ([other], 0, FIRST)
    held.work(2)
    first.join(30)
    second.join(30)


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


def test_a_piece_whose_process_died_is_tried_once_more():
    broken = Broken(1)
    desk = Desk(workers=1, executor=broken)
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


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
    assert not desk._urgent
    assert not desk._front.busy
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


def test_who_waits_too_long_is_told():
    held = Held()
    desk = Desk(workers=1, executor=held)
    with pytest.raises(DeskError):
        desk.answer(SMALL, patience=0.05)


def test_nobody_calculates_what_nobody_looks_at_any_more():
    held = Held()
    desk = Desk(workers=1, executor=held)
    asking = threading.Thread(target=desk.answer, args=(LARGE,))
    asking.start()
    while not held.asked:
        pass
    desk.give_up(LARGE)
    held.work(0)
    asking.join(30)
    assert [args[2][1] for args in held.asked].count(0) == 1
    assert len(held.asked) < len(pieces_of(LARGE, 1))


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
    assert [job.first for job in desk._refining] == [first for first, _ in pieces_of(average, 2, FEW)[1:]]


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
    return [job for job in desk._refining if job.entry.scenario.digest == scenario.digest]


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
        desk._dispatch()
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


def test_a_screen_is_made_before_what_refines_it():
    held = Held()
    desk = Desk(workers=2, executor=held)
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


def started(work, *args):
    thread = threading.Thread(target=work, args=args)
    thread.start()
    return thread


def until(holds):
    for _ in range(3000):
        if holds():
            return
        time.sleep(0.01)
    raise AssertionError("it never comes to that")


def turned(cash):
    return SMALL.with_({"money.opening_cash": cash})


def test_who_waits_together_is_answered_in_one_model():
    held = Held()
    desk = Desk(workers=2, executor=held, ahead=False)
    other = SMALL.with_({"feedbacks.quality_to_trust": False})
    wanted = [SMALL, turned(1), turned(2), other, turned(3)]
    found = {}

    def ask(scenario):
        found[scenario.digest] = desk.answer(scenario, refine=False)

    threads = []
    for k, scenario in enumerate(wanted):
        threads.append(started(ask, scenario))
        until(lambda k=k: len(desk._urgent) == k and held.asked)
    held.work(0)
    until(lambda: len(held.asked) == 2)
    # Another rule is another model, and waits for its turn.
    assert held.asked[1][2] == ([wanted[1], wanted[2], wanted[4]], 0, FIRST)
    held.work(1)
    until(lambda: len(held.asked) == 3)
    assert held.asked[2][2] == ([other], 0, FIRST)
    held.work(2)
    for thread in threads:
        thread.join(30)
    for scenario in wanted:
        [alone] = calculate([scenario], 0, FIRST)
        np.testing.assert_array_equal(found[scenario.digest].results.column("cash"), alone.columns["cash"])


def test_what_fails_together_is_tried_alone_so_that_it_takes_no_other_along():
    held = Held()
    desk = Desk(workers=2, executor=held, ahead=False)
    threads = [started(desk.answer, SMALL)]
    until(lambda: held.asked)
    good, bad = [], []

    def ask(scenario):
        try:
            good.append(desk.answer(scenario, refine=False))
        except DeskError:
            bad.append(scenario)

    for k in (1, 2, 3):
        threads.append(started(ask, turned(k)))
        until(lambda k=k: len(desk._urgent) == k)
    held.work(0)
    until(lambda: any(len(args[2][0]) == 3 for args in held.asked))
    tried = set()
    for _ in range(8):
        until(lambda: len(good) + len(bad) == 3 or any(not f.done() and a[1] == 0 for f, _, a, _ in held.asked))
        for index, (future, _, args, _) in enumerate(list(held.asked)):
            if future.done() or args[1] != 0:
                continue
            tried.add(len(args[0]))
            if any(scenario.digest == turned(2).digest for scenario in args[0]):
                future.set_exception(OSError("it cannot be"))
            else:
                held.work(index)
    for thread in threads:
        thread.join(30)
    assert tried == {3, 1}
    assert len(good) == 2
    assert [scenario.digest for scenario in bad] == [turned(2).digest]


def test_a_refinement_never_takes_the_process_of_first_answers():
    held = Held()
    desk = Desk(workers=2, executor=held, ahead=False)
    for scenario in (LARGE, LARGE.with_({"money.opening_cash": 1})):
        asking = started(desk.answer, scenario)
        until(lambda: any(a[1] == 0 and not f.done() for f, _, a, _ in held.asked))
        index = next(k for k, (f, _, a, _) in enumerate(held.asked) if a[1] == 0 and not f.done())
        future, _, _, _ = held.asked[index]
        future.set_result([run_chunk(LARGE.with_({"area.inhabitants": 100}), 0, 1, SEED, books=False)])
        asking.join(30)
    errand = desk.errands().submit(abs, -1)
    pieces = [args[1] for future, _, args, _ in held.asked if not future.done()]
    assert len(pieces) == 2
    assert 0 not in pieces
    assert len(desk._refining) > 0
    assert not errand.running()


def test_in_company_a_screen_has_to_stand_for_a_while_before_it_is_refined(monkeypatch):
    held = Held()
    desk = Desk(workers=2, executor=held, ahead=False)
    mine, yours = Visitor(), Visitor()
    monkeypatch.setattr("dashboard.desk.STANDS", 0.5)
    begin = time.monotonic()
    asking(desk, yours)
    screen = started(asking, desk, mine, SMALL)
    until(lambda: held.asked)
    held.work(0)
    screen.join(30)
    # Looked at once more, it goes on waiting from when it was first asked for, and nobody need ask.
    asking(desk, mine, SMALL)
    assert len(held.asked) == 1
    until(lambda: len(held.asked) == len(pieces_of(SMALL, 2)))
    assert time.monotonic() - begin > 1.0
    # What long work waits for does not wait for that.
    monkeypatch.setattr("dashboard.desk.STANDS", 1000.0)
    working = started(desk.whole, turned(1))
    until(lambda: held.asked[-1][2][0][0].digest == turned(1).digest)
    done = 1
    while not desk.refined(turned(1)):
        until(lambda done=done: len(held.asked) > done)
        held.work(done)
        done += 1
    working.join(30)
    assert desk.refined(turned(1))


def test_who_does_nothing_is_no_company(monkeypatch):
    now = time.monotonic()
    monkeypatch.setattr("dashboard.desk.time.monotonic", lambda: now)
    desk = Desk(workers=2, executor=Held(), ahead=False)
    idle, busy = [Visitor() for _ in range(20)], Visitor()
    for visitor in idle:
        asking(desk, visitor)
    assert desk.pace == pytest.approx(2.0)
    now += ACTIVE + 1
    asking(desk, busy)
    assert desk.pace == pytest.approx(0.1)
    assert len(desk._looks) == 21


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


def test_where_nobody_waits_what_may_come_next_is_calculated_and_answers_at_once():
    held = Held()
    desk = Desk(workers=2, executor=held)
    visitor = Visitor()
    asking = started(desk.answer, SMALL)
    until(lambda: held.asked)
    with desk.looking(visitor):
        desk.expect(SMALL, [("opening_cash", 10_000.0), ("fee", 20.0), ("opening_cash", -1.0)])
    # Somebody waits: not now.
    assert "foresee" not in [fn.__name__ for _, fn, _, _ in held.asked]
    done = 0
    while done < len(held.asked):
        held.work(done)
        done += 1
    asking.join(30)
    assert [fn.__name__ for _, fn, _, _ in held.asked].count("foresee") == 1
    before = len(held.asked)
    other = dial("opening_cash").turned(SMALL, 10_000.0)
    with desk.looking(visitor):
        answer = desk.answer(other)
        # No process was asked for it.
        assert len(held.asked) == before
    [expected] = calculate([other], 0, FIRST)
    np.testing.assert_array_equal(answer.results.column("members"), expected.columns["members"])
    assert not answer.refined
    assert [args[1] for _, _, args, _ in held.asked[before:]] == [first for first, _ in pieces_of(SMALL, 2)[1:]]


def test_what_is_known_or_cannot_be_is_not_foreseen():
    known = dial("fee").turned(SMALL, 20.0)
    found = foresee(SMALL, [("fee", 20.0), ("fee", -5.0), ("outreach", 1_000.0)], 2, {known.digest})
    other = dial("outreach").turned(SMALL, 1_000.0)
    assert list(found) == [other.digest]
    [alone] = calculate([other], 0, 2)
    np.testing.assert_array_equal(found[other.digest].columns["cash"], alone.columns["cash"])


def test_nothing_is_foreseen_for_who_has_gone_nor_on_one_process():
    for workers, stays in ((2, False), (1, True)):
        held = Held()
        desk = Desk(workers=workers, executor=held)
        visitor = Visitor()
        asking = started(desk.answer, SMALL)
        until(lambda held=held: held.asked)
        with desk.looking(visitor):
            desk.expect(SMALL, [("fee", 20.0)])
        if not stays:
            del visitor
            gc.collect()
        done = 0
        while done < len(held.asked):
            held.work(done)
            done += 1
        asking.join(30)
        assert "foresee" not in [fn.__name__ for _, fn, _, _ in held.asked]


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


def brake_of(held, index):
    """The brake that a piece of work was given."""
    return held.asked[index][2][-1]


def holds(brake):
    done = threading.Event()

    def look():
        with suppress(GivenUpError):
            brake.watch()(1)
        done.set()

    threading.Thread(target=look, daemon=True).start()
    return not done.wait(0.1)


def test_what_refines_stands_still_while_somebody_waits_for_a_first_answer_or_a_screen_is_made():
    front, behind = Held(), Held()
    desk = Desk(workers=2, executor=front, behind=behind, ahead=False)
    first = started(desk.answer, SMALL)
    until(lambda: front.asked)
    front.work(0)
    first.join(30)
    assert [args[1] for _, _, args, _ in behind.asked] == [first for first, _ in pieces_of(SMALL, 2)[1:]]
    brakes = [brake_of(behind, k) for k in (0, 1)]
    assert not any(holds(brake) for brake in brakes)
    second = started(desk.answer, turned(1))
    until(lambda: desk._front.busy)
    assert all(holds(brake) for brake in brakes)
    front.work(1)
    second.join(30)
    assert not any(holds(brake) for brake in brakes)
    with desk.looking(Visitor()):
        assert all(holds(brake) for brake in brakes)
    assert not any(holds(brake) for brake in brakes)
    for k in (0, 1):
        behind.work(k)
    assert desk.refined(SMALL)


def test_where_all_share_the_same_processes_nothing_is_held_up_for_it_would_stand_in_the_way():
    pool = ThreadPoolExecutor(1)
    desk = Desk(workers=1, executor=pool, ahead=False)
    visitor = Visitor()
    try:
        asking(desk, visitor, SMALL)
        began = time.monotonic()
        with desk.looking(visitor):
            desk.answer(turned(1))
        assert time.monotonic() - began < 12 * LONGEST
    finally:
        pool.shutdown()


def test_a_refinement_that_nobody_looks_at_any_more_is_given_up_in_the_middle():
    held = Held()
    desk = Desk(workers=1, executor=held)
    visitor = Visitor()

    def look(scenario, index):
        thread = started(asking, desk, visitor, scenario)
        until(lambda: len(held.asked) > index)
        held.work(index)
        thread.join(30)

    look(SMALL, 0)
    brake = brake_of(held, 1)
    brake.watch()(1)
    look(turned(1), 2)
    with pytest.raises(GivenUpError):
        brake.watch()(1)
    # Its process is free for what is looked at now, and nobody is told of it.
    held.work(1)
    assert not desk.refined(SMALL)
    assert held.asked[3][2][0] == [turned(1)]
    held.work(3)
    assert desk.refined(turned(1))
    # Looked at again, it is calculated after all.
    asking(desk, visitor, SMALL)
    held.work(4)
    assert desk.refined(SMALL)


def test_a_refinement_that_was_given_up_too_late_counts_once():
    held = Held()
    desk = Desk(workers=1, executor=held, ahead=False)
    first = started(desk.answer, SMALL)
    until(lambda: held.asked)
    held.work(0)
    first.join(30)
    desk.give_up(SMALL)
    # Asked for anew, it waits until the process has given up; but the process is done already.
    desk.answer(SMALL)
    assert [job.first for job in desk._refining] == [FIRST]
    held.asked[1][0].set_result(calculate([SMALL], FIRST, WHOLE - FIRST))
    assert desk.refined(SMALL)
    assert not desk._refining
    assert len(held.asked) == 2
    assert desk._entries[SMALL.digest].size == sum(
        values.nbytes for piece in desk._entries[SMALL.digest].pieces.values() for values in piece.columns.values()
    )


def test_looking_ahead_is_given_up_for_who_wants_something_and_taken_up_again():
    front, behind = Held(), Held()
    desk = Desk(workers=2, executor=front, behind=behind)
    visitor = Visitor()
    first = started(desk.answer, SMALL)
    until(lambda: front.asked)
    with desk.looking(visitor):
        desk.expect(SMALL, [("fee", 20.0), ("fee", 30.0)])
    front.work(0)
    first.join(30)
    for k in (0, 1):
        behind.work(k)
    assert behind.asked[2][1] is foresee
    brake = brake_of(behind, 2)
    long = [desk.errands().submit(abs, -1) for _ in range(2)]
    # One of them finds a process that has nothing to do; for the other, looking ahead is given up.
    with pytest.raises(GivenUpError):
        brake.watch()(1)
    behind.work(2)
    for k in (3, 4):
        behind.work(k)
    assert [each.result(0) for each in long] == [1, 1]
    assert behind.asked[5][1] is foresee
    assert behind.asked[5][2][1] == [("fee", 20.0), ("fee", 30.0)]
