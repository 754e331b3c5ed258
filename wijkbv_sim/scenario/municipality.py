"""The municipality: its trust, its budget, and how it awards work."""

from __future__ import annotations

from wijkbv_sim.scenario.parameter import Section, parameter
from wijkbv_sim.scenario.quantity import Quantity


class Municipality(Section):
    """What the municipality thinks of the company."""

    initial_trust: Quantity = parameter(
        {"value": 45, "triangular": [25, 45, 65]}, "%", (0, 100),
        nl="vertrouwen bij de start", en="trust at the start",
        help_nl="Hoeveel vertrouwen de gemeente in het buurtbedrijf heeft als het begint.",
        help_en="How much the municipality trusts the company when it begins.",
        assumption=True,
        counts="at_start",
    )  # fmt: skip
    trust_speed: Quantity = parameter(
        {"value": 24, "triangular": [12, 24, 48]}, "months", (1, 480),
        nl="tijd om vertrouwen te winnen", en="time to win trust",
        help_nl="In hoeveel maanden het vertrouwen grotendeels volgt op wat de gemeente ziet.",
        help_en="In how many months trust goes most of the way to what the municipality sees.",
        assumption=True,
    )  # fmt: skip
    weight_quality: Quantity = parameter(
        60, "%", (0, 100),
        nl="kwaliteit telt voor", en="weight of quality",
        help_nl="Hoe zwaar kwaliteit weegt in het vertrouwen; de rest is continuïteit: doen wat is afgesproken.",
        help_en="How heavily quality weighs in trust; the rest is continuity: doing what was agreed.",
        assumption=True,
    )  # fmt: skip
    weight_inclusion: Quantity = parameter(
        0, "%", (0, 100),
        nl="wie meedoet telt voor", en="weight of inclusion",
        help_nl="Hoe zwaar in het vertrouwen weegt of de leden op de wijk lijken; de rest is kwaliteit en "
        "continuïteit.",
        help_en="How heavily it weighs in trust that members are like the neighbourhood; the rest is quality and "
        "continuity.",
        assumption=True,
    )  # fmt: skip
    benchmark: Quantity = parameter(
        {"value": 80, "triangular": [70, 80, 88]}, "%", (0, 100),
        nl="wat anderen leveren", en="benchmark",
        help_nl="De kwaliteit en continuïteit van gewone aanbieders: wie beter is wint vertrouwen.",
        help_en="The quality and continuity of ordinary providers: who does better wins trust.",
        assumption=True,
    )  # fmt: skip
    trust_gain: Quantity = parameter(
        {"value": 1.5, "triangular": [0.5, 1.5, 3]}, "ratio", (0, 20),
        nl="gevoeligheid van vertrouwen", en="sensitivity of trust",
        help_nl="Hoe sterk vertrouwen stijgt of daalt met het verschil met gewone aanbieders.",
        help_en="How strongly trust rises or falls with the difference from ordinary providers.",
        assumption=True,
    )  # fmt: skip
    domain_budget: Quantity = parameter(
        {"value": 593, "triangular": [377, 593, 925]}, "EUR/inhabitant/year", (0, 20_000),
        nl="gemeentegeld voor wijkzorg en welzijn", en="municipal budget for care and welfare",
        help_nl="Wat de gemeente per inwoner per jaar uitgeeft aan Wmo-maatwerk en algemene voorzieningen.",
        help_en="What the municipality spends per inhabitant and year on Wmo provisions and general provisions.",
        source="EUR 308 Wmo (CBS 84580NED, 2023; 147-575 by municipality) + EUR 285 general provisions "
        "(monitorlangdurigezorg.nl, budget 2024; 230-350)",
    )  # fmt: skip
    contestable: Quantity = parameter(
        {"value": 2, "triangular": [0.2, 2, 6]}, "% of domain budget", (0, 100),
        nl="deel dat kan verschuiven", en="contestable share",
        help_nl="Welk deel van dat geld in een raadsperiode naar andere aanbieders kan gaan. De rest ligt vast.",
        help_en="Which part of that money can move to other providers in a council's term. The rest is fixed.",
        assumption=True,
    )  # fmt: skip
    first_election: Quantity = parameter(
        3, "month", (1, 480), integer=True, fixed=True,
        nl="eerste verkiezingen", en="first election",
        help_nl="In welke maand de eerste gemeenteraadsverkiezingen zijn; daarna elke vier jaar.",
        help_en="In which month the first council elections are; after that every four years.",
        source="March 2026 (not confirmed), with a scenario that begins in January 2026",
    )  # fmt: skip
    council_swing: Quantity = parameter(
        {"value": 30, "uniform": [10, 60]}, "%", (0, 200),
        nl="verschil tussen raden", en="difference between councils",
        help_nl="Hoeveel het deel dat kan verschuiven van raad tot raad verschilt (standaardafwijking).",
        help_en="How much the contestable share differs from council to council (standard deviation).",
        assumption=True,
    )  # fmt: skip
    direct_limit: Quantity = parameter(
        100_000, "EUR over the whole term", (0, 1_000_000_000),
        nl="grens voor onderhandse gunning", en="limit of direct award",
        help_nl="Tot dit bedrag over de hele looptijd mag de gemeente zonder andere offertes gunnen.",
        help_en="Up to this amount over the whole term the municipality may award without other quotes.",
        source="practice below the European thresholds (Gids Proportionaliteit); the amount is an assumption",
        assumption=True,
    )  # fmt: skip
    tender_limit: Quantity = parameter(
        750_000, "EUR over the whole term", (0, 1_000_000_000),
        nl="grens voor openbare aanbesteding", en="threshold of the open tender",
        help_nl="Boven dit bedrag over de hele looptijd moet de gemeente openbaar aanbesteden.",
        help_en="Above this amount over the whole term the municipality must hold an open tender.",
        source="EU threshold for social and other specific services 2024-2025 (europadecentraal.nl)",
    )  # fmt: skip
    rivals_quotes: Quantity = parameter(
        2, "bidders", (1, 100),
        nl="mededingers bij offertes", en="rivals among quotes",
        help_nl="Hoeveel anderen meebieden als er meer offertes worden gevraagd.",
        help_en="How many others bid when several quotes are asked for.",
        assumption=True,
    )  # fmt: skip
    rivals_tender: Quantity = parameter(
        {"value": 4, "uniform": [2, 8]}, "bidders", (1, 100),
        nl="mededingers bij aanbesteding", en="rivals in a tender",
        help_nl="Hoeveel anderen meebieden bij een openbare aanbesteding.",
        help_en="How many others bid in an open tender.",
        assumption=True,
    )  # fmt: skip
    rivals_challenge: Quantity = parameter(
        2, "bidders", (1, 100),
        nl="mededingers bij een uitdaging", en="rivals of a challenge",
        help_nl="Tegen hoeveel anderen het uitdagen gaat: wie het werk nu doet, en de gemeente zelf.",
        help_en="Against how many others a challenge goes: who does the work now, and the municipality itself.",
        assumption=True,
    )  # fmt: skip
    right_to_challenge: Quantity = parameter(
        {"value": 30, "triangular": [12, 30, 100]}, "%", (0, 100),
        nl="kans op uitdaagrecht", en="chance of a right to challenge",
        help_nl="Kans dat de gemeente bij de start het uitdaagrecht kent.",
        help_en="Chance that the municipality knows the right to challenge at the start.",
        source="12% of municipalities in 2018, more than one in five in 2022 (vl-nieuws.nl)",
        counts="at_start",
    )  # fmt: skip
    right_adopted: Quantity = parameter(
        {"value": 20, "uniform": [5, 40]}, "%/year", (0, 100),
        nl="invoering van het uitdaagrecht", en="adoption of the right to challenge",
        help_nl="Kans per jaar dat een gemeente die het nog niet kent het uitdaagrecht invoert.",
        help_en="Chance in a year that a municipality without it adopts the right to challenge.",
        assumption=True,
    )  # fmt: skip
    neighbourhood_budget: Quantity = parameter(
        0, "EUR/inhabitant/year", (0, 10_000),
        nl="wijkbudget", en="neighbourhood budget",
        help_nl="Hoeveel de gemeente per inwoner per jaar aan bewoners geeft om zelf te verdelen.",
        help_en="How much the municipality hands to residents per inhabitant and year to divide by vote.",
        source="resident budgets are EUR 1-60 per inhabitant; EUR 5 is usual (assumption), EUR 86 in Dordrecht",
    )  # fmt: skip
    budget_turnout: Quantity = parameter(
        {"value": 10, "triangular": [3, 10, 30]}, "% of adults", (0, 100),
        nl="opkomst bij het wijkbudget", en="turnout of the budget vote",
        help_nl="Deel van de volwassenen dat over het wijkbudget stemt.",
        help_en="Share of adults who vote on the neighbourhood budget.",
        source="23% in Dordrecht Stadspolder (onzewijk.nl, high case); 3% as low is an assumption",
    )  # fmt: skip
    budget_to_company: Quantity = parameter(
        {"value": 25, "triangular": [5, 25, 60]}, "%", (0, 100),
        nl="stemmen van anderen voor het buurtbedrijf", en="others' votes for the company",
        help_nl="Deel van de stemmen van niet-leden voor plannen van het buurtbedrijf. Leden stemmen voor.",
        help_en="Share of non-members' votes for the company's plans. Members vote for them.",
        assumption=True,
    )  # fmt: skip
