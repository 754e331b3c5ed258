"""What the real places' texts say is true of the model: in the same futures, one document against the other."""

from __future__ import annotations

from functools import cache
from typing import Any

import numpy as np
import pytest

from wijkbv_sim.api import simulate
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.fibre import Fibre

FUTURES = 80

# lesson, first document, second document, indicator, sign of (second - first)
LESSONS = [
    ("without ambassadors less is built", "aa-en-hunze", "aa-en-hunze-no-ambassadors", "built", -1),
    ("a year longer and more is built", "aa-en-hunze", "aa-en-hunze-patient", "built", 1),
    ("who sells trades yearly income", "aa-en-hunze", "aa-en-hunze-takeover", "operating_result_year", -1),
    ("for money at once", "aa-en-hunze", "aa-en-hunze-takeover", "cash_on_selling", 1),
    ("a national firm connects fewer homes", "aa-en-hunze", "aa-en-hunze-counterfactual", "homes_where_built", -1),
    ("and keeps less local", "aa-en-hunze", "aa-en-hunze-counterfactual", "local_retention", -1),
    ("who asks nobody loses members", "hoogeloon", "hoogeloon-no-outreach", "members_end", -1),
    ("and with them hours", "hoogeloon", "hoogeloon-no-outreach", "volunteer_hours_year", -1),
    ("and later the contract", "hoogeloon", "hoogeloon-no-outreach", "alive", -1),
    ("members fall first", "hoogeloon", "hoogeloon-no-outreach", "members_after_two_years", -1),
    ("without a successor some give up", "hoogeloon", "hoogeloon-no-successor", "alive", -1),
    ("some with money in the account", "hoogeloon", "hoogeloon-no-successor", "gave_up_with_money", 1),
    ("without the contract the office cannot be paid", "hoogeloon", "hoogeloon-contract-lost", "alive", -1),
    ("with costs down at once it lives on", "hoogeloon-contract-lost", "hoogeloon-lean-contract-lost", "alive", 1),
    ("an outside provider keeps less in the village", "hoogeloon", "hoogeloon-counterfactual", "local_retention", -1),
    ("and delivers fewer hours", "hoogeloon", "hoogeloon-counterfactual", "hours_delivered", -1),
    ("at market value the same plan often fails", "angelslo", "angelslo-market-value", "alive", -1),
    ("tenants first and then the key", "angelslo", "angelslo-prepared", "lowest_cash", 1),
    ("who rents has less bad worst years", "angelslo", "angelslo-leased", "worst_year", 1),
    ("but builds no capital", "angelslo", "angelslo-leased", "equity_if_alive", -1),
    ("without a building it leans more on gifts", "angelslo", "angelslo-kept", "own_income_share_end", -1),
    ("and does less", "angelslo", "angelslo-kept", "hours_delivered", -1),
    ("an outside provider keeps less local", "angelslo", "angelslo-counterfactual", "local_retention", -1),
    ("one lost signature ends many", "afrikaanderwijk", "afrikaanderwijk-contract-lost", "alive", -1),
    ("a building given in part helps", "afrikaanderwijk-contract-lost", "afrikaanderwijk-building-contract-lost",
     "alive", 1),
    ("two commissioners of equal size help", "afrikaanderwijk-contract-lost", "afrikaanderwijk-spread-contract-lost",
     "alive", 1),
    ("but is no substitute", "afrikaanderwijk", "afrikaanderwijk-building-contract-lost", "alive", -1),
    ("the same broom, fewer local jobs", "afrikaanderwijk", "afrikaanderwijk-counterfactual", "local_jobs_end", -1),
    ("and less money in the district", "afrikaanderwijk", "afrikaanderwijk-counterfactual", "local_retention", -1),
    ("the same money by the year ends sooner", "heechterp", "heechterp-projects", "alive", -1),
    ("a longer agreement saves more than money", "heechterp", "heechterp-long-term", "alive", 1),
    ("a job instead of many hands: a job", "heechterp", "heechterp-paid-host", "local_jobs_first_years", 1),
    ("and fewer hands", "heechterp", "heechterp-paid-host", "volunteer_hours_first_years", -1),
    ("and a smaller purse", "heechterp", "heechterp-paid-host", "cash_after_four_years", -1),
    ("one professional delivers fewer hours", "heechterp", "heechterp-counterfactual", "hours_first_years", -1),
]  # fmt: skip


@cache
def ran(name: str) -> Results:
    return simulate(name, FUTURES, seed=5, books=False)


def first_years(name: str, variable: str) -> Any:
    return ran(name).column(variable)[:, :36].astype(float).sum(axis=1)


def years_of(name: str, variable: str) -> Any:
    monthly = ran(name).column(variable).astype(float)
    return monthly.reshape(len(monthly), -1, 12).sum(axis=2)


# What the summaries do not have: over the whole run, over the first three years, at the end of who still exists.
OWN: dict[str, Any] = {
    "built": lambda name: (ran(name).column("income_assets").max(axis=1) > 0).astype(float),
    "cash_on_selling": lambda name: ran(name).column("cash")[:, 100].astype(float),
    "homes_where_built": lambda name: _homes(ran(name)),
    "cash_after_four_years": lambda name: ran(name).column("cash")[:, 47].astype(float),
    "members_after_two_years": lambda name: ran(name).column("members")[:, 23].astype(float),
    "worst_year": lambda name: years_of(name, "operating_result").min(axis=1),
    "hours_first_years": lambda name: first_years(name, "hours_delivered"),
    "volunteer_hours_first_years": lambda name: first_years(name, "volunteer_hours"),
    "local_jobs_first_years": lambda name: first_years(name, "local_jobs"),
    "hours_delivered": lambda name: ran(name).column("hours_delivered").astype(float).sum(axis=1),
    "equity_if_alive": lambda name: np.where(
        ran(name).column("alive")[:, -1] > 0, ran(name).column("equity")[:, -1].astype(float), np.nan
    ),
    "gave_up_with_money": lambda name: _gave_up_with_money(ran(name)),
}


def _homes(results: Results) -> Any:
    """Homes with a line in the fifth year; not-a-number where nothing was built."""
    network = results.scenario.assets["network"]
    assert isinstance(network, Fibre)
    homes = results.column("fibre_take_up")[:, 59].astype(float) * network.homes_passed.value
    return np.where(results.column("income_assets")[:, 59] > 0, homes, np.nan)


def _gave_up_with_money(results: Results) -> Any:
    """1 where the company ended for want of a leader with at least EUR 10,000 a year before."""
    cause, alive, cash = (results.column(key) for key in ("cause", "alive", "cash"))
    ended = np.minimum(alive.sum(axis=1).astype(int), results.months - 1)
    before = cash[np.arange(len(cash)), np.maximum(ended - 12, 0)]
    return ((cause[:, -1] == 2) & (before >= 10_000)).astype(float)


def indicator(name: str, what: str) -> Any:
    return OWN[what](name) if what in OWN else INDICATORS[what].of(ran(name))


@pytest.mark.slow
@pytest.mark.parametrize(("lesson", "first", "second", "what", "sign"), LESSONS)
def test_what_a_text_says_is_what_the_model_does(lesson, first, second, what, sign):
    difference = indicator(second, what) - indicator(first, what)
    difference = difference[~np.isnan(difference)]
    assert len(difference) >= FUTURES // 4, lesson
    error = difference.std(ddof=1) / np.sqrt(len(difference))
    assert sign * difference.mean() > 2 * error, f"{lesson}: {difference.mean():.4g} +- {error:.4g}"
