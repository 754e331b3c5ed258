"""Bouwen and its events: every part is reached, and every number says and does what was typed."""

from __future__ import annotations

import pytest

from dashboard.labels import distinct
from tests.dashboard.test_screens import screen


def now(test):
    assert not test.exception
    return test.session_state["study"].now


def twice(**state):
    """Bouwen with two services more, both called the same."""
    test = screen("build", **state)
    for _ in range(2):
        test.text_input(key="add-title-services").set_value("Fietsen maken").run()
        test.button(key="add-services").click().run()
    return test


def test_labels_that_are_alike_are_numbered_and_never_become_another_s():
    alike = {"a": "Tuin", "b": "Tuin", "c": "Tuin (2)", "d": "Tuin"}
    assert distinct(alike) == {"a": "Tuin", "b": "Tuin (3)", "c": "Tuin (2)", "d": "Tuin (4)"}


def test_two_parts_of_the_same_name_are_each_reached():
    test = twice(block="services")
    part = test.selectbox(key="part-services")
    assert len(set(part.options)) == len(part.options)
    for count, name in ((1, "service-1"), (2, "service-2")):
        label = next(label for label in part.options if label.endswith("Fietsen maken" + " (2)" * (count - 1)))
        test.selectbox(key="part-services").select(label).run()
        assert test.selectbox(key="part-services").value == f"services.{name}"
    assert [b.label for b in test.button if str(b.key).startswith("copy-service-service-")] == ["Kopieer"] * 2


@pytest.mark.parametrize(
    ("block", "key"), [("money", "choice-money.contracts.{contract}.service"), ("events", "event-path")]
)
def test_lists_of_services_and_of_numbers_name_each_once(block, key):
    test = twice(block="services")
    contract = next(iter(now(test).money.contracts))
    test.segmented_control(key="block").set_value(block).run()
    if block == "money":
        test.selectbox(key="part-money").set_value(f"money.contracts.{contract}").run()
    options = test.selectbox(key=key.format(contract=contract)).options
    assert len(set(options)) == len(options)
    assert sum("Fietsen maken (2)" in option for option in options)
