"""The model's memory: Mesa's data collector, which takes a month's variables over in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel


class Recorder(mesa.DataCollector):
    """A DataCollector of what the observer has seen: arrays (replicates,), or numbers where there is one future.

    Mesa's own takes a deep copy of each variable by itself, which costs more than working them out. This copies
    them as one array (variables, replicates) and keeps its rows; ``model_vars`` and
    ``get_model_vars_dataframe`` are Mesa's.
    """

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(model_reporters={name: name for name in names})  # type: ignore[no-untyped-call]

    def collect(self, model: NeighbourhoodModel) -> None:
        """Take over every variable of the month that has just ended."""
        now = model.observer.now
        month = np.concatenate([now[name] for name in self.model_vars])
        rows = month.tolist() if model.replicates == 1 else month.reshape(-1, model.replicates)
        for column, values in zip(self.model_vars.values(), rows, strict=True):
            column.append(values)
