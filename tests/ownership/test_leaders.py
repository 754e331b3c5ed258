"""Key persons: how long a company goes without a leader, and what that does to it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.ownership.worlds import full, quiet, run
from wijkbv_sim.model.failure import Cause

GAPS = {"ownership.leaders.exit_chance": 40, "ownership.leaders.preparation": 0, "ownership.leaders.succession": 60}
ON = {"feedbacks.leaders_to_quality": True}


def test_the_part_of_time_without_a_leader_is_that_of_two_states():
    model = run(quiet(GAPS, years=12), 600)
    out, back = 1 - (1 - 0.4) ** (1 / 12), 1 - (1 - 0.6) ** (1 / 12)
    # Month by month p' = p (1 - back) + (1 - p) out, from 0.
    gap = out / (out + back) * (1 - (1 - out - back) ** 144)
    found = 1 - np.array(model.datacollector.model_vars["leader"])[-1]
    assert found.mean() == pytest.approx(gap, abs=4 * np.sqrt(gap * (1 - gap) / 600))


def test_a_successor_who_stands_ready_leaves_no_gap():
    model = run(quiet({**GAPS, "ownership.leaders.preparation": 100}, years=4), 50)
    assert np.array(model.datacollector.model_vars["leader"]).min() == 1


@pytest.mark.parametrize(("active", "ready"), [(0, 0.0), (5, 0.5), (20, 1.0)])
def test_few_active_members_make_succession_rarer(active, ready):
    changes = {**GAPS, "ownership.leaders.exit_chance": 100, "ownership.leaders.preparation": 100,
               "ownership.initial_active": active}  # fmt: skip
    model = run(quiet(changes), 1_000, months=1)
    # Everybody leaves in the first month: what is sure, is at once.
    assert model.leaders.present.mean() == pytest.approx(ready, abs=0.05)


def test_without_the_feedback_a_gap_is_seen_and_does_nothing():
    base = run(full({"feedbacks.leaders_to_quality": False, "ownership.leaders.exit_chance": 0}), 4)
    other = run(full({"feedbacks.leaders_to_quality": False, "ownership.leaders.exit_chance": 90}), 4)
    np.testing.assert_array_equal(base.ledger.balance, other.ledger.balance)
    np.testing.assert_array_equal(base.residents.state, other.residents.state)
    assert not other.leaders.present.all()


def test_a_gap_lowers_quality_trust_and_activation():
    stays = {"ownership.leaders.gap_failure": 0, "money.patience": 60, "ownership.leaders.exit_chance": 100,
             "ownership.leaders.preparation": 0, "ownership.leaders.succession": 0,
             "municipality.initial_trust": 20}  # fmt: skip
    base = run(full({**stays, "feedbacks.leaders_to_quality": False}, years=2), 20)
    gap = run(full(stays, years=2), 20)
    assert not gap.leaders.present.any()
    assert (gap.quality < base.quality).all()
    assert (gap.municipality.trust < base.municipality.trust).all()
    assert gap.residents.active_members.sum() < base.residents.active_members.sum()


def test_each_effect_of_a_gap_is_as_stated():
    changes = {**ON, **GAPS, "ownership.leaders.exit_chance": 100, "ownership.leaders.succession": 0,
               "ownership.leaders.gap_quality": 20, "ownership.leaders.gap_trust": 30,
               "ownership.leaders.gap_activation": 40, "ownership.leaders.gap_failure": 0}  # fmt: skip
    leaders = run(quiet(changes), 3, months=12).leaders
    assert not leaders.present.any()
    np.testing.assert_allclose([leaders.quality, leaders.trust, leaders.activation], [[0.8] * 3, [0.7] * 3, [0.6] * 3])


def test_a_company_without_a_leader_may_give_up():
    changes = {**ON, **GAPS, "ownership.leaders.exit_chance": 100, "ownership.leaders.succession": 0,
               "ownership.leaders.gap_failure": 30}  # fmt: skip
    model = run(quiet(changes, years=3), 1_500)
    # The leader goes in the first month, and then it is 30% a year.
    assert model.company.alive.mean() == pytest.approx(0.7**3, abs=0.05)
    assert set(model.company.cause) == {Cause.NONE, Cause.NO_LEADER}
    np.testing.assert_array_equal(model.observer.now["cause"] == Cause.NO_LEADER, ~model.company.alive)
