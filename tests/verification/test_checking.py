"""The checking mode catches what does not add up: break something on purpose, and it says what, where and when."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import busy
from wijkbv_sim.ledger import Account, Ledger
from wijkbv_sim.model.building import Building
from wijkbv_sim.model.checking import CheckError
from wijkbv_sim.model.columns import MEMBER, Flow, Stock
from wijkbv_sim.model.contract import Contract
from wijkbv_sim.model.loan import Loan
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.residents import Residents

FIRST, MONTH, REPLICATE = 40, 7, 2
"""Futures 40 to 43; what is broken is broken in the seventh month of the third of them."""


def broken(monkeypatch, kind, method, damage):
    """Let ``damage`` happen to an actor right after one of its methods, once."""
    real = getattr(kind, method)

    def and_then(self, *args, **keywords):
        answer = real(self, *args, **keywords)
        if self.model.month == MONTH - 1:
            damage(self)
        return answer

    monkeypatch.setattr(kind, method, and_then)
    model = NeighbourhoodModel(busy(), 4, first_replicate=FIRST, checking=True)
    for _ in range(MONTH - 1):
        model.step()
    return model


def said(model):
    with pytest.raises(CheckError) as caught:
        model.step()
    return str(caught.value)


@pytest.mark.parametrize("stock", Stock)
def test_a_stock_that_nobody_flowed_into(monkeypatch, stock):
    def damage(residents):
        residents.stocks[REPLICATE, stock] += 1

    found = said(broken(monkeypatch, Residents, "month", damage))
    assert found.startswith(f"month 7, replicate 42: {stock.name.lower()} by flows is ")


def test_somebody_who_joined_without_being_counted(monkeypatch):
    def damage(residents):
        home = int(np.flatnonzero((residents.state[REPLICATE] < MEMBER) & (residents.traits[REPLICATE] >= 64))[0])
        residents.state[REPLICATE, home] = MEMBER

    assert "month 7, replicate 42: " in said(broken(monkeypatch, Residents, "month", damage))


def test_a_flow_that_moved_nobody(monkeypatch):
    def damage(residents):
        residents.flows[REPLICATE, Flow.JOINED] += 1

    found = said(broken(monkeypatch, Residents, "month", damage))
    assert found.startswith("month 7, replicate 42: members by flows is ")


def test_a_friend_who_was_not_told(monkeypatch):
    def damage(residents):
        residents.contacts[REPLICATE, 0] += 1

    assert said(broken(monkeypatch, Residents, "month", damage)).startswith("month 7, replicate 42: contacts by flows")


def test_two_friends_of_whom_one_was_told_for_the_other(monkeypatch):
    def damage(residents):
        residents.contacts[REPLICATE, 0] += 1
        residents.contacts[REPLICATE, 1] -= 1

    found = said(broken(monkeypatch, Residents, "month", damage))
    assert found.startswith("month 7, replicate 42: member contacts of home 0 by flows is ")


def test_money_from_nowhere(monkeypatch):
    def damage(residents):
        residents.ledger.balance[Account.BANK, REPLICATE] += 1

    found = said(broken(monkeypatch, Residents, "pay_and_be_paid", damage))
    assert found == "month 7, replicate 42: the sum of all balances by flows is 1, by census 0"


def test_a_payment_to_nobody(monkeypatch):
    def damage(residents):
        residents.ledger.balance[Account.BANK, REPLICATE] -= 500
        residents.ledger.balance[Account.OVERHEAD, REPLICATE] += 500

    found = said(broken(monkeypatch, Residents, "pay_and_be_paid", damage))
    assert found.startswith("month 7, replicate 42: the month's change of the bank account by flows is ")


@pytest.mark.parametrize(
    ("kind", "method", "what", "figure"),
    [
        (Contract, "bill", "standing_out", "receivables"),
        (Loan, "serve", "owed", "loans"),
        (Building, "run", "invested", "buildings"),
        (Building, "run", "written_off", "depreciation to date"),
        (Building, "run", "provision", "maintenance provision"),
    ],
)
def test_an_actor_whose_own_count_is_not_the_ledger_s(monkeypatch, kind, method, what, figure):
    def damage(actor):
        values = getattr(actor, what)
        column = values[0] if values.ndim > 1 else values
        column[REPLICATE] += 100

    found = said(broken(monkeypatch, kind, method, damage))
    assert found.startswith(f"month 7, replicate 42: {figure} by flows is ")


def test_without_checking_nothing_is_said(monkeypatch):
    def damage(residents):
        residents.stocks[REPLICATE, Stock.MEMBERS] += 1

    model = broken(monkeypatch, Residents, "month", damage)
    model.checking = False
    model.step()
    assert model.month == MONTH


def test_a_posting_that_loses_a_cent_is_caught_in_its_month(monkeypatch):
    def post(self, debit, credit, amount, sector=0):
        self.balance[debit] += amount
        self.balance[credit] -= amount - 1

    monkeypatch.setattr(Ledger, "post", post)
    with pytest.raises(CheckError, match=r"^month 1, replicate 0: the sum of all balances"):
        NeighbourhoodModel(busy(), checking=True).step()
