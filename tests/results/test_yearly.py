from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from wijkbv_sim.api import simulate
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.results import Results
from wijkbv_sim.results.tidy import tidy
from wijkbv_sim.results.yearly import by_year, statements, typical_future

from .conftest import Make


def lines(frame: pd.DataFrame, year: int, what: str = "amount") -> dict[str, float]:
    of_year = frame[frame["year"] == year]
    return dict(zip(of_year["line"], of_year[what], strict=True))


def test_what_flows_is_summed_and_what_stands_is_read_at_the_year_s_end(make: Make) -> None:
    months = np.arange(1.0, 25.0)[None, :]
    results = make(
        1, years=2, income=months, cash=months, own_income_share=months, volunteer_hours=months, joined=months
    )
    frame = by_year(results, ["income", "cash", "own_income_share", "volunteer_hours", "joined"])
    found = {(row.year, row.variable): (row.median, row.unit) for row in frame.itertuples()}
    assert found == {
        (2026, "income"): (78, "EUR/year"),
        (2027, "income"): (222, "EUR/year"),
        (2026, "cash"): (12, "EUR"),
        (2027, "cash"): (24, "EUR"),
        (2026, "own_income_share"): (12, "share"),
        (2027, "own_income_share"): (24, "share"),
        (2026, "volunteer_hours"): (78, "hours/year"),
        (2027, "volunteer_hours"): (222, "hours/year"),
        (2026, "joined"): (78, "residents/year"),
        (2027, "joined"): (222, "residents/year"),
    }


def test_percentiles_are_of_the_yearly_sums_over_futures(make: Make) -> None:
    frame = by_year(make(101, income=np.arange(101)), ["income"], "en")
    row = frame.iloc[0]
    assert (row["p5"], row["median"], row["p95"], row["label"]) == (60, 600, 1140, "income")


def test_true_or_not_becomes_a_share_of_futures(make: Make) -> None:
    alive = np.ones((4, 24))
    alive[3, 12:] = 0
    frame = by_year(make(4, years=2, alive=alive), ["alive"])
    assert frame["median"].tolist() == [1, 0.75]
    assert frame["unit"].tolist() == ["share of futures"] * 2
    assert frame["p5"].isna().all()


def test_a_ratio_without_a_value_is_left_out(make: Make) -> None:
    assert by_year(make(3, dscr=[math.nan, 2, 4]), ["dscr"])["median"].tolist() == [3]
    assert by_year(make(2, dscr=[math.nan] * 2), ["dscr"])["median"].isna().all()


def test_every_variable_by_default_and_no_other(make: Make) -> None:
    frame = make(2, years=3).yearly()
    assert list(dict.fromkeys(frame["variable"])) == list(VARIABLES)
    assert len(frame) == 3 * len(VARIABLES)
    with pytest.raises(KeyError, match="there is no moon"):
        by_year(make(), ["moon"])


def test_a_book_year_is_named_after_the_year_in_which_it_ends(make: Make) -> None:
    assert by_year(make(1, years=2, start="2026-09"), ["cash"])["year"].tolist() == [2027, 2028]


def test_profit_and_loss(booked: Results) -> None:
    frame = statements(booked, future=1)["profit_and_loss"]
    first = {line: x for line, x in lines(frame, 2026).items() if x}
    assert first == {
        "income_contracts": 2400,
        "total_income": 2400,
        "wages": 1800,
        "depreciation": 120,
        "total_expenses": 1920,
        "result": 480,
    }


@pytest.mark.parametrize("future", [0, 1, 2])
def test_profit_and_loss_comes_to_the_sum_of_the_months_results(booked: Results, future: int) -> None:
    frame = statements(booked, future=future)["profit_and_loss"]
    for k, year in enumerate((2026, 2027)):
        found = lines(frame, year)
        monthly = booked.column("operating_result")[future, 12 * k : 12 * (k + 1)]
        assert found["result"] == pytest.approx(monthly.sum(), abs=0.001)
        assert found["result"] == found["total_income"] - found["total_expenses"]
        for section, total in (("income", "total_income"), ("expenses", "total_expenses")):
            part = frame[(frame["year"] == year) & (frame["section"] == section) & (frame["line"] != total)]
            assert part["amount"].sum() == found[total]


