"""The curve of a break-even on the screen: the chance at each value that was tried."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from dashboard.components.echarts import LETTERS, drawable, side, ticks, value_axis, value_lines
from wijkbv_sim.export.charts import BAND, GRID, INK, KINDS, in_unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wijkbv_sim.export.doubt_charts import Curve


def curve(chart: Curve) -> dict[str, Any]:
    """The chance at each value with its interval as a band, the chance that is wanted, and where it is reached."""
    across, up = ticks(min(chart.x), max(chart.x), 3), [0.0, 0.25, 0.5, 0.75, 1.0]
    lows, highs = np.asarray(chart.lows), np.asarray(chart.highs)

    def points(values: Sequence[float]) -> list[list[float | None]]:
        return [list(pair) for pair in zip(drawable(chart.x), drawable(values), strict=True)]

    under = {"type": "line", "stack": "band", "stackStrategy": "all", "symbol": "none", "silent": True,
             "lineStyle": {"opacity": 0}, "animation": False}  # fmt: skip
    # On a phone there is room for three numbers.
    told = (across[0], across[len(across) // 2], across[-1])
    lines = value_lines(up, "share", chart.language)
    lines["data"] += [
        {"xAxis": mark, "lineStyle": {"color": GRID, "type": "solid", "width": 1},
         "label": {"show": mark in told, "position": "start", "formatter": in_unit(mark, chart.unit, chart.language),
                   **LETTERS}}
        for mark in across
    ]  # fmt: skip
    sought = {"color": KINDS[1], "width": 2}
    lines["data"].append({"yAxis": chart.wanted, "lineStyle": {**sought, "type": "dashed"}, "label": {"show": False}})
    if np.isfinite(chart.value):
        lines["data"].append({"xAxis": chart.value, "lineStyle": {**sought, "type": "solid"}, "label": {"show": False}})
    return {
        "animation": False,
        "grid": {"left": 56, "right": side(in_unit(across[-1], chart.unit, chart.language)), "top": 14, "bottom": 34},
        "xAxis": {**value_axis(across), "axisTick": {"show": False}},
        "yAxis": {**value_axis(up), "axisTick": {"show": False}},
        "series": [
            {**under, "data": points(chart.lows)},
            {**under, "data": points((highs - lows).tolist()), "areaStyle": {"color": BAND, "opacity": 1}},
            {"type": "line", "symbol": "circle", "symbolSize": 7, "silent": True, "animation": False,
             "data": points(chart.chance), "itemStyle": {"color": INK}, "lineStyle": {"color": INK, "width": 3},
             "markLine": lines},
        ],
    }  # fmt: skip
