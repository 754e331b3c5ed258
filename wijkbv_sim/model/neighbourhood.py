"""The model: a neighbourhood company in its neighbourhood, in many futures at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import mesa
import numpy as np

from wijkbv_sim.ledger import Ledger
from wijkbv_sim.model import actor_kernels, service_kernels
from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.asset import Asset
from wijkbv_sim.model.building import Building
from wijkbv_sim.model.checking import Snapshot, check_flows_against_census
from wijkbv_sim.model.company import TAX_MONTH, Company
from wijkbv_sim.model.contract import Commissioner, Contract
from wijkbv_sim.model.crowdfunding import Crowdfunding
from wijkbv_sim.model.economy import LocalEconomy
from wijkbv_sim.model.energy import Energy
from wijkbv_sim.model.failure import Cause
from wijkbv_sim.model.fibre import Fibre
from wijkbv_sim.model.finance import CreditMarket, Lenders
from wijkbv_sim.model.grant import Grant
from wijkbv_sim.model.housing import Housing
from wijkbv_sim.model.jobs import Jobs
from wijkbv_sim.model.land import Land
from wijkbv_sim.model.leaders import Leaders
from wijkbv_sim.model.loan import Loan
from wijkbv_sim.model.meeting import GeneralMeeting
from wijkbv_sim.model.municipality import Municipality
from wijkbv_sim.model.observer import Observer, unknown
from wijkbv_sim.model.outcome import Outcomes
from wijkbv_sim.model.outside import OutsideContractor
from wijkbv_sim.model.parameters import Parameters
from wijkbv_sim.model.philox import Luck
from wijkbv_sim.model.rates import MONTHS
from wijkbv_sim.model.recorder import Recorder
from wijkbv_sim.model.representation import Representation
from wijkbv_sim.model.residents import Residents
from wijkbv_sim.model.service import SharedWork, Workload
from wijkbv_sim.model.shares import ShareOffer, Shares
from wijkbv_sim.model.trade import Trade
from wijkbv_sim.model.value import SocialValue
from wijkbv_sim.model.variables import VARIABLES
from wijkbv_sim.model.wind_up import WindUp
from wijkbv_sim.scenario.parties import Party

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from numpy.typing import NDArray

    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]

ASSETS: dict[str, type[Asset]] = {
    "building": Building, "housing": Housing, "energy": Energy, "fibre": Fibre, "land": Land,
}  # fmt: skip
"""The actor of each kind of asset."""

SUMS_OVER_ASSETS = {"homes_let": "homes_let", "homes_for_residents": "homes_for_residents", "energy_output": "kwh"}
"""Variables that are sums over the assets, and the attribute of those that have it."""

NO_SERVICE_QUALITY = 0.7
"""The quality that people see of a company without services: neither a recommendation nor a warning."""


class NeighbourhoodModel(mesa.Model):
    """A scenario in ``replicates`` futures; every state is an array with the future first.

    ``first_replicate`` numbers the futures, so that futures 100 to 199 are the same whether they are run
    alone or after 0 to 99. ``design`` sets uncertain parameters from outside: path to (replicates,), in the
    unit as written. ``futures`` (replicates,) gives replicates the luck of other futures than their own; those with
    the same number meet the same chance. ``checking`` holds people and money against a census every month.
    ``threads`` is for the residents' kernels and changes no result.

    >>> from wijkbv_sim.scenario.document import load
    >>> model = NeighbourhoodModel(load("malburgen"), replicates=2, seed=1)
    >>> model.step()
    >>> model.residents.members.shape
    (2,)
    """

    def __init__(
        self,
        scenario: Scenario,
        replicates: int = 1,
        seed: int = 1,
        *,
        first_replicate: int = 0,
        design: Mapping[str, Floats] | None = None,
        futures: NDArray[np.integer] | None = None,
        checking: bool = False,
        threads: int = 1,
    ) -> None:
        super().__init__(rng=seed)
        self.scenario = scenario
        self.replicates = replicates
        self.month = 0
        self.checking = checking
        self._checked: Snapshot | None = None
        self.luck = Luck(seed, first_replicate, replicates, futures)
        self.parameters = Parameters(scenario, self.luck, design)
        self.ledger = Ledger(replicates)
        self.observer = Observer(replicates)
        self.company = Company(self, scenario.ownership.legal_form)
        self.municipality = Municipality(self)
        self.credit_market = CreditMarket(self)
        self.lenders = Lenders(replicates)
        self.economy = LocalEconomy(self)
        self.outside = OutsideContractor(self)
        self.social_value = SocialValue(self)
        self.leaders = Leaders(self)
        self.meeting = GeneralMeeting(self)
        self.shares = Shares(self)
        self.offers = [ShareOffer(self, name) for name in sorted(scenario.ownership.offers)]
        self.wind_up = WindUp(self)
        self.workload = Workload(self, scenario.services)
        self.services = self.workload.services
        by_name = {service.name: service for service in self.services}
        for index, synergy in enumerate(scenario.synergies):
            SharedWork(self, index, [by_name[name] for name in synergy.services])
        money = scenario.money
        self.commissioners = {Party(name): Commissioner(self, name) for name in sorted(scenario.commissioners)}
        self.contracts = [
            Contract(self, name, c, by_name.get(c.service or "")) for name, c in sorted(money.contracts.items())
        ]
        self.grants = [Grant(self, name, grant) for name, grant in sorted(money.grants.items())]
        self.loans = [Loan(self, name, loan) for name, loan in sorted(money.loans.items())]
        self.trades = [Trade(self, name, trade) for name, trade in sorted(money.trade.items())]
        self.assets = [ASSETS[asset.kind](self, name, asset) for name, asset in sorted(scenario.assets.items())]
        self._arrange_assets()
        self.campaigns = [Crowdfunding(self, name, campaign) for name, campaign in sorted(money.crowdfunding.items())]
        self.volunteers_given = np.ones(replicates)
        # Before the first month volunteers have just enough to do.
        self.volunteer_load = np.ones(replicates)
        self.volunteer_overload, self.volunteer_hours = np.zeros((2, replicates))
        self.continuity = np.ones(replicates)
        self.residents = Residents(self, scenario, threads)
        self.jobs = Jobs(self)
        self.representation = Representation(self)
        self.outcomes = Outcomes(self)
        # Nothing is asked for yet: all services count alike.
        self.quality = np.full(replicates, NO_SERVICE_QUALITY)
        if self.services:
            self.quality = self._total(service.quality for service in self.services) / len(self.services)
        self.datacollector = Recorder(VARIABLES)
        self._by_kind = {kind: tuple(actors) for kind, actors in self.agents_by_type.items()}

    def step(self) -> None:
        """One month, in reading order."""
        self.ledger.open_month()
        self._events()
        self._new_year()
        self.company.look_at_vat()
        for asset in self._in_turn:
            asset.begin()
        # people
        self.residents.month()
        self.jobs.follow()
        self.leaders.month()
        # the municipality, and demand and delivery
        self.municipality.govern()
        self._all(Grant, "decide")
        self._all(Contract, "run")
        self.workload.plan()
        self.workload.staff()
        self._deliver()
        # contracts and grants
        self._all(Contract, "bill")
        self._all(Grant, "pay")
        self._all(Crowdfunding, "run")
        self._all(Trade, "run")
        self.municipality.divide_budget()
        # assets, and the loans that pay for them
        self._all(Loan, "draw_down")
        for asset in self._in_turn:
            asset.run()
        # payroll and purchases
        self.company.count_staff()
        self.company.pay_wages()
        self.company.pay_allowance()
        self.jobs.fill()
        self.company.pay_overhead()
        self.residents.pay_and_be_paid()
        self._all(ShareOffer, "run")
        self.meeting.spend()
        # finance and tax
        self._all(Loan, "serve")
        self.company.pay_overdraft()
        if self.month % MONTHS == TAX_MONTH:
            self.company.pay_tax()
        # trust
        self.municipality.watch()
        # once a year: accounts, who takes part, general meeting
        if self.month % MONTHS == MONTHS - 1:
            self.company.close_year(self.shares.interest(self.residents.share_interest))
            self.representation.count()
        self.meeting.hold()
        self._settle()
        self.lenders.look(self)
        if self.checking:
            self._checked = check_flows_against_census(self, self._checked)
        self.observer.look(self)
        self.datacollector.collect(self)
        self.month += 1

    def _arrange_assets(self) -> None:
        """See which assets there are of each sort."""
        self._having = {what: [a for a in self.assets if hasattr(a, what)] for what in SUMS_OVER_ASSETS.values()}
        self.over_assets = [(name, what) for name, what in SUMS_OVER_ASSETS.items() if self._having[what]]
        """Of SUMS_OVER_ASSETS those of which there is something to sum."""
        self.networks = [asset for asset in self.assets if isinstance(asset, Fibre)]
        self.buildings = [asset for asset in self.assets if isinstance(asset, Building)]
        # Kind by kind, and by name within each.
        self._in_turn = [asset for kind in ASSETS.values() for asset in self.assets if type(asset) is kind]

    def close(self) -> None:
        """Let go of everything that the model holds; it cannot be used after that.

        Mesa numbers agents by model in a table of its own class, and so keeps every model that there ever was.
        """
        self.__dict__.clear()

    def run(self) -> None:
        """Every month of the scenario that is still to come."""
        while self.month < self.scenario.time.months:
            self.step()

    def _all(self, kind: type[Actor], what: str) -> None:
        """Let every actor of a kind do something, by name: as Mesa's ``do``, for actors who neither come nor go."""
        for actor in self._by_kind.get(kind, ()):
            getattr(actor, what)()

    def _events(self) -> None:
        for actor in self.parameters.happen(self.month):
            changed = getattr(actor, "parameters_changed", None)
            if changed is not None:
                changed()

    def _new_year(self) -> None:
        if self.month > 0 and self.month % MONTHS == 0:
            self.company.new_year()
            self.credit_market.new_year()
            self._all(Contract, "new_year")

    def _deliver(self) -> None:
        """Share the volunteers' hours out over services and assets, and deliver."""
        wanted = self.workload.volunteer_hours_wanted
        for asset in self.assets:
            wanted = wanted + asset.volunteer_hours_wanted
        available = self.residents.hours_available
        if self.company.crowds_out_volunteers:
            shift = 1.0 + self.company.crowding_out_volunteers * self.observer.grant_share()
            available = available * np.maximum(shift, 0.0)
        given, self.volunteer_load, self.volunteer_overload, self.volunteer_hours = np.empty((4, self.replicates))
        service_kernels.share_out(
            wanted, available, given, self.volunteer_load, self.volunteer_overload, self.volunteer_hours
        )
        self.volunteers_given = given
        sums = self.workload.deliver(given)
        self.hours_asked, self.hours_delivered, _, _ = sums
        before, (quality, self.delivered_share, self.continuity) = self.continuity, np.empty((3, self.replicates))
        service_kernels.look_back(sums, len(self.services), before, quality, self.delivered_share, self.continuity)
        if self.services:
            self.quality = quality

    def _settle(self) -> None:
        """See where the company ends, and why; wind it up there."""
        failed = self.company.settle()
        failed = failed | self.company.fail(self.leaders.gives_up, Cause.NO_LEADER)
        if self.month % MONTHS == MONTHS - 1:
            few = self.residents.members < self.wind_up.fewest_members
            failed = failed | self.company.fail(few, Cause.TOO_FEW_MEMBERS)
        if anywhere(failed):
            self.wind_up.end(failed)
            self.residents.disband(failed)
            self.representation.disband(failed)

    def _total(self, parts: Iterable[Floats]) -> Floats:
        """The sum of arrays (replicates,), in their order; zero where there are none."""
        total = np.zeros(self.replicates)
        for part in parts:
            total += part
        return total

    def paid_fte(self) -> Floats:
        """Full-time jobs that the company pays, coordination included."""
        return (self.company.staff_fte + self.company.coordinating_fte) * self.company.alive

    def local_fte(self) -> Floats:
        """Full-time jobs of people from the neighbourhood."""
        return self.paid_fte() * self.company.staff_local

    def any_over_loans(self, what: str) -> Floats:
        """1 where a loan's attribute is true for some loan, else 0."""
        found = np.zeros(self.replicates, dtype=np.bool_)
        for loan in self.loans:
            found |= getattr(loan, what)
        return found.astype(np.float64)

    def total_over_assets(self, what: str) -> Floats:
        """The sum of an attribute over the assets that have it."""
        return self._total(getattr(asset, what) for asset in self._having[what])

    def fibre_take_up(self) -> Floats:
        """The part of all homes passed that has signed up; not-a-number without a network."""
        networks = self.networks
        if not networks:
            return unknown(self.replicates)
        homes = sum((n.homes_passed for n in networks), start=np.zeros(self.replicates))
        signed = sum((n.homes_passed * n.signed for n in networks), start=np.zeros(self.replicates))
        share: Floats = np.divide(signed, homes, out=unknown(self.replicates), where=homes > 0)
        return share

    def contracts_running(self) -> Floats:
        """How many contracts run."""
        running = np.zeros(self.replicates)
        for contract in self.contracts:
            running += contract.active
        return running

    def over_buildings(self) -> Floats:
        """Over all buildings: floor area, and the let part and the condition times that (3, replicates)."""
        sums = np.zeros((3, self.replicates))
        for b in self.buildings:
            actor_kernels.add_building(b.floor_area, b.here, b.let, b.condition, sums)
        return sums
