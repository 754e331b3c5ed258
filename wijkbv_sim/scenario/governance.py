"""Building block 4, ownership, continued: the members' say, key persons, share offers, and how a company ends."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import start_month
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.text import Title

LONGEST_NOTICE = 60
"""The longest notice, in months, for taking shares back."""


class Meeting(Section):
    """The yearly general meeting: who comes, and what having a say does."""

    month: Quantity = parameter(
        5, "month of the year", (1, 12), integer=True,
        nl="maand van de ledenvergadering", en="month of the general meeting",
        help_nl="In welke maand van elk jaar de leden over het overschot van het jaar ervoor stemmen.",
        help_en="In which month of each year members vote on the surplus of the year before.",
        source="within six months after the year's end (art. 2:48 and 2:58 BW)",
    )  # fmt: skip
    turnout: Quantity = parameter(
        {"value": 15, "triangular": [3, 15, 30]}, "% of members", (0, 100),
        nl="opkomst", en="turnout",
        help_nl="Welk deel van de leden gemiddeld naar de vergadering komt.",
        help_en="Which part of the members comes to the meeting, on average.",
        source="between 3% and 30%: Dordrecht's vote on a neighbourhood budget drew 23% (onzewijk.nl/wijkbudget)",
        assumption=True,
    )  # fmt: skip
    advice: Quantity = parameter(
        0, "%", (0, 100),
        nl="gewicht van advies", en="weight of advice",
        help_nl="Hoe zwaar de stem van leden telt waar de rechtsvorm hun geen stem geeft (stichting, bv).",
        help_en="How much members' votes count where the legal form gives them none (foundation, BV).",
        assumption=True,
    )  # fmt: skip
    opinion_spread: Quantity = parameter(
        1, "log units", (0, 5),
        nl="spreiding van meningen", en="spread of opinions",
        help_nl="Hoe verschillend stemmers denken; hoe minder er komen, hoe grilliger de uitslag.",
        help_en="How much voters differ; the fewer come, the more erratic the outcome.",
        assumption=True,
    )  # fmt: skip
    say_activation: Quantity = parameter(
        {"value": 50, "triangular": [0, 50, 150]}, "% at full turnout", (0, 1_000),
        nl="zeggenschap maakt actief", en="a say makes active",
        help_nl="Hoeveel vaker leden actief worden als iedereen meestemt. Telt alleen als de terugkoppeling "
        "say_to_members aan staat.",
        help_en="How much more often members become active when all of them vote. Counts only when the feedback "
        "say_to_members is on.",
        assumption=True,
    )  # fmt: skip
    say_retention: Quantity = parameter(
        {"value": 50, "triangular": [0, 50, 100]}, "% at full turnout", (0, 100),
        nl="zeggenschap bindt", en="a say binds",
        help_nl="Hoeveel minder leden opzeggen als iedereen meestemt. Telt alleen als de terugkoppeling "
        "say_to_members aan staat.",
        help_en="How much less often members leave when all of them vote. Counts only when the feedback "
        "say_to_members is on.",
        assumption=True,
    )  # fmt: skip


def _part(default: float, nl: str, en: str, help_nl: str, help_en: str) -> Quantity:
    found: Quantity = parameter(
        default, "% of surplus", (0, 100), nl=nl, en=en, help_nl=help_nl, help_en=help_en, assumption=True
    )
    return found


class Surplus(Section):
    """What members want done with a surplus, on average, and how it is then spent. The parts are weights."""

    reserve: Quantity = _part(
        100, "naar de reserve", "to the reserve",
        "Welk deel leden in de reserve willen houden. De delen worden samen op 100% gebracht.",
        "Which part members want to keep in the reserve. The parts are brought to 100% together.",
    )  # fmt: skip
    fund: Quantity = _part(
        0, "naar het wijkfonds", "to the neighbourhood fund",
        "Welk deel naar het wijkfonds gaat, dat het aan bewoners en bedrijven in de wijk uitgeeft.",
        "Which part goes to the neighbourhood fund, which spends it on residents and local businesses.",
    )  # fmt: skip
    price_cut: Quantity = _part(
        0, "naar lagere contributie", "to a lower fee",
        "Welk deel leden in een jaar via een lagere contributie terugkrijgen.",
        "Which part comes back to members as a lower fee, over a year.",
    )  # fmt: skip
    new_service: Quantity = _part(
        0, "naar een nieuwe dienst", "to a new service",
        "Welk deel opzij gaat om een nieuwe dienst te beginnen.",
        "Which part is put aside to start a new service.",
    )  # fmt: skip
    dividend: Quantity = _part(
        0, "naar dividend", "to dividend",
        "Welk deel leden als dividend op hun inleg willen, voor zover de rechtsvorm dat toestaat.",
        "Which part members want as dividend on their shares, as far as the legal form allows.",
    )  # fmt: skip
    fund_to_residents: Quantity = parameter(
        {"value": 50, "uniform": [20, 80]}, "%", (0, 100),
        nl="wijkfonds naar bewoners", en="fund to residents",
        help_nl="Deel van het wijkfonds dat bij bewoners terechtkomt; de rest bij bedrijven in de wijk.",
        help_en="Part of the fund that reaches residents; the rest goes to local businesses.",
        assumption=True,
    )  # fmt: skip
    start_up_cost: Quantity = parameter(
        25_000, "EUR", (1, 10_000_000),
        nl="kosten van een nieuwe dienst", en="cost of a new service",
        help_nl="Hoeveel er opzij moet staan voordat een nieuwe dienst begint; het wordt dan uitgegeven.",
        help_en="How much must be put aside before a new service begins; it is then spent.",
        assumption=True,
    )  # fmt: skip
    start_up_income: Quantity = parameter(
        0, "EUR/year", (0, 10_000_000),
        nl="opbrengst van een nieuwe dienst", en="income of a new service",
        help_nl="Wat een nieuwe dienst vanaf het jaar erna per jaar oplevert na aftrek van zijn kosten.",
        help_en="What a new service earns a year from the next year on, less its costs.",
        assumption=True,
    )  # fmt: skip


class Leaders(Section):
    """Key persons: how long they stay, who follows them, and what a gap does."""

    exit_chance: Quantity = parameter(
        {"value": 15, "triangular": [8, 15, 30]}, "%/year", (0, 100),
        nl="vertrek van de trekker", en="leader's exit",
        help_nl="Kans per jaar dat de trekker stopt.",
        help_en="Chance in a year that the leader stops.",
        assumption=True,
    )  # fmt: skip
    preparation: Quantity = parameter(
        {"value": 30, "triangular": [0, 30, 80]}, "%", (0, 100),
        nl="opvolger staat klaar", en="successor ready",
        help_nl="Kans dat er meteen een opvolger is, als er genoeg actieve leden zijn.",
        help_en="Chance that a successor is there at once, when there are enough active members.",
        assumption=True,
    )  # fmt: skip
    succession: Quantity = parameter(
        {"value": 70, "triangular": [40, 70, 90]}, "%/year", (0, 100),
        nl="opvolger vinden", en="finding a successor",
        help_nl="Kans om binnen een jaar alsnog een opvolger te vinden, als er genoeg actieve leden zijn.",
        help_en="Chance of finding a successor within a year after all, when there are enough active members.",
        assumption=True,
    )  # fmt: skip
    pool: Quantity = parameter(
        10, "active members", (1, 1_000),
        nl="genoeg actieve leden", en="enough active members",
        help_nl="Bij hoeveel actieve leden die kansen gelden; met minder zijn ze naar evenredigheid kleiner.",
        help_en="At how many active members these chances hold; with fewer they are smaller in proportion.",
        assumption=True,
    )  # fmt: skip
    gap_quality: Quantity = parameter(
        {"value": 15, "triangular": [0, 15, 40]}, "%", (0, 100),
        nl="lagere kwaliteit zonder trekker", en="lower quality without a leader",
        help_nl="Hoeveel lager de haalbare kwaliteit is zolang er geen trekker is.",
        help_en="How much lower the attainable quality is while there is no leader.",
        assumption=True,
    )  # fmt: skip
    gap_trust: Quantity = parameter(
        {"value": 50, "triangular": [0, 50, 100]}, "%", (0, 100),
        nl="trager vertrouwen zonder trekker", en="slower trust without a leader",
        help_nl="Hoeveel langzamer het vertrouwen van de gemeente groeit zolang er geen trekker is.",
        help_en="How much more slowly the municipality's trust grows while there is no leader.",
        assumption=True,
    )  # fmt: skip
    gap_activation: Quantity = parameter(
        {"value": 50, "triangular": [0, 50, 100]}, "%", (0, 100),
        nl="minder nieuwe vrijwilligers zonder trekker", en="fewer new volunteers without a leader",
        help_nl="Hoeveel minder leden actief worden zolang er geen trekker is.",
        help_en="How much less often members become active while there is no leader.",
        assumption=True,
    )  # fmt: skip
    gap_failure: Quantity = parameter(
        {"value": 10, "triangular": [0, 10, 30]}, "%/year", (0, 100),
        nl="stoppen zonder trekker", en="giving up without a leader",
        help_nl="Kans per jaar dat het buurtbedrijf ophoudt zolang er geen trekker is.",
        help_en="Chance in a year that the company gives up while there is no leader.",
        source="leadership is one of three conditions of durability (van Meerkerk, Kleinhans, Molenveld 2018)",
        assumption=True,
    )  # fmt: skip


class Shares(Section):
    """Rules on members' shares: notice and limits."""

    notice: Quantity = parameter(
        0, "months", (0, LONGEST_NOTICE), integer=True,
        nl="opzegtermijn van inleg", en="notice for shares",
        help_nl="Hoeveel maanden na de vraag leden hun inleg terugkrijgen.",
        help_en="How many months after asking members get their shares back.",
        assumption=True,
    )  # fmt: skip
    withdrawal_cap: Quantity = parameter(
        100, "%/year", (0, 100),
        nl="hoogstens terug per jaar", en="cap on withdrawal",
        help_nl="Welk deel van het ledenkapitaal bij het begin van een jaar er in dat jaar hoogstens uit mag.",
        help_en="Which part of the year's opening share capital may go out within the year at most.",
        source="societies cap withdrawals at 5-10% a year (rule of thumb, not confirmed); 100% is no cap",
        assumption=True,
    )  # fmt: skip
    interest_cap: Quantity = parameter(
        25, "%/year", (0, 25),
        nl="hoogstens rente en dividend", en="cap on interest and dividend",
        help_nl="Hoogstens zoveel rente en dividend samen per jaar over de inleg.",
        help_en="At most this much interest and dividend together in a year on the shares.",
        assumption=True,
    )  # fmt: skip


