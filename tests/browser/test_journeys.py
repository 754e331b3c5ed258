"""What people do with the dashboard, in a real browser, on a laptop and on a phone."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

import wijkbv_sim as wb
from dashboard.link import packed
from dashboard.pieces import SEED, WHOLE
from scripts import browser
from scripts.browser import settled
from tests.browser.conftest import LAPTOP, PHONE
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.document import parse_text

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])
CASH = ".st-key-dial-box-opening_cash"


def answered(page):
    """Wait until the four key figures are there."""
    page.wait_for_selector(".cards .card >> nth=3")
    return page


def plain(text):
    return text.replace("\xa0", " ")


def changed(page, said=""):
    """What the page says that a change did, once it speaks of ``said``."""
    section = page.locator("section.changes").filter(has_text=re.compile(re.escape(said).replace(r"\ ", r"\s")))
    section.first.wait_for()
    return plain(section.first.inner_text())


def go(page, name):
    """To another screen by the menu, which a phone folds up."""
    # What a screen that is being made puts in its menu may take the place of the link under the mouse.
    settled(page)
    unfold = page.get_by_test_id("stExpandSidebarButton")
    if unfold.is_visible():
        unfold.click()
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_url(re.compile(f"/{name.lower()}"))
    fold = page.get_by_test_id("stSidebarCollapseButton").get_by_role("button")
    if page.viewport_size["width"] < 700 and fold.is_visible():
        fold.click()
    return settled(page)


def give(page, content, name="scenario.yaml"):
    """A file of the visitor's own."""
    page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "application/yaml", "buffer": content})


def tiny(doubts=3):
    """A scenario of which all that a screen can calculate takes seconds: few people, few years, few doubts."""
    scenario = wb.load("malburgen").with_(area__inhabitants=150, time__years=3)
    doubted = [(path, quantity, meta) for path, quantity, meta in scenario.quantities() if quantity.uncertain]
    sure = {path: {"value": central(quantity, meta)} for path, quantity, meta in doubted[doubts:]}
    return scenario.with_({**sure, "correlations": []})


def door(page, title):
    """Through one of the doors of the first screen."""
    box = page.get_by_role("heading", name=title).locator("xpath=ancestor::*[.//button][1]")
    box.get_by_role("button").first.click()
    return settled(page)


@SIZES
def test_a_founder_tries_more_opening_cash(visit, size):
    page = door(visit("", size), "Ik start een buurtbedrijf")
    if "/verkennen" not in page.url:
        go(page, "Verkennen")
    answered(page)
    page.get_by_role("button", name="Startgeld: meer").click()
    told = changed(page, "Startgeld")
    assert "Startgeld: van € 90.000 naar € 95.000" in told
    assert "Laagste stand van de rekening: van €" in told
    # No button: the rest of the futures comes by itself.
    page.get_by_text("Berekend in 200 toekomsten.").first.wait_for()
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_selector("section.changes", state="detached")
    go(page, "Geld")
    page.get_by_role("heading", name="Wat een bank vraagt").wait_for()


def test_usual_numbers_follow_the_kind_of_company_until_somebody_fills_in_others(visit):
    page = visit("")
    page.get_by_role("button", name="Beantwoord vijf vragen").click()
    people, money = (page.locator(f".st-key-ask-{name} input") for name in ("people", "money"))

    def usual():
        told = plain(page.inner_text("[data-testid=stMain]"))
        return [re.search(rf"Gewoon is hier: {of}", told)[1] for of in (r"([\d.]+) mensen", r"€ ([\d.]+)\.")]

    def filled():
        return [people.input_value(), money.input_value()]

    page.wait_for_selector("text=Gewoon is hier")
    settled(page)
    first = usual()
    assert filled() == first
    page.get_by_text("Zonnepanelen op grote daken in de wijk").click()
    page.get_by_text("3. Hiervoor is geen gebouw nodig.").wait_for()
    settled(page)
    assert usual() != first
    assert filled() == usual()
    money.fill("31.000")
    page.keyboard.press("Enter")
    settled(page)
    page.get_by_role("button", name="Laat zien wat er gebeurt").click()
    answered(page)
    assert "€ 31.000" in plain(page.locator(CASH).inner_text())


