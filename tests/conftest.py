from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from tests import worlds
from wijkbv_sim.experiment.chunk import Chunk
from wijkbv_sim.scenario.schema import Scenario

# A first call compiles kernels: no deadline. The same examples on every run: a failure can be run again.
settings.register_profile(
    "project", deadline=None, derandomize=True, print_blob=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("project")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--renew-golden", action="store_true", help="write the golden runs anew, and say what changed")


@pytest.fixture(scope="session")
def busy() -> Scenario:
    """A small neighbourhood in which some of everything happens."""
    return worlds.busy()


@pytest.fixture(scope="session")
def busy_futures(busy: Scenario) -> Chunk:
    """Twelve futures of the busy neighbourhood."""
    return worlds.futures(busy, 12)
