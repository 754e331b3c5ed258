"""Tables as files: one that a spreadsheet opens, and one that keeps every type."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd


def write_frame(frame: pd.DataFrame, folder: Path, name: str) -> None:
    """Write a table as name.csv and name.parquet, each whole or not at all. Raises OSError."""
    import pyarrow as pa

    from wijkbv_sim.experiment.store import write_table

    unfinished = folder / f"{name}.csv.unfinished"
    frame.to_csv(unfinished, index=False, lineterminator="\n", float_format="%.10g")
    os.replace(unfinished, folder / f"{name}.csv")
    table = pa.Table.from_pandas(frame, preserve_index=False).replace_schema_metadata(None)
    write_table(table, folder / f"{name}.parquet")
