"""Gifts: grants with conditions, and campaigns in which many give a little."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import Party, start_month
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.text import Title


class GrantKind(StrEnum):
    """Kinds of gift with conditions."""

    STARTUP = "startup"
    PROJECT = "project"
    STRUCTURAL = "structural"


class Grant(Section):
    """Money given by a fund or a government, with a chance of getting it and sometimes a taper."""

    title: Title | None = Field(default=None, description="The grant's name on screens")
    kind: GrantKind = Field(default=GrantKind.PROJECT, strict=False, description="The kind of grant")
    giver: Party = Field(default=Party.FUND, strict=False, description="Who gives")
    amount: Quantity = parameter(
        REQUIRED, "EUR/year", (0, 100_000_000),
        nl="bedrag per jaar", en="amount per year",
        help_nl="Hoeveel er per jaar wordt gegeven.",
        help_en="How much is given in a year.",
        assumption=True,
    )  # fmt: skip
    start_month: Quantity = start_month()
    duration: Quantity = parameter(
        36, "months", (1, 480), integer=True,
        nl="duur", en="duration",
        help_nl="Hoeveel maanden de gift loopt voordat er opnieuw om gevraagd moet worden.",
        help_en="How many months the grant runs before it has to be asked for again.",
        assumption=True,
    )  # fmt: skip
    chance: Quantity = parameter(
        {"value": 50, "triangular": [25, 50, 80]}, "%", (0, 100),
        nl="kans op toekenning", en="chance of award",
        help_nl="Kans dat een aanvraag wordt toegekend.",
        help_en="Chance that an application succeeds.",
        assumption=True,
    )  # fmt: skip
    rounds: Quantity = parameter(
        1, "rounds", (1, 100), integer=True,
        nl="aantal keer aanvragen", en="rounds",
        help_nl="Hoe vaak de gift achter elkaar wordt aangevraagd.",
        help_en="How many times in a row the grant is applied for.",
        assumption=True,
    )  # fmt: skip
    taper: Quantity = parameter(
        0, "%/year", (0, 100),
        nl="afbouw", en="taper",
        help_nl="Hoeveel de gift elk jaar kleiner wordt.",
        help_en="How much smaller the grant becomes each year.",
        assumption=True,
    )  # fmt: skip
    effort: Quantity = parameter(
        {"value": 40, "triangular": [10, 40, 120]}, "hours/year", (0, 10_000),
        nl="werk voor de aanvraag en verantwoording", en="hours of applying and reporting",
        help_nl="Hoeveel uur betaald werk de gift per jaar kost.",
        help_en="How many hours of paid work the grant takes in a year.",
        assumption=True,
    )  # fmt: skip
    application: Quantity = parameter(
        0, "hours/attempt", (0, 10_000),
        nl="werk voor een aanvraag", en="hours of an application",
        help_nl="Hoeveel uur betaald werk elke aanvraag kost, ook als die wordt afgewezen.",
        help_en="How many hours of paid work each application takes, refused ones too.",
        assumption=True,
    )  # fmt: skip
    in_advance: Quantity = parameter(
        100, "% of amount", (0, 100),
        nl="voorschot", en="paid in advance",
        help_nl="Deel van een projectsubsidie dat vooruit komt; de rest volgt na de verantwoording, als de ronde "
        "voorbij is. Alleen bij de soort project.",
        help_en="Part of a project grant that comes in advance; the rest follows its account, when the round is over. "
        "Only for the kind project.",
        assumption=True,
    )  # fmt: skip
    notice: Quantity = parameter(
        0, "months", (0, 60), integer=True,
        nl="redelijke termijn bij beëindiging", en="notice of ending",
        help_nl="Hoeveel maanden een structurele subsidie doorloopt als zij na drie jaar of meer ophoudt. Alleen bij "
        "de soort structural.",
        help_en="For how many months a structural grant goes on when it ends after three years or more. Only for the "
        "kind structural.",
        source="a reasonable term after three years of subsidy (Awb art. 4:51, not confirmed); its length is assumed",
        assumption=True,
    )  # fmt: skip
    delay: Quantity = parameter(
        0, "months", (0, 120), integer=True,
        nl="vertraging door voorwaarden", en="delay through conditions",
        help_nl="Hoeveel later eerste contracten beginnen omdat startsteun met mijlpalen tijd kost (steunparadox).",
        help_en="How much later first contracts begin since start-up support with milestones takes time (support "
        "paradox); only for a grant of the kind startup.",
        source="Kleinhans and van Ham 2017 (IZA DP 9625) find such delay; its size is an assumption",
        counts="at_beginning",
    )  # fmt: skip


class Crowdfunding(Section):
    """A campaign in which many people give a little, sometimes matched by a fund."""

    title: Title | None = Field(default=None, description="The campaign's name on screens")
    month: Quantity = start_month()
    target: Quantity = parameter(
        REQUIRED, "EUR", (0, 100_000_000),
        nl="doelbedrag", en="target",
        help_nl="Hoeveel er nodig is om de campagne te laten slagen.",
        help_en="How much it takes for the campaign to succeed.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    backers: Quantity = parameter(
        {"value": 200, "lognormal": [200, 600]}, "people", (0, 10_000_000),
        nl="gevers", en="backers",
        help_nl="Hoeveel mensen geven.",
        help_en="How many people give.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    gift: Quantity = parameter(
        {"value": 50, "triangular": [20, 50, 120]}, "EUR/person", (0, 1_000_000),
        nl="gemiddelde gift", en="mean gift",
        help_nl="Wat iemand gemiddeld geeft.",
        help_en="What somebody gives on average.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    all_or_nothing: bool = Field(default=True, description="Gifts are returned where the target is not reached")
    local: Quantity = parameter(
        {"value": 60, "uniform": [30, 90]}, "%", (0, 100),
        nl="gevers uit de wijk", en="local backers",
        help_nl="Deel van het bedrag dat uit de wijk zelf komt.",
        help_en="Part of the amount that comes from the neighbourhood itself.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    fee: Quantity = parameter(
        6, "% of amount", (0, 50),
        nl="kosten van het platform", en="platform fee",
        help_nl="Wat het platform inhoudt.",
        help_en="What the platform keeps.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    match: Quantity = parameter(
        0, "% of amount", (0, 500),
        nl="verdubbeling door een fonds", en="match funding",
        help_nl="Wat een fonds bijlegt, als deel van wat is opgehaald.",
        help_en="What a fund adds, as a part of what was raised.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    match_limit: Quantity = parameter(
        10_000, "EUR", (0, 100_000_000),
        nl="hoogste bijdrage van het fonds", en="limit of match funding",
        help_nl="Meer legt het fonds niet bij.",
        help_en="The fund adds no more than this.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
