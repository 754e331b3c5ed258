"""A service: what is asked for, what staff and volunteers can deliver, and how good it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents
from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.demand import Demand
from wijkbv_sim.model.rates import MONTHS, approach, monthly_growth

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
        self.quality = self.initial_quality.copy()
        self.asked = self.nothing()
        self.delivered = self.nothing()
        self.volunteer_hours_wanted = self.nothing()
        self.fte = self.nothing()
        self.begun = False
        self.worth_running = self.nothing()
        self.demand_of_residents = Demand(self)
        self.parameters_changed()
        self._work_out_sharing()

    def parameters_changed(self) -> None:
        """See what is worth working out: the timeline may begin or end what residents ask for."""
        self.demand_of_residents.look_at_parameters()
        self.reaches_people = self.demand_of_residents.there or bool(self.units_per_person.any())
        self.has_social_price = bool(self.social_price.any())

    @property
    def fulfilled(self) -> Floats:
        """The part of this month's demand that was delivered; 1 where nothing was asked for."""
        return np.divide(self.delivered, self.asked, out=np.ones_like(self.asked), where=self.asked > 0)

    @property
    def hours_asked(self) -> Floats:
        """The hours that this month's demand takes, the weight of this service among others."""
        return self.asked * self.hours_each

    @property
    def hours_each(self) -> Floats:
        """Hours that one unit takes, with what is saved by sharing people and place."""
        return self.hours_per_unit * self.saved

    def _work_out_sharing(self) -> None:
        """What the services that this one shares people and place with save, and add to its quality."""
        self.saved, self.better = np.ones(self.model.replicates), self.nothing()
        for synergy in self.synergies:
            together = synergy.together()
            self.saved = self.saved * (1 - synergy.saving * together)
            self.better = self.better + synergy.quality * together

    def plan(self) -> None:
        """What is asked for this month, and how many hours of it volunteers are counted on for."""
        running = self.running() * self.model.company.alive
        self.asked = self.yearly_units() / MONTHS * running
        self.demand_of_residents.spread(self.asked > 0)
        self._work_out_sharing()
        self.growth = self.growth * monthly_growth(self.demand_growth)
        self.volunteer_hours_wanted = self.hours_asked * self.volunteer_share

    def yearly_units(self) -> Floats:
        """Units a year that are asked for when all contracts run."""
        return (self.demand + self.demand_of_residents.yearly()) * self.growth

    def running(self) -> Floats:
        """Which part of the service's contracts runs, by value; 1 for a service without contracts."""
        if not self.contracts:
            return np.ones(self.model.replicates)
        weights = [contract.worth() for contract in self.contracts]
        whole = sum(weights, start=self.nothing())
        part = sum((c.active * w for c, w in zip(self.contracts, weights, strict=True)), start=self.nothing())
        self.worth_running = part
        return np.divide(part, whole, out=self.nothing(), where=whole > 0)

    def staff(self) -> None:
        """Hire or let go, gradually, until the paid hours are covered."""
        company = self.model.company
        yearly = company.productive_hours * company.productivity
        paid = self.hours_asked * (1 - self.volunteer_share) * MONTHS
        needed = np.divide(paid, yearly, out=self.nothing(), where=yearly > 0)
        if not self.begun:
            self.fte, self.begun = needed, True
            return
        months = np.where(needed > self.fte, company.hiring, company.notice)
        self.fte = np.where(months <= 1, needed, self.fte + (needed - self.fte) / months)

    def deliver(self, volunteers: Floats) -> None:
        """Deliver what the hours allow; ``volunteers`` is the part of the wanted hours that they give."""
        company = self.model.company
        hours = self.fte * company.productive_hours * company.productivity / MONTHS
        hours = hours + self.volunteer_hours_wanted * volunteers
        able = np.divide(hours, self.hours_each, out=self.asked.copy(), where=self.hours_each > 0)
        self.delivered = np.minimum(self.asked, able)
        self._improve()
        level = company.price_level
        self.ledger.receive(Account.INCOME_USER_FEES, cents(self.delivered * self.user_fee * level), Sector.HOUSEHOLDS)
        bought = self.delivered * self.purchases * self.saved * level
        company.buy(Account.PURCHASES, bought, self.purchases_local, self.purchases_reduced)
        exists = (self.asked > 0) * company.alive
        company.buy(Account.SERVICE_OVERHEAD, self.overhead / MONTHS * level * exists)

    def _improve(self) -> None:
        """Quality goes to what experience and staffing allow."""
        best = np.minimum(self.best_quality + self.better, 1.0)
        if self.model.scenario.feedbacks.staffing_to_quality:
            overload = np.clip(self.model.volunteer_load - 1, 0, 1) * (self.volunteer_share > 0)
            best = best * self.fulfilled * (1 - self.overload_penalty * overload)
        best = best * self.model.leaders.quality
        # Nobody learns from work that is not asked for.
        self.quality = np.where(self.asked > 0, approach(self.quality, best, self.learning), self.quality)
