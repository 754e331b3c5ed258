"""The answers to the questions that people ask, in a sentence each.

Chances are said as so many of the futures, with the fixed word beside the number; other numbers never without their
usual range (p5 to p95) where there is more than one future.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wijkbv_sim.language import calendar, chance_word, date_text, euro, number, out_of, percent, translator
from wijkbv_sim.results.indicators import INDICATORS, RECENT, YEAR, existed
from wijkbv_sim.results.percentiles import Floats, Range
from wijkbv_sim.scenario.memory import remembered

if TYPE_CHECKING:
    from wijkbv_sim.results.results import Results
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario

NAN = float("nan")


@dataclass(frozen=True)
class Headline:
    """A question and its answer.

    ``name`` is that of the indicator behind it ("certainty" for the last one). ``share`` and ``word`` are there
    for a chance only; its ``median`` is the share too, and its p5 and p95 are not-a-number.
    """

    name: str
    question: str
    sentence: str
    share: float | None
    word: str | None
    median: float
    p5: float
    p95: float
    unit: str


@dataclass(frozen=True)
class Origins:
    """Where a scenario's numbers come from: assumed, from a source, or the writer's own without either."""

    assumed: int
    sourced: int
    own: int

    @property
    def total(self) -> int:
        """All numbers of the scenario."""
        return self.assumed + self.sourced + self.own


def assumptions(scenario: Scenario) -> Origins:
    """Count the scenario's numbers by origin. An assumption that names a source is an assumption."""
    return remembered(scenario, "origins", lambda: _counted(scenario))


def _counted(scenario: Scenario) -> Origins:
    assumed = sourced = own = 0
    for _, quantity, _ in scenario.quantities():
        if quantity.assumption:
            assumed += 1
        elif quantity.source:
            sourced += 1
        else:
            own += 1
    return Origins(assumed, sourced, own)


def headlines(results: Results, language: Language = "nl") -> list[Headline]:
    """The headline answers, and last how certain they are. Raises ValueError where there is no future at all."""
    if results.replicates == 0:
        raise ValueError("there are no futures in these results: nothing was calculated")
    return list(remembered(results, ("headlines", language), lambda: _told(results, language)))


def _told(results: Results, language: Language) -> tuple[Headline, ...]:
    teller = _Teller(results, language)
    return (
        teller.pays_its_way(),
        teller.lowest_cash(),
        teller.local_retention(),
        teller.members(),
        teller.own_income(),
        teller.trust(),
        teller.certainty(),
    )


