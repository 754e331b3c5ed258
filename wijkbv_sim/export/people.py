"""How well the drawn residents fit, in words: tables for a terminal and for the report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wijkbv_sim.language import number, translator

if TYPE_CHECKING:
    from wijkbv_sim.results.people import Fit
    from wijkbv_sim.scenario.parameter import Language

Table = tuple[list[str], list[list[str]]]


def fit_table(fit: Fit, language: Language) -> Table:
    """Header and rows: each published figure, what was drawn, the difference in points and in people or homes."""
    _ = translator(language)
    header = [_("Figure"), _("published"), _("drawn"), _("difference"), _("in numbers")]
    rows = []
    for row in fit.rows:
        rows.append(
            [
                label(row.trait, row.group, language),
                _percent(row.published, language),
                _percent(row.drawn, language),
                _("{points} points").format(points=number(100 * (row.drawn - row.published), language, 2, sign=True)),
                f"{number(row.people, language, sign=True)} {_base(row.base, language)}",
            ]
        )
    wanted, drawn = fit.household_size
    rows.append(
        [
            _("People per household"), number(wanted, language, 2), number(drawn, language, 2),
            number(drawn - wanted, language, 2, sign=True), "",
        ]
    )  # fmt: skip
    return header, rows


def error_table(fit: Fit, language: Language) -> Table:
    """Header and rows: by trait how many are in a wrong group, and the standardised root mean square error."""
    _ = translator(language)
    header = [_("Trait"), _("total absolute error"), _("in a wrong group"), _("SRMSE")]
    rows = [
        [
            _traits(language)[str(row["trait"])],
            number(row["total_absolute_error"], language, 1),
            _percent(row["misplaced"], language, 2),
            number(row["srmse"], language, 4),
        ]
        for row in fit.errors().to_dict("records")
    ]
    return header, rows


def odds_table(fit: Fit, language: Language) -> Table:
    """Header and rows: the odds ratio of each pair of traits that is asked for, kept, and drawn."""
    _ = translator(language)
    header = [_("What goes together"), _("asked for"), _("kept"), _("of all together"), _("drawn")]
    traits = _traits(language)
    rows = []
    for row in fit.odds().to_dict("records"):
        one, other = str(row["pair"]).split(" x ")
        ratios = [number(row[name], language, 2) for name in ("seed", "table", "together", "drawn")]
        rows.append([_("{one} and {other}").format(one=traits[one], other=traits[other]), *ratios])
    return header, rows


def contact_table(fit: Fit, language: Language) -> Table:
    """Header and rows: contacts asked for and there, and how much alike they are."""
    _ = translator(language)
    told, traits = fit.contacts(), _traits(language)
    rows = [
        [_("Contacts for each resident"), number(told["mean"], language, 2), number(told["asked"], language, 2)],
        [_("Spread of contacts"), _percent(told["spread"], language), _percent(told["spread_asked"], language)],
        [_("of whom at home"), number(told["at_home"], language, 2), ""],
    ]
    for trait in ("age", "tenure", "income", "education", "work"):
        said = _("Alike in {trait} (0 by chance, 1 always)").format(trait=traits[trait].lower())
        rows.append([said, number(told[f"alike_{trait}"], language, 2), ""])
    return [_("Network"), _("drawn"), _("asked for")], rows


def unmet_lines(fit: Fit, language: Language) -> list[str]:
    """A warning for each figure that cannot be met beside the others."""
    _ = translator(language)
    said = _(
        "{path} contradicts the other figures: they leave {left} of the inhabitants to households with children, which "
        "must have {needed}. The people drawn come as near as can be."
    )
    return [
        said.format(
            path=unmet.path, left=_percent(max(unmet.left, 0.0), language), needed=_percent(unmet.needed, language)
        )
        for unmet in fit.unmet
    ]


def label(trait: str, group: str, language: Language) -> str:
    """What a group of a trait is called."""
    return f"{_traits(language)[trait]}: {_groups(language)[trait, group]}"


def _traits(language: Language) -> dict[str, str]:
    _ = translator(language)
    return {
        "age": _("Age"), "tenure": _("Home"), "income": _("Income"), "education": _("Education"), "work": _("Work"),
        "household": _("Household"),
    }  # fmt: skip


def _groups(language: Language) -> dict[tuple[str, str], str]:
    _ = translator(language)
    return {
        ("age", "age_0_14"): _("0 to 14 years"), ("age", "age_15_24"): _("15 to 24 years"),
        ("age", "age_25_44"): _("25 to 44 years"), ("age", "age_45_64"): _("45 to 64 years"),
        ("age", "age_65_plus"): _("65 and older"), ("tenure", "rent"): _("rented"), ("tenure", "own"): _("owned"),
        ("income", "low"): _("low"), ("income", "middle"): _("middle"), ("income", "high"): _("high"),
        ("education", "low"): _("low"), ("education", "middle"): _("middle"), ("education", "high"): _("high"),
        ("work", "no"): _("no paid work"), ("work", "yes"): _("paid work"),
        ("household", "one_person"): _("one person"), ("household", "without_children"): _("without children"),
        ("household", "with_children"): _("with children"),
    }  # fmt: skip


def _base(base: str, language: Language) -> str:
    _ = translator(language)
    return {
        "inhabitants": _("inhabitants"), "homes": _("homes"), "15_plus": _("people of 15 and older"),
        "15_to_75": _("people of 15 to 75"), "households": _("households"),
    }[base]  # fmt: skip


def _percent(share: float, language: Language, digits: int = 1) -> str:
    return f"{number(100 * share, language, digits)}%"
