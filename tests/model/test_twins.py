"""The kernels against their twins in plain Python: equal to the bit, whatever happens to people."""

from __future__ import annotations

import json
from collections import Counter
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model import twins
from tests.worlds import busy, differing, futures
from wijkbv_sim.model import kernels, residents
from wijkbv_sim.model.columns import Outcome
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario.schema import Scenario

RESTLESS = {
    "area.inhabitants": 90,
    "area.moving_out": 30,
    "area.mortality_at_70": 8,
    "money.credit_limit": 1_000_000_000,
    "ownership.potential": 80,
    "ownership.outreach": 60,
    "ownership.influence": 200,
    "ownership.leaving": 30,
    "ownership.activation": 200,
    "ownership.stopping": 60,
    "ownership.burnout": 300,
    "ownership.share_buyers": 40,
    "ownership.outreach_budget": 5_000,
    "ownership.outreach_targeted": 60,
    "services.green.demand": 30_000,
}
"""A street where in five years everything happens to somebody."""

CHANGED_IN_PLACE = ("state", "generation", "birth", "traits", "came", "going", "contacts", "watched", "flows",
                    "stocks")  # fmt: skip
PEOPLE_MONTH = (
    "first", "last", "month", "replicate", "k0", "k1", "state", "generation", "birth", "traits", "came", "going",
    "watch", "contacts", "start", "neighbour", "tenure", "deadly", "staying", "survival", "ceilings", "cells",
    "chances", "appeal", "targeted", "open_table", "share_table", "arrival_ages", "class_edges", "flows", "stocks",
    "room",
)  # fmt: skip
BIRTHDAYS = (
    "first", "last", "month", "skip", "everybody", "replicate", "k0", "k1", "state", "generation", "birth", "traits",
    "watch", "facts", "tenure", "open_table", "class_edges", "stocks", "room",
)  # fmt: skip
FORESEE = (
    "first", "last", "month", "wanted", "replicate", "k0", "k1", "state", "generation", "going", "cells", "watched",
    "room",
)  # fmt: skip
FORETELL = (
    "first", "last", "since", "changed", "replicate", "k0", "k1", "generation", "birth", "came", "deadly", "staying",
    "survival", "going", "room",
)  # fmt: skip


def beside(monkeypatch: pytest.MonkeyPatch, kernel: str, names: tuple[str, ...]) -> Counter:
    """Let a kernel's twin do the same work on a copy each time, and compare what both leave behind."""
    real, twin, seen = getattr(kernels, kernel), getattr(twins, kernel), Counter()

    def both(*given):
        copies = [value.copy() if isinstance(value, np.ndarray) else value for value in given]
        real(*given)
        seen.update(twin(*copies) or {kernel: 1})
        for name, mine, other in zip(names, given, copies, strict=True):
            if name in CHANGED_IN_PLACE:
                np.testing.assert_array_equal(mine, other, err_msg=f"{kernel}: {name}")

    monkeypatch.setattr(kernels, kernel, both)
    return seen


@pytest.mark.parametrize("contacts", [0, 1, 8])
@pytest.mark.parametrize("first_replicate", [0, 4_000_000_000])
def test_a_month_of_people_and_their_birthdays(monkeypatch, contacts, first_replicate):
    outcomes = beside(monkeypatch, "people_month", PEOPLE_MONTH)
    years = beside(monkeypatch, "birthdays", BIRTHDAYS)
    scenario = busy({**RESTLESS, "ownership.network.contacts": contacts}, years=5)
    model = NeighbourhoodModel(scenario, 2, seed=2**40 + 7, first_replicate=first_replicate)
    model.run()
    assert years["birthdays"] >= 5
    assert {outcome for outcome in Outcome if outcomes[outcome]} == set(Outcome)


def test_census(monkeypatch):
    counted = beside(monkeypatch, "census", ("first", "last", "state", "traits", "start", "neighbour", "stocks",
                                             "contacts"))  # fmt: skip
    NeighbourhoodModel(busy(RESTLESS, years=2), 2, checking=True).run()
    assert counted["census"] == 25


def test_a_failed_company_in_one_future_of_two(monkeypatch):
    outcomes = beside(monkeypatch, "people_month", PEOPLE_MONTH)
    model = NeighbourhoodModel(busy({**RESTLESS, "money.credit_limit": 0, "money.opening_cash": 0}), 4)
    model.run()
    assert not model.company.alive.all()
    assert outcomes[Outcome.MOVES] > 100


