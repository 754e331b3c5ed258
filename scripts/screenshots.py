"""Pictures of every screen of the dashboard, on a laptop and on a phone, into docs/images/dashboard.

Run it with `make screenshots`; it starts a server of its own and needs Chromium (Debian's package chromium).
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from contextlib import closing
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SCREENS = {
    "start": "", "verkennen": "verkennen", "bouwen": "bouwen", "vergelijken": "vergelijken", "geld": "geld",
    "gemeente": "gemeente", "bewoners": "bewoners", "verantwoording": "verantwoording",
}  # fmt: skip
SIZES = {"laptop": 1280, "phone": 390}
TALLEST = 5000
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]


def main() -> None:
    """Write a picture of each screen at each width."""
    from playwright.sync_api import sync_playwright

    folder = ROOT / "docs" / "images" / "dashboard"
    folder.mkdir(parents=True, exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("screenshots need Chromium: install Debian's package chromium")
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-c", "from wijkbv_sim.cli import main; main()", "dashboard", "--no-browser"]
    server = subprocess.Popen([*command, "--port", str(port)], cwd=ROOT)
    address = f"http://127.0.0.1:{port}/"
    try:
        _wait(address)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
            for size, width in SIZES.items():
                for name, path in SCREENS.items():
                    page = browser.new_page(viewport={"width": width, "height": 900})
                    page.goto(address + path)
                    _settle(page)
                    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
                    page.set_viewport_size({"width": width, "height": min(height + 80, TALLEST)})
                    page.wait_for_timeout(1500)
                    page.screenshot(path=folder / f"{name}-{size}.png")
                    page.close()
                    print(f"{name} {size}")
            browser.close()
    finally:
        server.terminate()


def _wait(address: str) -> None:
    for _ in range(120):
        try:
            urllib.request.urlopen(address + "_stcore/health", timeout=2).read()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit("the dashboard did not start")


def _settle(page: object) -> None:
    """Wait until nothing is being calculated or refined any more."""
    page.wait_for_selector("h1", timeout=120_000)  # type: ignore[attr-defined]
    for _ in range(120):
        page.wait_for_timeout(1000)  # type: ignore[attr-defined]
        busy = page.locator("[data-testid=stSpinner]").count()  # type: ignore[attr-defined]
        text = page.inner_text("body")  # type: ignore[attr-defined]
        if not busy and "verfijnd" not in text:
            return


if __name__ == "__main__":
    main()
