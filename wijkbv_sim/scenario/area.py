"""The neighbourhood itself: how many people live there and who they are, from published margins."""

from __future__ import annotations

from pydantic import Field, model_validator

from wijkbv_sim.scenario.parameter import REQUIRED, Section, parameter
from wijkbv_sim.scenario.quantity import Quantity

MAX_RESIDENTS = 2_000_000
"""The largest neighbourhood that one scenario may hold; the largest Dutch city has fewer people."""

AGE_GROUPS = ("age_0_14", "age_15_24", "age_25_44", "age_45_64", "age_65_plus")
"""CBS's five age groups, in order."""

_KWB = "CBS Kerncijfers wijken en buurten (CC BY 4.0)"


_HOUSEHOLDS = (
    "the country on 1 January 2024: 3,340,560 of one person, 2,385,910 of several without and 2,647,934 with children "
    "(CBS 37975), 17,653,766 people in them (CBS 37620); of an area: CBS Kerncijfers wijken en buurten"
)


def _margin(
    default: object, nl: str, en: str, help_nl: str, help_en: str, *, assumption: bool = False, source: str = _KWB
) -> Quantity:
    found: Quantity = parameter(
        default, "%", (0, 100), nl=nl, en=en, help_nl=help_nl, help_en=help_en,
        source=None if assumption else source, assumption=assumption, fixed=True,
    )  # fmt: skip
    return found


class Area(Section):
    """Published figures of one area, or of several taken together."""

    name: str = Field(min_length=1, max_length=200, description="The neighbourhood's name")
    codes: tuple[str, ...] = Field(default=(), description="CBS codes of the areas taken together (WK.., BU.., GM..)")
    inhabitants: Quantity = parameter(
        REQUIRED, "residents", (1, MAX_RESIDENTS), fixed=True, integer=True,
        nl="inwoners", en="inhabitants",
        help_nl="Hoeveel mensen er wonen, kinderen meegeteld.",
        help_en="How many people live there, children included.",
        source=_KWB,
    )  # fmt: skip
    age_0_14: Quantity = _margin(
        15.4, "0 tot 15 jaar", "0 to 14 years", "Aandeel van de inwoners.", "Share of the inhabitants."
    )
    age_15_24: Quantity = _margin(
        12.3, "15 tot 25 jaar", "15 to 24 years", "Aandeel van de inwoners.", "Share of the inhabitants."
    )
    age_25_44: Quantity = _margin(
        25.2, "25 tot 45 jaar", "25 to 44 years", "Aandeel van de inwoners.", "Share of the inhabitants."
    )
    age_45_64: Quantity = _margin(
        27.1, "45 tot 65 jaar", "45 to 64 years", "Aandeel van de inwoners.", "Share of the inhabitants."
    )
    age_65_plus: Quantity = _margin(
        20.0, "65 jaar en ouder", "65 years and older", "Aandeel van de inwoners.", "Share of the inhabitants."
    )
    owner_occupied: Quantity = _margin(
        58.6, "koopwoningen", "owner-occupied homes",
        "Aandeel van de woningen dat van de bewoner zelf is.", "Share of the homes owned by who lives there.",
    )  # fmt: skip
    income_low: Quantity = _margin(
        40.0, "laag inkomen", "low income",
        "Aandeel van de mensen bij de laagste 40% inkomens van het land.",
        "Share of people among the country's lowest 40% of incomes.",
    )  # fmt: skip
    income_high: Quantity = _margin(
        20.0, "hoog inkomen", "high income",
        "Aandeel van de mensen bij de hoogste 20% inkomens van het land.",
        "Share of people among the country's highest 20% of incomes.",
    )  # fmt: skip
    higher_education: Quantity = _margin(
        31.0, "hbo of universiteit", "higher education",
        "Aandeel van de 15- tot 75-jarigen met een diploma van hbo of universiteit.",
        "Share of people of 15 to 75 with a degree.",
    )  # fmt: skip
    lower_education: Quantity = _margin(
        29.0, "basisonderwijs, vmbo of mbo 1", "lower education",
        "Aandeel van de 15- tot 75-jarigen met ten hoogste vmbo of mbo 1.",
        "Share of people of 15 to 75 with at most lower secondary education.",
        assumption=True,
    )  # fmt: skip
    employment_rate: Quantity = _margin(
        66.0, "betaald werk", "employment rate",
        "Aandeel van de 15- tot 75-jarigen met betaald werk (netto arbeidsparticipatie).",
        "Share of people of 15 to 75 in paid work (net labour participation).",
    )  # fmt: skip
    one_person: Quantity = _margin(
        39.9, "eenpersoonshuishoudens", "one-person households",
        "Aandeel van de huishoudens dat uit één persoon bestaat.", "Share of the households that are one person.",
        source=_HOUSEHOLDS,
    )  # fmt: skip
    without_children: Quantity = _margin(
        28.5, "huishoudens zonder kinderen", "households without children",
        "Aandeel van de huishoudens met meer mensen en zonder kinderen. De rest heeft thuiswonende kinderen.",
        "Share of the households of several people without children. The others have children at home.",
        source=_HOUSEHOLDS,
    )  # fmt: skip
    household_size: Quantity = parameter(
        2.11, "people", (1, 10), fixed=True,
        nl="mensen per huishouden", en="household size",
        help_nl="Hoeveel mensen er gemiddeld in een huishouden wonen.",
        help_en="How many people live in a household, on average.",
        source=_HOUSEHOLDS,
    )  # fmt: skip
    moving_out: Quantity = parameter(
        {"value": 7.9, "triangular": [4.5, 7.9, 12.0]}, "%/year", (0, 60),
        nl="vertrek uit de wijk", en="moving out",
        help_nl="Aandeel van de inwoners dat per jaar uit de wijk verhuist. Jonge mensen verhuizen vaker.",
        help_en="Share of the inhabitants who move out of the neighbourhood in a year. Young people move more.",
        source="10.5% of people move in a year (CBS 2016, cbs.nl/nl-nl/achtergrond/2017/47); that three "
        "quarters of them leave the neighbourhood is an assumption",
        assumption=True,
    )  # fmt: skip
    mortality_at_70: Quantity = parameter(
        1.6, "%/year", (0.01, 10),
        nl="sterfte op 70 jaar", en="mortality at 70",
        help_nl="Kans om binnen een jaar te overlijden op 70-jarige leeftijd.",
        help_en="Chance of dying within a year at the age of 70.",
        assumption=True,
    )  # fmt: skip
    mortality_doubling: Quantity = parameter(
        7.5, "years", (3, 20),
        nl="verdubbeling van de sterfte", en="doubling of mortality",
        help_nl="Na hoeveel levensjaren de kans op overlijden verdubbelt (Gompertz).",
        help_en="After how many years of age the chance of dying doubles (Gompertz).",
        assumption=True,
    )  # fmt: skip
    source: str | None = Field(default=None, description="Where the area's figures come from")

    @model_validator(mode="after")
    def _shares_add_up(self) -> Area:
        total = sum(getattr(self, group).value or 0.0 for group in AGE_GROUPS)
        if not 97.0 <= total <= 103.0:
            raise ValueError(f"expected the five age groups to add up to 100 % (97 to 103), not {total:g} %")
        for low, high, what in (
            (self.income_low, self.income_high, "income_low and income_high"),
            (self.lower_education, self.higher_education, "lower_education and higher_education"),
            (self.one_person, self.without_children, "one_person and without_children"),
        ):
            both = (low.value or 0.0) + (high.value or 0.0)
            if both > 100.0:
                raise ValueError(f"expected {what} together at most 100 %, not {both:g} %")
        return self
