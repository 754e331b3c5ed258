"""One visitor's work: the scenario that was started from, every change since, and what was kept by name."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import streamlit as st

from dashboard.echoes import Echoes
from dashboard.link import Linked, bundled, opened
from dashboard.visitors import Visitor

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.questions import Answers
    from wijkbv_sim.scenario.schema import Scenario

EXAMPLE = "malburgen"
"""What opens when nobody has chosen anything yet."""

KEPT_AT_MOST = 4
"""How many scenarios can be kept by name, to be compared."""

REMEMBERED = 100
"""How many changes can be undone."""


@dataclass(frozen=True)
class Step:
    """A change, as it is told in the list of changes, and the scenario after it. ``dial``: which dial was turned.

    ``told`` is in the language in which it was done, or in each.
    """

    told: str | Mapping[Language, str]
    scenario: Scenario
    dial: str | None = None

    def said(self, to: Language) -> str:
        """What was changed, in a language where it is known in that."""
        return self.told if isinstance(self.told, str) else self.told[to]


@dataclass
class Study:
    """Everything that one visitor did; ``at`` is where in the list of steps the visitor is now.

    ``answers`` made the scenario that was started from, where questions were answered.
    """

    steps: list[Step]
    at: int = 0
    kept: dict[str, Scenario] = field(default_factory=dict)
    answers: Answers | None = None
    echoes: Echoes = field(default_factory=Echoes)

    @property
    def now(self) -> Scenario:
        """The scenario as it is now."""
        return self.steps[self.at].scenario

    @property
    def start(self) -> Scenario:
        """The scenario that was started from."""
        return self.steps[0].scenario

    @property
    def before(self) -> Scenario | None:
        """The scenario before the last change, or None where nothing was changed."""
        return self.steps[self.at - 1].scenario if self.at > 0 else None

    def change(self, told: str | Mapping[Language, str], scenario: Scenario, dial: str | None = None) -> None:
        """A new step; what was undone is gone. A change that changes nothing is no step."""
        if scenario.digest == self.now.digest:
            return
        del self.steps[self.at + 1 :]
        self.steps.append(Step(told, scenario, dial))
        if len(self.steps) > REMEMBERED:
            del self.steps[1]
        self.at = len(self.steps) - 1

    def undo(self) -> None:
        """Back by one step."""
        self.at = max(0, self.at - 1)

    def redo(self) -> None:
        """Forward by one step."""
        self.at = min(len(self.steps) - 1, self.at + 1)

    def go_to(self, at: int) -> None:
        """To a step of the list."""
        self.at = min(max(0, at), len(self.steps) - 1)

    def keep(self, name: str) -> bool:
        """Keep the scenario as it is now by a name; False where there is no room for another."""
        if name not in self.kept and len(self.kept) >= KEPT_AT_MOST:
            return False
        self.kept[name] = self.now
        return True


def study() -> Study:
    """This visitor's work; begins with the example, or with the scenario that the address names."""
    found: Study | None = st.session_state.get("study")
    if found is None:
        linked = _linked()
        found = begin(*((linked.scenario, linked.answers) if linked else (bundled(EXAMPLE),)))
    return found


def visitor() -> Visitor:
    """Who looks; let go with the session, after which the desk does no more for it."""
    found: Visitor = st.session_state.setdefault("visitor", Visitor())
    return found


def _linked() -> Linked | None:
    """What the link holds by which this visitor came, if any; what is wrong with it is kept to be told."""
    given = st.query_params.get("s")
    if given is None:
        return None
    try:
        return opened(given)
    except ValueError as error:
        st.session_state["bad-link"] = error
        return None


def begin(scenario: Scenario, answers: Answers | None = None) -> Study:
    """Start from a scenario; what was done before is gone, what was kept by name stays."""
    old = st.session_state.get("study")
    kept = old.kept if isinstance(old, Study) else {}
    new = st.session_state["study"] = Study([Step("", scenario)], kept=kept, answers=answers)
    return new