@SIZES
def test_an_officer_sees_the_municipality_s_side(visit, size):
    page = door(visit("", size), "Ik werk bij een gemeente")
    page.wait_for_url(re.compile("/gemeente"))
    for option in ("houden", "verkopen", "verhuren aan het buurtbedrijf", "overdragen aan het buurtbedrijf"):
        assert page.get_by_role("rowheader", name=option, exact=True).first.is_visible()
    page.get_by_role("heading", name="Hetzelfde geld naar een aanbieder van buiten").wait_for()
    assert "Elke euro over drie rondes (LM3)" in page.inner_text("[data-testid=stMain]")
    go(page, "Verantwoording")
    page.get_by_role("heading", level=1).wait_for()


@SIZES
def test_a_participant_of_a_workshop_turns_a_dial(visit, size):
    page = door(visit("", size), "Ik doe mee aan een workshop")
    more = page.get_by_role("button", name=re.compile(": meer$"))
    if more.count() == 0:  # a role is chosen first
        go(page, "Verkennen")
    first = next(button for button in more.all() if button.is_enabled())
    name = first.inner_text().split("\n")[-1].removesuffix(": meer")
    first.click()
    assert name in changed(page, name)


def test_the_key_figures_stay_in_view_on_a_phone(visit):
    page = visit("verkennen", PHONE)
    page.get_by_role("heading", name="Hoe het kan gaan").scroll_into_view_if_needed()
    assert page.evaluate("document.querySelector('[data-testid=stMain]').scrollTop") > 1000
    strip = page.locator(".strip").bounding_box()
    assert 0 <= strip["y"] < 100
    assert strip["height"] < 100


@SIZES
def test_presses_in_quick_succession_turn_nothing_back(visit, size):
    """The browser sends the next press before the page of the last one has come, and with it the slider's old place."""
    page = visit("verkennen", size)

    def press(which, times):
        """How many steps have been taken then, each of them one place of the dial; some presses may be taken as one."""
        page.evaluate(
            """([which, times]) => new Promise(done => {
                const again = k => k === times ? done(1) :
                    (document.querySelector(`.st-key-${which} button`).click(), setTimeout(again, 100, k + 1));
                again(0);
            })""",
            [which, times],
        )
        page.wait_for_timeout(500)
        settled(page)
        steps = int(re.search(r"\((\d+)\)", page.locator(".st-key-changes button").first.inner_text())[1])
        assert f"€ {90 + 5 * steps}.000" in plain(page.locator(CASH).inner_text())
        return steps

    forward = press("more-opening_cash", 5)
    assert 2 <= forward <= 5
    back = press("undo", 3)
    assert back < forward
    assert page.get_by_role("button", name="Opnieuw", exact=True).is_enabled()
    for _ in range(forward - back):
        press("redo", 1)
    assert press("redo", 0) == forward


def test_another_language_leaves_every_control_where_it_was(visit):
    """The browser tells what is chosen by its words, and these are others then."""
    page = visit("verkennen")
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page, "Startgeld")
    settled(page)
    page.locator(".st-key-other-language button").click()
    page.get_by_role("heading", name="Turn the dials").wait_for()
    settled(page)
    assert "€95,000" in page.locator(CASH).inner_text()
    assert "Opening cash: from €90,000 to €95,000" in page.inner_text("section.changes")
    page.get_by_role("button", name="Contracts: less").click()
    page.get_by_role("button", name="My changes (2)").wait_for()
    settled(page)
    assert "€95,000" in page.locator(CASH).inner_text()
    page.get_by_role("link", name="Compare", exact=True).first.click()
    page.get_by_role("heading", name="Compare", exact=True).wait_for()


def test_another_language_leaves_the_five_answers(visit):
    page = visit("")
    page.get_by_role("button", name="Beantwoord vijf vragen").click()
    page.get_by_text("Zorg en hulp voor elkaar").click()
    page.wait_for_selector("text=Gewoon is hier")
    settled(page)
    money = page.locator(".st-key-ask-money input").input_value()
    page.locator(".st-key-other-language button").click()
    page.get_by_role("heading", name="Five questions").wait_for()
    settled(page)
    assert page.locator(".st-key-ask-kind input:checked").count() == 1
    assert re.sub(r"\D", "", page.locator(".st-key-ask-money input").input_value()) == re.sub(r"\D", "", money)
    page.get_by_role("button", name="Show me what happens").click()
    page.get_by_role("heading", name="Care co-operative in an average neighbourhood").wait_for()


