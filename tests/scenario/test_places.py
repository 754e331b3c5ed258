"""The real places that come with the program: their areas' figures, anchors, and whose money the yardstick has."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from tests.scenario.test_bundled import changed, is_setting, numbers, written
from wijkbv_sim.api import simulate
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.schema import Scenario

PLACES = {
    "aa-en-hunze": ["counterfactual", "no-ambassadors", "patient", "takeover"],
    "afrikaanderwijk": [
        "building",
        "building-contract-lost",
        "contract-lost",
        "counterfactual",
        "spread-contract-lost",
    ],
    "angelslo": ["counterfactual", "kept", "leased", "market-value", "prepared"],
    "heechterp": ["counterfactual", "long-term", "paid-host", "projects"],
    "hoogeloon": ["contract-lost", "counterfactual", "lean-contract-lost", "no-outreach", "no-successor"],
}
DOCUMENTS = [name for place, variants in PLACES.items() for name in (place, *(f"{place}-{v}" for v in variants))]

# CBS Kerncijfers wijken en buurten 2022 (StatLine 85318NED, CC BY 4.0). Inhabitants, ages, owner-occupied, low and
# high income, higher education, work. Of the Afrikaanderwijk the inhabitants are those of the neighbourhood in 2016.
NAMES = (
    "inhabitants", "age_0_14", "age_15_24", "age_25_44", "age_45_64", "age_65_plus", "owner_occupied", "income_low",
    "income_high", "higher_education", "employment_rate",
)  # fmt: skip
AREAS = {
    "afrikaanderwijk": (8075, 17, 14, 32, 25, 13, 21, 49.9, 14.8, 26, 56),
    "angelslo": (7685, 15, 12, 21, 26, 25, 46, 54.7, 6.5, 11, 50),
    "heechterp": (3645, 16, 15, 37, 22, 10, 17, 60.9, 3.3, 18, 50),
    "hoogeloon": (2285, 14, 13, 22, 31, 20, 79, 36.9, 19.6, 27, 72),
}

# Gieterveen, Eext, Anloo, Gasteren, Anderen, Eexterveen, Eexterveenschekanaal, Annerveenschekanaal and
# Gasselternijveenschemond, in the order of NAMES, with the dwellings last.
NINE_VILLAGES = np.array([
    (1255, 14, 12, 21, 33, 20, 82, 38.9, 16.9, 23, 66, 528),
    (1450, 14, 11, 21, 32, 22, 84, 37.8, 20.8, 31, 66, 598),
    (390, 13, 12, 14, 36, 26, 80, 40.7, 24.1, 17, 62, 169),
    (395, 6, 9, 14, 39, 30, 92, 33.9, 27.7, 48, 66, 180),
    (255, 8, 12, 10, 43, 25, 89, 39.8, 25.5, 45, 68, 112),
    (490, 16, 11, 18, 38, 15, 92, 33.3, 26.8, 32, 74, 198),
    (230, 13, 7, 28, 35, 20, 88, 39.3, 12.8, 21, 59, 106),
    (400, 14, 9, 20, 41, 15, 76, 34.7, 22.6, 27, 66, 187),
    (685, 15, 9, 20, 34, 22, 82, 43.6, 15.3, 17, 60, 294),
])  # fmt: skip

# What is known of the case, as a range for the median future: variable, in which year, from, to.
ANCHORS = [
    # About 250 members, 300 after the village talked again; 65 volunteers for 60 older people (summer-foundation.org).
    ("hoogeloon", "members", 5, 240, 320),
    ("hoogeloon", "active_members", 5, 55, 85),
    # EUR 239,000 on average in 2019 (LSA), raised by some 30 %; 12 to 32 volunteers an organisation, more where busy.
    ("angelslo", "income", 3, 270_000, 360_000),
    ("angelslo", "active_members", 3, 20, 45),
    # 45 people employed, taken as 22 to 26 full-time jobs in the work and at the desk (maatschapwij.nu).
    ("afrikaanderwijk", "staff_fte", 2, 22, 28),
    # 12 to 32 volunteers an organisation in England (Power to Change).
    ("heechterp", "active_members", 3, 12, 32),
    # About 1,600 connections (Glasvezel Noord, phase 1), or 67 % of these homes; 65 % is the threshold.
    ("aa-en-hunze", "fibre_take_up", 5, 0.65, 0.8),
]


@cache
def scenario(name: str) -> Scenario:
    return load(name)


@cache
def ran(name: str, futures: int = 40) -> Results:
    return simulate(name, futures, seed=3, books=False)


def by_year(name: str, variable: str) -> Any:
    """Sums over the years of an amount, the year's last month of a stock: (replicates, years)."""
    monthly = ran(name).column(variable).astype(float)
    years = monthly.reshape(len(monthly), -1, 12)
    return years.sum(axis=2) if variable.startswith("income") else years[:, :, -1]


