"""Where it comes from: every number behind the answers, with its range, unit, source and how sure it is."""

from __future__ import annotations

import streamlit as st

from dashboard.components import echarts
from dashboard.language import language, translate
from dashboard.plain import plain
from dashboard.study import study
from wijkbv_sim.export.glossary import TERMS
from wijkbv_sim.export.words import parts
from wijkbv_sim.results.headlines import assumptions


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    scenario = study().now
    origin = assumptions(scenario)
    st.title(_("Where it comes from"), anchor=False)
    st.markdown(
        _(
            "The scenario has {total} numbers: {assumed} are assumptions, {sourced} have a source and {own} were "
            "filled in for this case."
        ).format(total=origin.total, assumed=origin.assumed, sourced=origin.sourced, own=origin.own)
    )
    labels = {"assumed": _("assumption"), "sourced": _("from a source"), "own": _("for this case")}
    only = st.segmented_control(
        _("Show"), ["all", *labels], default="all", key="origins",
        format_func=lambda which: _("everything") if which == "all" else labels[which],
    )  # fmt: skip
    header = (_("What"), _("Value"), _("Unit"), _("How sure"), _("Source"), _("Note"))
    for part in parts(scenario, to):
        numbers = [n for n in part.numbers if only in (None, "all", n.origin)]
        if not numbers:
            continue
        with st.expander(f"{plain(part.title)} ({len(numbers)})"):
            rows = [(n.label, n.value, n.unit, labels[n.origin], n.source, n.note) for n in numbers]
            echarts.table(header, rows, words=frozenset({1, 2, 3, 4, 5}))
    st.header(_("How it is calculated"), anchor=False)
    st.markdown(
        _(
            "Month by month the program follows residents, work, money, buildings and the municipality, in many "
            "futures at once. In each future everything uncertain is drawn anew. All money goes through one set of "
            "books that is right to the cent. The description of the model, for who wants to check it, comes with "
            "the program (docs/model.md)."
        )
    )
    st.header(_("What the words mean"), anchor=False)
    with st.expander(_("{count} words").format(count=len(TERMS))):
        words = (term.in_language(to) for term in TERMS)
        rows = sorted((word[:1].upper() + word[1:], meaning) for word, meaning in words)
        echarts.table((_("Word"), _("Meaning")), rows, words=frozenset({1}))
    st.header(_("What it cannot tell"), anchor=False)
    st.markdown(
        _(
            "It is no forecast. It does not know people, quarrels, friendships or politics. Most numbers were never "
            "measured; they are assumptions, and they say so. Use it to compare choices and to see where it can go "
            "wrong, not to know what will happen."
        )
    )
