"""Start: three doors, an example that is filled already, and a few questions to make it one's own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import figures, questions, status
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import EXAMPLE, begin, study
from dashboard.views import municipality
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load, parse_text
from wijkbv_sim.scenario.errors import ScenarioError

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

FOUNDER, OFFICER, WORKSHOP = "founder", "officer", "workshop"


@dataclass(frozen=True)
class Door:
    """A way in: who it is for, what that person wants to know, and what its button says."""

    role: str
    title: str
    said: str
    button: str


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
    for column, door in zip(st.columns(3), _doors(to), strict=True):
        with column, st.container(border=True, height="stretch", key=f"door-box-{door.role}"):
            st.header(door.title, anchor=False)
            st.markdown(door.said)
            if st.button(door.button, key=f"door-{door.role}", width="stretch", type="primary"):
                _through(door.role)
            if door.role == OFFICER and st.button(_("Answer five questions first"), key="door-ask", type="tertiary"):
                st.session_state["role"] = OFFICER
                st.rerun()
    if st.session_state.get("role") in (FOUNDER, OFFICER):
        _ask(to)
    st.header(_("The example that is open now"), anchor=False)
    _open_one(to)
    st.header(_("Open another"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        _choose(to)
    with right:
        _upload(to)


def _through(role: str) -> None:
    """Where a door leads: to the questions, to what a municipality can do, or to the workshop."""
    if role == OFFICER:
        municipality.with_something_to_decide()
        _to("municipality")
    if role == WORKSHOP:
        _to("workshop")
    st.session_state["role"] = role
    st.rerun()


def _doors(to: Language) -> tuple[Door, ...]:
    _ = translate(to)
    return (
        Door(
            FOUNDER, _("I start a company"), _("Is the plan sound? Does the account stay above zero?"),
            _("Answer five questions"),
        ),
        Door(
            OFFICER, _("I work for a municipality"),
            _("Keep, sell, let or hand over a building? What does it cost us, and what does the neighbourhood get?"),
            _("See it in an example"),
        ),
        Door(
            WORKSHOP, _("I take part in a workshop"),
            _("You get a role and four dials. Turn them and tell the others what you see."), _("Choose a role"),
        ),
    )  # fmt: skip


def _ask(to: Language) -> None:
    """The five questions, for who starts a company or judges one."""
    _ = translate(to)
    with st.container(border=True, key="questions"):
        st.header(_("Five questions"), anchor=False)
        if st.session_state["role"] == OFFICER:
            st.markdown(_("Answer for the company that has come to you. You can change everything later."))
        else:
            st.markdown(_("Guess where you do not know. You can change everything later."))
        after = partial(_to, "municipality" if st.session_state["role"] == OFFICER else "explore")
        questions.show(to, after)
        if st.button(_("Skip the questions"), key="ask-skip", type="tertiary"):
            after()


def _open_one(to: Language) -> None:
    _ = translate(to)
    work = study()
    st.markdown(f"**{plain(work.now.title.in_language(to))}**")
    if work.now.description:
        with st.expander(_("What is this about?")):
            st.text(work.now.description.in_language(to))
    try:
        answer = desk().answer(work.now)
        status.show(answer.results, to)
        figures.key_figures(answer.results, to)
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
    _own_words(_("Choose a file"), _("At most 1 MB, YAML"))
    file = st.file_uploader(_("A scenario of your own (YAML)"), type=["yaml", "yml"], key="upload")
    if file is None:
        return
    try:
        scenario = parse_text(file.getvalue(), file.name)
    except ScenarioError as error:
        st.error(_("This file cannot be used. What is wrong:"))
        st.code(error.text(to), language=None, wrap_lines=True)
        return
    st.success(plain(scenario.title.in_language(to)))
    if st.button(_("Open this file"), key="open-upload"):
        begin(scenario)
        _go()


def _own_words(button: str, limit: str) -> None:
    """Streamlit's file chooser speaks English only: its words make room for ours, seen and heard."""
    place = '[data-testid="stFileUploaderDropzone"]'
    words = f"{place} button [data-testid=stMarkdownContainer]"
    below = f'{place} [data-testid="stFileUploaderDropzoneInstructions"]'
    st.html(
        f"<style>{below} > * {{display: none !important}}"
        # Not taken away but out of sight: what has a name only in a style sheet has none for every reader.
        f"{words} p {{position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)}}"
        f"{words}::after {{content: {_quoted(button)}}}"
        f"{below}::after {{content: {_quoted(limit)}; font-size: .875rem; color: #46535f}}</style>"
    )


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _go() -> None:
    _to("explore")


def _to(name: str) -> None:
    from dashboard.views import explore, workshop

    place = {
        "explore": (explore.show, "verkennen"), "workshop": (workshop.show, "workshop"),
        "municipality": (municipality.show, "gemeente"),
    }[name]  # fmt: skip
    st.switch_page(st.Page(place[0], url_path=place[1]))
