"""What people do with the dashboard, in a real browser, on a laptop and on a phone."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import LAPTOP, PHONE

SIZES = pytest.mark.parametrize("size", [LAPTOP, PHONE], ids=["laptop", "phone"])


def answered(page):
    """Wait until the four key figures are there."""
    page.wait_for_selector(".cards .card >> nth=3")
    return page


def changed(page):
    page.wait_for_selector("section.changes")
    return page.locator("section.changes").inner_text()


@SIZES
def test_a_founder_opens_the_example_and_tries_more_opening_cash(visit, size):
    page = visit("", size)
    answered(page)
    page.get_by_role("button", name="Verder").first.click()
    page.wait_for_selector("[class*=st-key-dial-box]")
    answered(page)
    page.get_by_role("button", name="Startgeld: meer").click()
    told = changed(page)
    assert "Startgeld: van € 90.000 naar € 95.000" in told.replace("\xa0", " ")
    assert "Laagste stand van de rekening: van €" in told.replace("\xa0", " ")
    page.get_by_role("button", name="Ongedaan maken").click()
    page.wait_for_selector("section.changes", state="detached")


@SIZES
def test_the_answer_is_refined_without_a_button(visit, size):
    page = answered(visit("verkennen", size))
    page.get_by_role("button", name="Contributie per lid: meer").click()
    changed(page)
    page.get_by_text("Berekend in 200 toekomsten.").wait_for()


def test_a_slider_is_moved_by_keys(visit):
    page = answered(visit("verkennen"))
    slider = page.locator(".st-key-dial-outreach input[type=range]")
    slider.focus()
    page.keyboard.press("ArrowRight")
    assert "Werving van leden: van € 2.500 per jaar naar € 3.000 per jaar" in changed(page).replace("\xa0", " ")


def test_an_officer_sees_the_municipality_s_side(visit):
    page = visit("gemeente")
    page.get_by_role("heading", name="Hetzelfde geld naar een aanbieder van buiten").wait_for()
    text = page.inner_text("main, section.main, [data-testid=stMain]")
    assert "Elke euro over drie rondes (LM3)" in text


def test_a_scenario_is_kept_and_compared(visit):
    page = answered(visit("verkennen"))
    page.get_by_role("button", name="Opdrachten: minder").click()
    changed(page)
    page.get_by_role("link", name="Vergelijken").click()
    page.get_by_role("heading", name=re.compile("tegenover")).first.wait_for()
    assert "Zoals het nu is" in page.inner_text("[data-testid=stMain]")


def test_a_link_brings_the_same_scenario_to_somebody_else(visit, address):
    page = answered(visit("verkennen"))
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page)
    page.get_by_role("button", name="Meenemen").click()
    link = page.locator("[data-testid=stPopoverBody] code").inner_text()
    query = link.partition("?")[2]
    other = answered(visit("verkennen?" + query))
    assert "€ 95.000" in other.locator(".st-key-dial-box-opening_cash").inner_text().replace("\xa0", " ")


def test_a_damaged_link_opens_the_example_and_says_so(visit):
    page = visit("verkennen?s=damaged")
    page.get_by_text("De link waarmee u kwam is beschadigd of te oud").wait_for()
    answered(page)


def test_back_and_reload_and_a_second_tab(visit):
    page = answered(visit("verkennen"))
    page.get_by_role("link", name="Geld").click()
    page.get_by_role("heading", name="Wat een bank vraagt").wait_for()
    page.go_back()
    page.get_by_role("heading", name="Draai aan de knoppen").wait_for()
    page.reload()
    answered(page)
    second = page.context.new_page()
    second.goto(page.url)
    second.wait_for_selector(".cards .card >> nth=3", timeout=60_000)


def test_a_lost_connection_comes_back_with_the_same_work(visit):
    page = answered(visit("verkennen"))
    page.get_by_role("button", name="Startgeld: meer").click()
    changed(page)
    page.context.set_offline(True)
    page.wait_for_timeout(3000)
    page.context.set_offline(False)
    page.wait_for_timeout(3000)
    page.get_by_role("button", name="Startgeld: meer").click()
    page.get_by_text("Startgeld: van € 95.000 naar € 100.000").first.wait_for()


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a: &a [1,1]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n", "kan niet"),
        (b"\xff\xfe\x00", "kan niet"),
        (b"", "kan niet"),
        (b"name: x\ntitle: '<img src=x onerror=alert(1)>'\narea: {inhabitants: 1000000000000}\n", "kan niet"),
    ],
    ids=["bomb", "bytes", "empty", "markup"],
)
def test_a_hostile_file_is_refused_in_words(visit, content, said):
    page = visit("")
    page.locator("input[type=file]").set_input_files(
        {"name": "evil.yaml", "mimeType": "application/yaml", "buffer": content}
    )
    page.get_by_text("Dit bestand is niet bruikbaar").wait_for()
    assert page.evaluate("document.querySelectorAll('img[src=x]').length") == 0


def test_a_huge_file_is_refused(visit, tmp_path):
    page = visit("")
    huge = tmp_path / "huge.yaml"
    with huge.open("wb") as file:
        file.truncate(1024**3)
    page.locator("input[type=file]").set_input_files(huge)
    page.get_by_text(re.compile("1.0MB|exceed|too large|te groot", re.IGNORECASE)).first.wait_for()
    page.get_by_role("heading", level=1).wait_for()


def test_a_wrong_address_is_a_page_that_is_not_there(visit):
    page = visit("bestaat-niet")
    page.get_by_role("link", name="Verkennen").wait_for()
