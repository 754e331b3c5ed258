from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from wijkbv_sim.results.comparison import COLUMNS, Comparison
from wijkbv_sim.results.indicators import INDICATORS, Direction, Indicator

from .conftest import Make

NAN = float("nan")


def row(comparison: Comparison, indicator: str) -> dict[Any, Any]:
    frame = comparison.difference()
    return frame[frame["indicator"] == indicator].iloc[0].to_dict()


def test_differences_are_paired_future_by_future(make: Make) -> None:
    # Both have the same members, in another order: the medians are equal and no future is.
    base = make(5, members=[100, 200, 300, 400, 500])
    other = make(5, members=[110, 220, 330, 390, 450], name="red")
    found = row(Comparison([base, other]), "members_end")
    assert found["scenario"] == "red"
    assert (found["base_median"], found["other_median"]) == (300, 330)
    assert found["median_difference"] == 10  # of 10, 20, 30, -10, -50
    assert found["mean_difference"] == 0
    assert found["p5"] == pytest.approx(-50 + 0.2 * 40)
    assert found["p95"] == pytest.approx(20 + 0.8 * 10)
    assert found["better"] == 0.6
    assert found["equal"] == 0
    assert found["futures"] == 5


def test_other_minus_base_and_not_the_other_way_round(make: Make) -> None:
    base, other = make(2, trust=[0.5, 0.5]), make(2, trust=[0.75, 0.75], name="red")
    assert row(Comparison([base, other]), "trust_end")["median_difference"] == 0.25
    assert row(Comparison([other, base]), "trust_end")["median_difference"] == -0.25
    assert row(Comparison([base, other]), "trust_end")["better"] == 1
    assert row(Comparison([other, base]), "trust_end")["better"] == 0


def test_equal_futures_count_as_half(make: Make) -> None:
    found = row(Comparison([make(4, members=[1, 2, 3, 4]), make(4, members=[1, 2, 5, 1])]), "members_end")
    assert (found["better"], found["equal"]) == (0.5, 0.5)