def test_every_document_of_a_place_is_named_here():
    found = [n for n in library.names() if any(n == place or n.startswith(place + "-") for place in PLACES)]
    assert sorted(found) == sorted(DOCUMENTS)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_title_and_description_are_there_in_both_languages(name):
    found = scenario(name)
    assert found.title.en
    assert found.title.en != found.title.nl
    assert found.description is not None
    assert len(found.description.nl) > 300
    assert len(found.description.en) > 300


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_written_number_has_a_source_or_is_an_assumption(name):
    found = [(path, number) for path, number in numbers(written(name)) if not is_setting(path)]
    assert found
    assert [path for path, number in found if not isinstance(number, dict)] == []
    assert [path for path, number in found if not (number.get("source") or number.get("assumption"))] == []


def test_nine_villages_are_weighted_together():
    area = scenario("aa-en-hunze").area
    people, dwellings = NINE_VILLAGES[:, 0], NINE_VILLAGES[:, -1]
    assert area.inhabitants.value == people.sum()
    assert len(area.codes) == len(NINE_VILLAGES)
    for column, name in enumerate(NAMES[1:], start=1):
        weights = dwellings if name == "owner_occupied" else people
        mean = np.average(NINE_VILLAGES[:, column], weights=weights)
        assert getattr(area, name).value == pytest.approx(mean, abs=0.051), name
    assert scenario("aa-en-hunze").assets["network"].homes_passed.value == dwellings.sum()


@pytest.mark.parametrize("place", AREAS)
def test_area_is_that_of_the_published_figures(place):
    area = scenario(place).area
    assert tuple(getattr(area, name).value for name in NAMES) == AREAS[place]
    assert all(getattr(area, name).source for name in NAMES)


@pytest.mark.parametrize("name", [n for n in DOCUMENTS if n not in PLACES])
def test_a_variant_is_about_the_same_people(name):
    base = next(place for place in PLACES if name.startswith(place + "-"))
    assert scenario(name).area == scenario(base).area
    documents = [scenario(n).model_dump(mode="json", exclude={"name", "title", "description"}) for n in (base, name)]
    assert list(changed(*documents))


@pytest.mark.parametrize("place", PLACES)
def test_the_counterfactual_has_the_same_public_money_and_nobody_to_join(place):
    base, other = scenario(place), scenario(f"{place}-counterfactual")
    assert other.money.contracts == base.money.contracts
    assert other.money.grants == base.money.grants
    assert other.municipality == base.municipality
    results = ran(f"{place}-counterfactual", 4)
    assert (results.column("members") == 0).all()
    assert (results.column("volunteer_hours") == 0).all()


@pytest.mark.parametrize(("name", "variable", "year", "low", "high"), ANCHORS)
def test_the_middle_future_is_near_what_is_known(name, variable, year, low, high):
    alive = by_year(name, "alive")[:, year - 1] > 0
    assert low <= np.median(by_year(name, variable)[alive, year - 1]) <= high


@pytest.mark.parametrize("place", PLACES)
def test_most_companies_live_through_the_first_years_but_not_all_through_ten(place):
    alive = by_year(place, "alive")
    assert alive[:, 2].mean() >= 0.9
    assert 0.4 <= alive[:, 9].mean() < 1


def test_a_network_is_often_not_built_and_one_that_is_mostly_goes_on():
    built = ran("aa-en-hunze").column("income_assets").max(axis=1) > 0
    assert 0.4 <= built.mean() <= 0.8
    assert by_year("aa-en-hunze", "alive")[built, -1].mean() >= 0.9


@pytest.mark.parametrize("name", DOCUMENTS)
def test_two_years_add_up_by_census(name):
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    model = NeighbourhoodModel(scenario(name), 4, seed=7, checking=True)
    for _ in range(30):
        model.step()
