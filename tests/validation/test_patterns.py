"""Patterns and the page that shows them: figures by hand, no miss without a word, and a page of the right shape."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.analysis.patterns import KINDS, PATTERNS, Kind, Pattern
from wijkbv_sim.analysis.validation import Verdict, bases, buildings, judge, kind_of, validate
from wijkbv_sim.export.validation_page import figure, page
from wijkbv_sim.scenario.document import load

PAGE = Path(__file__).resolve().parents[2] / "docs/validation.md"
BY_NAME = {pattern.name: pattern for pattern in PATTERNS}


class Made:
    """Results of numbers that a test writes down: columns (replicates, months)."""

    def __init__(self, **columns):
        self.columns = {name: np.asarray(values, dtype=float) for name, values in columns.items()}
        self.months = next(iter(self.columns.values())).shape[1]
        self.scenario = SimpleNamespace(time=SimpleNamespace(start="2026-01"))

    def column(self, name, months=None):
        found = self.columns[name]
        return found if months is None else found[:, np.asarray(list(months)) - 1]

    def names(self):
        return list(self.columns)


def of(name, **columns):
    return BY_NAME[name].of(Made(**columns))


def test_shares_of_income_are_over_the_whole_run():
    income = np.full((2, 24), 100.0)
    letting = np.tile([[40.0] * 12 + [10.0] * 12], (2, 1))
    assert of("letting", income=income, income_assets=letting) == pytest.approx([0.25, 0.25])


def test_profit_is_counted_among_those_that_exist_that_year():
    alive = np.ones((4, 24))
    alive[3, 12:] = 0
    result = np.ones((4, 24))
    result[0] = -1
    result[1, 12:] = -1
    found = of("profit_years", alive=alive, operating_result=result)
    assert found == pytest.approx([3 / 4, 1 / 3])


def test_closures_are_a_pooled_rate_a_firm_year():
    alive = np.ones((10, 36))
    alive[0, 5:] = 0  # in year 1
    alive[1, 20:] = 0  # in year 2
    low, rate, high = of("closure", alive=alive)
    assert rate == pytest.approx(2 / (10 + 9 + 8))
    assert 0 <= low < rate < high
    assert of("closure", alive=np.ones((10, 36)))[1] == 0


def test_members_who_go_do_not_count_those_whose_company_ended():
    alive = np.ones((1, 24))
    alive[0, 12:] = 0
    members = alive * 120
    left = np.ones((1, 24))
    left[0, 12] = 108  # all that are left when it ends
    assert of("churn", alive=alive, members=members, left=left) == pytest.approx([12 / 120])


def test_hours_a_week_are_by_head():
    alive = np.ones((1, 12))
    assert of("hours", alive=alive, volunteer_hours=alive * 130, active_members=alive * 10) == pytest.approx([3.0])


def test_ratios_between_groups_are_of_their_representation():
    alive = np.ones((1, 12))
    high, low = alive * 1.5, alive * 0.5
    assert of("educated", alive=alive, representation_active_high_education=high,
              representation_active_low_education=low) == pytest.approx([3.0])  # fmt: skip


@pytest.mark.parametrize("pattern", PATTERNS, ids=lambda pattern: pattern.name)
def test_a_pattern_is_complete(pattern: Pattern):
    assert pattern.low < pattern.high
    assert pattern.address.startswith(("https://", "http://"))
    assert all((pattern.nl, pattern.en, pattern.exact, pattern.source, pattern.why, pattern.kinds))
    assert pattern.nl != pattern.en


def test_names_are_unique_and_the_sector_is_judged_by_its_own():
    assert len(BY_NAME) == len(PATTERNS)
    template = load("bewonersbedrijf")
    names = {p.name for p in PATTERNS if p.applies(template, Kind.AVERAGE)}
    assert {"letting_sector", "grants_sector", "contracts_sector", "turnover_sector"} <= names
    assert not names & {"letting", "hoogeloon_members", "cover"}


def test_counterfactuals_and_variants_are_not_judged():
    assert "malburgen" in bases()
    assert not [name for name in bases() if name.endswith("-counterfactual") or load(name).name != name]
    assert kind_of("somewhere") is Kind.OTHER


def test_the_verdict_is_by_the_median():
    pattern = BY_NAME["fees"]
    assert Verdict("x", pattern, 0.0, 0.05, 0.9).hit
    missed = Verdict("x", pattern, 0.0, 0.051, 0.9)
    assert not missed.hit
    assert missed.explanation is None
    assert Verdict("x", BY_NAME["older"], 0, 0.5, 1).explanation


def test_buildings_are_counted():
    run, own = buildings([load("malburgen"), load("bewonersbedrijf"), load("malburgen-transferred")])
    assert run.found == 1
    assert own.found == 0  # a variant is of no kind that is counted


def test_figures_are_readable():
    assert [figure(0.0123, "share"), figure(311581.0, "EUR"), figure(2.468, "ratio"), figure(float("nan"), "x")] == [
        "1.23 %", "312,000", "2.47", "-",
    ]  # fmt: skip


def test_the_page_has_every_base_scenario_and_every_pattern_that_applies():
    text = PAGE.read_text(encoding="utf-8")
    assert re.findall(r"^## `([\w-]+)`", text, re.MULTILINE) == bases()
    parts = dict(zip(bases(), re.split(r"^## `[\w-]+`.*$", text, flags=re.MULTILINE)[1:], strict=True))
    for name, part in parts.items():
        scenario = load(name)
        for pattern in PATTERNS:
            # A pattern that applies has a row; one that does not has none.
            rows = part.split("## Patterns and their sources")[0].count(f"\n| {pattern.en} ({pattern.unit}) |")
            assert rows <= 1
            if not pattern.applies(scenario, kind_of(name)):
                assert rows == 0, (name, pattern.name)
    for pattern in PATTERNS:
        assert f"[{pattern.source}]({pattern.address})" in text
    assert "not explained" not in text
    missed = len(re.findall(r"\| \*\*miss\*\*(?: \(given\))? \|$", text, re.MULTILINE))
    assert missed == len(re.findall(r"^- \*", text, re.MULTILINE))


def test_a_page_tells_a_miss_and_its_want_of_explanation():
    scenario = load("malburgen")
    text = page([scenario], [Verdict("malburgen", BY_NAME["fees"], 0.1, 0.2, 0.3)], 10, 1, "x")
    assert "| membership fees in income (share) | 0 %-5 % | 10 % - **20 %** - 30 % | **miss** |" in text
    assert "- *membership fees in income*: not explained." in text


@pytest.mark.slow
def test_no_miss_is_without_an_explanation():
    _, verdicts = validate(replicates=100)
    unexplained = [(v.scenario, v.pattern.name, v.median) for v in verdicts if not v.hit and not v.explanation]
    assert not unexplained


@pytest.mark.slow
def test_the_template_is_the_sector_and_malburgen_its_turnover_and_surplus():
    verdicts = judge(wb.simulate("bewonersbedrijf", 200, seed=1, books=False))
    assert all(v.hit for v in verdicts if v.pattern.name.endswith("_sector") or v.pattern.name == "profit_years")
    results = wb.simulate("malburgen", 100, seed=1, books=False)
    first = results.column("income")[:, :12].sum(axis=1)
    surplus = results.column("operating_result")[:, :36].sum(axis=1) / 3
    # EUR 0.5 million and 40,000 in 2014, raised by 40 to 45 %, and a fifth and a half of doubt.
    assert 0.8 * 700_000 < np.median(first) < 1.2 * 725_000
    assert 0.5 * 56_000 < np.median(surplus) < 1.5 * 58_000


def test_kinds_are_of_scenarios_that_may_be_there():
    assert KINDS["bewonersbedrijf"] is Kind.AVERAGE
    assert set(KINDS.values()) >= {Kind.RESIDENTS_COMPANY, Kind.HOUSING}
