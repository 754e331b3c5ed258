"""From an even draw between 0 and 1 to a value of an uncertain quantity (inverse distribution functions)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from numpy.typing import NDArray

    from wijkbv_sim.scenario.parameter import Parameter
    from wijkbv_sim.scenario.quantity import Quantity

_Z95 = 1.6448536269514722
"""The 95th percentile of the standard normal distribution."""


def quantile(quantity: Quantity, meta: Parameter | None, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values at cumulative chances ``u`` (any shape, between 0 and 1), in the unit as written.

    Whole-number parameters are rounded. Normal and lognormal quantities are cut off at the parameter's
    bounds: the chances are rescaled to the part between, so no value piles up on a bound.
    """
    from scipy import stats

    distribution = quantity.distribution
    if distribution is None:
        assert quantity.value is not None  # the schema sees to it
        return np.full(u.shape, quantity.value)
    low, high = _bounds(meta)
    name, p = distribution
    match name:
        case "uniform":
            values = _uniform(p[0], p[1], u)
        case "triangular":
            values = _triangular(p[0], p[1], p[2], u)
        case "pert":
            width = p[2] - p[0]
            values = stats.beta.ppf(
                u, 1 + 4 * (p[1] - p[0]) / width, 1 + 4 * (p[2] - p[1]) / width, loc=p[0], scale=width
            )
        case "normal":
            values = stats.truncnorm.ppf(u, (low - p[0]) / p[1], (high - p[0]) / p[1], loc=p[0], scale=p[1])
        case "lognormal":
            centre = np.log(p[0])
            spread = max(np.log(p[1]) - centre, 1e-15) / _Z95  # p[1] / p[0] could overflow
            with np.errstate(divide="ignore"):
                floor = (np.log(max(low, 0.0)) - centre) / spread
            ceiling = (np.log(high) - centre) / spread
            values = np.exp(stats.truncnorm.ppf(u, floor, ceiling, loc=centre, scale=spread))
        case "beta":
            a, b, bottom, top = p if len(p) == 4 else (*p, 0.0, 1.0)
            values = stats.beta.ppf(u, a, b, loc=bottom, scale=top - bottom)
        case _:
            # Without weight an alternative never comes, not even at u = 1.
            alternatives = np.array([value for value, weight in p if weight > 0])
            weights = np.array([weight for _, weight in p if weight > 0])
            edges = np.cumsum(weights / weights.max())
            chosen = np.searchsorted(edges / edges[-1], u, side="right")
            values = alternatives[np.minimum(chosen, len(alternatives) - 1)]
    clipped: NDArray[np.float64] = np.asarray(np.clip(values, low, high), dtype=np.float64)
    if meta is not None and meta.integer:
        clipped = np.rint(clipped)
    return clipped


def quantiles(numbers: Sequence[tuple[Quantity, Parameter | None]], u: NDArray[np.float64]) -> NDArray[np.float64]:
    """The values of several uncertain numbers (numbers, draws) at cumulative chances ``u`` (numbers, draws), each as
    ``quantile`` has them.
    """
    values = np.empty(u.shape)
    alike: dict[str, list[int]] = {"uniform": [], "triangular": []}
    for row, (quantity, meta) in enumerate(numbers):
        if quantity.triangular is not None:
            alike["triangular"].append(row)
        elif quantity.uniform is not None:
            alike["uniform"].append(row)
        else:
            values[row] = quantile(quantity, meta, u[row])
    # Nearly all doubt is of these two kinds: each in one go.
    in_closed_form: dict[str, Callable[..., NDArray[np.float64]]] = {"uniform": _uniform, "triangular": _triangular}
    for kind, rows in alike.items():
        if rows:
            some = [numbers[row] for row in rows]
            written = np.array([getattr(quantity, kind) for quantity, _ in some]).T[:, :, None]
            low, high = np.array([_bounds(meta) for _, meta in some]).T[:, :, None]
            found = np.clip(in_closed_form[kind](*written, u[rows]), low, high)
            whole = [meta is not None and meta.integer for _, meta in some]
            found[whole] = np.rint(found[whole])
            values[rows] = found
    return values


def _uniform(low: Any, high: Any, u: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(low + (high - low) * u)


def _triangular(low: Any, mode: Any, high: Any, u: NDArray[np.float64]) -> NDArray[np.float64]:
    """In closed form: scipy's own takes 20 times as long over a few futures."""
    width = high - low
    peak = (mode - low) / width
    part = np.where(u < peak, np.sqrt(peak * u), 1 - np.sqrt((1 - peak) * (1 - u)))
    return np.asarray(part * width + low)


def _bounds(meta: Parameter | None) -> tuple[float, float]:
    return (-np.inf, np.inf) if meta is None else (meta.low, meta.high)


def correlated(correlation: float, even: Mapping[str, NDArray[np.float64]]) -> dict[str, NDArray[np.float64]]:
    """Even draws of a group made to move together, by a Gaussian copula: each path to (draws,), as given.

    ``correlation`` is the rank correlation of each pair; each draw by itself stays even.
    """
    from scipy.special import ndtr, ndtri

    size = len(even)
    # Pearson's correlation of the normals that gives this rank correlation (Pearson 1907).
    pearson = 2 * np.sin(np.pi * correlation / 6)
    root = np.linalg.cholesky(np.full((size, size), pearson) + (1 - pearson) * np.eye(size))
    normals = [ndtri(u) for u in even.values()]
    mixed: dict[str, NDArray[np.float64]] = {}
    for row, path in enumerate(even):
        # Summed one by one: a matrix product may round differently for another number of replicates.
        total: Any = sum(root[row, column] * normals[column] for column in range(row + 1))
        mixed[path] = ndtr(total)
    return mixed


def central(quantity: Quantity, meta: Parameter | None) -> float:
    """The value that a run without uncertainty uses: the one written, or else the median."""
    if quantity.value is not None:
        return quantity.value
    return float(quantile(quantity, meta, np.array([0.5]))[0])
