"""Building block 4, ownership: who joins, who becomes active, what members pay and put in."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.governance import Leaders, Meeting, ShareOffer, Shares, Surplus, WindUp
from wijkbv_sim.scenario.legal_form import LegalForm
from wijkbv_sim.scenario.parameter import Section, parameter
from wijkbv_sim.scenario.quantity import Quantity

__all__ = ["LegalForm", "Network", "OutreachTarget", "Ownership"]

_BASS = "Bass fit to the members of Dutch energy co-operatives 2018-2023 (Lokale Energie Monitor), weakly identified"
_SCP = "SCP logit of volunteering 2012-13 (5dok.net, participatieverschillen in Nederland)"


class OutreachTarget(StrEnum):
    """Whom targeted outreach seeks."""

    UNDER_REPRESENTED = "under_represented"
    YOUNG = "young"
    OLD = "old"
    LOW_INCOME = "low_income"
    LOW_EDUCATION = "low_education"
    RENTERS = "renters"


def _log_odds(default: float, nl: str, en: str) -> Quantity:
    found: Quantity = parameter(
        default, "log-odds", (-5, 5), nl=nl, en=en,
        help_nl="Hoeveel vaker (boven nul) of minder vaak deze groep voor meedoen openstaat.",
        help_en="How much more (above zero) or less often this group is open to taking part.",
        source=_SCP,
    )  # fmt: skip
    return found


class Network(Section):
    """The social network between homes, the same in every future."""

    contacts: Quantity = parameter(
        8, "contacts", (0, 60), fixed=True, integer=True,
        nl="contacten", en="contacts",
        help_nl="Met hoeveel andere bewoners iemand gemiddeld omgaat, huisgenoten meegeteld.",
        help_en="With how many other residents somebody keeps company, on average, those at home counted in.",
        assumption=True,
    )  # fmt: skip
    spread: Quantity = parameter(
        60, "% of the mean", (0, 300), fixed=True,
        nl="spreiding van contacten", en="spread of contacts",
        help_nl="Hoe ver het aantal contacten uiteenloopt: de standaardafwijking als deel van het gemiddelde. "
        "Een paar mensen kennen er veel meer dan de meesten.",
        help_en="How far numbers of contacts lie apart: the standard deviation as a part of the mean. A few people "
        "know many more than most do.",
        assumption=True,
    )  # fmt: skip
    shortcuts: Quantity = parameter(
        10, "%", (0, 100), fixed=True,
        nl="contacten ver weg", en="shortcuts",
        help_nl="Aandeel van de contacten met willekeurige bewoners in plaats van mensen in de buurt.",
        help_en="Share of contacts with anybody in the neighbourhood instead of people close by (small world).",
        assumption=True,
    )  # fmt: skip
    homophily: Quantity = parameter(
        50, "%", (0, 100), fixed=True,
        nl="soort zoekt soort", en="homophily",
        help_nl="Hoe sterk mensen vooral omgaan met wie op hen lijkt (woning, inkomen, opleiding, leeftijd).",
        help_en="How strongly people keep company with people like themselves (tenure, income, education, age).",
        assumption=True,
    )  # fmt: skip


class Ownership(Section):
    """Residents as members, active members and shareholders."""

    legal_form: LegalForm = Field(default=LegalForm.COOPERATIVE, strict=False, description="The company's legal form")
    potential: Quantity = parameter(
        {"value": 5, "pert": [1, 5, 12]}, "% of adults", (0, 100),
        nl="mensen die ervoor openstaan", en="potential",
        help_nl="Aandeel van de volwassenen dat ooit lid zou willen worden. De rest wordt dat nooit.",
        help_en="Share of adults who would ever want to join. The others never do.",
        source="0.7% in energy co-operatives nationally, 12% in Hoogeloon; the figure for a city is an assumption",
        assumption=True,
    )  # fmt: skip
    outreach: Quantity = parameter(
        {"value": 0.9, "triangular": [0.1, 0.9, 2.0]}, "%/year", (0, 100),
        nl="lid door eigen bekendheid", en="joining through outreach",
        help_nl="Tempo per jaar waarin wie ervoor openstaat lid wordt zonder iemand te kennen (Bass p).",
        help_en="Yearly rate at which those who are open to it join without knowing a member (Bass p).",
        source=_BASS,
    )  # fmt: skip
    outreach_budget: Quantity = parameter(
        0, "EUR/year", (0, 1_000_000),
        nl="geld voor werving", en="outreach budget",
        help_nl="Wat het buurtbedrijf per jaar uitgeeft om bewoners te bereiken.",
        help_en="What the company spends in a year to reach residents.",
        assumption=True,
    )  # fmt: skip
    outreach_effect: Quantity = parameter(
        {"value": 1.0, "triangular": [0.2, 1.0, 3.0]}, "%/year per EUR 1,000", (0, 100),
        nl="effect van werving", en="effect of outreach",
        help_nl="Hoeveel dat tempo stijgt per 1.000 euro werving per jaar.",
        help_en="How much that rate rises with each EUR 1,000 of outreach in a year.",
        assumption=True,
    )  # fmt: skip
    outreach_target: OutreachTarget = Field(
        default=OutreachTarget.UNDER_REPRESENTED, strict=False,
        description="Whom targeted outreach seeks: those who were under-represented among members at the last yearly "
        "count, or one group",
    )  # fmt: skip
    outreach_targeted: Quantity = parameter(
        0, "% of outreach budget", (0, 100),
        nl="gerichte werving", en="targeted outreach",
        help_nl="Welk deel van het geld voor werving naar groepen gaat die weinig meedoen; de rest is voor iedereen.",
        help_en="Which part of the outreach budget goes to groups that take little part; the rest is for all.",
        assumption=True,
    )  # fmt: skip
    targeting_effect: Quantity = parameter(
        {"value": 1, "triangular": [0.3, 1, 1.5]}, "ratio", (0, 10),
        nl="effect van gerichte werving", en="effect of targeted outreach",
        help_nl="Hoeveel een euro gerichte werving doet vergeleken met een euro gewone: onder 1 zijn deze groepen "
        "moeilijker te bereiken.",
        help_en="What a euro of targeted outreach does compared with an ordinary one: below 1, these groups are "
        "harder to reach.",
        assumption=True,
    )  # fmt: skip
    influence: Quantity = parameter(
        {"value": 34, "triangular": [12, 34, 55]}, "%/year", (0, 300),
        nl="lid door anderen", en="joining through others",
        help_nl="Tempo per jaar waarin wie ervoor openstaat lid wordt als al zijn contacten dat zijn (Bass q).",
        help_en="Yearly rate at which those who are open join when all their contacts have (Bass q).",
        source=_BASS,
    )  # fmt: skip
    local_influence: Quantity = parameter(
        {"value": 50, "uniform": [20, 80]}, "%", (0, 100),
        nl="invloed van eigen contacten", en="influence of own contacts",
        help_nl="Deel van de invloed dat van eigen contacten komt; de rest komt van de hele wijk.",
        help_en="Part of the influence that comes from one's own contacts; the rest comes from the whole area.",
        assumption=True,
    )  # fmt: skip
    leaving: Quantity = parameter(
        {"value": 5, "triangular": [2, 5, 15]}, "%/year", (0, 100),
        nl="opzeggen", en="leaving",
        help_nl="Kans per jaar dat een lid opzegt zonder te verhuizen.",
        help_en="Chance in a year that a member leaves without moving.",
        source="anchored on Hoogeloon (almost -30% in about two years was the worst case)",
        assumption=True,
    )  # fmt: skip
    fee: Quantity = parameter(
        22, "EUR/year", (0, 5_000),
        nl="contributie", en="membership fee",
        help_nl="Wat een lid per jaar betaalt.",
        help_en="What a member pays in a year.",
        source="EUR 20-24 at Dutch care co-operatives (Hoogeloon, summer-foundation.org)",
    )  # fmt: skip
    fee_sensitivity: Quantity = parameter(
        {"value": 0.5, "triangular": [0.1, 0.5, 1.5]}, "per EUR 100/year", (0, 20),
        nl="gevoeligheid voor contributie", en="fee sensitivity",
        help_nl="Hoe sterk elke 100 euro contributie de kans om lid te worden verkleint.",
        help_en="How strongly each EUR 100 of fee lowers the chance of joining.",
        assumption=True,
    )  # fmt: skip
    fee_weight_low_income: Quantity = parameter(
        1.5, "ratio", (0, 10),
        nl="contributie telt bij laag inkomen", en="fee weight at low income",
        help_nl="Hoeveel zwaarder de contributie weegt bij een laag inkomen dan in het midden.",
        help_en="How much heavier the fee weighs at a low income than in the middle.",
        assumption=True,
    )  # fmt: skip
    fee_weight_high_income: Quantity = parameter(
        0.6, "ratio", (0, 10),
        nl="contributie telt bij hoog inkomen", en="fee weight at high income",
        help_nl="Hoeveel de contributie bij een hoog inkomen weegt, vergeleken met het midden.",
        help_en="How much the fee weighs at a high income, compared with the middle.",
        assumption=True,
    )  # fmt: skip
    quality_sensitivity: Quantity = parameter(
        {"value": 1.5, "triangular": [0, 1.5, 3]}, "log per unit", (0, 20),
        nl="leden letten op kwaliteit", en="members mind quality",
        help_nl="Hoe sterk de kwaliteit van het werk bepaalt of mensen lid worden en blijven.",
        help_en="How strongly the quality of the work decides whether people join and stay.",
        assumption=True,
    )  # fmt: skip
    trust_sensitivity: Quantity = parameter(
        {"value": 1.0, "triangular": [0, 1, 2]}, "log per unit", (0, 20),
        nl="leden letten op vertrouwen", en="members mind trust",
        help_nl="Hoe sterk het vertrouwen van de gemeente bewoners over de streep trekt.",
        help_en="How strongly the municipality's trust draws residents in.",
        assumption=True,
    )  # fmt: skip
    openness_low_education: Quantity = _log_odds(-0.63, "lager opgeleid", "lower educated")
    openness_high_education: Quantity = _log_odds(0.38, "hoger opgeleid", "higher educated")
    openness_18_34: Quantity = _log_odds(-0.40, "18 tot 35 jaar", "18 to 34 years")
    openness_65_plus: Quantity = _log_odds(-0.42, "65 jaar en ouder", "65 years and older")
    initial_members: Quantity = parameter(
        30, "residents", (0, 1_000_000), integer=True,
        nl="leden bij de start", en="members at the start",
        help_nl="Hoeveel leden er zijn als de eerste maand begint.",
        help_en="How many members there are when the first month begins.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    initial_active: Quantity = parameter(
        10, "residents", (0, 1_000_000), integer=True,
        nl="actieve leden bij de start", en="active members at the start",
        help_nl="Hoeveel van die leden meewerken als vrijwilliger.",
        help_en="How many of those members volunteer.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    activation: Quantity = parameter(
        {"value": 20, "triangular": [8, 20, 40]}, "%/year", (0, 300),
        nl="actief worden", en="becoming active",
        help_nl="Tempo per jaar waarin leden vrijwilliger worden als er precies genoeg te doen is.",
        help_en="Yearly rate at which members become volunteers when there is just enough to do.",
        assumption=True,
    )  # fmt: skip
    stopping: Quantity = parameter(
        {"value": 15, "triangular": [8, 15, 30]}, "%/year", (0, 100),
        nl="stoppen als vrijwilliger", en="stopping",
        help_nl="Kans per jaar dat een actief lid stopt en gewoon lid blijft.",
        help_en="Chance in a year that an active member stops and stays an ordinary member.",
        assumption=True,
    )  # fmt: skip
    idleness: Quantity = parameter(
        {"value": 2, "triangular": [0, 2, 5]}, "ratio", (0, 50),
        nl="stoppen uit verveling", en="stopping out of idleness",
        help_nl="Hoeveel keer vaker vrijwilligers stoppen als er niets te doen is.",
        help_en="How many times more often volunteers stop when there is nothing to do.",
        assumption=True,
    )  # fmt: skip
    burnout: Quantity = parameter(
        {"value": 40, "triangular": [10, 40, 80]}, "%/year", (0, 300),
        nl="opbranden", en="burn-out",
        help_nl="Extra tempo per jaar van opbranden als er twee keer zoveel werk is als vrijwilligers aankunnen.",
        help_en="Extra yearly rate of burning out when there is twice the work that volunteers can carry.",
        assumption=True,
    )  # fmt: skip
    burnout_leaves: Quantity = parameter(
        {"value": 30, "uniform": [10, 50]}, "%", (0, 100),
        nl="opgebrand en weg", en="burnt out and gone",
        help_nl="Aandeel van de opgebrande vrijwilligers dat ook het lidmaatschap opzegt.",
        help_en="Share of burnt-out volunteers who end their membership too.",
        assumption=True,
    )  # fmt: skip
    hours_employed: Quantity = parameter(
        {"value": 3, "triangular": [1, 3, 6]}, "hours/week", (0, 60),
        nl="uren van wie werkt", en="hours of the employed",
        help_nl="Hoeveel uur per week een actief lid met betaald werk kan geven.",
        help_en="How many hours a week an active member with paid work can give.",
        source="volunteers with a job give 3 hours a week, 2012-2016 (nu.nl/carriere/5037833)",
    )  # fmt: skip
    hours_not_employed: Quantity = parameter(
        {"value": 6, "triangular": [2, 6, 12]}, "hours/week", (0, 60),
        nl="uren van wie niet werkt", en="hours of the not employed",
        help_nl="Hoeveel uur per week een actief lid zonder betaald werk kan geven.",
        help_en="How many hours a week an active member without paid work can give.",
        source="volunteers without a job give 6 hours a week, 2012-2016 (nu.nl/carriere/5037833)",
    )  # fmt: skip
    volunteer_cost: Quantity = parameter(
        {"value": 150, "triangular": [50, 150, 400]}, "EUR/year", (0, 2_500),
        nl="kosten per vrijwilliger", en="cost per volunteer",
        help_nl="Verzekering, koffie, scholing en onkosten per actief lid per jaar.",
        help_en="Insurance, coffee, training and expenses for each active member in a year.",
        assumption=True,
    )  # fmt: skip
    share_buyers: Quantity = parameter(
        0, "%", (0, 100),
        nl="leden die certificaten kopen", en="members who buy shares",
        help_nl="Aandeel van de nieuwe leden dat bij toetreden geld inlegt.",
        help_en="Share of new members who put in money when they join.",
        assumption=True,
    )  # fmt: skip
    share_median: Quantity = parameter(
        400, "EUR", (1, 100_000),
        nl="inleg, in het midden", en="shares bought, median",
        help_nl="De helft van de inleggers koopt voor minder dan dit bedrag.",
        help_en="Half of the buyers buy for less than this.",
        source="UK community shares: average GBP 395 (Power to Change), taken as the median",
    )  # fmt: skip
    share_mean: Quantity = parameter(
        1_200, "EUR", (1, 1_000_000),
        nl="inleg, gemiddeld", en="shares bought, mean",
        help_nl="Het gemiddelde ligt hoger dan het midden, want enkelen leggen veel in.",
        help_en="The mean lies above the median, for a few put in much.",
        source="EUR 140m over 120,000 members of Dutch energy co-operatives = about EUR 1,170 (2022)",
    )  # fmt: skip
    share_interest: Quantity = parameter(
        2, "%/year", (0, 25),
        nl="rente op certificaten", en="interest on shares",
        help_nl="Wat leden per jaar op hun inleg krijgen; alleen als er winst is.",
        help_en="What members get on their shares in a year; only when there is a surplus.",
        assumption=True,
    )  # fmt: skip
    share_withdrawal: Quantity = parameter(
        {"value": 5, "uniform": [0, 10]}, "%/year", (0, 100),
        nl="terugvragen van inleg", en="share withdrawal",
        help_nl="Deel van het ledenkapitaal dat leden per jaar terugvragen.",
        help_en="Part of the share capital that members take back in a year.",
        assumption=True,
    )  # fmt: skip
    network: Network = Network()
    meeting: Meeting = Meeting()
    surplus: Surplus = Surplus()
    leaders: Leaders = Leaders()
    shares: Shares = Shares()
    offers: dict[str, ShareOffer] = Field(default_factory=dict, description="Community share offers by name")
    wind_up: WindUp = WindUp()
