"""The residents: columns (replicates, residents), not objects, and one actor that owns them."""

from __future__ import annotations

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import pairwise
from threading import Lock
from typing import TYPE_CHECKING, Any

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents
from wijkbv_sim.model import chance_kernels, columns, kernels
from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.columns import ACTIVE, CLOSED, MEMBER, OPEN, Chance, Flow, Stock
from wijkbv_sim.model.philox import Process, blocks, uniforms
from wijkbv_sim.model.population import mortality, moving
from wijkbv_sim.model.rates import MONTHS, WEEKS_PER_MONTH, YEAR, chance, intensity, monthly_chance
from wijkbv_sim.model.settlement import settle
from wijkbv_sim.scenario.memory import remembered

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.schema import Scenario

    Floats = NDArray[np.float64]
    Room = NDArray[np.uint32]
    Beginnings = OrderedDict[tuple[float, ...], tuple[NDArray[Any], ...]]

ROOM = 13
"""Lists as long as there are residents that a kernel may need at a time."""

MARGIN = 1.5
"""How far beyond this month's ceilings the year is foreseen. Any margin of 1 or more gives the same results."""

LEAST = 12 / columns.CELLS
"""What is foreseen at the least: a chance that rises from nothing then need not be foreseen anew."""


BEGINNING = (
    "moving_out", "mortality_at_70", "mortality_doubling", "potential", "openness_low_education",
    "openness_high_education", "openness_18_34", "openness_65_plus", "initial_members", "initial_active",
)  # fmt: skip
"""The numbers on which it depends, beside people and luck, how a future begins."""

KEPT = 500_000
"""Residents times futures whose beginning is kept, at four bytes each: first answers mostly begin alike."""

_BEGINNINGS = Lock()


