"""The targets that a visitor sets under Certainty, and the chance of each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components import echarts, status
from dashboard.components.kept import set_back
from dashboard.desk import DeskError
from dashboard.language import translate
from dashboard.pieces import FEW, WHOLE
from dashboard.shared import desk
from dashboard.study import study
from wijkbv_sim.export.certainty import chance_table
from wijkbv_sim.language import euro, number, percent
from wijkbv_sim.results.targets import modest, target

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.results.targets import Target
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

BEGIN_WITH = FEW
"""Of how many futures the targets to begin with are read: every first answer has so many, in a full room too."""

OFF = "off"
"""The place of a target that does not count."""


def show(scenario: Scenario, to: Language) -> list[Target] | None:
    """What the visitor wants, with the chance of it; None where nothing could be calculated."""
    _ = translate(to)
    st.header(_("How large is the chance of what you want?"), anchor=False)
    st.caption(_("Set what you want. A target on its lowest place does not count."))
    left, right = st.columns(2, gap="large")
    try:
        with st.spinner(_("Calculating …")):
            results = desk().answer(scenario).results
            modestly = _to_begin_with()
    except DeskError:
        st.error(_("These futures could not be calculated. Try again in a moment."))
        return None
    years, none = scenario.time.years, _("does not count")
    with left:
        label = _("Still exists after so many years")
        alive = _wish("alive", label, range(1, years + 1), years, lambda x: none if x == OFF else number(x, to))
        label = _("Part of the adults that is a member at the end, at least")
        share: int | str = min(50, modestly.get("member_share", 0)) or OFF
        members = _wish("members", label, range(1, 51), share, lambda x: none if x == OFF else percent(x / 100, to))
    with right:
        label, share = _("Own income at the end, at least"), min(95, modestly.get("own_income_share", 0)) or OFF
        own = _wish("own", label, range(5, 100, 5), share, lambda x: none if x == OFF else percent(x / 100, to))
        label = _("The account never goes below")
        cash = _wish("cash", label, range(-100_000, 105_000, 5_000), 0, lambda x: none if x == OFF else euro(x, to))
    written = [
        *([f"alive@{alive}"] if alive != OFF else []),
        *([f"member_share>={members}%@{years}"] if members != OFF else []),
        *([f"own_income_share>={own}%@{years}"] if own != OFF else []),
        *([f"lowest_cash>={cash}"] if cash != OFF else []),
    ]
    wanted = [target(each) for each in written]
    if not wanted:
        st.info(_("No target counts now. Set at least one."))
        return []
    if results.replicates < WHOLE:
        status.show(results, to)
    table = chance_table(results, wanted, to)
    st.markdown(f"### {table.title}")
    echarts.table(table.header, table.rows, table.totals)
    st.caption(
        _(
            "From {futures} futures. The range shows how much the chance could still move with many more futures."
        ).format(futures=number(results.replicates, to))
    )
    return wanted


def _wish(name: str, label: str, values: range, default: int | str, written: Callable[[Any], str]) -> Any:
    """The slider of one target. What is in reach differs: each scenario that is started from has its own targets."""
    key, options = f"target-{name}", [OFF, *values]
    set_back(key, options, default, study().start.digest)
    return st.select_slider(label, options, key=key, format_func=written)


def _to_begin_with() -> dict[str, int]:
    """Percentages that are in reach of the scenario that was started from: turning a dial moves no target.

    Of the very first futures only, so that they stay where they are when the others come. Raises DeskError.
    """
    results = desk().answer(study().start).results
    results = results.first(min(BEGIN_WITH, results.replicates))
    return {goal.measure.name: round(100 * goal.value) for goal in modest(results)}
