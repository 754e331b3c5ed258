"""Members' shares: rounds, notice, limits, and what a legal form allows."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ownership.worlds import QUIET, quiet, run
from wijkbv_sim.ledger import Account
from wijkbv_sim.model.kernels import pledge
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.philox import Luck, Process, blocks
from wijkbv_sim.model.shares import amounts
from wijkbv_sim.scenario.document import parse_text
from wijkbv_sim.scenario.errors import ScenarioError
from wijkbv_sim.scenario.legal_form import RIGHTS, LegalForm

HELD = {"money.opening_cash": 10_000, "money.opening_shares": 10_000}


def offer(**changes):
    return {"ownership.offers.round": {"target": 1_000_000, "investors": 100, "start_month": 2, **changes}}


def test_amounts_have_the_mean_and_median_that_were_asked_for():
    table = amounts(np.array([400.0, 50.0]), np.array([1_200.0, 50.0]))
    assert table[0].mean() / 100 == pytest.approx(1_200, abs=0.01)
    assert table[0, 127] / 100 < 400 < table[0, 128] / 100
    assert (np.diff(table[0]) >= 0).all()
    assert (table[1] == 5_000).all()


@given(
    st.lists(st.integers(0, 60), min_size=1, max_size=6), st.integers(0, 2**64 - 1), st.integers(0, 2**32 - 1),
    st.integers(0, 2**31),
)  # fmt: skip
@settings(deadline=None, derandomize=True, max_examples=40)
def test_pledges_are_those_of_plain_numpy(investors, seed, entity, first):
    luck = Luck(seed, first, len(investors))
    table = np.random.default_rng(1).integers(0, 10**8, (len(investors), 256))
    pledged = np.empty(len(investors), dtype=np.int64)
    pledge(np.uint32(entity), luck.replicate, *luck.key, np.array(investors), table, pledged)
    for r, count in enumerate(investors):
        words = np.empty((4, 15), dtype=np.uint32)
        every = np.full(15, luck.replicate[r], dtype=np.uint32)
        for k in range(15):
            blocks(np.array([entity], dtype=np.uint32), every[:1], np.uint32(k), np.uint32(Process.SHARE_OFFER),
                   *luck.key, words[:, k : k + 1])  # fmt: skip
        read = words.T.reshape(-1)[:count] >> 24
        assert pledged[r] == table[r, read].sum()


def test_a_round_brings_what_investors_give():
    changes = offer(amount_median=500, amount_mean=500, investors=7, cost=300)
    model = run(quiet(changes), months=2)
    assert model.observer.now["shares_raised"][0] == 3_500
    assert model.observer.now["share_capital"][0] == 3_500
    assert model.ledger.flow[Account.OVERHEAD, 0] == 30_000
    model.step()
    assert model.observer.now["shares_raised"][0] == 0


def test_the_mean_round():
    model = run(quiet(offer()), 400, months=2)
    raised = model.observer.now["shares_raised"]
    assert raised.mean() == pytest.approx(120_000, rel=0.04)
    assert raised.std() > 10_000


def test_the_target_is_the_most_and_the_minimum_the_least():
    loose = run(quiet(offer()), 200, months=2)
    pledged = loose.observer.now["shares_raised"]
    middle = float(np.median(pledged))
    capped = run(quiet(offer(target=middle)), 200, months=2).observer.now["shares_raised"]
    np.testing.assert_allclose(capped, np.minimum(pledged, middle), atol=0.005)
    strict = run(quiet(offer(minimum=middle)), 200, months=2)
    np.testing.assert_array_equal(strict.observer.now["shares_raised"], np.where(pledged >= middle, pledged, 0))
    np.testing.assert_array_equal(strict.offers[0].succeeded, pledged >= middle)


def test_one_investor_more_never_brings_less():
    raised = [run(quiet(offer(investors=n)), 20, months=2).observer.now["shares_raised"] for n in (10, 11, 30)]
    assert (raised[0] < raised[1]).all()
    assert (raised[1] < raised[2]).all()


def test_no_more_investors_than_adults():
    model = run(quiet(offer(investors=100_000, amount_median=10, amount_mean=10, target=10_000_000)), months=2)
    assert model.observer.now["shares_raised"][0] == 10 * model.residents.stocks[0, 0]


def test_a_cap_on_withdrawals():
    changes = {**HELD, "ownership.share_withdrawal": 60, "ownership.shares.withdrawal_cap": 5}
    model = run(quiet(changes), months=12)
    assert model.observer.now["share_capital"][0] == 9_500
    model.run()
    assert model.observer.now["share_capital"][0] == 9_500 * 0.95


def test_notice_is_waited_for():
    changes = {**HELD, "ownership.share_withdrawal": 60}
    at_once = run(quiet(changes), months=20).datacollector.model_vars["share_capital"]
    later = run(quiet({**changes, "ownership.shares.notice": 7}), months=20).datacollector.model_vars["share_capital"]
    assert later[:7] == [10_000.0] * 7
    # Who has given notice does not give it again: what goes out in month 8 was asked for in month 1.
    assert later[7] == at_once[0]
    assert later[-1] > at_once[-1]


def test_interest_needs_a_form_that_allows_it():
    for form, rights in RIGHTS.items():
        if not rights.shares:
            continue
        model = run(quiet({**HELD, "ownership.legal_form": form.value, "money.donations": 10_000,
                           "ownership.share_interest": 4}), months=12)  # fmt: skip
        assert model.company.interest_paid[0] == 40_000 * rights.dividend


@pytest.mark.parametrize("form", [form.value for form, rights in RIGHTS.items() if not rights.shares])
@pytest.mark.parametrize(
    "change",
    [{"ownership.share_buyers": 5}, {"money.opening_shares": 100}, offer()],
    ids=["buyers", "opening", "offer"],
)
def test_shares_are_refused_where_the_law_knows_none(form, change):
    with pytest.raises(ValueError, match=f"a {form} has no members' shares"):
        quiet({"ownership.legal_form": form, **change})


def test_an_event_cannot_bring_shares_either():
    event = {"name": "e", "month": 2, "set": {"ownership.share_buyers": 100}}
    changes = {"ownership.legal_form": "foundation", "ownership.outreach": 90, "timeline": [event],
               "ownership.initial_members": 0, "ownership.initial_active": 0}  # fmt: skip
    model = run(quiet(changes), months=12)
    assert model.residents.members[0] > 0
    assert model.observer.now["share_capital"][0] == 0


def test_an_offer_needs_a_name():
    document = {**QUIET, "ownership": {**QUIET["ownership"], "offers": {"Eerste Ronde": {"target": 5}}}}
    with pytest.raises(ScenarioError, match="no name"):
        parse_text(json.dumps(document), None)


def test_the_table_of_rights_is_whole():
    assert set(RIGHTS) == set(LegalForm)
    for rights in RIGHTS.values():
        assert rights.shares or not rights.dividend
        assert not (rights.surplus_to_members and rights.locked)


def test_spending_leaves_out_what_members_take_back():
    took = {**HELD, "ownership.share_withdrawal": 60, "ownership.outreach_budget": 1_200, **offer(start_month=1)}
    model = run(quiet(took), months=1)
    assert model.observer.now["shares_raised"][0] > model.shares.back[0] / 100 > 0
    assert model.observer.now["spending"][0] == 100


def test_a_round_is_the_same_whatever_else_there_is():
    alone = NeighbourhoodModel(quiet(offer()), 5, seed=3)
    other = {"ownership.offers.another": {"target": 500_000, "start_month": 1}}
    beside = NeighbourhoodModel(quiet({**offer(), **other}), 5, seed=3)
    np.testing.assert_array_equal(alone.offers[0].pledged(), beside.offers[1].pledged())
