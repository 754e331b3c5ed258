"""All benchmarks, one after the other: ``python -m benchmarks`` (about ten minutes), or those that are named.

python -m benchmarks
python -m benchmarks race startup
"""

from __future__ import annotations

import subprocess
import sys

from benchmarks.common import ROOT

ALL = ("race", "full_scenario", "scaling", "people", "variance", "startup")
"""In a process of its own each, so that none measures another's leavings."""


def main() -> int:
    wanted = sys.argv[1:] or list(ALL)
    unknown = [name for name in wanted if name not in ALL]
    if unknown:
        print(f"there is no benchmark {', '.join(unknown)}: expected some of {', '.join(ALL)}", file=sys.stderr)
        return 2
    failed = []
    for name in wanted:
        print(f"\n=== {name}", flush=True)
        if subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=ROOT, check=False).returncode:
            failed.append(name)
    if failed:
        print(f"failed: {', '.join(failed)}", file=sys.stderr)
    return bool(failed)


if __name__ == "__main__":
    sys.exit(main())
