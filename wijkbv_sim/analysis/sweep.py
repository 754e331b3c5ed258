"""One company in every area of a table: run in parts, resumed from what is there, ranked at the end.

A folder of results holds ``manifest.json`` (template, seed, versions), ``input.json`` (the areas as they were read),
``parts/`` (a file for each area and range of replicates, one row a replicate), and at the end ``futures.parquet`` (all
parts in one) and ``areas.parquet`` and ``areas.csv`` (a row an area, ranked by the chance that it pays its way).
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.experiment.executors import Executing, available_cores, crew
from wijkbv_sim.experiment.run import MONTH_SECONDS, RESIDENT_MONTHS_PER_SECOND, Plan, Progress
from wijkbv_sim.experiment.store import (
    FORMAT,
    MANIFEST,
    REJECTED,
    StoreError,
    read_failures,
    versions,
    write_failures,
    write_json,
    write_table,
)
from wijkbv_sim.experiment.work import Failure, Unit, engine, packed, work
from wijkbv_sim.results.indicators import available
from wijkbv_sim.results.percentiles import usual_range
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.areas import AreaRow
from wijkbv_sim.scenario.origin import BY_EDUCATION, FILLED_IN, TABLE_OF_AREAS
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.template import for_area

if TYPE_CHECKING:
    import pandas as pd

KIND = "sweep"
INPUT = "input.json"
PARTS = "parts"
SUCCESS = "pays_its_way"
"""The indicator by which areas are ranked: the company exists and pays its way."""

NOT_RUN = "not run"
"""The reason of an area that was to be run and was not."""

_KEY = b"wijkbv"


def indicators_of(scenario: Scenario, chunk: Chunk) -> Chunk:
    """Of a chunk only its indicators, as columns (replicates, 1): all that a sweep keeps, and all that travels."""
    results = Results(scenario, 0, wanted=chunk.count, chunks=[chunk])
    return Chunk(chunk.first, chunk.count, {i.name: i.of(results)[:, None] for i in available(results)})


@dataclass
class Sweep:
    """A sweep in its folder."""

    folder: Path
    template: Scenario
    areas: list[AreaRow]
    replicates: int
    seed: int
    complete: bool = False
    """Whether the last ``run`` came to its end."""

    @classmethod
    def create(
        cls, folder: str | Path, template: Scenario, areas: Sequence[AreaRow], replicates: int, seed: int
    ) -> Sweep:
        """Begin a sweep. Raises StoreError where the folder holds results already or cannot be written."""
        sweep = cls(Path(folder), template, list(areas), replicates, seed)
        Plan(template, replicates, seed)  # refuses what cannot be
        try:
            (sweep.folder / PARTS).mkdir(parents=True, exist_ok=True)
            if (sweep.folder / MANIFEST).exists():
                raise StoreError(f"{folder}: there are results already; go on with them: wijkbv resume {folder}")
            write_json(sweep.folder / INPUT, [asdict(row) for row in sweep.areas])
            sweep._manifest(complete=False)
        except OSError as error:
            raise StoreError(f"{folder}: cannot write results there ({error.strerror})") from error
        return sweep

    @classmethod
    def open(cls, folder: str | Path) -> Sweep:
        """Open a sweep. Raises StoreError where there is none, or where it was changed or made by another engine."""
        folder = Path(folder)
        try:
            manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
            rows = [AreaRow(**row) for row in json.loads((folder / INPUT).read_text(encoding="utf-8"))]
            template = Scenario.model_validate_json(json.dumps(manifest["scenario"]))
            sweep = cls(folder, template, rows, manifest["replicates"], manifest["seed"])
            changed = manifest["digest"] != template.digest or manifest["areas_digest"] != sweep._areas_digest()
        except (OSError, KeyError, TypeError, ValueError) as error:
            raise StoreError(f"{folder}: expected a folder of a sweep with {MANIFEST} and {INPUT}") from error
        if changed:
            raise StoreError(f"{folder}: {MANIFEST} or {INPUT} was changed after the sweep began")
        if manifest["engine"] != engine():
            now = versions()["wijkbv-sim"]
            raise StoreError(
                f"{folder}: made by wijkbv-sim {manifest['versions']['wijkbv-sim']} ({manifest['engine'][:8]}), this "
                f"is {now} ({engine()[:8]}): results of both do not mix"
            )
        return sweep

    def _areas_digest(self) -> str:
        text = json.dumps([asdict(row) for row in self.areas], sort_keys=True)
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()

    def _manifest(self, *, complete: bool) -> None:
        content: dict[str, Any] = {
            "format": FORMAT,
            "kind": KIND,
            "complete": complete,
            "seed": self.seed,
            "replicates": self.replicates,
            "areas": len(self.areas),
            "areas_digest": self._areas_digest(),
            "digest": self.template.digest,
            "engine": engine(),
            "versions": versions(),
            "scenario": self.template.model_dump(mode="json"),
        }
        write_json(self.folder / MANIFEST, content)

    @property
    def included(self) -> list[AreaRow]:
        """The areas that are run."""
        return [row for row in self.areas if not row.left_out]

    def scenario(self, row: AreaRow) -> Scenario:
        """The template in one area, each figure with where it comes from."""
        area: dict[str, Any] = dict(row.area)
        for name, value in row.area.items():
            if name in row.imputed:
                note = FILLED_IN.format(areas=row.imputed[name])
                area[name] = {"value": value, "assumption": True, "note": note}
            elif name == "lower_education":
                area[name] = {"value": value, "assumption": True, "note": BY_EDUCATION}
            elif isinstance(value, int | float):
                area[name] = {"value": value, "source": TABLE_OF_AREAS}
        return for_area(self.template, area, name=_name(row.code), title=row.name)

    def run(
        self,
        *,
        executor: Executing = "auto",
        workers: int | None = None,
        on_progress: Progress | None = None,
        on_note: Callable[[str], None] | None = None,
    ) -> pd.DataFrame:
        """Run what is missing, and write and return the ranked table.

        Interrupted (Ctrl-C), what is done stays and the next call goes on; the table then ranks the areas of which
        every future is there, and ``complete`` is False. With none of those, KeyboardInterrupt goes on.
        ``on_progress`` counts estimated work (by residents, futures and months), in thousandths of seconds.
        """
        self.complete = False
        there = self._verified(on_note)
        weights = {row.code: self._weight(row) for row in self.included}
        whole = sum(weights.values())
        # What is there already counts for the progress, not for the speed: the bar starts anew with what is left.
        left = whole - sum(
            weights[code] * sum(c for _, c in ranges) // self.replicates for code, ranges in there.items()
        )
        failures: list[Failure] = []
        done = 0
        if executor == "auto":
            executor = "processes" if (workers or available_cores()) > 1 else None
        counts = {code: sum(count for _first, count in ranges) for code, ranges in there.items()}
        try:
            with crew(executor, workers) as hands:
                for unit, result in work(self._units(there), hands):
                    if isinstance(result, Failure):
                        failures.append(result)
                    else:
                        self._add(unit, result)
                    counts[unit.label] = counts.get(unit.label, 0) + result.count
                    done += weights[unit.label] * unit.count // self.replicates
                    if on_progress is not None:
                        on_progress(min(done, left), max(left, 1))
        except KeyboardInterrupt:
            finished = {code for code, count in counts.items() if count == self.replicates}
            if not finished:
                raise
            write_failures(self.folder, failures)
            return self._ranked(failures, finished)
        write_failures(self.folder, failures)
        table = self._ranked(failures)
        self.complete = True
        self._manifest(complete=not failures)
        return table

    def _weight(self, row: AreaRow) -> int:
        months = self.template.time.months
        seconds: float = self.replicates * row.area["inhabitants"] * months / RESIDENT_MONTHS_PER_SECOND
        return round(1000 * (seconds + months * MONTH_SECONDS))

    def _units(self, there: dict[str, list[tuple[int, int]]]) -> Iterator[Unit]:
        """Largest areas first, so that at the end all workers are busy; made one by one, as they are taken."""
        by_size = sorted(self.included, key=lambda row: (-row.area["inhabitants"], row.code))
        for row in by_size:
            covered = {k for first, count in there.get(row.code, ()) for k in range(first, first + count)}
            if len(covered) == self.replicates:
                continue
            scenario = self.scenario(row)
            plan = Plan(scenario, self.replicates, self.seed, books=False)
            content, digest = packed(scenario), scenario.digest
            for begin, size in plan.chunks():
                for first, count in _gaps(begin, size, covered):
                    yield Unit(row.code, content, digest, first, count, self.seed, False, engine(), indicators_of)

    def _made(self, code: str, first: int, count: int) -> str:
        made = {"sweep": f"{self.template.digest} {self._digest_of_areas}", "engine": engine(), "seed": self.seed}
        return json.dumps(made | {"code": code, "first": first, "count": count}, sort_keys=True)

    @property
    def _digest_of_areas(self) -> str:
        found: str | None = self.__dict__.get("_known_digest")
        if found is None:
            found = self.__dict__["_known_digest"] = self._areas_digest()
        return found

    def _add(self, unit: Unit, chunk: Chunk) -> None:
        import numpy as np
        import pyarrow as pa

        columns: dict[str, Any] = {
            "code": pa.array([unit.label] * chunk.count, pa.string()),
            "replicate": np.arange(chunk.first, chunk.first + chunk.count, dtype=np.int64),
        }
        columns |= {name: np.ascontiguousarray(values[:, 0]) for name, values in chunk.columns.items()}
        made = self._made(unit.label, chunk.first, chunk.count)
        table = pa.table(columns).replace_schema_metadata({_KEY: made.encode()})
        write_table(table, self._part(unit.label, chunk.first, chunk.count))

    def _part(self, code: str, first: int, count: int) -> Path:
        return self.folder / PARTS / f"{_name(code)}-{first:07d}-{first + count - 1:07d}.parquet"

    def _verified(self, on_note: Callable[[str], None] | None) -> dict[str, list[tuple[int, int]]]:
        """Which replicates of each area are there; what is torn or foreign is set aside and told."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        codes = {row.code for row in self.included}
        there: dict[str, list[tuple[int, int]]] = {}
        for path in sorted((self.folder / PARTS).iterdir()):
            if path.name.endswith(".unfinished"):
                path.unlink()
                continue
            if path.name.endswith(REJECTED):
                continue
            wrong = "of another sweep"
            try:
                table = pq.read_table(path, page_checksum_verification=True)
                made = (table.schema.metadata or {}).get(_KEY, b"").decode()
                told = json.loads(made or "{}")
                code, first, count = told.get("code"), told.get("first", -1), told.get("count", 0)
                known = code in codes and path == self._part(code, first, count)
                if known and made == self._made(code, first, count) and table.num_rows == count:
                    there.setdefault(code, []).append((first, count))
                    continue
            except (OSError, ValueError, pa.ArrowException) as error:
                wrong = f"torn ({str(error).splitlines()[0][:80]})"
            os.replace(path, path.with_name(path.name + REJECTED))
            if on_note is not None:
                on_note(f"{path.name}: {wrong}")
        return there

    def _ranked(self, failures: Sequence[Failure], finished: set[str] | None = None) -> pd.DataFrame:
        """Join the parts, and rank the areas, or those that are finished."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        parts = sorted(path for path in (self.folder / PARTS).iterdir() if path.suffix == ".parquet")
        if not parts:
            raise StoreError(f"{self.folder}: no area was run: {len(self.areas)} areas, all left out or failed")
        tables = [pq.read_table(path).replace_schema_metadata(None) for path in parts]
        futures = pa.concat_tables(tables).sort_by([("code", "ascending"), ("replicate", "ascending")])
        write_table(futures.combine_chunks(), self.folder / "futures.parquet")
        frame = futures.to_pandas()
        if finished is not None:
            frame = frame[frame["code"].isin(finished)]
        table = rank(self.areas, frame, failures)
        write_table(pa.Table.from_pandas(table, preserve_index=False).replace_schema_metadata(None),
                    self.folder / "areas.parquet")  # fmt: skip
        unfinished = self.folder / "areas.csv.unfinished"
        table.to_csv(unfinished, index=False, lineterminator="\n", float_format="%.10g")
        os.replace(unfinished, self.folder / "areas.csv")
        return table


def rank(areas: Sequence[AreaRow], futures: pd.DataFrame, failures: Sequence[Failure]) -> pd.DataFrame:
    """A row an area: its place by the chance of success, chances as shares, else p5, median and p95.

    Areas that were left out or in which every future failed stand at the end, with the reason. Ties are broken by the
    lowest balance that 95 of 100 futures stay above, and then by code.
    """
    import pandas as pd

    from wijkbv_sim.results.indicators import INDICATORS

    names = [name for name in futures.columns if name in INDICATORS]
    by_code = dict(iter(futures.groupby("code", sort=False)))
    failed = {failure.label: failure.error for failure in failures}
    rows = []
    for area in areas:
        row: dict[str, Any] = {
            "code": area.code, "name": area.name, "province": area.province, "urbanity": area.urbanity,
            "inhabitants": area.area.get("inhabitants"), "x": area.x, "y": area.y, "futures": 0,
        }  # fmt: skip
        group = by_code.get(area.code)
        if group is not None:
            row["futures"] = len(group)
            for name in names:
                values = group[name].to_numpy()
                if INDICATORS[name].chance:
                    row[name] = float(values.mean())
                else:
                    found = usual_range(values)
                    row |= {f"{name}_p5": found.p5, f"{name}_median": found.median, f"{name}_p95": found.p95}
        row["imputed"] = "; ".join(f"{name}: {source}" for name, source in area.imputed.items())
        row["left_out"] = area.left_out or ("" if group is not None else failed.get(area.code, NOT_RUN))
        rows.append(row)
    table = pd.DataFrame(rows)
    order = [SUCCESS, "lowest_cash_p5"]
    table = table.sort_values([*order, "code"], ascending=[False, False, True], na_position="last", kind="stable")
    place = pd.Series(range(1, len(table) + 1), index=table.index).where(table["futures"] > 0)
    table.insert(0, "rank", place.astype("Int64"))
    return table.reset_index(drop=True)


def is_sweep(folder: str | Path) -> bool:
    """Whether a folder's manifest says that it is a sweep's."""
    try:
        kind: str = json.loads((Path(folder) / MANIFEST).read_text(encoding="utf-8")).get("kind", "")
    except (OSError, ValueError, AttributeError):
        return False
    return kind == KIND


def failures_of(folder: str | Path) -> list[Failure]:
    """The replicates of a sweep that ended in an error."""
    return read_failures(Path(folder))


def _gaps(begin: int, size: int, covered: set[int]) -> list[tuple[int, int]]:
    gaps: list[tuple[int, int]] = []
    for k in range(begin, begin + size):
        if k in covered:
            continue
        if gaps and sum(gaps[-1]) == k:
            gaps[-1] = (gaps[-1][0], gaps[-1][1] + 1)
        else:
            gaps.append((k, 1))
    return gaps


def _name(code: str) -> str:
    """A code as the name of a scenario or a file; what is no letter or digit goes, and a hash keeps codes apart."""
    plain = "".join(c if c.isascii() and c.isalnum() else "-" for c in code.lower()).strip("-") or "area"
    if plain != code.lower() or code not in (code.upper(), code.lower()) or not plain[0].isalpha():
        plain = f"a-{plain[:40].strip('-')}-{hashlib.blake2b(code.encode(), digest_size=4).hexdigest()}"
    return plain
