"""What is calculated when: who waits goes before all else, and nobody's work takes another's place."""

from __future__ import annotations

import gc
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial

import numpy as np
import pytest

from dashboard.brakes import LONGEST, GivenUpError
from dashboard.desk import Desk, DeskError
from dashboard.pieces import FIRST, SEED, WHOLE, calculate, foresee, pieces_of
from dashboard.visitors import Visitor
from tests.dashboard.held import LARGE, SMALL, Broken, Held, asking, started, turned, until
from wijkbv_sim.experiment.chunk import run_chunk
from wijkbv_sim.scenario.dials import dial


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
    while not desk._work.urgent or not desk._work.refining:
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


def test_a_piece_whose_process_died_is_tried_once_more():
    broken = Broken(1)
    desk = Desk(workers=1, executor=broken)
    assert desk.answer(SMALL, refine=False).results.replicates == FIRST


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
        until(lambda k=k: len(desk._work.urgent) == k and held.asked)
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
        until(lambda k=k: len(desk._work.urgent) == k)
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
    assert len(desk._work.refining) > 0
    assert not errand.running()


def two_who_wait():
    """One whose first answer is calculated by the process for that, and one whose first answer is calculated behind."""
    front, behind = Held(), Held()
    desk = Desk(workers=2, executor=front, behind=behind, ahead=False)
    asking = [started(partial(desk.answer, refine=False), turned(0))]
    until(lambda: len(front.asked) == 1)
    asking.append(started(partial(desk.answer, refine=False), turned(1)))
    until(lambda: len(behind.asked) == 1)
    return desk, front, behind, asking


def test_where_more_wait_a_process_behind_that_has_nothing_to_do_takes_some_but_no_more_than_there_are_cores():
    desk, front, behind, asking = two_who_wait()
    asking.append(started(desk.answer, turned(2)))
    until(lambda: len(desk._work.urgent) == 1)
    # Without a brake: it is what somebody waits for.
    assert behind.asked[0][1:3] == (calculate, ([turned(1)], 0, FIRST))
    behind.work(0)
    asking[1].join(30)
    # Nobody else waits, so what refines begins too, and stands still as long as a first answer is calculated anywhere.
    until(lambda: len(behind.asked) == 3)
    assert behind.asked[1][2] == ([turned(2)], 0, FIRST)
    assert len(front.asked) == 1
    assert holds(brake_of(behind, 2))
    front.work(0)
    asking[0].join(30)
    assert holds(brake_of(behind, 2))
    behind.work(1)
    asking[2].join(30)
    assert not holds(brake_of(behind, 2))


def test_first_answers_of_a_process_behind_that_died_are_tried_once_more():
    desk, front, behind, asking = two_who_wait()
    behind.asked[0][0].set_exception(OSError("the process was killed"))
    until(lambda: len(behind.asked) == 2)
    behind.work(1)
    front.work(0)
    for thread in asking:
        thread.join(30)
        assert not thread.is_alive()
    assert not desk._work._first_behind


def test_in_company_a_screen_has_to_stand_for_a_while_before_it_is_refined(monkeypatch):
    held = Held()
    desk = Desk(workers=2, executor=held, ahead=False)
    mine, yours = Visitor(), Visitor()
    monkeypatch.setattr("dashboard.dispatch.STANDS", 0.5)
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
    monkeypatch.setattr("dashboard.dispatch.STANDS", 1000.0)
    working = started(desk.whole, turned(1))
    until(lambda: held.asked[-1][2][0][0].digest == turned(1).digest)
    done = 1
    while not desk.refined(turned(1)):
        until(lambda done=done: len(held.asked) > done)
        held.work(done)
        done += 1
    working.join(30)
    assert desk.refined(turned(1))


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
    until(lambda: desk._work.front.busy)
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
    assert [job.first for job in desk._work.refining] == [FIRST]
    held.asked[1][0].set_result(calculate([SMALL], FIRST, WHOLE - FIRST))
    assert desk.refined(SMALL)
    assert not desk._work.refining
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
