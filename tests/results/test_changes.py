"""What a change did, told from pairs of the same future."""

from __future__ import annotations

import pytest

import wijkbv_sim as wb
from wijkbv_sim.results.changes import TOLD, changes

MALBURGEN = wb.load("malburgen").with_(area__inhabitants=800, time__years=3)


@pytest.fixture(scope="module")
def before():
    return wb.simulate(MALBURGEN, replicates=10)


def test_against_itself_nothing_changed(before):
    assert [change.equal for change in changes(before, before)] == [True] * len(TOLD)


def test_more_opening_cash_raises_the_lowest_balance(before):
    richer = wb.simulate(MALBURGEN.with_({"money.opening_cash": 500_000}), replicates=10)
    told = {change.indicator: change for change in changes(before, richer, "en")}
    assert told["lowest_cash"].better
    assert told["lowest_cash"].sentence.startswith("Lowest balance of the account: from €")


def test_a_chance_is_told_in_futures(before):
    poor = wb.simulate(MALBURGEN.with_({"money.opening_cash": 0, "money.overhead": 900_000}), replicates=10)
    told = {change.indicator: change for change in changes(before, poor, "nl")}
    assert "0 van de 10" in told["pays_its_way"].sentence
    assert told["pays_its_way"].better is False


def test_other_futures_cannot_be_compared(before):
    with pytest.raises(ValueError, match="different futures"):
        changes(before, before.first(5))


def test_the_first_futures_are_those_of_a_shorter_run(before):
    short = wb.simulate(MALBURGEN, replicates=4)
    assert (before.first(4).column("cash") == short.column("cash")).all()
    with pytest.raises(ValueError, match="must lie between 1 and 10"):
        before.first(11)
