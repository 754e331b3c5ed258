"""How fast the dashboard answers: on one screen in a real browser, and with a room full of participants.

    python -m benchmarks.dashboard
    python -m benchmarks.dashboard --short        less of everything, to see that it works
    python -m benchmarks.dashboard --place NAME   one place only: half the time

In the browser: a slider is dragged and let go; measured is from there until the frame in which the first answer is
painted, and until the page says that all futures are in. The page's own floor is the same page with an answer that
is known already (undo and redo between the same positions): all that the page does, and no model. All in one run. Who
looks at an answer for some seconds gives the server time to look ahead; in a hurry, the slider is dragged anew as soon
as a first answer is painted, while the one before is being refined.

In the room: participants in a process of their own (``benchmarks/participants.py``) turn a dial every three seconds
on one server on the same machine. Memory is that of the server with its processes, without what they share.

Both in two places: the one that a workshop is mostly about, an average Dutch wijk, and the example that opens, which
has four times as many people.
"""

from __future__ import annotations

import asyncio
import json
import statistics
import subprocess
import sys
import time
from typing import TYPE_CHECKING, Any

from benchmarks.common import ROOT, busy, colophon, machine, table, write
from scripts.browser import chromium, served, settled

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREEN = "verkennen"
PLACES = ("bewonersbedrijf", "malburgen")
DRAGS = 20
LOOKS = 3.0
"""Seconds that who is not in a hurry looks at a refined answer before the next drag."""

ROOM = (1, 10, 30, 60)
EVERY = 3.0
SECONDS = 45.0
AIMS = {"first": 100.0, "refined": 1000.0, "p95": 500.0, "memory": 1024.0}

WATCH = """
() => {
  const at = {released: 0, told: '', first: 0, refined: 0};
  window.watched = at;
  const told = () => document.querySelector('section.changes p')?.textContent ?? '';
  const whole = () => [...document.querySelectorAll('[data-testid=stCaptionContainer]')]
    .some(e => e.textContent.includes('Berekend in'));
  let seen = {};
  addEventListener('pointerup', () => {
    at.released = performance.now(); at.told = told(); at.first = 0; at.refined = 0;
    seen = {};
  }, true);
  // What is there when a frame begins is painted with it, and the next frame begins after that.
  const frame = now => {
    for (const name of ['first', 'refined']) if (seen[name] && !at[name]) at[name] = now;
    const first = at.released > 0 && told() !== at.told;
    seen = {first, refined: first && whole()};
    requestAnimationFrame(frame);
  };
  requestAnimationFrame(frame);
}
"""


def address_of(address: str, place: str) -> str:
    """The screen with a bundled scenario on it."""
    from dashboard.link import packed
    from wijkbv_sim.scenario.document import load

    return f"{address}{SCREEN}?s={packed(load(place))}"


def in_browser(address: str, drags: int) -> dict[str, list[float]]:
    """Milliseconds from letting go until the first answer, the refined one, the answers that were known, and the first
    answer of who does not wait for the rest.
    """
    found: dict[str, list[float]] = {"first": [], "refined": [], "floor": [], "hurried": []}
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(address)
        settled(page)
        page.evaluate(WATCH)
        for k in range(drags + 2):
            settled(page)
            time.sleep(LOOKS)
            _drag(page, "contracts", k)
            seen = _seen(page, "refined")
            if k < 2:  # what is done for the first time only, and one step to go back to
                continue
            found["first"].append(seen["first"] - seen["released"])
            found["refined"].append(seen["refined"] - seen["released"])
            for button in ("Ongedaan maken", "Opnieuw"):
                settled(page)
                page.get_by_role("button", name=button, exact=True).click()
                seen = _seen(page, "first")
                found["floor"].append(seen["first"] - seen["released"])
        settled(page)
        for k in range(drags):
            _drag(page, "rent", k)
            seen = _seen(page, "first")
            found["hurried"].append(seen["first"] - seen["released"])
    return found


def _drag(page: Any, dial: str, k: int) -> None:
    """Drag a slider to a place where it has not been, and let it go; places are spread by the golden section."""
    slider = page.locator(f".st-key-dial-{dial} [role=group]")
    slider.scroll_into_view_if_needed()
    box = slider.bounding_box()
    # The hidden input says where the grip is; what is dragged is around it.
    grip = slider.locator("input[type=range]").evaluate(
        "e => { const r = e.parentElement.parentElement.getBoundingClientRect();"
        " return [r.x + r.width / 2, r.y + r.height / 2]; }"
    )
    page.mouse.move(*grip)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] * (0.06 + 0.88 * ((0.31 + k * 0.618) % 1.0)), grip[1], steps=4)
    page.mouse.up()


def _seen(page: Any, what: str) -> dict[str, float]:
    page.wait_for_function(f"window.watched.{what} > 0")
    seen: dict[str, float] = page.evaluate("window.watched")
    return seen


def in_a_room(place: str, count: int, seconds: float) -> dict[str, Any]:
    """What so many participants went through, on a fresh server; run them in another process."""
    with served() as server:
        time.sleep(6)  # the server warms up its example
        command = [
            sys.executable,
            "-m",
            "benchmarks.dashboard",
            "--participants",
            address_of(server.address, place),
            str(count),
            str(seconds),
        ]
        room = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        most = {"server": 0.0, "workers": 0.0}
        while room.poll() is None:
            for name, size in memory(server.process).items():
                most[name] = max(most[name], size)
            time.sleep(1.0)
        told = json.loads(room.stdout.read() if room.stdout else "{}")
    return {**told, "server_mb": most["server"], "workers_mb": most["workers"]}


