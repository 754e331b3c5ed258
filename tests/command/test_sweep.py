import json
from pathlib import Path

import pytest

from tests.command.conftest import Run

TABLE = Path(__file__).parents[1] / "sweep" / "areas.csv"


@pytest.fixture(scope="module")
def swept(tmp_path_factory):
    from typer.testing import CliRunner

    from wijkbv_sim.cli.app import app

    folder = tmp_path_factory.mktemp("swept") / "out"
    options = ["--areas", TABLE, "--first", 3, "-n", 3, "--years", 1, "--workers", 1, "--out", folder, "--lang", "en"]
    result = CliRunner().invoke(app, ["sweep", *map(str, options)])
    assert result.exit_code == 0, result.output
    assert "Pays its way" in result.stdout
    return folder


def test_a_sweep_writes_table_map_and_report(swept):
    assert {"areas.csv", "areas.parquet", "map.svg", "map.png", "report.html"} <= {p.name for p in swept.iterdir()}


def test_query_answers_in_csv_and_json(swept, run: Run):
    asked = "select count(*) as n, avg(pays_its_way) as chance from areas"
    assert run("query", swept, asked).stdout.startswith("n,chance\n3,")
    assert json.loads(run("query", swept, asked, "--json").stdout)[0]["n"] == 3


def test_resume_of_what_is_complete_changes_nothing(swept, run: Run):
    before = (swept / "areas.csv").read_bytes()
    assert run("resume", swept, "--workers", 1, "--no-report", "--json").exit_code == 0
    assert (swept / "areas.csv").read_bytes() == before


def test_resume_of_a_run(street: Path, tmp_path: Path, run: Run):
    folder = tmp_path / "out"
    assert run("run", street, "-n", 4, "--out", folder, "--no-report").exit_code == 0
    part = next(folder.glob("part-*.parquet"))
    part.write_bytes(part.read_bytes()[:40])
    result = run("resume", folder, "--json")
    assert result.exit_code == 0
    assert "torn" in result.stderr
    assert json.loads(result.stdout)["complete"] is True


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("sweep", "--areas", "nothing.csv", "--out", "x"), 3, "nothing.csv"),
        (("sweep", "--areas", TABLE, "--out", "x", "--column", "code=no"), 2, "no column no"),
        (("sweep", "--areas", TABLE, "--out", "x", "--column", "code"), 2, "--column code"),
        (("sweep", "--areas", TABLE, "--out", "x", "--template", "malborgen"), 2, "malburgen"),
        (("resume", "."), 3, "manifest.json"),
        (("query", ".", "select 1"), 3, "manifest.json"),
        (("query", "SWEPT", "select nothing from areas"), 2, "nothing"),
        (("query", "SWEPT", "selec"), 2, "syntax error"),
        (("run", "malburgen", "-n", 1, "--years", 1, "--cluster", "tcp://127.0.0.1:9"), 5, "tcp://127.0.0.1:9"),
        (("run", "malburgen", "-n", 1, "--years", 1, "--cluster", "host"), 5, "tcp://"),
    ],
)
def test_what_is_wrong_is_told_in_a_line(swept, run: Run, tmp_path, monkeypatch, arguments, code, said):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("wijkbv_sim.experiment.executors.CONNECT_SECONDS", 1)
    result = run(*(swept if a == "SWEPT" else a for a in arguments))
    assert result.exit_code == code
    assert said in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


def test_poisoned_futures_have_an_exit_code_of_their_own(street: Path, tmp_path: Path, run: Run, monkeypatch):
    from wijkbv_sim.experiment import work

    real = work.run_chunk

    def poison(scenario, first, count, seed, **named):
        if first <= 2 < first + count:
            raise ZeroDivisionError("poison")
        return real(scenario, first, count, seed, **named)

    monkeypatch.setattr(work, "run_chunk", poison)
    result = run("run", street, "-n", 4, "--out", tmp_path / "out", "--lang", "en")
    assert result.exit_code == 4
    assert "replicate 2 (seed 1): ZeroDivisionError: poison" in result.stderr
    assert json.loads((tmp_path / "out" / "failures.json").read_text())[0]["first"] == 2
