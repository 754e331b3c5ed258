"""The chart of accounts, in the order of the Dutch layout for small legal entities, and the sectors.

Balances are debit minus credit: assets and expenses are positive, liabilities, equity and income negative.
"""

from __future__ import annotations

from enum import IntEnum, StrEnum


class Kind(StrEnum):
    """What an account is."""

    ASSET = "asset"
    LIABILITY = "liability"
    EQUITY = "equity"
    INCOME = "income"
    EXPENSE = "expense"


class Account(IntEnum):
    """The company's accounts. The number is the row in the ledger."""

    BANK = 0
    RECEIVABLES = 1
    PROPERTY = 2
    DEPRECIATION_TO_DATE = 3
    LOANS = 4
    MAINTENANCE_PROVISION = 5
    TAX_PAYABLE = 6
    MEMBER_SHARES = 7
    RESERVES = 8
    NEIGHBOURHOOD_FUND = 9
    PRICE_CUT_FUND = 10
    START_UP_FUND = 11
    INCOME_CONTRACTS = 12
    INCOME_USER_FEES = 13
    INCOME_RENT = 14
    INCOME_HIRE = 15
    INCOME_TRADE = 16
    INCOME_GRANTS = 17
    INCOME_DONATIONS = 18
    INCOME_NEIGHBOURHOOD_BUDGET = 19
    INCOME_WAGE_SUBSIDY = 20
    INCOME_MEMBER_FEES = 21
    INCOME_ENERGY = 22
    INCOME_TARIFF = 23
    INCOME_FIBRE = 24
    INCOME_DISPOSAL = 25
    WAGES = 26
    PURCHASES = 27
    SERVICE_OVERHEAD = 28
    OVERHEAD = 29
    VOLUNTEER_COSTS = 30
    OUTREACH = 31
    BUILDING_RUNNING = 32
    BUILDING_LEASE = 33
    MAINTENANCE = 34
    LOST_VAT = 35
    DEPRECIATION = 36
    INTEREST = 37
    SHARE_INTEREST = 38
    TAX = 39
    BOOK_LOSS = 40

    @property
    def kind(self) -> Kind:
        """Asset, liability, equity, income or expense."""
        if self <= Account.DEPRECIATION_TO_DATE:
            return Kind.ASSET
        if self <= Account.TAX_PAYABLE:
            return Kind.LIABILITY
        if self <= Account.START_UP_FUND:
            return Kind.EQUITY
        return Kind.INCOME if self < Account.WAGES else Kind.EXPENSE

    @property
    def label_nl(self) -> str:
        """The name on Dutch screens and statements."""
        return _LABELS[self][0]

    @property
    def label_en(self) -> str:
        """The name on English screens and statements."""
        return _LABELS[self][1]


class Sector(IntEnum):
    """Who stands at the other side of a payment."""

    INTERNAL = 0
    HOUSEHOLDS = 1
    LOCAL_BUSINESS = 2
    HOUSEHOLDS_ELSEWHERE = 3
    BUSINESS_ELSEWHERE = 4
    MUNICIPALITY = 5
    STATE = 6
    FUNDS = 7
    BANK = 8
    MEMBERS = 9
    INSTITUTIONS = 10

    @property
    def local(self) -> bool:
        """Whether money that goes there is in the neighbourhood."""
        return self in (Sector.HOUSEHOLDS, Sector.LOCAL_BUSINESS, Sector.MEMBERS)

    @property
    def label_nl(self) -> str:
        """The name on Dutch screens."""
        return _SECTORS[self][0]

    @property
    def label_en(self) -> str:
        """The name on English screens."""
        return _SECTORS[self][1]


