"""What the schema knows of each parameter: unit, bounds, labels and help in two languages, and origin.

This is the one list from which the documentation, the dashboard's dials and the messages are made.
"""

from __future__ import annotations

import pickle
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.quantity import Quantity

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

Counts = Literal["always", "at_start", "at_beginning", "as_beginning", "at_sign_up", "while_built", "until_open"]
"""When a parameter counts: in every month, before the first only, when its part of the document begins (the price of
a building), as the very month in which that part begins, when residents begin to sign up for it, while it is being
built (the cost of a renovation), or until it is in use.
"""


@dataclass(frozen=True)
class Parameter:
    """The description of one number that a user can decide or doubt.

    ``unit`` is written as on screen; numbers with a unit that starts with ``%`` are written as percentages
    in documents and reach the model as fractions. A ``fixed`` parameter must be the same in every future,
    for it shapes the arrays (the number of residents, say): no distribution and no event may touch it. ``counts``
    says when the model looks at it, and so in which months an event may change it.
    """

    unit: str
    low: float
    high: float
    nl: str
    en: str
    help_nl: str
    help_en: str
    source: str | None = None
    assumption: bool = False
    fixed: bool = False
    integer: bool = False
    counts: Counts = "always"

    def label(self, language: Language) -> str:
        """The parameter's short name on a screen."""
        return self.nl if language == "nl" else self.en

    def help(self, language: Language) -> str:
        """One or two sentences on what it is and why it matters."""
        return self.help_nl if language == "nl" else self.help_en

    @property
    def scale(self) -> float:
        """What a written number is multiplied by before the model sees it."""
        return 0.01 if self.unit.startswith("%") else 1.0


REQUIRED = object()
"""Stands for a parameter that every document must give."""


def parameter(
    default: Any,
    unit: str,
    bounds: tuple[float, float],
    *,
    nl: str,
    en: str,
    help_nl: str,
    help_en: str,
    source: str | None = None,
    assumption: bool = False,
    fixed: bool = False,
    integer: bool = False,
    counts: Counts = "always",
) -> Any:
    """Declare a parameter of the schema; ``default`` is written as in a document, or REQUIRED."""
    meta = Parameter(unit, bounds[0], bounds[1], nl, en, help_nl, help_en, source, assumption, fixed, integer, counts)
    extra: dict[str, Any] = {
        "x-unit": unit,
        "x-bounds": list(bounds),
        "x-label": {"nl": nl, "en": en},
        "x-help": {"nl": help_nl, "en": help_en},
        "x-assumption": assumption,
    }
    if source:
        extra["x-source"] = source
    field: Any
    if default is REQUIRED:
        field = Field(title=en, description=f"{help_en} [{unit}]", json_schema_extra=extra)
    else:
        written = default if isinstance(default, dict) else {"value": default}
        quantity = Quantity.model_validate({**written, "source": source, "assumption": assumption})
        field = Field(default=quantity, title=en, description=f"{help_en} [{unit}]", json_schema_extra=extra)
    field.metadata.append(meta)
    return field


def described(field: FieldInfo) -> Parameter | None:
    """The description that ``parameter`` left on a field, or None where the field is not a number."""
    return next((m for m in field.metadata if isinstance(m, Parameter)), None)


class Section(BaseModel):
    """A part of a scenario document. Unknown keys are refused; numbers are held to their bounds."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    @field_validator("*", mode="after")
    @classmethod
    def _within_bounds(cls, value: Any, info: Any) -> Any:
        if not isinstance(value, Quantity) or info.field_name is None:
            return value
        meta = descriptions(cls).get(info.field_name)
        if meta is not None:
            check_bounds(value, meta)
        return value

    @classmethod
    def numbers(cls) -> Iterator[tuple[str, Parameter]]:
        """Every number of this section: field name and description."""
        yield from descriptions(cls).items()

    def __reduce__(self) -> tuple[Any, ...]:
        """How a section is sent to another process: what it says itself is written once, however often it is sent,
        and read once; a part below it is sent in the same way.
        """
        parts = {name: value for name, value in self.__dict__.items() if _has_parts(value)}
        return _arrived, (remembered(self, "sent", lambda: self._written_without(parts)), parts)

    def _written_without(self, parts: dict[str, Any]) -> bytes:
        state = self.__getstate__()
        plain = {name: None if name in parts else value for name, value in self.__dict__.items()}
        return pickle.dumps((type(self), {**state, "__dict__": plain}))


def _has_parts(value: Any) -> bool:
    """Whether a field holds sections."""
    if isinstance(value, dict):
        value = tuple(value.values())
    return isinstance(value, Section) or (isinstance(value, tuple) and any(isinstance(part, Section) for part in value))


def _arrived(written: bytes, parts: dict[str, Any]) -> Section:
    """A section that was sent: the very same for all who share it, if it holds no others."""
    found = _read(written)
    if not parts:
        return found
    whole = found.__getstate__()
    section = type(found).__new__(type(found))
    section.__setstate__({**whole, "__dict__": {**found.__dict__, **parts}})
    return section


@lru_cache(maxsize=500)
def _read(written: bytes) -> Section:
    """What a section says itself, with nothing in the place of its parts."""
    kind, state = pickle.loads(written)
    section: Section = kind.__new__(kind)
    section.__setstate__(state)
    return section


@cache
def descriptions(section: type[BaseModel]) -> dict[str, Parameter]:
    """The numbers of a kind of section, by the name of the field: looked up for every number that is read."""
    return {name: meta for name, field in section.model_fields.items() if (meta := described(field)) is not None}


def check_bounds(quantity: Quantity, meta: Parameter) -> None:
    """Raise where a quantity may fall outside what its parameter allows, or doubts what must be certain."""
    low, high = quantity.extent()
    if low < meta.low or high > meta.high:
        bad = low if low < meta.low else high
        raise PydanticCustomError(
            "out_of_bounds",
            N_("{bad} {unit} lies outside the range: expected {low} to {high} {unit}"),
            {"bad": in_words(bad), "low": in_words(meta.low), "high": in_words(meta.high), "unit": meta.unit},
        )
    if meta.fixed and quantity.uncertain:
        raise PydanticCustomError(
            "must_be_certain", N_("expected one number: this one must be the same in every future"), {}
        )
    if meta.integer and quantity.value is not None and not quantity.value.is_integer():
        raise PydanticCustomError(
            "not_whole", N_("expected a whole number, not {value}"), {"value": f"{quantity.value:g}"}
        )


def in_words(number: float) -> str:
    """A number as a message writes it: 2000000, not 2e+06."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 1e15 else f"{number:g}"
