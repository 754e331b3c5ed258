import json
import math
import os
from pathlib import Path

import pytest

from tests.command.conftest import FUTURES, Process, Run, written
from wijkbv_sim import compare, load, simulate
from wijkbv_sim.cli.failures import ExitCode
from wijkbv_sim.results.headlines import headlines
from wijkbv_sim.results.results import Results
from wijkbv_sim.results.yearly import by_year
from wijkbv_sim.scenario.json_schema import json_schema
from wijkbv_sim.scenario.library import names

HEAVY = ("numpy", "pandas", "mesa", "scipy", "xarray", "numba", "pyarrow", "jinja2", "vl_convert")


@pytest.mark.parametrize("command", [["--help"], ["run", "--help"], ["list"], ["schema"], ["validate", "malburgen"]])
def test_what_needs_no_engine_loads_none(process: Process, command: list[str]) -> None:
    import subprocess
    import sys

    program = (
        "import sys, atexit\n"
        f"atexit.register(lambda: print('LOADED', [m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr))\n"
        "from wijkbv_sim.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", program, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "LOADED []" in done.stderr


def test_help_names_every_command_and_exit_code(run: Run) -> None:
    shown = run("--help").stdout
    for command in ("list", "validate", "people", "run", "compare", "options", "export", "schema", "new"):
        assert command in shown
    for code in ExitCode:
        assert str(int(code)) in shown


def test_people_shows_every_published_figure(run: Run) -> None:
    shown = run("people", "malburgen").stdout
    for said in (
        "Leeftijd: 0 tot 15 jaar",
        "51,6%",
        "Mensen per huishouden",
        "SRMSE",
        "Contacten per bewoner",
        "20.005",
    ):
        assert said in shown
    told = json.loads(run("people", "malburgen", "--json", "--seed", 3).stdout)
    assert told["seed"] == 3
    assert {row["path"] for row in told["margins"]} >= {"area.income_low", "area.one_person", "area.employment_rate"}
    assert all(abs(row["difference"]) < 0.5 for row in told["margins"])
    assert told["contacts"]["mean"] == pytest.approx(8, rel=0.01)
    assert told["unmet"] == []


def test_people_names_figures_that_contradict_each_other(run: Run) -> None:
    result = run("people", "malburgen", "--set", "area.household_size=1.2", "--lang", "en")
    assert result.exit_code == ExitCode.OK
    assert "area.household_size contradicts the other figures" in " ".join(result.stdout.split())
    told = json.loads(run("people", "malburgen", "--set", "area.household_size=1.2", "--json").stdout)
    assert [unmet["path"] for unmet in told["unmet"]] == ["area.household_size"]


def test_version(run: Run) -> None:
    result = run("--version")
    assert result.exit_code == 0
    assert result.stdout.startswith("wijkbv")


def test_list_shows_every_bundled_scenario(run: Run) -> None:
    shown = run("list").stdout
    assert all(name in shown for name in names())
    told = json.loads(run("list", "--json").stdout)
    assert [row["name"] for row in told] == names()
    assert all(row["title"] for row in told)


def test_list_in_english(run: Run) -> None:
    assert run("list", "--json", "--lang", "en").stdout != run("list", "--json").stdout


def test_validate_says_in_order_in_both_languages(run: Run, street: Path) -> None:
    assert run("validate", street).stdout == f"{street}: in orde\n"
    assert run("validate", street, "--lang", "en").stdout == f"{street}: in order\n"


def test_validate_says_file_line_path_and_nearest_key_of_every_problem(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "wrong.yaml")
    path.write_text(path.read_text("utf-8").replace("opening_cash", "opening_csh").replace("fee: 12", "fee: veel"))
    result = run("validate", path, "--lang", "en")
    assert result.exit_code == ExitCode.INPUT
    lines = result.stdout.splitlines()
    assert len(lines) == 2
    for line, key, told in zip(lines, ("money.opening_csh", "ownership.fee"), ("opening_cash", "number"), strict=True):
        assert line.startswith(f"{path}, line ")
        assert key in line
        assert told in line


def test_validate_as_json(run: Run, street: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("name: Wrong Name\n")
    result = run("validate", street, wrong, "--json")
    assert result.exit_code == ExitCode.INPUT
    good, bad = json.loads(result.stdout)
    assert good["valid"]
    assert not bad["valid"]
    assert {"file", "line", "column", "path", "said"} <= bad["problems"][0].keys()


def test_run_answers_in_words(run: Run, street: Path, results: Results) -> None:
    result = run("run", street, "--replicates", FUTURES)
    assert result.exit_code == 0
    flat = " ".join(result.stdout.split())
    for headline in headlines(results, "nl"):
        assert headline.question in flat
        assert " ".join(headline.sentence.split()) in flat
    assert "2026" in result.stdout
    assert "2029" in result.stdout


def test_run_in_english_by_option_and_by_environment(run: Run, street: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    by_option = run("run", street, "-n", 3, "--lang", "en").stdout
    assert "Does it pay its way?" in by_option
    monkeypatch.setenv("WIJKBV_LANG", "en")
    assert run("run", street, "-n", 3).stdout == by_option


def test_json_agrees_with_the_library(run: Run, street: Path, results: Results) -> None:
    told = json.loads(run("run", street, "-n", FUTURES, "--json").stdout)
    assert told["replicates"] == told["wanted"] == FUTURES
    assert told["complete"]
    assert told["digest"] == results.scenario.digest
    for shown, known in zip(told["headlines"], headlines(results, "nl"), strict=True):
        assert shown["name"] == known.name
        assert shown["sentence"] == known.sentence
        for key in ("share", "median", "p5", "p95"):
            assert same(shown[key], getattr(known, key))
    frame = by_year(results)
    assert len(told["yearly"]) == len(frame)
    for shown, row in zip(told["yearly"], frame.to_dict("records"), strict=True):
        assert shown["variable"] == row["variable"]
        assert same(shown["median"], row["median"])
    for shown, row in zip(told["indicators"], results.summary().to_dict("records"), strict=True):
        assert same(shown["median"], row["median"])


def same(shown: float | None, known: float | None) -> bool:
    if shown is None or known is None:
        return shown is None and (known is None or math.isnan(known))
    return shown == known


def test_json_is_all_there_is_even_on_a_windows_code_page(process: Process, street: Path) -> None:
    done = process("run", street, "-n", 2, "--json", PYTHONIOENCODING="cp1252")
    assert done.returncode == 0
    assert "€" in done.stdout
    assert json.loads(done.stdout)["replicates"] == 2
    assert done.stderr == ""


def test_out_holds_results_scenario_and_report(run: Run, street: Path, results: Results, tmp_path: Path) -> None:
    out = tmp_path / "some" / "where"
    shown = run("run", street, "-n", FUTURES, "--out", out).stdout
    assert str(out / "report.html") in "".join(shown.split("\n"))
    again = Results.open(out)
    assert again.complete
    assert (again.column("cash") == results.column("cash")).all()
    assert load(out / "scenario.yaml").digest == results.scenario.digest
    assert "<html" in (out / "report.html").read_text("utf-8")


def test_no_report(run: Run, street: Path, tmp_path: Path) -> None:
    run("run", street, "-n", 2, "--out", tmp_path, "--no-report")
    assert not (tmp_path / "report.html").exists()
    assert (tmp_path / "manifest.json").exists()


def test_years_and_set_change_the_scenario(run: Run, street: Path) -> None:
    settings = ["--set", "money.opening_cash=50000", "--set", "ownership.fee={uniform: [5, 10]}"]
    settings += ["--set", "feedbacks.load_to_burnout=false", "--set", "money.grants.startsubsidie=null"]
    told = json.loads(run("run", street, "-n", 3, "--years", 2, *settings, "--json").stdout)
    changed = load(street).with_(
        {
            "money.opening_cash": 50_000,
            "ownership.fee": {"uniform": [5, 10]},
            "feedbacks.load_to_burnout": False,
            "money.grants.startsubsidie": None,
            "time.years": 2,
        }
    )
    assert told["digest"] == changed.digest
    assert told["years"] == 2


def test_set_is_said_with_old_and_new_value(run: Run, street: Path) -> None:
    shown = run("run", street, "-n", 2, "--set", "money.opening_cash=50.000").stdout
    assert "25.000 → 50 euro" in shown  # a dot is no thousands separator in a document: it must be seen


def test_same_seed_same_answer_other_seed_another(run: Run, street: Path) -> None:
    first, again = (run("run", street, "-n", 5, "--seed", 7, "--json").stdout for _ in range(2))
    assert first == again
    assert json.loads(first)["indicators"] != json.loads(run("run", street, "-n", 5, "--json").stdout)["indicators"]


def test_compare_agrees_with_the_library(run: Run, street: Path, tmp_path: Path) -> None:
    other = written(tmp_path / "other.yaml", name="other")
    other.write_text(other.read_text("utf-8").replace("fee: 12", "fee: 60"), encoding="utf-8")
    told = json.loads(run("compare", street, other, "-n", FUTURES, "--json").stdout)
    known = compare([street, other], FUTURES, 1).difference("nl")
    assert len(told["differences"]) == len(known)
    for shown, row in zip(told["differences"], known.to_dict("records"), strict=True):
        assert shown["indicator"] == row["indicator"]
        for key in ("median_difference", "p5", "p95", "better"):
            assert same(shown[key], row[key])
    out = tmp_path / "out"
    shown = run("compare", street, other, "-n", FUTURES, "--out", out).stdout
    assert "other tegenover street" in shown
    assert (out / "compare.html").exists()
    assert Results.open(out / "2-other").replicates == FUTURES


def test_a_scenario_against_itself_differs_in_nothing(run: Run, street: Path) -> None:
    told = json.loads(run("compare", street, street, "-n", 5, "--json").stdout)
    assert all(row["median_difference"] in (0, None) for row in told["differences"])


def test_schema(run: Run, tmp_path: Path) -> None:
    assert json.loads(run("schema").stdout) == json_schema()
    run("schema", "--out", tmp_path / "schema.json")
    assert json.loads((tmp_path / "schema.json").read_text("utf-8")) == json_schema()


def test_new_writes_a_scenario_that_runs_and_never_overwrites(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "mijn.yaml"
    options = ["--area", 'Zuid: de "wijk"', "--inhabitants", 300, "--out", path]
    assert run("new", "mijn-wijk", *options).exit_code == 0
    scenario = load(path)
    assert scenario.area.name == 'Zuid: de "wijk"'
    assert scenario.area.inhabitants.value == 300
    assert simulate(scenario, 2, 1).complete
    before = path.read_bytes()
    again = run("new", "mijn-wijk", *options)
    assert again.exit_code == ExitCode.FILES
    assert str(path) in again.stderr
    assert path.read_bytes() == before


def test_new_without_out_writes_here(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    run("new", "hier", "--lang", "en")
    assert load(tmp_path / "hier.yaml").name == "hier"
    assert os.listdir(tmp_path) == ["hier.yaml"]
