"""A fibre network that is built when enough residents have signed up."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from wijkbv_sim.scenario.asset import Asset, depreciation_years, maintenance_reserve, running_cost, transfer_tax
from wijkbv_sim.scenario.parameter import REQUIRED, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Fibre(Asset):
    """A fibre network: sign-up, a threshold, building, subscribers. ``start_month`` begins the sign-up."""

    kind: Literal["fibre"] = Field(default="fibre", description="A fibre network")
    transfer_tax: Quantity = transfer_tax(0, source="a network that is built is not bought; a bought one may be taxed")
    depreciation_years: Quantity = depreciation_years(30)
    homes_passed: Quantity = parameter(
        REQUIRED, "homes", (1, 1_000_000), integer=True,
        nl="adressen", en="homes passed",
        help_nl="Hoeveel adressen het netwerk kan aansluiten.",
        help_en="How many homes the network can connect.",
        assumption=True,
    )  # fmt: skip
    cost_per_connection: Quantity = parameter(
        {"value": 3_500, "triangular": [3_100, 3_500, 8_000]}, "EUR/home", (0, 100_000),
        nl="kosten per aansluiting", en="cost per connection",
        help_nl="Wat een aansluiting kost, graven meegeteld.",
        help_en="What a connection costs, digging included.",
        source="EUR 3,125-4,000 in Brabant and Drenthe 2017-22 (midden-brabantglas.nl, glasvanaatothunze.nl)",
    )  # fmt: skip
    take_up_needed: Quantity = parameter(
        {"value": 65, "triangular": [50, 65, 70]}, "% of homes", (0, 100),
        nl="deelname die nodig is", en="take-up needed",
        help_nl="Deel van de adressen dat moet tekenen voordat er gebouwd wordt.",
        help_en="Part of the homes that must sign up before building starts.",
        source="65% needed for finance (Glasvezel Noord, Drenthe, glasvanaatothunze.nl)",
        counts="at_beginning",
    )  # fmt: skip
    deadline: Quantity = parameter(
        24, "months", (1, 480), integer=True,
        nl="uiterlijk na", en="deadline",
        help_nl="Zoveel maanden na het begin van de werving gaat het niet door als er te weinig deelnemers zijn.",
        help_en="So many months after sign-up began the project is off where there are too few.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    initial_take_up: Quantity = parameter(
        5, "% of homes", (0, 100),
        nl="deelname bij het begin", en="take-up at the start",
        help_nl="Deel van de adressen dat bij het begin van de werving al heeft getekend.",
        help_en="Part of the homes that have signed up when sign-up begins.",
        assumption=True,
        counts="at_sign_up",
    )  # fmt: skip
    potential: Quantity = parameter(
        {"value": 75, "triangular": [50, 75, 90]}, "% of homes", (1, 100),
        nl="wie mee zou willen doen", en="potential take-up",
        help_nl="Deel van de adressen dat op den duur mee zou willen doen.",
        help_en="Part of the homes that would in the end take part.",
        assumption=True,
    )  # fmt: skip
    own_accord: Quantity = parameter(
        {"value": 0.3, "triangular": [0.1, 0.3, 0.6]}, "per year", (0, 10),
        nl="tekenen uit zichzelf", en="signing of own accord",
        help_nl="Hoe snel adressen uit zichzelf of door de werving tekenen (Bass: innovatie).",
        help_en="How fast homes sign of their own accord or through the campaign (Bass: innovation).",
        assumption=True,
    )  # fmt: skip
    imitation: Quantity = parameter(
        {"value": 1.5, "triangular": [0.5, 1.5, 3]}, "per year", (0, 50),
        nl="tekenen door anderen", en="signing by example",
        help_nl="Hoe sterk wie al getekend heeft anderen meetrekt (Bass: imitatie).",
        help_en="How strongly those who have signed draw others (Bass: imitation).",
        assumption=True,
    )  # fmt: skip
    member_pull: Quantity = parameter(
        0, "per year", (0, 50),
        nl="tekenen door leden", en="pull of members",
        help_nl="Hoeveel sneller er getekend wordt als alle volwassenen lid zouden zijn.",
        help_en="How much faster homes would sign if all adults were members.",
        assumption=True,
    )  # fmt: skip
    preparation: Quantity = parameter(
        {"value": 50_000, "triangular": [20_000, 50_000, 150_000]}, "EUR", (0, 100_000_000),
        nl="voorbereiding", en="preparation",
        help_nl="Ontwerp en vergunningen bij het begin; verloren als het niet doorgaat.",
        help_en="Design and permits at the beginning; lost where the project is off.",
        assumption=True,
        counts="at_sign_up",
    )  # fmt: skip
    campaign: Quantity = parameter(
        {"value": 1_000, "triangular": [300, 1_000, 3_000]}, "EUR/month", (0, 1_000_000),
        nl="werving van deelnemers", en="sign-up campaign",
        help_nl="Wat de werving per maand kost tot er gebouwd wordt.",
        help_en="What the campaign costs in a month until building starts.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    joining_fee: Quantity = parameter(
        0, "EUR/home", (0, 20_000),
        nl="eenmalige bijdrage", en="joining fee",
        help_nl="Wat een deelnemer bij aansluiting eenmalig betaalt.",
        help_en="What a subscriber pays once on being connected.",
        source="EUR 500 in Herpt (2020, midden-brabantglas.nl)",
    )  # fmt: skip
    fee: Quantity = parameter(
        {"value": 45, "triangular": [35, 45, 60]}, "EUR/month", (0, 1_000),
        nl="abonnement", en="monthly fee",
        help_nl="Wat een deelnemer per maand betaalt.",
        help_en="What a subscriber pays in a month.",
        assumption=True,
    )  # fmt: skip
    churn: Quantity = parameter(
        {"value": 3, "triangular": [1, 3, 8]}, "%/year", (0, 100),
        nl="opzeggen", en="churn",
        help_nl="Kans per jaar dat een deelnemer opzegt.",
        help_en="Chance in a year that a subscriber leaves.",
        assumption=True,
    )  # fmt: skip
    operator_cost: Quantity = parameter(
        {"value": 22, "triangular": [15, 22, 32]}, "EUR/home/month", (0, 1_000),
        nl="kosten van de dienstverlener", en="operator cost",
        help_nl="Wat beheer, storingen en de aanbieder van diensten per deelnemer per maand kosten.",
        help_en="What operation, repairs and the service provider cost for each subscriber in a month.",
        assumption=True,
    )  # fmt: skip
    running_cost: Quantity = running_cost({"value": 10_000, "triangular": [5_000, 10_000, 20_000]}, "EUR/year")
    maintenance_reserve: Quantity = maintenance_reserve(5_000, "EUR/year")
