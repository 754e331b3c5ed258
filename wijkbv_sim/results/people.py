"""How well the residents whom the model draws fit the figures that were published of their area."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.margins import ASSOCIATIONS, AXES, conditional_odds, corner_odds, margin_of, seed_table, written
from wijkbv_sim.model.philox import Luck
from wijkbv_sim.model.population import traits_at_start
from wijkbv_sim.model.settlement import settle
from wijkbv_sim.scenario.area import AGE_GROUPS

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.model.margins import Unmet
    from wijkbv_sim.model.network import Network
    from wijkbv_sim.model.population import Population
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]

HOUSEHOLDS = ("one_person", "without_children", "with_children")


@dataclass(frozen=True)
class Margin:
    """One published figure beside what was drawn: shares from 0 to 1 of ``base``, of which there are ``count``."""

    trait: str
    group: str
    path: str
    base: str
    count: int
    published: float
    drawn: float

    @property
    def people(self) -> float:
        """By how many of the base the drawn ones differ."""
        return (self.drawn - self.published) * self.count


@dataclass(frozen=True)
class Fit:
    """The residents of a scenario held against the published figures.

    ``unmet`` names figures that contradict each other, and how far they had to give way.
    """

    scenario: Scenario
    seed: int
    people: Population
    network: Network

    @property
    def unmet(self) -> tuple[Unmet, ...]:
        """Figures that cannot all be met."""
        return self.people.margins.unmet

    @cached_property
    def _traits(self) -> dict[str, Integers]:
        return traits_at_start(self.people)

    @cached_property
    def rows(self) -> tuple[Margin, ...]:
        """Every published share beside the drawn one."""
        area, traits = self.scenario.area, self._traits
        age, homes = traits["age"], self.people.households
        ages = np.array([written(getattr(area, name)) for name in AGE_GROUPS])
        found = _shares("age", AGE_GROUPS, AGE_GROUPS, "inhabitants", published=ages / ages.sum(),
                        levels=traits["group"])  # fmt: skip
        own = written(area.owner_occupied) / 100
        found += _shares("tenure", ("rent", "own"), ("", "owner_occupied"), "homes", published=np.array([1 - own, own]),
                         levels=traits["tenure"])  # fmt: skip
        older, to_75 = age >= 15, (age >= 15) & (age < 75)
        names: tuple[str, ...]
        for trait, names, base, who in (
            ("income", ("income_low", "", "income_high"), "15_plus", older),
            ("education", ("lower_education", "", "higher_education"), "15_to_75", to_75),
        ):
            low, high = (written(getattr(area, names[k])) / 100 for k in (0, 2))
            published = np.array([low, max(1 - low - high, 0.0), high])
            found += _shares(
                trait, ("low", "middle", "high"), names, base, published=published, levels=traits[trait][who]
            )
        work = written(area.employment_rate) / 100
        names = ("", "employment_rate")
        found += _shares("work", ("no", "yes"), names, "15_to_75", published=np.array([1 - work, work]),
                         levels=traits["work"][to_75])  # fmt: skip
        alone, without = written(area.one_person) / 100, written(area.without_children) / 100
        published = np.array([alone, without, max(1 - alone - without, 0.0)])
        kind = homes.kind[homes.member[homes.start[:-1]]].astype(np.int64)
        names = ("one_person", "without_children", "")
        found += _shares("household", HOUSEHOLDS, names, "households", published=published, levels=kind)
        return tuple(found)

    @property
    def household_size(self) -> tuple[float, float]:
        """Mean number of people in a household: published and drawn."""
        return written(self.scenario.area.household_size), float(self.people.households.size.mean())

    def margins(self) -> pd.DataFrame:
        """A row for each published share: what was published, drawn, and the difference, in points and in people."""
        import pandas as pd

        return pd.DataFrame(
            {
                "trait": [row.trait for row in self.rows],
                "group": [row.group for row in self.rows],
                "path": [row.path for row in self.rows],
                "base": [row.base for row in self.rows],
                "count": [row.count for row in self.rows],
                "published": [100 * row.published for row in self.rows],
                "drawn": [100 * row.drawn for row in self.rows],
                "difference": [100 * (row.drawn - row.published) for row in self.rows],
                "people": [row.people for row in self.rows],
            }
        )

    def errors(self) -> pd.DataFrame:
        """By trait: total absolute error (people), that over twice the base, and the standardised root mean square.

        SRMSE is the root mean square difference over the groups divided by the groups' mean (Pitfield 1978): 0 is a
        perfect fit.
        """
        import pandas as pd

        rows = []
        for trait in dict.fromkeys(row.trait for row in self.rows):
            there = [row for row in self.rows if row.trait == trait]
            off = np.array([row.people for row in there])
            mean = np.mean([row.published * row.count for row in there])
            rows.append(
                {
                    "trait": trait,
                    "total_absolute_error": float(np.abs(off).sum()),
                    "misplaced": float(np.abs(off).sum() / (2 * there[0].count)) if there[0].count else float("nan"),
                    "srmse": float(np.sqrt((off**2).mean()) / mean) if mean > 0 else float("nan"),
                }
            )
        return pd.DataFrame(rows)

    def odds(self) -> pd.DataFrame:
        """By pair of traits: the odds ratio of its extremes that the seed asks for, and what became of it.

        ``seed`` and ``table`` hold all other traits fixed: the fit keeps these equal. ``together`` and ``drawn`` are
        over everybody of 15 and older, in the table and among the people drawn.
        """
        import pandas as pd

        seed, joint, traits = seed_table(), self.people.joint, self._traits
        older = traits["age"] >= 15
        levels = {axis: traits["group" if axis == "age" else axis][older] for axis in AXES}
        levels["age"] = levels["age"] - 1
        rows = []
        for pair, weights in ASSOCIATIONS.items():
            one, other = (levels[axis] for axis in pair)
            table = np.zeros(weights.shape)
            np.add.at(table, (one, other), 1)
            together = margin_of(joint, pair)
            rows.append(
                {
                    "pair": " x ".join(pair),
                    "seed": conditional_odds(seed, pair),
                    "table": conditional_odds(joint, pair),
                    "together": corner_odds(together if AXES.index(pair[0]) < AXES.index(pair[1]) else together.T),
                    "drawn": corner_odds(table),
                }
            )
        return pd.DataFrame(rows)

    def contacts(self) -> dict[str, float]:
        """The network: numbers of contacts asked for and there, and how much alike contacts are in each trait."""
        ties, network, traits = self.scenario.ownership.network, self.network, self._traits
        degree = network.degree
        homes = self.people.households
        mean = float(degree.mean())
        found = {
            "asked": written(ties.contacts),
            "mean": mean,
            "spread_asked": written(ties.spread) / 100,
            "spread": float(degree.std() / mean) if mean > 0 else float("nan"),
            "at_home": float((homes.size[homes.of] - 1).mean()),
        }
        for trait in ("age", "tenure", "income", "education", "work"):
            found[f"alike_{trait}"] = network.assortativity(traits[trait])
        return found


def fit(scenario: Scenario, seed: int = 1) -> Fit:
    """Draw a scenario's residents as a run with this seed does, and hold them against the published figures.

    Raises FitError where the figures contradict each other so far that nobody can be drawn.
    """
    people, network = settle(scenario, Luck(seed))
    return Fit(scenario, seed, people, network)


def _shares(
    trait: str, groups: tuple[str, ...], names: tuple[str, ...], base: str, *, published: Floats, levels: Integers
) -> list[Margin]:
    counts = np.bincount(levels, minlength=len(groups))
    total = int(counts.sum())
    return [
        Margin(trait, group, f"area.{name}" if name else "", base, total, float(share), float(n) / max(total, 1))
        for group, name, share, n in zip(groups, names, published, counts, strict=True)
    ]
