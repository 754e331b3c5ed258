"""Roles for a workshop: from whose place one looks, what one looks at, which dials one has, and what one answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.scenario.dials import Dial, dial, main_dials

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

DIALS_OF_A_ROLE = 4
"""So many dials fit on a phone and in a quarter of an hour."""


@dataclass(frozen=True)
class Role:
    """A role card.

    ``figures`` names the headlines that it looks at, ``dials`` the dials that it would turn, most wanted first.
    """

    name: str
    nl: str
    en: str
    looks_nl: str
    looks_en: str
    asks_nl: str
    asks_en: str
    figures: tuple[str, ...]
    dials: tuple[str, ...]

    def label(self, language: Language) -> str:
        """What the role is called."""
        return self.nl if language == "nl" else self.en

    def looks(self, language: Language) -> str:
        """What who plays it looks at."""
        return self.looks_nl if language == "nl" else self.looks_en

    def asks(self, language: Language) -> str:
        """The question that who plays it answers to the others."""
        return self.asks_nl if language == "nl" else self.asks_en

    def its_dials(self, scenario: Scenario) -> list[Dial]:
        """The dials of this role that move something in the scenario; others of the main ones fill up to four."""
        there = [dial(name) for name in self.dials if dial(name).numbers(scenario)]
        there += [other for other in main_dials(scenario) if other not in there]
        return there[:DIALS_OF_A_ROLE]


def role(name: str) -> Role:
    """The role of this name. Raises KeyError, with the names that there are."""
    for known in ROLES:
        if known.name == name:
            return known
    raise KeyError(f"there is no role {name}: expected one of {', '.join(r.name for r in ROLES)}")


ROLES: Sequence[Role] = (
    Role(
        "resident", "Bewoner", "Resident",
        "U kijkt naar de mensen. Hoeveel buren doen mee? En blijft het geld in de wijk?",
        "You look at the people. How many neighbours take part? And does the money stay here?",
        "Zou u zelf lid worden, en wat is daarvoor nodig?",
        "Would you become a member yourself, and what would that take?",
        ("members_end", "local_retention", "pays_its_way"),
        ("fee", "outreach", "volunteers", "purchases_local", "line"),
    ),
    Role(
        "treasurer", "Penningmeester", "Treasurer",
        "U kijkt naar de rekening. Hoe laag komt die, en in welk jaar?",
        "You look at the account. How low does it get, and in which year?",
        "Hoeveel startgeld hebt u nodig om rustig te slapen?",
        "How much money do you need at the start to sleep well?",
        ("lowest_cash", "pays_its_way", "own_income_share_end"),
        ("opening_cash", "overhead", "tariff", "coordination", "grants", "line"),
    ),
    Role(
        "alderman", "Wethouder", "Alderman",
        "U kijkt naar de hele stad. Groeit het vertrouwen, en kan het bedrijf later zonder subsidie?",
        "You look at the whole town. Does trust grow, and can the company do without grants later?",
        "Wat geeft u, hoe lang, en wat vraagt u ervoor terug?",
        "What do you give, for how long, and what do you ask in return?",
        ("trust_end", "own_income_share_end", "members_end"),
        ("contracts", "grants", "outreach", "rent"),
    ),
    Role(
        "bank", "Bank", "Bank",
        "U kijkt naar het risico. Bestaat het bedrijf nog als de lening is afgelost?",
        "You look at the risk. Does the company still exist when the loan has been paid back?",
        "Leent u dit bedrijf geld? Onder welke voorwaarde?",
        "Do you lend money to this company? On which condition?",
        ("pays_its_way", "lowest_cash", "own_income_share_end"),
        ("opening_cash", "tariff", "power", "line", "rent", "running", "coordination"),
    ),
    Role(
        "entrepreneur", "Ondernemer", "Entrepreneur",
        "U kijkt naar wat er verkocht en ingekocht wordt. Wat levert het bedrijf op voor de winkels in de wijk?",
        "You look at what is sold and bought. What does the company yield for the shops in the area?",
        "Wat kunt u voor dit bedrijf doen, en wat doet het voor u?",
        "What can you do for this company, and what does it do for you?",
        ("local_retention", "own_income_share_end", "pays_its_way"),
        ("purchases_local", "trade", "contracts", "rent", "power"),
    ),
)  # fmt: skip
"""The five role cards."""
