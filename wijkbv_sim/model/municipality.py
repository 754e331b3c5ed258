"""The municipality: how much it trusts the company, and what it may award to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.columns import Stock
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS, monthly_chance, pace
from wijkbv_sim.scenario.contracts import Route
from wijkbv_sim.scenario.parties import Party

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.contract import Contract
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

COUNCIL_MONTHS = 48
"""A council sits for four years."""

USUAL_RIVALS = 2.0
"""The number of rivals at which a contract is won at the chance that the scenario gives."""

ORDINARY = 0.5
"""The trust in a provider who does as well as others."""

VOTE_MONTH = 9
"""The neighbourhood budget is divided in October."""


class Municipality(Actor):
    """Trust between 0 and 1, and room for new contracts; parameters of ``municipality`` are attributes.

    ``room`` (replicates,) is the money per year, at today's prices, that this council lets move to other
    providers; contracts that the company wins take it up and free it when they end.
    """

    initial_trust: Floats
    trust_speed: Floats
    weight_quality: Floats
    weight_inclusion: Floats
    benchmark: Floats
    trust_gain: Floats
    domain_budget: Floats
    contestable: Floats
    council_swing: Floats
    direct_limit: Floats
    tender_limit: Floats
    rivals_quotes: Floats
    rivals_tender: Floats
    rivals_challenge: Floats
    right_to_challenge: Floats
    right_adopted: Floats
    neighbourhood_budget: Floats
    budget_turnout: Floats
    budget_to_company: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "municipality")
        self.trust = self.initial_trust.copy()
        self.inhabitants = float(model.scenario.area.inhabitants.value or 0)
        self.elections = int(model.scenario.municipality.first_election.value or 1) - 1
        self.has_right = self.draw(Process.RIGHT_TO_CHALLENGE)[1] < self.right_to_challenge
        self._adopted = bool(self.has_right.all())
        self.parameters_changed()
        self._new_council()

    def parameters_changed(self) -> None:
        """Work out what depends on parameters alone."""
        self._pace, self._adoption = pace(self.trust_speed), monthly_chance(self.right_adopted)
        self._may_be_adopted = bool(self._adoption.any())
        minds = self.model.scenario.feedbacks.inclusion_to_trust
        self._weight_inclusion = self.weight_inclusion if minds else self.nothing()

    def govern(self) -> None:
        """Elections every four years; the right to challenge may be adopted."""
        month = self.model.month
        if month >= self.elections and (month - self.elections) % COUNCIL_MONTHS == 0:
            self._new_council()
        if self._may_be_adopted and not self._adopted:
            adopts = self.draw(Process.RIGHT_TO_CHALLENGE)[0] < self._adoption
            if anywhere(adopts):
                self.has_right = self.has_right | adopts
                self._adopted = bool(self.has_right.all())

    def _new_council(self) -> None:
        """A council decides how much may move during its term."""
        from scipy.special import ndtri

        will = np.maximum(1.0 + self.council_swing * ndtri(self.draw(Process.COUNCIL)[0]), 0.0)
        self.room = self.inhabitants * self.domain_budget * np.minimum(self.contestable * will, 1.0)

    def room_left(self) -> Floats:
        """What may still be awarded, in EUR/year at today's prices: the room less what the company has won."""
        from wijkbv_sim.model.contract import taken

        own = [c for c in self.model.contracts if c.commissioner is Party.MUNICIPALITY]
        return np.asarray(self.room - taken(own, self.nothing()))

    def rivals(self, contract: Contract) -> Floats:
        """How many others bid for a contract, by its route and its value over the whole term.

        A direct award is one only while the value allows it; above the threshold the law asks for a tender, whatever
        the route.
        """
        whole = contract.worth() * contract.term
        match contract.route:
            case Route.TENDER:
                return self.rivals_tender
            case Route.RIGHT_TO_CHALLENGE:
                usual = self.rivals_challenge
            case _:
                usual = np.where(whole <= self.direct_limit, 0.0, self.rivals_quotes)
        return np.where(whole > np.maximum(self.tender_limit, self.direct_limit), self.rivals_tender, usual)

    def allows(self, contract: Contract) -> Bools:
        """Where a new contract can be tried for: there is room, and the right to challenge where it is asked."""
        allowed: Bools = contract.worth() <= self.room_left()
        return allowed & self.has_right if contract.route is Route.RIGHT_TO_CHALLENGE else allowed

    def divide_budget(self) -> None:
        """Once a year residents vote on the neighbourhood budget; part of it goes to the company's plans."""
        if self.model.month % MONTHS != VOTE_MONTH or not self.neighbourhood_budget.any():
            return
        residents, company = self.model.residents, self.model.company
        adults = np.maximum(residents.stocks[:, Stock.ADULTS], 1)
        voters = np.maximum(self.budget_turnout * adults, 1.0)
        # Members vote as others do, but at least in proportion, and for their own company.
        members = np.minimum(residents.members * np.maximum(self.budget_turnout, 0.5), voters)
        part = (members + (voters - members) * self.budget_to_company) / voters
        amount = self.inhabitants * self.neighbourhood_budget * company.price_level * company.alive
        self.ledger.receive(Account.INCOME_NEIGHBOURHOOD_BUDGET, cents(amount * part), Sector.MUNICIPALITY)

    def watch(self) -> None:
        """Trust goes to what is seen: quality, whether what was agreed is done, and who takes part."""
        if not self.model.scenario.feedbacks.quality_to_trust:
            return
        model, before, self.trust = self.model, self.trust, np.empty(self.trust.size)
        actor_kernels.trust(
            model.quality, self.weight_quality, model.continuity, model.representation.inclusion,
            self._weight_inclusion, ORDINARY, self.trust_gain, self.benchmark, self._pace, model.leaders.trust,
            model.hours_asked, model.company.alive, before, self.trust,
        )  # fmt: skip
