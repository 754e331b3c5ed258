"""Questions in SQL about a folder of results, answered by DuckDB from its Parquet files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wijkbv_sim.analysis.sweep import PARTS, is_sweep
from wijkbv_sim.experiment.store import StoreError
from wijkbv_sim.results.results import Results

if TYPE_CHECKING:
    import pandas as pd


class QueryError(ValueError):
    """SQL that cannot be answered; the message is the database's first line."""


def query(folder: str | Path, sql: str) -> pd.DataFrame:
    """Answer a question in SQL about results.

    The tables of a run are ``months`` (a row a replicate and month), ``drawn`` and ``indicators`` (a row a replicate);
    those of a sweep ``areas`` (a row an area, when the sweep is complete) and ``futures`` (a row an area and
    replicate). Raises StoreError for a folder without results and QueryError for SQL that is wrong.
    """
    import duckdb

    folder = Path(folder)
    con = duckdb.connect()
    try:
        for name, source in _sources(folder).items():
            if isinstance(source, Path):
                files = str(source).replace("'", "''")
                con.execute(f"create view {name} as select * from read_parquet('{files}', union_by_name = true)")
            else:
                con.register(name, source)
        return con.execute(sql).df()
    except duckdb.Error as error:
        raise QueryError(" ".join(str(error).split())[:400]) from None
    finally:
        con.close()


def _sources(folder: Path) -> dict[str, Path | pd.DataFrame]:
    if is_sweep(folder):
        found: dict[str, Path | pd.DataFrame] = {}
        if any((folder / PARTS).glob("*.parquet")):
            found["futures"] = folder / PARTS / "*.parquet"
        for name in ("areas", "futures"):
            if (folder / f"{name}.parquet").exists():
                found[name] = folder / f"{name}.parquet"
        if not found:
            raise StoreError(f"{folder}: no area of this sweep is done yet")
        return found
    results = Results.open(folder)
    if not results.replicates:
        raise StoreError(f"{folder}: no future of this run is done yet")
    return {
        "months": folder / "part-*.parquet",
        "drawn": folder / "drawn-*.parquet",
        "indicators": _indicators(results),
    }


def _indicators(results: Results) -> pd.DataFrame:
    import pandas as pd

    from wijkbv_sim.results.indicators import available

    return pd.DataFrame({"replicate": results.replicate} | {i.name: i.of(results) for i in available(results)})
