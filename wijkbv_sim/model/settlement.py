"""The neighbourhood at the start: who lives where, with whom, and who knows whom. The same in every future.

It is the same in every scenario with this area and seed too, so the last few are kept: a run in pieces, a
comparison, or a number changed on a screen then settles its people once.
"""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.model.margins import written
from wijkbv_sim.model.network import Network, connect
from wijkbv_sim.model.population import Population, mortality, synthesise
from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.memory import remembered

if TYPE_CHECKING:
    from wijkbv_sim.model.philox import Luck
    from wijkbv_sim.scenario.schema import Scenario

KEPT = 4
"""How many neighbourhoods are kept: one of 10,000 residents takes about 2 MB."""

_kept: OrderedDict[tuple[tuple[np.uint32, np.uint32], str, str], tuple[Population, Network]] = OrderedDict()


def settle(scenario: Scenario, luck: Luck) -> tuple[Population, Network]:
    """Draw a scenario's residents and their contacts, or take those that were drawn before; nobody may change them.

    Uncertain parameters count at their central value: the people are the same in every future. Raises FitError where
    the area's margins contradict each other.
    """
    area, network = (
        remembered(section, "json", section.model_dump_json) for section in (scenario.area, scenario.ownership.network)
    )
    key = luck.key, area, network
    found = _kept.pop(key, None) or _draw(scenario, luck)
    _kept[key] = found
    while len(_kept) > KEPT:
        _kept.popitem(last=False)
    return found


def _draw(scenario: Scenario, luck: Luck) -> tuple[Population, Network]:
    area, ties = scenario.area, scenario.ownership.network
    known = dict(type(area).numbers())
    at_70 = central(area.mortality_at_70, known["mortality_at_70"]) / 100
    doubling = central(area.mortality_doubling, known["mortality_doubling"])
    moving = central(area.moving_out, known["moving_out"]) / 100
    people = synthesise(area, luck, moving, mortality(np.array(at_70), np.array(doubling)))
    network = connect(
        people,
        written(ties.contacts),
        written(ties.shortcuts) / 100,
        written(ties.homophily) / 100,
        luck,
        spread=written(ties.spread) / 100,
    )
    return people, network
