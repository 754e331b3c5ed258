"""Results on disk: one Parquet part per chunk, written whole or not at all, and a manifest."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import platform
import re
from collections.abc import Iterable
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.experiment.designs import Design, read_design
from wijkbv_sim.experiment.work import Failure, engine
from wijkbv_sim.scenario.schema import Scenario

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

FORMAT = 1
MANIFEST = "manifest.json"
FAILURES = "failures.json"
DESIGN = "design.csv"
REJECTED = ".rejected"
"""What is added to the name of a part that is not trusted, so that nothing reads it."""

_KEY = b"wijkbv"
_PART = re.compile(r"(part|drawn)-(\d{10,})-(\d{10,})\.parquet")
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
    had where a design says so; ``manifest.json`` the scenario, seed, versions and what a design set, which
    ``design.csv`` holds whole. Parts are renamed into place when they are complete.
    """

    def __init__(
        self,
        folder: Path,
        scenario: Scenario,
        seed: int,
        replicates: int,
        design: tuple[str, ...] = (),
        *,
        size: int = 0,
        books: bool = True,
    ) -> None:
        self.design = design
        self.design_digest = ""
        self.folder = folder
        self.scenario = scenario
        self.seed = seed
        self.replicates = replicates
        self.size = size or replicates
        self.books = books
        self.made_with: dict[str, str] = versions()
        self.made_by = engine()

    @classmethod
    def create(
        cls,
        folder: Path,
        scenario: Scenario,
        seed: int,
        replicates: int,
        design: tuple[str, ...] = (),
        *,
        size: int = 0,
        books: bool = True,
        table: Design | None = None,
    ) -> Store:
        """Begin a store; what an earlier run left of its own kind in the folder is taken away.

        ``design`` names what a design sets; ``size`` is the number of replicates in a chunk and ``table`` the design,
        for who resumes the run.

        Raises StoreError where the folder cannot be written, or holds something else.
        """
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for old in (
                *folder.glob("part-*.parquet*"),
                *folder.glob("drawn-*.parquet*"),
                folder / FAILURES,
                folder / DESIGN,
            ):
                old.unlink(missing_ok=True)
            store = cls(folder, scenario, seed, replicates, design, size=size, books=books)
            if table is not None:
                table.write(folder / DESIGN)
                store.design_digest = store._digest_of_design()
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
        try:
            scenario = Scenario.model_validate_json(json.dumps(manifest["scenario"]))
            store = cls(
                folder, scenario, manifest["seed"], manifest["replicates"], tuple(manifest.get("design", ())),
                size=manifest.get("chunk_size", 0), books=manifest.get("books", True),
            )  # fmt: skip
            store.made_with = manifest["versions"]
            store.made_by = manifest.get("engine", "")
            store.design_digest = manifest.get("design_digest", "")
            digest = manifest["digest"]
        except (KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{folder}: {MANIFEST} is damaged ({type(error).__name__})") from error
        if scenario.digest != digest:
            raise StoreError(f"{folder}: the scenario in {MANIFEST} was changed after the run (digest {digest})")
        return store

    def write_manifest(self, *, complete: bool) -> None:
        """Write scenario, seed, versions and whether all replicates are there."""
        content: dict[str, Any] = {
            "format": FORMAT,
            "kind": "run",
            "complete": complete,
            "seed": self.seed,
            "replicates": self.replicates,
            "chunk_size": self.size,
            "books": self.books,
            "design": list(self.design),
            "design_digest": self.design_digest,
            "digest": self.scenario.digest,
            "engine": self.made_by,
            "versions": self.made_with,
            "scenario": self.scenario.model_dump(mode="json"),
        }
        write_json(self.folder / MANIFEST, content)

    def _digest_of_design(self) -> str:
        try:
            return hashlib.blake2b((self.folder / DESIGN).read_bytes(), digest_size=16).hexdigest()
        except OSError:
            return ""

    def read_table(self) -> Design | None:
        """The design that the run was begun with. Raises StoreError where it was lost or changed."""
        if not self.design:
            return None
        if not self.design_digest or self._digest_of_design() != self.design_digest:
            raise StoreError(f"{self.folder / DESIGN}: not the design that the run was begun with")
        return read_design(self.folder / DESIGN, self.scenario)

    def write_failures(self, failures: Iterable[Failure]) -> None:
        """Keep which replicates ended in an error, and how; no file where none did."""
        write_failures(self.folder, failures)

    def differences(self) -> tuple[str, list[str]]:
        """What is otherwise now than when the run began: what forbids going on (or ""), and what may matter."""
        now = versions()
        kept = self.made_with
        own = "wijkbv-sim"
        if (kept.get(own), self.made_by) != (now[own], engine()):
            return f"{self.folder}: made by wijkbv-sim {kept.get(own)} ({self.made_by[:8]}), this is {now[own]} " \
                   f"({engine()[:8]}): results of both do not mix", []  # fmt: skip
        return "", [
            f"{name} {kept.get(name)} -> {version}" for name, version in now.items() if kept.get(name) != version
        ]

    def verify(self) -> tuple[list[tuple[int, int]], list[str]]:
        """Read every part whole; what is torn or foreign is set aside under another name and told.

        Returns the ranges (first, count) that are there, in order, and what was found wrong.
        """
        found: list[str] = []
        there: list[tuple[int, int]] = []
        for left in self.folder.glob("*.unfinished"):
            left.unlink()
        for path in sorted((*self.folder.glob("part-*.parquet"), *self.folder.glob("drawn-*.parquet"))):
            wrong = self._wrong(path)
            if wrong:
                found.append(f"{path.name}: {wrong}")
                os.replace(path, path.with_name(path.name + REJECTED))
        for path in self.parts():
            first, last = _range(path)
            if there and first < sum(there[-1]):
                found.append(f"{path.name}: replicates that another part holds too")
                for kind in ("part", "drawn"):
                    twin = path.with_name(path.name.replace("part", kind, 1))
                    os.replace(twin, twin.with_name(twin.name + REJECTED))
            else:
                there.append((first, last - first + 1))
        return there, found

    def _wrong(self, path: Path) -> str:
        """Why a part is not to be trusted; "" where it is."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        if not _PART.fullmatch(path.name):
            return "not a name that a run gives"
        first, last = _range(path)
        try:
            table = pq.read_table(path, page_checksum_verification=True)
        except (OSError, pa.ArrowException) as error:
            return f"torn ({str(error).splitlines()[0][:80]})"
        made = (table.schema.metadata or {}).get(_KEY, b"").decode()
        if made != self._made(first, last):
            return "of another run"
        months = self.scenario.time.months if path.name.startswith("part") else 1
        rows = table["replicate"].to_numpy()
        whole = np.repeat(np.arange(first, last + 1), months)
        return "" if np.array_equal(rows, whole) and last < self.replicates else "not the replicates of its name"

    def _made(self, first: int, last: int) -> str:
        """What a part says of where it comes from."""
        made = {
            "digest": self.scenario.digest,
            "design": self.design_digest,
            "engine": self.made_by,
            "seed": self.seed,
            "first": first,
            "last": last,
        }
        return json.dumps(made, sort_keys=True)

    def missing(self, there: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        """The ranges that are still to be run: chunks as they were planned, less what there is."""
        covered = np.zeros(self.replicates, dtype=np.bool_)
        for first, count in there:
            covered[first : first + count] = True
        gaps: list[tuple[int, int]] = []
        for begin in range(0, self.replicates, self.size):
            end = min(begin + self.size, self.replicates)
            edges = np.flatnonzero(np.diff(covered[begin:end].astype(np.int8), prepend=1, append=1)) + begin
            gaps += [(int(a), int(b - a)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
        return gaps

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
        last = chunk.first + chunk.count - 1
        made = table.replace_schema_metadata({_KEY: self._made(chunk.first, last).encode()})
        write_table(made, self.folder / f"{kind}-{chunk.first:010d}-{last:010d}.parquet")

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


def _range(path: Path) -> tuple[int, int]:
    found = _PART.fullmatch(path.name)
    assert found is not None
    return int(found[2]), int(found[3])


def write_table(table: Any, path: Path) -> None:
    """Write a Parquet file, with checksums, so that it is there whole or not at all."""
    import pyarrow.parquet as pq

    unfinished = path.with_name(path.name + ".unfinished")
    pq.write_table(table, unfinished, compression="zstd", write_page_checksum=True)
    os.replace(unfinished, path)


def write_json(path: Path, content: Any) -> None:
    """Write a JSON file so that it is there whole or not at all."""
    _whole(path, (json.dumps(content, indent=2, ensure_ascii=False, sort_keys=True) + "\n").encode())


def write_failures(folder: Path, failures: Iterable[Failure]) -> None:
    """Keep which replicates ended in an error, and how; no file where none did."""
    rows = [asdict(failure) for failure in sorted(failures, key=lambda f: (f.label, f.first))]
    if rows:
        write_json(folder / FAILURES, rows)
    else:
        (folder / FAILURES).unlink(missing_ok=True)


def read_failures(folder: Path) -> list[Failure]:
    """The replicates that ended in an error."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        return [Failure(**row) for row in json.loads((folder / FAILURES).read_text(encoding="utf-8"))]
    return []


def _whole(path: Path, content: bytes) -> None:
    """Write a file so that it is there whole or not at all."""
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