def test_what_changed_is_told_of_all_futures_after_quick_presses_too(visit):
    page = visit("verkennen")
    before = plain(page.locator(".card", has_text="Hoe laag komt de rekening?").locator(".big").inner_text())
    for _ in range(3):
        page.get_by_role("button", name="Startgeld: meer").click()
        page.wait_for_timeout(250)
    page.get_by_role("button", name="Mijn stappen (3)").wait_for()
    card = page.locator(".card", has_text="Hoe laag komt de rekening?").locator(".big")
    for _ in range(100):
        lowest, told = plain(card.inner_text()), plain(page.locator("section.changes").inner_text())
        whole = page.get_by_text("Berekend in 200 toekomsten.").count() > 0
        if whole and lowest != before and f"naar {lowest};" in told:
            return
        page.wait_for_timeout(200)
    raise AssertionError((lowest, told))


def test_who_leaves_with_changes_is_asked_first(visit):
    page = visit("verkennen")
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.evaluate("location.reload()")
    settled(page)
    answered(page)
    assert asked == []
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page, "Startgeld")
    page.evaluate("location.reload()")
    page.wait_for_timeout(500)
    assert asked == ["beforeunload"]
    assert "Startgeld" in changed(page, "Startgeld")
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_selector("section.changes", state="detached")


def test_the_menu_of_a_phone_folds_when_a_screen_is_chosen(visit):
    page = visit("verkennen", PHONE)
    page.get_by_test_id("stExpandSidebarButton").click()
    page.get_by_role("link", name="Geld", exact=True).first.click()
    page.get_by_role("heading", name="Geld", exact=True).wait_for()
    page.wait_for_function(
        "!document.querySelector('[data-testid=stSidebar]') || "
        "document.querySelector('[data-testid=stSidebar]').getBoundingClientRect().right <= 0"
    )


def test_a_slider_is_moved_by_keys(visit):
    page = visit("verkennen")
    page.locator(".st-key-dial-outreach input[type=range]").focus()
    page.keyboard.press("ArrowRight")
    assert "Werving van leden: van € 2.500 per jaar naar € 3.000 per jaar" in changed(page, "Werving")


def test_a_scenario_is_kept_and_compared(visit):
    page = visit("verkennen")
    page.get_by_role("button", name="Opdrachten: minder").click()
    changed(page, "Opdrachten")
    page.get_by_role("button", name="Bewaar deze").click()
    page.get_by_label("Naam").fill("<b>Minder</b> opdrachten")
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Bewaar", exact=True).click()
    page.get_by_text("Bewaard.").wait_for()
    page.keyboard.press("Escape")
    go(page, "Vergelijken")
    text = page.inner_text("[data-testid=stMain]")
    assert "<b>Minder</b> opdrachten" in text


def test_a_link_brings_the_same_scenario_to_somebody_else(visit):
    page = visit("verkennen")
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page, "Startgeld")
    page.get_by_role("button", name="Meenemen").click()
    link = page.locator("[data-testid=stPopoverBody] code")
    link.wait_for()
    other = visit("verkennen?" + link.inner_text().strip().partition("?")[2])
    assert "€ 95.000" in plain(other.locator(CASH).inner_text())


