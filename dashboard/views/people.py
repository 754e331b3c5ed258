"""Residents: who takes part against who lives here, the network and how it grows, and who stops."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import echarts, status
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.export.charts import fan
from wijkbv_sim.export.participation import growth, representation
from wijkbv_sim.export.tables import year_table

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

COMING_AND_GOING = ("members", "joined", "left", "burnt_out", "active_members", "volunteer_hours")


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    st.title(_("Residents"), anchor=False)
    try:
        with st.spinner(_("Calculating …")):
            results = desk().answer(work.now).results
    except DeskError:
        st.error(_("These futures could not be calculated. Try again in a moment."))
        return
    refined = status.show(results, to)
    st.header(_("Who takes part, and who lives here?"), anchor=False)
    who = representation(results, to)
    st.markdown(who.alternative)
    st.echarts_chart(
        echarts.representation(who), theme=None, key="representation", alt=who.alternative, renderer="svg", height=470
    )
    with st.expander(_("The numbers: {title}").format(title=_("who takes part"))):
        echarts.table(who.header, who.rows)
    st.header(_("A piece of the network"), anchor=False)
    if refined:
        _network(to)
    else:  # which future is an ordinary one is known with the last of them
        st.caption(_("This follows as soon as all futures are there."))
    st.header(_("Coming and going"), anchor=False)
    left, right = st.columns(2, gap="large")
    with left:
        echarts.show(fan(results, "members", to), to, key="people-members", faded=not refined)
    with right:
        echarts.show(fan(results, "active_members", to), to, key="people-active", faded=not refined)
    table = year_table(results, to, COMING_AND_GOING)
    rows = [(year, *(middle for middle, _usual in cells)) for year, cells in table.rows]
    echarts.table(table.header, rows)
    st.caption(_("Middle value of all futures."))


def _network(to: Language) -> None:
    _ = translate(to)
    work = study()
    try:
        with st.spinner(_("Calculating …")):
            followed = desk().followed(work.now)
    except DeskError:
        st.warning(_("The network could not be followed now."))
        return
    grown = growth(followed, work.now.time.start, to)
    st.markdown(grown.alternative)
    st.caption(
        _("Each dot is somebody who lives here; a line joins two who know each other. Press play, or choose a year.")
    )
    st.echarts_chart(echarts.network(grown), theme=None, key="network", alt=grown.alternative, height=560)
    with st.expander(_("The numbers: {title}").format(title=_("a piece of the network"))):
        echarts.table(grown.header, grown.rows)
