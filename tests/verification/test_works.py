"""Building and renovation under events: what is still to be paid follows them, what is done stays done."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from tests.worlds import building, differing, euros, futures, quiet

WORKS = {"renovation": 120_000, "works_months": 12, "renovation_local": 0, "running_cost": 12, "rent": 0}


def invested(*events, works=None, doubt=None, years=3, replicates=1):
    world = {"assets.a": building(**WORKS | (works or {})), "money.opening_cash": 900_000, "timeline": list(events)}
    return futures(quiet(world, years=years).with_(doubt or {}), replicates)


def event(month, kind="set", **change):
    return {"name": "e", "month": month, kind: {f"assets.a.{name}": value for name, value in change.items()}}


def test_works_are_paid_in_equal_parts():
    assert euros(invested(), "balance.property")[:14] == [10_000.0 * k for k in range(1, 13)] + [120_000.0] * 2


def test_dearer_halfway_is_paid_by_the_end():
    found = euros(invested(event(7, works_overrun=50)), "balance.property")
    assert found[5] == 60_000
    assert found[11:] == [180_000.0] * 25


def test_longer_halfway_slows_the_payments_and_the_opening():
    found = invested(event(7, works_months=24))
    assert euros(found, "balance.property")[23:] == [120_000.0] * 13
    running = np.array(euros(found, "flow.building_running"))
    assert (running[:24] == 0).all()
    assert (running[24:] > 0).all()


def test_shorter_than_has_gone_by_ends_the_works_and_leaves_no_bill_unpaid():
    found = invested(event(7, works_months=3))
    assert euros(found, "balance.property")[5:8] == [60_000, 120_000, 120_000]
    assert (np.array(euros(found, "flow.building_running"))[6:] > 0).all()


def test_what_is_in_use_is_not_closed_by_longer_works():
    # In a future whose works are done, an event that lengthens works elsewhere does nothing.
    doubtful = {"assets.a.works_months": {"discrete": [[2, 50], [30, 50]]}}
    late = event(20, works_months=36)
    before, after = invested(doubt=doubtful, replicates=24), invested(late, doubt=doubtful, replicates=24)
    done = np.array([month[23] for month in before.columns["flow.building_running"]]) != 0
    assert 0 < done.sum() < 24
    for name in differing(before, after):
        same = (before.columns[name] == after.columns[name]) | (before.columns[name] != before.columns[name])
        assert same[done].all(), name


@given(month=st.integers(1, 12), months=st.integers(0, 20), overrun=st.integers(-50, 100), more=st.integers(-50, 100))
@settings(max_examples=25, deadline=None)
def test_the_whole_bill_is_paid_once(month, months, overrun, more):
    found = invested(event(month, works_months=months, works_overrun=more), works={"works_overrun": overrun})
    paid = euros(found, "balance.property")
    before = 10_000 * (1 + overrun / 100) * (month - 1)
    assert paid[-1] == pytest.approx(max(120_000 * (1 + more / 100), before), abs=0.02)
    assert all(b >= a for a, b in itertools.pairwise(paid))


@pytest.mark.parametrize(
    ("month", "name", "why"),
    [
        (13, "renovation", "counts while there is building, until month 12"),
        (13, "works_overrun", "counts while there is building, until month 12"),
        (14, "works_months", "counts until it is in use, in month 13"),
    ],
)
def test_an_event_after_the_works_is_refused(month, name, why):
    with pytest.raises(ValidationError, match=why):
        invested(event(month, **{name: 9}))
    invested(event(month - 1, **{name: 9}), years=1)


def test_works_that_an_event_delays_can_be_changed_later():
    begun_later = {"name": "delay", "month": 1, "add": {"assets.a.start_month": 6}}
    dearer = event(18, works_overrun=50)
    found = euros(invested(begun_later, dearer), "balance.property")
    assert found[16:18] == [110_000, 180_000]
