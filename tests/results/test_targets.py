"""Targets and what a comparison says of them: the chance of each and all, regret, variance reduction."""

import numpy as np
import pytest

import wijkbv_sim as wb
from tests.worlds import busy
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.percentiles import share_interval
from wijkbv_sim.results.targets import (
    MODEST,
    OUTLIVES,
    Measure,
    Target,
    TargetError,
    measure,
    modest,
    target,
    targets,
)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("alive@10", Target(Measure("alive", 10), ">=", 1)),
        ("member_share >= 10% @ 10", Target(Measure("member_share", 10), ">=", 0.1)),
        ("own_income_share>75%@10", Target(Measure("own_income_share", 10), ">", 0.75)),
        ("lowest_cash>=-5000", Target(Measure("lowest_cash"), ">=", -5000)),
        ("debt<1.5e5@3", Target(Measure("debt", 3), "<", 150_000)),
        ("pays_its_way", Target(Measure("pays_its_way"), ">=", 1)),
    ],
)
def test_targets_are_read_and_written(written, read):
    assert target(written) == read
    assert target(str(read)) == read


@pytest.mark.parametrize(
    ("written", "said"),
    [("member>=1", "did you mean"), ("members_end", "a value"), ("members>=1.2.3", "expected a number"),
     ("members=>3", "expected such as"), ("lowest_cash>=0@5", "there is no variable lowest_cash")],
)  # fmt: skip
def test_what_cannot_be_read_is_told(written, said):
    with pytest.raises(TargetError, match=said):
        target(written)


def test_one_text_may_hold_several():
    assert [str(t) for t in targets(["alive@10, members>=5@2", "pays_its_way"])] == [
        "alive>=1@10", "members>=5@2", "pays_its_way>=1",
    ]  # fmt: skip


def test_a_year_that_is_not_simulated():
    results = wb.simulate(busy(years=1), 2)
    with pytest.raises(TargetError, match="year from 1 to 1"):
        measure("cash@2").of(results)


def test_no_value_does_not_meet():
    np.testing.assert_array_equal(target("own_income_share<=1@1").met(np.array([0.5, np.nan])), [1, 0])


@pytest.fixture(scope="module")
def comparison():
    base = busy(years=2)
    return wb.compare([base, base, base.with_({"ownership.fee": 60}), base.with_({"money.opening_cash": 300_000})], 60)


def test_a_scenario_against_itself_is_exactly_zero(comparison):
    table = comparison.difference()
    own = table[table["scenario"] == comparison.names[1]]
    assert (own["mean_difference"] == 0).all()
    assert (own[["p5", "p95"]].fillna(0) == 0).all(axis=None)
    assert (own["equal"] == 1).all()
    ratio = comparison.variance_reduction().set_index("scenario").loc[comparison.names[1], "ratio"]
    assert np.isinf(ratio.dropna()).all()


def test_common_draws_are_worth_futures(comparison):
    table = comparison.variance_reduction().set_index(["scenario", "indicator"])["ratio"]
    assert table[comparison.names[3], "cash_end"] > 10


def test_regret_is_zero_for_the_best_and_the_gap_for_the_rest(comparison):
    table = comparison.regret().set_index(["indicator", "scenario"])
    cash = table.loc["cash_end"]
    values = np.stack([r.column("cash")[:, -1] for r in comparison.results])
    np.testing.assert_allclose(cash["largest"], (values.max(axis=0) - values).max(axis=1))
    assert (table.groupby("indicator")["minimax"].sum() >= 1).all()
    assert cash.loc[comparison.names[3], "mean"] == cash["mean"].min()


def test_chance_of_each_target_and_of_all(comparison):
    table = comparison.targets(["alive@2", "members>=40@2"])
    for name, results in zip(comparison.names, comparison.results, strict=True):
        own = table[table["scenario"] == name].set_index("target")["chance"]
        alive, many = results.column("alive")[:, -1] > 0, results.column("members")[:, -1] >= 40
        assert own["alive>=1@2"] == alive.mean()
        assert own["members>=40@2"] == many.mean()
        assert own["all"] == (alive & many).mean()


def test_intervals_of_shares_cover():
    """Wilson's interval holds the true share in about 90 of 100 samples, near the edge too."""
    random = np.random.default_rng(1)
    for true in (0.02, 0.3, 0.9):
        inside = [low <= true <= high for low, high in
                  (share_interval(x / 200, 200) for x in random.binomial(200, true, 2_000))]  # fmt: skip
        assert 0.85 < np.mean(inside) < 0.97
    assert share_interval(0.0, 50)[0] == 0
    assert share_interval(1.0, 50)[1] == 1


def test_modest_targets_lie_below_what_the_middle_future_reaches():
    results = wb.simulate(busy(), replicates=12, seed=3)
    years = results.scenario.time.years
    found = {str(goal.measure): goal for goal in modest(results)}
    assert found[f"alive@{years}"].value == 1
    assert found["lowest_cash"].value == 0
    for name in ("member_share", "own_income_share"):
        middle = np.nanmedian(Measure(name, years).of(results))
        goal = found[f"{name}@{years}"]
        assert 0 < goal.value <= MODEST * middle
        assert goal.met(np.array([middle])) == 1


@pytest.fixture(scope="module")
def failing():
    """Futures of which most end early, some of them in the last year."""
    return wb.simulate(wb.load("bewonersbedrijf-no-grants").with_(area__inhabitants=600), 60, seed=3)


def test_no_target_at_the_end_is_met_by_a_company_that_has_ended(failing):
    ended = failing.column("alive")[:, -1] == 0
    last = ended & (failing.column("alive")[:, -13] > 0)
    assert 0 < ended.sum() < ended.size
    assert last.any()
    years = failing.scenario.time.years
    at_end = [Measure(name, years) for name in VARIABLES] + [Measure(n) for n in INDICATORS if n.endswith("_end")]
    for what in at_end:
        if what.name in OUTLIVES:
            continue
        met = np.maximum(*(Target(what, sign, 0.0).of(failing) for sign in (">=", "<")))
        assert not met[ended].any(), str(what)
        assert met.sum() <= (~ended).sum()
    # What its last twelve months were is no answer.
    assert (Measure("own_income_share", years).of(failing)[last] >= 0).any()


def test_what_there_is_without_a_company_is_still_asked_of_it(failing):
    ended = failing.column("alive")[:, -1] == 0
    years = failing.scenario.time.years
    np.testing.assert_array_equal(target(f"alive<1@{years}").of(failing), ended)
    np.testing.assert_array_equal(target(f"cause>0@{years}").of(failing), ended)
    whole_story = target("lowest_cash>=-1e9").of(failing)
    assert whole_story.all()


def test_a_year_in_which_it_still_existed_counts(failing):
    there = failing.column("alive")[:, 11] > 0
    np.testing.assert_array_equal(target("members>=0@1").of(failing), there)
