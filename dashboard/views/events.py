"""Events: what changes at some moment, such as a grant that stops or a price that doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.labels import distinct
from dashboard.language import translate
from dashboard.study import study
from wijkbv_sim.export.words import parts
from wijkbv_sim.language import date_text
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Event, Scenario


def show(to: Language) -> None:
    """The list of events, and a form for another."""
    _ = translate(to)
    scenario = study().now
    st.markdown(_("An event changes one number from a month on, for good or for a while."))
    for k, event in enumerate(scenario.timeline):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_told(event, to), width="stretch")
            st.button(_("Remove"), key=f"event-away-{k}", on_click=_take_away, args=(k, to))
    with st.container(border=True):
        _form(to)


def _told(event: Event, to: Language) -> str:
    _ = translate(to)
    start = study().now.time.start
    title = event.title.in_language(to) if event.title else event.name
    begin = date_text(start, event.month, to)
    if event.until is None:
        return _("{event}: from {begin} on").format(event=title, begin=begin)
    end = date_text(start, event.until, to)
    return _("{event}: from {begin} to {end}").format(event=title, begin=begin, end=end)


def _form(to: Language) -> None:
    _ = translate(to)
    scenario = study().now
    labels = _labels(scenario, to)
    ways = {"set": _("becomes"), "add": _("rises by"), "multiply": _("is multiplied by")}
    st.text_input(_("What happens"), max_chars=100, key="event-title")
    path = st.selectbox(_("Which number"), list(labels), format_func=labels.__getitem__, key="event-path")
    unit = unit_in_words(scenario.parameter(path)[1].unit, to)
    st.segmented_control(
        _("How"), list(ways), default="set", format_func=ways.__getitem__, key="event-way", required=True
    )  # fmt: skip
    st.number_input(_("Value ({unit})").format(unit=unit), key="event-value", format="%g")
    months = scenario.time.months
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.number_input(_("From month"), 1, months, min(13, months), key="event-month")
        st.number_input(_("For how many months (0: for good)"), 0, months, 0, key="event-lasts")
    st.button(_("Add this event"), key="event-add", type="primary", on_click=_add, args=(to,))


def _add(to: Language) -> None:
    from dashboard.views.build import tell
    from wijkbv_sim.scenario.parts import apply

    _ = translate(to)
    scenario = study().now
    # Arguments are as old as the screen: what was typed just before the press is in the session only.
    path, way, value = (st.session_state[f"event-{field}"] for field in ("path", "way", "value"))
    month, lasts = (int(st.session_state[f"event-{field}"]) for field in ("month", "lasts"))
    title = st.session_state["event-title"].strip() or _labels(scenario, to)[path]
    event: dict[str, Any] = {
        "title": title, "month": month, way: {path: {"value": float(value), "assumption": True}},
    }  # fmt: skip
    if lasts:
        event["until"] = month + lasts
    every = [*_written(), _named(event)]
    tell(_("Added: {what}").format(what=title), lambda: apply(scenario, {"timeline": every}))


def _take_away(position: int, to: Language) -> None:
    from dashboard.views.build import tell
    from wijkbv_sim.scenario.parts import apply

    _ = translate(to)
    scenario = study().now
    left = [event for k, event in enumerate(_written()) if k != position]
    told = _("Taken away: {what}").format(what=_told(scenario.timeline[position], to))
    tell(told, lambda: apply(scenario, {"timeline": left}))


def _labels(scenario: Scenario, to: Language) -> dict[str, str]:
    """Every number that an event can change, by its path: what it is called, and the part that it belongs to."""
    found = parts(scenario, to)
    titles = distinct({place: part.title for place, part in enumerate(found)})
    return distinct({
        told.path: f"{titles[place]}: {told.label}"
        for place, part in enumerate(found)
        for told in part.numbers
        if not scenario.parameter(told.path)[1].fixed
    })  # fmt: skip


def _written() -> list[Any]:
    return [event.model_dump(mode="json", exclude_unset=True) for event in study().now.timeline]


def _named(event: dict[str, Any]) -> dict[str, Any]:
    """The event with a name that no other has."""
    taken = {other.name for other in study().now.timeline}
    number = 1
    while f"event-{number}" in taken:
        number += 1
    return {**event, "name": f"event-{number}"}
