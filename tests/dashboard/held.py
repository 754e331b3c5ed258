"""What tests of the desk have in common: executors that wait to be told, and visitors."""

from __future__ import annotations

import threading
import time
from concurrent.futures import Executor, Future, ThreadPoolExecutor

import wijkbv_sim as wb

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


def asking(desk, visitor, *scenarios):
    with desk.looking(visitor):
        for scenario in scenarios:
            desk.answer(scenario)


def waiting_for(desk, scenario):
    return [job for job in desk._work.refining if job.entry.scenario.digest == scenario.digest]
