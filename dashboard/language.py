"""The language of this visitor's screens: Dutch, or English where the address says ``lang=en``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from wijkbv_sim.language import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.scenario.parameter import Language

SWITCHING = "language-switching"
"""How many runs of the script are still to come in which controls are made anew: first none of them, then all."""


def language() -> Language:
    """Dutch unless English was asked for: by the address with which the visitor came, or since."""
    # Kept, since the menu leaves the other parts of the address behind.
    if "lang" not in st.session_state:
        st.session_state["lang"] = st.query_params.get("lang")
    return "en" if st.session_state["lang"] == "en" else "nl"


def translate(to: Language) -> Callable[[str], str]:
    """The function that puts the screens' texts into a language."""
    return translator(to)


def switch(to: Language) -> None:
    """Put all screens into a language; the script begins anew."""
    st.session_state["lang"] = to
    st.query_params["lang"] = to
    st.session_state[SWITCHING] = 2
    st.rerun()


def in_between() -> bool:
    """Whether a language was just chosen and nothing is to be shown in this run; the next comes by itself.

    Browsers tell what is chosen by its words. A control that stays where it is goes on telling those of the old
    language, which is nothing that there is to choose, and falls to its first place. So all controls go once and are
    made anew, each with what it held.
    """
    left = st.session_state.get(SWITCHING, 0)
    if not left:
        return False
    st.session_state[SWITCHING] = left - 1
    for key, value in st.session_state.items():
        # What is not on the screen is forgotten unless it is set again. A button's state cannot be set.
        if isinstance(value, str | int | float | list | tuple) and not isinstance(value, bool):
            st.session_state[key] = value
    if left == 1:
        return False

    @st.fragment(run_every=0.1)
    def again() -> None:
        run = get_script_run_ctx()
        if run is not None and run.fragment_ids_this_run:
            st.rerun(scope="app")

    again()
    return True
