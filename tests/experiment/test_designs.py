"""Designs: even, correlated, within bounds, the same to the bit whether they were saved, cut up or not."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.stats import spearmanr

import wijkbv_sim as wb
from tests.worlds import busy
from wijkbv_sim.experiment import designs
from wijkbv_sim.experiment.designs import DesignError, read_design
from wijkbv_sim.results.results import Results

FEE, OUTREACH = "ownership.fee", "ownership.outreach"


def doubtful(**more):
    return busy({FEE: {"uniform": [0, 40]}, OUTREACH: {"triangular": [1, 5, 20]}, **more}, years=1)


def test_a_latin_hypercube_meets_each_part_of_a_range_once():
    design = designs.latin_hypercube(doubtful(), 64, paths=[FEE])
    assert sorted(np.floor(design.values[FEE] / 40 * 64)) == list(range(64))


def test_sobol_points_are_even_and_scrambled_by_the_seed():
    one, two = (designs.sobol(doubtful(), 256, seed, [FEE, OUTREACH]) for seed in (1, 2))
    for design in (one, two):
        quarters, _, _ = np.histogram2d(design.even[:, 0], design.even[:, 1], bins=4, range=[[0, 1], [0, 1]])
        assert (quarters == 16).all()
    assert not np.array_equal(one.values[FEE], two.values[FEE])
    with pytest.raises(DesignError, match="power of two"):
        designs.sobol(doubtful(), 100)


@pytest.mark.parametrize("sampler", [designs.latin_hypercube, designs.sobol])
def test_groups_are_correlated_as_the_scenario_says_and_margins_stay(sampler):
    group = [{"parameters": [FEE, OUTREACH], "correlation": 0.7}]
    design = sampler(doubtful(correlations=group), 2048)
    assert spearmanr(design.values[FEE], design.values[OUTREACH]).statistic == pytest.approx(0.7, abs=0.04)
    np.testing.assert_allclose(np.quantile(design.values[FEE], [0.25, 0.5, 0.75]), [10, 20, 30], atol=0.7)


def test_whole_numbers_are_rounded():
    scenario = doubtful(**{"money.patience": {"uniform": [3, 9]}})
    values = designs.latin_hypercube(scenario, 32).values["money.patience"]
    assert set(values) <= set(range(3, 10))


def test_a_grid_is_every_combination_in_the_same_futures():
    design = designs.grid(doubtful(), {FEE: [0, 10, 20], OUTREACH: [1, 2]}, futures=4)
    assert design.rows == 24
    assert len(set(zip(design.values[FEE], design.values[OUTREACH], design.futures, strict=True))) == 24


def test_one_at_a_time_moves_one_factor_only():
    design = designs.one_at_a_time(doubtful(), 2, [FEE, OUTREACH])
    table = np.column_stack(list(design.values.values()))[::2]
    assert ((table != table[0]).sum(axis=1) == [0, 1, 1, 1, 1]).all()
    np.testing.assert_allclose(np.unique(design.values[FEE]), [2, 20, 38])


def test_a_design_is_read_back_to_the_bit(tmp_path):
    scenario = doubtful()
    design = designs.latin_hypercube(scenario, 10)
    again = read_design(design.write(tmp_path / "design.csv"), scenario)
    assert list(again.values) == list(design.values)
    assert all(np.array_equal(again.values[path], design.values[path]) for path in design.values)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ownership.fee\n10\n5000000\n", "row 2, column ownership.fee: 5e+06 lies outside the range"),
        ("ownership.fee\n10\nten\n", "row 2, column ownership.fee: expected a number, not ten"),
        ("ownership.fee\n10\n1,2\n", "row 2: expected 1 values, not 2"),
        ("ownership.fe\n10\n", "did you mean ownership.fee"),
        ("area.inhabitants\n10\n", "must be the same in every future"),
        ("ownership.fee\n", "at least one row"),
        ("future,ownership.fee\n-1,10\n", "whole numbers from 0"),
        ("ownership.fee,ownership.fee\n1,2\n", "each name once"),
        ("future\n1\n", "at least one parameter"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, text, said):
    path = tmp_path / "design.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DesignError, match=r"design\.csv") as error:
        read_design(path, doubtful())
    assert said in str(error.value)


def test_a_run_of_a_design_is_the_same_however_it_is_cut_up_and_kept_beside_the_results(tmp_path):
    scenario = doubtful()
    design = designs.grid(scenario, {FEE: [0, 20, 40]}, futures=4)
    whole = wb.simulate(scenario, design=design, workers=1)
    cut = wb.simulate(scenario, design=design, workers=1, chunk_size=5, out=tmp_path / "out")
    again = Results.open(tmp_path / "out")
    for results in (cut, again):
        np.testing.assert_array_equal(whole.column("members"), results.column("members"))
        np.testing.assert_array_equal(results.design["future"], design.futures)
        np.testing.assert_array_equal(results.design[FEE], design.values[FEE])
    copy = Results.open(whole.save(tmp_path / "copy"))
    assert copy.design.equals(again.design)


def test_rows_of_one_future_share_its_luck():
    scenario = doubtful()
    design = designs.grid(scenario, {FEE: [20, 20]}, futures=3)
    members = wb.simulate(scenario, design=design, workers=1).column("members")
    np.testing.assert_array_equal(members[:3], members[3:])
    plain = wb.simulate(scenario.with_({FEE: 20}), 3, workers=1)
    np.testing.assert_array_equal(members[:3], plain.column("members"))


def test_a_design_that_the_scenario_cannot_take_is_refused():
    with pytest.raises(DesignError, match=r"row 1, column ownership\.fee"):
        designs.grid(doubtful(), {FEE: [-1]})
    with pytest.raises(DesignError, match="is certain"):
        designs.latin_hypercube(doubtful(), 4, paths=["money.opening_cash"])
    with pytest.raises(ValueError, match="must be the 4 rows"):
        wb.simulate(doubtful(), 5, design=designs.latin_hypercube(doubtful(), 4))
