"""The country: a map of areas coloured by the chance of success, and the report of a sweep."""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from wijkbv_sim.analysis.sweep import SUCCESS
from wijkbv_sim.experiment.store import versions
from wijkbv_sim.export import charts
from wijkbv_sim.language import date_text, number, percent, quantity, translator

if TYPE_CHECKING:
    from pathlib import Path

    import pandas as pd

    from wijkbv_sim.analysis.sweep import Sweep
    from wijkbv_sim.scenario.parameter import Language

ROWS = 25
"""How many areas the report shows from the top and from the bottom; the whole table is in areas.csv."""

STEPS = ((0.0, 0.05), (0.05, 0.3), (0.3, 0.7), (0.7, 0.95), (0.95, 1.01))
"""The classes of the map: the bounds of the words for a chance."""

COLOURS = ("#440154", "#3b528b", "#21918c", "#5ec962", "#fde725")
"""Five steps of viridis: its lightness rises, so that the order is seen without colours too."""


@dataclass(frozen=True)
class Map:
    """Areas as points (metres of the national grid) with a chance each (areas,); missing chances are left out."""

    title: str
    alternative: str
    x: tuple[float, ...]
    y: tuple[float, ...]
    chance: tuple[float, ...]
    names: tuple[str, ...]
    language: Language


def chance_map(table: pd.DataFrame, language: Language) -> Map | None:
    """The map of a sweep's table; None where no area that was run has a place."""
    _ = translator(language)
    there = table[(table["futures"] > 0) & table["x"].notna() & table["y"].notna()]
    if there.empty:
        return None
    told = _("Map of {areas} areas, coloured by the chance that the company still exists and pays its way: ").format(
        areas=number(len(there), language)
    )
    counts = [((there[SUCCESS] >= low) & (there[SUCCESS] < high)).sum() for low, high in STEPS]
    told += "; ".join(
        f"{label}: {number(int(count), language)}" for label, count in zip(_labels(language), counts, strict=True)
    )
    return Map(
        _("Where does it pay its way?"), told + ".", tuple(map(float, there["x"])), tuple(map(float, there["y"])),
        tuple(map(float, there[SUCCESS])), tuple(map(str, there["name"])), language,
    )  # fmt: skip


def _labels(language: Language) -> list[str]:
    return [f"{percent(low, language)}–{percent(min(high, 1.0), language)}" for low, high in STEPS]


def vega_lite(chart: Map) -> dict[str, Any]:
    """The Vega-Lite specification of the map; both axes have the same scale."""
    _ = translator(chart.language)
    labels = _labels(chart.language)
    values = [
        {"x": round(x), "y": round(y), "class": labels[_step(c)], "name": name}
        for x, y, c, name in zip(chart.x, chart.y, chart.chance, chart.names, strict=True)
    ]
    margin = max(1_000.0, 0.05 * max(max(chart.x) - min(chart.x), max(chart.y) - min(chart.y)))
    left, right = min(chart.x) - margin, max(chart.x) + margin
    low, high = min(chart.y) - margin, max(chart.y) + margin
    width = 520
    height = max(200, min(900, round(width * (high - low) / (right - left))))
    size = max(6, min(200, 60_000 // len(values)))

    def axis(field: str, domain: tuple[float, float]) -> dict[str, Any]:
        scale = {"domain": list(domain), "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "axis": None, "scale": scale}

    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "padding": 4,
        "background": "#ffffff",
        "data": {"values": values},
        "mark": {"type": "circle", "opacity": 1, "size": size, "stroke": "#555555", "strokeWidth": 0.3},
        "encoding": {
            "x": axis("x", (left, right)),
            "y": axis("y", (low, high)),
            "color": {
                "field": "class", "type": "nominal", "title": _("chance that it pays its way"),
                "scale": {"domain": labels, "range": list(COLOURS)},
            },
        },
        "config": {
            "aria": False, "font": "Arial, Helvetica, sans-serif", "view": {"stroke": None, "fill": "#eef1f4"},
            "legend": {
                "labelFontSize": 14, "titleFontSize": 14, "orient": "bottom", "columns": 3, "symbolSize": 160,
                "symbolOpacity": 1, "titleLimit": 400,
            },
        },
    }  # fmt: skip


def _step(chance: float) -> int:
    return next(k for k, (low, high) in enumerate(STEPS) if low <= chance < high)


def write_sweep(sweep: Sweep, table: pd.DataFrame, language: Language = "nl") -> Path:
    """Write report.html, map.svg and map.png into the sweep's folder; returns the report."""
    from markupsafe import Markup

    from wijkbv_sim.export.report import write_page

    _ = translator(language)
    drawn = chance_map(table, language)
    picture = None
    if drawn is not None:
        import vl_convert

        text = charts.draw(vega_lite(drawn), language)
        _write(sweep.folder / "map.svg", text.encode())
        png = vl_convert.vegalite_to_png(vega_lite(drawn), vl_version=charts.VEGA_LITE, scale=2, allowed_base_urls=[])
        _write(sweep.folder / "map.png", png)
        picture = Markup(charts.inline(text, "map", drawn.alternative))
    ran = table[table["futures"] > 0]
    left_out = table[table["futures"] == 0]
    header = (
        _("Place"), _("Area"), _("Inhabitants"), _("Pays its way"), _("Still exists"), _("Members"), _("Own income"),
    )  # fmt: skip
    content = {
        "title": sweep.template.title.in_language(language),
        "counted": _(
            "{areas} areas with {people} inhabitants, {futures} calculated futures of {years} years each."
        ).format(
            areas=number(len(ran), language), people=number(float(ran["inhabitants"].sum()), language),
            futures=number(sweep.replicates, language), years=sweep.template.time.years,
        ),
        "picture": picture,
        "caption": "" if drawn is None else drawn.alternative,
        "header": header,
        "top": _cells(ran.head(ROWS), language),
        "bottom": _cells(ran.iloc[max(len(ran) - ROWS, ROWS):], language),
        "imputed": _(
            "In {count} areas one or more figures are not published; they were filled in from comparable areas, and "
            "the table says which."
        ).format(count=number(int((ran["imputed"] != "").sum()), language)),
        "left_out": [
            (str(reason), number(int(count), language)) for reason, count in left_out["left_out"].value_counts().items()
        ],
        "provenance": [
            (_("Template"), sweep.template.name, False), (_("Digest of the scenario"), sweep.template.digest, True),
            (_("Seed"), str(sweep.seed), False), (_("Number of futures"), number(sweep.replicates, language), False),
            (_("Versions"), ", ".join(f"{name} {version}" for name, version in versions().items()), False),
            (_("Made in"), date_text(f"{date.today():%Y-%m}", 1, language), False),
        ],
    }  # fmt: skip
    return write_page(sweep.folder / "report.html", "sweep.html.j2", content, language)


def _cells(rows: pd.DataFrame, language: Language) -> list[tuple[str, ...]]:
    return [
        (
            str(row["rank"]), f"{row['name']} ({row['code']})", number(row["inhabitants"], language),
            percent(row[SUCCESS], language), percent(row["alive"], language),
            number(row["members_end_median"], language),
            quantity(row["own_income_share_end_median"], "share", language),
        )
        for row in rows.to_dict("records")
    ]  # fmt: skip


def _write(path: Path, content: bytes) -> None:
    unfinished = path.with_name(path.name + ".unfinished")
    unfinished.write_bytes(content)
    os.replace(unfinished, path)
