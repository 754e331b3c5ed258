"""The scenario document as a whole: the one list of everything that a user can decide or doubt."""

from __future__ import annotations

import copy
import hashlib
import itertools
import json
import math
from collections.abc import Iterator, Mapping
from contextlib import suppress
from typing import Annotated, Any

from pydantic import BaseModel, Field, ValidationError, model_validator
from pydantic_core import PydanticCustomError

from wijkbv_sim.language import N_
from wijkbv_sim.scenario.area import Area
from wijkbv_sim.scenario.assets import AnyAsset
from wijkbv_sim.scenario.checks import MAX_PARTS, NAME, Location, contradictions, unknown_path, walk
from wijkbv_sim.scenario.contracts import Commissioner
from wijkbv_sim.scenario.economy import LocalEconomy
from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.money import Money
from wijkbv_sim.scenario.municipality import Municipality
from wijkbv_sim.scenario.ownership import Ownership
from wijkbv_sim.scenario.parameter import Parameter, Section
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.said import Said
from wijkbv_sim.scenario.scaling import Scaling
from wijkbv_sim.scenario.services import Service, Synergy
from wijkbv_sim.scenario.sharing import by_keys, in_full, with_numbers
from wijkbv_sim.scenario.text import Text
from wijkbv_sim.scenario.value import SocialValue

__all__ = [
    "FORMAT", "MAX_PARTS", "NAME", "Correlation", "Event", "Feedbacks", "Location", "Municipality", "Scenario", "Text",
    "Time", "contradictions", "unknown_path", "walk",
]  # fmt: skip

FORMAT = 1
"""The version of the document format; a reader refuses what is newer."""

MAX_CONTRADICTIONS = 50
"""How many contradictions are looked for before the document is refused."""


class Time(Section):
    """When the story begins and how long it lasts."""

    start: str = Field(
        default="2026-01", pattern=r"^(19|20|21)\d\d-(0[1-9]|1[0-2])$", description="First month, as 2026-01"
    )
    years: int = Field(default=10, ge=1, le=40, description="How many years are simulated")

    @property
    def months(self) -> int:
        """The number of monthly steps."""
        return self.years * 12


class Feedbacks(Section):
    """Loops of cause and effect. Each can be switched off by name, to see what it does."""

    quality_to_trust: bool = Field(default=True, description="What the municipality sees moves its trust")
    inclusion_to_trust: bool = Field(
        default=True, description="Who takes part, held against who lives there, moves trust"
    )
    trust_to_contracts: bool = Field(default=True, description="Trust moves the chance of winning and renewal")
    quality_to_contracts: bool = Field(default=True, description="Quality moves the chance of winning and renewal")
    trust_to_members: bool = Field(default=True, description="Trust moves how many residents join")
    quality_to_members: bool = Field(default=True, description="Quality moves who joins and who leaves")
    quality_to_take_up: bool = Field(default=True, description="Quality moves how fast more residents use a service")
    staffing_to_quality: bool = Field(default=True, description="Too few people lower the quality")
    liquidity_to_cost: bool = Field(default=True, description="The board cuts back when the account runs low")
    load_to_stopping: bool = Field(default=True, description="Volunteers stop when there is nothing to do")
    load_to_burnout: bool = Field(default=True, description="Overloaded volunteers burn out")
    load_to_activation: bool = Field(default=True, description="Members become active when there is work to do")
    jobs_to_members: bool = Field(
        default=True, description="A job changes what time and income its holder has, and who joins"
    )
    condition_to_occupancy: bool = Field(default=True, description="A neglected building loses tenants")
    leaders_to_quality: bool = Field(
        default=False, description="Without a leader quality, trust and volunteering suffer and the company may give up"
    )
    say_to_members: bool = Field(default=False, description="Members who have a say become active and stay")


