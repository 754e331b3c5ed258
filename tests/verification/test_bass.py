"""Joining against known solutions: Bass's closed form, and the mean-field equation with leaving."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.integrate import solve_ivp

from tests.worlds import futures, quiet

ADULTS_ONLY = {
    "area.inhabitants": 20_000,
    "area.age_0_14": 0,
    "area.age_15_24": 0,
    "area.age_25_44": 60,
    "area.age_45_64": 40,
    "area.age_65_plus": 0,
    "ownership.local_influence": 0,
    "ownership.openness_low_education": 0,
    "ownership.openness_high_education": 0,
    "ownership.openness_18_34": 0,
    "ownership.openness_65_plus": 0,
    "ownership.potential": 100,
}
"""Nobody grows up, moves or dies, and everybody is alike."""

REPLICATES = 6


def bass(years, p, q):
    """The share of those open to it who have joined after so many years (Bass 1969)."""
    gone = np.exp(-(p + q) * years)
    return (1 - gone) / (1 + q / p * gone)


def mean_field(years, p, q, r):
    """The same where members leave at a rate r, and may join again."""
    solved = solve_ivp(
        lambda _, f: (p + q * f) * (1 - f) - r * f, (0, years[-1]), [0.0], t_eval=years, rtol=1e-9, atol=1e-12
    )
    return solved.y[0]


def month_by_month(months, p, q, r, steps=1):
    """The same in steps: everybody sees the membership at the step's beginning."""
    f, found = 0.0, []
    for _ in range(months):
        for _ in range(steps):
            f += (1 - f) * -np.expm1(-(p + q * f) / 12 / steps) - f * -np.expm1(-r / 12 / steps)
        found.append(f)
    return np.array(found)


def joined(years, p, q, **changes):
    """Mean share of members among those open to it, by month."""
    rates = {"ownership.outreach": 100 * p, "ownership.influence": 100 * q}
    chunk = futures(quiet({**ADULTS_ONLY, **rates, **changes}, years=years), REPLICATES)
    share = chunk.columns["members"] / 20_000
    return share.mean(axis=0)


def tolerance(expected, p, q):
    """Four standard errors of a share of all people in all futures.

    The second part is the luck of the first few, on whom the others follow: about N p / q of them decide when
    the curve rises.
    """
    people = 20_000 * REPLICATES
    variance = expected * (1 - expected) / people + (expected * (1 - expected)) ** 2 * q / p / people
    return 4 * np.sqrt(variance) + 5e-4


@pytest.mark.parametrize(
    ("p", "q"), [(0.05, 0.0), (0.3, 0.0), (0.01, 0.4), (0.03, 0.38), (0.02, 1.0), (0.1, 0.1), (0.009, 0.34)]
)
def test_joining_is_bass_s_curve(p, q):
    in_months = month_by_month(120, p, q, 0.0)
    found = joined(10, p, q)
    assert (np.abs(found - in_months) <= tolerance(in_months, p, q)).all()
    exact = bass(np.arange(1, 121) / 12, p, q)
    assert (np.abs(found - exact) <= tolerance(exact, p, q) + 0.04 * q).all()


@pytest.mark.parametrize(("p", "q"), [(0.03, 0.38), (0.02, 1.0)])
def test_ever_shorter_months_come_to_the_closed_form(p, q):
    exact = bass(np.arange(1, 121) / 12, p, q)
    error = [np.abs(month_by_month(120, p, q, 0.0, steps) - exact).max() for steps in (1, 2, 4, 64)]
    assert error[0] < 0.04 * q
    assert error[0] / error[1] == pytest.approx(2, abs=0.1)
    assert error[1] / error[2] == pytest.approx(2, abs=0.1)
    assert error[3] < 0.001


@pytest.mark.parametrize(("p", "q", "leaving"), [(0.03, 0.4, 0.1), (0.1, 0.0, 0.3), (0.05, 1.0, 0.05)])
def test_joining_and_leaving_is_the_mean_field(p, q, leaving):
    rate = -np.log(1 - leaving)
    found = joined(15, p, q, **{"ownership.leaving": 100 * leaving})
    in_months = month_by_month(180, p, q, rate)
    assert (np.abs(found - in_months) <= tolerance(in_months, p, q)).all()
    exact = mean_field(np.arange(1, 181) / 12, p, q, rate)
    assert (np.abs(found - exact) <= tolerance(exact, p, q) + 0.04 * q).all()
    # In the long run there is no error of the step: as many join as leave.
    assert found[-1] == pytest.approx(exact[-1], abs=0.006)


def test_the_mean_field_without_leaving_is_bass():
    years = np.arange(1, 121) / 12
    assert mean_field(years, 0.03, 0.4, 0.0) == pytest.approx(bass(years, 0.03, 0.4), abs=1e-7)


RANDOM = {
    "ownership.local_influence": 100,
    "ownership.network.contacts": 60,
    "ownership.network.shortcuts": 100,
    "ownership.network.homophily": 0,
}
"""Everybody keeps company with sixty people from anywhere."""


@pytest.mark.parametrize(("p", "q", "leaving"), [(0.03, 0.4, 0.0), (0.03, 0.4, 0.1), (0.02, 1.0, 0.05)])
def test_a_random_network_of_many_contacts_is_the_mean_field(p, q, leaving):
    rate = -np.log(1 - leaving)
    found = joined(10, p, q, **RANDOM, **{"ownership.leaving": 100 * leaving})
    in_months = month_by_month(120, p, q, rate)
    # With sixty contacts, chance among them makes the crowd a little slower than the equation.
    assert (np.abs(found - in_months) <= tolerance(in_months, p, q) + 0.01).all()
    exact = mean_field(np.arange(1, 121) / 12, p, q, rate)
    assert (np.abs(found - exact) <= tolerance(exact, p, q) + 0.01 + 0.04 * q).all()


@pytest.mark.parametrize("network", [{}, RANDOM], ids=["without a network", "random network"])
def test_those_who_never_join_change_nothing_for_those_who_may(network):
    expected = month_by_month(120, 0.03, 0.4, 0.0)
    found = joined(10, 0.03, 0.4, **network, **{"ownership.potential": 40}) / 0.4
    # Two fifths of 20,000 people, within 1.2%, and fewer for chance to even out among.
    assert (np.abs(found - expected) <= tolerance(expected, 0.03, 0.4) * 1.6 + 0.012 * expected + 0.004).all()


def test_a_clustered_network_is_slower_than_a_random_one():
    clustered = {
        "ownership.network.contacts": 8, "ownership.network.shortcuts": 0, "ownership.network.homophily": 0,
        "ownership.local_influence": 100,
    }  # fmt: skip
    random = {**clustered, "ownership.network.shortcuts": 100}
    at_six_years = [joined(6, 0.005, 1.0, **world)[-1] for world in (clustered, random)]
    assert at_six_years[0] < at_six_years[1] - 0.05


@pytest.mark.parametrize("potential", [0, 5, 40, 100])
def test_so_many_adults_are_open_to_it_as_was_said(potential):
    odds = {"ownership.openness_low_education": -1.5, "ownership.openness_high_education": 1.0}
    everybody = {"ownership.outreach": 100, "ownership.outreach_effect": 100, "ownership.outreach_budget": 1_000_000}
    scenario = quiet({"area.inhabitants": 20_000, "ownership.potential": potential, **everybody, **odds})
    shares = [futures(scenario, 2, seed).columns["member_share"][:, 3].mean() for seed in range(1, 5)]
    assert np.mean(shares) * 100 == pytest.approx(potential, abs=0.6)
