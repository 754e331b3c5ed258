"""Figures of labour law that no scenario decides, with their source and date."""

from __future__ import annotations

MINIMUM_WAGE = 14.71
"""EUR per hour from the age of 21, 1 January 2026 (vertiadvies.nl/kennisbank/minimumuurloon-naar-euro-14-71)."""

CONTRACT_HOURS = 1_878
"""Hours paid in a full-time year of 36 hours a week."""

EMPLOYER_CHARGES = 0.235
"""Charges reimbursed on top of the subsidised wage (Stcrt. 2014, 29290)."""

SMALL_BUSINESS_TURNOVER = 20_000
"""EUR of turnover up to which the small-business scheme (KOR) may be used (belastingdienst.nl)."""

SUBSIDY_CEILING = 0.70
"""The wage-cost subsidy fills at most this part of the minimum wage (Participatiewet, art. 10d; not confirmed)."""

ALLOWANCE_MONTH = 210.0
ALLOWANCE_YEAR = 2_100.0
"""EUR that a volunteer may get untaxed in a month and in a year, 2025 (dewve.nl)."""

FULL_TIME_WEEK = 36
"""Hours of a full-time week, as in CONTRACT_HOURS."""

HOUSEHOLD_NORM = 10 / 7
"""Social assistance of a couple over that of one adult, who gets 70% of it (art. 21 Participatiewet)."""
