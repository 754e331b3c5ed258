"""What every asset has, whatever its kind: how it is come by, what it costs, how it is kept and parted with."""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from pydantic import Field

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.parties import start_month
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.text import Title


class WayIn(StrEnum):
    """How the company comes by an asset."""

    TRANSFER = "transfer"
    PURCHASE = "purchase"
    LEASE = "lease"
    RENT = "rent"
    NEW_BUILD = "new_build"

    @property
    def owned(self) -> bool:
        """Whether the asset itself stands on the company's own balance sheet."""
        return self in (WayIn.TRANSFER, WayIn.PURCHASE, WayIn.NEW_BUILD)

    @property
    def mortgageable(self) -> bool:
        """Whether a lender can take it as security and the company can sell it: owned, or in long lease."""
        return self is not WayIn.RENT

    @property
    def taxed(self) -> bool:
        """Whether transfer tax is due: new building comes under VAT instead, which is in its price."""
        return self is not WayIn.NEW_BUILD


class PriceBasis(StrEnum):
    """At what price an asset changes hands."""

    STATED = "stated"
    SYMBOLIC = "symbolic"
    BOOK_VALUE = "book_value"
    MARKET_VALUE = "market_value"


class MaintenanceItem(Section):
    """One lump of the maintenance plan (MJOP)."""

    title: Title | None = Field(default=None, description="What is done")
    year: Quantity = parameter(
        REQUIRED, "year", (1, 40), integer=True,
        nl="jaar", en="year",
        help_nl="In welk jaar na de overname het werk nodig is.",
        help_en="In which year after the start the work is due.",
        assumption=True,
    )  # fmt: skip
    cost: Quantity = parameter(
        REQUIRED, "EUR", (0, 1_000_000_000),
        nl="kosten", en="cost",
        help_nl="Wat het werk kost, in prijzen van nu.",
        help_en="What the work costs, at today's prices.",
        assumption=True,
    )  # fmt: skip


