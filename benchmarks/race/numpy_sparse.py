"""The residents' rules in NumPy: columns of residents by futures, a sparse matrix product for the contacts.

Arrays are (residents, futures), so that the product with the contact matrix runs along memory. Futures go in
batches that fit in the processor's cache; the race tries several sizes and takes the best. As a careful
practitioner would: float32 draws, integers as small as they can be, one draw for everybody and further draws
only for those in whose state it matters. Run by ``python -m benchmarks.race``.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from benchmarks.race.world import (
    ACTIVE,
    ADULT,
    AGE_GROUPS_BEGIN,
    CLOSED,
    MEASURES,
    MEMBER,
    OLDEST,
    OPEN,
    RETIREMENT,
    YEAR,
    Run,
    World,
)

Array = NDArray[np.generic]
GROUP_OF_AGE = np.searchsorted(AGE_GROUPS_BEGIN, np.arange(OLDEST + 1), side="right")
BAND_OF_AGE = np.searchsorted((35, 65), np.arange(OLDEST + 1), side="right")
FULL = 2.0**32


class Neighbourhood:
    """A batch of futures of one neighbourhood."""

    def __init__(self, world: World, futures: int, seed: int) -> None:
        self.world, self.futures, self.month = world, futures, 0
        self.random = np.random.default_rng(seed)
        size = world.residents
        links = world.network.neighbour.size
        self.contacts = csr_array(
            (np.ones(links, dtype=np.int8), world.network.neighbour, world.network.start), shape=(size, size)
        )
        self.per_contact = np.divide(
            1.0, world.network.degree, out=np.zeros(size), where=world.network.degree > 0
        ).astype(np.float32)
        self.goes = world.goes.astype(np.float32)
        self.dies = world.dies.astype(np.float32)
        # Class table as one row per age group and tenure, offset so that one search serves all rows.
        edges = world.people.class_edges[:, :, :17].reshape(10, 17) / FULL
        self.class_edges = (edges + np.arange(10)[:, None]).reshape(-1)
        self.arrival_ages = world.people.arrival_ages / FULL
        shape = (size, futures)
        self.owner = np.repeat(world.people.tenure, futures)
        self.birth = np.repeat(world.people.birth, futures)
        self.personal = np.repeat(world.people.facts / FULL, futures)
        self.taste = self.random.random(size * futures)
        self.income = np.zeros(size * futures, dtype=np.uint8)
        self.works = np.zeros(size * futures, dtype=np.bool_)
        self.state = np.full(size * futures, CLOSED, dtype=np.uint8)
        self.table = self.state.reshape(shape)
        self.joined, self.moved, self.died = (np.zeros(futures, dtype=np.int64) for _ in range(3))
        self.grow_older(slice(None))
        self._first_members()

    def _first_members(self) -> None:
        keen = self.random.random(self.table.shape) + (self.table == CLOSED)
        keen[self.age(slice(None)).reshape(self.table.shape) < ADULT] = np.inf
        order = np.argsort(keen, axis=0)[: self.world.first_members]
        np.put_along_axis(self.table, order, MEMBER, axis=0)
        np.put_along_axis(self.table, order[: self.world.first_active], ACTIVE, axis=0)

    def age(self, who: Array | slice) -> Array:
        return np.minimum((self.month - self.birth[who]) // 12, OLDEST)

    def grow_older(self, who: Array | slice) -> None:
        """Income, education, work and openness as they are at this age."""
        age = self.age(who)
        row = 2 * GROUP_OF_AGE[age] + self.owner[who]
        rank = np.searchsorted(self.class_edges, row + self.personal[who], side="right") - 17 * row
        self.income[who] = rank // 6
        self.works[who] = (rank % 2 == 1) & (age < RETIREMENT)
        would = self.taste[who] < self.world.open_chance[rank // 2 % 3, BAND_OF_AGE[age]]
        state = self.state[who]
        state = np.where(state <= OPEN, would, state)
        self.state[who] = np.where(age < ADULT, CLOSED, state)

    def step(self) -> None:
        if self.month % YEAR == 0 and self.month > 0:
            self.grow_older(slice(None))
        world, random, state = self.world, self.random, self.state
        member = (self.table >= MEMBER).astype(np.int8)
        members = member.sum(axis=0, dtype=np.int64)
        interested = np.maximum((self.table == OPEN).sum(axis=0) + members, 1)
        luck = random.random(state.size, dtype=np.float32)
        age = self.age(slice(None))
        gone = luck < self.goes[age]
        stays = ~gone
        # Who is open: join, by what is seen at the beginning of the month.
        who = np.flatnonzero((state == OPEN) & stays)
        home, future = np.divmod(who, self.futures)
        reached = members / interested
        known = (self.contacts @ member).reshape(-1)[who] * self.per_contact[home]
        own = np.minimum(known * (world.residents / interested)[future], 1.0)
        lonely = self.per_contact[home] == 0
        own[lonely] = reached[future[lonely]]
        pull = (world.outreach + world.influence_all * reached)[future] + world.influence_own * own
        chance = -np.expm1(-pull * world.appeal[self.income[who]])
        joins = who[random.random(who.size) < chance]
        # Who is a member: leave, become active, stop, burn out.
        who = np.flatnonzero((state >= MEMBER) & stays)
        active = state[who] == ACTIVE
        draw = random.random(who.size)
        leaves = random.random(who.size) < world.leave
        begins = ~leaves & ~active & (draw < world.activate)
        stops = ~leaves & active & (draw < world.stop + world.burn)
        burnt = stops & (draw >= world.stop)
        leaves |= burnt & (random.random(who.size) < world.burn_leaves)
        # And so it happens.
        state[joins] = MEMBER
        state[who[begins]] = ACTIVE
        state[who[stops]] = MEMBER
        state[who[leaves]] = OPEN
        self.joined += np.bincount(joins % self.futures, minlength=self.futures)
        self._newcomers(np.flatnonzero(gone), luck, age)
        self.month += 1

    def _newcomers(self, who: Array, luck: Array, age: Array) -> None:
        """Who goes makes room for somebody new, who takes over the home and its contacts."""
        died = luck[who] < self.dies[age[who]]
        self.died += np.bincount(who[died] % self.futures, minlength=self.futures)
        self.moved += np.bincount(who[~died] % self.futures, minlength=self.futures)
        random = self.random
        new_age = np.searchsorted(self.arrival_ages, random.random(who.size), side="right")
        self.birth[who] = self.month - 12 * np.minimum(new_age, OLDEST) - random.integers(12, size=who.size)
        self.personal[who] = random.random(who.size)
        self.taste[who] = random.random(who.size)
        self.state[who] = CLOSED
        self.grow_older(who)

    def totals(self) -> tuple[Array, ...]:
        members, active = (self.table >= MEMBER).sum(axis=0), (self.table == ACTIVE).sum(axis=0)
        return members, active, self.joined, self.moved, self.died


def run(world: World, replicates: int, months: int, seed: int, *, batch: int = 25, threads: int = 1) -> Run:
    """Batches of futures one after another, or on threads; the clock runs from the first month to the last."""

    def one(first: int) -> tuple[float, Array]:
        futures = min(batch, replicates - first)
        model = Neighbourhood(world, futures, seed + first)
        history = np.empty((len(MEASURES), futures, months))
        begin = time.perf_counter()
        for month in range(months):
            model.step()
            history[:, :, month] = model.totals()
        return time.perf_counter() - begin, history

    firsts = range(0, replicates, batch)
    if threads == 1:
        parts = [one(first) for first in firsts]
        seconds = sum(part[0] for part in parts)
    else:
        with ThreadPoolExecutor(threads) as pool:
            begin = time.perf_counter()
            parts = list(pool.map(one, firsts))
            seconds = time.perf_counter() - begin
    history = np.concatenate([part[1] for part in parts], axis=1)
    return Run(seconds, dict(zip(MEASURES, history, strict=True)))
