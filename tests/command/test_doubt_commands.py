"""The commands about doubt, as a user gives them: answers, files, pages, mistakes and Ctrl-C."""

from __future__ import annotations

import json
import shlex
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from tests.command.conftest import Run, written
from tests.command.test_report import Page
from wijkbv_sim import break_even, load, simulate
from wijkbv_sim.cli.failures import ExitCode
from wijkbv_sim.results.results import Results

ROOT = Path(__file__).parents[2]
CASH, SHARE, CHANCE = "money.opening_cash", "services.groen.volunteer_share", "money.contracts.groen.win_chance"
GOAL = "lowest_cash>=0"
SENSITIVITY = ("sensitivity", "{there}", "--base", 2, "--years", 1, "--most", 3)
BREAK_EVEN = ("breakeven", "{there}", "--vary", CASH, "-t", GOAL, "-n", 8, "--rounds", 2, "--years", 1)
RESCUE = (
    "rescue", "{there}", "-t", GOAL, "-n", 4, "--generations", 2, "--population", 8, "--years", 1,
    "--dial", f"{CASH}=0:400000",
)  # fmt: skip
CALIBRATE = ("calibrate", "{there}", "{actuals}", "--particles", 20, "--rounds", 1, "--years", 2, "--path", SHARE,
             "--path", CHANCE)  # fmt: skip
EVERY = {"sensitivity": SENSITIVITY, "breakeven": BREAK_EVEN, "rescue": RESCUE, "calibrate": CALIBRATE}
TABLES = {
    "sensitivity": {"sensitivity"}, "breakeven": {"curve"}, "rescue": {"changes"}, "calibrate": {"parameters", "fit"},
}  # fmt: skip


