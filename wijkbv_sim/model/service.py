"""A service: what is asked for, what staff and volunteers can deliver, and how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector
from wijkbv_sim.model import service_kernels
from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.demand import Demand
from wijkbv_sim.model.rates import YEAR, monthly_growth, pace

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.contract import Contract
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.services import Service as Written

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]


class SharedWork(Actor):
    """Services that share people, place or clients; parameters of ``synergies.<n>`` are attributes."""

    saving: Floats
    quality: Floats

    def __init__(self, model: NeighbourhoodModel, index: int, services: list[Service]) -> None:
        super().__init__(model, f"synergies.{index}")
        self.services = services
        for service in services:
            service.synergies.append(self)

    def together(self) -> Bools:
        """Where all of the services run this month."""
        there = np.ones(self.model.replicates, dtype=np.bool_)
        for service in self.services:
            there = there & (service.running() * service.model.company.alive > 0)
        return there


class Service(Actor):
    """One service; parameters of ``services.<name>`` are attributes (replicates,).

    Each month in three steps: ``plan`` what is asked for and by whom it is to be done; ``staff`` hires and
    lets go; ``deliver`` does what the hours allow.
    """

    demand: Floats
    demand_growth: Floats
    hours_per_unit: Floats
    volunteer_share: Floats
    purchases: Floats
    purchases_local: Floats
    purchases_reduced: Floats
    overhead: Floats
    user_fee: Floats
    initial_quality: Floats
    best_quality: Floats
    learning: Floats
    overload_penalty: Floats
    per_youth: Floats
    per_adult: Floats
    per_senior: Floats
    take_up: Floats
    low_income_demand: Floats
    high_income_demand: Floats
    take_up_growth: Floats
    take_up_ceiling: Floats
    take_up_quality: Floats
    units_per_person: Floats
    outcome: Floats
    social_price: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"services.{name}")
        self.name = name
        self.grade = written.grade
        self.sector = written.sector
        self.contracts: list[Contract] = []
        self.synergies: list[SharedWork] = []
        self.growth = np.ones(model.replicates)
        self._always = np.ones(model.replicates)
        self.quality = self.initial_quality.copy()
        self.asked = self.nothing()
        self.delivered = self.nothing()
        self.volunteer_hours_wanted = self.nothing()
        self.fte = self.nothing()
        self.begun = False
        self.worth_running = self.nothing()
        self.demand_of_residents = Demand(self)
        self.fulfilled = np.ones(model.replicates)
        """The part of the month's demand that was delivered; 1 where nothing was asked for."""
        self.hours_asked = self.nothing()
        """The hours that the month's demand takes, the weight of this service among others."""
        self.hours_each = self.hours_per_unit
        """Hours that one unit takes, with what is saved by sharing people and place."""
        self.saved, self.better = np.ones(model.replicates), self.nothing()
        self.parameters_changed()
        self._work_out_sharing()

    def parameters_changed(self) -> None:
        """See what is worth working out: the timeline may begin or end what residents ask for."""
        self.demand_of_residents.look_at_parameters()
        self._monthly_growth = monthly_growth(self.demand_growth)
        self._pace = pace(self.learning)
        self._staff_share = 1.0 - self.volunteer_share
        self._has_volunteers = self.volunteer_share > 0.0
        self._grows, self._has_fee = bool(self.demand_growth.any()), bool(self.user_fee.any())
        self._buys, self._has_overhead = bool(self.purchases.any()), bool(self.overhead.any())
        self.reaches_people = self.demand_of_residents.there or bool(self.units_per_person.any())
        self.has_social_price = bool(self.social_price.any())

    def _work_out_sharing(self) -> None:
        """What the services that this one shares people and place with save, and add to its quality."""
        self.hours_each = self.hours_per_unit
        if not self.synergies:
            return
        self.saved, self.better = np.ones(self.model.replicates), self.nothing()
        for synergy in self.synergies:
            together = synergy.together()
            self.saved = self.saved * (1.0 - synergy.saving * together)
            self.better = self.better + synergy.quality * together
        self.hours_each = self.hours_per_unit * self.saved

    def plan(self) -> None:
        """What is asked for this month, and how many hours of it volunteers are counted on for."""
        self.asked, self.hours_asked, self.volunteer_hours_wanted = np.empty((3, self.asked.size))
        self._wanted = np.empty(self.asked.size, dtype=np.bool_)
        self.hours_each = self.hours_per_unit
        service_kernels.plan(
            self.yearly_units(), self.running(), self.model.company.alive, self.hours_each, self.volunteer_share,
            self.asked, self._wanted, self.hours_asked, self.volunteer_hours_wanted,
        )  # fmt: skip
        self.demand_of_residents.spread(self._wanted)
        if self.synergies:
            self._work_out_sharing()
            self.hours_asked = self.asked * self.hours_each
            self.volunteer_hours_wanted = self.hours_asked * self.volunteer_share
        if self._grows:
            self.growth = self.growth * self._monthly_growth

    def yearly_units(self) -> Floats:
        """Units a year that are asked for when all contracts run."""
        if not self.demand_of_residents.there:
            return self.demand * self.growth
        return (self.demand + self.demand_of_residents.yearly()) * self.growth

    def running(self) -> Floats:
        """Which part of the service's contracts runs, by value; 1 for a service without contracts."""
        if not self.contracts:
            return self._always
        if len(self.contracts) == 1:
            # It runs or it does not.
            contract = self.contracts[0]
            worth = contract.worth()
            self.worth_running = contract.active * worth
            return np.multiply(contract.active, worth > 0.0, dtype=np.float64)
        weights = [contract.worth() for contract in self.contracts]
        whole = sum(weights, start=self.nothing())
        part = sum((c.active * w for c, w in zip(self.contracts, weights, strict=True)), start=self.nothing())
        self.worth_running = part
        return np.divide(part, whole, out=self.nothing(), where=whole > 0.0)

    def staff(self) -> None:
        """Hire or let go, gradually, until the paid hours are covered."""
        company, fte = self.model.company, np.empty(self.fte.size)
        service_kernels.staff(
            self.hours_asked, self._staff_share, company.productive_hours, company.productivity, company.hiring,
            company.notice, self.begun, self.fte, fte,
        )  # fmt: skip
        self.fte, self.begun = fte, True

    def deliver(self, volunteers: Floats, sums: Floats) -> None:
        """Deliver what the hours allow; ``volunteers`` is the part of the wanted hours that they give.

        Quality goes to what experience and staffing allow. What this service adds to ``sums`` (4, replicates) is the
        hours asked for and delivered, its quality times the hours asked for, and its quality.
        """
        model, company, before = self.model, self.model.company, self.quality
        self.delivered, self.fulfilled, self.quality = np.empty((3, before.size))
        service_kernels.deliver(
            self.fte, company.productive_hours, company.productivity, self.volunteer_hours_wanted, volunteers,
            self.hours_each, self.asked, self._wanted, self.hours_asked, self.hours_per_unit, self.best_quality,
            self.better, model.scenario.feedbacks.staffing_to_quality, model.volunteer_overload,
            self._has_volunteers, self.overload_penalty, model.leaders.quality, self._pace, before,
            self.delivered, self.fulfilled, self.quality, sums,
        )  # fmt: skip
        level = company.price_level
        if self._has_fee:
            fees = self.delivered * self.user_fee * level
            self.ledger.receive_euros(Account.INCOME_USER_FEES, fees, Sector.HOUSEHOLDS)
        if self._buys:
            bought = self.delivered * self.purchases * self.saved * level
            company.buy(Account.PURCHASES, bought, self.purchases_local, self.purchases_reduced)
        if self._has_overhead:
            exists = self._wanted & company.alive
            company.buy(Account.SERVICE_OVERHEAD, self.overhead / YEAR * level * exists)
