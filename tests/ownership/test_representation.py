"""Who takes part against who lives there, and what targeted outreach changes in it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ownership.worlds import full, quiet, run
from wijkbv_sim.model import columns
from wijkbv_sim.model.columns import CLASSES, MEMBER, OPEN, Chance, Stock
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.philox import Process, blocks, uniforms
from wijkbv_sim.model.representation import GROUPS, IN_GROUP, TRAITS, ratio, shares, theil

TARGETS = {
    "young": "18_34", "old": "65_plus", "low_income": "low_income", "low_education": "low_education",
    "renters": "renters",
}  # fmt: skip


def test_theil_by_hand():
    # Half of the adults are three quarters of the members: 3/4 ln(3/2) + 1/4 ln(1/2).
    assert theil(np.array([0.75, 0.25]), np.array([0.5, 0.5])) == pytest.approx(0.130812, abs=1e-6)
    # All members come from one half: 1 ln 2, and nobody of the other half counts as nothing.
    assert theil(np.array([1.0, 0.0]), np.array([0.5, 0.5])) == pytest.approx(0.693147, abs=1e-6)
    # Fifths: 0.5 ln(0.5/0.2) + 0.3 ln(0.3/0.3) + 0.2 ln(0.2/0.5).
    assert theil(np.array([0.5, 0.3, 0.2]), np.array([0.2, 0.3, 0.5])) == pytest.approx(0.274887, abs=1e-6)


def test_ratios_by_hand():
    # Ten young renters and ten old owners live there; three of the first and one of the second are members.
    young_renter, old_owner = 0, CLASSES - 1
    adults, members = np.zeros(CLASSES), np.zeros(CLASSES)
    adults[[young_renter, old_owner]] = 10
    members[[young_renter, old_owner]] = 3, 1
    found = dict(zip(GROUPS, ratio(shares(members), shares(adults)), strict=True))
    assert found["18_34"] == found["renters"] == found["low_income"] == found["low_education"] == 1.5
    assert found["65_plus"] == found["owners"] == found["high_income"] == found["high_education"] == 0.5
    assert np.isnan(found["35_64"])
    assert np.isnan(found["middle_income"])


@given(st.lists(st.integers(0, 50), min_size=CLASSES, max_size=CLASSES), st.integers(0, 2**32 - 1))
@settings(deadline=None, derandomize=True, max_examples=60)
def test_theil_is_nothing_in_proportion_and_something_otherwise(adults, seed):
    of = np.array(adults, dtype=float) + 1
    members = np.random.default_rng(seed).binomial(of.astype(int), 0.5)
    for rows in ([0, 1, 2], [3, 4, 5], [6, 7, 8], [9, 10]):
        everybody = shares(of)[rows]
        assert theil(everybody, everybody) == pytest.approx(0, abs=1e-12)
        if members.any():
            assert theil(shares(members)[rows], everybody) >= -1e-12


def test_the_index_rises_when_who_has_more_gets_more():
    of = np.array([0.5, 0.5])
    found = [theil(np.array([half, 1 - half]), of) for half in (0.5, 0.6, 0.75, 0.9, 1.0)]
    assert found == sorted(found)
    assert found[0] == 0


def test_every_class_stands_in_one_group_of_each_trait():
    assert IN_GROUP.sum() == CLASSES * len(TRAITS)
    first = 0
    for groups in TRAITS.values():
        np.testing.assert_array_equal(IN_GROUP[first : first + len(groups)].sum(axis=0), 1)
        first += len(groups)


def class_by_hand(traits: int, age: int) -> int:
    band = 0 if age < 35 else (1 if age < 65 else 2)
    return band * 18 + (traits // 4 % 4) * 6 + (traits // 16 % 4) * 2 + traits % 2


def test_counts_are_those_of_plain_numpy():
    model = run(full(), 3, months=12)
    residents, month = model.residents, 11  # the count of December
    age = (month - residents.birth.astype(int)) // 12
    adult = (residents.traits & columns.ADULT_BIT) != 0
    k = np.vectorize(class_by_hand)(residents.traits.astype(int), age)
    for r in range(3):
        for row, who in enumerate(
            (adult[r], adult[r] & (residents.state[r] >= 2), adult[r] & (residents.state[r] == 3))
        ):
            expected = np.bincount(k[r][who], minlength=CLASSES)
            np.testing.assert_array_equal(model.representation.counts[r, row], expected)


def test_counts_add_up_to_the_stocks():
    model = run(full(), 4, months=24)
    counts = model.representation.counts.sum(axis=2)
    np.testing.assert_array_equal(counts, model.residents.stocks[:, [Stock.ADULTS, Stock.MEMBERS, Stock.ACTIVE]])


def test_representation_is_reported():
    model = run(full(), 2, months=12)
    now, seen = model.observer.now, model.representation
    for k, group in enumerate(GROUPS):
        np.testing.assert_array_equal(now[f"representation_members_{group}"], seen.ratios[:, 0, k])
        np.testing.assert_array_equal(now[f"representation_active_{group}"], seen.ratios[:, 1, k])
    assert (now["inequality_members"] >= 0).all()


def test_without_members_there_is_no_ratio():
    model = run(quiet({"ownership.initial_members": 0, "ownership.initial_active": 0}), months=12)
    assert np.isnan(model.observer.now["inequality_members"]).all()
    assert np.isnan(model.observer.now["representation_members_renters"]).all()


def test_an_ended_company_has_nobody_who_takes_part():
    model = run(full({"money.contracts.green.value": 0, "ownership.initial_members": 20}), 3)
    assert not model.company.alive.all()
    ended = ~model.company.alive
    assert np.isnan(model.observer.now["inequality_members"][ended]).all()


@pytest.mark.parametrize("target", ["under_represented", *TARGETS])
def test_outreach_is_sought_in_whole(target):
    model = run(full({"ownership.outreach_target": target}), 4, months=1)
    weight, adults = model.representation.sought, model.representation.counts[:, 0]
    np.testing.assert_allclose((weight * adults).sum(axis=1) / adults.sum(axis=1), 1)
    if target in TARGETS:
        inside = IN_GROUP[GROUPS.index(TARGETS[target])] > 0
        assert (weight[:, ~inside] == 0).all()
        assert (weight[:, inside] > 0).all()
    else:
        under = model.representation.ratios[:, 0] < 1
        np.testing.assert_array_equal(weight > 0, (under @ IN_GROUP.astype(bool)) > 0)


JOINING = {
    "ownership.initial_members": 0, "ownership.initial_active": 0, "ownership.potential": 80,
    "ownership.outreach": 5, "ownership.outreach_effect": 10, "ownership.outreach_budget": 3_000,
    "money.credit_limit": 1_000_000,
}  # fmt: skip


@pytest.mark.parametrize("target", list(TARGETS))
@pytest.mark.parametrize("seed", [1, 2])
def test_more_targeted_outreach_never_lowers_the_targets_ratio(target, seed):
    group, before = TARGETS[target], None
    for part in (0, 30, 60, 100):
        changes = {**JOINING, "ownership.outreach_target": target, "ownership.outreach_targeted": part}
        found = run(quiet(changes), 8, seed).observer.now[f"representation_members_{group}"]
        assert not np.isnan(found).any()
        assert before is None or (found >= before - 1e-12).all()
        before = found
    without = run(quiet({**JOINING, "ownership.outreach_target": target}), 8, seed)
    assert (before > without.observer.now[f"representation_members_{group}"]).any()


def test_seeking_the_under_represented_lowers_inequality_on_average():
    found = []
    for part in (0, 100):
        changes = {"ownership.outreach_targeted": part, "ownership.outreach_budget": 20_000, "money.patience": 60,
                   "ownership.targeting_effect": 1, "feedbacks.leaders_to_quality": False}  # fmt: skip
        found.append(run(full(changes, years=3), 40).observer.now["inequality_members"].mean())
    assert found[1] < found[0]


def test_a_target_without_targeting_changes_nothing():
    base = run(full({"ownership.outreach_targeted": 0}, years=2), 3)
    other = run(full({"ownership.outreach_targeted": 0, "ownership.outreach_target": "old"}, years=2), 3)
    np.testing.assert_array_equal(base.residents.state, other.residents.state)
    np.testing.assert_array_equal(base.ledger.balance, other.ledger.balance)


def test_targeted_outreach_costs_what_other_outreach_costs():
    costs = [
        run(quiet({**JOINING, "ownership.outreach_targeted": part})).observer.now["spending"][0]
        for part in (0, 50, 100)
    ]
    assert costs == [250.0] * 3


def test_who_joins_is_who_plain_numpy_says():
    changes = {**JOINING, "ownership.outreach_target": "low_income", "ownership.outreach_targeted": 70,
               "ownership.network.contacts": 6, "ownership.influence": 40, "ownership.initial_members": 30}  # fmt: skip
    model = NeighbourhoodModel(quiet(changes), 2, seed=5)
    model.step()
    residents, luck = model.residents, model.luck
    before_state, before_contacts = residents.state.copy(), residents.contacts.copy()
    month, count = model.month, residents.count
    model.step()
    c, degree = residents.chances, residents.network.degree
    for r in range(2):
        words = np.empty((4, count), dtype=np.uint32)
        people = np.arange(count, dtype=np.uint32)
        blocks(people, np.full(count, luck.replicate[r]), np.uint32(month), np.uint32(Process.RESIDENT_MONTH),
               *luck.key, words)  # fmt: skip
        year = np.empty((4, count), dtype=np.uint32)
        blocks(people, np.full(count, luck.replicate[r]), np.uint32(month // 12), np.uint32(Process.RESIDENT_YEAR),
               *luck.key, year)  # fmt: skip
        piece = year[month % 12 // 3] >> np.uint32(10 * (month % 3)) & np.uint32(1023)
        second = (piece + uniforms(words)[0]) / 1024
        own = np.where(degree > 0, before_contacts[r] / np.maximum(degree, 1) * c[r, Chance.OWN_SCALE], 0)
        own = np.where(degree > 0, np.minimum(own, 1.0), c[r, Chance.FALLBACK])
        pull = c[r, Chance.OUTREACH] + c[r, Chance.INFLUENCE_ALL] + c[r, Chance.INFLUENCE_OWN] * own
        age = (month - residents.birth[r].astype(int)) // 12
        k = np.vectorize(class_by_hand)(residents.traits[r].astype(int), age)
        pull = pull + residents.targeted[r][k]
        income = residents.traits[r] >> 2 & 3
        joins = (before_state[r] == OPEN) & (second < -np.expm1(-pull * residents.appeal[r][income]))
        np.testing.assert_array_equal(residents.state[r] >= MEMBER, (before_state[r] >= MEMBER) | joins)
        assert joins.any()
