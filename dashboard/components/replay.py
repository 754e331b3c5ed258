"""The last change once more, slowly: of each key figure first how it was, then how it became."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import figures
from dashboard.desk import DeskError
from dashboard.language import translate
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.results.changes import changes
from wijkbv_sim.results.headlines import headlines

if TYPE_CHECKING:
    from wijkbv_sim.results import Results
    from wijkbv_sim.scenario.parameter import Language

AT = "replay-at"
"""Of which scenario it is shown, and how far: two places for each figure, before and after."""


def button(to: Language) -> None:
    """Begins it; off where nothing was changed."""
    _ = translate(to)
    st.button(
        _("Show it again"), icon=":material/replay:", key="replay", disabled=study().before is None, on_click=_go,
        args=(0,),
    )  # fmt: skip


def show(to: Language) -> None:
    """The place where it is shown, while it is."""
    digest, _at = st.session_state.get(AT, ("", 0))
    if study().before is None or digest != study().now.digest:
        return
    _panel(to)


@st.fragment
def _panel(to: Language) -> None:
    _ = translate(to)
    work = study()
    _digest, at = st.session_state.get(AT, ("", 0))
    if work.before is None:
        return
    try:
        before, after = desk().pair(work.before, work.now)
    except DeskError:
        st.warning(_("These futures could not be calculated. Try again in a moment."))
        return
    which, shown = divmod(at, 2)
    last = 2 * len(figures.KEY) - 1
    with st.container(border=True, key="replay-panel"):
        told = _("{number} of {all}").format(number=which + 1, all=len(figures.KEY))
        st.caption(f"{plain(work.steps[work.at].said(to))} · {told}")
        _figure(figures.KEY[which], before, after if shown else None, to)
        with st.container(horizontal=True):
            st.button(_("Back"), key="replay-back", disabled=at == 0, on_click=_go, args=(at - 1,))
            st.button(
                _("And then?") if not shown else _("Next figure"), key="replay-next", type="primary",
                disabled=at == last, on_click=_go, args=(at + 1,),
            )  # fmt: skip
            if st.button(_("Close"), key="replay-close"):
                st.session_state.pop(AT, None)
                st.rerun(scope="app")


def _figure(name: str, before: Results, after: Results | None, to: Language) -> None:
    """One figure before the change and, where it is there, after it, with the difference in a sentence."""
    _ = translate(to)
    cards = []
    question = ""
    for heading, results in ((_("Before"), before), (_("After"), after)):
        if results is None:
            continue
        answer = next(answer for answer in headlines(results, to) if answer.name == name)
        question = answer.question
        dots = figures.field(answer, results.replicates, to) if answer.share is not None else ""
        cards.append(
            f'<section class="card"><h3>{html.escape(heading)}</h3>'
            f'<p class="big">{html.escape(figures.figure(answer, results, to))}</p>{dots}</section>'
        )
    st.html(f'<h2>{html.escape(question)}</h2><div class="cards" aria-live="polite">{"".join(cards)}</div>')
    if after is not None:
        said = next((change.sentence for change in changes(before, after, to) if change.indicator == name), "")
        st.markdown(f"**{plain(said)}**")


def _go(at: int) -> None:
    st.session_state[AT] = (study().now.digest, at)
