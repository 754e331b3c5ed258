"""A sweep gives the same table whoever does it, after whatever interruption; each area is an ordinary run."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import wijkbv_sim as wb
from wijkbv_sim.analysis.query import QueryError, query
from wijkbv_sim.analysis.sweep import Sweep, indicators_of, rank
from wijkbv_sim.experiment.store import StoreError
from wijkbv_sim.export.country import chance_map, vega_lite, write_sweep
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.scenario.areas import read_areas

TABLE = Path(__file__).with_name("areas.csv")
TEMPLATE = wb.load("bewonersbedrijf")
SHORT = wb.load({**TEMPLATE.model_dump(mode="json", exclude_unset=True), "time": {"start": "2026-01", "years": 1}})
SMALL = sorted((row for row in read_areas(TABLE) if not row.left_out), key=lambda row: row.area["inhabitants"])


def begun(folder, areas=SMALL[:4], replicates=6):
    return Sweep.create(folder, SHORT, areas, replicates, 1)


def tables(folder):
    return {name: (folder / name).read_bytes() for name in ("areas.csv", "areas.parquet", "futures.parquet")}


@pytest.fixture(scope="module")
def done(tmp_path_factory):
    folder = tmp_path_factory.mktemp("sweep") / "done"
    begun(folder).run(executor=None)
    return folder


def test_each_area_is_an_ordinary_run(done):
    row = SMALL[1]
    results = wb.simulate(Sweep.open(done).scenario(row), 6, 1, executor=None)
    futures = pd.read_parquet(done / "futures.parquet")
    mine = futures[futures["code"] == row.code]
    for name in mine.columns[2:]:
        np.testing.assert_array_equal(mine[name].to_numpy(), INDICATORS[name].of(results))
    table = pd.read_csv(done / "areas.csv").set_index("code")
    summary = results.summary().set_index("indicator")
    assert table.loc[row.code, "pays_its_way"] == pytest.approx(summary.loc["pays_its_way", "median"])
    assert table.loc[row.code, "cash_end_p95"] == pytest.approx(summary.loc["cash_end", "p95"])


def test_interrupted_and_resumed_it_is_the_same(done, tmp_path):
    def impatient(now, whole):
        raise KeyboardInterrupt

    folder = tmp_path / "out"
    with pytest.raises(KeyboardInterrupt):
        begun(folder).run(executor=None, on_progress=impatient)
    assert len(list((folder / "parts").iterdir())) == 1
    said = []
    Sweep.open(folder).run(executor=None, on_progress=lambda now, whole: said.append(now / whole))
    assert said[-1] == 1
    assert tables(folder) == tables(done)


def test_torn_and_foreign_parts_are_told_and_made_again(done, tmp_path):
    folder = tmp_path / "out"
    begun(folder).run(executor=None)
    torn, foreign = sorted((folder / "parts").iterdir())[:2]
    torn.write_bytes(torn.read_bytes()[:50])
    other = tmp_path / "other"
    Sweep.create(other, SHORT, SMALL[:4], 6, 2).run(executor=None)
    foreign.write_bytes((other / "parts" / foreign.name).read_bytes())
    said = []
    Sweep.open(folder).run(executor=None, on_note=said.append)
    assert [note.split(": ")[1].split(" (")[0] for note in said] == ["torn", "of another sweep"]
    assert tables(folder) == tables(done)


def test_a_big_area_is_done_in_chunks(done, tmp_path, monkeypatch):
    monkeypatch.setattr("wijkbv_sim.experiment.run.LARGEST_CHUNK", 4)
    begun(tmp_path / "out").run(executor=None)
    assert len(list((tmp_path / "out" / "parts").iterdir())) == 8
    assert tables(tmp_path / "out") == tables(done)


def test_an_area_that_cannot_be_is_left_out_with_the_reason(tmp_path):
    wrong = read_areas(TABLE)[0]
    wrong.area.update(age_0_14=100, age_15_24=0, age_25_44=0, age_45_64=0, age_65_plus=0)
    sweep = begun(tmp_path / "out", [wrong, *SMALL[:1]])
    table = sweep.run(executor=None)
    assert table.iloc[-1]["code"] == wrong.code
    assert table.iloc[-1]["futures"] == 0
    assert "FitError" in table.iloc[-1]["left_out"]
    assert [(f["first"], f["count"]) for f in json.loads((tmp_path / "out/failures.json").read_text())] == [(0, 6)]


def test_ranking_is_by_chance_then_by_cash_then_by_code():
    rows = SMALL[:3]
    futures = pd.DataFrame(
        {
            "code": [row.code for row in rows for _ in range(2)],
            "pays_its_way": [0.0, 1.0, 1.0, 1.0, 0.0, 1.0],
            "lowest_cash": [5.0, 5.0, 0.0, 0.0, 9.0, 9.0],
        }
    )
    table = rank(rows, futures, [])
    assert table["code"].tolist() == [rows[1].code, rows[2].code, rows[0].code]
    assert table["pays_its_way"].tolist() == [1.0, 0.5, 0.5]
    assert table["rank"].tolist() == [1, 2, 3]


def test_a_folder_is_not_run_over_and_a_changed_one_not_resumed(done, tmp_path):
    with pytest.raises(StoreError, match="wijkbv resume"):
        begun(done)
    with pytest.raises(StoreError, match="expected a folder of a sweep"):
        Sweep.open(tmp_path)
    folder = tmp_path / "out"
    begun(folder)
    rows = json.loads((folder / "input.json").read_text())
    rows[0]["area"]["inhabitants"] += 1
    (folder / "input.json").write_text(json.dumps(rows))
    with pytest.raises(StoreError, match="changed after the sweep began"):
        Sweep.open(folder)


def test_the_map_shows_every_area_in_its_class(done):
    table = Sweep.open(done)._ranked([])
    found = chance_map(table, "nl")
    assert found is not None
    assert len(found.x) == 4
    values = vega_lite(found)["data"]["values"]
    for value, chance in zip(values, found.chance, strict=True):
        low, high = (float(end.removesuffix("%")) / 100 for end in value["class"].split("–"))
        assert low <= chance <= high
    assert write_sweep(Sweep.open(done), table, "nl").read_text(encoding="utf-8").count("<circle") + 1
    assert (done / "map.png").read_bytes().startswith(b"\x89PNG")
    assert "<script" not in (done / "report.html").read_text(encoding="utf-8")


def test_questions_in_sql(done, tmp_path):
    assert query(done, "select count(*) n from areas")["n"].tolist() == [4]
    assert query(done, "select count(*) n from futures")["n"].tolist() == [24]
    results = wb.simulate(SHORT, 3, 1, out=tmp_path / "run", executor=None)
    asked = query(tmp_path / "run", "select month, max(cash) most from months group by month order by month")
    np.testing.assert_array_equal(asked["most"], results.column("cash").max(axis=0))
    assert query(tmp_path / "run", "select count(*) n from drawn join indicators using (replicate)")["n"][0] == 3
    with pytest.raises(QueryError, match="Parser Error"):
        query(done, "selec")
    with pytest.raises(StoreError, match="expected a folder"):
        query(tmp_path, "select 1")


def test_only_indicators_are_kept():
    from wijkbv_sim.experiment.chunk import run_chunk

    chunk = indicators_of(SHORT, run_chunk(SHORT, 0, 2, 1, books=False))
    assert set(chunk.columns) <= set(INDICATORS)
    assert {values.shape for values in chunk.columns.values()} == {(2, 1)}


def test_the_fixture_is_a_piece_of_the_published_table():
    with TABLE.open(encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == 62
