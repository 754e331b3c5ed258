"""Draws that belong to somebody: Philox4x32-10 by counter.

If a resident moves away in one scenario, the same resident must move away in the scenario it is compared
with, in the same month, however many other residents or contracts there are. So a draw is no next number of
a stream: it is a function of who draws (entity), in which future (replicate), when (month) and why
(process), and of the seed. The counter's four 32-bit words are (entity, replicate, month, process); the key
is the seed's two halves.

Source: Salmon, Moraes, Dror, Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11; the Random123
known-answer vectors are in the tests.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from enum import IntEnum
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
from numba import njit, uint32, uint64

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

M0 = 0xD2511F53
M1 = 0xCD9E8D57
W0 = 0x9E3779B9
W1 = 0xBB67AE85

EVERY_FUTURE = 0xFFFFFFFF
"""The replicate word of what is the same in every future: the people who live there at the start."""

MAX_REPLICATES = 0xFFFFFFFF
"""How many futures one seed can number."""


class Process(IntEnum):
    """Why somebody draws: the last word of the counter. Numbers are for ever; new ones go at the end."""

    PARAMETER = 1
    RESIDENT_MONTH = 2
    RESIDENT_FACTS = 3
    RESIDENT_YEAR = 4
    POPULATION = 5
    NETWORK = 6
    FIRST_MEMBERS = 7
    CONTRACT_MONTH = 8
    GRANT_ROUND = 9
    BUILDING_MONTH = 10
    TRADE_YEAR = 11
    RESIDENT_GOING = 12
    COUNCIL = 13
    RIGHT_TO_CHALLENGE = 14
    LEADER_MONTH = 15
    MEETING = 16
    SHARE_OFFER = 17
    HOUSING_MONTH = 18
    ENERGY_YEAR = 19
    ENERGY_MONTH = 20
    MARKET_YEAR = 21
    JOB_SEEKER = 30
    JOB_JOINING = 31


@njit(inline="always")
def block(c0, c1, c2, c3, k0, k1):  # type: ignore[no-untyped-def]
    """One Philox4x32-10 block: four 32-bit counter words and two key words to four 32-bit words."""
    a, b, c, d = uint32(c0), uint32(c1), uint32(c2), uint32(c3)
    x, y = uint32(k0), uint32(k1)
    for _ in range(10):
        p = uint64(M0) * uint64(a)
        q = uint64(M1) * uint64(c)
        a = uint32(uint32(q >> uint64(32)) ^ b ^ x)
        b = uint32(q)
        c = uint32(uint32(p >> uint64(32)) ^ d ^ y)
        d = uint32(p)
        x = uint32(x + uint32(W0))
        y = uint32(y + uint32(W1))
    return a, b, c, d


@njit(nogil=True, cache=True)
def blocks(entity, replicate, month, process, k0, k1, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` (4, n) with the words of n blocks; ``entity`` and ``replicate`` are uint32 arrays (n,)."""
    for i in range(out.shape[1]):
        a, b, c, d = block(entity[i], replicate[i], month, process, k0, k1)
        out[0, i] = a
        out[1, i] = b
        out[2, i] = c
        out[3, i] = d


@njit(nogil=True, cache=True)
def of_many(entity, replicate, month, process, k0, k1, out):  # type: ignore[no-untyped-def]
    """Fill ``out`` (n, 4, replicates) with the draws between 0 and 1 of n entities."""
    for e in range(entity.size):
        for r in range(replicate.size):
            words = block(entity[e], replicate[r], month, process, k0, k1)
            for k in range(4):
                out[e, k, r] = (np.float64(words[k]) + 0.5) * 2.0**-32


@dataclass
class Drawn:
    """What was drawn last for one reason: by whom (rows and entity numbers), in which month, and what."""

    rows: dict[str, int] = field(default_factory=dict)
    numbers: NDArray[np.uint32] = field(default_factory=lambda: np.zeros(0, dtype=np.uint32))
    month: int = -1
    draws: NDArray[np.float64] = field(default_factory=lambda: np.zeros((0, 4, 0)))


@lru_cache(maxsize=10_000)
def entity_number(name: str) -> int:
    """The 32-bit number of an institution: a stable hash of its name, the same on every machine."""
    return int.from_bytes(hashlib.blake2s(name.encode(), digest_size=4).digest(), "little")