@pytest.fixture(scope="module")
def actuals(street: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What happened in the first year of one of the street's own futures."""
    there = simulate(load(street).with_({"time.years": 1}), 1, 7)
    path = tmp_path_factory.mktemp("actuals") / "actuals.csv"
    path.write_text(
        f"year,members,cash\n2026,{there.column('members')[0, -1]},{there.column('cash')[0, -1]}\n", encoding="utf-8"
    )
    return path


def arguments(name: str, street: Path, actuals: Path) -> list[str]:
    return [str(word).format(there=street, actuals=actuals) for word in EVERY[name]]


@pytest.fixture(scope="module", params=list(EVERY))
def done(request, street: Path, actuals: Path, tmp_path_factory: pytest.TempPathFactory):
    """Each command done once with a folder and JSON: its name, the document and the folder."""
    from typer.testing import CliRunner

    from wijkbv_sim.cli.app import app

    folder = tmp_path_factory.mktemp(request.param) / "out"
    words = [*arguments(request.param, street, actuals), "--out", str(folder), "--json"]
    result = CliRunner().invoke(app, words)
    assert result.exit_code == ExitCode.OK, result.output
    return request.param, json.loads(result.stdout), folder


def test_json_says_what_was_asked_and_found(done, street: Path):
    name, told, folder = done
    assert told["kind"] == name
    assert told["scenario"] == "street"
    assert told["digest"] != load(street).digest  # another number of years
    assert told["sentences"]
    assert told["report"] == str(folder / f"{name}.html")


def test_tables_are_there_for_a_spreadsheet_and_for_a_program(done):
    name, _told, folder = done
    for table in TABLES[name]:
        text, exact = pd.read_csv(folder / f"{table}.csv"), pd.read_parquet(folder / f"{table}.parquet")
        assert list(text.columns) == list(exact.columns)
        assert len(text) == len(exact)
        for column in exact.select_dtypes("number"):
            np.testing.assert_allclose(text[column], exact[column], rtol=1e-9)
    assert not list(folder.glob("*.unfinished"))


def test_the_page_holds_the_answer_a_chart_and_its_numbers(done):
    name, told, folder = done
    text = (folder / f"{name}.html").read_text(encoding="utf-8")
    page = Page(text)
    assert page.all("html")[0]["lang"] == "nl"
    for sentence in told["sentences"]:
        assert sentence in page.text
    charts = [svg for svg in page.all("svg") if svg.get("role") == "img"]
    assert charts
    assert all(svg["aria-label"] for svg in charts)
    assert len(page.all("table")) >= len(charts)
    assert not page.all("script")
    assert not [a for _tag, a in page.elements if any(str(v).startswith("http") for k, v in a.items() if k != "xmlns")]


@pytest.mark.slow
def test_the_command_on_the_page_gives_the_same(done, run: Run, street: Path, actuals: Path):
    name, told, folder = done
    page = Page((folder / f"{name}.html").read_text(encoding="utf-8"))
    line = next(line for line in page.text.splitlines() if line.strip().startswith("wijkbv ") or "wijkbv " in line)
    words = shlex.split(line[line.index("wijkbv ") :].strip())[1:]
    places = {street.name: str(street), actuals.name: str(actuals)}
    again = json.loads(run(*(places.get(word, word) for word in words), "--json").stdout)
    assert again | {"folder": 0, "report": 0} == told | {"folder": 0, "report": 0}


@pytest.mark.parametrize("name", list(EVERY))
def test_on_a_screen_in_both_languages(name: str, run: Run, street: Path, actuals: Path):
    said = {to: run(*arguments(name, street, actuals), "--lang", to) for to in ("nl", "en")}
    assert said["nl"].exit_code == said["en"].exit_code == ExitCode.OK
    assert "Dit is een verkenning, geen voorspelling." in said["nl"].stdout
    assert "This is an exploration, not a forecast." in said["en"].stdout
    both = set(said["nl"].stdout.splitlines()) & set(said["en"].stdout.splitlines())
    assert not [line for line in both if len(line.split()) > 6]


def test_the_value_is_that_of_the_library(run: Run, street: Path):
    goal = "cash_end>=50000"
    words = ("breakeven", street, "--vary", CASH, "-t", goal, "-n", 8, "--rounds", 2, "--years", 1)
    told = json.loads(run(*words, "--chance", "0.5", "--between", "0:200000", "--json").stdout)
    short = load(street).with_({"time.years": 1})
    found = break_even(short, CASH, goal, chance=0.5, between=(0, 200_000), futures=8, rounds=2)
    assert 0 < found.value < 200_000
    assert told["value"] == pytest.approx(found.value)
    assert told["curve"] == found.curve.to_dict("records")
    assert told["low"] <= told["value"] <= told["high"]


def test_a_dial_moves_its_numbers_together(run: Run, street: Path):
    words = ("breakeven", street, "--vary", "contracts", "-t", "alive@1", "-n", 2, "--rounds", 1, "--years", 1)
    told = json.loads(run(*words, "--json").stdout)
    assert told["vary"] == "contracts"
    assert told["unit"] == "EUR/year"
    assert told["curve"][0]["value"] == 0
    assert "opdrachten" in told["sentences"][0] or "doel" in told["sentences"][0]


def test_what_a_rescue_sets_is_what_run_takes(run: Run, street: Path, actuals: Path):
    """The changes it names, given to run in the very futures of the search, have the chance that it tells."""
    words = [*arguments("rescue", street, actuals), "--chance", "75%"]
    told = json.loads(run(*words, "--json").stdout)
    assert told["found"]
    assert told["chance_now"] < 0.75 <= told["chance_then"]
    settings = [word for each in told["set"] for word in ("--set", each)]
    ran = json.loads(run("run", street, "-n", 4, "--years", 1, *settings, "--json").stdout)
    lowest = next(row for row in ran["indicators"] if row["indicator"] == "lowest_cash")
    assert lowest["median"] >= 0


def test_the_posterior_can_be_run(run: Run, street: Path, actuals: Path, tmp_path: Path):
    words = arguments("calibrate", street, actuals)
    assert run(*words, "--out", tmp_path / "out", "--no-report").exit_code == ExitCode.OK
    assert not (tmp_path / "out" / "calibrate.html").exists()
    out = tmp_path / "forecast"
    design = ("--design", tmp_path / "out" / "posterior.csv", "--years", 2, "--no-report")
    assert run("run", street, *design, "--out", out).exit_code == ExitCode.OK
    assert Results.open(out).replicates == 20


def test_actuals_in_the_scenario_say_the_same_as_in_a_file(run: Run, street: Path, actuals: Path, tmp_path: Path):
    row = pd.read_csv(actuals).iloc[0]
    own = tmp_path / "street.yaml"
    own.write_text(
        street.read_text(encoding="utf-8")
        + f"\nactuals:\n  - year: 2026\n    values: {{members: {row['members']}, cash: {row['cash']}}}\n",
        encoding="utf-8",
    )
    words = [str(word) for word in CALIBRATE[3:]]
    by_file = json.loads(run("calibrate", street, actuals, *words, "--json").stdout)
    by_own = json.loads(run("calibrate", own, *words, "--json").stdout)
    assert by_own["parameters"] == by_file["parameters"]
    assert run("validate", own).exit_code == ExitCode.OK
    own.write_text(own.read_text(encoding="utf-8").replace("{members:", "{member:"), encoding="utf-8")
    for command in (("validate", own), ("calibrate", own)):
        result = run(*command)
        assert result.exit_code == ExitCode.INPUT
        assert "actuals.0.values.member" in result.output
        assert "bedoelt u members" in result.output


def test_targets_and_regret_of_a_comparison(run: Run, street: Path, tmp_path: Path):
    rich = written(tmp_path / "rich.yaml", "rich", "De rijke straat")
    text = rich.read_text(encoding="utf-8")
    assert "opening_cash: 25000" in text
    rich.write_text(text.replace("opening_cash: 25000", "opening_cash: 4000000"), encoding="utf-8")
    out = tmp_path / "out"
    words = ("compare", street, rich, "-n", 6, "--years", 1, "-t", GOAL, "-t", "alive@1", "--out", out)
    told = json.loads(run(*words, "--json").stdout)
    chance = {(row["scenario"], row["target"]): row["chance"] for row in told["targets"]}
    assert chance["rich", GOAL] == 1
    assert chance["street", "all"] <= min(chance["street", GOAL], chance["street", "alive>=1@1"])
    cash = {row["scenario"]: row for row in told["regret"] if row["indicator"] == "lowest_cash"}
    assert cash["rich"]["largest"] == 0
    assert cash["rich"]["minimax"]
    assert not cash["street"]["minimax"]
    assert len(pd.read_csv(out / "targets.csv")) == len(told["targets"])
    assert len(pd.read_parquet(out / "regret.parquet")) == len(told["regret"])
    page = Page((out / "compare.html").read_text(encoding="utf-8"))
    assert "De kans om alle doelen te halen is het grootst in: rich." in page.text
    assert "Spijt" in page.text
    screen = run(*words[:-2]).stdout
    assert "De kans van elk doel" in screen or "kans" in screen
    assert "grootste" in screen


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ("sensitivity {there} --of nothing", 2, "nothing"),
        ("sensitivity {there} --of cash@9", 2, "cash@9: verwacht een jaar van 1 tot 4"),
        ("sensitivity {there} --method guess", 2, "--method"),
        ("sensitivity {there} --path money.nope", 2, "er is geen getal money.nope"),
        ("sensitivity {there} --path money.opening_cash", 2, "is zeker in dit scenario"),
        ("sensitivity {there} --second-order", 2, "--method sobol"),
        ("sensitivity {there} --method sobol --base 3 --years 1", 2, "macht van twee"),
        ("sensitivity {there} --out {there} --base 2", 3, "geen map"),
        ("breakeven {there} --vary money.opening_cash", 2, "--target"),
        ("breakeven {there} -t alive@1", 2, "--vary"),
        ("breakeven {there} --vary money.opening_csh -t alive@1", 2, "bedoelt u money.opening_cash"),
        (
            "breakeven {there} --vary area.inhabitants -t alive@1 -n 2 --between 100:200",
            2,
            "in elke toekomst hetzelfde",
        ),
        ("breakeven {there} --vary money.opening_cash -t alive@9", 2, "alive@9"),
        ("breakeven {there} --vary money.opening_cash -t members", 2, "verwacht >=, <=, > of <"),
        ("breakeven {there} --vary money.opening_cash -t alive@1 --chance 120%", 2, "tussen 0 en 1"),
        ("breakeven {there} --vary money.opening_cash -t alive@1 --chance veel", 2, "tussen 0 en 1"),
        ("breakeven {there} --vary money.opening_cash -t alive@1 --between 5", 2, "0:50000"),
        ("breakeven {there} --vary money.opening_cash -t alive@1 --between 9:5", 2, "van laag naar hoog"),
        ("rescue {there}", 2, "--target"),
        ("rescue {there} -t alive@1 --dial nothing", 2, "contracts"),
        ("rescue {there} -t alive@1 --dial money.opening_cash=5", 2, "0:50000"),
        ("rescue {there} -t alive@1 --dial money.opening_cash=0:10", 2, "een bereik rond wat het nu is"),
        ("rescue {there} -t alive@1 --dial money.nope=0:10", 2, "er is geen getal money.nope"),
        ("calibrate {there}", 2, "bevat geen werkelijke cijfers"),
        ("calibrate {there} {folder}/none.csv", 3, "none.csv"),
        ("calibrate {there} {folder}", 2, "dit is een map"),
        ("calibrate {there} {folder}/latin.csv", 2, "UTF-8"),
        ("calibrate {there} {folder}/wrong.csv", 2, "bedoelt u members"),
        ("calibrate {there} {folder}/late.csv", 2, "rij 1: verwacht een jaar van 2026 tot 2029, niet 2040"),
        ("calibrate {there} {folder}/text.csv", 2, "rij 1, kolom members: verwacht een getal, niet veel"),
        ("compare {there} {there} -t alive@9", 2, "alive@9"),
        ("compare {there} {there} -t alive@1,", 2, "verwacht"),
    ],
)
def test_a_mistake_is_told_in_one_line(run: Run, street: Path, tmp_path: Path, words: str, code: int, said: str):
    (tmp_path / "latin.csv").write_bytes("year,members\n2026,1\xe9\n".encode("latin-1"))
    (tmp_path / "wrong.csv").write_text("year,member\n2026,5\n", encoding="utf-8")
    (tmp_path / "late.csv").write_text("year,members\n2040,5\n", encoding="utf-8")
    (tmp_path / "text.csv").write_text("year,members\n2026,veel\n", encoding="utf-8")
    result = run(*(word.format(there=street, folder=tmp_path) for word in words.split()))
    assert result.exit_code == code, result.output
    assert said in result.stderr
    assert "Interne" not in result.stderr
    lines = result.stderr.strip().splitlines()
    assert len(lines) == 1 or (len(lines) == 2 and lines[1].startswith("Voor hulp"))