class Event(Section):
    """A change of parameters from a month on, for good or until another month.

    ``set``, ``add`` and ``multiply`` name parameters by their path, as in
    ``money.contracts.green.value``. A contract whose ``termination``
    is set to 100 ends at once; one whose ``value`` is multiplied by 0 goes on unpaid.
    """

    name: str = Field(pattern=NAME.pattern, max_length=80, description="A short name for the event")
    title: Text | None = Field(default=None, description="What happens, on screens")
    month: int = Field(ge=1, le=480, description="From which month it holds; 1 is the first")
    until: int | None = Field(default=None, ge=2, le=481, description="The month in which it ends; left out: never")
    set: dict[str, Quantity] = Field(default_factory=dict, description="Parameters that get a new value")
    add: dict[str, Quantity] = Field(default_factory=dict, description="Parameters that something is added to")
    multiply: dict[str, Quantity] = Field(default_factory=dict, description="Parameters that are multiplied")

    @model_validator(mode="after")
    def _does_something(self) -> Event:
        if not (self.set or self.add or self.multiply):
            raise ValueError(Said(N_("expected set, add or multiply with at least one parameter")))
        if self.until is not None and self.until <= self.month:
            text = N_("expected until after month {month}, not {until}")
            raise ValueError(Said(text, until=self.until, month=self.month))
        return self


class Correlation(Section):
    """Uncertain parameters that tend to be high together (Gaussian copula, one correlation for all pairs)."""

    parameters: tuple[str, ...] = Field(min_length=2, max_length=50, description="Paths of uncertain parameters")
    correlation: float = Field(gt=-1, lt=1, allow_inf_nan=False, description="Rank correlation of each pair")

    @model_validator(mode="after")
    def _possible(self) -> Correlation:
        # The normals behind the ranks may at the lowest have -1 / (n - 1); Pearson 1907 gives the ranks'.
        lowest = -6 / math.pi * math.asin(0.5 / (len(self.parameters) - 1))
        if self.correlation <= lowest:
            text = N_(
                "{count} numbers cannot all move against each other that much: expected a correlation above {lowest}"
            )
            raise ValueError(Said(text, count=len(self.parameters), lowest=f"{lowest:.3g}"))
        if len(set(self.parameters)) < len(self.parameters):
            raise ValueError(Said(N_("expected each parameter once")))
        return self


class Observed(Section):
    """What really happened in one calendar year, by variable; it moves no future, and ``calibrate`` learns from it.

    Money that flows (``income_contracts``, ``income_grants``) is over the year; all else (``members``, ``staff_fte``,
    ``cash``) as it stood at its end.
    """

    year: int = Field(ge=1900, le=2200, description="The calendar year, such as 2026")
    values: dict[str, Annotated[float, Field(allow_inf_nan=False)]] = Field(
        min_length=1, max_length=200, description="What was counted, by variable (docs/variables.md)"
    )


