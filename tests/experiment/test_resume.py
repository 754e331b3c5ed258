"""Resuming completes a run with what an undisturbed one gives; what is torn or foreign is told and made again."""

from __future__ import annotations

import json
import shutil
from concurrent.futures import ThreadPoolExecutor

import pytest

import wijkbv_sim as wb
from tests.worlds import busy
from wijkbv_sim.experiment import chunk as chunks
from wijkbv_sim.experiment import work
from wijkbv_sim.experiment.store import StoreError, read_failures


def files(folder):
    return {path.name: path.read_bytes() for path in folder.glob("*.parquet")}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("done")
    wb.simulate(busy(years=1), 9, 3, out=folder, executor=None, chunk_size=2)
    return folder


@pytest.fixture
def copy(done, tmp_path):
    return shutil.copytree(done, tmp_path / "copy")


@pytest.mark.parametrize("gone", [slice(0, 1), slice(1, 4), slice(None)])
def test_missing_parts_are_made_again_to_the_byte(done, copy, gone):
    for path in sorted(copy.glob("part-*.parquet"))[gone]:
        path.unlink()
    assert wb.resume(copy).complete
    assert files(copy) == files(done)
    assert (copy / "manifest.json").read_bytes() == (done / "manifest.json").read_bytes()


def test_a_torn_part_is_told_and_made_again(done, copy):
    path = sorted(copy.glob("part-*.parquet"))[2]
    path.write_bytes(path.read_bytes()[:-100])
    said = []
    wb.resume(copy, on_note=said.append)
    assert [path.name in note and "torn" in note for note in said] == [True]
    assert files(copy) == files(done)


def test_a_spoilt_byte_is_seen(done, copy):
    path = sorted(copy.glob("part-*.parquet"))[0]
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0xFF
    path.write_bytes(content)
    said = []
    wb.resume(copy, on_note=said.append)
    assert said
    assert files(copy) == files(done)


def test_a_part_of_another_run_is_not_trusted(done, copy, tmp_path):
    wb.simulate(busy(years=1), 9, 4, out=tmp_path / "other", executor=None, chunk_size=2)
    name = "part-0000000002-0000000003.parquet"
    shutil.copy(tmp_path / "other" / name, copy / name)
    shutil.copy(copy / name, copy / "part-0000000000-0000000008.parquet")
    said = []
    wb.resume(copy, on_note=said.append)
    assert len(said) == 2
    assert all("another run" in note for note in said)
    assert files(copy) == files(done)


def test_a_changed_scenario_or_engine_is_refused(copy):
    manifest = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(manifest | {"engine": "older"}))
    with pytest.raises(StoreError, match="do not mix"):
        wb.resume(copy)
    manifest["scenario"]["time"]["years"] = 2
    (copy / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(StoreError, match="changed after the run"):
        wb.resume(copy)


def test_another_version_of_a_library_is_told(copy):
    manifest = json.loads((copy / "manifest.json").read_text())
    manifest["versions"]["numpy"] = "1.0"
    (copy / "manifest.json").write_text(json.dumps(manifest))
    said = []
    wb.resume(copy, on_note=said.append)
    assert [note.startswith("numpy 1.0 ->") for note in said] == [True]


def poisoned(monkeypatch, *bad):
    real = chunks.run_chunk

    def poison(scenario, first, count, seed, **named):
        if any(first <= replicate < first + count for replicate in bad):
            raise ZeroDivisionError("poison")
        return real(scenario, first, count, seed, **named)

    monkeypatch.setattr(work, "run_chunk", poison)


@pytest.mark.parametrize("threads", [None, 3])
def test_a_poisoned_replicate_is_told_and_the_rest_done(monkeypatch, tmp_path, done, threads):
    with monkeypatch.context() as patch:
        poisoned(patch, 3, 7)
        executor = None if threads is None else ThreadPoolExecutor(threads)
        results = wb.simulate(busy(years=1), 9, 3, out=tmp_path, executor=executor, chunk_size=5)
    assert [(f.first, f.count, f.seed, f.error) for f in sorted(results.failures, key=lambda f: f.first)] == [
        (3, 1, 3, "ZeroDivisionError: poison"), (7, 1, 3, "ZeroDivisionError: poison")
    ]  # fmt: skip
    assert not results.complete
    assert results.replicate.tolist() == [0, 1, 2, 4, 5, 6, 8]
    assert [f.first for f in read_failures(tmp_path)] == [3, 7]
    mended = wb.resume(tmp_path)
    assert mended.complete
    assert not mended.failures
    assert (mended.column("cash") == wb.Results.open(done).column("cash")).all()


def test_where_nothing_succeeds_the_error_is_raised(monkeypatch):
    poisoned(monkeypatch, *range(100))
    with pytest.raises(ZeroDivisionError, match="poison"):
        wb.simulate(busy(years=1), 100, 1, executor=None)


def test_a_worker_with_another_engine_is_refused(monkeypatch):
    plan = wb.simulate  # the unit is made by this process, and done by one that has another engine
    real = work.engine()
    monkeypatch.setattr("wijkbv_sim.experiment.run.engine", lambda: "x" + real)
    with pytest.raises(work.ClusterError, match="another version"):
        plan(busy(years=1), 2, 1, executor=None)


def test_a_run_with_a_design_is_resumed_with_it(tmp_path):
    from wijkbv_sim.experiment.designs import one_at_a_time

    paths = ["ownership.potential", "ownership.burnout_leaves", "money.contracts.home.late_payment"]
    design = one_at_a_time(busy(years=1), futures=2, paths=paths)
    whole = wb.simulate(busy(years=1), None, 3, design=design, out=tmp_path / "whole", executor=None, chunk_size=4)
    shutil.copytree(tmp_path / "whole", tmp_path / "part")
    for path in sorted((tmp_path / "part").glob("part-*"))[1:]:
        path.unlink()
    resumed = wb.resume(tmp_path / "part")
    assert resumed.complete
    assert files(tmp_path / "part") == files(tmp_path / "whole")
    assert resumed.design.equals(whole.design)
    (tmp_path / "part" / "design.csv").write_text("other")
    with pytest.raises(StoreError, match="not the design"):
        wb.resume(tmp_path / "part")
