"""Explore: turn a dial, see the futures."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import dials, echarts, figures, replay, status, take_away
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import begin, study
from dashboard.views import certainty
from wijkbv_sim.export.charts import FANS, fan, income_by_kind
from wijkbv_sim.results import trouble
from wijkbv_sim.scenario.dials import main_dials

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    # What needs no future is made while the first futures are calculated.
    desk().ask(work.now)
    st.title(plain(work.now.title.in_language(to)), anchor=False)
    top = st.container(key="top")
    above = st.container(horizontal=True, vertical_alignment="center", gap="small")
    # Beside each half of the dials stands an answer. On a phone, where all stands under each other, the key figures
    # are above the dials then, and the account is between them.
    handles = main_dials(work.start)
    half = (len(handles) + 1) // 2
    with st.container(key="turning"):
        answers = st.container(key="answers")
        # The dials are made before all else that can be pressed: who presses it would send their old places along.
        with st.container():
            st.header(_("Turn the dials"), anchor=False)
            for handle in handles[:half]:
                dials.show(handle, to)
        middle = st.container()
        with st.container():
            for handle in handles[half:]:
                dials.show(handle, to)
    with above:
        _history(to)
        replay.show(to)
    _more(to)
    heading = html.escape(_("How it may go"))
    explained = html.escape(
        _(
            "The thick line is the middle future. Half of all futures lie in the dark band, 90 of 100 in the light "
            "one. The thin lines are single futures: a low one, an ordinary one and a high one."
        )
    )
    st.html(f'<h2>{heading}</h2><p class="told">{explained}</p>')
    drawings = st.container(key="drawings")
    with top:
        try:
            with st.spinner(_("Calculating …")):
                answer = desk().answer(work.now)
        except DeskError:
            _no_answer(to)
            return
        figures.strip(answer.results, to)
    with answers:
        # What changed is told of the futures that there are of both.
        status.show(answer.results, to, also=[work.before])
        figures.key_figures(answer.results, to)
        figures.last_change(to)
        breaks = st.container() if trouble.in_trouble(answer.results) else None
    account, *others = (fan(answer.results, name, to) for name in FANS)
    with middle:
        echarts.show(account, to, key=f"explore-{account.name}", faded=not answer.refined, height=420)
    with drawings:
        for chart in (others[0], income_by_kind(answer.results, to), *others[1:]):
            echarts.show(chart, to, key=f"explore-{chart.name}", faded=not answer.refined)
    if answer.refined:
        desk().expect(work.now, dials.likely(handles, work))
    # Last, since it may have to wait for the books of one future; the rest of the page is there then.
    if breaks is not None:
        with breaks:
            figures.what_breaks(answer, to)
            st.page_link(
                st.Page(certainty.show, url_path="zekerheid"), label=_("Find out what has to change"),
                icon=":material/arrow_forward:",
            )  # fmt: skip


def _more(to: Language) -> None:
    """Every other number, in the four building blocks; made for who opens it."""
    from dashboard.views import build

    _ = translate(to)
    # A problem is told inside: it must be seen then.
    wrong = "build-problem" in st.session_state
    with st.expander(_("More settings"), icon=":material/tune:", key="settings-box", on_change="rerun") as opened:
        if opened.open or wrong:
            build.settings(to)


def _history(to: Language) -> None:
    """Undo, redo, the list of changes, the last one once more, and what is kept or taken away.

    What is behind a button is made for who presses it: all that is made costs every visitor's every touch.
    """
    _ = translate(to)
    work = study()
    st.button(
        _("Undo"), icon=":material/undo:", key="undo", disabled=work.at == 0, on_click=work.undo,
    )  # fmt: skip
    st.button(
        _("Redo"), icon=":material/redo:", key="redo", disabled=work.at == len(work.steps) - 1, on_click=work.redo,
    )  # fmt: skip
    many = _("My changes ({count})").format(count=work.at)
    with st.popover(many, icon=":material/list:", key="changes", on_change="rerun") as opened:
        if opened.open:
            _steps(to)
    st.button(
        _("Back to the start"), icon=":material/restart_alt:", key="restart", disabled=work.at == 0,
        on_click=work.go_to, args=(0,),
    )  # fmt: skip
    replay.button(to)
    with st.popover(_("Keep this one"), icon=":material/bookmark:", key="keep-box", on_change="rerun") as opened:
        if opened.open:
            _keep(to)
    with st.popover(_("Take away"), icon=":material/download:", key="take-away", on_change="rerun") as opened:
        if opened.open:
            take_away.show(to)


def _steps(to: Language) -> None:
    """The list of changes; pressed, one goes back to what it was then."""
    _ = translate(to)
    work = study()
    for k, step in enumerate(work.steps):
        told = step.said(to) or _("Start: {title}").format(title=step.scenario.title.in_language(to))
        st.button(
            plain(told), key=f"step-{k}", on_click=work.go_to, args=(k,), disabled=k == work.at, width="stretch",
            type="secondary",
        )  # fmt: skip


def _keep(to: Language) -> None:
    _ = translate(to)
    work = study()
    name = st.text_input(_("Name"), max_chars=40, key="keep-name")
    if st.button(_("Keep"), key="keep", disabled=not name.strip()):
        replaced = name.strip() in work.kept
        if work.keep(name.strip()) and replaced:
            st.success(_("Kept, in the place of what had this name."))
        elif work.keep(name.strip()):
            st.success(_("Kept. You find it under Compare."))
        else:
            st.warning(_("There are four already. Take one away under Compare first."))


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
