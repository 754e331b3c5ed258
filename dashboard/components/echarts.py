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
from wijkbv_sim.export.tables import signed
from wijkbv_sim.language import euro, number
from wijkbv_sim.model.columns import ACTIVE, CLOSED, MEMBER, OPEN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wijkbv_sim.export.charts import Chart
    from wijkbv_sim.export.doubt_charts import Bars
    from wijkbv_sim.export.flows import Flows, Stream
    from wijkbv_sim.export.participation import Growth, Representation
    from wijkbv_sim.scenario.parameter import Language

SANKEY_GAP = 36
"""Pixels between streams: two lines of words."""

NARROW = 520
"""Pixels below which a chart is that of a phone."""

YEAR = 4
"""Letters of a year: a column of these and nothing else takes no more room than it needs."""

MANY = 12
"""With more columns than this a table is set smaller, so that fifteen years fit on a laptop."""

LETTERS = {"fontSize": 13, "color": "#1a2733", "fontFamily": "sans-serif"}


def show(
    chart: Chart, to: Language, *, key: str, faded: bool = False, title: str | None = None, height: int = 300
) -> None:
    """A chart under its title and its text alternative, and the table of its numbers for who opens it."""
    _ = translate(to)
    title = title or chart.title[:1].upper() + chart.title[1:]
    st.html(f'<h3>{html.escape(title)}</h3><p class="told">{html.escape(chart.alternative)}</p>')
    option = fan(chart, faded=faded) if isinstance(chart, Fan) else stack(chart)
    st.echarts_chart(option, theme=None, key=key, alt=chart.alternative, renderer="svg", height=height)
    numbers = _("The numbers: {title}").format(title=chart.title)
    with st.expander(numbers, key=f"numbers-{key}", on_change="rerun") as opened:
        if opened.open:
            table(chart.header, chart.rows)


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[str]],
    totals: frozenset[int] = frozenset(),
    *,
    words: frozenset[int] = frozenset(),
    stacked: bool = False,
) -> None:
    """A table that can be read aloud and copied, with its own scroll bar on a narrow screen.

    ``totals`` are rows that add up others, ``words`` columns that hold sentences and not numbers. A table that is
    ``stacked``, or has sentences, has its cells under each other on a phone, each behind the name of its column.
    """
    if words or stacked:
        _stacked(header, rows, words)
        return
    head = "".join(f'<th scope="col">{html.escape(name)}</th>' for name in header)
    body = "".join(
        f'<tr{" class=total" if k in totals else ""}><th scope="row">{html.escape(first)}</th>'
        + "".join(f"<td>{html.escape(content)}</td>" for content in rest)
        + "</tr>"
        for k, (first, *rest) in enumerate(rows)
    )
    kind = "wide" if any(len(first) > YEAR for first, *_ in rows) else "wide years"
    kind += " many" if len(header) > MANY else ""
    inside = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    st.html(f'<div class="{kind}" tabindex="0"><table>{inside}</table></div>')


def _stacked(header: Sequence[str], rows: Sequence[Sequence[str]], words: frozenset[int]) -> None:
    """The table that a phone shows cell by cell. Its roles are written out: a phone lays it out as blocks."""

    def kind(k: int) -> str:
        return ' class="words"' if k in words else ""

    head = "".join(
        f'<th scope="col" role="columnheader"{kind(k)}>{html.escape(name)}</th>' for k, name in enumerate(header)
    )
    body = "".join(
        f'<tr role="row"><th scope="row" role="rowheader">{html.escape(first)}</th>'
        + "".join(
            f'<td role="cell" data-of="{html.escape(header[k])}"{kind(k)}>{html.escape(content)}</td>'
            for k, content in enumerate(rest, 1)
        )
        + "</tr>"
        for first, *rest in rows
    )
    st.html(
        f'<div class="wide stacked" tabindex="0"><table role="table"><thead role="rowgroup"><tr role="row">{head}</tr>'
        f'</thead><tbody role="rowgroup">{body}</tbody></table></div>'
    )


