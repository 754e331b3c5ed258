"""Published margins of an area, and the joint distribution of people that meets them.

The joint distribution of tenure, age, income, education, work and household of people of 15 and older is found by
iterative proportional fitting: it keeps the association of the seed table (an assumption) as odds ratios and meets
the margins exactly. What households there are comes from three published figures: the shares of households of one
person and of several without children, and the mean size of a household.
"""

from __future__ import annotations

import pickle
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import OLDEST, RETIREMENT
from wijkbv_sim.scenario.area import AGE_GROUPS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.area import Area

    Floats = NDArray[np.float64]

AGES = np.arange(OLDEST + 1)

AXES = ("age", "tenure", "income", "education", "work", "household")
"""The axes of the joint distribution, in order."""

LEVELS = {
    "age": ("15_24", "25_44", "45_64", "65_plus"),
    "tenure": ("rent", "own"),
    "income": ("low", "middle", "high"),
    "education": ("low", "middle", "high"),
    "work": ("no", "yes"),
    "household": ("one_person", "without_children", "with_children"),
}
ALONE, WITHOUT_CHILDREN, WITH_CHILDREN = range(3)

# Seed of the fit: products of pairwise weights. All are assumptions about association only; the margins decide the
# levels.
ASSOCIATIONS: dict[tuple[str, str], Floats] = {
    ("tenure", "income"): np.array([[1.5, 1.0, 0.4], [0.6, 1.0, 1.7]]),
    ("education", "income"): np.array([[1.6, 1.0, 0.35], [1.0, 1.0, 0.9], [0.55, 1.0, 2.2]]),
    ("work", "income"): np.array([[1.8, 0.9, 0.4], [0.6, 1.0, 1.3]]),
    ("age", "income"): np.array([[2.0, 0.7, 0.1], [0.8, 1.1, 1.1], [0.8, 1.0, 1.4], [1.2, 1.0, 0.6]]),
    ("age", "education"): np.array([[1.2, 1.3, 0.5], [0.6, 1.0, 1.5], [1.0, 1.0, 0.9], [1.6, 0.9, 0.6]]),
    ("age", "work"): np.array([[0.4, 0.6], [0.15, 0.85], [0.2, 0.8], [0.96, 0.04]]),
    ("education", "work"): np.array([[1.4, 0.7], [1.0, 1.0], [0.7, 1.25]]),
    ("age", "household"): np.array([[0.6, 0.35, 1.6], [0.8, 0.75, 1.2], [0.8, 1.1, 1.0], [1.5, 1.8, 0.2]]),
    ("tenure", "household"): np.array([[1.6, 0.8, 0.9], [0.7, 1.15, 1.05]]),
    ("income", "household"): np.array([[1.1, 0.95, 1.0], [1.0, 1.0, 1.0], [0.75, 1.1, 1.05]]),
}

ROUNDS = 500
EXACT = 1e-10
TOO_FAR = 1e-3
"""Shares that miss a margin by more than this at the end are an error."""
REMEMBERED = 256
"""Areas of which the fit is kept, 3.5 kB each."""


class FitError(ValueError):
    """The margins contradict each other so far that no population meets them."""


@dataclass(frozen=True)
class Unmet:
    """A figure of households that contradicts the others: what these leave for households with children, and need.

    ``left`` and ``needed`` are shares of the inhabitants.
    """

    path: str
    left: float
    needed: float

    def __str__(self) -> str:
        return (
            f"{self.path}: the figures leave {max(self.left, 0):.1%} of the inhabitants to households with children, "
            f"which must have {self.needed:.1%}"
        )


@dataclass(frozen=True)
class Target:
    """What the joint distribution must come to: shares over ``axes``, or of some levels only where ``only`` says so.

    ``weights`` (4,) is which part of each age group the published figure is about.
    """

    axes: tuple[str, ...]
    shares: Floats
    weights: Floats | None = None
    only: int | None = None


