"""Who takes part against who lives there: counted once a year, by age, income, education and tenure.

A group's representation ratio is its share among members over its share among adults: 1 is in proportion. The
index of inequality is Theil's: over the groups of one trait the sum of m ln(m / p), where m is a group's share among
members and p its share among adults; the mean over the four traits is reported. It is 0 where every group takes part
in proportion, rises when an over-represented group gains what an under-represented one loses, and says the same
whatever the order of the groups, which a Gini over groups does not. Over the 54 classes of all traits together chance
alone would make it large, for few members fall in each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import CLASSES
from wijkbv_sim.scenario.ownership import OutreachTarget

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]

TRAITS: dict[str, tuple[str, ...]] = {
    "age": ("18_34", "35_64", "65_plus"),
    "income": ("low_income", "middle_income", "high_income"),
    "education": ("low_education", "middle_education", "high_education"),
    "tenure": ("renters", "owners"),
}
"""The groups of each trait, in the order of the classes' digits."""

GROUPS = tuple(group for groups in TRAITS.values() for group in groups)
TAKING_PART = ("members", "active")
"""Who is held against the adults who live there: rows 1 and 2 of the counts."""

_DIGITS = np.array(np.unravel_index(np.arange(CLASSES), [len(groups) for groups in TRAITS.values()]))
_TRAIT_OF_GROUP = np.array([t for t, groups in enumerate(TRAITS.values()) for _ in groups])
_LEVEL_OF_GROUP = np.array([k for groups in TRAITS.values() for k in range(len(groups))])
_FIRSTS = [int(np.argmax(t == _TRAIT_OF_GROUP)) for t in range(len(TRAITS))]
_THIRDS = [row for row, level in enumerate(_LEVEL_OF_GROUP) if level == 2]
"""Rows of the first group of each trait, and of the third one of those that have three: tenure, the last, has two."""

IN_GROUP = (_DIGITS[_TRAIT_OF_GROUP] == _LEVEL_OF_GROUP[:, None]).astype(np.float64)
"""Whether a class belongs to a group (groups, classes): 1 or 0."""

_TARGETS = {
    OutreachTarget.YOUNG: "18_34",
    OutreachTarget.OLD: "65_plus",
    OutreachTarget.LOW_INCOME: "low_income",
    OutreachTarget.LOW_EDUCATION: "low_education",
    OutreachTarget.RENTERS: "renters",
}


def shares(counts: Floats) -> Floats:
    """Each group's share (..., groups) of all that ``counts`` (..., classes) holds; not-a-number of nobody."""
    total = counts.sum(axis=-1, keepdims=True)
    by_group = counts @ IN_GROUP.T
    found: Floats = np.divide(by_group, total, out=np.full(by_group.shape, np.nan), where=total > 0)
    return found


def ratio(among: Floats, of: Floats) -> Floats:
    """Representation ratios: shares among those who take part over shares of those who live there."""
    found: Floats = np.divide(among, of, out=np.full(among.shape, np.nan), where=of > 0)
    return found


def theil(among: Floats, of: Floats) -> Floats:
    """Theil's index (...,) over the last axis: the sum of m ln(m / p); nobody of a group counts as 0.

    >>> float(np.round(theil(np.array([0.75, 0.25]), np.array([0.5, 0.5])), 4))
    0.1308
    """
    index: Floats = _parts_of_theil(among, of).sum(axis=-1)
    return index


def _parts_of_theil(among: Floats, of: Floats) -> Floats:
    quotient = np.divide(among, of, out=np.ones_like(among), where=(among > 0) & (of > 0))
    parts: Floats = among * np.log(quotient)
    return parts


def _mean_over_traits(by_group: Floats) -> Floats:
    """The mean over the traits (...,) of what the groups of each (..., groups) come to together."""
    by_trait = by_group[..., _FIRSTS] + by_group[..., [row + 1 for row in _FIRSTS]]
    by_trait[..., : len(_THIRDS)] += by_group[..., _THIRDS]
    total = by_trait[..., 0]
    for trait in range(1, len(TRAITS)):
        total = total + by_trait[..., trait]
    mean: Floats = total / len(TRAITS)
    return mean


class Representation:
    """The last count of who takes part.

    ``counts`` (replicates, 3, classes) are adults, members and active members; ``ratios`` (replicates, 2, groups)
    and ``inequality`` (replicates, 2) are those of members and of active members; ``sought`` (replicates, classes)
    is the weight of each class in targeted outreach, 1 on average over the adults, or 0 where nobody is sought.
    ``inclusion`` (replicates,) is what the make-up of members and of adults have in common, the mean over the traits:
    1 in proportion, not-a-number without members.
    """

    def __init__(self, model: NeighbourhoodModel) -> None:
        self._model = model
        self._target = model.scenario.ownership.outreach_target
        self.sought = np.zeros((model.replicates, CLASSES))
        self.count()

    def count(self) -> None:
        """Count everybody, and see who is under-represented among the members."""
        self.counts = self._model.residents.count_classes()
        self._mix: Floats | None = None
        self._compare()
        self.sought = self._weights()

    def disband(self, failed: NDArray[np.bool_]) -> None:
        """Nobody takes part any more where the company has failed."""
        self.counts[failed, 1:] = 0
        self._compare()

    def _compare(self) -> None:
        found = shares(self.counts.astype(np.float64))
        adults, among = found[:, :1], found[:, 1:]
        self.ratios = ratio(among, adults)
        self.inequality = _mean_over_traits(_parts_of_theil(among, adults))
        self.inclusion = _mean_over_traits(np.minimum(among[:, 0], adults[:, 0]))
        self.seen = {
            f"representation_{who}_{group}": self.ratios[:, row, column]
            for row, who in enumerate(TAKING_PART)
            for column, group in enumerate(GROUPS)
        } | {f"inequality_{who}": self.inequality[:, row] for row, who in enumerate(TAKING_PART)}
        self.seen["inclusion"] = self.inclusion

    def income_mix(self) -> Floats:
        """Shares of low, middle and high income (replicates, 2, 3) among adults under 65, and of 65 and older."""
        if self._mix is None:
            by_age = self.counts[:, 0].reshape(-1, 3, 3, CLASSES // 9).sum(axis=3).astype(np.float64)
            people = np.stack([by_age[:, 0] + by_age[:, 1], by_age[:, 2]], axis=1)
            whole = people.sum(axis=2, keepdims=True)
            nobody = np.broadcast_to([0.0, 1.0, 0.0], people.shape).copy()
            self._mix = np.divide(people, whole, out=nobody, where=whole > 0)
        return self._mix

    def _weights(self) -> Floats:
        if self._target is OutreachTarget.UNDER_REPRESENTED:
            # Who belongs to under-represented groups in two traits is sought twice as hard as who does in one.
            weight = (self.ratios[:, 0] < 1).astype(np.float64) @ IN_GROUP
        else:
            weight = np.broadcast_to(IN_GROUP[GROUPS.index(_TARGETS[self._target])], (self.counts.shape[0], CLASSES))
        adults = self.counts[:, 0]
        everybody = np.maximum(adults.sum(axis=1, keepdims=True), 1)
        mean = (weight * adults).sum(axis=1, keepdims=True) / everybody
        found: Floats = np.divide(weight, mean, out=np.zeros(adults.shape), where=mean > 0)
        return found
