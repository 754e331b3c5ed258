"""Pictures of every screen of the dashboard, on a laptop and on a phone, into docs/images/dashboard.

Run it with `make screenshots`; it starts a server of its own and needs Chromium (Debian's package chromium). Screens
are shown as somebody sees them who is at work: with a dial turned, with what was asked for calculated. Nothing is
written before every picture is there: half a set would show screens of two versions.
"""

from __future__ import annotations

import io
import sys
import time
from typing import TYPE_CHECKING, Any

from PIL import Image

from dashboard.link import packed
from scripts.browser import ROOT, chromium, served, settled
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.questions import Answers, answered

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = ROOT / "docs" / "images" / "dashboard"
SIZES = {"laptop": 1280, "phone": 390}
HEIGHT = 900
TALLEST = {"laptop": 5200, "phone": 9000}
"""Pixels; what is longer, such as the list of all numbers, is shown from its top."""

QUALITY = 55
SMALL = "hoogeloon"
"""The example of which everything is calculated that takes long: a small place."""

MUNICIPAL = "angelslo"
"""The example in which a municipality has something to decide."""

LONG_WORK = 600_000
"""Milliseconds that the longest button of a screen may take."""


def as_it_is(page: Any) -> None:
    """Nothing is touched."""


def turned(page: Any) -> None:
    """One dial is turned, so that the screen tells what changed."""
    page.get_by_role("button", name="Opdrachten: minder").click()
    page.wait_for_selector("section.changes")


def compared(page: Any) -> None:
    """With a dial turned first, so that there is something to compare."""
    turned(page)
    settled(page)
    page.get_by_role("link", name="Vergelijken").first.click()
    page.get_by_role("heading", name="Vergelijken", level=1).wait_for()


def certain(page: Any) -> None:
    """With everything calculated that the screen can calculate, one after the other."""
    for button in ("Bereken de tegenslagen", "Zoek uit wat", "Zoek het omslagpunt", "Zoek de kleinste"):
        settled(page)
        began = time.monotonic()
        page.get_by_role("button", name=button).click()
        page.get_by_role("button", name=button).wait_for(state="detached")
        page.get_by_role("button", name="Stop").wait_for(state="detached", timeout=LONG_WORK)
        print(f"  {button}: {time.monotonic() - began:.0f} s", flush=True)


def asked(page: Any) -> None:
    """With the five questions open."""
    page.get_by_role("button", name="Beantwoord vijf vragen").first.click()
    page.get_by_role("heading", name="Vijf vragen").wait_for()


def broken(page: Any) -> None:
    """A company that will not make it: the screen says what it breaks on."""
    page.locator("section.warning").filter(has_text="gewone toekomst").wait_for()


def part(page: Any) -> None:
    """The participant of a workshop has turned a dial."""
    page.get_by_role("button", name="Werving van leden: meer").click()
    page.wait_for_selector("section.changes")


SCREENS: dict[str, tuple[str, Callable[[Any], None]]] = {
    "start": ("", as_it_is),
    "vragen": ("", asked),
    "breekt": (f"verkennen?s={packed(answered(Answers(place=SMALL)))}", broken),
    "verkennen": ("verkennen", turned),
    "bouwen": ("bouwen", as_it_is),
    "vergelijken": ("verkennen", compared),
    "zekerheid": (f"zekerheid?s={packed(load(SMALL))}", certain),
    "geld": ("geld", as_it_is),
    "gemeente": (f"gemeente?s={packed(load(MUNICIPAL))}", as_it_is),
    "bewoners": ("bewoners", as_it_is),
    "workshop": ("workshop", part),
    "verantwoording": ("verantwoording", as_it_is),
}
"""For each picture where it begins, and what is done there."""


def main() -> None:
    """Write a picture of each screen at each width, or of those screens that are named."""
    wanted = sys.argv[1:] or list(SCREENS)
    made: dict[str, bytes] = {}
    begin = time.monotonic()
    with served() as server, chromium() as browser:
        for name in wanted:
            path, prepare = SCREENS[name]
            page = browser.new_page(viewport={"width": SIZES["laptop"], "height": HEIGHT})
            page.set_default_timeout(120_000)
            page.goto(server.address + path)
            settled(page)
            prepare(page)
            settled(page)
            for size, width in SIZES.items():
                made[f"{name}-{size}.webp"] = picture(page, width, TALLEST[size])
            page.close()
            print(f"{name}: {time.monotonic() - begin:.0f} s", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, content in made.items():
        (FOLDER / name).write_bytes(content)
    for old in FOLDER.glob("*.*"):
        if old.stem.rpartition("-")[0] not in SCREENS:
            old.unlink()


def picture(page: Any, width: int, tallest: int) -> bytes:
    """The whole screen at a width, without scroll bars, as far as ``tallest`` pixels, as a small file."""
    page.set_viewport_size({"width": width, "height": HEIGHT})
    page.wait_for_timeout(500)
    height = page.evaluate("document.querySelector('[data-testid=stMain]').scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height + 16, tallest)})
    page.wait_for_timeout(1000)
    page.evaluate("document.activeElement?.blur()")
    small = io.BytesIO()
    Image.open(io.BytesIO(page.screenshot())).save(small, "webp", quality=QUALITY, method=6)
    return small.getvalue()


if __name__ == "__main__":
    main()