def fan(chart: Fan, *, faded: bool = False) -> dict[str, Any]:
    """The middle future as a line, half of all futures as a dark band, 90 of 100 as a light one, three as they are."""
    p5, p25, p50, p75, p95 = (np.asarray(level) for level in chart.bands)
    opacity = 0.55 if faded else 1.0
    labels = _year_labels(chart.years)
    # Months without a value, such as an income share where there was no income, have no say in the axis.
    drawn = np.concatenate([np.ravel(chart.bands), np.ravel(chart.singles), [0.0]])
    low, high = chart.domain or (float(np.nanmin(drawn)), float(np.nanmax(drawn)))
    marks = ticks(min(0.0, low), max(0.0, high))

    def band(name: str, bottom: Any, top: Any, colour: str) -> list[dict[str, Any]]:
        base = {"type": "line", "stack": name, "stackStrategy": "all", "symbol": "none", "silent": True,
                "lineStyle": {"opacity": 0}, "animation": False}  # fmt: skip
        return [
            {**base, "data": drawable(bottom)},
            {**base, "data": drawable(top - bottom), "areaStyle": {"color": colour, "opacity": opacity}},
        ]

    singles = [
        {"type": "line", "symbol": "none", "silent": True, "animation": False, "data": drawable(line),
         "lineStyle": {"color": SINGLE, "width": 1, "type": dash}}
        for line, dash in zip(chart.singles, ([2, 3], [5, 3], [8, 3]), strict=False)
    ]  # fmt: skip
    middle = {
        "type": "line", "symbol": "none", "silent": True, "animation": False, "data": drawable(p50),
        "lineStyle": {"color": INK, "width": 3, "opacity": opacity},
        "markLine": value_lines(marks, chart.unit, chart.language),
    }  # fmt: skip
    return {
        "animation": False,
        "grid": {"left": _room(marks, chart.unit, chart.language), "right": 18, "top": 12, "bottom": 30},
        "xAxis": {
            "type": "category", "data": labels, "boundaryGap": False, "axisTick": {"show": False},
            "axisLabel": {**LETTERS, "interval": 0, "hideOverlap": True, "margin": 12}, "axisLine": {"onZero": False},
        },
        "yAxis": value_axis(marks),
        "series": [*band("90", p5, p95, BAND), *band("50", p25, p75, INNER), *singles, middle],
    }  # fmt: skip


def stack(chart: Stack) -> dict[str, Any]:
    """Bars of parts on each other, by year."""
    marks = ticks(min(0.0, float(chart.parts.sum(axis=0).min())), float(chart.parts.sum(axis=0).max(initial=1.0)))
    series: list[dict[str, Any]] = [
        {"type": "bar", "name": kind, "stack": "all", "data": drawable(values), "itemStyle": {"color": colour},
         "animation": False, "silent": True}
        for kind, values, colour in zip(chart.kinds, chart.parts, KINDS, strict=False)
    ]  # fmt: skip
    series[0]["markLine"] = value_lines(marks, chart.unit, chart.language)
    return {
        "animation": False,
        "grid": {"left": _room(marks, chart.unit, chart.language), "right": 12, "top": 12, "bottom": 84},
        "legend": {"bottom": 0, "textStyle": LETTERS, "itemWidth": 14},
        "xAxis": {"type": "category", "data": [str(y) for y in chart.years], "axisLabel": LETTERS,
                  "axisTick": {"show": False}},
        "yAxis": value_axis(marks),
        "series": series,
    }  # fmt: skip


PLACES = {Place.HERE: "#2f7d5b", Place.MUNICIPALITY: "#c46a12", Place.ELSEWHERE: "#5f6b76", Place.ACCOUNT: "#1b6ca8"}


