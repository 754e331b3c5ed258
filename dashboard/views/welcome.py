"""Start: three doors, an example that is filled already, and a few questions to make it one's own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import figures
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.shared import desk
from dashboard.study import EXAMPLE, begin, study
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load, parse_text
from wijkbv_sim.scenario.errors import ScenarioError

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

EXPLORE = "verkennen"


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    st.title(_("Would a neighbourhood company work in your neighbourhood?"), anchor=False)
    st.markdown(
        _(
            "A neighbourhood company is owned by the people who live there. It earns money with work for the "
            "neighbourhood, with a building, with its own sales and with gifts. Here you try what happens: in hundreds "
            "of possible futures at once."
        )
    )
    doors = (
        (_("I start a company"), _("Is the plan sound? Does the account stay above zero?"), "founder"),
        (
            _("I work for a municipality"),
            _("What does it cost us, and what does the neighbourhood get for it?"),
            "officer",
        ),
        (_("I take part in a workshop"), _("Turn the dials together and see what happens."), "workshop"),
    )  # fmt: skip
    for column, (title, said, role) in zip(st.columns(3), doors, strict=True):
        with column, st.container(border=True, height="stretch"):
            st.header(title, anchor=False)
            st.markdown(said)
            if st.button(_("Go on"), key=f"door-{role}", width="stretch", type="primary"):
                st.session_state["role"] = role
                _go()
    st.header(_("The example that is open now"), anchor=False)
    _open_one(to)
    st.header(_("Open another"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _choose(to)
    with right:
        _upload(to)


def _open_one(to: Language) -> None:
    _ = translate(to)
    work = study()
    st.markdown(f"**{work.now.title.in_language(to)}**")
    if work.now.description:
        with st.expander(_("What is this about?")):
            st.text(work.now.description.in_language(to))
    try:
        figures.key_figures(desk().answer(work.now).results, to)
    except DeskError:
        st.warning(_("The futures of this example could not be calculated now."))
    if st.button(_("Turn the dials of this one"), key="explore-example"):
        _go()


def _choose(to: Language) -> None:
    _ = translate(to)
    titles = {b.name: (b.title_nl if to == "nl" else b.title_en) or b.name for b in library.describe()}
    names = list(titles)
    chosen = st.selectbox(
        _("An example"), names, index=names.index(EXAMPLE), format_func=lambda name: titles[name], key="example"
    )
    if st.button(_("Open this example"), key="open-example"):
        begin(load(chosen))
        _go()


def _upload(to: Language) -> None:
    _ = translate(to)
    file = st.file_uploader(_("A scenario of your own (YAML)"), type=["yaml", "yml"], key="upload")
    if file is None:
        return
    try:
        scenario = parse_text(file.getvalue(), file.name)
    except ScenarioError as error:
        st.error(_("This file cannot be used. What is wrong:"))
        st.code(error.text(to), language=None, wrap_lines=True)
        return
    st.success(scenario.title.in_language(to))
    if st.button(_("Open this file"), key="open-upload"):
        begin(scenario)
        _go()


def _go() -> None:
    from dashboard.views import explore

    st.switch_page(st.Page(explore.show, url_path=EXPLORE))
