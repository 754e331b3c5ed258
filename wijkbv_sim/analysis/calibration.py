"""Calibration: what yearly actuals say of the uncertain quantities, and what follows for the years to come.

Approximate Bayesian computation by sequential Monte Carlo (Toni et al. 2009; Beaumont et al. 2009): futures whose
first years come near what happened are kept, round after round with less distance, and their parameters are the
posterior. Every round is one batched ensemble over the design machinery. At the end a local-linear regression takes
out what distance is left (Beaumont et al. 2002). Chances and densities are those of the even draws behind the
quantities, in which the prior is flat, whatever the distribution.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.analysis.outcomes import outcomes
from wijkbv_sim.experiment.designs import EDGE, Design, from_even, uncertain
from wijkbv_sim.language import calendar, quantity, translator
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.targets import Measure

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

MOST = 8
"""How many quantities are calibrated where nobody names them: those that the actuals say most about."""

OVERSAMPLE = 2.0


class CalibrationError(ValueError):
    """Actuals that cannot be read or that the scenario cannot answer to; the message says where and why."""


@dataclass(frozen=True)
class Actuals:
    """What happened: ``values`` maps variable and year of the story (1 is the first) to what was counted."""

    values: Mapping[tuple[str, int], float]

    def __post_init__(self) -> None:
        if not self.values:
            raise CalibrationError("expected at least one actual number")

    @property
    def years(self) -> int:
        """The last year of which anything is known."""
        return max(year for _name, year in self.values)

    @property
    def measures(self) -> list[Measure]:
        """What must be simulated to hold against it, in order."""
        return [Measure(name, year) for name, year in self.values]


def read_actuals(path: str | Path, scenario: Scenario) -> Actuals:
    """Read yearly actuals from a CSV file: a column ``year`` (calendar years) and one for each variable.

    Money that flows (income_contracts, income_grants) is over the year, all else (members, staff_fte, cash) as it
    stood at its end; an empty cell is not known. Raises CalibrationError with row and column, OSError where the file
    cannot be read.
    """
    path = Path(path)
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = [line for line in csv.reader(file) if any(cell.strip() for cell in line)]
    names = [name.strip() for name in lines[0]] if lines else []
    if len(lines) < 2 or not names or names[0] != "year":
        raise CalibrationError(f"{path}: expected a first column year, columns with variables, and a row a year")
    for name in names[1:]:
        if name not in VARIABLES:
            import difflib

            near = ", ".join(difflib.get_close_matches(name, VARIABLES, n=3))
            hint = f"; did you mean {near}?" if near else ", such as members, income_contracts, staff_fte or cash"
            raise CalibrationError(f"{path}, column {name}: there is no such variable{hint}")
    first = calendar(scenario.time.start, 12)[0]
    values: dict[tuple[str, int], float] = {}
    for row, cells in enumerate(lines[1:], start=1):
        if len(cells) != len(names):
            raise CalibrationError(f"{path}, row {row}: expected {len(names)} cells, not {len(cells)}")
        year = _number(cells[0], f"{path}, row {row}, column year") - first + 1
        if year != int(year) or not 1 <= year <= scenario.time.years:
            last = first + scenario.time.years - 1
            raise CalibrationError(f"{path}, row {row}: expected a year from {first} to {last}, not {cells[0].strip()}")
        for name, cell in zip(names[1:], cells[1:], strict=True):
            if not cell.strip():
                continue
            if (name, int(year)) in values:
                raise CalibrationError(f"{path}, row {row}: the year {cells[0].strip()} is there twice")
            values[name, int(year)] = _number(cell, f"{path}, row {row}, column {name}")
    if not values:
        raise CalibrationError(f"{path}: expected at least one number")
    return Actuals(values)


def _number(cell: str, where: str) -> float:
    try:
        number = float(cell)
    except ValueError:
        number = math.nan
    if not math.isfinite(number):
        raise CalibrationError(f"{where}: expected a number, not {cell.strip() or 'nothing'}")
    return number


@dataclass(frozen=True)
class Calibration:
    """What the actuals say.

    ``parameters`` has a row a quantity: path, prior_p5, prior_median, prior_p95, the same of the posterior, and
    ``narrowed``, the part of the prior's range that is gone. ``fit`` has a row an actual: variable, year, actual, and
    p5, median and p95 of the posterior's runs. ``design`` (a row a future, each with its own luck) is what a forecast
    runs; ``distance`` by round tells how near it came, in prior spreads.
    """

    scenario: Scenario
    actuals: Actuals
    parameters: pd.DataFrame
    fit: pd.DataFrame
    design: Design
    distance: tuple[float, ...]
    runs: int
    seed: int
    labels: dict[str, dict[Language, str]] = field(default_factory=dict)

    def forecast(self, **options: Any) -> Results:
        """The scenario to its end in the futures of the posterior; ``options`` are those of ``simulate``."""
        from wijkbv_sim.api import simulate

        return simulate(self.scenario, seed=self.seed, design=self.design, **options)

    @property
    def inside(self) -> int:
        """How many of the actuals lie in the posterior's 90% range."""
        return int(((self.fit["p5"] <= self.fit["actual"]) & (self.fit["actual"] <= self.fit["p95"])).sum())

    def sentences(self, language: Language = "nl") -> list[str]:
        """What it comes to, in words."""
        _ = translator(language)
        lines = [
            _(
                "{inside} of the {all} actual numbers lie in the range in which 90 of 100 calibrated futures are."
            ).format(inside=self.inside, all=len(self.fit))
        ]
        for row in self.parameters.sort_values("narrowed", ascending=False).to_dict("records")[:3]:
            if row["narrowed"] < 0.1:
                continue
            unit = row["unit"]
            lines.append(
                _("{label}: first {a} to {b}, now {c} to {d} {unit}.").format(
                    label=self.labels.get(row["path"], {}).get(language, row["path"]), unit=unit,
                    a=quantity(row["prior_p5"], "ratio", language), b=quantity(row["prior_p95"], "ratio", language),
                    c=quantity(row["p5"], "ratio", language), d=quantity(row["p95"], "ratio", language),
                )
            )  # fmt: skip
        if len(lines) == 1:
            lines.append(_("The actual numbers say little about the uncertain quantities."))
        return lines


