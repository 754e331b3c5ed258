"""What residents ask of a service: by age, by income, and by how many of those who could use it do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.municipality import ORDINARY
from wijkbv_sim.model.rates import intensity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.service import Service

    Floats = NDArray[np.float64]


class Demand:
    """The demand of residents for one service.

    ``unreached`` (replicates,) is the part of the way from the first take-up to its ceiling that is still to go.
    """

    def __init__(self, service: Service) -> None:
        self._service = service
        self.unreached = np.ones(service.model.replicates)
        self.look_at_parameters()

    def look_at_parameters(self) -> None:
        """See which of the service's numbers do anything, so that a month need not work out the others."""
        s = self._service
        self.there = bool((s.per_youth + s.per_adult + s.per_senior).any())
        self._by_income = bool(((s.low_income_demand != 1) | (s.high_income_demand != 1)).any())
        self.grows = bool(s.take_up_growth.any())
        self.changes = self.there and (self.grows or self._by_income)
        """Whether it may be another one from month to month."""

    @property
    def take_up(self) -> Floats:
        """The part of those who could use the service that does, now."""
        first = self._service.take_up
        if not self.grows:
            return first
        return first + np.maximum(self._service.take_up_ceiling - first, 0.0) * (1.0 - self.unreached)

    def _of_each_age(self) -> tuple[Floats | float, Floats | float, Floats | float]:
        """Residents under 18, 18 to 64 and 65 or older, weighted by what their income makes them ask for."""
        young, adult, old = self._service.model.residents.by_age
        if not self._by_income:
            return young, adult, old
        s = self._service
        mix = s.model.representation.income_mix()
        asks = np.stack([s.low_income_demand, np.ones_like(s.low_income_demand), s.high_income_demand], axis=1)
        weight = (mix * asks[:, None]).sum(axis=2)
        # Where incomes ask alike it is 1 to the last bit, whatever other futures there are.
        alike = (s.low_income_demand == 1) & (s.high_income_demand == 1)
        weight = np.where(alike[:, None], 1.0, weight)
        # Children live with adults, and ask as those do.
        return young * weight[:, 0], adult * weight[:, 0], old * weight[:, 1]

    def yearly(self) -> Floats:
        """Units a year that residents ask for."""
        s = self._service
        if not self.there:
            return s.nothing()
        young, adult, old = self._of_each_age()
        return self.take_up * (s.per_youth * young + s.per_adult * adult + s.per_senior * old)

    def people(self) -> Floats:
        """Residents who ask for it: as many as take it up, and at most all whom it is for."""
        s = self._service
        if not self.there:
            return s.nothing()
        whom = (s.per_youth > 0, s.per_adult > 0, s.per_senior > 0)
        asking = sum(
            (for_them * people for for_them, people in zip(whom, self._of_each_age(), strict=True)), s.nothing()
        )
        most = sum((for_them * n for for_them, n in zip(whom, s.model.residents.by_age, strict=True)), s.nothing())
        return np.minimum(self.take_up * asking, most)

    def spread(self, where: NDArray[np.bool_]) -> None:
        """A month in which more people come to use the service, faster where it is good."""
        if not self.grows:
            return
        s = self._service
        pace = np.ones_like(self.unreached)
        if s.model.scenario.feedbacks.quality_to_take_up:
            pace = np.exp(s.take_up_quality * (s.quality - ORDINARY))
        self.unreached = np.where(where, self.unreached * np.exp(-intensity(s.take_up_growth) * pace), self.unreached)
