"""A chunk that is sent to another process arrives as it was."""

from __future__ import annotations

import pickle

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.experiment import chunk as chunks
from wijkbv_sim.experiment.chunk import Chunk, run_chunk


def assert_arrives(chunk):
    there = pickle.loads(pickle.dumps(chunk))
    assert (there.first, there.count) == (chunk.first, chunk.count)
    assert (there.future is None) == (chunk.future is None)
    for sent, arrived in ((chunk.columns, there.columns), (chunk.drawn, there.drawn)):
        assert list(arrived) == list(sent)
        for name, values in sent.items():
            assert arrived[name].dtype == values.dtype
            np.testing.assert_array_equal(arrived[name], values, err_msg=name)
            for order in ("c_contiguous", "f_contiguous"):
                assert not getattr(values.flags, order) or getattr(arrived[name].flags, order), name


@pytest.mark.parametrize("count", [1, 3])
def test_a_chunk_with_its_books_arrives_as_it_was(count):
    scenario = wb.load("malburgen").with_(area__inhabitants=400, time__years=2)
    assert_arrives(run_chunk(scenario, 4, count, seed=2))


def test_large_arrays_and_mixed_ones_arrive_as_they_were():
    numbers = np.random.default_rng(1).random((6, 50))
    columns = {
        "turned": np.asfortranarray(numbers), "plain": numbers, "part": numbers[::2, 3:],
        "whole": np.arange(6)[:, None], "large": np.tile(numbers, 40),
        "large_turned": np.asfortranarray(np.tile(numbers, 40)), "again": numbers + 1,
    }  # fmt: skip
    assert columns["large"].nbytes > chunks.LARGE
    assert_arrives(Chunk(0, 6, columns, {}, np.arange(6)))
    assert_arrives(Chunk(0, 6, {}, {"area.potential": numbers[:, 0]}))


def test_a_first_answer_is_few_arrays():
    columns = {f"column_{k}": np.random.default_rng(k).random((5, 120)) for k in range(70)}
    sent = pickle.dumps(Chunk(0, 5, columns), 5)
    assert len(sent) < 70 * 5 * 120 * 8 + 3_000