def calibrate(  # noqa: PLR0915
    scenario: Scenario,
    actuals: Actuals,
    *,
    paths: Iterable[str] | None = None,
    particles: int = 400,
    rounds: int = 4,
    seed: int = 1,
    on_progress: Callable[[int, int], None] | None = None,
    **options: Any,
) -> Calibration:
    """Narrow the uncertain quantities (``paths``; else the eight that the actuals say most about) by actuals.

    ``particles`` futures are kept in each of at most ``rounds`` rounds; rounds end early where less than one in
    twenty futures comes nearer. What is not calibrated stays as uncertain as it was. Raises CalibrationError where
    the actuals go beyond the scenario, or no future comes to a number.
    """
    if actuals.years > scenario.time.years:
        raise CalibrationError(f"the actuals go to year {actuals.years}, the scenario lasts {scenario.time.years}")
    short = scenario.with_({"time.years": actuals.years})
    observed = np.array(list(actuals.values.values()))
    whole = rounds + 1
    spent = 0

    def simulated(even: Mapping[str, Floats], futures: NDArray[np.int64], round_: int) -> Floats:
        nonlocal spent
        spent += futures.size

        def within(done: int, every: int) -> None:
            if on_progress is not None:
                on_progress(int(1000 * (round_ + done / every)), 1000 * whole)

        return outcomes(short, from_even(short, even, futures), actuals.measures, seed, on_progress=within, **options)

    every = list(uncertain(scenario, paths))
    random = np.random.default_rng(seed)
    first = max(2 * particles, 200)
    u = random.random((first, len(every)))
    luck = np.arange(first, dtype=np.int64)
    found = simulated({p: u[:, k] for k, p in enumerate(every)}, luck, 0)
    centre, scale = _spread(found)
    if paths is None and len(every) > MOST:
        chosen = _informed(u, found)
        every, u = [every[k] for k in chosen], u[:, chosen]
        # What is not calibrated belongs to luck from here on; the first sample is drawn anew with it.
        found = simulated({p: u[:, k] for k, p in enumerate(every)}, luck, 0)
    goal = (observed - centre) / scale
    away = _away(found, centre, scale, goal)
    keep = np.argsort(away, kind="stable")[:particles]
    u, luck, found, away = u[keep], luck[keep], found[keep], away[keep]
    weight = np.full(len(u), 1 / len(u))
    distance = [float(away.max())]
    next_luck = first
    for round_ in range(1, rounds + 1):
        nearer = float(np.quantile(away, 0.5))
        cloud: list[tuple[NDArray[Any], ...]] = []
        got, tried = 0, 0
        kernel = 2 * np.cov(u.T, aweights=weight).reshape(len(every), -1) + 1e-8 * np.eye(len(every))
        root = np.linalg.cholesky(kernel)
        while got < particles and tried < 20 * particles:
            new = u[random.choice(len(u), size=4 * particles, p=weight)]
            new = new + random.standard_normal(new.shape) @ root.T
            new = new[((new > 0) & (new < 1)).all(axis=1)][
                : int(OVERSAMPLE * particles)
            ]  # outside the prior is nothing
            if not len(new):
                tried += particles
                continue
            its = np.arange(next_luck, next_luck + len(new), dtype=np.int64)
            next_luck += len(new)
            y = simulated({p: new[:, k] for k, p in enumerate(every)}, its, round_)
            d = _away(y, centre, scale, goal)
            near = d <= nearer
            cloud.append((new[near], its[near], y[near], d[near]))
            got += int(near.sum())
            tried += len(new)
        if got < particles:
            break
        joined = [np.concatenate(part)[:particles] for part in zip(*cloud, strict=True)]
        weight = _weights(joined[0], u, weight, kernel)
        u, luck, found, away = joined[0], joined[1].astype(np.int64), joined[2], joined[3]
        distance.append(float(away.max()))
    return _told(
        scenario, actuals, every, _adjusted(u, found, centre, scale, goal, away, weight), weight, luck, found,
        tuple(distance), spent, seed, random,
    )  # fmt: skip


