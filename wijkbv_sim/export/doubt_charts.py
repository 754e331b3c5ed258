"""Charts of doubt: bars with intervals, the curve of a break-even, ranges before and after, and a fit.

As in ``charts``, each is described once, with its text and the table behind it, and drawn from that.
"""

from __future__ import annotations

from dataclasses import dataclass
from textwrap import wrap
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.export.charts import BAND, GRID, INK, INNER, KINDS, draw, framed, inline, value_axis
from wijkbv_sim.language import translator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wijkbv_sim.scenario.parameter import Language

WIDTH, ROW, LETTERS = 560, 54, 28
"""How wide a chart with names beside it is, how high a row of three lines, and after how many letters one is broken."""

MARGIN = {"left": 34, "top": 4, "right": 12, "bottom": 4}
"""Room beside names: a reader's letters may be wider than those that the drawing was measured with."""


@dataclass(frozen=True)
class Described:
    """What every chart has: a title, the unit of its numbers, a text alternative and the table behind it."""

    title: str
    unit: str
    alternative: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]
    language: Language


@dataclass(frozen=True)
class Bars(Described):
    """For each name a bar of every series, with its interval: ``values``, ``lows`` and ``highs`` (series, names)."""

    names: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]
    lows: tuple[tuple[float, ...], ...]
    highs: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Curve(Described):
    """The chance at each value that was tried, with its interval, and where the ``wanted`` chance is reached.

    ``x``, ``chance``, ``lows`` and ``highs`` (points,); ``value``, from ``low`` to ``high``, is not-a-number where no
    value reaches it.
    """

    x: tuple[float, ...]
    chance: tuple[float, ...]
    lows: tuple[float, ...]
    highs: tuple[float, ...]
    wanted: float
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Ranges(Described):
    """For each name a range before and after (names, 3: low, middle, high), as parts of the range before."""

    names: tuple[str, ...]
    series: tuple[str, str]
    before: tuple[tuple[float, ...], ...]
    after: tuple[tuple[float, ...], ...]


@dataclass(frozen=True)
class Fit(Described):
    """What was observed in some years beside the range of the futures: ``ranges`` (years, 3: low, middle, high)."""

    years: tuple[int, ...]
    observed: tuple[float, ...]
    ranges: tuple[tuple[float, ...], ...]


Chart = Bars | Curve | Ranges | Fit