@pytest.mark.parametrize("name", list(EVERY))
def test_ctrl_c_is_told_and_nothing_is_written(
    name: str, run: Run, street: Path, actuals: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    def stop(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("wijkbv_sim.analysis.outcomes.run", stop)
    out = tmp_path / "out"
    result = run(*arguments(name, street, actuals), "--out", out)
    assert result.exit_code == ExitCode.INTERRUPTED
    assert "er is niets geschreven" in result.stderr
    assert not out.exists()


@pytest.mark.parametrize("name", list(EVERY))
def test_a_future_that_fails_gives_no_answer(
    name: str, run: Run, street: Path, actuals: Path, monkeypatch: pytest.MonkeyPatch
):
    from wijkbv_sim.experiment import work

    real = work.run_chunk

    def poisoned(scenario, first, count, *given, **named):
        if first <= 1 < first + count:
            raise ZeroDivisionError("poison")
        return real(scenario, first, count, *given, **named)

    monkeypatch.setattr(work, "run_chunk", poisoned)
    result = run(*arguments(name, street, actuals))
    assert result.exit_code == ExitCode.FUTURES
    assert "poison" in result.stderr
    assert "geen antwoord" in result.stderr


@pytest.mark.parametrize("name", [*EVERY, "compare"])
def test_help_says_what_each_option_means(name: str, run: Run):
    result = run(name, "--help")
    assert result.exit_code == ExitCode.OK
    for option in ("--seed", "--json", "--lang", "--out", "--quiet", *(("--target",) if name == "compare" else ())):
        assert option in result.stdout


def written_commands() -> list[tuple[str, str]]:
    """Every command that a page of docs/ gives, on one line, with the page."""
    found = []
    for page in ("command.md", "uncertainty.md", "handleiding.md", "cluster.md"):
        text = (ROOT / "docs" / page).read_text(encoding="utf-8").replace("\\\n", " ")
        found += [(page, line.strip()) for line in text.splitlines() if line.startswith("    wijkbv ")]
    return found


@pytest.mark.parametrize(("page", "line"), written_commands())
def test_every_command_of_the_docs_has_such_options(page: str, line: str):
    import typer

    from wijkbv_sim.cli.app import app

    _wijkbv, name, *words = shlex.split(line.partition(" | ")[0])
    command = typer.main.get_command(app).commands[name]
    known = {option for parameter in command.params for option in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= known
