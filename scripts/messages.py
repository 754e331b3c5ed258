"""Bring the message catalogues up to date with the code: extract, update and compile, all in one go.

Run it with `make messages`. English stands in the code, in calls of a function named ``_``, or ``N_`` where it is
translated later; Dutch is written by hand in
wijkbv_sim/locale/nl/LC_MESSAGES/wijkbv.po, where a new text appears with an empty translation. Exits with 1, naming
them, while texts have no translation.
"""

from __future__ import annotations

import io
import string
import sys
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("wijkbv_sim", "dashboard")
DOMAIN = "wijkbv"
LANGUAGES = ("nl",)
METHODS = [("**.py", "python"), ("**.j2", "jinja2")]
"""How texts are found in each kind of file: in code, and in the templates of reports."""


class PlainCatalog(Catalog):
    """A catalogue whose header tells only what gettext needs: no dates, names or versions that change by themselves."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        """The header's lines."""
        return [
            ("Project-Id-Version", "wijkbv-sim"),
            ("Language", str(self.locale_identifier or "")),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def po_file(language: str) -> Path:
    """Where the catalogue of a language lies; the compiled one lies beside it."""
    return ROOT / "wijkbv_sim" / "locale" / language / "LC_MESSAGES" / f"{DOMAIN}.po"


def extract() -> Catalog:
    """Every text in the code."""
    catalog = _empty()
    for source in SOURCES:
        folder = ROOT / source
        if not folder.is_dir():
            continue
        found = extract_from_dir(folder, method_map=METHODS, keywords={"_": None, "N_": None}, comment_tags=())
        for name, line, text, comments, context in found:
            catalog.add(
                text, None, [(f"{source}/{Path(name).as_posix()}", line)], auto_comments=comments, context=context
            )
    return catalog


def read(language: str) -> Catalog:
    """The catalogue as it was written by hand."""
    path = po_file(language)
    if not path.exists():
        return _empty(language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=DOMAIN)


def updated(language: str) -> Catalog:
    """The catalogue with the texts of the code: new ones without a translation, old ones gone."""
    catalog = read(language)
    catalog.update(extract(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    fresh = _empty(language)
    for message in sorted(catalog, key=lambda message: str(message.id)):
        if message.id:
            places = sorted({(name, None) for name, _ in message.locations})
            fresh.add(message.id, message.string, places, user_comments=message.user_comments)
    return fresh


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as a .po file; places are named without line numbers, which would change with every edit."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=110, include_lineno=False)
    return buffer.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue compiled."""
    buffer = io.BytesIO()
    write_mo(buffer, catalog)
    return buffer.getvalue()


def untranslated(catalog: Catalog) -> list[str]:
    """The texts that have no translation."""
    return [str(message.id) for message in catalog if message.id and not message.string]


def disagreeing(catalog: Catalog) -> list[str]:
    """The texts whose translation names other {placeholders}."""
    return [str(m.id) for m in catalog if m.id and m.string and _placeholders(m, "id") != _placeholders(m, "string")]


def _placeholders(message: Message, side: str) -> list[str]:
    text = str(getattr(message, side))
    return sorted(
        f"{name}!{conversion}:{form}"
        for _, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    )


def _empty(language: str | None = None) -> Catalog:
    return PlainCatalog(locale=language, domain=DOMAIN, header_comment="# Texts of wijkbv-sim.", fuzzy=False)


def main() -> int:
    """Write the catalogues; returns how many of them are not complete."""
    incomplete = 0
    for language in LANGUAGES:
        path = po_file(language)
        catalog = updated(language)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing, wrong = untranslated(catalog), disagreeing(catalog)
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} without translation")
        for text in missing:
            print(f"  no translation: {text}")
        for text in wrong:
            print(f"  other placeholders in the translation: {text}")
        incomplete += bool(missing or wrong)
    return incomplete


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
