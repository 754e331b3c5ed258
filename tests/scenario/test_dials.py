"""Dials: what they read, what turning them does, and that the doubt stays."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.dials import DIALS, dial, main_dials, moved
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.parameter import Parameter
from wijkbv_sim.scenario.quantity import Quantity

MALBURGEN = load("malburgen")
EURO = Parameter("EUR", 0, 1000, "", "", "", "")


def test_the_total_of_contracts_is_what_the_document_says():
    values = [central(c.value, None) for c in MALBURGEN.money.contracts.values()]
    assert dial("contracts").value(MALBURGEN) == sum(values)


def test_turned_up_by_half_every_contract_grows_by_half():
    handle = dial("contracts")
    turned = handle.turned(MALBURGEN, 1.5 * handle.value(MALBURGEN))
    for name, contract in MALBURGEN.money.contracts.items():
        assert central(turned.money.contracts[name].value, None) == pytest.approx(1.5 * central(contract.value, None))


def test_a_dial_changes_nothing_else():
    handle = dial("contracts")
    turned = handle.turned(MALBURGEN, 100_000)
    mine = {path for path, _, _ in handle.numbers(MALBURGEN)}
    before = {path: quantity for path, quantity, _ in MALBURGEN.quantities()}
    after = {path: quantity for path, quantity, _ in turned.quantities()}
    assert {path for path in before if before[path] != after[path]} == mine


@pytest.mark.parametrize("name", library.names())
def test_every_bundled_scenario_can_be_turned_to_both_ends_of_its_main_dials(name):
    scenario = load(name)
    handles = main_dials(scenario)
    assert 4 <= len(handles) <= 8
    for handle in handles:
        for value in handle.bounds(scenario):
            turned = handle.turned(scenario, value)
            # Percentages of several services cannot all grow in proportion up to 100: those at the bound stay there.
            assert handle.value(turned) <= value + 1e-6
            if handle.unit != "%":
                assert handle.value(turned) == pytest.approx(value)


def test_to_where_it_stands_is_the_same_scenario():
    for handle in main_dials(MALBURGEN):
        assert handle.turned(MALBURGEN, handle.value(MALBURGEN)) is MALBURGEN


def test_outside_its_bounds_a_dial_does_not_turn():
    with pytest.raises(ValueError, match=r"fee\(=1e\+09\) must lie between 0 and"):
        dial("fee").turned(MALBURGEN, 1e9)


def test_a_rent_per_month_is_no_rent_per_square_metre():
    for path, _, meta in dial("rent").numbers(MALBURGEN):
        assert meta.unit == "EUR/m2/year", path


def test_an_unknown_dial_names_those_there_are():
    with pytest.raises(KeyError, match="contracts, rent"):
        dial("volume")


def test_names_are_told_apart_and_related_dials_exist():
    names = [handle.name for handle in DIALS]
    assert len(set(names)) == len(names)
    for handle in DIALS:
        assert set(handle.related) <= set(names)


@given(
    st.floats(1, 900),
    st.tuples(st.floats(0.5, 1), st.floats(1, 2)),
)
def test_moved_keeps_the_shape_of_the_doubt(wanted, factors):
    low, high = (100 * f for f in factors)
    if not low < high:
        return
    after = moved(Quantity(value=100, triangular=(low, 100, high)), EURO, wanted)
    assert after.value == pytest.approx(wanted)
    a, b, c = after.triangular
    assert b == pytest.approx(wanted)
    assert a == pytest.approx(low * wanted / 100)
    assert c == pytest.approx(min(high * wanted / 100, 1000))


@pytest.mark.parametrize(
    "doubted",
    [
        {"value": 100, "uniform": (80, 120)},
        {"value": 100, "pert": (80, 100, 150)},
        {"value": 100, "normal": (100, 10)},
        {"value": 100, "lognormal": (100, 200)},
        {"value": 100, "beta": (2, 3, 50, 150)},
        {"value": 100, "discrete": ((50, 1), (150, 1))},
    ],
)
def test_every_kind_of_doubt_moves_in_proportion(doubted):
    after = moved(Quantity.model_validate(doubted), EURO, 50)
    assert after.uncertain
    assert central(after, EURO) == pytest.approx(50)


def test_to_nothing_the_doubt_goes_and_from_nothing_there_is_none():
    assert moved(Quantity(value=100, uniform=(80, 120)), EURO, 0) == Quantity(value=0, assumption=True)
    assert moved(Quantity(value=0), EURO, 10) == Quantity(value=10, assumption=True)


def test_what_is_moved_is_an_assumption_and_no_longer_its_source():
    after = moved(Quantity(value=100, source="CBS"), EURO, 50)
    assert after.assumption
    assert after.source is None
