"""Compare: up to four kept scenarios beside the first, future by future."""

from __future__ import annotations

from typing import TYPE_CHECKING

import streamlit as st

from dashboard.components import echarts, status
from dashboard.desk import DeskError
from dashboard.labels import distinct
from dashboard.language import language, translate
from dashboard.link import bundled
from dashboard.plain import plain
from dashboard.shared import desk
from dashboard.study import KEPT_AT_MOST, study
from wijkbv_sim.export.charts import FANS, fan, on_equal_axes
from wijkbv_sim.export.tables import difference_tables, sentences_of
from wijkbv_sim.results.comparison import Comparison
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load

if TYPE_CHECKING:
    from wijkbv_sim.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


def show() -> None:
    """The screen."""
    to = language()
    _ = translate(to)
    st.title(_("Compare"), anchor=False)
    st.markdown(
        _(
            "All scenarios have the same luck and the same misfortune in each future. So a difference comes from the "
            "choice, and not from chance."
        )
    )
    _collect(to)
    named = _named(to)
    if len(named) < 2:
        st.info(
            _(
                "Turn a dial under Explore, keep a scenario there, or add an example above: then there is something "
                "to compare."
            )
        )
        return
    try:
        results = desk().several(list(named.values()))
        comparison = Comparison(results, names=list(named))
    except DeskError:
        st.error(_("Not all of these could be calculated. Take the last one away, or try again."))
        return
    except ValueError:
        st.error(_("These cannot be compared: they do not last equally long, or begin in different months."))
        return
    refined = status.show(results[0], to, list(named.values()))
    _tables(comparison, dict(zip(named, results, strict=True)), to, refined=refined)


def _named(to: Language) -> dict[str, Scenario]:
    """What is compared, each by a name of its own: the beginning, what was kept, and what is there now if it differs.

    A visitor may keep one under the name of another of them.
    """
    _ = translate(to)
    work = study()
    found = [(work.start.title.in_language(to), work.start), *work.kept.items()]
    if work.now.digest != work.start.digest:
        found.append((_("As it is now"), work.now))
    names = distinct({place: name for place, (name, _scenario) in enumerate(found)})
    return {names[place]: scenario for place, (_name, scenario) in enumerate(found)}


def _collect(to: Language) -> None:
    _ = translate(to)
    work = study()
    with st.container(border=True):
        for k, name in enumerate(list(work.kept)):
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"**{plain(name)}**", width="stretch")
                st.button(_("Take away {name}").format(name=plain(name)), icon=":material/close:", key=f"drop-{k}",
                          on_click=work.kept.pop, args=(name, None), type="tertiary")  # fmt: skip
        every = {b.name: (b.title_nl if to == "nl" else b.title_en) or b.name for b in library.describe()}
        kept = (s.name for s in work.kept.values() if s.name in every and s.digest == bundled(s.name).digest)
        there = {work.start.name, *kept}
        examples = {name: title for name, title in every.items() if name not in there}
        with st.container(horizontal=True, vertical_alignment="bottom"):
            chosen = st.selectbox(
                _("Add an example"), list(examples), format_func=lambda name: examples[name], key="compare-example",
                placeholder=_("none"),
            )  # fmt: skip
            full = len(work.kept) >= KEPT_AT_MOST
            if st.button(_("Add"), key="compare-add", disabled=full):
                work.kept[examples[chosen]] = load(chosen)
                st.rerun()
        if len(work.kept) >= KEPT_AT_MOST:
            st.caption(_("Four is the most. Take one away to add another."))


def _tables(comparison: Comparison, results: dict[str, Results], to: Language, *, refined: bool) -> None:
    _ = translate(to)
    names = list(results)
    for table, name in zip(difference_tables(comparison, to), names[1:], strict=True):
        st.header(_("{title} against {base}").format(title=plain(name), base=plain(names[0])), anchor=False)
        st.markdown("\n".join(f"- {plain(sentence)}" for sentence in sentences_of(comparison, name, to)))
        echarts.table(table.header, table.rows)
    st.header(_("Side by side"), anchor=False)
    for variable in FANS:
        charts = on_equal_axes([fan(each, variable, to) for each in results.values()])
        st.markdown(f"### {charts[0].title[:1].upper()}{charts[0].title[1:]}")
        for k in range(0, len(charts), 2):
            for column, chart, name in zip(st.columns(2, gap="large"), charts[k:], names[k:], strict=False):
                with column:
                    echarts.show(
                        chart, to, key=f"compare-{variable}-{name}", title=name, faded=not refined
                    )  # fmt: skip
