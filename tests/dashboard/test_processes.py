"""A process of the desk that is killed: the answer comes all the same, or a message in Dutch, and then the next one."""

from __future__ import annotations

import os
import signal
import threading
import time
from concurrent.futures import BrokenExecutor

import psutil
import pytest

import wijkbv_sim as wb
from dashboard import dispatch
from dashboard.desk import Desk, DeskError
from dashboard.pieces import SEED
from scripts.browser import served
from tests.dashboard.test_screens import screen

pytestmark = pytest.mark.slow

SMALL = wb.load("hoogeloon").with_(area__inhabitants=300, time__years=2)
SLOW = wb.load("hoogeloon").with_(time__years=40)


def dies(*_, **__):
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture
def desk():
    made = Desk(workers=1)
    yield made
    made.close()


def workers(lane):
    return list(lane.executor._pool._processes)


def test_a_server_that_is_told_to_stop_leaves_no_process_behind():
    with served() as server:
        whole = psutil.Process(server.process)
        until = time.monotonic() + 60
        while not (family := [c for c in whole.children() if "LokyProcess" in " ".join(c.cmdline())]):
            assert time.monotonic() < until
            time.sleep(0.1)
        whole.terminate()
        _, alive = psutil.wait_procs([whole, *family], timeout=30)
        assert not alive


def test_a_killed_worker_costs_time_and_nothing_else(desk):
    desk.answer(SMALL, refine=False)
    found = []
    asking = threading.Thread(target=lambda: found.append(desk.answer(SLOW, refine=False)))
    asking.start()
    time.sleep(0.3)
    (worker,) = workers(desk._work.front)
    os.kill(worker, signal.SIGKILL)
    asking.join(60)
    expected = wb.simulate(SLOW, replicates=found[0].results.replicates, seed=SEED, books=False)
    assert (found[0].results.column("cash") == expected.column("cash")).all()


def test_work_that_kills_its_process_is_told_in_dutch_and_the_next_answer_comes(desk, monkeypatch):
    monkeypatch.setattr("dashboard.views.explore.desk", lambda: desk)
    with monkeypatch.context() as broken:
        broken.setattr(dispatch, "calculate", dies)
        with pytest.raises(DeskError):
            desk.answer(SMALL, refine=False)
        test = screen("explore", SMALL)
        assert not test.exception
        assert "konden niet worden berekend" in test.error[0].value
    test.run()
    assert not test.exception
    assert not test.error
    assert test.title[0].value == SMALL.title.nl


def test_long_work_whose_process_is_killed_is_done_once_more(desk):
    errand = desk.errands().submit(time.sleep, 1)
    time.sleep(0.6)
    (worker,) = workers(desk._work.behind)
    os.kill(worker, signal.SIGKILL)
    assert errand.result(60) is None
    with pytest.raises(BrokenExecutor):
        desk.errands().submit(dies).result(60)
    assert desk.errands().submit(abs, -1).result(60) == 1