def uniforms(words: NDArray[np.uint32]) -> NDArray[np.float64]:
    """32-bit words as numbers strictly between 0 and 1."""
    return (words.astype(np.float64) + 0.5) * 2.0**-32


class Luck:
    """The draws of one seed for a range of replicates.

    ``futures`` (replicates,) says whose luck each replicate has, where that is not its own number: replicates
    with the same number there meet the same chance, whatever else differs between them.

    >>> luck = Luck(seed=1, first_replicate=0, replicates=2)
    >>> luck.of("contracts.green", Process.CONTRACT_MONTH, month=3).shape
    (4, 2)
    """

    def __init__(
        self, seed: int, first_replicate: int = 0, replicates: int = 1, futures: NDArray[np.integer] | None = None
    ) -> None:
        if not 0 <= seed < 2**64:
            raise ValueError(f"seed(={seed}) must be a whole number from 0 to 2**64 - 1")
        if replicates < 1 or first_replicate < 0 or first_replicate + replicates > MAX_REPLICATES:
            raise ValueError(f"replicates(={first_replicate}+{replicates}) must lie in 1 to {MAX_REPLICATES}")
        self.seed = seed
        self.key = (np.uint32(seed & 0xFFFFFFFF), np.uint32(seed >> 32))
        if futures is None:
            futures = np.arange(first_replicate, first_replicate + replicates)
        elif futures.shape != (replicates,) or not ((futures >= 0) & (futures < MAX_REPLICATES)).all():
            raise ValueError(f"futures must be {replicates} whole numbers from 0 to {MAX_REPLICATES - 1}")
        self.replicate = futures.astype(np.uint32)
        self._numbers: dict[str, int] = {}
        self._names: dict[int, str] = {}
        self._drawn: dict[Process, Drawn] = {}

    def number(self, name: str) -> int:
        """The entity number of a name; raises ValueError where two names would share their luck."""
        if name not in self._numbers:
            number = entity_number(name)
            twin = self._names.setdefault(number, name)
            if twin != name:
                raise ValueError(f"{name!r} and {twin!r} have the same number: rename one of them")
            self._numbers[name] = number
        return self._numbers[name]

    def of(self, name: str, process: Process, month: int) -> NDArray[np.float64]:
        """Four draws between 0 and 1 for an institution in every future: shape (4, replicates).

        Who has drawn for a reason before will mostly do so every month: the first of them to ask has all of them
        drawn for. Nobody's draws depend on who else asks.
        """
        drawn = self._drawn.get(process)
        if drawn is None:
            drawn = self._drawn[process] = Drawn()
        row = drawn.rows.get(name)
        if row is None:
            drawn.rows[name] = len(drawn.rows)
            drawn.numbers = np.append(drawn.numbers, np.uint32(self.number(name)))
            alone: NDArray[np.float64] = self._draw(drawn.numbers[-1:], process, month)[0]
            return alone
        if drawn.month != month or row >= len(drawn.draws):
            drawn.draws, drawn.month = self._draw(drawn.numbers, process, month), month
        mine: NDArray[np.float64] = drawn.draws[row]
        return mine

    def of_each(self, names: Sequence[str], process: Process, month: int) -> NDArray[np.float64]:
        """The draws of several institutions that each draw for this reason once: (institutions, 4, replicates)."""
        return self._draw(np.array([self.number(name) for name in names], dtype=np.uint32), process, month)

    def _draw(self, numbers: NDArray[np.uint32], process: Process, month: int) -> NDArray[np.float64]:
        draws = np.empty((numbers.size, 4, self.replicate.size))
        of_many(numbers, self.replicate, np.uint32(month), np.uint32(process), *self.key, draws)
        draws.flags.writeable = False
        return draws

    def of_everybody(self, count: int, process: Process, month: int = 0) -> NDArray[np.uint32]:
        """Words (4, count) for residents 0 to count - 1, the same in every future."""
        out = np.empty((4, count), dtype=np.uint32)
        everywhere = np.full(count, EVERY_FUTURE, dtype=np.uint32)
        entity = np.arange(count, dtype=np.uint32)
        blocks(entity, everywhere, np.uint32(month), np.uint32(process), *self.key, out)
        return out
