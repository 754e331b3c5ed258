"""Prices that a reader may put on social value. They never enter the company's cash."""

from __future__ import annotations

from wijkbv_sim.scenario.parameter import Section, parameter
from wijkbv_sim.scenario.quantity import Quantity


class SocialValue(Section):
    """What one unit of social value is counted for; 0 leaves it in its own unit only."""

    volunteer_hour: Quantity = parameter(
        0, "EUR/hour", (0, 200),
        nl="waarde van een vrijwilligersuur", en="value of a volunteer hour",
        help_nl="Waarvoor een gewerkt vrijwilligersuur meetelt in de maatschappelijke waarde.",
        help_en="What an hour worked by a volunteer counts for in social value.",
        assumption=True,
    )  # fmt: skip
    service_hour: Quantity = parameter(
        0, "EUR/hour", (0, 500),
        nl="waarde van een uur dienst", en="value of an hour of service",
        help_nl="Waarvoor een geleverd uur dienst meetelt, bovenop wat ervoor betaald is.",
        help_en="What a delivered hour of service counts for, on top of what was paid for it.",
        assumption=True,
    )  # fmt: skip
    job_year: Quantity = parameter(
        0, "EUR/FTE/year", (0, 200_000),
        nl="waarde van een baan", en="value of a job",
        help_nl="Waarvoor een baan van een bewoner per jaar meetelt, bijvoorbeeld een uitkering minder.",
        help_en="What a resident's job counts for in a year, such as one benefit less.",
        source="EUR 2,000 per person durably out of benefit in Rotterdam (Afrikaanderwijk) is a lower bound",
    )  # fmt: skip
    person_year: Quantity = parameter(
        0, "EUR/person/year", (0, 100_000),
        nl="waarde van een bereikt mens", en="value of a person reached",
        help_nl="Waarvoor het meetelt dat iemand een jaar lang door een dienst bereikt wordt.",
        help_en="What it counts for that somebody is reached by a service for a year.",
        assumption=True,
    )  # fmt: skip
    liveability: Quantity = parameter(
        6.4, "score (0-10)", (0, 10),
        nl="samenleven in de wijk", en="liveability",
        help_nl="Rapportcijfer voor het samenleven in de wijk, zonder wat het buurtbedrijf eraan toevoegt.",
        help_en="The score for living together in the neighbourhood, without what the company adds to it.",
        source="social cohesion 6.4 of 10; 7.1 non-urban, 5.9 very urban (vzinfo.nl, 2021)",
    )  # fmt: skip
    liveability_hour: Quantity = parameter(
        0, "points per hour/inhabitant/year", (0, 10),
        nl="leefbaarheid door een uur werk", en="liveability by an hour of work",
        help_nl="Hoeveel het cijfer stijgt door een uur per inwoner aan ontmoeting, groen, onderhoud en jeugd. "
        "Niemand heeft dit gemeten.",
        help_en="How much the score rises by an hour per inhabitant and year of meeting, green, maintenance and youth; "
        "nobody has measured it.",
        assumption=True,
    )  # fmt: skip
    liveability_members: Quantity = parameter(
        0, "points if all adults were members", (0, 10),
        nl="leefbaarheid door meedoen", en="liveability by taking part",
        help_nl="Hoeveel het cijfer zou stijgen als alle volwassenen lid waren; niemand heeft dit gemeten.",
        help_en="How much the score would rise if all adults were members; nobody has measured it.",
        assumption=True,
    )  # fmt: skip
    member_year: Quantity = parameter(
        0, "EUR/member/year", (0, 10_000),
        nl="waarde van een lid", en="value of a member",
        help_nl="Waarvoor het meetelt dat iemand een jaar meedoet.",
        help_en="What somebody's taking part for a year counts for.",
        assumption=True,
    )  # fmt: skip
