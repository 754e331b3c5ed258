"""An asset of any kind: taken over or built, kept in order or neglected, written off, sold or given back."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents, share_of
from wijkbv_sim.model import actor_kernels
from wijkbv_sim.model.actor import Actor, anywhere, same
from wijkbv_sim.model.rates import MONTHS, YEAR, pace
from wijkbv_sim.scenario.asset import PriceBasis, WayIn

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.asset import Asset as Written

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]
    Integers = NDArray[np.int64]

NOT_YET = 1_000_000
"""The month in which an asset begins while nobody knows when."""

SYMBOLIC = 1.0
"""One euro."""

REPAIR = float(pace(YEAR))
"""The part of the way back to its first condition that an asset goes in a month in which nothing is neglected."""


class Standing(NamedTuple):
    """Where an asset stands, each (replicates,), and what that was worked out from; see the properties of Asset.

    ``first`` is the earliest month in which it has begun in some future, ``anywhere`` whether it is here in some.
    """

    begun_in: Integers
    opened_in: Integers
    gone: Bools
    alive: Bools
    first: int
    has: Bools
    here: Bools
    open: Bools
    anywhere: bool


class Amounts(NamedTuple):
    """What an asset costs in a month at a level of prices, each (replicates,), as long as it stands where it does.

    ``level`` is the price level of a month where it is in use; ``running`` and ``rent`` are euros, ``aside`` cents.
    """

    price_level: Floats
    stands: Standing
    level: Floats
    running: Floats
    rent: Floats
    aside: Cents


class PlannedWork:
    """One lump of the maintenance plan; ``cost`` and ``year`` are (replicates,), ``done`` says where."""

    year: Floats
    cost: Floats

    def __init__(self, model: NeighbourhoodModel, path: str) -> None:
        model.parameters.bind(path, self)
        self.done = np.zeros(model.replicates, dtype=np.bool_)
        self._for: tuple[object, ...] = ()
        self.parameters_changed()

    def left(self, here: Bools) -> Bools | None:
        """Where it is still to be done, of where the asset is; none where that is nowhere."""
        if not same((here, self.done), self._for):
            self._for = here, self.done
            left = here & ~self.done
            self._left = left if anywhere(left) else None
        return self._left

    def parameters_changed(self) -> None:
        """Work out in which month of having the asset, from 0, the work is due, and the earliest of them."""
        self.month = (self.year - 1) * YEAR
        self.earliest = float(self.month.min())


class MunicipalSide:
    """What the municipality gives up for the asset and need no longer spend on it, in euros (replicates,).

    What it lets to the company stays its own: it gives up no sale, and saves only the tenant's part of upkeep and
    backlog. ``at_once`` is what it gives up on handing over, less what it saves then.
    """

    rent: Floats
    sale_value: Floats
    upkeep: Floats
    backlog: Floats
    lease_upkeep: Floats
    lease_backlog: Floats

    def __init__(self, model: NeighbourhoodModel, path: str, way_in: WayIn) -> None:
        model.parameters.bind(path, self)
        self._lets = way_in is WayIn.RENT
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """See whether the months differ from those without the asset."""
        self.counts = bool(self.rent.any() or self.upkeep.any())
        upkeep = self.upkeep * self.lease_upkeep if self._lets else self.upkeep
        self._a_month = (self.rent - upkeep) / YEAR
        self.at_once = -self.backlog * self.lease_backlog if self._lets else self.sale_value - self.backlog
        self._inputs: tuple[object, ...] = ()

    def given_up(self, price_level: Floats, here: Bools) -> Floats:
        """Rent given up in a month where the asset is the company's, less upkeep saved, in euros (replicates,)."""
        inputs = price_level, here
        if not same(inputs, self._inputs):
            self._inputs, self._given_up = inputs, self._a_month * price_level * here
        return self._given_up


