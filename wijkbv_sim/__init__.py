"""Simulate a neighbourhood company (Dutch: WijkBV) in many futures.

>>> import wijkbv_sim as wb
>>> results = wb.simulate("malburgen", replicates=20, seed=1)
>>> results.replicates
20
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wijkbv_sim.analysis.calibration import calibrate, read_actuals
    from wijkbv_sim.analysis.discovery import discover
    from wijkbv_sim.analysis.goals import break_even, pareto, rescue
    from wijkbv_sim.analysis.sensitivity import sensitivity
    from wijkbv_sim.api import compare, fit, resume, simulate
    from wijkbv_sim.experiment.designs import read_design
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.results.targets import target
    from wijkbv_sim.scenario.document import load
    from wijkbv_sim.scenario.schema import Scenario

__all__ = [
    "NeighbourhoodModel", "Results", "Scenario", "break_even", "calibrate", "compare", "discover", "fit", "load",
    "pareto", "read_actuals", "read_design", "rescue", "resume", "sensitivity", "simulate", "target",
]  # fmt: skip

_WHERE = {
    "NeighbourhoodModel": "wijkbv_sim.model.neighbourhood",
    "Results": "wijkbv_sim.results.results",
    "Scenario": "wijkbv_sim.scenario.schema",
    "break_even": "wijkbv_sim.analysis.goals",
    "calibrate": "wijkbv_sim.analysis.calibration",
    "discover": "wijkbv_sim.analysis.discovery",
    "pareto": "wijkbv_sim.analysis.goals",
    "read_actuals": "wijkbv_sim.analysis.calibration",
    "read_design": "wijkbv_sim.experiment.designs",
    "rescue": "wijkbv_sim.analysis.goals",
    "sensitivity": "wijkbv_sim.analysis.sensitivity",
    "target": "wijkbv_sim.results.targets",
    "compare": "wijkbv_sim.api",
    "fit": "wijkbv_sim.api",
    "resume": "wijkbv_sim.api",
    "load": "wijkbv_sim.scenario.document",
    "simulate": "wijkbv_sim.api",
}


def __getattr__(name: str) -> Any:
    # Heavy libraries are imported when a name is first used, so that the command answers at once.
    if name not in _WHERE:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(_WHERE[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
