"""What every institutional actor has: a name, parameters that the timeline may change, and its own luck."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from wijkbv_sim.ledger import Sector
from wijkbv_sim.scenario.parties import Party

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger import Ledger
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.model.philox import Process

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


def anywhere(found: NDArray[np.generic]) -> bool:
    """Whether something is there in any future: as ``found.any()``, which takes five times as long over a few."""
    return bool(np.count_nonzero(found))


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
        model.parameters.bind(path, self)

    def parameters_changed(self) -> None:
        """Work out anew what depends on parameters; most actors keep nothing of the kind."""

    def draw(self, process: Process) -> Floats:
        """Four draws of this month (4, replicates)."""
        return self.model.luck.of(self.path, process, self.model.month)

    def nothing(self) -> Floats:
        """Zero in every future."""
        return np.zeros(self.model.replicates)
