"""Charts: each described once, as numbers with their names, and drawn from that description.

A description holds what a reader needs: the points, a text alternative, and the table behind the picture.
``vega_lite`` turns it into a specification and ``svg`` into a drawing that stands inside a page by itself.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from wijkbv_sim.language import quantity, translator
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results import percentiles
from wijkbv_sim.results.yearly import year_values, years

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language

    Floats = NDArray[np.float64]

VEGA_LITE = "5.20"
"""The version of Vega-Lite that the specifications are written for."""

WIDTH, HEIGHT = 440, 260
"""Small, so that the letters can still be read where a phone shrinks the drawing to its width."""

INK, BAND, INNER, SINGLE, GRID = "#1b3a57", "#cfe0ee", "#8fb8d8", "#5f6b76", "#d9dee3"
KINDS = ("#1b6ca8", "#e0872d", "#3f9a72", "#8c4a86", "#c9b037")
"""Colours that also differ for who sees no red or green; each is told apart by its place and label too."""

INCOME = ("income_contracts", "income_assets", "income_trade", "income_grants", "income_members")
FANS = ("cash", "operating_result", "members", "local_retention")
MAX_POINTS = 48


@dataclass(frozen=True)
class Fan:
    """How one quantity goes in all futures.

    ``at`` are points in time as years with a fraction, ``years`` the book year of each; ``bands`` the 5th, 25th,
    50th, 75th and 95th percentile at each; ``singles`` a few futures as they are. ``domain`` is the value axis,
    or None.
    """

    name: str
    title: str
    unit: str
    alternative: str
    at: Floats
    years: tuple[int, ...]
    bands: Floats
    singles: Floats
    language: Language
    domain: tuple[float, float] | None = None

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        _ = translator(self.language)
        return (_("Year"), "5%", "25%", _("median"), "75%", "95%")

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The numbers behind the picture, one row a year."""
        last = {year: i for i, year in enumerate(self.years)}
        return [
            (str(year), *(in_unit(v, self.unit, self.language) for v in self.bands[:, i])) for year, i in last.items()
        ]


