"""What the bundled scenarios say about themselves is true of the model.

Every claim of a description that can be measured is a row: in ``other`` the indicator is higher (>) or lower (<) than
in ``base``, in the same futures. A row holds where the mean paired difference lies more than two standard errors on
that side of nought, so that a lesson does not rest on a lucky future.
"""

# ruff: noqa: E501

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load

FUTURES = 80
STANDARD_ERRORS = 2.0

# lesson, base, other, indicator, sign; a row is one line, however long
LESSONS: list[tuple[str, str, str, str, str]] = [
    # Malburgen
    ("without a building less is left over", "malburgen", "malburgen-refused", "operating_result_year", "<"),
    ("without a building fewer last", "malburgen", "malburgen-refused", "alive", "<"),
    ("a low rent is not a cheap building", "malburgen", "malburgen-leased", "operating_result_year", "<"),
    ("an owner bears upkeep and interest", "malburgen", "malburgen-transferred", "operating_result_year", "<"),
    ("an outside firm keeps less money here", "malburgen", "malburgen-counterfactual", "local_retention", "<"),
    ("an outside firm employs fewer people from here", "malburgen", "malburgen-counterfactual", "local_jobs_end", "<"),
    ("without grants less is left over", "malburgen", "malburgen-no-grants", "operating_result_year", "<"),
    ("without outreach there are fewer members", "malburgen", "malburgen-no-outreach", "members_end", "<"),
    ("a lost contract takes jobs", "malburgen", "malburgen-contract-lost", "local_jobs_end", "<"),
    ("a lost contract lowers the result", "malburgen", "malburgen-contract-lost", "operating_result_year", "<"),
    # An average company
    ("the average company lives on grants", "bewonersbedrijf", "bewonersbedrijf-no-grants", "alive", "<"),
    ("rents carry Malburgen without grants", "bewonersbedrijf-no-grants", "malburgen-no-grants", "alive", ">"),
    ("who reaches nobody ends with fewer members", "bewonersbedrijf", "bewonersbedrijf-no-outreach", "members_end", "<"),
    ("and with fewer volunteers", "bewonersbedrijf", "bewonersbedrijf-no-outreach", "active_members_end", "<"),
    ("one lost contract makes fewer last", "bewonersbedrijf", "bewonersbedrijf-contract-lost", "alive", "<"),
    ("one lost contract lowers the average company's result", "bewonersbedrijf", "bewonersbedrijf-contract-lost", "operating_result_year", "<"),
    ("several sources survive a lost contract better than no grants", "bewonersbedrijf-no-grants", "bewonersbedrijf-contract-lost", "alive", ">"),
    ("rents go on when a contract is lost", "bewonersbedrijf-contract-rich-contract-lost", "bewonersbedrijf-asset-rich-contract-lost", "alive", ">"),
    ("who lives on contracts falls when one goes", "bewonersbedrijf-contract-rich", "bewonersbedrijf-contract-rich-contract-lost", "alive", "<"),
    ("contracts give more work to people from here", "bewonersbedrijf-asset-rich", "bewonersbedrijf-contract-rich", "local_jobs_end", ">"),
    ("contracts keep more of each euro here", "bewonersbedrijf", "bewonersbedrijf-contract-rich", "local_retention", ">"),
    ("an outside firm keeps less of the average company's money", "bewonersbedrijf", "bewonersbedrijf-counterfactual", "local_retention", "<"),
    ("an outside firm has fewer local jobs", "bewonersbedrijf", "bewonersbedrijf-counterfactual", "local_jobs_end", "<"),
    ("an outside firm's services are at least as good", "bewonersbedrijf", "bewonersbedrijf-counterfactual", "quality_end", ">"),
    ("without a floor under the price fewer solar roofs last", "bewonersbedrijf-solar", "bewonersbedrijf-solar-market", "alive", "<"),
    ("without a floor less is left over of solar roofs", "bewonersbedrijf-solar", "bewonersbedrijf-solar-market", "operating_result_year", "<"),
    ("solar roofs fail less often than a community centre", "bewonersbedrijf", "bewonersbedrijf-solar", "alive", ">"),
    # Indische Buurt
    ("with a small purse fewer come through the building", "indische-buurt", "indische-buurt-thin-purse", "alive", "<"),
    ("a city loan saves the small purse", "indische-buurt-thin-purse", "indische-buurt-city-loan", "alive", ">"),
    ("a city loan keeps the lowest balance up", "indische-buurt-thin-purse", "indische-buurt-city-loan", "lowest_cash", ">"),
    ("paid drivers cost the house its surplus", "indische-buurt", "indische-buurt-paid-drivers", "operating_result_year", "<"),
    ("with paid drivers fewer last", "indische-buurt", "indische-buurt-paid-drivers", "alive", "<"),
    ("with paid drivers there are more jobs", "indische-buurt", "indische-buurt-paid-drivers", "local_jobs_end", ">"),
    ("a carrier keeps less money here", "indische-buurt", "indische-buurt-counterfactual", "local_retention", "<"),
]  # fmt: skip


