"""A campaign: it reaches its target or not, and a fund may add to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model.actor import Actor, anywhere

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.gifts import Crowdfunding as Written

    Floats = NDArray[np.float64]


class Crowdfunding(Actor):
    """One campaign; parameters of ``money.crowdfunding.<name>`` are attributes (replicates,)."""

    month: Floats
    target: Floats
    backers: Floats
    gift: Floats
    local: Floats
    fee: Floats
    match: Floats
    match_limit: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"money.crowdfunding.{name}")
        self.name = name
        self.all_or_nothing = written.all_or_nothing

    def run(self) -> None:
        """In the campaign's month, take in what was raised and what a fund adds, less the platform's fee."""
        now = (self.model.month == self.month - 1) & self.model.company.alive
        if not anywhere(now):
            return
        raised = self.backers * self.gift * now
        if self.all_or_nothing:
            raised = np.where(raised >= self.target, raised, 0.0)
        here, elsewhere = share_of(cents(raised), self.local)
        self.ledger.receive(Account.INCOME_DONATIONS, here, Sector.HOUSEHOLDS)
        self.ledger.receive(Account.INCOME_DONATIONS, elsewhere, Sector.HOUSEHOLDS_ELSEWHERE)
        self.ledger.pay(Account.OVERHEAD, cents(raised * self.fee), Sector.BUSINESS_ELSEWHERE)
        matched = np.minimum(raised * self.match, self.match_limit)
        self.ledger.receive(Account.INCOME_GRANTS, cents(matched), Sector.FUNDS)