def _spread(found: Floats) -> tuple[Floats, Floats]:
    """Middle and spread of each outcome over the prior, by quantiles, so that outliers do not set the scale."""
    if np.isnan(found).all(axis=0).any():
        raise CalibrationError("an actual number has no counterpart in any future of the scenario")
    centre = np.nanmedian(found, axis=0)
    scale = (np.nanquantile(found, 0.84, axis=0) - np.nanquantile(found, 0.16, axis=0)) / 2
    # What hardly varies must still not be held to the last digit.
    least = np.maximum(0.01 * np.abs(centre), 1e-9)
    return centre, np.maximum(scale, least)


def _away(found: Floats, centre: Floats, scale: Floats, goal: Floats) -> Floats:
    """How far each future is from what happened: root mean square, in spreads of the prior."""
    gaps = (found - centre) / scale - goal
    distance: Floats = np.sqrt(np.mean(np.where(np.isnan(gaps), 1e6, gaps) ** 2, axis=1))
    return distance


def _informed(u: Floats, found: Floats) -> list[int]:
    """The quantities with the strongest rank correlation with any of the outcomes."""
    from scipy.stats import rankdata

    ranks = rankdata(np.column_stack([u, np.nan_to_num(found)]), axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        between = np.nan_to_num(np.corrcoef(ranks.T)[: u.shape[1], u.shape[1] :])
    return sorted(np.argsort(-np.abs(between).max(axis=1), kind="stable")[:MOST].tolist())


def _weights(new: Floats, old: Floats, weight: Floats, kernel: Floats) -> Floats:
    """Flat prior over what the proposals were likely to be."""
    gaps = new[:, None, :] - old[None, :, :]
    power = np.einsum("ijk,kl,ijl->ij", gaps, np.linalg.inv(kernel), gaps)
    density = np.exp(-power / 2) @ weight
    flat = 1 / np.maximum(density, 1e-300)
    shares: Floats = flat / flat.sum()
    return shares


def _adjusted(  # noqa: PLR0917
    u: Floats, found: Floats, centre: Floats, scale: Floats, goal: Floats, away: Floats, weight: Floats
) -> Floats:
    """The draws moved to where they would be without distance, on a scale on which 0 and 1 are never passed."""
    from scipy.special import expit, logit

    gaps = np.nan_to_num((found - centre) / scale - goal)
    near = np.maximum(1 - (away / max(away.max(), 1e-12)) ** 2, 0.01) * weight
    x = np.column_stack([np.ones(len(u)), gaps])
    y = logit(np.clip(u, 1e-6, 1 - 1e-6))
    inner = x.T @ (near[:, None] * x) + 1e-3 * near.sum() * np.diag([0.0, *np.ones(gaps.shape[1])])
    slope = np.linalg.solve(inner, x.T @ (near[:, None] * y))
    moved: Floats = np.clip(expit(y - gaps @ slope[1:]), EDGE, 1 - EDGE)
    return moved


def _told(  # noqa: PLR0917
    scenario: Scenario, actuals: Actuals, paths: list[str], u: Floats, weight: Floats, luck: NDArray[np.int64],
    found: Floats, distance: tuple[float, ...], runs: int, seed: int, random: np.random.Generator,
) -> Calibration:  # fmt: skip
    import pandas as pd

    pick = random.choice(len(u), size=len(u), p=weight)
    u, luck, found = u[pick], luck[pick], found[pick]
    design = from_even(scenario, {p: u[:, k] for k, p in enumerate(paths)}, luck)
    grid = (np.arange(1_000) + 0.5) / 1_000
    known = uncertain(scenario, paths)
    rows = []
    from wijkbv_sim.scenario.distributions import quantile

    for path in paths:
        before = np.quantile(quantile(*known[path], grid), [0.05, 0.5, 0.95])
        after = np.quantile(design.values[path], [0.05, 0.5, 0.95])
        width = before[2] - before[0]
        rows.append(
            {
                "path": path, "unit": known[path][1].unit,
                **dict(zip(("prior_p5", "prior_median", "prior_p95"), map(float, before), strict=True)),
                **dict(zip(("p5", "median", "p95"), map(float, after), strict=True)),
                "narrowed": float(1 - (after[2] - after[0]) / width) if width > 0 else 0.0,
            }
        )  # fmt: skip
    fit = pd.DataFrame(
        [
            {"variable": name, "year": year, "actual": actual,
             **dict(zip(("p5", "median", "p95"), map(float, np.nanquantile(found[:, k], [0.05, 0.5, 0.95])),
                        strict=True))}
            for k, ((name, year), actual) in enumerate(actuals.values.items())
        ]
    )  # fmt: skip
    labels: dict[str, dict[Language, str]] = {p: {"nl": m.nl, "en": m.en} for p, (_q, m) in known.items()}
    return Calibration(scenario, actuals, pd.DataFrame(rows), fit, design, distance, runs, seed, labels)
