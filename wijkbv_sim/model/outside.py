"""The counterfactual: the same public money in the hands of a contractor from elsewhere, as flows by sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Sector, cents, share_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]

PUBLIC = [Sector.MUNICIPALITY, Sector.STATE, Sector.INSTITUTIONS]
"""Who would have spent the money with somebody else; loans of theirs come back and are left out."""

NAMES = {
    Sector.HOUSEHOLDS: "outside_to_residents",
    Sector.LOCAL_BUSINESS: "outside_to_local_business",
    Sector.HOUSEHOLDS_ELSEWHERE: "outside_to_people_elsewhere",
    Sector.BUSINESS_ELSEWHERE: "outside_to_business_elsewhere",
    Sector.STATE: "outside_to_state",
}
"""The variable that shows what each sector would have got; profit is with businesses elsewhere."""


class OutsideContractor:
    """Takes each month what public bodies paid the company, and spends it as a provider from elsewhere does.

    ``public_money`` and ``flows`` (by sector) are in cents, and add up to the cent. No posting of the company's.
    """

    def __init__(self, model: NeighbourhoodModel) -> None:
        self._model = model
        nothing = np.zeros(model.replicates, dtype=np.int64)
        self.public_money: Cents = nothing
        self.flows: dict[Sector, Cents] = dict.fromkeys(NAMES, nothing)

    def net_wages(self) -> Floats:
        """What of each euro would be net wages, here and elsewhere."""
        return np.asarray(self._model.economy.outside_payroll * (1 - self._model.company.wage_taxes))

    def shares(self) -> tuple[Floats, Floats]:
        """What of each euro would reach residents and local businesses: no more than wages and purchases are."""
        economy = self._model.economy
        bought = np.maximum(1 - economy.outside_payroll - economy.outside_profit, 0.0)
        return np.minimum(economy.outside_wages, self.net_wages()), np.minimum(economy.outside_purchases, bought)

    def month(self) -> None:
        """Spend this month's public money."""
        model = self._model
        money = model.ledger.received[PUBLIC].sum(axis=0)
        for loan in model.loans:
            if loan.sector in PUBLIC:
                money = money - loan.drawn
        self.public_money = money
        wages, rest = share_of(money, model.economy.outside_payroll)
        taxes, net = share_of(wages, model.company.wage_taxes)
        here, locally = self.shares()
        residents = np.minimum(cents(money / 100 * here), net)
        local = np.minimum(cents(money / 100 * locally), rest)
        self.flows = {
            Sector.HOUSEHOLDS: residents,
            Sector.LOCAL_BUSINESS: local,
            Sector.HOUSEHOLDS_ELSEWHERE: net - residents,
            # What is neither wage nor bought locally is bought elsewhere, or profit of owners there.
            Sector.BUSINESS_ELSEWHERE: rest - local,
            Sector.STATE: taxes,
        }

    def seen(self) -> dict[str, Floats]:
        """The month in euros by name, and what stays and comes round of each euro (replicates,)."""
        here, locally = self.shares()
        one = np.ones_like(here)
        economy = self._model.economy
        return {
            "public_money": self.public_money / 100,
            **{name: self.flows[sector] / 100 for sector, name in NAMES.items()},
            "outside_retention": here + locally,
            "lm3_outside": economy.lm3(one, here, locally),
            "outside_multiplier": economy.multiplier(one, here, locally),
        }
