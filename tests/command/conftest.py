import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from tests.documents import standalone
from wijkbv_sim.cli.app import app
from wijkbv_sim.results.results import Results

FUTURES = 24
COMMAND = [sys.executable, "-c", "from wijkbv_sim.cli import main; main()"]

Run = Callable[..., Result]
Process = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("WIJKBV_LANG", "WIJKBV_DEBUG", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def run() -> Run:
    """The command in this process; the result has exit_code, stdout and stderr."""

    def call(*arguments: object) -> Result:
        result = CliRunner().invoke(app, [str(a) for a in arguments])
        assert "Traceback" not in result.output
        return result

    return call


@pytest.fixture
def process() -> Process:
    """The command in a process of its own."""

    def call(*arguments: object, **environment: str) -> "subprocess.CompletedProcess[str]":
        done = subprocess.run(
            [*COMMAND, *map(str, arguments)],
            capture_output=True, encoding="utf-8", env=os.environ | environment, check=False, timeout=120,
        )  # fmt: skip
        assert "Traceback" not in done.stderr
        return done

    return call


@pytest.fixture(scope="session")
def street(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small scenario that is done in a moment."""
    return written(tmp_path_factory.mktemp("street") / "street.yaml")


def written(path: Path, name: str = "street", title: str = "De straat", years: int = 4) -> Path:
    text = standalone(name, title, "Straat", 400).replace("years: 10", f"years: {years}")
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture(scope="session")
def results(street: Path) -> Results:
    from wijkbv_sim import simulate

    return simulate(street, FUTURES, 1)
