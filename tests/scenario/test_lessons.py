"""What the bundled scenarios say about themselves is true of the model.

Every claim of a description that can be measured is a row: in ``other`` the indicator is higher (>) or lower (<) than
in ``base``, in the same futures. A row holds where the mean paired difference lies more than two standard errors on
that side of nought, so that a lesson does not rest on a lucky future.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.results.indicators import INDICATORS
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario import library

FUTURES = 80
STANDARD_ERRORS = 2.0

# lesson, base, other, indicator, sign
LESSONS: list[tuple[str, str, str, str, str]] = [
    ("without a building less is left over", "malburgen", "malburgen-refused", "operating_result_year", "<"),
    ("an outside firm keeps less money here", "malburgen", "malburgen-counterfactual", "local_retention", "<"),
    ("an outside firm employs fewer people from here", "malburgen", "malburgen-counterfactual", "local_jobs_end", "<"),
]


@cache
def ran(name: str) -> Results:
    return wb.simulate(name, FUTURES, seed=1)


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


def test_lessons_are_about_bundled_scenarios_and_known_indicators():
    for _, base, other, indicator, sign in LESSONS:
        assert {base, other} <= set(library.names())
        assert indicator in INDICATORS
        assert sign in ("<", ">")


def test_no_lesson_is_told_twice():
    assert len({row[0] for row in LESSONS}) == len(LESSONS)
    assert len({row[1:] for row in LESSONS}) == len(LESSONS)
