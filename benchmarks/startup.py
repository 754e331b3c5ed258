"""How soon the package and the command are there.

    python -m benchmarks.startup

Wall time of a fresh interpreter that imports the package, or answers ``wijkbv --help``, less that of one that
does nothing; and which imports take longest (``python -X importtime``). Aims: 0.15 s and 0.5 s.
"""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec

from benchmarks.common import Timing, busy, colophon, machine, python, table, timed, write

REPEATS = 15
AIMS = {"import wijkbv_sim": 0.15, "wijkbv --help": 0.5}
LINE = re.compile(r"import time:\s+(\d+) \|\s+(\d+) \|(\s+)(\S+)")


def commands() -> dict[str, tuple[str, ...]]:
    """What is started; parts that are not there are left out."""
    found: dict[str, tuple[str, ...]] = {}
    package = find_spec("wijkbv_sim")
    if package and package.origin:  # without an __init__ there is nothing to import
        found["import wijkbv_sim"] = ("-c", "import wijkbv_sim")
    if find_spec("wijkbv_sim.cli"):
        help_ = "import sys; sys.argv = ['wijkbv', '--help']; from wijkbv_sim.cli import main; main()"
        found["wijkbv --help"] = ("-c", help_)
    if find_spec("wijkbv_sim.model.neighbourhood"):
        found["import of the model"] = ("-c", "import wijkbv_sim.model.neighbourhood")
    return found


def slowest(arguments: tuple[str, ...], count: int = 8) -> list[tuple[str, str]]:
    """The imports with the most time of their own, in milliseconds, by top-level package."""
    own: dict[str, int] = {}
    for line in python("-X", "importtime", *arguments).stderr.splitlines():
        match = LINE.match(line)
        if match:
            package = match[4].split(".")[0]
            own[package] = own.get(package, 0) + int(match[1])
    best = sorted(own.items(), key=lambda item: -item[1])[:count]
    return [(f"`{name}`", f"{spent / 1000:.1f}") for name, spent in best]


def main() -> int:
    load = busy()
    nothing = timed(lambda: python("-c", "pass"), REPEATS)
    rows: list[tuple[str, ...]] = [("a bare interpreter", f"{nothing.best:.3f}", f"{nothing.median:.3f}", "", "", "")]
    raw: dict[str, Timing] = {"bare": nothing}
    parts = []
    for name, arguments in commands().items():
        python(*arguments)
        timing = raw[name] = timed(lambda arguments=arguments: python(*arguments), REPEATS)
        extra, aim = timing.best - nothing.best, AIMS.get(name)
        spent = (f"{timing.best:.3f}", f"{timing.median:.3f}", f"{extra:.3f}")
        rows.append((name, *spent, *((f"{aim:g}", "yes" if extra <= aim else "no") if aim else ("", ""))))
        parts += [
            f"## Slowest imports of `{name}`",
            table(("package", "time of its own, ms"), slowest(arguments)),
        ]
    head = ("what", "best, s", "median, s", "above the interpreter, s", "aim, s", "met")
    missing = [name for name in AIMS if name not in raw]
    text = [
        "# Start-up",
        table(head, rows),
        *([f"Not measured, for it is not there: {', '.join(missing)}."] if missing else []),
        *parts,
        colophon("python -m benchmarks.startup", load),
    ]
    numbers = {"machine": machine(), "in_use_by_others": load, "seconds": {k: t.seconds for k, t in raw.items()}}
    write("startup", "\n\n".join(text), numbers)
    return 0


if __name__ == "__main__":
    sys.exit(main())
