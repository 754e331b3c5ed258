"""The commands that look at all bundled scenarios together: validate-model and cases."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.table import Table

from wijkbv_sim.cli import screen
from wijkbv_sim.cli.contents import FORMAT, plain
from wijkbv_sim.language import translator
from wijkbv_sim.scenario.files import replace

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language


def _progress(label: str, language: Language, quiet: bool) -> AbstractContextManager[Callable[[int, int], None] | None]:
    return nullcontext() if quiet else screen.progress(label, language)


def judge_model(
    replicates: int, seed: int, out: Path | None, language: Language, *, as_json: bool, quiet: bool
) -> None:
    """``wijkbv validate-model``."""
    from wijkbv_sim.analysis.validation import buildings, validate
    from wijkbv_sim.export.validation_page import COMMAND, figure, page

    _ = translator(language)
    with _progress("validate-model", language, quiet or as_json) as told:
        scenarios, verdicts = validate(None, replicates, seed, told)
    if out is not None:
        command = f"{COMMAND} --replicates {replicates} --seed {seed} --out {out.as_posix()}"
        replace(str(out), page(scenarios, verdicts, replicates, seed, command))
    shares = buildings(scenarios)
    if as_json:
        rows = [
            {
                "scenario": v.scenario, "pattern": v.pattern.name, "unit": v.pattern.unit, "low": v.pattern.low,
                "high": v.pattern.high, "p5": v.p5, "median": v.median, "p95": v.p95, "hit": v.hit,
                "given": v.pattern.given, "source": v.pattern.source, "address": v.pattern.address,
                "explanation": v.explanation,
            }
            for v in verdicts
        ]  # fmt: skip
        across = [
            {"pattern": s.name, "low": s.low, "high": s.high, "found": s.found, "hit": s.hit, "said": s.said}
            for s in shares
        ]
        screen.document(
            plain({"format": FORMAT, "replicates": replicates, "seed": seed, "verdicts": rows, "over_all": across})
        )
        return
    shown = screen.console()
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    for column in (_("Scenario"), _("Pattern"), _("Observed"), _("Model: middle and usual range"), ""):
        table.add_column(column, overflow="fold")
    for v in verdicts:
        unit = v.pattern.unit
        table.add_row(
            v.scenario,
            v.pattern.nl if language == "nl" else v.pattern.en,
            f"{figure(v.pattern.low, unit)} - {figure(v.pattern.high, unit)}",
            f"{figure(v.median, unit)} ({figure(v.p5, unit)} - {figure(v.p95, unit)})",
            _("hit") if v.hit else _("miss"),
        )
    for s in shares:
        table.add_row("", s.nl if language == "nl" else s.en, f"{figure(s.low, 'share')} - {figure(s.high, 'share')}",
                      figure(s.found, "share"), _("hit") if s.hit else _("miss"))  # fmt: skip
    shown.print(table)
    told_hits = _("{hits} of {all} hit: the middle value lies in the observed range.")
    shown.print(screen.text(told_hits.format(hits=sum(v.hit for v in verdicts), all=len(verdicts))))
    shown.print(screen.text(_("Sources, and why a pattern is missed, are in the page that --out writes (in English).")))
    screen.written(None, out, language)


def tell_cases(replicates: int, seed: int, out: Path | None, language: Language, *, quiet: bool) -> None:
    """``wijkbv cases``."""
    from wijkbv_sim.export.cases_page import answers_of, page
    from wijkbv_sim.scenario.library import families

    every = families()
    names = [name for base, variants in every for name in (base, *variants)]
    found = {}
    with _progress("cases", language, quiet) as told:
        for k, name in enumerate(names):
            found[name] = answers_of(name, replicates, seed)
            if told is not None:
                told(k + 1, len(names))
    text = page(every, found, replicates, seed)
    if out is None:
        print(text, end="")
        return
    replace(str(out), text)
    screen.written(None, out, language)
