"""A building with rooms to let."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wijkbv_sim.scenario.asset import Asset, maintenance_reserve, running_cost
from wijkbv_sim.scenario.parameter import REQUIRED, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Building(Asset):
    """A building with rooms to let."""

    kind: Literal["building"] = Field(default="building", description="A building with rooms to let")
    floor_area: Quantity = parameter(
        REQUIRED, "m2", (1, 1_000_000),
        nl="vloeroppervlak", en="floor area",
        help_nl="Bruto vloeroppervlak.",
        help_en="Gross floor area.",
        assumption=True,
    )  # fmt: skip
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
        counts="at_start",
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
    running_cost: Quantity = running_cost(
        {"value": 75, "triangular": [40, 75, 120]}, "EUR/m2/year", 2_000,
        source="anchored on Westland 2014: EUR 40/m2 service cost",
    )  # fmt: skip
    maintenance_reserve: Quantity = maintenance_reserve({"value": 20, "triangular": [10, 20, 40]}, "EUR/m2/year", 1_000)