class ShareOffer(Section):
    """A round in which the neighbourhood is asked to buy shares."""

    title: Title | None = Field(default=None, description="The offer's name on screens")
    start_month: Quantity = start_month()
    target: Quantity = parameter(
        REQUIRED, "EUR", (0, 1_000_000_000),
        nl="streefbedrag", en="target",
        help_nl="Hoeveel er hoogstens wordt opgehaald; wie daarna komt, krijgt zijn geld terug.",
        help_en="How much is raised at most; who comes after that gets the money back.",
        source="UK community shares: about GBP 296,000 an offer (fortnight.info, to early 2024)",
    )  # fmt: skip
    minimum: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="minimum", en="minimum",
        help_nl="Wordt er minder toegezegd, dan gaat de ronde niet door en betaalt niemand.",
        help_en="When less is pledged, the round is called off and nobody pays.",
        assumption=True,
    )  # fmt: skip
    investors: Quantity = parameter(
        {"value": 183, "triangular": [60, 183, 400]}, "investors", (0, 100_000), integer=True,
        nl="inleggers", en="investors",
        help_nl="Hoeveel mensen er inleggen, hoogstens zoveel als er volwassenen wonen.",
        help_en="How many people invest, at most as many as adults live there.",
        source="UK community shares: 183 people an offer (130,000 over 710 offers, fortnight.info)",
    )  # fmt: skip
    amount_median: Quantity = parameter(
        400, "EUR", (1, 100_000),
        nl="inleg, in het midden", en="amount, median",
        help_nl="De helft van de inleggers geeft minder dan dit bedrag.",
        help_en="Half of the investors give less than this.",
        source="UK community shares: average GBP 395 (Power to Change), taken as the median",
    )  # fmt: skip
    amount_mean: Quantity = parameter(
        1_200, "EUR", (1, 1_000_000),
        nl="inleg, gemiddeld", en="amount, mean",
        help_nl="Het gemiddelde ligt hoger dan het midden, want enkelen leggen veel in.",
        help_en="The mean lies above the median, for a few put in much.",
        source="EUR 140m over 120,000 members of Dutch energy co-operatives = about EUR 1,170 (2022)",
    )  # fmt: skip
    cost: Quantity = parameter(
        0, "EUR", (0, 1_000_000),
        nl="kosten van de ronde", en="cost of the round",
        help_nl="Wat de ronde zelf kost, ook als hij niet doorgaat.",
        help_en="What the round itself costs, even when it is called off.",
        assumption=True,
    )  # fmt: skip