@dataclass(frozen=True)
class Margins:
    """An area's published figures as shares.

    ``ages`` (5,) of everybody; ``tenure`` (2,), ``income`` (3,) and ``household`` (3,) of the people of 15 and older;
    ``education`` (3,) and ``work``, who has any, of those of 15 to 75; ``households`` (3,), how many households of each
    kind there are for each inhabitant. ``unmet`` names published figures that cannot all be met, and how far they
    gave way.
    """

    ages: Floats
    tenure: Floats
    income: Floats
    education: Floats
    work: float
    household: Floats
    households: Floats
    unmet: tuple[Unmet, ...]

    @classmethod
    def of(cls, area: Area) -> Margins:
        """Read an area's figures."""
        ages = np.array([written(getattr(area, name)) for name in AGE_GROUPS])
        ages = ages / ages.sum()
        low, high = written(area.income_low) / 100, written(area.income_high) / 100
        less, more = written(area.lower_education) / 100, written(area.higher_education) / 100
        own = written(area.owner_occupied) / 100
        household, households, unmet = _households(area, ages)
        return cls(
            ages=ages,
            tenure=np.array([1 - own, own]),
            income=np.array([low, max(1 - low - high, 0.0), high]),
            education=np.array([less, max(1 - less - more, 0.0), more]),
            work=written(area.employment_rate) / 100,
            household=household,
            households=households,
            unmet=unmet,
        )

    def targets(self) -> list[Target]:
        """What the joint distribution must add up to."""
        older = self.ages[1:] / self.ages[1:].sum()
        ages = age_distribution(self.ages)
        old = max(ages[65:].sum(), 1e-12)
        to_75 = np.array([1.0, 1.0, 1.0, ages[65:75].sum() / old])
        # Of the old only those who have not retired can work, and all up to 75 count.
        working = np.array([1.0, 1.0, 1.0, ages[65:RETIREMENT].sum() / old])
        # Homes have their tenure whoever comes to live there, so age and tenure are independent. If the fit let them
        # go together, the people of this table would not be those who live in these homes, and miss other margins.
        return [
            Target(("age", "tenure"), np.outer(older, self.tenure)),
            Target(("income",), self.income),
            Target(("education",), self.education * (to_75 * older).sum(), to_75),
            Target(("work",), np.array([0.0, self.work * (to_75 * older).sum()]), working, only=1),
            Target(("household",), self.household),
        ]


def _households(area: Area, ages: Floats) -> tuple[Floats, Floats, tuple[Unmet, ...]]:
    """Shares of the people of 15 and older by household, households per inhabitant by kind, and what gave way.

    A household of several people without children counts two (98% of them do: CBS 70133ned, 2023); who is left
    lives in a household with children, everybody under 15 among them.
    """
    size = written(area.household_size)
    alone, without = written(area.one_person) / 100, written(area.without_children) / 100
    kinds = np.array([alone, without, max(1 - alone - without, 0.0)]) / size
    people = np.array([kinds[0], 2 * kinds[1], 0.0])
    people[2] = 1 - people[0] - people[1]
    unmet = []
    # At least all under 15, one adult for each household, and two people in each.
    fewest = max(ages[0] + min(kinds[2], ages[1:].sum()), 2 * kinds[2])
    if people[2] < fewest - 1e-12:
        unmet.append(Unmet("area.household_size", float(people[2]), float(fewest)))
        people[:2] *= (1 - fewest) / max(people[:2].sum(), 1e-12)
        people[2] = 1 - people[:2].sum()
        kinds[:2] = people[0], people[1] / 2
    elif kinds[2] == 0 and people[2] > 1e-9:
        unmet.append(Unmet("area.without_children", float(people[2]), 0.0))
        kinds[2] = people[2] / 3
    older = ages[1:].sum()
    among = np.clip(people - np.array([0, 0, ages[0]]), 0.0, None)
    return among / max(among.sum(), 1e-12), kinds, tuple(unmet) if older > 0 else ()


def seed_table() -> Floats:
    """The seed of the fit (4, 2, 3, 3, 2, 3): the product of the pairwise weights."""
    table = np.ones([len(LEVELS[axis]) for axis in AXES])
    for (one, other), weights in ASSOCIATIONS.items():
        i, j = AXES.index(one), AXES.index(other)
        shape = [1] * len(AXES)
        shape[i], shape[j] = weights.shape
        table = table * (weights if i < j else weights.T).reshape(shape)
    return table


