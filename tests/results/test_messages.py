"""The Dutch catalogue is complete, agrees with the code, and is compiled."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "scripts" / "messages.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_text_of_the_code_is_translated(messages: ModuleType) -> None:
    assert messages.untranslated(messages.updated("nl")) == []


def test_the_catalogue_holds_the_texts_of_the_code_and_no_others(messages: ModuleType) -> None:
    in_code = {m.id for m in messages.extract() if m.id}
    in_catalogue = {m.id for m in messages.read("nl") if m.id}
    assert in_code == in_catalogue, "run `make messages`"
    assert "Does it pay its way?" in in_code


def test_placeholders_agree(messages: ModuleType) -> None:
    assert messages.disagreeing(messages.read("nl")) == []


def test_a_wrong_placeholder_is_seen(messages: ModuleType) -> None:
    catalog = messages.read("nl")
    catalog.get("{years} years").string = "{jaren} jaar"
    assert messages.disagreeing(catalog) == ["{years} years"]


def test_the_compiled_catalogue_is_that_of_the_written_one(messages: ModuleType) -> None:
    compiled = messages.po_file("nl").with_suffix(".mo").read_bytes()
    assert compiled == messages.as_mo(messages.updated("nl")), "run `make messages`"
