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


_GROUPS = {
    "18_34": ("18 tot 35 jaar", "18 to 34 years"),
    "35_64": ("35 tot 65 jaar", "35 to 64 years"),
    "65_plus": ("65 jaar en ouder", "65 years and older"),
    "low_income": ("laag inkomen", "low income"),
    "middle_income": ("middeninkomen", "middle income"),
    "high_income": ("hoog inkomen", "high income"),
    "low_education": ("lager opgeleid", "lower educated"),
    "middle_education": ("middelbaar opgeleid", "middle educated"),
    "high_education": ("hoger opgeleid", "higher educated"),
    "renters": ("huurders", "renters"),
    "owners": ("huiseigenaren", "home owners"),
}

_REPRESENTATION = [
    Variable(f"representation_{who}_{group}", "ratio", f"{nl} onder {who_nl}", f"{en} among {who_en}",
             f"Aandeel onder {who_nl} gedeeld door het aandeel onder volwassenen; 1 is naar verhouding.",
             f"Share among {who_en} over the share among adults; 1 is in proportion.")
    for who, who_nl, who_en in (("members", "leden", "members"), ("active", "actieve leden", "active members"))
    for group, (nl, en) in _GROUPS.items()
]  # fmt: skip

_LOSSES = [
    Variable(f"loss_{who}", "EUR", f"verlies {nl}", f"loss of {en}",
             "Wat zij verloren toen het buurtbedrijf eindigde.", "What they lost when the company ended.")
    for who, nl, en in (
        ("bank", "bank", "the bank"), ("funds", "fondsen", "funds"), ("state", "rijk", "the state"),
        ("municipality", "gemeente", "the municipality"), ("members", "leden", "members"),
        ("residents", "bewoners", "residents"), ("others", "anderen", "others"),
    )
]  # fmt: skip

_OUTCOMES = [
    Variable(name, unit, nl, en, f"{said_nl} van alle diensten in deze sector.",
             f"{said_en} of this sector's services.")
    for name, unit, nl, en, said_nl, said_en in (
        ("care_hours", "hours/month", "uren zorg en steun", "hours of care", "Geleverde uren", "Hours delivered"),
        ("youth_hours", "hours/month", "uren jeugdwerk", "hours of youth work", "Geleverde uren", "Hours delivered"),
        ("visits", "visits/month", "bezoeken", "visits", "Bezoeken aan ontmoetingsplekken", "Visits to meeting places"),
        ("meals_served", "meals/month", "maaltijden", "meals served", "Maaltijden", "Meals"),
        ("trips_driven", "trips/month", "ritten", "trips driven", "Ritten", "Trips"),
        ("hectares_kept", "hectares", "hectare in beheer", "hectares kept", "Groen en straat in beheer",
         "Green and streets kept"),
        ("jobs_done", "odd jobs/month", "klussen gedaan", "odd jobs done", "Klussen", "Odd jobs"),
        ("homes_advised", "homes/month", "woningen geadviseerd", "homes advised", "Energieadviezen", "Homes advised"),
        ("work_places", "places", "werk- en leerplekken", "work places", "Plekken om te werken en te leren",
         "Places to work and learn"),
        ("homes_managed", "homes", "woningen in beheer", "homes managed", "Woningen in beheer", "Homes managed"),
        ("other_hours", "hours/month", "uren van andere diensten", "hours of other services", "Geleverde uren",
         "Hours delivered"),
    )
]  # fmt: skip

