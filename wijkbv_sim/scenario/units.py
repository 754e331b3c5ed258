"""The schema's units as a reader knows them."""

from __future__ import annotations

from functools import lru_cache

from wijkbv_sim.language import Language, translator


def unit_in_words(unit: str, language: Language) -> str:
    """A unit as a reader knows it."""
    return units(language).get(unit, unit)


def service_unit(name: str, language: Language) -> str:
    """What one unit of a service is called, where it is one of the names that the program and its scenarios use.

    >>> service_unit("hours", "nl"), service_unit("maaltijden", "nl")
    ('uren', 'maaltijden')
    """
    return _service_units(language).get(name, name)


def service_unit_named(said: str, language: Language) -> str:
    """The name by which a scenario knows what a reader calls a unit of a service; the other way of ``service_unit``.

    >>> service_unit_named("uren", "nl")
    'hours'
    """
    return {told: name for name, told in _service_units(language).items()}.get(said, said)


def _service_units(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "hours": _("hours"), "hours of supervision": _("hours of supervision"), "rides": _("rides"),
    }  # fmt: skip


@lru_cache
def units(language: Language) -> dict[str, str]:
    """Every unit of the schema in a language."""
    _ = translator(language)
    return {
        "% above rivals": _("% above rivals"),
        "% at full turnout": _("% at full turnout"),
        "% kept per year": _("% kept per year"),
        "% of adults": _("% of adults"),
        "% of adults without work": _("% of adults without work"),
        "% of job-seekers hired": _("% of job-seekers hired"),
        "% of local jobs": _("% of local jobs"),
        "% of the mean": _("% of the mean"),
        "% of amount": _("% of amount"),
        "% of domain budget": _("% of domain budget"),
        "% of floor area": _("% of floor area"),
        "% of gain": _("% of gain"),
        "% of homes": _("% of homes"),
        "% of hours and purchases": _("% of hours and purchases"),
        "% of income": _("% of income"),
        "% of inflation": _("% of inflation"),
        "% of market value": _("% of market value"),
        "% of members": _("% of members"),
        "% of minimum wage": _("% of minimum wage"),
        "% of outreach budget": _("% of outreach budget"),
        "% of price": _("% of price"),
        "% of profit": _("% of profit"),
        "% of purchases": _("% of purchases"),
        "% of shortfall": _("% of shortfall"),
        "% of staff": _("% of staff"),
        "% of surplus": _("% of surplus"),
        "% of turnover": _("% of turnover"),
        "% of value": _("% of value"),
        "% of wage cost": _("% of wage cost"),
        "% of wage cost of staff": _("% of wage cost of staff"),
        "% of demand at middle income": _("% of demand at middle income"),
        "%": _("%"),
        "%/year per EUR 1,000": _("%/year per EUR 1,000"),
        "%/year": _("%/year"),
        "EUR over the whole term": _("EUR over the whole term"),
        "EUR": _("EUR"),
        "EUR/FTE/year": _("EUR/FTE/year"),
        "EUR/attempt": _("EUR/attempt"),
        "EUR/home": _("EUR/home"),
        "EUR/home/month": _("EUR/home/month"),
        "EUR/dwelling/year": _("EUR/dwelling/year"),
        "EUR/hour": _("EUR/hour"),
        "EUR/inhabitant/year": _("EUR/inhabitant/year"),
        "EUR/kWh": _("EUR/kWh"),
        "EUR/m2/year": _("EUR/m2/year"),
        "EUR/member/year": _("EUR/member/year"),
        "EUR/month": _("EUR/month"),
        "EUR/person": _("EUR/person"),
        "EUR/person/year": _("EUR/person/year"),
        "EUR/unit": _("EUR/unit"),
        "EUR/year": _("EUR/year"),
        "FTE": _("FTE"),
        "bidders": _("bidders"),
        "breaches": _("breaches"),
        "change per share of grants": _("change per share of grants"),
        "contacts": _("contacts"),
        "days": _("days"),
        "dwellings": _("dwellings"),
        "homes": _("homes"),
        "hours/FTE/year": _("hours/FTE/year"),
        "hours/attempt": _("hours/attempt"),
        "hours/unit": _("hours/unit"),
        "hours/week": _("hours/week"),
        "hours/year": _("hours/year"),
        "kWh/year": _("kWh/year"),
        "log per unit": _("log per unit"),
        "log units": _("log units"),
        "log-odds per unit": _("log-odds per unit"),
        "log-odds": _("log-odds"),
        "m2": _("m2"),
        "members": _("members"),
        "month of the year": _("month of the year"),
        "month": _("month"),
        "months of spending": _("months of spending"),
        "months of wages": _("months of wages"),
        "months": _("months"),
        "outcomes/unit": _("outcomes/unit"),
        "people": _("people"),
        "points if all adults were members": _("points if all adults were members"),
        "points per hour/inhabitant/year": _("points per hour/inhabitant/year"),
        "score (0-10)": _("score (0-10)"),
        "per EUR 100/year": _("per EUR 100/year"),
        "per year": _("per year"),
        "ratio": _("ratio"),
        "residents": _("residents"),
        "rounds": _("rounds"),
        "units/person/year": _("units/person/year"),
        "units/year": _("units/year"),
        "year": _("year"),
        "years": _("years"),
        "active members": _("active members"),
        "investors": _("investors"),
    }
