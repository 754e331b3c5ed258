"""What the services did for people, in the units of their own sector, and how the neighbourhood is to live in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.columns import Stock
from wijkbv_sim.model.rates import MONTHS, YEAR
from wijkbv_sim.scenario.services import ServiceSector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.model.service import Service

    Floats = NDArray[np.float64]

HOURS = {
    ServiceSector.CARE: "care_hours",
    ServiceSector.YOUTH: "youth_hours",
    ServiceSector.OTHER: "other_hours",
}
"""Sectors that are counted in hours delivered."""

IN_A_MONTH = {
    ServiceSector.MEETING_PLACE: "visits",
    ServiceSector.MEALS: "meals_served",
    ServiceSector.TRANSPORT: "trips_driven",
    ServiceSector.MAINTENANCE: "jobs_done",
    ServiceSector.ENERGY_ADVICE: "homes_advised",
}
"""Sectors that are counted by what was done in the month: ``outcome`` for each unit delivered."""

ALL_THE_TIME = {
    ServiceSector.GREEN: "hectares_kept",
    ServiceSector.WORK: "work_places",
    ServiceSector.HOUSING_MANAGEMENT: "homes_managed",
}
"""Sectors that are counted by what is kept up: ``outcome`` for each unit delivered in a year."""

LIVEABLE = (ServiceSector.MEETING_PLACE, ServiceSector.GREEN, ServiceSector.MAINTENANCE, ServiceSector.YOUTH)
"""Sectors whose hours may make the neighbourhood a better place to live in."""


def of_sector(service: Service) -> Floats:
    """This month's outcome of a service in its sector's unit (replicates,)."""
    if service.sector in HOURS:
        return service.delivered * service.hours_per_unit
    month = service.delivered * service.outcome
    return month * YEAR if service.sector in ALL_THE_TIME else month


def people(service: Service) -> Floats:
    """Who was reached: by what one person uses in a year where that is told, else the residents who asked and got."""
    served = service.demand_of_residents.people() * service.fulfilled * (service.asked > 0)
    by_use = np.divide(
        service.delivered * YEAR, service.units_per_person, out=served, where=service.units_per_person > 0
    )
    return by_use


class Outcomes:
    """What was done for people this month, by name (replicates,)."""

    def __init__(self, model: NeighbourhoodModel) -> None:
        self._model = model
        self._nothing = np.zeros(model.replicates)
        self._inhabitants = float(model.scenario.area.inhabitants.value or 1)
        names = HOURS | IN_A_MONTH | ALL_THE_TIME
        counted = {name: [s for s in model.services if s.sector is sector] for sector, name in names.items()}
        self._counted = {name: services for name, services in counted.items() if services}
        self._liveable = [s for s in model.services if s.sector in LIVEABLE]

    def people_reached(self) -> Floats:
        """People reached by all services; who uses two of them counts twice."""
        return sum((people(s) for s in self._model.services if s.reaches_people), start=self._nothing)

    def liveability(self) -> Floats:
        """The score for living together, 0 to 10: as measured, and what the company is taken to add to it."""
        model, value = self._model, self._model.social_value
        if not value.moves_liveability:
            return value.liveability
        hours = sum((s.delivered * s.hours_per_unit for s in self._liveable), start=self._nothing)
        score = value.liveability + value.liveability_hour * hours * MONTHS / self._inhabitants
        adults = np.maximum(model.residents.stocks[:, Stock.ADULTS], 1)
        return np.clip(score + value.liveability_members * model.residents.members / adults, 0.0, 10.0)

    def seen(self) -> dict[str, Floats]:
        """The outcomes of the month by the name of the variable: of sectors without a service there is none."""
        found = {"people_reached": self.people_reached(), "liveability": self.liveability()}
        for name, (first, *others) in self._counted.items():
            done = of_sector(first)
            for service in others:
                done = done + of_sector(service)
            found[name] = done
        return found
