"""What goes wrong or is meant to: hostile files, markup in names, a calculating process that dies."""

from __future__ import annotations

import http.client
import os
import re
import signal
from contextlib import suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from scripts.browser import settled
from tests.browser.test_journeys import changed, give, tiny
from wijkbv_sim.scenario.document import text

BOMB = "\n".join(
    ["a: &a [x,x]", *(f"{b}: &{b} [{','.join(['*' + a] * 9)}]" for a, b in zip("abcdefgh", "bcdefghi", strict=True))]
)
MARKUP = "<img src=x onerror='window.struck=1'><script>window.struck=1</script><b>vet</b>"
LARGE = 1024**3


@pytest.mark.parametrize(
    "content",
    [BOMB.encode(), b"\xff\xfe\x00", b"", b"name: x\ntitle: '<img src=x onerror=alert(1)>'\nno_such_key: 1\n",
     b"name: !!python/object/apply:os.system ['touch /tmp/struck']\n", b"[" * 5000],
    ids=["bomb", "bytes", "empty", "markup", "object", "depth"],
)  # fmt: skip
def test_a_hostile_file_is_refused_in_words(visit, content):
    page = visit()
    give(page, content)
    page.get_by_text("Dit bestand is niet bruikbaar").wait_for()
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0
    settled(page)


def test_markup_in_names_is_text_on_every_screen(visit):
    scenario = tiny().with_({"title": MARKUP, "description": MARKUP})
    page = visit()
    give(page, text(scenario).encode(), f"{MARKUP[:20].replace('/', '')}.yaml")
    page.get_by_role("button", name="Open dit bestand").click()
    page.get_by_role("heading", name="Draai aan de knoppen").wait_for()
    assert "onerror" in page.get_by_role("heading", level=1).inner_text()
    for name in ("Bouwen", "Vergelijken", "Zekerheid", "Geld", "Gemeente", "Bewoners", "Verantwoording", "Start"):
        page.get_by_role("link", name=name, exact=True).first.click()
        settled(page)
        assert page.evaluate("window.struck") is None, name
        assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0, name


def test_a_huge_file_is_refused_before_it_is_sent(visit, tmp_path):
    page = visit()
    sent = []
    page.on("request", lambda request: sent.append(request.method) if "upload_file" in request.url else None)
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(LARGE)
    page.locator("input[type=file]").set_input_files(huge)
    page.get_by_text(re.compile("1.0MB")).first.wait_for()
    assert "PUT" not in sent
    settled(page)


def test_a_huge_file_is_refused_by_the_server_too(visit, address):
    """Who goes round the page is told so at the announcement of the size, before anything is read."""
    page = visit()
    with page.expect_request(lambda request: "upload_file" in request.url and request.method == "PUT") as asked:
        give(page, b"name: x\n")
    request = asked.value
    headers = {k: v for k, v in request.all_headers().items() if not k.startswith(":")}
    headers |= {"content-length": str(LARGE)}
    at = urlsplit(request.url)
    server = http.client.HTTPConnection(at.hostname, at.port, timeout=10)
    server.putrequest("PUT", at.path, skip_host=True, skip_accept_encoding=True)
    for name, value in headers.items():
        server.putheader(name, value)
    server.endheaders()
    assert server.getresponse().status == 413
    server.close()


def workers(server):
    """The numbers of a server's calculating processes."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = re.search(r"^PPid:\s+(\d+)", (process / "status").read_text(), re.MULTILINE)
            if parent and int(parent[1]) == server and b"LokyProcess" in (process / "cmdline").read_bytes():
                found.append(int(process.name))
    return found


def test_processes_that_die_cost_time_only(visit, served):
    page = visit("verkennen")
    page.get_by_role("button", name="Contributie per lid: meer").click()
    settled(page)
    for _ in range(2):
        dead = workers(served.process)
        assert dead
        page.get_by_role("button", name="Contributie per lid: meer").click()
        for worker in dead:
            os.kill(worker, signal.SIGKILL)
        settled(page)
    assert "Contributie per lid" in changed(page, "Contributie")
    assert page.locator(".cards .card").count() >= 4
    page.get_by_text("Berekend in 200 toekomsten.").first.wait_for()
    assert not set(workers(served.process)) & set(dead)
