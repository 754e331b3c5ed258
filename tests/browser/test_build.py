"""What is typed on Bouwen and its events, in a real browser: by keys on a laptop, by touch on a phone."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from scripts.browser import settled
from tests.browser.conftest import LAPTOP, PATIENCE, PHONE
from tests.browser.test_journeys import go

TYPED = "Fietsen maken"


@pytest.fixture(params=["keys", "touch"])
def building(request, visit, chromium, address):
    """Bouwen as it is first seen, by a mouse or by a finger."""
    if request.param == "keys":
        yield visit("bouwen", LAPTOP)
        return
    context = chromium.new_context(viewport=PHONE, locale="en-US", has_touch=True, is_mobile=True)
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(address + "bouwen")
    yield settled(page)
    context.close()


def typed(page, key, text):
    """Put a text in a field by the keyboard and stay there: nothing has been sent to the server yet."""
    field = page.locator(f".st-key-{key} input")
    field.click()
    field.press("Control+a")
    page.keyboard.type(text)


def pressed_at_once(page, key):
    """Leave the field and press a button in the same moment, as a finger does."""
    button = page.locator(f".st-key-{key} button")
    if page.viewport_size["width"] < 700:
        button.scroll_into_view_if_needed()
        button.tap()
    else:
        button.evaluate("button => { button.focus(); button.click(); }")
    return settled(page)


def block(page, name):
    """To another tab of Bouwen."""
    page.get_by_role("radio", name=name, exact=True).click()
    return settled(page)


def test_a_name_typed_just_before_the_press_is_the_new_part_s(building):
    building.get_by_text("Toevoegen, kopiëren of weghalen").click()
    settled(building)
    typed(building, "add-title-services", TYPED)
    pressed_at_once(building, "add-services")
    building.get_by_text(TYPED, exact=True).first.wait_for()


def test_an_event_typed_just_before_the_press_is_the_one_added(building):
    block(building, "Gebeurtenissen")
    typed(building, "event-title", TYPED)
    pressed_at_once(building, "event-add")
    building.get_by_text(re.compile(f"{TYPED}: ")).first.wait_for()


def test_bounds_typed_just_before_the_press_are_set(building):
    block(building, "Geldstromen")
    box = building.locator("[class*=st-key-box-]").first
    path = re.search(r"st-key-box-(\S+)", box.get_attribute("class"))[1]
    box.get_by_role("button", name="Hoe zeker").click()
    settled(building)
    high = f"high-{path}"
    value = float(building.locator(f".st-key-number-{path} input").input_value().replace(".", "").replace(",", "."))
    typed(building, high, str(round(value * 3)))
    pressed_at_once(building, f"doubt-{path}")
    said = f"{round(value * 3):,}".replace(",", ".")
    building.get_by_text(re.compile(re.escape(said))).first.wait_for()


def test_what_is_no_number_stays_in_its_field_with_a_sentence_below_it(building):
    block(building, "Geldstromen")
    field = building.locator("[class*=st-key-number-] input").first
    first = field.input_value()
    for text, said in (("abc", "Dit is geen getal dat wij kunnen lezen"), ("-1", "Dit moet een getal zijn van 0 tot")):
        field.click()
        field.press("Control+a")
        building.keyboard.type(text)
        assert "Press" not in building.locator("[data-testid=stMain]").inner_text()
        building.keyboard.press("Tab")
        building.get_by_role("alert").filter(has_text=said).wait_for()
        assert field.input_value() == text
    field.fill(first.replace(".", ""))
    building.keyboard.press("Tab")
    building.get_by_role("alert").first.wait_for(state="detached")
    expect(field).to_have_value(first)


def test_bouwen_is_where_it_was_left(building):
    block(building, "Bezit")
    go(building, "Geld")
    go(building, "Bouwen")
    assert building.get_by_role("radio", name="Bezit", exact=True).is_checked()