def test_how_long_people_stay_and_who_is_looked_at(monkeypatch):
    # Uncertain rates: some futures have other tables, and the timeline changes them for some futures only.
    scenario = busy({**RESTLESS, "area.moving_out": {"uniform": [1, 60]}}, years=3)
    document = scenario.model_dump(mode="json", exclude_unset=True)
    document["timeline"] = [
        {"name": "flight", "month": 8, "until": 15, "set": {"area.moving_out": {"uniform": [5, 60]}}},
        {"name": "plague", "month": 20, "multiply": {"area.mortality_at_70": {"discrete": [[1, 1], [3, 1]]}}},
        {"name": "work", "month": 22, "multiply": {"services.green.demand": 0.2}},
    ]
    told = beside(monkeypatch, "foretell", FORETELL)
    seen = beside(monkeypatch, "foresee", FORESEE)
    months = beside(monkeypatch, "people_month", PEOPLE_MONTH)
    model = NeighbourhoodModel(Scenario.model_validate_json(json.dumps(document)), 6, seed=9)
    model.run()
    assert 0 < model.residents.changed[-1].sum() < 6
    assert told["foretell"] == 4
    assert seen["foresee"] > 3
    assert months[Outcome.MOVES] > 100


@pytest.mark.parametrize("margin", [1.0, 1.02, 4.0, 1e9])
def test_how_far_the_year_is_foreseen_changes_nothing(monkeypatch, margin):
    scenario = busy({**RESTLESS, "area.inhabitants": 400}, years=4)
    plain = futures(scenario, 3)
    times = []
    real = kernels.foresee
    monkeypatch.setattr(kernels, "foresee", lambda *given: (times.append(given[2]), real(*given)))
    monkeypatch.setattr(residents, "MARGIN", margin)
    assert differing(futures(scenario, 3), plain) == []
    # With room to spare once a year is enough; without, a month with a higher ceiling foresees anew.
    assert len(times) > 10 if margin == 1.0 else len(times) >= 4
    assert margin < 1e9 or len(times) == 4


LIVES = st.lists(st.floats(0, 1), min_size=1, max_size=151)


@given(LIVES, st.integers(-1331, 400), st.integers(0, 470), st.floats(0.001, 0.999), st.floats(0.001, 0.999))
def test_when_somebody_goes(chances, birth, begin, draw, cause):
    staying = np.resize(np.array(chances), (1, 151))
    survival, deadly = np.empty((1, 152)), np.linspace(0, 1, 151)[None].copy()
    kernels.survive(staying, survival)
    begin = max(begin, birth)
    mine = kernels.departure(birth, begin, draw, cause, 0, deadly, staying, survival)
    assert mine == twins.departure(birth, begin, draw, cause, deadly[0].tolist(), staying[0].tolist())


def test_of_those_who_come_the_given_share_goes_each_month():
    staying = np.full((1, 151), 0.9)
    survival, deadly = np.empty((1, 152)), np.full((1, 151), 0.25)
    kernels.survive(staying, survival)
    draws = (np.arange(100_000) + 0.5) / 100_000
    went = np.array([kernels.departure(-200, 7, u, 0.3, 0, deadly, staying, survival) // 2 for u in draws])
    counts = np.bincount(went)[7:60]
    assert counts == pytest.approx(100_000 * 0.1 * 0.9 ** np.arange(53), abs=1.01)
    assert went.min() == 7


@given(st.integers(0, 1023), st.integers(0, 2**32 - 1))
def test_a_draw_of_42_bits_and_its_other_end_are_exact(piece, word):
    low = kernels.fine_unit(piece, np.uint32(word))
    assert low == twins.fine_unit(piece, word)
    assert Fraction(1.0 - low) == 1 - Fraction(low)
    assert piece / 1024 < low < (piece + 1) / 1024


@pytest.mark.parametrize("intensity", [0.0, 1e-6, 0.01, 0.25, 1.0, 3.0, 10.0, 1e4])
def test_the_chance_within_a_month_of_an_intensity(intensity):
    exact = -np.expm1(-intensity)
    assert kernels.chance_of(intensity) == pytest.approx(exact, abs=1e-9 if intensity <= 0.25 else 0.02)
    assert kernels.chance_of(intensity) == twins.chance_of(intensity)


@given(st.floats(0, 1e6), st.floats(0, 1e6))
def test_a_higher_intensity_is_never_a_lower_chance(a, b):
    low, high = sorted((a, b))
    assert kernels.chance_of(low) <= kernels.chance_of(high) <= 1
    assert kernels.chance_of(high) <= high