@cache
def ran(name: str) -> Results:
    return wb.simulate(name, FUTURES, seed=1, books=False)


@cache
def figure(name: str, indicator: str) -> np.ndarray:
    return INDICATORS[indicator].of(ran(name))


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "base", "other", "indicator", "sign"), LESSONS, ids=[row[0] for row in LESSONS])
def test_lesson(lesson, base, other, indicator, sign):
    paired = figure(other, indicator) - figure(base, indicator)
    paired = paired[~np.isnan(paired)]
    mean, error = paired.mean(), paired.std(ddof=1) / np.sqrt(paired.size)
    said = f"{lesson}: {indicator} of {other} less {base} is {mean:.4g}, standard error {error:.2g}"
    assert (mean if sign == ">" else -mean) > STANDARD_ERRORS * error, said


@pytest.mark.slow
def test_nobody_volunteers_or_joins_in_a_counterfactual():
    for name in library.names():
        if name.endswith("-counterfactual"):
            assert not figure(name, "members_end").any()
            assert not figure(name, "volunteer_hours_year").any()


@pytest.mark.slow
def test_words_that_name_an_amount():
    """Where a description says how many, not only which way."""
    alive = {
        name: figure(name, "alive").mean() for name in ("bewonersbedrijf-no-grants", "malburgen-no-grants", "malburgen")
    }
    assert alive["bewonersbedrijf-no-grants"] < 0.5  # "most do not make it"
    assert abs(alive["malburgen-no-grants"] - alive["malburgen"]) < 0.1  # "almost as often"
    solar = {name: figure(name, "alive").mean() for name in ("bewonersbedrijf-solar", "bewonersbedrijf-solar-market")}
    assert solar["bewonersbedrijf-solar"] > 0.9  # "seldom fails"
    assert solar["bewonersbedrijf-solar-market"] < 0.4  # "most do not make it"
    left_over = ran("bewonersbedrijf-solar").column("operating_result")[:, -36:].sum(axis=1) / 3
    assert 0 < np.median(left_over) < 5_000  # "little is left over", not a coordinator or a building
    third_year = {
        name: ran(name).column("alive")[:, 35].mean()
        for name in ("indische-buurt-thin-purse", "indische-buurt-city-loan")
    }
    assert 0.35 < third_year["indische-buurt-thin-purse"] < 0.68  # "about half"
    assert third_year["indische-buurt-city-loan"] > 0.85  # "nearly all"
    cause = ran("malburgen").column("cause")[:, -1]
    assert (cause == 2).sum() > (cause == 1).sum() > 0  # "more often because nobody follows the leader"
    fees = ran("bewonersbedrijf").column("income_members").sum() / ran("bewonersbedrijf").column("income").sum()
    assert fees < 0.01  # "less than a percent"
    fall = figure("indische-buurt", "operating_result_year") - figure(
        "indische-buurt-paid-drivers", "operating_result_year"
    )
    assert 20_000 < np.median(fall) < 100_000  # "tens of thousands of euros a year"


def test_a_city_loan_is_no_heavier_burden_a_year():
    def burden(loan):
        years, rate = loan.term.value - loan.grace.value / 12, loan.rate.value / 100
        return loan.amount.value * rate / (1 - (1 + rate) ** -years)

    small, city = (load(f"indische-buurt-{name}").money.loans for name in ("thin-purse", "city-loan"))
    assert city["city"].amount.value > small["soft"].amount.value
    assert burden(city["city"]) < burden(small["soft"])


def test_lessons_are_about_bundled_scenarios_and_known_indicators():
    for _, base, other, indicator, sign in LESSONS:
        assert {base, other} <= set(library.names())
        assert indicator in INDICATORS
        assert sign in ("<", ">")


def test_no_lesson_is_told_twice():
    assert len({row[0] for row in LESSONS}) == len(LESSONS)
    assert len({row[1:] for row in LESSONS}) == len(LESSONS)
