"""One number, three ways of writing it, seven distributions, and what cannot be meant."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.scenario.strategies import quantities
from wijkbv_sim.scenario.parameter import Parameter, check_bounds, in_words
from wijkbv_sim.scenario.quantity import DISTRIBUTIONS, MAX_DISCRETE, Quantity

RENT = Parameter("EUR", 0, 200, "huur", "rent", "", "")


def test_a_plain_number_has_no_doubt():
    rent = Quantity.model_validate(80)
    assert (rent.value, rent.distribution, rent.uncertain, rent.extent()) == (80.0, None, False, (80.0, 80.0))
    assert rent == Quantity.model_validate(80.0) == Quantity.model_validate({"value": 80})
    assert rent.model_dump() == 80
    assert isinstance(rent.model_dump(), int)


@pytest.mark.parametrize(
    ("written", "extent"),
    [
        ({"uniform": [1, 2]}, (1, 2)),
        ({"triangular": [1, 1, 2]}, (1, 2)),
        ({"pert": [1, 2, 2]}, (1, 2)),
        ({"normal": [5, 3]}, (5, 5)),
        ({"lognormal": [5, 30]}, (5, 5)),
        ({"beta": [2, 3]}, (0, 1)),
        ({"beta": [2, 3, 5, 9]}, (5, 9)),
        ({"discrete": [[7, 1], [3, 0]]}, (3, 7)),
        ({"value": 9, "uniform": [1, 2]}, (1, 9)),
    ],
)
def test_a_distribution_is_kept_as_written(written, extent):
    found = Quantity.model_validate(written)
    assert found.uncertain
    assert found.distribution[0] in written
    assert found.extent() == extent
    assert found.model_dump() == written
    assert Quantity.model_validate(found.model_dump()) == found


@pytest.mark.parametrize(
    ("written", "said"),
    [
        (True, "expected a number, not true or false"),
        ("80", "expected a number, such as 80"),
        (None, "expected a number, such as 80"),
        ([1, 2], "expected a number, such as 80"),
        ({}, "expected value or one of uniform"),
        ({"source": "x"}, "expected value or one of uniform"),
        ({"uniform": [2, 2]}, "expected low < high in uniform: [low, high], not 2 and 2"),
        ({"uniform": [3, 2]}, "expected low < high"),
        ({"triangular": [1, 5, 3]}, "expected low <= mode <= high in triangular: [low, mode, high], not 1, 5, 3"),
        ({"pert": [2, 2, 2]}, "expected low <= mode <= high in pert"),
        ({"normal": [2, 0]}, "expected sd > 0"),
        ({"lognormal": [0, 2]}, "expected 0 < median < p95"),
        ({"lognormal": [3, 2]}, "expected 0 < median < p95"),
        ({"beta": [0, 2]}, "expected a > 0 and b > 0"),
        ({"beta": [1, 2, 4, 4]}, "expected low < high in beta"),
        ({"discrete": []}, "expected at least one alternative"),
        ({"discrete": [[1, -1], [2, 5]]}, "expected weights >= 0"),
        ({"discrete": [[1, 0]]}, "expected weights >= 0 that are not all zero"),
        ({"discrete": [[1, 1]] * (MAX_DISCRETE + 1)}, "at most 1000"),
        ({"uniform": [1, 2], "normal": [1, 2]}, "expected one distribution, not 2: uniform, normal"),
        ({"value": float("nan")}, "finite"),
        ({"uniform": [1, float("inf")]}, "finite"),
        (10**400, "finite"),
        ({"value": 1, "sauce": "x"}, "Extra inputs"),
        ({"value": True}, "valid number"),
    ],
)
def test_what_cannot_be_meant_is_refused(written, said):
    with pytest.raises(ValidationError) as caught:
        Quantity.model_validate(written)
    assert said in str(caught.value)


def test_every_distribution_is_described():
    assert set(DISTRIBUTIONS) <= set(Quantity.model_fields)


@given(written=quantities(RENT))
@settings(max_examples=200, deadline=None)
def test_writing_and_reading_again_changes_nothing(written):
    try:
        found = Quantity.model_validate(written)
    except ValidationError:
        return
    assert Quantity.model_validate(found.model_dump(mode="json")) == found
    assert Quantity.model_validate_json(found.model_dump_json()) == found


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_is_held_to_its_bounds(number):
    quantity = Quantity.model_validate(number)
    if 0 <= number <= 200:
        check_bounds(quantity, RENT)
    else:
        with pytest.raises(ValueError, match="expected 0 to 200 EUR"):
            check_bounds(quantity, RENT)


def test_numbers_in_messages_are_written_as_people_do():
    assert [in_words(x) for x in (2e6, 0.5, -3, 1e30)] == ["2000000", "0.5", "-3", "1e+30"]