class MunicipalSide(Section):
    """What the municipality would have had of the asset otherwise, and what the law asks about handing it over.

    These are figures of the asset itself, the same whichever way the company comes by it. What the company's having
    it takes from the municipality and saves it follows from them and from that way, and so do the transfer options.
    """

    rent: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="gederfde huur", en="rent foregone",
        help_nl="Huur die de gemeente zonder het buurtbedrijf voor dit bezit zou krijgen.",
        help_en="Rent that the municipality would get for this asset without the company.",
        assumption=True,
    )  # fmt: skip
    sale_value: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="gederfde verkoopopbrengst", en="sale value foregone",
        help_nl="Wat de gemeente na verkoopkosten overhoudt als zij aan een ander verkoopt. 0 als zij dat niet zou "
        "doen: de keuze om te verkopen rekent dan met de marktwaarde min verkoopkosten.",
        help_en="What selling to another leaves the municipality after the cost of selling. 0 where it would not sell: "
        "the option to sell then counts market value less that cost.",
        assumption=True,
    )  # fmt: skip
    upkeep: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="bespaard beheer en onderhoud", en="upkeep avoided",
        help_nl="Wat de gemeente zelf per jaar aan beheer en onderhoud kwijt zou zijn.",
        help_en="What the municipality itself would spend on upkeep in a year.",
        assumption=True,
    )  # fmt: skip
    backlog: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="bespaard achterstallig onderhoud", en="maintenance backlog avoided",
        help_nl="Wat de gemeente aan achterstallig onderhoud zou moeten inhalen.",
        help_en="What the municipality would have to spend on the maintenance backlog.",
        assumption=True,
    )  # fmt: skip
    market_rent: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="markthuur", en="market rent",
        help_nl="Wat een ander per jaar aan huur zou betalen; wat het buurtbedrijf minder betaalt is steun.",
        help_en="What another would pay in rent for a year; what the company pays less is aid.",
        assumption=True,
    )  # fmt: skip
    integral_cost: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="integrale kosten", en="integral cost",
        help_nl="Kapitaallasten, onderhoud, beheer, belasting en verzekering per jaar; 0: geschat.",
        help_en="Capital cost, maintenance, management, tax and insurance in a year; 0: estimated.",
        source="at least integral cost for letting (art. 25i Mededingingswet; metafoorvastgoed.nl)",
        assumption=True,
    )  # fmt: skip
    lease_rent: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="huur bij verhuur aan het buurtbedrijf", en="rent when let to the company",
        help_nl="Wat de gemeente per jaar krijgt als zij het bezit houdt en aan het buurtbedrijf verhuurt. Huurt het "
        "buurtbedrijf al, dan telt de huur die het betaalt.",
        help_en="What the municipality gets in a year when it keeps the asset and lets it to the company. Where the "
        "company rents it already, the rent that it pays counts.",
        assumption=True,
    )  # fmt: skip
    lease_upkeep: Quantity = parameter(
        100, "%", (0, 100),
        nl="onderhoud door de huurder", en="upkeep by the tenant",
        help_nl="Welk deel van beheer en onderhoud per jaar bij verhuur voor de huurder is.",
        help_en="Which part of the yearly upkeep the tenant bears when it is let.",
        assumption=True,
    )  # fmt: skip
    lease_backlog: Quantity = parameter(
        100, "%", (0, 100),
        nl="achterstand door de huurder", en="backlog by the tenant",
        help_nl="Welk deel van het achterstallig onderhoud bij verhuur voor de huurder is.",
        help_en="Which part of the maintenance backlog the tenant makes up when it is let.",
        assumption=True,
    )  # fmt: skip
    other_aid: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="andere steun in drie jaar", en="other aid in three years",
        help_nl="De-minimissteun die het buurtbedrijf in drie jaar al kreeg of nog krijgt.",
        help_en="De-minimis aid that the company has had or will have within three years.",
        assumption=True,
    )  # fmt: skip
    reference_rate: Quantity = parameter(
        5, "%/year", (0, 30),
        nl="marktrente", en="market interest rate",
        help_nl="De rente die een bank zou vragen; wat een lening van de gemeente goedkoper is telt als steun.",
        help_en="The rate that a bank would ask; what a loan of the municipality is cheaper counts as aid.",
        assumption=True,
    )  # fmt: skip
    discount_rate: Quantity = parameter(
        2.25, "%/year", (-5, 20),
        nl="discontovoet", en="discount rate",
        help_nl="De reële rente waarmee de gemeente latere jaren terugrekent naar nu.",
        help_en="The real rate at which the municipality counts later years back to now.",
        source="2.25% real since 1 Jan 2021 (rwseconomie.nl/discontovoet)",
    )  # fmt: skip
    horizon: Quantity = parameter(
        30, "years", (1, 100), integer=True,
        nl="aantal jaren", en="years looked ahead",
        help_nl="Over hoeveel jaren de keuzes vergeleken worden; daarna telt wat het bezit nog waard is.",
        help_en="Over how many years the options are compared; after that the remaining value counts.",
        assumption=True,
    )  # fmt: skip
    only_candidate: bool = Field(
        default=False, description="The company is the only serious candidate, with reasons given"
    )
    general_interest: bool = Field(
        default=False, description="The company is entrusted with a service of general economic interest (DAEB)"
    )
    reverter_clause: bool = Field(
        default=False, description="The asset goes back to the municipality when the purpose ends (kettingbeding)"
    )


def running_cost(default: Any, unit: str, high: float = 1_000_000, *, source: str | None = None) -> Quantity:
    """The parameter that says what an asset costs to run."""
    found: Quantity = parameter(
        default, unit, (0, high),
        nl="exploitatiekosten", en="running cost",
        help_nl="Energie, schoonmaak, verzekering, belasting en klein onderhoud.",
        help_en="Energy, cleaning, insurance, taxes and small repairs.",
        source=source,
        assumption=True,
    )  # fmt: skip
    return found


def maintenance_reserve(default: Any, unit: str, high: float = 1_000_000, *, source: str | None = None) -> Quantity:
    """The parameter that says what is put aside for the maintenance plan."""
    found: Quantity = parameter(
        default, unit, (0, high),
        nl="opzij voor groot onderhoud", en="put aside for maintenance",
        help_nl="Wat per jaar in de voorziening voor groot onderhoud gaat.",
        help_en="What goes into the maintenance provision in a year.",
        source=source,
        assumption=True,
    )  # fmt: skip
    return found


