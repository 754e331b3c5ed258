"""Renew constraints.txt: one version for every package that any part of the project needs, on every platform.

Run it with `make lock`, which gives it a fresh environment with Python 3.11 and the `packaging` library.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PYTHONS = ("3.11", "3.12", "3.13")
PLATFORMS = (
    {"sys_platform": "linux", "os_name": "posix", "platform_system": "Linux"},
    {"sys_platform": "darwin", "os_name": "posix", "platform_system": "Darwin"},
    {"sys_platform": "win32", "os_name": "nt", "platform_system": "Windows"},
)
# Left free, as `pip freeze` leaves them: what wants setuptools (macOS only) wants another one on each Python, and a
# pin would reach the builds of other packages too.
INSTALLERS = {"pip", "setuptools", "wheel"}
HEADER = """\
# The lock: exact versions of everything the project needs to run, test, develop, measure and build.
# Made by `make lock` on Python 3.11; do not edit by hand. Good for 3.11 to 3.13 on Linux, Windows and Macs with Apple
# silicon; numba no longer builds for Intel Macs.
# Use it with: pip install -c constraints.txt -e .
"""


def resolve(requirements: Iterable[str]) -> list[dict[str, Any]]:
    """Ask pip what it would install, each package's metadata, without installing anything."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        command = [sys.executable, "-m", "pip", "install", "--dry-run", "--ignore-installed", "--quiet", "--quiet"]
        subprocess.run([*command, "--report", str(report), *requirements], cwd=ROOT, check=True)
        return [entry["metadata"] for entry in json.loads(report.read_text())["install"]]


def needed_elsewhere(packages: Iterable[dict[str, Any]]) -> set[str]:
    """Requirements that this platform and Python skip and another one that we support does not."""
    environments = [
        platform | {"python_version": python, "python_full_version": f"{python}.0", "extra": ""}
        for platform in PLATFORMS
        for python in PYTHONS
    ]
    requirements = [Requirement(line) for package in packages for line in package.get("requires_dist", [])]
    return {
        f"{requirement.name}{requirement.specifier}"
        for requirement in requirements
        if requirement.marker
        and not requirement.marker.evaluate({"extra": ""})
        and any(requirement.marker.evaluate(environment) for environment in environments)
    }


def main() -> None:
    """Resolve until no platform needs anything more, then write the file."""
    if sys.version_info[:2] != (3, 11):
        sys.exit("The lock is made on Python 3.11, the oldest that is supported: make lock LOCK_PYTHON=python3.11")
    document = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    own_name = document["project"]["name"]
    extras = ",".join(document["project"]["optional-dependencies"])
    # `editables` is what hatchling adds when it builds for `pip install -e`.
    wanted = {f".[{extras}]", "editables", *document["build-system"]["requires"]}
    while True:
        packages = resolve(sorted(wanted))
        more = needed_elsewhere(packages) - wanted
        if not more:
            break
        wanted |= more
    pins = {canonicalize_name(p["name"]): p["version"] for p in packages if p["name"] != own_name}
    lines = [f"{name}=={version}\n" for name, version in sorted(pins.items()) if name not in INSTALLERS]
    (ROOT / "constraints.txt").write_text(HEADER + "".join(lines), encoding="utf-8")
    print(f"constraints.txt: {len(lines)} packages")


if __name__ == "__main__":
    main()
