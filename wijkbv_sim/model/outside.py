"""The counterfactual: the same public money in the hands of a contractor from elsewhere, as flows by sector."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Sector, Tally
from wijkbv_sim.ledger.tally import received_from
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.actor import same

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]

PUBLIC = [Sector.MUNICIPALITY, Sector.STATE, Sector.INSTITUTIONS]
"""Who would have spent the money with somebody else; loans of theirs come back and are left out."""

PAID_BY_THEM = Tally(public=received_from(*PUBLIC))

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

    ``public_money`` (replicates,) and ``flows`` (sectors in the order of NAMES, replicates) are in cents, and add up to
    the cent. No posting of the company's.
    """

    def __init__(self, model: NeighbourhoodModel) -> None:
        self._model = model
        nothing = np.zeros(model.replicates, dtype=np.int64)
        self.public_money: Cents = nothing
        self.flows: Cents = np.zeros((len(NAMES), model.replicates), dtype=np.int64)
        self._inputs: tuple[Floats, ...] = ()

    def _look_at_parameters(self) -> None:
        """Work out what of each euro stays and comes round, where a number has changed since the last time."""
        economy, company = self._model.economy, self._model.company
        inputs = (
            economy.outside_wages, economy.outside_purchases, economy.outside_payroll, economy.outside_profit,
            economy.household_spending, economy.business_wages, economy.business_purchases, company.wage_taxes,
        )  # fmt: skip
        # The timeline replaces a parameter's array: as long as they are the same ones, nothing has changed.
        if same(inputs, self._inputs):
            return
        self._inputs = inputs
        bought = np.maximum(1.0 - economy.outside_payroll - economy.outside_profit, 0.0)
        here = np.minimum(economy.outside_wages, economy.outside_payroll * (1.0 - company.wage_taxes))
        locally = np.minimum(economy.outside_purchases, bought)
        self._here, self._locally = here, locally
        lm3, multiplier = economy.of_each_euro(np.ones_like(here), here, locally)
        self._of_each_euro = {
            "outside_retention": here + locally, "lm3_outside": lm3, "outside_multiplier": multiplier
        }  # fmt: skip

    def month(self) -> None:
        """Spend this month's public money."""
        self._look_at_parameters()
        model = self._model
        money = model.ledger.tally(PAID_BY_THEM)[0]
        for loan in model.loans:
            if loan.sector in PUBLIC:
                money = money - loan.drawn
        self.public_money = money
        self.flows = np.empty_like(self.flows)
        actor_kernels.spend_elsewhere(
            money, model.economy.outside_payroll, model.company.wage_taxes, self._here, self._locally, self.flows
        )

    def seen(self) -> dict[str, Floats]:
        """The month in euros by name, and what stays and comes round of each euro (replicates,)."""
        return {
            "public_money": self.public_money / 100.0,
            **dict(zip(NAMES.values(), self.flows / 100.0, strict=True)),
            **self._of_each_euro,
        }
