"""Land and public space: kept with volunteers, for a fee or for rent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.asset import Asset
from wijkbv_sim.model.rates import YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]


class Land(Asset):
    """A piece of land; hours that volunteers do not give are hired."""

    area: Floats
    upkeep_fee: Floats
    rent: Floats
    hired_hour: Floats

    @property
    def size(self) -> Floats:
        """Square metres."""
        return self.area

    def earn(self) -> None:
        """The fee for its upkeep and the rent of its users, as far as it is in order; hire what hours lack."""
        company = self.model.company
        level = company.price_level * self.open
        yields = level / YEAR * self.in_order()
        self.ledger.receive_euros(Account.INCOME_CONTRACTS, self.upkeep_fee * yields, self.landlord)
        self.ledger.receive_euros(Account.INCOME_RENT, self.area * self.rent * yields, Sector.HOUSEHOLDS)
        lacking = self.volunteer_hours_wanted * (1.0 - self.model.volunteers_given)
        company.buy(Account.BUILDING_RUNNING, lacking * self.hired_hour * level, self.running_cost_local)
