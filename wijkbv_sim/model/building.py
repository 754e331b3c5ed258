"""A building with rooms: let for longer and by the hour."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.asset import Asset
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import pace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.building import Building as Written

    Floats = NDArray[np.float64]

TENANTS = (Sector.LOCAL_BUSINESS, Sector.BUSINESS_ELSEWHERE)
"""Who rents rooms for longer: from the neighbourhood, and from elsewhere."""


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
        self._rent = self.nothing()
        self._swings: tuple[int, Floats] | None = None
        """The first month of the swings worked out last, in standard deviations, and those (months, replicates)."""
        self._work_out()

    def parameters_changed(self) -> None:
        """Work out anew what depends on parameters."""
        super().parameters_changed()
        self._work_out()

    def _work_out(self) -> None:
        """How fast occupancy moves and how far it swings, and what there is to let."""
        self._hired: tuple[Floats, Floats] | None = None
        """The level of prices for which was worked out last what hire brings, and that, in euros."""
        self._lettable_area = self.floor_area * self.lettable
        self._hire = self.hire_hours * self.hire_rate
        memory = np.exp(-1 / self.occupancy_speed)
        self._pace = pace(self.occupancy_speed)
        self._swing = self.occupancy_swing * np.sqrt(1.0 - memory**2)

    @property
    def size(self) -> Floats:
        """Square metres."""
        return self.floor_area

    def earn(self) -> None:
        """Let rooms for longer, and hire them out by the hour."""
        level, ledger = self.amounts().level, self.ledger
        self._find_tenants(level)
        ledger.receive_in_two(Account.INCOME_RENT, self._rent, self.tenants_local, TENANTS)
        if self._hired is None or self._hired[0] is not level:
            self._hired = level, self._hire * level
        ledger.receive_euros(Account.INCOME_HIRE, self._hired[1], Sector.HOUSEHOLDS)

    def _find_tenants(self, level: Floats) -> None:
        """Occupancy goes to its level, which neglect lowers, and swings (a first-order autoregression)."""
        before, self.let = self.let, np.empty(self.let.size)
        actor_kernels.let_rooms(
            self.occupancy, self.in_order(), self._pace, self._swing, self._swing_now(), self.open, before,
            self._lettable_area, self.rent, level, self.let, self._rent,
        )  # fmt: skip

    def _swing_now(self) -> Floats:
        """This month's swing in standard deviations (replicates,)."""
        month, last = self.model.month, self._swings
        if last is None or not last[0] <= month < last[0] + len(last[1]):
            from scipy.special import ndtri

            self.draw(Process.BUILDING_MONTH)
            first, draws = self.ahead[Process.BUILDING_MONTH]
            last = self._swings = first, ndtri(draws[:, 0])
        swing: Floats = last[1][month - last[0]]
        return swing
