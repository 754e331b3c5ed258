"""Key persons: a company leans on somebody who leads it, and suffers while nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import chance, intensity, monthly_chance

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class Leaders(Actor):
    """Whether somebody leads; parameters of ``ownership.leaders`` are attributes (replicates,).

    ``present`` says where there is a leader and ``gives_up`` where the company ends for want of one this month.
    ``quality``, ``trust`` and ``activation`` are what the attainable quality, the growth of trust and the intensity
    of becoming active are multiplied by: 1 with a leader, or without the feedback.
    """

    exit_chance: Floats
    preparation: Floats
    succession: Floats
    pool: Floats
    gap_quality: Floats
    gap_trust: Floats
    gap_activation: Floats
    gap_failure: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "ownership.leaders")
        self.parameters_changed()
        self.present: Bools = np.ones(model.replicates, dtype=np.bool_)
        self.gives_up: Bools = np.zeros(model.replicates, dtype=np.bool_)
        self._led: Bools | None = None
        """``present`` where it says that there is a leader everywhere: as long as they stay, nothing changes."""
        self.quality = self.trust = self.activation = np.ones(model.replicates)

    def parameters_changed(self) -> None:
        """Work out what depends on parameters alone."""
        self._stop_chance, self._end_chance = monthly_chance(self.exit_chance), monthly_chance(self.gap_failure)
        self._finding = intensity(self.succession)

    def month(self) -> None:
        """The leader stays or stops; a successor is ready, is found, or is not."""
        stops, ready, found, ends = self.draw(Process.LEADER_MONTH)
        alive = self.model.company.alive
        leaves = self.present & (stops < self._stop_chance) & alive
        if self.present is self._led and not anywhere(leaves):
            return
        enough = np.minimum(self.model.residents.active_members / self.pool, 1.0)
        follows = leaves & (ready < self.preparation * enough)
        comes = ~self.present & (found < chance(self._finding * enough)) & alive
        self.present = (self.present & ~leaves) | follows | comes
        if self.model.scenario.feedbacks.leaders_to_quality:
            gap = ~self.present & alive
            self.quality = 1.0 - self.gap_quality * gap
            self.trust = 1.0 - self.gap_trust * gap
            self.activation = 1.0 - self.gap_activation * gap
            self.gives_up = gap & (ends < self._end_chance)
        self._led = self.present if self.present.all() else None