_OUTSIDE = [
    Variable(f"outside_to_{who}", "EUR/month", f"buiten: naar {nl}", f"outside: to {en}",
             f"Wat {nl} zouden krijgen als een aanbieder van buiten het publieke geld besteedde.",
             f"What {en} would get if an outside contractor spent the public money.")
    for who, nl, en in (
        ("residents", "bewoners", "residents"), ("local_business", "bedrijven in de wijk", "local businesses"),
        ("people_elsewhere", "mensen van buiten de wijk", "people elsewhere"),
        ("business_elsewhere", "bedrijven en eigenaren elders", "businesses and owners elsewhere"),
        ("state", "belasting en premies", "taxes and premiums"),
    )
]  # fmt: skip

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
                 "Verhuur, energie, glasvezel en verkoopwinst.", "Rent, room hire, energy, fibre and gains on sale."),
        Variable("income_trade", "EUR/month", "opbrengst verkoop", "income from trade",
                 "Eigen verkoop.", "Own sales."),
        Variable("income_grants", "EUR/month", "subsidies en giften", "grants and donations",
                 "Subsidies, fondsen, giften en wijkbudget.", "Grants, donations and neighbourhood budget."),
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
        Variable("ltv", "ratio", "schuld op bezit", "loan-to-value",
                 "Schuld gedeeld door wat het bezit zou opbrengen; leeg zonder verkoopbaar bezit.",
                 "Debt over what the assets would sell for; empty without assets that can be sold."),
        Variable("covenant_breach", "0/1", "bankeis geschonden", "covenant breach",
                 "1 als de dekking lager of de schuld hoger is dan een geldgever toestaat.",
                 "1 where cover is below or debt above what a lender allows."),
        Variable("loan_called", "0/1", "lening opgeëist", "loan called",
                 "1 als een geldgever een lening heeft opgeëist.", "1 where a lender has called a loan."),
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
                 "Wie deze maand geen lid meer is: opgezegd, verhuisd, overleden, opgebrand, of met het bedrijf "
                 "opgehouden.",
                 "Who ceased to be a member: left, moved, died, burnt out, or ended with the company."),
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
        Variable("people_reached", "people", "mensen bereikt", "people reached",
                 "Wie van de diensten gebruikmaakt, diensten opgeteld.",
                 "Who uses the services, added up over them."),
        Variable("liveability", "score (0-10)", "samenleven in de wijk", "liveability",
                 "Rapportcijfer voor het samenleven, met wat het buurtbedrijf eraan zou toevoegen (aanname).",
                 "Score for living together, with what the company is taken to add to it (assumption)."),
        *_OUTCOMES,
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
        Variable("asset_value", "EUR", "waarde van het bezit", "value of the assets",
                 "Wat het bezit zou opbrengen, achterstallig onderhoud afgetrokken.",
                 "What the assets would sell for, less the maintenance that is due."),
        Variable("homes_let", "dwellings", "verhuurde woningen", "dwellings let", "Woningen die verhuurd zijn.",
                 "Dwellings that are let."),
        Variable("homes_for_residents", "dwellings", "woningen voor wijkbewoners", "dwellings let to residents",
                 "Verhuurde woningen die aan mensen uit de wijk zijn toegewezen.",
                 "Dwellings let that were allocated to people from the neighbourhood."),
        Variable("energy_output", "kWh/month", "opgewekte energie", "energy made", "Wat de installaties leverden.",
                 "What the installations yielded."),
        Variable("fibre_take_up", "share", "deelname aan glasvezel", "fibre take-up",
                 "Deel van de adressen dat heeft getekend; leeg zonder glasvezel.",
                 "Part of the homes that has signed up; empty without a fibre network."),
        Variable("municipality_net_cost", "EUR/month", "kosten voor de gemeente", "net cost to the municipality",
                 "Wat de gemeente betaalt en opgeeft, min wat zij ontvangt en bespaart.",
                 "What the municipality pays and gives up, less what it receives and saves."),
        Variable("spending", "EUR/month", "uitgaven", "spending",
                 "Alles wat betaald is, behalve aan geldgevers en aan leden die inleg terugkrijgen.",
                 "All that was paid, except to lenders and to members who take shares back."),
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
        Variable("outside_multiplier", "ratio", "multiplier bij een aanbieder van buiten, alle rondes",
                 "multiplier with an outside contractor, all rounds",
                 "Hetzelfde voor hetzelfde geld bij een aanbieder van buiten de wijk.",
                 "The same for the same money in the hands of an outside contractor."),
        Variable("outside_retention", "share", "blijft in de wijk bij een aanbieder van buiten",
                 "local retention of an outside contractor",
                 "Welk deel van hetzelfde geld in de wijk terecht zou komen (eerste ronde).",
                 "Which part of the same money would go to the neighbourhood (first round)."),
        Variable("public_money", "EUR/month", "publiek geld", "public money",
                 "Wat gemeente, rijk, corporaties en verzekeraars aan het buurtbedrijf betaalden, zonder leningen.",
                 "What municipality, state, corporations and insurers paid the company, loans left out."),
        *_OUTSIDE,
        Variable("respending_jobs", "FTE", "banen door doorbesteden", "jobs by re-spending",
                 "Banen bij bedrijven in de wijk die leven van wat er in alle rondes bij hen terechtkomt (aanname).",
                 "Jobs at local businesses that live on what reaches them over all rounds (assumption)."),
        Variable("cause", "code", "oorzaak van het einde", "cause of the end",
                 "0 bestaat nog, 1 failliet, 2 geen trekker, 3 te weinig leden.",
                 "0 still exists, 1 insolvent, 2 no leader, 3 too few members."),
        Variable("leader", "share", "trekker aanwezig", "leader present", "1 waar er een trekker is.",
                 "1 where there is a leader."),
        Variable("turnout", "share", "opkomst", "turnout", "Deel van de leden op de laatste ledenvergadering.",
                 "Part of the members at the last general meeting."),
        Variable("share_capital", "EUR", "ledenkapitaal", "share capital", "Wat leden hebben ingelegd.",
                 "What members have put in."),
        Variable("shares_raised", "EUR/month", "opgehaalde inleg", "shares raised",
                 "Wat een inlegronde deze maand opbracht.", "What a round of shares brought this month."),
        Variable("neighbourhood_fund", "EUR", "wijkfonds", "neighbourhood fund", "Wat er in het wijkfonds zit.",
                 "What is in the neighbourhood fund."),
        Variable("fund_spent", "EUR/month", "uit het wijkfonds", "spent from the fund",
                 "Wat het wijkfonds aan bewoners en bedrijven in de wijk gaf.",
                 "What the fund gave to residents and local businesses."),
        Variable("fee_discount", "EUR/month", "korting op contributie", "cut in fees",
                 "Wat leden uit het overschot terugkregen via een lagere contributie.",
                 "What members got back out of the surplus as a lower fee."),
        Variable("dividend", "EUR/month", "dividend", "dividend", "Dividend uit het overschot, rente niet meegeteld.",
                 "Dividend out of the surplus, interest left out."),
        Variable("services_started", "services", "nieuwe diensten", "services started",
                 "Diensten die uit het overschot begonnen zijn.", "Services started out of the surplus."),
        *_REPRESENTATION,
        Variable("inclusion", "share", "leden lijken op de wijk", "members like the neighbourhood",
                 "Wat de samenstelling van leden en van volwassenen gemeen hebben; 1 is naar verhouding.",
                 "What the make-up of members and of adults have in common; 1 is in proportion."),
        Variable("inequality_members", "index", "ongelijke deelname van leden", "unequal membership",
                 "Theil-index, gemiddeld over leeftijd, inkomen, opleiding en woning: 0 is naar verhouding.",
                 "Theil's index, averaged over age, income, education and tenure: 0 is in proportion."),
        Variable("inequality_active", "index", "ongelijke deelname van actieve leden", "unequal active membership",
                 "Dezelfde index voor actieve leden.", "The same index for active members."),
        *_LOSSES,
        Variable("handed_over", "EUR", "waarde naar opvolger", "value handed over",
                 "Waarde die bij het einde onder de vermogensklem naar de opvolger ging.",
                 "Value that went to the successor under the asset lock when the company ended."),
    )
}  # fmt: skip
"""Every variable by name, in the order of reports."""
