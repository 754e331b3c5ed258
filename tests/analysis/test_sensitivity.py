"""Sensitivity: Ishigami's function through the same path, and scenarios of which the answer is known."""

from __future__ import annotations

import numpy as np
import pytest

from tests.worlds import busy, contract, quiet
from wijkbv_sim.analysis.sensitivity import LUCK, SensitivityError, sensitivity, sobol_indices

A, B = 7.0, 0.1


def ishigami(even, _futures):
    x, y, z = (-np.pi + 2 * np.pi * u for u in even.values())
    return (np.sin(x) + A * np.sin(y) ** 2 + B * z**4 * np.sin(x))[:, None]


def test_sobol_indices_of_ishigami():
    """Ishigami & Homma 1990; closed form in Saltelli et al. 2008, Global sensitivity analysis, section 4.5."""
    factors = {name: (name,) for name in "xyz"}
    table, pairs, runs, variance = sobol_indices(
        lambda y: y, factors, ishigami, base=2048, second_order=True, luck=False
    )
    one = 0.5 * (1 + B * np.pi**4 / 5) ** 2
    two, pair = A**2 / 8, 8 * B**2 * np.pi**8 / 225
    whole = one + two + pair
    found = table.set_index("factor")
    for name, first, total in (("x", one, one + pair), ("y", two, two), ("z", 0, pair)):
        assert found.loc[name, "first"] == pytest.approx(first / whole, abs=0.03)
        assert found.loc[name, "total"] == pytest.approx(total / whole, abs=0.03)
        assert found.loc[name, "total_low"] <= total / whole <= found.loc[name, "total_high"]
    top = pairs.iloc[0]
    assert {top["one"], top["other"]} == {"x", "z"}
    assert top["second"] == pytest.approx(pair / whole, abs=0.05)
    assert runs == 2048 * 8
    assert variance == pytest.approx(whole, rel=0.05)


def linear():
    return quiet({"money.contracts": {"green": contract()}}).with_(
        {"money.overhead": {"uniform": [0, 6_000]}, "money.contracts.green.value": {"uniform": [10_000, 12_000]}}
    )


def test_a_sum_has_the_indices_of_its_parts_and_no_luck():
    found = sensitivity(linear(), "cash_end", method="sobol", base=256)
    first = found.table.set_index("factor")["first"]
    assert first["money.overhead"] == pytest.approx(0.9, abs=0.05)
    assert first["money.contracts.green.value"] == pytest.approx(0.1, abs=0.05)
    assert found.table.set_index("factor").loc[LUCK, "total"] == pytest.approx(0, abs=1e-3)
    assert found.runs == 256 * (2 + 3)


def test_screening_and_tornado_of_a_sum_are_exact():
    found = sensitivity(linear(), "cash_end", method="morris", base=8).table.set_index("factor")
    assert found.loc["money.overhead", "mu"] == pytest.approx(-6_000 * 0.95, rel=1e-3)
    assert found.loc["money.overhead", "sigma"] < 5
    tornado = sensitivity(linear(), "cash_end", method="tornado", base=2).table.set_index("factor")
    assert tornado.loc["money.contracts.green.value", "high"] == pytest.approx(2_000 * 0.45, rel=1e-3)
    assert tornado.loc["money.overhead", "low"] == pytest.approx(6_000 * 0.45, rel=1e-3)


def test_luck_is_a_factor():
    found = sensitivity(busy(years=1), "members_end", method="sobol", base=64, paths=["ownership.potential"])
    assert found.table.set_index("factor").loc[LUCK, "total"] > 0.1


def test_correlated_quantities_are_one_factor():
    scenario = linear().with_(
        {"correlations": [{"parameters": ["money.overhead", "money.contracts.green.value"], "correlation": 0.5}]}
    )
    for method in ("sobol", "morris", "tornado"):
        found = sensitivity(scenario, "cash_end", method=method, base=4)
        assert len(set(found.table["factor"]) - {LUCK}) == 1


def test_an_outcome_without_a_value_is_refused():
    with pytest.raises(SensitivityError, match="no value"):
        sensitivity(linear(), "dscr_lowest", method="morris", base=2)


@pytest.mark.parametrize("method", ["sobol", "morris", "tornado"])
def test_conclusions_in_words(method):
    found = sensitivity(linear(), "cash_end", method=method, base=16)
    assert found.sentences("nl") != found.sentences("en")
    assert found.sentences("en")[0]
