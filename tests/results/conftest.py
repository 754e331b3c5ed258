from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from wijkbv_sim.experiment.chunk import BALANCES, FLOWS, PAID, RECEIVED, Chunk
from wijkbv_sim.ledger import Account, Ledger, Sector
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.results.results import Results
from wijkbv_sim.scenario.schema import Scenario

Make = Callable[..., Results]


def _scenario(name: str, years: int, start: str) -> Scenario:
    area = {"name": "Malburgen", "inhabitants": 1000}
    return Scenario.model_validate(
        {"name": name, "title": name, "area": area, "time": {"years": years, "start": start}}
    )


@pytest.fixture
def make() -> Make:
    """Results made by hand: every variable is 0 and the company alive, except what is given.

    A number is the same in every month and future, a list of numbers is one future each, a list of lists a future
    and month each.
    """

    def _make(
        replicates: int = 1, years: int = 1, start: str = "2026-01", name: str = "green", seed: int = 1,
        wanted: int | None = None, first: int = 0, books: dict[str, Any] | None = None, **columns: Any,
    ) -> Results:  # fmt: skip
        months = 12 * years

        def full(given: Any) -> np.ndarray[Any, Any]:
            array = np.asarray(given, dtype=np.float64)
            return np.broadcast_to(array[:, None] if array.ndim == 1 else array, (replicates, months)).copy()

        every = {v: full(columns.get(v, 1 if v == "alive" else 0)) for v in VARIABLES}
        assert set(columns) <= set(every)
        chunk = Chunk(first, replicates, {**every, **(books or {})}, {"area.inhabitants": np.zeros(replicates)})
        wanted = replicates if wanted is None else wanted
        return Results(_scenario(name, years, start), seed, wanted=wanted, chunks=[chunk])

    return _make


@pytest.fixture
def booked(make: Make) -> Results:
    """Two years of three futures with whole books, written into a real ledger; amounts in cents.

    Every month: EUR 100, 200 or 300 from the municipality for a contract, EUR 150 of wages to households, EUR 10
    of depreciation. Month 1: EUR 240 building from a business elsewhere. Month 2: a loan of EUR 500. Month 14:
    EUR 50 of it is repaid. Opening cash EUR 1,000 of which EUR 300 are shares.
    """
    ledger = Ledger(3)

    def each(*euros: int) -> np.ndarray[Any, Any]:
        return np.array(euros * (3 // len(euros)), dtype=np.int64) * 100

    ledger.receive(Account.MEMBER_SHARES, each(300), Sector.MEMBERS)
    ledger.receive(Account.RESERVES, each(700), Sector.FUNDS)
    kept: list[np.ndarray[Any, Any]] = []
    results: list[np.ndarray[Any, Any]] = []
    for month in range(1, 25):
        ledger.open_month()
        ledger.receive(Account.INCOME_CONTRACTS, each(100, 200, 300), Sector.MUNICIPALITY)
        ledger.pay(Account.WAGES, each(150), Sector.HOUSEHOLDS)
        ledger.post(Account.DEPRECIATION, Account.DEPRECIATION_TO_DATE, each(10))
        if month == 1:
            ledger.pay(Account.PROPERTY, each(240), Sector.BUSINESS_ELSEWHERE)
        if month == 2:
            ledger.receive(Account.LOANS, each(500), Sector.BANK)
        if month == 14:
            ledger.pay(Account.LOANS, each(50), Sector.BANK)
        results.append(ledger.result() / 100)
        if month % 12 == 0:
            ledger.close_year()
        kept.append(np.concatenate([ledger.flow, ledger.balance, ledger.received, ledger.paid]))
    array = np.stack(kept, axis=1)
    names = (*FLOWS, *BALANCES, *RECEIVED, *PAID)
    books = {name: np.ascontiguousarray(array[k].T) for k, name in enumerate(names)}
    return make(
        3, years=2, books=books, operating_result=np.stack(results).T, cash=books["balance.bank"] / 100,
        income=[100, 200, 300],
    )  # fmt: skip
