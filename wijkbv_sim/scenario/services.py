"""Building block 1, services: what the company does for the neighbourhood."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import purchases_reduced
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.text import Title


class ServiceSector(StrEnum):
    """Kinds of service."""

    CARE = "care"
    YOUTH = "youth"
    MEETING_PLACE = "meeting_place"
    MEALS = "meals"
    TRANSPORT = "transport"
    GREEN = "green"
    MAINTENANCE = "maintenance"
    ENERGY_ADVICE = "energy_advice"
    WORK = "work"
    HOUSING_MANAGEMENT = "housing_management"
    OTHER = "other"


class Grade(StrEnum):
    """What kind of work a service's paid people do, which decides what they cost."""

    ASSISTANT = "assistant"
    WORKER = "worker"
    PROFESSIONAL = "professional"


class Service(Section):
    """One service: what is asked for, and the hours and money that one unit of it takes."""

    title: Title | None = Field(default=None, description="The service's name on screens")
    sector: ServiceSector = Field(default=ServiceSector.OTHER, strict=False, description="The kind of service")
    unit: str = Field(default="hours", max_length=40, description="What one unit of the service is called")
    grade: Grade = Field(
        default=Grade.WORKER,
        strict=False,
        description="The wage grade of its paid people: assistant, worker, professional",
    )
    demand: Quantity = parameter(
        REQUIRED, "units/year", (0, 100_000_000),
        nl="vraag", en="demand",
        help_nl="Hoeveel er per jaar gevraagd wordt als alle contracten voor deze dienst lopen.",
        help_en="How much is asked for in a year when all contracts for this service run.",
        assumption=True,
    )  # fmt: skip
    demand_growth: Quantity = parameter(
        0, "%/year", (-50, 100),
        nl="groei van de vraag", en="growth of demand",
        help_nl="Hoeveel de vraag per jaar toeneemt.",
        help_en="How much demand grows in a year.",
        assumption=True,
    )  # fmt: skip
    hours_per_unit: Quantity = parameter(
        1, "hours/unit", (0, 100_000),
        nl="uren per eenheid", en="hours per unit",
        help_nl="Hoeveel uur werk één eenheid kost, betaald en vrijwillig samen.",
        help_en="How many hours of work one unit takes, paid and voluntary together.",
        assumption=True,
    )  # fmt: skip
    volunteer_share: Quantity = parameter(
        {"value": 20, "uniform": [10, 30]}, "%", (0, 100),
        nl="werk door vrijwilligers", en="work by volunteers",
        help_nl="Deel van de uren dat vrijwilligers zouden doen als er genoeg zijn.",
        help_en="Part of the hours that volunteers would do if there are enough of them.",
        assumption=True,
    )  # fmt: skip
    purchases: Quantity = parameter(
        0, "EUR/unit", (0, 1_000_000),
        nl="inkoop per eenheid", en="purchases per unit",
        help_nl="Materiaal en inkoop voor één eenheid.",
        help_en="Materials and purchases for one unit.",
        assumption=True,
    )  # fmt: skip
    purchases_local: Quantity = parameter(
        {"value": 20, "uniform": [5, 40]}, "%", (0, 100),
        nl="inkoop in de wijk", en="purchases in the neighbourhood",
        help_nl="Deel van de inkoop bij bedrijven in de wijk.",
        help_en="Part of the purchases from businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    purchases_reduced: Quantity = purchases_reduced()
    overhead: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="vaste kosten van de dienst", en="fixed cost of the service",
        help_nl="Kosten die er zijn zolang de dienst bestaat: ruimte, auto, systemen.",
        help_en="Cost that is there as long as the service exists: room, van, systems.",
        assumption=True,
    )  # fmt: skip
    user_fee: Quantity = parameter(
        0, "EUR/unit", (0, 1_000_000),
        nl="eigen bijdrage", en="user fee",
        help_nl="Wat de bewoner die de dienst krijgt per eenheid betaalt.",
        help_en="What the resident who gets the service pays for one unit.",
        assumption=True,
    )  # fmt: skip
    initial_quality: Quantity = parameter(
        70, "%", (0, 100),
        nl="kwaliteit bij de start", en="quality at the start",
        help_nl="Hoe goed de dienst is als hij begint: 100 is zo goed als het kan.",
        help_en="How good the service is when it begins: 100 is as good as can be.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    best_quality: Quantity = parameter(
        {"value": 85, "triangular": [70, 85, 95]}, "%", (0, 100),
        nl="hoogst haalbare kwaliteit", en="best quality",
        help_nl="Hoe goed de dienst wordt met ervaring en genoeg mensen.",
        help_en="How good the service becomes with experience and enough people.",
        assumption=True,
    )  # fmt: skip
    learning: Quantity = parameter(
        12, "months", (1, 120),
        nl="tijd om beter te worden", en="time to adapt",
        help_nl="In hoeveel maanden de kwaliteit zich grotendeels aanpast.",
        help_en="In how many months quality adapts most of the way.",
        assumption=True,
    )  # fmt: skip
    overload_penalty: Quantity = parameter(
        {"value": 20, "triangular": [0, 20, 40]}, "%", (0, 100),
        nl="kwaliteit bij overbelaste vrijwilligers", en="overload penalty",
        help_nl="Hoeveel de kwaliteit zakt als vrijwilligers twee keer zoveel werk hebben als ze aankunnen.",
        help_en="How much quality falls when volunteers have twice the work that they can carry.",
        assumption=True,
    )  # fmt: skip
    per_youth: Quantity = parameter(
        0, "units/person/year", (0, 10_000),
        nl="vraag per kind", en="demand per child",
        help_nl="Hoeveel een bewoner onder de 18 per jaar zou vragen.",
        help_en="How much a resident under 18 would ask for in a year.",
        assumption=True,
    )  # fmt: skip
    per_adult: Quantity = parameter(
        0, "units/person/year", (0, 10_000),
        nl="vraag per volwassene", en="demand per adult",
        help_nl="Hoeveel een bewoner van 18 tot 65 per jaar zou vragen.",
        help_en="How much a resident of 18 to 64 would ask for in a year.",
        assumption=True,
    )  # fmt: skip
    per_senior: Quantity = parameter(
        0, "units/person/year", (0, 10_000),
        nl="vraag per oudere", en="demand per older person",
        help_nl="Hoeveel een bewoner van 65 of ouder per jaar zou vragen.",
        help_en="How much a resident of 65 or older would ask for in a year.",
        assumption=True,
    )  # fmt: skip
    take_up: Quantity = parameter(
        {"value": 20, "triangular": [5, 20, 50]}, "%", (0, 100),
        nl="gebruik", en="take-up",
        help_nl="Welk deel van wie het zou kunnen gebruiken dat ook doet.",
        help_en="Which part of those who could use it does.",
        assumption=True,
    )  # fmt: skip
    low_income_demand: Quantity = parameter(
        100, "% of demand at middle income", (0, 1_000),
        nl="vraag bij een laag inkomen", en="demand at low income",
        help_nl="Wat bewoners met een laag inkomen vragen, vergeleken met een middeninkomen.",
        help_en="What residents of low income ask for, compared with those of middle income.",
        assumption=True,
    )  # fmt: skip
    high_income_demand: Quantity = parameter(
        100, "% of demand at middle income", (0, 1_000),
        nl="vraag bij een hoog inkomen", en="demand at high income",
        help_nl="Wat bewoners met een hoog inkomen vragen, vergeleken met een middeninkomen.",
        help_en="What residents of high income ask for, compared with those of middle income.",
        assumption=True,
    )  # fmt: skip
    take_up_growth: Quantity = parameter(
        0, "%/year", (0, 100),
        nl="groei van het gebruik", en="growth of take-up",
        help_nl="Welk deel van de afstand tot het hoogste gebruik er per jaar bij komt.",
        help_en="Which part of the way to the ceiling of take-up is gone in a year.",
        assumption=True,
    )  # fmt: skip
    take_up_ceiling: Quantity = parameter(
        {"value": 60, "triangular": [40, 60, 90]}, "%", (0, 100),
        nl="hoogste gebruik", en="ceiling of take-up",
        help_nl="Tot welk deel het gebruik groeit, als het groeit.",
        help_en="To which part take-up grows, where it grows.",
        assumption=True,
    )  # fmt: skip
    take_up_quality: Quantity = parameter(
        0, "log per unit", (0, 20),
        nl="gewicht van kwaliteit in het gebruik", en="weight of quality in take-up",
        help_nl="Hoeveel sneller het gebruik groeit als de dienst beter is dan gewoon (50%).",
        help_en="How much faster take-up grows where the service is better than ordinary (50%).",
        assumption=True,
    )  # fmt: skip
    units_per_person: Quantity = parameter(
        0, "units/person/year", (0, 100_000),
        nl="eenheden per persoon", en="units per person",
        help_nl="Hoeveel één persoon per jaar gebruikt; daaruit volgt hoeveel mensen bereikt worden. 0: uit de vraag "
        "van bewoners.",
        help_en="How much one person uses in a year; how many people are reached follows from it. 0: from the demand "
        "of residents.",
        assumption=True,
    )  # fmt: skip
    outcome: Quantity = parameter(
        0, "outcomes/unit", (0, 1_000_000),
        nl="opbrengst per eenheid", en="outcome per unit",
        help_nl="Hoeveel maaltijden, ritten, bezoeken, klussen of adviezen één eenheid is; bij groen, werk en "
        "woningbeheer hoeveel hectare, plekken of woningen één eenheid een jaar lang in stand houdt. 0: niet geteld.",
        help_en="How many meals, trips, visits, odd jobs or homes advised one unit is; for green, work and housing "
        "management how many hectares, places or homes one unit keeps up for a year. 0: not counted.",
        assumption=True,
    )  # fmt: skip
    social_price: Quantity = parameter(
        0, "EUR/unit", (0, 1_000_000),
        nl="maatschappelijke waarde per eenheid", en="social value per unit",
        help_nl="Waarvoor één geleverde eenheid meetelt in de maatschappelijke waarde; noem de bron. Nooit geld.",
        help_en="What one delivered unit counts for in social value; name the source. Never cash.",
        assumption=True,
    )  # fmt: skip


class Synergy(Section):
    """Services that share people, place or clients work cheaper and better together."""

    services: tuple[str, ...] = Field(min_length=2, max_length=20, description="Names of services")
    saving: Quantity = parameter(
        {"value": 8, "triangular": [0, 8, 20]}, "% of hours and purchases", (0, 90),
        nl="besparing", en="saving",
        help_nl="Hoeveel minder uren en inkoop elke dienst kost als ze er allemaal zijn.",
        help_en="How many fewer hours and purchases each service takes when all of them are there.",
        assumption=True,
    )  # fmt: skip
    quality: Quantity = parameter(
        3, "%", (0, 50),
        nl="betere kwaliteit", en="better quality",
        help_nl="Hoeveel beter elke dienst kan worden als ze er allemaal zijn.",
        help_en="How much better each service can become when all of them are there.",
        assumption=True,
    )  # fmt: skip
