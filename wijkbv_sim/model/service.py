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
    from collections.abc import Mapping

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

    What it was asked for and what it did this month are rows of the tables of Workload, by the same names.
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
    asked: Floats
    delivered: Floats
    fulfilled: Floats
    hours_asked: Floats
    volunteer_hours_wanted: Floats
    fte: Floats
    quality: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written, tables: Tables, row: int) -> None:
        super().__init__(model, f"services.{name}")
        self.name = name
        self.grade = written.grade
        self.sector = written.sector
        self.contracts: list[Contract] = []
        self.synergies: list[SharedWork] = []
        self.growth = np.ones(model.replicates)
        self._always = np.ones(model.replicates)
        self._tables, self._row = tables, row
        self.asked, self.delivered = tables.asked[row], tables.delivered[row]
        self.volunteer_hours_wanted, self.hours_asked = tables.volunteer_hours[row], tables.hours_asked[row]
        self.fte, self.quality, self.fulfilled = tables.fte[row], tables.quality[row], tables.fulfilled[row]
        self._units, self._running = tables.yearly_units[row], tables.running[row]
        self._saved, self._better = tables.saved[row], tables.better[row]
        self._hours_each = tables.hours_each[row]
        self._fees, self._bought, self._overheads = tables.fees[row], tables.bought[row], tables.overheads[row]
        self.quality[:] = self.initial_quality
        self.worth_running = self.nothing()
        self.demand_of_residents = Demand(self)
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """See what is worth working out: the timeline may begin or end what residents ask for."""
        self.demand_of_residents.look_at_parameters()
        self._monthly_growth = monthly_growth(self.demand_growth)
        self._grows, self._has_fee = bool(self.demand_growth.any()), bool(self.user_fee.any())
        self._buys, self._has_overhead = bool(self.purchases.any()), bool(self.overhead.any())
        self.reaches_people = self.demand_of_residents.there or bool(self.units_per_person.any())
        self.has_social_price = bool(self.social_price.any())
        self._units_known = False
        self._tables.take_in(self._row, self)

    def _work_out_sharing(self) -> None:
        """What the services that this one shares people and place with save, and add to its quality."""
        saved, better = np.ones(self.model.replicates), self.nothing()
        for synergy in self.synergies:
            together = synergy.together()
            saved = saved * (1.0 - synergy.saving * together)
            better = better + synergy.quality * together
        self._saved[:], self._better[:] = saved, better
        self._hours_each[:] = self.hours_per_unit * saved

    def plan(self) -> None:
        """See what a year asks for, which part of it runs, and what sharing saves; let demand grow."""
        if not self._units_known:
            self._units[:] = self.yearly_units()
            # As long as no number changes.
            self._units_known = not (self._grows or self.demand_of_residents.changes)
        if self.contracts:
            self._running[:] = self.running()
        if self.demand_of_residents.grows:
            asked = self._units / YEAR * np.where(self.model.company.alive, self._running, 0.0)
            self.demand_of_residents.spread(asked > 0.0)
        if self.synergies:
            self._work_out_sharing()
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
            if contract.paid_by_the_unit:
                self.worth_running = contract.active * worth
            return np.multiply(contract.active, worth > 0.0, dtype=np.float64)
        weights = [contract.worth() for contract in self.contracts]
        whole = sum(weights, start=self.nothing())
        part = sum((c.active * w for c, w in zip(self.contracts, weights, strict=True)), start=self.nothing())
        self.worth_running = part
        return np.divide(part, whole, out=self.nothing(), where=whole > 0.0)

    def pay(self) -> None:
        """Receive what users pay, and pay for what was bought and for what the service costs as such."""
        company = self.model.company
        if self._has_fee:
            self.ledger.receive_euros(Account.INCOME_USER_FEES, self._fees, Sector.HOUSEHOLDS)
        if self._buys:
            company.buy(Account.PURCHASES, self._bought, self.purchases_local, self.purchases_reduced)
        if self._has_overhead:
            company.buy(Account.SERVICE_OVERHEAD, self._overheads)


