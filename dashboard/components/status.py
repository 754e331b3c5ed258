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


def show(results: Results, to: Language, of: Sequence[Scenario] = (), also: Sequence[Scenario | None] = ()) -> bool:
    """The line above the answers: of how many futures they are. Returns whether these are all.

    The results are ``of`` so many scenarios together, without them of the visitor's own; of others the screen tells
    something ``also``. As soon as there is more of them, the screen is made anew.
    """
    _ = translate(to)
    refined = results.replicates >= WHOLE
    if refined:
        told = _("Calculated in {futures} futures.").format(futures=number(results.replicates, to))
        awaited = [scenario for scenario in also if scenario is not None and not desk().refined(scenario)]
    else:
        told = _("First impression, from {first} futures. It is being refined to {whole} futures …").format(
            first=number(results.replicates, to), whole=number(WHOLE, to)
        )
        awaited = list(of) or [study().now]
    if not awaited:
        st.caption(told)
        return refined

    @st.fragment(run_every=desk().pace)
    def waiting() -> None:
        st.caption(told)
        if all(desk().refined(scenario) for scenario in awaited):
            st.rerun(scope="app")

    waiting()
    return refined
