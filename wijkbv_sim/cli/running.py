"""The commands that simulate: run and compare."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.cli.failures import FileError, FuturesError, InputError, StoppedError
from wijkbv_sim.language import translator
from wijkbv_sim.scenario.checks import unknown_path
from wijkbv_sim.scenario.document import load, save
from wijkbv_sim.scenario.tree import parse

if TYPE_CHECKING:
    from wijkbv_sim.experiment.designs import Design
    from wijkbv_sim.experiment.run import Plan
    from wijkbv_sim.experiment.work import Failure
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

SHOWN_FAILURES = 10
SECONDS_AT_ONCE = 2.0
"""How long one chunk should take, so that Ctrl-C leaves what is done."""


@dataclass(frozen=True)
class Order:
    """What the user asked for."""

    sources: tuple[str, ...]
    replicates: int
    seed: int
    years: int | None
    changes: tuple[str, ...]
    out: Path | None
    workers: int | None
    language: Language
    as_json: bool
    report: bool
    quiet: bool
    cluster: str | None = None
    design: Path | None = None

    def command(self, name: str) -> str:
        """The command that gives the same again; of a file only the name, for a report is passed on."""
        import shlex

        words = [
            "wijkbv",
            name,
            *(Path(source).name for source in self.sources),
            "--replicates",
            str(self.replicates),
            "--seed",
            str(self.seed),
        ]
        if self.years is not None:
            words += ["--years", str(self.years)]
        for change in self.changes:
            words += ["--set", change]
        if self.design is not None:
            words += ["--design", self.design.name]
        return shlex.join(words)


def changed(scenario: Scenario, order: Order) -> Scenario:
    """The scenario with what the user wants otherwise. Raises ScenarioError or InputError."""
    _ = translator(order.language)
    document = scenario.model_dump(mode="json", exclude_unset=True)
    if order.years is not None:
        document.setdefault("time", {})["years"] = order.years
    for change in order.changes:
        path, given, value = change.partition("=")
        if not given or not path.strip():
            said = _("--set {change}: expected path=value, such as money.opening_cash=50000")
            raise InputError(said.format(change=change))
        _put(document, scenario, path.strip(), _value(value))
    return load(document) if order.changes or order.years is not None else scenario


def _value(written: str) -> Any:
    """A value as a document would write it: a number, true, a text, {triangular: [1, 2, 3]}."""
    return parse(f"value: {' '.join(written.split())}\n", "--set").plain().get("value")


def _put(document: Any, scenario: Scenario, path: str, value: Any) -> None:
    keys = path.split(".")
    if keys[0] == "timeline" and len(keys) > 4 and keys[2] in ("set", "add", "multiply"):
        keys[3:] = [".".join(keys[3:])]  # the keys of these are paths themselves
    known = {found for found, _quantity, _meta in scenario.quantities()}
    if not _has_place(scenario, keys[:-1]):
        raise _unknown(path, known)
    here = document
    for key in keys[:-1]:
        if isinstance(here, list):
            here = here[int(key)]
        elif isinstance(here, dict):
            here = here.setdefault(key, {})  # a section that the document leaves out
    last = keys[-1]
    if isinstance(here, list) and last.isdecimal() and int(last) < len(here):
        here[int(last)] = value
    elif isinstance(here, dict) and value is not None:
        here[last] = value
    elif not isinstance(here, dict) or here.pop(last, None) is None:
        raise _unknown(path, known)


def _has_place(scenario: Scenario, keys: list[str]) -> bool:
    """Whether the scenario has such a part: a slip in a name must not make a new contract."""
    here: Any = scenario
    for key in keys:
        if isinstance(here, dict):
            here = here.get(key)
        elif isinstance(here, tuple):
            here = here[int(key)] if key.isdecimal() and int(key) < len(here) else None
        else:
            here = getattr(here, key, None) if key in getattr(type(here), "model_fields", {}) else None
        if here is None:
            return False
    return True


def _unknown(path: str, known: set[str]) -> InputError:
    return InputError(f"--set {path}: {unknown_path(sorted(known), path)}")


def run_one(order: Order) -> None:
    """``wijkbv run``."""
    from wijkbv_sim.cli import screen

    given = load(order.sources[0])
    scenario = changed(given, order)
    design = None
    if order.design is not None:
        from wijkbv_sim.experiment.designs import read_design

        design = read_design(order.design, scenario)
        order = replace(order, replicates=design.rows)
    if not order.as_json:
        screen.heading(scenario, given, order)
    results = _simulated(scenario, order, order.out, design=design)
    from wijkbv_sim.cli.contents import run_content

    report = _reported(results, order) if order.report else None
    if order.as_json:
        screen.document(run_content(results, order.language, report))
    else:
        screen.answers(results, order.language)
        screen.written(results.folder, report, order.language)
    tell_failures(results.failures, results.folder, order.language)
    if not results.complete:
        raise StoppedError(_there_is(results, order.language))


def show_people(order: Order) -> None:
    """``wijkbv people``."""
    from wijkbv_sim import api

    found = api.fit(changed(load(order.sources[0]), order), order.seed)
    if order.as_json:
        from wijkbv_sim.cli.contents import people_content
        from wijkbv_sim.cli.screen import document

        document(people_content(found))
        return
    from wijkbv_sim.cli import screen

    screen.people(found, order.language)


def tell_failures(failures: Sequence[Failure], folder: Path | None, language: Language) -> None:
    """Say which futures ended in an error of the program. Raises FuturesError where some did."""
    if not failures:
        return
    _ = translator(language)
    said = _("{count} futures ended in an error of the program; the rest is done:").format(
        count=sum(failure.count for failure in failures)
    )
    lines = [said, *(f"  {failure.told()}" for failure in failures[:SHOWN_FAILURES])]
    if folder is not None:
        lines.append(_("All of them: {file}").format(file=folder / "failures.json"))
    raise FuturesError("\n".join(lines))


def _reported(results: Results, order: Order) -> Path | None:
    if order.out is None or results.replicates == 0:
        return None
    from wijkbv_sim.export.report import write_report

    path = order.out / "report.html"
    return write_report(results, path, order.language, command=order.command("run"))


def run_several(order: Order) -> None:
    """``wijkbv compare``."""
    from wijkbv_sim.cli import screen

    given = [load(source) for source in order.sources]
    scenarios = [changed(scenario, order) for scenario in given]
    _ = translator(order.language)
    if len({scenario.time.start for scenario in scenarios}) > 1:
        raise InputError(_("the scenarios do not begin in the same month; give --set time.start=2026-01"))
    if len({scenario.time.months for scenario in scenarios}) > 1:
        raise InputError(_("the scenarios do not last equally long; give --years"))
    runs: list[Results] = []
    for position, scenario in enumerate(scenarios, start=1):
        folder = None if order.out is None else order.out / f"{position}-{scenario.name}"
        done = _simulated(scenario, order, folder, f"{position}/{len(scenarios)} {scenario.name}")
        tell_failures(done.failures, done.folder, order.language)
        if not done.complete:
            raise StoppedError(_there_is(done, order.language))
        runs.append(done)
    from wijkbv_sim.cli.contents import compare_content
    from wijkbv_sim.results.comparison import Comparison

    comparison = Comparison(runs)
    report = None
    if order.report and order.out is not None:
        from wijkbv_sim.export.report import write_comparison

        path = order.out / "compare.html"
        report = write_comparison(comparison, path, order.language, command=order.command("compare"))
    if order.as_json:
        screen.document(compare_content(comparison, order.language, report))
    else:
        screen.differences(comparison, order.language)
        screen.written(order.out, report, order.language)


def export_books(folder: Path, file: Path, replicate: int | None, language: Language) -> None:
    """``wijkbv export``: the books of one future as a Beancount file."""
    from wijkbv_sim.experiment.store import StoreError
    from wijkbv_sim.export.beancount import write_beancount
    from wijkbv_sim.results.results import Results

    _ = translator(language)
    try:
        results = Results.open(folder)
    except StoreError:
        raise FileError(
            _("{folder}: expected a folder of results, as wijkbv run --out writes").format(folder=folder)
        ) from None
    if results.replicates == 0:
        raise FileError(_("{folder}: there is no finished future in it").format(folder=folder))
    if replicate is not None and replicate not in results.replicate:
        there = f"{results.replicate[0]}-{results.replicate[-1]}"
        said = _("there is no replicate {replicate} in {folder}: expected one of {there}")
        raise InputError(said.format(replicate=replicate, folder=folder, there=there))
    if "flow.bank" not in results.names():
        raise FileError(_("{folder}: the books were not kept in this run").format(folder=folder))
    written = write_beancount(results, file, future="typical" if replicate is None else replicate)
    print(_("Written: {file}").format(file=written))


def _simulated(
    scenario: Scenario, order: Order, folder: Path | None, label: str = "", *, design: Design | None = None
) -> Results:
    """Run it, with its progress shown; what is done is kept where the user presses Ctrl-C."""
    from wijkbv_sim.api import simulate
    from wijkbv_sim.experiment.run import Plan

    _ = translator(order.language)
    plan = Plan(scenario, order.replicates, order.seed, design=design)
    bar: AbstractContextManager[Callable[[int, int], None] | None] = nullcontext()
    if not (order.quiet or order.as_json):
        from wijkbv_sim.cli.screen import progress

        bar = progress(label or scenario.name, order.language)
    if folder is not None and folder.exists() and not folder.is_dir():
        raise FileError(_("{path} is no folder").format(path=folder))
    try:
        with bar as on_progress:
            results = simulate(
                scenario,
                order.replicates,
                order.seed,
                design=design,
                out=folder,
                executor=order.cluster or "auto",
                workers=order.workers,
                chunk_size=_chunk_size(plan, order),
                on_progress=on_progress,
            )
    except KeyboardInterrupt:
        raise StoppedError(_("Interrupted before one future was done; there are no results.")) from None
    if folder is not None:
        save(scenario, folder / "scenario.yaml")
    return results


def _chunk_size(plan: Plan, order: Order) -> int | None:
    """Small enough to keep most of a long run that is interrupted; None leaves it to the runner."""
    parts = math.ceil(plan.seconds / SECONDS_AT_ONCE)
    if order.workers not in (None, 1) or parts < 2:
        return None
    return max(1, min(plan.chunk_size(), math.ceil(order.replicates / parts)))


def _there_is(results: Results, language: Language) -> str:
    _ = translator(language)
    said = _("Interrupted: {there} of the {wanted} futures are done.").format(
        there=results.replicates, wanted=results.wanted
    )
    where = results.folder
    return said if where is None else said + " " + _("They are in {folder}.").format(folder=os.fspath(where))
