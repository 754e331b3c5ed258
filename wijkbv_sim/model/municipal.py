"""What the company costs the municipality, on balance, month by month."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Sector

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]


def net_cost(model: NeighbourhoodModel) -> Floats:
    """The month's net cost to the municipality in euros (replicates,); negative where it gains.

    What it paid the company less what it got of it is read from the ledger: contracts, grants, price, rent,
    ground lease. The principal of its own loans is left out, for that comes back. What it gives up and saves by
    the company's having its assets is no posting in the company's books, and comes from ``assets.*.municipality``;
    nor is what it saves on social assistance of those who get a job.
    """
    ledger = model.ledger
    paid = ledger.received[Sector.MUNICIPALITY] - ledger.paid[Sector.MUNICIPALITY]
    for loan in model.loans:
        if loan.sector == Sector.MUNICIPALITY:
            paid = paid - loan.drawn + loan.repaid
    cost: Floats = paid / 100.0 - model.jobs.benefits_saved
    for asset in model.assets:
        side = asset.municipal
        if side.counts:
            cost = cost + side.given_up(model.company.price_level, asset.here)
        if asset.begins:
            taken_over = asset.here & (asset.months_here == 0)
            cost = cost + side.at_once * taken_over
    return cost
