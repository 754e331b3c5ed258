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
    from collections.abc import Sequence

    from wijkbv_sim.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


def show(results: Results, to: Language, scenarios: Sequence[Scenario] = ()) -> bool:
    """The line above the answers: of how many futures they are. Returns whether these are all.

    ``scenarios`` are those on the screen, of which there are equally many futures; without them, the visitor's own.
    """
    _ = translate(to)
    if results.replicates >= WHOLE:
        st.caption(_("Calculated in {futures} futures.").format(futures=number(results.replicates, to)))
        return True
    awaited = scenarios or (study().now,)

    @st.fragment(run_every=desk().pace)
    def waiting() -> None:
        st.caption(
            _("First impression, from {first} futures. It is being refined to {whole} futures …").format(
                first=number(results.replicates, to), whole=number(WHOLE, to)
            )
        )
        if all(desk().refined(scenario) for scenario in awaited):
            st.rerun(scope="app")

    waiting()
    return False
