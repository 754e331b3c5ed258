"""Every screen runs here without a browser, on one desk whose work is done by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import shared
from dashboard.desk import Desk


@pytest.fixture(scope="session")
def _desk():
    pool = ThreadPoolExecutor(2)
    yield Desk(workers=2, executor=pool, ahead=False)
    pool.shutdown(wait=False, cancel_futures=True)


@pytest.fixture
def at_desk(monkeypatch):
    """Puts all screens at a desk."""

    def sit(desk):
        monkeypatch.setattr(shared, "desk", lambda: desk)
        for name in ("explore", "compare", "certainty", "money", "municipality", "people", "welcome", "workshop"):
            monkeypatch.setattr(f"dashboard.views.{name}.desk", lambda: desk)
        for name in ("take_away", "figures", "replay", "status", "wishes"):
            monkeypatch.setattr(f"dashboard.components.{name}.desk", lambda: desk)
        return desk

    return sit


@pytest.fixture(autouse=True)
def one_desk(_desk, at_desk):
    return at_desk(_desk)
