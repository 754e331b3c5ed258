"""What a visitor chose on a screen, kept for the whole session: Streamlit forgets it on leaving the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

KEPT = "kept-choices"
"""Where choices stay while the visitor is on another screen: by what they are about and the key of their widget."""

ABOUT = "kept-about"
"""What the choice that a widget holds now is about, by the key of the widget."""


def set_back(key: str, options: Iterable[Any], default: Any, about: Hashable = None) -> Any:
    """Set a widget, before it is made, to what was chosen for what the screen is ``about``; gives that.

    What is no option any more makes place for the ``default``. A list is a choice of several.
    """
    state = st.session_state
    kept, abouts = state.setdefault(KEPT, {}), state.setdefault(ABOUT, {})
    there = list(options)
    # What the widget holds, or has just got; where it holds what is about something else, what was kept.
    held = key in state and abouts.get(key, about) == about
    chosen = state[key] if held else kept.get((about, key), default)
    if isinstance(chosen, list):
        left = [each for each in chosen if each in there]
        chosen = left if left or not chosen else default
    elif chosen not in there:
        chosen = default
    abouts[key] = about
    # Written outright: a browser keeps what a field shows unless it is told another choice.
    state[key] = kept[about, key] = chosen
    return chosen
