"""The people who live there and who come to live there, drawn from an area's published margins.

Who lives there at the start, and with whom, is the same in every future; newcomers are drawn so that the area's age
distribution stays what it is. margins.py finds the joint distribution, households.py the addresses.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import AGE_EDGES, OLDEST, RETIREMENT
from wijkbv_sim.model.households import Households, settle_in
from wijkbv_sim.model.margins import AGES, Margins, age_distribution, fit, written
from wijkbv_sim.model.philox import Luck, Process, uniforms
from wijkbv_sim.model.rates import MONTHS, intensity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.area import Area

STREET = 40
"""How many residents in a row live in homes of one tenure: a street or a block of flats."""

MOST_MOVING = 0.95
"""The highest yearly chance of moving out at any age."""

GROUP_OF_AGE = np.searchsorted(AGE_EDGES, AGES, side="right")


@dataclass(frozen=True)
class Population:
    """An area's people, in tables that the kernels read.

    ``birth`` (residents,) int16, month of birth; ``tenure`` (residents,) uint8, 1 where the home is owned;
    ``facts`` (residents,) uint32, each resident's personal draw; ``class_edges`` (5, 2, 18) and
    ``arrival_ages`` (111,) uint32, cumulative chances; ``ages`` (111,), the area's age distribution;
    ``deaths`` (111,), the central yearly chances of dying; ``joint`` (4, 2, 3, 3, 2, 3), shares of the people of
    15 and older by the axes of margins.py; ``households``, who shares an address at the start.
    """

    birth: NDArray[np.int16]
    tenure: NDArray[np.uint8]
    facts: NDArray[np.uint32]
    class_edges: NDArray[np.uint32]
    arrival_ages: NDArray[np.uint32]
    ages: NDArray[np.float64]
    deaths: NDArray[np.float64]
    joint: NDArray[np.float64]
    margins: Margins
    households: Households


def synthesise(area: Area, luck: Luck, moving: float, deaths: NDArray[np.float64]) -> Population:
    """Draw an area's people.

    ``moving`` is the central yearly share who move out and ``deaths`` (111,) the central yearly chance of
    dying by age; the age distribution of newcomers follows from them.
    """
    count = int(written(area.inhabitants))
    words = luck.of_everybody(count, Process.POPULATION)
    draw = uniforms(words)
    margins = Margins.of(area)
    ages = age_distribution(margins.ages)
    joint = fit(margins)
    edges = _class_edges(joint.sum(axis=5))
    # One stratified draw per resident, in random order: the margins are met to one person.
    rank = np.empty(count)
    rank[in_order(draw[0])] = (np.arange(count) + 0.5) / count
    age = np.minimum(np.searchsorted(np.cumsum(ages), rank, side="right"), OLDEST)
    tenure = _homes(count, written(area.owner_occupied) / 100, luck)
    group = GROUP_OF_AGE[age]
    facts = _in_strata(words[2], group * 2 + tenure)
    cell = (np.maximum(group - 1, 0) * 2 + tenure) * 18 + _class_of(facts, group, tenure, edges)
    lives, households = settle_in(age, tenure, cell, joint=joint, margins=margins, luck=luck)
    birth = (-12 * age - np.floor(draw[1] * 12)).astype(np.int16)
    return Population(
        birth=birth[lives],
        tenure=tenure,
        facts=facts[lives],
        class_edges=edges,
        arrival_ages=_cumulative(newcomer_ages(ages, moving, deaths)),
        ages=ages,
        deaths=deaths,
        joint=joint,
        margins=margins,
        households=households,
    )


def in_order(values: NDArray[np.generic]) -> NDArray[np.int64]:
    """The places of the values from low to high, of equal ones the first place first, as a stable sort has them.

    Where no two are equal, as nearly always among draws, there is one order only, and the quickest sort finds it.
    """
    places = np.argsort(values)
    found = values[places]
    alike: bool = (found[1:] == found[:-1]).any()
    return np.argsort(values, kind="stable") if alike else places


def mortality(at_70: NDArray[np.float64], doubling: NDArray[np.float64]) -> NDArray[np.float64]:
    """Yearly chance of dying by age (..., 111), Gompertz: doubles every ``doubling`` years."""
    yearly = at_70[..., None] * 2.0 ** ((AGES - 70) / doubling[..., None])
    return np.asarray(np.minimum(yearly, 0.6))


def moving(
    yearly_share: NDArray[np.float64], ages: NDArray[np.float64], deaths: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Yearly chance of moving out by age (..., 111), whose mean over the area's people is the given share.

    People of 18 to 34 move three times as often as those of 35 to 64, and those three times as often as the
    old; children move with their parents (weights: an assumption on the pattern of CBS's moves by age). Where
    the area has fewer people of the next age than stay alive, as students' quarters have, the others leave.
    ``deaths`` (111,) is the central yearly chance of dying by age.
    """
    weight = np.where(AGES < 18, 1.2, np.where(AGES < 35, 3.0, np.where(AGES < 65, 1.0, 0.35)))
    weight = weight / (weight * ages).sum()
    share = np.asarray(yearly_share)[..., None]
    too_many = np.divide(-_growth(ages), ages, out=np.zeros_like(ages), where=ages > 0) - _per_year(deaths)
    least = np.minimum(-np.expm1(-np.maximum(too_many, 0.0)), MOST_MOVING)
    least = least * np.minimum(share / max(float((least * ages).sum()), 1e-12), 1.0)
    # The level of the weights at which the mean is the share, by bisection: the mean rises with the level.
    low, high = np.zeros_like(share), share
    for _ in range(50):
        level = (low + high) / 2
        below = (np.clip(level * weight, least, MOST_MOVING) * ages).sum(axis=-1, keepdims=True) < share
        low, high = np.where(below, level, low), np.where(below, high, level)
    return np.asarray(np.clip(high * weight, least, MOST_MOVING))


