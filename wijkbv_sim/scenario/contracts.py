"""Contracts: who pays for which service, how it is won, for how long, and on what terms."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import Party, start_month
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.text import Title

_YEARS = (0.25, 60)


class Route(StrEnum):
    """How a contract is won."""

    DIRECT = "direct"
    TENDER = "tender"
    RIGHT_TO_CHALLENGE = "right_to_challenge"


class Contract(Section):
    """An agreement that pays the company for a service."""

    title: Title | None = Field(default=None, description="The contract's name on screens")
    service: str | None = Field(default=None, description="Which service it pays for (a name under services)")
    commissioner: Party = Field(default=Party.MUNICIPALITY, strict=False, description="Who pays")
    route: Route = Field(default=Route.DIRECT, strict=False, description="How it is won")
    value: Quantity = parameter(
        REQUIRED, "EUR/year", (0, 100_000_000),
        nl="waarde per jaar", en="value per year",
        help_nl="Wat de opdrachtgever per jaar betaalt als alles geleverd wordt, zonder btw.",
        help_en="What the commissioner pays in a year when all is delivered, without VAT.",
        assumption=True,
    )  # fmt: skip
    price: Quantity = parameter(
        0, "EUR/unit", (0, 1_000_000),
        nl="prijs per eenheid", en="price per unit",
        help_nl="Wat de opdrachtgever betaalt voor elke eenheid die geleverd wordt, naast de vaste waarde per jaar.",
        help_en="What the commissioner pays for each unit delivered, beside the fixed value per year.",
        assumption=True,
    )  # fmt: skip
    running_at_start: bool = Field(default=False, description="The contract already runs when the first month begins")
    start_month: Quantity = start_month(counts="at_start")
    term: Quantity = parameter(
        {"value": 3, "discrete": [[2, 1], [3, 2], [4, 1]]}, "years", _YEARS,
        nl="looptijd", en="term",
        help_nl="Hoe lang het contract loopt voordat het opnieuw wordt bekeken.",
        help_en="How long the contract runs before it is reconsidered.",
        assumption=True,
    )  # fmt: skip
    win_chance: Quantity = parameter(
        {"value": 35, "triangular": [10, 35, 70]}, "%", (0, 100),
        nl="kans om te winnen", en="chance of winning",
        help_nl="Kans dat een poging slaagt bij gewoon vertrouwen (50%).",
        help_en="Chance that an attempt succeeds at ordinary trust (50%).",
        assumption=True,
    )  # fmt: skip
    renewal_chance: Quantity = parameter(
        {"value": 75, "triangular": [50, 75, 95]}, "%", (0, 100),
        nl="kans op verlenging", en="chance of renewal",
        help_nl="Kans op verlenging aan het eind van de looptijd bij gewoon vertrouwen (50%).",
        help_en="Chance of renewal at the end of the term at ordinary trust (50%).",
        assumption=True,
    )  # fmt: skip
    termination: Quantity = parameter(
        {"value": 2, "triangular": [0, 2, 6]}, "%/year", (0, 100),
        nl="voortijdig einde", en="early termination",
        help_nl="Kans per jaar dat de opdrachtgever midden in de looptijd stopt.",
        help_en="Chance in a year that the commissioner stops in mid-term.",
        assumption=True,
    )  # fmt: skip
    retry: Quantity = parameter(
        12, "months", (1, 480), integer=True,
        nl="opnieuw proberen na", en="try again after",
        help_nl="Na hoeveel maanden een verloren contract opnieuw geprobeerd wordt.",
        help_en="After how many months a lost contract is tried for again.",
        assumption=True,
    )  # fmt: skip
    trust_effect: Quantity = parameter(
        {"value": 3, "triangular": [0, 3, 6]}, "log-odds per unit", (0, 50),
        nl="gewicht van vertrouwen", en="weight of trust",
        help_nl="Hoe sterk het vertrouwen van de gemeente de kans op winst en verlenging verandert.",
        help_en="How strongly the municipality's trust changes the chance of winning and renewal.",
        assumption=True,
    )  # fmt: skip
    indexation: Quantity = parameter(
        100, "% of inflation", (0, 200),
        nl="indexering", en="indexation",
        help_nl="Welk deel van de prijsstijging elk jaar in de contractprijs komt.",
        help_en="Which part of inflation enters the contract price each year.",
        assumption=True,
    )  # fmt: skip
    payment_term: Quantity = parameter(
        30, "days", (0, 300),
        nl="betaaltermijn", en="payment term",
        help_nl="Binnen hoeveel dagen de opdrachtgever hoort te betalen.",
        help_en="Within how many days the commissioner should pay.",
        source="30 days by Dutch law for public bodies (art. 6:119b BW)",
    )  # fmt: skip
    late_payment: Quantity = parameter(
        {"value": 30, "uniform": [10, 50]}, "%", (0, 100),
        nl="te late betaling", en="late payment",
        help_nl="Deel van de maanden waarin de betaling een maand te laat komt.",
        help_en="Share of months in which the payment comes a month late.",
        assumption=True,
    )  # fmt: skip
    penalty: Quantity = parameter(
        0, "% of shortfall", (0, 300),
        nl="boete bij te weinig levering", en="penalty for under-delivery",
        help_nl="Korting bovenop niet-geleverd werk, als deel van de waarde ervan.",
        help_en="Deduction on top of work that was not delivered, as a part of its value.",
        assumption=True,
    )  # fmt: skip
    quality_effect: Quantity = parameter(
        {"value": 1, "triangular": [0, 1, 3]}, "log-odds per unit", (0, 50),
        nl="gewicht van kwaliteit", en="weight of quality",
        help_nl="Hoe sterk de kwaliteit van het werk de kans op winst en verlenging verandert.",
        help_en="How strongly the quality of the work changes the chance of winning and renewal.",
        assumption=True,
    )  # fmt: skip
    price_gap: Quantity = parameter(
        0, "% above rivals", (-50, 200),
        nl="prijsverschil met anderen", en="price gap",
        help_nl="Hoeveel duurder het buurtbedrijf is dan andere aanbieders; onder nul is goedkoper.",
        help_en="How much dearer the company is than other providers; below zero is cheaper.",
        assumption=True,
    )  # fmt: skip
    price_effect: Quantity = parameter(
        {"value": 4, "triangular": [1, 4, 8]}, "log-odds per unit", (0, 50),
        nl="gewicht van de prijs", en="weight of price",
        help_nl="Hoe sterk een hogere prijs de kans verkleint als er mededingers zijn.",
        help_en="How strongly a higher price lowers the chance where there are rivals.",
        assumption=True,
    )  # fmt: skip
    bid_cost: Quantity = parameter(
        0, "EUR/attempt", (0, 1_000_000),
        nl="kosten van een bod", en="cost of a bid",
        help_nl="Wat het schrijven van een offerte of uitdaging kost.",
        help_en="What writing a quote or a challenge costs.",
        assumption=True,
    )  # fmt: skip


class Commissioner(Section):
    """Somebody other than the municipality who commissions work, and how much of it may move to new providers."""

    room: Quantity = parameter(
        REQUIRED, "EUR/year", (0, 1_000_000_000),
        nl="ruimte voor nieuwe opdrachten", en="room for new contracts",
        help_nl="Voor hoeveel per jaar deze opdrachtgever werk aan nieuwe aanbieders kan geven.",
        help_en="For how much in a year this commissioner can give work to new providers.",
        assumption=True,
    )  # fmt: skip