def memory(pid: int) -> dict[str, float]:
    """Megabytes of the server and of its workers, without what processes share."""
    import psutil

    whole = psutil.Process(pid)
    found = {"server": 0.0, "workers": 0.0}
    for process in [whole, *whole.children(recursive=True)]:
        try:
            found["server" if process.pid == pid else "workers"] += process.memory_full_info().uss / 2**20
        except psutil.Error:
            continue
    return found


def participants(address: str, count: int, seconds: float) -> dict[str, Any]:
    """The room as such: every first answer of everybody, in milliseconds, and who got none."""
    from benchmarks.participants import together

    everybody = asyncio.run(together(address, count, EVERY, seconds))
    wanted = max(1, round(seconds / EVERY))
    return {
        "first": [1000 * x for who in everybody for x in who.first],
        "whole": [1000 * x for who in everybody for x in who.whole],
        "starved": sum(who.starved + (len(who.first) == 0) for who in everybody),
        "dropped": sum(who.dropped for who in everybody),
        "due": wanted * count,
        "answers_each": [len(who.first) for who in everybody],
        "kilobytes_an_answer": sum(who.received for who in everybody)
        / 1024
        / max(1, sum(len(w.first) for w in everybody)),
    }


def level(values: Sequence[float], share: float) -> float:
    """A percentile, by the nearest rank."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(share * (len(ordered) - 1)))] if ordered else float("nan")


def main() -> int:
    if "--participants" in sys.argv:
        address, count, seconds = sys.argv[-3:]
        print(json.dumps(participants(address, int(count), float(seconds))))
        return 0
    short = "--short" in sys.argv
    load = busy()
    screen, room = {}, {}
    places = (sys.argv[sys.argv.index("--place") + 1],) if "--place" in sys.argv else PLACES
    for place in places:
        with served() as server:
            screen[place] = in_browser(address_of(server.address, place), 4 if short else DRAGS)
        for count in (1, 10) if short else ROOM:
            room[place, count] = in_a_room(place, count, 15 if short else SECONDS)

    def met(value: float, aim: str) -> tuple[str, str]:
        return f"{AIMS[aim]:.0f}", "yes" if value <= AIMS[aim] else "no"

    def ms(values: Sequence[float]) -> tuple[str, ...]:
        return tuple(f"{level(values, share):.0f}" for share in (0.0, 0.5, 0.95))

    painted: list[tuple[str, ...]] = []
    for place, seen in screen.items():
        floor = statistics.median(seen["floor"])
        first, hurried = (statistics.median(seen[name]) - floor for name in ("first", "hurried"))
        refined = statistics.median(seen["refined"])
        painted += [
            (place, "the page's own floor: an answer that is known", *ms(seen["floor"]), "", "", ""),
            (place, "first answer", *ms(seen["first"]), f"{first:.0f}", *met(first, "first")),
            (place, "first answer, in a hurry", *ms(seen["hurried"]), f"{hurried:.0f}", *met(hurried, "first")),
            (place, "refined answer, 200 futures", *ms(seen["refined"]), "", *met(refined, "refined")),
        ]
    rows = []
    for (place, count), told in room.items():
        whole = told["server_mb"] + told["workers_mb"]
        p95 = level(told["first"], 0.95)
        good = p95 <= AIMS["p95"] and whole <= AIMS["memory"] and not told["starved"] and not told["dropped"]
        rows.append((
            place, count, told["due"], len(told["first"]), f"{level(told['first'], 0.5):.0f}", f"{p95:.0f}",
            f"{level(told['whole'], 0.5):.0f}", told["starved"], told["dropped"],
            f"{told['server_mb']:.0f}", f"{told['workers_mb']:.0f}", f"{told['kilobytes_an_answer']:.0f}",
            ("yes" if good else "no") if count == 30 else "",
        ))  # fmt: skip
    text = [
        "# The dashboard",
        "## One visitor, in Chromium: dial let go -> answer painted, ms",
        table(("place", "what", "best", "median", "p95", "median above the floor", "aim", "met"), painted),
        f"{DRAGS if not short else 4} drags of a slider to places where it had not been: {LOOKS:.0f} s after "
        "the page came to rest, and of another in a hurry, as soon as a first answer was painted. "
        "The aim of the first answer is for what it takes above the floor, that of the refined one for the whole.",
        f"## A room: everybody turns a dial every {EVERY:.0f} s, server and room on the same machine, ms",
        table(
            ("place", "participants", "changes due", "answers", "first: median", "first: p95", "whole page: median",
             "starved", "dropped",
             "server, MB", "workers, MB", "kB an answer", "aims met"),
            rows,
        ),
        "Aims with 30: p95 of the first answer at most 500 ms, memory under 1,024 MB, nobody without an answer for "
        "30 s, nobody disconnected. Waiting counts from when a change was due.",
        colophon(" ".join(["python -m benchmarks.dashboard", *sys.argv[1:]]), load, "streamlit", "loky"),
    ]  # fmt: skip
    write("dashboard", "\n\n".join(text), {
        "machine": machine(), "in_use_by_others": load, "ms": screen,
        "room": [{"place": place, "participants": count, **told} for (place, count), told in room.items()],
    })  # fmt: skip
    return 0


if __name__ == "__main__":
    sys.exit(main())
