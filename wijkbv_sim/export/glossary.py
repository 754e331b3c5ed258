"""What the words on screens and in reports mean, in plain Dutch and English; docs/glossary.md pairs words with code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wijkbv_sim.scenario.parameter import Language


@dataclass(frozen=True)
class Term:
    """A word and what it means, in both languages."""

    nl: str
    en: str
    meaning_nl: str
    meaning_en: str

    def in_language(self, language: Language) -> tuple[str, str]:
        """The word and its meaning."""
        return (self.nl, self.meaning_nl) if language == "nl" else (self.en, self.meaning_en)


# fmt: off
TERMS = (
    Term(
        "buurtbedrijf", "neighbourhood company",
        "Een bedrijf van en voor de bewoners van een wijk. Ook: bewonersbedrijf, wijkcoöperatie of WijkBV.",
        "A company owned by and for the residents of a neighbourhood.",
    ),
    Term(
        "toekomst", "future",
        "Eén keer doorrekenen met één worp voor alles wat onzeker is. Veel toekomsten samen laten zien wat er kan "
        "gebeuren.",
        "One calculation, with one draw for everything that is uncertain. Many of them show what may happen.",
    ),
    Term(
        "kans", "chance",
        "In hoeveel van de 100 berekende toekomsten iets gebeurt. Het is geen voorspelling.",
        "In how many of 100 calculated futures something happens. It is no forecast.",
    ),
    Term(
        "aanname", "assumption",
        "Een getal dat niemand heeft gemeten en dat wij redelijk vinden. Met andere aannames komt er iets anders uit.",
        "A number that nobody has measured and that seems reasonable. Other assumptions give other answers.",
    ),
    Term(
        "exploitatieresultaat", "operating result",
        "Alle inkomsten min alle kosten, ook rente, afschrijving en belasting.",
        "All income less all costs, interest, depreciation and tax among them.",
    ),
    Term(
        "afschrijving", "depreciation",
        "Een gebouw of installatie wordt elk jaar minder waard. Dat deel zijn kosten, al wordt er niets betaald.",
        "A building or installation is worth less every year. That part is a cost, though nothing is paid.",
    ),
    Term(
        "voorziening", "provision",
        "Geld dat elk jaar opzij gaat voor later groot onderhoud.",
        "Money that is put aside every year for later major maintenance.",
    ),
    Term(
        "eigen inkomsten", "own income share",
        "Welk deel van de inkomsten geen subsidie of gift is.",
        "Which part of the income is no grant or gift.",
    ),
    Term(
        "liquiditeit", "liquidity",
        "Hoeveel maanden alle betalingen kunnen doorgaan met wat er nu op de rekening staat.",
        "How many months all payments can go on with what is in the account now.",
    ),
    Term(
        "solvabiliteit", "solvency",
        "Welk deel van al het bezit met eigen geld is betaald, en niet met leningen.",
        "Which part of all assets was paid with own money, and not with loans.",
    ),
    Term(
        "dekking van rente en aflossing", "debt service cover",
        "Hoe vaak de rente en aflossing van een jaar kunnen worden betaald uit wat het werk dat jaar oplevert. Onder 1 "
        "is het te weinig. Banken noemen dit DSCR.",
        "How many times a year's interest and repayment can be paid out of what the work earns. Below 1 is too little.",
    ),
    Term(
        "geld dat in de wijk blijft", "local retention",
        "Welk deel van wat het buurtbedrijf uitgeeft naar bewoners en bedrijven in de wijk gaat.",
        "Which part of what the company spends goes to residents and businesses of the neighbourhood.",
    ),
    Term(
        "LM3", "LM3",
        "Wat één euro in de wijk doet in drie rondes: hij komt binnen, wordt uitgegeven, en wie hem kreeg geeft hem "
        "weer uit. Bij 1 blijft er niets in de wijk.",
        "What a euro does in the neighbourhood in three rounds: it comes in, is spent, and is spent again by who got "
        "it. At 1 nothing stays.",
    ),
    Term(
        "contant gemaakt, in geld van nu", "present value",
        "Geld van later telt minder dan geld van nu. Zo zijn bedragen van verschillende jaren te vergelijken.",
        "Money of later counts less than money of today, so that amounts of different years can be compared.",
    ),
    Term(
        "actief lid", "active member",
        "Een lid dat ook meewerkt, als vrijwilliger.",
        "A member who also takes part in the work, as a volunteer.",
    ),
    Term(
        "opgebrand", "burnt out",
        "Een vrijwilliger die ermee stopt omdat het te veel werd.",
        "A volunteer who stops because it was too much.",
    ),
    Term(
        "certificaten, ledenkapitaal", "community shares",
        "Geld dat leden in het buurtbedrijf steken. Zij kunnen het opzeggen, en zijn het kwijt als het misgaat.",
        "Money that members put into the company. They can give notice, and lose it when things go wrong.",
    ),
    Term(
        "vermogensklem", "asset lock",
        "De regel dat bezit en winst van het buurtbedrijf voor de wijk blijven, ook als het ophoudt te bestaan.",
        "The rule that assets and profit stay with the neighbourhood, even when the company ends.",
    ),
    Term(
        "aanbesteding", "tender",
        "De opdrachtgever vraagt meerdere bedrijven om een bod en kiest het beste.",
        "The commissioner asks several companies for an offer and chooses the best.",
    ),
    Term(
        "uitdaagrecht", "right to challenge",
        "Bewoners mogen de gemeente voorstellen een taak van haar over te nemen.",
        "Residents may propose to take over a task of the municipality.",
    ),
    Term(
        "wijkbudget", "neighbourhood budget",
        "Publiek geld waarover bewoners zelf stemmen.",
        "Public money about which residents vote themselves.",
    ),
    Term(
        "staatssteun", "state aid",
        "Voordeel van de overheid dat een ander bedrijf niet krijgt, zoals een lage prijs of huur. Het mag alleen tot "
        "een grens, of om een goede reden.",
        "An advantage from government that other companies do not get, such as a low price or rent. It is allowed up "
        "to a limit, or for a good reason.",
    ),
    Term(
        "de-minimisgrens", "de minimis",
        "Zoveel steun mag een bedrijf in drie jaar krijgen zonder dat het gemeld hoeft te worden.",
        "So much aid a company may get in three years without notification.",
    ),
    Term(
        "Didam-arresten", "Didam rulings",
        "Uitspraken van de Hoge Raad: een gemeente die iets verkoopt of verhuurt, moet iedereen die ervoor in "
        "aanmerking komt een kans geven, of uitleggen waarom dat niet hoeft.",
        "Rulings of the Dutch Supreme Court: a municipality that sells or lets must give every candidate a chance, or "
        "publish why there is only one.",
    ),
    Term(
        "kettingbeding", "reverter clause",
        "De afspraak dat een gebouw teruggaat naar de gemeente als het doel vervalt.",
        "The agreement that a building goes back to the municipality when its purpose ends.",
    ),
)
"""In the order of the subjects: the calculation, money, people, the municipality."""
# fmt: on
