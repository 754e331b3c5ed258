"""Explore: turn a dial, see the futures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import dials, echarts, figures, take_away
from dashboard.desk import FIRST, WHOLE, Answer, DeskError
from dashboard.language import language, translate
from dashboard.shared import desk
from dashboard.study import begin, study
from wijkbv_sim.export.charts import FANS, fan, income_by_kind
from wijkbv_sim.language import number
from wijkbv_sim.results.changes import changes
from wijkbv_sim.scenario.dials import main_dials

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

POLL_SECONDS = 0.7
"""How often a screen looks whether the rest of its futures has come."""


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    st.title(work.now.title.in_language(to), anchor=False)
    try:
        with st.spinner(_("Calculating …")):
            answer = desk().answer(work.now)
    except DeskError:
        _no_answer(to)
        return
    figures.strip(answer.results, to)
    _history(to)
    # The answers first: on a phone, where columns stand under each other, they are above the dials then.
    left, right = st.columns([7, 5], gap="large")
    with left, st.container(key="answers"):
        _status(answer, to)
        figures.key_figures(answer.results, to)
        _what_changed(to)
    with right:
        st.header(_("Turn the dials"), anchor=False)
        for handle in main_dials(work.start):
            dials.show(handle, to)
    st.header(_("How it may go"), anchor=False)
    st.caption(
        _(
            "The thick line is the middle future. Half of all futures lie in the dark band, 90 of 100 in the light "
            "one. The thin lines are single futures: a low one, an ordinary one and a high one."
        )
    )
    drawings = [fan(answer.results, name, to) for name in FANS]
    drawings.insert(2, income_by_kind(answer.results, to))
    for k in range(0, len(drawings), 2):
        for column, chart in zip(st.columns(2, gap="large"), drawings[k : k + 2], strict=False):
            with column:
                echarts.show(chart, to, key=f"explore-{chart.name}", faded=not answer.refined)


def _status(answer: Answer, to: Language) -> None:
    """How many futures there are; while more are coming, it looks for them now and then."""
    _ = translate(to)
    if answer.refined:
        st.caption(_("Calculated in {futures} futures.").format(futures=number(answer.results.replicates, to)))
        return

    @st.fragment(run_every=POLL_SECONDS)
    def waiting() -> None:
        st.caption(
            _("First answer, from {first} futures. It is being refined to {whole} futures …").format(
                first=number(max(FIRST, answer.results.replicates), to), whole=number(WHOLE, to)
            )
        )
        if desk().refined(study().now):
            st.rerun(scope="app")

    waiting()


def _what_changed(to: Language) -> None:
    work = study()
    before = work.before
    if before is None:
        return
    try:
        first, second = desk().pair(before, work.now)
    except DeskError:
        return
    figures.what_changed(work.steps[work.at].told, changes(first, second, to), to)


def _history(to: Language) -> None:
    """Undo, redo, the list of changes, and back to the start."""
    _ = translate(to)
    work = study()
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Undo"), icon=":material/undo:", key="undo", disabled=work.at == 0, on_click=work.undo,
        )  # fmt: skip
        st.button(
            _("Redo"), icon=":material/redo:", key="redo", disabled=work.at == len(work.steps) - 1, on_click=work.redo,
        )  # fmt: skip
        with st.popover(_("My changes ({count})").format(count=work.at), icon=":material/list:"):
            for k, step in enumerate(work.steps):
                told = step.told or _("Start: {title}").format(title=step.scenario.title.in_language(to))
                st.button(
                    told, key=f"step-{k}", on_click=work.go_to, args=(k,), disabled=k == work.at, width="stretch",
                    type="secondary",
                )  # fmt: skip
        st.button(
            _("Back to the start"), icon=":material/restart_alt:", key="restart", disabled=work.at == 0,
            on_click=work.go_to, args=(0,),
        )  # fmt: skip
        with st.popover(_("Keep this one"), icon=":material/bookmark:"):
            name = st.text_input(_("Name"), max_chars=40, key="keep-name")
            if st.button(_("Keep"), key="keep", disabled=not name.strip()):
                if work.keep(name.strip()):
                    st.success(_("Kept. You find it under Compare."))
                else:
                    st.warning(_("There are four already. Take one away under Compare first."))
        with st.popover(_("Take away"), icon=":material/download:"):
            take_away.show(to)


def _no_answer(to: Language) -> None:
    _ = translate(to)
    st.error(
        _(
            "These futures could not be calculated. Undo your last change, or try again. If it goes on, somebody must "
            "look at the server."
        )
    )
    work = study()
    one, two, three = st.columns(3)
    if one.button(_("Undo"), disabled=work.at == 0):
        work.undo()
        st.rerun()
    if two.button(_("Try again")):
        st.rerun()
    if three.button(_("Begin again")):
        begin(work.start)
        st.rerun()
