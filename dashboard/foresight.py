"""Looking ahead: the first answers to what visitors may do next, calculated while nobody waits for anything.

Who has turned a dial mostly turns it again, or another by a little. Where the machine has nothing else to do, the first
futures of those places are calculated, many in one model, and a dial that is turned there answers at once.
"""

from __future__ import annotations

from collections import OrderedDict, deque
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.pieces import first_futures, people

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from dashboard.brakes import Brake
    from wijkbv_sim.experiment.chunk import Chunk
    from wijkbv_sim.scenario.schema import Scenario

MOST = 150
"""How many first answers are kept that nobody has asked for yet; up to a megabyte each."""

PEOPLE = 40_000_000
"""People times months that are calculated at once: a third of a second, in which a refinement may have to wait."""


@dataclass(eq=False)
class _Expected:
    """What a scenario may become, and with how many futures, how many at once, it is calculated."""

    scenario: Scenario
    turns: deque[tuple[str, float]]
    count: int
    at_once: int


@dataclass(eq=False)
class Glimpse:
    """A piece of looking ahead: a scenario, turns of its dials as (dial, value), and how many futures of each."""

    scenario: Scenario
    turns: list[tuple[str, float]]
    count: int
    brake: Brake | None = None


class Foresight:
    """What may be asked for next, and what of it is known; not safe to be called from several threads at once."""

    def __init__(self) -> None:
        self._expected: OrderedDict[str, _Expected] = OrderedDict()
        self.known: OrderedDict[str, Chunk] = OrderedDict()

    def expect(self, scenario: Scenario, turns: Sequence[tuple[str, float]]) -> None:
        """Somebody looks at a scenario and may turn a dial of it, as (dial, value), the most likely first."""
        if scenario.digest not in self._expected:
            count = first_futures(scenario)
            at_once = max(1, int(PEOPLE // (people(scenario) * count)))
            self._expected[scenario.digest] = _Expected(scenario, deque(turns), count, at_once)

    def drop(self, digest: str) -> None:
        """Nobody looks at this scenario any more."""
        self._expected.pop(digest, None)

    def next(self) -> Glimpse | None:
        """What to calculate next, for who looked last."""
        for expected in reversed(self._expected.values()):
            if expected.turns:
                turns = [expected.turns.popleft() for _ in range(min(expected.at_once, len(expected.turns)))]
                return Glimpse(expected.scenario, turns, expected.count)
        return None

    def put_back(self, glimpse: Glimpse) -> None:
        """It was given up: it comes first when there is time again, if anybody still looks at the scenario."""
        expected = self._expected.get(glimpse.scenario.digest)
        if expected is not None:
            expected.turns.extendleft(reversed(glimpse.turns))

    def take(self, found: Mapping[str, Chunk]) -> None:
        """What was calculated; what has been known for longest goes where there is too much of it."""
        self.known.update(found)
        while len(self.known) > MOST:
            self.known.popitem(last=False)

    def stop(self) -> None:
        """It cannot be calculated: whoever asks for it will be told why."""
        for expected in self._expected.values():
            expected.turns.clear()
