"""Municipality: what it can do with its assets, what the company costs it, and what the neighbourhood gets for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import echarts, status
from dashboard.desk import DeskError
from dashboard.language import language, translate
from dashboard.link import bundled
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import begin, study
from wijkbv_sim.export.charts import fan
from wijkbv_sim.export.options import assets_to_decide_on, options_of, worth_showing
from wijkbv_sim.export.tables import MUNICIPALITY, outside_table, social_value_of, year_table

if TYPE_CHECKING:
    from wijkbv_sim.export.tables import Ranges
    from wijkbv_sim.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


EXAMPLE = "angelslo"
"""A bundled scenario with a building that the municipality can keep, sell, let or hand over."""


def with_something_to_decide() -> None:
    """Open the example, unless the scenario that is open has an asset to decide on itself."""
    if not _to_decide(study().now):
        begin(bundled(EXAMPLE))


def _to_decide(scenario: Scenario) -> list[str]:
    return [name for name in assets_to_decide_on(scenario) if worth_showing(scenario, name)]


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    work = study()
    st.title(_("Municipality"), anchor=False)
    st.markdown(f"**{plain(work.now.title.in_language(to))}**")
    _options(to)
    try:
        with st.spinner(_("Calculating …")):
            results = desk().answer(work.now).results
    except DeskError:
        st.error(_("These futures could not be calculated. Try again in a moment."))
        return
    _costs(results, to)
    st.header(_("The same money through an outside contractor"), anchor=False)
    st.markdown(
        _(
            "What the company spends, beside what an outside contractor would do with the public money that the "
            "company gets. The middle value of all futures, and between brackets the range in which 90 of 100 futures "
            "lie."
        )
    )
    ranges(outside_table(results, to))


def _options(to: Language) -> None:
    _ = translate(to)
    scenario = study().now
    names = _to_decide(scenario)
    st.header(_("What the municipality can do with its assets"), anchor=False)
    if not names:
        st.info(
            _(
                "This scenario has no asset of the municipality of which is known what it is worth or costs. Fill in "
                "the municipality's side under Build, Assets, or look at an example that has one."
            )
        )
        title = plain(bundled(EXAMPLE).title.in_language(to))
        st.button(
            _("Open: {title}").format(title=title), key="open-municipal", on_click=lambda: begin(bundled(EXAMPLE))
        )  # fmt: skip
        return
    st.caption(_("Uncertain numbers count at their middle value. This is an exploration, not legal advice."))
    for name in names:
        found = options_of(scenario, name, to)
        st.subheader(plain(found.title), anchor=False)
        st.text("\n".join(f"• {sentence}" for sentence in found.sentences))
        for table in found.tables:
            st.markdown(f"**{table.title}**")
            echarts.table(table.header, table.rows, stacked=True)


def _costs(results: Results, to: Language) -> None:
    _ = translate(to)
    st.header(_("What it costs, and what the neighbourhood gets for it"), anchor=False)
    refined = status.show(results, to)
    left, right = st.columns(2, gap="large")
    with left:
        echarts.show(fan(results, "municipality_net_cost", to), to, key="net-cost", faded=not refined)
    with right:
        echarts.show(fan(results, "trust", to), to, key="trust", faded=not refined)
    with st.expander(_("The municipality, year by year")):
        ranges(year_table(results, to, MUNICIPALITY))
    with st.expander(_("Social value, in its own units")):
        st.markdown(_("Money is not the centre. None of this is added to the account."))
        ranges(year_table(results, to, social_value_of(results)))


def ranges(table: Ranges) -> None:
    """A table whose cells are a middle value and the usual range."""
    rows = [
        (first, *(f"{middle} ({usual})" if usual else middle for middle, usual in cells)) for first, cells in table.rows
    ]
    echarts.table(table.header, rows)
