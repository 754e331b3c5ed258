"""For everybody: language, axe's rules, keys, alternatives of charts, narrow screens, Dutch without English."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import PHONE

PAGES = ("", "verkennen", "bouwen", "vergelijken", "geld", "gemeente", "bewoners", "verantwoording")
every_page = pytest.mark.parametrize("path", PAGES, ids=[path or "start" for path in PAGES])

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
NOT_OURS = {"presentation-role-conflict"}
"""Of Streamlit's own file chooser, which this program cannot change."""


def settled(page):
    page.wait_for_function("!document.querySelector('[data-testid=stSpinner]')")
    page.wait_for_timeout(1500)
    return page


@every_page
def test_axe_finds_nothing(visit, path):
    from axe_playwright_python.sync_playwright import Axe

    page = settled(visit(path))
    found = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    told = [(v["id"], v["impact"], [n["html"][:200] for n in v["nodes"]]) for v in found if v["id"] not in NOT_OURS]
    assert told == []


@pytest.mark.parametrize(("path", "lang"), [("", "nl"), ("?lang=en", "en"), ("verkennen?lang=en", "en")])
def test_the_page_says_its_language(visit, path, lang):
    page = visit(path)
    assert page.evaluate("document.documentElement.lang") == lang


@every_page
def test_a_narrow_screen_needs_no_scrolling_sideways(visit, path):
    page = settled(visit(path, {"width": 320, "height": 700}))
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    main = page.locator("[data-testid=stMain]")
    assert main.evaluate("e => e.scrollWidth - e.clientWidth") <= 1


@every_page
def test_every_chart_has_an_alternative_and_a_table(visit, path):
    page = settled(visit(path))
    charts = page.locator("[data-testid=stEchartsChart], [data-testid=stECharts], .stEchartsChart")
    named = page.locator("[role=img][aria-label], [role=img][aria-labelledby]").count()
    assert named >= charts.count()
    for k in range(charts.count()):
        assert charts.nth(k).is_visible()


@every_page
@pytest.mark.parametrize("size", [None, PHONE], ids=["laptop", "phone"])
def test_a_dutch_page_has_dutch_numbers_and_no_english(visit, path, size):
    page = settled(visit(path, size) if size else visit(path))
    text = page.inner_text("[data-testid=stMain]")
    assert not re.search(r"\b\d{1,3}(,\d{3})+\b", text), "an American number"
    assert not re.search(r"\d\.\d{4,}", text), "a number with too many digits"
    english = re.findall(r"\b(the|futures?|members|with|from|per year|year|loading|running)\b", text, re.IGNORECASE)
    assert english == []


def test_everything_is_reached_by_tab_and_enter(visit):
    page = settled(visit("verkennen"))
    page.keyboard.press("Tab")
    reached = set()
    for _ in range(90):
        page.keyboard.press("Tab")
        label = page.evaluate(
            "(document.activeElement.getAttribute('aria-label') || document.activeElement.innerText || '').trim()"
        )
        reached.add(label.split("\n")[-1])
    assert any("Opdrachten: meer" in label for label in reached), reached
    assert any("Mijn stappen" in label for label in reached), reached
