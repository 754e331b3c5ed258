"""Mutations by hand: one sign or rate of the month changed, to see whether the tests notice.

Run as a script for a table of what was noticed; ``tests/test_mutations.py`` asserts that all were.

    python -m tests.mutations
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parent.parent


@dataclass(frozen=True)
class Mutation:
    """``before`` in a module of the model becomes ``after``; ``tests`` should fail."""

    name: str
    module: str
    before: str
    after: str
    tests: str


MUTATIONS = (
    Mutation("interest by the year", "model/loan.py", "self.owed / 100.0 * rate / MONTHS",
             "self.owed / 100.0 * rate", "test_loans.py"),
    Mutation("grace one month longer", "model/loan.py", "np.where(grace_left >= 0", "np.where(grace_left >= -1",
             "test_loans.py"),
    Mutation("loan repaid a month late", "model/loan.py", "left, grace_left = months - paid_months + 1",
             "left, grace_left = months - paid_months + 2", "test_loans.py"),
    Mutation("no loss carried forward", "model/tax.py", "self.losses = self.losses - used", "self.losses = -used",
             "test_tax.py"),
    Mutation("exemption at its edge", "model/tax.py", "profit <= EXEMPT_YEAR", "profit < EXEMPT_YEAR - 1",
             "test_tax.py"),
    Mutation("termination by the year", "model/contract.py", "stop < monthly_chance(self.termination)",
             "stop < self.termination", "test_contracts.py"),
    Mutation("renewal by the chance of winning", "model/contract.py", "shift_odds(self.renewal_chance, standing)",
             "shift_odds(self.win_chance, standing)", "test_contracts.py"),
    Mutation("penalty pays", "model/contract.py", "fulfilled - self.penalty", "fulfilled + self.penalty",
             "test_contracts.py"),
    Mutation("index of costs, not of the contract", "model/contract.py", "1 + self.indexation * self.model",
             "1 + self.model", "test_contracts.py"),
    Mutation("provision used twice", "model/asset.py", "self.provision = self.provision - from_provision",
             "self.provision = self.provision - 0", "test_buildings.py"),
    Mutation("decay by the month", "model/asset.py", "self.condition - self.decay / MONTHS",
             "self.condition - self.decay", "test_buildings.py"),
    Mutation("swing without memory", "model/building.py", "np.sqrt(1 - memory**2)", "1.0", "test_buildings.py"),
    Mutation("work undone for want of room", "model/asset.py", "cost <= company.room() - kept_back",
             "cost <= -company.room() - kept_back",
             "test_buildings.py"),
    Mutation("taper upwards", "model/grant.py", "1 - self.taper", "1 + self.taper", "test_grants.py"),
    Mutation("one round too many", "model/grant.py", "since < self.duration * self.rounds",
             "since <= self.duration * self.rounds", "test_grants.py"),
    Mutation("patience a month longer", "model/company.py", "self.short_for >= self.patience",
             "self.short_for > self.patience", "test_failure.py"),
    Mutation("wages to the wrong people", "model/company.py", "share_of(net, self.staff_local)",
             "share_of(net, 1 - self.staff_local)", "test_services.py"),
    Mutation("wages paid after the end", "model/company.py", "total = cents(euros * self.alive)",
             "total = cents(euros)", "test_failure.py"),
    Mutation("tax paid a month early", "model/company.py", "TAX_MONTH = 5", "TAX_MONTH = 4", "test_tax.py"),
    Mutation("quality from the wrong side", "model/service.py", "1 - self.overload_penalty * overload",
             "1 + self.overload_penalty * overload", "test_services.py"),
    Mutation("hiring at the pace of notice", "model/service.py",
             "np.where(needed > self.fte, company.hiring, company.notice)",
             "np.where(needed > self.fte, company.notice, company.hiring)", "test_services.py"),
    Mutation("trust without continuity", "model/municipality.py", "(1 - self.weight_quality) * self.model.continuity",
             "(1 - self.weight_quality)", "test_services.py"),
    Mutation("swing of sales halved", "model/trade.py", "1 + self.swing", "1 + 0.5 * self.swing", "test_trade.py"),
    Mutation("fees by the month", "model/residents.py", "self.members * self.fee / MONTHS * level",
             "self.members * self.fee * level", "test_shares.py"),
    Mutation("a dearer fee draws people in", "model/residents.py", "price = -(self.fee_sensitivity",
             "price = (self.fee_sensitivity", "test_metamorphic.py"),
    Mutation("influence twice", "model/residents.py", "influence = self.influence / MONTHS",
             "influence = 2 * self.influence / MONTHS", "test_bass.py"),
    Mutation("leaving by the intensity of a year", "model/residents.py", "intensity(self.leaving) * np.exp",
             "12 * intensity(self.leaving) * np.exp", "test_bass.py"),
    Mutation("nobody tells who leaves", "model/kernels.py", "contacts[r, neighbour[edge]] += step",
             "contacts[r, neighbour[edge]] += max(step, 0)", "test_limits.py -k all_loops_off"),
    Mutation("deaths are moves", "model/kernels.py", "np.int64(cause < deadly[row, last // 12])",
             "np.int64(cause >= deadly[row, last // 12])", "test_population.py -k move_and_die"),
    Mutation("people who left may not come back", "model/kernels.py",
             "elif outcome == Outcome.LEAVES:\n        state[r, i] = OPEN",
             "elif outcome == Outcome.LEAVES:\n        state[r, i] = CLOSED", "test_bass.py -k leaving"),
    Mutation("newcomers a year older", "model/kernels.py", "born = month - 12 * age",
             "born = month - 12 * (age + 1)", "../model/test_twins.py"),
    Mutation("one round of the generator fewer", "model/philox.py", "for _ in range(10):", "for _ in range(9):",
             "../model/test_philox.py -k known"),
    Mutation("events end a month late", "model/parameters.py", "month < event.until)", "month <= event.until)",
             "test_timeline.py"),
    Mutation("shares taken back are spent", "model/observer.py",
             "withdrawn = model.shares.back", "withdrawn = 0 * model.shares.back",
             "test_shares.py"),
    Mutation("the year's result is forgotten", "ledger/ledger.py", "books[Account.RESERVES] += result",
             "books[Account.RESERVES] += 0 * result", "test_ledger.py -k busy_world"),
    Mutation("a local share of the whole", "ledger/ledger.py", "return part, amount - part", "return part, amount",
             "test_ledger.py -k two_parts"),
)  # fmt: skip


def noticed(mutation: Mutation, package: Path) -> bool:
    """Whether the chosen tests fail on a copy of the project in which this one thing has changed."""
    source = package / "wijkbv_sim" / mutation.module
    whole = source.read_text(encoding="utf-8")
    if whole.count(mutation.before) != 1:
        raise ValueError(f"{mutation.name}: {mutation.before!r} occurs {whole.count(mutation.before)} times, not once")
    try:
        source.write_text(whole.replace(mutation.before, mutation.after), encoding="utf-8")
        files, _, chosen = mutation.tests.partition(" -k ")
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-m",
            "not slow",
            "-p",
            "no:cacheprovider",
            "-p",
            "no:xdist",
        ]
        command += [f"tests/verification/{name}" for name in files.split()]
        command += ["-k", chosen] if chosen else []
        environment = {**os.environ, "PYTHONPATH": str(package), "NUMBA_CACHE_DIR": str(package / "kernels")}
        done = subprocess.run(command, cwd=package, env=environment, capture_output=True, text=True, check=False)
    finally:
        source.write_text(whole, encoding="utf-8")
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{mutation.name}: the tests did not run\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
    return done.returncode == 1


def copy_of_the_project(folder: Path) -> Path:
    """A copy to change, without what tests do not need."""
    ignore = shutil.ignore_patterns("__pycache__", ".*", "out")
    for name in ("wijkbv_sim", "tests", "scenarios"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, folder / name, ignore=ignore)
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def main() -> int:
    survived = 0
    with tempfile.TemporaryDirectory(prefix="mutations-") as folder:
        package = copy_of_the_project(Path(folder))
        for mutation in MUTATIONS:
            seen = noticed(mutation, package)
            survived += not seen
            print(f"{'noticed ' if seen else 'SURVIVED'}  {mutation.name} ({mutation.module})", flush=True)
    print(f"{len(MUTATIONS) - survived} of {len(MUTATIONS)} noticed")
    return survived


if __name__ == "__main__":
    sys.exit(main())