_LABELS: dict[Account, tuple[str, str]] = {
    Account.BANK: ("bank", "bank"),
    Account.RECEIVABLES: ("debiteuren", "receivables"),
    Account.PROPERTY: ("gebouwen en installaties", "buildings and installations"),
    Account.DEPRECIATION_TO_DATE: ("daarop afgeschreven", "depreciation to date"),
    Account.LOANS: ("leningen", "loans"),
    Account.MAINTENANCE_PROVISION: ("voorziening groot onderhoud", "maintenance provision"),
    Account.TAX_PAYABLE: ("te betalen belasting", "tax payable"),
    Account.MEMBER_SHARES: ("ledenkapitaal", "members' shares"),
    Account.RESERVES: ("reserves", "reserves"),
    Account.NEIGHBOURHOOD_FUND: ("wijkfonds", "neighbourhood fund"),
    Account.PRICE_CUT_FUND: ("opzij voor lagere contributie", "put aside for lower fees"),
    Account.START_UP_FUND: ("opzij voor nieuwe diensten", "put aside for new services"),
    Account.INCOME_CONTRACTS: ("contracten", "contracts"),
    Account.INCOME_USER_FEES: ("eigen bijdragen", "user fees"),
    Account.INCOME_RENT: ("vaste verhuur", "rent"),
    Account.INCOME_HIRE: ("losse verhuur", "room hire"),
    Account.INCOME_TRADE: ("eigen verkoop", "trade"),
    Account.INCOME_GRANTS: ("subsidies en fondsen", "grants"),
    Account.INCOME_DONATIONS: ("giften", "donations"),
    Account.INCOME_NEIGHBOURHOOD_BUDGET: ("wijkbudget", "neighbourhood budget"),
    Account.INCOME_WAGE_SUBSIDY: ("loonkostensubsidie", "wage-cost subsidy"),
    Account.INCOME_MEMBER_FEES: ("contributies", "membership fees"),
    Account.INCOME_ENERGY: ("verkoop van energie", "energy sold"),
    Account.INCOME_TARIFF: ("subsidie op energie", "subsidy on energy"),
    Account.INCOME_FIBRE: ("abonnementen glasvezel", "fibre subscriptions"),
    Account.INCOME_DISPOSAL: ("boekwinst bij verkoop", "gain on disposal"),
    Account.WAGES: ("lonen", "wages"),
    Account.PURCHASES: ("inkoop", "purchases"),
    Account.SERVICE_OVERHEAD: ("vaste kosten diensten", "fixed cost of services"),
    Account.OVERHEAD: ("algemene kosten", "overhead"),
    Account.VOLUNTEER_COSTS: ("kosten vrijwilligers", "volunteer costs"),
    Account.OUTREACH: ("werving van leden", "outreach"),
    Account.BUILDING_RUNNING: ("exploitatie van bezit", "running cost of assets"),
    Account.BUILDING_LEASE: ("huur en erfpacht", "rent and ground lease"),
    Account.MAINTENANCE: ("groot onderhoud", "maintenance"),
    Account.LOST_VAT: ("btw die niet terugkomt", "VAT that cannot be reclaimed"),
    Account.DEPRECIATION: ("afschrijving", "depreciation"),
    Account.INTEREST: ("rente", "interest"),
    Account.SHARE_INTEREST: ("rente op certificaten", "interest on shares"),
    Account.TAX: ("vennootschapsbelasting", "corporation tax"),
    Account.BOOK_LOSS: ("boekverlies en afboeking", "loss on disposal and write-off"),
}

_SECTORS: dict[Sector, tuple[str, str]] = {
    Sector.INTERNAL: ("geen", "none"),
    Sector.HOUSEHOLDS: ("bewoners", "residents' households"),
    Sector.LOCAL_BUSINESS: ("bedrijven in de wijk", "local businesses"),
    Sector.HOUSEHOLDS_ELSEWHERE: ("mensen van buiten de wijk", "households elsewhere"),
    Sector.BUSINESS_ELSEWHERE: ("bedrijven elders", "businesses elsewhere"),
    Sector.MUNICIPALITY: ("gemeente", "municipality"),
    Sector.STATE: ("rijk", "state"),
    Sector.FUNDS: ("fondsen", "funds"),
    Sector.BANK: ("bank", "bank"),
    Sector.MEMBERS: ("leden", "members"),
    Sector.INSTITUTIONS: ("corporaties en verzekeraars", "corporations and insurers"),
}
