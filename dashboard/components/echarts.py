"""Charts on the screen: the descriptions of ``wijkbv_sim.export.charts`` drawn by ECharts, with their table.

ECharts writes numbers the American way. So the value axis has no numbers of its own: its lines are drawn at round
values and carry texts that are written here.
"""

from __future__ import annotations

import html
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from dashboard.language import translate
from wijkbv_sim.export.charts import BAND, GRID, INK, INNER, KINDS, SINGLE, Fan, Stack, in_unit
from wijkbv_sim.export.flows import Place
from wijkbv_sim.language import euro

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wijkbv_sim.export.charts import Chart
    from wijkbv_sim.export.flows import Flows, Stream
    from wijkbv_sim.scenario.parameter import Language

LETTERS = {"fontSize": 13, "color": "#1a2733", "fontFamily": "sans-serif"}


def show(chart: Chart, to: Language, *, key: str, faded: bool = False, title: str | None = None) -> None:
    """A chart under its title, with its text alternative, and behind a click the table of its numbers."""
    _ = translate(to)
    title = title or chart.title[:1].upper() + chart.title[1:]
    st.markdown(f"#### {title}")
    option = fan(chart, faded=faded) if isinstance(chart, Fan) else stack(chart)
    st.echarts_chart(option, theme=None, key=key, alt=chart.alternative, renderer="svg", height=300)
    st.caption(chart.alternative)
    with st.expander(_("The numbers: {title}").format(title=chart.title)):
        table(chart.header, chart.rows)


