"""Tables of areas: what is missing is filled in and flagged, or the area left out with the reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from wijkbv_sim.scenario.areas import AreasError, read_areas

TABLE = Path(__file__).with_name("areas.csv")
HEADER = (
    "code,name,province,urbanity,population,pop_0_14,pop_15_24,pop_25_44,pop_45_64,pop_65plus,income_low,income_high"
)
AGES = "20,20,20,20,20"


def table(tmp_path, *rows, header=HEADER):
    path = tmp_path / "areas.csv"
    path.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return path


def test_a_published_table_is_read():
    rows = read_areas(TABLE)
    assert len(rows) == 62
    first = rows[0]
    assert (first.code, first.name, first.province) == ("WK001400", "Centrum", "Groningen")
    assert (first.area["inhabitants"], first.area["age_15_24"], first.area["owner_occupied"]) == (23065, 44.0, 15.0)
    assert (first.x, first.y) == (233690, 582159)


def test_what_is_missing_comes_from_the_nearest_kind_of_area(tmp_path):
    rows = read_areas(
        table(
            tmp_path,
            f"WK000100,A,P,city,1000,{AGES},40,20",
            f"WK000101,B,P,city,3000,{AGES},60,10",
            f"WK000102,C,P,city,500,{AGES},,",
            f"WK000200,D,P,city,500,{AGES},.,30",
            f"WK000300,E,Q,city,500,{AGES},,30",
            f"WK000400,F,Q,land,500,{AGES},,30",
        )
    )
    by_name = {row.name: row for row in rows}
    assert by_name["A"].imputed.get("income_low") is None
    assert (by_name["C"].area["income_low"], by_name["C"].imputed["income_low"]) == (55.0, "municipality")
    assert by_name["C"].area["income_high"] == 12.5
    assert by_name["D"].imputed["income_low"] == "province and urbanity"
    assert by_name["E"].imputed["income_low"] == "urbanity"
    assert by_name["F"].imputed["income_low"] == "the whole table"
    assert by_name["A"].imputed["owner_occupied"] == "the Netherlands"


def test_small_and_impossible_areas_are_left_out_with_the_reason(tmp_path):
    rows = read_areas(
        table(
            tmp_path, f"WK1,A,P,u,199,{AGES},40,20", f"WK2,B,P,u,,{AGES},40,20", "WK3,C,P,u,900,50,20,20,20,20,40,20",
            f"WK4,D,P,u,200,{AGES},70,40",
        )
    )  # fmt: skip
    assert [row.left_out for row in rows] == [
        "fewer than 200 inhabitants", "the number of inhabitants is not published",
        "the five age groups add up to 130%", "low and high incomes add up to 110%",
    ]  # fmt: skip


def test_columns_can_have_other_names_and_a_semicolon(tmp_path):
    path = table(tmp_path, "WK1;A;1000,0", header="id;naam;mensen")
    rows = read_areas(path, {"code": "id", "inhabitants": "mensen"})
    assert (rows[0].name, rows[0].area["inhabitants"]) == ("A", 1000)


@pytest.mark.parametrize(
    ("rows", "header", "said"),
    [
        ([], "a,b", "no area|missing columns"),
        (["1,2"], "a,b", "missing columns: code"),
        (["WK1,A,P,u,many"], HEADER, "line 2, column population: expected a number, not 'many'"),
        ([f"WK1,A,P,u,900,{AGES},140,2"], HEADER, "percentage from 0 to 100"),
        ([f"WK1,A,P,u,900,{AGES},40,2"] * 2, HEADER, "line 3: WK1 is on line 2 already"),
        ([f",A,P,u,900,{AGES},40,2"], HEADER, "without a code"),
    ],
)
def test_a_bad_table_is_told_in_one_line(tmp_path, rows, header, said):
    with pytest.raises(AreasError, match=said) as caught:
        read_areas(table(tmp_path, *rows, header=header))
    assert "\n" not in str(caught.value)


def test_a_column_that_is_not_there_is_told():
    with pytest.raises(AreasError, match="no column people"):
        read_areas(TABLE, {"inhabitants": "people"})
    with pytest.raises(AreasError, match="no colour to read"):
        read_areas(TABLE, {"colour": "people"})
