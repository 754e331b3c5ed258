from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.indicators import INDICATORS, Direction, summarise
from wijkbv_sim.results.percentiles import usual_range
from wijkbv_sim.results.results import Results

from .conftest import Make

NAN = float("nan")


def of(results: Results, name: str) -> list[float]:
    return [float(x) for x in INDICATORS[name].of(results)]


def lives(*months: int, years: int) -> list[list[int]]:
    """``alive`` of futures that exist for so many months before the month of their failure."""
    return [[1] * n + [0] * (12 * years - n) for n in months]


def test_the_usual_range_holds_ninety_of_a_hundred() -> None:
    found = usual_range(np.arange(101.0))
    assert found == (50, 5, 95, 101)


def test_what_has_no_value_is_left_out_of_the_range_and_of_the_count() -> None:
    found = usual_range(np.array([NAN, 1, 2, 3]))
    assert (found.median, found.futures) == (2, 3)
    assert math.isnan(usual_range(np.array([NAN])).median)


def test_alive_at_the_end(make: Make) -> None:
    assert of(make(3, alive=lives(12, 11, 0, years=1)), "alive") == [1, 0, 0]


def test_it_pays_its_way_when_three_years_together_make_no_loss(make: Make) -> None:
    # Four years; the first, before "the last three", must not count.
    def story(first: float, second: float, rest: float) -> list[float]:
        return [first] * 12 + [second] * 12 + [rest] * 24

    results = make(
        4, years=4,
        operating_result=[story(-999, -2, 1), story(-999, -2.01, 1), story(999, -2.01, 1), story(0, 9, 9)],
        alive=lives(48, 48, 48, 47, years=4),
    )  # fmt: skip
    assert of(results, "pays_its_way") == [1, 0, 0, 0]


def test_a_result_of_nothing_in_cents_is_no_loss(make: Make) -> None:
    # 0.1 + 0.2 - 0.3 is 5.6e-17 in floats, and its mirror image is below zero.
    results = make(1, operating_result=[[-0.1, -0.2, 0.3] + [0] * 9])
    assert of(results, "pays_its_way") == [1]


def test_the_lowest_balance_and_its_first_month(make: Make) -> None:
    results = make(2, cash=[[9, 3, -5, -5, *[8] * 8], [*[7] * 11, 2]])
    assert of(results, "lowest_cash") == [-5, 2]
    assert of(results, "lowest_cash_month") == [3, 12]
    assert of(results, "cash_end") == [8, 2]


def test_a_yearly_result_is_of_the_last_three_years(make: Make) -> None:
    results = make(1, years=4, operating_result=[[1000] * 12 + [10] * 36])
    assert of(results, "operating_result_year") == [120]


def test_failing_does_not_look_better_than_a_small_loss(make: Make) -> None:
    # Fails in its seventh month, after a loss of 10 in each: 120 a year, not 70 / 3.
    results = make(2, years=3, alive=lives(6, 36, years=3), operating_result=[[-10] * 7 + [0] * 29, [-1] * 36])
    assert of(results, "operating_result_year") == [-120, -12]


def test_only_the_last_three_years_before_a_failure_count(make: Make) -> None:
    results = make(1, years=5, alive=lives(47, years=5), operating_result=[[500] * 12 + [-38] + [-2] * 35 + [0] * 12])
    assert of(results, "operating_result_year") == [-36]


def test_a_company_that_is_gone_has_no_own_income_and_no_quality(make: Make) -> None:
    results = make(2, alive=lives(12, 3, years=1), own_income_share=[0.8, 0.9], quality=[0.7, 0.6])
    for name, there in (("own_income_share_end", 0.8), ("quality_end", 0.7)):
        first, second = of(results, name)
        assert first == there
        assert math.isnan(second)


def test_local_retention_is_of_all_spending_together(make: Make) -> None:
    # Not the mean of the months' ratios, which would be 0.75.
    results = make(2, spending=[[300, 100] + [0] * 10, [0] * 12], spending_local=[[150, 100] + [0] * 10, [0] * 12])
    first, second = of(results, "local_retention")
    assert first == 0.625
    assert math.isnan(second)


