"""For everybody: language, axe's rules, keys, alternatives of charts, narrow screens, Dutch without English."""

from __future__ import annotations

import gzip
import re
import urllib.request

import pytest
from axe_playwright_python.sync_playwright import Axe

from scripts.browser import settled
from tests.browser.conftest import LAPTOP, NARROW, PHONE
from tests.browser.test_journeys import give, go, tiny
from wijkbv_sim.scenario.document import text

PAGES = (
    "", "verkennen", "bouwen", "vergelijken", "zekerheid", "geld", "gemeente", "bewoners", "workshop", "verantwoording",
)  # fmt: skip

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_OURS = {"presentation-role-conflict"}
"""Of Streamlit's own file chooser, which this program cannot change."""

ENGLISH = (
    "any|and|but|can|choose|close|could|each|error|every|files?|for|from|futures?|how|income|into|less|loading|members|"
    "money|number|other|running|save|than|that|the|their|there|they|this|too|under|upload|value|what|"
    "where|which|while|with|without|years?|yes|you|your"
)
"""Typical English words that are no Dutch ones."""

WORDS = re.compile(rf"\b({ENGLISH})\b", re.IGNORECASE)
RAW = re.compile(r"\d\.\d{4,}|\d{4,}\.\d|\d[eE][-+]\d|\bnan\b|\binf\b|\bNone\b|\b\d{1,3}(?:,\d{3})+\b")
"""Numbers as a program writes them, or an American."""

VISIBLE = """
() => {
  const main = document.querySelector('[data-testid=stMain]').cloneNode(true);
  main.querySelectorAll('[data-testid=stFileUploader], [data-testid=stCode], style, script').forEach(e => e.remove());
  const host = document.createElement('div');
  host.append(main); document.body.append(host);
  const text = main.innerText; host.remove();
  return text;
}
"""
"""What is to be read, without a file's own words and Streamlit's own file chooser, which is English."""


def findings(page):
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(v["id"], v["impact"], [n["html"][:200] for n in v["nodes"][:3]]) for v in found if v["id"] not in NOT_OURS]


def looked_at(page):
    """All that must hold of a Dutch page, at three widths."""
    wrong = {}
    for size in (LAPTOP, PHONE):
        page.set_viewport_size(size)
        settled(page)
        wrong[f"axe at {size['width']}"] = findings(page)
        seen = page.evaluate(VISIBLE)
        wrong[f"English at {size['width']}"] = [
            text[max(0, m.start() - 25) : m.end() + 25] for m in WORDS.finditer(seen)
        ]
        wrong[f"raw at {size['width']}"] = [seen[max(0, m.start() - 25) : m.end() + 25] for m in RAW.finditer(seen)]
    charts = page.locator(".stEchartsChart, [data-testid=stEchartsChart], [data-testid=stECharts]").count()
    named = page.locator("[role=img][aria-label], [role=img][aria-labelledby]").count()
    wrong["charts without words"] = max(0, charts - named)
    page.set_viewport_size(NARROW)
    settled(page)
    wrong["sideways"] = page.evaluate(
        "[document.documentElement.scrollWidth - innerWidth,"
        " (m => m.scrollWidth - m.clientWidth)(document.querySelector('[data-testid=stMain]'))].filter(x => x > 1)"
    )
    return {what: found for what, found in wrong.items() if found}


@pytest.mark.parametrize("path", PAGES, ids=[path or "start" for path in PAGES])
def test_a_page_is_for_everybody(visit, path):
    page = visit(path)
    assert page.evaluate("document.documentElement.lang") == "nl"
    assert looked_at(page) == {}


def test_settings_and_forms_that_are_open_are_for_everybody(visit):
    page = visit("verkennen")
    page.get_by_text("Meer instellingen").first.click()
    page.get_by_text("Toevoegen, kopiëren of weghalen").click()
    page.get_by_text("Meer getallen, zoals ze meestal zijn").click()
    page.get_by_role("button", name="Weghalen").first.wait_for()
    assert looked_at(settled(page)) == {}


def test_certainty_with_all_its_results_is_for_everybody(visit):
    page = visit()
    give(page, text(tiny()).encode())
    page.get_by_role("button", name="Open dit bestand").click()
    page.get_by_role("heading", name="Draai aan de knoppen").wait_for()
    go(page, "Zekerheid")
    for button in ("Bereken de tegenslagen", "Zoek uit wat", "Zoek het omslagpunt"):
        page.get_by_role("button", name=button).click()
        page.get_by_role("button", name=button).wait_for(state="detached")
        page.get_by_role("button", name="Stop").wait_for(state="detached", timeout=90_000)
        settled(page)
    assert page.locator("table").count() >= 4
    assert looked_at(page) == {}


def test_english_where_it_is_asked_for(visit):
    for path in ("?lang=en", "verkennen?lang=en"):
        page = visit(path)
        assert page.evaluate("document.documentElement.lang") == "en"
    assert page.get_by_role("heading", name="Turn the dials").is_visible()
    page.locator(".st-key-other-language button").click()
    page.get_by_role("heading", name="Draai aan de knoppen").wait_for()
    page.wait_for_function("document.documentElement.lang === 'nl'")


def test_everything_is_reached_by_tab(visit):
    page = visit("verkennen")
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
        )
        reached.add(label)
    for wanted in ("Opdrachten: meer", "Mijn stappen", "Meenemen", "Geld"):
        assert any(wanted in label for label in reached), (wanted, reached)


def test_what_is_sent_is_compressed(address):
    page = urllib.request.urlopen(address).read().decode()
    script = re.search(r'src="\.?/?(static/js/index[^"]+\.js)"', page)[1]
    request = urllib.request.Request(address + script, headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(request) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        body = answer.read()
    assert len(body) < len(gzip.decompress(body)) / 2
