"""The scenario's numbers in every future: drawn once, bound to actors, changed by the timeline.

Whatever the document says, the model sees arrays of length ``replicates``, percentages as fractions. Each
uncertain number has a draw of its own, by the hash of its path: to doubt one number more changes no other.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from wijkbv_sim.model.philox import Luck, Process
from wijkbv_sim.scenario.distributions import correlated, quantiles

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Parameter
    from wijkbv_sim.scenario.quantity import Quantity
    from wijkbv_sim.scenario.schema import Correlation, Event, Scenario

    Floats = NDArray[np.float64]
    Number = tuple[Quantity, Parameter | None]


Key = TypeVar("Key", bound=Hashable)


class Parameters:
    """Every number of a scenario as an array over replicates.

    ``drawn`` holds the uncertain ones, in the unit as written: path to (replicates,). Pass ``design`` to set
    some of them from outside instead of drawing them.
    """

    def __init__(self, scenario: Scenario, luck: Luck, design: Mapping[str, Floats] | None = None) -> None:
        self._replicates = luck.replicate.size
        self._owner: dict[str, tuple[object, str]] = {}
        self._under: dict[str, list[tuple[str, str]]] = {}
        # By month: where events overlap, the later one has the last word, in whatever order they are written.
        self._events = sorted(scenario.timeline, key=lambda event: event.month)
        self._eventful = {month for event in self._events for month in (event.month, event.until)}
        self._meta = {path: meta for path, _, meta in scenario.quantities()}
        design = design or {}
        if unknown := [path for path in design if path not in self._meta]:
            raise KeyError(f"the design names parameters that the scenario does not have: {', '.join(unknown)}")
        given = {path: self._given(path, values, self._meta[path]) for path, values in design.items()}
        numbers: dict[str, Number] = {
            path: (quantity, meta) for path, quantity, meta in scenario.quantities() if path not in given
        }
        even = _even_draws(scenario.correlations, _uncertain(numbers), luck)
        values = _values(numbers, even, luck) | given
        self._base = {path: values[path] for path in self._meta}
        self.drawn = {path: values for path, values in self._base.items() if path in given or path in even}
        for path in self._meta:
            prefix, _, name = path.rpartition(".")
            self._under.setdefault(prefix, []).append((path, name))
        told: dict[str, tuple[str, str, str]] = {}
        changed: dict[str, Number] = {}
        for event in scenario.timeline:
            for kind in ("set", "add", "multiply"):
                for path, quantity in getattr(event, kind).items():
                    name = f"timeline.{event.name}.{kind}.{path}"
                    told[name] = (event.name, kind, path)
                    changed[name] = (quantity, self._meta[path] if kind == "set" else None)
        even = _even_draws((), _uncertain(changed), luck)
        values = _values(changed, even, luck)
        self._changes = {told[name]: values[name] for name in told}
        self.drawn |= {name: values[name] for name in even}

    def _given(self, path: str, values: Floats, meta: Parameter) -> Floats:
        """Values of a design, held to what the schema allows; raises ValueError where it does not."""
        given = np.broadcast_to(np.asarray(values, dtype=np.float64), (self._replicates,)).copy()
        if meta.fixed:
            raise ValueError(f"the design may not set {path}: it must be the same in every future")
        if not ((given >= meta.low) & (given <= meta.high)).all():
            raise ValueError(f"the design sets {path} outside {meta.low:g} to {meta.high:g} {meta.unit}")
        return np.rint(given) if meta.integer else given

    def __getitem__(self, path: str) -> Floats:
        """The value at the start, as the model sees it (replicates,)."""
        return self._base[path] * self._meta[path].scale

    def bind(self, prefix: str, owner: object) -> None:
        """Give an actor its parameters as attributes, and remember it for the timeline."""
        for path, name in self._under.get(prefix, ()):
            setattr(owner, name, self[path])
            self._owner[path] = (owner, name)

    def happen(self, month: int) -> list[object]:
        """Let the timeline's changes of this month (0 is the first) take hold; returns the actors touched."""
        touched: list[object] = []
        if month + 1 not in self._eventful:
            return touched
        for path in self._paths_at(month + 1):
            owner, name = self._owner[path]
            setattr(owner, name, self._value_at(path, month + 1))
            if owner not in touched:
                touched.append(owner)
        return touched

    def _paths_at(self, month: int) -> list[str]:
        """Parameters that some event begins or ceases to change in this month (1 is the first)."""
        events = [e for e in self._events if month in (e.month, e.until)]
        return list(dict.fromkeys(p for e in events for kind in (e.set, e.add, e.multiply) for p in kind))

    def _value_at(self, path: str, month: int) -> Floats:
        value = self._base[path]
        meta = self._meta[path]
        for event in self._events:
            if not _holds(event, month):
                continue
            if path in event.set:
                value = self._changes[event.name, "set", path]
            if path in event.add:
                value = value + self._changes[event.name, "add", path]
            if path in event.multiply:
                value = value * self._changes[event.name, "multiply", path]
        value = np.clip(value, meta.low, meta.high)
        if meta.integer:
            value = np.rint(value)
        return np.asarray(value * meta.scale)