def test_cash_flow(booked: Results) -> None:
    frame = statements(booked, future=0, language="en")["cash_flow"]
    first = {line: x for line, x in lines(frame, 2026).items() if x}
    assert first == {
        "opening": 1000,
        "received.municipality": 1200,
        "received.bank": 500,
        "total_received": 1700,
        "paid.households": 1800,
        "paid.business_elsewhere": 240,
        "total_paid": 2040,
        "change": -340,
        "closing": 660,
    }
    second = lines(frame, 2027)
    assert (second["opening"], second["paid.bank"], second["change"], second["closing"]) == (660, 50, -650, 10)
    labels = dict(zip(frame["line"], frame["label"], strict=True))
    assert labels["received.municipality"] == "received: municipality"


@pytest.mark.parametrize("future", [0, 1, 2])
def test_cash_flow_comes_to_the_change_of_the_account(booked: Results, future: int) -> None:
    frame = statements(booked, future=future)["cash_flow"]
    before = 1000.0
    for k, year in enumerate((2026, 2027)):
        found = lines(frame, year)
        after = float(booked.column("cash")[future, 12 * k + 11])
        assert (found["opening"], found["closing"]) == (before, after)
        assert found["change"] == after - before == found["total_received"] - found["total_paid"]
        before = after


def test_balance_sheet_in_dutch_order(booked: Results) -> None:
    frame = statements(booked, future=1)["balance_sheet"]
    first = frame[frame["year"] == 2026]
    assert list(zip(first["line"], first["label"], first["amount"], strict=True)) == [
        ("property", "gebouwen en installaties", 240),
        ("depreciation_to_date", "daarop afgeschreven", -120),
        ("receivables", "debiteuren", 0),
        ("bank", "bank", 1860),
        ("total_assets", "totaal bezittingen", 1980),
        ("member_shares", "ledenkapitaal", 300),
        ("reserves", "reserves", 1180),
        ("neighbourhood_fund", "wijkfonds", 0),
        ("price_cut_fund", "opzij voor lagere contributie", 0),
        ("start_up_fund", "opzij voor nieuwe diensten", 0),
        ("total_equity", "totaal eigen vermogen", 1480),
        ("maintenance_provision", "voorziening groot onderhoud", 0),
        ("loans", "leningen", 500),
        ("tax_payable", "te betalen belasting", 0),
        ("overdraft", "rood staan bij de bank", 0),
        ("total_debts", "totaal voorzieningen en schulden", 500),
        ("total_equity_and_debts", "totaal eigen vermogen en schulden", 1980),
    ]


@pytest.mark.parametrize("future", [0, 1, 2])
def test_both_sides_of_the_balance_sheet_are_equal(booked: Results, future: int) -> None:
    for year in (2026, 2027):
        found = lines(statements(booked, future=future)["balance_sheet"], year)
        assert found["total_assets"] == found["total_equity_and_debts"]


def test_an_overdrawn_account_is_a_debt_and_an_open_result_is_equity(booked: Results) -> None:
    columns = dict(booked._chunks[0].columns)
    columns["balance.bank"] = columns["balance.bank"] - 1_000_00
    columns["balance.wages"] = columns["balance.wages"] + 1_000_00
    chunk = type(booked._chunks[0])(0, 3, columns)
    found = lines(statements(Results(booked.scenario, 1, wanted=3, chunks=[chunk]), future=0)["balance_sheet"], 2027)
    assert (found["bank"], found["overdraft"]) == (0, 990)
    assert found["reserves"] == 700 - 2 * 720 - 1000
    assert found["total_assets"] == found["total_equity_and_debts"]


