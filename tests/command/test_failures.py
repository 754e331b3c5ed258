import contextlib
import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.command.conftest import COMMAND, Process, Run, written
from wijkbv_sim.cli.failures import ExitCode, printable
from wijkbv_sim.experiment.store import Store
from wijkbv_sim.results.results import Results


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        ("", 2, ""),
        ("rum", 2, "run"),
        ("run", 2, "SCENARIO ontbreekt"),
        ("run malburgn", 2, "malburgen"),
        ("run {there} --replicates abc", 2, "--replicates"),
        ("run {there} --replicates 0", 2, "--replicates"),
        ("run {there} --seed -1", 2, "--seed"),
        ("run {there} --seed 18446744073709551616", 2, "--seed"),
        ("run {there} --years 0", 2, "--years"),
        ("run {there} --workers 0", 2, "--workers"),
        ("run {there} --replicats 3", 2, "--replicates"),
        ("run {there} --lang fr", 2, "fr"),
        ("list --lang fr", 2, "fr"),
        ("run {there} --set money.opening_cash", 2, "pad=waarde"),
        ("run {there} --set =3", 2, "pad=waarde"),
        ("run {there} --set money.opening_csh=3", 2, "opening_cash"),
        ("run {there} --set money.opening_cash=veel", 2, "money.opening_cash"),
        ("run {there} --set money.opening_cash=-5", 2, "money.opening_cash"),
        ("run {there} --set money.opening_cash.value.x=5", 2, "money.opening_cash"),
        ("run {there} --set timeline.4.month=5", 2, "timeline"),
        ("run {there} --set money.contracts.nope=null", 2, "nope"),
        ("run {there} --set money.contracts.nope.value=5", 2, "nope"),
        ("run {there} --set area.income_low=[", 2, "--set"),
        ("run {there} --set area.income_low=&a", 2, "--set"),
        ("run {there} --set name=Kwaad", 2, "name"),
        ("run {there} --set area.income_low=99 --set area.income_high=1 --set area.employment_rate=100 -n 1", None, ""),
        ("run {there} -n 2 --out {there}", 3, "{there}"),
        ("run {there} -n 2 --out {there}/below", 3, "below"),
        ("run {folder}", 2, "{folder}"),
        ("run {folder}/nothing.yaml", 2, "nothing.yaml"),
        ("validate {folder}/nothing.yaml", 2, "nothing.yaml"),
        ("validate", 2, "FILE"),
        ("compare {there}", 2, "twee"),
        ("compare {there} {long}", 2, "--years"),
        ("compare {there} {later} --years 2", 2, "time.start"),
        ("new Hoofdletters", 2, "name"),
        ("new ../weg", 2, "name"),
        ("new goed --inhabitants 0 --out {folder}/x.yaml", 2, "inhabitants"),
        ("new goed --out {folder}/nergens/x.yaml", 3, "nergens"),
        ("schema --out {folder}", 3, "{folder}"),
    ],
)
def test_a_mistake_is_told_in_a_sentence(
    run: Run, street: Path, tmp_path: Path, arguments: str, code: int | None, said: str
) -> None:
    places = {"there": street, "folder": tmp_path, "long": written(tmp_path / "long.yaml", years=6)}
    places["later"] = written(tmp_path / "later.yaml")
    places["later"].write_text(places["later"].read_text("utf-8").replace("2026-01", "2027-01"), encoding="utf-8")
    result = run(*(word.format(**places) for word in arguments.split()))
    assert result.exit_code == code or (code is None and result.exit_code in (0, 2))
    assert said.format(**places) in " ".join((result.stdout + result.stderr).split())
    assert "Internal" not in result.output
    assert "Interne" not in result.output


def test_contradicting_margins_are_the_users(run: Run, street: Path) -> None:
    margins = {"age_0_14": 0, "age_15_24": 0, "age_25_44": 0, "age_45_64": 0, "age_65_plus": 100}
    settings = [f"area.{k}={v}" for k, v in {**margins, "employment_rate": 100, "income_low": 100}.items()]
    settings += ["area.income_high=0", "area.higher_education=100", "area.lower_education=0"]
    result = run("run", street, "-n", 2, *(word for s in settings for word in ("--set", s)))
    assert result.exit_code in (ExitCode.OK, ExitCode.INPUT)


