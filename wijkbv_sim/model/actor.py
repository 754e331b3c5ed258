"""What every institutional actor has: a name, parameters that the timeline may change, and its own luck."""

from __future__ import annotations

from operator import is_
from typing import TYPE_CHECKING

import mesa
import numpy as np

from wijkbv_sim.ledger import Sector
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS
from wijkbv_sim.scenario.parties import Party

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger import Ledger
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

SECTOR_OF = {
    Party.MUNICIPALITY: Sector.MUNICIPALITY,
    Party.HOUSING_CORPORATION: Sector.INSTITUTIONS,
    Party.CARE_INSURER: Sector.INSTITUTIONS,
    Party.STATE: Sector.STATE,
    Party.FUND: Sector.FUNDS,
    Party.BANK: Sector.BANK,
    Party.LOCAL_BUSINESS: Sector.LOCAL_BUSINESS,
    Party.BUSINESS: Sector.BUSINESS_ELSEWHERE,
    Party.RESIDENTS: Sector.HOUSEHOLDS,
}

EVERY_MONTH = frozenset({
    Process.CONTRACT_MONTH, Process.BUILDING_MONTH, Process.RIGHT_TO_CHALLENGE, Process.LEADER_MONTH,
    Process.HOUSING_MONTH, Process.ENERGY_MONTH,
})  # fmt: skip
"""Reasons for which an actor draws in every month: then a year's draws are made at once."""


def anywhere(found: NDArray[np.generic]) -> bool:
    """Whether something is there in any future: as ``found.any()``, which takes ten times as long over a few."""
    return bool(found.tobytes().strip(b"\0"))


def same(now: tuple[object, ...], before: tuple[object, ...]) -> bool:
    """Whether these are the very objects of before: then nothing has changed, for arrays of actors are replaced.

    ``before`` is empty as long as there were none.
    """
    return len(before) == len(now) and all(map(is_, now, before))


class Actor(mesa.Agent):
    """An actor whose state is a row of futures.

    The numbers of its section of the scenario are attributes of the same name, arrays (replicates,), with
    percentages as fractions. The timeline replaces them; ``parameters_changed`` is called when it has.
    """

    model: NeighbourhoodModel

    def __init__(self, model: NeighbourhoodModel, path: str) -> None:
        super().__init__(model)
        self.path = path
        self.ledger: Ledger = model.ledger
        """The company's books."""
        self.ahead: dict[Process, tuple[int, Floats]] = {}
        """For each reason in EVERY_MONTH: the first month of the draws made last, and those (months, 4, replicates)."""
        model.parameters.bind(path, self)

    def parameters_changed(self) -> None:
        """Work out anew what depends on parameters; most actors keep nothing of the kind."""

    def draw(self, process: Process) -> Floats:
        """Four draws of this month (4, replicates)."""
        model = self.model
        ahead = self.ahead.get(process)
        if ahead is None and process not in EVERY_MONTH:
            return model.luck.of(self.path, process, model.month)
        if ahead is None or not ahead[0] <= model.month < ahead[0] + MONTHS:
            ahead = self._draw_ahead(process)
        this_month: Floats = ahead[1][model.month - ahead[0]]
        return this_month

    def _draw_ahead(self, process: Process) -> tuple[int, Floats]:
        """The draws of a year from now on: nobody's draws depend on when they are made."""
        luck, first, draws = self.model.luck, self.model.month, np.empty((MONTHS, 4, self.model.replicates))
        actor_kernels.draw_ahead(luck.number(self.path), luck.replicate, first, int(process), *luck.key, draws)
        draws.flags.writeable = False
        self.ahead[process] = first, draws
        return first, draws

    def nothing(self) -> Floats:
        """Zero in every future."""
        return np.zeros(self.model.replicates)
