"""A number as a person writes it: a plain value, a value with its source, or an uncertain quantity.

A document may write the same number in three ways::

    rent: 80
    rent: {value: 80, source: "https://..."}
    rent: {triangular: [70, 80, 120], assumption: true, note: "nobody measured it"}

The distributions, with their parameters in the order in which they are written:

=============  ==================================  ============================================
name           parameters                          meaning
=============  ==================================  ============================================
uniform        low, high                           every value between is as likely
triangular     low, mode, high                     most likely at the mode
pert           low, mode, high                     like triangular, with thinner tails
normal         mean, sd                            cut off at the parameter's own bounds
lognormal      median, p95                         skewed; one in twenty lies above p95
beta           a, b  or  a, b, low, high           between low and high (0 and 1 unless given)
discrete       [value, weight], [value, weight]    one of a list
=============  ==================================  ============================================
"""

from __future__ import annotations

import math
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, model_serializer, model_validator

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.said import Said

DistributionName = Literal["uniform", "triangular", "pert", "normal", "lognormal", "beta", "discrete"]

DISTRIBUTIONS: dict[str, str] = {
    "uniform": N_("[low, high]"),
    "triangular": N_("[low, mode, high]"),
    "pert": N_("[low, mode, high]"),
    "normal": N_("[mean, sd]"),
    "lognormal": N_("[median, p95]"),
    "beta": N_("[a, b] or [a, b, low, high]"),
    "discrete": N_("[[value, weight], [value, weight], ...]"),
}
"""Every distribution that a document may name, with the form of its parameters."""

Number = Annotated[float, Field(allow_inf_nan=False)]

MAX_DISCRETE = 1000
"""The longest list of alternatives a discrete quantity may have."""


class Quantity(BaseModel):
    """One number of a scenario, with what is known and doubted about it.

    Exactly one distribution may stand beside or instead of ``value``. Where both are given, ``value`` is
    what a run without uncertainty uses; where only a distribution is given, its median is.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    value: Number | None = None
    uniform: tuple[Number, Number] | None = None
    triangular: tuple[Number, Number, Number] | None = None
    pert: tuple[Number, Number, Number] | None = None
    normal: tuple[Number, Number] | None = None
    lognormal: tuple[Number, Number] | None = None
    beta: tuple[Number, Number] | tuple[Number, Number, Number, Number] | None = None
    discrete: tuple[tuple[Number, Number], ...] | None = Field(default=None, max_length=MAX_DISCRETE)
    source: str | None = Field(default=None, max_length=2000)
    assumption: bool = False
    note: str | None = Field(default=None, max_length=2000)

    @model_validator(mode="before")
    @classmethod
    def _plain_number(cls, data: Any) -> Any:
        """Take a bare number for a quantity without doubt; lists for tuples, as YAML writes them."""
        if isinstance(data, bool):
            raise ValueError("expected a number, not true or false")
        if isinstance(data, int | float):
            return {"value": _float(data)}
        if isinstance(data, str) or data is None or isinstance(data, list | tuple):
            raise ValueError("expected a number, such as 80, or {value: 80, source: ...}, or {uniform: [70, 90]}")
        if isinstance(data, dict):
            return {k: _tuples(v) for k, v in data.items()}
        return data

    @model_validator(mode="after")
    def _one_meaning(self) -> Quantity:
        named = [name for name in DISTRIBUTIONS if getattr(self, name) is not None]
        if len(named) > 1:
            text = N_("expected one distribution, not {count}: {named}")
            raise ValueError(Said(text, count=len(named), named=", ".join(named)))
        if not named and self.value is None:
            raise ValueError(Said(N_("expected value or one of {names}"), names=", ".join(DISTRIBUTIONS)))
        if named:
            _check_shape(named[0], getattr(self, named[0]))
        return self

    @model_serializer(mode="plain")
    def _as_written(self) -> float | int | dict[str, Any]:
        """Write it back in the shortest form that says the same."""
        full = {name: held for name, held in self.__dict__.items() if held is not None and held is not False}
        if full.keys() == {"value"}:
            return _short(full["value"])
        return {k: _lists(v) for k, v in full.items()}

    @property
    def distribution(self) -> tuple[str, tuple[Any, ...]] | None:
        """The distribution's name and parameters, or None for a certain number."""
        for name in DISTRIBUTIONS:
            parameters = getattr(self, name)
            if parameters is not None:
                return name, parameters
        return None

    @property
    def uncertain(self) -> bool:
        """Whether futures may differ in this number."""
        return self.distribution is not None

    def extent(self) -> tuple[float, float]:
        """The lowest and the highest number written here, for the check against a parameter's bounds.

        Normal and lognormal quantities are cut off at the bounds when drawn, so only their mean (median)
        and their value count.
        """
        numbers = [] if self.value is None else [self.value]
        match self.distribution:
            case ("uniform" | "triangular" | "pert", parameters):
                numbers += parameters
            case ("normal" | "lognormal", (centre, _)):
                numbers.append(centre)
            case ("beta", (_, _)):
                numbers += [0.0, 1.0]
            case ("beta", (_, _, low, high)):
                numbers += [low, high]
            case ("discrete", pairs):
                numbers += [value for value, _ in pairs]
            case _:
                pass
        return min(numbers), max(numbers)


def _float(number: float) -> float:
    try:
        return float(number)
    except OverflowError:
        return math.inf


def _tuples(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return tuple(_tuples(v) for v in value)
    if isinstance(value, int) and not isinstance(value, bool):
        return _float(value)
    return value


def _lists(value: Any) -> Any:
    if isinstance(value, float):
        return _short(value)
    return [_lists(v) for v in value] if isinstance(value, tuple) else value


def _short(number: float) -> float | int:
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def _check_shape(name: str, p: tuple[Any, ...]) -> None:
    """Raise ValueError where the parameters of a distribution contradict each other."""

    def wrong(text: str, **facts: Any) -> ValueError:
        return ValueError(Said(text, shape=f"{name}: ", form=DISTRIBUTIONS[name], **facts))

    if name == "uniform" and not p[0] < p[1]:
        text = N_("expected low < high in {shape}{form}, not {a} and {b}")
        raise wrong(text, a=_short(p[0]), b=_short(p[1]))
    if name in ("triangular", "pert") and not (p[0] <= p[1] <= p[2] and p[0] < p[2]):
        text = N_("expected low <= mode <= high in {shape}{form}, not {given}")
        raise wrong(text, given=", ".join(str(_short(x)) for x in p))
    if name == "normal" and not p[1] > 0:
        raise wrong(N_("expected sd > 0 in {shape}{form}, not {a}"), a=_short(p[1]))
    if name == "lognormal" and not 0 < p[0] < p[1]:
        text = N_("expected 0 < median < p95 in {shape}{form}, not {a} and {b}")
        raise wrong(text, a=_short(p[0]), b=_short(p[1]))
    if name == "beta":
        if not (p[0] > 0 and p[1] > 0):
            raise wrong(N_("expected a > 0 and b > 0 in {shape}{form}"))
        if len(p) == 4 and not p[2] < p[3]:
            raise wrong(N_("expected low < high in {shape}{form}"))
    if name == "discrete":
        if len(p) < 1:
            raise wrong(N_("expected at least one alternative in {shape}{form}"))
        if any(weight < 0 for _, weight in p) or not sum(weight for _, weight in p) > 0:
            raise wrong(N_("expected weights >= 0 that are not all zero in {shape}{form}"))
