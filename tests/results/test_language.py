from __future__ import annotations

import doctest

import pytest
from babel.numbers import format_currency, format_decimal
from hypothesis import given
from hypothesis import strategies as st

from wijkbv_sim import language
from wijkbv_sim.language import (
    calendar,
    chance_word,
    date_text,
    euro,
    month_name,
    number,
    out_of,
    percent,
    quantity,
    translator,
)

NAN = float("nan")


def test_the_examples_in_the_texts_hold() -> None:
    assert doctest.testmod(language).failed == 0


def test_dutch_and_english_numbers() -> None:
    assert number(1234567.89, "nl", 2) == "1.234.567,89"
    assert number(1234567.89, "en", 2) == "1,234,567.89"
    assert number(NAN, "nl") == "–"
    assert number(-0.4, "nl") == "0"


@pytest.mark.parametrize(("x", "text"), [(45, "+45"), (-20, "-20"), (0, "0"), (0.4, "0"), (-0.4, "0")])
def test_a_difference_shows_its_sign(x: float, text: str) -> None:
    assert number(x, "nl", sign=True) == text


@pytest.mark.parametrize(
    ("x", "digits", "text"),
    [(12345, 3, "12.300"), (-12355, 3, "-12.400"), (999600, 3, "1.000.000"), (12, 3, "12"), (0, 3, "0"), (7, 1, "7")],
)
def test_rounding_to_so_many_digits_never_invents_any(x: float, digits: int, text: str) -> None:
    assert number(x, "nl", significant=digits) == text


@given(
    st.one_of(st.floats(-1e20, 1e20), st.just(float("inf")), st.integers(-(10**18), 10**18).map(lambda n: n / 1000)),
    st.integers(0, 4),
    st.sampled_from([None, 1, 3, 4]),
    st.booleans(),
)
def test_every_number_is_written_as_babel_writes_it(x: float, decimals: int, digits: int | None, sign: bool) -> None:
    rounded = language._rounded(x, decimals, digits)
    plus = "+" if sign and rounded > 0 else ""
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    amounts = {"nl": f"¤\xa0{plus}{pattern};¤\xa0-{pattern}", "en": f"{plus}¤{pattern};-¤{pattern}"}
    for to in language.LANGUAGES:
        expected = plus + format_decimal(rounded, format=pattern, locale=to)
        assert number(x, to, decimals, significant=digits, sign=sign) == expected
        expected = format_currency(rounded, "EUR", format=amounts[to], locale=to, currency_digits=False)
        assert euro(x, to, decimals=decimals, significant=digits, sign=sign) == expected


def test_euros() -> None:
    assert euro(12345, "nl") == "€\xa012.345"
    assert euro(-6000, "nl") == "€\xa0-6.000"
    assert euro(6000, "nl", sign=True) == "€\xa0+6.000"
    assert euro(12345, "en") == "€12,345"
    assert euro(-6000, "en") == "-€6,000"
    assert euro(6000, "en", sign=True) == "+€6,000"
    assert euro(0.5, "nl", decimals=2) == "€\xa00,50"
    assert euro(NAN, "nl") == "–"


def test_shares_and_quantities() -> None:
    assert percent(0.456, "nl") == "46%"
    assert percent(NAN, "en") == "–"
    assert quantity(12345, "EUR/year", "nl") == "€\xa012.300"
    assert quantity(0.5, "share of futures", "en") == "50%"
    assert quantity(3.75, "FTE", "nl") == "3,8"
    assert quantity(1935, "hours/year", "nl") == "1.940"
    assert quantity(112, "residents", "nl") == "112"


def test_a_month_counted_from_the_start_is_a_month_of_the_calendar() -> None:
    assert calendar("2026-01", 1) == (2026, 1)
    assert calendar("2026-01", 12) == (2026, 12)
    assert calendar("2026-11", 3) == (2027, 1)
    assert date_text("2026-01", 39, "nl") == "maart 2029"
    assert date_text("2026-01", 39, "en") == "March 2029"
    assert month_name(12, "nl") == "december"


def test_a_thirteenth_month_is_refused() -> None:
    with pytest.raises(ValueError, match=r"month\(=13\)"):
        month_name(13, "nl")


@pytest.mark.parametrize(
    ("share", "word"),
    [
        (1, "vrijwel zeker"),
        (0.95, "vrijwel zeker"),
        (0.944, "waarschijnlijk"),
        (0.70, "waarschijnlijk"),
        (0.694, "kan beide kanten op"),
        (0.306, "kan beide kanten op"),
        (0.30, "onwaarschijnlijk"),
        (0.056, "onwaarschijnlijk"),
        (0.05, "vrijwel uitgesloten"),
        (0, "vrijwel uitgesloten"),
    ],
)
def test_words_for_chances_are_fixed(share: float, word: str) -> None:
    assert chance_word(share, "nl") == word


def test_two_chances_that_are_written_alike_have_one_word():
    """139 and 140 of 200 futures are both "70 of the 100"."""
    for count in range(201):
        if 1 < count < 199:
            shown = int(out_of(count, 200, "en").split()[0])
            assert chance_word(count / 200, "nl") == chance_word(shown / 100, "nl"), count


def test_english_words_for_chances() -> None:
    words = [chance_word(share, "en") for share in (0.99, 0.8, 0.5, 0.1, 0.01)]
    assert words == ["virtually certain", "likely", "could go either way", "unlikely", "virtually impossible"]


@pytest.mark.parametrize("share", [-0.01, 1.01, NAN])
def test_what_is_no_chance_has_no_word(share: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        chance_word(share, "nl")


@pytest.mark.parametrize(
    ("count", "futures", "text"),
    [
        (78, 100, "78 van de 100"),
        (156, 200, "78 van de 100"),
        (3, 8, "3 van de 8"),
        (1, 1, "1 van de 1"),
        (1000, 1000, "100 van de 100"),
        (999, 1000, "meer dan 99 van de 100"),
        (1, 1000, "minder dan 1 van de 100"),
        (0, 1000, "0 van de 100"),
    ],
)
def test_so_many_of_the_futures(count: int, futures: int, text: str) -> None:
    assert out_of(count, futures, "nl") == text


@pytest.mark.parametrize(("count", "futures"), [(3, 2), (-1, 2), (0, 0)])
def test_more_than_all_futures_is_refused(count: int, futures: int) -> None:
    with pytest.raises(ValueError, match="must lie between"):
        out_of(count, futures, "nl")


def test_another_language_is_refused() -> None:
    for write in (translator, lambda code: number(1, code), lambda code: euro(1, code)):
        with pytest.raises(ValueError, match="'de'"):
            write("de")
