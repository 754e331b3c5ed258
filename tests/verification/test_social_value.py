"""Social value in its own units, at the prices that the reader puts on them, and never in the books."""

from __future__ import annotations

import pytest

from tests.worlds import differing, futures, quiet, service

PRICES = {"volunteer_hour": 15, "service_hour": 4, "job_year": 12_000, "member_year": 24}
WORLD = {
    "services.s": service(demand=12_000, volunteer_share=0), "money.productive_hours": 1_500, "money.staff_local": 50,
    "ownership.initial_members": 30, "money.coordinator_fte": 2, "area.mortality_at_70": 0.01,
}  # fmt: skip


def priced(world=WORLD, **prices):
    return quiet({**world, **{f"social_value.{name}": price for name, price in prices.items()}})


def test_a_month_by_hand():
    """1,000 hours at 4, half of ten jobs at 12,000 a year, 30 members at 24 a year: 4,000 + 5,000 + 60."""
    assert futures(priced(**PRICES)).columns["social_value"][0, 0] == pytest.approx(4_000 + 5_000 + 60)


def test_hours_of_volunteers_by_hand():
    """What volunteers work is counted at its price."""
    busy = {**WORLD, "services.s": service(demand=120_000, volunteer_share=100), "ownership.initial_active": 10}
    chunk = futures(priced(busy, volunteer_hour=15))
    hours = chunk.columns["volunteer_hours"][0]
    assert hours[0] > 0
    assert chunk.columns["social_value"][0] == pytest.approx(15 * hours)


def test_no_price_no_value():
    assert not futures(priced()).columns["social_value"].any()


def test_it_is_in_no_other_column_and_in_no_book():
    assert differing(futures(priced()), futures(priced(**PRICES))) == ["social_value"]