def fit(margins: Margins) -> Floats:
    """The joint distribution (age 4, tenure 2, income 3, education 3, work 2, household 3) of those of 15 and older.

    It follows from the margins alone, so what was found for the last areas is remembered: whoever turns a dial asks
    for the same people again and again. Not to be written in. Raises FitError, naming the margin, where one cannot be
    met to within a tenth of a percent.
    """
    return _fit(pickle.dumps(margins))


@lru_cache(maxsize=REMEMBERED)
def _fit(pickled: bytes) -> Floats:
    margins: Margins = pickle.loads(pickled)
    if not margins.ages[1:].sum() > 0:
        raise FitError("no population meets all of them: nobody is 15 or older (area.age_15_24 to area.age_65_plus)")
    joint = seed_table()
    targets = margins.targets()
    for _ in range(ROUNDS):
        worst = 0.0
        for target in targets:
            there = _there(joint, target)
            worst = max(worst, float(np.abs(there - target.shares)[_counted(target)].max()))
            factor = np.divide(target.shares, there, out=np.zeros_like(there), where=there > 0)
            if target.only is not None:
                # The others are what is left: the margins of the other traits see to it.
                factor = np.where(np.arange(factor.size) == target.only, factor, 1.0)
            joint = joint * np.expand_dims(factor, tuple(k for k, axis in enumerate(AXES) if axis not in target.axes))
        if worst < EXACT:
            break
    missed = [
        (float(np.abs(_there(joint, target) - target.shares)[_counted(target)].max()), target.axes)
        for target in targets
    ]
    worst, where = max(missed)
    if not worst < TOO_FAR:
        raise FitError(f"no population meets all of them: {' and '.join(where)} stays {worst:.1%} off")
    joint = np.asarray(joint / joint.sum())
    joint.flags.writeable = False
    return joint


def _there(joint: Floats, target: Target) -> Floats:
    """What a joint distribution comes to where the target is."""
    if target.weights is not None:
        joint = joint * target.weights.reshape(-1, *[1] * (len(AXES) - 1))
    return margin_of(joint, target.axes)


def _counted(target: Target) -> slice:
    return slice(None) if target.only is None else slice(target.only, target.only + 1)


def margin_of(joint: Floats, axes: tuple[str, ...]) -> Floats:
    """The sums of a joint distribution over all axes but these."""
    return np.asarray(joint.sum(axis=tuple(k for k, axis in enumerate(AXES) if axis not in axes)))


def corner_odds(table: Floats) -> float:
    """The odds ratio of the corners of a table of two traits, lowest against highest; not-a-number where one is empty.

    >>> corner_odds(np.array([[4.0, 1.0], [2.0, 2.0]]))
    4.0
    """
    above, below = table[0, 0] * table[-1, -1], table[0, -1] * table[-1, 0]
    return float(above / below) if below > 0 else float("nan")


def conditional_odds(joint: Floats, pair: tuple[str, str]) -> float:
    """The odds ratio of a pair of traits at every combination of the others: their geometric mean."""
    i, j = (AXES.index(axis) for axis in pair)
    table = np.moveaxis(joint, (i, j), (0, 1)).reshape(joint.shape[i], joint.shape[j], -1)
    corners = np.stack([table[0, 0], table[-1, -1], table[0, -1], table[-1, 0]])
    there = (corners > 0).all(axis=0)
    if not there.any():
        return float("nan")
    logs = np.log(corners[:, there])
    return float(np.exp((logs[0] + logs[1] - logs[2] - logs[3]).mean()))


def written(quantity: object) -> float:
    """The value of a parameter that the schema has kept certain."""
    value = getattr(quantity, "value", None)
    assert value is not None
    return float(value)


def age_distribution(groups: Floats) -> Floats:
    """Shares (111,) by year of age from the five groups: even within a group, thinning out from 65 on."""
    ages = np.zeros(OLDEST + 1)
    for group, (first, last) in enumerate(((0, 15), (15, 25), (25, 45), (45, 65))):
        ages[first:last] = groups[group] / (last - first)
    old = np.exp(-0.5 * ((AGES[65:] - 65) / 14.0) ** 2)
    ages[65:] = groups[4] * old / old.sum()
    shares: Floats = ages / ages.sum()
    return shares
