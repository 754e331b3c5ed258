"""Hypothesis strategies for quantities and for whole scenarios."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st
from pydantic import ValidationError

from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.parameter import Parameter, Section, check_bounds
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.schema import Scenario

names = st.from_regex(r"[a-z][a-z0-9]{0,6}([-_][a-z0-9]{1,4})?", fullmatch=True)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
titles = texts | st.fixed_dictionaries({"nl": texts}, optional={"en": texts | st.none()})


def _numbers(low: float, high: float, *, integer: bool) -> st.SearchStrategy[float]:
    if integer:
        return st.integers(int(low), int(high)).map(float)
    return st.floats(low, high, allow_nan=False) | st.sampled_from([low, high, (low + high) / 2])


@st.composite
def quantities(draw: st.DrawFn, meta: Parameter) -> Any:
    """A number within a parameter's bounds, in any way of writing it."""
    number = _numbers(meta.low, meta.high, integer=meta.integer)
    if meta.fixed:
        return draw(number)
    spread = st.floats(1e-6, 1e6)
    ways = {
        "value": number,
        "uniform": st.lists(number, min_size=2, max_size=2).map(sorted),
        "triangular": st.lists(number, min_size=3, max_size=3).map(sorted),
        "pert": st.lists(number, min_size=3, max_size=3).map(sorted),
        "normal": st.tuples(number, spread).map(list),
        "lognormal": st.tuples(number, st.floats(1.001, 100)).map(lambda p: [p[0], p[0] * p[1]]),
        "beta": st.tuples(st.floats(0.05, 50), st.floats(0.05, 50), st.lists(number, min_size=2, max_size=2)).map(
            lambda p: [p[0], p[1], *sorted(p[2])]
        ),
        "discrete": st.lists(st.tuples(number, st.floats(0, 10)).map(list), min_size=1, max_size=5),
    }
    way = draw(st.sampled_from(list(ways)))
    written: dict[str, Any] = {way: draw(ways[way])}
    if way != "value" and draw(st.booleans()):
        written["value"] = draw(number)
    if draw(st.booleans()):
        written["source"] = draw(texts)
    if draw(st.booleans()):
        written["assumption"] = True
    return written


def sound(written: Any, meta: Parameter) -> Quantity | None:
    """The quantity, or None where its parts contradict each other (a width of zero, say)."""
    try:
        quantity = Quantity.model_validate(written)
        check_bounds(quantity, meta)
    except (ValidationError, ValueError):
        return None
    return quantity


@st.composite
def sections(draw: st.DrawFn, section: type[Section], required: dict[str, Any]) -> dict[str, Any]:
    """A section with a few of its numbers written out, and with a title where it can have one."""
    of_section = dict(section.numbers())
    chosen = draw(st.lists(st.sampled_from(list(of_section)), max_size=4, unique=True))
    written = dict(required)
    for name in chosen:
        found = draw(quantities(of_section[name]))
        if sound(found, of_section[name]) is not None:
            written[name] = found
    if "title" in section.model_fields and draw(st.booleans()):
        written["title"] = draw(titles)
    return written


@st.composite
def scenarios(draw: st.DrawFn) -> Scenario:
    """A valid scenario with services, contracts, grants, loans, buildings and events."""
    from wijkbv_sim.scenario.assets import Building, Energy, Fibre, Housing, Land
    from wijkbv_sim.scenario.contracts import Contract
    from wijkbv_sim.scenario.gifts import Grant
    from wijkbv_sim.scenario.money import Loan, Money
    from wijkbv_sim.scenario.ownership import Ownership
    from wijkbv_sim.scenario.services import Service

    def named(section: type[Section], required: dict[str, Any]) -> Any:
        return st.dictionaries(names, sections(section, required), max_size=2)

    services = draw(named(Service, {"demand": 10}))
    contracts = draw(named(Contract, {"value": 10}))
    for contract in contracts.values():
        if services and draw(st.booleans()):
            contract["service"] = draw(st.sampled_from(list(services)))
        else:
            contract.pop("price", None)  # without a service there are no units to pay for
    event = st.fixed_dictionaries(
        {"month": st.integers(1, 480), "set": st.just({"money.notice": 4}), "add": st.just({"ownership.fee": 1})},
        optional={"title": titles},
    )
    money = draw(sections(Money, {})) | {
        "contracts": contracts,
        "grants": draw(named(Grant, {"amount": 10})),
        "loans": draw(named(Loan, {"amount": 10})),
    }
    kinds = [
        named(Building, {"floor_area": 10}),
        named(Housing, {"kind": "housing", "dwellings": 10}),
        named(Energy, {"kind": "energy", "output": 10}),
        named(Fibre, {"kind": "fibre", "homes_passed": 10}),
        named(Land, {"kind": "land", "area": 10}),
    ]
    document = {
        "name": draw(names),
        "title": draw(titles),
        "area": {"name": draw(texts.filter(bool)), "inhabitants": draw(st.integers(1, 2_000_000))},
        "services": services,
        "money": money,
        "assets": {name: asset for assets in kinds for name, asset in draw(assets).items()},
        "ownership": draw(sections(Ownership, {})),
        "timeline": [{"name": f"e{i}", **e} for i, e in enumerate(draw(st.lists(event, max_size=3)))],
        "feedbacks": {"load_to_burnout": draw(st.booleans())},
    }
    if draw(st.booleans()):
        document["description"] = draw(texts)
    return load(document)
