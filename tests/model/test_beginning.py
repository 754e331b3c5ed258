"""How a future begins is kept for those that begin alike: it is what would be worked out anew."""

from __future__ import annotations

import numpy as np
import pytest

import wijkbv_sim as wb
from wijkbv_sim.model import residents
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

SCENARIO = wb.load("malburgen").with_(area__inhabitants=400)


def beginning(design=None, futures=(3, 4, 3, 5)):
    """State, traits, time of going, contacts and stocks of the residents before the first month."""
    count = len(futures)
    design = {path: np.full(count, value) if np.ndim(value) == 0 else value for path, value in (design or {}).items()}
    people = NeighbourhoodModel(SCENARIO, count, seed=1, design=design, futures=np.array(futures)).residents
    return [a.copy() for a in (people.state, people.traits, people.going, people.contacts, people.stocks)]


def anew(monkeypatch, *args, **options):
    """The same without anything that was kept, and without keeping it."""
    with monkeypatch.context() as patch:
        patch.setattr(residents, "KEPT", 0)
        return beginning(*args, **options)


def same(one, other):
    return all((a == b).all() for a, b in zip(one, other, strict=True))


def values_of_residents():
    for path, _, meta in SCENARIO.quantities():
        prefix, _, name = path.rpartition(".")
        if prefix in ("area", "ownership") and not meta.fixed:
            yield path, name, meta.low + 0.3 * (min(meta.high, 1000.0) - meta.low)


def test_every_number_that_a_beginning_depends_on_is_told(monkeypatch):
    plain = anew(monkeypatch)
    moving = set()
    for path, name, value in values_of_residents():
        if not same(anew(monkeypatch, {path: value}), plain):
            moving.add(name)
    assert moving == set(residents.BEGINNING)


@pytest.mark.parametrize("futures", [(0, 1), (1, 0, 1, 7), (7, 7, 7), (2, 3)])
def test_what_is_kept_is_what_would_be_worked_out_anew(monkeypatch, futures):
    for design in (None, {"ownership.potential": 20}, {"area.moving_out": np.linspace(5, 9, len(futures))}):
        expected = anew(monkeypatch, design, futures=futures)
        assert same(beginning(design, futures=futures), expected)
        assert same(beginning(design, futures=futures), expected)


def test_beginnings_that_another_thread_lets_go_of_meanwhile_are_not_lost(monkeypatch):
    from collections import OrderedDict

    from wijkbv_sim.model.residents import Residents
    from wijkbv_sim.scenario.memory import remembered

    scenario = wb.load("hoogeloon").with_(area__inhabitants=300)
    first = NeighbourhoodModel(scenario, 4, 1).residents
    real = Residents._work_out_beginning

    def meanwhile(self, new):
        remembered(self.people, "beginnings", OrderedDict).clear()
        real(self, new)

    monkeypatch.setattr(Residents, "_work_out_beginning", meanwhile)
    again = NeighbourhoodModel(scenario, 6, 1).residents
    for name in ("state", "traits", "going"):
        assert (getattr(again, name)[:4] == getattr(first, name)).all()
    assert again.members[0] == first.members[0] > 0
