"""What the columns of the residents mean: states, traits, ages, and the tables of counts and chances."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

CLOSED, OPEN, MEMBER, ACTIVE = 0, 1, 2, 3
"""States of a resident: a child or somebody who never joins; open to joining; member; active member."""

GENERATION_SHIFT = 24
"""A resident's entity number: the home in the low 24 bits, how many have lived there before above."""

OLDEST = 110
ADULT = 18
RETIREMENT = 67
TURNS = (15, ADULT, 25, 35, 45, 65, RETIREMENT)
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
    ACTIVATE = 6  # monthly chance to stay a member and become active
    LEAVE_OR_STOP = 7  # monthly chance of an active member to leave, or to stay a member and stop
    LEAVE_STOP_OR_BURN = 8  # the same, or to burn out instead
    BURN_LEAVES = 9  # chance that who burns out ends the membership too
    SHARES = 10  # chance that who joins buys shares


LIFETIME = OLDEST + 1 + 40
"""Years of age that tables of staying hold: whoever is oldest at the start may live on for the longest run."""

NEVER = 32_767
"""Goes after the end of time: see kernels.departure."""

CELLS = 1024
"""The piece of a draw that is known a year ahead, ten bits, says in which of so many equal cells it lies."""

ASK_ANEW = 1 << 12
"""The bit above those of the twelve months: this person has ceased to be a member since the last birthdays."""

TOGETHER = 8
"""So many residents are passed over at once when none of them need be looked at this month."""

SHARE_STEPS = 256
"""Into how many equal chances the distribution of shares bought is cut."""
