"""One dial: a slider with its value in words, a press down and up, usual range, and help in four parts."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.language import translate
from dashboard.study import study
from wijkbv_sim.language import N_, euro, number
from wijkbv_sim.scenario.dials import DIALS, Dial, dial
from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.origin import origin_in_words
from wijkbv_sim.scenario.parameter import LANGUAGES
from wijkbv_sim.scenario.units import unit_in_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from dashboard.study import Study
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

POSITIONS = 100
"""At most so many positions has a slider: more cannot be told apart under a finger."""


NEAR = 3
"""So many places on or back a dial is expected to be turned that was not turned last."""

ADDRESS = re.compile(r"(https?://[^\s;<>]+)")


@lru_cache(maxsize=4096)
def in_words(value: float, unit: str, to: Language) -> str:
    """A dial's value with its unit, as a person says it."""
    if unit.startswith("EUR"):
        words = unit_in_words(unit, to)
        rest = words.removeprefix("EUR").replace("m2", "m²") if to == "en" else f" {words.partition(' ')[2]}"
        # Cents say nothing beside thousands; of a kWh they say too little.
        whole = float(value).is_integer() or abs(value) >= 1_000
        cents = float(round(100 * value, 6)).is_integer() or abs(value) >= 1
        return f"{euro(value, to, decimals=0 if whole else 2 if cents else 3)}{rest}".strip()
    decimals = 0 if float(value).is_integer() else 2 if unit == "FTE" else 1
    return f"{number(value, to, decimals)}{'' if unit.startswith('%') else ' '}{unit_in_words(unit, to)}"


def positions(handle: Dial, start: Scenario, now: float) -> list[float]:
    """Where the slider can stand: whole steps, and where it stood at the start and stands now."""
    return list(remembered(start, ("places of a dial", handle.name, now), lambda: _places(handle, start, now)))


def _places(handle: Dial, start: Scenario, now: float) -> tuple[float, ...]:
    low, high = handle.bounds(start)
    step = handle.step
    while (high - low) / step > POSITIONS:
        step *= 2
    steps = [low + step * k for k in range(int((high - low) / step + 1e-9) + 1)]
    return tuple(sorted({*(round(x, 6) for x in steps), round(handle.value(start), 6), round(now, 6)}))


def show(handle: Dial, to: Language) -> None:
    """The dial on the screen; turned, it is a step of the visitor's work.

    Every piece of a page costs the server time at every touch, and there are eight dials. So all that is only to be
    read is one piece, and the style sheet, not boxes in boxes, puts it above and below the slider.
    """
    _ = translate(to)
    work = study()
    now = round(handle.value(work.now), 6)
    first = round(handle.value(work.start), 6)
    places = positions(handle, work.start, now)
    label = _label(handle, to)
    key = f"dial-{handle.name}"
    # The step is the truth, the slider shows it: after "undo" too. Where it stands there already, it is not put there:
    # a finger that is moving it would lose it.
    there = st.session_state.get(key)
    if there != now:
        if there is not None:
            work.echoes.moved(handle.name, there)
        st.session_state[key] = now
    with st.container(key=f"dial-box-{handle.name}"):
        st.html(_read(handle, work.start, work.now, places, to))
        place = places.index(now)
        st.button(
            _("{dial}: less").format(dial=label), icon=":material/remove:", key=f"less-{handle.name}",
            disabled=place == 0, on_click=_press, args=(handle.name, -1),
        )  # fmt: skip
        st.select_slider(
            f"{label}, {unit_in_words(handle.unit, to)}", options=places, key=key, label_visibility="collapsed",
            format_func=lambda value: in_words(value, handle.unit, to), on_change=_slid, args=(handle.name,),
        )  # fmt: skip
        st.button(
            _("{dial}: more").format(dial=label), icon=":material/add:", key=f"more-{handle.name}",
            disabled=place == len(places) - 1, on_click=_press, args=(handle.name, 1),
        )  # fmt: skip
        if now != first:
            st.button(
                _("Back to {value}").format(value=in_words(first, handle.unit, to)), key=f"reset-{handle.name}",
                type="tertiary", on_click=_turn, args=(handle.name, first),
            )  # fmt: skip


def _label(handle: Dial, to: Language) -> str:
    label = handle.label(to)
    return label[:1].upper() + label[1:]


def _read(handle: Dial, start: Scenario, now: Scenario, places: list[float], to: Language) -> str:
    """What a dial says: its name, its help, the usual range."""
    ends = places[0], places[-1]
    marks = remembered(start, ("marks", handle.name, ends, to), lambda: _marks(handle, start, *ends, to))
    origin = remembered(now, ("origin", handle.name, to), lambda: _origin(handle, now, to))
    return _name_and_help(handle, origin, to) + marks


