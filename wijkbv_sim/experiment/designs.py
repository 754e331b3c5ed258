"""Designs: which values the uncertain quantities take in which replicate, as one table.

A design is a table of replicates by parameters, made by a sampler or read from a CSV file, and run as one batched
ensemble. It also says whose luck each replicate has: rows with the same ``future`` meet the same chance, so that what
differs between them is what the design sets.
"""

from __future__ import annotations

import csv
import math
import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.scenario.checks import unknown_path
from wijkbv_sim.scenario.distributions import correlated, quantile

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Parameter
    from wijkbv_sim.scenario.quantity import Quantity
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]
    Whole = NDArray[np.int64]

FUTURE = "future"
"""The column of a CSV that says whose luck a row has."""

EDGE = 1e-9
"""How near to 0 and 1 an even draw may come: a distribution without an end has no value there."""


class DesignError(ValueError):
    """A design that cannot be: which file, row, column and bound, and what was expected."""


@dataclass(frozen=True, eq=False)
class Design:
    """A table of replicates by parameters.

    ``values`` maps each parameter's path to (rows,), in the unit as written; ``futures`` (rows,) says whose luck
    each row has, its own number where it is None. ``even`` (rows, factors) holds the even draws that the values
    came from, where they came from any, and ``factors`` which parameters each factor moves.
    """

    values: Mapping[str, Floats]
    futures: Whole | None = None
    even: Floats | None = None
    factors: Mapping[str, tuple[str, ...]] | None = None

    def __post_init__(self) -> None:
        sizes = {values.shape for values in self.values.values()}
        if len(sizes) != 1 or len(next(iter(sizes))) != 1 or next(iter(sizes))[0] < 1:
            raise DesignError("a design has at least one parameter and one row, and every column has as many rows")
        if self.futures is not None and self.futures.shape not in sizes:
            raise DesignError(f"expected {self.rows} futures, not {self.futures.size}")

    @property
    def rows(self) -> int:
        """How many replicates there are."""
        return int(next(iter(self.values.values())).size)

    def check(self, scenario: Scenario, where: str = "design") -> None:
        """Raise DesignError, naming row and column, where the scenario cannot take this design."""
        known = {path: meta for path, _quantity, meta in scenario.quantities()}
        for path, values in self.values.items():
            if path not in known:
                raise DesignError(f"{where}, column {path}: {unknown_path(list(known), path)}")
            meta = known[path]
            if meta.fixed:
                raise DesignError(f"{where}, column {path}: must be the same in every future; leave the column out")
            outside = ~((values >= meta.low) & (values <= meta.high))  # not-a-number is outside too
            if outside.any():
                row = int(np.argmax(outside))
                raise DesignError(
                    f"{where}, row {row + 1}, column {path}: {values[row]:g} lies outside the range: expected "
                    f"{meta.low:g} to {meta.high:g} {meta.unit}"
                )

    def write(self, path: str | Path) -> Path:
        """Write it as a CSV file, numbers in full, that ``read_design`` reads back to the bit."""
        path = Path(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(path.name + ".unfinished")
        with unfinished.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            futures = () if self.futures is None else (FUTURE,)
            writer.writerow((*futures, *self.values))
            for row in range(self.rows):
                own = () if self.futures is None else (int(self.futures[row]),)
                writer.writerow((*own, *(repr(float(column[row])) for column in self.values.values())))
        os.replace(unfinished, path)
        return path


def read_design(path: str | Path, scenario: Scenario) -> Design:
    """Read a design for a scenario from a CSV file: a column for each parameter's path, a row for each replicate.

    A column ``future`` may say whose luck each row has. Raises DesignError with file, row (1 is the first below
    the names), column and what was expected; OSError where the file cannot be read.
    """
    path = Path(path)
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            lines = [line for line in csv.reader(file) if any(cell.strip() for cell in line)]
    except (UnicodeDecodeError, csv.Error) as error:
        raise DesignError(f"{path}: expected a CSV file in UTF-8 ({error})") from error
    if len(lines) < 2:
        raise DesignError(f"{path}: expected a line with names of parameters, and at least one row")
    names = [name.strip() for name in lines[0]]
    if len(set(names)) < len(names) or "" in names:
        raise DesignError(f"{path}: expected a name for each column, and each name once")
    columns: dict[str, list[float]] = {name: [] for name in names}
    for row, cells in enumerate(lines[1:], start=1):
        if len(cells) != len(names):
            raise DesignError(f"{path}, row {row}: expected {len(names)} values, not {len(cells)}")
        for name, cell in zip(names, cells, strict=True):
            columns[name].append(_number(cell, f"{path}, row {row}, column {name}"))
    luck = columns.pop(FUTURE, None)
    if luck is not None and any(x < 0 or not x.is_integer() for x in luck):
        raise DesignError(f"{path}, column {FUTURE}: expected whole numbers from 0")
    if not columns:
        raise DesignError(f"{path}: expected the path of at least one parameter as the name of a column")
    metas = {found: meta for found, _quantity, meta in scenario.quantities()}
    values = {name: np.array(column) for name, column in columns.items()}
    design = Design(
        {name: np.rint(v) if name in metas and metas[name].integer else v for name, v in values.items()},
        None if luck is None else np.array(luck, dtype=np.int64),
    )
    design.check(scenario, str(path))
    return design


def _number(cell: str, where: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise DesignError(f"{where}: expected a number, not {cell.strip() or 'nothing'}")
    return number


def uncertain(scenario: Scenario, paths: Iterable[str] | None = None) -> dict[str, tuple[Quantity, Parameter]]:
    """The uncertain quantities of a scenario, or those that are named, in its own order.

    Raises DesignError for a name that is unknown or not uncertain, and where nothing is left.
    """
    every = {path: (quantity, meta) for path, quantity, meta in scenario.quantities() if not meta.fixed}
    doubted = {path: pair for path, pair in every.items() if pair[0].uncertain}
    wanted = list(paths) if paths is not None else list(doubted)
    for path in wanted:
        if path not in every:
            raise DesignError(unknown_path(list(every), path))
        if path not in doubted:
            raise DesignError(f"{path} is certain in this scenario: give it a range, such as {{uniform: [low, high]}}")
    if not wanted:
        raise DesignError("the scenario has no uncertain quantity")
    return {path: pair for path, pair in doubted.items() if path in set(wanted)}


def factors_of(scenario: Scenario, paths: Iterable[str] | None = None) -> dict[str, tuple[str, ...]]:
    """What can be varied by itself: each uncertain quantity, correlated ones together.

    Quantities that move together have no effect of their own that could be told from the others'; they are one
    factor, named after its first member.
    """
    there = uncertain(scenario, paths)
    factors: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    groups = [tuple(p for p in group.parameters if p in there) for group in scenario.correlations]
    for path in there:
        if path in taken:
            continue
        members = next((g for g in groups if path in g and len(g) > 1), (path,))
        taken.update(members)
        factors[path if len(members) == 1 else f"{members[0]} (+{len(members) - 1})"] = members
    return factors


def from_even(scenario: Scenario, even: Mapping[str, Floats], futures: Whole | None = None) -> Design:
    """The design of even draws (path to (rows,), between 0 and 1): groups correlated, then by each distribution."""
    there = uncertain(scenario, even)
    draws = {path: np.clip(u, EDGE, 1 - EDGE) for path, u in even.items()}
    for group in scenario.correlations:
        members = [path for path in group.parameters if path in draws]
        if len(members) > 1:
            draws |= correlated(group.correlation, {path: draws[path] for path in members})
    values = {path: quantile(*there[path], draws[path]) for path in there}
    return Design(values, futures, np.column_stack([even[path] for path in there]))


def latin_hypercube(scenario: Scenario, rows: int, seed: int = 1, paths: Iterable[str] | None = None) -> Design:
    """A Latin hypercube: each quantity's range is cut into ``rows`` equally likely parts, and each is met once."""
    from scipy.stats import qmc

    names = list(uncertain(scenario, paths))
    sample = qmc.LatinHypercube(len(names), rng=np.random.default_rng(seed)).random(rows)
    return from_even(scenario, _columns(names, sample))


def sobol(scenario: Scenario, rows: int, seed: int = 1, paths: Iterable[str] | None = None) -> Design:
    """Scrambled Sobol points. ``rows`` must be a power of two: other numbers lose what makes them even."""
    from scipy.stats import qmc

    if rows < 1 or rows & (rows - 1):
        raise DesignError(
            f"rows(={rows}) must be a power of two, such as {2 ** max(round(math.log2(max(rows, 1))), 0)}"
        )
    names = list(uncertain(scenario, paths))
    sample = qmc.Sobol(len(names), scramble=True, rng=np.random.default_rng(seed)).random(rows)
    return from_even(scenario, _columns(names, sample))


def grid(scenario: Scenario, points: Mapping[str, Sequence[float]], futures: int = 1) -> Design:
    """Every combination of the given values (path to values), each in the same ``futures`` futures.

    Any quantity that may differ between futures can be on a grid, whether it is uncertain or not.
    """
    if not points or futures < 1 or any(not list(values) for values in points.values()):
        raise DesignError("a grid has at least one parameter, with at least one value, and one future")
    every = np.meshgrid(*(np.asarray(list(v), dtype=np.float64) for v in points.values()), indexing="ij")
    values = {path: np.repeat(axis.ravel(), futures) for path, axis in zip(points, every, strict=True)}
    return _settled(scenario, values, np.tile(np.arange(futures), every[0].size))


def one_at_a_time(
    scenario: Scenario,
    futures: int = 50,
    paths: Iterable[str] | None = None,
    between: tuple[float, float] = (0.05, 0.95),
) -> Design:
    """All at the median; then each factor low, and high, while the others stay: all in the same futures.

    Rows go by ``futures``: the first block is the middle, then low and high of each factor. ``between`` are the
    cumulative chances that count as low and high. ``factors`` names the factors in order.
    """
    factors = factors_of(scenario, paths)
    names = [path for members in factors.values() for path in members]
    blocks = np.full((1 + 2 * len(factors), len(names)), 0.5)
    for k, members in enumerate(factors.values()):
        columns = [names.index(path) for path in members]
        blocks[1 + 2 * k, columns], blocks[2 + 2 * k, columns] = between
    there = uncertain(scenario, names)
    # Set outright: through the copula, one quantity's low would move the others of its group.
    values = {p: np.repeat(quantile(*there[p], blocks[:, k]), futures) for k, p in enumerate(names)}
    return Design(values, np.tile(np.arange(futures), len(blocks)), None, factors)


def _settled(scenario: Scenario, values: Mapping[str, Floats], futures: Whole) -> Design:
    """A design of plain values, whole numbers rounded, held to the scenario's bounds."""
    metas = {path: meta for path, _quantity, meta in scenario.quantities()}
    rounded = {p: np.rint(v) if p in metas and metas[p].integer else v for p, v in values.items()}
    design = Design(rounded, futures)
    design.check(scenario)
    return design


def _columns(names: Sequence[str], sample: Any) -> dict[str, Floats]:
    return {name: np.ascontiguousarray(sample[:, k]) for k, name in enumerate(names)}
