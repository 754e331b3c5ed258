"""Certainty: the chance of what one wants, what setbacks do, which doubts matter most, and where it turns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import streamlit as st

from dashboard.components import echarts, wishes
from dashboard.components.curve import curve
from dashboard.components.dials import in_words
from dashboard.components.kept import set_back
from dashboard.components.waiting import drop_outdated, long_work
from dashboard.language import language, translate
from dashboard.pieces import SEED, WHOLE
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.export.certainty import (
    Seen,
    break_even_sentences,
    moving_along,
    rescue_as_seen,
    stress_table,
    what_matters,
)
from wijkbv_sim.export.doubt_pages import break_even_curve
from wijkbv_sim.export.words import names
from wijkbv_sim.language import capital, percent
from wijkbv_sim.results.comparison import Comparison
from wijkbv_sim.results.targets import chances, measure, targets
from wijkbv_sim.scenario.dials import main_dials
from wijkbv_sim.scenario.stress import STRESSES, stressed

if TYPE_CHECKING:
    from dashboard.desk import Desk
    from dashboard.task import Task
    from wijkbv_sim.analysis.search import Rescue
    from wijkbv_sim.results.targets import Target
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

About: TypeAlias = dict[str, tuple[Any, ...]]
"""What each piece of long work is about, by its key."""

OUTCOMES = ("cash_end", "lowest_cash", "members_end", "pays_its_way")
"""Of which outcomes the screen can tell what matters most: those that every future has."""

PIECE = 20
"""Futures of a piece of long work: small, so that who turns a dial meanwhile does not wait for it."""

FUTURES, ROUNDS = 100, 4
"""Futures of each value that a break-even tries, and its rounds."""

SEARCH: dict[str, int] = {"futures": 40, "generations": 8, "population": 20}
MOST_DIALS = 4

CHANCES = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95)
CHANCE = 0.8


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    scenario = study().now
    st.title(_("Certainty"), anchor=False)
    st.markdown(
        _(
            "Nobody knows how it will go. Here you see how large the chance is of what you want, what setbacks do, "
            "and which doubts matter most."
        )
    )
    wanted = wishes.show(scenario, to)
    about = _about(scenario, wanted)
    if wanted is not None:
        drop_outdated(about, to)
    _setbacks(scenario, about, to)
    _what_matters(scenario, about, to)
    if wanted:
        _turning_point(scenario, wanted, about, to)
        _rescue(scenario, wanted, about, to)


def _about(scenario: Scenario, wanted: list[Target] | None) -> About:
    """What each piece of long work would be about now, with what was chosen for it set back.

    Known before any of it is drawn: work that goes on about something else would hold up the others.
    """
    start, ranges, now = study().start.digest, list(_ranges(scenario)), scenario.digest
    about: About = {
        "setbacks": (now,),
        "tornado": (now, set_back("tornado-of", OUTCOMES, OUTCOMES[0])),
    }
    goals = tuple(map(str, wanted or ()))
    number = set_back("turn-number", ranges, ranges[0] if ranges else None, start)
    about["turn"] = (now, number, set_back("turn-chance", CHANCES, CHANCE), goals)
    chosen = set_back("rescue-numbers", ranges, ranges[:3], start)
    about["rescue"] = (now, tuple(chosen), set_back("rescue-chance", CHANCES, CHANCE), goals)
    return about


def _setbacks(scenario: Scenario, about: About, to: Language) -> None:
    _ = translate(to)
    st.header(_("Can it take a setback?"), anchor=False)
    st.markdown(
        _(
            "Each setback is put beside the scenario as it is, with the same luck in each future. So the difference "
            "comes from the setback alone."
        )
    )
    at = desk()

    def work(task: Task) -> Comparison:
        hit = stressed(scenario)
        answers = [at.whole(scenario)]
        for k, each in enumerate(hit.values(), 1):
            task.told(k / (len(hit) + 1))
            answers.append(at.whole(each))
        return Comparison(answers, names=[scenario.name, *hit])

    found = long_work("setbacks", _("Calculate the setbacks"), about["setbacks"], work, to)
    if found is None:
        return
    table = stress_table(found, to)
    st.markdown(
        _(
            "Between brackets stands how much a setback changes: the difference with the scenario as it is, future by "
            "future, and of those differences the middle one."
        )
    )
    echarts.table(table.header, table.rows, stacked=True)
    left_out = [each.label(to) for each in STRESSES if each.name not in found.names]
    if left_out:
        st.caption(_("This cannot happen in this scenario: {setbacks}.").format(setbacks="; ".join(left_out)))


def _what_matters(scenario: Scenario, about: About, to: Language) -> None:
    _ = translate(to)
    st.header(_("What makes the most difference?"), anchor=False)
    st.markdown(
        _(
            "Many numbers are uncertain. One by one they are put low and high, while the others stay in the middle. "
            "The ten that make the most difference are shown. It is worth finding out more about those first."
        )
    )
    labels = {name: measure(name).label(to) for name in OUTCOMES}
    of = st.selectbox(
        _("Difference to what?"), OUTCOMES, key="tornado-of",
        format_func=lambda name: labels[name][:1].upper() + labels[name][1:],
    )  # fmt: skip
    at = desk()

    def work(task: Task) -> Any:
        from wijkbv_sim.analysis.sensitivity import most_telling, most_telling_runs

        expected = most_telling_runs(scenario) * scenario.time.months
        return most_telling(scenario, of, **_by(at, task, expected))

    found = long_work("tornado", _("Find out what matters"), about["tornado"], work, to)
    if found is None:
        return
    chart = what_matters(found, scenario, labels[of], to)
    st.markdown(f"### {chart.title}")
    st.echarts_chart(
        echarts.tornado(chart), theme=None, key="tornado", alt=chart.alternative, renderer="svg", height=660
    )
    st.caption(plain(chart.alternative))
    along = moving_along(found, scenario, to)
    if along:
        st.caption(
            _(
                "A plus with a number, such as (+5), means: together with 5 numbers that go with it. They move at the "
                "same time. Under the numbers you see which."
            )
        )
    with st.expander(_("The numbers: {title}").format(title=chart.title)):
        echarts.table(chart.header, chart.rows)
        if along:
            echarts.table((_("Doubt"), _("moves together with")), along, words=frozenset({1}))


def _turning_point(scenario: Scenario, wanted: list[Target], about: About, to: Language) -> None:
    _ = translate(to)
    st.header(_("Where does it turn?"), anchor=False)
    st.markdown(
        _(
            "Choose one number. You see from which value on, or up to which value, all targets above are met with "
            "the chance that you want."
        )
    )
    ranges = _ranges(scenario)
    called = names(scenario, to)
    left, right = st.columns(2, gap="large")
    path = left.selectbox(
        _("Which number?"), list(ranges), key="turn-number", format_func=lambda p: capital(called[p]),
        placeholder=_("none"),
    )  # fmt: skip
    chance = right.select_slider(
        _("With which chance?"), CHANCES, key="turn-chance", format_func=lambda x: percent(x, to)
    )
    at = desk()
    goals = tuple(map(str, wanted))

    def work(task: Task) -> Any:
        from wijkbv_sim.analysis.goals import POINTS, break_even

        expected = POINTS * ROUNDS * FUTURES * scenario.time.months
        return break_even(
            scenario, path, goals, chance=chance, between=ranges[path], futures=FUTURES, rounds=ROUNDS,
            **_by(at, task, expected),
        )  # fmt: skip

    found = long_work("turn", _("Find where it turns"), about["turn"], work, to)
    if found is None:
        return
    for sentence in break_even_sentences(found, scenario, to):
        st.markdown(f"**{plain(sentence)}**")
    chart = break_even_curve(found, scenario, to)
    st.markdown(f"### {plain(chart.title)}")
    st.caption(
        _(
            "The line is the chance at each value that was tried, the band its 90% interval. The dashed line is the "
            "chance that you want."
        )
    )
    st.echarts_chart(curve(chart), theme=None, key="turn-curve", alt=chart.alternative, renderer="svg", height=300)
    with st.expander(_("The chance at each value that was tried")):
        unit = scenario.parameter(path)[1].unit
        rows = [(in_words(value, unit, to), *rest) for value, (_told, *rest) in zip(chart.x, chart.rows, strict=True)]
        echarts.table(chart.header, rows)


def _rescue(scenario: Scenario, wanted: list[Target], about: About, to: Language) -> None:
    _ = translate(to)
    st.header(_("What has to change?"), anchor=False)
    st.markdown(
        _(
            "Choose what may change. The program looks for the smallest change with which all targets above are met "
            "with the chance that you want. This takes some minutes."
        )
    )
    ranges = _ranges(scenario)
    called = names(scenario, to)
    left, right = st.columns(2, gap="large")
    chosen = left.multiselect(
        _("What may change? Four at most."), list(ranges), max_selections=MOST_DIALS,
        key="rescue-numbers", format_func=lambda p: capital(called[p]), placeholder=_("Choose"),
    )  # fmt: skip
    chance = right.select_slider(
        _("With which chance do you want it?"), CHANCES, key="rescue-chance", format_func=lambda x: percent(x, to)
    )
    if not chosen:
        return
    at = desk()
    goals = tuple(map(str, wanted))

    def work(task: Task) -> tuple[Rescue | None, Seen]:
        from wijkbv_sim.analysis.outcomes import evaluator
        from wijkbv_sim.analysis.search import rescue
        from wijkbv_sim.experiment.designs import settings

        results = at.whole(scenario)
        before = float(chances(results, goals)["chance"].iloc[-1])
        if before >= chance:
            return None, Seen(before, before, WHOLE)
        runs = SEARCH["futures"] * SEARCH["population"] * (SEARCH["generations"] + 2) + 2 * WHOLE
        by = _by(at, task, runs * scenario.time.months)
        found = rescue(scenario, {path: ranges[path] for path in chosen}, goals, chance=chance, **SEARCH, **by)
        after = before
        if len(found.changes):
            # Picked as the best in the futures of the search, it looks better there than it is.
            then = {row["path"]: np.array([row["then"]]) for row in found.changes.to_dict("records")}
            met = evaluator(scenario, targets(goals), **by)(settings(scenario, then, WHOLE))
            after = float(met.min(axis=1).mean())
        return found, Seen(before, after, WHOLE)

    found = long_work("rescue", _("Find the smallest change"), about["rescue"], work, to)
    if found is None:
        return
    head, *changes = rescue_as_seen(*found, scenario, chance, to)
    st.markdown(f"**{plain(head)}**")
    if changes:
        st.markdown("\n".join(f"- {plain(change)}" for change in changes))


def _by(at: Desk, task: Task, expected: int) -> dict[str, Any]:
    """By whom and how long work is done: ``expected`` is the work in months of futures."""
    return {"executor": at.errands(), "chunk_size": PIECE, "on_progress": task.rounds(expected), "seed": SEED}


def _ranges(scenario: Scenario) -> dict[str, tuple[float, float]]:
    """The numbers of the main dials, and how far each can go."""
    return {path: ends for dial in main_dials(scenario) for path, ends in dial.ranges(scenario).items()}
