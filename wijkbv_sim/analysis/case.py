"""One asset as the municipality looks at it: the numbers that its options are worked out with."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.scenario.asset import PriceBasis, WayIn
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.money import Repayment
from wijkbv_sim.scenario.parameter import Section, described
from wijkbv_sim.scenario.parties import Party

if TYPE_CHECKING:
    from wijkbv_sim.scenario.asset import Asset
    from wijkbv_sim.scenario.money import Loan
    from wijkbv_sim.scenario.schema import Scenario

MONTHS = 12

AID_YEARS = 3
"""Over how many years aid is added up."""


@dataclass(frozen=True)
class Case:
    """The numbers of one asset, at their central values."""

    market_value: float
    real_growth: float
    selling_cost: float
    price: float
    transfer_tax: float
    way_in: WayIn
    ground: float
    ground_lease: float
    rent: float
    sale_price: float
    upkeep: float
    backlog: float
    market_rent: float
    lease_rent: float
    lease_upkeep: float
    lease_backlog: float
    integral_cost: float
    discount_rate: float
    horizon: int
    reverter: bool
    only_candidate: bool
    general_interest: bool
    soft_loans: float
    other_aid: float

    @property
    def value_left(self) -> float:
        """What the asset is worth at the end, in euros of now."""
        return self.market_value * (1 + self.real_growth) ** self.horizon

    @property
    def proceeds(self) -> float:
        """What selling leaves the municipality after its cost."""
        return self.sale_price * (1 - self.selling_cost)

    @property
    def transfer_rent(self) -> float:
        """The ground lease that goes on after a transfer in long lease; nothing after any other."""
        return self.ground_lease if self.way_in is WayIn.LEASE else 0.0


def soft_loan_benefit(loan: Loan, reference_rate: float) -> float:
    """What a borrower saves in three years by a rate below the market's, in euros; nothing where it is not below."""
    amount, rate = _central(loan, "amount"), _central(loan, "rate")
    months, grace = int(_central(loan, "term")) * MONTHS, int(_central(loan, "grace"))
    owed, saved = amount, 0.0
    for month in range(1, min(AID_YEARS * MONTHS, months) + 1):
        saved += owed * max(reference_rate - rate, 0.0) / MONTHS
        if month > grace and loan.repayment is not Repayment.BULLET:
            left = months - month + 1
            i = rate / MONTHS
            linear = loan.repayment is Repayment.LINEAR or i < 1e-12
            owed -= owed / left if linear else owed * i / ((1 + i) ** left - 1)
    return saved


def _central(section: Section, name: str) -> float:
    """A number as the model sees it: its central value, percentages as fractions."""
    meta = described(type(section).model_fields[name])
    assert meta is not None  # only numbers of the schema are asked for
    return central(getattr(section, name), meta) * meta.scale


def case_of(scenario: Scenario, asset: Asset) -> Case:
    """The numbers of an asset, in euros of now.

    They are those of the asset, not of the way in which the company has it: so every option is worth the same in
    scenarios that differ in that alone.
    """
    side = asset.municipality
    value, selling_cost = _central(asset, "market_value"), _central(asset, "selling_cost")
    # The sale value is what is left after the cost of selling, so the buyer pays more than that.
    sold = _central(side, "sale_value") / (1 - selling_cost)
    lease = _central(asset, "lease")
    inflation = _central(scenario.money, "inflation")
    upkeep, lease_upkeep = _central(side, "upkeep"), _central(side, "lease_upkeep")
    ground, years = _central(asset, "not_written_off"), _central(asset, "depreciation_years")
    rate = _central(side, "discount_rate")
    capital = value * rate + value * (1 - ground) / years
    own_loans = [loan for loan in scenario.money.loans.values() if loan.lender is Party.MUNICIPALITY]
    reference = _central(side, "reference_rate")
    return Case(
        market_value=value,
        real_growth=(1 + _central(asset, "value_growth")) / (1 + inflation) - 1,
        selling_cost=selling_cost,
        price=_price(asset),
        transfer_tax=_central(asset, "transfer_tax"),
        way_in=asset.way_in,
        ground=ground,
        ground_lease=lease,
        rent=_central(side, "rent"),
        sale_price=sold or value,
        upkeep=upkeep,
        backlog=_central(side, "backlog"),
        market_rent=_central(side, "market_rent"),
        # Where the company rents it, what it pays is what the municipality gets, in the options as in the run.
        lease_rent=lease if asset.way_in is WayIn.RENT else _central(side, "lease_rent"),
        lease_upkeep=lease_upkeep,
        lease_backlog=_central(side, "lease_backlog"),
        integral_cost=_central(side, "integral_cost") or capital + upkeep * (1 - lease_upkeep),
        discount_rate=rate,
        horizon=int(_central(side, "horizon")),
        reverter=asset.municipality.reverter_clause or _central(asset, "reverter") > 0,
        only_candidate=side.only_candidate,
        general_interest=side.general_interest,
        soft_loans=sum(soft_loan_benefit(loan, reference) for loan in own_loans),
        other_aid=_central(side, "other_aid"),
    )


def _price(asset: Asset) -> float:
    match asset.price_at:
        case PriceBasis.SYMBOLIC:
            return 1.0
        case PriceBasis.BOOK_VALUE:
            return _central(asset, "book_value")
        case PriceBasis.MARKET_VALUE:
            return _central(asset, "market_value")
        case _:
            return _central(asset, "price")
