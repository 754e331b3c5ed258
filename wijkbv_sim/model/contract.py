"""A contract: won or not, running for its term, paid late or in time, renewed or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.actor import SECTOR_OF, Actor, anywhere
from wijkbv_sim.model.municipality import ORDINARY, USUAL_RIVALS
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import YEAR, monthly_chance, shift_odds
from wijkbv_sim.scenario.parties import Party

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.model.service import Service
    from wijkbv_sim.scenario.contracts import Contract as Written

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

LONGEST_WAIT = 16
"""Months for which invoices may stand out: a payment term of 300 days, and one month late."""

NEVER = 1_000_000


def taken(contracts: list[Contract], nothing: Floats) -> Floats:
    """What contracts that were won take up of somebody's room, in EUR/year at prices of the start."""
    return sum((c.worth() * c.active for c in contracts if not c.inherited), start=nothing)


class Commissioner(Actor):
    """Somebody else than the municipality who commissions work; ``room`` is EUR/year at prices of the start."""

    room: Floats

    def __init__(self, model: NeighbourhoodModel, name: str) -> None:
        super().__init__(model, f"commissioners.{name}")
        self.party = Party(name)

    def allows(self, contract: Contract) -> NDArray[np.bool_]:
        """Where there is room for a new contract."""
        own = [c for c in self.model.contracts if c.commissioner is self.party]
        allowed: NDArray[np.bool_] = contract.worth() <= self.room - taken(own, self.nothing())
        return allowed


