"""Many areas at once: a table of published figures, a row for each area.

Cells that are missing or suppressed are filled in from comparable areas of the same table and flagged; areas of which
too little is known or where too few people live are left out, with the reason.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.area import AGE_GROUPS, MAX_RESIDENTS

FEWEST = 200
"""Areas with fewer inhabitants are left out: published shares are suppressed there, and no company would begin."""

SHARES = ("owner_occupied", "income_low", "income_high", "higher_education", "employment_rate")
COLUMNS: dict[str, tuple[str, ...]] = {
    "code": ("code", "Codering_3", "gwb_code"),
    "name": ("name", "naam", "regio"),
    "inhabitants": ("inhabitants", "population", "inwoners", "AantalInwoners_5", "a_inw"),
    "age_0_14": ("age_0_14", "pop_0_14"),
    "age_15_24": ("age_15_24", "pop_15_24"),
    "age_25_44": ("age_25_44", "pop_25_44"),
    "age_45_64": ("age_45_64", "pop_45_64"),
    "age_65_plus": ("age_65_plus", "pop_65plus"),
    "owner_occupied": ("owner_occupied", "dwelling_ownership"),
    "income_low": ("income_low",),
    "income_high": ("income_high",),
    "higher_education": ("higher_education", "edu_appl_sci"),
    "employment_rate": ("employment_rate",),
    "province": ("province", "provincie"),
    "urbanity": ("urbanity", "stedelijkheid"),
    "x": ("x", "rd_x"),
    "y": ("y", "rd_y"),
}
"""What is read, and under which names a table may have it."""

NEEDED = ("code", "name", "inhabitants")


class AreasError(ValueError):
    """A table of areas that cannot be read; the message says which file, line and column."""


@dataclass(frozen=True)
class AreaRow:
    """One area: ``area`` is what a scenario's section of that name takes; ``imputed`` says of each figure that was
    filled in where from; ``left_out`` is the reason where the area is left out, else "".
    """

    code: str
    name: str
    area: dict[str, Any]
    province: str = ""
    urbanity: str = ""
    x: float | None = None
    y: float | None = None
    imputed: dict[str, str] = field(default_factory=dict)
    left_out: str = ""


def read_areas(path: str | Path, columns: Mapping[str, str] | None = None) -> list[AreaRow]:
    """The areas of a CSV file with a header; comma or semicolon between columns, shares in percent.

    ``columns`` maps what is read (see COLUMNS) to the table's own name for it. Raises AreasError for a table that
    lacks a needed column or holds something else than a number, and OSError where there is no such file.
    """
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise AreasError(f"{path}: expected a text in UTF-8") from None
    lines = text.splitlines()
    if not lines:
        raise AreasError(f"{path}: the file is empty")
    reader = csv.DictReader(lines, delimiter=";" if lines[0].count(";") > lines[0].count(",") else ",")
    header = [name.strip() for name in reader.fieldnames or ()]
    reader.fieldnames = header
    found = _found(path, header, dict(columns or {}))
    raw = [_read(path, reader.line_num, row, found) for row in reader]
    if not raw:
        raise AreasError(f"{path}: there is a header and no area")
    codes: dict[str, int] = {}
    for number, row in enumerate(raw, start=2):
        if not row["code"]:
            raise AreasError(f"{path}, line {number}: an area without a code")
        if row["code"] in codes:
            raise AreasError(f"{path}, line {number}: {row['code']} is on line {codes[row['code']]} already")
        codes[row["code"]] = number
    return _completed(raw)


def _found(path: Path, header: Sequence[str], given: dict[str, str]) -> dict[str, str]:
    for what, name in given.items():
        if what not in COLUMNS:
            raise AreasError(f"there is no {what} to read: choose one of {', '.join(COLUMNS)}")
        if name not in header:
            raise AreasError(f"{path}: there is no column {name} (for {what}); there are {', '.join(header)}")
    found = {what: next((n for n in names if n in header), "") for what, names in COLUMNS.items()} | given
    missing = [what for what in NEEDED if not found[what]]
    if missing:
        expected = "; ".join(f"{what} as {' or '.join(COLUMNS[what])}" for what in missing)
        raise AreasError(f"{path}: missing columns: {expected}. There are: {', '.join(header)[:200]}")
    return {what: name for what, name in found.items() if name}


def _read(path: Path, line: int, row: dict[str, str], found: dict[str, str]) -> dict[str, Any]:
    read: dict[str, Any] = {}
    for what, name in found.items():
        cell = (row.get(name) or "").strip()
        read[what] = cell
        if what in ("code", "name", "province", "urbanity"):
            continue
        if cell in ("", ".", "NA", "x", "-99997", "-99995", "-99999"):
            read[what] = None
            continue
        try:
            value = float(cell.replace(",", "."))
        except ValueError:
            raise AreasError(f"{path}, line {line}, column {name}: expected a number, not {cell[:40]!r}") from None
        if what in (*AGE_GROUPS, *SHARES) and not 0 <= value <= 100:
            raise AreasError(f"{path}, line {line}, column {name}: expected a percentage from 0 to 100, not {cell}")
        read[what] = value
    return read


def _completed(raw: list[dict[str, Any]]) -> list[AreaRow]:
    averages = _Averages(raw)
    return [_row(row, averages) for row in raw]


def _row(row: dict[str, Any], averages: _Averages) -> AreaRow:
    inhabitants = row["inhabitants"]
    name = row["name"] or row["code"]
    area: dict[str, Any] = {"name": name[:200], "codes": [row["code"]]}
    imputed: dict[str, str] = {}
    reason = ""
    if inhabitants is None:
        reason = "the number of inhabitants is not published"
    elif inhabitants < FEWEST:
        reason = f"fewer than {FEWEST} inhabitants"
    elif inhabitants > MAX_RESIDENTS:
        reason = f"more than {MAX_RESIDENTS} inhabitants"
    else:
        area["inhabitants"] = round(inhabitants)
        for group in (AGE_GROUPS, *((share,) for share in SHARES)):
            values, source = averages.of(row, group)
            area |= values
            if source:
                imputed |= dict.fromkeys(group, source)
        ages = [area[age] for age in AGE_GROUPS if age in area]
        if ages and not 97 <= sum(ages) <= 103:
            reason = f"the five age groups add up to {sum(ages):g}%"
        low, high = area.get("income_low"), area.get("income_high")
        if low is not None and high is not None and low + high > 100:
            if "income_high" in imputed:
                area["income_high"] = 100 - low
            elif "income_low" in imputed:
                area["income_low"] = 100 - high
            else:
                reason = f"low and high incomes add up to {low + high:g}%"
        _fit_education(area)
    return AreaRow(
        row["code"], name, area, row.get("province") or "", row.get("urbanity") or "", row.get("x"), row.get("y"),
        imputed, reason,
    )  # fmt: skip


def _fit_education(area: dict[str, Any]) -> None:
    """What a table does not hold: lower education falls as higher education rises, about as in the country."""
    higher = area.get("higher_education")
    if higher is not None:
        # The country has 29 % and 31 %: what has no degree is shared out in the same proportion.
        area["lower_education"] = round((100 - higher) * 29 / 69, 1)


class _Averages:
    """What comparable areas have: means weighted by inhabitants."""

    LEVELS: tuple[tuple[str, Callable[[dict[str, Any]], str]], ...] = (
        (N_("municipality"), lambda row: row["code"][2:6] if row["code"].startswith("WK") else ""),
        (N_("province and urbanity"), lambda r: f"{r['province']}|{r['urbanity']}" if r.get("urbanity") else ""),
        (N_("urbanity"), lambda row: row.get("urbanity") or ""),
        (N_("the whole table"), lambda row: "all"),
    )

    def __init__(self, raw: list[dict[str, Any]]) -> None:
        self._sums: dict[tuple[str, str, str], list[float]] = {}
        for row in raw:
            people = row["inhabitants"] or 0
            if people < FEWEST:
                continue
            for what in (*AGE_GROUPS, *SHARES):
                if row.get(what) is None:
                    continue
                for level, key in self.LEVELS:
                    if key(row):
                        total = self._sums.setdefault((level, key(row), what), [0.0, 0.0])
                        total[0] += people * row[what]
                        total[1] += people

    def of(self, row: dict[str, Any], group: Sequence[str]) -> tuple[dict[str, float], str]:
        """A group of figures that belong together, and where they come from: "" is the area itself."""
        if all(row.get(what) is not None for what in group):
            return {what: row[what] for what in group}, ""
        for level, key in self.LEVELS:
            totals = [self._sums.get((level, key(row), what)) for what in group]
            if key(row) and all(totals):
                return {w: round(t[0] / t[1], 1) for w, t in zip(group, totals, strict=True) if t}, level
        return {}, N_("the Netherlands")  # the schema's own value
