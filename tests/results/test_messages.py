"""The Dutch catalogues are complete, agree with the code and the bundled documents, and are compiled."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOMAINS = ("wijkbv", "scenarios")

CITATIONS = {
    "CBS 85163NED (2019)",
    "CBS 85318NED (2022)",
    "CBS 85984NED (2024)",
    "CBS Kerncijfers wijken en buurten (CC BY 4.0)",
    "CBS Kerncijfers wijken en buurten 2022, StatLine 85318NED, CC BY 4.0",
    "art. 6:119b BW",
}
"""The only notes and sources that are the same in Dutch."""

ENGLISH = {"the", "and", "with", "from", "for", "not", "nobody", "about", "which", "their", "who", "EUR", "GBP"}


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_catalogue_is_looked_at(messages: ModuleType) -> None:
    assert messages.DOMAINS == DOMAINS


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_is_translated(messages: ModuleType, domain: str) -> None:
    assert messages.untranslated(messages.updated("nl", domain)) == []


@pytest.mark.parametrize(("domain", "one"), [("wijkbv", "Does it pay its way?"), ("scenarios", "nobody measured it")])
def test_the_catalogue_holds_the_texts_that_there_are_and_no_others(
    messages: ModuleType, domain: str, one: str
) -> None:
    written = {m.id for m in messages.extract(domain) if m.id}
    in_catalogue = {m.id for m in messages.read("nl", domain) if m.id}
    assert written == in_catalogue, "run `make messages`"
    assert one in written


@pytest.mark.parametrize("domain", DOMAINS)
def test_placeholders_agree(messages: ModuleType, domain: str) -> None:
    assert messages.disagreeing(messages.read("nl", domain)) == []


def test_a_wrong_placeholder_is_seen(messages: ModuleType) -> None:
    catalog = messages.read("nl")
    catalog.get("{years} years").string = "{jaren} jaar"
    assert messages.disagreeing(catalog) == ["{years} years"]


def test_notes_and_sources_say_the_same_numbers_in_dutch(messages: ModuleType) -> None:
    assert messages.miscounted(messages.read("nl", "scenarios")) == []


@pytest.mark.parametrize(
    ("text", "said", "same"),
    [
        ("about EUR 1,170 (2022)", "ongeveer € 1.170 (2022)", True),
        ("4.5 % of 12,145", "4,5 % van 12.145", True),
        ("4.5 % of 12,145", "4.5 % van 12,145", False),
        ("EUR 40 per m2", "€ 40 per m²", True),
        ("12-32 in England", "12-23 in Engeland", False),
        ("half of it", "de helft, 50 %", False),
    ],
)
def test_other_numbers_are_seen(messages: ModuleType, text: str, said: str, same: bool) -> None:
    catalog = messages._empty("scenarios", "nl")
    catalog.add(text, said)
    assert messages.miscounted(catalog) == ([] if same else [text])


def test_only_citations_are_the_same_in_dutch(messages: ModuleType) -> None:
    assert {m.id for m in messages.read("nl", "scenarios") if m.id and m.id == m.string} == CITATIONS


def test_no_english_is_left_in_notes_and_sources(messages: ModuleType) -> None:
    said = [str(m.string) for m in messages.read("nl", "scenarios") if m.id]
    assert [text for text in said if ENGLISH & set(re.findall(r"\w+", text))] == []


@pytest.mark.parametrize(
    ("text", "needed"),
    [
        ("nobody measured it", True),
        ("new", True),
        ("art. 6:119b BW", True),
        ("12,145 + 9,900", True),
        ("%", False),
        ("https://nieuwemeent.nl/financiering/", False),
        ("https://a.nl/x ; http://b.frl/y?page=3", False),
        ("https://a.nl/x (2019, page 3)", True),
    ],
)
def test_what_is_only_an_address_needs_no_translation(messages: ModuleType, text: str, needed: bool) -> None:
    assert messages.needs_dutch(text) is needed


def test_notes_are_found_wherever_a_document_or_the_schema_has_them(messages: ModuleType) -> None:
    document = {
        "area": {"source": "census", "inhabitants": {"value": 5, "note": "counted"}},
        "timeline": [{"set": {"money.overhead": {"value": 1, "note": "a fund"}}}],
        "services": {"note": {"title": "Notities"}},
        "$defs": {"Money": {"properties": {"vat_rate": {"x-source": "the law"}}}},
    }
    assert list(messages._said(document)) == [
        ("area", "census"), ("area.inhabitants", "counted"), ("timeline.0.set.money.overhead", "a fund"),
        ("Money.vat_rate", "the law"),
    ]  # fmt: skip


@pytest.mark.parametrize("domain", DOMAINS)
def test_the_compiled_catalogue_is_that_of_the_written_one(messages: ModuleType, domain: str) -> None:
    compiled = messages.po_file("nl", domain).with_suffix(".mo").read_bytes()
    assert compiled == messages.as_mo(messages.updated("nl", domain)), "run `make messages`"
