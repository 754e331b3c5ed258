"""The general meeting: votes, what is done with a surplus to the cent, and what having a say does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ownership.worlds import CONTRACT, quiet, run
from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model.meeting import USES, divide, vote

EARNING = {"money.contracts.green": CONTRACT, "ownership.meeting.month": 1, "ownership.fee": 24}
"""EUR 12,000 a year from a contract and 40 x 24 = 960 in fees; after 19% tax EUR 10,497.60 is left."""

SURPLUS = 10_497.60
SPLIT = {
    "ownership.surplus.reserve": 40, "ownership.surplus.fund": 30, "ownership.surplus.price_cut": 5,
    "ownership.surplus.new_service": 15, "ownership.surplus.dividend": 10,
    "money.opening_cash": 20_000, "money.opening_shares": 20_000,
}  # fmt: skip


def row(*numbers: float) -> np.ndarray:
    return np.array([numbers], dtype=float).T


def euros(model, account: Account) -> float:
    return -int(model.ledger.balance[account, 0]) / 100


def test_a_vote_by_hand():
    # 50, 30 and 20 parts, and this meeting is twice as fond of the second as usual: 50, 60, 20 of 130.
    parts = vote(row(50, 30, 20), np.log(row(1, 2, 1)), np.ones(1))
    np.testing.assert_allclose(parts[:, 0], [50 / 130, 60 / 130, 20 / 130])
    # As advice that counts for half, half of it stays in the reserve.
    parts = vote(row(50, 30, 20), np.log(row(1, 2, 1)), np.full(1, 0.5))
    np.testing.assert_allclose(parts[:, 0], [1 - 40 / 130, 30 / 130, 10 / 130])


def test_no_wishes_and_no_votes_leave_all_in_the_reserve():
    np.testing.assert_array_equal(vote(row(0, 0, 0), row(0, 0, 0), np.ones(1))[:, 0], [1, 0, 0])
    np.testing.assert_array_equal(vote(row(0, 1, 1), row(0, 0, 0), np.zeros(1))[:, 0], [1, 0, 0])


@given(
    st.lists(st.floats(0, 100), min_size=5, max_size=5), st.lists(st.floats(-3, 3), min_size=5, max_size=5),
    st.floats(0, 1), st.integers(0, 10**12),
)  # fmt: skip
@settings(deadline=None, derandomize=True)
def test_every_cent_has_one_use(preferences, noise, weight, amount):
    parts = vote(row(*preferences), row(*noise), np.full(1, weight))
    cut = divide(np.array([amount]), parts)
    assert parts.sum() == pytest.approx(1)
    assert cut.sum() == amount
    assert (cut >= 0).all()
    np.testing.assert_allclose(cut[:, 0], amount * parts[:, 0], atol=4)


def test_the_surplus_is_used_to_the_cent():
    model = run(quiet({**EARNING, **SPLIT}), months=12)
    assert model.company.surplus[0] == round(SURPLUS * 100)
    before = model.ledger.balance.copy()
    model.step()
    moved = -(model.ledger.balance - before)[:, 0]
    # Dividend is paid at once; the other uses stand beside the reserves until they are spent.
    assert model.meeting.dividend_paid[0] == 104_976
    assert moved[Account.RESERVES] == -(104_976 + 314_928 + 52_488 + 157_464)
    assert moved[Account.NEIGHBOURHOOD_FUND] == 314_928
    assert moved[Account.PRICE_CUT_FUND] == 52_488
    assert moved[Account.START_UP_FUND] == 157_464
    assert model.company.surplus[0] == 0
    assert model.ledger.paid[Sector.MEMBERS, 0] == 104_976


def test_the_fund_is_spent_in_the_neighbourhood_within_a_year():
    model = run(quiet({**EARNING, **SPLIT, "ownership.surplus.fund_to_residents": 25}, years=3), months=13)
    people = businesses = 0
    for _ in range(12):
        model.step()
        people += int(model.ledger.paid[Sector.HOUSEHOLDS, 0])
        businesses += int(model.ledger.paid[Sector.LOCAL_BUSINESS, 0])
    spent = people + businesses
    assert spent == 314_928
    assert people == pytest.approx(spent / 4, abs=12)
    assert model.observer.now["neighbourhood_fund"][0] > 0


def test_members_get_the_price_cut_back_and_the_fee_weighs_less():
    model = run(quiet({**EARNING, **SPLIT}), months=14)
    # EUR 524.88 over a year is 43.74 a month, of 80 in fees.
    assert model.meeting.given_back[0] == 4_374
    assert model.meeting.discount[0] == pytest.approx(43.74 * 12 / 40)
    model.run()
    assert euros(model, Account.PRICE_CUT_FUND) == pytest.approx(524.88 - 11 * 43.74)


def test_a_price_cut_is_never_more_than_the_fees():
    changes = {**EARNING, "ownership.surplus.reserve": 0, "ownership.surplus.price_cut": 100}
    model = run(quiet(changes), months=14)
    assert model.meeting.given_back[0] == 8_000
    assert model.meeting.discount[0] == pytest.approx(24)


def test_a_new_service_begins_when_its_cost_is_there_and_earns_from_the_next_year():
    changes = {**EARNING, "ownership.surplus.reserve": 50, "ownership.surplus.new_service": 50,
               "ownership.surplus.start_up_cost": 5_000, "ownership.surplus.start_up_income": 1_200}  # fmt: skip
    model = run(quiet(changes, years=3), months=13)
    assert model.meeting.begun[0] == 0  # the meeting comes after the month's spending
    model.step()
    assert model.meeting.begun[0] == 1
    assert euros(model, Account.START_UP_FUND) == pytest.approx(SURPLUS / 2 - 5_000)
    earned = []
    for _ in range(14):
        model.step()
        earned.append(int(-model.ledger.flow[Account.INCOME_TRADE, 0]))
    assert earned[:11] == [0] * 11
    assert earned[11] == 10_000


def test_dividend_is_capped_together_with_interest():
    changes = {**EARNING, **SPLIT, "ownership.surplus.dividend": 100, "ownership.share_interest": 2,
               "ownership.shares.interest_cap": 5}  # fmt: skip
    changes = {**changes, **{f"ownership.surplus.{use}": 0 for use in USES if use != "dividend"}}
    model = run(quiet(changes), months=13)
    # 5% of 20,000 is 1,000, of which 2% was paid as interest.
    assert model.meeting.dividend_paid[0] == 60_000


def test_the_cap_holds_for_interest_alone():
    changes = {**EARNING, **SPLIT, "ownership.share_interest": 8, "ownership.shares.interest_cap": 5}
    assert run(quiet(changes), months=12).company.interest_paid[0] == 100_000


@pytest.mark.parametrize(
    ("form", "advice", "fund"),
    [("cooperative", 0, 60.0), ("association", 0, 60.0), ("foundation", 0, 0.0), ("foundation", 100, 60.0),
     ("bv", 0, 0.0), ("bv", 50, 30.0)],
)  # fmt: skip
def test_who_votes_depends_on_the_legal_form(form, advice, fund):
    changes = {**EARNING, "ownership.legal_form": form, "ownership.meeting.advice": advice,
               "ownership.surplus.reserve": 40, "ownership.surplus.fund": 60}  # fmt: skip
    model = run(quiet(changes), months=12)
    surplus = int(model.company.surplus[0])
    model.step()
    assert euros(model, Account.NEIGHBOURHOOD_FUND) == pytest.approx(surplus * fund / 10_000, abs=0.01)


def test_an_association_pays_no_dividend():
    changes = {**EARNING, "ownership.legal_form": "association", "ownership.surplus.dividend": 100}
    model = run(quiet(changes), months=13)
    assert model.meeting.dividend_paid[0] == 0
    assert model.ledger.paid[Sector.MEMBERS, 0] == 0


def test_money_that_is_gone_cannot_be_used():
    changes = {**EARNING, **SPLIT, "money.opening_shares": 0, "money.opening_cash": 0,
               "assets.huis": {"way_in": "purchase", "floor_area": 1, "price": 11_000, "transfer_tax": 0,
                               "start_month": 12, "rent": 0, "hire_hours": 0, "running_cost": 0, "lettable": 0,
                               "maintenance_reserve": 0}}  # fmt: skip
    model = run(quiet(changes), months=12)
    assert 0 < model.company.cash[0] < model.company.surplus[0]
    cash = int(model.company.cash[0]) + 100_000 + 8_000  # a month's contract and fees
    model.step()
    assert euros(model, Account.NEIGHBOURHOOD_FUND) == pytest.approx(0.3 * cash / 100, abs=0.01)


def test_nobody_comes_and_nothing_is_decided():
    model = run(quiet({**EARNING, **SPLIT, "ownership.meeting.turnout": 0}), months=13)
    assert model.observer.now["turnout"][0] == 0
    assert euros(model, Account.NEIGHBOURHOOD_FUND) == 0


def test_turnout_is_binomial_and_known_after_the_first_meeting():
    model = run(quiet({"ownership.meeting.turnout": 25, "ownership.meeting.month": 2}), 2_000, months=1)
    assert np.isnan(model.observer.now["turnout"]).all()
    model.step()
    came = model.observer.now["turnout"] * model.residents.members
    np.testing.assert_allclose(came, np.rint(came))
    assert came.mean() == pytest.approx(10, abs=0.3)
    assert came.std() == pytest.approx(np.sqrt(40 * 0.25 * 0.75), rel=0.1)


def test_fewer_voters_decide_more_erratically():
    spread = []
    for turnout in (5, 100):
        changes = {**EARNING, **SPLIT, "ownership.meeting.turnout": turnout, "ownership.meeting.opinion_spread": 1}
        model = run(quiet(changes), 300, months=13)
        spread.append(model.ledger.balance[Account.NEIGHBOURHOOD_FUND].std())
    assert spread[0] > 2 * spread[1]


def test_wishes_left_alone_cost_nothing():
    plain = run(quiet(EARNING), months=24)
    unused = dict.fromkeys(("fund", "price_cut", "new_service", "dividend"), 0)
    other = run(quiet({**EARNING, **{f"ownership.surplus.{use}": n for use, n in unused.items()},
                       "ownership.meeting.month": 9, "ownership.meeting.opinion_spread": 3}), months=24)  # fmt: skip
    np.testing.assert_array_equal(plain.ledger.balance, other.ledger.balance)


LIVELY = {"ownership.activation": 60, "ownership.leaving": 40, "ownership.initial_active": 0, "ownership.potential": 0,
          "ownership.meeting.month": 1}  # fmt: skip


def test_a_say_makes_active_and_binds():
    def members(**feedbacks: bool):
        model = run(quiet({**LIVELY, **{f"feedbacks.{k}": v for k, v in feedbacks.items()}}), 40)
        return model.residents.members, model.residents.active_members

    silent, heard = members(), members(say_to_members=True)
    assert (heard[0] >= silent[0]).all()
    assert heard[0].sum() > silent[0].sum()
    assert heard[1].sum() > silent[1].sum()


def test_a_say_in_a_foundation_is_worth_its_advice():
    def members(advice: int):
        changes = {**LIVELY, "ownership.legal_form": "foundation", "feedbacks.say_to_members": True}
        return run(quiet({**changes, "ownership.meeting.advice": advice}), 20).residents.members.sum()

    assert members(0) < members(50) < members(100)
