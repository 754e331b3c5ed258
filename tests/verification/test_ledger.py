"""Every euro has two sides: whatever the scenario, the books balance to the cent in every future and month."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.worlds import busy, quiet
from wijkbv_sim.ledger import Account, Kind, Ledger, Sector, cents, share_of
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.scenario.ownership import LegalForm

MONEY = st.one_of(st.just(0), st.floats(0, 1e6), st.sampled_from([1, 0.01, 99_999.99]))
PERCENT = st.one_of(st.sampled_from([0, 100]), st.floats(0, 100))
MONTH = st.integers(1, 30)
PARTY = st.sampled_from(["municipality", "care_insurer", "state", "fund", "bank", "local_business", "business",
                         "residents"])  # fmt: skip


def doubted(numbers, low=0.5, high=1.5):
    """A number, in doubt or not."""
    ranges = numbers.map(lambda n: {"uniform": [n * low, n * high]} if n > 0 else n)
    return st.one_of(numbers, ranges)


def part(required, **optional):
    return st.fixed_dictionaries(required, optional=optional)


def named(parts, most=2):
    return st.dictionaries(st.sampled_from(["een", "twee", "drie"]), parts, max_size=most)


SERVICES = part(
    {"demand": MONEY},
    hours_per_unit=st.floats(0, 3),
    volunteer_share=PERCENT,
    purchases=st.floats(0, 50),
    purchases_local=PERCENT,
    overhead=MONEY,
    user_fee=st.floats(0, 50),
    demand_growth=st.floats(-20, 20),
)
CONTRACTS = part({"value": doubted(MONEY)}, commissioner=PARTY, running_at_start=st.booleans(), start_month=MONTH,
                 term=st.floats(0.25, 3), win_chance=PERCENT, renewal_chance=PERCENT, retry=MONTH,
                 indexation=st.floats(0, 200), payment_term=st.floats(0, 300), late_payment=PERCENT,
                 penalty=st.floats(0, 300))  # fmt: skip
GRANTS = part({"amount": doubted(MONEY)}, giver=PARTY, start_month=MONTH, duration=MONTH, chance=PERCENT,
              rounds=st.integers(1, 4), taper=PERCENT)  # fmt: skip
LOANS = part({"amount": doubted(MONEY)}, lender=PARTY, repayment=st.sampled_from(["annuity", "linear", "bullet"]),
             rate=st.floats(0, 30), term=st.integers(1, 3), start_month=MONTH, grace=st.integers(0, 40))  # fmt: skip
TRADES = part({"turnover": doubted(MONEY)}, customers=PARTY, swing=PERCENT, purchases=PERCENT, start_month=MONTH)
WORKS = part({"year": st.integers(1, 3), "cost": MONEY})
BUILDINGS = part({"floor_area": st.floats(1, 2_000)}, start_month=MONTH, price=doubted(MONEY),
                 transfer_tax=st.floats(0, 30), renovation=MONEY,
                 depreciation_years=st.integers(1, 3), lease=MONEY, rent=st.floats(0, 500),
                 occupancy_swing=st.floats(0, 50), maintenance_reserve=st.floats(0, 100), decay=PERCENT,
                 maintenance=st.lists(WORKS, max_size=3))  # fmt: skip
FORMS = st.sampled_from(["foundation", "association", "cooperative", "bv"])
OWNERSHIP = part({}, legal_form=FORMS, fee=st.floats(0, 500), share_buyers=PERCENT, share_withdrawal=PERCENT,
                 share_interest=st.floats(0, 25), volunteer_cost=st.floats(0, 500),
                 initial_members=st.integers(0, 80), outreach=PERCENT, potential=PERCENT)  # fmt: skip
EVENTS = st.lists(
    st.tuples(
        st.integers(1, 36),
        st.sampled_from(
            ["money.overhead", "money.inflation", "ownership.fee", "ownership.potential", "area.moving_out"]
        ),
        st.floats(0, 3),
    ),
    max_size=3,
).map(lambda events: [{"name": f"e{k}", "month": m, "multiply": {p: f}} for k, (m, p, f) in enumerate(events)])
SCENARIOS = st.fixed_dictionaries(
    {
        "services": named(SERVICES), "money.contracts": named(CONTRACTS), "money.grants": named(GRANTS),
        "money.loans": named(LOANS), "money.trade": named(TRADES), "assets": named(BUILDINGS), "timeline": EVENTS,
        "money.opening_cash": MONEY, "money.opening_shares": MONEY, "money.credit_limit": MONEY,
        "money.overhead": MONEY, "money.inflation": st.floats(-10, 50), "money.patience": st.integers(1, 12),
        "money.credit_rate": st.floats(0, 30), "area.moving_out": st.floats(0, 50),
    }
)  # fmt: skip


def owned(changes, ownership):
    """The ownership by path; no shares in a form that has none."""
    form = ownership.get("legal_form", "bv")
    found = {"ownership.legal_form": form, **{f"ownership.{key}": value for key, value in ownership.items()}}
    if not LegalForm(form).rights.shares:
        found |= {"ownership.share_buyers": 0, "money.opening_shares": 0}
    return found


@settings(max_examples=30)
@given(SCENARIOS, OWNERSHIP, st.data())
def test_the_books_balance_whatever_happens(changes, ownership, data):
    if changes["services"]:
        for contract in changes["money.contracts"].values():
            contract["service"] = data.draw(st.sampled_from([*changes["services"], None]))
    changes |= owned(changes, ownership)
    feedbacks = dict.fromkeys(quiet().feedbacks.model_fields_set, True)
    balanced(quiet({**changes, "feedbacks": feedbacks}, years=3))


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
@settings(max_examples=80)
@given(SCENARIOS, OWNERSHIP)
def test_the_books_balance_in_many_more_worlds(changes, ownership):
    changes |= owned(changes, ownership)
    balanced(busy({**changes, "area.inhabitants": 200}, years=4))
