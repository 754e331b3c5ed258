"""Draws that belong to somebody: the generator against published vectors, and what a draw depends on."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from tests.model import twins
from wijkbv_sim.model import philox
from wijkbv_sim.model.philox import Luck, Process, blocks, entity_number, uniforms

WORD = st.integers(0, 2**32 - 1)


@pytest.mark.parametrize(
    ("counter", "key", "answer"),
    [
        ("00000000 00000000 00000000 00000000", "00000000 00000000", "6627e8d5 e169c58d bc57ac4c 9b00dbd8"),
        ("ffffffff ffffffff ffffffff ffffffff", "ffffffff ffffffff", "408f276d 41c83b0e a20bc7c6 6d5451fd"),
        ("243f6a88 85a308d3 13198a2e 03707344", "a4093822 299f31d0", "d16cfe09 94fdcceb 5001e420 24126ea1"),
    ],
)
def test_known_answers_of_random123(counter, key, answer):
    c, k, expected = ([int(word, 16) for word in words.split()] for words in (counter, key, answer))
    out = np.empty((4, 1), dtype=np.uint32)
    first = np.array(c[:2], dtype=np.uint32)
    blocks(first[:1], first[1:], np.uint32(c[2]), np.uint32(c[3]), np.uint32(k[0]), np.uint32(k[1]), out)
    assert out[:, 0].tolist() == expected
    assert list(twins.philox(c, k)) == expected


@given(st.lists(st.tuples(WORD, WORD), min_size=1, max_size=20), WORD, WORD, WORD, WORD)
def test_blocks_against_plain_python(counters, month, process, k0, k1):
    entity, replicate = (np.array(words, dtype=np.uint32) for words in zip(*counters, strict=True))
    mine, other = (np.empty((4, len(counters)), dtype=np.uint32) for _ in range(2))
    words = (np.uint32(month), np.uint32(process), np.uint32(k0), np.uint32(k1))
    blocks(entity, replicate, *words, mine)
    twins.blocks(entity, replicate, *words, other)
    assert mine.tolist() == other.tolist()


def many(word: int) -> np.ndarray:
    """The first words of many blocks in which only one word of the counter differs."""
    entity = np.arange(2**16, dtype=np.uint32)
    out = np.empty((4, entity.size), dtype=np.uint32)
    same = np.full(entity.size, 7, dtype=np.uint32)
    if word == 0:
        blocks(entity, same, np.uint32(3), np.uint32(2), np.uint32(1), np.uint32(0), out)
    elif word == 1:
        blocks(same, entity, np.uint32(3), np.uint32(2), np.uint32(1), np.uint32(0), out)
    else:
        for month in range(entity.size):
            part = out[:, month : month + 1]
            counter = (np.uint32(month), np.uint32(2)) if word == 2 else (np.uint32(3), np.uint32(month))
            blocks(same[:1], same[:1], *counter, np.uint32(1), np.uint32(0), part)
    return out


@pytest.mark.parametrize("word", range(4), ids=["entity", "replicate", "month", "process"])
def test_draws_are_even_whatever_word_they_differ_in(word):
    draws = uniforms(many(word))
    assert draws.min() > 0
    assert draws.max() < 1
    for row in draws:
        count = np.bincount((row * 256).astype(int), minlength=256)
        assert stats.chisquare(count).pvalue > 1e-4
    for a, b in itertools.combinations(draws, 2):
        cells = np.bincount((a * 16).astype(int) * 16 + (b * 16).astype(int), minlength=256)
        assert stats.chisquare(cells).pvalue > 1e-4
    # Neighbours in the word draw independently of one another.
    pairs = np.bincount((draws[0, :-1] * 16).astype(int) * 16 + (draws[0, 1:] * 16).astype(int), minlength=256)
    assert stats.chisquare(pairs).pvalue > 1e-4


def test_one_bit_of_the_seed_changes_half_of_the_bits():
    a, b = (Luck(seed).of_everybody(4096, Process.POPULATION) for seed in (1, 3))
    assert np.bitwise_count(a ^ b).mean() == pytest.approx(16, abs=0.1)


def test_both_halves_of_the_seed_count():
    low, high = (Luck(seed).of("a", Process.PARAMETER, 0)[0, 0] for seed in (1, 1 + 2**32))
    assert low != high


def test_the_number_of_a_name_is_the_same_on_every_machine():
    assert entity_number("money.contracts.green") == 3539599282
    assert entity_number("money.contracts.greem") != entity_number("money.contracts.green")


def test_two_names_with_one_number_are_refused(monkeypatch):
    luck = Luck(1)
    monkeypatch.setattr(philox, "entity_number", lambda name: 12)
    assert luck.number("green") == 12
    with pytest.raises(ValueError, match="'home' and 'green' have the same number: rename one of them"):
        luck.number("home")


def test_a_replicate_draws_the_same_in_any_company():
    alone, among = Luck(1, 150, 1), Luck(1, 100, 100)
    np.testing.assert_array_equal(
        alone.of("a", Process.GRANT_ROUND, 5)[:, 0], among.of("a", Process.GRANT_ROUND, 5)[:, 50]
    )


def test_processes_have_the_numbers_that_stored_results_were_drawn_with():
    assert [process.value for process in Process] == [*range(1, 22), 30, 31]


@pytest.mark.parametrize("seed", [-1, 2**64])
def test_a_seed_that_does_not_fit_is_refused(seed):
    with pytest.raises(ValueError, match="must be a whole number from 0"):
        Luck(seed)


@pytest.mark.parametrize(("first", "count"), [(0, 0), (-1, 1), (2**32 - 2, 3)])
def test_replicates_that_cannot_be_numbered_are_refused(first, count):
    with pytest.raises(ValueError, match="must lie in 1 to"):
        Luck(1, first, count)
