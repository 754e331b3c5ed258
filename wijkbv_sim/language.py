"""How texts, numbers and dates are written, in Dutch and in English.

Texts stand in the code in English and go through ``translator``; their Dutch is in ``locale/nl``, that of the notes
and sources of bundled scenarios in a catalogue of its own. A missing number
(not-a-number) is written as a dash. Amounts have a no-break space after the euro sign.
"""

from __future__ import annotations

import gettext
import math
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

Language = Literal["nl", "en"]
LANGUAGES: tuple[Language, ...] = ("nl", "en")

Domain = Literal["wijkbv", "scenarios"]
"""A catalogue: the texts of the code, or the notes and sources of the bundled scenarios and of the schema."""

LOCALE = Path(__file__).parent / "locale"
MISSING = "–"

CERTAIN, LIKELY, UNLIKELY, IMPOSSIBLE = 0.95, 0.70, 0.30, 0.05
"""From which share of the futures a chance has which word."""

EXACT = 1e15
"""Below this a number of so many digits is written with the very digits that it was rounded to."""

_SHARES = ("share", "share of adults", "share of futures")


@lru_cache
def translator(language: Language, domain: Domain = "wijkbv") -> Callable[[str], str]:
    """The function that puts an English text into a language, by one of the catalogues; English stays as it is.

    Raises ValueError for a language that there is not.
    """
    if language == "en":
        return str
    return gettext.translation(domain, LOCALE, languages=[_known(language)]).gettext


def N_(text: str) -> str:  # noqa: N802 - the name by which translators' tools find texts
    """Mark a text for translation; it is translated where it is shown."""
    return text


class SaidError(ValueError):
    """An error that can be told in every language: an English text with named places, and what goes into them.

    Where nothing goes into it, the text stays as it is, braces and all. What goes into a place may be such an error
    itself. As a plain exception it is in English.

    >>> SaidError(N_("expected {count} futures"), count=3).text("en")
    'expected 3 futures'
    """

    def __init__(self, said: str, /, **places: object) -> None:
        self.said, self.places = said, places
        super().__init__(self.text("en"))

    def text(self, language: Language) -> str:
        """What is wrong, in a language."""
        told = translator(language)(self.said)
        if not self.places:
            return told
        return told.format(**{k: v.text(language) if isinstance(v, SaidError) else v for k, v in self.places.items()})

    def __reduce__(self) -> tuple[Callable[..., SaidError], tuple[object, ...]]:
        return _said_again, (type(self), self.said, self.places)


def _said_again(kind: type[SaidError], said: str, places: dict[str, object]) -> SaidError:
    return kind(said, **places)


def number(
    x: float, language: Language, decimals: int = 0, *, significant: int | None = None, sign: bool = False
) -> str:
    """A number with separators; ``significant`` rounds to so many digits, ``sign`` writes a plus too.

    >>> number(12345.6, "nl", 1)
    '12.345,6'
    >>> number(12345.6, "en", significant=3)
    '12,300'
    """
    if math.isnan(x):
        return MISSING
    rounded = _rounded(x, decimals, significant)
    minus = "-" if rounded < 0 else ""
    return f"{_plus(rounded, sign)}{minus}{_separated(abs(rounded), decimals, _known(language))}"


def short(x: float, language: Language, significant: int = 4) -> str:
    """A number to so many digits, with two decimals at most, and none that say nothing.

    >>> short(12345.6, "nl"), short(2.5, "nl")
    ('12.350', '2,5')
    """
    if math.isnan(x):
        return MISSING
    rounded = _rounded(x, 2, significant)
    decimals = len(f"{rounded:.2f}".rstrip("0").partition(".")[2])
    return number(rounded, language, decimals)


def euro(x: float, language: Language, *, decimals: int = 0, significant: int | None = None, sign: bool = False) -> str:
    """An amount in euros, whole unless ``decimals`` says otherwise.

    >>> euro(12345, "nl", significant=3).replace(chr(160), " ")
    '€ 12.300'
    >>> euro(-6000, "en")
    '-€6,000'
    """
    if math.isnan(x):
        return MISSING
    rounded = _rounded(x, decimals, significant)
    signed = "-" if rounded < 0 else _plus(rounded, sign)
    digits = _separated(abs(rounded), decimals, _known(language))
    return f"€\xa0{signed}{digits}" if language == "nl" else f"{signed}€{digits}"


def percent(x: float, language: Language, decimals: int = 0, *, sign: bool = False) -> str:
    """A share between 0 and 1 as a percentage.

    >>> percent(0.415, "nl", 1)
    '41,5%'
    """
    if math.isnan(x):
        return MISSING
    return number(x * 100, language, decimals, sign=sign) + "%"


