"""The language of this visitor's screens: Dutch, or English where the address says ``lang=en``."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from wijkbv_sim.language import translator

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.scenario.parameter import Language


def language() -> Language:
    """Dutch unless English was asked for."""
    return "en" if st.session_state.get("lang", st.query_params.get("lang")) == "en" else "nl"


def translate(to: Language) -> Callable[[str], str]:
    """The function that puts the screens' texts into a language."""
    return translator(to)
