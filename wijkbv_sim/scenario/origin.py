"""Where a number comes from, in words: the notes and sources of documents and of the schema.

They are written in English where the program brings them; their Dutch is in a catalogue of its own. What somebody
wrote in a document of their own stays as it was written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from wijkbv_sim.language import N_, translator

if TYPE_CHECKING:
    from wijkbv_sim.language import Language

GROWN = N_("x {factor} for {inhabitants} inhabitants")
"""What a number that grew with the neighbourhood adds to its note."""

FILLED_IN = N_("not published; mean of {areas}")
"""The note of an area's figure that the table of areas has not."""

AS_ANSWERED = N_("as answered")
AS_VALUED = N_("as valued")
PART_LENT = N_("65 % of price and works")
BY_EDUCATION = N_("in proportion to higher education")
TABLE_OF_AREAS = N_("the table of areas")


def _finds(made: str, place: str) -> str:
    """The pattern of a text, and of what stands in its {places}."""
    return re.sub(r"\\{(\w+)\\}", lambda named: f"(?P<{named[1]}>{place})", re.escape(made))


_GROWN = re.compile("(?:(?P<before>.*); )?" + _finds(GROWN, r"\d[\d.,e+-]*"), re.DOTALL)
_MADE = {
    made: re.compile(_finds(made, r"[\w ]+"))
    for made in (FILLED_IN, AS_ANSWERED, AS_VALUED, PART_LENT, BY_EDUCATION, TABLE_OF_AREAS)
}
"""What the program itself notes down, beside what it adds for growth."""


def origin_in_words(text: str | None, language: Language) -> str:
    """A note or a source in a language: as it was written where there is no translation, "" where there is none.

    >>> origin_in_words("nobody measured it", "nl")
    'niemand heeft het gemeten'
    >>> origin_in_words("nobody measured it; x 0.5 for 1,200 inhabitants", "nl")
    'niemand heeft het gemeten; x 0,5 voor 1.200 inwoners'
    """
    if not text or language == "en":
        return text or ""
    told = translator(language, "scenarios")(text)
    if told != text:
        return told
    # What the program added stands last; before it stands the note as it was.
    if grown := _GROWN.fullmatch(text):
        said = _filled(GROWN, grown, language)
        return f"{origin_in_words(grown['before'], language)}; {said}" if grown["before"] else said
    for made, pattern in _MADE.items():
        if found := pattern.fullmatch(text):
            return _filled(made, found, language)
    return text


def _filled(made: str, found: re.Match[str], language: Language) -> str:
    _ = translator(language)
    places = {name: said for name, said in found.groupdict().items() if name != "before"}
    return _(made).format(**{name: _number(said) if said[:1].isdigit() else _(said) for name, said in places.items()})


def _number(english: str) -> str:
    """A number with the separators of Dutch."""
    return english.translate(str.maketrans(".,", ",."))
