"""One unit of work: a scenario in a range of replicates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

FLOWS = tuple(f"flow.{account.name.lower()}" for account in Account)
BALANCES = tuple(f"balance.{account.name.lower()}" for account in Account)
RECEIVED = tuple(f"received.{sector.name.lower()}" for sector in Sector)
PAID = tuple(f"paid.{sector.name.lower()}" for sector in Sector)
BOOKS = (*FLOWS, *BALANCES, *RECEIVED, *PAID)
"""Columns of the books, in whole cents: movements and balances by account, payments by sector."""


@dataclass(frozen=True)
class Chunk:
    """What a range of replicates came to.

    ``columns`` maps each variable, and with books each book column, to an array (replicates, months);
    ``drawn`` maps each uncertain parameter's path to what was drawn (replicates,), in the unit as written, and each
    that a design sets to what it sets. ``future`` (replicates,) says whose luck each replicate had, where a design
    says so.
    """

    first: int
    count: int
    columns: dict[str, NDArray[np.generic]]
    drawn: dict[str, Floats] = field(default_factory=dict)
    future: NDArray[np.int64] | None = None


def run_chunk(
    scenario: Scenario,
    first: int,
    count: int,
    seed: int,
    *,
    design: Mapping[str, Floats] | None = None,
    futures: NDArray[np.int64] | None = None,
    books: bool = True,
    threads: int = 1,
    on_month: Callable[[int], None] | None = None,
) -> Chunk:
    """Simulate replicates ``first`` to ``first + count - 1``; ``on_month`` is told of each month done.

    ``design`` (path to (count,)) and ``futures`` (count,) are the rows of a design for these replicates.
    """
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    model = NeighbourhoodModel(
        scenario, count, seed, first_replicate=first, design=design, futures=futures, threads=threads
    )
    months = scenario.time.months
    kept = np.empty((len(BOOKS) if books else 0, months, count), dtype=np.int64)
    for month in range(months):
        model.step()
        if books:
            ledger = model.ledger
            np.concatenate([ledger.flow, ledger.balance, ledger.received, ledger.paid], out=kept[:, month])
        if on_month is not None:
            on_month(month + 1)
    columns: dict[str, NDArray[np.generic]] = {name: values.T for name, values in model.datacollector.columns().items()}
    columns |= {name: kept[k].T for k, name in enumerate(BOOKS) if books}
    chunk = Chunk(first, count, columns, dict(model.parameters.drawn), futures)
    model.close()
    return chunk
