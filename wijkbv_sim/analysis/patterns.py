"""The patterns that the model is held against: what was observed, where, and what the model's figure is.

Each pattern is data: a source with its address, an observed range, the figure of a run that answers it, and the kinds
of company it was observed at. Where a scenario misses a pattern, the explanation stands beside the pattern; a miss
without one is a mistake, and a test fails.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from wijkbv_sim.results.percentiles import Floats
from wijkbv_sim.results.yearly import year_values

if TYPE_CHECKING:
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.schema import Scenario


class Kind(StrEnum):
    """What a base scenario is a case of; it decides which patterns were observed at its like."""

    AVERAGE = "average"  # the template, which stands for the mean of the sector
    RESIDENTS_COMPANY = "residents_company"  # a bewonersbedrijf or a work co-operative
    TEAMS = "teams"  # neighbourhood teams with a budget
    CARE = "care"
    HOUSING = "housing"
    FIBRE = "fibre"
    OTHER = "other"


KINDS: Mapping[str, Kind] = {
    "bewonersbedrijf": Kind.AVERAGE,
    "malburgen": Kind.RESIDENTS_COMPANY,
    "angelslo": Kind.RESIDENTS_COMPANY,
    "afrikaanderwijk": Kind.RESIDENTS_COMPANY,
    "heechterp": Kind.TEAMS,
    "hoogeloon": Kind.CARE,
    "indische-buurt": Kind.HOUSING,
    "aa-en-hunze": Kind.FIBRE,
}
"""The kind of each base scenario; one that is not here is of kind OTHER and gets the general patterns only."""

VILLAGE = 3000
"""Up to how many inhabitants a neighbourhood counts as a village for membership."""

COMPANIES = frozenset({Kind.AVERAGE, Kind.RESIDENTS_COMPANY})
EVERY = frozenset(Kind)
TRADING = EVERY - {Kind.HOUSING, Kind.FIBRE}  # the others first have to build


@dataclass(frozen=True)
class Pattern:
    """One observed regularity.

    ``of`` gives the model's figure, an array over futures, or over years of the run where the pattern is about a year's
    companies; not-a-number where there is none. A scenario hits the pattern where the median lies in ``low`` to
    ``high``. ``exact`` says what of the range the source itself gives. ``given`` marks what scenarios put in: a hit
    then shows only that it arrived.
    """

    name: str
    nl: str
    en: str
    unit: str
    low: float
    high: float
    exact: str
    source: str
    address: str
    why: str
    of: Callable[[Results], Floats]
    kinds: frozenset[Kind] = EVERY
    only: Callable[[Scenario], bool] = lambda scenario: True
    given: bool = False
    misses: Mapping[str, str] = field(default_factory=dict)

    def applies(self, scenario: Scenario, kind: Kind) -> bool:
        """Whether the pattern was observed at companies such as this one."""
        return kind in self.kinds and self.only(scenario)

    def explanation(self, name: str) -> str | None:
        """Why a scenario misses the pattern: its own words, or those for all."""
        return self.misses.get(name, self.misses.get("*"))


def _whole_run(part: str, whole: str = "income") -> Callable[[Results], Floats]:
    def share(results: Results) -> Floats:
        top, bottom = (results.column(name).astype(np.float64).sum(axis=1) for name in (part, whole))
        found: Floats = np.divide(top, bottom, out=np.full(top.shape, np.nan), where=bottom > 0)
        return found

    return share


def _contracts_and_sales(results: Results) -> Floats:
    found: Floats = _whole_run("income_contracts")(results) + _whole_run("income_trade")(results)
    return found


def _alive_years(results: Results) -> Floats:
    """1 where a company existed at the year's end (replicates, years)."""
    return year_values(results, "alive")


def _profit_years(results: Results) -> Floats:
    """In each year the share of the companies that exist whose result is no loss (years,)."""
    there = _alive_years(results) > 0
    gain = np.rint(year_values(results, "operating_result") * 100) >= 0
    found: Floats = np.divide((gain & there).sum(axis=0), there.sum(axis=0), out=np.full(there.shape[1], np.nan),
                     where=there.any(axis=0))  # fmt: skip
    return found


