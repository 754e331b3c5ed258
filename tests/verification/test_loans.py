"""Loans against the textbook: annuities to the cent, and never a cent too much or too little repaid."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import euros, futures, quiet


def a_loan(years=2, changes=None, **loan):
    document = {"amount": 100_000, "rate": 6, "term": 1, "step_up": 0, **loan}
    return futures(quiet({"money.loans.l": document, **(changes or {})}, years=years))


def interest(chunk):
    return euros(chunk, "flow.interest")


def owed(chunk):
    return euros(chunk, "balance.loans")


def repaid(chunk):
    """By month: the money comes in in the first."""
    return [-round(b - a, 2) for a, b in zip([0, *owed(chunk)], owed(chunk), strict=False)]


def test_an_annuity_is_that_of_the_textbook_to_the_cent():
    chunk = a_loan(years=16, term=15)
    month = np.arange(1, 181)
    assert interest(chunk)[1:181] == pytest.approx(-npf.ipmt(0.005, month, 180, 100_000), abs=0.011)
    assert repaid(chunk)[1:181] == pytest.approx(-npf.ppmt(0.005, month, 180, 100_000), abs=0.011)
    paid = np.array(interest(chunk)[1:180]) + repaid(chunk)[1:180]
    assert np.abs(paid + npf.pmt(0.005, 180, 100_000)).max() <= 0.011
    assert owed(chunk)[179:181] == [839.66, 0]
    assert sum(repaid(chunk)[1:]) == pytest.approx(100_000)


def test_the_first_month_brings_the_money_and_costs_nothing():
    chunk = a_loan()
    assert euros(chunk, "received.bank")[:2] == [100_000, 0]
    assert interest(chunk)[:2] == [0, 500]


def test_equal_parts():
    chunk = a_loan(repayment="linear", amount=120_000)
    assert repaid(chunk)[1:14] == [10_000] * 12 + [0]
    assert interest(chunk)[1:14] == [600 - 50 * k for k in range(12)] + [0]


def test_all_at_the_end():
    chunk = a_loan(repayment="bullet")
    assert repaid(chunk)[1:14] == [0] * 11 + [100_000, 0]
    assert interest(chunk)[1:14] == [500] * 12 + [0]


@pytest.mark.parametrize("repayment", ["annuity", "linear", "bullet"])
def test_interest_only_at_first(repayment):
    chunk = a_loan(repayment=repayment, grace=5)
    assert repaid(chunk)[1:6] == [0] * 5
    assert interest(chunk)[1:7] == [500] * 6
    assert owed(chunk)[12] == 0


def test_a_grace_as_long_as_the_loan_leaves_all_to_the_last_month():
    assert repaid(a_loan(grace=480))[1:14] == [0] * 11 + [100_000, 0]


def test_without_interest_an_annuity_is_equal_parts():
    chunk = a_loan(rate=0, amount=120_000)
    assert repaid(chunk)[1:14] == [10_000] * 12 + [0]
    assert sum(interest(chunk)) == 0


def test_a_loan_that_begins_later():
    chunk = a_loan(start_month=7)
    assert euros(chunk, "received.bank")[5:8] == [0, 100_000, 0]
    assert owed(chunk)[18:20] == [0, 0]
    assert owed(chunk)[17] > 0


def test_a_rate_that_rises():
    chunk = a_loan(changes={"timeline": [{"name": "up", "month": 6, "set": {"money.loans.l.rate": 12}}]})
    assert interest(chunk)[5] == pytest.approx(owed(chunk)[4] * 0.01, abs=0.005)
    assert owed(chunk)[12] == 0


def test_a_term_cut_short_makes_what_is_owed_due_at_once():
    chunk = a_loan(term=2, changes={"timeline": [{"name": "due", "month": 16, "set": {"money.loans.l.term": 1}}]})
    assert owed(chunk)[14] > 0
    assert owed(chunk)[15] == 0


@settings(max_examples=25)
@given(
    st.floats(0, 1e9), st.floats(0, 30), st.integers(1, 3), st.integers(0, 40),
    st.sampled_from(["annuity", "linear", "bullet"]),
)  # fmt: skip
def test_what_is_repaid_is_what_was_borrowed(amount, rate, term, grace, repayment):
    chunk = a_loan(years=4, amount=amount, rate=rate, term=term, grace=grace, repayment=repayment)
    cents = -chunk.columns["balance.loans"][0]
    assert cents[0] == round(amount * 100)
    assert (np.diff(cents) <= 0).all()
    assert cents[12 * term] == 0


@pytest.mark.parametrize(("asked", "breach"), [(1.1, 0), (1.2, 1)])
def test_cover_is_what_is_left_before_interest_over_what_the_loan_costs(asked, breach):
    chunk = a_loan(
        repayment="linear", amount=120_000, rate=6, term=10, covenant_dscr=asked,
        changes={"money.grants.g": {"amount": 24_000, "chance": 100, "effort": 0}},
    )  # fmt: skip
    # Twelve months to November of the second year: EUR 24,000 less December's tax, over 12,000 repaid and interest.
    interest = sum(600 - 5 * k for k in range(10, 22))
    tax = 0.19 * (24_000 - sum(600 - 5 * k for k in range(11)))
    assert chunk.columns["dscr"][0, 22] == pytest.approx((24_000 - tax) / (12_000 + interest), abs=1e-5)
    assert chunk.columns["covenant_breach"][0, 22] == breach


def test_no_loan_has_no_cover():
    assert np.isnan(futures(quiet()).columns["dscr"]).all()
