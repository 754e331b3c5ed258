"""One future followed from person to person: a part of the network, and who is what in it month by month.

Runs keep nothing of single residents: it would be too much. For who wants to see a network grow, one future is run
again and a piece of it is watched. Draws belong to their owners, so it is the same future to the bit.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.network import Network
    from wijkbv_sim.scenario.schema import Scenario

WATCHED = 150
"""How many homes are watched, or as many as there are: more cannot be told apart in a picture."""


@dataclass(frozen=True)
class Trace:
    """A piece of the network in one future.

    ``homes`` (people,) are the homes that are watched, ``ties`` (ties, 2) pairs of positions in it, ``state``
    (months + 1, people) what who lives there is at the start and after each month: CLOSED, OPEN, MEMBER or ACTIVE
    of ``model.columns``. ``arrivals`` (months + 1, people) counts how often somebody new came to live there.
    """

    homes: NDArray[np.int64]
    ties: NDArray[np.int64]
    state: NDArray[np.uint8]
    arrivals: NDArray[np.uint8]


def trace(scenario: Scenario, replicate: int = 0, seed: int = 1, watched: int = WATCHED) -> Trace:
    """Follow one future. The piece lies around the member who knows most members at the end.

    Raises ValueError where nobody is to be watched.
    """
    from wijkbv_sim.model.columns import MEMBER
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    if watched < 1:
        raise ValueError(f"watched(={watched}) must be at least 1")
    model = NeighbourhoodModel(scenario, 1, seed, first_replicate=replicate)
    residents, months = model.residents, scenario.time.months
    state = np.empty((months + 1, residents.count), dtype=np.uint8)
    arrivals = np.empty_like(state)
    most = np.zeros(residents.count, dtype=np.int64)
    for month in range(months + 1):
        if month > 0:
            model.step()
        state[month] = residents.state[0]
        arrivals[month] = residents.generation[0]
        # A company that has failed has no members at the end: whoever ever knew most is as good a middle.
        most = np.maximum(most, np.where(state[month] >= MEMBER, residents.contacts[0].astype(np.int64) + 1, 0))
    homes = _around(residents.network, int(most.argmax()), min(watched, residents.count))
    ties = _ties(residents.network, homes)
    model.close()
    return Trace(homes, ties, state[:, homes], arrivals[:, homes])


def _around(network: Network, first: int, count: int) -> NDArray[np.int64]:
    """The first so many homes on the way from contact to contact, nearest first; then others, where that ends."""
    found, seen, at = [first], {first}, 0
    while len(found) < count:
        if at == len(found):
            other = next(home for home in range(len(network.start) - 1) if home not in seen)
            found.append(other)
            seen.add(other)
            continue
        for home in network.neighbour[network.start[found[at]] : network.start[found[at] + 1]].tolist():
            if home not in seen and len(found) < count:
                seen.add(home)
                found.append(home)
        at += 1
    return np.array(found, dtype=np.int64)


def _ties(network: Network, homes: NDArray[np.int64]) -> NDArray[np.int64]:
    """The contacts between watched homes, each once."""
    place = {int(home): k for k, home in enumerate(homes)}
    pairs = [
        (k, place[other])
        for home, k in place.items()
        for other in network.neighbour[network.start[home] : network.start[home + 1]].tolist()
        if other in place and place[other] > k
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)