def _closures(first: int, last: int) -> Callable[[Results], Floats]:
    """In each of the years first to last (from 1), closures a company that began the year (years,)."""

    def rate(results: Results) -> Floats:
        there = _alive_years(results)
        before = np.hstack([np.ones((there.shape[0], 1)), there[:, :-1]]).sum(axis=0)
        after = there.sum(axis=0)
        span = slice(first - 1, last)
        years = before[span].sum()
        # One rate over the whole span: single years hold too few closures to tell apart.
        mean = (before[span] - after[span]).sum() / years if years else np.nan
        half = 1.645 * np.sqrt(max(mean * (1 - mean), 0.0) / years) if years else np.nan
        return np.array([max(mean - half, 0.0), mean, mean + half])

    return rate


def _mean_while_alive(name: str) -> Callable[[Results], Floats]:
    def mean(results: Results) -> Floats:
        there = results.column("alive") > 0
        values = np.where(there, results.column(name).astype(np.float64), np.nan)
        known = ~np.isnan(values)
        found: Floats = np.divide(np.where(known, values, 0.0).sum(axis=1), known.sum(axis=1),
                         out=np.full(values.shape[0], np.nan), where=known.any(axis=1))  # fmt: skip
        return found

    return mean


def _at(name: str, month: int) -> Callable[[Results], Floats]:
    def value(results: Results) -> Floats:
        months = [min(month, results.months)]
        there = results.column("alive", months=months)[:, 0] > 0
        found: Floats = np.where(there, results.column(name, months=months)[:, 0].astype(np.float64), np.nan)
        return found

    return value


def _first_year(name: str) -> Callable[[Results], Floats]:
    return lambda results: year_values(results, name)[:, 0]


def _hours_a_week(results: Results) -> Floats:
    there = results.column("alive") > 0
    hours = np.where(there, results.column("volunteer_hours"), 0.0).sum(axis=1)
    people = np.where(there, results.column("active_members"), 0.0).sum(axis=1)
    months = 52 / 12
    found: Floats = np.divide(hours, people * months, out=np.full(hours.shape, np.nan), where=people > 0)
    return found


def _left_a_year(results: Results) -> Floats:
    there = results.column("alive") > 0
    # The month of the end is left out: then everybody's membership ends.
    left = np.where(there, results.column("left"), 0.0).sum(axis=1)
    members = np.where(there, results.column("members"), 0.0).sum(axis=1)
    found: Floats = np.divide(12 * left, members, out=np.full(left.shape, np.nan), where=members > 0)
    return found


def _between(of: str, to: str) -> Callable[[Results], Floats]:
    def ratio(results: Results) -> Floats:
        above, below = (_mean_while_alive(f"representation_active_{group}")(results) for group in (of, to))
        found: Floats = np.divide(above, below, out=np.full(above.shape, np.nan), where=below > 0)
        return found

    return ratio


def _running(scenario: Scenario) -> bool:
    return any(contract.running_at_start for contract in scenario.money.contracts.values())


def _lets(scenario: Scenario) -> bool:
    return any(asset.kind == "building" for asset in scenario.assets.values())


def _village(scenario: Scenario) -> bool:
    return (scenario.area.inhabitants.value or 0) <= VILLAGE


def _members(scenario: Scenario) -> bool:
    return scenario.ownership.potential.value != 0


_LSA = "LSA, 23 residents' companies, 2019"
_LSA_AT = "https://www.lsabewoners.nl/sociaal-ondernemen/bewonersbedrijven-krijgen-steeds-meer-voet-aan-de-grond/"
_LSA_PROFIT = "https://www.lsabewoners.nl/ondernemen/er-is-meer-tussen-markt-en-subsidie-infuus/"
_MEAN_ONLY = "the mean of 23; the range for one company is an assumption"
_QUARTER = "25 %; five points either way for rounding is an assumption"
_ONE_COMPANY = "the source is a mean over Dutch residents' companies, so single ones of that kind may lie far from it"
_SECTOR = "the template stands for the mean of the sector"

