"""Every screen says of how many futures its figures are, and shows all of them as soon as they are there."""

from __future__ import annotations

import csv
import html
import io
from concurrent.futures import ThreadPoolExecutor

import pytest

import wijkbv_sim as wb
from dashboard.components.take_away import _numbers
from dashboard.desk import Desk
from dashboard.pieces import SEED, WHOLE
from tests.dashboard.held import Held, started, until
from tests.dashboard.test_screens import LITTLE, said, screen
from wijkbv_sim.export.tables import bank_questions, difference_tables
from wijkbv_sim.results.comparison import Comparison

SCREENS = ("explore", "workshop", "welcome", "money", "municipality", "people", "compare", "certainty")
FIRST = "Eerste indruk uit "
OTHER = LITTLE.with_({"money.opening_cash": 1_000})


@pytest.fixture
def held(at_desk):
    """First answers come at once, what refines them when it is told to."""
    pool, behind = ThreadPoolExecutor(1), Held()
    desk = at_desk(Desk(workers=2, executor=pool, behind=behind, ahead=False))
    for scenario in (LITTLE, OTHER):  # one after the other: the second of two at once would be done behind
        desk.answer(scenario, refine=False)
    yield behind
    pool.shutdown()


def opened(name):
    test = screen(name, LITTLE)
    if name == "compare":
        test.session_state["study"].kept["other"] = OTHER
        test.run()
    assert not test.exception
    return test


def refine(held):
    done = 0
    while done < len(held.asked):
        held.work(done)
        done += 1


@pytest.mark.parametrize("name", SCREENS)
def test_a_first_impression_is_called_one_until_all_futures_are_there(held, name):
    test = opened(name)
    assert FIRST in said(test)
    refine(held)
    test.run()
    assert not test.exception
    assert FIRST not in said(test)
    assert f"{WHOLE} toekomsten" in said(test)


def test_what_a_bank_asks_and_the_accounts_are_those_of_all_futures(held):
    test = opened("money")
    # Which future is an ordinary one is not known yet.
    assert "Baten en lasten" not in said(test)
    refine(held)
    text = html.unescape(said(test.run()))
    assert "Baten en lasten" in text
    for row in bank_questions(wb.simulate(LITTLE, replicates=WHOLE, seed=SEED), "nl").rows:
        assert all(cell in text for cell in row), row


def test_the_network_is_that_of_an_ordinary_one_of_all_futures(held):
    test = opened("people")
    assert "Elke stip is iemand" not in said(test)
    refine(held)
    assert "Elke stip is iemand" in said(test.run())


def test_differences_are_between_all_futures(held):
    test = opened("compare")
    refine(held)
    text = html.unescape(said(test.run()))
    both = [wb.simulate(each, replicates=WHOLE, seed=SEED, books=False) for each in (LITTLE, OTHER)]
    (table,) = difference_tables(Comparison(both, names=["one", "other"]), "nl")
    for row in table.rows:
        assert [cell for cell in row if cell not in text] == [], row


def test_scenarios_that_cannot_be_compared_are_refused_in_words(held):
    test = screen("compare", LITTLE)
    test.session_state["study"].kept["longer"] = LITTLE.with_(time__years=2)
    test.run()
    assert not test.exception
    assert "niet even lang" in test.error[0].value
    assert FIRST not in said(test)


def test_whatever_the_names_each_scenario_is_compared(held):
    test = screen("compare", LITTLE)
    work = test.session_state["study"]
    work.kept[LITTLE.title.nl] = OTHER
    work.kept["Zoals het nu is"] = OTHER
    work.change("anders", LITTLE.with_({"money.opening_cash": 2_000}))
    test.run()
    assert not test.exception
    for name in (f"{LITTLE.title.nl} (2)", "Zoals het nu is", "Zoals het nu is (2)"):
        assert f"{name} tegenover {LITTLE.title.nl}" in said(test)


def test_numbers_that_are_taken_away_are_of_all_futures(held):
    found = []
    waiting = started(lambda: found.append(_numbers(LITTLE)))
    until(lambda: len(held.asked) > 0)
    refine(held)
    waiting.join()
    rows = list(csv.DictReader(io.StringIO(found[0].decode())))
    assert len({row["replicate"] for row in rows}) == WHOLE
