from __future__ import annotations

import pickle
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests import worlds
from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.model import population
from wijkbv_sim.scenario.schema import Scenario

# A first call compiles kernels: no deadline. The same examples on every run: a failure can be run again.
settings.register_profile(
    "project", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden runs anew, and say what changed")


@pytest.fixture(scope="session", autouse=True)
def _each_population_fitted_once() -> Iterator[None]:
    """The fit of a population is a function of its margins alone, and takes as long as years of a small world."""
    fit, found = population.fit, {}

    def remembered(margins):
        key = pickle.dumps(margins)
        if key not in found:
            found[key] = fit(margins)
        return found[key].copy()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(population, "fit", remembered)
        yield


@pytest.fixture(scope="session")
def busy() -> Scenario:
    """A small neighbourhood in which some of everything happens."""
    return worlds.busy()


@pytest.fixture(scope="session")
def busy_futures(busy: Scenario) -> Chunk:
    """Twelve futures of the busy neighbourhood."""
    return worlds.futures(busy, 12)