PATTERNS: tuple[Pattern, ...] = (
    Pattern("letting_sector", "verhuur in de opbrengsten, gemiddeld", "letting in income, sector", "share", 0.20, 0.30,
            _QUARTER, _LSA, _LSA_AT, _SECTOR, _whole_run("income_assets"), frozenset({Kind.AVERAGE})),
    Pattern("grants_sector", "subsidies en giften in de opbrengsten, gemiddeld", "grants and gifts in income, sector",
            "share", 0.20, 0.30, _QUARTER, _LSA, _LSA_AT, _SECTOR, _whole_run("income_grants"),
            frozenset({Kind.AVERAGE})),
    Pattern("contracts_sector", "opdrachten en verkoop in de opbrengsten, gemiddeld",
            "contracts and sales in income, sector", "share", 0.40, 0.60,
            "about 50 % by subtraction; ten points either way is an assumption", _LSA, _LSA_AT, _SECTOR,
            _contracts_and_sales, frozenset({Kind.AVERAGE})),
    Pattern("turnover_sector", "omzet per jaar, gemiddeld", "turnover in a year, sector", "EUR/year", 258_000, 349_000,
            "EUR 5.5 million / 23 = 239,000, raised 27 % to 2026 (assumption), 15 % either way", _LSA, _LSA_AT,
            _SECTOR, _first_year("income"), frozenset({Kind.AVERAGE})),
    Pattern("letting", "verhuur in de opbrengsten", "letting in income", "share", 0.05, 0.60, _MEAN_ONLY, _LSA,
            _LSA_AT, _ONE_COMPANY, _whole_run("income_assets"), frozenset({Kind.RESIDENTS_COMPANY}),
            misses={
                "malburgen": "A building of some 5,000 m2 with 130 units is far larger than most: its rents are known "
                "to carry the company. That the share lies above the range is the case, not the model.",
                "afrikaanderwijk": "A work co-operative: it lives on contracts with housing corporations and sublets "
                "little. The source's companies mostly run a building.",
            }),
    Pattern("grants", "subsidies en giften in de opbrengsten", "grants and gifts in income", "share", 0.05, 0.60,
            _MEAN_ONLY, _LSA, _LSA_AT, _ONE_COMPANY, _whole_run("income_grants"), frozenset({Kind.RESIDENTS_COMPANY}),
            misses={
                "malburgen": "Its turnover and surplus of 2014 were made with income of its own, and no subsidy of any "
                "size is reported; so the document has little, and more would be invented.",
                "afrikaanderwijk": "The source reports a small share of subsidy for this co-operative too.",
            }),
    Pattern("contracts", "opdrachten en verkoop in de opbrengsten", "contracts and sales in income", "share", 0.10,
            0.80, _MEAN_ONLY, _LSA, _LSA_AT, _ONE_COMPANY, _contracts_and_sales, frozenset({Kind.RESIDENTS_COMPANY}),
            misses={
                "afrikaanderwijk": "Most income of this co-operative is from services to housing corporations, "
                "catering and events (nlzve.nl, wijkcollectie.nl): it is the contract-led end of the kind.",
            }),
    Pattern("turnover", "omzet per jaar", "turnover in a year", "EUR/year", 50_000, 1_270_000,
            "range is an assumption round the mean of EUR 239,000; upper end raised 27 %", _LSA, _LSA_AT,
            _ONE_COMPANY, _first_year("income"), frozenset({Kind.RESIDENTS_COMPANY, Kind.TEAMS}),
            misses={"afrikaanderwijk": "With 45 people employed it is known to be one of the largest."}),
    Pattern("profit_years", "jaren met winst", "companies in profit in a year", "share of companies", 0.55, 0.85,
            "about 70 % in 2019, with large swings between years; 15 points either way is an assumption", _LSA,
            _LSA_PROFIT, "observed at companies that trade and run a building; over years of the run, not futures",
            _profit_years, COMPANIES),
    Pattern("closure", "einde per jaar", "closures a year", "share a year", 0.005, 0.02,
            "0.7 % (energy co-operatives, 2022) to 2.0 % (community shops, UK); no Dutch rate for companies",
            "Lokale Energie Monitor 2022", "https://www.hier.nu/lokale-energie-monitor-2022/burgercollectieven",
            "of companies that trade already; p5 to p95 is the interval of one pooled rate", _closures(1, 40),
            TRADING, _running,
            misses={
                "afrikaanderwijk": "Contracts are nearly all of its income, and which commissioners renew together is "
                "assumed: a company that diversifies or is rescued by its partners is not in the model.",
                "hoogeloon": "Just above; the upper end of the range lies within the interval. A village society can "
                "go on without paid staff when money is short; the model's company cannot, and ends.",
            }),
    Pattern("closure_early", "einde per jaar, eerste drie jaar", "closures a year, first three years", "share a year",
            0.005, 0.02, "as above: no rate by age was found for companies that trade already",
            "Lokale Energie Monitor 2022", "https://www.hier.nu/lokale-energie-monitor-2022/burgercollectieven",
            "companies that are at work when the story begins", _closures(1, 3), TRADING, _running,
            misses={
                "*": "The first three years hold few closures in either direction: every company begins with a purse "
                "and with contracts that run, so what ends it comes later. With some hundreds of firm-years the rate "
                "is uncertain by a factor of two.",
            }),
    Pattern("closure_start", "einde per jaar, eerste drie jaar, bij een begin", "closures a year, first three years of "
            "a start", "share a year", 0.02, 0.15, "no rate was found; 2-15 % is an assumption, higher than later on",
            "assumption; failure before the start is unmeasured",
            "https://www.hier.nu/lokale-energie-monitor-2022/burgercollectieven",
            "companies that first have to build", _closures(1, 3), EVERY - TRADING,
            misses={"aa-en-hunze": "A network that too few sign up for is called off, and its company idles on instead "
                    "of closing: the model has no end for that, so too few closures are counted."}),
    Pattern("members_urban", "leden onder volwassenen", "members among adults", "share of adults", 0.01, 0.10,
            "0.7 % (energy co-operatives, whole country) to 12 % (Hoogeloon); 1-10 % for a city is an assumption",
            "Lokale Energie Monitor 2023", "https://drentsekei.nl/lokale-energie-monitor-2023-uit/",
            "places of more than 3,000 inhabitants where residents can be members", _mean_while_alive("member_share"),
            EVERY, lambda scenario: _members(scenario) and not _village(scenario),
            misses={"aa-en-hunze": "Nine villages together count as a place of more than 3,000 inhabitants; in "
                    "villages 10-40 % is usual, and a member here is a household that wants fibre."}),
    Pattern("members_village", "leden onder volwassenen in een dorp", "members among adults in a village",
            "share of adults", 0.10, 0.40, "12 % of adults in Hoogeloon; upper end is an assumption",
            "Summer Foundation; Het PON",
            "http://www.summer-foundation.org/en/Initiatives/Care-Cooperative-Hoogeloon",
            "places of at most 3,000 inhabitants where residents can be members", _mean_while_alive("member_share"),
            EVERY, lambda scenario: _members(scenario) and _village(scenario)),
    Pattern("hoogeloon_members", "leden in Hoogeloon", "members in Hoogeloon", "residents", 200, 300,
            "about 200 households at the lowest (2019), 250, and 300 after the village dialogue",
            "Het PON-Telos magazine 6 (2020)",
            "https://magazine.hetpon-telos.nl/pon-telos-magazine-nr-6-april-2020/hoogeloon-30/",
            "observed at this co-operative", _mean_while_alive("members"), frozenset({Kind.CARE})),
    Pattern("churn", "leden die per jaar weggaan", "members who go in a year", "share a year", 0.05, 0.25,
            "2-15 % who leave (Hoogeloon lost 30 % in two years) with 4.5-12 % who move or die; a derived range",
            "Hoogeloon: Aanpassen maar toch jezelf blijven, collectievekracht.eu",
            "https://www.collectievekracht.eu/dieper+graven/bibliotheek/2094714.aspx?t=aanpassen-maar-toch-jezelf-blijven",
            "wherever residents are members", _left_a_year, EVERY, _members),
    Pattern("volunteers", "actieve leden", "active members", "residents", 12, 65,
            "12-32 for each organisation (England), about 65 in Hoogeloon",
            "Power to Change, Community Business Market 2019 and 2022",
            "https://www.powertochange.org.uk/research/9000-community-businesses-helping-local-people-thrive/",
            "wherever residents volunteer", _mean_while_alive("active_members"), EVERY, _members,
            misses={"hoogeloon": "The source counts 65 volunteers in one year for 60 older people; here they are the "
                    "mean over the run, in which the co-operative grows."}),
    Pattern("hours", "uren per vrijwilliger per week", "hours a volunteer a week", "hours/week", 2, 6,
            "3 hours with paid work, 6 without (2012-16), all voluntary work together; 2 is an assumption",
            "nu.nl on CBS figures",
            "https://www.nu.nl/carriere/5037833/parttimers-met-zorgtaken-doen-vaakst-vrijwilligerswerk.html",
            "wherever residents volunteer", _hours_a_week, EVERY, _members, True,
            misses={"*": "Volunteers give what is asked for, not all that they could: where more people are active "
                    "than there is work, hours a head are fewer. The source counts hours for all associations."}),
    Pattern("educated", "hoger tegen lager opgeleid onder actieven", "higher against lower educated among actives",
            "ratio", 1.5, 3.5, "17 % against 7 % in citizens' initiatives: 2.4; range from the SCP log-odds",
            "Binnenlands Bestuur on SCP; SCP 2012-13",
            "https://www.binnenlandsbestuur.nl/bestuur-en-organisatie/burgerinitiatief-instrument-voor-de-happy-few",
            "wherever residents volunteer", _between("high_education", "low_education"), EVERY, _members, True),
    Pattern("middle_aged", "35-64 tegen 18-34 jaar onder actieven", "35-64 against 18-34 years among actives", "ratio",
            1.3, 2.8, "9.3 % against 3.6 % volunteer for their neighbourhood (2022): 2.6; SCP log-odds -0.40: 1.5",
            "CBS 85541NED", "https://www.cbs.nl/nl-nl/cijfers/detail/85541NED?q=vrijwilligerswerk",
            "wherever residents volunteer", _between("35_64", "18_34"), EVERY, _members, True),
    Pattern("older", "65-plus onder actieven, tegen hun aandeel", "65 and older among actives, against their share",
            "ratio", 1.0, 1.6, "11.5 % of 65-75 and 4.3 % of 75+ against 7.1 % of all volunteer for the area",
            "CBS 85541NED", "https://www.cbs.nl/nl-nl/cijfers/detail/85541NED?q=vrijwilligerswerk",
            "wherever residents volunteer", _mean_while_alive("representation_active_65_plus"), EVERY, _members,
            misses={"*": "Two sources disagree, and the model follows one: the SCP log-odds for 65 and older are "
                    "negative (-0.42, all else equal, 2012-13), the CBS shares of 2022 are raw and show 65-75 in "
                    "front. The model knows no difference between 65-75 and 75+. Whoever wants the CBS picture sets "
                    "ownership.openness_65_plus to about +0.2."}),
    Pattern("turnout", "opkomst op de ledenvergadering", "turnout at the general meeting", "share of members", 0.03,
            0.30, "23 % voted on a neighbourhood budget (Dordrecht); for a general meeting none was found",
            "onzewijk.nl", "https://onzewijk.nl/wijkbudget/", "wherever there is a meeting",
            _mean_while_alive("turnout"), EVERY, _members, True),
    Pattern("fees", "contributie in de opbrengsten", "membership fees in income", "share", 0.0, 0.05,
            "letting, grants, contracts and sales leave next to nothing: derived", _LSA, _LSA_AT, _ONE_COMPANY,
            _whole_run("income_members"), COMPANIES),
    Pattern("staff", "betaald werk", "paid work", "FTE", 0.0, 14.0,
            "3.8 (2022) to 14 (2019) paid people for each organisation in England, in heads; Afrikaanderwijk 45",
            "Power to Change, Community Business Market 2019 and 2022",
            "https://www.powertochange.org.uk/research/9000-community-businesses-helping-local-people-thrive/",
            "every company", _mean_while_alive("staff_fte"), EVERY,
            misses={"afrikaanderwijk": "45 people are employed there: it is known to be larger than the range."}),
    Pattern("retention", "geld dat in de omgeving blijft", "money that stays local", "share", 0.40, 0.76,
            "56p of each pound; the range is an assumption", "Power to Change",
            "https://community-business.powertochange.org.uk/chapter/provide-decent-homes/",
            "every company", _mean_while_alive("local_retention"), EVERY - {Kind.FIBRE},
            misses={"*": "The source's local area is a town or county, the model's is one neighbourhood, and here "
                    "taxes and premiums on wages, rents and interest count as money that leaves. See the next one."}),
    Pattern("retention_wijk", "geld dat in de wijk blijft", "money that stays, brought down to a neighbourhood",
            "share", 0.17, 0.45, "56p times 0.3-0.8 for a neighbourhood instead of a county: an assumption",
            "Power to Change, scaled", "https://community-business.powertochange.org.uk/chapter/provide-decent-homes/",
            "every company", _mean_while_alive("local_retention"), EVERY - {Kind.FIBRE},
            misses={"afrikaanderwijk": "Cleaning and green work is nearly all wages, and its staff lives in the "
                    "neighbourhood by design: more stays than in an ordinary company, and the upper end is an "
                    "assumption."}),
    Pattern("cover", "dekking van rente en aflossing", "debt service cover in the second full year", "ratio", 1.1, 2.5,
            "at least 1.1 (BNG fund), 1.2 healthy, 1.5 comfortable; the upper end is an assumption",
            "BNG Duurzaamheidsfonds; eijgenfinance.nl",
            "https://www.bngduurzaamheidsfonds.nl/het-aanvraagproces/voorwaaden-lening-bng-duurzaamheidsfonds/",
            "companies that borrow", _at("dscr", 36), EVERY, lambda scenario: bool(scenario.money.loans)),
)  # fmt: skip
"""Every pattern, in the order of the page."""
