"""The model's memory: Mesa's data collector, which takes a month's variables over in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Reporter = Callable[[NeighbourhoodModel], float | NDArray[np.float64]]


class Recorder(mesa.DataCollector):
    """A DataCollector for a model whose reporters are all arrays (replicates,), or numbers where there is one.

    Mesa's own takes a deep copy of each variable by itself, which costs more than working them out. This copies
    them as one array (variables, replicates) and keeps its rows; ``model_vars`` and
    ``get_model_vars_dataframe`` are Mesa's.
    """

    def __init__(self, reporters: Mapping[str, Reporter]) -> None:
        super().__init__(model_reporters=dict(reporters))  # type: ignore[no-untyped-call]

    def collect(self, model: NeighbourhoodModel) -> None:
        """Take over what every reporter says of the month that has just ended."""
        month = np.array([report(model) for report in self.model_reporters.values()], dtype=np.float64)
        rows = month.tolist() if month.ndim == 1 else month
        for column, values in zip(self.model_vars.values(), rows, strict=True):
            column.append(values)
