"""Workshop: a role card, four dials, and a link of one's own by which all of it opens again."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import dials, figures, status
from dashboard.components.kept import set_back
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.link import LinkError, packed
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.scenario.roles import ROLES, Role, role

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

CHOSEN = "workshop-role"
ADDRESS = "role"
"""Under which name a link says the role."""


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    # What needs no future is made while the first futures are calculated.
    desk().ask(work.now)
    st.title(_("Workshop"), anchor=False)
    st.markdown(
        _(
            "Choose a role. Turn your four dials. Then tell the others: what would you do, and why? Everybody who "
            "turns the same dials sees the same futures."
        )
    )
    labels = {each.name: each.label(to) for each in ROLES}
    set_back(CHOSEN, labels, _linked())
    chosen = st.segmented_control(
        _("Your role"), list(labels), key=CHOSEN, format_func=labels.__getitem__, required=True
    )
    card = role(chosen)
    _card(card, to)
    st.caption(_("You look at: {title}").format(title=plain(work.now.title.in_language(to))))
    left, right = st.columns([7, 5], gap="large")
    with right:
        st.header(_("Your dials"), anchor=False)
        for handle in card.its_dials(work.start):
            dials.show(handle, to)
        st.button(
            _("Undo"), icon=":material/undo:", key="undo", disabled=work.at == 0, on_click=work.undo,
        )  # fmt: skip
    _link(card, to)
    with left:
        try:
            with st.spinner(_("Calculating …")):
                answer = desk().answer(work.now)
        except DeskError:
            st.error(_("These futures could not be calculated. Try again in a moment."))
            return
        with st.container(key="answers"):
            status.show(answer.results, to, also=[work.before])
            figures.key_figures(answer.results, to, card.figures)
            figures.last_change(to)


def _card(card: Role, to: Language) -> None:
    _ = translate(to)
    asked = html.escape(_("Your question:"))
    st.html(
        f'<section class="card role"><h2>{html.escape(card.label(to))}</h2><p>{html.escape(card.looks(to))}</p>'
        f"<p><b>{asked}</b> {html.escape(card.asks(to))}</p></section>"
    )


def _link(card: Role, to: Language) -> None:
    """The address of this very position of the dials, with the role."""
    _ = translate(to)
    work = study()
    st.header(_("Your own link"), anchor=False)
    try:
        link = f"?s={packed(work.now, work.answers)}&{ADDRESS}={card.name}" + ("&lang=en" if to == "en" else "")
    except LinkError:
        st.caption(_("This scenario is too large for a link: send the file."))
        return
    st.markdown(_("Copy this link. Who opens it sees your role and your dials as they stand now."))
    st.code(str(st.context.url or "").partition("?")[0] + link, language=None, wrap_lines=True)


def _linked() -> str:
    """The role that the address names; the first where it names none that there is."""
    named = st.query_params.get(ADDRESS)
    return named if named in {each.name for each in ROLES} else ROLES[0].name
