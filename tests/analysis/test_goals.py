"""Goal seek against closed forms of scenarios in which nothing feeds back."""

from __future__ import annotations

import numpy as np
import pytest

import wijkbv_sim as wb
from tests.worlds import contract, quiet
from wijkbv_sim.analysis.goals import GoalError, break_even
from wijkbv_sim.analysis.search import pareto, rescue
from wijkbv_sim.experiment.designs import DesignError
from wijkbv_sim.results.targets import target
from wijkbv_sim.scenario.dials import dial

VALUE = "money.contracts.green.value"


def plain(**changes):
    """One contract paid at once, overhead of 24,000 a year, and nothing else: the result is their difference."""
    return quiet({"money.contracts": {"green": contract()}, "money.overhead": 24_000, **changes})


def test_break_even_of_a_certain_scenario_is_where_income_meets_overhead():
    found = break_even(plain(), VALUE, "operating_result>=0@1", between=(0, 60_000),
                       futures=2, rounds=6)  # fmt: skip
    assert found.value == pytest.approx(24_000, rel=1e-3)
    assert found.rising
    assert found.turning == 0


def test_break_even_of_a_dial_moves_its_numbers_in_proportion():
    """Contracts of 12,000 and 6,000 against an overhead of 27,000: they balance where each is half as much again."""
    scenario = plain(**{
        "money.contracts": {"green": contract(), "small": {**contract(), "value": 6_000}}, "money.overhead": 27_000,
    })  # fmt: skip
    asked = {"goal": "operating_result>=0@1", "between": (0, 90_000), "futures": 2, "rounds": 6}
    found = break_even(scenario, "contracts", **asked)
    assert found.value == pytest.approx(27_000, rel=1e-3)
    assert found.unit == "EUR/year"
    assert break_even(scenario, dial("contracts"), **asked).value == found.value
    values = dial("contracts").values(scenario, 27_000)
    assert values == {"money.contracts.green.value": 18_000, "money.contracts.small.value": 9_000}
    with pytest.raises(GoalError, match="nothing that the dial rent moves"):
        break_even(scenario, "rent", "alive@1")
    with pytest.raises(DesignError, match="did you mean contracts"):
        break_even(scenario, "contract", "alive@1")


def test_break_even_with_a_chance_is_the_quantile_of_what_is_in_doubt():
    scenario = plain().with_({"money.overhead": {"uniform": [10_000, 30_000]}})
    found = break_even(scenario, VALUE, "operating_result>=0@1", chance=0.75, between=(5_000, 60_000), futures=400)
    assert found.low < 25_000 < found.high
    assert found.value == pytest.approx(25_000, rel=0.03)
    # In these very futures it is the quantile of what was drawn.
    drawn = wb.simulate(scenario, 400).drawn["money.overhead"]
    assert found.value == pytest.approx(np.quantile(drawn, 0.75), rel=0.005)


def test_break_even_the_other_way_round():
    found = break_even(plain(), "money.overhead", "operating_result>=0@1", between=(0, 60_000), futures=2, rounds=6)
    assert found.value == pytest.approx(12_000, rel=1e-3)
    assert not found.rising


@pytest.mark.parametrize(("goal", "why"), [("cash>=1e9@1", "nowhere"), ("cash>=-1e9@1", "everywhere")])
def test_a_goal_that_no_value_changes(goal, why):
    found = break_even(plain(), VALUE, goal, between=(0, 60_000), futures=2)
    assert np.isnan(found.value)
    assert found.why == why
    assert found.sentences("nl") != found.sentences("en")


def test_what_cannot_be_sought_is_refused():
    with pytest.raises(GoalError, match="chance"):
        break_even(plain(), VALUE, "alive@1", chance=1)
    with pytest.raises(DesignError, match="same in every future"):
        break_even(plain(), "area.inhabitants", "alive@1", between=(50, 100))


def test_rescue_finds_the_cheapest_dial():
    """A shortage of 12,000 a year: either dial can close it, the contract over a fifth of its range."""
    found = rescue(
        plain(), {VALUE: (0, 60_000), "money.overhead": (0, 36_000)}, "operating_result>=0@1", futures=2, seed=3
    )
    assert found.found
    assert found.chance_now == 0
    assert found.chance_then == 1
    assert abs(found.changes["step"]).sum() == pytest.approx(0.2, abs=0.02)
    assert list(found.changes["path"]) == [VALUE]


def test_a_rescue_is_tried_once_more_in_futures_it_was_not_sought_in():
    """What is picked in four futures: the chance again is that of those very other futures."""
    scenario = plain().with_({"money.overhead": {"uniform": [10_000, 30_000]}})
    found = rescue(scenario, {VALUE: (0, 60_000)}, "operating_result>=0@1", chance=0.75, futures=4, seed=2)
    assert found.found
    assert found.again == 200
    changed = scenario.with_({VALUE: float(found.changes["then"].iloc[0])})
    results = wb.simulate(changed, 204, 2)
    met = target("operating_result>=0@1").of(results)
    assert found.chance_then == met[:4].mean()
    assert found.chance_again == met[4:].mean()
    assert any("200" in sentence for sentence in found.sentences("en"))


def test_nothing_to_rescue_and_nothing_that_can():
    assert rescue(plain(), {VALUE: (0, 60_000)}, "alive@1", futures=2).changes.empty
    assert not rescue(plain(), {VALUE: (0, 20_000)}, "operating_result>=0@1", futures=2, generations=3).found


def test_a_pareto_front_holds_no_setting_that_another_betters():
    dials = {VALUE: (0, 60_000), "money.overhead": (0, 36_000)}
    front = pareto(plain(), dials, {"cash_end": "max", "spending": "max"}, futures=2, generations=6, population=24)
    cash, spending = front["cash_end"].to_numpy(), front["spending"].to_numpy()
    assert len(front) > 3
    for k in range(len(front)):
        assert not ((cash > cash[k]) & (spending > spending[k])).any()
    # More spending costs as much cash, whatever the contract, which is best at its highest.
    assert front[VALUE].median() > 50_000
