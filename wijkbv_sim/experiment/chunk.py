"""One unit of work: a scenario in a range of replicates."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.ledger import Account, Sector

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]
    Block = tuple[tuple[str, ...], bool, NDArray[Any]]
    """The names of some arrays, whether they are turned, and the arrays (names, ...)."""

FLOWS = tuple(f"flow.{account.name.lower()}" for account in Account)
BALANCES = tuple(f"balance.{account.name.lower()}" for account in Account)
RECEIVED = tuple(f"received.{sector.name.lower()}" for sector in Sector)
PAID = tuple(f"paid.{sector.name.lower()}" for sector in Sector)
BOOKS = (*FLOWS, *BALANCES, *RECEIVED, *PAID)
"""Columns of the books, in whole cents: movements and balances by account, payments by sector."""

LARGE = 2**16
"""Bytes from which an array is sent by itself."""


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

    def __getstate__(self) -> tuple[Any, ...]:
        """What is sent from process to process."""
        return self.first, self.count, _packed(self.columns), _packed(self.drawn), self.future

    def __setstate__(self, sent: tuple[Any, ...]) -> None:
        """The same chunk in another process; small columns are parts of one array there."""
        first, count, columns, drawn, future = sent
        self.__dict__.update(
            first=first, count=count, columns=_unpacked(*columns), drawn=_unpacked(*drawn), future=future
        )


def _packed(arrays: Mapping[str, NDArray[Any]]) -> tuple[tuple[str, ...], dict[str, NDArray[Any]], list[Block]]:
    """Arrays by name for sending: the names in order, the large arrays as they are, and the small ones in blocks.

    A small array by itself costs more than what it holds. One whose first index runs fastest is laid down as it stands
    in memory, so that sums over it stay the same to the last bit.
    """
    large: dict[str, NDArray[Any]] = {}
    alike: dict[tuple[Any, ...], list[str]] = {}
    for name, values in arrays.items():
        if values.nbytes > LARGE:
            large[name] = values
        else:
            turned = values.flags.f_contiguous and not values.flags.c_contiguous
            alike.setdefault((values.dtype, values.shape, turned), []).append(name)
    blocks: list[Block] = []
    for (dtype, shape, turned), names in alike.items():
        block = np.empty((len(names), *(shape[::-1] if turned else shape)), dtype=dtype)
        np.stack([arrays[name].T if turned else arrays[name] for name in names], out=block)
        blocks.append((tuple(names), turned, block))
    return tuple(arrays), large, blocks


def _unpacked(order: tuple[str, ...], large: dict[str, NDArray[Any]], blocks: list[Block]) -> dict[str, NDArray[Any]]:
    """What was packed, by name and in its order."""
    found = dict(large)
    for names, turned, block in blocks:
        found |= zip(names, (part.T for part in block) if turned else block, strict=True)
    return {name: found[name] for name in order}


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
    try:
        return _run(model, first, futures, books, on_month)
    finally:
        # What on_month raises, or a key that interrupts it, must not leave the model behind.
        model.close()


def _run(
    model: NeighbourhoodModel,
    first: int,
    futures: NDArray[np.int64] | None,
    books: bool,
    on_month: Callable[[int], None] | None,
) -> Chunk:
    months, count = model.scenario.time.months, model.replicates
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
    return Chunk(first, count, columns, dict(model.parameters.drawn), futures)
