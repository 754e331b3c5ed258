"""A building with rooms: let for longer and by the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model.asset import Asset
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import YEAR, approach, pace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.building import Building as Written

    Floats = NDArray[np.float64]


class Building(Asset):
    """One building; ``let`` is the occupied part of the lettable space."""

    floor_area: Floats
    lettable: Floats
    rent: Floats
    initial_occupancy: Floats
    occupancy: Floats
    occupancy_speed: Floats
    occupancy_swing: Floats
    tenants_local: Floats
    hire_hours: Floats
    hire_rate: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, name, written)
        self.let = self.initial_occupancy.copy()
        self._work_out_speed()

    def parameters_changed(self) -> None:
        """Work out anew what depends on parameters."""
        super().parameters_changed()
        self._work_out_speed()

    def _work_out_speed(self) -> None:
        """How fast occupancy moves and how far it swings."""
        memory = np.exp(-1 / self.occupancy_speed)
        self._pace = pace(self.occupancy_speed)
        self._swing = self.occupancy_swing * np.sqrt(1.0 - memory**2)

    @property
    def size(self) -> Floats:
        """Square metres."""
        return self.floor_area

    def earn(self) -> None:
        """Let rooms for longer, and hire them out by the hour."""
        self._find_tenants()
        company, ledger = self.model.company, self.ledger
        level = company.price_level / YEAR * self.open
        rent = cents(self.floor_area * self.lettable * self.let * self.rent * level)
        here, elsewhere = share_of(rent, self.tenants_local)
        ledger.receive(Account.INCOME_RENT, here, Sector.LOCAL_BUSINESS)
        ledger.receive(Account.INCOME_RENT, elsewhere, Sector.BUSINESS_ELSEWHERE)
        ledger.receive(Account.INCOME_HIRE, cents(self.hire_hours * self.hire_rate * level), Sector.HOUSEHOLDS)

    def _find_tenants(self) -> None:
        """Occupancy goes to its level, which neglect lowers, and swings (a first-order autoregression)."""
        from scipy.special import ndtri

        level = self.occupancy * self.in_order()
        luck = ndtri(self.draw(Process.BUILDING_MONTH)[0])
        now = approach(self.let, level, self._pace) + self._swing * luck
        now = np.minimum(np.maximum(now, 0.0), 1.0)
        self.let = np.where(self.open, now, self.let)
