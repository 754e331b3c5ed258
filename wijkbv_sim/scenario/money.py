"""Building block 2, money flows: the company's purse, its contracts, grants, loans and trade."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from wijkbv_sim.scenario.contracts import Contract
from wijkbv_sim.scenario.gifts import Crowdfunding, Grant
from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import Party, purchases_reduced, start_month
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.text import Title


class Repayment(StrEnum):
    """How a loan is paid back."""

    ANNUITY = "annuity"
    LINEAR = "linear"
    BULLET = "bullet"


class Rank(StrEnum):
    """When a lender is paid if the company fails."""

    SECURED = "secured"
    ORDINARY = "ordinary"
    SUBORDINATED = "subordinated"


class RateKind(StrEnum):
    """Whether a loan's interest rate stays as agreed or follows the market."""

    FIXED = "fixed"
    FLOATING = "floating"


class Loan(Section):
    """Borrowed money."""

    title: Title | None = Field(default=None, description="The loan's name on screens")
    lender: Party = Field(default=Party.BANK, strict=False, description="Who lends")
    rank: Rank | None = Field(
        default=None, strict=False,
        description="When the lender is paid if the company fails; left out: a bank is secured by the buildings, a "
        "fund comes after the others, all other lenders are ordinary",
    )  # fmt: skip
    repayment: Repayment = Field(default=Repayment.ANNUITY, strict=False, description="How it is paid back")
    rate_kind: RateKind = Field(
        default=RateKind.FIXED, strict=False, description="The rate is fixed, or follows the market from year to year"
    )
    for_asset: str | None = Field(
        default=None, max_length=200,
        description="Which asset it is for (a name under assets): the money comes in when that begins, whatever "
        "start_month says, and never where it does not",
    )  # fmt: skip
    amount: Quantity = parameter(
        REQUIRED, "EUR", (0, 1_000_000_000),
        nl="hoofdsom", en="principal",
        help_nl="Hoeveel er wordt geleend.",
        help_en="How much is borrowed.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    rate: Quantity = parameter(
        {"value": 5, "triangular": [4, 5, 6.5]}, "%/year", (0, 30),
        nl="rente", en="interest rate",
        help_nl="De rente per jaar over wat nog is geleend; bij variabele rente die van het begin.",
        help_en="The yearly interest on what is still owed; where it floats, that of the beginning.",
        source="BNG Duurzaamheidsfonds 3-5% fixed, FSFE 4.5%; a bank's own rate is an assumption",
        assumption=True,
    )  # fmt: skip
    term: Quantity = parameter(
        15, "years", (1, 60), integer=True,
        nl="looptijd", en="term",
        help_nl="In hoeveel jaar de lening is afgelost, aflossingsvrije maanden meegeteld.",
        help_en="In how many years the loan is repaid, interest-only months included.",
        source="10-20 years for municipal and fund loans (SVn, BNG)",
    )  # fmt: skip
    start_month: Quantity = start_month()
    grace: Quantity = parameter(
        0, "months", (0, 480), integer=True,
        nl="aflossingsvrij", en="interest-only months",
        help_nl="Hoeveel maanden eerst alleen rente wordt betaald.",
        help_en="For how many months only interest is paid at first.",
        assumption=True,
    )  # fmt: skip
    covenant_dscr: Quantity = parameter(
        1.2, "ratio", (0, 10),
        nl="geëiste dekking (DSCR)", en="required cover (DSCR)",
        help_nl="Hoeveel keer de bank rente en aflossing uit de kasstroom gedekt wil zien.",
        help_en="How many times the bank wants interest and repayment covered by cash flow.",
        source="BNG Duurzaamheidsfonds at least 1.1; 1.2 seen as the minimum for a healthy firm (eijgenfinance.nl)",
    )  # fmt: skip
    covenant_ltv: Quantity = parameter(
        0, "% of value", (0, 200),
        nl="hoogste schuld op bezit (LTV)", en="highest loan-to-value (LTV)",
        help_nl="Hoeveel schuld de geldgever ten hoogste wil zien, als deel van de waarde van het bezit; 0: geen eis.",
        help_en="How much debt the lender allows at most, as a part of what the assets are worth; 0: no such covenant.",
        source="lenders lend 60-80% of value (Guardian 2013; BNG Duurzaamheidsfonds)",
    )  # fmt: skip
    step_up_after: Quantity = parameter(
        2, "breaches", (1, 40), integer=True,
        nl="renteopslag na", en="margin step-up after",
        help_nl="Na hoeveel jaren achter elkaar onder de eis er een opslag komt; daarvoor blijft het bij waarschuwen.",
        help_en="After how many years of breach in a row the margin rises; before that there is a warning only.",
        assumption=True,
    )  # fmt: skip
    step_up: Quantity = parameter(
        0.5, "%/year", (0, 20),
        nl="renteopslag", en="margin step-up",
        help_nl="Hoeveel de rente stijgt zolang niet aan de eis is voldaan.",
        help_en="How much the rate rises as long as the covenant is broken.",
        assumption=True,
    )  # fmt: skip
    call_after: Quantity = parameter(
        0, "breaches", (0, 40), integer=True,
        nl="opeising na", en="called after",
        help_nl="Na hoeveel jaren achter elkaar onder de eis de lening wordt opgeëist; 0 is nooit.",
        help_en="After how many years of breach in a row the loan is called; 0 is never.",
        assumption=True,
    )  # fmt: skip
    call_notice: Quantity = parameter(
        3, "months", (1, 60), integer=True,
        nl="termijn bij opeising", en="notice of a call",
        help_nl="Binnen hoeveel maanden een opgeëiste lening terugbetaald moet zijn.",
        help_en="Within how many months a called loan must be repaid.",
        assumption=True,
    )  # fmt: skip

    @property
    def standing(self) -> Rank:
        """The rank as written, or the one that goes with the lender."""
        usual = {Party.BANK: Rank.SECURED, Party.FUND: Rank.SUBORDINATED}
        return self.rank or usual.get(self.lender, Rank.ORDINARY)


