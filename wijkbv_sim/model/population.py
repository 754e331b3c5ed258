"""The people who live there and who come to live there, drawn from an area's published margins.

The joint distribution of tenure, age, income, education and work of people of 15 and older is found by
iterative proportional fitting: it keeps the association of the seed table (an assumption) and meets the
margins exactly. Who lives there at the start is the same in every future; newcomers are drawn so that the
area's age distribution stays what it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import AGE_EDGES, OLDEST
from wijkbv_sim.model.philox import Luck, Process, uniforms
from wijkbv_sim.scenario.area import AGE_GROUPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.area import Area

STREET = 40
"""How many residents in a row live in homes of one tenure: a street or a block of flats."""

AGES = np.arange(OLDEST + 1)
GROUP_OF_AGE = np.searchsorted(AGE_EDGES, AGES, side="right")

# Seed of the fit, axes age (15-24, 25-44, 45-64, 65+), tenure (rent, own), income (low, middle, high),
# education (low, middle, high), work (no, yes): products of pairwise weights. All are assumptions about
# association only; the margins decide the levels.
_INCOME_BY_TENURE = np.array([[1.5, 1.0, 0.4], [0.6, 1.0, 1.7]])
_INCOME_BY_EDUCATION = np.array([[1.6, 1.0, 0.35], [1.0, 1.0, 0.9], [0.55, 1.0, 2.2]])
_INCOME_BY_WORK = np.array([[1.8, 0.9, 0.4], [0.6, 1.0, 1.3]])
_INCOME_BY_AGE = np.array([[2.0, 0.7, 0.1], [0.8, 1.1, 1.1], [0.8, 1.0, 1.4], [1.2, 1.0, 0.6]])
_EDUCATION_BY_AGE = np.array([[1.2, 1.3, 0.5], [0.6, 1.0, 1.5], [1.0, 1.0, 0.9], [1.6, 0.9, 0.6]])
_WORK_BY_AGE = np.array([[0.4, 0.6], [0.15, 0.85], [0.2, 0.8], [0.96, 0.04]])
_WORK_BY_EDUCATION = np.array([[1.4, 0.7], [1.0, 1.0], [0.7, 1.25]])
_OWNERS_BY_AGE = np.array([[1.2, 0.8], [1.1, 0.9], [0.85, 1.15], [1.0, 1.0]])


class FitError(ValueError):
    """The margins contradict each other so far that no population meets them."""


@dataclass(frozen=True)
class Population:
    """An area's people, in tables that the kernels read.

    ``birth`` (residents,) int16, month of birth; ``tenure`` (residents,) uint8, 1 where the home is owned;
    ``facts`` (residents,) uint32, each resident's personal draw; ``class_edges`` (5, 2, 18) and
    ``arrival_ages`` (111,) uint32, cumulative chances; ``ages`` (111,), the area's age distribution;
    ``joint`` (4, 2, 3, 3, 2), shares of the people of 15 and older.
    """

    birth: NDArray[np.int16]
    tenure: NDArray[np.uint8]
    facts: NDArray[np.uint32]
    class_edges: NDArray[np.uint32]
    arrival_ages: NDArray[np.uint32]
    ages: NDArray[np.float64]
    joint: NDArray[np.float64]


def synthesise(area: Area, luck: Luck, moving: float, deaths: NDArray[np.float64]) -> Population:
    """Draw an area's people.

    ``moving`` is the central yearly share who move out and ``deaths`` (111,) the central yearly chance of
    dying by age; the age distribution of newcomers follows from them.
    """
    count = int(_written(area.inhabitants))
    words = luck.of_everybody(count, Process.POPULATION)
    draw = uniforms(words)
    groups = np.array([_written(getattr(area, name)) for name in AGE_GROUPS])
    groups = groups / groups.sum()
    ages = age_distribution(groups)
    joint = fit(area, groups)
    # One stratified draw per resident, in random order: the margins are met to one person.
    rank = np.empty(count)
    rank[np.argsort(draw[0], kind="stable")] = (np.arange(count) + 0.5) / count
    age = np.minimum(np.searchsorted(np.cumsum(ages), rank, side="right"), OLDEST)
    birth = (-12 * age - np.floor(draw[1] * 12)).astype(np.int16)
    return Population(
        birth=birth,
        tenure=_homes(count, _written(area.owner_occupied) / 100, luck),
        facts=words[2],
        class_edges=_class_edges(joint),
        arrival_ages=_cumulative(newcomer_ages(ages, moving, deaths)),
        ages=ages,
        joint=joint,
    )


def age_distribution(groups: NDArray[np.float64]) -> NDArray[np.float64]:
    """Shares (111,) by year of age from the five groups: even within a group, thinning out from 65 on."""
    ages = np.zeros(OLDEST + 1)
    for group, (first, last) in enumerate(((0, 15), (15, 25), (25, 45), (45, 65))):
        ages[first:last] = groups[group] / (last - first)
    old = np.exp(-0.5 * ((AGES[65:] - 65) / 14.0) ** 2)
    ages[65:] = groups[4] * old / old.sum()
    shares: NDArray[np.float64] = ages / ages.sum()
    return shares


def mortality(at_70: NDArray[np.float64], doubling: NDArray[np.float64]) -> NDArray[np.float64]:
    """Yearly chance of dying by age (..., 111), Gompertz: doubles every ``doubling`` years."""
    yearly = at_70[..., None] * 2.0 ** ((AGES - 70) / doubling[..., None])
    return np.asarray(np.minimum(yearly, 0.6))


def moving(yearly_share: NDArray[np.float64], ages: NDArray[np.float64]) -> NDArray[np.float64]:
    """Yearly chance of moving out by age (..., 111), whose mean over the area's people is the given share.

    People of 18 to 34 move three times as often as those of 35 to 64, and those three times as often as the
    old; children move with their parents (weights: an assumption on the pattern of CBS's moves by age).
    """
    weight = np.where(AGES < 18, 1.2, np.where(AGES < 35, 3.0, np.where(AGES < 65, 1.0, 0.35)))
    weight = weight / (weight @ ages)
    return np.asarray(np.minimum(yearly_share[..., None] * weight, 0.95))


def newcomer_ages(ages: NDArray[np.float64], moving_out: float, deaths: NDArray[np.float64]) -> NDArray[np.float64]:
    """The age distribution (111,) of newcomers, the new-born among them, that keeps ``ages`` in balance.

    In balance, who reaches age a this year is who was a - 1, less those who went, plus who came.
    """
    stay = (1 - moving(np.array(moving_out), ages)) * (1 - deaths)
    came = ages.copy()
    came[1:] -= ages[:-1] * stay[:-1]
    came = np.maximum(came, 0.0)
    shares: NDArray[np.float64] = came / came.sum()
    return shares


def fit(area: Area, groups: NDArray[np.float64]) -> NDArray[np.float64]:
    """The joint distribution (age 4, tenure 2, income 3, education 3, work 2) of people of 15 and older.

    Raises FitError where the margins cannot be met to within a tenth of a percent.
    """
    joint = np.einsum(
        "ti,ei,wi,ai,ae,aw,ew,at->atiew",
        _INCOME_BY_TENURE, _INCOME_BY_EDUCATION, _INCOME_BY_WORK, _INCOME_BY_AGE, _EDUCATION_BY_AGE,
        _WORK_BY_AGE, _WORK_BY_EDUCATION, _OWNERS_BY_AGE,
    )  # fmt: skip
    older = groups[1:]
    working_age = older[0] + older[1] + older[2] + 0.55 * older[3]
    work = _written(area.employment_rate) / 100 * working_age / older.sum()
    low, high = _written(area.income_low) / 100, _written(area.income_high) / 100
    less, more = _written(area.lower_education) / 100, _written(area.higher_education) / 100
    own = _written(area.owner_occupied) / 100
    targets = [
        (0, older / older.sum()),
        (1, np.array([1 - own, own])),
        (2, np.array([low, max(1 - low - high, 0.0), high])),
        (3, np.array([less, max(1 - less - more, 0.0), more])),
        (4, np.array([1 - work, work])),
    ]
    for _ in range(500):
        worst = 0.0
        for axis, target in targets:
            margin = joint.sum(axis=tuple(k for k in range(5) if k != axis))
            worst = max(worst, float(np.abs(margin - target).max()))
            factor = np.divide(target, margin, out=np.zeros_like(target), where=margin > 0)
            shape = [1] * 5
            shape[axis] = -1
            joint = joint * factor.reshape(shape)
        if worst < 1e-10:
            break
    worst = max(
        float(np.abs(joint.sum(axis=tuple(k for k in range(5) if k != axis)) - target).max())
        for axis, target in targets
    )
    if not worst < 1e-3:
        raise FitError("the area's shares contradict each other: no population meets all of them")
    return np.asarray(joint / joint.sum())


def _written(quantity: object) -> float:
    """The value of a parameter that the schema has kept certain."""
    value = getattr(quantity, "value", None)
    assert value is not None
    return float(value)


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


def _cumulative(shares: NDArray[np.float64]) -> NDArray[np.uint32]:
    """Upper edges, as 32-bit words, of shares that add up to one."""
    edges = np.cumsum(shares)
    edges = np.minimum(edges / edges[-1], 1.0)
    words: NDArray[np.uint32] = np.rint(edges * (2**32 - 1)).astype(np.uint32)
    return words
