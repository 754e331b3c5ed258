"""The local economy round the company: how often a euro is spent again in the neighbourhood."""

from __future__ import annotations

from wijkbv_sim.scenario.jobs import Jobs
from wijkbv_sim.scenario.parameter import Section, parameter
from wijkbv_sim.scenario.quantity import Quantity


class LocalEconomy(Section):
    """Shares that residents and local businesses spend again in the neighbourhood."""

    household_spending: Quantity = parameter(
        {"value": 20, "triangular": [10, 20, 35]}, "% of income", (0, 95),
        nl="bewoners besteden in de wijk", en="residents spend locally",
        help_nl="Deel van hun inkomen dat bewoners bij bedrijven in de wijk uitgeven.",
        help_en="Part of their income that residents spend at businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    business_wages: Quantity = parameter(
        {"value": 15, "triangular": [5, 15, 30]}, "% of turnover", (0, 60),
        nl="loon van wijkbedrijven naar bewoners", en="local businesses' wages to residents",
        help_nl="Deel van de omzet van bedrijven in de wijk dat als loon of winst bij bewoners komt.",
        help_en="Part of local businesses' turnover that reaches residents as wages or profit.",
        assumption=True,
    )  # fmt: skip
    business_purchases: Quantity = parameter(
        {"value": 8, "triangular": [2, 8, 20]}, "% of turnover", (0, 35),
        nl="inkoop van wijkbedrijven in de wijk", en="local businesses' local purchases",
        help_nl="Deel van de omzet dat bedrijven in de wijk bij andere bedrijven in de wijk uitgeven.",
        help_en="Part of turnover that local businesses spend at other businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    outside_wages: Quantity = parameter(
        {"value": 8, "triangular": [3, 8, 20]}, "% of income", (0, 100),
        nl="loon van een aanbieder van buiten", en="an outside contractor's local wages",
        help_nl="Deel van hetzelfde geld dat bij een aanbieder van buiten als loon bij bewoners komt.",
        help_en="Part of the same money that reaches residents as wages when an outside contractor gets it.",
        assumption=True,
    )  # fmt: skip
    outside_purchases: Quantity = parameter(
        {"value": 2, "triangular": [0, 2, 6]}, "% of income", (0, 100),
        nl="inkoop van een aanbieder van buiten", en="an outside contractor's local purchases",
        help_nl="Deel van hetzelfde geld dat een aanbieder van buiten bij bedrijven in de wijk uitgeeft.",
        help_en="Part of the same money that an outside contractor spends at businesses in the neighbourhood.",
        assumption=True,
    )  # fmt: skip
    outside_payroll: Quantity = parameter(
        {"value": 65, "uniform": [50, 75]}, "% of income", (0, 100),
        nl="loonkosten van een aanbieder van buiten", en="an outside contractor's wage cost",
        help_nl="Deel van hetzelfde geld dat een aanbieder van buiten aan loonkosten besteedt.",
        help_en="Part of the same money that an outside contractor spends on wage cost.",
        assumption=True,
    )  # fmt: skip
    outside_profit: Quantity = parameter(
        {"value": 4, "uniform": [0, 8]}, "% of income", (0, 100),
        nl="winst van een aanbieder van buiten", en="an outside contractor's profit",
        help_nl="Deel van hetzelfde geld dat als winst naar eigenaren elders gaat.",
        help_en="Part of the same money that goes to owners elsewhere as profit.",
        assumption=True,
    )  # fmt: skip
    turnover_per_job: Quantity = parameter(
        {"value": 120_000, "triangular": [80_000, 120_000, 200_000]}, "EUR/FTE/year", (10_000, 2_000_000),
        nl="omzet per baan in de wijk", en="turnover per local job",
        help_nl="Hoeveel omzet een bedrijf in de wijk per voltijdbaan nodig heeft.",
        help_en="How much turnover a local business needs for a full-time job.",
        assumption=True,
    )  # fmt: skip
    jobs: Jobs = Jobs()
