"""The end of a company: who is paid, who loses, and that nothing is left on the balance sheet."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ownership.worlds import CONTRACT, full, quiet, run
from wijkbv_sim.ledger import Account, Kind, Sector
from wijkbv_sim.model.failure import Cause
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.wind_up import pay_in_proportion
from wijkbv_sim.scenario.money import Loan, Rank

HOUSE: dict[str, Any] = {
    "way_in": "purchase", "floor_area": 1, "price": 100_000, "market_value": 100_000, "transfer_tax": 0, "rent": 0,
    "hire_hours": 0, "running_cost": 0, "lettable": 0, "maintenance_reserve": 0, "depreciation_years": 100,
}  # fmt: skip
LOANS: dict[str, Any] = {
    "bank": {"amount": 80_000}, "city": {"amount": 20_000, "lender": "municipality"},
    "fund": {"amount": 10_000, "lender": "fund"},
}  # fmt: skip
ESTATE: dict[str, Any] = {
    "money.opening_cash": 10_000, "money.opening_shares": 5_000, "money.loans": LOANS, "assets.huis": HOUSE,
    "ownership.wind_up.forced_sale": 60, "ownership.wind_up.receivables": 100,
}  # fmt: skip
"""EUR 20,000 in the bank after borrowing 110,000 and buying a house of 100,000 that brings 60,000 at once."""


def ended(changes: dict[str, Any], months: int = 1, *, before: Any = None) -> NeighbourhoodModel:
    """A model in which the company is ended by hand after some months."""
    model = run(quiet(changes), months=months)
    if before is not None:
        before(model)
    model.ledger.open_month()
    failed = model.company.fail(np.ones(1, dtype=np.bool_), Cause.INSOLVENCY)
    model.wind_up.end(failed)
    model.residents.disband(failed)
    for account in Account:
        if account.kind not in (Kind.INCOME, Kind.EXPENSE) and account is not Account.RESERVES:
            assert model.ledger.balance[account, 0] == 0, account.name
    assert model.ledger.equity()[0] == 0
    return model


def lost(model: NeighbourhoodModel) -> dict[str, float]:
    """Who lost what, in euros."""
    return {name: float(amount[0]) for name, amount in model.wind_up.losses().items() if amount[0]}


@pytest.mark.parametrize(
    ("pot", "claims", "paid"),
    [
        (100, [90, 60], [60, 40]),
        (150, [90, 60], [90, 60]),
        (1_000, [90, 60], [90, 60]),
        (0, [90, 60], [0, 0]),
        (100, [], []),
        (1, [1, 1, 1], [0, 0, 1]),
        (2, [1, 1, 1], [1, 0, 1]),
        (50, [0, 50, 50], [0, 25, 25]),
    ],
)
def test_one_rank_shares_a_pot(pot, claims, paid):
    found = pay_in_proportion(np.array([pot]), [np.array([claim]) for claim in claims])
    assert [int(part[0]) for part in found] == paid


@given(st.integers(0, 10**13), st.lists(st.integers(0, 10**12), min_size=1, max_size=8))
@settings(deadline=None, derandomize=True, max_examples=300)
def test_a_rank_is_paid_to_the_cent_and_nobody_too_much(pot, claims):
    paid = [int(part[0]) for part in pay_in_proportion(np.array([pot]), [np.array([claim]) for claim in claims])]
    assert sum(paid) == min(pot, sum(claims))
    assert all(0 <= part <= claim for part, claim in zip(paid, claims, strict=True))
    part = min(pot / max(sum(claims), 1), 1)
    assert all(abs(got - claim * part) <= len(claims) for got, claim in zip(paid, claims, strict=True))


def test_ranks_by_hand():
    # The house brings 60,000 for the bank, which is still owed 20,000, as much as the city: each gets half of the
    # 20,000 in the account. The fund's loan is subordinated and the members come last.
    model = ended(ESTATE)
    assert lost(model) == {
        "loss_bank": 10_000,
        "loss_municipality": 10_000,
        "loss_funds": 10_000,
        "loss_members": 5_000,
    }
    assert model.ledger.paid[Sector.BANK, 0] == 70_000_00
    assert model.ledger.received[Sector.BUSINESS_ELSEWHERE, 0] == 60_000_00


def test_a_mortgage_follows_the_building_to_the_successor():
    model = ended({**ESTATE, "ownership.wind_up.asset_lock": True})
    # The lock changes who has the house, not what the creditors get.
    assert lost(model) == {
        "loss_bank": 10_000,
        "loss_municipality": 10_000,
        "loss_funds": 10_000,
        "loss_members": 5_000,
    }
    assert model.ledger.received[Sector.MUNICIPALITY, 0] == 60_000_00
    assert model.ledger.received[Sector.BUSINESS_ELSEWHERE, 0] == 0


def test_under_a_lock_a_building_without_debt_brings_nothing():
    debts = {"money.loans.bank": None, "money.opening_cash": 90_000}
    free, locked = ended({**ESTATE, **debts}), ended({**ESTATE, **debts, "ownership.wind_up.asset_lock": True})
    # 20,000 in the bank, and 30,000 owed: the city is paid, the fund and the members are not.
    assert lost(locked) == {"loss_funds": 10_000, "loss_members": 5_000, "handed_over": 60_000}
    # Sold, the house pays everybody, and 45,000 is left for the members.
    assert lost(free) == {}
    assert free.ledger.paid[Sector.MEMBERS, 0] == 50_000_00


@pytest.mark.parametrize(
    ("form", "lock", "successor", "sector"),
    [
        ("cooperative", None, "municipality", Sector.MEMBERS),
        ("cooperative", True, "municipality", Sector.MUNICIPALITY),
        ("cooperative", True, "sister_foundation", Sector.FUNDS),
        ("association", None, "municipality", Sector.MEMBERS),
        ("foundation", None, "sister_foundation", Sector.FUNDS),
        ("bv", None, "municipality", Sector.MUNICIPALITY),
        ("bv", False, "municipality", Sector.MUNICIPALITY),
    ],
)
def test_where_what_is_left_goes(form, lock, successor, sector):
    changes = {"money.opening_cash": 30_000, "ownership.legal_form": form, "ownership.wind_up.successor": successor}
    if lock is not None:
        changes["ownership.wind_up.asset_lock"] = lock
    model = ended(changes)
    assert model.ledger.paid[sector, 0] == 30_000_00
    assert model.ledger.paid.sum() == 30_000_00
    assert lost(model) == ({} if sector is Sector.MEMBERS else {"handed_over": 30_000})


def test_a_foundation_cannot_unlock():
    with pytest.raises(ValueError, match="cannot choose its asset lock: expected true"):
        quiet({"ownership.legal_form": "foundation", "ownership.wind_up.asset_lock": False})


def test_the_tax_office_comes_before_staff_and_staff_before_others():
    wages = {"money.coordinator_fte": 1, "money.coordinator_cost": 12_000, "ownership.wind_up.staff_claim": 3,
             "money.loans": {"friends": {"amount": 6_000, "lender": "residents"}}, "money.staff_local": 100,
             "money.opening_cash": 1_500}  # fmt: skip

    def owe_tax(model: NeighbourhoodModel) -> None:
        model.ledger.post(Account.TAX, Account.TAX_PAYABLE, np.array([4_000_00]))

    # 6,500 is there after a month's wages: 4,000 tax, then 2,500 of 3,000 in wages, and nothing for friends.
    model = ended(wages, before=owe_tax)
    assert model.ledger.paid[Sector.STATE, 0] == 4_000_00
    assert model.ledger.paid[Sector.HOUSEHOLDS, 0] == 2_500_00
    assert lost(model) == {"loss_residents": 6_500}


def test_an_overdraft_is_an_ordinary_claim():
    changes = {"money.credit_limit": 50_000, "money.opening_cash": 0, "assets.huis": {**HOUSE, "price": 30_000,
               "market_value": 40_000}, "money.loans": {"city": {"amount": 20_000, "lender": "municipality"}},
               "ownership.wind_up.forced_sale": 50}  # fmt: skip
    # 10,000 overdrawn, 20,000 owed to the city, and 20,000 for the house: both get two thirds.
    model = ended(changes)
    assert lost(model) == {"loss_bank": 3_333.33, "loss_municipality": 6_666.67}


def test_receivables_are_collected_in_part():
    changes = {"money.contracts.c": {**CONTRACT, "payment_term": 90}, "ownership.wind_up.receivables": 75}
    model = ended(changes, months=3)
    assert model.ledger.received[Sector.MUNICIPALITY, 0] == 2_250_00
    assert not model.contracts[0].active.any()


def test_a_building_without_valuation_brings_part_of_its_book_value():
    model = ended({**ESTATE, "assets.huis": {**HOUSE, "market_value": 0, "depreciation_years": 1}}, months=3)
    # A quarter of 100,000 is written off, and of the rest 60% comes in.
    assert model.ledger.received[Sector.BUSINESS_ELSEWHERE, 0] == 45_000_00


def test_a_rented_building_brings_nothing():
    model = ended({"money.opening_cash": 5_000, "assets.huis": {**HOUSE, "way_in": "rent", "price": 0,
                                                                "renovation": 4_000}})  # fmt: skip
    assert model.ledger.received.sum() == 0


def test_earmarked_money_is_the_creditors_too():
    def fill(model: NeighbourhoodModel) -> None:
        for fund in (Account.NEIGHBOURHOOD_FUND, Account.PRICE_CUT_FUND, Account.START_UP_FUND):
            model.ledger.post(Account.RESERVES, fund, np.array([1_000_00]))

    friends = {"money.loans": {"friends": {"amount": 90_000, "lender": "residents"}}, "money.opening_cash": 3_000}
    spent = {"assets.huis": {**HOUSE, "price": 90_000, "market_value": 0, "way_in": "lease"}}
    assert lost(ended({**friends, **spent}, before=fill)) == {"loss_residents": 87_000}


@pytest.mark.parametrize(
    ("lender", "rank"),
    [
        ("bank", Rank.SECURED),
        ("fund", Rank.SUBORDINATED),
        ("municipality", Rank.ORDINARY),
        ("residents", Rank.ORDINARY),
    ],
)
def test_a_lenders_usual_rank(lender, rank):
    assert Loan.model_validate({"amount": 1, "lender": lender}).standing is rank
    assert Loan.model_validate({"amount": 1, "lender": lender, "rank": "ordinary"}).standing is Rank.ORDINARY


def test_a_rank_as_written_counts():
    model = ended({**ESTATE, "money.loans.bank.rank": "subordinated"})
    # The house and the account are 80,000: 20,000 for the city, and two thirds of what the two others are owed.
    assert lost(model) == {"loss_bank": 26_666.67, "loss_funds": 3_333.33, "loss_members": 5_000}


def test_an_insolvent_company_is_wound_up_and_stays_so():
    model = run(full({"ownership.leaders.exit_chance": 0, "ownership.wind_up.fewest_members": 0}), 12)
    failed = model.company.failed_in
    some = np.flatnonzero(failed >= 0)
    assert some.size > 3
    assert (model.company.cause[some] == Cause.INSOLVENCY).all()
    seen = {name: np.array(values) for name, values in model.datacollector.model_vars.items()}
    for name in ("cash", "debt", "equity", "share_capital", "neighbourhood_fund", "members", "contracts_running"):
        for r in some:
            np.testing.assert_allclose(seen[name][failed[r] :, r], 0, atol=1e-9, err_msg=name)
    assert (seen["loss_members"][-1, some] > 0).all()
    assert all(seen["loss_members"][failed[r] - 1, r] == 0 for r in some)


def test_too_few_members():
    model = run(quiet({"ownership.wind_up.fewest_members": 41}), months=12)
    assert model.company.cause[0] == Cause.TOO_FEW_MEMBERS
    assert model.company.failed_in[0] == 11
    assert run(quiet({"ownership.wind_up.fewest_members": 40}), months=24).company.alive[0]


def test_every_cause_has_a_name():
    assert len({cause.label_nl for cause in Cause}) == len({cause.label_en for cause in Cause}) == len(Cause)


PERCENT = st.integers(0, 100)


@given(
    st.fixed_dictionaries(
        {
            "ownership.legal_form": st.sampled_from(["cooperative", "bv"]),
            "ownership.wind_up.asset_lock": st.sampled_from([True, False, None]),
            "ownership.wind_up.successor": st.sampled_from(["municipality", "sister_foundation"]),
            "ownership.wind_up.forced_sale": PERCENT,
            "ownership.wind_up.receivables": PERCENT,
            "ownership.wind_up.staff_claim": st.integers(0, 12),
            "ownership.wind_up.fewest_members": st.integers(0, 60),
            "ownership.shares.notice": st.integers(0, 60),
            "ownership.shares.withdrawal_cap": PERCENT,
            "ownership.share_withdrawal": PERCENT,
            "ownership.meeting.month": st.integers(1, 12),
            "ownership.meeting.turnout": PERCENT,
            "ownership.meeting.advice": PERCENT,
            "ownership.meeting.opinion_spread": st.integers(0, 5),
            "ownership.surplus.fund": PERCENT,
            "ownership.surplus.price_cut": PERCENT,
            "ownership.surplus.new_service": PERCENT,
            "ownership.surplus.dividend": PERCENT,
            "ownership.surplus.start_up_cost": st.integers(1, 20_000),
            "ownership.leaders.exit_chance": PERCENT,
            "ownership.offers.first.start_month": st.integers(1, 48),
            "ownership.offers.first.investors": st.integers(0, 400),
            "ownership.offers.first.minimum": st.integers(0, 40_000),
            "ownership.outreach_targeted": PERCENT,
            "ownership.outreach_target": st.sampled_from(["under_represented", "young", "renters"]),
            "money.credit_limit": st.sampled_from([0, 30_000]),
            "money.loans.city.rank": st.sampled_from(["secured", "ordinary", "subordinated", None]),
            "money.contracts.green.value": st.integers(0, 200_000),
            "assets.huis.market_value": st.sampled_from([0, 20_000, 900_000]),
        }
    ),
    st.integers(0, 2**63),
)
@settings(deadline=None, derandomize=True, max_examples=25)
def test_whatever_the_parameters_people_and_money_add_up(changes, seed):
    model = run(full(changes, years=4), 4, seed)
    losses = model.wind_up.lost
    assert (losses >= 0).all()
    assert (losses[:, model.company.alive] == 0).all()
    assert (model.wind_up.handed_over >= 0).all()
    assert ((model.company.cause != Cause.NONE) == ~model.company.alive).all()
    assert (model.shares.asked >= 0).all()
    assert (model.shares.capital >= 0).all()


def test_a_change_leaves_the_callers_document_alone():
    loans = {"bank": {"amount": 5}}
    quiet({"money.loans": loans, "money.loans.bank": None})
    assert loans == {"bank": {"amount": 5}}
