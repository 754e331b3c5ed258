"""The residents' rules in Mesa, as its tutorials teach: an Agent per resident, AgentSet.do, DataCollector.

Kept quick where that costs no clarity: tables are Python lists, counters are kept up to date on each change,
and only residents to whom something happens are visited twice in a month. Run by ``python -m benchmarks.race``.
"""

from __future__ import annotations

import math
import time
from bisect import bisect_right

import mesa
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


class Resident(mesa.Agent):
    """Somebody who lives there; when they go, a newcomer takes over the home and its contacts."""

    def __init__(self, model: Neighbourhood, birth: int, owner: int, personal: int) -> None:
        super().__init__(model)
        self.owner = owner
        self.contacts: list[Resident] = []
        self.state = CLOSED
        self.settle_in(birth, personal)

    def settle_in(self, birth: int, personal: int) -> None:
        self.birth = birth
        self.personal = personal
        self.taste = self.random.random()
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
        model, draw = self.model, self.random.random
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
        model, random = self.model, self.random
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


class Neighbourhood(mesa.Model):
    """Everybody, the chances they live by, and the totals that are collected."""

    def __init__(self, world: World, seed: int) -> None:
        super().__init__(rng=seed)
        self.world = world
        self.month = 0
        self.dies, self.goes = world.dies.tolist(), world.goes.tolist()
        self.open_chance, self.appeal = world.open_chance.tolist(), world.appeal.tolist()
        self.class_edges = world.people.class_edges[:, :, :17].tolist()
        self.arrival_ages = world.people.arrival_ages.tolist()
        self.due: list = []
        self.joined = self.moved = self.died = 0
        people = world.people
        columns = (people.birth.tolist(), people.tenure.tolist(), people.facts.tolist())
        everybody = list(Resident.create_agents(self, world.residents, *columns))
        start, neighbour = world.network.start, world.network.neighbour
        for home, resident in enumerate(everybody):
            resident.contacts = [everybody[k] for k in neighbour[start[home] : start[home + 1]]]
        adults = [resident for resident in everybody if resident.age >= ADULT]
        self.random.shuffle(adults)
        adults.sort(key=lambda resident: resident.state == CLOSED)
        for rank, resident in enumerate(adults[: world.first_members]):
            resident.state = ACTIVE if rank < world.first_active else MEMBER
        self.count()
        self.datacollector = mesa.DataCollector(model_reporters={name: name for name in MEASURES})

    def count(self) -> None:
        states = self.agents.get("state")
        self.active = states.count(ACTIVE)
        self.members = states.count(MEMBER) + self.active
        self.open = states.count(OPEN)

    def step(self) -> None:
        if self.month % YEAR == 0 and self.month > 0:
            self.agents.do("grow_older")
            self.count()
        interested = self.open + self.members
        self.reached = self.members / max(interested, 1)
        self.share_open = max(interested, 1) / self.world.residents
        self.general_pull = self.world.outreach + self.world.influence_all * self.reached
        self.due.clear()
        self.agents.do("decide")
        for happen in self.due:
            happen()
        self.count()
        self.month += 1
        self.datacollector.collect(self)


def run(world: World, replicates: int, months: int, seed: int) -> Run:
    """One future after another; the clock runs from the first month to the last of each."""
    runs = []
    for replicate in range(replicates):
        model = Neighbourhood(world, seed=seed + replicate)
        begin = time.perf_counter()
        for _ in range(months):
            model.step()
        seconds = time.perf_counter() - begin
        frame = model.datacollector.get_model_vars_dataframe()
        runs.append(Run(seconds, {name: np.array(frame[name], dtype=float)[None] for name in MEASURES}))
    return Run.join(runs)
