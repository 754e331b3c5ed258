"""What the columns of the residents mean: states, traits, ages, and the tables of counts and chances."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

CLOSED, OPEN, MEMBER, ACTIVE = 0, 1, 2, 3
"""States of a resident: a child or somebody who never joins; open to joining; member; active member."""

GENERATION_SHIFT = 24
"""A resident's entity number: the home in the low 24 bits, how many have lived there before above."""

EXPOSED = 255
EXPOSURE_SHIFT = 20
"""A chance of going away in steps of 2**-12, to be compared with a 32-bit draw after a shift by 20."""

OLDEST = 110
ADULT = 18
RETIREMENT = 67
TURNS = np.isin(np.arange(OLDEST + 1), [15, ADULT, 25, 35, 45, 65, RETIREMENT])
"""Ages at which traits or openness may change: the tables are read anew at these birthdays only."""

CLASSES = 54
"""Age band (18-34, 35-64, 65 and older) x income x education x tenure: the classes of who takes part."""

AGE_EDGES = np.array([15, 25, 45, 65], dtype=np.int64)
"""Where CBS's five age groups begin, after the first."""

# The traits byte of a resident.
TENURE_BIT, WORK_BIT, ADULT_BIT = 1, 2, 64
HIRED_BIT = 128  # was out of work, and has a job at the company now; whoever reads the class tables anew clears it
INCOME_SHIFT, EDUCATION_SHIFT, ADULT_SHIFT = 2, 4, 6


class Flow(IntEnum):
    """Columns of the flows table (replicates, flows): how many people did what this month."""

    DIED = 0
    MOVED = 1
    JOINED = 2
    LEFT = 3
    LEFT_BY_MOVING = 4
    LEFT_BY_DEATH = 5
    LEFT_BY_BURNOUT = 6
    ACTIVATED = 7
    STOPPED = 8
    BURNT_OUT = 9
    SHARE_BUYERS = 10
    SHARES_BOUGHT = 11  # cents


class Outcome(IntEnum):
    """What may happen to a resident in a month."""

    DIES = 0
    MOVES = 1
    JOINS = 2
    LEAVES = 3
    BECOMES_ACTIVE = 4
    STOPS = 5
    BURNS_OUT = 6
    BURNS_OUT_AND_LEAVES = 7
    NOTHING = 8


class Stock(IntEnum):
    """Columns of the stocks table (replicates, stocks): how many people are what."""

    ADULTS = 0
    OPEN = 1
    MEMBERS = 2
    ACTIVE = 3
    ACTIVE_EMPLOYED = 4


class Chance(IntEnum):
    """Columns of the chances table (replicates, chances), float64."""

    OUTREACH = 0  # monthly intensity of joining without knowing anybody
    INFLUENCE_ALL = 1  # monthly intensity through the whole neighbourhood, its membership counted in
    INFLUENCE_OWN = 2  # monthly intensity when all one's open contacts are members
    OWN_SCALE = 3  # one over the share of residents who are open: contacts' membership to 0..1
    FALLBACK = 4  # what somebody without contacts sees: the neighbourhood's own 0..1
    LEAVE = 5  # monthly chance
    ACTIVATE = 6  # monthly chance
    STOP = 7  # monthly chance
    BURN = 8  # monthly chance, beside STOP
    BURN_LEAVES = 9  # chance that who burns out ends the membership too
    SHARES = 10  # chance that who joins buys shares


TERM = 4
"""Months that one block of draws serves for going away: it has four words. A year is three terms."""

SHARE_STEPS = 256
"""Into how many equal chances the distribution of shares bought is cut."""