def sankey(flows: Flows, company: str) -> dict[str, Any]:
    """From who pays, through the company, to who is paid; each stream as wide as its amount."""

    def name(stream: Stream) -> str:
        return f"{stream.label}\n{euro(stream.amount, flows.language, significant=3)}"

    # Who pays and is paid stands at both sides: a trailing space tells the two apart without being seen.
    named = [(stream, name(stream) if stream.incoming else name(stream) + " ") for stream in flows.streams]

    def nodes(incoming: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = [
            {"name": text, "itemStyle": {"color": PLACES[stream.place]},
             "label": {"position": incoming if stream.incoming else "right"}}
            for stream, text in named
        ]  # fmt: skip
        # Its name above its bar, clear of the streams.
        return [*found, {"name": company, "itemStyle": {"color": INK}, "label": {"position": "top"}}]

    links = [
        {"source": text if stream.incoming else company, "target": company if stream.incoming else text,
         "value": round(stream.amount, 2), "lineStyle": {"color": PLACES[stream.place], "opacity": 0.35}}
        for stream, text in named
    ]  # fmt: skip
    option = {
        "animation": False,
        "series": [{
            "type": "sankey", "left": 150, "right": 150, "top": 24, "bottom": 32, "nodeGap": SANKEY_GAP,
            "draggable": False, "silent": True, "animation": False, "nodeAlign": "justify",
            "label": {**LETTERS, "lineHeight": 16, "width": 140, "overflow": "break"},
            "data": nodes("left"), "links": links,
        }],
    }  # fmt: skip
    # On a phone there is no room beside the bars of who pays: their names stand on the streams, with a white edge.
    small = {**LETTERS, "fontSize": 11, "lineHeight": 13, "width": 96, "textBorderColor": "#fff", "textBorderWidth": 2}
    narrow = {"series": [{"left": 8, "right": 106, "label": small, "data": nodes("right")}]}
    return {"baseOption": option, "media": [{"query": {"maxWidth": NARROW}, "option": narrow}]}


def sankey_height(flows: Flows) -> int:
    """Pixels in which the words of all streams find room under each other."""
    many = max(sum(stream.incoming == side for stream in flows.streams) for side in (True, False))
    return 200 + (SANKEY_GAP + 8) * many


def representation(who: Representation) -> dict[str, Any]:
    """For each group two bars from 1, as often as it lives there: among members, and among active members."""
    _ = translate(who.language)
    highest = max(2.0, float(np.nanmax([*who.members, *who.active, 1.0])))
    marks = ticks(0.0, highest, 4)
    names = list(reversed(who.groups))

    def bars(name: str, values: Any, colour: str) -> dict[str, Any]:
        return {
            "type": "bar", "name": name, "data": list(reversed(drawable(values))), "itemStyle": {"color": colour},
            "animation": False, "silent": True, "barGap": "10%",
        }  # fmt: skip

    lines = [
        {"xAxis": mark,
         "lineStyle": {"color": INK if mark == 1 else GRID, "type": "solid", "width": 2 if mark == 1 else 1},
         "label": {"position": "start", "formatter": number(mark, who.language, 1), **LETTERS}}
        for mark in sorted({*marks, 1.0})
    ]  # fmt: skip
    first = bars(_("members"), who.members, KINDS[0])
    first["markLine"] = {"symbol": "none", "silent": True, "animation": False, "data": lines}
    return {
        "animation": False,
        "legend": {"top": 0, "textStyle": LETTERS, "itemWidth": 14},
        "grid": {"left": 150, "right": 16, "top": 34, "bottom": 30},
        "xAxis": value_axis(marks),
        "yAxis": {"type": "category", "data": names, "axisLabel": LETTERS, "axisTick": {"show": False}},
        "series": [first, bars(_("active members"), who.active, KINDS[1])],
    }  # fmt: skip


def tornado(chart: Bars) -> dict[str, Any]:
    """For each doubt two bars from 0: the difference where it is low and where it is high, the most telling on top."""
    _ = translate(chart.language)
    low, high = chart.values
    ends = [0.0, *low, *high]
    marks = ticks(min(ends), max(ends), 3)

    def bars(name: str, values: Sequence[float], colour: str) -> dict[str, Any]:
        return {
            "type": "bar", "name": name, "stack": name, "data": list(reversed(drawable(values))), "silent": True,
            "itemStyle": {"color": colour}, "animation": False, "barGap": "-100%",
        }  # fmt: skip

    # On a phone there is room for three numbers.
    told = (marks[0], 0.0, marks[-1])
    lines = [
        {"xAxis": mark, "lineStyle": {"color": INK if mark == 0 else GRID, "type": "solid", "width": 1},
         "label": {"show": mark in told, "position": "start",
                   "formatter": signed(mark, chart.unit, chart.language), **LETTERS}}
        for mark in marks
    ]  # fmt: skip
    first = bars(_("where it is low"), low, KINDS[1])
    first["markLine"] = {"symbol": "none", "silent": True, "animation": False, "data": lines}
    return {
        "animation": False,
        "legend": {"top": 0, "textStyle": LETTERS, "itemWidth": 14},
        "grid": {"left": 156, "right": side(signed(marks[-1], chart.unit, chart.language)), "top": 34, "bottom": 30},
        "xAxis": value_axis(marks),
        "yAxis": {"type": "category", "data": list(reversed(chart.names)), "axisTick": {"show": False},
                  "axisLabel": {**LETTERS, "width": 148, "overflow": "break", "interval": 0, "fontSize": 12,
                                "lineHeight": 14}},
        "series": [first, bars(_("where it is high"), high, KINDS[0])],
    }  # fmt: skip


STATES = {CLOSED: ("#c3ccd4", "circle", 7), OPEN: ("#8a97a3", "circle", 9), MEMBER: (KINDS[0], "rect", 13),
          ACTIVE: (KINDS[1], "diamond", 19)}  # fmt: skip
"""Colour, shape and size of each state: told apart without colours too."""


def network(grown: Growth) -> dict[str, Any]:
    """People and whom they know, year by year, to be played."""
    labels = dict(grown.kinds)
    frames = []
    for state in grown.state:
        data = [
            {"name": str(k), "x": round(float(x) * 400, 1), "y": round(float(y) * 300, 1), "category": int(kind),
             "symbol": STATES[int(kind)][1], "symbolSize": STATES[int(kind)][2]}
            for k, ((x, y), kind) in enumerate(zip(grown.places, state, strict=True))
        ]  # fmt: skip
        frames.append({"series": [{"data": data}]})
    categories = [{"name": labels[kind], "itemStyle": {"color": STATES[kind][0]}} for kind in sorted(labels)]
    series = {
        "type": "graph", "layout": "none", "animation": False, "silent": True, "top": 46, "bottom": 70, "left": 20,
        "right": 20, "categories": categories, "preserveAspect": True,
        "links": [{"source": int(a), "target": int(b)} for a, b in grown.ties.tolist()],
        "lineStyle": {"color": "#d4dce3", "width": 1},
    }  # fmt: skip
    return {
        "baseOption": {
            "animation": False,
            "legend": {"top": 0, "textStyle": LETTERS, "data": [category["name"] for category in categories]},
            "timeline": {"axisType": "category", "data": list(grown.at), "bottom": 4, "playInterval": 1200,
                         "label": LETTERS, "currentIndex": 0, "loop": False},
            "series": [series],
        },
        "options": frames,
    }  # fmt: skip


def ticks(low: float, high: float, about: int = 5) -> list[float]:
    """Round values from below ``low`` to above ``high``, so many of them or a few more."""
    span = (high - low) or 1.0
    rough = span / about
    size = 10 ** math.floor(math.log10(rough))
    step = next(size * m for m in (1, 2, 2.5, 5, 10) if size * m >= rough)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [step * k for k in range(first, max(last, first + 1) + 1)]


def value_axis(marks: Sequence[float]) -> dict[str, Any]:
    """An axis from the first to the last mark without numbers of its own."""
    return {"type": "value", "min": marks[0], "max": marks[-1], "axisLabel": {"show": False},
            "splitLine": {"show": False}}  # fmt: skip


def side(last: str) -> int:
    """Pixels beside a chart for half of the last number under it, which stands in the middle below its line."""
    return max(34, 12 + 4 * len(last))


def _room(marks: Sequence[float], unit: str, to: Language) -> int:
    """Pixels for the longest of the numbers beside a value axis."""
    return max(48, 16 + 8 * max(len(in_unit(mark, unit, to)) for mark in marks))


def value_lines(marks: Sequence[float], unit: str, to: Language) -> dict[str, Any]:
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


DIGITS = 4
"""More of them cannot be seen in a chart."""


def drawable(values: Any) -> list[float | None]:
    """Values as a chart needs them: to so many digits of the largest, and None where there is none."""
    found = np.asarray(values, dtype=np.float64)
    there = np.isfinite(found)
    largest = float(np.abs(found[there]).max(initial=0.0))
    decimals = DIGITS - 1 - math.floor(math.log10(largest)) if largest > 0 else 0
    rounded = found.round(decimals)
    if not there.all():
        return [x if known else None for x, known in zip(rounded.tolist(), there.tolist(), strict=True)]
    # Whole numbers take less room without a point.
    plain: list[float | None] = (rounded if decimals > 0 else rounded.astype(np.int64)).tolist()
    return plain
