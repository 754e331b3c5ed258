"""A grant: asked for in rounds, given or not, tapering off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, cents
from wijkbv_sim.model.actor import SECTOR_OF, Actor
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS
from wijkbv_sim.scenario.gifts import GrantKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.gifts import Grant as Written

    Floats = NDArray[np.float64]


class Grant(Actor):
    """One grant; parameters of ``money.grants.<name>`` are attributes (replicates,)."""

    amount: Floats
    start_month: Floats
    duration: Floats
    chance: Floats
    rounds: Floats
    taper: Floats
    effort: Floats
    delay: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"money.grants.{name}")
        self.name = name
        self.sector = SECTOR_OF[written.giver]
        self.with_milestones = written.kind is GrantKind.STARTUP
        self.awarded = np.zeros(model.replicates, dtype=np.bool_)

    @property
    def months_since(self) -> Floats:
        """Months since the first round began; negative before."""
        return self.model.month - (self.start_month - 1)

    @property
    def within(self) -> NDArray[np.bool_]:
        """Where one of the rounds runs this month."""
        since = self.months_since
        return (since >= 0) & (since < self.duration * self.rounds)

    def decide(self) -> None:
        """Apply where a round begins; start-up support with milestones puts first contracts off."""
        since = self.months_since
        applies = self.within & (since % self.duration == 0)
        if not applies.any():
            return
        luck = self.draw(Process.GRANT_ROUND)[0]
        self.awarded = np.where(applies, luck < self.chance, self.awarded)
        late = np.where(applies & (since == 0) & self.awarded, self.delay, 0.0).astype(np.int64)
        for contract in self.model.contracts if self.with_milestones else ():
            contract.put_off(late)

    def pay(self) -> None:
        """Receive the month's part where it was awarded, and pay for reporting."""
        left = np.power(1 - self.taper, np.floor(np.maximum(self.months_since, 0) / MONTHS))
        paid = self.amount / MONTHS * left * (self.within & self.awarded & self.model.company.alive)
        self.ledger.receive(Account.INCOME_GRANTS, cents(paid), self.sector)
        company = self.model.company
        hour = company.coordinator_cost / company.productive_hours * company.price_level
        company.pay_people(self.effort / MONTHS * hour * (paid > 0))