class Scenario(Section):
    """A neighbourhood company in its neighbourhood."""

    format: int = Field(default=FORMAT, ge=1, le=FORMAT, description="Version of the document format")
    name: str = Field(pattern=NAME.pattern, max_length=80, description="Short name: small letters, digits, hyphens")
    title: Text = Field(description="The scenario's name on screens")
    description: Text | None = Field(default=None, description="What the case is and what it shows")
    time: Time = Time()
    area: Area
    scaling: Scaling | None = Field(default=None, description="What grows with the neighbourhood, in a template")
    services: dict[str, Service] = Field(default_factory=dict, description="Services by name")
    synergies: tuple[Synergy, ...] = Field(default=(), max_length=200, description="Economies of scope")
    money: Money = Money()
    assets: dict[str, AnyAsset] = Field(default_factory=dict, description="Assets by name, each of its kind")
    ownership: Ownership = Ownership()
    municipality: Municipality = Municipality()
    commissioners: dict[str, Commissioner] = Field(
        default_factory=dict,
        description="Room of other commissioners, by who they are; whoever is left out has room for everything",
    )
    local_economy: LocalEconomy = LocalEconomy()
    social_value: SocialValue = SocialValue()
    feedbacks: Feedbacks = Feedbacks()
    timeline: tuple[Event, ...] = Field(default=(), max_length=500, description="Events, in any order")
    correlations: tuple[Correlation, ...] = Field(default=(), max_length=50)
    actuals: tuple[Observed, ...] = Field(
        default=(), max_length=50, description="What really happened, a year each; calibrate learns from it"
    )

    @model_validator(mode="after")
    def _hangs_together(self) -> Scenario:
        found = list(itertools.islice(contradictions(self), MAX_CONTRADICTIONS))
        if found:
            location, message = found[0]
            facts = {"message": message, "location": location, "all": found}
            raise PydanticCustomError("contradiction", "{message}", facts)
        return self

    def quantities(self) -> Iterator[tuple[str, Quantity, Parameter]]:
        """Every number of the scenario: its path, the number, and the schema's description of it."""
        return iter(remembered(self, "quantities", lambda: tuple(walk(self))))

    def parameter(self, path: str) -> tuple[Quantity, Parameter]:
        """The number at a path such as ``money.contracts.green.value``, with its description.

        Raises KeyError, with the nearest paths, where there is none.
        """
        known = remembered(self, "parameter", lambda: {found: (q, meta) for found, q, meta in self.quantities()})
        if path not in known:
            raise KeyError(unknown_path(known, path))
        return known[path]

    def with_(self, changes: Mapping[str, Any] | None = None, /, **keywords: Any) -> Scenario:
        """A copy in which some parameters differ.

        Paths are keys (``{"money.opening_cash": 50_000}``), or keywords with two underscores for each dot
        (``money__opening_cash=50_000``). None takes a named part out. The result is validated anew; what is
        not allowed raises pydantic's ValidationError, an unknown path KeyError.
        """
        every = {**(changes or {}), **{k.replace("__", "."): v for k, v in keywords.items()}}
        numbers = by_keys(every)
        if numbers:
            # What cannot be done this way is done, or told, by way of the document.
            with suppress(KeyError, ValidationError):
                return with_numbers(self, numbers)
        return Scenario.model_validate_json(json.dumps(self.document_with(every)))

    def document_with(self, changes: Mapping[str, Any]) -> dict[str, Any]:
        """What a document would hold that says the same but for some changes by path; nothing is validated."""
        document = self.model_dump(mode="json", exclude_unset=True)
        for path, value in changes.items():
            _put(document, path.split("."), value, self)
        return document

    def certain(self) -> Scenario:
        """A copy in which every uncertain number has its central value: one future, without doubt."""
        from wijkbv_sim.scenario.distributions import central

        doubted = {path: central(q, meta) for path, q, meta in self.quantities() if q.uncertain}
        events = [
            event.model_copy(
                update={
                    kind: {p: Quantity(value=central(q, None)) for p, q in getattr(event, kind).items()}
                    for kind in ("set", "add", "multiply")
                }
            ).model_dump(mode="json", exclude_unset=True)
            for event in self.timeline
        ]
        return self.with_({**doubted, "timeline": events, "correlations": []})

    @property
    def digest(self) -> str:
        """A hash of all that the scenario says, the same for documents that say the same.

        What really happened is no part of it: it moves no future, so that results stay those of the scenario.
        """
        return remembered(self, "digest", self._digest)

    def _digest(self) -> str:
        text = in_full(self, without=frozenset({"actuals"}))
        return hashlib.blake2b(text.encode(), digest_size=16).hexdigest()


def _paths(scenario: Scenario) -> list[str]:
    return [path for path, _, _ in scenario.quantities()]


def _put(document: dict[str, Any], keys: list[str], value: Any, scenario: Scenario) -> None:
    """Write a value at a path of a plain document, making the sections on the way."""
    here: Any = document
    for position, key in enumerate(keys):
        last = position == len(keys) - 1
        if isinstance(here, list):
            if not key.isdigit() or int(key) >= len(here):
                raise KeyError(unknown_path(_paths(scenario), ".".join(keys)))
            if last:
                here[int(key)] = value
            else:
                here = here[int(key)]
        elif last and value is None:
            here.pop(key, None)
        elif last:
            here[key] = value.model_dump(mode="json") if isinstance(value, BaseModel) else copy.deepcopy(value)
        else:
            here = here.setdefault(key, {})
            if not isinstance(here, dict | list):
                raise KeyError(unknown_path(_paths(scenario), ".".join(keys)))