class Asset(Actor):
    """One asset; parameters of ``assets.<name>`` are attributes (replicates,).

    A kind says in ``size`` what running cost and reserve are counted by, and in ``earn`` what the asset brings
    in. ``condition`` is the state it is in, ``behind`` the planned work that is due and not done, in euros.
    ``invested``, ``written_off`` and ``provision`` are cents, and add up over the assets to the ledger's accounts.
    """

    start_month: Floats
    price: Floats
    book_value: Floats
    market_value: Floats
    value_growth: Floats
    valuation_cost: Floats
    transfer_tax: Floats
    renovation: Floats
    renovation_local: Floats
    works_months: Floats
    works_overrun: Floats
    depreciation_years: Floats
    not_written_off: Floats
    lease: Floats
    running_cost: Floats
    running_cost_local: Floats
    volunteer_hours: Floats
    maintenance_reserve: Floats
    initial_condition: Floats
    decay: Floats
    condition_wanted: Floats
    maintenance_buffer: Floats
    sell_month: Floats
    selling_cost: Floats
    reverter: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"assets.{name}")
        self.name = name
        self.way_in = written.way_in
        self.price_at = written.price_at
        self.lease_with_vat = written.lease_with_vat
        self.landlord = Sector.MUNICIPALITY if written.landlord_is_municipality else Sector.INSTITUTIONS
        self.municipal = MunicipalSide(model, f"{self.path}.municipality", written.way_in)
        self.condition = self.initial_condition.copy()
        self._not_behind = self.nothing()
        self.behind = self._not_behind
        self.begun_in = np.full(model.replicates, NOT_YET, dtype=np.int64)
        self.opened_in = np.full(model.replicates, NOT_YET, dtype=np.int64)
        self.gone = np.zeros(model.replicates, dtype=np.bool_)
        self._standing: Standing | None = None
        self._yields: tuple[Floats, Floats] | None = None
        """The condition for which was worked out last what it leaves of the yield, and that."""
        self._always = np.ones(model.replicates)
        self._depreciation = np.zeros(model.replicates, dtype=np.int64)
        self.invested = np.zeros(model.replicates, dtype=np.int64)
        self.written_off = np.zeros(model.replicates, dtype=np.int64)
        self.provision = np.zeros(model.replicates, dtype=np.int64)
        self._ground = np.zeros(model.replicates, dtype=np.int64)
        self._built = np.zeros(model.replicates, dtype=np.bool_)
        self._works_paid = np.zeros(model.replicates, dtype=np.int64)
        self._added = np.zeros(model.replicates, dtype=np.int64)
        self._added_rate = self.nothing()
        self._added_base = self.nothing()
        self._see_what_counts()
        self._as_new = True
        self.begins = False
        """Whether it begins this month in some future."""
        self._begun, self._in_use, self._finished = False, False, False
        """Whether it has begun, is in use, and is built in every future: then it is not asked any more whether."""
        self.plan = [PlannedWork(model, f"{self.path}.maintenance.{k}") for k in range(len(written.maintenance))]

    def parameters_changed(self) -> None:
        """See what is worth working out."""
        self._see_what_counts()
        self._as_new = False

    def _see_what_counts(self) -> None:
        self._running, self._reserve = self.size * self.running_cost, self.size * self.maintenance_reserve
        self._life = self.depreciation_years * YEAR
        self._costs, self._leased = bool(self.running_cost.any()), bool(self.lease.any())
        self._puts_aside, self._sells = bool(self.maintenance_reserve.any()), bool(self.sell_month.any())
        self._valued = bool((self.market_value > 0.0).any())
        self._hours_a_month = self.volunteer_hours / YEAR
        self._hours_wanted: tuple[Bools, Floats] | None = None
        self._amounts: Amounts | None = None
        self._yields = None

    # ------------------------------------------------------------------ what a kind says of itself

    @property
    def size(self) -> Floats:
        """How much there is of it, in the unit by which running cost and reserve are counted."""
        return np.ones(self.model.replicates)

    def earn(self) -> None:
        """Bring in what the asset yields this month."""
        raise NotImplementedError

    def ready(self) -> Bools:
        """Where the asset may begin this month, if it has not begun yet."""
        return self.model.month >= self.start_month - 1

    def works_cost(self) -> Floats:
        """What building or renovation was budgeted at, in euros."""
        return self.renovation

    def waiting_months(self) -> Floats:
        """Months from taking over to being in use."""
        return self.works_months

    sales_are_taxed = False
    """Whether what it brings in is taxed with VAT as a whole, so that VAT on the works comes back."""

    def new_year(self) -> None:
        """What changes once a year, before anything else happens in January; most kinds change nothing."""

    # ------------------------------------------------------------------ where it stands

    @property
    def owned(self) -> bool:
        """Whether it stands on the company's own balance sheet."""
        return self.way_in.owned

    @property
    def has(self) -> Bools:
        """Where it has begun and has not been parted with, whether or not the company still exists."""
        return self._stands().has

    @property
    def here(self) -> Bools:
        """Where the company has the asset this month."""
        return self._stands().here

    @property
    def months_here(self) -> Integers:
        """Months since it was taken over; negative before."""
        return self.model.month - self.begun_in

    @property
    def months_open(self) -> Integers:
        """Months since it came into use; negative before."""
        return self.model.month - self.opened_in

    @property
    def open(self) -> Bools:
        """Where it is in use this month: here, and built."""
        return self._stands().open

    def _stands(self) -> Standing:
        """Where it stands now. It is asked many times a month, and worked out anew where it may have changed.

        ``begun_in``, ``opened_in``, ``gone`` and ``alive`` are replaced, never written to: the same arrays say the
        same. They do so in every month, for no month is written in them before it has come.
        """
        alive, last = self.model.company.alive, self._standing
        if (
            last is not None
            and last.begun_in is self.begun_in and last.opened_in is self.opened_in
            and last.gone is self.gone and last.alive is alive
        ):  # fmt: skip
            return last
        has = (self.months_here >= 0) & ~self.gone
        here = has & alive
        self._standing = Standing(
            self.begun_in, self.opened_in, self.gone, alive, int(self.begun_in.min()),
            has, here, here & (self.months_open >= 0), anywhere(here),
        )  # fmt: skip
        return self._standing

    def amounts(self) -> Amounts:
        """What it costs in this month, worked out anew where prices, parameters or where it stands have changed."""
        level, stands, last = self.model.company.price_level, self._stands(), self._amounts
        if last is not None and last.price_level is level and last.stands is stands:
            return last
        a_month = level / YEAR
        in_use = a_month * stands.open
        self._amounts = Amounts(
            level, stands, in_use, running=self._running * in_use, rent=self.lease * (a_month * stands.here),
            aside=cents(self._reserve * level / YEAR * stands.open),
        )  # fmt: skip
        return self._amounts

    @property
    def volunteer_hours_wanted(self) -> Floats:
        """Hours of volunteers that running it takes this month."""
        in_use, last = self.open, self._hours_wanted
        if last is None or last[0] is not in_use:
            last = self._hours_wanted = in_use, self._hours_a_month * in_use
        return last[1]

    @property
    def book(self) -> Cents:
        """What it stands for in the books, in cents."""
        book: Cents = self.invested - self.written_off
        return book

    def value(self) -> Floats:
        """What the company could sell it for now, in euros: nothing where it is not there, or rented."""
        return self.worth() * self.here

    def worth(self) -> Floats:
        """What it would sell for, in euros: market value less the work that is due; nothing where it is rented.

        Where no market value is known, the book value stands for it.
        """
        if not self.way_in.mortgageable:
            return self.nothing()
        if not self._valued:
            return self.book / 100.0
        grown = self.market_value * np.power(1.0 + self.value_growth, self.model.month / MONTHS)
        worth = np.where(self.market_value > 0.0, np.maximum(grown - self.behind, 0.0), self.book / 100.0)
        return np.asarray(worth)

    def in_order(self) -> Floats:
        """What its condition leaves of what it could yield: 1 where users have nothing to complain of."""
        if not self.model.scenario.feedbacks.condition_to_occupancy:
            return self._always
        last = self._yields
        if last is None or last[0] is not self.condition:
            last = self._yields = self.condition, np.minimum(self.condition / self.condition_wanted, 1.0)
        return last[1]

    # ------------------------------------------------------------------ its month

    def begin(self) -> None:
        """At the month's beginning: see whether the asset comes this month."""
        if self.model.month % MONTHS == 0:
            self.new_year()
        self.begins = False
        if not self._begun:
            starts = (self.begun_in == NOT_YET) & self.ready() & self.model.company.alive
            if anywhere(starts):
                self.begins = True
                self.begun_in = np.where(starts, self.model.month, self.begun_in)
                self._begun = bool((self.begun_in != NOT_YET).all())
        # Once and for all: what makes the works longer later on closes nothing that is in use.
        if not self._in_use:
            opens = (self.opened_in == NOT_YET) & (self.model.month - self.begun_in >= self.waiting_months())
            if anywhere(opens):
                self.opened_in = np.where(opens, self.model.month, self.opened_in)
                self._in_use = bool((self.opened_in != NOT_YET).all())

    def run(self) -> None:
        """The asset's month: take over, build, earn, run, keep in order, write off, part with it."""
        self._take_over()
        self._build()
        self.earn()
        if not self._stands().anywhere:
            self.behind = self._not_behind
            return
        self._pay_its_way()
        self._keep_in_order()
        self._write_off()
        self._part_with_it()

    def invest(self, amount: Cents, sector: Sector) -> None:
        """Pay for something that stays on the balance sheet."""
        self.ledger.pay(Account.PROPERTY, amount, sector)
        self.invested = self.invested + amount

    def add(self, amount: Cents, sector: Sector) -> None:
        """Invest in an asset that is in use already: written off over the years that it has left."""
        self.invest(amount, sector)
        self._write_off_from_now(amount)

    def subsidise(self, amount: Cents, sector: Sector) -> None:
        """Take in a contribution to what has been invested: it lowers what is left to write off."""
        self.ledger.receive(Account.PROPERTY, amount, sector)
        self.invested = self.invested - amount
        self._write_off_from_now(-amount)

    def _write_off_from_now(self, amount: Cents) -> None:
        by_now = np.maximum(self.months_open, 0)
        per_month = amount / np.maximum(self.depreciation_years * YEAR - by_now, 1)
        self._added = self._added + amount
        self._added_rate = self._added_rate + per_month
        self._added_base = self._added_base + per_month * by_now

    def price_paid(self) -> Floats:
        """The price by the basis that the scenario chose, in euros."""
        match self.price_at:
            case PriceBasis.SYMBOLIC:
                return np.full(self.model.replicates, SYMBOLIC)
            case PriceBasis.BOOK_VALUE:
                return self.book_value
            case PriceBasis.MARKET_VALUE:
                return self.market_value
            case _:
                return self.price

    def _take_over(self) -> None:
        if not self.begins:
            return
        begins = (self.months_here == 0) & self.model.company.alive
        if not anywhere(begins):
            return
        price = cents(self.price_paid()) * begins
        self._ground = self._ground + share_of(price, self.not_written_off)[0]
        self.invest(price, self.landlord)
        if self.way_in.taxed:
            self.invest(cents(self.price_paid() * self.transfer_tax) * begins, Sector.STATE)
        self.invest(cents(self.valuation_cost) * begins, Sector.BUSINESS_ELSEWHERE)

    def _build(self) -> None:
        """Pay for building or renovation as it goes on, in equal parts to the cent."""
        if self._finished:
            return
        building = self.here & ~self._built
        if not anywhere(building):
            return
        months = np.maximum(self.works_months, 1)
        whole = cents(self.works_cost() * (1.0 + self.works_overrun))
        by_now = np.rint(whole * np.minimum((self.months_here + 1) / months, 1.0)).astype(np.int64)
        part = np.maximum(by_now - self._works_paid, 0) * building
        self._works_paid = self._works_paid + part
        self._built = self._built | (building & (self.months_here + 1 >= months))
        self._finished = bool(self._built.all())
        here, elsewhere = share_of(part, self.renovation_local)
        self.invest(here, Sector.LOCAL_BUSINESS)
        self.invest(elsewhere, Sector.BUSINESS_ELSEWHERE)
        if self.model.company.loses_vat and not self.sales_are_taxed:
            self.invest(self.model.company.vat_on(part / 100.0), Sector.STATE)

    def _pay_its_way(self) -> None:
        """Running cost while it is in use; rent or ground lease from the first day."""
        company, amounts = self.model.company, self.amounts()
        if self._costs:
            company.buy(Account.BUILDING_RUNNING, amounts.running, self.running_cost_local)
        if not self._leased:
            return
        rent = amounts.rent
        self.ledger.pay_euros(Account.BUILDING_LEASE, rent, self.landlord)
        if self.lease_with_vat and company.loses_vat:
            self.ledger.pay(Account.LOST_VAT, company.vat_on(rent), Sector.STATE)

    def _keep_in_order(self) -> None:
        """Put money aside, do the planned work that is due if it can be paid, and fall behind otherwise."""
        company, ledger = self.model.company, self.ledger
        if self._puts_aside:
            aside = self.amounts().aside
            ledger.post(Account.MAINTENANCE, Account.MAINTENANCE_PROVISION, aside)
            self.provision = self.provision + aside
        self.behind = self._not_behind
        stands, some_due = self._stands(), False
        here, longest = stands.here, self.model.month - stands.first
        for work in self.plan:
            if longest < work.earliest:
                continue
            left = work.left(here)
            if left is None:
                continue
            due = left & (self.months_here >= work.month)
            if not anywhere(due):
                continue
            some_due = True
            cost = cents(work.cost * company.price_level)
            kept_back = cents(self.maintenance_buffer * self.model.observer.monthly_spending())
            vat = company.vat_on(cost / 100.0) if company.loses_vat and not self.sales_are_taxed else 0
            does = due & (cost + vat <= company.room() - kept_back)
            if anywhere(does):
                work.done = work.done | does
                self._pay_work(cost * does)
                if company.loses_vat:
                    ledger.pay(Account.LOST_VAT, vat * does, Sector.STATE)
            self.behind = self.behind + np.where(due & ~does, cost / 100.0, 0.0)
        if self._as_new and not some_due:
            return
        self._as_new = False
        before, self.condition = self.condition, np.empty(self.condition.size)
        actor_kernels.wear(before, self.initial_condition, REPAIR, self.decay, self.behind, here, self.condition)

    def _pay_work(self, cost: Cents) -> None:
        """Pay planned work out of what was put aside, and what that lacks as a cost of this month."""
        from_provision = np.minimum(cost, self.provision)
        self.provision = self.provision - from_provision
        self.ledger.post(Account.MAINTENANCE_PROVISION, Account.MAINTENANCE, from_provision)
        here, elsewhere = share_of(cost, self.renovation_local)
        self.ledger.pay(Account.MAINTENANCE, here, Sector.LOCAL_BUSINESS)
        self.ledger.pay(Account.MAINTENANCE, elsewhere, Sector.BUSINESS_ELSEWHERE)

    def _write_off(self) -> None:
        """Straight-line depreciation, to the cent: what was invested is gone after the last month."""
        month = self._depreciation
        actor_kernels.write_off(
            self.model.month, self.opened_in, self._life, self.invested, self._ground, self._added, self._added_rate,
            self._added_base, self.here, self.written_off, month,
        )  # fmt: skip
        self.written_off = self.written_off + month
        self.ledger.post(Account.DEPRECIATION, Account.DEPRECIATION_TO_DATE, month)

    def _part_with_it(self) -> None:
        """Sell the asset or give it back, in the month that the scenario says."""
        if not self._sells:
            return
        parts = self.here & (self.sell_month > 0) & (self.model.month >= self.sell_month - 1)
        if not anywhere(parts):
            return
        proceeds = cents(self.value()) * parts
        costs = cents(proceeds / 100.0 * self.selling_cost)
        gain = np.maximum(proceeds - costs - self.invested, 0) * parts
        back = share_of(gain, self.reverter)[0]
        self.ledger.receive(Account.PROPERTY, proceeds, Sector.BUSINESS_ELSEWHERE)
        self.ledger.pay(Account.PROPERTY, costs, Sector.BUSINESS_ELSEWHERE)
        self.ledger.pay(Account.PROPERTY, back, Sector.MUNICIPALITY)
        self.take_off_the_books(parts, proceeds - costs - back)
        self.gone = self.gone | parts

    def take_off_the_books(self, where: Bools, received: Cents) -> None:
        """Close the asset's accounts where it is gone; ``received`` has been posted to them already."""
        left = (self.book - received) * where
        written_off, provision = self.written_off * where, self.provision * where
        self.ledger.post(Account.DEPRECIATION_TO_DATE, Account.PROPERTY, written_off)
        self.ledger.post(Account.BOOK_LOSS, Account.PROPERTY, np.maximum(left, 0))
        self.ledger.post(Account.PROPERTY, Account.INCOME_DISPOSAL, np.maximum(-left, 0))
        self.ledger.post(Account.MAINTENANCE_PROVISION, Account.MAINTENANCE, provision)
        self.invested = np.where(where, 0, self.invested)
        self.written_off = self.written_off - written_off
        self.provision = self.provision - provision