def _marks(handle: Dial, start: Scenario, lowest: float, highest: float, to: Language) -> str:
    """A bar below the slider with the usual range and where it began, and the same in words."""
    _ = translate(to)
    width = highest - lowest or 1.0
    first = handle.value(start)
    usual = handle.usual(start)
    bar = f'<s style="left:{100 * (first - lowest) / width:.1f}%"></s>'
    said = _("start: {value}").format(value=in_words(first, handle.unit, to))
    if usual is not None:
        low, high = (min(max(x, lowest), highest) for x in usual)
        left = 100 * (low - lowest) / width
        bar = f'<b style="left:{left:.1f}%;width:{max(100 * (high - low) / width, 1):.1f}%"></b>' + bar
        said += " · " + _("expected between {low} and {high}").format(
            low=in_words(usual[0], handle.unit, to), high=in_words(usual[1], handle.unit, to)
        )
    return f'<div class="marks" aria-hidden="true">{bar}</div><p class="said">{html.escape(said)}</p>'


@lru_cache(maxsize=1024)
def _name_and_help(handle: Dial, origin: str, to: Language) -> str:
    """Its name, a button, and the four parts of the help that the browser itself shows at a press of that button."""
    _ = translate(to)
    others = ", ".join(dial(name).label(to) for name in handle.related)
    told = (
        (_("What is it?"), handle.what(to)),
        (_("Why does it matter?"), handle.why(to)),
        (_("What hangs together with it?"), others),
        (_("Where does the number come from?"), origin),
    )
    parts = "".join(f"<p><b>{html.escape(question)}</b> {_linked(answer)}</p>" for question, answer in told if answer)
    explain = html.escape(_("Explain: {dial}").format(dial=handle.label(to)))
    here = f"help-{handle.name}"
    return (
        f'<p class="name">{html.escape(_label(handle, to))}</p>'
        f'<button type="button" class="why" popovertarget="{here}" aria-label="{explain}"><span>?</span></button>'
        f'<div popover id="{here}" class="help" role="note" aria-label="{explain}">{parts}</div>'
    )


def _linked(text: str) -> str:
    """A text as markup, with addresses as links and each line on its own."""
    marked = [
        f'<a href="{part}" target="_blank" rel="noopener">{part}</a>' if k % 2 else part
        for k, part in enumerate(html.escape(part) for part in ADDRESS.split(text))
    ]
    return "".join(marked).replace("\n", "<br>")


def _origin(handle: Dial, scenario: Scenario, to: Language) -> str:
    _ = translate(to)
    numbers = handle.numbers(scenario)
    assumed = sum(quantity.assumption for _, quantity, _ in numbers)
    sources = list(dict.fromkeys(origin_in_words(q.source, to) for _, q, _ in numbers if q.source))
    if assumed == len(numbers):
        said = _("An assumption: nobody measured it.")
    elif assumed:
        said = _("{assumed} of the {all} numbers behind it are assumptions.").format(assumed=assumed, all=len(numbers))
    else:
        said = _("Every number behind it has a source.") if sources else _("Filled in for this case.")
    return said + "".join(f"\n– {source}" for source in sources[:3])


def likely(handles: Sequence[Dial], work: Study) -> list[tuple[str, float]]:
    """Where dials may be turned next, as (dial, value), the most likely first: the one that was turned last anywhere,
    the others a few places on or back.
    """
    last = work.steps[work.at].dial
    found = []
    for handle in handles:
        now = round(handle.value(work.now), 6)
        places = positions(handle, work.start, now)
        at = places.index(now)
        for place, value in enumerate(places):
            far = abs(place - at)
            if far and (handle.name == last or far <= NEAR):
                found.append((far / 20 if handle.name == last else far, handle.name, value))
    return [(name, value) for _, name, value in sorted(found)]


def _turn(name: str, value: float) -> None:
    work = study()
    handle = next(d for d in DIALS if d.name == name)
    before = round(handle.value(work.now), 6)
    told: dict[Language, str] = {}
    for to in LANGUAGES:
        was, now = (in_words(each, handle.unit, to) for each in (before, value))
        words = translate(to)(N_("{dial}: from {before} to {after}"))
        told[to] = words.format(dial=_label(handle, to), before=was, after=now)
    work.change(told, handle.turned(work.now, value), name)


def _press(name: str, by: int) -> None:
    """One place on or back from where the dial is now: pressed twice before the screen is renewed, it goes two."""
    work = study()
    handle = next(d for d in DIALS if d.name == name)
    now = round(handle.value(work.now), 6)
    places = positions(handle, work.start, now)
    _turn(name, places[min(max(places.index(now) + by, 0), len(places) - 1)])


def _slid(name: str) -> None:
    """The slider stands elsewhere than the dial: it was moved there, unless the browser did not know better.

    Every message sends along where the sliders stand. In that of a part of the page that renews itself, or of a button
    pressed in quick succession, that may be where one stood before it was put elsewhere, which is no turn of the dial.
    Of a finger that moves a slider a message of its own tells, and the slider still stands elsewhere then.
    """
    key = f"dial-{name}"
    work = study()
    place = float(st.session_state[key])
    run = get_script_run_ctx()
    if (run is not None and run.fragment_ids_this_run) or work.echoes.is_echo(name, place):
        st.session_state[key] = round(dial(name).value(work.now), 6)
        return
    work.echoes.turned(name, place)
    _turn(name, place)
