"""The social network: symmetric, as dense as was asked, alike with alike, and the same in every run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from tests.worlds import quiet
from wijkbv_sim.model.network import _draws, connect
from wijkbv_sim.model.philox import Luck
from wijkbv_sim.model.population import mortality, synthesise


def a_network(inhabitants=2_000, contacts=8, shortcuts=0.1, homophily=0.5, seed=1, spread=0.6):
    area = quiet({"area.inhabitants": inhabitants}).area
    people = synthesise(area, Luck(seed), 0.08, mortality(np.array(0.016), np.array(7.5)))
    return people, connect(people, contacts, shortcuts, homophily, Luck(seed), spread=spread)


def matrix(network):
    count = network.start.size - 1
    return csr_array((np.ones(network.neighbour.size, dtype=int), network.neighbour, network.start), (count, count))


def clustering(network):
    """The share of pairs of one's contacts who know each other."""
    a = matrix(network)
    triangles = (a @ a).multiply(a).sum()
    return triangles / (network.degree * (network.degree - 1)).sum()


@settings(max_examples=40)
@given(st.integers(1, 300), st.integers(0, 60), st.floats(0, 1), st.floats(0, 1), st.floats(0, 3))
def test_contacts_are_mutual_and_with_others(inhabitants, contacts, shortcuts, homophily, spread):
    _, network = a_network(inhabitants, contacts, shortcuts, homophily, spread=spread)
    a = matrix(network)
    assert (a != a.T).nnz == 0
    assert a.diagonal().sum() == 0
    assert a.nnz == 0 or a.data.max() == 1
    for home in range(inhabitants):
        friends = network.neighbour[network.start[home] : network.start[home + 1]]
        assert len(set(friends.tolist())) == friends.size


@pytest.mark.parametrize("contacts", [3, 5, 8, 20, 60])
@pytest.mark.parametrize("spread", [0.4, 0.6, 1.0])
def test_the_mean_and_the_spread_of_contacts_are_what_was_asked(contacts, spread):
    _, network = a_network(inhabitants=4_000, contacts=contacts, spread=spread)
    assert network.degree.mean() == pytest.approx(contacts, rel=0.01)
    # With few contacts, those at one's own address alone are further apart than that.
    at_home = a_network(inhabitants=4_000, contacts=0.001)[1].degree.std() / contacts
    assert network.degree.std() / contacts == pytest.approx(max(spread, at_home), rel=0.05)


def test_a_few_people_know_many():
    degree = a_network(inhabitants=10_000, spread=1.0)[1].degree
    third_moment = ((degree - degree.mean()) ** 3).mean() / degree.std() ** 3
    assert third_moment > 1.5
    assert np.median(degree) < 8 < degree.max() / 5


def test_the_spread_falls_to_that_of_the_addresses():
    found = [a_network(spread=spread)[1].degree.std() for spread in (0, 0.3, 0.6, 1.2)]
    assert found == sorted(found)
    assert found[0] < 2


@pytest.mark.parametrize("contacts", [1, 8])
def test_who_shares_an_address_is_in_contact(contacts):
    people, network = a_network(contacts=contacts)
    one, other = people.households.pairs()
    assert one.size > 1_000
    assert (matrix(network)[one, other] == 1).all()
    assert (people.households.of[one] == people.households.of[other]).all()


def test_what_an_end_draws_is_its_own():
    """Whoever else is asked, and in whatever order."""
    home = np.arange(60).repeat(3)
    number = np.tile(np.arange(3), 60)
    some = np.random.default_rng(1).permutation(180)[:50]
    assert (_draws(home, number, Luck(1))[:, some] == _draws(home[some], number[some], Luck(1))).all()


def test_contacts_for_each_resident_do_not_grow_with_their_number():
    ends = [a_network(inhabitants=n)[1].neighbour.size / n for n in (1_000, 8_000, 64_000)]
    assert ends == pytest.approx([8, 8, 8], rel=0.01)


def test_without_contacts_there_is_nobody():
    _, network = a_network(contacts=0)
    assert network.neighbour.size == 0
    assert network.start.tolist() == [0] * 2_001


@pytest.mark.parametrize("inhabitants", [1, 2, 3])
def test_very_small_streets(inhabitants):
    _, network = a_network(inhabitants, contacts=60)
    assert network.degree.max() <= inhabitants - 1


def test_alike_with_alike_the_more_so_as_was_asked():
    found = []
    for homophily in (0, 0.25, 0.5, 0.75, 1):
        people, network = a_network(shortcuts=0, homophily=homophily)
        found.append(network.assortativity(people.birth))
    assert found == sorted(found)
    # At home people of one age live together, whatever is asked for.
    assert found[0] == pytest.approx(0.15, abs=0.05)
    assert found[-1] > 0.7


def test_streets_of_one_tenure_keep_company():
    people, network = a_network(shortcuts=0, homophily=0)
    assert network.assortativity(people.tenure) > 0.4


def test_assortativity_is_a_correlation_over_contacts():
    _, network = a_network()
    trait = np.arange(2_000) % 7
    me = np.repeat(trait, network.degree)
    assert network.assortativity(trait) == pytest.approx(np.corrcoef(me, trait[network.neighbour])[0, 1])
    assert np.isnan(network.assortativity(np.ones(2_000)))


def test_shortcuts_break_up_circles_of_friends():
    found = [clustering(a_network(shortcuts=shortcuts, homophily=0)[1]) for shortcuts in (0, 0.1, 0.5, 1)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.15
    # What is left are the circles at home.
    _, at_home = a_network(contacts=0.001)
    triangles = clustering(at_home) * (at_home.degree * (at_home.degree - 1)).sum()
    _, network = a_network(shortcuts=1, homophily=0)
    by_chance = triangles / (network.degree * (network.degree - 1)).sum()
    assert found[-1] == pytest.approx(by_chance, abs=0.01)


def test_it_is_a_small_world():
    """Circles of friends nearly as close as in a lattice, paths nearly as short as in a random network."""
    from scipy.sparse.csgraph import shortest_path

    def length(shortcuts):
        steps = shortest_path(matrix(a_network(shortcuts=shortcuts, homophily=0)[1]), unweighted=True,
                              indices=range(0, 2_000, 100))  # fmt: skip
        return steps[np.isfinite(steps)].mean()

    lattice, small, random = (length(shortcuts) for shortcuts in (0, 0.1, 1))
    assert small < (lattice + random) / 2 < lattice
    assert clustering(a_network(homophily=0)[1]) > 0.7 * clustering(a_network(shortcuts=0, homophily=0)[1])


def test_the_same_network_in_every_run_and_another_for_another_seed():
    one, again, other = (a_network(seed=seed)[1] for seed in (1, 1, 2))
    assert one.neighbour.tolist() == again.neighbour.tolist()
    assert one.neighbour.tolist() != other.neighbour.tolist()
