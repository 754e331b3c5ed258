"""Who stands at the other side of an agreement, and when it begins."""

from __future__ import annotations

from enum import StrEnum

from wijkbv_sim.scenario.parameter import Counts, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Party(StrEnum):
    """Who pays a contract or a grant, or lends."""

    MUNICIPALITY = "municipality"
    HOUSING_CORPORATION = "housing_corporation"
    CARE_INSURER = "care_insurer"
    STATE = "state"
    FUND = "fund"
    BANK = "bank"
    LOCAL_BUSINESS = "local_business"
    BUSINESS = "business"
    RESIDENTS = "residents"


def start_month(default: object = 1, *, counts: Counts = "as_beginning") -> Quantity:
    """The parameter that says in which month something begins."""
    found: Quantity = parameter(
        default, "month", (1, 480), integer=True,
        nl="beginmaand", en="first month",
        help_nl="In welke maand het begint; 1 is de eerste maand.",
        help_en="In which month it begins; 1 is the first month.",
        counts=counts,
    )  # fmt: skip
    return found


def purchases_reduced() -> Quantity:
    """The parameter that says which part of purchases is taxed at the reduced rate."""
    found: Quantity = parameter(
        0, "% of purchases", (0, 100),
        nl="inkoop tegen laag btw-tarief", en="purchases at the reduced VAT rate",
        help_nl="Deel van de inkoop met het lage btw-tarief, zoals eten; telt alleen waar btw niet terugkomt.",
        help_en="Part of the purchases with the reduced VAT rate, such as food; counts only where VAT is lost.",
        assumption=True,
    )  # fmt: skip
    return found