def test_over_futures_each_line_has_its_own_range(booked: Results) -> None:
    frame = statements(booked)["profit_and_loss"]
    assert list(frame.columns) == ["year", "section", "line", "label", "median", "p5", "p95"]
    result = frame[(frame["year"] == 2026) & (frame["line"] == "result")].iloc[0]
    assert result["median"] == 480
    assert result["p5"] == pytest.approx(-720 + 0.1 * 1200)
    assert result["p95"] == pytest.approx(1680 - 0.1 * 1200)


def test_the_typical_future_ends_with_the_median_of_cash(make: Make, booked: Results) -> None:
    assert typical_future(make(5, cash=[5, 1, 3, 2, 4], first=10)) == 12
    assert typical_future(make(4, cash=[1, 4, 3, 2])) == 3
    assert typical_future(make(3, cash=[7, 7, 7])) == 1
    typical = statements(booked, future="typical")["cash_flow"]
    assert typical.equals(statements(booked, future=1)["cash_flow"])


def test_a_future_is_named_by_its_number_and_not_by_its_place(make: Make, booked: Results) -> None:
    columns = booked._chunks[0].columns
    moved = Results(booked.scenario, 1, wanted=3, chunks=[type(booked._chunks[0])(7, 3, columns)])
    assert lines(statements(moved, future=9)["profit_and_loss"], 2026)["result"] == 1680
    with pytest.raises(KeyError, match="there is no replicate 2"):
        statements(moved, future=2)


def test_without_books_there_are_no_statements(make: Make) -> None:
    with pytest.raises(KeyError, match=r"flow\.income_contracts"):
        statements(make())


def test_statements_from_disk_are_the_same(booked: Results, tmp_path: Path) -> None:
    opened = Results.open(booked.save(tmp_path / "run"))
    for name, frame in statements(booked).items():
        assert frame.equals(statements(opened)[name])
    assert by_year(booked).equals(by_year(opened))
    assert tidy(booked).equals(tidy(opened))


def test_one_tidy_table(make: Make) -> None:
    results = make(2, start="2026-11", cash=[np.arange(12), np.arange(12) + 100], first=5)
    frame = tidy(results, ["cash"])
    assert list(frame.columns) == ["replicate", "month", "date", "cash"]
    assert frame.iloc[2].tolist() == [5, 3, pd.Timestamp("2027-01-01"), 2]
    assert frame.iloc[12].tolist() == [6, 1, pd.Timestamp("2026-11-01"), 100]
    assert len(frame) == 24
    assert list(tidy(results).columns[3:]) == list(VARIABLES)
    with pytest.raises(KeyError, match="moon"):
        tidy(results, ["moon"])


def test_statements_of_a_real_run_agree_with_its_variables(make: Make) -> None:
    grant = {"start": {"amount": 30000, "start_month": 1}}
    loan = {"bank": {"amount": 20000, "start_month": 3}}
    changes = {
        "money.grants": grant, "money.loans": loan, "money.opening_cash": 1_000_000, "ownership.share_buyers": 20,
    }  # fmt: skip
    results = simulate(make(1, years=2).scenario.with_(changes), replicates=3, seed=1)
    for future in range(3):
        found = statements(results, future=future)
        for k, year in enumerate((2026, 2027)):
            end = 12 * k + 11
            result = results.column("operating_result")[future, 12 * k : end + 1].sum()
            assert lines(found["profit_and_loss"], year)["result"] == pytest.approx(result, abs=0.005)
            cash = lines(found["cash_flow"], year)
            assert cash["closing"] == results.column("cash")[future, end]
            assert cash["closing"] - cash["opening"] == pytest.approx(cash["change"], abs=0.005)
            balance = lines(found["balance_sheet"], year)
            assert balance["total_assets"] == pytest.approx(balance["total_equity_and_debts"], abs=0.005)
            assert balance["total_equity"] == pytest.approx(results.column("equity")[future, end], abs=0.005)
            assert balance["loans"] == results.column("debt")[future, end] > 0
