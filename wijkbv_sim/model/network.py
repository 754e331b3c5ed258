"""The social network: homes and the contacts between them, the same in every future.

A small world with homophily (Watts and Strogatz 1998, ring contacts and shortcuts): who shares an address is in
contact; beyond that each home has a number of ends of contacts, drawn from a skewed distribution, which are tied to
each other (a configuration model, Newman 2010, within sight): an end looks, by chance, anywhere (shortcut), close by
in the row of people who are alike (homophily), or close by in the street. Because ends and not picks are drawn, the
mean and the spread of the number of contacts are what was asked for. Newcomers take over the contacts of their home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import AGE_EDGES
from wijkbv_sim.model.philox import EVERY_FUTURE, Luck, Process, blocks, uniforms
from wijkbv_sim.model.population import in_order

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.population import Population

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

REACH = 3
"""How many times the number of contacts lie within reach along a row."""

TRIES = 12
"""How often ends that met themselves or an acquaintance look for somebody else."""

OF_TRY = 1_000
"""Draws of a later try are numbered from here on, beside those of an end's own number."""

STREET, ALIKE, ANYWHERE = range(3)


@dataclass(frozen=True)
class Network:
    """Compressed rows: the contacts of home i are ``neighbour[start[i]:start[i + 1]]``."""

    start: NDArray[np.int64]
    neighbour: NDArray[np.int32]

    @property
    def degree(self) -> NDArray[np.int64]:
        """How many contacts each home has (residents,)."""
        return np.diff(self.start)

    def assortativity(self, trait: NDArray[np.generic]) -> float:
        """How much alike contacts are in a trait (residents,): the correlation over all contacts (Newman 2002).

        0 is as by chance, 1 means that contacts are always the same; not-a-number without contacts, or where
        everybody is the same.
        """
        value = np.repeat(trait.astype(np.float64), self.degree)
        other = trait.astype(np.float64)[self.neighbour]
        if value.size == 0 or np.ptp(value) == 0:
            return float("nan")
        deviation = value - value.mean()
        return float((deviation * (other - value.mean())).mean() / (deviation**2).mean())


def connect(
    people: Population, contacts: float, shortcuts: float, homophily: float, luck: Luck, *, spread: float = 0.0
) -> Network:
    """Make the network; time and memory grow as fast as sorting residents' contacts does.

    ``contacts`` is the mean number, those at one's own address counted in (these stay where they alone are more;
    with 0 there are none at all), ``spread`` the standard deviation over the mean, ``shortcuts`` and ``homophily``
    shares from 0 to 1.
    """
    from scipy.sparse import coo_array

    count = people.birth.size
    if contacts == 0 or count < 2:
        return Network(np.zeros(count + 1, dtype=np.int64), np.zeros(0, dtype=np.int32))
    at_home = people.households.size[people.households.of] - 1
    ends = _ends(at_home, contacts, spread, luck)
    keys = _tie(people, ends, contacts, shortcuts=shortcuts, homophily=homophily, luck=luck)
    one, other = np.divmod(keys, count)
    ones = np.ones(2 * keys.size, dtype=np.int8)
    both = coo_array((ones, (np.concatenate([one, other]), np.concatenate([other, one]))), shape=(count, count)).tocsr()
    both.sort_indices()
    return Network(both.indptr.astype(np.int64), both.indices.astype(np.int32))


def _ends(at_home: Integers, contacts: float, spread: float, luck: Luck) -> Integers:
    """How many contacts each home has beyond its own address (residents,): gamma, rounded up or down by chance.

    Its mean and variance are what those at the address leave of the mean and the variance that are asked for.
    """
    from scipy.special import gammaincinv

    count = at_home.size
    mean = max(contacts - float(at_home.mean()), 0.0)
    draw = uniforms(luck.of_everybody(count, Process.NETWORK))
    # A gamma's own variance is what rounding (at most a quarter, a sixth on average) and the address leave.
    variance = max((spread * contacts) ** 2 - float(at_home.var()) - 1 / 6, 0.0)
    wanted = np.full(count, mean)
    if variance > 0 and mean > 0:
        # In strata, so that the mean is met and not only expected.
        rank = np.empty(count)
        rank[in_order(draw[0])] = (np.arange(count) + 0.5) / count
        wanted = gammaincinv(mean**2 / variance, rank) * variance / mean
        wanted = wanted * mean / wanted.mean()
    rounded = np.floor(wanted + draw[1]).astype(np.int64)
    return np.asarray(np.minimum(rounded, count - 1 - at_home))