def values_of(scenarios: Sequence[Scenario], luck: Luck, paths: Collection[str]) -> dict[str, Floats]:
    """What some numbers are in every future of each of several scenarios, as ``Parameters`` has them: path to
    (scenarios * replicates,), in the unit as written. All scenarios have the same luck.
    """
    numbers = {(path, k): scenario.parameter(path) for path in paths for k, scenario in enumerate(scenarios)}
    uncertain = _uncertain(numbers)
    doubted = {path for path, _ in uncertain}
    even: dict[tuple[str, int], Floats] = {}
    drawn: dict[tuple[Correlation, ...], dict[str, Floats]] = {}
    for k, scenario in enumerate(scenarios):
        groups = tuple(group for group in scenario.correlations if not doubted.isdisjoint(group.parameters))
        if groups not in drawn:
            drawn[groups] = _even_draws(groups, doubted, luck)
        even |= {(path, of): drawn[groups][path] for path, of in uncertain if of == k}
    values = _values(numbers, even, luck)
    return {path: np.concatenate([values[path, k] for k in range(len(scenarios))]) for path in paths}


def _uncertain(numbers: Mapping[Key, Number]) -> list[Key]:
    return [key for key, (quantity, _) in numbers.items() if quantity.uncertain]


def _values(numbers: Mapping[Key, Number], even: Mapping[Key, Floats], luck: Luck) -> dict[Key, Floats]:
    """Numbers in every future (replicates,), in the unit as written; the uncertain ones have their ``even`` draws."""
    uncertain = [key for key in numbers if key in even]
    draws = np.array([even[key] for key in uncertain]).reshape(-1, luck.replicate.size)
    drawn = dict(zip(uncertain, quantiles([numbers[key] for key in uncertain], draws), strict=True))
    certain = [quantity.value for key, (quantity, _) in numbers.items() if key not in even]
    same = iter(np.repeat(np.array(certain, dtype=np.float64)[:, None], luck.replicate.size, axis=1))
    return {key: drawn[key] if key in even else next(same) for key in numbers}


def _even_draws(groups: Iterable[Correlation], paths: Iterable[str], luck: Luck) -> dict[str, Floats]:
    """Even draws (0 to 1) of uncertain numbers: of those in correlated groups by a Gaussian copula."""
    even: dict[str, Floats] = {}
    for group in groups:
        draws = luck.of_each(group.parameters, Process.PARAMETER, month=0)[:, 0]
        even |= correlated(group.correlation, dict(zip(group.parameters, draws, strict=True)))
    alone = [path for path in paths if path not in even]
    return even | dict(zip(alone, luck.of_each(alone, Process.PARAMETER, month=0)[:, 0], strict=True))


def _holds(event: Event, month: int) -> bool:
    return event.month <= month and (event.until is None or month < event.until)
