"""What is wrong with a document, said so that its writer can mend it: file, line, path, and what was expected."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from wijkbv_sim.language import number, translator
from wijkbv_sim.scenario.parameter import Language
from wijkbv_sim.scenario.units import unit_in_words

NEAR = "\n"
"""Stands between several things that may have been meant."""

_OF_THE_CATALOGUE = ("said", "expected", "form", "of")
"""Facts that are texts of the program, where they are in the catalogue; other facts are the document's own words."""

_NUMBERS = ("limit", "bad", "low", "high")
"""Facts that are numbers of the program, which a message writes as its language does."""

_PLAIN = re.compile(r"-?\d+(?:\.(\d+))?")

_SEPARATED_FROM = 10_000
"""Below this a number is written without separators: it may be a year."""

_SHORT_NL = {"nothing (null)": "niets (null)", "a section": "een onderdeel", "a list": "een lijst"}

MAX_PROBLEMS = 50
"""How many problems of one document are told."""

_LINE: dict[Language, str] = {"en": "line", "nl": "regel"}
_EXPECTED: dict[Language, str] = {"en": "expected", "nl": "verwacht"}
_NEAR: dict[Language, str] = {"en": "did you mean {near}?", "nl": "bedoelt u {near}?"}
_OR: dict[Language, str] = {"en": " or ", "nl": " of "}
_MORE: dict[Language, str] = {"en": "... and {more} more", "nl": "... en nog {more}"}

