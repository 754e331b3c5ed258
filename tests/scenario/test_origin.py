"""Where a number comes from is told in the language of the reader, and as it was written where nobody translated it."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

import pytest

from scripts.parameters import parts
from wijkbv_sim.language import translator
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.document import load
from wijkbv_sim.scenario.origin import BY_EDUCATION, FILLED_IN, TABLE_OF_AREAS, origin_in_words
from wijkbv_sim.scenario.questions import Answers, CompanyKind, Premises, answered
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.template import for_area

IN_DUTCH = {
    "", "%", "CBS 85163NED (2019)", "CBS 85318NED (2022)", "CBS 85984NED (2024)", "art. 6:119b BW",
    "CBS Kerncijfers wijken en buurten (CC BY 4.0)",
}  # fmt: skip


def texts(scenario: Scenario) -> Iterator[str]:
    """Every note and source of a scenario, those of its events too."""
    changes = (getattr(event, kind).values() for event in scenario.timeline for kind in ("set", "add", "multiply"))
    for quantity in itertools.chain((q for _, q, _ in scenario.quantities()), *changes):
        yield quantity.note or ""
        yield quantity.source or ""


def in_english(said: set[str]) -> list[str]:
    """What of all this stays as it is in Dutch, and is no citation and no address."""
    return sorted(
        text
        for text in said - IN_DUTCH
        if origin_in_words(text, "nl") == text and not re.fullmatch(r"(https?://\S+)( ; https?://\S+)*", text)
    )


@pytest.mark.parametrize("name", library.names())
def test_every_note_and_source_of_a_bundled_scenario_has_its_dutch(name: str) -> None:
    assert in_english(set(texts(load(name)))) == []


def test_every_source_of_the_schema_has_its_dutch() -> None:
    sources = {meta.source or "" for part in parts() for _, meta, _ in part.numbers}
    assert len(sources) > 60
    assert in_english(sources) == []


@pytest.mark.parametrize(("kind", "premises"), list(itertools.product(CompanyKind, Premises)))
def test_what_five_answers_make_has_its_dutch(kind: CompanyKind, premises: Premises) -> None:
    made = answered(Answers(place="Dorpsstraat", inhabitants=900, kind=kind, premises=premises, people=9, money=9000))
    assert in_english(set(texts(made))) == []


def test_english_is_as_it_was_written() -> None:
    for text in set(texts(load("malburgen"))):
        assert origin_in_words(text, "en") == text


def test_nothing_is_nothing() -> None:
    assert origin_in_words(None, "nl") == origin_in_words("", "nl") == origin_in_words(None, "en") == ""


@pytest.mark.parametrize(
    "own",
    [
        "gevraagd bij de gemeente, 3 mei",
        "I asked the neighbours",
        "Members",  # a text of the screens
        "nobody measured it; I did",
        "nobody measured it ",
        "x marks the spot for many inhabitants",
        "{factor} %s {0} \\d",
        "<b>bold</b>",
    ],
)
def test_a_note_of_one_s_own_stays_as_it_was_written(own: str) -> None:
    assert origin_in_words(own, "nl") == own


@pytest.mark.parametrize(
    ("noted", "said"),
    [
        ("x 0.17 for 900 inhabitants", "x 0,17 voor 900 inwoners"),
        ("food and drinks; x 1.02 for 12,145 inhabitants", "eten en drinken; x 1,02 voor 12.145 inwoners"),
        ("van de bakker; x 2 for 900 inhabitants", "van de bakker; x 2 voor 900 inwoners"),
        ("half the base; x 2 for 900 inhabitants; x 0.5 for 450 inhabitants",
         "half the base; x 2 voor 900 inwoners; x 0,5 voor 450 inwoners"),
        (FILLED_IN.format(areas="the Netherlands"), "niet gepubliceerd; gemiddelde van Nederland"),
        (FILLED_IN.format(areas="province and urbanity"),
         "niet gepubliceerd; gemiddelde van provincie en stedelijkheid"),
        (BY_EDUCATION, "in verhouding tot hoger onderwijs"),
        (TABLE_OF_AREAS, "de tabel met gebieden"),
    ],
)  # fmt: skip
def test_what_the_program_notes_down_itself_is_said_too(noted: str, said: str) -> None:
    assert origin_in_words(noted, "nl") == said


def test_what_grew_with_the_neighbourhood_is_said_too() -> None:
    grown = for_area("bewonersbedrijf", {"name": "Dorp", "inhabitants": 2100})
    note = origin_in_words(grown.parameter("services.meeting-place.demand")[0].note, "nl")
    assert re.fullmatch(r"vijf dagen per week met twee mensen; x 0,\d+ voor 2\.100 inwoners", note)


def test_the_catalogues_are_apart() -> None:
    assert translator("nl", "scenarios")("Does it pay its way?") == "Does it pay its way?"
    assert translator("nl")("nobody measured it") == "nobody measured it"
    assert translator("en", "scenarios")("nobody measured it") == "nobody measured it"
