"""A dashboard of its own and a Chromium that looks at it: for pictures, for the tests of journeys, for benchmarks."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
SERVE = "from wijkbv_sim.cli import main; main()"
COMES_UP = 120.0
"""Seconds that a server may take to come up."""

QUIET = """
() => {
  const state = document.querySelector('[data-testid=stApp]')?.dataset.testScriptState;
  const busy = document.querySelector('[data-testid=stSpinner], [data-testid=stSkeleton], [data-stale=true]');
  const footer = document.querySelector('.st-key-other-language');
  return state === 'notRunning' && !busy && !!footer && !/verfijnd|being refined/.test(document.body.innerText);
}
"""
"""Whether the page is there to its foot, and nothing is calculated, refined or on its way."""


@dataclass(frozen=True)
class Served:
    """Where a dashboard answers, and the number of its process."""

    address: str
    process: int


@contextmanager
def served(program: str = SERVE) -> Iterator[Served]:
    """Serve a dashboard at a free port of this machine; it and its workers are gone afterwards.

    ``program`` is what the interpreter runs. Raises RuntimeError where it does not come up.
    """
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-c", program, "dashboard", "--no-browser", "--port", str(port)],
        cwd=ROOT, stdout=subprocess.DEVNULL, start_new_session=True,
    )  # fmt: skip
    address = f"http://127.0.0.1:{port}/"
    try:
        until = time.monotonic() + COMES_UP
        while not _healthy(address):
            if server.poll() is not None or time.monotonic() > until:
                raise RuntimeError("the dashboard did not come up: its own words are above")
            time.sleep(0.25)
        yield Served(address, server.pid)
    finally:
        with suppress(ProcessLookupError):
            os.killpg(server.pid, signal.SIGKILL)
        server.wait()


def _healthy(address: str) -> bool:
    try:
        return bool(urllib.request.urlopen(address + "_stcore/health", timeout=2).read())
    except OSError:
        return False


@contextmanager
def chromium() -> Iterator[Any]:
    """Debian's Chromium, driven by Playwright, or the one that CHROMIUM names. Raises RuntimeError without one."""
    from playwright.sync_api import sync_playwright

    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        raise RuntimeError("this needs Chromium: install Debian's package chromium, or name one in CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


def settled(page: Any, patience: float = 120_000) -> Any:
    """The page when it has stood still for half a second; ``patience`` in milliseconds."""
    page.wait_for_selector("h1", timeout=patience)
    still = 0
    for _ in range(int(patience / 250)):
        still = still + 1 if page.evaluate(QUIET) else 0
        if still == 3:
            return page
        page.wait_for_timeout(250)
    raise RuntimeError(f"{page.url} does not come to rest")
