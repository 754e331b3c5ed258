import json
from pathlib import Path

import numpy as np
import pytest

from tests.command.conftest import Run
from wijkbv_sim import load, simulate
from wijkbv_sim.analysis.calibration import CalibrationError
from wijkbv_sim.analysis.goals import GoalError
from wijkbv_sim.analysis.sensitivity import SensitivityError
from wijkbv_sim.cli.failures import ExitCode, tell
from wijkbv_sim.experiment.designs import DesignError
from wijkbv_sim.results.results import Results
from wijkbv_sim.results.targets import TargetError

PATH = "money.opening_cash"


def test_a_design_gives_each_future_its_values(run: Run, street: Path, tmp_path: Path) -> None:
    table = tmp_path / "design.csv"
    table.write_text(f"future,{PATH}\n0,10000\n0,30000\n4,10000\n", encoding="utf-8")
    out = tmp_path / "out"
    done = run("run", street, "--design", table, "--years", 1, "--out", out, "--no-report", "--json")
    assert done.exit_code == ExitCode.OK
    assert json.loads(done.stdout)["replicates"] == 3
    short = load(street).with_({"time.years": 1})
    there, direct = Results.open(out), simulate(short, design=table)
    np.testing.assert_array_equal(there.column("cash"), direct.column("cash"))
    assert not np.array_equal(there.column("cash")[0], there.column("cash")[1])


@pytest.mark.parametrize("content", [f"{PATH}\nveel\n", "money.opening_csh\n1\n", f"{PATH}\n-1e30\n", f"{PATH}\n"])
def test_a_wrong_design_is_told_in_one_line(run: Run, street: Path, tmp_path: Path, content: str) -> None:
    table = tmp_path / "design.csv"
    table.write_text(content, encoding="utf-8")
    done = run("run", street, "--design", table)
    assert done.exit_code == ExitCode.INPUT
    assert len(done.stderr.strip().splitlines()) == 1
    assert "design.csv" in done.stderr


def test_a_design_that_is_not_there_is_the_file_s_fault(run: Run, street: Path, tmp_path: Path) -> None:
    assert run("run", street, "--design", tmp_path / "none.csv").exit_code == ExitCode.FILES


@pytest.mark.parametrize("kind", [DesignError, TargetError, GoalError, CalibrationError, SensitivityError])
def test_what_doubt_has_against_a_question_is_input(kind: type[Exception], capsys: pytest.CaptureFixture[str]) -> None:
    assert tell(kind("row 3: expected a number"), "nl") == ExitCode.INPUT
    assert capsys.readouterr().err == "Fout: row 3: expected a number\n"
