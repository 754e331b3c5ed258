"""One number of a part: the field that it is changed in, and how sure it is."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import numpy as np
import streamlit as st

from dashboard.components import numeral
from dashboard.components.numeral import Limits, written
from dashboard.language import translate
from dashboard.study import study
from wijkbv_sim.scenario.dials import moved
from wijkbv_sim.scenario.distributions import central, quantile
from wijkbv_sim.scenario.parts import apply
from wijkbv_sim.scenario.take_out import correlations_without
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from wijkbv_sim.export.words import Assumption
    from wijkbv_sim.scenario.parameter import Language, Parameter
    from wijkbv_sim.scenario.quantity import Quantity
    from wijkbv_sim.scenario.schema import Scenario

ENDLESS = ("normal", "lognormal")
"""Distributions without a lowest and a highest value."""

PEAKED = ("triangular", "pert")


def show(told: Assumption, quantity: Quantity, meta: Parameter, to: Language) -> None:
    """The field of a number, how sure it is, and where it comes from."""
    _ = translate(to)
    path = told.path
    key = f"number-{path}"
    label = f"{told.label[:1].upper()}{told.label[1:]} ({unit_in_words(meta.unit, to)})"
    value = central(quantity, meta)
    limits = Limits.of(meta)
    with st.container(horizontal=True, vertical_alignment="bottom", wrap=False, key=f"box-{path.replace('.', '-')}"):
        numeral.field(
            label, to, key=key, value=value, limits=limits, of=value, help=told.help, on_change=_set_number,
            args=(path, to), told=False,
        )  # fmt: skip
        with st.popover(_("How sure"), key=f"sure-{path.replace('.', '-')}", type="tertiary"):
            _doubt(told, quantity, meta, to)
    numeral.complaint(key, limits, to)
    origin = {"assumed": _("assumption"), "sourced": _("from a source"), "own": _("for this case")}[told.origin]
    st.caption(f"{told.value} · {origin}")


def _set_number(path: str, to: Language) -> None:
    from dashboard.views.build import tell

    _ = translate(to)
    scenario = study().now
    quantity, meta = scenario.parameter(path)
    key = f"number-{path}"
    value = numeral.held(key, Limits.of(meta), to)
    # Two presses in quick succession, say of undo: the second brings along what stood here before the first.
    if value is None or numeral.echoed(key, to):
        return
    # Filled anew with what the scenario says then, whether it takes the number or not.
    numeral.forget(key)
    before = central(quantity, meta)
    # The same number written in another way says nothing about its doubt or its source.
    if math.isclose(value, before, rel_tol=1e-12):
        return
    told = _("{what}: from {before} to {after}").format(
        what=meta.label(to), before=written(before, to), after=written(value, to)
    )
    new = moved(quantity, meta, value)
    changes: dict[str, Any] = {path: new.model_dump(mode="json")}
    if quantity.uncertain and not new.uncertain:
        changes |= _correlations_without(scenario, path)
    tell(told, lambda: apply(scenario, changes))


def _doubt(told: Assumption, quantity: Quantity, meta: Parameter, to: Language) -> None:
    """From where to where a number may lie."""
    _ = translate(to)
    if told.source:
        st.caption(told.source)
    if told.note:
        st.caption(told.note)
    if meta.fixed:
        st.caption(_("This number must be the same in every future."))
        return
    if quantity.distribution and quantity.distribution[0] in ENDLESS:
        st.caption(_("This number has no firm bounds: in 9 of 10 futures it lies between these."))
    fields = zip(("low", "high"), (_("at least"), _("at most")), _ends(quantity, meta), strict=True)
    for end, label, value in fields:
        # Filled anew when the scenario says something else: by a dial, by another field, by going back a step.
        numeral.field(label, to, key=f"{end}-{told.path}", value=value, limits=Limits.of(meta), of=quantity)
    wrong = st.session_state.pop(f"doubt-problem-{told.path}", None)
    if wrong:
        st.error(wrong)
    st.button(_("Set"), key=f"doubt-{told.path}", on_click=_set_doubt, args=(told.path, to))


def _ends(quantity: Quantity, meta: Parameter) -> tuple[float, float]:
    """From where to where a number lies as the scenario has it; 9 in 10 futures of what has no end."""
    if not quantity.uncertain:
        return (central(quantity, meta),) * 2
    if quantity.distribution[0] in ENDLESS:  # type: ignore[index]  # uncertain: there is one
        low, high = quantile(quantity, meta, np.array([0.05, 0.95]))
        return float(low), float(high)
    return quantity.extent()


def _set_doubt(path: str, to: Language) -> None:
    from dashboard.views.build import tell

    _ = translate(to)
    scenario = study().now
    quantity, meta = scenario.parameter(path)
    limits = Limits.of(meta)
    # Bounds of a number that has become another meanwhile are none of this one.
    if not all(numeral.filled_for(f"{end}-{path}", quantity) for end in ("low", "high")):
        return
    # Arguments are as old as the screen: what was typed just before the press is in the session only.
    low, high = (numeral.held(f"{end}-{path}", limits, to) for end in ("low", "high"))
    if low is None or high is None or (low, high) == _ends(quantity, meta):
        return
    value = central(quantity, meta)
    wrong = None
    if low > high:
        wrong = _("The lowest ({low}) is above the highest ({high}). Nothing has been changed.")
    elif not low <= value <= high:
        wrong = _(
            "The number itself ({value}) does not lie between {low} and {high}. Nothing has been changed. "
            "Change the number first, or choose wider bounds."
        )
    if wrong:
        st.session_state[f"doubt-problem-{path}"] = wrong.format(
            low=written(low, to), high=written(high, to), value=written(value, to)
        )
        return
    told = _("{what}: expected between {low} and {high}").format(
        what=meta.label(to), low=written(low, to), high=written(high, to)
    )
    changes: dict[str, Any] = {path: _doubted(quantity, value, low, high)}
    if low == high:
        changes |= _correlations_without(scenario, path)
    tell(told, lambda: apply(scenario, changes))


def _doubted(quantity: Quantity, value: float, low: float, high: float) -> dict[str, Any]:
    """The same number within other bounds, as a document writes it: its note and source are about the number still.

    It stays as likely as it was in shape, where that shape has bounds; else the number itself is the most likely.
    """
    doubted: dict[str, Any] = {"value": value, "assumption": True, "source": quantity.source, "note": quantity.note}
    if low < high:
        name, numbers = quantity.distribution or ("triangular", ())
        if name == "uniform":
            doubted[name] = [low, high]
        else:
            peak = numbers[1] if name in PEAKED and numbers and low <= numbers[1] <= high else value
            doubted[name if name in PEAKED else "triangular"] = [low, peak, high]
    return {key: told for key, told in doubted.items() if told is not None}


def _correlations_without(scenario: Scenario, path: str) -> dict[str, Any]:
    """The correlations of a scenario in which a number is no longer uncertain."""
    return {"correlations": correlations_without(scenario, {path})} if scenario.correlations else {}
