"""Dwellings let by the month."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wijkbv_sim.scenario.asset import (
    Asset,
    depreciation_years,
    maintenance_reserve,
    not_written_off,
    running_cost,
    transfer_tax,
)
from wijkbv_sim.scenario.parameter import REQUIRED, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Housing(Asset):
    """Dwellings that are let, some of them first to people from the neighbourhood."""

    kind: Literal["housing"] = Field(default="housing", description="Dwellings to let")
    transfer_tax: Quantity = transfer_tax(8, source="8% on homes that the buyer does not live in, 2026 (not confirmed)")
    depreciation_years: Quantity = depreciation_years(50)
    not_written_off: Quantity = not_written_off(20)
    dwellings: Quantity = parameter(
        REQUIRED, "dwellings", (1, 10_000), integer=True,
        nl="woningen", en="dwellings",
        help_nl="Hoeveel woningen het zijn.",
        help_en="How many dwellings there are.",
        assumption=True,
    )  # fmt: skip
    rent: Quantity = parameter(
        {"value": 620, "triangular": [500, 620, 900]}, "EUR/month", (0, 20_000),
        nl="huur per maand", en="rent per month",
        help_nl="Kale huur van een woning per maand.",
        help_en="Rent of a dwelling in a month, without service charges.",
        source="a corporation's dwelling EUR 582 on average at the end of 2023, raised 5.1% in July 2024 "
        "(Aedes, nul20.nl) = EUR 612",
        assumption=True,
    )  # fmt: skip
    rent_indexation: Quantity = parameter(
        100, "% of inflation", (0, 200),
        nl="huurverhoging", en="rent increase",
        help_nl="Welk deel van de prijsstijging elk jaar in de huur komt.",
        help_en="Which part of inflation enters the rent each year.",
        assumption=True,
    )  # fmt: skip
    initial_let: Quantity = parameter(
        100, "%", (0, 100),
        nl="verhuurd bij de start", en="let at the start",
        help_nl="Welk deel van de woningen bij de start meteen verhuurd is.",
        help_en="Which part of the dwellings is let at once at the start.",
        assumption=True,
    )  # fmt: skip
    turnover: Quantity = parameter(
        {"value": 6, "triangular": [4, 6, 12]}, "%/year", (0, 100),
        nl="verhuizing van huurders", en="turnover of tenants",
        help_nl="Kans per jaar dat een huurder vertrekt.",
        help_en="Chance in a year that a tenant leaves.",
        source="5.5-5.8% in 2016-17 (Eigen Haard, Amsterdam region, annual report 2017)",
    )  # fmt: skip
    vacant_months: Quantity = parameter(
        {"value": 1.5, "triangular": [0.5, 1.5, 4]}, "months", (0.05, 120),
        nl="leegstand tussen huurders", en="vacancy between tenants",
        help_nl="Hoeveel maanden een woning gemiddeld leegstaat voordat de volgende huurder komt.",
        help_en="How many months a dwelling stands empty on average before the next tenant comes.",
        source="turnover of 5.8% and 1% lost to vacancy in 2017 (Eigen Haard) = 2 months",
        assumption=True,
    )  # fmt: skip
    reletting_cost: Quantity = parameter(
        {"value": 1_500, "triangular": [500, 1_500, 5_000]}, "EUR", (0, 100_000),
        nl="kosten bij nieuwe huurder", en="cost of a new tenant",
        help_nl="Opknappen en administratie als een woning opnieuw verhuurd wordt.",
        help_en="Repairs and paperwork when a dwelling is let again.",
        assumption=True,
    )  # fmt: skip
    allocation: Quantity = parameter(
        {"value": 50, "uniform": [25, 75]}, "%", (0, 100),
        nl="toewijzing aan wijkbewoners", en="allocation to residents",
        help_nl="Deel van de nieuwe verhuringen dat naar mensen uit de wijk gaat.",
        help_en="Part of new tenancies that goes to people from the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    running_cost: Quantity = running_cost(
        {"value": 1_500, "triangular": [1_000, 1_500, 2_500]}, "EUR/dwelling/year", 50_000
    )
    maintenance_reserve: Quantity = maintenance_reserve(
        {"value": 1_500, "triangular": [1_000, 1_500, 2_500]}, "EUR/dwelling/year", 50_000,
        source="anchored on EUR 2,022 for all maintenance and improvement of a corporation's dwelling (Aedes 2015)",
    )  # fmt: skip
