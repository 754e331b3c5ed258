"""How an asset is come by, built, written off and parted with."""

from __future__ import annotations

import numpy as np
import pytest

from tests.assets.stories import BUILDING, flows, model, run, watch
from wijkbv_sim.ledger import Account, Sector


@pytest.mark.parametrize(
    ("written", "price"),
    [
        ({}, 0),
        ({"price": 40_000}, 40_000),
        ({"price_at": "symbolic", "price": 40_000}, 1),
        ({"price_at": "book_value", "book_value": 70_000}, 70_000),
        ({"price_at": "market_value", "market_value": 250_000}, 250_000),
    ],
)
def test_a_building_is_taken_over_at_the_chosen_price(written, price):
    m = run(model(assets={"b": BUILDING | {"start_month": 3} | written}), 3)
    assert m.ledger.balance[Account.PROPERTY][0] == price * 100
    assert m.ledger.paid[Sector.MUNICIPALITY][0] == price * 100


def test_tax_and_valuation_come_on_top_but_new_building_pays_no_transfer_tax():
    written = BUILDING | {"price": 100_000, "transfer_tax": 10.4, "valuation_cost": 4_000}
    bought = run(model(assets={"b": written}), 1)
    assert bought.ledger.balance[Account.PROPERTY][0] == 114_400_00
    assert bought.ledger.paid[Sector.STATE][0] == 10_400_00
    built = run(model(assets={"b": written | {"way_in": "new_build"}}), 1)
    assert built.ledger.balance[Account.PROPERTY][0] == 104_000_00


def test_building_takes_time_and_may_cost_more_than_was_budgeted():
    written = BUILDING | {"way_in": "new_build", "renovation": 100_000, "works_months": 7, "works_overrun": 25,
                          "start_month": 2, "rent": 120, "depreciation_years": 10}  # fmt: skip
    m = model(assets={"b": written})
    invested, rent = [], []
    for _ in range(10):
        m.step()
        invested.append(m.ledger.balance[Account.PROPERTY][0] / 100)
        rent.append(-m.ledger.flow[Account.INCOME_RENT][0] / 100)
    assert invested[0] == 0
    assert np.allclose(np.diff(invested[:8]), 125_000 / 7, atol=0.011)
    assert invested[-1] == 125_000  # to the cent
    assert rent == [0] * 8 + [1_000, 1_000]
    assert m.ledger.balance[Account.DEPRECIATION_TO_DATE][0] == -np.floor(12_500_000 * 2 / 120)


def test_straight_line_depreciation_leaves_the_ground():
    written = BUILDING | {"price": 100_000, "not_written_off": 40, "depreciation_years": 5}
    m = model(assets={"b": written})
    spent = -flows(m, Account.DEPRECIATION, 72)[:, 0]
    assert np.allclose(spent[:60], 1_000)
    assert not spent[60:].any()
    assert m.assets[0].book[0] == 40_000_00


def test_what_is_added_later_is_written_off_over_the_years_that_are_left():
    m = model(assets={"b": BUILDING | {"price": 120_000, "depreciation_years": 10}})
    run(m, 60)
    m.checking = False  # what comes from outside a month is no flow of it
    m.assets[0].add(np.array([30_000_00]), Sector.BUSINESS_ELSEWHERE)
    spent = -flows(m, Account.DEPRECIATION, 61)[:, 0]
    assert np.allclose(spent[:60], 1_000 + 500, atol=0.011)
    assert spent[60] == 0
    assert m.assets[0].book[0] == 0


def test_a_sale_brings_value_less_backlog_and_cost_and_the_gain_is_shared():
    written = BUILDING | {"price": 100_000, "depreciation_years": 10, "market_value": 200_000, "value_growth": 2,
                          "sell_month": 25, "selling_cost": 5, "reverter": 50}  # fmt: skip
    m = run(model(assets={"b": written}), 24)
    assert m.observer.now["asset_value"][0] == pytest.approx(200_000 * 1.02 ** (23 / 12))
    m.step()
    proceeds = round(200_000 * 1.02**2, 2)
    cost = round(proceeds * 0.05, 2)
    back = round((proceeds - cost - 100_000) / 2, 2)
    book = 100_000 * (1 - 25 / 120)
    assert m.ledger.received[Sector.BUSINESS_ELSEWHERE][0] / 100 == pytest.approx(proceeds, abs=0.01)
    assert m.ledger.paid[Sector.MUNICIPALITY][0] / 100 == pytest.approx(back, abs=0.01)
    gain = -m.ledger.flow[Account.INCOME_DISPOSAL][0] / 100
    assert gain == pytest.approx(proceeds - cost - back - book, abs=0.02)
    assert m.ledger.balance[[Account.PROPERTY, Account.DEPRECIATION_TO_DATE]].sum() == 0
    assert m.observer.now["asset_value"][0] == 0
    m.step()
    assert m.ledger.result()[0] == 0


def test_a_sale_below_book_is_a_loss_and_leaves_no_provision():
    written = BUILDING | {"price": 100_000, "market_value": 30_000, "sell_month": 13, "selling_cost": 0,
                          "maintenance_reserve": 12, "depreciation_years": 10}  # fmt: skip
    m = run(model(assets={"b": written}), 13)
    assert m.ledger.flow[Account.BOOK_LOSS][0] / 100 == pytest.approx(100_000 * (1 - 13 / 120) - 30_000, abs=0.01)
    assert m.ledger.balance[Account.MAINTENANCE_PROVISION][0] == 0


def test_what_is_rented_is_given_back_for_nothing():
    written = BUILDING | {"way_in": "rent", "renovation": 60_000, "market_value": 500_000, "sell_month": 13,
                          "lease": 12_000, "depreciation_years": 10}  # fmt: skip
    m = model(assets={"b": written})
    paid = -flows(m, Account.BUILDING_LEASE, 15)[:, 0]
    assert list(paid) == [1_000] * 13 + [0] * 2
    assert m.ledger.balance[Account.PROPERTY][0] == 0


def test_an_event_can_sell():
    event = {"name": "sold", "month": 7, "set": {"assets.b.sell_month": 7}}
    m = model(assets={"b": BUILDING | {"price": 50_000}}, timeline=[event], years=1)
    assert list(watch(m, "asset_value")[:, 0] > 0) == [True] * 6 + [False] * 6


def test_maintenance_that_is_due_lowers_the_value_and_the_condition():
    plan = [{"year": 2, "cost": 80_000}]
    written = BUILDING | {"price": 10_000, "market_value": 100_000, "decay": 12, "maintenance": plan}
    m = run(model(assets={"b": written}, money={"opening_cash": 20_000}), 24)
    assert m.observer.now["asset_value"][0] == pytest.approx(20_000)
    assert m.assets[0].condition[0] == pytest.approx(0.8 - 12 * 0.01)
