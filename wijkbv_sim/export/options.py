"""The municipality's options with an asset, and its own view of a run, as a reader sees them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wijkbv_sim.analysis.transfer import DAEB_DE_MINIMIS, DE_MINIMIS, Option, Who, transfer_options
from wijkbv_sim.language import euro, percent, translator
from wijkbv_sim.scenario.parts import title_of

if TYPE_CHECKING:
    import pandas as pd

    from wijkbv_sim.analysis.transfer import TransferOptions
    from wijkbv_sim.scenario.parameter import Language
    from wijkbv_sim.scenario.schema import Scenario


@dataclass(frozen=True)
class Table:
    """A table whose first column names its rows; everything is written out."""

    title: str
    header: tuple[str, ...]
    rows: list[tuple[str, ...]]


@dataclass(frozen=True)
class Options:
    """What the municipality can do with one asset: sentences first, then the tables behind them."""

    title: str
    sentences: list[str]
    tables: list[Table]


def assets_to_decide_on(scenario: Scenario) -> list[str]:
    """The municipality's assets in a scenario."""
    return [name for name, asset in scenario.assets.items() if asset.landlord_is_municipality]


def worth_showing(scenario: Scenario, name: str) -> bool:
    """Whether the scenario says enough of an asset to compare: something that it is worth, brings in or costs."""
    asset = scenario.assets[name]
    side = asset.municipality
    return any(
        quantity.extent()[1] > 0
        for quantity in (asset.market_value, side.rent, side.sale_value, side.upkeep, side.backlog, side.market_rent)
    )


def options_of(scenario: Scenario, name: str, language: Language) -> Options:
    """The options with one asset. Raises KeyError and ValueError as ``transfer_options`` does."""
    _ = translator(language)
    found = transfer_options(scenario, name)
    return Options(
        title=title_of(scenario.assets[name], name, language),
        sentences=[sentence.text(_, lambda amount: euro(amount, language)) for sentence in found.sentences],
        tables=[_worth(found, scenario, name, language), _gains(found.gains, language), _rules(found, language)],
    )


def _labels(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        Option.KEEP: _("keep"),
        Option.SELL: _("sell"),
        Option.LEASE: _("let to the company"),
        Option.TRANSFER: _("transfer to the company"),
        Who.MUNICIPALITY: _("municipality"),
        Who.COMPANY: _("neighbourhood company"),
        Who.STATE: _("state"),
        Who.OTHERS: _("others (tenants, buyers)"),
        "no_aid": _("none"),
        "de_minimis": _("within de minimis"),
        "daeb_de_minimis": _("within de minimis for general interest"),
        "too_much": _("too much"),
        "nothing": _("nothing"),
        "compete": _("open competition"),
        "publish_reasons": _("publish the reasons"),
    }


def _worth(found: TransferOptions, scenario: Scenario, name: str, language: Language) -> Table:
    _ = translator(language)
    side = scenario.assets[name].municipality
    rate = percent((side.discount_rate.value or 0) / 100, language, 2)
    title = _("What it is worth to the municipality, in money of now, at {rate} a year over {years} years").format(
        rate=rate, years=len(found.flows) - 1
    )
    labels = _labels(language)
    header = (_("Option"), _("Now"), _("Each year"), _("In the last year"), _("Worth"), _("Against keeping"))
    rows = []
    for option in Option:
        flows = [float(flow) for flow in found.flows[option.value]]
        row: dict[Any, Any] = found.table.loc[option.value].to_dict()
        amounts = (flows[0], flows[1] if len(flows) > 2 else 0.0, flows[-1], row["npv"])
        against = euro(row["against_keeping"], language, sign=True) if option is not Option.KEEP else ""
        rows.append((labels[option], *(euro(amount, language) for amount in amounts), against))
    return Table(title, header, rows)


def _gains(gains: pd.DataFrame, language: Language) -> Table:
    _ = translator(language)
    labels = _labels(language)
    header = (_("Option"), *(labels[who] for who in Who), _("Together"))
    rows = []
    for option in Option:
        every: dict[Any, Any] = gains.loc[option.value].to_dict()
        amounts = [float(every[who.value]) for who in Who]
        rows.append((labels[option], *(euro(amount, language) for amount in (*amounts, sum(amounts)))))
    return Table(_("Who gains and who pays, in money of now; what its users do with it is left out"), header, rows)


def _rules(found: TransferOptions, language: Language) -> Table:
    _ = translator(language)
    labels = _labels(language)
    yes, no = _("yes"), _("no")
    title = _("State aid in three years, against {low} and for general interest {high}, and other rules").format(
        low=euro(DE_MINIMIS, language), high=euro(DAEB_DE_MINIMIS, language)
    )
    lines = {
        _("State aid"): "aid", _("of it by the price"): "aid_price", _("of it by the rent"): "aid_rent",
        _("of it by loans"): "aid_loans", _("of it from elsewhere"): "aid_other", _("Within the limit"): "aid_test",
        _("What the Didam rulings ask"): "didam", _("Rent below integral cost"): "below_integral_cost",
        _("No reverter clause"): "reverter_missing",
    }  # fmt: skip

    def cell(option: Option, column: str) -> str:
        value: Any = found.table.loc[option.value, column]
        if isinstance(value, str):
            return labels[value]
        return (
            (yes if value else no) if column in ("below_integral_cost", "reverter_missing") else euro(value, language)
        )

    header = (_("Rule"), *(labels[option] for option in Option))
    return Table(
        title, header, [(name, *(cell(option, column) for option in Option)) for name, column in lines.items()]
    )
