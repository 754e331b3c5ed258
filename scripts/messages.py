"""Bring the message catalogues up to date with the code: extract, update and compile, all in one go.

Run it with `make messages`. There are two. Of the texts of the code (wijkbv.po) the English stands in calls of a
function named ``_``, or ``N_`` where it is translated later. Of the notes and sources (scenarios.po) it stands in the
bundled documents and in the schema; what is only an address needs no translation. Dutch is written by hand in
wijkbv_sim/locale/nl/LC_MESSAGES, where a new text appears with an empty translation. Exits with 1, naming them, while
texts have no translation, or one that says other numbers.
"""

from __future__ import annotations

import io
import itertools
import re
import string
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from wijkbv_sim.language import Domain
from wijkbv_sim.scenario import library
from wijkbv_sim.scenario.schema import Scenario
from wijkbv_sim.scenario.tree import parse

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("wijkbv_sim", "dashboard")
DOMAINS: tuple[Domain, ...] = get_args(Domain)
SCHEMA = "wijkbv_sim/scenario/schema.py"
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


def po_file(language: str, domain: Domain = "wijkbv") -> Path:
    """Where the catalogue of a language lies; the compiled one lies beside it."""
    return ROOT / "wijkbv_sim" / "locale" / language / "LC_MESSAGES" / f"{domain}.po"


def extract(domain: Domain = "wijkbv") -> Catalog:
    """Every text of a catalogue, in English, from where it is written."""
    return _of_the_scenarios() if domain == "scenarios" else _of_the_code()


def _of_the_code() -> Catalog:
    catalog = _empty("wijkbv")
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


def _of_the_scenarios() -> Catalog:
    """Every note and source, each with the first number that it belongs to."""
    catalog = _empty("scenarios")
    first: dict[str, str] = {}
    documents = [(f"scenarios/{name}.yaml", _written(name)) for name in library.names()]
    for place, document in [*documents, (SCHEMA, Scenario.model_json_schema())]:
        for path, text in _said(document):
            if needs_dutch(text):
                number = first.setdefault(text, path)
                catalog.add(text, None, [(place, None)], auto_comments=[number])
    return catalog


def needs_dutch(text: str) -> bool:
    """Whether there is anything to translate: a letter or a number beside addresses on the web."""
    return re.search(r"[^\W_]", re.sub(r"https?://\S+", "", text)) is not None


def _written(name: str) -> Any:
    """What a bundled document itself says, without what it extends."""
    return parse(library.path_of(name).read_text(encoding="utf-8"), name).plain()


def _said(document: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    """The notes and sources of a document, or of the JSON schema: the path of their number, and the text."""
    if isinstance(document, list):
        document = dict(enumerate(document))
    if not isinstance(document, dict):
        return
    for key, below in document.items():
        if key in ("note", "source", "x-source") and isinstance(below, str):
            yield ".".join(step for step in path if step not in ("$defs", "properties", "default")), below
        else:
            yield from _said(below, (*path, str(key)))


def read(language: str, domain: Domain = "wijkbv") -> Catalog:
    """The catalogue as it was written by hand."""
    path = po_file(language, domain)
    if not path.exists():
        return _empty(domain, language)
    with path.open("rb") as file:
        return read_po(file, locale=language, domain=domain)


def updated(language: str, domain: Domain = "wijkbv") -> Catalog:
    """The catalogue with the texts as they are now: new ones without a translation, old ones gone."""
    catalog = read(language, domain)
    catalog.update(extract(domain), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    fresh = _empty(domain, language)
    for message in sorted(catalog, key=lambda message: str(message.id)):
        if message.id:
            places = sorted({(name, None) for name, _ in message.locations})
            fresh.add(
                message.id, message.string, places,
                auto_comments=message.auto_comments, user_comments=message.user_comments,
            )  # fmt: skip
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


def miscounted(catalog: Catalog) -> list[str]:
    """The texts whose translation says other numbers, each read by the separators of its language."""
    return [
        str(m.id)
        for m in catalog
        if m.id and m.string and _numbers(str(m.id), ",", ".") != _numbers(str(m.string), ".", ",")
    ]


def _numbers(text: str, thousands: str, decimal: str) -> list[float]:
    plain = re.sub(r"https?://\S+|doi \S+|CC BY 4\.0|m[2²]", "", text)
    found = re.findall(r"\d+(?:[.,]\d+)*", plain)
    return sorted(float(number.replace(thousands, "").replace(decimal, ".")) for number in found)


def _placeholders(message: Message, side: str) -> list[str]:
    text = str(getattr(message, side))
    return sorted(
        f"{name}!{conversion}:{form}"
        for _, name, form, conversion in string.Formatter().parse(text)
        if name is not None
    )


def _empty(domain: Domain, language: str | None = None) -> Catalog:
    what = "Notes and sources of the scenarios" if domain == "scenarios" else "Texts"
    return PlainCatalog(locale=language, domain=domain, header_comment=f"# {what} of wijkbv-sim.", fuzzy=False)


def main() -> int:
    """Write the catalogues; returns how many of them are not complete."""
    incomplete = 0
    for language, domain in itertools.product(LANGUAGES, DOMAINS):
        path = po_file(language, domain)
        catalog = updated(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_po(catalog))
        path.with_suffix(".mo").write_bytes(as_mo(catalog))
        missing, wrong = untranslated(catalog), disagreeing(catalog)
        counted = miscounted(catalog) if domain == "scenarios" else []
        print(f"{path.relative_to(ROOT)}: {len(catalog)} texts, {len(missing)} without translation")
        for text in missing:
            print(f"  no translation: {text}")
        for text in wrong:
            print(f"  other placeholders in the translation: {text}")
        for text in counted:
            print(f"  other numbers in the translation: {text}")
        incomplete += bool(missing or wrong or counted)
    return incomplete


if __name__ == "__main__":
    sys.exit(1 if main() else 0)
