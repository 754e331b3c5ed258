"""Running: chunks leave nothing behind, and an interruption keeps what is done."""

from __future__ import annotations

import gc
import weakref

import numpy as np
import pytest

import wijkbv_sim as wb
from tests.worlds import busy
from wijkbv_sim.experiment import chunk as chunks
from wijkbv_sim.experiment.chunk import run_chunk
from wijkbv_sim.experiment.run import Plan, run
from wijkbv_sim.model import neighbourhood


def test_a_chunk_leaves_no_residents_behind(monkeypatch):
    left = []

    class Watched(neighbourhood.NeighbourhoodModel):
        def __init__(self, *given, **named):
            super().__init__(*given, **named)
            left.append(weakref.ref(self.residents))

    monkeypatch.setattr(neighbourhood, "NeighbourhoodModel", Watched)
    run_chunk(busy(years=1), 0, 2, 1)
    gc.collect()
    assert [residents() for residents in left] == [None]


def test_chunks_are_small_enough_for_memory_and_patience():
    street = Plan(busy(years=1), 100_000, 1)
    city = Plan(busy({"area.inhabitants": 1_000_000}, years=10), 100_000, 1)
    assert street.chunk_size() * street.bytes_per_replicate <= 200_000_000
    assert city.chunk_size() * city.bytes_per_replicate <= 200_000_000
    assert city.chunk_size() < street.chunk_size()
    assert sum(count for _, count in city.chunks()) == 100_000


def test_an_interruption_keeps_the_chunks_that_are_done(monkeypatch):
    real = chunks.run_chunk

    def impatient(scenario, first, count, seed, **named):
        if first >= 4:
            raise KeyboardInterrupt
        return real(scenario, first, count, seed, **named)

    monkeypatch.setattr("wijkbv_sim.experiment.work.run_chunk", impatient)
    results = wb.simulate(busy(years=1), replicates=10, seed=1, workers=1, chunk_size=2)
    assert (results.complete, results.replicates) == (False, 4)
    whole = real(busy(years=1), 0, 4, 1)
    np.testing.assert_array_equal(results.column("cash"), whole.columns["cash"])


def test_an_interruption_before_anything_is_done_goes_on(monkeypatch):
    def impatient(*_given, **_named):
        raise KeyboardInterrupt

    monkeypatch.setattr("wijkbv_sim.experiment.work.run_chunk", impatient)
    with pytest.raises(KeyboardInterrupt):
        wb.simulate(busy(years=1), replicates=10, workers=1)


def test_progress_ends_at_the_whole():
    said = []
    list(
        run(
            Plan(busy(years=1), 6, 1), workers=1, chunk_size=4, on_progress=lambda done, all_: said.append((done, all_))
        )
    )
    assert said[-1] == (72, 72)
    assert said == sorted(said)


@pytest.mark.parametrize("wrong", [{"replicates": 0}, {"seed": -1}, {"seed": 2**64}])
def test_impossible_orders_are_refused(wrong):
    with pytest.raises(ValueError, match="must be"):
        wb.simulate(busy(years=1), **{"replicates": 1, "seed": 1, **wrong})
