"""The kernels against their twins in plain Python: equal to the bit, whatever happens to people."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.model import twins
from tests.worlds import busy
from wijkbv_sim.model import kernels
from wijkbv_sim.model.columns import Outcome
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

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
    "services.green.demand": 30_000,
}
"""A street where in five years everything happens to somebody."""

CHANGED_IN_PLACE = ("state", "generation", "birth", "traits", "exposure", "contacts", "flows", "stocks")
PEOPLE_MONTH = (
    "first", "last", "month", "replicate", "k0", "k1", "state", "generation", "birth", "traits", "exposure", "watch",
    "contacts", "start", "neighbour", "tenure", "exits", "exposures", "ceilings", "chances", "appeal", "open_table",
    "share_table", "arrival_ages", "class_edges", "flows", "stocks",
)  # fmt: skip
BIRTHDAYS = (
    "first", "last", "month", "skip", "everybody", "replicate", "k0", "k1", "state", "generation", "birth", "traits",
    "exposure", "facts", "tenure", "exposures", "open_table", "class_edges", "stocks",
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


@given(
    st.lists(st.integers(0, 255), min_size=1, max_size=40),
    st.integers(0, 2**64 - 1),
    st.integers(0, 120),
    st.integers(0, 2**32 - 1),
)
def test_who_is_watched_for_going_away(exposures, seed, term, replicate):
    exposure = np.array(exposures, dtype=np.uint8)
    generation = np.arange(exposure.size, dtype=np.uint8)
    mine, other = np.empty(exposure.size, np.uint8), np.empty(exposure.size, np.uint8)
    key = np.uint32(seed & 0xFFFFFFFF), np.uint32(seed >> 32)
    kernels.watch_term(term, np.uint32(replicate), *key, generation, exposure, mine)
    twins.watch_term(term, replicate, *key, generation, exposure, other)
    assert mine.tolist() == other.tolist()
    assert all(bits == 15 for bits, step in zip(mine, exposures, strict=True) if step == 255)
    assert all(bits == 0 for bits, step in zip(mine, exposures, strict=True) if step == 0)


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
