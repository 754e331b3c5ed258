"""The municipality: how much it trusts the company, by what it sees of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.rates import approach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


class Municipality(Actor):
    """Trust between 0 and 1; parameters of ``municipality`` are attributes (replicates,)."""

    initial_trust: Floats
    trust_speed: Floats
    weight_quality: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "municipality")
        self.trust = self.initial_trust.copy()

    def watch(self) -> None:
        """Trust goes to what is seen: the quality of the work, and whether what was agreed is done."""
        if not self.model.scenario.feedbacks.quality_to_trust:
            return
        seen = self.weight_quality * self.model.quality + (1 - self.weight_quality) * self.model.continuity
        seen = seen * self.model.company.alive
        now = approach(self.trust, seen, self.trust_speed)
        pace = self.model.leaders.trust
        slower = self.trust + (now - self.trust) * pace
        self.trust = np.where((now > self.trust) & (pace < 1), slower, now)
