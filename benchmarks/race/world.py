"""What all contestants are given: the people, their network, the tables of chances, and how to report.

Everything comes out of the engine's own model, so that nobody can be faster by simulating something else:
the population and network objects, the monthly chances of dying and moving by age, of joining, leaving,
becoming active, stopping and burning out. Volunteer load, quality and trust are held constant, so that no
institutions are needed. What remains is a month of everybody's life:

1. go away, by death or by moving, with a chance that depends on age; a newcomer takes the home;
2. else, who is open joins: outreach + influence of the neighbourhood's membership + influence of the
   membership among one's own contacts, times an appeal that depends on income;
3. else a member may leave, or become active; an active member may stop or burn out, and then leave or not;
4. once a year traits that depend on age (income, education, work, openness) are read anew.

All see the state at the beginning of the month.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.scenarios import residents_only
from wijkbv_sim.model.columns import Chance
from wijkbv_sim.model.neighbourhood import NeighbourhoodModel
from wijkbv_sim.model.network import Network
from wijkbv_sim.model.population import Population
from wijkbv_sim.scenario.schema import Scenario

CLOSED, OPEN, MEMBER, ACTIVE = 0, 1, 2, 3
ADULT, RETIREMENT, OLDEST = 18, 67, 110
AGE_GROUPS_BEGIN = (15, 25, 45, 65)
VOLUNTEER_LOAD = 1.25
YEAR = 12

MEASURES = ("members", "active", "joined", "moved", "died")
"""What every contestant reports for each month: two stocks, and three flows since the start."""


@dataclass(frozen=True)
class World:
    """The common ground: tables and chances per month, the same in every future."""

    scenario: Scenario
    people: Population
    network: Network
    dies: NDArray[np.float64]  # (111,) by age
    goes: NDArray[np.float64]  # (111,) by age: dies or moves
    open_chance: NDArray[np.float64]  # (3, 3) by education and age band
    appeal: NDArray[np.float64]  # (3,) by income
    outreach: float
    influence_all: float
    influence_own: float
    leave: float
    activate: float
    stop: float
    burn: float
    burn_leaves: float
    first_members: int
    first_active: int

    @property
    def residents(self) -> int:
        """How many people live there."""
        return int(self.people.birth.size)


def make_world(residents: int, potential: float) -> World:
    """Draw the people and read the chances off one month of the engine's model."""
    scenario = residents_only(residents, years=40, potential=potential)
    model = NeighbourhoodModel(scenario, replicates=1, seed=1)
    model.volunteer_load[:] = VOLUNTEER_LOAD
    everybody = model.residents
    everybody.month()
    chances = everybody.chances[0]
    influence = float(everybody.influence[0]) / YEAR
    leave, activate, leave_or_stop, leave_stop_or_burn = (
        float(chances[k]) for k in (Chance.LEAVE, Chance.ACTIVATE, Chance.LEAVE_OR_STOP, Chance.LEAVE_STOP_OR_BURN)
    )
    stay = 1 - leave
    return World(
        scenario=scenario,
        people=everybody.people,
        network=everybody.network,
        dies=everybody.exits[0, 0].copy(),
        goes=everybody.exits[0, 1].copy(),
        open_chance=everybody.open_table[0].copy(),
        appeal=everybody.appeal[0].copy(),
        outreach=float(chances[Chance.OUTREACH]),
        influence_all=influence * (1 - float(everybody.local_influence[0])),
        influence_own=influence * float(everybody.local_influence[0]),
        leave=leave,
        activate=activate / stay,
        stop=(leave_or_stop - leave) / stay,
        burn=(leave_stop_or_burn - leave_or_stop) / stay,
        burn_leaves=float(chances[Chance.BURN_LEAVES]),
        first_members=int(everybody.initial_members[0]),
        first_active=int(everybody.initial_active[0]),
    )


@dataclass(frozen=True)
class Run:
    """What a contestant's run gives back: ``history[measure]`` is (replicates, months)."""

    seconds: float
    history: dict[str, NDArray[np.float64]]

    @classmethod
    def join(cls, runs: Sequence[Run]) -> Run:
        """Several runs as one, replicates one after the other."""
        history = {name: np.concatenate([run.history[name] for run in runs]) for name in MEASURES}
        return cls(sum(run.seconds for run in runs), history)

    def rate(self, residents: int) -> float:
        """Million resident-months in a second."""
        return self.history["members"].size * residents / self.seconds / 1e6
