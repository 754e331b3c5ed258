"""What the schema's choices are called on screens: fields that are no numbers, and what they may say."""

from __future__ import annotations

from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language

_FIELDS: dict[str, tuple[str, str]] = {
    "all_or_nothing": ("alles of niets", "all or nothing"),
    "asset_lock": ("vermogensklem", "asset lock"),
    "commissioner": ("opdrachtgever", "commissioner"),
    "customers": ("klanten", "customers"),
    "general_interest": ("dienst van algemeen belang", "service of general interest"),
    "giver": ("gever", "giver"),
    "grade": ("soort werk", "grade"),
    "kind": ("soort", "kind"),
    "landlord_is_municipality": ("de gemeente verhuurt", "the municipality is landlord"),
    "lease_with_vat": ("huur met btw", "lease with VAT"),
    "legal_form": ("rechtsvorm", "legal form"),
    "lender": ("geldgever", "lender"),
    "only_candidate": ("enige gegadigde", "only candidate"),
    "outreach_target": ("werving gericht op", "outreach aimed at"),
    "price_at": ("prijs volgens", "price at"),
    "rank": ("rang bij faillissement", "rank in a failure"),
    "rate_kind": ("soort rente", "kind of rate"),
    "repayment": ("aflossing", "repayment"),
    "reverter_clause": ("terugkoopbeding", "reverter clause"),
    "route": ("hoe de opdracht komt", "route"),
    "running_at_start": ("loopt al bij het begin", "running at the start"),
    "season": ("jaargetijde", "season"),
    "sector": ("soort dienst", "sector"),
    "service": ("hoort bij dienst", "service"),
    "small_business_scheme": ("kleineondernemersregeling", "small-business scheme"),
    "successor": ("wie het bezit krijgt na het einde", "who gets the assets after the end"),
    "title": ("naam", "name"),
    "unit": ("eenheid", "unit"),
    "way_in": ("hoe het er komt", "way in"),
}

_CHOICES: dict[str, dict[str, tuple[str, str]]] = {
    "ServiceSector": {
        "care": ("zorg en ondersteuning thuis", "care and support at home"),
        "youth": ("jeugd", "youth"),
        "meeting_place": ("ontmoeting", "meeting place"),
        "meals": ("maaltijden", "meals"),
        "transport": ("vervoer", "transport"),
        "green": ("groen en schoonmaak", "green and cleaning"),
        "maintenance": ("onderhoud en klussen", "maintenance and odd jobs"),
        "energy_advice": ("energieadvies", "energy advice"),
        "work": ("werk- en leerplekken", "work and learning places"),
        "housing_management": ("beheer van woningen", "housing management"),
        "other": ("iets anders", "something else"),
    },
    "Grade": {
        "assistant": ("eenvoudig werk", "assistant"),
        "worker": ("uitvoerend werk", "worker"),
        "professional": ("vakwerk", "professional"),
    },
    "Party": {
        "municipality": ("gemeente", "municipality"),
        "housing_corporation": ("woningcorporatie", "housing corporation"),
        "care_insurer": ("zorgverzekeraar", "care insurer"),
        "state": ("rijk", "state"),
        "fund": ("fonds", "fund"),
        "bank": ("bank", "bank"),
        "local_business": ("bedrijven in de wijk", "local businesses"),
        "business": ("bedrijven elders", "businesses elsewhere"),
        "residents": ("bewoners", "residents"),
    },
    "Route": {
        "direct": ("onderhands", "direct award"),
        "tender": ("aanbesteding", "tender"),
        "right_to_challenge": ("uitdaagrecht", "right to challenge"),
    },
    "GrantKind": {
        "startup": ("startsteun", "start-up"),
        "project": ("project", "project"),
        "structural": ("vaste subsidie", "structural"),
    },
    "Repayment": {
        "annuity": ("annuïteit", "annuity"),
        "linear": ("lineair", "linear"),
        "bullet": ("in één keer aan het eind", "all at the end"),
    },
    "Rank": {
        "secured": ("met onderpand", "secured"),
        "ordinary": ("gewoon", "ordinary"),
        "subordinated": ("achtergesteld", "subordinated"),
    },
    "RateKind": {"fixed": ("vast", "fixed"), "floating": ("variabel", "floating")},
    "WayIn": {
        "transfer": ("overdracht", "transfer"),
        "purchase": ("koop", "purchase"),
        "lease": ("erfpacht", "long lease"),
        "rent": ("huur", "rent"),
        "new_build": ("nieuwbouw", "new build"),
    },
    "PriceBasis": {
        "stated": ("afgesproken prijs", "stated price"),
        "symbolic": ("symbolisch bedrag", "symbolic price"),
        "book_value": ("boekwaarde", "book value"),
        "market_value": ("marktwaarde", "market value"),
    },
    "Season": {
        "even": ("het hele jaar gelijk", "even"),
        "sun": ("meest in de zomer", "most in summer"),
        "heat": ("meest in de winter", "most in winter"),
    },
    "LegalForm": {
        "foundation": ("stichting", "foundation"),
        "association": ("vereniging", "association"),
        "cooperative": ("coöperatie", "co-operative"),
        "bv": ("bv van een stichting", "BV held by a foundation"),
    },
    "OutreachTarget": {
        "under_represented": ("wie te weinig meedoet", "who takes part too little"),
        "young": ("jongeren", "the young"),
        "old": ("ouderen", "the old"),
        "low_income": ("mensen met een laag inkomen", "people with a low income"),
        "low_education": ("mensen met weinig opleiding", "people with little education"),
        "renters": ("huurders", "renters"),
    },
    "Successor": {
        "municipality": ("gemeente", "municipality"),
        "sister_foundation": ("een andere stichting", "another foundation"),
    },
    "AssetKind": {
        "building": ("gebouw", "building"),
        "housing": ("woningen", "housing"),
        "energy": ("energie-installatie", "energy installation"),
        "fibre": ("glasvezelnet", "fibre network"),
        "land": ("grond en openbare ruimte", "land and public space"),
    },
}


def field_label(name: str, language: Language) -> str:
    """What a field that is no number is called. Raises KeyError where it has no name yet."""
    return _FIELDS[name][language == "en"]


def choice_label(choice: Enum | str, language: Language, of: str = "AssetKind") -> str:
    """What a choice is called; ``of`` names the list where the choice is a plain text.

    >>> choice_label("building", "nl")
    'gebouw'
    """
    kind, value = (type(choice).__name__, choice.value) if isinstance(choice, Enum) else (of, choice)
    return _CHOICES[kind][value][language == "en"]


def choices_of(kind: str) -> list[str]:
    """The choices of a list that has names."""
    return list(_CHOICES[kind])
