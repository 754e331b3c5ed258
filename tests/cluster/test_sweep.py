"""Fifty areas by one process, by two and by a Dask cluster: the same tables to the byte."""

from __future__ import annotations

import pytest

from tests.sweep.test_sweep import SHORT, TABLE, tables
from wijkbv_sim.analysis.sweep import Sweep
from wijkbv_sim.scenario.areas import read_areas

pytestmark = pytest.mark.slow


def test_fifty_areas_are_the_same_whoever_does_them(cluster, tmp_path):
    areas = [row for row in read_areas(TABLE) if not row.left_out][:50]
    assert len(areas) == 50
    found = []
    for name, executor, workers in (("here", None, None), ("two", "processes", 2), ("dask", cluster.address, None)):
        Sweep.create(tmp_path / name, SHORT, areas, 4, 1).run(executor=executor, workers=workers)
        found.append(tables(tmp_path / name))
    assert found[0] == found[1] == found[2]
