"""A real server and a real browser: Debian's Chromium, driven by Playwright, against pages on this machine.

One server and one browser for the whole session; each visitor is a context of its own.
"""

from __future__ import annotations

import pytest

from scripts import browser

LAPTOP = {"width": 1280, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}
PATIENCE = 30_000

SHORT = "from dashboard.views import certainty; certainty.FUTURES, certainty.ROUNDS, certainty.PIECE = 10, 1, 100; "
"""A turning point is sought in fewer futures: what is looked at here is how it is told."""


def pytest_collection_modifyitems(items):
    for item in items:
        if "tests/browser" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


@pytest.fixture(scope="session")
def served():
    with browser.served(SHORT + browser.SERVE) as server:
        yield server


@pytest.fixture(scope="session")
def address(served):
    return served.address


@pytest.fixture(scope="session")
def chromium():
    with browser.chromium() as found:
        yield found


@pytest.fixture
def visit(chromium, address):
    """Opens a page as a new visitor and waits until it stands still: ``visit("verkennen", PHONE)``."""
    contexts = []

    def go(path="", size=LAPTOP, *, still=True, script=None):
        # An American browser: Dutch numbers must be Dutch there too.
        context = chromium.new_context(viewport=size, locale="en-US", accept_downloads=True)
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        if script is not None:  # what the page is to run before its own
            page.add_init_script(script)
        page.goto(address + path)
        page.wait_for_selector("h1")
        return browser.settled(page) if still else page

    yield go
    for context in contexts:
        context.close()
