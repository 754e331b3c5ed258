"""Social value: what is not money, in its own units, and what a reader counts it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.rates import YEAR

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


class SocialValue(Actor):
    """Valuation at the reader's prices; parameters of ``social_value`` are attributes. Never added to cash."""

    volunteer_hour: Floats
    service_hour: Floats
    job_year: Floats
    member_year: Floats
    person_year: Floats
    liveability: Floats
    liveability_hour: Floats
    liveability_members: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "social_value")
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """See what is worth working out."""
        prices = (self.volunteer_hour, self.service_hour, self.job_year, self.member_year, self.person_year)
        self._has_prices = any(price.any() for price in prices)
        self.counts_people = bool(self.person_year.any())
        self.moves_liveability = bool((self.liveability_hour + self.liveability_members).any())

    def of_this_month(self) -> Floats:
        """EUR of social value this month (replicates,): 0 where the reader puts a price on nothing."""
        model = self.model
        if not (self._has_prices or any(s.has_social_price for s in model.services)):
            return self.nothing()
        value: Floats = model.volunteer_hours * self.volunteer_hour + model.hours_delivered * self.service_hour
        value = value + model.local_fte() * self.job_year / YEAR
        value = value + sum(s.delivered * s.social_price for s in model.services if s.has_social_price)
        if self.counts_people:
            value = value + model.outcomes.people_reached() * self.person_year / YEAR
        return value + model.residents.members * self.member_year / YEAR
