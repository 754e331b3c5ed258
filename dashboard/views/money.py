"""Money: where each euro comes from and goes to, and the accounts of an ordinary future."""

from __future__ import annotations

import streamlit as st

from dashboard.components import echarts
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.export.tables import statement_tables


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    st.title(_("Money"), anchor=False)
    try:
        books = desk().typical(work.now)
    except DeskError:
        st.error(_("The accounts could not be calculated. Try again in a moment."))
        return
    st.markdown(
        _(
            "The futures differ. These are the accounts of an ordinary one: the future whose account ends in the "
            "middle of all. Whole euros."
        )
    )
    for table in statement_tables(books, to):
        st.subheader(table.title, anchor=False)
        echarts.table(table.header, table.rows, table.totals)
