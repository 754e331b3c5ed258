"""A grant: asked for in rounds, given or not, tapering off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.ledger import Account, cents, share_of
from wijkbv_sim.model.actor import SECTOR_OF, Actor, anywhere, same
from wijkbv_sim.model.philox import Process
from wijkbv_sim.model.rates import YEAR
from wijkbv_sim.scenario.gifts import GrantKind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.ledger.ledger import Cents
    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
    from wijkbv_sim.scenario.gifts import Grant as Written

    Floats = NDArray[np.float64]


LONG = 36
"""Months of a structural grant after which it may not end at once (Awb art. 4:51)."""


class Grant(Actor):
    """One grant; parameters of ``money.grants.<name>`` are attributes (replicates,).

    Start-up support puts first contracts off; of project money a part is held back until the round is accounted for;
    a structural grant that has lasted goes on for a while when it ends: only of such a one ``lasted`` tells for how
    many months it has been paid.
    """

    amount: Floats
    start_month: Floats
    duration: Floats
    chance: Floats
    rounds: Floats
    taper: Floats
    effort: Floats
    application: Floats
    in_advance: Floats
    notice: Floats
    delay: Floats

    def __init__(self, model: NeighbourhoodModel, name: str, written: Written) -> None:
        super().__init__(model, f"money.grants.{name}")
        self.name = name
        self.kind = written.kind
        self.sector = SECTOR_OF[written.giver]
        self.awarded = np.zeros(model.replicates, dtype=np.bool_)
        self.lasted = np.zeros(model.replicates, dtype=np.int64)
        self.goes_on = self.nothing()
        self._goes_on = False
        self.held_back: Cents = np.zeros(model.replicates, dtype=np.int64)
        self._lasted_nowhere = self.lasted
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """See in which months of the run rounds may begin or run in some future, and what is worth working out."""
        self._foreseen = self.model.scenario.time.months
        since = np.arange(self._foreseen)[:, None] - (self.start_month - 1)
        runs = self._runs(since)
        self._turning: set[int] = set(np.flatnonzero(self._turns(since).any(axis=1)).tolist())
        self._running: set[int] = set(np.flatnonzero(runs.any(axis=1)).tolist())
        # The same array as long as the months are alike: what follows from it need not be worked out again.
        changes = np.append(True, (runs[1:] != runs[:-1]).any(axis=1))
        alike = list(runs[changes])
        self._within: list[NDArray[np.bool_]] = [alike[k] for k in np.cumsum(changes) - 1]
        self._inputs: tuple[object, ...] = ()
        self._a_month, self._effort = self.amount / YEAR, self.effort / YEAR
        self._tapers, self._reports = bool(self.taper.any()), bool(self.effort.any())

    def _may(self, months: set[int]) -> bool:
        """Whether this is one of those months, as far as they are known."""
        return self.model.month in months or self.model.month >= self._foreseen

    @property
    def months_since(self) -> Floats:
        """Months since the first round began; negative before."""
        return self.model.month - (self.start_month - 1)

    @property
    def within(self) -> NDArray[np.bool_]:
        """Where one of the rounds runs this month."""
        month = self.model.month
        return self._within[month] if month < self._foreseen else self._runs(self.months_since)

    def _runs(self, since: Floats) -> NDArray[np.bool_]:
        """Where a round runs so many months after the first began."""
        return (since >= 0) & (since < self.duration * self.rounds)

    def _turns(self, since: Floats) -> NDArray[np.bool_]:
        """Where a round begins, or the last has ended, so many months after the first began."""
        within = (since >= 0) & (since <= self.duration * self.rounds)
        turns: NDArray[np.bool_] = within & (since % self.duration == 0)
        return turns

    @property
    def _hour(self) -> Floats:
        """What an hour of paperwork costs, in euros."""
        company = self.model.company
        return company.coordinator_cost / company.productive_hours * company.price_level

    def decide(self) -> None:
        """Apply where a round begins; start-up support with milestones puts first contracts off."""
        if not self._may(self._turning):
            return
        since = self.months_since
        turns = self._turns(since)
        if not anywhere(turns):
            return
        applies = turns & self.within
        luck = self.draw(Process.GRANT_ROUND)[0]
        before = self.awarded
        self.awarded = np.where(turns, applies & (luck < self.chance), self.awarded)
        self.model.company.pay_people(self.application * self._hour * applies)
        if self.kind is GrantKind.STRUCTURAL:
            ends = turns & before & ~self.awarded & (self.lasted >= LONG)
            self.goes_on = np.where(ends, self.notice, self.goes_on)
            self._goes_on = anywhere(self.goes_on)
        if self.kind is GrantKind.STARTUP:
            late = np.where(applies & (since == 0) & self.awarded, self.delay, 0.0).astype(np.int64)
            for contract in self.model.contracts:
                contract.put_off(late)
        if self.kind is GrantKind.PROJECT:
            settled = self.held_back * (turns & self.model.company.alive)
            self.held_back = np.where(turns, 0, self.held_back)
            self.ledger.receive(Account.INCOME_GRANTS, settled, self.sector)

    def pay(self) -> None:
        """Receive the month's part where it was awarded, and pay for reporting."""
        if not self._may(self._running) and not self._goes_on:
            self.lasted = self._lasted_nowhere
            return
        company = self.model.company
        # Most months of a round bring what the month before did.
        inputs = (
            self.within, self.awarded, company.alive, company.price_level, company.coordinator_cost,
            company.productive_hours,
        )  # fmt: skip
        if self._goes_on or self._tapers or not same(inputs, self._inputs):
            self._work_out_month()
            self._inputs = () if self._goes_on else inputs
        if not self._some_running:
            self.lasted = self._lasted_nowhere
            return
        if self._goes_on:
            self.goes_on = np.maximum(self.goes_on - 1, 0.0)
            self._goes_on = anywhere(self.goes_on)
        if self.kind is GrantKind.STRUCTURAL:
            self.lasted = (self.lasted + 1) * self._runs_now
        if self.kind is GrantKind.PROJECT:
            self.held_back = self.held_back + self._later
        self.ledger.receive(Account.INCOME_GRANTS, self._now, self.sector)
        if self._reports:
            company.pay_people(self._reporting)

    def _work_out_month(self) -> None:
        """Where the grant runs, what is paid now and later (cents), and what reporting costs (euros)."""
        company = self.model.company
        running = self.within & self.awarded & company.alive
        if self._goes_on:
            running = running | ((self.goes_on > 0) & company.alive)
        self._runs_now, self._some_running = running, anywhere(running)
        whole_month = self._a_month
        if self._tapers:
            left = np.power(1.0 - self.taper, np.floor(np.maximum(self.months_since, 0) / YEAR))
            whole_month = whole_month * left
        paid = whole_month * running
        whole = cents(paid)
        if self.kind is GrantKind.PROJECT:
            now, later = share_of(whole, self.in_advance)
            self._now, self._later = now, later
        else:
            self._now = whole
        if self._reports:
            self._reporting = self._effort * self._hour * (paid > 0)
