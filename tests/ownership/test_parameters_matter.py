"""Every parameter of ownership in full changes something, somewhere; a run is the same however it is cut."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.ownership.worlds import full
from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.scenario.governance import Leaders, Meeting, ShareOffer, Shares, Surplus, WindUp

OTHER: dict[str, Any] = {
    "outreach_target": "old", "outreach_targeted": 0, "targeting_effect": 5,
    "meeting.month": 9, "meeting.turnout": 5, "meeting.opinion_spread": 4, "meeting.say_activation": 800,
    "meeting.say_retention": 0,
    "surplus.reserve": 100, "surplus.fund": 100, "surplus.price_cut": 0, "surplus.new_service": 0,
    "surplus.dividend": 0, "surplus.fund_to_residents": 1, "surplus.start_up_cost": 9_000,
    "surplus.start_up_income": 10_000,
    "leaders.exit_chance": 5, "leaders.preparation": 95, "leaders.succession": 95, "leaders.pool": 100,
    "leaders.gap_quality": 90, "leaders.gap_trust": 100, "leaders.gap_activation": 100, "leaders.gap_failure": 60,
    "shares.notice": 12, "shares.withdrawal_cap": 50, "shares.interest_cap": 1,
    "offers.first.start_month": 9, "offers.first.target": 8_000, "offers.first.minimum": 29_000,
    "offers.first.investors": 5, "offers.first.amount_median": 50, "offers.first.amount_mean": 600,
    "offers.first.cost": 0,
    "wind_up.asset_lock": True, "wind_up.fewest_members": 200, "wind_up.forced_sale": 20, "wind_up.receivables": 5,
    "wind_up.staff_claim": 0,
}  # fmt: skip
"""Another value for each, in the full world."""

UNDER = {
    "meeting.advice": ({"ownership.legal_form": "bv"}, 100),
    "wind_up.successor": ({"ownership.wind_up.asset_lock": True}, "sister_foundation"),
}
"""Those that need another world to matter in: its changes, and the other value."""


@cache
def base() -> Chunk:
    return run_chunk(full(), 0, 8, 1)


def differ(a: Chunk, b: Chunk) -> list[str]:
    return [name for name in a.columns if not np.array_equal(a.columns[name], b.columns[name], equal_nan=True)]


@pytest.mark.parametrize("path", OTHER)
def test_it_matters(path):
    assert differ(base(), run_chunk(full({f"ownership.{path}": OTHER[path]}), 0, 8, 1))


@pytest.mark.parametrize("path", UNDER)
def test_it_matters_in_another_world(path):
    world, value = UNDER[path]
    there = run_chunk(full(world), 0, 8, 1)
    assert differ(there, run_chunk(full({**world, f"ownership.{path}": value}), 0, 8, 1))


@pytest.mark.parametrize("feedback", ["leaders_to_quality", "say_to_members"])
def test_a_feedback_matters(feedback):
    assert differ(base(), run_chunk(full({f"feedbacks.{feedback}": False}), 0, 8, 1))


def test_a_loans_rank_matters():
    assert differ(base(), run_chunk(full({"money.loans.fund.rank": "secured"}), 0, 8, 1))


def test_none_is_forgotten():
    sections = {
        "meeting": Meeting, "surplus": Surplus, "leaders": Leaders, "shares": Shares, "offers.first": ShareOffer,
        "wind_up": WindUp,
    }  # fmt: skip
    known = {f"{prefix}.{name}" for prefix, section in sections.items() for name in section.model_fields}
    assert known - {"offers.first.title"} <= {*OTHER, *UNDER}


def test_replicates_are_the_same_alone_and_together():
    parts = [run_chunk(full(), first, count, 1) for first, count in ((0, 3), (3, 5))]
    for name, values in base().columns.items():
        both = np.concatenate([part.columns[name] for part in parts])
        np.testing.assert_array_equal(values, both, err_msg=name)


def test_threads_change_nothing():
    scenario = full({"area.inhabitants": 3_000}, years=2)
    assert differ(run_chunk(scenario, 0, 40, 1), run_chunk(scenario, 0, 40, 1, threads=2)) == []


def test_every_variable_is_reported_and_explained():
    assert list(base().columns)[: len(VARIABLES)] == list(VARIABLES)
    for variable in VARIABLES.values():
        assert variable.help_nl
        assert variable.help_en