@dataclass(frozen=True)
class Stack:
    """What a total is made of, year by year: ``parts`` (kinds, years)."""

    name: str
    title: str
    unit: str
    alternative: str
    years: tuple[int, ...]
    kinds: tuple[str, ...]
    parts: Floats
    language: Language

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        return (translator(self.language)("Year"), *self.kinds)

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The numbers behind the picture, one row a year."""
        return [
            (str(year), *(in_unit(v, self.unit, self.language) for v in self.parts[:, i]))
            for i, year in enumerate(self.years)
        ]


Chart = Fan | Stack


def in_unit(value: float, unit: str, language: Language) -> str:
    """A number as a table writes it: rounded as its unit asks for."""
    return quantity(float(value), unit, language)


def quantiles(values: Floats) -> Floats:
    """The five percentiles of the futures (5, points); NaN where no future has a value."""
    return percentiles.quantiles(values, (0.05, 0.25, 0.5, 0.75, 0.95))


def first_year(results: Results) -> tuple[int, float]:
    """The calendar year in which the story begins, and the part of it that is over by then."""
    year, month = results.scenario.time.start.split("-")
    return int(year), (int(month) - 1) / 12


def fan(results: Results, name: str, language: Language) -> Fan:
    """The fan of a variable: money flows as a sum a year, anything else at each quarter's end."""
    _ = translator(language)
    variable = VARIABLES[name]
    title = variable.nl if language == "nl" else variable.en
    year, part = first_year(results)
    unit = variable.unit
    if unit == "EUR/month":
        values: Floats = year_values(results, name)
        at: Floats = year + part + np.arange(values.shape[1], dtype=np.float64) + 0.5
        book_years = years(results)
        unit = "EUR/year"
        title = _("{quantity} per year").format(quantity=title)
    else:
        step = 3 if results.months // 3 <= MAX_POINTS else 12
        months = np.arange(step, results.months + 1, step)
        values = np.asarray(results.column(name, months.tolist()), dtype=np.float64)
        at = year + part + months / 12
        book_years = np.repeat(years(results), 12 // step).tolist()
    bands = quantiles(values)
    told = fan_in_words(title, book_years, bands, unit, language)
    return Fan(name, title, unit, told, at, tuple(book_years), bands, _singles(values), language)


def _singles(values: Floats) -> Floats:
    """Three futures as they are: those whose mean has rank 10, 50 and 90 of a hundred."""
    mean = np.nan_to_num(np.where(np.isfinite(values), values, 0.0).mean(axis=1))
    order = np.argsort(mean, kind="stable")
    picked = sorted({int(order[int(q * (len(order) - 1))]) for q in (0.1, 0.5, 0.9)})
    return np.asarray(values[picked])


def fan_in_words(title: str, at: Sequence[int], bands: Floats, unit: str, language: Language) -> str:
    """What a fan shows, for who cannot see it: where the middle and the edges begin and end."""
    _ = translator(language)
    there = [i for i in range(bands.shape[1]) if np.isfinite(bands[:, i]).all()]
    if not there:
        return _("{title}: there is nothing to show.").format(title=title)
    last = there[-1]
    first = max(i for i in there if at[i] == at[there[0]])  # at the end of the first year, as in the tables
    return _(
        "{title}: the middle future goes from {begin} in {first} to {end} in {last}; "
        "then 90 of 100 futures lie between {low} and {high}."
    ).format(
        title=title[:1].upper() + title[1:],
        begin=in_unit(bands[2, first], unit, language),
        first=at[first],
        end=in_unit(bands[2, last], unit, language),
        last=at[last],
        low=in_unit(bands[0, last], unit, language),
        high=in_unit(bands[4, last], unit, language),
    )


def income_by_kind(results: Results, language: Language) -> Stack:
    """The middle value of each kind of income, year by year."""
    _ = translator(language)
    parts = np.stack([np.median(year_values(results, name), axis=0) for name in INCOME])
    kinds = tuple(VARIABLES[n].nl if language == "nl" else VARIABLES[n].en for n in INCOME)
    book_years = tuple(years(results))
    title = _("income by kind, per year")
    pieces = ", ".join(
        _("{kind} {first} in {begin} and {last} in {end}").format(
            kind=kind,
            first=in_unit(parts[k, 0], "EUR/year", language),
            begin=book_years[0],
            last=in_unit(parts[k, -1], "EUR/year", language),
            end=book_years[-1],
        )
        for k, kind in enumerate(kinds)
        if parts[k].any() or not parts.any()  # of what never was there is nothing to tell
    )
    told = _("{title}, middle values: {pieces}.").format(title=title[:1].upper() + title[1:], pieces=pieces)
    return Stack("income_by_kind", title, "EUR/year", told, book_years, kinds, parts, language)


def on_equal_axes(fans: Sequence[Fan]) -> list[Fan]:
    """The same fans with one value axis, so that they can be compared at a glance."""
    every = [v for f in fans for v in (f.bands[[0, 4]], f.singles)]
    finite = np.concatenate([np.ravel(v) for v in every]) if every else np.empty(0)
    finite = finite[np.isfinite(finite)]
    if not finite.size:
        return list(fans)
    domain = (min(0.0, float(finite.min())), max(0.0, float(finite.max())))
    return [replace(f, domain=domain) for f in fans]


def vega_lite(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart."""
    return framed(_fan_layers(chart) if isinstance(chart, Fan) else _stack_layers(chart))


def framed(body: dict[str, Any], width: int = WIDTH, height: int = HEIGHT) -> dict[str, Any]:
    """A whole specification from what is drawn in it: letters, colours and axes as every chart has them."""
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "autosize": {"type": "fit", "contains": "padding"},
        "padding": 4,
        "background": "#ffffff",
        "config": {
            "aria": False,
            "font": "Arial, Helvetica, sans-serif",
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 14, "labelColor": "#333333", "gridColor": GRID, "domainColor": "#888888",
                "tickColor": "#888888", "title": None, "labelOverlap": True,
            },
            "legend": {
                "labelFontSize": 14, "labelColor": "#222222", "title": None, "orient": "bottom", "columns": 2,
                "symbolType": "square", "symbolSize": 160, "labelLimit": 220, "columnPadding": 28,
            },
        },
        **body,
    }  # fmt: skip


def value_axis(unit: str, largest: float) -> dict[str, Any]:
    """How the numbers along an axis are written."""
    if unit.startswith("share"):
        return {"format": ".0%", "tickCount": 5}
    return {"format": ",.0f" if largest >= 5 else ",.2~f", "tickCount": 5}


def _fan_layers(chart: Fan) -> dict[str, Any]:
    points = [
        {"x": round(float(x), 4), **{k: _plain(v) for k, v in zip(_LEVELS, chart.bands[:, i], strict=True)}}
        for i, x in enumerate(chart.at)
    ]
    singles = [
        {"x": round(float(x), 4), "y": _plain(line[i]), "future": str(k)}
        for k, line in enumerate(chart.singles)
        for i, x in enumerate(chart.at)
    ]
    finite = chart.bands[np.isfinite(chart.bands)]
    largest = float(np.abs(finite).max()) if finite.size else 1.0
    begin = float(np.floor(chart.at[0] - 1e-9))
    end = float(np.ceil(chart.at[-1] - 1e-9))
    scale: dict[str, Any] = {"zero": True, "nice": True}
    if chart.domain is not None:
        scale["domain"] = list(chart.domain)
    x = {
        "field": "x", "type": "quantitative", "scale": {"domain": [begin, end], "nice": False},
        "axis": {"format": "d", "grid": False, "tickMinStep": 1, "tickCount": 6},
    }  # fmt: skip

    def y(field: str) -> dict[str, Any]:
        axis = value_axis(chart.unit, largest)
        return {"field": field, "type": "quantitative", "axis": axis, "scale": scale}

    def band(low: str, high: str, colour: str) -> dict[str, Any]:
        return {
            "mark": {"type": "area", "color": colour, "clip": True},
            "encoding": {"x": x, "y": y(low), "y2": {"field": high}},
        }

    layers = [
        band("p5", "p95", BAND),
        band("p25", "p75", INNER),
        {
            "data": {"values": singles},
            "mark": {"type": "line", "color": SINGLE, "strokeWidth": 1, "clip": True},
            "encoding": {
                "x": x, "y": y("y"),
                "strokeDash": {
                    "field": "future", "type": "nominal", "legend": None, "scale": {"range": [[1, 2], [5, 2], [8, 3]]}
                },
            },
        },
        {"mark": {"type": "line", "color": INK, "strokeWidth": 3, "clip": True}, "encoding": {"x": x, "y": y("p50")}},
        {"data": {"values": [{"zero": 0}]}, "mark": {"type": "rule", "color": "#666666"},
         "encoding": {"y": y("zero")}},
    ]  # fmt: skip
    return {"data": {"values": points}, "layer": layers}


_LEVELS = ("p5", "p25", "p50", "p75", "p95")


def _stack_layers(chart: Stack) -> dict[str, Any]:
    values = [
        {"year": str(year), "kind": kind, "order": k, "y": _plain(chart.parts[k, i])}
        for k, kind in enumerate(chart.kinds)
        for i, year in enumerate(chart.years)
    ]
    return {
        "data": {"values": values},
        "mark": {"type": "bar", "stroke": "#ffffff", "strokeWidth": 1},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "axis": {"labelAngle": 0, "grid": False}},
            "y": {
                "field": "y", "type": "quantitative", "stack": "zero",
                "axis": value_axis(chart.unit, float(chart.parts.sum(axis=0).max(initial=0.0))),
            },
            "color": {
                "field": "kind", "type": "nominal", "scale": {"domain": list(chart.kinds), "range": list(KINDS)}
            },
            "order": {"field": "order", "type": "quantitative"},
        },
    }  # fmt: skip


def _plain(value: float) -> float | None:
    return round(float(value), 4) if np.isfinite(value) else None


def svg(chart: Chart, identity: str) -> str:
    """The chart drawn: an SVG element with a text alternative, to stand inside a page.

    ``identity`` keeps the names inside apart from those of other drawings on the page.
    """
    return inline(draw(vega_lite(chart), chart.language), identity, chart.alternative)


def inline(drawn: str, identity: str, alternative: str) -> str:
    """A drawing made fit to stand in a page: own names, a text alternative, and the width of its place."""
    # The names inside count on from drawing to drawing; numbered anew, the same chart is the same text.
    names = dict.fromkeys(re.findall(r'\bid="([^"]*)"', drawn))
    for k, name in enumerate(names):
        for before, after in (('id="', '"'), ("url(#", ")"), ('href="#', '"')):
            drawn = drawn.replace(f"{before}{name}{after}", f"{before}{identity}-part{k}{after}")
    told = html.escape(alternative)
    size = re.search(r'viewBox="[^"]*"', drawn)
    head = f'<svg class="chart" role="img" aria-label="{told}" {size.group() if size else ""}>'
    return re.sub(r"^.*?<svg[^>]*>", lambda _: f"{head}<title>{told}</title>", drawn, count=1, flags=re.DOTALL)


def draw(specification: dict[str, Any], language: Language) -> str:
    """An SVG text of a specification."""
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(
        specification, vl_version=VEGA_LITE, format_locale=_LOCALES[language], allowed_base_urls=[]
    )
    return drawn


_LOCALES: dict[Language, Literal["nl-NL", "en-GB"]] = {"nl": "nl-NL", "en": "en-GB"}