def test_where_lower_is_better_less_is_better(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    known = INDICATORS["members_end"]
    fields = {**known.__dict__, "direction": Direction.LOWER}
    monkeypatch.setitem(INDICATORS, "members_end", Indicator(**fields))
    found = row(Comparison([make(4, members=[1, 2, 3, 4]), make(4, members=[0, 0, 0, 9])]), "members_end")
    assert found["better"] == 0.75


def test_where_no_way_is_better_none_is(make: Make) -> None:
    found = row(Comparison([make(2), make(2, cash=[[1] * 11 + [0]] * 2)]), "lowest_cash_month")
    assert found["median_difference"] == 11
    assert math.isnan(found["better"])


def test_a_chance_differs_by_its_share(make: Make) -> None:
    base = make(4, operating_result=[1, 1, -1, -1])
    other = make(4, operating_result=[-1, 1, 1, 1], name="red")
    found = row(Comparison([base, other]), "pays_its_way")
    assert (found["base_median"], found["other_median"]) == (0.5, 0.75)
    assert found["mean_difference"] == found["median_difference"] == 0.25
    assert found["better"] == pytest.approx((2 + 0.5) / 4)
    assert math.isnan(found["p5"])


def test_a_pair_in_which_one_has_no_value_is_left_out(make: Make) -> None:
    base = make(3, own_income_share=[0.5, 0.5, NAN])
    other = make(3, own_income_share=[0.75, NAN, 0.9])
    found = row(Comparison([base, other]), "own_income_share_end")
    assert (found["median_difference"], found["futures"], found["better"]) == (0.25, 1, 1)


def test_a_scenario_against_itself_is_exactly_equal(make: Make) -> None:
    results = make(20, members=np.arange(20), cash=np.sin(np.arange(20)), operating_result=np.cos(np.arange(20)))
    comparison = Comparison([results, results])
    frame = comparison.difference()
    there = frame["futures"] > 0
    assert there.sum() > 10
    assert (frame.loc[there, ["median_difference", "mean_difference"]] == 0).all(axis=None)
    assert (frame.loc[there, "equal"] == 1).all()
    directed = frame.loc[there & (frame["indicator"] != "lowest_cash_month"), "better"]
    assert (directed == 0.5).all()
    assert all("gelijk" in sentence or "te vergelijken" in sentence for sentence in comparison.sentences())
    assert comparison.sentences()[3] == "green (2) en green zijn in elke toekomst gelijk: leden aan het eind."


def test_sentences(make: Make) -> None:
    base = make(100, members=[100] * 100, operating_result=[1] * 70 + [-1] * 30, trust=[0.5] * 100,
                spending=[10] * 100, spending_local=[4] * 100, own_income_share=[0.5] * 100)  # fmt: skip
    other = make(
        100, members=np.where(np.arange(100) < 63, 145, 80), operating_result=[-1] * 10 + [1] * 80 + [-1] * 10,
        trust=[0.5] * 90 + [0.4] * 10, cash=[-4000] * 100, spending=[10] * 100, spending_local=[5] * 100,
        own_income_share=[0.55] * 80 + [NAN] * 20, name="red",
    )  # fmt: skip
    assert [s.replace("\xa0", " ") for s in Comparison([base, other]).sentences()] == [
        "red komt in 80 van de 100 toekomsten rond, green in 70 van de 100; in 20 van de 100 alleen red, in 10 van de "
        "100 alleen green.",
        "De laagste stand van red is in 0 van de 100 toekomsten hoger dan die van green; verschil meestal € -4.000.",
        "red houdt in 100 van de 100 toekomsten meer van elke euro in de wijk dan green; verschil meestal +10,0 cent.",
        "red houdt in 63 van de 100 toekomsten meer leden over dan green; verschil meestal -20 tot +45.",
        "red hangt in 80 van de 80 toekomsten minder af van subsidie dan green; verschil in eigen inkomsten meestal "
        "+5,0 procentpunt. Alleen toekomsten waarin beide nog bestaan, tellen mee.",
        "red heeft in 0 van de 100 toekomsten meer vertrouwen van de gemeente dan green; verschil meestal -10,0 tot "
        "0,0 punten van 100. In 90 van de 100 zijn ze gelijk.",
    ]
    english = Comparison([base, other]).sentences("en")[3]
    assert english == "red ends with more members than green in 63 of the 100 futures; difference usually -20 to +45."


def test_equal_where_both_exist_is_not_equal_everywhere(make: Make) -> None:
    results = make(3, own_income_share=[0.5, 0.5, NAN])
    assert Comparison([results, results]).sentences()[4] == (
        "green (2) en green zijn in elke toekomst gelijk: eigen inkomsten aan het eind. Alleen toekomsten waarin beide "
        "nog bestaan, tellen mee."
    )


def test_sentences_about_one_future(make: Make) -> None:
    base, other = make(1, members=100), make(1, members=112, operating_result=-1, name="red")
    found = Comparison([base, other]).sentences()
    assert found[0] == "In de ene berekende toekomst komt red niet rond en green wel."
    assert found[3] == "In de ene berekende toekomst verschilt red van green: +12 (leden aan het eind)."
    assert Comparison([other, base]).sentences()[0] == "In de ene berekende toekomst komt green rond en red niet."


def test_table_and_columns(make: Make) -> None:
    comparison = Comparison([make(2, members=[1, 3]), make(2, members=[5, 7]), make(2, name="red")])
    assert tuple(comparison.difference().columns) == COLUMNS
    assert comparison.difference()["scenario"].unique().tolist() == ["green (2)", "red"]
    table = comparison.table("en")
    medians = table[table["indicator"] == "members_end"].set_index("scenario")["median"].to_dict()
    assert medians == {"green": 2, "green (2)": 6, "red": 0}


def test_what_only_one_of_them_kept_is_not_compared(make: Make, booked: object) -> None:
    comparison = Comparison([booked, make(3, years=2)])  # type: ignore[list-item]
    assert "municipality_paid" not in set(comparison.difference()["indicator"])


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"seed": 2}, "seed 1 and seed 2"),
        ({"years": 2}, "12 months and 24 months"),
        ({"start": "2027-01"}, "begins in 2026-01"),
        ({"replicates": 3}, "different futures"),
        ({"first": 2}, "different futures"),
    ],
)
def test_what_cannot_be_set_side_by_side_is_refused(make: Make, changed: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        Comparison([make(2), make(**{"replicates": 2, **changed})])


def test_one_scenario_is_no_comparison(make: Make) -> None:
    with pytest.raises(ValueError, match="at least two"):
        Comparison([make()])
