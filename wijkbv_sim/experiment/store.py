"""Results on disk: one Parquet part per chunk, written whole or not at all, and a manifest."""

from __future__ import annotations

import json
import os
import platform
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FORMAT = 1
MANIFEST = "manifest.json"
_LIBRARIES = ("wijkbv-sim", "mesa", "numpy", "numba", "scipy", "pandas", "pyarrow")


class StoreError(ValueError):
    """A folder that holds no results, or results that cannot be read."""


def versions() -> dict[str, str]:
    """The versions that a result depends on, for the manifest."""
    found = {"python": platform.python_version()}
    for library in _LIBRARIES:
        try:
            found[library] = metadata.version(library)
        except metadata.PackageNotFoundError:
            found[library] = "not installed"
    return found


class Store:
    """A folder of results.

    ``part-<first>-<last>.parquet`` holds replicates first to last, one row a replicate and month, sorted;
    ``drawn-<first>-<last>.parquet`` what was drawn for them, one row a replicate, with the ``future`` whose luck it
    had where a design says so; ``manifest.json`` the scenario, seed, versions and what a design set. Parts are
    renamed into place when they are complete.
    """

    def __init__(
        self, folder: Path, scenario: Scenario, seed: int, replicates: int, design: tuple[str, ...] = ()
    ) -> None:
        self.folder = folder
        self.scenario = scenario
        self.seed = seed
        self.replicates = replicates
        self.design = design

    @classmethod
    def create(
        cls, folder: Path, scenario: Scenario, seed: int, replicates: int, design: tuple[str, ...] = ()
    ) -> Store:
        """Begin a store; what an earlier run left of its own kind in the folder is taken away.

        Raises StoreError where the folder cannot be written, or holds something else.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in (*folder.glob("part-*.parquet"), *folder.glob("drawn-*.parquet")):
                old.unlink()
            store = cls(folder, scenario, seed, replicates, design)
            store.write_manifest(complete=False)
        except OSError as error:
            raise StoreError(f"{folder}: cannot write results there ({error.strerror})") from error
        return store

    @classmethod
    def open(cls, folder: str | Path) -> Store:
        """Open what a run has written; raises StoreError where there is nothing to open."""
        folder = Path(folder)
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder}: expected a folder of results with a {MANIFEST}") from error
        if manifest.get("format") != FORMAT:
            raise StoreError(f"{folder}: results of format {manifest.get('format')}, expected {FORMAT}")
        scenario = Scenario.model_validate_json(json.dumps(manifest["scenario"]))
        design = tuple(manifest.get("design", ()))
        return cls(folder, scenario, manifest["seed"], manifest["replicates"], design)

    def write_manifest(self, *, complete: bool) -> None:
        """Write scenario, seed, versions and whether all replicates are there."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "complete": complete,
            "seed": self.seed,
            "replicates": self.replicates,
            "design": list(self.design),
            "digest": self.scenario.digest,
            "versions": versions(),
            "scenario": self.scenario.model_dump(mode="json"),
        }
        text = json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
        _whole(self.folder / MANIFEST, text.encode())

    def add(self, chunk: Chunk) -> None:
        """Write one chunk as a part."""
        import pyarrow as pa

        months = self.scenario.time.months
        replicate = np.arange(chunk.first, chunk.first + chunk.count, dtype=np.int64)
        columns: dict[str, Any] = {
            "replicate": np.repeat(replicate, months),
            "month": np.tile(np.arange(1, months + 1, dtype=np.int16), chunk.count),
        }
        columns |= {name: np.ascontiguousarray(values).reshape(-1) for name, values in chunk.columns.items()}
        self._write(pa.table(columns), "part", chunk)
        future = {} if chunk.future is None else {"future": chunk.future}
        self._write(pa.table({"replicate": replicate, **future, **chunk.drawn}), "drawn", chunk)

    def _write(self, table: Any, kind: str, chunk: Chunk) -> None:
        import pyarrow.parquet as pq

        name = f"{kind}-{chunk.first:010d}-{chunk.first + chunk.count - 1:010d}.parquet"
        unfinished = self.folder / f"{name}.unfinished"
        pq.write_table(table, unfinished, compression="zstd")
        os.replace(unfinished, self.folder / name)

    def parts(self, kind: str = "part") -> list[Path]:
        """The parts there are, in the order of their replicates; a chunk of which one file is missing is not there."""
        both = {path.name.partition("-")[2] for path in self.folder.glob("part-*.parquet")} & {
            path.name.partition("-")[2] for path in self.folder.glob("drawn-*.parquet")
        }
        return [self.folder / f"{kind}-{name}" for name in sorted(both)]

    def names(self) -> list[str]:
        """The columns that were kept."""
        import pyarrow.parquet as pq

        parts = self.parts()
        if not parts:
            return []
        return [n for n in pq.read_schema(parts[0]).names if n not in ("replicate", "month")]

    def read(self, name: str, months: Sequence[int] | None = None) -> NDArray[np.generic]:
        """One column (replicates, months); ``months`` picks some, counted from 1."""
        import pyarrow.parquet as pq

        every = self.scenario.time.months
        pick = slice(None) if months is None else np.asarray(months) - 1
        rows = [
            pq.read_table(part, columns=[name])[name].to_numpy().reshape(-1, every)[:, pick] for part in self.parts()
        ]
        return np.concatenate(rows) if rows else np.empty((0, every))

    def read_replicates(self) -> NDArray[np.int64]:
        """The replicates that are there (replicates,)."""
        import pyarrow.parquet as pq

        found = [pq.read_table(p, columns=["replicate"])["replicate"].to_numpy() for p in self.parts("drawn")]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    def read_drawn(self) -> dict[str, NDArray[np.float64]]:
        """What was drawn for the uncertain parameters: path to (replicates,)."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        parts = self.parts("drawn")
        if not parts:
            return {}
        table = pa.concat_tables([pq.read_table(part) for part in parts])
        return {n: table[n].to_numpy() for n in table.column_names if n not in ("replicate", "future")}

    def read_future(self) -> NDArray[np.int64]:
        """Whose luck each replicate had (replicates,): its own number unless a design said otherwise."""
        import pyarrow.parquet as pq

        found = []
        for part in self.parts("drawn"):
            names = pq.read_schema(part).names
            name = "future" if "future" in names else "replicate"
            found.append(pq.read_table(part, columns=[name])[name].to_numpy())
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)


def _whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