class Successor(StrEnum):
    """Who takes over what an ended company may not share out."""

    MUNICIPALITY = "municipality"
    SISTER_FOUNDATION = "sister_foundation"


class WindUp(Section):
    """How a company ends: when it must, what its buildings bring, and who takes over what is locked."""

    asset_lock: bool | None = Field(
        default=None,
        description="What is left may not go to members, and buildings go to the successor; left out: as the legal "
        "form has it (foundation and BV held by a foundation: locked)",
    )
    successor: Successor = Field(
        default=Successor.MUNICIPALITY, strict=False, description="Who takes over what is locked"
    )
    fewest_members: Quantity = parameter(
        0, "members", (0, 100_000), integer=True,
        nl="minste aantal leden", en="fewest members",
        help_nl="Met minder leden dan dit houdt het buurtbedrijf aan het eind van het jaar op; 0: nooit daarom.",
        help_en="With fewer members than this the company ends at the year's end; 0: never for that reason.",
        source="an association or co-operative without any members is dissolved (art. 2:19 BW)",
        assumption=True,
    )  # fmt: skip
    forced_sale: Quantity = parameter(
        {"value": 70, "triangular": [50, 70, 90]}, "% of market value", (0, 100),
        nl="opbrengst bij gedwongen verkoop", en="forced-sale value",
        help_nl="Welk deel van de marktwaarde een gebouw opbrengt als het snel weg moet. Zonder taxatie: van de "
        "boekwaarde.",
        help_en="Which part of the market value a building brings when it must go at once. Without a valuation: "
        "of the book value.",
        assumption=True,
    )  # fmt: skip
    receivables: Quantity = parameter(
        {"value": 90, "uniform": [75, 100]}, "%", (0, 100),
        nl="nog te innen", en="receivables collected",
        help_nl="Welk deel van de openstaande rekeningen alsnog betaald wordt.",
        help_en="Which part of the bills outstanding is paid after all.",
        assumption=True,
    )  # fmt: skip
    staff_claim: Quantity = parameter(
        0, "months of wages", (0, 12),
        nl="tegoed van personeel", en="staff claims",
        help_nl="Hoeveel maanden loon het personeel nog te goed heeft.",
        help_en="How many months of wages staff is still owed.",
        assumption=True,
    )  # fmt: skip
