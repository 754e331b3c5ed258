"""The commands about doubt: what matters most, where it turns, what has to change, and what actual numbers say."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wijkbv_sim.cli import screen
from wijkbv_sim.cli.contents import FORMAT, plain, records
from wijkbv_sim.cli.failures import FileError, InputError, StoppedError
from wijkbv_sim.cli.running import Order, changed
from wijkbv_sim.language import translator
from wijkbv_sim.scenario.document import load

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.export.doubt_pages import Told
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

MOST_DIALS = 5
"""How many main dials may change where the user names none."""

_NUMBER = r"[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?"


def run_sensitivity(
    order: Order, of: str, method: str, paths: tuple[str, ...], base: int | None, *, second_order: bool, most: int
) -> None:
    """``wijkbv sensitivity``."""
    from wijkbv_sim.analysis.sensitivity import most_telling, most_telling_runs, runs_of, sensitivity
    from wijkbv_sim.export.doubt_pages import sensitivity_told

    scenario = _begun(order)
    _ = translator(order.language)
    if second_order and method != "sobol":
        raise InputError(_("--second-order belongs to --method sobol"))
    more = ["--of", of, "--method", method, *(w for p in paths for w in ("--path", p))]
    if method == "tornado" and not paths:
        base = base or 60
        with _working(order, scenario, most_telling_runs(scenario, most=most, base=base)) as options:
            found = most_telling(scenario, of, most=most, base=base, seed=order.seed, **options)
    else:
        base = base or {"tornado": 100, "morris": 20, "sobol": 256}[method]
        chosen = paths or None
        runs = runs_of(scenario, method, base, chosen, second_order=second_order)
        with _working(order, scenario, runs) as options:
            found = sensitivity(
                scenario, of, method=method, paths=chosen, base=base, second_order=second_order, seed=order.seed,
                **options,
            )  # fmt: skip
    more += ["--base", str(base), "--most", str(most), *(["--second-order"] if second_order else [])]
    told = sensitivity_told(found, scenario, order.language, most=most)
    tables = {"sensitivity": found.table} | ({} if found.second is None else {"second_order": found.second})
    content = {
        "of": found.measure, "method": method, "unit": found.unit, "runs": found.runs, "variance": found.variance,
        "factors": [
            {**row, "label": told.sections[0].charts[0].rows[k][0] if k < most else found.label(
                row["factor"], order.language)}
            for k, row in enumerate(records(found.table))
        ],
        "second_order": None if found.second is None else records(found.second),
    }  # fmt: skip
    _answer(order, scenario, "sensitivity", told, content, tables, more=more)


def run_break_even(  # noqa: PLR0917
    order: Order, vary: str, goals: tuple[str, ...], chance: str, between: str | None, rounds: int
) -> None:
    """``wijkbv breakeven``."""
    from wijkbv_sim.analysis.goals import POINTS, break_even
    from wijkbv_sim.export.doubt_pages import break_even_told

    scenario = _begun(order)
    share = _chance(chance, order.language)
    ends = None if between is None else _ends(between, "--between", order.language)
    with _working(order, scenario, POINTS * rounds * order.replicates) as options:
        found = break_even(
            scenario, vary, goals, chance=share, between=ends, futures=order.replicates, rounds=rounds,
            seed=order.seed, **options,
        )  # fmt: skip
    content = {
        "vary": found.path, "unit": found.unit, "targets": list(found.targets), "chance": found.chance,
        "value": found.value, "low": found.low, "high": found.high, "why": found.why, "rising": found.rising,
        "turning": found.turning, "futures": found.futures, "curve": records(found.curve),
    }  # fmt: skip
    more = ["--vary", vary, *_goal_words(goals, chance), "--rounds", str(rounds)]
    more += [] if between is None else ["--between", between]
    told = break_even_told(found, scenario, order.language)
    _answer(order, scenario, "breakeven", told, content, {"curve": found.curve}, more=more)


def run_rescue(  # noqa: PLR0917
    order: Order, goals: tuple[str, ...], dials: tuple[str, ...], chance: str, generations: int, population: int
) -> None:
    """``wijkbv rescue``."""
    from wijkbv_sim.analysis.search import rescue, rescue_runs
    from wijkbv_sim.export.doubt_pages import rescue_told

    scenario = _begun(order)
    share = _chance(chance, order.language)
    ranges = _ranges(scenario, dials, order.language)
    runs = rescue_runs(len(ranges), order.replicates, generations, population)
    with _working(order, scenario, runs) as options:
        found = rescue(
            scenario, ranges, goals, chance=share, futures=order.replicates, generations=generations,
            population=population, seed=order.seed, **options,
        )  # fmt: skip
    content = {
        "targets": list(found.targets), "chance": found.chance, "found": found.found,
        "chance_now": found.chance_now, "chance_then": found.chance_then, "chance_again": found.chance_again,
        "futures": found.futures, "again": found.again, "settings": found.tried, "changes": records(found.changes),
        "set": [f"{row['path']}={row['then']:.10g}" for row in found.changes.to_dict("records")],
    }  # fmt: skip
    more = [*_goal_words(goals, chance), *(w for d in dials for w in ("--dial", d)), "--generations", str(generations),
            "--population", str(population)]  # fmt: skip
    told = rescue_told(found, scenario, order.language)
    _answer(order, scenario, "rescue", told, content, {"changes": found.changes}, more=more)


def run_calibrate(order: Order, file: Path | None, paths: tuple[str, ...], rounds: int) -> None:
    """``wijkbv calibrate``."""
    from wijkbv_sim.analysis.calibration import actuals_of, calibrate, read_actuals
    from wijkbv_sim.export.doubt_pages import calibration_told

    scenario = _begun(order)
    actuals = actuals_of(scenario) if file is None else read_actuals(file, scenario)
    with _working(order, scenario, None) as options:
        found = calibrate(
            scenario, actuals, paths=paths or None, particles=order.replicates, rounds=rounds, seed=order.seed,
            **options,
        )  # fmt: skip
    with _working(order, scenario, found.design.rows, label=_forecast_label(order.language)) as options:
        forecast = found.forecast(books=False, **options)
    content = {
        "actuals": [{"variable": name, "year": year, "value": value} for (name, year), value in actuals.values.items()],
        "inside": found.inside, "runs": found.runs, "kept": found.design.rows, "distance": list(found.distance),
        "parameters": records(found.parameters), "fit": records(found.fit),
        "forecast": records(forecast.summary(order.language)),
    }  # fmt: skip
    if order.out is not None:
        _folder(order.out, order.language)
        found.design.write(order.out / "posterior.csv")
    more = [*([] if file is None else [file.name]), *(w for p in paths for w in ("--path", p)), "--rounds", str(rounds)]
    told = calibration_told(found, forecast, order.language)
    tables = {"parameters": found.parameters, "fit": found.fit}
    _answer(order, scenario, "calibrate", told, content, tables, more=more, futures="--particles")


def _forecast_label(language: Language) -> str:
    _ = translator(language)
    return _("forecast")


def _begun(order: Order) -> Scenario:
    """The scenario as it is asked for; a folder that cannot be is refused before the work."""
    scenario = changed(load(order.sources[0]), order)
    if order.out is not None and order.out.exists() and not order.out.is_dir():
        _ = translator(order.language)
        raise FileError(_("{path} is no folder").format(path=order.out))
    if not order.as_json:
        screen.console().print(screen.text(scenario.title.in_language(order.language), "bold"))
    return scenario


@contextmanager
def _working(order: Order, scenario: Scenario, runs: int | None, *, label: str = "") -> Iterator[dict[str, Any]]:
    """The options of a calculation of about ``runs`` futures, with its progress shown; Ctrl-C is told in words.

    Without ``runs`` the calculation tells its progress itself.
    """
    from wijkbv_sim.analysis.outcomes import in_rounds

    options: dict[str, Any] = {"executor": order.cluster or "auto", "workers": order.workers}
    bar: AbstractContextManager[Callable[[int, int], None] | None] = nullcontext()
    if not (order.quiet or order.as_json):
        bar = screen.progress(label or scenario.name, order.language)
    try:
        with bar as tell:
            if tell is not None:
                options["on_progress"] = tell if runs is None else in_rounds(tell, runs * scenario.time.months)
            yield options
    except KeyboardInterrupt:
        _ = translator(order.language)
        said = _("Interrupted: there is no answer, and nothing was written. Fewer futures or years take less time.")
        raise StoppedError(said) from None


def _answer(  # noqa: PLR0917
    order: Order, scenario: Scenario, name: str, told: Told, content: dict[str, Any], tables: dict[str, pd.DataFrame],
    *, more: Sequence[str], futures: str = "--replicates",
) -> None:  # fmt: skip
    """Write tables and report where they were asked for, and show the answer, or give it as JSON."""
    from wijkbv_sim.export.doubt_pages import write_told
    from wijkbv_sim.export.files import write_frame

    report = None
    if order.out is not None:
        _folder(order.out, order.language)
        for table, frame in tables.items():
            write_frame(frame, order.out, table)
        if order.report:
            command = _command(order, name, more, futures)
            report = write_told(told, order.out / f"{name}.html", scenario, order.seed, order.replicates, command,
                                order.language)  # fmt: skip
    if order.as_json:
        screen.document(plain({
            "format": FORMAT, "kind": name, "scenario": scenario.name,
            "title": scenario.title.in_language(order.language), "digest": scenario.digest, "seed": order.seed,
            "years": scenario.time.years, "language": order.language, "sentences": list(told.sentences), **content,
            "folder": None if order.out is None else str(order.out), "report": None if report is None else str(report),
        }))  # fmt: skip
        return
    screen.told(told, order.language)
    screen.written(order.out, report, order.language)


def _folder(folder: Path, language: Language) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        _ = translator(language)
        said = _("{folder}: cannot write results there ({error})").format(folder=folder, error=error.strerror)
        raise FileError(said) from error


def _command(order: Order, name: str, more: Sequence[str], futures: str) -> str:
    """The command that gives the same again."""
    import shlex

    words = shlex.split(order.command(name))
    at = words.index("--replicates")
    counted = [futures, words[at + 1]] if order.replicates else []
    # The file of actual numbers stands right after the scenario.
    place = 3 if more and not more[0].startswith("--") else at
    words[at : at + 2] = counted
    words[place:place] = more
    return shlex.join(words)


def _goal_words(goals: Sequence[str], chance: str) -> list[str]:
    return [*(word for goal in goals for word in ("--target", goal)), "--chance", chance]


def _chance(written: str, language: Language) -> float:
    """A chance such as 80% or 0.8."""
    _ = translator(language)
    found = re.fullmatch(rf"\s*({_NUMBER})\s*(%?)\s*", written)
    share = float(found[1]) / (100 if found[2] else 1) if found else -1.0
    if not 0 < share < 1:
        raise InputError(
            _("--chance {written}: expected a chance between 0 and 1, such as 80% or 0.8").format(written=written)
        )
    return share


def _ends(written: str, option: str, language: Language) -> tuple[float, float]:
    """A range such as 0:50000."""
    _ = translator(language)
    found = re.fullmatch(rf"\s*({_NUMBER})\s*:\s*({_NUMBER})\s*", written)
    if found is None:
        said = _("{option} {written}: expected a range, such as 0:50000")
        raise InputError(said.format(option=option, written=written))
    return float(found[1]), float(found[2])


def _ranges(scenario: Scenario, dials: tuple[str, ...], language: Language) -> dict[str, tuple[float, float]]:
    """How far each number may go: named with its range, by a dial, or by the main dials."""
    from wijkbv_sim.scenario.dials import DIALS, main_dials

    _ = translator(language)
    known = {dial.name: dial for dial in DIALS}
    found: dict[str, tuple[float, float]] = {}
    for written in dials:
        path, given, ends = written.partition("=")
        if given:
            found[path.strip()] = _ends(ends, f"--dial {path}", language)
        elif path not in known:
            said = _("--dial {written}: expected PATH=LOW:HIGH, or one of {known}")
            raise InputError(said.format(written=written, known=", ".join(known)))
        elif not known[path].numbers(scenario):
            said = _("the scenario {name} has nothing that the dial {dial} moves")
            raise InputError(said.format(name=scenario.name, dial=path))
        else:
            found |= known[path].ranges(scenario)
    if not dials:
        for dial in main_dials(scenario, MOST_DIALS):
            found |= dial.ranges(scenario)
    return found
