"""People in pictures: who takes part against who lives there, and a piece of the network as it grows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.language import calendar, number, translator
from wijkbv_sim.model.columns import ACTIVE, CLOSED, MEMBER, OPEN
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.percentiles import usual_range

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.experiment.trace import Trace
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

GROUPS = (
    "18_34", "35_64", "65_plus", "low_income", "middle_income", "high_income", "low_education", "middle_education",
    "high_education", "renters", "owners",
)  # fmt: skip
"""The groups whose part among members is held against their part of the neighbourhood."""


def needed() -> tuple[str, ...]:
    """The variables that these pictures are made of."""
    return tuple(f"representation_{who}_{group}" for who in ("members", "active") for group in GROUPS)


@dataclass(frozen=True)
class Representation:
    """How often each group takes part, against how often it lives there: 1 is as often. At the end of the story."""

    groups: tuple[str, ...]
    members: NDArray[np.float64]
    active: NDArray[np.float64]
    rows: list[tuple[str, ...]]
    alternative: str
    language: Language

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        _ = translator(self.language)
        return (_("Group"), _("members"), _("usually"), _("active members"), _("usually"))


def representation(results: Results, language: Language) -> Representation:
    """Who takes part at the end: the middle of the futures in which there are members."""
    _ = translator(language)
    rows, middles, labels = [], [], []
    for group in GROUPS:
        label = _group(group, language)
        cells: list[str] = []
        pair = []
        for who in ("members", "active"):
            values = np.asarray(results.column(f"representation_{who}_{group}", months=[results.months])[:, 0])
            found = usual_range(values)
            pair.append(found.median)
            cells += [number(found.median, language, 2), _span(found.p5, found.p95, language)]
        rows.append((label, *cells))
        middles.append(pair)
        labels.append(label)
    both = np.array(middles)
    return Representation(tuple(labels), both[:, 0], both[:, 1], rows, _in_words(labels, both, language), language)


def _span(low: float, high: float, language: Language) -> str:
    if np.isnan(low):
        return ""
    return translator(language)("{low} to {high}").format(low=number(low, language, 2), high=number(high, language, 2))


def _group(group: str, language: Language) -> str:
    """A group's name: what the variable is called, up to "among members"."""
    variable = VARIABLES[f"representation_members_{group}"]
    return variable.nl.partition(" onder ")[0] if language == "nl" else variable.en.partition(" among ")[0]


def _in_words(labels: list[str], both: NDArray[np.float64], language: Language) -> str:
    _ = translator(language)
    members = both[:, 0]
    if not np.isfinite(members).any():
        return _("At the end there are no members.")
    most, least = int(np.nanargmax(members)), int(np.nanargmin(members))
    text = _(
        "Among members at the end, {most} are there {more} times as often as in the neighbourhood, and {least} {less} "
        "times. 1 is as often as they live there."
    )
    return text.format(
        most=labels[most], more=number(members[most], language, 2),
        least=labels[least], less=number(members[least], language, 2),
    )  # fmt: skip


@dataclass(frozen=True)
class Growth:
    """A piece of the network at the start and after each year: places of people, ties, and who is what."""

    at: tuple[str, ...]
    places: NDArray[np.float64]
    ties: NDArray[np.int64]
    state: NDArray[np.uint8]
    moved: NDArray[np.int64]
    language: Language

    @property
    def kinds(self) -> tuple[tuple[int, str], ...]:
        """The states in the order in which a picture tells them apart."""
        _ = translator(self.language)
        return (
            (CLOSED, _("does not join")), (OPEN, _("may join")), (MEMBER, _("member")), (ACTIVE, _("active member")),
        )  # fmt: skip

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        _ = translator(self.language)
        return (_("When"), *(label for _state, label in self.kinds), _("new residents since the start"))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """How many are what at each moment."""
        return [
            (when, *(str(int((self.state[k] == kind).sum())) for kind, _label in self.kinds), str(int(self.moved[k])))
            for k, when in enumerate(self.at)
        ]

    @property
    def alternative(self) -> str:
        """What the picture shows, for who cannot see it."""
        _ = translator(self.language)
        begin, end = (int((self.state[k] >= MEMBER).sum()) for k in (0, -1))
        return _(
            "{people} people who know each other, in one ordinary future. Members among them: {begin} at the start, "
            "{end} at the end."
        ).format(people=self.state.shape[1], begin=begin, end=end)


def growth(followed: Trace, start: str, language: Language) -> Growth:
    """The network by year, with people who know each other close together."""
    import networkx as nx

    _ = translator(language)
    graph = nx.Graph()
    graph.add_nodes_from(range(followed.homes.size))
    graph.add_edges_from(followed.ties.tolist())
    spots = nx.spring_layout(graph, seed=1, iterations=60)
    places = np.array([spots[k] for k in range(followed.homes.size)])
    months = range(0, followed.state.shape[0], 12)
    at = tuple(_("start") if month == 0 else str(calendar(start, month)[0]) for month in months)
    moved = np.array([int(followed.arrivals[month].sum()) for month in months])
    return Growth(at, places, followed.ties, followed.state[list(months)], moved, language)
