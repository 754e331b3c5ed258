"""Scenario discovery: a box that was put there is found, and luck alone gives none."""

import numpy as np
import pandas as pd
import pytest

import wijkbv_sim as wb
from tests.worlds import contract, quiet
from wijkbv_sim.analysis.discovery import boxes_of, discover
from wijkbv_sim.results.targets import target


def test_a_planted_box_is_found():
    random = np.random.default_rng(1)
    table = pd.DataFrame(random.random((2_000, 6)), columns=list("abcdef"))
    misses = ((table["b"] > 0.7) & (table["e"] <= 0.4)).to_numpy()
    (box,), missed = boxes_of(table, misses)
    assert set(box.bounds) == {"b", "e"}
    assert box.bounds["b"][0] == pytest.approx(0.7, abs=0.01)
    assert box.bounds["e"][1] == pytest.approx(0.4, abs=0.01)
    assert box.coverage > 0.98
    assert box.density > 0.98
    assert missed == misses.mean()


def test_nothing_is_found_where_nothing_or_everything_fails():
    table = pd.DataFrame({"a": np.linspace(0, 1, 100)})
    assert boxes_of(table, np.zeros(100, dtype=bool))[0] == ()
    assert boxes_of(table, np.ones(100, dtype=bool))[0] == ()


def test_a_scenario_fails_where_its_overhead_is_high():
    scenario = quiet({"money.contracts": {"green": contract()}}).with_({"money.overhead": {"uniform": [0, 20_000]}})
    found = discover(wb.simulate(scenario, 400), target("operating_result>=0@1"))
    assert found.boxes[0].bounds["money.overhead"][0] == pytest.approx(12_000, rel=0.03)
    assert found.sentences("nl") != found.sentences("en")
