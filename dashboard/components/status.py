"""How many futures an answer holds; while more are coming, it looks for them now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.language import translate
from dashboard.pieces import WHOLE
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.language import number

if TYPE_CHECKING:
    from dashboard.entries import Answer
    from wijkbv_sim.scenario.parameter import Language


def show(answer: Answer, to: Language) -> None:
    """The line above the answers."""
    _ = translate(to)
    if answer.refined:
        st.caption(_("Calculated in {futures} futures.").format(futures=number(answer.results.replicates, to)))
        return

    @st.fragment(run_every=desk().pace)
    def waiting() -> None:
        st.caption(
            _("First impression, from {first} futures. It is being refined to {whole} futures …").format(
                first=number(answer.results.replicates, to), whole=number(WHOLE, to)
            )
        )
        if desk().refined(study().now):
            st.rerun(scope="app")

    waiting()