class Trade(Section):
    """Own sales: catering, a shop, odd jobs for private customers."""

    title: Title | None = Field(default=None, description="The trade's name on screens")
    customers: Party = Field(default=Party.RESIDENTS, strict=False, description="Who buys")
    turnover: Quantity = parameter(
        REQUIRED, "EUR/year", (0, 100_000_000),
        nl="omzet", en="turnover",
        help_nl="Wat er per jaar verkocht wordt, in gewone jaren.",
        help_en="What is sold in a year, in ordinary years.",
        assumption=True,
    )  # fmt: skip
    swing: Quantity = parameter(
        15, "%", (0, 100),
        nl="schommeling", en="swing",
        help_nl="Hoeveel de omzet van jaar tot jaar schommelt (standaardafwijking).",
        help_en="How much turnover swings from year to year (standard deviation).",
        assumption=True,
    )  # fmt: skip
    purchases: Quantity = parameter(
        {"value": 50, "uniform": [40, 65]}, "% of turnover", (0, 100),
        nl="inkoop", en="purchases",
        help_nl="Welk deel van de omzet opgaat aan inkoop.",
        help_en="Which part of turnover goes into purchases.",
        assumption=True,
    )  # fmt: skip
    purchases_local: Quantity = parameter(
        {"value": 20, "uniform": [5, 40]}, "%", (0, 100),
        nl="inkoop in de wijk", en="purchases in the neighbourhood",
        help_nl="Deel van de inkoop bij bedrijven in de wijk.",
        help_en="Part of the purchases from businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    purchases_reduced: Quantity = purchases_reduced()
    start_month: Quantity = start_month()


class CreditMarket(Section):
    """The market's interest rate, which loans with a floating rate follow from year to year."""

    level: Quantity = parameter(
        2.5, "%/year", (-5, 30),
        nl="marktrente nu", en="market rate now",
        help_nl="De marktrente aan het begin.",
        help_en="The market rate at the beginning.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    mean: Quantity = parameter(
        2.5, "%/year", (-5, 30),
        nl="gewone marktrente", en="ordinary market rate",
        help_nl="Het peil waar de marktrente naar terugkeert.",
        help_en="The level to which the market rate returns.",
        assumption=True,
    )  # fmt: skip
    memory: Quantity = parameter(
        80, "% kept per year", (0, 100),
        nl="traagheid van de marktrente", en="memory of the market rate",
        help_nl="Welk deel van de afstand tot het gewone peil een jaar later nog over is.",
        help_en="Which part of the distance from the ordinary level is still there a year later.",
        assumption=True,
    )  # fmt: skip
    swing: Quantity = parameter(
        0.8, "%/year", (0, 10),
        nl="schok in de marktrente", en="shock to the market rate",
        help_nl="Hoeveel de marktrente van jaar op jaar verspringt (standaardafwijking).",
        help_en="How far the market rate jumps from year to year (standard deviation).",
        assumption=True,
    )  # fmt: skip


class Money(Section):
    """The purse and what flows through it."""

    opening_cash: Quantity = parameter(
        25_000, "EUR", (0, 1_000_000_000),
        nl="startgeld", en="opening cash",
        help_nl="Wat er op de rekening staat als de eerste maand begint.",
        help_en="What is in the account when the first month begins.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    opening_shares: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="ledenkapitaal bij de start", en="share capital at the start",
        help_nl="Welk deel van het startgeld door leden is ingelegd.",
        help_en="Which part of the opening cash members have put in.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    credit_limit: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="rood staan mag tot", en="credit limit",
        help_nl="Hoeveel de rekening in de min mag staan.",
        help_en="How far the account may be overdrawn.",
        assumption=True,
    )  # fmt: skip
    credit_rate: Quantity = parameter(
        9, "%/year", (0, 30),
        nl="rente bij rood staan", en="interest on overdraft",
        help_nl="De rente per jaar over wat er te weinig op de rekening staat.",
        help_en="The yearly interest on what the account is overdrawn.",
        assumption=True,
    )  # fmt: skip
    patience: Quantity = parameter(
        {"value": 3, "discrete": [[1, 1], [3, 2], [6, 1]]}, "months", (1, 60), integer=True,
        nl="geduld van schuldeisers", en="patience of creditors",
        help_nl="Na hoeveel maanden achter elkaar te diep in het rood het buurtbedrijf failliet is.",
        help_en="After how many months in a row beyond the limit the company is insolvent.",
        assumption=True,
    )  # fmt: skip
    coordinator_fte: Quantity = parameter(
        1, "FTE", (0, 1_000),
        nl="coördinatie", en="coordination",
        help_nl="Betaalde leiding en administratie, in voltijdbanen.",
        help_en="Paid management and administration, in full-time jobs.",
        assumption=True,
    )  # fmt: skip
    coordinator_cost: Quantity = parameter(
        {"value": 75_000, "triangular": [60_000, 75_000, 90_000]}, "EUR/FTE/year", (0, 500_000),
        nl="loonkosten coördinatie", en="wage cost of coordination",
        help_nl="Wat een voltijdbaan in de leiding per jaar kost, werkgeverslasten meegeteld.",
        help_en="What a full-time job in management costs in a year, employer's charges included.",
        assumption=True,
    )  # fmt: skip
    staff_cost: Quantity = parameter(
        {"value": 48_000, "triangular": [42_000, 48_000, 58_000]}, "EUR/FTE/year", (0, 500_000),
        nl="loonkosten uitvoering", en="wage cost of staff",
        help_nl="Wat een voltijdbaan in de uitvoering per jaar kost, werkgeverslasten meegeteld.",
        help_en="What a full-time job in the work itself costs in a year, employer's charges included.",
        source="minimum wage EUR 14.71/hour (1 Jan 2026) x 1.30 x 1,878 hours = EUR 35,900; the margin above it "
        "is an assumption",
        assumption=True,
    )  # fmt: skip
    assistant_cost: Quantity = parameter(
        {"value": 80, "uniform": [75, 90]}, "% of wage cost of staff", (0, 300),
        nl="loonkosten helpende", en="wage cost of an assistant",
        help_nl="Wat een baan in de schaal helpende kost, vergeleken met een gewone baan in de uitvoering.",
        help_en="What a job of the grade assistant costs, compared with an ordinary job in the work itself.",
        source="75% is the minimum wage with charges (EUR 35,900 of 48,000); the centre is an assumption",
        assumption=True,
    )  # fmt: skip
    professional_cost: Quantity = parameter(
        {"value": 130, "triangular": [115, 130, 160]}, "% of wage cost of staff", (0, 500),
        nl="loonkosten vakkracht", en="wage cost of a professional",
        help_nl="Wat een baan in de schaal vakkracht kost, vergeleken met een gewone baan in de uitvoering.",
        help_en="What a job of the grade professional costs, compared with an ordinary job in the work itself.",
        assumption=True,
    )  # fmt: skip
    productive_hours: Quantity = parameter(
        {"value": 1_500, "triangular": [1_350, 1_500, 1_600]}, "hours/FTE/year", (1, 2_500),
        nl="werkbare uren", en="productive hours",
        help_nl="Hoeveel uur een voltijdbaan na vakantie, ziekte en overleg per jaar levert.",
        help_en="How many hours a full-time job yields in a year after leave, illness and meetings.",
        assumption=True,
    )  # fmt: skip
    notice: Quantity = parameter(
        3, "months", (1, 36), integer=True,
        nl="tijd om personeel af te bouwen", en="time to reduce staff",
        help_nl="Elke maand gaat een deel van het overschot weg: bij 3 een derde.",
        help_en="Each month a part of the surplus goes: with 3 a third.",
        assumption=True,
    )  # fmt: skip
    hiring: Quantity = parameter(
        2, "months", (1, 36), integer=True,
        nl="tijd om personeel te vinden", en="time to hire",
        help_nl="Elke maand wordt een deel van het tekort ingevuld: bij 2 de helft.",
        help_en="Each month a part of the shortage is filled: with 2 a half.",
        assumption=True,
    )  # fmt: skip
    staff_local: Quantity = parameter(
        {"value": 80, "triangular": [50, 80, 100]}, "%", (0, 100),
        nl="personeel uit de wijk", en="staff from the neighbourhood",
        help_nl="Deel van de lonen dat naar mensen uit de wijk gaat.",
        help_en="Part of the wages that goes to people from the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    wage_taxes: Quantity = parameter(
        {"value": 35, "uniform": [28, 42]}, "% of wage cost", (0, 80),
        nl="belasting en premies op loon", en="taxes and premiums on wages",
        help_nl="Deel van de loonkosten dat naar belastingdienst en verzekeringen gaat, en dus nooit naar de wijk.",
        help_en="Part of the wage cost that goes to tax and insurance, and so never to the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    overhead: Quantity = parameter(
        {"value": 20_000, "triangular": [10_000, 20_000, 35_000]}, "EUR/year", (0, 100_000_000),
        nl="algemene kosten", en="overhead",
        help_nl="Administratie, verzekering, accountant, telefoon.",
        help_en="Bookkeeping, insurance, accountant, telephone.",
        assumption=True,
    )  # fmt: skip
    overhead_local: Quantity = parameter(
        {"value": 10, "uniform": [0, 25]}, "%", (0, 100),
        nl="algemene kosten in de wijk", en="overhead in the neighbourhood",
        help_nl="Deel van de algemene kosten bij bedrijven in de wijk.",
        help_en="Part of the overhead spent at businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    donations: Quantity = parameter(
        {"value": 2_000, "triangular": [0, 2_000, 6_000]}, "EUR/year", (0, 100_000_000),
        nl="giften", en="donations",
        help_nl="Giften van bewoners en bedrijven in de wijk per jaar.",
        help_en="Gifts from residents and local businesses in a year.",
        assumption=True,
    )  # fmt: skip
    liquidity_target: Quantity = parameter(
        {"value": 3, "triangular": [1, 3, 6]}, "months of spending", (0.1, 36),
        nl="gewenste buffer", en="liquidity target",
        help_nl="Bij minder maanden uitgaven op de rekening dan dit gaat het bestuur bezuinigen.",
        help_en="With fewer months of spending in the account than this, the board cuts back.",
        assumption=True,
    )  # fmt: skip
    cutback: Quantity = parameter(
        {"value": 25, "uniform": [10, 40]}, "%", (0, 100),
        nl="bezuiniging", en="cutback",
        help_nl="Hoeveel er hooguit op leiding en algemene kosten wordt bezuinigd als de rekening leeg raakt.",
        help_en="How much at the most is cut from management and overhead as the account runs empty.",
        assumption=True,
    )  # fmt: skip
    profit_payout: Quantity = parameter(
        0, "% of profit", (0, 100),
        nl="winst naar eigenaren elders", en="profit paid to owners elsewhere",
        help_nl="Deel van de winst dat elk jaar naar eigenaren buiten de wijk gaat, zoals bij een gewoon bedrijf.",
        help_en="Part of the profit that goes to owners elsewhere each year, as with an ordinary firm.",
        assumption=True,
    )  # fmt: skip
    inflation: Quantity = parameter(
        {"value": 2.2, "triangular": [1, 2.2, 4]}, "%/year", (-10, 50),
        nl="prijsstijging", en="inflation",
        help_nl="Hoeveel lonen en prijzen per jaar stijgen.",
        help_en="How much wages and prices rise in a year.",
        assumption=True,
    )  # fmt: skip
    credit_market: CreditMarket = CreditMarket()
    crowding_out: Quantity = parameter(
        0, "change per share of grants", (-5, 5),
        nl="verdringing van giften", en="crowding-out of donations",
        help_nl="Hoeveel giften veranderen als alle inkomsten subsidie zouden zijn; onder nul is verdringing.",
        help_en="How much donations change if all income were grants; below zero is crowding-out.",
        source="two thirds of estimates negative: -0.64 in experiments, +0.06 elsewhere (de Wit and Bekkers 2015)",
    )  # fmt: skip
    crowding_out_volunteers: Quantity = parameter(
        0, "change per share of grants", (-5, 5),
        nl="verdringing van vrijwilligers", en="crowding-out of volunteers",
        help_nl="Hoeveel de uren van vrijwilligers veranderen als alle inkomsten subsidie zouden zijn; onder nul is "
        "verdringing.",
        help_en="How much volunteers' hours change if all income were grants; below zero is crowding-out.",
        source="little evidence that public money crowds out time (Bredtmann, IZA World of Labor): -0.2 to 0.06",
    )  # fmt: skip
    volunteer_allowance: Quantity = parameter(
        0, "EUR/hour", (0, 5.6),
        nl="vrijwilligersvergoeding", en="volunteer allowance",
        help_nl="Wat een vrijwilliger per gewerkt uur krijgt. Meer dan 5,60 per uur is loon; boven 210 euro per maand "
        "of 2.100 per jaar wordt niets meer uitbetaald.",
        help_en="What a volunteer gets for an hour worked. More than 5.60 an hour is a wage; above EUR 210 a month or "
        "2,100 a year nothing more is paid.",
        source="untaxed limits of 2025 for those of 21 and older: EUR 5.60/hour, 210/month, 2,100/year (dewve.nl)",
    )  # fmt: skip
    subsidised: Quantity = parameter(
        0, "% of staff", (0, 100),
        nl="personeel met loonkostensubsidie", en="staff on wage-cost subsidy",
        help_nl="Deel van de uitvoerende banen voor mensen met een arbeidsbeperking.",
        help_en="Part of the jobs in the work itself for people with a limited work capacity.",
        assumption=True,
    )  # fmt: skip
    work_capacity: Quantity = parameter(
        {"value": 60, "triangular": [30, 60, 80]}, "% of minimum wage", (0, 100),
        nl="loonwaarde", en="work capacity",
        help_nl="Wat mensen met loonkostensubsidie kunnen leveren, vergeleken met wie die niet heeft.",
        help_en="What people on wage-cost subsidy can deliver, compared with those without.",
        source="47% of people on the subsidy had 50-75% in 2022 (Divosa benchmark); the centre is an assumption",
        assumption=True,
    )  # fmt: skip
    supervision: Quantity = parameter(
        {"value": 6_250, "triangular": [3_000, 6_250, 12_000]}, "EUR/person/year", (0, 100_000),
        nl="begeleiding", en="supervision",
        help_nl="Wat begeleiding van iemand met loonkostensubsidie per jaar kost.",
        help_en="What supervising somebody on wage-cost subsidy costs in a year.",
        source="EUR 250m for 40,000 people in the MKBA of the subsidy (Berenschot 2024, divosa.nl)",
    )  # fmt: skip
    vat_rate: Quantity = parameter(
        21, "% of purchases", (0, 30),
        nl="btw", en="VAT",
        help_nl="Btw over inkopen; alle bedragen in het scenario zijn zonder btw.",
        help_en="VAT on purchases; all amounts of the scenario are without VAT.",
        source="standard rate, belastingdienst.nl (not confirmed)",
    )  # fmt: skip
    vat_reduced_rate: Quantity = parameter(
        9, "% of purchases", (0, 30),
        nl="laag btw-tarief", en="reduced VAT rate",
        help_nl="Btw over inkopen die onder het lage tarief vallen, zoals eten.",
        help_en="VAT on purchases under the reduced rate, such as food.",
        source="reduced rate, belastingdienst.nl (not confirmed)",
    )  # fmt: skip
    vat_exempt: Quantity = parameter(
        0, "% of turnover", (0, 100),
        nl="vrijgesteld van btw", en="exempt from VAT",
        help_nl="Deel van de omzet zonder btw, zoals verhuur en zorg: over dat deel komt btw op inkoop niet terug.",
        help_en="Part of turnover without VAT, such as letting and care: on that part VAT on purchases is lost.",
        assumption=True,
    )  # fmt: skip
    small_business_scheme: bool = Field(
        default=False, description="Takes part in the small-business scheme (KOR): no VAT, none reclaimed"
    )
    crowdfunding: dict[str, Crowdfunding] = Field(default_factory=dict, description="Campaigns by name")
    contracts: dict[str, Contract] = Field(default_factory=dict, description="Contracts by name")
    grants: dict[str, Grant] = Field(default_factory=dict, description="Grants by name")
    loans: dict[str, Loan] = Field(default_factory=dict, description="Loans by name")
    trade: dict[str, Trade] = Field(default_factory=dict, description="Own sales by name")
