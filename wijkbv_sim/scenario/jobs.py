"""Jobs for residents who look for work, and what changes for those who get one."""

from __future__ import annotations

from wijkbv_sim.scenario.parameter import Section, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Jobs(Section):
    """Who looks for work, how many of the company's local jobs go to them, and what that does."""

    seeking: Quantity = parameter(
        {"value": 20, "triangular": [10, 20, 30]}, "% of adults without work", (0, 100),
        nl="mensen die werk zoeken", en="people who look for work",
        help_nl="Aandeel van de mensen van 18 tot 67 jaar zonder betaald werk dat werk zoekt.",
        help_en="Share of the people of 18 to 66 without paid work who look for it.",
        source="of 4.3 million people of 15 to 75 without work 0.45 million were unemployed and 0.44 million would "
        "work (CBS, 2nd quarter of 2017, nu.nl/carriere/4880219): 10 to 21%; pensioners among them do not count here",
        assumption=True,
    )  # fmt: skip
    filled: Quantity = parameter(
        {"value": 25, "triangular": [5, 25, 50]}, "% of local jobs", (0, 100),
        nl="banen voor werkzoekenden", en="jobs for those who look for work",
        help_nl="Deel van de banen voor mensen uit de wijk dat naar werkzoekenden gaat; de rest had al werk.",
        help_en="Part of the local jobs that goes to those out of work; the others had work.",
        assumption=True,
    )  # fmt: skip
    hours: Quantity = parameter(
        {"value": 24, "triangular": [16, 24, 32]}, "hours/week", (4, 40),
        nl="uren per baan", en="hours per job",
        help_nl="Hoeveel uur per week zo'n baan gemiddeld telt. Korter werk betekent meer banen.",
        help_en="How many hours a week such a job has on average. Shorter hours mean more jobs.",
        assumption=True,
    )  # fmt: skip
    net_wage: Quantity = parameter(
        {"value": 13, "triangular": [12, 13, 16]}, "EUR/hour", (1, 200),
        nl="netto uurloon", en="net wage",
        help_nl="Wat iemand in zo'n baan per uur overhoudt.",
        help_en="What somebody in such a job takes home for an hour.",
        source="the minimum wage is EUR 14.71 before tax (1 January 2026); what is left of it is an assumption",
        assumption=True,
    )  # fmt: skip
    benefit: Quantity = parameter(
        {"value": 1400, "triangular": [1300, 1400, 1500]}, "EUR/month", (0, 20_000),
        nl="bijstand voor een alleenstaande", en="social assistance for one adult",
        help_nl="Netto bijstand voor een huishouden met één volwassene; met meer volwassenen is het 10/7 daarvan. "
        "Loon gaat eraf, en dat bespaart de gemeente.",
        help_en="Net social assistance for a household of one adult; with more adults it is 10/7 of it. Wages are "
        "deducted, which saves the municipality that much.",
        source="EUR 1,079 in 2021, and 1,541 for a couple (st-ab.nl/bijstandsnorm.htm); raised by 30% as the minimum "
        "wage was: an assumption",
        assumption=True,
    )  # fmt: skip
    income_rises: Quantity = parameter(
        {"value": 50, "uniform": [20, 80]}, "% of job-seekers hired", (0, 100),
        nl="van laag naar midden", en="from low to middle income",
        help_nl="Aandeel van de aangenomen mensen met een laag inkomen dat door de baan een middeninkomen krijgt.",
        help_en="Share of those hired on a low income whom the job brings to a middle income.",
        assumption=True,
    )  # fmt: skip
    pull: Quantity = parameter(
        {"value": 1.5, "uniform": [1, 2]}, "ratio", (1, 20),
        nl="lid worden door een baan", en="joining because of a job",
        help_nl="Hoeveel keer vaker wie is aangenomen, en wie er in huis woont, lid wordt; 1 is geen effect.",
        help_en="How many times more often those hired, and who shares their home, join; 1 is no effect.",
        assumption=True,
    )  # fmt: skip