class Contract(Actor):
    """One contract; parameters of ``money.contracts.<name>`` are attributes (replicates,).

    ``active`` says where it runs now, ``months_left`` for how long, ``tries_in`` when it is next tried for.
    """

    value: Floats
    price: Floats
    start_month: Floats
    term: Floats
    win_chance: Floats
    renewal_chance: Floats
    termination: Floats
    retry: Floats
    trust_effect: Floats
    indexation: Floats
    payment_term: Floats
    late_payment: Floats
    penalty: Floats
    quality_effect: Floats
    price_gap: Floats
    price_effect: Floats
    bid_cost: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written, service: Service | None) -> None:
        super().__init__(model, f"money.contracts.{name}")
        self.name = name
        self.service = service
        self.commissioner = written.commissioner
        self.sector = SECTOR_OF[written.commissioner]
        self.inherited = written.running_at_start
        self.route = written.route
        self._no_units, self._nowhere = self.nothing(), np.zeros(model.replicates, dtype=np.bool_)
        if service is not None:
            service.contracts.append(self)
        self.parameters_changed()
        self.index = np.ones(model.replicates)
        self.active = np.zeros(model.replicates, dtype=np.bool_)
        self.months_left = np.zeros(model.replicates, dtype=np.int64)
        self.tries_in = (self.start_month - 1).astype(np.int64)
        self.untried = np.full(model.replicates, not written.running_at_start)
        if written.running_at_start:
            self._begin(np.ones(model.replicates, dtype=np.bool_))
        self._always = np.ones(model.replicates)
        # What a month leaves behind for nobody: written anew in each.
        self._trying, self._over, self._stopped = np.empty((3, model.replicates), dtype=np.bool_)
        self._invoice, self._due = np.empty((2, model.replicates), dtype=np.int64)
        self.standing_out = np.zeros((LONGEST_WAIT, model.replicates), dtype=np.int64)

    def parameters_changed(self) -> None:
        """See whether units are paid for, and work out what depends on parameters alone."""
        self.paid_by_the_unit = bool(self.price.any())
        self._costs_a_bid = bool(self.bid_cost.any())
        self._stop_chance = monthly_chance(self.termination)
        # Half a month counts as a whole one: rint would pay after 15 days at once, and after 75 as after 60.
        self._wait = np.floor(self.payment_term / 30 + 0.5).astype(np.int64)

    def _begin(self, where: NDArray[np.bool_]) -> None:
        self.active = self.active | where
        self.months_left = np.where(where, self._term_in_months(), self.months_left)
        self.tries_in = np.where(where, NEVER, self.tries_in)

    def _term_in_months(self) -> NDArray[np.int64]:
        return np.maximum(np.rint(self.term * YEAR), 1).astype(np.int64)

    def worth(self) -> Floats:
        """What the commissioner pays in a year when all is delivered, at prices of the start."""
        if self.service is None or not self.paid_by_the_unit:
            return self.value
        return self.value + self.price * self.service.yearly_units()

    def put_off(self, months: NDArray[np.int64]) -> None:
        """Try for the contract later, where it has not been tried for yet."""
        self.tries_in = self.tries_in + np.where(self.untried, months, 0)

    def new_year(self) -> None:
        """The price follows inflation, as far as agreed."""
        self.index = self.index * (1.0 + self.indexation * self.model.company.inflation)

    def run(self) -> None:
        """Try for the contract where it is not there; end or renew it where its term is over."""
        self.luck = self.draw(Process.CONTRACT_MONTH)
        trying, over, stopped = self._trying, self._over, self._stopped
        if actor_kernels.go_on(
            self.model.company.alive, self.active, self.tries_in, self.months_left, self.luck[2], self._stop_chance,
            trying, over, stopped,
        ):  # fmt: skip
            self._begin_or_end(trying, over, stopped)
            self.tries_in = self.tries_in - 1
            self.months_left = self.months_left - 1

    def _begin_or_end(self, trying: Bools, over: Bools, stopped: Bools) -> None:
        """Begin it where it is won, go on where it is renewed, and end it where it is lost."""
        alive, (award, renewal, _, _) = self.model.company.alive, self.luck
        goes_on, lost = self._nowhere, stopped
        if anywhere(trying):
            trying = trying & self._allowed()
        if anywhere(trying):
            self.untried = self.untried & ~trying
            odds = self._standing() + self._against_rivals()
            goes_on = trying & (award < shift_odds(self.win_chance, odds))
            lost = lost | (trying & ~goes_on)
            if self._costs_a_bid:
                self.model.company.buy(Account.OVERHEAD, self.bid_cost * self.model.company.price_level * trying)
        if anywhere(over):
            standing = self._standing()
            renewed = over & (renewal < shift_odds(self.renewal_chance, standing))
            lost = lost | (over & ~renewed)
            goes_on = goes_on | renewed
        elif lost is stopped and not anywhere(stopped):
            return  # it could not be tried for
        self.active = self.active & ~lost & alive
        if goes_on is not self._nowhere:
            self._begin(goes_on & alive)
        self.tries_in = np.where(lost, self.retry.astype(np.int64), self.tries_in)

    def _allowed(self) -> NDArray[np.bool_]:
        """Where it can be tried for: whoever pays has room for it, and the route is open."""
        if self.commissioner is Party.MUNICIPALITY:
            return self.model.municipality.allows(self)
        commissioner = self.model.commissioners.get(self.commissioner)
        if commissioner is None:
            return np.ones(self.model.replicates, dtype=np.bool_)
        return commissioner.allows(self)

    def _standing(self) -> Floats:
        """What trust and quality do to the chances of winning and renewal, in log-odds."""
        feedbacks, standing = self.model.scenario.feedbacks, self.nothing()
        if feedbacks.trust_to_contracts:
            standing = standing + self.trust_effect * (self.model.municipality.trust - ORDINARY)
        if feedbacks.quality_to_contracts and self.service is not None:
            standing = standing + self.quality_effect * (self.service.quality - ORDINARY)
        return standing

    def _against_rivals(self) -> Floats:
        """What the number of rivals and the price gap do to the chance of winning, in log-odds."""
        rivals = self.model.municipality.rivals(self)
        fewer = np.log(USUAL_RIVALS / np.maximum(rivals, 1.0)) - self.price_effect * self.price_gap
        return np.where(rivals > 0, fewer, 0.0)

    def _by_the_unit(self) -> Floats:
        """What this month's units bring, which running contracts share by what they are worth."""
        if self.service is None:
            return self.nothing()
        whole = self.service.worth_running
        part = np.divide(self.worth(), whole, out=self.nothing(), where=whole > 0)
        return self.price * self.service.delivered * part * self.index

    def bill(self) -> None:
        """Invoice what was delivered, and collect what falls due."""
        fulfilled = self._always if self.service is None else self.service.fulfilled
        by_the_unit = self._by_the_unit() if self.paid_by_the_unit else self._no_units
        invoice, due = self._invoice, self._due
        actor_kernels.bill(
            self.model.month, self.value, self.index, fulfilled, self.penalty, by_the_unit, self.active,
            self.model.company.alive, self._wait, self.luck[3], self.late_payment, self.standing_out, invoice, due,
        )  # fmt: skip
        self.ledger.post(Account.RECEIVABLES, Account.INCOME_CONTRACTS, invoice, self.sector)
        self.ledger.receive(Account.RECEIVABLES, due, self.sector)
