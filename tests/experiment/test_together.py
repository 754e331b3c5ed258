"""Scenarios run together come out to the bit as each alone; what cannot stand in one model is refused."""

from __future__ import annotations

import random

import numpy as np
import pytest
from pydantic import ValidationError

import wijkbv_sim as wb
from wijkbv_sim.experiment.chunk import run_chunk
from wijkbv_sim.experiment.together import SETTLED, frame, run_together
from wijkbv_sim.scenario.dials import main_dials

CASES = ("malburgen", "angelslo")


def small(name, years=2):
    return wb.load(name).with_(area__inhabitants=400, time__years=years)


def with_dials_turned(scenario):
    for handle in main_dials(scenario):
        low, high = handle.bounds(scenario)
        for share in (0.0, 0.37, 1.0):
            yield handle.turned(scenario, low + share * (high - low))


def with_each_number_changed(scenario, draw):
    """One scenario for each number that may differ between futures, with that number anywhere in its bounds."""
    for path, quantity, meta in scenario.quantities():
        if meta.fixed or path.startswith(SETTLED):
            continue
        centre = quantity.value or 0.0
        for _ in range(5):
            value = draw.uniform(max(meta.low, centre - abs(centre) - 1), min(meta.high, centre + abs(centre) + 1))
            try:
                yield scenario.with_({path: round(value) if meta.integer else value})
            except ValidationError:  # some numbers must not contradict others: another value may do
                continue
            break


def assert_as_alone(scenarios, count=2, first=0):
    for scenario, chunk in zip(scenarios, run_together(scenarios, first, count, seed=3), strict=True):
        alone = run_chunk(scenario, first, count, seed=3)
        assert (chunk.first, chunk.count, chunk.future) == (alone.first, alone.count, alone.future)
        for mine, expected in ((chunk.columns, alone.columns), (chunk.drawn, alone.drawn)):
            assert list(mine) == list(expected)
            for name, values in expected.items():
                np.testing.assert_array_equal(mine[name], values, err_msg=name)


@pytest.mark.parametrize("name", CASES)
def test_dials_turned_together(name):
    scenario = small(name)
    assert_as_alone([scenario, *with_dials_turned(scenario)], count=3, first=5)


def test_numbers_changed_together():
    draw = random.Random(1)
    changed = list(with_each_number_changed(small("malburgen"), draw))
    assert_as_alone([small("malburgen"), *draw.sample(changed, 15)])


@pytest.mark.slow
@pytest.mark.parametrize("name", ["malburgen", "aa-en-hunze", "hoogeloon", "angelslo", "heechterp"])
def test_every_number_changed_together(name):
    scenario = small(name, years=1)
    assert_as_alone([scenario, *with_each_number_changed(scenario, random.Random(name))], count=1)


def test_a_certain_number_beside_an_uncertain_one_and_correlations_of_one_only():
    doubted = {"uniform": (10, 60)}
    plain = small("malburgen")
    both = plain.with_({"ownership.fee": doubted, "money.overhead": {"uniform": (1_000, 9_000)}})
    bound = both.with_({"correlations": [{"parameters": ["ownership.fee", "money.overhead"], "correlation": 0.9}]})
    assert_as_alone([plain, both, bound, plain.with_({"ownership.fee": 35})], count=20)
    assert_as_alone([bound, plain], count=20)


@pytest.mark.parametrize("who", ["youth", "adult", "senior"])
def test_a_future_in_which_incomes_ask_alike_beside_others(who):
    base = small("aa-en-hunze", years=1)
    alike = base.with_({f"services.ambassadors.per_{who}": 0.32594686814917273})
    assert_as_alone([alike, base.with_({"services.ambassadors.low_income_demand": 60})], count=1)


OTHER_FRAMES = {
    "more people": {"area.inhabitants": 401},
    "other homes": {"area.owner_occupied": 11},
    "more contacts": {"ownership.network.contacts": 3},
    "another loop": {"feedbacks.quality_to_trust": False},
    "longer": {"time.years": 3},
    "an event": {"timeline": [{"name": "e", "month": 2, "multiply": {"money.overhead": 2}}]},
    "a part less": {"money.grants": {}, "correlations": []},
    "another form": {"ownership.legal_form": "association"},
}


@pytest.mark.parametrize("changes", OTHER_FRAMES.values(), ids=OTHER_FRAMES)
def test_what_cannot_stand_in_one_model_is_refused(changes):
    one = small("malburgen")
    other = one.with_(changes)
    assert frame(one) != frame(other)
    with pytest.raises(ValueError, match="nothing but numbers"):
        run_together([one, other], 0, 1, seed=1)


def test_words_and_what_really_happened_make_no_other_frame():
    one = small("malburgen")
    other = one.with_({"name": "other", "title": "Anders", "actuals": [{"year": 2026, "values": {"members": 5}}]})
    assert frame(one) == frame(other)