def table(header: Sequence[str], rows: Sequence[Sequence[str]], totals: frozenset[int] = frozenset()) -> None:
    """A table that can be read aloud and copied, with its own scroll bar on a narrow screen."""
    head = "".join(f'<th scope="col">{html.escape(cell)}</th>' for cell in header)
    body = "".join(
        f'<tr{" class=total" if k in totals else ""}><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(cell)}</td>" for cell in rest)
        + "</tr>"
        for k, (first, *rest) in enumerate(rows)
    )
    st.html(f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>')


def fan(chart: Fan, *, faded: bool = False) -> dict[str, Any]:
    """The middle future as a line, half of all futures as a dark band, 90 of 100 as a light one, three as they are."""
    p5, p25, p50, p75, p95 = (np.asarray(level) for level in chart.bands)
    opacity = 0.55 if faded else 1.0
    labels = _year_labels(chart.years)
    low, high = chart.domain or (float(np.nanmin([p5.min(), chart.singles.min()])), float(np.nanmax(chart.bands)))
    marks = ticks(min(0.0, low), max(0.0, high))

    def band(name: str, bottom: Any, top: Any, colour: str) -> list[dict[str, Any]]:
        base = {"type": "line", "stack": name, "stackStrategy": "all", "symbol": "none", "silent": True,
                "lineStyle": {"opacity": 0}, "animation": False}  # fmt: skip
        return [
            {**base, "data": _plain(bottom)},
            {**base, "data": _plain(top - bottom), "areaStyle": {"color": colour, "opacity": opacity}},
        ]

    singles = [
        {"type": "line", "symbol": "none", "silent": True, "animation": False, "data": _plain(line),
         "lineStyle": {"color": SINGLE, "width": 1, "type": dash}}
        for line, dash in zip(chart.singles, ([2, 3], [5, 3], [8, 3]), strict=False)
    ]  # fmt: skip
    middle = {
        "type": "line", "symbol": "none", "silent": True, "animation": False, "data": _plain(p50),
        "lineStyle": {"color": INK, "width": 3, "opacity": opacity},
        "markLine": _lines(marks, chart.unit, chart.language),
    }  # fmt: skip
    return {
        "animation": False,
        "grid": {"left": 84, "right": 12, "top": 12, "bottom": 28},
        "xAxis": {
            "type": "category", "data": labels, "boundaryGap": False, "axisTick": {"show": False},
            "axisLabel": {**LETTERS, "interval": 0, "hideOverlap": True}, "axisLine": {"onZero": False},
        },
        "yAxis": _value_axis(marks),
        "series": [*band("90", p5, p95, BAND), *band("50", p25, p75, INNER), *singles, middle],
    }  # fmt: skip


def stack(chart: Stack) -> dict[str, Any]:
    """Bars of parts on each other, by year."""
    marks = ticks(min(0.0, float(chart.parts.sum(axis=0).min())), float(chart.parts.sum(axis=0).max(initial=1.0)))
    series: list[dict[str, Any]] = [
        {"type": "bar", "name": kind, "stack": "all", "data": _plain(values), "itemStyle": {"color": colour},
         "animation": False, "silent": True}
        for kind, values, colour in zip(chart.kinds, chart.parts, KINDS, strict=False)
    ]  # fmt: skip
    series[0]["markLine"] = _lines(marks, chart.unit, chart.language)
    return {
        "animation": False,
        "grid": {"left": 84, "right": 12, "top": 12, "bottom": 84},
        "legend": {"bottom": 0, "textStyle": LETTERS, "itemWidth": 14},
        "xAxis": {"type": "category", "data": [str(y) for y in chart.years], "axisLabel": LETTERS,
                  "axisTick": {"show": False}},
        "yAxis": _value_axis(marks),
        "series": series,
    }  # fmt: skip


PLACES = {Place.HERE: "#2f7d5b", Place.MUNICIPALITY: "#c46a12", Place.ELSEWHERE: "#5f6b76", Place.ACCOUNT: "#1b6ca8"}


def sankey(flows: Flows, company: str) -> dict[str, Any]:
    """From who pays, through the company, to who is paid; each stream as wide as its amount."""

    def name(stream: Stream) -> str:
        return f"{stream.label}\n{euro(stream.amount, flows.language, significant=3)}"

    # Who pays and is paid stands at both sides: a trailing space tells the two apart without being seen.
    named = [(stream, name(stream) if stream.incoming else name(stream) + " ") for stream in flows.streams]
    nodes = [{"name": text, "itemStyle": {"color": PLACES[stream.place]}} for stream, text in named]
    middle = {"name": company, "itemStyle": {"color": INK}}
    links = [
        {"source": text if stream.incoming else company, "target": company if stream.incoming else text,
         "value": round(stream.amount, 2), "lineStyle": {"color": PLACES[stream.place], "opacity": 0.35}}
        for stream, text in named
    ]  # fmt: skip
    return {
        "animation": False,
        "series": [{
            "type": "sankey", "left": 8, "right": 150, "top": 10, "bottom": 10, "nodeGap": 22, "draggable": False,
            "silent": True, "animation": False, "nodeAlign": "justify", "label": LETTERS,
            "data": [*nodes, middle], "links": links,
        }],
    }  # fmt: skip


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from below ``low`` to above ``high``, so many of them or a few more."""
    span = (high - low) or 1.0
    rough = span / about
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * k for k in range(first, max(last, first + 1) + 1)]


def _value_axis(marks: Sequence[float]) -> dict[str, Any]:
    return {"type": "value", "min": marks[0], "max": marks[-1], "axisLabel": {"show": False},
            "splitLine": {"show": False}}  # fmt: skip


def _lines(marks: Sequence[float], unit: str, to: Language) -> dict[str, Any]:
    """Lines at round values that carry their own numbers."""
    return {
        "symbol": "none", "silent": True, "animation": False,
        "data": [
            {"yAxis": mark, "lineStyle": {"color": "#5f6b76" if mark == 0 else GRID, "type": "solid", "width": 1},
             "label": {"position": "start", "formatter": in_unit(mark, unit, to), **LETTERS}}
            for mark in marks
        ],
    }  # fmt: skip


def _year_labels(years: Sequence[int]) -> list[str]:
    """A label at the first point of each year, every second where there are many; nothing at the others."""
    every = 1 if len(set(years)) <= 6 else 2 if len(set(years)) <= 14 else 5
    first = years[0]
    return [
        str(year) if (k == 0 or years[k - 1] != year) and (year - first) % every == 0 else ""
        for k, year in enumerate(years)
    ]


def _plain(values: Any) -> list[float | None]:
    return [round(float(x), 4) if math.isfinite(x) else None for x in values]