# kind -> (message, expected) in English, and the same in Dutch. An empty text is left out.
_TEXTS: dict[str, tuple[tuple[str, str], tuple[str, str]]] = {
    "unknown_key": (("unknown key", ""), ("onbekende sleutel", "")),
    "unknown_key_of_kind": (("unknown key for kind {owner}", ""), ("onbekende sleutel bij soort {owner}", "")),
    "missing": (("this key must be given", "{expected}"), ("deze sleutel is verplicht", "{expected}")),
    "missing_of_kind": (
        ("this key must be given", "{expected} (kind {owner})"),
        ("deze sleutel is verplicht", "{expected} (soort {owner})"),
    ),
    "missing_number": (
        ("this key must be given", "{low} to {high} {unit}"),
        ("deze sleutel is verplicht", "{low} tot {high} {unit}"),
    ),
    "missing_number_of_kind": (
        ("this key must be given", "{low} to {high} {unit} (kind {owner})"),
        ("deze sleutel is verplicht", "{low} tot {high} {unit} (soort {owner})"),
    ),
    "missing_item": (("too few numbers", "{shape}{form}"), ("te weinig getallen", "{shape}{form}")),
    "too_many_numbers": (("too many numbers", "{shape}{form}"), ("te veel getallen", "{shape}{form}")),
    "no_list_of_numbers": (
        ("this is no list of numbers", "{shape}{form}"),
        ("dit is geen lijst van getallen", "{shape}{form}"),
    ),
    "not_here": (("{said}", ""), ("dit kan hier niet staan", "")),
    "no_choice": (
        ("{value} is not one of the choices", "one of {choices}"),
        ("{value} is geen keuze", "een van {choices}"),
    ),
    "number": (
        ("{value} is no number", "a number, such as 80, or {{value: 80, source: ...}}, or {{uniform: [70, 90]}}"),
        ("{value} is geen getal", "een getal, zoals 80, of {{value: 80, source: ...}}, of {{uniform: [70, 90]}}"),
    ),
    "plain_number": (("{value} is no number", "a number"), ("{value} is geen getal", "een getal")),
    "whole": (("{value} is no whole number", "a whole number"), ("{value} is geen geheel getal", "een geheel getal")),
    "finite": (("{value} is not finite", "an ordinary number"), ("{value} is niet eindig", "een gewoon getal")),
    "truth": (("{value} is neither", "true or false"), ("{value} is geen van beide", "true of false")),
    "text": (("{value} is no text", "text"), ("{value} is geen tekst", "tekst")),
    "pattern": (
        ("{value} is not written as it should be", "{expected}"),
        ("{value} is niet goed geschreven", "{expected}"),
    ),
    "mapping": (("{value} is no section", "keys with values"), ("{value} is geen onderdeel", "sleutels met waarden")),
    "list": (("{value} is no list", "a list"), ("{value} is geen lijst", "een lijst")),
    "too_long": (("too long", "at most {limit}"), ("te lang", "ten hoogste {limit}")),
    "too_short": (("too short", "at least {limit}"), ("te kort", "ten minste {limit}")),
    "at_least": (("{value} is too low", "at least {limit}"), ("{value} is te laag", "ten minste {limit}")),
    "above": (("{value} is too low", "more than {limit}"), ("{value} is te laag", "meer dan {limit}")),
    "at_most": (("{value} is too high", "at most {limit}"), ("{value} is te hoog", "ten hoogste {limit}")),
    "below": (("{value} is too high", "less than {limit}"), ("{value} is te hoog", "minder dan {limit}")),
    "out_of_bounds": (
        ("{bad} {unit} lies outside the range", "{low} to {high} {unit}"),
        ("{bad} {unit} valt buiten het bereik", "{low} tot {high} {unit}"),
    ),
    "must_be_certain": (
        ("this one must be the same in every future", "one number"),
        ("dit moet in elke toekomst hetzelfde zijn", "één getal"),
    ),
    "not_whole": (
        ("{value} is no whole number", "a whole number"),
        ("{value} is geen geheel getal", "een geheel getal"),
    ),
    "newer_format": (
        ("the document is written for a newer version of this program", "format {limit} at most"),
        ("het document is voor een nieuwere versie van dit programma", "format {limit} of lager"),
    ),
    "said": (("{said}", "{expected}"), ("{said}", "{expected}")),
    "not_there": (("there is no such file", ""), ("dit bestand bestaat niet", "")),
    "no_scenario": (
        ("there is no scenario {value}", "a bundled name ({expected}) or a file"),
        ("er is geen scenario {value}", "een meegeleverde naam ({expected}) of een bestand"),
    ),
    "directory": (("this is a directory", "a file"), ("dit is een map", "een bestand")),
    "not_regular": (
        ("this is a device, pipe or socket", "an ordinary file"),
        ("dit is een apparaat, pijp of socket", "een gewoon bestand"),
    ),
    "no_permission": (("no permission to read or write this file", ""), ("geen toegang tot dit bestand", "")),
    "unreadable": (
        ("the file cannot be read or written: {said}", ""),
        ("het bestand is niet te lezen of te schrijven", ""),
    ),
    "too_big": (
        ("the document is too big", "at most {limit} {of}"),
        ("het document is te groot", "ten hoogste {limit} {of}"),
    ),
    "binary": (
        ("this is no text: it holds the control character {value}", "a YAML document"),
        ("dit is geen tekst: het bevat het stuurteken {value}", "een YAML-document"),
    ),
    "not_utf8": (("this is not UTF-8 text", "a YAML document in UTF-8"), ("dit is geen UTF-8", "YAML in UTF-8")),
    "empty": (("the document is empty", "keys with values"), ("het document is leeg", "sleutels met waarden")),
    "no_document": (
        ("the document is {value}", "keys with values, such as name: green-street"),
        ("het document is {value}", "sleutels met waarden, zoals name: groene-straat"),
    ),
    "syntax": (
        ("this is not YAML: {said}", ""),
        ("dit is geen YAML; let op inspringen, dubbele punten, haken en aanhalingstekens", ""),
    ),
    "duplicate": (
        ("this key stands here twice", "each key once"),
        ("deze sleutel staat er twee keer", "elke één keer"),
    ),
    "key_no_text": (
        ("the key {value} is no text", 'a name as key; put a number in quotes: "{value}"'),
        ("de sleutel {value} is geen tekst", 'een naam als sleutel; zet een getal tussen aanhalingstekens: "{value}"'),
    ),
    "alias": (
        ("anchors and aliases (& and *) are not allowed", "the value itself, written out"),
        ("ankers en aliassen (& en *) mogen niet", "de waarde zelf, uitgeschreven"),
    ),
    "tag": (("tags ({value}) are not allowed", "a plain value"), ("tags ({value}) mogen niet", "een gewone waarde")),
    "second_document": (
        ("a second document begins here", "one document"),
        ("hier begint een tweede document", "één document"),
    ),
    "version": (("this asks for YAML {value}", "YAML 1.2"), ("dit vraagt om YAML {value}", "YAML 1.2")),
    "too_deep": (
        ("the document is nested too deeply", "at most {limit} levels"),
        ("het document is te diep genest", "ten hoogste {limit} niveaus"),
    ),
    "not_plain": (
        ("{value} does not belong in a document", "text, numbers, true, false, lists and keys"),
        ("{value} hoort niet in een document", "tekst, getallen, true, false, lijsten en sleutels"),
    ),
    "circle": (("extends goes round in a circle: {said}", ""), ("extends gaat in een kring rond: {said}", "")),
    "long_chain": (
        ("the chain of extends is too long: {said}", "at most {limit} documents"),
        ("de keten van extends is te lang: {said}", "ten hoogste {limit} documenten"),
    ),
    "extends_name": (
        (
            "{value} cannot be extended",
            "the name of a bundled scenario ({expected}), or a path where the document is a file",
        ),
        ("{value} kan niet worden uitgebreid", "een meegeleverd scenario ({expected}), of een pad bij een bestand"),
    ),
    "nothing_to_remove": (
        ("null takes out a part, but the extended document has no such part", ""),
        ("null haalt een onderdeel weg, maar het uitgebreide document heeft dat niet", ""),
    ),
    "no_such_place": (("there is no such place in the document", ""), ("die plaats is er niet in het document", "")),
}


