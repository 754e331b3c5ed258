"""Long work on the screen: a button that begins it, how far it is, a button that stops it, and what went wrong."""

from __future__ import annotations

import weakref
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.language import translate
from dashboard.study import study, visitor
from dashboard.task import Task

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.scenario.parameter import Language

POLL_SECONDS = 0.7
"""How often a screen looks how far the work is."""

PREFIX = "task-"

KEYS = ("setbacks", "tornado", "turn", "rescue")
"""What long work there is: to look through all that a session holds takes longer, and every screen asks."""


DROPPED = "task-dropped"
"""Of which scenario it is told that work was stopped: what went on was about another, or about other targets."""


def drop_outdated(about: dict[str, tuple[Any, ...]], to: Language) -> None:
    """Let go of work about something else than the screen is about now, and say so once where it went on.

    ``about`` is what each key is about. Called before any of the work is drawn, as one piece holds up the others.
    """
    _ = translate(to)
    for key in KEYS:
        task = st.session_state.get(PREFIX + key)
        if task is not None and task.about != about.get(key):
            _let_go(key, task)
    if DROPPED in st.session_state:
        st.info(
            _("The calculation was stopped: the scenario has changed, or what you chose here. You can begin it again.")
        )


def _let_go(key: str, task: Task) -> None:
    if not task.ended and not task.stopped:
        st.session_state[DROPPED] = study().now.digest
    task.stop()
    del st.session_state[PREFIX + key]


def long_work(key: str, label: str, about: tuple[Any, ...], work: Callable[[Task], Any], to: Language) -> Any:
    """What ``work`` gives for what the screen is ``about`` now, or None while there is nothing to show.

    A visitor has one piece of long work at a time. Work about something else, such as the scenario before the last
    change, is stopped.
    """
    _ = translate(to)
    task = st.session_state.get(PREFIX + key)
    if task is not None and task.about != about:
        _let_go(key, task)
        task = None
    if task is not None and not task.ended and not task.stopped:
        _running(key, label, to)
        return None
    if task is not None and task.error is not None:
        st.error(_("This could not be calculated. Try again. If it goes on, somebody must look at the server."))
    elif task is not None and task.stopped:
        st.caption(_("Stopped. Nothing was kept of it."))
    elif task is not None:
        return task.result
    if st.button(label, icon=":material/play_arrow:", key=f"begin-{key}", disabled=_busy()):
        task = st.session_state[PREFIX + key] = Task(about, work)
        st.session_state.pop(DROPPED, None)
        # Who never comes back does not want it any more.
        weakref.finalize(visitor(), task.stop).atexit = False
        st.rerun()
    if _busy():
        st.caption(_("One thing is being calculated already. Wait for it, or stop it."))
    return None


def elsewhere(to: Language, go: Callable[[], None]) -> None:
    """On other screens: that long work goes on, how far it is, a button that stops it, and one that leads to it.

    Work about a scenario that is no more the visitor's is stopped, and that is said until the next change.
    """
    _ = translate(to)
    now = study().now.digest
    for key in KEYS:
        task = st.session_state.get(PREFIX + key)
        if task is not None and not task.ended and not task.stopped and task.about[0] != now:
            _let_go(key, task)
    if st.session_state.get(DROPPED, now) != now:
        del st.session_state[DROPPED]
    if DROPPED in st.session_state:
        st.caption(_("The calculation under Certainty was stopped, because the scenario has changed."))
    if _going() is None:
        return

    @st.fragment(run_every=2 * POLL_SECONDS)
    def line() -> None:
        key = _going()
        if key is None:
            st.caption(_("The calculation under Certainty has ended."))
            return
        task = st.session_state[PREFIX + key]
        with st.container(horizontal=True, vertical_alignment="center", key="going-on"):
            told = _("Certainty is still calculating: {percent}% done.").format(percent=round(100 * task.share))
            st.caption(told, width="stretch")
            if st.button(_("Go and look"), key="going-look", type="tertiary"):
                go()
            if st.button(_("Stop"), icon=":material/stop:", key="going-stop", type="tertiary"):
                task.stop()
                st.rerun(scope="app")

    line()


def _going() -> str | None:
    """The key of the work that goes on, if any."""
    for key in KEYS:
        task = st.session_state.get(PREFIX + key)
        if isinstance(task, Task) and not task.ended and not task.stopped:
            return key
    return None


def _busy() -> bool:
    return _going() is not None


def _running(key: str, label: str, to: Language) -> None:
    _ = translate(to)

    @st.fragment(run_every=POLL_SECONDS)
    def waiting() -> None:
        task = st.session_state.get(PREFIX + key)
        if task is None or task.ended or task.stopped:
            st.rerun(scope="app")
        # Behind the name of what it is, for who cannot see the bar.
        st.progress(task.share, _("{what}: {percent}% done").format(what=label, percent=round(100 * task.share)))
        if st.button(_("Stop"), icon=":material/stop:", key=f"stop-{key}"):
            task.stop()
            st.rerun(scope="app")

    waiting()
