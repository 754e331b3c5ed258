"""The results of a run: labelled arrays over futures and months, in memory or on disk."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.experiment.chunk import BALANCES, FLOWS, PAID, RECEIVED, Chunk
from wijkbv_sim.experiment.store import Store, read_failures, versions
from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.variables import VARIABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    import pandas as pd
    import xarray as xr
    from numpy.typing import NDArray

    from wijkbv_sim.experiment.work import Failure
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


class Results:
    """What a scenario came to in many futures.

    ``column(name)`` is a plain array (replicates, months); ``data`` an xarray.Dataset with dims (replicate,
    month) and the attributes unit, long_name (Dutch) and long_name_en; ``books`` the ledger by account and
    sector, in cents. ``complete`` is False where the run was interrupted: then fewer replicates are there; or where
    replicates ended in an error: then ``failures`` says which and how.
    """

    def __init__(
        self,
        scenario: Scenario,
        seed: int,
        *,
        wanted: int,
        chunks: Iterable[Chunk] | None = None,
        store: Store | None = None,
        design: tuple[str, ...] = (),
        failures: Sequence[Failure] = (),
    ) -> None:
        self.failures = tuple(failures)
        self.scenario = scenario
        self.seed = seed
        self.wanted = wanted
        self._chunks = sorted(chunks or (), key=lambda chunk: chunk.first)
        self._store = store
        self._design = design if store is None else store.design
        if store is not None:
            self.replicate = store.read_replicates()
        else:
            ranges = [np.arange(c.first, c.first + c.count, dtype=np.int64) for c in self._chunks]
            self.replicate = np.concatenate(ranges) if ranges else np.empty(0, dtype=np.int64)

    @property
    def replicates(self) -> int:
        """How many futures there are."""
        return int(self.replicate.size)

    @property
    def complete(self) -> bool:
        """Whether every future that was asked for is there."""
        return self.replicates == self.wanted

    @property
    def months(self) -> int:
        """How many months each future has."""
        return self.scenario.time.months

    @property
    def folder(self) -> Path | None:
        """Where the results lie on disk, if they do."""
        return None if self._store is None else self._store.folder

    def names(self) -> list[str]:
        """The columns there are: variables, and the books where they were kept."""
        if self._store is not None:
            return self._store.names()
        return list(self._chunks[0].columns) if self._chunks else []

    def column(self, name: str, months: Sequence[int] | None = None) -> NDArray[Any]:
        """One variable or book column (replicates, months); ``months`` picks some, counted from 1.

        Raises KeyError for a name that was not kept.
        """
        if name not in self.names():
            raise KeyError(f"there is no {name} in these results: expected one of {', '.join(VARIABLES)}")
        if self._store is not None:
            return self._store.read(name, months)
        pick = slice(None) if months is None else np.asarray(months) - 1
        return np.concatenate([chunk.columns[name][:, pick] for chunk in self._chunks])

    @property
    def drawn(self) -> pd.DataFrame:
        """What was drawn for each uncertain parameter, in the unit as written: a row a replicate."""
        import pandas as pd

        if self._store is not None:
            values = self._store.read_drawn()
        else:
            names = self._chunks[0].drawn if self._chunks else {}
            values = {name: np.concatenate([c.drawn[name] for c in self._chunks]) for name in names}
        return pd.DataFrame(values, index=pd.Index(self.replicate, name="replicate"))

    @property
    def future(self) -> NDArray[np.int64]:
        """Whose luck each replicate had (replicates,): its own number unless a design said otherwise."""
        if self._store is not None:
            return self._store.read_future()
        found = [
            np.arange(c.first, c.first + c.count, dtype=np.int64) if c.future is None else c.future
            for c in self._chunks
        ]
        return np.concatenate(found) if found else np.empty(0, dtype=np.int64)

    @property
    def design(self) -> pd.DataFrame:
        """The design as it was run, a row a replicate: ``future``, and what it set by path; no columns without one."""
        import pandas as pd

        if not self._design:
            return pd.DataFrame(index=pd.Index(self.replicate, name="replicate"))
        values = self.drawn[list(self._design)]
        values.insert(0, "future", self.future)
        return values

    @property
    def data(self) -> xr.Dataset:
        """Every variable, labelled: xarray.Dataset with dims (replicate, month); month 1 is the first."""
        import pandas as pd
        import xarray as xr

        variables = {
            name: (
                ("replicate", "month"),
                self.column(name),
                {"unit": v.unit, "long_name": v.nl, "long_name_en": v.en},
            )
            for name, v in VARIABLES.items()
        }
        date = pd.period_range(self.scenario.time.start, periods=self.months, freq="M").to_timestamp()
        return xr.Dataset(
            variables,
            coords={
                "replicate": self.replicate,
                "month": np.arange(1, self.months + 1),
                "date": ("month", date),
            },
            attrs={"scenario": self.scenario.name, "digest": self.scenario.digest, "seed": str(self.seed)},
        )

    @property
    def books(self) -> xr.Dataset:
        """The ledger in whole cents: flow and balance (account), received and paid (sector), by future and month.

        Raises KeyError where the run was told not to keep the books.
        """
        import xarray as xr

        def stacked(names: Sequence[str]) -> NDArray[Any]:
            return np.stack([self.column(name) for name in names], axis=-1)

        by_account, by_sector = ("replicate", "month", "account"), ("replicate", "month", "sector")
        return xr.Dataset(
            {
                "flow": (by_account, stacked(FLOWS), {"unit": "cent", "sign": "debit - credit"}),
                "balance": (by_account, stacked(BALANCES), {"unit": "cent", "sign": "debit - credit"}),
                "received": (by_sector, stacked(RECEIVED), {"unit": "cent"}),
                "paid": (by_sector, stacked(PAID), {"unit": "cent"}),
            },
            coords={
                "replicate": self.replicate,
                "month": np.arange(1, self.months + 1),
                "account": [a.name.lower() for a in Account],
                "sector": [s.name.lower() for s in Sector],
            },
        )

    def first(self, count: int) -> Results:
        """The first ``count`` futures only, without their books on disk; what is there already is shared.

        Raises ValueError where there are fewer.
        """
        if not 0 < count <= self.replicates:
            raise ValueError(f"count(={count}) must lie between 1 and {self.replicates}")
        if count == self.replicates:
            return self
        if self._store is None and all(chunk.future is None for chunk in self._chunks):
            return Results(self.scenario, self.seed, wanted=count, chunks=_first(self._chunks, count))
        names = self.names()
        columns = {name: self.column(name)[:count] for name in names}
        drawn = {str(name): values.to_numpy()[:count] for name, values in self.drawn.items()}
        chunk = Chunk(int(self.replicate[0]), count, columns, drawn)
        return Results(self.scenario, self.seed, wanted=count, chunks=[chunk])

    def summary(self, language: Language = "nl") -> pd.DataFrame:
        """Headline indicators over the futures: indicator, unit, median, p5, p95."""
        from wijkbv_sim.results.indicators import summarise

        return summarise(self, language)

    def yearly(self, names: Sequence[str] | None = None) -> pd.DataFrame:
        """By year and variable: p5, median and p95 over the futures (money summed over the year)."""
        from wijkbv_sim.results.yearly import by_year

        return by_year(self, names)

    def save(self, folder: str | Path) -> Path:
        """Write everything to a folder (Parquet parts and a manifest); returns the folder."""
        folder = Path(folder)
        if self._store is not None and folder.resolve() == self._store.folder.resolve():
            return folder
        store = Store.create(folder, self.scenario, self.seed, self.wanted, self._design)
        for chunk in self._chunks or self._read_chunks():
            store.add(chunk)
        store.write_manifest(complete=self.complete)
        return folder

    def _read_chunks(self) -> list[Chunk]:
        drawn = {name: series.to_numpy() for name, series in self.drawn.items()}
        columns = {name: self.column(name) for name in self.names()}
        first = int(self.replicate[0]) if self.replicates else 0
        future = self.future if self._design else None
        return [Chunk(first, self.replicates, columns, {str(k): v for k, v in drawn.items()}, future)]

    @classmethod
    def open(cls, folder: str | Path) -> Results:
        """Open results that were written before; columns are read when they are asked for."""
        store = Store.open(folder)
        failures = read_failures(store.folder)
        return cls(store.scenario, store.seed, wanted=store.replicates, store=store, failures=failures)

    def provenance(self) -> dict[str, Any]:
        """What another needs to get the same: scenario, digest, seed, replicates, versions."""
        return {
            "scenario": json.loads(self.scenario.model_dump_json()),
            "digest": self.scenario.digest,
            "seed": self.seed,
            "replicates": self.replicates,
            "versions": versions(),
        }


def _first(chunks: Sequence[Chunk], count: int) -> Iterator[Chunk]:
    """The first ``count`` futures of chunks that lie in order; nothing is copied."""
    left = count
    for chunk in chunks:
        if left >= chunk.count:
            yield chunk
        elif left > 0:
            columns = {name: values[:left] for name, values in chunk.columns.items()}
            drawn = {name: values[:left] for name, values in chunk.drawn.items()}
            yield Chunk(chunk.first, left, columns, drawn)
        left -= chunk.count
