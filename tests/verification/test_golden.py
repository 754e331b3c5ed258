"""Stored runs: what a change of the code moves is seen, and renewed on purpose (``pytest --renew-golden``).

Whole numbers must be equal; floating-point numbers to a billionth, for another machine may round otherwise.
The digests say at a glance which columns moved at all; the readable numbers say by how much.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import numpy as np
import pytest

from tests.worlds import busy, futures, quiet, service
from wijkbv_sim.experiment.chunk import BOOKS, Chunk

FOLDER = Path(__file__).parent.parent / "golden"

RUNS = {
    "busy": (busy, 6, 1),
    "certain": (lambda: busy().certain(), 2, 7),
    "only-residents": (
        lambda: quiet({"area.inhabitants": 3_000, "area.moving_out": 8, "ownership.potential": 30,
                       "ownership.outreach": 5, "ownership.influence": 40, "ownership.leaving": 5,
                       "ownership.initial_members": 20,
                       "ownership.network.contacts": 8}, years=10), 3, 2**40),
    "only-money": (
        lambda: quiet({"money.opening_cash": 50_000, "money.inflation": 2.2, "money.overhead": 20_000,
                       "services.s": service(), "money.contracts.c": {"value": 500_000, "service": "s"},
                       "money.loans.l": {"amount": 50_000}}, years=10), 5, 3),
}  # fmt: skip
READABLE = (
    "cash", "operating_result", "income", "members", "active_members", "joined", "left", "volunteer_load", "quality",
    "trust", "contracts_running", "occupancy", "building_condition", "local_retention", "solvency", "dscr", "alive",
)  # fmt: skip


def digest_of(values: np.ndarray) -> str:
    """A short digest of a column; floating-point numbers by ten digits, so that a last bit does not count."""
    if values.dtype.kind == "f":
        text = "\n".join(f"{value:.9e}" for value in (values + 0.0).ravel())
        return hashlib.blake2s(text.encode(), digest_size=6).hexdigest()
    return hashlib.blake2s(np.ascontiguousarray(values, dtype="<i8").tobytes(), digest_size=6).hexdigest()


def number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def summary(chunk: Chunk) -> dict[str, object]:
    """What is stored of a run."""
    last = chunk.columns["cash"].shape[1] - 1
    months = sorted({0, 11, last // 2, last})
    return {
        "months": [month + 1 for month in months],
        "books": {name: int(chunk.columns[name].sum()) for name in BOOKS},
        "readable": {name: [[number(v) for v in row[months]] for row in chunk.columns[name]] for name in READABLE},
        "drawn": {path: [float(v) for v in values] for path, values in sorted(chunk.drawn.items())},
        "digests": {name: digest_of(values) for name, values in chunk.columns.items()},
    }


def moved(old: object, new: object, where: str = "") -> list[str]:
    """Where two summaries differ: whole numbers at all, others by more than a billionth."""
    if isinstance(old, dict) and isinstance(new, dict):
        here = [f"{where}{key}: {'new' if key in new else 'gone'}" for key in sorted(old.keys() ^ new.keys())]
        return here + [line for key in old if key in new for line in moved(old[key], new[key], f"{where}{key} ")]
    if isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        return [line for k, (a, b) in enumerate(zip(old, new, strict=True)) for line in moved(a, b, f"{where}[{k}]")]
    if isinstance(old, float) and isinstance(new, float):
        return [] if abs(new - old) <= 1e-9 * max(1.0, abs(old)) else [f"{where}: {old!r} -> {new!r}"]
    return [] if old == new else [f"{where}: {old!r} -> {new!r}"]


@pytest.mark.parametrize("name", RUNS)
def test_a_stored_run_is_what_it_was(name, request, capsys):
    scenario, replicates, seed = RUNS[name]
    found = summary(futures(scenario(), replicates, seed))
    path = FOLDER / f"{name}.json"
    stored = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    # Digests only point at columns: they may differ by a rounding that the numbers allow.
    differences = moved({**stored, "digests": {}}, {**found, "digests": {}})
    columns = [key for key, digest in found["digests"].items() if stored.get("digests", {}).get(key) != digest]
    report = "\n".join([f"{name}: {len(columns)} columns moved: {', '.join(columns[:40])}", *differences[:30]])
    if request.config.getoption("--renew-golden"):
        path.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        with capsys.disabled():
            print("\n" + report)
        return
    assert stored, f"{path.name} is not there: pytest --renew-golden writes it"
    assert not differences, report


def test_what_moved_is_said():
    old = {"a": 1, "b": [1.0, None], "c": {"d": 2}, "gone": 0}
    new = {"a": 2, "b": [1.0 + 1e-12, None], "c": {"d": 2}, "come": 0}
    assert moved(old, new) == ["come: new", "gone: gone", "a : 1 -> 2"]
