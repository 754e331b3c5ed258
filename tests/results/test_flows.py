"""Where each euro goes: streams that add up, and agree with the statements."""

from __future__ import annotations

import pytest

import wijkbv_sim as wb
from wijkbv_sim.export.flows import Place, flows_of_year, place_of
from wijkbv_sim.ledger import Sector
from wijkbv_sim.results.statements import cash_flow
from wijkbv_sim.results.yearly import years

MALBURGEN = wb.load("malburgen").with_(area__inhabitants=800, time__years=4)


@pytest.fixture(scope="module")
def future():
    return wb.simulate(MALBURGEN, replicates=1)


def test_what_comes_in_goes_out_or_stays_on_the_account(future):
    for year in years(future):
        streams = flows_of_year(future, year, "nl").streams
        balance = sum(s.amount if s.incoming else -s.amount for s in streams)
        assert balance == pytest.approx(0, abs=0.005)


def test_streams_are_those_of_the_cash_flow_statement(future):
    frame = cash_flow(future, future=0)
    year = years(future)[1]
    paid = frame[(frame["year"] == year) & (frame["line"] == "total_paid")]["amount"].item()
    streams = flows_of_year(future, year, "nl").streams
    assert sum(s.amount for s in streams if not s.incoming and s.place is not Place.ACCOUNT) == pytest.approx(paid)


def test_every_sector_has_a_place():
    assert {place_of(sector) for sector in Sector} == {Place.HERE, Place.MUNICIPALITY, Place.ELSEWHERE}


def test_there_is_no_year_before_the_first(future):
    with pytest.raises(ValueError, match="no book year 1999"):
        flows_of_year(future, 1999, "nl")