def transfer_tax(default: Any = 10.4, *, source: str | None = None) -> Quantity:
    """The parameter for the tax on the price."""
    found: Quantity = parameter(
        default, "% of price", (0, 30),
        nl="overdrachtsbelasting", en="transfer tax",
        help_nl="Belasting over de koopprijs; bij nieuwbouw niet verschuldigd.",
        help_en="Tax on the price; not due on new building.",
        source=source or "10.4% on non-residential property since 2023 (not confirmed)",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    return found


def depreciation_years(default: Any = 30, *, source: str | None = None) -> Quantity:
    """The parameter for the years over which an asset is written off."""
    found: Quantity = parameter(
        default, "years", (1, 100), integer=True,
        nl="afschrijving", en="depreciation",
        help_nl="In hoeveel jaar koopprijs en verbouwing worden afgeschreven.",
        help_en="Over how many years price and renovation are written off.",
        source=source,
        assumption=True,
    )  # fmt: skip
    return found


def not_written_off(default: Any = 0) -> Quantity:
    """The parameter for the part of the price that keeps its value: the ground."""
    found: Quantity = parameter(
        default, "% of price", (0, 100),
        nl="grond in de prijs", en="ground in the price",
        help_nl="Deel van de prijs dat niet wordt afgeschreven, omdat grond niet slijt.",
        help_en="Part of the price that is not written off, for ground does not wear.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    return found


class Asset(Section):
    """What is common to all kinds of assets."""

    title: Title | None = Field(default=None, description="The asset's name on screens")
    way_in: WayIn = Field(default=WayIn.RENT, strict=False, description="How the company comes by it")
    price_at: PriceBasis = Field(
        default=PriceBasis.STATED, strict=False,
        description="The price is as stated, one euro (symbolic), the seller's book value, or the market value",
    )  # fmt: skip
    start_month: Quantity = start_month()
    lease_with_vat: bool = Field(
        default=False, description="The landlord charges VAT on the rent (opted for taxed letting)"
    )
    price: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="koopprijs", en="price",
        help_nl="Wat er bij overname betaald wordt. Eén euro is een symbolische prijs.",
        help_en="What is paid on taking over. One euro is a symbolic price.",
        source="EUR 1 in Emmen (2014, straatbeeld.nl)",
        counts="at_beginning",
    )  # fmt: skip
    book_value: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="boekwaarde bij de verkoper", en="seller's book value",
        help_nl="Voor hoeveel het in de boeken van de verkoper staat; de prijs als daarvoor gekozen is.",
        help_en="What it stands for in the seller's books; the price where that is chosen.",
        assumption=True,
    )  # fmt: skip
    market_value: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="marktwaarde", en="market value",
        help_nl="Wat het op de markt waard is, volgens taxatie; 0: onbekend, dan telt de boekwaarde.",
        help_en="What it is worth on the market, as valued; 0: unknown, then the book value counts.",
        assumption=True,
    )  # fmt: skip
    value_growth: Quantity = parameter(
        0, "%/year", (-20, 20),
        nl="waardestijging", en="growth in value",
        help_nl="Hoeveel de marktwaarde per jaar stijgt of daalt.",
        help_en="How much the market value rises or falls in a year.",
        assumption=True,
    )  # fmt: skip
    valuation_cost: Quantity = parameter(
        0, "EUR", (0, 10_000_000),
        nl="taxatie, notaris en advies", en="valuation, notary and advice",
        help_nl="Wat het kost om over te nemen, naast prijs en belasting; wordt mee afgeschreven.",
        help_en="What taking over costs beside price and tax; written off with them.",
        assumption=True,
        counts="at_beginning",
    )  # fmt: skip
    transfer_tax: Quantity = transfer_tax()
    renovation: Quantity = parameter(
        0, "EUR", (0, 1_000_000_000),
        nl="bouw of verbouwing", en="building or renovation",
        help_nl="Wat bouwen of geschikt maken kost; wordt over de jaren afgeschreven.",
        help_en="What building it or making it fit for use costs; written off over the years.",
        assumption=True,
        counts="while_built",
    )  # fmt: skip
    renovation_local: Quantity = parameter(
        {"value": 30, "uniform": [0, 60]}, "%", (0, 100),
        nl="verbouwing door bedrijven in de wijk", en="renovation by local businesses",
        help_nl="Deel van bouw, verbouwing en onderhoud dat naar aannemers uit de wijk gaat.",
        help_en="Part of building, renovation and maintenance that goes to builders in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    works_months: Quantity = parameter(
        0, "months", (0, 240), integer=True,
        nl="bouwtijd", en="building time",
        help_nl="Hoeveel maanden er gebouwd wordt voordat het in gebruik is; de kosten lopen gelijk op.",
        help_en="For how many months there is building before it is in use; the cost is spread over them.",
        assumption=True,
        counts="until_open",
    )  # fmt: skip
    works_overrun: Quantity = parameter(
        0, "%", (-50, 500),
        nl="meerkosten van de bouw", en="cost overrun",
        help_nl="Hoeveel de bouw of verbouwing duurder uitvalt dan begroot.",
        help_en="How much more building or renovation costs than was budgeted.",
        assumption=True,
        counts="while_built",
    )  # fmt: skip
    depreciation_years: Quantity = depreciation_years()
    not_written_off: Quantity = not_written_off()
    lease: Quantity = parameter(
        0, "EUR/year", (0, 100_000_000),
        nl="huur of erfpacht", en="rent or ground lease paid",
        help_nl="Wat het buurtbedrijf er zelf per jaar aan huur of erfpacht voor betaalt.",
        help_en="What the company itself pays for it in rent or ground lease in a year.",
        assumption=True,
    )  # fmt: skip
    landlord_is_municipality: bool = Field(
        default=True, description="Price, rent and ground lease go to the municipality, else to an institution"
    )
    running_cost_local: Quantity = parameter(
        {"value": 20, "uniform": [5, 40]}, "%", (0, 100),
        nl="exploitatiekosten in de wijk", en="running cost in the neighbourhood",
        help_nl="Deel van de exploitatiekosten bij bedrijven in de wijk.",
        help_en="Part of the running cost spent at businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    volunteer_hours: Quantity = parameter(
        0, "hours/year", (0, 1_000_000),
        nl="vrijwilligersuren voor het bezit", en="volunteer hours for the asset",
        help_nl="Hoeveel uur vrijwilligers per jaar nodig zijn om het te beheren.",
        help_en="How many volunteer hours it takes to run it for a year.",
        assumption=True,
    )  # fmt: skip
    initial_condition: Quantity = parameter(
        80, "%", (0, 100),
        nl="staat bij de start", en="condition at the start",
        help_nl="Hoe goed het erbij staat: 100 is als nieuw.",
        help_en="How good a state it is in: 100 is as new.",
        assumption=True,
    )  # fmt: skip
    decay: Quantity = parameter(
        {"value": 2, "triangular": [1, 2, 4]}, "%/year", (0, 100),
        nl="slijtage", en="decay",
        help_nl="Hoeveel de staat per jaar achteruitgaat als onderhoud achterblijft.",
        help_en="How much the condition worsens in a year when maintenance falls behind.",
        assumption=True,
    )  # fmt: skip
    condition_wanted: Quantity = parameter(
        60, "%", (1, 100),
        nl="staat die gebruikers verwachten", en="condition that users expect",
        help_nl="Onder deze staat brengt het minder op, evenredig met wat eraan ontbreekt.",
        help_en="Below this condition it yields less, in proportion to what is lacking.",
        assumption=True,
    )  # fmt: skip
    maintenance_buffer: Quantity = parameter(
        {"value": 1, "uniform": [0, 3]}, "months of spending", (0, 36),
        nl="geld dat blijft staan bij groot onderhoud", en="cash kept back from planned work",
        help_nl="Hoeveel maanden uitgaven er op de rekening moeten blijven voordat groot onderhoud wordt gedaan.",
        help_en="How many months of spending must stay in the account before planned work is done.",
        assumption=True,
    )  # fmt: skip
    sell_month: Quantity = parameter(
        0, "month", (0, 480), integer=True,
        nl="verkoopmaand", en="month of sale",
        help_nl="In welke maand het buurtbedrijf het verkoopt of teruggeeft; 0 is nooit.",
        help_en="In which month the company sells it or gives it back; 0 is never.",
        assumption=True,
    )  # fmt: skip
    selling_cost: Quantity = parameter(
        3, "% of value", (0, 50),
        nl="verkoopkosten", en="cost of selling",
        help_nl="Deel van de verkoopprijs dat naar makelaar, notaris en advies gaat.",
        help_en="Part of the sale price that goes to agent, notary and advice.",
        assumption=True,
    )  # fmt: skip
    reverter: Quantity = parameter(
        0, "% of gain", (0, 100),
        nl="winst terug naar de gemeente", en="gain returned to the municipality",
        help_nl="Deel van de winst bij doorverkoop dat volgens de overdrachtsakte naar de gemeente gaat.",
        help_en="Part of the gain on resale that the deed of transfer gives to the municipality.",
        assumption=True,
    )  # fmt: skip
    municipality: MunicipalSide = MunicipalSide()
    maintenance: tuple[MaintenanceItem, ...] = Field(
        default=(), max_length=200, description="The maintenance plan: lumps of work, each in its year"
    )
