"""Where each euro of a year comes from and goes to: who paid the company, and whom it paid."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from wijkbv_sim.language import euro, percent, translator
from wijkbv_sim.ledger import Sector
from wijkbv_sim.results.statements import cash_flow

if TYPE_CHECKING:
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language


class Place(StrEnum):
    """Where somebody is, seen from the neighbourhood."""

    HERE = "here"
    MUNICIPALITY = "municipality"
    ELSEWHERE = "elsewhere"
    ACCOUNT = "account"


@dataclass(frozen=True)
class Stream:
    """Money of one year from or to somebody, in euros."""

    label: str
    place: Place
    incoming: bool
    amount: float


@dataclass(frozen=True)
class Flows:
    """All streams of a year; those that come in add up to those that go out, the account among them."""

    title: str
    year: int
    streams: tuple[Stream, ...]
    alternative: str
    language: Language

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the table's columns."""
        _ = translator(self.language)
        return (_("From or to"), _("where"), _("comes in"), _("goes out"))

    @property
    def rows(self) -> list[tuple[str, ...]]:
        """The streams as a table."""
        places = place_names(self.language)
        return [
            (
                stream.label,
                places[stream.place],
                euro(stream.amount, self.language) if stream.incoming else "",
                "" if stream.incoming else euro(stream.amount, self.language),
            )
            for stream in self.streams
        ]


def place_names(language: Language) -> dict[Place, str]:
    """What each place is called."""
    _ = translator(language)
    return {
        Place.HERE: _("in the neighbourhood"),
        Place.MUNICIPALITY: _("municipality"),
        Place.ELSEWHERE: _("elsewhere"),
        Place.ACCOUNT: _("own account"),
    }


def place_of(sector: Sector) -> Place:
    """Where a sector is."""
    if sector is Sector.MUNICIPALITY:
        return Place.MUNICIPALITY
    return Place.HERE if sector.local else Place.ELSEWHERE


def flows_of_year(results: Results, year: int, language: Language) -> Flows:
    """The streams of one future in one of its book years; ``results`` holds that future alone, with its books.

    Raises KeyError where the books were not kept, ValueError where there is no such year.
    """
    _ = translator(language)
    frame = cash_flow(results, future=int(results.replicate[0]), language=language)
    amounts = {str(row["line"]): float(row["amount"]) for row in frame[frame["year"] == year].to_dict("records")}
    if not amounts:
        raise ValueError(f"there is no book year {year} in these results")
    streams = []
    for incoming, key in ((True, "received"), (False, "paid")):
        for sector in Sector:
            amount = amounts.get(f"{key}.{sector.name.lower()}", 0.0)
            if amount > 0:
                label = sector.label_nl if language == "nl" else sector.label_en
                streams.append(Stream(label, place_of(sector), incoming, amount))
    change = amounts["change"]
    if change > 0:
        streams.append(Stream(_("put aside on the account"), Place.ACCOUNT, False, change))
    elif change < 0:
        streams.append(Stream(_("taken from the account"), Place.ACCOUNT, True, -change))
    title = _("Where each euro of {year} comes from and goes to").format(year=year)
    return Flows(title, year, tuple(streams), _in_words(streams, year, language), language)


def _in_words(streams: list[Stream], year: int, language: Language) -> str:
    _ = translator(language)
    spent = sum(s.amount for s in streams if not s.incoming and s.place is not Place.ACCOUNT)
    if spent == 0:
        return _("In {year} the company spends nothing.").format(year=year)
    here = sum(s.amount for s in streams if not s.incoming and s.place is Place.HERE)
    received = sum(s.amount for s in streams if s.incoming and s.place is not Place.ACCOUNT)
    text = _("In {year} {received} comes in and {spent} goes out, of which {share} stays in the neighbourhood.")
    return text.format(
        year=year, received=euro(received, language), spent=euro(spent, language), share=percent(here / spent, language)
    )