def _tie(
    people: Population, ends: Integers, contacts: float, *, shortcuts: float, homophily: float, luck: Luck
) -> Integers:
    """Ties as sorted keys ``lower * residents + higher``: those at an address, and every two ends that meet."""
    count = ends.size
    low, high = people.households.pairs()
    keys = np.sort(low * count + high)
    row = likeness(people, luck)
    place = np.empty(count, dtype=np.int64)
    place[row] = np.arange(count)
    reach = max(1.0, min(REACH * contacts, (count - 1) // 2))
    home, number = _numbered(ends)
    draw = _draws(home, number, luck)
    kind = np.where(draw[0] < shortcuts, ANYWHERE, np.where(draw[1] < homophily, ALIKE, STREET)).astype(np.uint8)
    for turn in range(TRIES):
        if turn:
            draw = _draws(home, number + turn * OF_TRY, luck)
        # Close by is within reach along a row: who looks from a little further on meets the others who look there.
        near = np.where(kind == ALIKE, place[home], home) + (2 * draw[2] - 1) * reach
        at = np.where(kind == ANYWHERE, draw[2] * count, near % count)
        if turn:
            looks = np.lexsort((number, home, at, kind))
        else:
            # The same: at first the ends stand by home and number.
            looks = in_order(at)
            looks = looks[np.argsort(kind[looks], kind="stable")]
        kind, home, number = kind[looks], home[looks], number[looks]
        # Along each kind's row every two ends that follow each other meet; one may be left.
        begins = np.searchsorted(kind, [STREET, ALIKE, ANYWHERE])
        first = (np.arange(kind.size) - begins[kind]) % 2 == 0
        first[-1:] = False
        first[:-1] &= kind[:-1] == kind[1:]
        a = np.flatnonzero(first)
        low, high = np.minimum(home[a], home[a + 1]), np.maximum(home[a], home[a + 1])
        found = low * count + high
        known = keys[np.minimum(np.searchsorted(keys, found), keys.size - 1)] == found if keys.size else False
        fits = (low != high) & ~np.asarray(known)
        # Of ends that would tie the same two homes, the first ones do.
        fresh, which = np.unique(found[fits], return_index=True)
        keys = np.sort(np.concatenate([keys, fresh]), kind="stable")
        done = a[np.flatnonzero(fits)[which]]
        left = np.ones(kind.size, dtype=np.bool_)
        left[done] = left[done + 1] = False
        kind, home, number = kind[left], home[left], number[left]
        if home.size < 2:
            break
        if turn >= TRIES // 2:
            kind = np.full_like(kind, ANYWHERE)
    return keys


def _numbered(ends: Integers) -> tuple[Integers, Integers]:
    """The home of every end and its number there (ends,)."""
    home = np.repeat(np.arange(ends.size), ends)
    first = np.cumsum(ends) - ends
    return home, np.arange(home.size) - first[home]


def _draws(home: Integers, number: Integers, luck: Luck) -> Floats:
    """Four draws (4, ends) that belong to an end of a home."""
    words = np.empty((4, home.size), dtype=np.uint32)
    # Small whole numbers are sorted in one go.
    small = number.astype(np.uint16) if number.size and number.max() < 2**16 else number
    which = np.argsort(small, kind="stable")
    steps = np.flatnonzero(np.diff(number[which], prepend=-1))
    everywhere = np.full(home.size, EVERY_FUTURE, dtype=np.uint32)
    for k, first in enumerate(steps):
        last = steps[k + 1] if k + 1 < steps.size else home.size
        some = which[first:last]
        out = np.empty((4, some.size), dtype=np.uint32)
        # One is added: 0 numbers the homes' own draws.
        month = np.uint32(number[some[0]] + 1)
        blocks(home[some].astype(np.uint32), everywhere[: some.size], month, np.uint32(Process.NETWORK), *luck.key, out)
        words[:, some] = out
    return uniforms(words)


def likeness(people: Population, luck: Luck) -> NDArray[np.int64]:
    """All residents in a row in which people who are alike stand together: tenure, age, personal rank."""
    age_group = np.searchsorted(AGE_EDGES, -people.birth.astype(np.int64) // 12, side="right")
    group = (people.tenure.astype(np.uint64) << 3) | age_group.astype(np.uint64)
    return in_order((group << 32) | people.facts)
