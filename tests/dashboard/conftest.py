"""Every screen runs here without a browser, on one desk whose work is done by threads."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from dashboard import shared
from dashboard.desk import Desk


@pytest.fixture(scope="session")
def _desk():
    pool = ThreadPoolExecutor(2)
    yield Desk(workers=2, executor=lambda: pool)
    pool.shutdown(wait=False, cancel_futures=True)


@pytest.fixture(autouse=True)
def one_desk(_desk, monkeypatch):
    monkeypatch.setattr(shared, "desk", lambda: _desk)
    for name in ("explore", "compare", "certainty", "money", "municipality", "people", "welcome"):
        monkeypatch.setattr(f"dashboard.views.{name}.desk", lambda: _desk)
    monkeypatch.setattr("dashboard.components.take_away.desk", lambda: _desk)
    return _desk