class Tables:
    """What all services are asked for and do, and the parameters that this takes, each (services, replicates).

    A month: ``yearly_units`` that are asked for when all runs, and the part ``running``; the units ``asked`` for,
    whether that is anything (``wanted``), and those ``delivered``; ``fulfilled`` is that part, 1 where nothing was
    asked for. ``hours_asked`` is what the units asked for take at ``hours_each``, the weight of a service among
    others, and ``volunteer_hours`` what volunteers are counted on for. ``saved`` and ``better`` come of sharing people
    and place: a factor on hours and purchases, and what is added to the attainable quality. ``fte`` are paid full-time
    jobs. ``fees``, ``bought`` and ``overheads`` are euros.
    """

    def __init__(self, services: int, replicates: int) -> None:
        self.asked, self.delivered, self.hours_asked, self.volunteer_hours = np.zeros((4, services, replicates))
        self.fte, self.quality, self.yearly_units, self.better = np.zeros((4, services, replicates))
        self.fees, self.bought, self.overheads = np.zeros((3, services, replicates))
        self.fulfilled, self.running, self.saved = np.ones((3, services, replicates))
        self.wanted = np.zeros((services, replicates), dtype=np.bool_)
        self.hours_per_unit, self.hours_each, self.volunteer_share, self.staff_share = np.zeros(
            (4, services, replicates)
        )
        self.best_quality, self.penalty, self.pace = np.zeros((3, services, replicates))
        self.user_fee, self.purchases, self.overhead = np.zeros((3, services, replicates))
        self.has_volunteers = np.zeros((services, replicates), dtype=np.bool_)

    def take_in(self, row: int, service: Service) -> None:
        """Take in the parameters of a service that begins, or of which some have changed."""
        self.hours_per_unit[row] = self.hours_each[row] = service.hours_per_unit
        self.volunteer_share[row], self.staff_share[row] = service.volunteer_share, 1.0 - service.volunteer_share
        self.has_volunteers[row] = service.volunteer_share > 0.0
        self.best_quality[row], self.penalty[row] = service.best_quality, service.overload_penalty
        self.pace[row] = pace(service.learning)
        self.user_fee[row], self.purchases[row], self.overhead[row] = (
            service.user_fee, service.purchases, service.overhead,
        )  # fmt: skip


class Workload:
    """All services together, by name, and what the month asks of them and of volunteers.

    Each month in three steps: ``plan`` what is asked for and by whom it is to be done; ``staff`` hires and lets go;
    ``deliver`` does what the hours allow. ``tables`` has what each service does; ``volunteer_hours_wanted``
    (replicates,) is what all services ask of volunteers.
    """

    def __init__(self, model: NeighbourhoodModel, written: Mapping[str, Written]) -> None:
        self._model = model
        self.tables = Tables(len(written), model.replicates)
        # By name, not as written: sums of floating-point numbers then do not depend on the document's order.
        self.services = [
            Service(model, name, service, self.tables, row)
            for row, (name, service) in enumerate(sorted(written.items()))
        ]
        self.volunteer_hours_wanted = np.zeros(model.replicates)
        self._begun = False

    def plan(self) -> None:
        """What is asked for this month, and how many hours of it volunteers are counted on for."""
        for service in self.services:
            service.plan()
        t = self.tables
        service_kernels.plan(
            t.yearly_units, t.running, self._model.company.alive, t.hours_each, t.volunteer_share, t.asked, t.wanted,
            t.hours_asked, t.volunteer_hours, self.volunteer_hours_wanted,
        )  # fmt: skip

    def staff(self) -> None:
        """Hire or let go, gradually, until the paid hours are covered."""
        t, company = self.tables, self._model.company
        service_kernels.staff(
            t.hours_asked, t.staff_share, company.productive_hours, company.productivity, company.hiring,
            company.notice, self._begun, t.fte,
        )  # fmt: skip
        self._begun = True

    def deliver(self, volunteers: Floats) -> Floats:
        """Deliver what the hours allow; ``volunteers`` is the part of the wanted hours that they give.

        Quality goes to what experience and staffing allow. Returns, over all services, the hours asked for and
        delivered, quality times the hours asked for, and quality (4, replicates).
        """
        t, model, company = self.tables, self._model, self._model.company
        sums = np.empty((4, model.replicates))
        service_kernels.deliver(
            t.fte, company.productive_hours, company.productivity, t.volunteer_hours, volunteers, t.hours_each, t.asked,
            t.wanted, t.hours_asked, t.hours_per_unit, t.best_quality, t.better,
            model.scenario.feedbacks.staffing_to_quality, model.volunteer_overload, t.has_volunteers, t.penalty,
            model.leaders.quality, t.pace, t.user_fee, t.purchases, t.saved, t.overhead, company.price_level,
            company.alive, t.delivered, t.fulfilled, t.quality, t.fees, t.bought, t.overheads, sums,
        )  # fmt: skip
        for service in self.services:
            service.pay()
        return sums
