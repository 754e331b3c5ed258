"""Members' money: fees, shares bought, taken back and rewarded."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import euros, futures, quiet

EVERYBODY_JOINS = {
    "area.inhabitants": 4_000,
    "ownership.potential": 100,
    "ownership.outreach": 100,
    "ownership.outreach_budget": 1_000_000,
    "ownership.outreach_effect": 100,
}
"""All adults become members in the first month."""


def members(chunk):
    return chunk.columns["members"][0]


def test_members_pay_a_twelfth_of_the_fee_each_month():
    chunk = futures(quiet({"ownership.fee": 24, "ownership.initial_members": 30, "ownership.potential": 100}, years=2))
    assert euros(chunk, "flow.income_member_fees")[:2] == [60, 60]
    assert euros(chunk, "received.members")[0] == 60


def test_fees_rise_with_prices():
    rising = {"ownership.fee": 24, "ownership.initial_members": 30, "ownership.potential": 100, "money.inflation": 10}
    chunk = futures(quiet(rising, years=2))
    level = [p * m * 2 for p, m in zip([1] * 12 + [1.1] * 12, members(chunk), strict=True)]
    assert euros(chunk, "flow.income_member_fees") == pytest.approx(level, abs=0.005)


def test_so_many_of_those_who_join_buy_for_so_much():
    chunk = futures(quiet({**EVERYBODY_JOINS, "ownership.share_buyers": 50, "ownership.share_median": 400,
                           "ownership.share_mean": 500}), 20)  # fmt: skip
    joined = chunk.columns["joined"][:, 0]
    assert joined.min() > 3_000
    bought = -chunk.columns["balance.member_shares"][:, 0].sum() / 100
    # Of 32,000 buyers the mean strays by 0.9%, for the few who buy most weigh much.
    assert bought / (joined.sum() / 2) == pytest.approx(500, rel=0.03)


def test_a_mean_below_the_median_leaves_everybody_at_the_median():
    chunk = futures(quiet({**EVERYBODY_JOINS, "ownership.share_buyers": 100, "ownership.share_median": 400,
                           "ownership.share_mean": 300}))  # fmt: skip
    assert euros(chunk, "balance.member_shares")[0] == pytest.approx(400 * chunk.columns["joined"][0, 0], rel=1e-3)


def test_opening_shares_are_a_part_of_the_opening_cash():
    chunk = futures(quiet({"money.opening_cash": 10_000, "money.opening_shares": 4_000}))
    assert euros(chunk, "balance.member_shares")[0] == 4_000
    assert euros(chunk, "balance.reserves")[0] == 6_000


def test_opening_shares_are_never_more_than_the_opening_cash():
    assert (
        euros(futures(quiet({"money.opening_cash": 100, "money.opening_shares": 400})), "balance.member_shares")[0]
        == 100
    )


def test_withdrawal_is_a_share_of_what_is_left():
    chunk = futures(quiet({"money.opening_cash": 10_000, "money.opening_shares": 10_000,
                           "ownership.share_withdrawal": 19}, years=2))  # fmt: skip
    assert euros(chunk, "balance.member_shares")[11::12] == pytest.approx([8_100, 6_561], abs=0.2)


def test_members_are_paid_back_only_out_of_money_that_is_there():
    chunk = futures(quiet({"money.opening_cash": 10_000, "money.opening_shares": 10_000, "money.overhead": 116_400,
                           "ownership.share_withdrawal": 99.9}, years=1))  # fmt: skip
    # EUR 300 is left after the first month's overhead, and nothing after that.
    assert euros(chunk, "paid.members")[:3] == [300, 0, 0]


@pytest.mark.parametrize(
    ("grant", "interest"),
    [(0, 0), (100, 81), (10_000, 200)],
    ids=["no surplus", "the surplus after tax", "what was promised"],
)
def test_interest_on_shares_only_out_of_a_surplus(grant, interest):
    chunk = futures(quiet({"money.opening_cash": 10_000, "money.opening_shares": 10_000,
                           "ownership.share_interest": 2,
                           "money.trade.g": {"turnover": grant, "swing": 0, "purchases": 0}}))  # fmt: skip
    assert euros(chunk, "flow.share_interest") == pytest.approx([0] * 11 + [interest], abs=0.05)
    assert euros(chunk, "paid.members")[11] == pytest.approx(interest, abs=0.05)


def test_shares_taken_back_are_no_spending():
    both = {
        **EVERYBODY_JOINS, "ownership.outreach_budget": 20_000, "ownership.share_buyers": 30,
        "ownership.share_withdrawal": 60, "money.opening_cash": 50_000, "money.opening_shares": 50_000,
        "ownership.share_interest": 5, "money.donations": 100_000, "money.overhead_local": 0,
    }  # fmt: skip
    chunk = futures(quiet(both, years=2))
    columns = chunk.columns
    assert (np.array(columns["flow.member_shares"][0]) < 0).any()  # more bought than taken back
    to_others = sum(
        v[0] for n, v in columns.items() if n.startswith("paid.") and n not in ("paid.bank", "paid.members")
    )
    np.testing.assert_allclose(columns["spending"][0], (to_others + columns["flow.share_interest"][0]) / 100)
    here = columns["paid.households"][0] + columns["paid.local_business"][0] + columns["flow.share_interest"][0]
    np.testing.assert_allclose(columns["spending_local"][0], here / 100)