class Residents(Actor):
    """Everybody who lives there, in every future.

    Parameters of ``area`` and ``ownership`` are attributes (replicates,). ``flows`` and ``stocks`` count
    people by month; see the kernels.
    """

    moving_out: Floats
    mortality_at_70: Floats
    mortality_doubling: Floats
    potential: Floats
    outreach: Floats
    outreach_budget: Floats
    outreach_effect: Floats
    outreach_targeted: Floats
    targeting_effect: Floats
    influence: Floats
    local_influence: Floats
    leaving: Floats
    fee: Floats
    fee_sensitivity: Floats
    fee_weight_low_income: Floats
    fee_weight_high_income: Floats
    quality_sensitivity: Floats
    trust_sensitivity: Floats
    openness_low_education: Floats
    openness_high_education: Floats
    openness_18_34: Floats
    openness_65_plus: Floats
    initial_members: Floats
    initial_active: Floats
    activation: Floats
    stopping: Floats
    idleness: Floats
    burnout: Floats
    burnout_leaves: Floats
    hours_employed: Floats
    hours_not_employed: Floats
    volunteer_cost: Floats
    share_buyers: Floats
    share_median: Floats
    share_mean: Floats
    share_interest: Floats
    share_withdrawal: Floats

    def __init__(self, model: NeighbourhoodModel, scenario: Scenario, threads: int = 1) -> None:
        super().__init__(model, "ownership")
        model.parameters.bind("area", self)
        self.threads = threads
        self.people, self.network = settle(scenario, model.luck)
        replicates, count = model.replicates, self.people.birth.size
        ages = self.people.ages * count
        self.by_age = float(ages[:18].sum()), float(ages[18:65].sum()), float(ages[65:].sum())
        """How many residents are under 18, 18 to 64, and 65 or older: the area's own ages, which stay in balance."""
        self.state = np.zeros((replicates, count), dtype=np.uint8)
        self.generation = np.zeros((replicates, count), dtype=np.uint8)
        self.traits = np.zeros((replicates, count), dtype=np.uint8)
        self.birth = np.tile(self.people.birth, (replicates, 1))
        self.came = np.full((replicates, count), -1, dtype=np.int16)
        self.going = np.full((replicates, count), columns.NEVER, dtype=np.int16)
        watched = -(-count // columns.TOGETHER) * columns.TOGETHER
        self.watch = np.zeros((replicates, watched), dtype=np.uint16)
        # Where each thread's kernels keep their lists: they allocate nothing.
        self._room = [np.empty((ROOM, watched), dtype=np.uint32) for _ in range(max(threads, 1))]
        self.contacts = np.zeros((replicates, count), dtype=np.int16)
        self.flows = np.zeros((replicates, len(Flow)), dtype=np.int64)
        self.stocks = np.zeros((replicates, len(Stock)), dtype=np.int64)
        self.appeal = np.ones((replicates, 3))
        self.targeted = np.zeros((replicates, columns.CLASSES))
        self.may_hold_shares = scenario.ownership.legal_form.rights.shares
        self.chances = np.zeros((replicates, len(Chance)))
        self.open_table = np.full((replicates, 3, 3), np.nan)
        self.exits = np.full((replicates, 2, columns.OLDEST + 1), np.nan)
        # Tables of staying, one for each time that the chances of going away changed.
        self.since: list[int] = []
        self.changed = np.zeros((0, replicates), dtype=np.bool_)
        self.staying = np.zeros((0, 1, columns.LIFETIME))
        self.survival = np.zeros((0, 1, columns.LIFETIME + 1))
        self.deadly = np.zeros((1, columns.LIFETIME))
        # What is foreseen of the year: by state, chances of what low and high draws bring, and in cells.
        self.foreseen = np.full((replicates, 2, 4), -1.0)
        self.cells = np.zeros((replicates, 2, 4), dtype=np.uint32)
        self._sought: Floats | None = None
        self._work_out_tables()
        self._begin()

    @property
    def count(self) -> int:
        """How many people live there; every home that falls empty is lived in again at once."""
        return self.state.shape[1]

    @property
    def members(self) -> NDArray[np.int64]:
        """Members, the active ones among them (replicates,)."""
        return self.stocks[:, Stock.MEMBERS]

    @property
    def active_members(self) -> NDArray[np.int64]:
        """Members who volunteer (replicates,)."""
        return self.stocks[:, Stock.ACTIVE]

    @property
    def hours_available(self) -> Floats:
        """Hours that active members can give this month (replicates,)."""
        hours = np.empty(self.model.replicates)
        chance_kernels.hours_of_volunteers(
            self.stocks, self.hours_employed, self.hours_not_employed, WEEKS_PER_MONTH, hours
        )
        return hours

    def parameters_changed(self) -> None:
        """Work out the tables that depend on parameters alone, and what others mean to people."""
        going_changes, tastes_change = self._work_out_tables()
        if anywhere(tastes_change):
            self._birthdays(self.model.month, everybody=tastes_change, skip=~tastes_change)
        if anywhere(going_changes):
            self._foretell(going_changes)
        self.foreseen[going_changes | tastes_change] = -1.0

    def _work_out_tables(self) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
        """The tables that depend on parameters alone; returns in which futures (replicates,) the chances of going away
        and the chance to be open to joining are others than before.
        """
        dying = monthly_chance(mortality(self.mortality_at_70, self.mortality_doubling))
        going = monthly_chance(moving(self.moving_out, self.people.ages, self.people.deaths))
        exits = np.stack([dying, np.minimum(dying + (1.0 - dying) * going, 1.0)], axis=1)
        going_changes = (exits != self.exits).any(axis=(1, 2))
        self.exits = exits
        open_table = self._open_table()
        self._stopping, self._leaving = intensity(self.stopping), intensity(self.leaving)
        self._activation, self._burnout, self._influence = (
            self.activation / YEAR, self.burnout / YEAR, self.influence / YEAR,
        )  # fmt: skip
        middle = np.ones(self.fee.size)
        self._fee_weights = np.stack([self.fee_weight_low_income, middle, self.fee_weight_high_income], axis=1)
        self._costs_of_volunteers, self._reaches_out = bool(self.volunteer_cost.any()), bool(self.outreach_budget.any())
        self._sought = None
        self.chances[:, Chance.INFLUENCE_OWN] = self._influence * self.local_influence
        self.chances[:, Chance.BURN_LEAVES] = self.burnout_leaves
        self.chances[:, Chance.SHARES] = self.share_buyers * self.may_hold_shares
        self._buy_shares = anywhere(self.chances[:, Chance.SHARES])
        sigma = np.sqrt(2 * np.log(np.maximum(self.share_mean / self.share_median, 1.0 + 1e-9)))
        bought = self.share_median[:, None] * np.exp(sigma[:, None] * _normal_steps())
        # The few who buy most stand for the tail that equal steps cut off: the mean is the one that is written.
        bought[:, -1] += columns.SHARE_STEPS * np.maximum(self.share_mean - bought.mean(axis=1), 0.0)
        self.share_table = cents(bought)
        # Only where the chance to be open has changed is everybody asked anew: an event that changes nothing
        # changes nobody.
        tastes_change = (open_table != self.open_table).any(axis=(1, 2))
        self.open_table = open_table
        return going_changes, tastes_change

    def month(self) -> None:
        """Everybody's month: move, age, meet, join, become active, leave, burn out."""
        if self.model.month % MONTHS == 0 and self.model.month > 0:
            nobody = np.zeros(self.model.replicates, dtype=np.bool_)
            self._birthdays(self.model.month, everybody=nobody, skip=nobody)
        ceilings = self._work_out_chances()
        self._foresee(ceilings)
        self.flows[:] = 0
        luck, people, model = self.model.luck, self.people, self.model

        def some(first: int, last: int, room: Room) -> None:
            kernels.people_month(
                first, last, model.month, luck.replicate, *luck.key,
                self.state, self.generation, self.birth, self.traits, self.came, self.going, self.watch, self.contacts,
                self.network.start, self.network.neighbour, people.tenure, self.deadly, self.staying[-1],
                self.survival[-1], ceilings, self.cells, self.chances, self.appeal, self.targeted, self.open_table,
                self.share_table, people.arrival_ages, people.class_edges, self.flows, self.stocks, room,
            )  # fmt: skip

        self.spread(some)

    def pay_and_be_paid(self) -> None:
        """Membership fees, shares bought and taken back, and what volunteers and outreach cost."""
        company, ledger = self.model.company, self.ledger
        fees, costs, outreach = np.empty((3, self.model.replicates))
        chance_kernels.dues(
            self.stocks, self.fee, self.volunteer_cost, self.outreach_budget, company.price_level, company.alive,
            fees, costs, outreach,
        )  # fmt: skip
        ledger.receive_euros(Account.INCOME_MEMBER_FEES, fees, Sector.MEMBERS)
        if self._buy_shares:
            bought = self.flows[:, Flow.SHARES_BOUGHT] * company.alive
            ledger.receive(Account.MEMBER_SHARES, bought, Sector.MEMBERS)
        self.model.shares.take_back(self.share_withdrawal)
        if self._costs_of_volunteers:
            company.buy(Account.VOLUNTEER_COSTS, costs)
        if self._reaches_out:
            company.buy(Account.OUTREACH, outreach)

    def disband(self, failed: NDArray[np.bool_]) -> None:
        """End every membership in the futures where the company has failed."""
        state = self.state[failed]
        state[state >= MEMBER] = OPEN
        self.state[failed] = state
        self.contacts[failed] = 0
        self.watch[failed] |= np.uint16(columns.ASK_ANEW)
        self.flows[failed, Flow.LEFT] += self.stocks[failed, Stock.MEMBERS]
        self.stocks[failed, Stock.OPEN] += self.stocks[failed, Stock.MEMBERS]
        self.stocks[failed, Stock.MEMBERS :] = 0
        self.foreseen[failed] = -1.0

    def count_classes(self) -> NDArray[np.int64]:
        """Adults, members and active members by class (replicates, 3, CLASSES)."""
        counts = np.empty((self.model.replicates, 3, columns.CLASSES), dtype=np.int64)

        def some(first: int, last: int, room: Room) -> None:
            kernels.count_classes(first, last, self.model.month, self.state, self.birth, self.traits, counts)

        self.spread(some)
        return counts

    def census(self) -> tuple[NDArray[np.int64], NDArray[np.int16]]:
        """Stocks and contacts counted from scratch, for the checking mode."""
        stocks = np.zeros_like(self.stocks)
        contacts = np.zeros_like(self.contacts)
        kernels.census(
            0, self.model.replicates, self.state, self.traits, self.network.start, self.network.neighbour,
            stocks, contacts,
        )  # fmt: skip
        return stocks, contacts

    def spread(self, some: Callable[[int, int, Room], None]) -> None:
        """Run a kernel over all replicates, on several threads where there are; no draw depends on it."""
        replicates = self.model.replicates
        threads = min(self.threads, replicates)
        if threads < 2 or replicates * self.count < SMALL:
            some(0, replicates, self._room[0])
            return
        edges = [replicates * k // threads for k in range(threads + 1)]
        others = zip(pairwise(edges[1:]), self._room[1:], strict=False)
        waiting = [_pool(threads - 1).submit(some, a, b, room) for (a, b), room in others]
        some(edges[0], edges[1], self._room[0])
        for job in waiting:
            job.result()

    def _birthdays(self, month: int, *, everybody: NDArray[np.bool_], skip: NDArray[np.bool_]) -> None:
        luck, people = self.model.luck, self.people

        def some(first: int, last: int, room: Room) -> None:
            kernels.birthdays(
                first, last, month, skip, everybody, luck.replicate, *luck.key, self.state, self.generation, self.birth,
                self.traits, self.watch, people.facts, people.tenure, self.open_table, people.class_edges, self.stocks,
                room,
            )  # fmt: skip

        self.spread(some)

    def _foretell(self, other: NDArray[np.bool_]) -> None:
        """Work out when everybody goes, in the futures where the chances of it are others from this month on."""
        luck = self.model.luck
        exits = self.exits
        if (exits == exits[:1]).all():
            exits = exits[:1]
        by_age = np.minimum(np.arange(columns.LIFETIME), columns.OLDEST)
        dying, going = (np.ascontiguousarray(exits[:, k, by_age]) for k in (0, 1))
        staying = 1.0 - going
        self.deadly = np.divide(dying, going, out=np.zeros_like(going), where=going > 0)
        survival = np.empty((staying.shape[0], columns.LIFETIME + 1))
        kernels.survive(staying, survival)
        self.since.append(self.model.month)
        since = np.array(self.since)
        self.changed = np.concatenate([self.changed, other[None]])
        self.staying = _one_more(self.staying, staying)
        self.survival = _one_more(self.survival, survival)
        self.deadly = np.broadcast_to(self.deadly, self.staying.shape[1:]).copy()

        def some(first: int, last: int, room: Room) -> None:
            kernels.foretell(
                first, last, since, self.changed, luck.replicate, *luck.key, self.generation, self.birth, self.came,
                self.deadly, self.staying, self.survival, self.going, room,
            )  # fmt: skip

        self.spread(some)

    def _foresee(self, ceilings: Floats) -> None:
        """See in which months of this year each resident must be looked at, where that is not known or not enough."""
        luck, month = self.model.luck, self.model.month
        above = ceilings > self.foreseen
        if month % MONTHS == 0:
            above[:] = True
        if not anywhere(above):
            return
        wanted: NDArray[np.bool_] = np.asarray(above.any(axis=(1, 2)))
        self.foreseen[wanted] = np.maximum(ceilings[wanted] * MARGIN, LEAST)
        self.cells[wanted] = np.minimum(np.ceil(self.foreseen[wanted] * columns.CELLS), columns.CELLS)

        def some(first: int, last: int, room: Room) -> None:
            kernels.foresee(
                first, last, month, wanted, luck.replicate, *luck.key, self.state, self.generation, self.going,
                self.cells, self.watch, room,
            )  # fmt: skip

        self.spread(some)

    def _open_table(self) -> Floats:
        """The chance to be open to joining (replicates, 3, 3) by education and age, whose mean is ``potential``."""
        education = np.stack([self.openness_low_education, self.nothing(), self.openness_high_education], axis=1)
        age = np.stack([self.openness_18_34, self.nothing(), self.openness_65_plus], axis=1)
        log_odds = education[:, :, None] + age[:, None, :]
        people = self.people
        weight = remembered(people, "adults", lambda: _adults_by_education_and_age(people))
        wanted = self.potential
        # The level at which the mean meets the potential, by bisection: the mean rises with the level.
        low, high = np.full(wanted.size, -40.0), np.full(wanted.size, 40.0)
        for _ in range(60):
            level = (low + high) / 2
            mean = (weight * _logistic(level[:, None, None] + log_odds)).sum(axis=(1, 2))
            low, high = np.where(mean < wanted, level, low), np.where(mean < wanted, high, level)
        table = _logistic(((low + high) / 2)[:, None, None] + log_odds)
        table[wanted >= 1.0] = 1.0
        table[wanted <= 0.0] = 0.0
        return table

    def _work_out_chances(self) -> Floats:
        """This month's chances from parameters, membership, quality, trust and load.

        Returns, by state, the highest chances of what low and high draws bring (replicates, 2, 4).
        """
        model, meeting, feedbacks = self.model, self.model.meeting, self.model.scenario.feedbacks
        if model.representation.sought is not self._sought:
            self._aim_outreach(model.representation.sought)
        say = meeting.say if feedbacks.say_to_members else self.nothing()
        exponents, intensities = np.empty((model.replicates, 4)), np.empty((4, model.replicates))
        chance_kernels.prepare(
            model.quality, model.municipality.trust, model.volunteer_load, model.volunteer_overload, say,
            model.leaders.activation, meeting.discount, feedbacks.quality_to_members, feedbacks.trust_to_members,
            feedbacks.load_to_activation, feedbacks.load_to_burnout, feedbacks.load_to_stopping,
            self.quality_sensitivity, self.trust_sensitivity, self.fee, self.fee_sensitivity, self._fee_weights,
            self._stopping, self.idleness, self._burnout, meeting.say_retention, self._activation,
            meeting.say_activation, exponents, intensities,
        )  # fmt: skip
        powers = np.exp(exponents)
        intensities[2] = self._leaving * powers[:, 3] * intensities[2]
        self.appeal, ceilings = np.empty((model.replicates, 3)), np.zeros((model.replicates, 2, 4))
        chance_kernels.fill(
            self.count, self.stocks, model.company.alive, self._influence, self.local_influence, self._most_targeted,
            powers, chance(intensities), self.appeal, self.chances, ceilings,
        )  # fmt: skip
        return ceilings

    def _aim_outreach(self, sought: Floats) -> None:
        """Divide the budget for outreach: who is ``sought`` (replicates, classes) is seen anew once a year."""
        # Where nobody is under-represented, all of the budget is for everybody.
        part = self.outreach_targeted * sought.any(axis=1)
        effect = self.outreach_effect * self.outreach_budget / 1000
        self.targeted = (effect * part * self.targeting_effect / YEAR)[:, None] * sought
        self.chances[:, Chance.OUTREACH] = (self.outreach + effect * (1.0 - part)) / YEAR
        self._most_targeted = self.targeted.max(axis=1)
        self._sought = sought

    def _begin(self) -> None:
        """Before the first month: who is open to joining, who is a member, and when everybody goes.

        Futures with the same luck begin alike where nothing differs on which that depends, in one model or in several.
        """
        replicates, luck = self.model.replicates, self.model.luck
        if replicates * self.count > KEPT:
            self._work_out_beginning(np.ones(replicates, dtype=np.bool_))
        else:
            kept: Beginnings = remembered(self.people, "beginnings", OrderedDict)
            numbers = (getattr(self, name).tolist() for name in BEGINNING)
            alike = list(zip(luck.replicate.tolist(), *numbers, strict=True))
            first: dict[tuple[float, ...], int] = {}
            for r, key in enumerate(alike):
                first.setdefault(key, r)
            # Taken at once: another thread may put others in their place meanwhile.
            with _BEGINNINGS:
                found = {key: kept.pop(key) for key in first if key in kept}
                kept |= found
            new = np.zeros(replicates, dtype=np.bool_)
            new[[r for key, r in first.items() if key not in found]] = True
            self._work_out_beginning(new)
            begun = self.state, self.traits, self.going
            found |= {key: tuple(column[r].copy() for column in begun) for key, r in first.items() if key not in found}
            for r, key in enumerate(alike):
                self.state[r], self.traits[r], self.going[r] = found[key]
            with _BEGINNINGS:
                kept |= found
                while len(kept) * self.count > KEPT:
                    kept.popitem(last=False)
        self.stocks[:], self.contacts[:] = self.census()

    def _work_out_beginning(self, new: NDArray[np.bool_]) -> None:
        """How the futures begin that are ``new`` (replicates,)."""
        self._birthdays(0, everybody=new, skip=~new)
        self._foretell(new)
        self._first_members(new)

    def _first_members(self, new: NDArray[np.bool_]) -> None:
        """Members and active members at the start: the keenest of those who are open to it."""
        luck = self.model.luck
        for r in np.flatnonzero(new):
            wanted = int(self.initial_members[r])
            if wanted == 0:
                continue
            words = np.empty((4, self.count), dtype=np.uint32)
            replicate = np.full(self.count, luck.replicate[r], dtype=np.uint32)
            everybody = np.arange(self.count, dtype=np.uint32)
            blocks(everybody, replicate, np.uint32(0), np.uint32(Process.FIRST_MEMBERS), *luck.key, words)
            keen = uniforms(words)[0]
            willing = np.flatnonzero(self.state[r] == OPEN)
            order = willing[np.argsort(keen[willing], kind="stable")][:wanted]
            if order.size < wanted:
                # More members than people who are open to it: others were drawn in as well.
                others = np.flatnonzero((self.state[r] == CLOSED) & ((self.traits[r] & columns.ADULT_BIT) != 0))
                drawn_in = others[np.argsort(keen[others], kind="stable")][: wanted - order.size]
                order = np.concatenate([order, drawn_in])
            self.state[r, order] = MEMBER
            self.state[r, order[: int(self.initial_active[r])]] = ACTIVE


SMALL = 100_000
"""Fewer resident-months than this in one go are not worth waking a second thread."""


@cache
def _pool(threads: int) -> ThreadPoolExecutor:
    """The threads that the kernels run on: they release Python's lock."""
    return ThreadPoolExecutor(threads, thread_name_prefix="residents")


@cache
def _normal_steps() -> Floats:
    """Normal quantiles in the middle of each of the steps of the share table (1, steps)."""
    from scipy.special import ndtri

    return np.asarray(ndtri((np.arange(columns.SHARE_STEPS) + 0.5) / columns.SHARE_STEPS))[None, :]


def _one_more(tables: Floats, table: Floats) -> Floats:
    """Tables (times, rows, ...) and one more (rows, ...); all get as many rows as the one that has most."""
    rows = max(tables.shape[1], table.shape[0])
    wide = [np.broadcast_to(one, (rows, one.shape[1])) for one in (*tables, table)]
    return np.stack(wide)


def _logistic(x: Floats) -> Floats:
    return 1 / (1.0 + np.exp(-x))


def _adults_by_education_and_age(people: Any) -> Floats:
    """Shares (1, 3, 3) of the adults by education and age band (18-34, 35-64, 65 and older)."""
    by_education = people.joint.sum(axis=(1, 2, 4, 5))
    within = by_education / np.maximum(by_education.sum(axis=1, keepdims=True), 1e-12)
    share = np.zeros((3, 3))
    for age in range(columns.ADULT, columns.OLDEST + 1):
        group = int(np.searchsorted(columns.AGE_EDGES, age, side="right")) - 1
        band = 0 if age < 35 else (1 if age < 65 else 2)
        share[:, band] += people.ages[age] * within[group]
    shares: Floats = (share / share.sum())[None]
    return shares
