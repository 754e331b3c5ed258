"""Five questions on the screen; answered, they open the scenario that they describe."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.components import numeral
from dashboard.components.numeral import Limits
from dashboard.language import translate
from dashboard.study import begin
from wijkbv_sim.language import euro, number
from wijkbv_sim.scenario.questions import (
    WITHOUT_BUILDING,
    Answers,
    CompanyKind,
    Premises,
    answered,
    kind_label,
    places,
    premises_label,
    usual,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.scenario.parameter import Language

OWN = "own"
"""The choice of a place of one's own."""

PEOPLE, MONEY = Limits(1, 2_000, whole=True), Limits(0, 5_000_000, whole=True)
INHABITANTS = Limits(200, 100_000, whole=True)

KEPT = "answers"
"""Where the answers stay while the visitor is on another page."""


def show(to: Language, go: Callable[[], None]) -> None:
    """The questions, and the button that opens what they describe; ``go`` leads to where it is seen."""
    _ = translate(to)
    _restore()
    where = _place(to)
    kind = st.radio(
        _("2. What will your company do most?"), list(CompanyKind), key="ask-kind",
        format_func=lambda choice: kind_label(choice, to), on_change=_forget_numbers,
    )  # fmt: skip
    premises = Premises.NONE
    if kind in WITHOUT_BUILDING:
        # A number with a point at the beginning of a line would be a list.
        st.markdown(_("3. This needs no building.").replace(".", "\\.", 1))
    else:
        premises = st.radio(
            _("3. Will your company have a building?"), list(Premises), index=1, key="ask-premises",
            format_func=lambda choice: premises_label(choice, to), on_change=_forget_numbers,
        )  # fmt: skip
    if where is None:
        st.info(_("Give the neighbourhood a name and a number of people first: then the other questions follow."))
        return
    asked = Answers.model_validate({**where, "kind": kind, "premises": premises})
    likely = usual(asked)
    people = numeral.field(
        _("4. How many people help at first?"), to, key="ask-people", value=likely.people or 0, limits=PEOPLE,
        help=_("People who do something every month. Others can be members without helping."),
    )  # fmt: skip
    st.caption(_("Usual here: {people} people.").format(people=number(likely.people or 0, to)))
    money = numeral.field(
        _("5. How much money do you have at the start, in euros?"), to, key="ask-money", value=likely.money or 0,
        limits=MONEY,
        help=_("What is in the account when the first month begins."),
    )  # fmt: skip
    st.caption(_("Usual here: {money}.").format(money=euro(likely.money or 0, to)))
    st.session_state[KEPT] = {name: st.session_state[name] for name in _fields() if name in st.session_state}
    if st.button(_("Show me what happens"), key="ask-done", type="primary", icon=":material/arrow_forward:"):
        if people is None or money is None:
            st.error(_("One of the numbers cannot be used yet. Look above: it says there what is wrong."))
            return
        given = asked.model_copy(update={"people": int(people), "money": int(money)})
        begin(answered(given), given)
        go()


def _place(to: Language) -> dict[str, Any] | None:
    """The first question; None where its answer is not whole yet."""
    _ = translate(to)
    known = {place.name: place for place in places()}
    choices = [OWN, *known]

    def told(name: str) -> str:
        if name == OWN:
            return _("Another neighbourhood: I give its name and size")
        place = known[name]
        return _("{place} ({count} people)").format(place=place.title, count=number(place.inhabitants, to))

    chosen = st.selectbox(
        _("1. Where will your company be?"), choices, index=1, key="ask-place", format_func=told,
        on_change=_forget_numbers,
    )  # fmt: skip
    if chosen != OWN:
        return {"place": chosen}
    left, right = st.columns([2, 1])
    name = left.text_input(_("Name of the neighbourhood"), max_chars=60, key="ask-name")
    with right:
        count = numeral.field(
            _("How many people live there?"), to, key="ask-inhabitants", value=5_000, limits=INHABITANTS,
            on_change=_forget_numbers,
        )  # fmt: skip
    st.caption(_("We use the averages of the Netherlands for age, income and homes. You can change them under Build."))
    return {"place": name.strip(), "inhabitants": int(count)} if name.strip() and count is not None else None


def _fields() -> tuple[str, ...]:
    return (
        "ask-place", "ask-name", "ask-inhabitants", "ask-kind", "ask-premises", "ask-people", "ask-money",
    )  # fmt: skip


def _restore() -> None:
    """Streamlit forgets what is filled in on a page that one leaves."""
    for name, value in st.session_state.get(KEPT, {}).items():
        st.session_state.setdefault(name, value)


def _forget_numbers() -> None:
    """Another place, kind or building has other usual numbers."""
    for name in ("ask-people", "ask-money"):
        st.session_state.pop(name, None)
        st.session_state.get(KEPT, {}).pop(name, None)
