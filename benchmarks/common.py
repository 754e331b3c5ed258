"""What every benchmark needs: repeated timings, the machine's name, tables, and results on disk."""

from __future__ import annotations

import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
RESULTS = Path(__file__).resolve().parent / "results"
LIBRARIES = ("numpy", "numba", "mesa", "scipy")


@dataclass(frozen=True)
class Timing:
    """Seconds of each run of the same work."""

    seconds: tuple[float, ...]

    @property
    def best(self) -> float:
        """The run that was disturbed least."""
        return min(self.seconds)

    @property
    def median(self) -> float:
        """What one may expect on this machine."""
        return statistics.median(self.seconds)


def timed(work: Callable[[], object], repeats: int) -> Timing:
    """Time ``work`` a number of times."""
    seconds = []
    for _ in range(repeats):
        begin = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - begin)
    return Timing(tuple(seconds))


def busy() -> float:
    """Which part of the machine others are using just now, in percent: timings are worth little above 10."""
    import psutil

    return float(psutil.cpu_percent(interval=1.0))


def machine(*libraries: str) -> dict[str, str]:
    """The processor and the versions that a result depends on."""
    found = {"CPU": _cpu(), "cores": str(os.cpu_count()), "Python": platform.python_version()}
    for name in (*LIBRARIES, *libraries):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "absent"
    return found


def _cpu() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    facts = {key.strip(): value.strip() for key, _, value in (line.partition(":") for line in lines)}
    name = facts.get("model name", platform.machine())
    numbers = [f"{key} {facts[key]}" for key in ("cpu family", "model") if key in facts]
    wide = "AVX-512" if "avx512f" in facts.get("flags", "") else "AVX2" if "avx2" in facts.get("flags", "") else ""
    return ", ".join(part for part in (name, *numbers, wide) if part)


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; every column but the first is set to the right."""
    lines = ["| " + " | ".join(head) + " |", "| --- " + "| ---: " * (len(head) - 1) + "|"]
    lines += ["| " + " | ".join(str(cell) for cell in row) + " |" for row in rows]
    return "\n".join(lines)


def colophon(command: str, load: float, *libraries: str) -> str:
    """The last lines of every result: how to get it again, and on what it was measured."""
    facts = ", ".join(f"{name} {value}" for name, value in machine(*libraries).items())
    return f"Command: `{command}`\n\n{facts}; {load:.0f}% of the machine in use by others at the start."


def write(name: str, markdown: str, numbers: dict[str, Any] | None = None) -> None:
    """Put a result in results/ as Markdown, its raw numbers beside it as JSON, and on the screen."""
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(markdown.rstrip() + "\n", encoding="utf-8")
    if numbers is not None:
        (RESULTS / f"{name}.json").write_text(json.dumps(numbers, indent=1) + "\n", encoding="utf-8")
    print("\n" + markdown)


def python(*arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a fresh interpreter in the project's root."""
    paths = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    return subprocess.run(
        [sys.executable, *arguments],
        check=True, capture_output=True, text=True, cwd=ROOT, env={**os.environ, "PYTHONPATH": paths},
    )  # fmt: skip
