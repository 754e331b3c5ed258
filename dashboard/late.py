"""Messages that a browser sends too late: what a clock of the screen that one has just left asks for.

A part of a screen that looks by itself how far the work is asks for that by a clock in the browser. When the visitor
goes to another screen and the clock strikes before the browser hears of that, its message names the screen that was
left. Streamlit (1.67) lays it behind the new screen, finds by then that the part is gone, and does nothing; but first
it tells the browser that the screen that was left begins anew. The browser then takes everything off the new screen,
and nothing puts it back: it stays empty.
"""

from __future__ import annotations

from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner


def pass_over() -> None:
    """Have Streamlit pass over messages for parts that are all gone; called once, before the first visitor comes.

    These are Streamlit's own affairs: a version that has arranged them otherwise is left as it is.
    """
    plain = getattr(ScriptRunner, "_run_script", None)
    if plain is None:
        return

    def run(self: ScriptRunner, asked: Any) -> None:
        parts, there = getattr(asked, "fragment_id_queue", None), getattr(self, "_fragment_storage", None)
        if parts and there is not None and not any(there.contains(part) for part in parts):
            return
        plain(self, asked)

    ScriptRunner._run_script = run  # type: ignore[method-assign]