@pytest.mark.parametrize(
    ("indicator", "variable"),
    [
        ("members_end", "members"),
        ("member_share_end", "member_share"),
        ("active_members_end", "active_members"),
        ("local_jobs_end", "local_jobs"),
        ("trust_end", "trust"),
        ("cash_end", "cash"),
    ],
)
def test_what_stands_at_the_end(make: Make, indicator: str, variable: str) -> None:
    values: dict[str, Any] = {variable: [list(range(12)), list(range(100, 112))]}
    assert of(make(2, alive=lives(12, 12, years=1), **values), indicator) == [11, 111]


def test_volunteer_hours_a_year_are_none_after_a_failure(make: Make) -> None:
    results = make(1, years=4, volunteer_hours=[[999] * 12 + [10] * 18 + [0] * 18], alive=lives(30, years=4))
    assert of(results, "volunteer_hours_year") == [60]


def test_a_short_story_has_fewer_recent_years(make: Make) -> None:
    assert of(make(1, years=2, volunteer_hours=[5]), "volunteer_hours_year") == [60]


def test_the_lowest_debt_cover_is_over_whole_years(make: Make) -> None:
    first_year = [-9.0] * 11
    results = make(
        4, years=2,
        dscr=[first_year + [1.5, 1.2] + [2] * 11, first_year + [NAN] * 13, [NAN] * 24, [-4, -3, -2] + [-7] * 21],
        alive=lives(24, 24, 24, 2, years=2),
    )  # fmt: skip
    whole, none_in_whole_years, no_loan, failed_early = of(results, "dscr_lowest")
    assert whole == 1.2
    assert math.isnan(none_in_whole_years)
    assert math.isnan(no_loan)
    assert failed_early == -2  # in its third and last month


def test_what_the_municipality_paid_is_in_the_books(make: Make, booked: Results) -> None:
    assert of(booked, "municipality_paid") == [2400, 4800, 7200]
    assert not INDICATORS["municipality_paid"].available(make())
    assert "municipality_paid" not in set(summarise(make())["indicator"])


def test_summary(make: Make) -> None:
    members = np.repeat(np.arange(101)[:, None], 12, axis=1)
    alive = np.ones((101, 12))
    alive[80:, -1] = 0
    frame = summarise(make(101, members=members, alive=alive, quality=np.full((101, 12), 0.6)), "en")
    assert list(frame.columns) == ["indicator", "label", "unit", "median", "p5", "p95", "futures"]
    rows = {row["indicator"]: row for row in frame.to_dict("records")}
    assert list(rows["members_end"].values()) == ["members_end", "members at the end", "residents", 50, 5, 95, 101]
    assert rows["alive"]["median"] == pytest.approx(80 / 101)
    assert math.isnan(rows["alive"]["p5"])
    assert rows["quality_end"]["futures"] == 80
    assert rows["dscr_lowest"]["futures"] == 101


def test_the_registry_is_whole() -> None:
    for name, indicator in INDICATORS.items():
        assert name == indicator.name
        assert indicator.label("nl") != indicator.label("en")
        assert indicator.help("nl").endswith(".")
        assert indicator.help("en").endswith(".")
        assert indicator.direction in Direction
        assert all(needed in VARIABLES or "." in needed for needed in indicator.needs)


def test_indicators_read_nothing_but_what_they_say_they_need(booked: Results) -> None:
    class Watched(Results):
        def column(self, name: str, months: Any = None) -> Any:
            asked.add(name)
            return super().column(name, months)

    watched = Watched(booked.scenario, 1, wanted=3, chunks=booked._chunks)
    for indicator in INDICATORS.values():
        asked: set[str] = set()
        indicator.of(watched)
        assert asked == set(indicator.needs), indicator.name


def test_results_on_disk_give_the_same_summary(booked: Results, tmp_path: Path) -> None:
    opened = Results.open(booked.save(tmp_path / "run"))
    first, second = summarise(booked), summarise(opened)
    assert first.equals(second)
    assert first.set_index("indicator").loc["municipality_paid", "median"] == 4800
    assert booked.summary("en").equals(summarise(opened, "en"))