def test_what_is_taken_away_is_the_scenario_on_the_screen(visit):
    """Files are made outside of the visitor's session: they must hold that visitor's scenario all the same."""
    scenario = wb.load("bewonersbedrijf").with_(area__inhabitants=300, time__years=2)
    page = visit(f"verkennen?s={packed(scenario)}")
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page, "Startgeld")
    page.get_by_text("Berekend in 200 toekomsten.").first.wait_for()
    settled(page)
    page.get_by_role("button", name="Meenemen").click()
    taken = {}
    for kind in ("De getallen (CSV)", "Het verslag (HTML)", "Het scenario (YAML)"):
        with page.expect_download() as download:
            page.get_by_role("button", name=kind).click()
        taken[kind] = Path(download.value.path()).read_text(encoding="utf-8")
    now = parse_text(taken["Het scenario (YAML)"], None)
    assert central(now.money.opening_cash, None) == central(scenario.money.opening_cash, None) + 5_000
    results = wb.simulate(now, replicates=WHOLE, seed=SEED)
    rows = list(csv.DictReader(io.StringIO(taken["De getallen (CSV)"])))
    last = [row for row in rows if row["replicate"] == "7"][-1]
    assert float(last["cash"]) == pytest.approx(float(results.column("cash")[7, -1]))
    assert f"<h1>{now.title.nl}</h1>" in taken["Het verslag (HTML)"]


def test_a_damaged_link_opens_the_example_and_says_so(visit):
    page = visit("verkennen?s=damaged", still=False)
    page.get_by_text("De link waarmee u kwam is beschadigd of te oud").wait_for()
    answered(page)


def test_back_and_reload(visit):
    page = visit("verkennen")
    go(page, "Geld")
    page.get_by_role("heading", name="Wat een bank vraagt").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Draai aan de knoppen").wait_for()
    page.reload()
    answered(page)


def test_two_tabs_are_two_visitors(visit):
    page = visit("verkennen")
    second = page.context.new_page()
    second.goto(page.url)
    answered(second)
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page, "Startgeld")
    settled(second)
    second.get_by_role("button", name="Startgeld: minder").click()
    assert "van € 90.000 naar € 85.000" in changed(second, "Startgeld")
    assert "€ 95.000" in plain(page.locator(CASH).inner_text())


LINES = """
const Plain = window.WebSocket;
window.lines = [];
window.WebSocket = class extends Plain {
  constructor(...given) { super(...given); window.lines.push(this); }
};
"""
"""Keeps hold of the page's connections, so that a test can cut them."""


def test_a_lost_connection_comes_back_with_the_same_work(visit):
    page = visit("verkennen", script=LINES)
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page, "Startgeld")
    settled(page)
    before = page.evaluate("lines.length")
    assert before >= 1
    page.evaluate("lines.forEach(line => line.close())")
    page.wait_for_function(f"lines.length > {before} && lines.at(-1).readyState === 1")
    settled(page)
    page.get_by_role("button", name="Startgeld: meer").click()
    assert "van € 95.000 naar € 100.000" in changed(page, "van € 95.000")


def test_a_wrong_address_still_shows_the_way(visit):
    page = visit("bestaat-niet", still=False)
    page.get_by_role("link", name="Verkennen").first.wait_for()


SLOW = """
import time
from dashboard.views import certainty
plain = certainty.show
def show():
    time.sleep(2)
    plain()
certainty.show = show
"""
"""Certainty takes its time, as it does where many look."""

FAR = """
const Near = window.WebSocket;
window.late = 0;
window.WebSocket = class extends Near {
  addEventListener(kind, told, ...more) {
    super.addEventListener(kind, kind === 'message' ? e => setTimeout(() => told(e), window.late) : told, ...more);
  }
  set onmessage(told) { this.addEventListener('message', told); }
};
"""
"""The page hears of everything so many milliseconds later."""


def test_a_clock_of_the_screen_that_was_left_does_not_empty_the_next_one(chromium):
    """It strikes after the visitor has gone on, and before the browser has heard of that."""
    with browser.served(SLOW + browser.SERVE) as server:
        context = chromium.new_context(viewport=LAPTOP, locale="en-US")
        page = context.new_page()
        page.add_init_script(FAR)
        page.goto(server.address + "zekerheid")
        settled(page)
        page.locator(".st-key-begin-turn button").click()
        page.locator(".st-key-stop-turn").wait_for()
        page.get_by_role("link", name="Geld", exact=True).first.click()
        page.locator(".st-key-going-look button").wait_for()
        page.wait_for_timeout(1000)
        page.evaluate("window.late = 1900")
        page.locator(".st-key-going-look button").click()
        page.wait_for_timeout(12_000)
        assert page.locator("h1").all_inner_texts() == ["Zekerheid"]
        assert page.locator(".st-key-other-language").count() == 1
        context.close()