def vega_lite(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart."""
    match chart:
        case Bars():
            height = 70 + len(chart.names) * max(ROW, 24 * len(chart.series))
            return framed({**_bars(chart), "padding": MARGIN}, WIDTH, height)
        case Curve():
            return framed(_curve(chart))
        case Ranges():
            return framed({**_ranges(chart), "padding": MARGIN}, WIDTH, 60 + ROW * len(chart.names))
        case Fit():
            return framed(_fit(chart))


def svg(chart: Chart, identity: str) -> str:
    """The chart drawn: an SVG element with a text alternative, to stand inside a page."""
    return inline(draw(vega_lite(chart), chart.language), identity, chart.alternative)


def _names(names: Sequence[str]) -> tuple[list[str], dict[str, Any]]:
    """Names broken over lines, each with its own place, and the axis that shows them."""
    broken = ["\n".join(wrap(name, LETTERS)[:3]) for name in names]
    # Two that are cut off alike must stay two.
    placed = [f"{k}|{name}" for k, name in enumerate(broken)]
    axis = {
        "labelExpr": "split(slice(datum.label, indexof(datum.label, '|') + 1), '\\n')", "labelLimit": 300,
        "labelFontSize": 13, "ticks": False, "grid": False, "labelOverlap": False,
    }  # fmt: skip
    return placed, {"field": "name", "type": "nominal", "sort": placed, "axis": axis}


def _bars(chart: Bars) -> dict[str, Any]:
    placed, y = _names(chart.names)
    values = [
        {"name": name, "series": series, "value": _plain(chart.values[s][k]), "low": _plain(chart.lows[s][k]),
         "high": _plain(chart.highs[s][k])}
        for s, series in enumerate(chart.series)
        for k, name in enumerate(placed)
    ]  # fmt: skip
    every = [abs(x) for rows in (chart.values, chart.lows, chart.highs) for row in rows for x in row if np.isfinite(x)]
    x = {"field": "value", "type": "quantitative", "axis": value_axis(chart.unit, max(every, default=1.0))}
    offset = {"field": "series", "sort": list(chart.series)}
    many = len(chart.series) > 1
    colour: dict[str, Any] = (
        {"field": "series", "type": "nominal", "scale": {"domain": list(chart.series), "range": list(KINDS)}}
        if many
        else {"value": KINDS[0]}
    )
    where = {"y": y, **({"yOffset": offset} if many else {})}
    return {
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar"}, "encoding": {**where, "x": x, "color": colour}},
            {"mark": {"type": "rule", "color": INK, "strokeWidth": 2},
             "encoding": {**where, "x": {**x, "field": "low"}, "x2": {"field": "high"}}},
            {"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": "#666666"},
             "encoding": {"x": {**x, "field": "zero"}}},
        ],
    }  # fmt: skip


def _curve(chart: Curve) -> dict[str, Any]:
    points = [
        {"x": float(x), "chance": float(p), "low": float(low), "high": float(high)}
        for x, p, low, high in zip(chart.x, chart.chance, chart.lows, chart.highs, strict=True)
    ]
    ends = [min(chart.x), max(chart.x)]
    x = {"field": "x", "type": "quantitative", "scale": {"domain": ends, "nice": False, "zero": False},
         "axis": {**value_axis(chart.unit, max(map(abs, ends))), "grid": False}}  # fmt: skip

    def y(field: str) -> dict[str, Any]:
        return {"field": field, "type": "quantitative", "scale": {"domain": [0, 1]}, "axis": value_axis("share", 1.0)}

    layers: list[dict[str, Any]] = [
        {"mark": {"type": "area", "color": BAND}, "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}}},
        {"mark": {"type": "line", "color": INK, "strokeWidth": 3, "point": {"color": INK, "size": 40}},
         "encoding": {"x": x, "y": y("chance")}},
        {"data": {"values": [{"wanted": chart.wanted}]},
         "mark": {"type": "rule", "color": KINDS[1], "strokeDash": [6, 4], "strokeWidth": 2},
         "encoding": {"y": y("wanted")}},
    ]  # fmt: skip
    if np.isfinite(chart.value):
        found = [{"low": chart.low, "high": chart.high, "x": chart.value}]
        layers.insert(0, {
            "data": {"values": found}, "mark": {"type": "rect", "color": GRID},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}},
        })  # fmt: skip
        layers.append({
            "data": {"values": found}, "mark": {"type": "rule", "color": KINDS[1], "strokeWidth": 2},
            "encoding": {"x": x},
        })  # fmt: skip
    return {"data": {"values": points}, "layer": layers}


def _ranges(chart: Ranges) -> dict[str, Any]:
    placed, y = _names(chart.names)
    values = [
        {"name": name, "series": series, **dict(zip(("low", "middle", "high"), map(float, row), strict=True))}
        for series, rows in zip(chart.series, (chart.before, chart.after), strict=True)
        for name, row in zip(placed, rows, strict=True)
    ]
    x = {"field": "low", "type": "quantitative", "scale": {"zero": False},
         "axis": {"labels": False, "ticks": False, "grid": True, "values": [0, 0.5, 1]}}  # fmt: skip
    colour = {"field": "series", "type": "nominal", "scale": {"domain": list(chart.series), "range": [INNER, KINDS[0]]}}
    where = {"y": y, "yOffset": {"field": "series", "sort": list(chart.series)}, "color": colour}
    return {
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "bar", "height": 10}, "encoding": {**where, "x": x, "x2": {"field": "high"}}},
            {"mark": {"type": "tick", "thickness": 3, "size": 14},
             "encoding": {**{**where, "color": {"value": INK}}, "x": {**x, "field": "middle"}}},
        ],
    }  # fmt: skip


def _fit(chart: Fit) -> dict[str, Any]:
    _ = translator(chart.language)
    values = [
        {"year": str(year), "observed": _plain(seen),
         **dict(zip(("low", "middle", "high"), map(_plain, row), strict=True))}
        for year, seen, row in zip(chart.years, chart.observed, chart.ranges, strict=True)
    ]  # fmt: skip
    x = {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0, "grid": False}}
    largest = max((abs(v) for row in (*chart.ranges, chart.observed) for v in row if np.isfinite(v)), default=1.0)

    def y(field: str) -> dict[str, Any]:
        axis = value_axis(chart.unit, largest)
        return {"field": field, "type": "quantitative", "axis": axis, "scale": {"zero": False}}

    return {
        "data": {"values": values},
        "layer": [
            {"mark": {"type": "rule", "color": INNER, "strokeWidth": 10},
             "encoding": {"x": x, "y": y("low"), "y2": {"field": "high"}}},
            {"mark": {"type": "tick", "color": INK, "thickness": 3, "size": 18},
             "encoding": {"x": x, "y": y("middle")}},
            {"mark": {"type": "point", "filled": True, "shape": "diamond", "color": KINDS[1], "size": 130,
                      "opacity": 1},
             "encoding": {"x": x, "y": y("observed")}},
        ],
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
