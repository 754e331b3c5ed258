"""Results on their way between processes: the same as they were made, and never half of one."""

from __future__ import annotations

import os
import pickle
import signal
import threading
import time
from concurrent.futures import BrokenExecutor
from pathlib import Path

import numpy as np
import pytest
from loky import ProcessPoolExecutor

from wijkbv_sim.experiment import parcels
from wijkbv_sim.experiment.parcels import Parcels

PATIENCE = 60


@pytest.fixture
def pool():
    made = ProcessPoolExecutor(max_workers=1)
    yield made
    made.shutdown(wait=True, kill_workers=True)


def made(size, marker=None):
    if marker is not None:
        Path(marker).touch()
    return np.arange(size)


def fails():
    raise ValueError("as it was")


@pytest.mark.parametrize("size", [1, 2000, 3_000_000])
def test_what_is_sent_arrives_and_leaves_nothing_behind(pool, size):
    sent = Parcels()
    found = sent.submit(pool, made, size).result(PATIENCE)
    assert np.array_equal(found, np.arange(size))
    assert not os.listdir(sent._folder.name)


def test_an_error_arrives_as_it_was(pool):
    with pytest.raises(ValueError, match="as it was"):
        Parcels().submit(pool, fails).result(PATIENCE)


def test_without_a_folder_it_arrives_all_the_same(pool):
    sent = Parcels()
    sent._folder.cleanup()
    assert len(sent.submit(pool, made, 100_000).result(PATIENCE)) == 100_000


def test_where_no_folder_can_be_had_it_arrives_all_the_same(pool, monkeypatch):
    def none(**_):
        raise FileNotFoundError("No usable temporary directory found")

    with monkeypatch.context() as bare:
        bare.setattr(parcels.tempfile, "TemporaryDirectory", none)
        sent = Parcels()
    assert len(sent.submit(pool, made, 100_000).result(PATIENCE)) == 100_000


def test_what_finds_no_room_is_taken_away_again(tmp_path, monkeypatch):
    class Full:
        def __init__(self, file):
            self._file = file
            self.name = file.name

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self._file.close()

        def write(self, content):
            self._file.write(content[:10])
            raise OSError(28, "No space left on device")

    real = parcels.tempfile.NamedTemporaryFile
    monkeypatch.setattr(parcels.tempfile, "NamedTemporaryFile", lambda **options: Full(real(**options)))
    parcel = parcels._done(str(tmp_path), made, (100_000,), {})
    assert np.array_equal(pickle.loads(pickle.dumps(parcel)), np.arange(100_000))
    assert not os.listdir(tmp_path)


def test_a_folder_goes_with_who_made_it():
    sent = Parcels()
    folder = Path(sent._folder.name)
    assert folder.is_dir()
    del sent
    assert not folder.exists()


def test_who_is_killed_while_a_result_is_on_its_way_breaks_the_pool_and_does_not_hang_it(pool, tmp_path):
    """The pool reads nothing while a callback of its own goes on: what is sent meanwhile is under way."""
    sent = Parcels()
    marker = tmp_path / "made"
    begun, go_on = threading.Event(), threading.Event()

    def callback(_):
        begun.set()
        go_on.wait(PATIENCE)

    worker = pool.submit(os.getpid).result(PATIENCE)
    sent.submit(pool, made, 1).add_done_callback(callback)
    coming = sent.submit(pool, made, 3_000_000, str(marker))
    assert begun.wait(PATIENCE)
    until = time.monotonic() + PATIENCE
    while not marker.exists():
        assert time.monotonic() < until
        time.sleep(0.01)
    time.sleep(0.5)
    os.kill(worker, signal.SIGKILL)
    go_on.set()
    assert len(coming.result(PATIENCE)) == 3_000_000
    with pytest.raises(BrokenExecutor):
        sent.submit(pool, time.sleep, PATIENCE).result(PATIENCE)
