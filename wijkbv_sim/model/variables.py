"""What a run reports each month: the list of variables, with unit and name in two languages."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Variable:
    """One reported quantity."""

    name: str
    unit: str
    nl: str
    en: str
    help_nl: str
    help_en: str


VARIABLES: dict[str, Variable] = {
    v.name: v
    for v in (
        Variable("cash", "EUR", "geld op de rekening", "cash in the bank",
                 "Stand van de rekening aan het eind van de maand.", "Balance of the account at the month's end."),
        Variable("operating_result", "EUR/month", "exploitatieresultaat", "operating result",
                 "Opbrengsten min kosten van de maand, na rente, afschrijving en belasting.",
                 "Income less expenses of the month, after interest, depreciation and tax."),
        Variable("income", "EUR/month", "opbrengsten", "income",
                 "Alle opbrengsten van de maand.", "All income of the month."),
        Variable("income_contracts", "EUR/month", "opbrengst contracten", "income from contracts",
                 "Contracten en eigen bijdragen.", "Contracts and user fees."),
        Variable("income_assets", "EUR/month", "opbrengst bezit", "income from assets",
                 "Vaste en losse verhuur.", "Rent and room hire."),
        Variable("income_trade", "EUR/month", "opbrengst verkoop", "income from trade",
                 "Eigen verkoop.", "Own sales."),
        Variable("income_grants", "EUR/month", "subsidies en giften", "grants and donations",
                 "Subsidies, fondsen en giften.", "Grants and donations."),
        Variable("income_members", "EUR/month", "contributies", "income from members",
                 "Contributies van leden.", "Membership fees."),
        Variable("own_income_share", "share", "eigen inkomsten", "own income share",
                 "Deel van de opbrengsten van de laatste twaalf maanden dat geen subsidie of gift is.",
                 "Part of the income of the last twelve months that is no grant or donation."),
        Variable("liquidity_months", "months", "liquiditeit", "liquidity",
                 "Hoeveel maanden uitgaven er op de rekening staan.",
                 "How many months of spending are in the account."),
        Variable("solvency", "share", "solvabiliteit", "solvency",
                 "Eigen vermogen als deel van het balanstotaal.", "Equity as a part of total assets."),
        Variable("dscr", "ratio", "dekking van rente en aflossing", "debt service cover",
                 "Kasstroom van de laatste twaalf maanden gedeeld door rente en aflossing; leeg zonder lening.",
                 "Cash flow of the last twelve months over interest and repayment; empty without a loan."),
        Variable("covenant_breach", "0/1", "bankeis geschonden", "covenant breach",
                 "1 als de dekking lager is dan de bank eist.", "1 where cover is below what the bank asks."),
        Variable("debt", "EUR", "schuld", "debt", "Wat nog is afgelost moet worden.", "What is still to be repaid."),
        Variable("equity", "EUR", "eigen vermogen", "equity", "Ledenkapitaal, reserves en resultaat.",
                 "Shares, reserves and result."),
        Variable("alive", "0/1", "bestaat nog", "alive", "1 zolang het buurtbedrijf bestaat.",
                 "1 as long as the company exists."),
        Variable("members", "residents", "leden", "members", "Leden, actieve leden meegeteld.",
                 "Members, active members included."),
        Variable("active_members", "residents", "actieve leden", "active members",
                 "Leden die als vrijwilliger meewerken.", "Members who volunteer."),
        Variable("member_share", "share of adults", "leden onder volwassenen", "members among adults",
                 "Leden als deel van de volwassenen.", "Members as a part of the adults."),
        Variable("joined", "residents/month", "nieuwe leden", "joined", "Wie deze maand lid werd.",
                 "Who joined this month."),
        Variable("left", "residents/month", "vertrokken leden", "left",
                 "Wie deze maand geen lid meer is: opgezegd, verhuisd, overleden of opgebrand.",
                 "Who ceased to be a member: left, moved, died or burnt out."),
        Variable("burnt_out", "residents/month", "opgebrand", "burnt out",
                 "Actieve leden die deze maand opbrandden.", "Active members who burnt out this month."),
        Variable("volunteer_hours", "hours/month", "vrijwilligersuren", "volunteer hours",
                 "Gewerkte vrijwilligersuren.", "Volunteer hours worked."),
        Variable("volunteer_load", "ratio", "belasting vrijwilligers", "volunteer load",
                 "Gevraagde uren gedeeld door wat vrijwilligers kunnen geven.",
                 "Hours asked for over the hours that volunteers can give."),
        Variable("staff_fte", "FTE", "betaald werk", "paid work", "Betaalde banen, coördinatie meegeteld.",
                 "Paid jobs, coordination included."),
        Variable("local_jobs", "FTE", "banen voor de wijk", "local jobs", "Betaalde banen van mensen uit de wijk.",
                 "Paid jobs of people from the neighbourhood."),
        Variable("delivered", "share", "geleverd", "delivered", "Welk deel van de gevraagde diensten is geleverd.",
                 "Which part of the services asked for was delivered."),
        Variable("unmet_hours", "hours/month", "niet geleverd", "unmet demand",
                 "Gevraagd werk dat niet gedaan is.", "Work asked for that was not done."),
        Variable("hours_delivered", "hours/month", "geleverde uren", "hours delivered",
                 "Geleverd werk van alle diensten.", "Work delivered by all services."),
        Variable("social_value", "EUR/month", "maatschappelijke waarde", "social value",
                 "Uren, banen en leden tegen de prijzen die de lezer eraan geeft; geen geld van het bedrijf.",
                 "Hours, jobs and members at the prices that the reader puts on them; none of it is cash."),
        Variable("quality", "share", "kwaliteit", "quality", "Kwaliteit van de diensten, naar uren gewogen.",
                 "Quality of the services, weighted by hours."),
        Variable("trust", "share", "vertrouwen", "trust", "Vertrouwen van de gemeente.",
                 "The municipality's trust."),
        Variable("contracts_running", "contracts", "lopende contracten", "contracts running",
                 "Hoeveel contracten er lopen.", "How many contracts run."),
        Variable("occupancy", "share", "bezetting", "occupancy", "Verhuurd deel van de verhuurbare ruimte.",
                 "Let part of the lettable space."),
        Variable("building_condition", "share", "staat van het gebouw", "building condition",
                 "Staat van het gebouw: 1 is als nieuw.", "Condition of the building: 1 is as new."),
        Variable("spending", "EUR/month", "uitgaven", "spending",
                 "Alles wat betaald is, behalve aan de bank en aan leden die inleg terugkrijgen.",
                 "All that was paid, except to the bank and to members who take shares back."),
        Variable("spending_local", "EUR/month", "uitgaven in de wijk", "local spending",
                 "Het deel daarvan dat naar bewoners en bedrijven in de wijk ging.",
                 "The part of it that went to residents and businesses of the neighbourhood."),
        Variable("local_retention", "share", "geld dat in de wijk blijft", "local retention",
                 "Deel van de uitgaven van de laatste twaalf maanden dat in de wijk terechtkomt (eerste ronde).",
                 "Part of the last twelve months' spending that goes to the neighbourhood (first round)."),
        Variable("lm3", "ratio", "lokale multiplier over drie rondes (LM3)", "local multiplier over three rounds (LM3)",
                 "Wat elke ontvangen euro in de wijk wordt als hij twee keer wordt doorgegeven.",
                 "What each euro received becomes in the neighbourhood when it is passed on twice."),
        Variable("lm3_outside", "ratio", "LM3 bij een aanbieder van buiten", "LM3 with an outside contractor",
                 "Hetzelfde voor hetzelfde geld bij een aanbieder van buiten de wijk.",
                 "The same for the same money in the hands of an outside contractor."),
        Variable("local_multiplier", "ratio", "lokale multiplier, alle rondes", "local multiplier, all rounds",
                 "Wat elke ontvangen euro in de wijk wordt als het doorgeven tot het eind wordt gevolgd.",
                 "What each euro received becomes in the neighbourhood, followed to the end."),
    )
}  # fmt: skip
"""Every variable by name, in the order of reports."""
