"""Jobs for residents who look for work, and what they change: income, spending, benefits, joining.

Part of the company's local jobs goes to job-seekers of the neighbourhood. Each has a place in the queue, drawn for
life, so the same people are hired in every scenario as far as there are jobs; who has a job keeps it until there are
fewer, or until moving, death, retirement or other work. Once a year it is seen who looks for work.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model import job_kernels
from wijkbv_sim.model.actor import Actor, anywhere
from wijkbv_sim.model.columns import GENERATION_SHIFT
from wijkbv_sim.model.labour import FULL_TIME_WEEK, HOUSEHOLD_NORM
from wijkbv_sim.model.rates import MONTHS, WEEKS_PER_MONTH

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from wijkbv_sim.model.neighbourhood import NeighbourhoodModel

    Floats = NDArray[np.float64]
    Integers = NDArray[np.int64]
    Room = NDArray[np.uint32]


class Jobs(Actor):
    """Who of the job-seekers has a job at the company; parameters of ``local_economy.jobs`` are attributes.

    ``count`` (replicates,) is how many have one; ``hired``, ``released`` and ``gone`` how many were taken on, were let
    go and went by themselves this month. In EUR of the month: ``benefits_saved`` by the municipality,
    ``extra_income`` of the households and ``extra_spending`` of theirs in the neighbourhood.
    """

    seeking: Floats
    filled: Floats
    hours: Floats
    net_wage: Floats
    benefit: Floats
    income_rises: Floats
    pull: Floats

    def __init__(self, model: NeighbourhoodModel) -> None:
        super().__init__(model, "local_economy.jobs")
        replicates = model.replicates
        self._lasting = model.scenario.feedbacks.jobs_to_members
        self.count: Integers = np.zeros(replicates, dtype=np.int64)
        self._of_this_month: Integers = np.zeros((3, replicates), dtype=np.int64)
        self.hired, self.released, self.gone = self._of_this_month
        self.benefits_saved = self.extra_income = self.extra_spending = self.nothing()
        # Of each who has a job: home, generation, place in the queue, income before.
        self._held: NDArray[np.int32] = np.zeros((replicates, 0), dtype=np.int32)
        self._whose: NDArray[np.uint8] = np.zeros((replicates, 0), dtype=np.uint8)
        self._rank: NDArray[np.uint32] = np.zeros((replicates, 0), dtype=np.uint32)
        self._income: NDArray[np.uint8] = np.zeros((replicates, 0), dtype=np.uint8)
        self._homes = np.zeros((replicates, 2), dtype=np.int64)
        self._queue_year = -1
        self.parameters_changed()

    def parameters_changed(self) -> None:
        """Work out a month's pay, and the benefits that it takes the place of: of one person, and of a household."""
        self._pay = self.hours * WEEKS_PER_MONTH * self.net_wage
        self._benefit = np.minimum(self.benefit, self._pay)
        self._benefit_of_two = np.minimum(self.benefit * HOUSEHOLD_NORM, self._pay)

    def follow(self) -> None:
        """After the residents' month: who still has a job, and who joins because of it."""
        self._of_this_month.fill(0)
        if not anywhere(self.count):
            return
        model, people = self.model, self.model.residents
        luck, month = model.luck, model.month
        job_kernels.follow(
            month, luck.replicate, *luck.key, people.state, people.generation, people.birth, people.traits,
            self._lasting, self.income_rises, self._held, self._whose, self._rank, self._income, self.count, self.gone,
            people.stocks,
        )  # fmt: skip
        if self._lasting:
            homes, ties = people.people.households, people.network
            job_kernels.join_in(
                month, luck.replicate, *luck.key, self._held, self.count, homes.of, homes.start, homes.member,
                self.pull, people.state, people.generation, people.birth, people.traits, people.watch,
                people.contacts, ties.start, ties.neighbour, people.cells, people.chances, people.appeal,
                people.targeted, people.share_table, people.flows, people.stocks,
            )  # fmt: skip

    def fill(self) -> None:
        """When wages are paid: let go or take on, and see what that does to income and benefits."""
        model = self.model
        jobs, most = self.wanted()
        if most > 0 or anywhere(self.count):
            self._look_for_seekers()
            if most > self._held.shape[1]:
                self._room(most)
            people, luck = model.residents, model.luck
            job_kernels.fill(
                model.month, luck.replicate, *luck.key, jobs, self._queue, self._queue_start, self._queue_whose,
                people.state, people.generation, people.birth, people.traits, self._lasting, self.income_rises,
                self._held, self._whose, self._rank, self._income, self.count, self.hired, self.released, people.stocks,
            )  # fmt: skip
            homes = people.people.households
            job_kernels.homes_on_benefit(
                self._held, self.count, people.traits, homes.of, homes.start, homes.member, self._homes
            )
        elif anywhere(self._homes):
            self._homes[:] = 0
        else:
            self.benefits_saved = self.extra_income = self.extra_spending = self.nothing()
            return
        self.benefits_saved, self.extra_income, self.extra_spending = np.empty((3, jobs.size))
        job_kernels.pay(
            self._homes, self.count, self._pay, self._benefit, self._benefit_of_two, model.company.price_level,
            model.economy.household_spending, self.benefits_saved, self.extra_income, self.extra_spending,
        )  # fmt: skip

    def wanted(self) -> tuple[Integers, int]:
        """How many jobs there are for job-seekers (replicates,), whole ones; and how many at the most."""
        company = self.model.company
        jobs = np.empty(self.count.size, dtype=np.int64)
        most: int = job_kernels.wanted(
            company.staff_fte, company.coordinating_fte, company.alive, company.staff_local, FULL_TIME_WEEK, self.hours,
            self.filled, jobs,
        )  # fmt: skip
        return jobs, most

    def census(self) -> Integers:
        """Who has a job, counted from scratch (replicates,), for the checking mode."""
        found = np.zeros(self.model.replicates, dtype=np.int64)
        job_kernels.count_hired(self.model.residents.traits, found)
        return found

    def _look_for_seekers(self) -> None:
        """Once a year: who looks for work, in the order of the queue."""
        year = self.model.month // MONTHS
        if year == self._queue_year:
            return
        self._queue_year = year
        people, luck = self.model.residents, self.model.luck
        keys = [np.zeros(0, dtype=np.uint64)] * self.model.replicates

        def some(first: int, last: int, room: Room) -> None:
            for r in range(first, last):
                keys[r] = job_kernels.find_seekers(
                    self.model.month, luck.replicate[r], *luck.key, people.generation[r], people.birth[r],
                    people.traits[r], self.seeking[r], room,
                )  # fmt: skip

        people.spread(some)
        self._queue_start = np.cumsum([0, *(key.size for key in keys)])
        homes = np.concatenate(keys) & np.uint64((1 << GENERATION_SHIFT) - 1)
        self._queue = homes.astype(np.int32)
        future = np.repeat(np.arange(self.model.replicates), np.diff(self._queue_start))
        self._queue_whose = people.generation[future, self._queue]

    def _room(self, places: int) -> None:
        """Make the lists of those hired long enough."""
        more = ((0, 0), (0, places - self._held.shape[1]))
        self._held = np.pad(self._held, more).astype(np.int32)
        self._whose = np.pad(self._whose, more).astype(np.uint8)
        self._rank = np.pad(self._rank, more).astype(np.uint32)
        self._income = np.pad(self._income, more).astype(np.uint8)
