"""Draws follow scipy's distributions, stay within bounds, and scenarios come back from a file as they were."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import stats

from tests.made import tries
from tests.scenario.strategies import quantities, scenarios, sound
from wijkbv_sim.scenario.distributions import central, quantile
from wijkbv_sim.scenario.document import parse_text, read, save
from wijkbv_sim.scenario.parameter import Parameter
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.rewrite import render
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.tree import parse

U = np.linspace(0, 1, 101)
WIDE = Parameter("EUR", -1e6, 1e6, "", "", "", "")
NARROW = Parameter("%", 0, 100, "", "", "", "")
WHOLE = Parameter("months", 1, 60, "", "", "", "", integer=True)
REFERENCES = [
    ({"uniform": [2, 8]}, stats.uniform(2, 6)),
    ({"triangular": [2, 3, 8]}, stats.triang(1 / 6, 2, 6)),
    ({"triangular": [2, 2, 8]}, stats.triang(0, 2, 6)),
    ({"pert": [2, 3, 8]}, stats.beta(1 + 4 / 6, 1 + 20 / 6, 2, 6)),
    ({"normal": [5, 2]}, stats.norm(5, 2)),
    ({"lognormal": [5, 20]}, stats.lognorm(np.log(4) / stats.norm.ppf(0.95), scale=5)),
    ({"beta": [2, 3]}, stats.beta(2, 3)),
    ({"beta": [2, 3, 10, 20]}, stats.beta(2, 3, 10, 10)),
]


def make(written) -> Quantity:
    return Quantity.model_validate(written)


@pytest.mark.parametrize(("written", "reference"), REFERENCES, ids=[str(w) for w, _ in REFERENCES])
def test_quantiles_and_median_are_scipys(written, reference):
    inner = U[1:-1]
    np.testing.assert_allclose(quantile(make(written), None, inner), reference.ppf(inner), rtol=1e-9)
    assert central(make(written), None) == pytest.approx(reference.median(), rel=1e-9)


def test_one_in_twenty_lies_above_the_lognormals_second_number():
    assert quantile(make({"lognormal": [5, 20]}), None, np.array([0.5, 0.95])) == pytest.approx([5, 20])


@pytest.mark.parametrize(
    ("written", "reference"),
    [
        ({"normal": [90, 20]}, stats.norm(90, 20)),
        ({"lognormal": [60, 200]}, stats.lognorm(np.log(200 / 60) / 1.6448536, scale=60)),
    ],
)
def test_bounds_cut_off_without_a_heap_on_the_bound(written, reference):
    drawn = quantile(make(written), NARROW, U)
    below, above = reference.cdf(0), reference.cdf(100)
    np.testing.assert_allclose(drawn[1:-1], reference.ppf(below + U[1:-1] * (above - below)), rtol=1e-6)
    assert drawn[0] == pytest.approx(0, abs=1e-6)
    assert drawn[-1] == pytest.approx(100)
    assert np.all(np.diff(drawn) > 0)


def test_a_whole_number_is_rounded_within_its_bounds():
    drawn = quantile(make({"uniform": [1, 4]}), WHOLE, U)
    assert set(drawn) == {1.0, 2.0, 3.0, 4.0}
    assert quantile(make({"normal": [1, 30]}), WHOLE, U).min() >= 1
    assert central(make({"uniform": [1, 4]}), WHOLE) == 2.0  # 2.5 goes to the even neighbour


def test_alternatives_come_as_often_as_they_weigh():
    u = (np.arange(100_000) + 0.5) / 100_000
    drawn = quantile(make({"discrete": [[7, 1], [3, 0], [5, 3]]}), None, u)
    values, counts = np.unique(drawn, return_counts=True)
    assert dict(zip(values, counts, strict=True)) == {5.0: 75_000, 7.0: 25_000}
    assert set(quantile(make({"discrete": [[7, 1], [3, 0]]}), None, np.array([0.0, 1.0]))) == {7.0}


def test_what_is_certain_is_the_same_everywhere_and_value_goes_before_the_median():
    assert np.all(quantile(make(4), WHOLE, np.zeros((2, 3))) == np.full((2, 3), 4.0))
    assert central(make({"value": 9, "uniform": [1, 2]}), None) == 9


def test_the_shape_of_the_draws_is_kept():
    for written, _ in REFERENCES:
        assert quantile(make(written), WIDE, np.full((3, 2), 0.3)).shape == (3, 2)


PARAMETERS = list({meta for _, _, meta in Scenario.model_validate(
    {"name": "a", "title": "A", "area": {"name": "x", "inhabitants": 5}}
).quantities()} | {WIDE, NARROW, WHOLE})  # fmt: skip
PARAMETERS.sort(key=lambda meta: (meta.unit, meta.en, meta.low))


@given(data=st.data(), meta=st.sampled_from(PARAMETERS))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_validates_draws_within_its_bounds(data, meta):
    quantity = sound(data.draw(quantities(meta)), meta)
    if quantity is None:
        return
    drawn = quantile(quantity, meta, U)
    assert np.all(np.isfinite(drawn))
    assert np.all((drawn >= meta.low) & (drawn <= meta.high))
    if quantity.distribution is not None and quantity.distribution[0] != "discrete":
        assert np.all(np.diff(drawn) >= 0)
    if meta.integer and quantity.uncertain:
        assert np.all(drawn == np.rint(drawn))
    assert meta.low <= central(quantity, meta) <= meta.high


EXTREME = [
    {"normal": [50, 1e-310]}, {"normal": [0, 1e300]}, {"lognormal": [5, 5.000000000000001]}, {"lognormal": [99, 1e300]},
    {"lognormal": [1e-300, 1e300]}, {"lognormal": [5e-324, 1e-323]}, {"beta": [1e-300, 1e-300]},
    {"beta": [1e300, 1e300]},
    {"beta": [1e-5, 1e5, 0, 100]}, {"discrete": [[1, 1e308], [2, 1e308]]}, {"discrete": [[1, 5e-324], [2, 5e-324]]},
    {"pert": [0, 0, 5e-324]}, {"triangular": [0, 5e-324, 100]}, {"uniform": [0, 5e-324]},
]  # fmt: skip


@pytest.mark.parametrize("written", EXTREME, ids=str)
def test_extreme_shapes_stay_within_bounds_too(written):
    drawn = quantile(make(written), NARROW, U)
    assert np.all(np.isfinite(drawn))
    assert np.all((drawn >= 0) & (drawn <= 100))
    assert np.all(np.diff(drawn) >= 0)


LARGE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@pytest.mark.parametrize("tried", tries(12, 40, LARGE))
def test_a_saved_scenario_comes_back_equal(tried, tmp_path):
    path = tmp_path / "s.yaml"

    @tried
    @given(scenario=scenarios())
    def comes_back(scenario):
        path.unlink(missing_ok=True)
        save(scenario, path)
        again = read(path)
        assert again == scenario
        assert again.digest == scenario.digest
        first = path.read_text(encoding="utf-8")
        save(again, path)
        assert path.read_text(encoding="utf-8") == first

    comes_back()


@pytest.mark.parametrize("text", ["?9", ": a", ":", "?", "- a", "#", "a: b", "'", "null", "1"])
def test_any_text_is_saved_and_read(text):
    value = {"rent": {"value": 1, "source": text}, "note": text}
    for flow in (False, True):
        assert parse(render(value, flow=flow), None).plain() == value


@pytest.mark.parametrize("tried", tries(6, 20, LARGE))
def test_any_scenario_is_saved_onto_any_other(tried, tmp_path):
    path = tmp_path / "s.yaml"

    @tried
    @given(scenarios(), scenarios())
    def is_saved(one, other):
        path.unlink(missing_ok=True)
        save(one, path)
        path.write_text("# mine\n" + path.read_text(encoding="utf-8"), encoding="utf-8")
        save(other, path)
        text = path.read_text(encoding="utf-8")
        assert text.startswith("# mine\n")
        assert parse_text(text) == other
        assert read(path).digest == other.digest

    is_saved()