def test_fit_error_is_the_users(run: Run, street: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wijkbv_sim.model.margins import FitError

    def contradict(*_: object, **__: object) -> None:
        raise FitError("no population meets them")

    monkeypatch.setattr("wijkbv_sim.api.simulate", contradict)
    result = run("run", street, "-n", 2)
    assert result.exit_code == ExitCode.INPUT
    assert "spreken elkaar tegen" in result.stderr


def test_an_error_of_our_own_is_told_without_its_story(run: Run, street: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: object, **__: object) -> None:
        raise ZeroDivisionError("in the engine")

    monkeypatch.setattr("wijkbv_sim.api.simulate", break_down)
    result = run("run", street, "-n", 2, "--lang", "en")
    assert result.exit_code == ExitCode.INTERNAL
    assert "ZeroDivisionError: in the engine" in result.stderr
    assert "WIJKBV_DEBUG" in result.stderr


def test_unknown_language_in_the_environment(process: Process, street: Path) -> None:
    done = process("validate", street, WIJKBV_LANG="fr")
    assert done.returncode == ExitCode.INPUT
    assert "fr" in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no signals like these on Windows")
def test_interrupted_run_leaves_results_that_can_be_read(street: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    arguments = ["run", street, "--replicates", 200_000, "--workers", 1, "--out", out, "--years", 2]
    started = subprocess.Popen(
        [*COMMAND, *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, encoding="utf-8",
        start_new_session=True,
    )  # fmt: skip
    try:
        until = time.monotonic() + 60
        while len(list(out.glob("drawn-*.parquet"))) < 2 and time.monotonic() < until:
            assert started.poll() is None, started.communicate()
            time.sleep(0.05)
        os.killpg(started.pid, signal.SIGINT)
        _, said = started.communicate(timeout=300)
    finally:
        if started.poll() is None:
            started.kill()
    assert started.returncode == ExitCode.INTERRUPTED
    assert "Traceback" not in said
    assert str(out) in said
    left = Results.open(out)
    assert not left.complete
    assert left.replicates > 0
    assert f"{left.replicates} van de 200000" in said
    assert left.column("cash").shape == (left.replicates, 24)
    assert json.loads((out / "manifest.json").read_text("utf-8"))["complete"] is False


def test_a_chunk_of_which_half_was_written_is_not_there(results: Results, tmp_path: Path) -> None:
    folder = results.save(tmp_path / "out")
    part = Store.open(folder).parts()[0]
    part.with_name("part-0000000900-0000000999.parquet").write_bytes(part.read_bytes())
    assert Results.open(folder).column("cash").shape[0] == results.replicates


@pytest.mark.skipif(sys.platform == "win32", reason="pipes of the shell")
@pytest.mark.parametrize("arguments", ["--help", "schema", "list", "run {there} -n 2 --lang en"])
def test_a_reader_that_goes_away_is_no_error(street: Path, arguments: str) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    command = [*COMMAND, *arguments.format(there=street).split()]
    done = subprocess.run(command, stdout=writing, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    os.close(writing)
    assert done.stderr == "" or "street" in done.stderr
    assert "Error" not in done.stderr
    assert done.returncode == 0


def test_no_colours_in_a_file(run: Run, street: Path) -> None:
    assert "\x1b" not in run("list").stdout
    assert "\x1b" not in run("run", street, "-n", 2).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="no such terminals on Windows")
def test_no_colour_on_a_terminal_that_asks_for_none() -> None:
    import pty

    reading, writing = pty.openpty()
    surroundings = os.environ | {"TERM": "xterm-256color", "NO_COLOR": "1"}
    with subprocess.Popen([*COMMAND, "list"], stdout=writing, env=surroundings) as process:
        os.close(writing)
        parts = []
        # A terminal holds little: read while the program writes. At the end Linux says that nobody writes any more.
        with contextlib.suppress(OSError):
            while part := os.read(reading, 100_000):
                parts.append(part)
    os.close(reading)
    assert process.returncode == 0
    shown = b"".join(parts).decode()
    assert "malburgen" in shown
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown)


def test_titles_cannot_steer_the_terminal(run: Run, tmp_path: Path) -> None:
    path = written(tmp_path / "evil.yaml", title="x\x1b[2J[bold]y\x07")
    shown = run("run", path, "-n", 2).stdout
    assert "\x1b" not in shown
    assert "\x07" not in shown
    assert "[2J[bold]y" in shown
    assert printable("a\x1bb\nc") == "a\ufffdb\nc"