def newcomer_ages(ages: NDArray[np.float64], moving_out: float, deaths: NDArray[np.float64]) -> NDArray[np.float64]:
    """The age distribution (111,) of newcomers, the new-born among them, that keeps ``ages`` in balance.

    In balance, at each age come as many as go, and as many more as pass the upper birthday than the lower.
    """
    going = _per_year(moving(np.array(moving_out), ages, deaths)) + _per_year(deaths)
    came = np.maximum(going * ages + _growth(ages), 0.0)
    shares: NDArray[np.float64] = came / came.sum()
    return shares


def _growth(ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """How many more people pass the birthday above each age (111,) in a year than the one below it.

    At a birthday the density is the mean of the two ages that it parts; nobody passes the birthday at 0.
    """
    passing = (ages[1:] + ages[:-1]) / 2
    return np.diff(passing, prepend=0.0, append=0.0)


def _per_year(yearly_chance: NDArray[np.float64]) -> NDArray[np.float64]:
    return intensity(yearly_chance) * MONTHS


def _homes(count: int, owned: float, luck: Luck) -> NDArray[np.uint8]:
    """Tenure by home: whole streets are let or owned, and the share is met to one home."""
    streets = -(-count // STREET)
    order = np.argsort(uniforms(luck.of_everybody(streets, Process.POPULATION, month=1))[0], kind="stable")
    homes = np.zeros((streets, STREET), dtype=np.uint8)
    left = round(owned * count)
    for street in order:
        size = min(STREET, count - street * STREET)
        homes[street, : min(left, size)] = 1
        left -= min(left, size)
        if left <= 0:
            break
    return homes.reshape(-1)[:count].copy()


def _class_edges(joint: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Cumulative chances (5, 2, 18) of income, education and work by age group and tenure.

    Children take the income of 25- to 44-year-olds, their parents', and have no work.
    """
    table = np.zeros((5, 2, 3, 3, 2))
    table[1:] = joint
    table[0] = joint[1]
    table[0, ..., 0] = table[0].sum(axis=-1)
    table[0, ..., 1] = 0
    flat = table.reshape(5, 2, 18)
    total = flat.sum(axis=2, keepdims=True)
    flat = np.divide(flat, total, out=np.full_like(flat, 1 / 18), where=total > 0)
    return np.stack([_cumulative(row) for row in flat.reshape(10, 18)]).reshape(5, 2, 18)


def _in_strata(words: NDArray[np.uint32], cell: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The words, spread evenly among the people of each cell in the order that they had: no class comes too often."""
    order = in_order((cell.astype(np.uint64) << 32) | words)
    size = np.bincount(cell)
    first = np.cumsum(size) - size
    rank = np.empty(words.size)
    rank[order] = np.arange(words.size) - first[cell[order]]
    # Each word keeps its low bits as its place within its stratum.
    within = (words & np.uint32(0xFFFF)) / 2.0**16
    spread: NDArray[np.uint32] = np.floor((rank + within) / size[cell] * 2.0**32).astype(np.uint32)
    return spread


def _class_of(
    facts: NDArray[np.uint32], group: NDArray[np.int64], tenure: NDArray[np.uint8], edges: NDArray[np.uint32]
) -> NDArray[np.int64]:
    """The class of income, education and work (residents,) that personal draws give, as the kernels read them."""
    found = np.empty(facts.size, dtype=np.int64)
    for age in range(5):
        for owned in (0, 1):
            here = (group == age) & (tenure == owned)
            found[here] = np.searchsorted(edges[age, owned, :17], facts[here], side="right")
    return found


def traits_at_start(people: Population) -> dict[str, NDArray[np.int64]]:
    """Everybody's traits at the start (residents,), by name: age in years, group of age, and levels of the others.

    As in the kernels: children have no work, and nobody has from the age of retirement on.
    """
    age = -people.birth.astype(np.int64) // 12
    group = GROUP_OF_AGE[age]
    found = _class_of(people.facts, group, people.tenure, people.class_edges)
    return {
        "age": age,
        "group": group,
        "tenure": people.tenure.astype(np.int64),
        "income": found // 6,
        "education": found // 2 % 3,
        "work": found % 2 * (age < RETIREMENT),
        "household": people.households.kind.astype(np.int64),
    }


def _cumulative(shares: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Upper edges, as 32-bit words, of shares that add up to one."""
    edges = np.cumsum(shares)
    edges = np.minimum(edges / edges[-1], 1.0)
    words: NDArray[np.uint32] = np.rint(edges * (2**32 - 1)).astype(np.uint32)
    return words
