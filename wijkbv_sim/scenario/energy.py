"""An installation that makes energy: a solar roof, a windmill's share, a heat source."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from pydantic import Field

from wijkbv_sim.scenario.asset import Asset, depreciation_years, maintenance_reserve, running_cost, transfer_tax
from wijkbv_sim.scenario.parameter import REQUIRED, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Season(StrEnum):
    """How the year's output is spread over the months."""

    EVEN = "even"
    SUN = "sun"
    HEAT = "heat"


class Energy(Asset):
    """An energy installation: output with its doubts, a price, and for some years a guaranteed amount."""

    kind: Literal["energy"] = Field(default="energy", description="An energy installation")
    transfer_tax: Quantity = transfer_tax(0, source="no real estate: the installation stands on another's roof or land")
    depreciation_years: Quantity = depreciation_years(15, source="the term of the SCE subsidy (maasburen.nl)")
    season: Season = Field(
        default=Season.EVEN, strict=False, description="When the output comes: even, with the sun, or as heat is needed"
    )
    output: Quantity = parameter(
        REQUIRED, "kWh/year", (0, 1_000_000_000),
        nl="opbrengst per jaar", en="output per year",
        help_nl="Wat de installatie als nieuw in een gewoon jaar levert.",
        help_en="What the installation yields in an ordinary year when new.",
        assumption=True,
    )  # fmt: skip
    weather: Quantity = parameter(
        5, "%", (0, 100),
        nl="schommeling door het weer", en="swing by the weather",
        help_nl="Hoeveel de opbrengst van jaar tot jaar schommelt (standaardafwijking).",
        help_en="How much output swings from year to year (standard deviation).",
        assumption=True,
    )  # fmt: skip
    availability: Quantity = parameter(
        {"value": 98, "triangular": [95, 98, 99.5]}, "%", (0, 100),
        nl="beschikbaarheid", en="availability",
        help_nl="Deel van de tijd dat de installatie werkt, grote storingen niet meegeteld.",
        help_en="Part of the time that the installation works, apart from breakdowns.",
        assumption=True,
    )  # fmt: skip
    breakdowns: Quantity = parameter(
        {"value": 5, "triangular": [1, 5, 15]}, "%/year", (0, 100),
        nl="kans op een grote storing", en="chance of a breakdown",
        help_nl="Kans per jaar dat de installatie langere tijd stilvalt.",
        help_en="Chance in a year that the installation stands still for longer.",
        assumption=True,
    )  # fmt: skip
    breakdown_months: Quantity = parameter(
        2, "months", (1, 60), integer=True,
        nl="duur van een storing", en="length of a breakdown",
        help_nl="Hoeveel maanden de installatie dan stilstaat.",
        help_en="For how many months the installation then stands still.",
        assumption=True,
    )  # fmt: skip
    degradation: Quantity = parameter(
        {"value": 0.5, "triangular": [0.2, 0.5, 1.0]}, "%/year", (0, 50),
        nl="achteruitgang", en="degradation",
        help_nl="Hoeveel minder de installatie elk jaar levert.",
        help_en="How much less the installation yields each year.",
        source="solar panels: median 0.5%/year (Jordan and Kurtz 2013, doi 10.1002/pip.1182)",
    )  # fmt: skip
    price_per_kwh: Quantity = parameter(
        {"value": 0.07, "triangular": [0.04, 0.07, 0.15]}, "EUR/kWh", (0, 10),
        nl="prijs per kWh", en="price per kWh",
        help_nl="Wat een kWh nu gemiddeld opbrengt, zonder subsidie.",
        help_en="What a kWh yields on average now, without subsidy.",
        assumption=True,
    )  # fmt: skip
    price_indexation: Quantity = parameter(
        100, "% of inflation", (0, 200),
        nl="prijsstijging van energie", en="price indexation",
        help_nl="Welk deel van de algemene prijsstijging elk jaar in de energieprijs komt.",
        help_en="Which part of inflation enters the energy price each year.",
        assumption=True,
    )  # fmt: skip
    price_swing: Quantity = parameter(
        {"value": 30, "triangular": [10, 30, 60]}, "%", (0, 200),
        nl="schommeling van de prijs", en="swing of the price",
        help_nl="Hoe ver de prijs van een jaar van zijn gewone peil kan liggen (standaardafwijking op logschaal).",
        help_en="How far a year's price may lie from its ordinary level (standard deviation of the logarithm).",
        assumption=True,
    )  # fmt: skip
    price_memory: Quantity = parameter(
        50, "% kept per year", (0, 99),
        nl="traagheid van de prijs", en="memory of the price",
        help_nl="Welk deel van een hoge of lage prijs een jaar later nog over is.",
        help_en="Which part of a high or low price is still there a year later.",
        assumption=True,
    )  # fmt: skip
    subsidy_tariff: Quantity = parameter(
        0, "EUR/kWh", (0, 10),
        nl="basisbedrag subsidie", en="guaranteed amount per kWh",
        help_nl="De subsidie vult de marktprijs tot dit bedrag aan; 0 is geen subsidie.",
        help_en="The subsidy tops the market price up to this amount; 0 is no subsidy.",
        source="SCE and SDE++: base amount less the market price of the year (hier.nu, zonopzuid.nl/sce)",
    )  # fmt: skip
    subsidy_years: Quantity = parameter(
        15, "years", (0, 40), integer=True,
        nl="jaren subsidie", en="years of subsidy",
        help_nl="Hoeveel jaar na ingebruikname de subsidie loopt.",
        help_en="For how many years after the start the subsidy runs.",
        source="SCE: 15 years (maasburen.nl; hier.nu)",
    )  # fmt: skip
    customers_local: Quantity = parameter(
        0, "%", (0, 100),
        nl="afnemers in de wijk", en="customers in the neighbourhood",
        help_nl="Deel van de opbrengst dat bewoners betalen; de rest betaalt een energiebedrijf.",
        help_en="Part of the proceeds that residents pay; an energy company pays the rest.",
        assumption=True,
    )  # fmt: skip
    connection: Quantity = parameter(
        0, "EUR", (0, 100_000_000),
        nl="netaansluiting", en="grid connection",
        help_nl="Wat de aansluiting eenmalig kost; wordt mee afgeschreven.",
        help_en="What the connection costs once; written off with the rest.",
        assumption=True,
        counts="while_built",
    )  # fmt: skip
    connection_wait: Quantity = parameter(
        0, "months", (0, 240), integer=True,
        nl="wachten op het net", en="wait for the grid",
        help_nl="Hoeveel maanden na de bouw de installatie op aansluiting wacht.",
        help_en="For how many months after building the installation waits for its connection.",
        assumption=True,
        counts="until_open",
    )  # fmt: skip
    running_cost: Quantity = running_cost({"value": 1_000, "triangular": [500, 1_000, 2_000]}, "EUR/year")
    maintenance_reserve: Quantity = maintenance_reserve(500, "EUR/year")
