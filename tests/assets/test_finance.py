"""Floating rates, covenants, and what breaking them does."""

from __future__ import annotations

import numpy as np
import numpy_financial as npf
import pytest

from tests.assets.stories import BUILDING, flows, model, run, watch
from wijkbv_sim.ledger import Account

LOAN = {"amount": 120_000, "rate": 6, "term": 10, "covenant_dscr": 0}
STILL = {"level": 2.5, "mean": 2.5, "swing": 0}


def payments(m, months):
    """Interest and repayment by month in euros, of the first future."""
    seen = []
    for _ in range(months):
        m.step()
        [loan] = m.loans
        seen.append((loan.interest[0] / 100, loan.repaid[0] / 100))
    return np.array(seen)


def test_a_fixed_annuity_is_the_textbooks():
    m = model(loans={"b": LOAN})
    paid = payments(m, 121)
    assert paid[0].sum() == 0
    assert np.allclose(paid[1:121].sum(axis=1)[:-1], -npf.pmt(0.005, 120, 120_000), atol=0.02)
    assert m.loans[0].owed[0] == 0


def test_a_floating_annuity_is_worked_out_anew_when_the_market_moves():
    market = {"level": 2.5, "mean": 4.5, "memory": 0, "swing": 0}  # two percentage points up in the first January
    m = model(loans={"b": LOAN | {"rate_kind": "floating"}}, money={"credit_market": market})
    paid = payments(m, 121)
    before = -npf.pmt(0.06 / 12, 120, 120_000)
    owed = -npf.fv(0.06 / 12, 11, -before, 120_000)
    after = -npf.pmt(0.08 / 12, 109, owed)
    assert np.allclose(paid[1:12].sum(axis=1), before, atol=0.02)
    assert np.allclose(paid[12:120].sum(axis=1), after, atol=0.03)
    assert paid[12, 0] == pytest.approx(owed * 0.08 / 12, abs=0.02)
    assert m.loans[0].owed[0] == 0


def test_a_floating_rate_moves_with_the_market_since_the_loan_began_and_never_below_nothing():
    market = {"level": 5, "mean": 0, "memory": 50, "swing": 0}
    loan = LOAN | {"rate_kind": "floating", "rate": 3, "start_month": 14}
    m = run(model(loans={"b": loan}, money={"credit_market": market}), 14)
    assert m.loans[0].rate_now[0] == pytest.approx(0.03)
    run(m, 12)  # from 2.5% to 1.25%
    assert m.loans[0].rate_now[0] == pytest.approx(0.03 - 0.0125)
    other = run(model(loans={"b": loan | {"rate": 1, "start_month": 1}}, money={"credit_market": market}), 26)
    assert other.loans[0].rate_now[0] == 0


def test_a_fixed_rate_does_not_care_for_the_market():
    wild = {"level": 2.5, "mean": 9, "swing": 5}
    calm = payments(model(loans={"b": LOAN}), 30)
    assert np.array_equal(calm, payments(model(loans={"b": LOAN}, money={"credit_market": wild}), 30))


def test_the_market_rate_has_its_mean_spread_and_memory():
    market = {"level": 2.5, "mean": 2.5, "memory": 80, "swing": 0.6}
    m = model(replicates=4_000, years=20, money={"credit_market": market})
    paths = []
    for month in range(240):
        if month % 12 == 0 and month:
            m.credit_market.month = month
            m.month = month
            m.credit_market.new_year()
            paths.append(m.credit_market.now.copy())
    paths = np.array(paths)
    assert paths[-1].mean() == pytest.approx(0.025, abs=0.0006)
    assert paths[-1].std() == pytest.approx(0.006 / np.sqrt(1 - 0.64), rel=0.05)
    assert np.corrcoef(paths[-1], paths[-2])[0, 1] == pytest.approx(0.8, abs=0.03)


# ---------------------------------------------------------------------- covenants

BROKE = {"b": LOAN | {"covenant_dscr": 1.2, "step_up": 1}}
"""A loan without income to serve it: cover is nothing."""


def test_a_company_without_income_is_warned_then_pays_more():
    m = model(loans=BROKE)
    rates = []
    for _ in range(48):
        m.step()
        rates.append(round(float(m.loans[0].rate_now[0]), 4))
    # The first December has not served a year; the second warns, and the third steps up.
    assert rates == [0.06] * 35 + [0.07] * 13
    assert m.loans[0].breaches[0] == 3
    assert not m.observer.now["loan_called"][0]


def test_a_covenant_that_is_kept_again_ends_the_step_up():
    income = {"shop": {"turnover": 60_000, "purchases": 0, "swing": 0, "start_month": 38}}
    m = run(model(loans=BROKE, trade=income), 36)
    assert m.loans[0].rate_now[0] == pytest.approx(0.07)
    run(m, 12)
    assert m.observer.now["dscr"][0] > 1.2
    assert m.loans[0].breaches[0] == 0
    assert m.loans[0].rate_now[0] == pytest.approx(0.06)


