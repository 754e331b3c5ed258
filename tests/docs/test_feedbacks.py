"""docs/feedbacks.md has a row for every switch and scenario, about the scenarios as they are."""

from __future__ import annotations

import math

import pytest

from scripts import feedbacks
from wijkbv_sim import load
from wijkbv_sim.scenario.schema import Feedbacks

THERE = feedbacks.PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("switch", Feedbacks.model_fields)
def test_every_switch_has_its_row_in_every_table_and_a_sentence(switch):
    rows = [line for line in THERE.splitlines() if line.startswith(f"| `{switch}` |")]
    assert len(rows) == 1 + len(feedbacks.SCENARIOS), "run `make docs`"
    for row in rows[1:]:
        assert row.count("|") == len(feedbacks.HEADLINES) + 2
    told = [line for line in THERE.splitlines() if line.startswith(f"- Without {feedbacks.couples(switch)}")]
    assert len(told) == len(feedbacks.SCENARIOS)


@pytest.mark.parametrize("name", feedbacks.SCENARIOS)
def test_it_is_about_the_scenario_as_it_is(name):
    assert f"`{name}`, digest `{load(name).digest}`" in THERE, "run `make docs`"


def test_no_switch_does_nothing_everywhere():
    """Which loops never come into play in any of the scenarios is known, and is a fact about these scenarios."""
    idle = {
        switch
        for switch in Feedbacks.model_fields
        if THERE.count(f"Without {feedbacks.couples(switch)} nothing changes") == len(feedbacks.SCENARIOS)
    }
    assert len(idle) <= 3, idle


def test_words_by_hand():
    sure = {"futures": 100, "equal": 0.0, "better": 0.02, "mean_difference": -12.0, "median_difference": -11.0,
            "p5": -20.0, "p95": -1.0}  # fmt: skip
    same = {**sure, "equal": 1.0, "better": 0.5, "mean_difference": 0.0}
    chance = {**sure, "mean_difference": -0.04, "median_difference": -0.04, "p5": math.nan, "p95": math.nan}
    assert feedbacks.cell(sure, 1) == "-11.0 [-20.0, -1.0]"
    assert feedbacks.cell(same, 1) == "0"
    assert feedbacks.cell(chance, 100) == "-4.0"

    def told(**found):
        return feedbacks.sentence("quality_to_trust", found, True)

    assert told(members_end=sure, trust_end=same) == (
        "Without quality to trust, on average, 12.0 fewer members at the end (lower in 98 of 100 futures)."
    )
    assert "never comes into play" in told(members_end=same)
    assert "hardly anything" in told(members_end={**sure, "mean_difference": -0.5})
    assert "4.0 fewer futures of 100" in told(pays_its_way=chance)


@pytest.mark.slow
def test_the_page_is_what_the_code_makes():
    assert feedbacks.page() == THERE, "docs/feedbacks.md is out of date: run `make docs`"
