"""The social network: symmetric, as dense as was asked, alike with alike, and the same in every run."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.sparse import csr_array

from tests.worlds import quiet
from wijkbv_sim.model.network import connect
from wijkbv_sim.model.philox import Luck
from wijkbv_sim.model.population import mortality, synthesise


def a_network(inhabitants=2_000, contacts=8, shortcuts=0.1, homophily=0.5, seed=1):
    area = quiet({"area.inhabitants": inhabitants}).area
    people = synthesise(area, Luck(seed), 0.08, mortality(np.array(0.016), np.array(7.5)))
    return people, connect(people, contacts, shortcuts, homophily, Luck(seed))


def matrix(network):
    count = network.start.size - 1
    return csr_array((np.ones(network.neighbour.size, dtype=int), network.neighbour, network.start), (count, count))


def assortativity(people, network, trait):
    """How much more often than by chance contacts have a trait in common, as a correlation."""
    me = np.repeat(np.arange(people.birth.size), network.degree)
    return np.corrcoef(trait[me], trait[network.neighbour])[0, 1]


def clustering(network):
    """The share of pairs of one's contacts who know each other."""
    a = matrix(network)
    triangles = (a @ a).multiply(a).sum()
    return triangles / (network.degree * (network.degree - 1)).sum()


@settings(max_examples=40)
@given(st.integers(1, 300), st.integers(0, 60), st.floats(0, 1), st.floats(0, 1))
def test_contacts_are_mutual_and_with_others(inhabitants, contacts, shortcuts, homophily):
    _, network = a_network(inhabitants, contacts, shortcuts, homophily)
    a = matrix(network)
    assert (a != a.T).nnz == 0
    assert a.diagonal().sum() == 0
    assert a.nnz == 0 or a.data.max() == 1
    for home in range(inhabitants):
        friends = network.neighbour[network.start[home] : network.start[home + 1]]
        assert len(set(friends.tolist())) == friends.size


@pytest.mark.parametrize("contacts", [1, 2, 5, 8, 20, 60])
def test_the_mean_number_of_contacts(contacts):
    _, network = a_network(contacts=contacts)
    # Two people may pick each other, or one the other twice: at most an eighth of the contacts is lost so.
    assert contacts * 7 / 8 <= network.degree.mean() <= contacts * 1.03


def test_with_shortcuts_only_hardly_any_contact_is_lost():
    _, network = a_network(inhabitants=10_000, contacts=8, shortcuts=1)
    assert network.degree.mean() == pytest.approx(8, rel=0.01)


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
        found.append(assortativity(people, network, -people.birth.astype(float)))
    assert found == sorted(found)
    assert found[0] == pytest.approx(0, abs=0.05)
    assert found[-1] > 0.7


def test_streets_of_one_tenure_keep_company():
    people, network = a_network(shortcuts=0, homophily=0)
    assert assortativity(people, network, people.tenure.astype(float)) > 0.4


def test_shortcuts_break_up_circles_of_friends():
    found = [clustering(a_network(shortcuts=shortcuts, homophily=0)[1]) for shortcuts in (0, 0.1, 0.5, 1)]
    assert found == sorted(found, reverse=True)
    assert found[0] > 0.1
    assert found[-1] == pytest.approx(8 / 2_000, abs=0.004)


def test_the_same_network_in_every_run_and_another_for_another_seed():
    one, again, other = (a_network(seed=seed)[1] for seed in (1, 1, 2))
    assert one.neighbour.tolist() == again.neighbour.tolist()
    assert one.neighbour.tolist() != other.neighbour.tolist()
