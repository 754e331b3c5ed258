"""What it breaks on, against a world of which every amount is known."""

from __future__ import annotations

import pytest

import wijkbv_sim as wb
from tests.worlds import CONTRACT, QUIET
from wijkbv_sim.results.trouble import in_trouble, shortfall, what_breaks

OVERHEAD, CASH = 18_000, 24_000


def world(**money):
    """Nothing but overhead and one contract: EUR 6,000 a year short, so that EUR 24,000 lasts four years."""
    given = {"opening_cash": CASH, "overhead": OVERHEAD, "credit_limit": 0, "patience": 1,
             "contracts": {"green": {**CONTRACT, "title": "Groen"}}}  # fmt: skip
    return wb.load({**QUIET, "time": {"start": "2026-01", "years": 8}, "money": {**QUIET["money"], **given, **money}})


def test_the_year_and_the_amounts_are_those_of_the_books():
    results = wb.simulate(world(), replicates=4)
    assert in_trouble(results)
    when, amounts = what_breaks(results, "en", results.first(1))
    assert when == "In 4 of the 4 futures it ends in 2030: the account is empty then."
    assert amounts == (
        "In an ordinary future (2027 to 2029) €6,000 a year is lacking: €12,000 a year comes in (most: contracts "
        "€12,000), and the costs are €18,000 (most: overhead €18,000)."
    )


@pytest.mark.parametrize("years", [1, 2, 6])
def test_only_whole_years_before_the_end_count(years):
    """In the year in which it ends little is earned and spent: that year says nothing of a year."""
    one = wb.simulate(world(opening_cash=6_000 * years + 3_000), replicates=1)
    found = shortfall(one)
    assert (found.last - 2025, found.last - found.first + 1) == (years, min(years, 3))
    assert (found.income, found.costs) == pytest.approx((12_000, OVERHEAD))


def test_who_pays_its_way_hears_nothing():
    results = wb.simulate(world(overhead=12_000), replicates=3)
    assert not in_trouble(results)
    assert what_breaks(results, "nl", results) == []


def test_a_loss_that_cash_can_bear_is_no_end():
    results = wb.simulate(world(opening_cash=1_000_000), replicates=3)
    (when, amounts) = what_breaks(results, "en", results.first(1))
    assert when == "It goes on existing, but in most futures it makes a loss over the last years."
    assert "(2031 to 2033) €6,000 a year is lacking" in amounts


def test_too_few_members_is_told_without_a_word_of_money():
    few = world(overhead=0).with_({"ownership.wind_up.fewest_members": 5})
    results = wb.simulate(few, replicates=2)
    (when,) = what_breaks(results, "en", results.first(1))
    assert when.endswith(": too few members are left then.")
