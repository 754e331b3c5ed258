"""Several scenarios in one model: those that differ in nothing but numbers.

Most of what a run of few futures costs is the actors' own work of every month, and that is the same for one future and
for a hundred. A number may differ between futures anyway, so futures of several scenarios can stand beside each other
in one model. Each has the luck of its own number, and comes out to the bit as it would alone.
"""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.experiment.chunk import Chunk, run_chunk
from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.parameter import Section, descriptions
from wijkbv_sim.scenario.sharing import in_full

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

SETTLED = ("area.", "ownership.network.")
"""Numbers by which people are settled before the first month: the same in all futures of one model."""

NO_PART = frozenset({"name", "title", "description", "correlations", "actuals"})
"""What no future depends on, and correlations: they only say how numbers are drawn, each scenario's by its own."""


def frame(scenario: Scenario) -> str:
    """A hash of all that scenarios must have in common to be run together: everything but numbers that may differ
    from future to future, and words.
    """
    return remembered(
        scenario, "frame", lambda: hashlib.blake2b(_outline(scenario, "").encode(), digest_size=16).hexdigest()
    )


def _outline(section: Section, path: str) -> str:
    """All that a section says but for numbers that may differ; a part is written once for all that share it."""
    if path in SETTLED:
        return in_full(section)
    known, parts, plain = descriptions(type(section)), {}, set()
    for name in type(section).model_fields:
        if not path and name in NO_PART:
            continue
        value, below = getattr(section, name), f"{path}{name}."
        if name in known and not known[name].fixed:
            parts[name] = "0"
        elif isinstance(value, Section):
            parts[name] = _remembered(value, below)
        elif isinstance(value, tuple) and value and all(isinstance(part, Section) for part in value):
            parts[name] = json.dumps([_remembered(part, below) for part in value])
        elif isinstance(value, dict) and value and all(isinstance(part, Section) for part in value.values()):
            parts[name] = json.dumps([[key, _remembered(part, below)] for key, part in sorted(value.items())])
        else:
            plain.add(name)
    written = section.model_dump(mode="json", include=plain)
    return json.dumps([parts, written], sort_keys=True)


def _remembered(section: Section, path: str) -> str:
    return remembered(section, ("outline", path), lambda: _outline(section, path))


def run_together(
    scenarios: Sequence[Scenario],
    first: int,
    count: int,
    seed: int,
    *,
    books: bool = True,
    threads: int = 1,
    on_month: Callable[[int], None] | None = None,
) -> list[Chunk]:
    """Replicates ``first`` to ``first + count - 1`` of each scenario, in their order, as ``run_chunk`` gives them;
    ``on_month`` is told of each month done.

    Raises ValueError where the scenarios have not the same frame.
    """
    if len(scenarios) == 1:
        return [run_chunk(scenarios[0], first, count, seed, books=books, threads=threads, on_month=on_month)]
    if len({frame(scenario) for scenario in scenarios}) > 1:
        raise ValueError("only scenarios that differ in nothing but numbers can be run together")
    design = _design(scenarios, first, count, seed)
    futures = np.tile(np.arange(first, first + count), len(scenarios))
    whole = run_chunk(
        scenarios[0], 0, count * len(scenarios), seed,
        design=design, futures=futures, books=books, threads=threads, on_month=on_month,
    )  # fmt: skip
    chunks = []
    for k, scenario in enumerate(scenarios):
        mine = slice(k * count, (k + 1) * count)
        certain = {path for path in design if not scenario.parameter(path)[0].uncertain}
        drawn = {path: values[mine] for path, values in whole.drawn.items() if path not in certain}
        chunks.append(Chunk(first, count, {name: values[mine] for name, values in whole.columns.items()}, drawn))
    return chunks


def _design(scenarios: Sequence[Scenario], first: int, count: int, seed: int) -> dict[str, Floats]:
    """The numbers in which the scenarios differ, in every future of each: path to (scenarios * count,)."""
    from wijkbv_sim.model.parameters import values_of
    from wijkbv_sim.model.philox import Luck

    written = {path: quantity for path, quantity, _ in scenarios[0].quantities()}
    # Most numbers are the very same object in all of them, which is seen at once.
    differing = {
        path
        for scenario in scenarios[1:]
        for path, quantity, _ in scenario.quantities()
        if quantity is not written[path] and quantity != written[path]
    }
    if any(scenario.correlations != scenarios[0].correlations for scenario in scenarios[1:]):
        differing |= {path for s in scenarios for group in s.correlations for path in group.parameters}
    return values_of(scenarios, Luck(seed, first, count), sorted(differing))
