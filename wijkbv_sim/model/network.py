"""The social network: homes and the contacts between them, the same in every future.

A small world with homophily (Watts and Strogatz 1998, ring contacts and shortcuts): each home picks half its
contacts and is picked for the others. A pick goes, by chance, to anybody (shortcut), to somebody close by in
the row of people who are alike (homophily), or to somebody close by in the street. Newcomers take over the
contacts of their home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import AGE_EDGES
from wijkbv_sim.model.philox import Luck, Process, uniforms

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.population import Population

REACH = 3
"""How many times the number of contacts lie within reach along a row."""


@dataclass(frozen=True)
class Network:
    """Compressed rows: the contacts of home i are ``neighbour[start[i]:start[i + 1]]``."""

    start: NDArray[np.int64]
    neighbour: NDArray[np.int32]

    @property
    def degree(self) -> NDArray[np.int64]:
        """How many contacts each home has (residents,)."""
        return np.diff(self.start)


def connect(people: Population, contacts: int, shortcuts: float, homophily: float, luck: Luck) -> Network:
    """Make the network; time and memory grow linearly with residents and with contacts.

    ``contacts`` is the mean number; ``shortcuts`` and ``homophily`` are shares from 0 to 1.
    """
    from scipy.sparse import coo_array

    count = people.birth.size
    if contacts == 0 or count < 2:
        return Network(np.zeros(count + 1, dtype=np.int64), np.zeros(0, dtype=np.int32))
    row = likeness(people, luck)
    place = np.empty(count, dtype=np.int64)
    place[row] = np.arange(count)
    reach = max(1, min(REACH * contacts, (count - 1) // 2))
    me = np.arange(count, dtype=np.int64)
    froms, tos = [], []
    for pick in range(contacts // 2 + contacts % 2):
        kind, who, side, half = uniforms(luck.of_everybody(count, Process.NETWORK, month=pick))
        step = np.where(side < 0.5, -1, 1) * (1 + np.floor(who * reach)).astype(np.int64)
        street = (me + step) % count
        alike = row[(place + step) % count]
        anybody = np.minimum(np.floor(who * count).astype(np.int64), count - 1)
        friend = np.where(kind < homophily, alike, street)
        friend = np.where(uniforms(luck.of_everybody(count, Process.NETWORK, month=1000 + pick))[0] < shortcuts,
                          anybody, friend)  # fmt: skip
        # With an odd number of contacts, every second home makes the last pick.
        wanted = friend != me
        if contacts % 2 and pick == contacts // 2:
            wanted &= half < 0.5
        froms.append(me[wanted])
        tos.append(friend[wanted])
    a, b = np.concatenate(froms), np.concatenate(tos)
    ones = np.ones(2 * a.size, dtype=np.int8)
    both = coo_array((ones, (np.concatenate([a, b]), np.concatenate([b, a]))), shape=(count, count)).tocsr()
    both.sum_duplicates()
    return Network(both.indptr.astype(np.int64), both.indices.astype(np.int32))


def likeness(people: Population, luck: Luck) -> NDArray[np.int64]:
    """All residents in a row in which people who are alike stand together: tenure, age, personal rank."""
    age_group = np.searchsorted(AGE_EDGES, -people.birth.astype(np.int64) // 12, side="right")
    return np.lexsort((np.arange(people.birth.size), people.facts, age_group, people.tenure))
