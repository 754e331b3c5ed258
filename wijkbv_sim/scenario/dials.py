"""Dials: the few handles by which people move a scenario, each of one or of many of its numbers at once.

A dial such as "contracts, in euros a year" stands for the values of all contracts together: turned, every contract
grows in proportion. Turning a dial keeps the doubt: an uncertain number keeps its shape around its new centre.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from wijkbv_sim.scenario.distributions import central
from wijkbv_sim.scenario.memory import remembered
from wijkbv_sim.scenario.quantity import Quantity
from wijkbv_sim.scenario.take_out import correlations_without

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wijkbv_sim.scenario.parameter import Language, Parameter
    from wijkbv_sim.scenario.schema import Scenario


class Together(StrEnum):
    """What one dial says of many numbers."""

    TOTAL = "total"
    MEAN = "mean"


@dataclass(frozen=True)
class Dial:
    """A handle on the numbers in ``unit`` whose paths match ``patterns`` (``*`` stands for one name).

    ``step`` is what one press of - or + moves it by, ``reach`` how far it goes where the scenario says little:
    from 0 to the larger of ``reach`` and twice the scenario's own value. Help is in three parts: what it is, why
    it matters, what hangs together with it; the source is that of the numbers themselves.
    """

    name: str
    patterns: tuple[str, ...]
    together: Together
    unit: str
    step: float
    reach: float
    nl: str
    en: str
    what_nl: str
    what_en: str
    why_nl: str
    why_en: str
    related: tuple[str, ...] = ()

    def label(self, language: Language) -> str:
        """The dial's name on a screen."""
        return self.nl if language == "nl" else self.en

    def what(self, language: Language) -> str:
        """What it is."""
        return self.what_nl if language == "nl" else self.what_en

    def why(self, language: Language) -> str:
        """Why it matters."""
        return self.why_nl if language == "nl" else self.why_en

    def numbers(self, scenario: Scenario) -> list[tuple[str, Quantity, Parameter]]:
        """The numbers that the dial moves, in the scenario's order."""
        return remembered(
            scenario,
            ("dial", self.patterns, self.unit),
            lambda: [found for found in _by_unit(scenario).get(self.unit, ()) if self.moves(found[0], found[2])],
        )

    def moves(self, path: str, meta: Parameter) -> bool:
        """Whether the number at a path is one of the dial's: a rent per month is no rent per square metre."""
        return meta.unit.partition(" of ")[0] == self.unit and _paths(self.patterns).fullmatch(path) is not None

    def value(self, scenario: Scenario) -> float:
        """Where the dial stands: the total or mean of the central values. Raises ValueError without numbers."""
        centres = [central(quantity, meta) for _, quantity, meta in self.numbers(scenario)]
        if not centres:
            raise ValueError(f"the scenario {scenario.name} has nothing that the dial {self.name} moves")
        return sum(centres) / (1 if self.together is Together.TOTAL else len(centres))

    def bounds(self, scenario: Scenario) -> tuple[float, float]:
        """How far the dial goes in this scenario, in whole steps and within what the schema allows."""
        lowest, highest = self.limits(scenario)
        wanted = max(self.reach, 2 * self.value(scenario))
        return lowest, min(highest, -(-wanted // self.step) * self.step)

    def limits(self, scenario: Scenario) -> tuple[float, float]:
        """What the schema allows, wherever the dial stands now."""
        numbers = self.numbers(scenario)
        many = len(numbers) if self.together is Together.TOTAL else 1
        return max(0.0, *(meta.low for _, _, meta in numbers)), min(meta.high for _, _, meta in numbers) * many

    def usual(self, scenario: Scenario) -> tuple[float, float] | None:
        """The range within which the scenario itself places the dial, or None where it has no doubt."""
        numbers = self.numbers(scenario)
        if not any(quantity.uncertain for _, quantity, _ in numbers):
            return None
        ends = [_extent(quantity) for _, quantity, _ in numbers]
        many = 1 if self.together is Together.TOTAL else len(ends)
        return sum(low for low, _ in ends) / many, sum(high for _, high in ends) / many

    def ranges(self, scenario: Scenario) -> dict[str, tuple[float, float]]:
        """How far each number of the dial could go by itself, as path: (low, high); numbers that must not differ are
        left out.
        """
        found = {}
        for path, quantity, meta in self.numbers(scenario):
            low, high = max(0.0, meta.low), min(meta.high, max(self.reach, 2 * central(quantity, meta)))
            if not meta.fixed and low < high:
                found[path] = (low, high)
        return found

    def values(self, scenario: Scenario, value: float) -> dict[str, float]:
        """What each of its numbers is, as path: value, where the dial stands at ``value``.

        They keep their proportions; where all are 0, each gets as much. Raises ValueError without numbers.
        """
        now = self.value(scenario)
        numbers = self.numbers(scenario)
        alone = value / len(numbers) if self.together is Together.TOTAL else value
        return {path: central(quantity, meta) * value / now if now > 0 else alone for path, quantity, meta in numbers}

    def turned(self, scenario: Scenario, value: float) -> Scenario:
        """The scenario with the dial at ``value``.

        Raises ValueError outside the limits. A dial that already stands there changes nothing.
        """
        low, high = self.limits(scenario)
        if not low <= value <= high:
            raise ValueError(f"{self.name}(={value:g}) must lie between {low:g} and {high:g} {self.unit}")
        now = self.value(scenario)
        if math.isclose(now, value, rel_tol=1e-9, abs_tol=1e-9):
            return scenario
        wanted = self.values(scenario, value)
        changes: dict[str, Any] = {
            path: moved(quantity, meta, wanted[path]) for path, quantity, meta in self.numbers(scenario)
        }
        certain = {path for path, quantity in changes.items() if not quantity.uncertain}
        if any(certain & set(group.parameters) for group in scenario.correlations):
            changes["correlations"] = correlations_without(scenario, certain)
        return scenario.with_(changes)


def moved(quantity: Quantity, meta: Parameter, wanted: float) -> Quantity:
    """A number with another central value, and its doubt in proportion; cut off at what the schema allows.

    A distribution keeps its shape: all its values are multiplied. Where the centre was 0, or is to be, it has no
    proportion to keep, and the number becomes certain. Source and notes go: they were of the value before.

    >>> from wijkbv_sim.scenario.parameter import Parameter
    >>> euro = Parameter("EUR", 0, 1000, "", "", "", "")
    >>> moved(Quantity(value=100, triangular=(80, 100, 140)), euro, 50).triangular
    (40.0, 50.0, 70.0)
    """
    wanted = min(max(wanted, meta.low), meta.high)
    if meta.integer:
        wanted = float(round(wanted))
    centre = central(quantity, meta)
    kept = {"value": wanted, "assumption": True}
    if not quantity.uncertain or centre <= 0 or wanted <= 0:
        return Quantity.model_validate(kept)
    name, numbers = quantity.distribution  # type: ignore[misc]  # uncertain: there is one
    ratio = wanted / centre
    scaled = _scaled(name, numbers, ratio, meta)
    return Quantity.model_validate(kept if scaled is None else {**kept, name: scaled})


def _scaled(name: str, numbers: tuple[Any, ...], ratio: float, meta: Parameter) -> list[Any] | None:
    """The parameters of a distribution times ``ratio``; None where nothing of its width is left."""

    def cut(x: float) -> float:
        x = min(max(x * ratio, meta.low), meta.high)
        return float(round(x)) if meta.integer else x

    if name == "discrete":
        return [[cut(value), weight] for value, weight in numbers]
    if name == "beta":
        a, b, low, high = numbers if len(numbers) == 4 else (*numbers, 0.0, 1.0)
        return [a, b, cut(low), cut(high)] if cut(low) < cut(high) else None
    if name in ("normal", "lognormal"):
        centre, spread = cut(numbers[0]), numbers[1] * ratio
        return [centre, spread] if spread > (0 if name == "normal" else centre) else None
    ends = [cut(x) for x in numbers]
    return ends if ends[0] < ends[-1] else None


def _extent(quantity: Quantity) -> tuple[float, float]:
    """The lowest and highest that a number may be, as far as the document writes it down."""
    distribution = quantity.distribution
    if distribution is not None and distribution[0] == "normal":
        centre, spread = distribution[1]
        return centre - 1.645 * spread, centre + 1.645 * spread
    if distribution is not None and distribution[0] == "lognormal":
        centre, high = distribution[1]
        return centre * centre / high, high
    return quantity.extent()


def _by_unit(scenario: Scenario) -> dict[str, list[tuple[str, Quantity, Parameter]]]:
    """A scenario's numbers by their unit, in its order: each dial looks at those in its own unit only."""

    def sorted_out() -> dict[str, list[tuple[str, Quantity, Parameter]]]:
        found: dict[str, list[tuple[str, Quantity, Parameter]]] = {}
        for each in scenario.quantities():
            found.setdefault(each[2].unit.partition(" of ")[0], []).append(each)
        return found

    return remembered(scenario, "numbers by unit", sorted_out)


@lru_cache(maxsize=256)
def _paths(patterns: tuple[str, ...]) -> re.Pattern[str]:
    """What the paths look like that one of the patterns stands for."""
    return re.compile("|".join(re.escape(pattern).replace(r"\*", "[^.]*") for pattern in patterns), re.DOTALL)


def main_dials(scenario: Scenario, most: int = 8) -> list[Dial]:
    """The first dials that have something to move in this scenario, the most telling first."""
    return [dial for dial in DIALS if dial.numbers(scenario)][:most]


def dial(name: str) -> Dial:
    """The dial of this name. Raises KeyError, with the names that there are."""
    for known in DIALS:
        if known.name == name:
            return known
    raise KeyError(f"there is no dial {name}: expected one of {', '.join(d.name for d in DIALS)}")


DIALS: Sequence[Dial] = (
    Dial(
        "contracts", ("money.contracts.*.value",), Together.TOTAL, "EUR/year", 5_000, 50_000,
        "opdrachten", "contracts",
        "Wat opdrachtgevers per jaar betalen als alle opdrachten lopen, zoals de gemeente en de corporatie.",
        "What commissioners pay in a year when all contracts run, such as the municipality and the corporation.",
        "Opdrachten zijn vaak de grootste bron van inkomsten. Wie ze verliest, komt snel in de problemen.",
        "Contracts are often the largest source of income. Who loses them is soon in trouble.",
        ("coordination", "volunteers"),
    ),
    Dial(
        "rent", ("assets.*.rent",), Together.MEAN, "EUR/m2/year", 5, 150,
        "huur van huurders", "rent from tenants",
        "Wat huurders per vierkante meter per jaar betalen.",
        "What tenants pay for a square metre in a year.",
        "Een klein verschil per vierkante meter is op een heel gebouw veel geld.",
        "A small difference in a square metre is a lot of money over a whole building.",
        ("running",),
    ),
    Dial(
        "tariff", ("assets.*.subsidy_tariff",), Together.MEAN, "EUR/kWh", 0.005, 0.2,
        "gegarandeerde stroomprijs", "guaranteed price of power",
        "Tot welk bedrag per kWh de subsidie de marktprijs aanvult; 0 is geen subsidie.",
        "Up to which amount for a kWh the subsidy tops up the market price; 0 is no subsidy.",
        "Zonder bodem onder de prijs hangen rente en aflossing aan de stroommarkt.",
        "Without a floor under the price, interest and repayment hang on the power market.",
        ("power",),
    ),
    Dial(
        "power", ("assets.*.price_per_kwh",), Together.MEAN, "EUR/kWh", 0.005, 0.2,
        "marktprijs van stroom", "market price of power",
        "Wat een kWh nu gemiddeld opbrengt, zonder subsidie.",
        "What a kWh yields on average now, without subsidy.",
        "Zonnestroom brengt minder op als overal de zon schijnt. Niemand kent de prijs van later.",
        "Solar power yields less when the sun shines everywhere. Nobody knows later prices.",
        ("tariff",),
    ),
    Dial(
        "line", ("assets.*.fee",), Together.MEAN, "EUR/month", 1, 60,
        "maandbedrag per aansluiting", "monthly fee for a connection",
        "Wat een aangesloten huis per maand voor de lijn betaalt.",
        "What a connected home pays for the line in a month.",
        "Hiermee worden de leningen voor het net afgelost.",
        "This pays off the loans for the network.",
        ("potential",),
    ),
    Dial(
        "grants", ("money.grants.*.amount",), Together.TOTAL, "EUR/year", 5_000, 50_000,
        "subsidies en fondsen", "grants",
        "Wat subsidies en fondsen per jaar geven zolang ze lopen.",
        "What grants and funds give in a year as long as they run.",
        "Subsidies helpen bij de start, maar houden op. Wie ervan afhangt, loopt risico.",
        "Grants help at the start, but they end. Who depends on them runs a risk.",
        ("opening_cash",),
    ),
    Dial(
        "opening_cash", ("money.opening_cash",), Together.TOTAL, "EUR", 5_000, 50_000,
        "startgeld", "opening cash",
        "Wat er op de rekening staat als de eerste maand begint.",
        "What is in the account when the first month begins.",
        "Startgeld vangt de eerste tegenvallers op.",
        "Opening cash absorbs the first setbacks.",
        ("grants",),
    ),
    Dial(
        "coordination", ("money.coordinator_fte",), Together.TOTAL, "FTE", 0.25, 3,
        "betaalde leiding", "paid management",
        "Betaalde leiding en administratie, in voltijdbanen.",
        "Paid management and administration, in full-time jobs.",
        "Leiding kost geld dat elke maand terugkomt, ook als het even tegenzit.",
        "Management costs money that is due every month, in bad times too.",
        ("contracts", "volunteers"),
    ),
    Dial(
        "volunteers", ("services.*.volunteer_share",), Together.MEAN, "%", 5, 100,
        "werk door vrijwilligers", "work by volunteers",
        "Welk deel van het werk vrijwilligers doen.",
        "Which part of the work volunteers do.",
        "Vrijwilligers sparen loon uit. Maar te veel werk voor te weinig mensen brandt hen op.",
        "Volunteers save wages. But too much work for too few people wears them out.",
        ("outreach", "coordination"),
    ),
    Dial(
        "fee", ("ownership.fee",), Together.TOTAL, "EUR/year", 5, 100,
        "contributie per lid", "fee for a member",
        "Wat een lid per jaar betaalt.",
        "What a member pays in a year.",
        "Een hogere contributie brengt per lid meer op, maar houdt mensen tegen.",
        "A higher fee yields more for each member, but keeps people away.",
        ("outreach",),
    ),
    Dial(
        "outreach", ("ownership.outreach_budget",), Together.TOTAL, "EUR/year", 500, 10_000,
        "werving van leden", "outreach",
        "Wat het buurtbedrijf per jaar uitgeeft om leden te vinden.",
        "What the company spends in a year to find members.",
        "Zonder werving weten mensen niet dat het buurtbedrijf bestaat.",
        "Without outreach people do not know that the company exists.",
        ("fee", "volunteers"),
    ),
    Dial(
        "trade", ("money.trade.*.turnover",), Together.TOTAL, "EUR/year", 2_500, 25_000,
        "eigen verkoop", "own sales",
        "Omzet van winkel, eetcafé en klussen voor klanten.",
        "Turnover of shop, eating house and odd jobs for customers.",
        "Eigen verkoop maakt minder afhankelijk, maar een deel gaat op aan inkoop.",
        "Own sales make less dependent, but a part of it goes into purchases.",
        ("contracts",),
    ),
    Dial(
        "running", ("assets.*.running_cost",), Together.MEAN, "EUR/m2/year", 2.5, 100,
        "kosten van het gebouw", "cost of the building",
        "Energie, schoonmaak, verzekering en klein onderhoud per vierkante meter per jaar.",
        "Energy, cleaning, insurance and small repairs for a square metre in a year.",
        "Deze kosten lopen door, ook als ruimtes leegstaan.",
        "This cost goes on, even where rooms stand empty.",
        ("rent",),
    ),
    Dial(
        "overhead", ("money.overhead",), Together.TOTAL, "EUR/year", 1_000, 20_000,
        "algemene kosten", "overhead",
        "Boekhouder, verzekering, computers en andere vaste kosten per jaar.",
        "Accountant, insurance, computers and other fixed costs in a year.",
        "Vaste kosten moeten elk jaar eerst worden terugverdiend.",
        "Fixed costs have to be earned back first, every year.",
        ("coordination",),
    ),
    Dial(
        "potential", ("ownership.potential",), Together.TOTAL, "%", 1, 30,
        "mensen die ooit lid willen worden", "people who may ever join",
        "Welk deel van de volwassenen ooit lid zou willen worden.",
        "Which part of the adults would ever want to join.",
        "Meer leden dan dit deel komen er nooit, hoe goed het ook gaat.",
        "There will never be more members than this part, however well it goes.",
        ("outreach", "fee"),
    ),
    Dial(
        "purchases_local", ("services.*.purchases_local", "money.trade.*.purchases_local"), Together.MEAN, "%", 5, 100,
        "inkoop in de wijk", "purchases in the neighbourhood",
        "Welk deel van de inkoop bij bedrijven in de wijk gebeurt.",
        "Which part of purchases is made from businesses in the neighbourhood.",
        "Wat in de wijk wordt gekocht, kan daar nog eens worden uitgegeven.",
        "What is bought in the neighbourhood can be spent there again.",
    ),
)  # fmt: skip
"""All dials, the most telling first."""