def test_a_loan_is_called_after_repeated_breaches_and_falls_due():
    m = model(loans={"b": LOAN | {"covenant_dscr": 1.2, "call_after": 2, "call_notice": 3}})
    called = watch(m, "loan_called", 36)[:, 0]
    assert list(np.flatnonzero(called)) == [35]
    owed = m.loans[0].owed[0]
    assert owed > 0
    run(m, 2)
    assert m.loans[0].owed[0] > 0
    m.step()
    assert m.loans[0].owed[0] == 0
    run(m, 2)
    assert m.loans[0].repaid[0] == 0


def test_a_call_can_be_the_end():
    broke = {"opening_cash": 60_000, "patience": 2}
    house = {"h": BUILDING | {"price": 100_000}}
    loan = LOAN | {"covenant_dscr": 1.2}
    lasting = run(model(assets=house, loans={"b": loan}, money=broke, years=4))
    called = run(model(assets=house, loans={"b": loan | {"call_after": 2}}, money=broke, years=4))
    assert lasting.company.alive[0]
    assert not called.company.alive[0]
    assert called.company.failed_in[0] == 35 + 3 + 1  # called, due, and one month beyond patience


def test_nobody_warns_a_company_that_has_failed():
    broke = {"opening_cash": 0, "patience": 1}
    house = {"h": BUILDING | {"price": 120_000, "start_month": 2}}
    m = run(model(assets=house, loans={"b": LOAN | {"covenant_dscr": 1.2, "call_after": 1}}, money=broke, years=5))
    assert m.company.failed_in[0] == 1
    assert m.loans[0].owed[0] == 0  # settled or written off when the company was wound up
    assert not m.observer.now["covenant_breach"][0]
    assert not m.observer.now["loan_called"][0]


def test_enough_cover_is_no_breach():
    service = 12 * -npf.pmt(0.005, 120, 120_000)
    for factor, breached in ((1.19, True), (1.21, False)):
        income = {"shop": {"turnover": service * factor, "purchases": 0, "swing": 0}}
        m = run(model(loans=BROKE, trade=income, ownership={"legal_form": "foundation", "initial_members": 0}), 24)
        assert m.observer.now["dscr"][0] == pytest.approx(factor, rel=1e-3)
        assert bool(m.observer.now["covenant_breach"][0]) is breached


def test_loan_to_value_is_debt_over_what_would_sell():
    house = BUILDING | {"price": 150_000, "market_value": 160_000}
    for asked, breached in ((70, True), (80, False), (0, False)):
        loan = LOAN | {"repayment": "bullet", "covenant_ltv": asked}
        m = run(model(assets={"h": house}, loans={"b": loan}), 12)
        assert m.observer.now["ltv"][0] == pytest.approx(0.75)
        assert bool(m.observer.now["covenant_breach"][0]) is breached


def test_without_a_market_value_the_book_value_is_the_security():
    house = BUILDING | {"price": 240_000, "depreciation_years": 10}
    m = run(model(assets={"h": house}, loans={"b": LOAN | {"repayment": "bullet"}}), 24)
    assert m.observer.now["ltv"][0] == pytest.approx(120_000 / (240_000 * 0.8))
    rented = run(model(assets={"h": house | {"way_in": "rent"}}, loans={"b": LOAN}), 2)
    assert np.isnan(rented.observer.now["ltv"][0])


def test_a_sold_security_breaks_the_covenant():
    house = BUILDING | {"price": 300_000, "market_value": 300_000, "sell_month": 6}
    loan = LOAN | {"repayment": "bullet", "covenant_ltv": 80}
    breach = watch(model(assets={"h": house}, loans={"b": loan}, years=1), "covenant_breach")[:, 0]
    assert list(breach) == [0] * 5 + [1] * 7


def test_a_sale_is_no_cash_flow_that_covers_interest():
    house = BUILDING | {"price": 100_000, "sell_month": 6, "depreciation_years": 100, "selling_cost": 0}
    untaxed = {"legal_form": "foundation", "initial_members": 0, "initial_active": 0, "outreach": 0, "influence": 0}
    m = run(model(assets={"h": house | {"market_value": 110_000}}, loans={"b": LOAN}, ownership=untaxed), 12)
    assert m.observer.now["dscr"][0] == pytest.approx(0, abs=1e-9)
    m = run(model(assets={"h": house | {"market_value": 50_000}}, loans={"b": LOAN}, ownership=untaxed), 12)
    assert m.observer.now["dscr"][0] == pytest.approx(0, abs=1e-9)
    assert -flows(m, Account.INTEREST, 1)[0, 0] > 0