def short(value: object, limit: int = 60) -> str:
    """A value as a message shows it: on one line, and never longer than ``limit`` characters."""
    if value is None:
        return "nothing (null)"
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, dict):
        return "a section"
    if isinstance(value, list | tuple):
        return "a list"
    text = value if isinstance(value, str) else f"{value:g}" if isinstance(value, float) else repr(value)
    text = text[: limit + 1]
    if not text.isprintable() or not text.strip():
        text = repr(text)
    return text if len(text) <= limit else text[:limit] + "..."


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong with a document.

    ``line`` and ``column`` count from 1 and are None where the document was no text; ``path`` is dotted, as
    in ``money.contracts.green.value``. ``message``, ``expected`` and ``hint`` are English; ``text("nl")``
    says the same in Dutch.
    """

    file: str | None
    line: int | None
    column: int | None
    path: str
    message: str
    expected: str = ""
    hint: str = ""
    kind: str = "said"
    facts: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(
        cls,
        kind: str,
        file: str | None,
        at: tuple[int | None, int | None] = (None, None),
        path: str = "",
        **facts: object,
    ) -> Problem:
        """A problem of a known kind; ``facts`` fill its texts, ``near`` becomes the hint."""
        told = {name: fact if isinstance(fact, str) else short(fact) for name, fact in facts.items()}
        message, expected, hint = _say(kind, told, "en")
        return cls(file, at[0], at[1], path, message, expected, hint, kind, tuple(told.items()))

    def text(self, language: Language = "en") -> str:
        """One line: where, what is wrong, what was expected, and what may have been meant."""
        where = [self.file] if self.file else []
        if self.line is not None:
            where.append(f"{_LINE[language]} {self.line}")
        if self.path:
            where.append(self.path)
        said = self.sentence(language)
        return f"{', '.join(where)}: {said}" if where else said

    def sentence(self, language: Language = "en") -> str:
        """The same without the place."""
        message, expected, hint = self.message, self.expected, self.hint
        if language != "en" and self.facts:
            message, expected, hint = _say(self.kind, dict(self.facts), language)
        elif language != "en" and not self.facts and self.kind != "said":
            message, expected, hint = _say(self.kind, {}, language)
        what = [message, f"{_EXPECTED[language]} {expected}" if expected else "", hint]
        return "; ".join(part for part in what if part)

    def with_facts(self, **facts: str) -> Problem:
        """The same with other words for some of what it is about, for a reader in any language."""
        return Problem.of(self.kind, self.file, (self.line, self.column), self.path, **{**dict(self.facts), **facts})


def _say(kind: str, facts: dict[str, str], language: Language) -> tuple[str, str, str]:
    _ = translator(language)
    known = {"said": "", "expected": "", **facts}
    for name in _OF_THE_CATALOGUE:
        if known.get(name):
            known[name] = _(known[name])
    if language != "en":
        known["value"] = _SHORT_NL.get(known.get("value", ""), known.get("value", ""))
        known["unit"] = unit_in_words(known.get("unit", ""), language)
        # What a document calls something in Dutch stands beside what it calls it in English.
        known |= {name.removesuffix("_nl"): fact for name, fact in facts.items() if name.endswith("_nl")}
    for name in _NUMBERS:
        known[name] = _number(known.get(name, ""), language, always=kind == "too_big")
    # A description is no sentence of its own here.
    if kind.startswith("missing"):
        known["expected"] = known["expected"][:1].lower() + known["expected"][1:]
    near = _OR[language].join(facts.get("near", "").split(NEAR))
    hint = _NEAR[language].format(near=near) if near else ""
    if kind == "extended":  # what is wrong with the file that is extended, told where it is named
        message, _expected, hint = _say(facts["inner"], facts, language)
        return f"{facts['target']}: {message}", "", hint
    template = facts.get("template")
    if template is not None:
        message, _word, expected = _(template).partition(f"{_EXPECTED[language]} ")
        message = message.rstrip(" :;")
    else:
        message, expected = _TEXTS[kind][0 if language == "en" else 1]
    return message.format(**known), expected.format(**known), hint


def _number(fact: str, language: Language, *, always: bool) -> str:
    """A number as a language writes it; what is no plain number stays as it is."""
    found = _PLAIN.fullmatch(fact)
    if found is None:
        return fact
    if not always and abs(float(fact)) < _SEPARATED_FROM:
        return fact.replace(".", ",") if language == "nl" else fact
    return number(float(fact), language, len(found.group(1) or ""))


class ScenarioError(ValueError):
    """A document that cannot be used, with everything that is wrong with it.

    ``problems`` is never empty and holds at most MAX_PROBLEMS, in the order of the document; ``more`` says
    how many were left out.
    """

    def __init__(self, problems: Iterable[Problem], more: int = 0) -> None:
        found = tuple(problems)
        self.problems = found[:MAX_PROBLEMS]
        self.more = more + len(found) - len(self.problems)
        super().__init__(self.text())

    def text(self, language: Language = "en") -> str:
        """A readable list, one problem on each line."""
        lines = [problem.text(language) for problem in self.problems]
        if self.more:
            lines.append(_MORE[language].format(more=self.more))
        return "\n".join(lines)

    def __reduce__(self) -> tuple[type[ScenarioError], tuple[tuple[Problem, ...], int]]:
        return type(self), (self.problems, self.more)


def refuse(
    kind: str, file: str | None, at: tuple[int | None, int | None] = (None, None), path: str = "", **facts: object
) -> ScenarioError:
    """An error with one problem, ready to be raised."""
    return ScenarioError([Problem.of(kind, file, at, path, **facts)])
