"""Whoever is killed, the results are those of a run in which nobody was: byte for byte."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

import wijkbv_sim as wb
from tests.cluster.conftest import kill, parts, until
from tests.worlds import busy
from wijkbv_sim.experiment.work import ClusterError

pytestmark = pytest.mark.slow

FUTURES, SIZE = 24, 2
CLIENT = """
import sys, wijkbv_sim as wb
from tests.worlds import busy
wb.simulate(busy(years=5), {futures}, 1, out=sys.argv[1], executor={executor}, workers={workers}, chunk_size={size})
"""


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("undisturbed")
    wb.simulate(busy(years=5), FUTURES, 1, out=folder, executor=None, chunk_size=SIZE)
    return parts(folder)


def client(folder, executor, workers=None):
    code = CLIENT.format(futures=FUTURES, size=SIZE, executor=repr(executor), workers=workers)
    return subprocess.Popen([sys.executable, "-c", code, str(folder)], stderr=subprocess.DEVNULL)


def some(folder):
    return lambda: len(list(folder.glob("drawn-*.parquet"))) >= 2


def test_a_worker_is_killed(cluster, tmp_path, undisturbed):
    from distributed import Client

    folder = tmp_path / "out"
    with Client(cluster.address, timeout=30) as dask:
        dask.wait_for_workers(2, timeout=60)
        done = []

        def on_progress(now, whole):
            done.append(now)
            if len(done) == 2:
                kill(cluster.workers[0])

        results = wb.simulate(
            busy(years=5), FUTURES, 1, out=folder, executor=dask, chunk_size=SIZE, on_progress=on_progress
        )
    assert cluster.workers[0].returncode == -9
    assert results.complete
    assert parts(folder) == undisturbed


def test_the_client_is_killed_and_the_run_resumed(cluster, tmp_path, undisturbed):
    folder = tmp_path / "out"
    process = client(folder, cluster.address)
    until(some(folder))
    kill(process)
    assert len(parts(folder)) < len(undisturbed)
    assert not json.loads((folder / "manifest.json").read_text())["complete"]
    assert wb.resume(folder, executor=cluster.address).complete
    assert parts(folder) == undisturbed


def test_the_scheduler_is_killed_and_the_run_resumed_without_it(cluster, tmp_path, undisturbed):
    folder = tmp_path / "out"

    def on_progress(now, whole):
        if cluster.scheduler.poll() is None:
            kill(cluster.scheduler)

    with pytest.raises(ClusterError, match="scheduler was lost"):
        wb.simulate(
            busy(years=5), FUTURES, 1, out=folder, executor=cluster.address, chunk_size=SIZE, on_progress=on_progress
        )
    assert 0 < len(parts(folder)) < len(undisturbed)
    assert wb.resume(folder, executor=None).complete
    assert parts(folder) == undisturbed


def test_a_client_with_processes_is_killed(tmp_path, undisturbed):
    folder = tmp_path / "out"
    process = client(folder, "processes", 2)
    until(some(folder))
    kill(process)
    assert wb.resume(folder, executor="processes", workers=2).complete
    assert parts(folder) == undisturbed


def test_a_local_worker_is_killed(tmp_path, undisturbed):
    import psutil

    killed = []

    def on_progress(now, whole):
        if not killed:
            workers = [
                c
                for c in psutil.Process().children()
                if "loky" in " ".join(c.cmdline()) and "tracker" not in " ".join(c.cmdline())
            ]
            workers[0].kill()
            killed.append(workers[0].pid)

    folder = tmp_path / "out"
    results = wb.simulate(
        busy(years=5), FUTURES, 1, out=folder, executor="processes", workers=2, chunk_size=SIZE, on_progress=on_progress
    )
    assert killed
    assert results.complete
    assert parts(folder) == undisturbed


def test_nobody_answers():
    with pytest.raises(ClusterError, match="no cluster at"):
        wb.simulate(busy(years=1), 2, 1, executor="tcp://127.0.0.1:9")
