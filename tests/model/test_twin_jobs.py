"""The kernels of jobs against their twins in plain Python: equal to the bit, whatever happens to people."""

from __future__ import annotations

import inspect
from collections import Counter

import numpy as np
import pytest

from tests.model import twin_jobs
from tests.model.test_twins import RESTLESS
from tests.worlds import busy, differing, futures
from wijkbv_sim.experiment.chunk import run_chunk
from wijkbv_sim.model import job_kernels
from wijkbv_sim.model.columns import Flow
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

WORKING = {
    **RESTLESS,
    "area.inhabitants": 300,
    "local_economy.jobs.filled": 100,
    "local_economy.jobs.seeking": 60,
    "local_economy.jobs.hours": 8,
    "local_economy.jobs.pull": 15,
    "ownership.influence": 20,
    "ownership.outreach": 15,
    "ownership.initial_members": 3,
    "ownership.initial_active": 1,
    "timeline": [{"name": "less", "month": 20, "multiply": {"services.green.demand": 0.1}}],
}
"""A street where many are hired, let go, move, die, retire, and join because of a job."""

KERNELS = ("find_seekers", "follow", "fill", "homes_on_benefit", "join_in", "count_hired")


def beside(monkeypatch: pytest.MonkeyPatch, kernel: str, seen: Counter) -> None:
    real, twin = getattr(job_kernels, kernel), getattr(twin_jobs, kernel)
    names = list(inspect.signature(twin).parameters)

    def both(*given):
        copies = [value.copy() if isinstance(value, np.ndarray) else value for value in given]
        before = given[names.index("flows")].copy() if "flows" in names else None
        mine, other = real(*given), twin(*copies)
        if mine is not None:
            assert mine.tolist() == other
            seen[kernel] += len(other)
        count = dict(zip(names, given, strict=True)).get("count")
        for name, left, right in zip(names, given, copies, strict=True):
            if name in ("held", "whose", "rank", "income"):
                # What lies beyond the list is of no account.
                there = np.arange(left.shape[1]) < count[:, None]
                np.testing.assert_array_equal(left[there], right[there], err_msg=f"{kernel}: {name}")
            elif isinstance(left, np.ndarray) and name != "room":
                np.testing.assert_array_equal(left, right, err_msg=f"{kernel}: {name}")
            if name in ("gone", "hired", "released", "homes"):
                seen[name] += int(left.sum())
            if kernel == "join_in" and name == "flows":
                seen["joined"] += int((left - before)[:, Flow.JOINED].sum())
        seen[kernel] += 1
        return mine

    monkeypatch.setattr(job_kernels, kernel, both)


@pytest.mark.parametrize(("first_replicate", "lasting"), [(0, True), (4_000_000_000, True), (0, False)])
def test_a_life_of_jobs(monkeypatch, first_replicate, lasting):
    seen = Counter()
    for kernel in KERNELS:
        beside(monkeypatch, kernel, seen)
    model = NeighbourhoodModel(
        busy({**WORKING, "feedbacks.jobs_to_members": lasting}), 2, seed=2**40 + 7, first_replicate=first_replicate,
        checking=True,
    )  # fmt: skip
    model.run()
    assert all(seen[kernel] > 0 for kernel in KERNELS if lasting or kernel != "join_in")
    assert seen["hired"] > 20
    assert seen["released"] > 5
    assert seen["gone"] > 5
    assert seen["homes"] > 50
    assert (seen["joined"] > 0) == lasting


def test_jobs_do_not_depend_on_the_chunk():
    whole = run_chunk(busy(WORKING), 0, 5, 1)
    for first, count in ((0, 2), (2, 3)):
        part = run_chunk(busy(WORKING), first, count, 1)
        for name, column in part.columns.items():
            same = np.array_equal(
                column, whole.columns[name][first : first + count], equal_nan=column.dtype.kind == "f"
            )
            assert same, name


def test_an_actor_more_moves_nobody_elses_jobs():
    one = futures(busy(WORKING), 3)
    other = futures(busy({**WORKING, "money.contracts.none": {"value": 0, "win_chance": 0, "bid_cost": 0}}), 3)
    moved = set(differing(one, other))
    assert not moved & {"jobs_for_seekers", "people_hired", "benefits_saved", "members", "cash"}
