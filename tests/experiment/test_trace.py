"""A future followed from person to person is the same future."""

from __future__ import annotations

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.experiment.trace import trace
from wijkbv_sim.model.columns import ACTIVE, MEMBER

SMALL = wb.load("malburgen").with_(area__inhabitants=400, time__years=2)


@pytest.mark.parametrize("replicate", [0, 7])
def test_whoever_is_watched_the_counts_are_those_of_the_run(replicate):
    found = trace(SMALL, replicate, seed=3, watched=400)
    results = wb.simulate(SMALL, replicates=replicate + 1, seed=3)
    members = (found.state[1:] >= MEMBER).sum(axis=1)
    np.testing.assert_array_equal(members, results.column("members")[replicate])
    active = (found.state[1:] == ACTIVE).sum(axis=1)
    np.testing.assert_array_equal(active, results.column("active_members")[replicate])


def test_a_piece_lies_around_a_member_and_hangs_together():
    found = trace(SMALL, watched=60)
    assert found.state[:, 0].max() >= MEMBER
    assert len(set(found.homes.tolist())) == 60
    reached = {0}
    for _ in range(60):
        reached |= {b for a, b in found.ties.tolist() if a in reached} | {
            a for a, b in found.ties.tolist() if b in reached
        }
    assert reached == set(range(60))


def test_arrivals_only_grow():
    found = trace(SMALL, watched=50)
    assert (np.diff(found.arrivals.astype(int), axis=0) >= 0).all()


def test_nobody_to_watch_is_an_error():
    with pytest.raises(ValueError, match=r"watched\(=0\)"):
        trace(SMALL, watched=0)