class _Teller:
    """Puts one run's indicators into sentences of one language."""

    def __init__(self, results: Results, language: Language) -> None:
        self.results = results
        self.language = language
        self.start = results.scenario.time.start
        self.one = results.replicates == 1
        self.last_year = calendar(self.start, results.months)[0]

    def _values(self, name: str) -> tuple[Floats, Range]:
        indicator = INDICATORS[name]
        values = indicator.values(self.results)
        return values, indicator.range(values)

    def _headline(self, name: str, question: str, sentence: str, found: Range) -> Headline:
        return Headline(name, question, sentence, None, None, found.median, found.p5, found.p95, INDICATORS[name].unit)

    def _out_of(self, count: int) -> str:
        return out_of(count, self.results.replicates, self.language)

    def _years(self, years: int) -> str:
        _ = translator(self.language)
        return _("1 year") if years == 1 else _("{years} years").format(years=years)

    def _span(self, low: str, high: str) -> str:
        _ = translator(self.language)
        return low if low == high else _("{low} to {high}").format(low=low, high=high)

    def pays_its_way(self) -> Headline:
        _ = translator(self.language)
        values, found = self._values("pays_its_way")
        alive, _range = self._values("alive")
        years = self._years(self.results.scenario.time.years)
        last = min(self.results.months, RECENT) // YEAR
        recent = _("the last year") if last == 1 else _("the last {years} years").format(years=last)
        if self.one:
            sentence = self._one_future(bool(alive[0]), bool(values[0]), years, recent)
            word = None
        else:
            paying, existing = int(values.sum()), int(alive.sum())
            word = chance_word(_as_shown(paying, values.size), self.language)
            sentence = _(
                "In {out_of} calculated futures the neighbourhood company still exists after {years} and makes ends "
                "meet over {recent} ({word})."
            ).format(out_of=self._out_of(paying), years=years, recent=recent, word=word)
            if existing != paying:
                sentence += " " + _("It still exists in {out_of}.").format(out_of=self._out_of(existing))
        share = found.median
        question = _("Does it pay its way?")
        return Headline("pays_its_way", question, sentence, share, word, share, NAN, NAN, INDICATORS["alive"].unit)

    def _one_future(self, alive: bool, paying: bool, years: str, recent: str) -> str:
        _ = translator(self.language)
        if paying:
            text = _(
                "In the one calculated future the neighbourhood company still exists after {years} and makes ends "
                "meet over {recent}."
            )
            return text.format(years=years, recent=recent)
        if alive:
            text = _(
                "In the one calculated future the neighbourhood company still exists after {years}, but does not "
                "make ends meet over {recent}."
            )
            return text.format(years=years, recent=recent)
        failed = date_text(self.start, int(existed(self.results)[0]), self.language)
        return _("In the one calculated future the neighbourhood company fails in {date}.").format(date=failed)

    def lowest_cash(self) -> Headline:
        _ = translator(self.language)
        __, found = self._values("lowest_cash")
        months, month = self._values("lowest_cash_month")
        amount = [euro(x, self.language, significant=3) for x in found[:3]]
        if self.one:
            date = date_text(self.start, int(months[0]), self.language)
            sentence = _("The lowest balance of the account is {amount}, in {date}.").format(
                amount=amount[0], date=date
            )
        else:
            year = [str(calendar(self.start, round(m))[0]) for m in month[:3]]
            sentence = _(
                "The lowest balance of the account is {amount} (usually between {low} and {high}), around {year} "
                "(usually {years})."
            ).format(amount=amount[0], low=amount[1], high=amount[2], year=year[0], years=self._span(year[1], year[2]))
        return self._headline("lowest_cash", _("How low does the account get?"), sentence, found)

    def local_retention(self) -> Headline:
        _ = translator(self.language)
        __, found = self._values("local_retention")
        question = _("Does money stay in the neighbourhood?")
        if found.futures == 0:
            return self._headline("local_retention", question, _("The company spends nothing."), found)
        cents = [number(100 * x, self.language) for x in found[:3]]
        if self.one:
            text = _("Of each euro that the company spends, {cents} cents stay in the neighbourhood.")
        else:
            text = _(
                "Of each euro that the company spends, {cents} cents stay in the neighbourhood (usually {span} cents)."
            )
        sentence = text.format(cents=cents[0], span=self._span(cents[1], cents[2]))
        return self._headline("local_retention", question, sentence, found)

    def members(self) -> Headline:
        _ = translator(self.language)
        __, members = self._values("members_end")
        __, share = self._values("member_share_end")
        __, active = self._values("active_members_end")
        alive = INDICATORS["alive"].values(self.results)
        median, low, high = (number(x, self.language) for x in members[:3])
        if self.one:
            text = _("In {year} the company has {median} members: {share} of the adults. {active} of them are active.")
        elif low == high:
            text = _(
                "In {year} the company has {median} members in nearly every future: {share} of the adults. {active} "
                "of them are active."
            )
        else:
            text = _(
                "In {year} the company is likely to have {span} members (middle {median}): {share} of the adults. "
                "{active} of them are active."
            )
        ends = ("median", "median") if self.one else ("p5", "p95")
        shares = [percent(getattr(share, end), self.language, 1) for end in ends]
        actives = [number(getattr(active, end), self.language) for end in ends]
        sentence = text.format(
            year=self.last_year,
            median=median,
            span=self._span(low, high),
            share=self._span(*shares),
            active=self._span(*actives),
        )
        if not self.one and not alive.all():
            sentence += " " + _("Futures in which the company is gone count as 0 members.")
        return self._headline("members_end", _("Who takes part?"), sentence, members)

    def own_income(self) -> Headline:
        _ = translator(self.language)
        __, found = self._values("own_income_share_end")
        question = _("Can it do without grants?")
        if found.futures == 0:
            return self._headline("own_income_share_end", question, _("At the end there is no income."), found)
        # Nearly all is not all.
        decimals = 1 if any(0.995 <= x < 1 for x in found[:3]) else 0
        median, low, high = (percent(x, self.language, decimals) for x in found[:3])
        if self.one:
            text = _("At the end {median} of the income does not depend on grants or donations.")
        else:
            text = _("At the end {median} of the income does not depend on grants or donations (usually {span}).")
        sentence = text.format(median=median, span=self._span(low, high))
        if found.futures < self.results.replicates:
            sentence += " " + _("That is about {out_of} futures; in the others there is no income then.").format(
                out_of=self._out_of(found.futures)
            )
        return self._headline("own_income_share_end", question, sentence, found)

    def trust(self) -> Headline:
        _ = translator(self.language)
        __, found = self._values("trust_end")
        median, low, high = (number(100 * x, self.language) for x in found[:3])
        if self.one:
            text = _("At the end the municipality's trust is {median} on a scale of 0 to 100.")
        else:
            text = _("At the end the municipality's trust is {median} on a scale of 0 to 100 (usually {span}).")
        sentence = text.format(median=median, span=self._span(low, high))
        return self._headline("trust_end", _("Does the municipality trust it?"), sentence, found)

    def certainty(self) -> Headline:
        _ = translator(self.language)
        origin = assumptions(self.results.scenario)
        parts = [
            _("This is an exploration, not a forecast."),
            _(
                "Of the {total} numbers in the scenario {assumed} are assumptions, {sourced} have a source and {own} "
                "were filled in for this case."
            ).format(total=origin.total, assumed=origin.assumed, sourced=origin.sourced, own=origin.own),
            _("It is one calculated future; it may well turn out differently.")
            if self.one
            else _("Usually means: in about 90 of 100 calculated futures."),
        ]
        if not self.results.complete:
            parts.append(
                _("The calculation was interrupted: {done} of the {wanted} futures are done.").format(
                    done=self.results.replicates, wanted=self.results.wanted
                )
            )
        share = origin.assumed / origin.total if origin.total else NAN
        return Headline(
            "certainty", _("How certain is this?"), " ".join(parts), None, None, share, share, share, "share"
        )


def _as_shown(count: int, futures: int) -> float:
    """The share as ``out_of`` shows it, so that the word agrees with the number beside it."""
    share = count / futures
    return round(share, 2) if futures >= 100 else share
