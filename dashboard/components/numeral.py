"""A field for a number, written and read as the reader's language does.

The browser's own fields for numbers know one notation, that of the machine: a Dutch 26.500 becomes 26,5 in them, and
what cannot be read becomes 0. In this one, what is wrong stays where it is, with a sentence below it that says why.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import streamlit as st

from dashboard.language import translate
from dashboard.study import study
from wijkbv_sim.language import number

if TYPE_CHECKING:
    from collections.abc import Callable

    from wijkbv_sim.scenario.parameter import Language, Parameter

FILLED = "numerals"
"""Where the session keeps by which number each field was filled."""


@dataclass(frozen=True)
class Limits:
    """What a field takes: from where to where, and whether only whole numbers."""

    low: float
    high: float
    whole: bool = False

    @classmethod
    def of(cls, meta: Parameter) -> Limits:
        """Those of a number of the schema."""
        return cls(meta.low, meta.high, meta.integer)


@dataclass(frozen=True)
class _Filled:
    """By what a field was filled: the number, what it is of, and how it was written."""

    value: float
    of: Any
    to: Language
    text: str


def written(x: float, to: Language) -> str:
    """A number with no more decimals than it needs: two where they say it all, else three telling digits.

    >>> [written(x, "nl") for x in (26500, 1.5, 27500.5, 21461.53846, 18.3462, 0.0125)]
    ['26.500', '1,5', '27.500,5', '21.462', '18,35', '0,0125']
    """
    size = math.floor(math.log10(abs(x))) if x else 0
    most = min(max(2, 2 - size), 9)
    if size >= 3 and not math.isclose(round(x, most), x, rel_tol=1e-12):
        most = 0
    return number(x, to, len(f"{x:.{most}f}".rstrip("0").partition(".")[2]) if most else 0)


def read(text: str, to: Language) -> float | None:
    """The number that a text says in a language, its thousands separated or not; None where it says none.

    Where the other language's decimal sign cannot separate thousands, it is a decimal sign.

    >>> [read(text, "nl") for text in ("26.500", "26500", "1,5", "27500,5", "1.5", "0.125", "26.50.0", "veel", "")]
    [26500.0, 26500.0, 1.5, 27500.5, 1.5, 0.125, None, None, None]
    """
    from babel.numbers import NumberFormatError, parse_decimal

    plain = re.sub(r"\s", "", text).removeprefix("€").replace("\N{MINUS SIGN}", "-")
    # By itself a Decimal reads 1e5, 1_000 and nan too.
    if not re.fullmatch(r"[-+]?[\d.,]{1,30}", plain, re.ASCII):
        return None
    thousands, decimal = (".", ",") if to == "nl" else (",", ".")
    try:
        return float(parse_decimal(plain, locale=to, strict=True))
    except NumberFormatError:
        whole, sign, part = plain.partition(thousands)
        alone = part.isdecimal() and decimal not in plain
        if sign and alone and (len(part) != 3 or whole.strip("+-") in ("", "0")):
            return float(f"{whole}.{part}")
        return None


def field(
    label: str, to: Language, *, key: str, value: float, limits: Limits, of: Any = None, help: str | None = None,
    on_change: Callable[..., None] | None = None, args: tuple[Any, ...] = (), told: bool = True,
) -> float | None:  # fmt: skip
    """The field, filled with ``value``; gives the number that it holds, or None while it holds none that will do.

    It is filled anew where ``of`` is something else than when it was filled, and otherwise keeps what was typed.
    ``told``: say below it what is wrong with that; else ``complaint`` does, wherever there is room.
    """
    _fill(key, value, of, to)
    st.text_input(label, key=key, help=help, autocomplete="off", on_change=on_change, args=args)
    if told:
        complaint(key, limits, to)
    return held(key, limits, to)


def complaint(key: str, limits: Limits, to: Language) -> None:
    """What is wrong with what a field holds, if anything."""
    wrong = _wrong(key, limits, to)
    if wrong:
        st.error(wrong)


def held(key: str, limits: Limits, to: Language) -> float | None:
    """The number that a field holds, to its last digit where nobody touched it; None where it will not do."""
    return None if _wrong(key, limits, to) else _said(key, to)


def forget(key: str) -> None:
    """Have a field filled anew the next time that it is shown."""
    _all_filled().pop(key, None)


def echoed(key: str, to: Language) -> bool:
    """Whether a field holds what stood in it before it was filled anew, sent by a browser that has not heard yet."""
    x = read(st.session_state.get(key, ""), to)
    before = _all_filled().get(key)
    return x is not None and before is not None and x != read(before.text, to) and study().echoes.is_echo(key, x)


def filled_for(key: str, of: Any) -> bool:
    """Whether a field was filled for this: for what is now, and not for what was before a press just now."""
    before = _all_filled().get(key)
    return before is not None and bool(before.of == of)


def _all_filled() -> dict[str, _Filled]:
    found: dict[str, _Filled] = st.session_state.setdefault(FILLED, {})
    return found


def _fill(key: str, value: float, of: Any, to: Language) -> None:
    before = _all_filled().get(key)
    if key in st.session_state and before is not None and before.of == of:
        if before.to == to and not echoed(key, to):
            return
        # Another language writes what was typed in another way.
        typed = _said(key, before.to) if before.to != to else None
        value = value if typed is None else typed
    elif before is not None and (old := read(before.text, before.to)) is not None:
        study().echoes.moved(key, old)
    value = float(value)
    text = written(value, to)
    st.session_state[key] = text
    _all_filled()[key] = _Filled(value, of, to, text)


def _said(key: str, to: Language) -> float | None:
    text = st.session_state.get(key, "")
    before = _all_filled().get(key)
    return before.value if before is not None and before.text == text else read(text, to)


def _wrong(key: str, limits: Limits, to: Language) -> str | None:
    _ = translate(to)
    if not st.session_state.get(key, "").strip():
        return _("Type a number here.")
    x = _said(key, to)
    if x is None:
        example = written(1250 if limits.whole else 1250.5, to)
        return _("This is not a number that we can read. Write it like this: {example}.").format(example=example)
    if not limits.low <= x <= limits.high:
        low, high = written(limits.low, to), written(limits.high, to)
        return _("This must be a number from {low} to {high}.").format(low=low, high=high)
    if limits.whole and not x.is_integer():
        return _("This must be a whole number.")
    return None
