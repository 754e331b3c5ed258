"""Building block 3, assets: buildings that the company owns, leases or manages."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import start_month
from wijkbv_sim.scenario.quantity import Quantity


class WayIn(StrEnum):
    """How the company comes by a building."""

    TRANSFER = "transfer"
    PURCHASE = "purchase"
    LEASE = "lease"
    RENT = "rent"

    @property
    def owned(self) -> bool:
        """Whether the building stands on the company's own balance sheet."""
        return self in (WayIn.TRANSFER, WayIn.PURCHASE)


class MaintenanceItem(Section):
    """One lump of the maintenance plan (MJOP)."""

    title: str | None = Field(default=None, max_length=200, description="What is done")
    year: Quantity = parameter(
        REQUIRED, "year", (1, 40), integer=True,
        nl="jaar", en="year",
        help_nl="In welk jaar na de overname het werk nodig is.",
        help_en="In which year after the start the work is due.",
        assumption=True,
    )  # fmt: skip
    cost: Quantity = parameter(
        REQUIRED, "EUR", (0, 1_000_000_000),
        nl="kosten", en="cost",
        help_nl="Wat het werk kost, in prijzen van nu.",
        help_en="What the work costs, at today's prices.",
        assumption=True,
    )  # fmt: skip


class Building(Section):
    """A building with rooms to let."""

    title: str | None = Field(default=None, max_length=200, description="The building's name on screens")
    way_in: WayIn = Field(default=WayIn.RENT, strict=False, description="How the company comes by it")
    start_month: Quantity = start_month()
    floor_area: Quantity = parameter(
        REQUIRED, "m2", (1, 1_000_000),
        nl="vloeroppervlak", en="floor area",
        help_nl="Bruto vloeroppervlak.",
        help_en="Gross floor area.",
        assumption=True,
    )  # fmt: skip
    price: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="koopprijs", en="price",
        help_nl="Wat er bij overname betaald wordt. Eén euro is een symbolische prijs.",
        help_en="What is paid on taking over. One euro is a symbolic price.",
        source="EUR 1 in Emmen (2014, straatbeeld.nl)",
    )  # fmt: skip
    market_value: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="marktwaarde", en="market value",
        help_nl="Wat het gebouw op de markt waard is, volgens taxatie.",
        help_en="What the building is worth on the market, as valued.",
        assumption=True,
    )  # fmt: skip
    transfer_tax: Quantity = parameter(
        10.4, "% of price", (0, 30),
        nl="overdrachtsbelasting", en="transfer tax",
        help_nl="Belasting over de koopprijs.",
        help_en="Tax on the price.",
        source="10.4% on non-residential property since 2023 (not confirmed)",
        assumption=True,
    )  # fmt: skip
    renovation: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="verbouwing", en="renovation",
        help_nl="Wat het kost om het gebouw bruikbaar te maken; wordt over de jaren afgeschreven.",
        help_en="What it costs to make the building fit for use; written off over the years.",
        assumption=True,
    )  # fmt: skip
    renovation_local: Quantity = parameter(
        {"value": 30, "uniform": [0, 60]}, "%", (0, 100),
        nl="verbouwing door bedrijven in de wijk", en="renovation by local businesses",
        help_nl="Deel van verbouwing en onderhoud dat naar aannemers uit de wijk gaat.",
        help_en="Part of renovation and maintenance that goes to builders in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    depreciation_years: Quantity = parameter(
        30, "years", (1, 100), integer=True,
        nl="afschrijving", en="depreciation",
        help_nl="In hoeveel jaar koopprijs en verbouwing worden afgeschreven.",
        help_en="Over how many years price and renovation are written off.",
        assumption=True,
    )  # fmt: skip
    lease: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="huur of erfpacht", en="rent or ground lease paid",
        help_nl="Wat het buurtbedrijf zelf per jaar voor het gebouw betaalt.",
        help_en="What the company itself pays for the building in a year.",
        assumption=True,
    )  # fmt: skip
    landlord_is_municipality: bool = Field(
        default=True, description="The rent or ground lease goes to the municipality, else to an institution"
    )
    lettable: Quantity = parameter(
        {"value": 70, "triangular": [60, 70, 80]}, "% of floor area", (0, 100),
        nl="verhuurbaar", en="lettable",
        help_nl="Deel van het vloeroppervlak dat vast verhuurd kan worden.",
        help_en="Part of the floor area that can be let for longer.",
        assumption=True,
    )  # fmt: skip
    rent: Quantity = parameter(
        {"value": 80, "triangular": [40, 80, 140]}, "EUR/m2/year", (0, 5_000),
        nl="huurprijs", en="rent asked",
        help_nl="Gemiddelde huur per verhuurde vierkante meter per jaar.",
        help_en="Average rent of a let square metre in a year.",
        source="Kulturhus rents, about 2010: social mean 80 (15-180), commercial mean 140 (125-180) EUR/m2/year "
        "(kulturhus.nl)",
    )  # fmt: skip
    initial_occupancy: Quantity = parameter(
        {"value": 60, "uniform": [40, 80]}, "%", (0, 100),
        nl="verhuurd bij de start", en="occupancy at the start",
        help_nl="Welk deel van de verhuurbare ruimte bij de start verhuurd is.",
        help_en="Which part of the lettable space is let at the start.",
        assumption=True,
    )  # fmt: skip
    occupancy: Quantity = parameter(
        {"value": 85, "triangular": [65, 85, 95]}, "%", (0, 100),
        nl="verhuurd op den duur", en="occupancy in the long run",
        help_nl="Welk deel van de verhuurbare ruimte op den duur verhuurd is als het gebouw in orde is.",
        help_en="Which part of the lettable space is let in the long run when the building is in order.",
        assumption=True,
    )  # fmt: skip
    occupancy_speed: Quantity = parameter(
        12, "months", (1, 240),
        nl="tijd om te vullen", en="time to fill",
        help_nl="In hoeveel maanden de bezetting grotendeels naar dat niveau gaat.",
        help_en="In how many months occupancy goes most of the way to that level.",
        assumption=True,
    )  # fmt: skip
    occupancy_swing: Quantity = parameter(
        5, "%", (0, 50),
        nl="schommeling van de bezetting", en="swing of occupancy",
        help_nl="Hoeveel de bezetting van jaar tot jaar schommelt (standaardafwijking).",
        help_en="How much occupancy swings from year to year (standard deviation).",
        assumption=True,
    )  # fmt: skip
    tenants_local: Quantity = parameter(
        {"value": 70, "uniform": [50, 90]}, "%", (0, 100),
        nl="huurders uit de wijk", en="local tenants",
        help_nl="Deel van de huur dat van bewoners en bedrijven uit de wijk komt.",
        help_en="Part of the rent that comes from residents and businesses of the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    hire_hours: Quantity = parameter(
        {"value": 1_000, "triangular": [400, 1_000, 2_000]}, "hours/year", (0, 1_000_000),
        nl="losse verhuur", en="hours hired out",
        help_nl="Hoeveel uur zalen per jaar los verhuurd worden.",
        help_en="How many hours a year rooms are hired out.",
        assumption=True,
    )  # fmt: skip
    hire_rate: Quantity = parameter(
        20, "EUR/hour", (0, 10_000),
        nl="tarief losse verhuur", en="hourly rate",
        help_nl="Wat een zaal per uur opbrengt.",
        help_en="What a room yields in an hour.",
        source="EUR 0.30-0.50 per m2 per hour (Alphen aan den Rijn 2021) at 50 m2 = EUR 15-25",
    )  # fmt: skip
    running_cost: Quantity = parameter(
        {"value": 75, "triangular": [40, 75, 120]}, "EUR/m2/year", (0, 2_000),
        nl="exploitatiekosten", en="running cost",
        help_nl="Energie, schoonmaak, verzekering, belasting en klein onderhoud per m2 per jaar.",
        help_en="Energy, cleaning, insurance, taxes and small repairs for each m2 in a year.",
        source="anchored on Westland 2014: EUR 40/m2 service cost",
        assumption=True,
    )  # fmt: skip
    running_cost_local: Quantity = parameter(
        {"value": 20, "uniform": [5, 40]}, "%", (0, 100),
        nl="exploitatiekosten in de wijk", en="running cost in the neighbourhood",
        help_nl="Deel van de exploitatiekosten bij bedrijven in de wijk.",
        help_en="Part of the running cost spent at businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    volunteer_hours: Quantity = parameter(
        0, "hours/year", (0, 1_000_000),
        nl="vrijwilligersuren in het gebouw", en="volunteer hours in the building",
        help_nl="Hoeveel uur vrijwilligers per jaar nodig zijn om het gebouw te beheren.",
        help_en="How many volunteer hours it takes to run the building for a year.",
        assumption=True,
    )  # fmt: skip
    maintenance_reserve: Quantity = parameter(
        {"value": 20, "triangular": [10, 20, 40]}, "EUR/m2/year", (0, 1_000),
        nl="opzij voor groot onderhoud", en="put aside for maintenance",
        help_nl="Wat per m2 per jaar in de voorziening voor groot onderhoud gaat.",
        help_en="What goes into the maintenance provision for each m2 in a year.",
        assumption=True,
    )  # fmt: skip
    initial_condition: Quantity = parameter(
        80, "%", (0, 100),
        nl="staat van het gebouw", en="condition at the start",
        help_nl="Hoe goed het gebouw erbij staat: 100 is als nieuw.",
        help_en="How good a state the building is in: 100 is as new.",
        assumption=True,
    )  # fmt: skip
    decay: Quantity = parameter(
        {"value": 2, "triangular": [1, 2, 4]}, "%/year", (0, 100),
        nl="slijtage", en="decay",
        help_nl="Hoeveel de staat per jaar achteruitgaat als onderhoud achterblijft.",
        help_en="How much the condition worsens in a year when maintenance falls behind.",
        assumption=True,
    )  # fmt: skip
    condition_wanted: Quantity = parameter(
        60, "%", (1, 100),
        nl="staat die huurders verwachten", en="condition that tenants expect",
        help_nl="Onder deze staat loopt het gebouw leeg, evenredig met wat eraan ontbreekt.",
        help_en="Below this condition the building empties, in proportion to what is lacking.",
        assumption=True,
    )  # fmt: skip
    maintenance_buffer: Quantity = parameter(
        {"value": 1, "uniform": [0, 3]}, "months of spending", (0, 36),
        nl="geld dat blijft staan bij groot onderhoud", en="cash kept back from planned work",
        help_nl="Hoeveel maanden uitgaven er op de rekening moeten blijven voordat groot onderhoud wordt gedaan.",
        help_en="How many months of spending must stay in the account before planned work is done.",
        assumption=True,
    )  # fmt: skip
    maintenance: tuple[MaintenanceItem, ...] = Field(
        default=(), max_length=200, description="The maintenance plan: lumps of work, each in its year"
    )
