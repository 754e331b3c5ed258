"""The residents' rules by this engine: its own kernels, through its own model.

Run by ``python -m benchmarks.race``; to be read beside the other contestants.
"""

from __future__ import annotations

import time

import numpy as np

from benchmarks.race.world import VOLUNTEER_LOAD, Run, World
from wijkbv_sim.model.columns import Flow
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel


def run(world: World, replicates: int, months: int, seed: int, *, threads: int = 1) -> Run:
    """All futures at once; the clock runs from the first month to the last."""
    model = NeighbourhoodModel(world.scenario, replicates=replicates, seed=seed, threads=threads)
    model.volunteer_load[:] = VOLUNTEER_LOAD
    residents = model.residents
    stocks = np.empty((2, replicates, months))
    flows = np.empty((3, replicates, months))
    begin = time.perf_counter()
    for month in range(months):
        residents.month()
        model.month += 1
        stocks[:, :, month] = residents.members, residents.active_members
        flows[:, :, month] = residents.flows[:, [Flow.JOINED, Flow.MOVED, Flow.DIED]].T
    seconds = time.perf_counter() - begin
    names = ("members", "active", "joined", "moved", "died")
    return Run(seconds, dict(zip(names, [*stocks, *flows.cumsum(axis=2)], strict=True)))
