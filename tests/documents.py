"""A small document that stands on its own, for tests of reading, editing and running."""

from __future__ import annotations

import json

_TEXT = """\
# Een scenario om mee te beginnen. Elk getal is te vervangen; wat hier niet staat heeft een gewone waarde.
# Een getal schrijft u als 80, als {{value: 80, source: "waar het vandaan komt"}}, of met de twijfel erbij:
# {{triangular: [70, 80, 120]}} voor laagst, waarschijnlijkst en hoogst.

name: {name}
title: {title}
description: "Een buurtbedrijf met één dienst, één opdracht, één gebouw en één startsubsidie."

time:
  start: "2026-01"
  years: 10

# De wijk. De andere kerncijfers (leeftijd, inkomen, woningen) zijn die van Nederland.
area:
  name: {area}
  # inwoners [residents]: Hoeveel mensen er wonen, kinderen meegeteld.
  inhabitants: {inhabitants}

# Wat het buurtbedrijf doet.
services:
  groen:
    title: "Groenonderhoud"
    sector: green
    # vraag [units/year]: Hoeveel er per jaar gevraagd wordt als alle contracten voor deze dienst lopen.
    demand: 2000
    # werk door vrijwilligers [%]: Deel van de uren dat vrijwilligers zouden doen als er genoeg zijn.
    volunteer_share: {{value: 20, uniform: [10, 30]}}

# Geld dat binnenkomt en uitgaat.
money:
  # startgeld [EUR]: Wat er op de rekening staat als de eerste maand begint.
  opening_cash: 25000
  # coördinatie [FTE]: Betaalde leiding en administratie, in voltijdbanen.
  coordinator_fte: 0.5
  contracts:
    groen:
      title: "Groenonderhoud voor de gemeente"
      service: groen
      commissioner: municipality
      route: right_to_challenge
      # waarde per jaar [EUR/year]: Wat de opdrachtgever per jaar betaalt als alles geleverd wordt, zonder btw.
      value: 90000
      # beginmaand [month]: In welke maand het begint; 1 is de eerste maand.
      start_month: 7
      # kans om te winnen [%]: Kans dat een poging slaagt bij gewoon vertrouwen (50%).
      win_chance: {{triangular: [20, 50, 80]}}
  grants:
    startsubsidie:
      title: "Startsubsidie"
      kind: startup
      giver: fund
      # bedrag per jaar [EUR/year]: Hoeveel er per jaar wordt gegeven.
      amount: 30000
      # duur [months]: Hoeveel maanden de gift loopt voordat er opnieuw om gevraagd moet worden.
      duration: 36
      # kans op toekenning [%]: Kans dat een aanvraag wordt toegekend.
      chance: 60

# Gebouwen.
assets:
  buurthuis:
    title: "Buurthuis"
    way_in: rent
    # vloeroppervlak [m2]: Bruto vloeroppervlak.
    floor_area: 400
    # huur of erfpacht [EUR/year]: Wat het buurtbedrijf er zelf per jaar aan huur of erfpacht voor betaalt.
    lease: 12000
    # huurprijs [EUR/m2/year]: Gemiddelde huur per verhuurde vierkante meter per jaar.
    rent: {{value: 80, triangular: [40, 80, 140]}}
    # verhuurd op den duur [%]: Welk deel van de verhuurbare ruimte op den duur verhuurd is als het gebouw in orde is.
    occupancy: 85

# Bewoners als lid en vrijwilliger.
ownership:
  legal_form: cooperative
  # leden bij de start [residents]: Hoeveel leden er zijn als de eerste maand begint.
  initial_members: 25
  # actieve leden bij de start [residents]: Hoeveel van die leden meewerken als vrijwilliger.
  initial_active: 8
  # contributie [EUR/year]: Wat een lid per jaar betaalt.
  fee: 12
  # geld voor werving [EUR/year]: Wat het buurtbedrijf per jaar uitgeeft om bewoners te bereiken.
  outreach_budget: 1500
"""


def standalone(name: str, title: str, area: str, inhabitants: int) -> str:
    """One service, one contract, one building and one grant; each number with a comment above it."""
    quoted = {key: json.dumps(text, ensure_ascii=False) for key, text in (("title", title), ("area", area))}
    return _TEXT.format(name=json.dumps(name), inhabitants=inhabitants, **quoted)
