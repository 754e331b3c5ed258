"""Calibration: a truth that is known is found, and 90% intervals hold it in about 90 of 100 cases."""

from __future__ import annotations

import numpy as np
import pytest

import wijkbv_sim as wb
from tests.worlds import busy, contract, quiet
from wijkbv_sim.analysis.calibration import Actuals, CalibrationError, calibrate, read_actuals

OVERHEAD, POTENTIAL, VALUE = "money.overhead", "ownership.potential", "money.contracts.green.value"


def plain(years=3):
    return quiet({"money.contracts": {"green": contract()}}, years=years).with_(
        {OVERHEAD: {"uniform": [0, 24_000]}, VALUE: {"uniform": [6_000, 18_000]}}
    )


def test_numbers_that_say_it_all_find_the_truth():
    actuals = Actuals({("income_contracts", 1): 9_000, ("cash", 1): 9_000 - 15_000, ("cash", 2): 2 * -6_000})
    found = calibrate(plain(), actuals, particles=200)
    table = found.parameters.set_index("path")
    assert table.loc[VALUE, "p5"] <= 9_000 <= table.loc[VALUE, "p95"]
    assert table.loc[OVERHEAD, "p5"] <= 15_000 <= table.loc[OVERHEAD, "p95"]
    assert (table["narrowed"] > 0.7).all()
    assert list(found.distance) == sorted(found.distance, reverse=True)
    forecast = found.forecast(workers=1)
    assert np.median(forecast.column("cash")[:, -1]) == pytest.approx(-18_000, abs=1_500)
    assert found.sentences("nl") != found.sentences("en")
    assert found.design.rows == 200


def test_numbers_that_say_nothing_leave_the_prior():
    found = calibrate(plain(), Actuals({("members", 1): 0}), particles=300, rounds=2)
    assert (found.parameters["narrowed"].abs() < 0.15).all()


def test_quantities_with_most_to_learn_are_chosen():
    actuals = Actuals({("members", 1): 60, ("income_contracts", 1): 150_000})
    found = calibrate(busy(years=2), actuals, particles=60, rounds=1)
    assert len(found.parameters) == 8
    assert POTENTIAL in set(found.parameters["path"])


def test_actuals_beyond_the_story_are_refused():
    with pytest.raises(CalibrationError, match="year 5"):
        calibrate(plain(), Actuals({("cash", 5): 1}))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("year,member\n2026,5\n", "did you mean members"),
        ("year,members\n2026,five\n", "row 1, column members: expected a number"),
        ("year,members\n2040,5\n", "expected a year from 2026 to 2028"),
        ("year,members\n2026,5\n2026,6\n", "twice"),
        ("members,year\n5,2026\n", "first column year"),
        ("year,members\n2026,\n", "at least one number"),
    ],
)
def test_what_is_wrong_in_a_file_is_named(tmp_path, text, said):
    path = tmp_path / "actuals.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CalibrationError, match=said):
        read_actuals(path, plain())


def test_actuals_are_read(tmp_path):
    path = tmp_path / "actuals.csv"
    path.write_text("year,members,cash\n2026,5,\n2027,8,-100.5\n", encoding="utf-8")
    found = read_actuals(path, plain())
    assert found.values == {("members", 1): 5, ("members", 2): 8, ("cash", 2): -100.5}
    assert found.years == 2


@pytest.mark.slow
def test_intervals_of_90_percent_cover_about_90_percent():
    """Truths drawn from the prior, in futures that the calibration does not have."""
    scenario = busy(
        {"area.inhabitants": 300, POTENTIAL: {"uniform": [5, 60]}, "ownership.leaving": {"uniform": [2, 20]}}, years=3
    )
    paths = [POTENTIAL, "ownership.leaving"]
    names = [("members", 1), ("members", 2), ("members", 3), ("joined", 1), ("left", 2), ("income_members", 2)]
    truths = wb.simulate(scenario, 40, seed=99, workers=1)
    from wijkbv_sim.results.targets import Measure

    values = {name: Measure(*name).of(truths) for name in names}
    inside = []
    for k in range(truths.replicates):
        actuals = Actuals({name: float(values[name][k]) for name in names})
        table = calibrate(scenario, actuals, paths=paths, particles=200, rounds=3, seed=1_000 + k).parameters
        for row in table.to_dict("records"):
            inside.append(row["p5"] <= truths.drawn[row["path"]].iloc[k] <= row["p95"])
    assert 0.8 <= np.mean(inside) <= 0.98, f"{np.mean(inside):.2f} of {len(inside)}"
