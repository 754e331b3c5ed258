"""A fibre network: residents sign up, and when enough have done so it is built; otherwise it is off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, Sector, cents
from wijkbv_sim.model.actor import anywhere
from wijkbv_sim.model.asset import NOT_YET, Asset
from wijkbv_sim.model.columns import Stock
from wijkbv_sim.model.rates import MONTHS, chance, intensity

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.fibre import Fibre as Written

    Floats = NDArray[np.float64]
    Bools = NDArray[np.bool_]

WORST = 0.01
"""No condition makes subscribers leave more than a hundred times as fast."""


def bass_step(f: Floats, p: Floats, q: Floats, years: float) -> Floats:
    """Adoption after a time, from adoption ``f``: the exact solution of df/dt = (p + q f) (1 - f).

    >>> float(np.round(bass_step(np.array(0.0), np.array(0.3), np.array(0.0), 1.0), 6))
    0.259182
    """
    fade = np.exp(-(p + q) * years)
    pull, left = p + q * f, (1.0 - f) * fade
    whole = pull + q * left
    result: Floats = np.divide(pull - p * left, whole, out=f.copy(), where=whole > 0)
    return result


class Fibre(Asset):
    """One network; ``signed`` is the part of the homes that takes part, ``connected`` the homes with a cable.

    ``called_off`` says where the deadline passed with too few.
    """

    sales_are_taxed = True

    homes_passed: Floats
    cost_per_connection: Floats
    take_up_needed: Floats
    deadline: Floats
    initial_take_up: Floats
    potential: Floats
    own_accord: Floats
    imitation: Floats
    member_pull: Floats
    preparation: Floats
    campaign: Floats
    joining_fee: Floats
    fee: Floats
    churn: Floats
    operator_cost: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, name, written)
        replicates = model.replicates
        self.asked_since = np.full(replicates, NOT_YET, dtype=np.int64)
        self.signed = self.nothing()
        self.called_off = np.zeros(replicates, dtype=np.bool_)
        self.first_connections = np.zeros(replicates, dtype=np.int64)
        self.connected = np.zeros(replicates, dtype=np.int64)

    def works_cost(self) -> Floats:
        """The cables to all who had signed when building started, and what stands at the centre."""
        return self.renovation + self.first_connections * self.cost_per_connection

    def ready(self) -> Bools:
        """Where enough homes have signed."""
        return self._asking() & (self.signed >= self.take_up_needed)

    def begin(self) -> None:
        """Ask residents to sign; start building where enough have, and call it off where the time is up."""
        opens = (self.asked_since == NOT_YET) & (self.model.month >= self.start_month - 1) & self.model.company.alive
        self.asked_since[opens] = self.model.month
        self.signed = np.where(opens, np.minimum(self.initial_take_up, self.potential), self.signed)
        self._sign_up(~opens)
        super().begin()
        starts = self.begun_in == self.model.month
        homes = np.rint(self.homes_passed * self.signed).astype(np.int64)
        self.first_connections = np.where(starts, homes, self.first_connections)

    def run(self) -> None:
        """The network's month; before it is built, the month of those who ask for signatures."""
        self._ask()
        super().run()

    def earn(self) -> None:
        """Connect those who came since, and bring in the fees of those who are there."""
        self._connect()
        level = self.model.company.price_level * self.open
        homes = np.rint(self.homes_passed * self.signed)
        self.ledger.receive_euros(Account.INCOME_FIBRE, homes * self.fee * level, Sector.HOUSEHOLDS)
        cost = homes * self.operator_cost * level
        self.model.company.buy(Account.BUILDING_RUNNING, cost, self.running_cost_local)

    def _asking(self) -> Bools:
        """Where residents are asked to sign and nothing is decided yet."""
        asked = (self.asked_since <= self.model.month) & (self.begun_in == NOT_YET)
        asking: Bools = asked & ~self.called_off & self.model.company.alive
        return asking

    def _sign_up(self, where: Bools) -> None:
        """A month of signing by Bass's rule, drawn by those who signed and by members; subscribers leave."""
        residents = self.model.residents
        members = residents.members / np.maximum(residents.stocks[:, Stock.ADULTS], 1)
        pull = self.own_accord + self.member_pull * members
        in_order = self.in_order()
        before = np.minimum(self.signed / self.potential, 1.0)
        now = bass_step(before, pull * in_order, self.imitation * in_order, 1 / MONTHS) * self.potential
        stays = 1.0 - chance(intensity(self.churn) / np.maximum(in_order, WORST)) * self.open
        going_on = where & (self._asking() | self.here)
        self.signed = np.where(going_on, np.maximum(now, self.signed) * stays, self.signed)

    def _ask(self) -> None:
        """Pay for preparation and the campaign; where the deadline passes, write off what was spent."""
        asking = self._asking()
        first = asking & (self.asked_since == self.model.month)
        started_at_once = (self.asked_since == self.model.month) & (self.begun_in == self.model.month)
        self.invest(cents(self.preparation) * (first | started_at_once), Sector.BUSINESS_ELSEWHERE)
        company = self.model.company
        company.buy(Account.OUTREACH, self.campaign * company.price_level * asking)
        too_late = asking & (self.model.month - self.asked_since >= self.deadline)
        if anywhere(too_late):
            self.take_off_the_books(too_late, np.zeros(too_late.size, dtype=np.int64))
            self.called_off = self.called_off | too_late
            self.signed = np.where(too_late, 0.0, self.signed)

    def _connect(self) -> None:
        """Lay cables to newcomers; each pays the joining fee on being connected."""
        in_use = self.open
        opening = in_use & (self.months_open < 1)
        homes = np.rint(self.homes_passed * self.signed).astype(np.int64)
        before = np.where(opening, self.first_connections, self.connected)
        later = np.maximum(homes - before, 0) * in_use
        if anywhere(later):
            cost = later * self.cost_per_connection * self.model.company.price_level
            self.add(cents(cost), Sector.BUSINESS_ELSEWHERE)
        self.connected = np.where(in_use, before + later, self.connected)
        newly = later + self.first_connections * opening
        self.subsidise(cents(newly * self.joining_fee), Sector.HOUSEHOLDS)
