"""Common random numbers: the same people have the same luck, whoever else is there and however it is run."""

from __future__ import annotations

import functools
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.made import BROAD, WORLDS
from tests.worlds import NO_FEEDBACKS, busy, contract, differing, differing_columns, futures, run, same, side_by_side
from wijkbv_sim.api import simulate
from wijkbv_sim.experiment.chunk import BOOKS, run_chunk
from wijkbv_sim.model.columns import HIRED_BIT
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.scenario.schema import Scenario

REPLICATES = 34


@pytest.fixture(scope="module")
def whole(busy):
    return futures(busy, REPLICATES)


@pytest.fixture(scope="module")
def two_years():
    scenario = busy(years=2)
    return scenario, futures(scenario, 13)


def differing_results(a, b):
    return [name for name in (*VARIABLES, *BOOKS) if not same(a.column(name), b.column(name))]


@pytest.mark.parametrize("size", [1, 5, 12, 13])
def test_chunks_of_any_size_give_the_same_bits(two_years, size):
    scenario, whole = two_years
    results = simulate(scenario, 13, seed=1, workers=1, chunk_size=size)
    assert [name for name in whole.columns if not same(results.column(name), whole.columns[name])] == []
    assert {name: values.tolist() for name, values in whole.drawn.items()} == {
        str(name): values.tolist() for name, values in results.drawn.items()
    }


def test_two_processes_give_the_bits_of_one(two_years):
    one, two = (simulate(two_years[0], 12, seed=1, workers=workers) for workers in (1, 2))
    assert differing_results(one, two) == []


def test_threads_give_the_bits_of_one():
    large = busy({"area.inhabitants": 20_000}, years=2)
    one, three = (run_chunk(large, 0, 6, 1, threads=threads) for threads in (1, 3))
    assert differing(one, three) == []


def test_the_same_seed_gives_the_same_bits_and_another_seed_others(busy, whole):
    assert differing(futures(busy, REPLICATES), whole) == []
    assert not same(futures(busy, REPLICATES, seed=2).columns["cash"], whole.columns["cash"])


@settings(BROAD, max_examples=12)
@given(WORLDS, st.integers(1, 4), st.integers(0, 2**64 - 1))
def test_whatever_the_world_chunks_and_threads_change_no_bit(changes, cut, seed):
    world = busy({**changes, "area.inhabitants": 150}, years=2)
    whole = run_chunk(world, 0, 5, seed)
    parts = [run_chunk(world, 0, cut, seed, threads=2), run_chunk(world, cut, 5 - cut, seed)]
    for name, values in whole.columns.items():
        assert same(np.concatenate([part.columns[name] for part in parts]), values), name
    for path, drawn in whole.drawn.items():
        assert same(np.concatenate([part.drawn[path] for part in parts]), drawn), path


def test_futures_differ(whole):
    # In the first half year, before any company has ended and is worth nothing.
    assert len(set(whole.columns["cash"][:, 5])) == REPLICATES


def test_futures_alone_are_those_among_others(busy):
    alone, among = futures(busy, 100, first=100), futures(busy, 200)
    assert [name for name in among.columns if not same(alone.columns[name], among.columns[name][100:])] == []


def test_the_document_s_order_changes_nothing(busy, whole):
    def turned(part):
        return {k: turned(v) for k, v in reversed(part.items())} if isinstance(part, dict) else part

    document = turned(busy.model_dump(mode="json", exclude_unset=True))
    document["timeline"] = document["timeline"][::-1]
    again = Scenario.model_validate_json(json.dumps(document))
    assert differing(futures(again, REPLICATES), whole) == []


