"""The residents' rules in AgentPy: an Agent per resident, AgentList calls, parameters in ``p``, ``record``.

The rules read as in mesa_objects.py; contacts are lists, for AgentPy's own network is slower to ask. Run by
``python -m benchmarks.race``.
"""

from __future__ import annotations

import math
import time
from bisect import bisect_right

import agentpy as ap
import numpy as np

from benchmarks.race.world import (
    ACTIVE,
    ADULT,
    AGE_GROUPS_BEGIN,
    CLOSED,
    MEASURES,
    MEMBER,
    OLDEST,
    OPEN,
    RETIREMENT,
    YEAR,
    Run,
    World,
)


class Resident(ap.Agent):
    """Somebody who lives there; when they go, a newcomer takes over the home and its contacts."""

    def setup(self) -> None:
        self.state = CLOSED
        self.contacts: list[Resident] = []

    def settle_in(self, birth: int, personal: int) -> None:
        self.birth = birth
        self.personal = personal
        self.taste = self.model.random.random()
        self.grow_older()

    @property
    def age(self) -> int:
        return min((self.model.month - self.birth) // 12, OLDEST)

    def grow_older(self) -> None:
        """Once a year: income, education, work and openness as they are at this age."""
        age = self.age
        edges = self.model.class_edges[bisect_right(AGE_GROUPS_BEGIN, age)][self.owner]
        rank = bisect_right(edges, self.personal)
        self.income, self.education, self.works = rank // 6, rank // 2 % 3, rank % 2 == 1 and age < RETIREMENT
        if age < ADULT:
            self.state = CLOSED
        elif self.state <= OPEN:
            band = 0 if age < 35 else 1 if age < 65 else 2
            self.state = OPEN if self.taste < self.model.open_chance[self.education][band] else CLOSED

    def decide(self) -> None:
        """Look at how things are; what is to happen waits until everybody has looked."""
        model, draw = self.model, self.model.random.random
        luck = draw()
        if luck < model.goes[self.age]:
            model.due.append(self.die if luck < model.dies[self.age] else self.move)
        elif self.state == OPEN:
            if draw() < self.chance_of_joining():
                model.due.append(self.join)
        elif self.state >= MEMBER:
            if draw() < model.world.leave:
                model.due.append(self.leave)
            elif self.state == MEMBER:
                if draw() < model.world.activate:
                    model.due.append(self.become_active)
            else:
                luck = draw()
                if luck < model.world.stop:
                    model.due.append(self.stop)
                elif luck < model.world.stop + model.world.burn:
                    model.due.append(self.leave if draw() < model.world.burn_leaves else self.stop)

    def chance_of_joining(self) -> float:
        model = self.model
        own = model.reached
        if self.contacts:
            known = sum(contact.state >= MEMBER for contact in self.contacts)
            own = min(1.0, known / len(self.contacts) / model.share_open)
        pull = model.general_pull + model.world.influence_own * own
        return 1 - math.exp(-pull * model.appeal[self.income])

    def die(self) -> None:
        self.model.died += 1
        self.make_room()

    def move(self) -> None:
        self.model.moved += 1
        self.make_room()

    def make_room(self) -> None:
        """A newcomer takes the home."""
        model, random = self.model, self.model.random
        self.state = CLOSED
        age = min(bisect_right(model.arrival_ages, random.getrandbits(32)), OLDEST)
        self.settle_in(model.month - 12 * age - random.randrange(12), random.getrandbits(32))

    def join(self) -> None:
        self.model.joined += 1
        self.state = MEMBER

    def leave(self) -> None:
        self.state = OPEN

    def become_active(self) -> None:
        self.state = ACTIVE

    def stop(self) -> None:
        self.state = MEMBER


class Neighbourhood(ap.Model):
    """Everybody, the chances they live by, and the totals that are recorded."""

    def setup(self) -> None:
        world = self.world = self.p.world
        self.month = 0
        self.dies, self.goes = world.dies.tolist(), world.goes.tolist()
        self.open_chance, self.appeal = world.open_chance.tolist(), world.appeal.tolist()
        self.class_edges = world.people.class_edges[:, :, :17].tolist()
        self.arrival_ages = world.people.arrival_ages.tolist()
        self.due: list = []
        self.joined = self.moved = self.died = 0
        people, start, neighbour = world.people, world.network.start, world.network.neighbour
        self.residents = ap.AgentList(self, world.residents, Resident)
        everybody = list(self.residents)
        columns = zip(people.birth.tolist(), people.tenure.tolist(), people.facts.tolist(), strict=True)
        for home, (resident, (birth, owner, personal)) in enumerate(zip(everybody, columns, strict=True)):
            resident.owner = owner
            resident.contacts = [everybody[k] for k in neighbour[start[home] : start[home + 1]]]
            resident.settle_in(birth, personal)
        adults = [resident for resident in everybody if resident.age >= ADULT]
        self.random.shuffle(adults)
        adults.sort(key=lambda resident: resident.state == CLOSED)
        for rank, resident in enumerate(adults[: world.first_members]):
            resident.state = ACTIVE if rank < world.first_active else MEMBER
        self.count()

    def count(self) -> None:
        states = [resident.state for resident in self.residents]
        self.active = states.count(ACTIVE)
        self.members = states.count(MEMBER) + self.active
        self.open = states.count(OPEN)

    def step(self) -> None:
        if self.month % YEAR == 0 and self.month > 0:
            self.residents.grow_older()
            self.count()
        interested = self.open + self.members
        self.reached = self.members / max(interested, 1)
        self.share_open = max(interested, 1) / self.world.residents
        self.general_pull = self.world.outreach + self.world.influence_all * self.reached
        self.due.clear()
        self.residents.decide()
        for happen in self.due:
            happen()
        self.count()
        self.month += 1

    def update(self) -> None:
        if self.month > 0:
            self.record(list(MEASURES))


def run(world: World, replicates: int, months: int, seed: int) -> Run:
    """One future after another; the clock runs from the first month to the last of each."""
    runs = []
    for replicate in range(replicates):
        model = Neighbourhood({"world": world, "seed": seed + replicate})
        model.sim_setup(steps=months)
        begin = time.perf_counter()
        for _ in range(months):
            model.sim_step()
        seconds = time.perf_counter() - begin
        runs.append(Run(seconds, {name: np.array(model.log[name], dtype=float)[None] for name in MEASURES}))
    return Run.join(runs)
