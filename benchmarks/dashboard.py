"""How fast the dashboard answers: on one screen in a real browser, and with a room full of participants.

    python -m benchmarks.dashboard
    python -m benchmarks.dashboard --short        less of everything, to see that it works

In the browser: a slider is dragged and let go; measured is from there until the frame in which the first answer is
painted, and until the page says that all futures are in. The page's own floor is the same page with an answer that
is known already (undo and redo between the same positions): all that the page does, and no model. Both in one run.

In the room: participants in a process of their own (``benchmarks/participants.py``) turn a dial every three seconds
on one server on the same machine. Memory is that of the server with its processes, without what they share.
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
DRAGS = 20
ROOM = (1, 10, 30, 60)
EVERY = 3.0
SECONDS = 60.0
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


def in_browser(address: str, drags: int) -> dict[str, list[float]]:
    """Milliseconds from letting go until the first answer, the refined one, and the answers that were known."""
    found: dict[str, list[float]] = {"first": [], "refined": [], "floor": []}
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.set_default_timeout(60_000)
        page.goto(address + SCREEN)
        settled(page)
        page.evaluate(WATCH)
        for k in range(drags + 2):
            _drag(page, k)
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
    return found


def _drag(page: Any, k: int) -> None:
    """Drag the slider of opening cash to a place where it has not been, and let it go."""
    settled(page)
    slider = page.locator(".st-key-dial-opening_cash [role=group]")
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


def in_a_room(count: int, seconds: float) -> dict[str, Any]:
    """What so many participants went through, on a fresh server; run them in another process."""
    with served() as server:
        time.sleep(6)  # the server warms up its example
        command = [
            sys.executable,
            "-m",
            "benchmarks.dashboard",
            "--participants",
            server.address,
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

    everybody = asyncio.run(together(address, SCREEN, count, EVERY, seconds))
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
    with served() as server:
        screen = in_browser(server.address, 4 if short else DRAGS)
    room = {count: in_a_room(count, 15 if short else SECONDS) for count in ((1, 10) if short else ROOM)}
    floor = statistics.median(screen["floor"])
    above = statistics.median(screen["first"]) - floor
    refined = statistics.median(screen["refined"])

    def met(value: float, aim: str) -> tuple[str, str]:
        return f"{AIMS[aim]:.0f}", "yes" if value <= AIMS[aim] else "no"

    def ms(values: Sequence[float]) -> tuple[str, ...]:
        return tuple(f"{level(values, share):.0f}" for share in (0.0, 0.5, 0.95))

    painted = [
        ("the page's own floor: an answer that is known", *ms(screen["floor"]), "", "", ""),
        ("first answer, of the first 10 to 50 futures", *ms(screen["first"]), f"{above:.0f}", *met(above, "first")),
        ("refined answer, 200 futures", *ms(screen["refined"]), "", *met(refined, "refined")),
    ]
    rows = []
    for count, told in room.items():
        whole = told["server_mb"] + told["workers_mb"]
        p95 = level(told["first"], 0.95)
        good = p95 <= AIMS["p95"] and whole <= AIMS["memory"] and not told["starved"] and not told["dropped"]
        rows.append((
            count, told["due"], len(told["first"]), f"{level(told['first'], 0.5):.0f}", f"{p95:.0f}",
            f"{level(told['whole'], 0.5):.0f}", told["starved"], told["dropped"],
            f"{told['server_mb']:.0f}", f"{told['workers_mb']:.0f}", f"{told['kilobytes_an_answer']:.0f}",
            ("yes" if good else "no") if count == 30 else "",
        ))  # fmt: skip
    text = [
        "# The dashboard",
        "## One visitor, in Chromium: dial let go -> answer painted, ms",
        table(("what", "best", "median", "p95", "median above the floor", "aim", "met"), painted),
        f"{len(screen['first'])} drags of a slider to a place where it had not been. The aim of the first answer is "
        "for what it takes above the floor, that of the refined one for the whole.",
        f"## A room: everybody turns a dial every {EVERY:.0f} s, server and room on the same machine, ms",
        table(
            ("participants", "changes due", "answers", "first: median", "first: p95", "whole page: median",
             "starved", "dropped",
             "server, MB", "workers, MB", "kB an answer", "aims met"),
            rows,
        ),
        "Aims with 30: p95 of the first answer at most 500 ms, memory under 1,024 MB, nobody without an answer for "
        "30 s, nobody disconnected. Waiting counts from when a change was due.",
        colophon("python -m benchmarks.dashboard" + (" --short" if short else ""), load, "streamlit", "loky"),
    ]  # fmt: skip
    write("dashboard", "\n\n".join(text), {"machine": machine(), "in_use_by_others": load, "ms": screen, "room": room})
    return 0


if __name__ == "__main__":
    sys.exit(main())
