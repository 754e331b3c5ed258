"""The scenarios that come with the program: where their numbers come from, and what their variants change."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import pytest

from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.tree import parse

BASE = "malburgen"
VARIANTS = dict(library.families())[BASE]

# CBS Kerncijfers wijken en buurten 2022 (StatLine 85318NED, CC BY 4.0): Malburgen-West, Oost (Noord), Oost (Zuid).
INHABITANTS = (4580, 6460, 8965)
DWELLINGS = (2132, 2922, 4266)
SHARES = {
    "age_0_14": (19, 18, 19),
    "age_15_24": (11, 13, 12),
    "age_25_44": (35, 35, 26),
    "age_45_64": (24, 23, 24),
    "age_65_plus": (11, 12, 19),
    "income_low": (45.7, 45.0, 59.3),
    "income_high": (14.8, 14.3, 6.8),
    "higher_education": (31, 28, 19),
    "employment_rate": (61, 62, 49),
}
OWNER_OCCUPIED = (41, 42, 20)

# What each variant may write: the beginnings of the paths in which it differs from the base.
LIST = {"correlations"}
BUILDING = {
    f"assets.{part}.{what}"
    for part in ("homes", "work-spaces")
    for what in (
        "way_in", "lease", "renovation", "depreciation_years", "maintenance_reserve", "maintenance",
    )
}  # fmt: skip
BOUGHT = {f"assets.{part}.{what}" for part in ("homes", "work-spaces") for what in ("price", "market_value")}
NO_BUILDING = {"assets.homes", "assets.work-spaces", "services.caretaking", "money.trade.eating-house"}
DIFFERS = {
    "malburgen-leased": LIST | BUILDING | {"money.opening_cash"},
    "malburgen-transferred": LIST | BUILDING | BOUGHT | {
        "money.opening_cash", "money.credit_limit", "money.loans.building",
    },
    "malburgen-refused": LIST | NO_BUILDING | {
        "assets.workshop", "services.living-room", "money.opening_cash", "money.credit_limit", "money.coordinator_fte",
        "money.overhead", "ownership.outreach_budget", "ownership.initial_members", "ownership.initial_active",
    },
    "malburgen-counterfactual": LIST | NO_BUILDING | {
        "services.living-room", "services.odd-jobs", "services.upkeep", "services.work-places", "money.opening_cash",
        "money.credit_limit", "money.coordinator_fte", "money.overhead", "money.overhead_local", "money.donations",
        "money.staff_local", "money.trade.shop", "ownership.legal_form", "ownership.potential", "ownership.outreach",
        "ownership.outreach_budget", "ownership.fee", "ownership.initial_members", "ownership.initial_active",
        "feedbacks.leaders_to_quality",
    },
    "malburgen-no-grants": {"money.donations", "money.grants"},
    "malburgen-no-outreach": {"ownership.outreach_budget"},
    "malburgen-contract-lost": {"timeline"},
}  # fmt: skip


@cache
def scenario(name: str) -> Scenario:
    return load(name)


@cache
def ran(name: str, months: int = 24, replicates: int = 5) -> dict[str, Any]:
    """Sums over the months of every reported variable, checked against the census each month."""
    model = NeighbourhoodModel(scenario(name), replicates, seed=7, checking=True)
    sums: dict[str, Any] = {}
    for _ in range(months):
        model.step()
        for key, values in model.observer.now.items():
            sums[key] = sums.get(key, 0.0) + values
    return sums


def written(name: str) -> Any:
    """What the document itself says, without what it extends."""
    return parse(library.path_of(name).read_text(encoding="utf-8"), name).plain()


def numbers(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, Any]]:
    """Every number that a document writes: its path, and the number as written."""
    if isinstance(value, dict):
        if ("value" in value and not isinstance(value["value"], dict)) or set(value) & set(DISTRIBUTIONS):
            yield ".".join(path), value
            return
        for key, child in value.items():
            yield from numbers(child, (*path, key))
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from numbers(child, (*path, str(index)))
    elif isinstance(value, int | float) and not isinstance(value, bool):
        yield ".".join(path), value


def is_setting(path: str) -> bool:
    """Whether a number is no quantity: version, horizon, strength of a correlation, growth, month of an event."""
    when = path.startswith("timeline.") and path.endswith((".month", ".until"))
    return when or path in ("format", "time.years") or path.startswith(("correlations.", "scaling."))


def changed(base: Any, variant: Any, path: str = "") -> Iterator[str]:
    """The paths in which two documents differ, down to whole numbers and whole lists."""
    if isinstance(base, dict) and isinstance(variant, dict):
        for key in base.keys() | variant.keys():
            yield from changed(base.get(key), variant.get(key), f"{path}.{key}" if path else key)
    elif base != variant:
        yield path


def within(path: str, beginnings: set[str]) -> bool:
    return any(path == beginning or path.startswith(beginning + ".") for beginning in beginnings)


@pytest.mark.parametrize("name", library.names())
def test_every_bundled_scenario_loads_under_its_own_name(name):
    assert scenario(name).name == name
    assert scenario(name).time.years >= 10


@pytest.mark.parametrize("name", library.names())
def test_title_and_description_are_there_in_both_languages(name):
    found = scenario(name)
    assert found.title.en
    assert found.title.en != found.title.nl
    assert found.description is not None
    assert found.description.en
    for language in (found.description.nl, found.description.en):
        assert len(language) > 200


@pytest.mark.parametrize("name", library.names())
def test_every_written_number_has_a_source_or_is_an_assumption(name):
    found = [(path, number) for path, number in numbers(written(name)) if not is_setting(path)]
    bare = [path for path, number in found if not isinstance(number, dict)]
    assert not bare
    unfounded = [path for path, number in found if not (number.get("source") or number.get("assumption"))]
    assert not unfounded


def test_every_written_number_is_one_of_the_scenario():
    found = {path for path, _ in numbers(written(BASE)) if not is_setting(path)}
    assert found <= {path for path, _, _ in scenario(BASE).quantities()}


def test_area_is_the_three_districts_weighted():
    area = scenario(BASE).area
    assert area.codes == ("WK020216", "WK020217", "WK020218")
    assert area.inhabitants.value == sum(INHABITANTS)
    for name, shares in SHARES.items():
        assert getattr(area, name).value == pytest.approx(np.average(shares, weights=INHABITANTS), abs=0.051), name
    owned = np.average(OWNER_OCCUPIED, weights=DWELLINGS)
    assert area.owner_occupied.value == pytest.approx(owned, abs=0.051)


@pytest.mark.parametrize("name", VARIANTS)
def test_a_variant_differs_from_the_base_where_it_says_and_nowhere_else(name):
    base = {path: quantity for path, quantity, _ in scenario(BASE).quantities()}
    variant = {path: quantity for path, quantity, _ in scenario(name).quantities()}
    differs = {path for path in base.keys() | variant.keys() if base.get(path) != variant.get(path)}
    assert differs or "timeline" in DIFFERS[name]
    assert [path for path in sorted(differs) if not within(path, DIFFERS[name])] == []


@pytest.mark.parametrize("name", VARIANTS)
def test_what_is_no_number_differs_where_the_variant_says_too(name):
    documents = [scenario(n).model_dump(mode="json", exclude={"name", "title", "description"}) for n in (BASE, name)]
    differs = list(changed(*documents))
    assert [path for path in sorted(differs) if not within(path, DIFFERS[name])] == []
    unused = [where for where in DIFFERS[name] if not any(within(path, {where}) for path in differs)]
    assert unused == []


def test_the_counterfactual_has_the_same_public_money():
    base, other = scenario(BASE).money, scenario("malburgen-counterfactual").money
    assert other.contracts == base.contracts
    assert other.grants == base.grants


@pytest.mark.parametrize("name", [BASE, *VARIANTS])
def test_two_years_add_up_by_census_and_leave_most_companies_alive(name):
    sums = ran(name)
    assert (sums["alive"] / 24).mean() > 0.7
    assert (sums["income"] > 0).all()


def test_the_base_is_of_the_size_that_is_known():
    # EUR 0.5 million in 2014 (De ondernemende burger, p. 19), raised by 40 to 45 %; room for years of luck.
    turnover = ran(BASE)["income"] / 2
    assert 600_000 < np.median(turnover) < 800_000


def test_the_counterfactual_keeps_clearly_less_money_local():
    base, other = ran(BASE), ran("malburgen-counterfactual")
    share = base["spending_local"] / base["spending"]
    share_other = other["spending_local"] / other["spending"]
    # The same draws: future by future, not only on average.
    assert (share_other < 0.7 * share).all()
    assert (other["local_jobs"] < base["local_jobs"]).all()
    assert (other["members"] == 0).all()
    assert (other["volunteer_hours"] == 0).all()
