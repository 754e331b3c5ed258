"""The end of a company: when, and what is left of it."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import building, busy, contract, euros, futures, quiet, run, same

RUNS_DRY = {"money.opening_cash": 5_000, "money.overhead": 12_000, "money.credit_limit": 0}
"""EUR 1,000 a month until after five months nothing is left: the sixth is one too many."""


@pytest.mark.parametrize(("patience", "month"), [(1, 6), (3, 8), (6, 11)])
def test_creditors_lose_patience(patience, month):
    chunk = futures(quiet({**RUNS_DRY, "money.patience": patience}))
    assert chunk.columns["alive"][0].tolist() == [1] * (month - 1) + [0] * (13 - month)
    model = run(quiet({**RUNS_DRY, "money.patience": patience}))
    assert model.company.failed_in.tolist() == [month - 1]


def test_credit_puts_it_off():
    chunk = futures(quiet({**RUNS_DRY, "money.patience": 1, "money.credit_limit": 2_000}))
    assert chunk.columns["alive"][0].sum() == 7


def test_who_recovers_in_time_is_forgiven():
    gift = {"money.grants.g": {"amount": 120_000, "chance": 100, "effort": 0, "duration": 1, "start_month": 7}}
    chunk = futures(quiet({**RUNS_DRY, "money.patience": 2, **gift}))
    assert euros(chunk, "balance.bank")[4:7] == [0, -1_000, 8_000]
    assert chunk.columns["alive"][0].tolist() == [1] * 12


def test_an_overdraft_costs_interest():
    chunk = futures(quiet({**RUNS_DRY, "money.credit_limit": 50_000, "money.credit_rate": 12}))
    assert euros(chunk, "flow.interest")[4:7] == [0, 10, 20.1]


def test_one_that_never_fails_has_no_month_of_failure():
    assert run(quiet()).company.failed_in.tolist() == [-1]


def test_after_the_end_no_money_moves_and_nobody_is_a_member():
    whole = busy({"money.opening_cash": 10_000, "money.credit_limit": 0, "money.patience": 1}, years=8)
    model = run(whole, 20)
    failed = model.company.failed_in
    assert (failed >= 0).sum() > 5
    columns = futures(whole, 20).columns
    for r in np.flatnonzero((failed >= 0) & (failed < 84)):
        after = slice(failed[r] + 1, None)
        moving = [n for n in columns if n.startswith(("flow.", "paid.", "received.")) and columns[n][r, after].any()]
        assert moving == []
        stops = [
            "income", "members", "active_members", "joined", "volunteer_hours", "staff_fte", "contracts_running",
            "alive", "spending",
        ]  # fmt: skip
        assert [name for name in stops if columns[name][r, after].any()] == []
        frozen = ["cash", "debt", "equity", "solvency"]
        assert [name for name in frozen if np.ptp(columns[name][r, after]) > 0] == []
        assert np.ptp(columns["balance.reserves"][r, failed[r] // 12 * 12 + 12 :]) == 0


def test_trust_is_lost_with_the_company():
    seen = {"feedbacks.quality_to_trust": True, "municipality.trust_speed": 1, "money.patience": 1}
    assert futures(quiet({**RUNS_DRY, **seen}, years=2)).columns["trust"][0, -1] < 1e-6


def test_one_future_s_end_is_not_another_s():
    doubt = quiet({**RUNS_DRY, "money.patience": 1}).with_(
        {"money.opening_cash": {"discrete": [[5_000, 1], [50_000, 1]]}}
    )
    alive = futures(doubt, 20).columns["alive"]
    assert set(alive[:, -1]) == {0, 1}
    rich = futures(quiet({"money.overhead": 12_000, "money.opening_cash": 50_000}))
    r = int(np.flatnonzero(alive[:, -1])[0])
    assert same(futures(doubt, 20).columns["cash"][r], rich.columns["cash"][0])


def test_a_contract_does_not_run_on():
    chunk = futures(quiet({**RUNS_DRY, "money.patience": 1, "money.overhead": 24_000, "money.contracts.c": contract(),
                           "assets.h": building(rent=12)}))  # fmt: skip
    assert euros(chunk, "flow.income_contracts") == [1_000] * 6 + [0] * 6
    assert euros(chunk, "flow.income_rent") == [100] * 6 + [0] * 6