def quantity(x: float, unit: str, language: Language, *, sign: bool = False) -> str:
    """A number as its unit asks for: money to three digits, shares as percentages, ratios with decimals.

    >>> quantity(0.41, "share", "nl"), quantity(1.234, "ratio", "nl")
    ('41%', '1,23')
    """
    if unit.startswith("EUR"):
        return euro(x, language, significant=3, sign=sign)
    if unit in _SHARES:
        return percent(x, language, sign=sign)
    if unit.startswith("hours"):
        return number(x, language, significant=3, sign=sign)
    decimals = {"ratio": 2, "FTE": 1, "months": 1, "score (0-10)": 1, "hectares": 1, "places": 1}.get(unit, 0)
    return number(x, language, decimals, sign=sign)


def month_name(month: int, language: Language) -> str:
    """The name of a month of the year, 1 to 12.

    >>> month_name(3, "nl")
    'maart'
    """
    from babel.dates import get_month_names

    if not 1 <= month <= 12:
        raise ValueError(f"month(={month}) must be 1 to 12")
    name: str = get_month_names("wide", context="stand-alone", locale=_known(language))[month]
    return name


def calendar(start: str, month: int) -> tuple[int, int]:
    """Year and month of the year of a simulated month, counted from 1, of a story that begins in ``start``.

    >>> calendar("2026-01", 39)
    (2029, 3)
    """
    first = date.fromisoformat(f"{start}-01")
    months = first.year * 12 + first.month - 1 + month - 1
    return months // 12, months % 12 + 1


def date_text(start: str, month: int, language: Language) -> str:
    """A simulated month, counted from 1, as on a calendar.

    >>> date_text("2026-01", 39, "nl")
    'maart 2029'
    """
    year, of_year = calendar(start, month)
    return f"{month_name(of_year, language)} {year}"


def chance_word(share: float, language: Language) -> str:
    """The fixed word for a chance. Words alone are misread: always write the number beside it.

    >>> chance_word(0.78, "nl")
    'waarschijnlijk'
    """
    if not 0 <= share <= 1:
        raise ValueError(f"share(={share}) must lie between 0 and 1")
    _ = translator(language)
    share = round(100 * share) / 100 if 0.01 < share < 0.99 else share  # as the number beside it is written
    if share >= CERTAIN:
        return _("virtually certain")
    if share >= LIKELY:
        return _("likely")
    if share <= IMPOSSIBLE:
        return _("virtually impossible")
    if share <= UNLIKELY:
        return _("unlikely")
    return _("could go either way")


def capital(text: str) -> str:
    """The same, beginning as a sentence does.

    >>> capital("geld op de rekening")
    'Geld op de rekening'
    """
    return text[:1].upper() + text[1:]


def out_of(count: int, futures: int, language: Language) -> str:
    """How many of the futures, of 100 where there are that many: "78 of the 100", "3 of the 8".

    What is not quite all or not quite nothing is never rounded to it.
    """
    if not 0 <= count <= futures or futures == 0:
        raise ValueError(f"count(={count}) must lie between 0 and futures(={futures}), of which there is at least one")
    _ = translator(language)
    if futures < 100:
        return _("{count} of the {futures}").format(count=count, futures=futures)
    shown = round(100 * count / futures)
    if shown == 100 and count < futures:
        return _("more than 99 of the 100")
    if shown == 0 and count > 0:
        return _("fewer than 1 of the 100")
    return _("{count} of the {futures}").format(count=shown, futures=100)


def _known(language: str) -> Language:
    for known in LANGUAGES:
        if language == known:
            return known
    raise ValueError(f"language(={language!r}) must be 'nl' or 'en'")


def _rounded(x: float, decimals: int, significant: int | None) -> float:
    """Rounded as asked, and never minus zero."""
    if significant is not None and x != 0 and math.isfinite(x):
        decimals = min(decimals, significant - 1 - math.floor(math.log10(abs(x))))
    return round(float(x), decimals) + 0.0


def _separated(x: float, decimals: int, language: Language) -> str:
    """A rounded number of at least 0 with separators, as babel writes it; a screen has hundreds of them."""
    if x * 10**decimals >= EXACT:  # infinity too
        from babel.numbers import format_decimal

        pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
        return str(format_decimal(x, format=pattern, locale=language))
    text = f"{x:,.{decimals}f}"
    return text.translate(_DUTCH) if language == "nl" else text


_DUTCH = str.maketrans(",.", ".,")


def _plus(x: float, sign: bool) -> str:
    return "+" if sign and x > 0 else ""
