"""Households: who lives with whom at the start, and at which addresses.

Everybody drawn from the area's ages and tenures gets a household type out of the joint distribution of the margins,
given all other traits. Then people of one tenure are put together: children with parents a generation older, couples
of about the same age, the rest alone. Households fill the places of their tenure in random order, so the members of a
household are neighbours in the row of places. All of it is the same in every future; time grows as fast as sorting
does.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.margins import ALONE, WITH_CHILDREN, WITHOUT_CHILDREN, Margins
from wijkbv_sim.model.philox import Luck, Process, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

TWO_PARENTS = 0.769
"""Share of the households with children that have two parents: 610,633 of 2,645,269 have one (CBS 71487ned, 2023)."""

GROWN_UP, HOME_LEAVING = 18, 25
"""Nobody younger than 18 lives alone or as a couple; from 25 on somebody can be the parent in a household."""

SIBLINGS = 6
"""Over about how many years the ages of brothers and sisters are spread (assumption)."""

PARTNERS = 6
"""Over about how many years the ages of two partners are spread (assumption)."""


@dataclass(frozen=True)
class Households:
    """Who shares an address.

    ``of`` (residents,) int32 numbers the household of each place; the places of household h are
    ``member[start[h]:start[h + 1]]``; ``kind`` (residents,) uint8 is ALONE, WITHOUT_CHILDREN or WITH_CHILDREN.
    """

    of: NDArray[np.int32]
    start: NDArray[np.int64]
    member: NDArray[np.int32]
    kind: NDArray[np.uint8]

    @property
    def size(self) -> NDArray[np.int64]:
        """How many people each household has (households,)."""
        return np.diff(self.start)

    def pairs(self) -> tuple[Integers, Integers]:
        """Every two places that share an address, each pair once, the lower place first."""
        firsts, seconds = [], []
        size = self.size
        for larger in range(2, int(size.max(initial=0)) + 1):
            # Household by household is slow; one round for each position among its members is not.
            here = self.start[:-1][size >= larger]
            last = self.member[here + larger - 1].astype(np.int64)
            for k in range(larger - 1):
                firsts.append(self.member[here + k].astype(np.int64))
                seconds.append(last)
        if not firsts:
            return np.zeros(0, np.int64), np.zeros(0, np.int64)
        a, b = np.concatenate(firsts), np.concatenate(seconds)
        return np.minimum(a, b), np.maximum(a, b)


def settle_in(
    age: Integers, tenure: NDArray[np.uint8], cell: Integers, *, joint: Floats, margins: Margins, luck: Luck
) -> tuple[Integers, Households]:
    """Put people together in households and households at addresses.

    ``age`` and ``tenure`` (residents,) are those of the people in the order in which they were drawn, ``cell``
    (residents,) their cell of the first five axes of ``joint``. Returns who lives at each place (residents,) and
    the households; nobody comes to live in a home of another tenure.
    """
    draws = uniforms(luck.of_everybody(age.size, Process.POPULATION, month=2))
    kind = household_kinds(age, cell, joint, draws[0])
    of = np.empty(age.size, dtype=np.int64)
    per_person = margins.households
    first = 0
    for owned in (0, 1):
        people = np.flatnonzero(tenure == owned)
        # Of the households with children each tenure has its part, by the people in them.
        part = (kind[people] == WITH_CHILDREN).sum() / max((kind == WITH_CHILDREN).sum(), 1)
        wanted = per_person[WITH_CHILDREN] * age.size * part
        first = _put_together(people, age, kind, draws, wanted=wanted, of=of, first=first)
    return _address(of, first, kind, tenure, draws[3])


def household_kinds(age: Integers, cell: Integers, joint: Floats, draw: Floats) -> NDArray[np.uint8]:
    """The household type of each person (residents,), met to about one person in each cell of the other traits.

    Who is under 18 lives in a household with children; from 18 to 24 so many fewer do.
    """
    flat = joint.reshape(-1, 3)
    total = flat.sum(axis=1, keepdims=True)
    share = np.divide(flat, total, out=np.tile([0.0, 0.0, 1.0], (flat.shape[0], 1)), where=total > 0)[cell]
    young = age < GROWN_UP
    minors = (GROWN_UP - 15) / (HOME_LEAVING - 15)
    leaving = (age >= GROWN_UP) & (age < HOME_LEAVING)
    stays = np.clip((share[leaving, 2] - minors) / (1 - minors), 0.0, 1.0)
    others = np.divide(1 - stays, 1 - share[leaving, 2], out=np.zeros_like(stays), where=share[leaving, 2] < 1)
    share[leaving, 0] *= others
    share[leaving, 1] *= others
    share[young] = [0.0, 0.0, 1.0]
    # Along a row of people of one cell after another, in random order within each, every whole number that the sum of
    # chances passes takes one person: a systematic sample.
    row = np.lexsort((draw, cell))
    alone, couple = share[row, 0], share[row, 1]
    takes_alone = _systematic(alone)
    rest = np.divide(couple, 1 - alone, out=np.zeros_like(couple), where=alone < 1)
    takes_couple = _systematic(np.where(takes_alone, 0.0, rest)) & ~takes_alone
    kind = np.full(age.size, WITH_CHILDREN, dtype=np.uint8)
    kind[row[takes_alone]] = ALONE
    kind[row[takes_couple]] = WITHOUT_CHILDREN
    return kind


def _systematic(chances: Floats) -> NDArray[np.bool_]:
    passed = np.floor(np.cumsum(chances) + 0.5)
    return np.diff(passed, prepend=0.0) > 0


def _put_together(
    people: Integers,
    age: Integers,
    kind: NDArray[np.uint8],
    draws: Floats,
    *,
    wanted: float,
    of: Integers,
    first: int,
) -> int:
    """Number the households of the people of one tenure from ``first`` on in ``of``; returns the next free number."""
    family = people[kind[people] == WITH_CHILDREN]
    family = family[np.lexsort((family, draws[1, family], age[family]))]
    adults = int((age[family] >= GROWN_UP).sum())
    if family.size and not adults:
        # Children and nobody to bring them up: somebody who lives otherwise comes to live with them.
        others = people[(kind[people] != WITH_CHILDREN) & (age[people] >= GROWN_UP)]
        if others.size:
            parent = others[np.argmin(np.abs(age[others] - 35))]
            kind[parent] = WITH_CHILDREN
            family, adults = np.append(family, parent), 1
    if family.size == 1:
        kind[family] = ALONE
        family = family[:0]
    couples = people[kind[people] == WITHOUT_CHILDREN]
    if couples.size == 1:
        kind[couples] = ALONE
        couples = couples[:0]
    alone = people[kind[people] == ALONE]
    of[alone] = first + np.arange(alone.size)
    first += alone.size
    if couples.size:
        like = couples[np.lexsort((couples, age[couples] + PARTNERS * draws[1, couples]))]
        homes = couples.size // 2
        of[like] = first + np.minimum(np.arange(like.size) // 2, homes - 1)
        first += homes
    if family.size:
        first = _families(family, age, draws, adults=adults, wanted=wanted, of=of, first=first)
    return first


def _families(
    family: Integers, age: Integers, draws: Floats, *, adults: int, wanted: float, of: Integers, first: int
) -> int:
    """Households with children: parents are the oldest, as many as are needed; children follow their parents' ages."""
    homes = int(np.clip(round(wanted), 1, max(min(family.size // 2, adults), 1)))
    parents = int(np.clip(round(homes * (1 + TWO_PARENTS)), homes, max(min(family.size - homes, adults), homes)))
    older, younger = family[family.size - parents :], family[: family.size - parents]
    older = older[np.lexsort((older, age[older] + PARTNERS * draws[1, older]))]
    # Which households have two parents: in the row of parents by age, spread evenly.
    begins = np.floor(np.arange(parents) * homes / parents).astype(np.int64)
    of[older] = first + begins
    # One child each; the others draw a household.
    extra = younger.size - homes
    count = np.ones(homes, dtype=np.int64)
    if extra > 0:
        drawn = np.floor(draws[2, younger[:extra]] * homes).astype(np.int64)
        count += np.bincount(drawn, minlength=homes)
    by_age = younger[np.lexsort((younger, age[younger] + SIBLINGS * draws[1, younger]))]
    of[by_age] = first + np.repeat(np.arange(homes), count)[: by_age.size]
    return first + homes


def _address(
    of: Integers, households: int, kind: NDArray[np.uint8], tenure: NDArray[np.uint8], draw: Floats
) -> tuple[Integers, Households]:
    """Let households fill the places of their tenure, in random order."""
    count = of.size
    key = np.full(households, 2.0)
    np.minimum.at(key, of, draw)
    lives = np.empty(count, dtype=np.int64)
    for owned in (0, 1):
        people = np.flatnonzero(tenure == owned)
        lives[people] = people[np.lexsort((people, of[people], key[of[people]]))]
    at = of[lives]
    # Numbered by their first place, members in the order of their places.
    _, firsts, number = np.unique(at, return_index=True, return_inverse=True)
    rank = np.empty(firsts.size, dtype=np.int64)
    rank[np.argsort(firsts)] = np.arange(firsts.size)
    number = rank[number]
    member = np.argsort(number, kind="stable")
    start = np.concatenate([[0], np.cumsum(np.bincount(number, minlength=firsts.size))])
    return lives, Households(
        of=number.astype(np.int32),
        start=start.astype(np.int64),
        member=member.astype(np.int32),
        kind=kind[lives],
    )
