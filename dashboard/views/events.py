"""Events: what changes at some moment, such as a grant that stops or a price that doubles."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components import numeral
from dashboard.components.numeral import Limits
from dashboard.labels import distinct
from dashboard.language import translate
from dashboard.study import study
from wijkbv_sim.export.words import in_words, parts
from wijkbv_sim.language import date_text
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.parameter import LANGUAGES
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wijkbv_sim.scenario.parameter import Language, Parameter
    from wijkbv_sim.scenario.schema import Event, Scenario

MOST = 1_000.0
"""A factor goes so far: beyond it nobody means it."""


def show(to: Language) -> None:
    """The list of events, and a form for another."""
    _ = translate(to)
    scenario = study().now
    st.markdown(_("An event changes one number from a month on, for good or for a while."))
    labels = _labels(scenario, to)
    for k, event in enumerate(scenario.timeline):
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text("\n".join([_told(event, to), *_becomes(event, labels, to)]), width="stretch")
            st.button(_("Remove"), key=f"event-away-{k}", on_click=_take_away, args=(k, to))
    with st.container(border=True):
        _form(labels, to)


def _told(event: Event, to: Language) -> str:
    _ = translate(to)
    start = study().now.time.start
    title = event.title.in_language(to) if event.title else event.name
    begin = date_text(start, event.month, to)
    if event.until is None:
        return _("{event}: from {begin} on").format(event=title, begin=begin)
    end = date_text(start, event.until, to)
    return _("{event}: from {begin} to {end}").format(event=title, begin=begin, end=end)


def _becomes(event: Event, labels: Mapping[str, str], to: Language) -> Iterator[str]:
    """What becomes of each number that an event changes."""
    _ = translate(to)
    ways = (
        (event.set, _("{number} becomes {value}")), (event.add, _("{number} rises by {value}")),
        (event.multiply, _("{number} is multiplied by {value}")),
    )  # fmt: skip
    for changes, said in ways:
        for path, quantity in changes.items():
            meta = study().now.parameter(path)[1]
            value = in_words(quantity, to)
            if changes is not event.multiply:
                unit = unit_in_words(meta.unit, to)
                value += unit if unit.startswith("%") else f" {unit}"
            yield said.format(number=labels.get(path, meta.label(to)), value=value)


def _form(labels: Mapping[str, str], to: Language) -> None:
    _ = translate(to)
    scenario = study().now
    ways = {"set": _("becomes"), "add": _("rises by"), "multiply": _("is multiplied by")}
    st.text_input(_("What happens"), max_chars=100, key="event-title")
    path = st.selectbox(_("Which number"), list(labels), format_func=labels.__getitem__, key="event-path")
    way = st.segmented_control(
        _("How"), list(ways), default="set", format_func=ways.__getitem__, key="event-way", required=True
    )  # fmt: skip
    quantity, meta = scenario.parameter(path)
    begins = {"set": central(quantity, meta), "add": 0.0, "multiply": 1.0}[way]
    unit = unit_in_words(meta.unit, to)
    # A factor has no unit: half of it is half of it, whatever it is.
    asked = _("Factor: 2 is twice as much, 0 is nothing") if way == "multiply" else _("Value ({unit})")
    numeral.field(
        asked.format(unit=unit), to, key="event-value", value=begins, limits=_limits(way, meta), of=(path, way)
    )
    for (name, value, limits), column in zip(_months(scenario), st.columns(2), strict=True):
        label = {"month": _("From month"), "lasts": _("For how many months (0: for good)")}[name]
        with column:
            numeral.field(label, to, key=f"event-{name}", value=value, limits=limits)
    st.button(_("Add this event"), key="event-add", type="primary", on_click=_add, args=(to,))


def _limits(way: str, meta: Parameter) -> Limits:
    """Between what the number of the form must lie: a value, so much more or less, or a factor."""
    if way == "multiply":
        return Limits(0, MOST)
    width = meta.high - meta.low
    return Limits.of(meta) if way == "set" else Limits(-width, width)


def _months(scenario: Scenario) -> tuple[tuple[str, float, Limits], ...]:
    """The two fields for when: what each begins with, and its limits."""
    months = scenario.time.months
    return (
        ("month", min(13, months), Limits(1, months, whole=True)), ("lasts", 0, Limits(0, months, whole=True)),
    )  # fmt: skip


def _add(to: Language) -> None:
    from dashboard.views.build import tell
    from wijkbv_sim.scenario.parts import apply

    _ = translate(to)
    scenario = study().now
    # Arguments are as old as the screen: what was typed just before the press is in the session only.
    path, way = (st.session_state[f"event-{field}"] for field in ("path", "way"))
    value = numeral.held("event-value", _limits(way, scenario.parameter(path)[1]), to)
    month, lasts = (numeral.held(f"event-{name}", limits, to) for name, _value, limits in _months(scenario))
    if value is None or month is None or lasts is None:
        return  # what is wrong stands below the field
    title = st.session_state["event-title"].strip()
    event: dict[str, Any] = {
        # Without a title of its own it is called by its number, in both languages.
        "title": title or {each: _labels(scenario, each)[path] for each in LANGUAGES}, "month": int(month),
        way: {path: {"value": value, "assumption": True}},
    }  # fmt: skip
    if lasts:
        event["until"] = int(month + lasts)
    every = [*_written(), _named(event)]
    told = _("Added: {what}").format(what=title or _labels(scenario, to)[path])
    tell(told, lambda: apply(scenario, {"timeline": every}))


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