@pytest.mark.parametrize(
    "added",
    [
        {"money.contracts.cleaning": contract(value={"uniform": [1, 2]}, running_at_start=False, win_chance=50)},
        {"money.grants.gift": {"amount": 50_000}},
        {"money.loans.more": {"amount": 10_000}},
        {"money.trade.shop": {"turnover": 20_000}},
        {"assets.shed": {"floor_area": 90}},
        {"services.meals": {"demand": 900}},
    ],
    ids=lambda added: next(iter(added)),
)
def test_what_is_added_moves_nobody_else_s_luck(added):
    base = busy({"feedbacks": NO_FEEDBACKS, "money.credit_limit": 1_000_000_000}, years=4)
    one, other = run(base, 8), run(base.with_(added), 8)
    for column in ("state", "generation", "birth", "contacts"):
        assert same(getattr(one.residents, column), getattr(other.residents, column)), column
    # More paid work means that more people have it, and nothing else of them.
    assert same(one.residents.traits & (HIRED_BIT - 1), other.residents.traits & (HIRED_BIT - 1))
    by_name = {c.name: c for c in other.contracts}
    for mine in one.contracts:
        assert same(mine.active, by_name[mine.name].active)
        assert same(mine.months_left, by_name[mine.name].months_left)
    assert same(one.buildings[0].let, next(b for b in other.buildings if b.name == "huis").let)
    assert same(one.trades[0].year, next(t for t in other.trades if t.name == "cafe").year)
    assert same(one.grants[0].awarded, next(g for g in other.grants if g.name == "fund").awarded)
    assert other.parameters.drawn.items() >= {}.items()
    for path, values in one.parameters.drawn.items():
        assert same(values, other.parameters.drawn[path])


def test_doubting_one_number_more_changes_no_other_s_draw(busy, whole):
    doubted = busy.with_({"money.trade.cafe.turnover": {"uniform": [50_000, 70_000]}})
    again = futures(doubted, REPLICATES)
    assert set(again.drawn) - set(whole.drawn) == {"money.trade.cafe.turnover"}
    assert all(same(values, again.drawn[path]) for path, values in whole.drawn.items())
    assert same(whole.columns["joined"], again.columns["joined"]) or (whole.columns["alive"] < 1).any()


def test_each_number_has_a_draw_of_its_own(whole):
    drawn = np.array(
        [np.argsort(np.argsort(values)) for values in whole.drawn.values() if len(set(values)) == REPLICATES]
    )
    assert len(drawn) > 40
    correlations = np.corrcoef(drawn)[np.triu_indices(len(drawn), 1)]
    assert np.abs(correlations).max() < 0.7
    assert correlations.mean() == pytest.approx(0, abs=0.02)


def test_a_design_replaces_what_is_drawn(busy):
    values = np.linspace(10_000, 30_000, 4)
    chunk = run_chunk(busy, 0, 4, 1, design={"money.overhead": values})
    assert chunk.drawn["money.overhead"].tolist() == values.tolist()
    same_again = futures(busy.with_({"money.overhead": 30_000}), 4)
    assert same(chunk.columns["cash"][3], same_again.columns["cash"][3])


def test_changes_side_by_side_are_those_of_a_run_each(two_years):
    scenario, _ = two_years
    changes = [{}, {"money.overhead": 30_000}, {"ownership.potential": 50, "assets.huis.start_month": 9}, {}]
    for change, columns in zip(changes, side_by_side(scenario, changes, 5), strict=True):
        assert differing_columns(columns, futures(scenario.with_(change), 5).columns) == []


PAIRED = {
    "area.inhabitants": 2_000, "money.credit_limit": 1_000_000_000, "ownership.potential": 40,
    "money.contracts.green.value": 150_000,
}  # fmt: skip


@functools.cache
def at_the_end(change, seed):
    scenario = busy({**PAIRED, "timeline": []}, years=10).with_(dict(change))
    return {name: values[:, -1] for name, values in futures(scenario, 60, seed).columns.items()}


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"ownership.fee": 32}, "members"),
        ({"ownership.fee": 32}, "cash"),
        ({"money.contracts.green.value": 152_000}, "cash"),
        ({"money.contracts.green.value": 152_000}, "members"),
        ({"services.green.purchases": 3}, "cash"),
    ],
    ids=lambda value: value if isinstance(value, str) else next(iter(value)),
)
def test_a_decision_s_effect_is_seen_through_the_same_luck(change, column):
    changed = tuple(change.items())
    a, b, apart = (at_the_end(c, seed)[column] for c, seed in (((), 1), (changed, 1), (changed, 2)))
    paired, separate = np.var(b - a, ddof=1), np.var(apart - a, ddof=1)
    assert paired * 10 <= separate
