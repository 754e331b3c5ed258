"""A building: taken over, filled with tenants, kept in order or neglected."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model.actor import Actor
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import MONTHS, approach

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.assets import Building as Written

    Floats = NDArray[np.float64]


class PlannedWork:
    """One lump of the maintenance plan; ``cost`` and ``year`` are (replicates,), ``done`` says where."""

    year: Floats
    cost: Floats

    def __init__(self, model: NeighbourhoodModel, path: str) -> None:
        model.parameters.bind(path, self)
        self.done = np.zeros(model.replicates, dtype=np.bool_)


class Building(Actor):
    """One building; parameters of ``assets.<name>`` are attributes (replicates,).

    ``let`` is the occupied part of the lettable space, ``condition`` the state it is in, ``behind`` the planned
    work that is due and not done, in euros.
    """

    start_month: Floats
    floor_area: Floats
    price: Floats
    market_value: Floats
    transfer_tax: Floats
    renovation: Floats
    renovation_local: Floats
    depreciation_years: Floats
    lease: Floats
    lettable: Floats
    rent: Floats
    initial_occupancy: Floats
    occupancy: Floats
    occupancy_speed: Floats
    occupancy_swing: Floats
    tenants_local: Floats
    hire_hours: Floats
    hire_rate: Floats
    running_cost: Floats
    running_cost_local: Floats
    volunteer_hours: Floats
    maintenance_reserve: Floats
    initial_condition: Floats
    decay: Floats
    condition_wanted: Floats
    maintenance_buffer: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"assets.{name}")
        self.name = name
        self.owned = written.way_in.owned
        self.landlord = Sector.MUNICIPALITY if written.landlord_is_municipality else Sector.INSTITUTIONS
        self.let = self.initial_occupancy.copy()
        self.condition = self.initial_condition.copy()
        self.behind = self.nothing()
        self.invested = np.zeros(model.replicates, dtype=np.int64)
        self.written_off = np.zeros(model.replicates, dtype=np.int64)
        self.provision = np.zeros(model.replicates, dtype=np.int64)
        self.plan = [PlannedWork(model, f"{self.path}.maintenance.{k}") for k in range(len(written.maintenance))]

    @property
    def here(self) -> NDArray[np.bool_]:
        """Where the company has the building this month."""
        return (self.model.month >= self.start_month - 1) & self.model.company.alive

    @property
    def months_here(self) -> Floats:
        """Months since it was taken over; negative before."""
        return self.model.month - (self.start_month - 1)

    @property
    def volunteer_hours_wanted(self) -> Floats:
        """Hours of volunteers that running the building takes this month."""
        return self.volunteer_hours / MONTHS * self.here

    def run(self) -> None:
        """The building's month: take over, let, run, keep in order, write off."""
        self._take_over()
        self._find_tenants()
        self._let_and_run()
        self._keep_in_order()
        self._write_off()

    def _take_over(self) -> None:
        begins = (self.months_here == 0) & self.model.company.alive
        if not begins.any():
            return
        price = cents(self.price) * begins
        tax = cents(self.price * self.transfer_tax) * begins
        here, elsewhere = share_of(cents(self.renovation) * begins, self.renovation_local)
        self.ledger.pay(Account.PROPERTY, price, self.landlord)
        self.ledger.pay(Account.PROPERTY, tax, Sector.STATE)
        self.ledger.pay(Account.PROPERTY, here, Sector.LOCAL_BUSINESS)
        self.ledger.pay(Account.PROPERTY, elsewhere, Sector.BUSINESS_ELSEWHERE)
        self.invested = self.invested + price + tax + here + elsewhere

    def _find_tenants(self) -> None:
        """Occupancy goes to its level, which neglect lowers, and swings (a first-order autoregression)."""
        from scipy.special import ndtri

        level = self.occupancy
        if self.model.scenario.feedbacks.condition_to_occupancy:
            level = level * np.minimum(self.condition / self.condition_wanted, 1.0)
        memory = np.exp(-1 / self.occupancy_speed)
        luck = ndtri(self.draw(Process.BUILDING_MONTH)[0])
        swing = self.occupancy_swing * np.sqrt(1 - memory**2) * luck
        now = np.clip(approach(self.let, level, self.occupancy_speed) + swing, 0.0, 1.0)
        self.let = np.where(self.here, now, self.let)

    def _let_and_run(self) -> None:
        company, ledger = self.model.company, self.ledger
        level = company.price_level / MONTHS * self.here
        rent = cents(self.floor_area * self.lettable * self.let * self.rent * level)
        here, elsewhere = share_of(rent, self.tenants_local)
        ledger.receive(Account.INCOME_RENT, here, Sector.LOCAL_BUSINESS)
        ledger.receive(Account.INCOME_RENT, elsewhere, Sector.BUSINESS_ELSEWHERE)
        ledger.receive(Account.INCOME_HIRE, cents(self.hire_hours * self.hire_rate * level), Sector.HOUSEHOLDS)
        company.buy(Account.BUILDING_RUNNING, self.floor_area * self.running_cost * level, self.running_cost_local)
        ledger.pay(Account.BUILDING_LEASE, cents(self.lease * level), self.landlord)

    def _keep_in_order(self) -> None:
        """Put money aside, do the planned work that is due if it can be paid, and fall behind otherwise."""
        company, ledger = self.model.company, self.ledger
        aside = cents(self.floor_area * self.maintenance_reserve * company.price_level / MONTHS * self.here)
        ledger.post(Account.MAINTENANCE, Account.MAINTENANCE_PROVISION, aside)
        self.provision = self.provision + aside
        self.behind = self.nothing()
        for work in self.plan:
            due = self.here & ~work.done & (self.months_here >= (work.year - 1) * MONTHS)
            if not due.any():
                continue
            cost = cents(work.cost * company.price_level)
            kept_back = cents(self.maintenance_buffer * self.model.observer.monthly_spending())
            does = due & (cost <= company.room() - kept_back)
            work.done = work.done | does
            self._pay_work(cost * does)
            self.behind = self.behind + np.where(due & ~does, cost / 100.0, 0.0)
        neglected = (self.behind > 0) & self.here
        worse = np.maximum(self.condition - self.decay / MONTHS, 0.0)
        better = np.maximum(self.condition, approach(self.condition, self.initial_condition, np.array(12.0)))
        self.condition = np.where(neglected, worse, np.where(self.here, better, self.condition))

    def _pay_work(self, cost: NDArray[np.int64]) -> None:
        """Pay planned work out of what was put aside, and what that lacks as a cost of this month."""
        from_provision = np.minimum(cost, self.provision)
        self.provision = self.provision - from_provision
        self.ledger.post(Account.MAINTENANCE_PROVISION, Account.MAINTENANCE, from_provision)
        here, elsewhere = share_of(cost, self.renovation_local)
        self.ledger.pay(Account.MAINTENANCE, here, Sector.LOCAL_BUSINESS)
        self.ledger.pay(Account.MAINTENANCE, elsewhere, Sector.BUSINESS_ELSEWHERE)

    def _write_off(self) -> None:
        """Straight-line depreciation, to the cent: what was invested is gone after the last month."""
        life = self.depreciation_years * MONTHS
        by_now = np.clip(self.months_here + 1, 0, life)
        total = np.floor(self.invested * by_now / life).astype(np.int64)
        month = np.where(self.here, np.maximum(total - self.written_off, 0), 0)
        self.written_off = self.written_off + month
        self.ledger.post(Account.DEPRECIATION, Account.DEPRECIATION_TO_DATE, month)
