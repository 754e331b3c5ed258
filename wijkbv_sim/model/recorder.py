"""The model's memory: Mesa's data collector, which takes a month's variables over in one go."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa
import numpy as np

from wijkbv_sim.model.observer import ROWS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


class Recorder(mesa.DataCollector):
    """A DataCollector of what the observer has seen: arrays (replicates,), or numbers where there is one future.

    Mesa's own takes a deep copy of each variable by itself, which costs more than working them out. This copies
    the observer's table a month and cuts it up when asked; ``model_vars`` and ``get_model_vars_dataframe`` are
    Mesa's.
    """

    def __init__(self, names: Iterable[str]) -> None:
        self._names = tuple(names)
        self._months: list[Floats] = []
        super().__init__()  # type: ignore[no-untyped-call]
        self.model_reporters = {name: name for name in self._names}

    def collect(self, model: NeighbourhoodModel) -> None:
        """Take over every variable of the month that has just ended."""
        self._months.append(model.observer.table.copy())

    def columns(self) -> dict[str, Floats]:
        """Every variable by name, an array (months, replicates)."""
        whole = np.stack(self._months, axis=1)
        return {name: whole[ROWS[name]] for name in self._names}

    @property
    def model_vars(self) -> dict[str, list[Any]]:
        """Every variable by name, month by month, as Mesa keeps them."""
        if not self._months:
            return {name: [] for name in self._names}
        columns = self.columns().items()
        return {name: column[:, 0].tolist() if column.shape[1] == 1 else list(column) for name, column in columns}

    @model_vars.setter
    def model_vars(self, start: dict[str, list[Any]]) -> None:
        """Mesa begins with nothing, and so does this."""
