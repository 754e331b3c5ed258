"""Every euro has two sides: whatever the scenario, the books balance to the cent in every future and month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import BROAD, WORLDS
from tests.worlds import busy, quiet
from wijkbv_sim.ledger import Account, Kind, Ledger, Sector, cents, share_of
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario.schema import Feedbacks


@BROAD
@given(WORLDS)
def test_the_books_balance_whatever_happens(changes):
    balanced(quiet({**changes, "feedbacks": dict.fromkeys(Feedbacks.model_fields, True)}, years=3))


def test_the_books_balance_in_the_busy_world():
    balanced(busy(), 20)


def balanced(scenario, replicates=3):
    model = NeighbourhoodModel(scenario, replicates, seed=3, checking=True)
    ledger = model.ledger
    opening = ledger.balance[Account.BANK].copy()
    of = {kind: [account for account in Account if account.kind is kind] for kind in Kind}
    received = paid = np.zeros(replicates, dtype=np.int64)
    own = -ledger.balance[Account.RESERVES].copy()
    for month in range(scenario.time.months):
        model.step()
        received, paid = received + ledger.received.sum(axis=0), paid + ledger.paid.sum(axis=0)
        own = own + ledger.result() - ledger.flow[Account.RESERVES]
        everywhere = np.zeros(replicates, dtype=np.int64)
        np.testing.assert_array_equal(ledger.balance.sum(axis=0), everywhere)
        np.testing.assert_array_equal(ledger.flow.sum(axis=0), everywhere)
        np.testing.assert_array_equal(ledger.balance[Account.BANK], opening + received - paid)
        debts = -ledger.balance[of[Kind.LIABILITY]].sum(axis=0)
        overdrawn = np.maximum(-ledger.balance[Account.BANK], 0)
        np.testing.assert_array_equal(ledger.assets(), debts + overdrawn + ledger.equity())
        assert (ledger.received >= 0).all()
        assert (ledger.paid >= 0).all()
        assert (ledger.received[Sector.INTERNAL] == 0).all()
        assert (ledger.paid[Sector.INTERNAL] == 0).all()
        assert (ledger.flow[of[Kind.INCOME]] <= 0).all()
        assert (ledger.balance[Account.LOANS] <= 0).all()
        assert (ledger.balance[Account.RECEIVABLES] >= 0).all()
        assert (ledger.balance[Account.MEMBER_SHARES] <= 0).all()
        assert (ledger.balance[Account.MAINTENANCE_PROVISION] <= 0).all()
        # Every month's result is in the result to date or, once the year is closed, in the reserves.
        np.testing.assert_array_equal(ledger.result_to_date() - ledger.balance[Account.RESERVES], own)
        if month % 12 == 11:
            assert not ledger.balance[of[Kind.INCOME] + of[Kind.EXPENSE]][:, model.company.alive].any()


@given(st.lists(st.tuples(st.sampled_from(list(Account)), st.sampled_from(list(Account)), st.integers(0, 10**12),
                          st.sampled_from(list(Sector)[1:])), max_size=30))  # fmt: skip
def test_whatever_is_posted_adds_up_to_nothing(postings):
    ledger = Ledger(2)
    for debit, credit, amount, sector in postings:
        ledger.post(debit, credit, np.array([amount, amount // 3]), sector)
    assert ledger.balance.sum(axis=0).tolist() == [0, 0]
    ledger.close_year()
    assert ledger.balance.sum(axis=0).tolist() == [0, 0]
    assert ledger.flow.sum(axis=0).tolist() == [0, 0]


def test_a_payment_is_a_debit_a_credit_and_somebody():
    ledger = Ledger(1)
    ledger.receive(Account.INCOME_GRANTS, np.array([500]), Sector.FUNDS)
    ledger.pay(Account.WAGES, np.array([200]), Sector.HOUSEHOLDS)
    assert ledger.balance[Account.BANK].tolist() == [300]
    assert ledger.result().tolist() == [300]
    assert ledger.received[Sector.FUNDS].tolist() == [500]
    assert ledger.paid[Sector.HOUSEHOLDS].tolist() == [200]


def test_closing_the_books_is_no_movement_of_the_month():
    ledger = Ledger(1)
    ledger.open_month()
    ledger.receive(Account.INCOME_GRANTS, np.array([500]), Sector.FUNDS)
    ledger.close_year()
    assert ledger.flow[Account.INCOME_GRANTS].tolist() == [-500]
    assert ledger.flow[Account.RESERVES].tolist() == [0]
    assert ledger.balance[Account.RESERVES].tolist() == [-500]
    assert ledger.equity().tolist() == [500]


def test_an_overdraft_is_a_debt():
    ledger = Ledger(1)
    ledger.pay(Account.WAGES, np.array([200]), Sector.HOUSEHOLDS)
    assert ledger.assets().tolist() == [0]
    assert ledger.equity().tolist() == [-200]


@pytest.mark.parametrize(("euros", "whole"), [(0.005, 0), (0.015, 2), (0.014, 1), (1e9, 10**11), (-0.015, -2)])
def test_halves_of_cents_go_to_the_even_one(euros, whole):
    assert cents(np.array([euros])).tolist() == [whole]


@given(st.integers(-(10**12), 10**12), st.floats(0, 1))
def test_two_parts_are_the_whole(amount, share):
    a, b = share_of(np.array([amount]), np.array([share]))
    assert (a + b).tolist() == [amount]


@pytest.mark.slow
@settings(BROAD, max_examples=80)
@given(WORLDS)
def test_the_books_balance_in_many_more_worlds(changes):
    balanced(busy({**changes, "area.inhabitants": 200}, years=4))


@pytest.mark.parametrize(("amount", "error"), [(np.array([0.5, 1.0]), TypeError), (np.array([5]), ValueError)])
def test_an_amount_is_whole_cents_for_each_future(amount, error):
    with pytest.raises(error):
        Ledger(2).post(Account.TAX, Account.TAX_PAYABLE, amount)
    with pytest.raises(ValueError, match="each future"):
        Ledger(2).pay_euros(Account.TAX, np.array([5.0]), Sector.STATE)
