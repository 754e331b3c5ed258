"""Money: where each euro comes from and goes to, what a bank asks, and the accounts of an ordinary future."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import echarts, status
from dashboard.components.kept import set_back
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.export.flows import flows_of_year, place_names
from wijkbv_sim.export.tables import bank_questions, statement_tables
from wijkbv_sim.results.yearly import years

if TYPE_CHECKING:
    from wijkbv_sim.results import Results
    from wijkbv_sim.scenario.parameter import Language


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    st.title(_("Money"), anchor=False)
    try:
        with st.spinner(_("Calculating …")):
            answer = desk().answer(work.now)
            # Which future is an ordinary one is known with the last of them: its accounts are not to change then.
            books = desk().typical(work.now) if answer.refined else None
    except DeskError:
        st.error(_("The accounts could not be calculated. Try again in a moment."))
        return
    status.show(answer.results, to)
    if books is not None:
        _euros(books, to)
    st.header(_("What a bank asks"), anchor=False)
    table = bank_questions(answer.results, to)
    echarts.table(table.header, table.rows, words=frozenset({3}))
    st.header(_("The accounts"), anchor=False)
    if books is None:
        st.caption(_("This follows as soon as all futures are there."))
        return
    st.markdown(
        _(
            "The futures differ. These are the accounts of an ordinary one: the future whose account ends in the "
            "middle of all. Whole euros."
        )
    )
    for statement in statement_tables(books, to):
        st.markdown(f"### {statement.title}")
        echarts.table(statement.header, statement.rows, statement.totals)


def _euros(books: Results, to: Language) -> None:
    _ = translate(to)
    every = years(books)
    year = every[0]
    if len(every) > 1:
        set_back("flow-year", every, every[min(2, len(every) - 1)], study().start.digest)
        year = st.select_slider(_("Year"), options=every, key="flow-year")
    flows = flows_of_year(books, year, to)
    st.header(flows.title, anchor=False)
    st.caption(flows.alternative)
    names = place_names(to)
    keys = "".join(
        f'<span class="key"><i style="background:{colour}"></i>{names[place]}</span>'
        for place, colour in echarts.PLACES.items()
    )
    st.html(f'<p class="keys">{keys}</p>')
    company = _("the company")
    st.echarts_chart(
        echarts.sankey(flows, company),
        theme=None,
        key="sankey",
        alt=flows.alternative,
        renderer="svg",
        height=echarts.sankey_height(flows),
    )
    with st.expander(_("The numbers: {title}").format(title=flows.title[:1].lower() + flows.title[1:])):
        echarts.table(flows.header, flows.rows)
