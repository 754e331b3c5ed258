"""Land and public space: a park, allotments, a square, kept for the municipality or for rent."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wijkbv_sim.scenario.asset import Asset, maintenance_reserve, not_written_off, running_cost
from wijkbv_sim.scenario.parameter import REQUIRED, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Land(Asset):
    """Land and public space: somebody pays for its upkeep, or for the use of it."""

    kind: Literal["land"] = Field(default="land", description="Land or public space")
    not_written_off: Quantity = not_written_off(100)
    area: Quantity = parameter(
        REQUIRED, "m2", (1, 100_000_000),
        nl="oppervlakte", en="area",
        help_nl="Hoe groot het is.",
        help_en="How large it is.",
        assumption=True,
    )  # fmt: skip
    upkeep_fee: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="vergoeding voor het beheer", en="upkeep contract",
        help_nl="Wat de eigenaar, meestal de gemeente, per jaar voor het beheer betaalt.",
        help_en="What the owner, mostly the municipality, pays for its upkeep in a year.",
        assumption=True,
    )  # fmt: skip
    rent: Quantity = parameter(
        0, "EUR/m2/year", (0, 10_000),
        nl="huur van gebruikers", en="rent from users",
        help_nl="Wat gebruikers per jaar betalen, voor een moestuin of standplaats; over de hele oppervlakte gerekend.",
        help_en="What users pay in a year, for an allotment or a pitch; over the whole area.",
        assumption=True,
    )  # fmt: skip
    hired_hour: Quantity = parameter(
        {"value": 35, "triangular": [25, 35, 50]}, "EUR/hour", (0, 500),
        nl="ingehuurd uur", en="hired hour",
        help_nl="Wat een uur kost dat vrijwilligers niet geven en dat dan wordt ingehuurd.",
        help_en="What an hour costs that volunteers do not give and that is hired instead.",
        assumption=True,
    )  # fmt: skip
    running_cost: Quantity = running_cost({"value": 1.5, "triangular": [0.5, 1.5, 4]}, "EUR/m2/year", 1_000)
    maintenance_reserve: Quantity = maintenance_reserve(0, "EUR/m2/year", 1_000)
