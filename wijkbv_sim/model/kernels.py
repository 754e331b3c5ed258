"""A month of every resident in every future: the engine's inner loops.

Columns are arrays (replicates, residents); tables are per replicate. Three passes make a month:

1. *Draw before you look.* One Philox block per resident, and a comparison with the highest chance that
   anybody in that state can have in that future. Free of branches, so it runs as fast as the draws.
2. The few residents whose draw lies below that ceiling are looked at one by one: their age, contacts and
   income decide. What they see of others is the state at the beginning of the month, so the order in
   which they are looked at does not matter.
3. Who became or ceased to be a member is told to their contacts.

Everything here is integers and plain float64 arithmetic without transcendental functions, so results are the
same on every machine. tests/model/twins.py has each kernel once more in plain NumPy, equal to the bit.
"""

# mypy: ignore-errors

from __future__ import annotations

from enum import IntEnum

import numpy as np
from numba import njit, uint8, uint32, uint64

from wijkbv_sim.model.philox import Process, block

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
INCOME_SHIFT, EDUCATION_SHIFT, ADULT_SHIFT = 2, 4, 6

_RESIDENT_MONTH = int(Process.RESIDENT_MONTH)
_RESIDENT_FACTS = int(Process.RESIDENT_FACTS)
_RESIDENT_TASTE = int(Process.RESIDENT_TASTE)
_SHARE_OFFER = int(Process.SHARE_OFFER)


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


SHARE_STEPS = 256
"""Into how many equal chances the distribution of shares bought is cut."""


@njit(inline="always")
def unit(word):
    """A 32-bit word as a number strictly between 0 and 1."""
    return (np.float64(word) + 0.5) * 2.0**-32


@njit(inline="always")
def chance_of(intensity):
    """1 - exp(-x) by its (2, 2) Pade approximant: exact to 1e-6 for x < 0.25, arithmetic only."""
    return 12.0 * intensity / (12.0 + 6.0 * intensity + intensity * intensity)


@njit(inline="always")
def age_group(age):
    """CBS's age group, 0 to 4, of an age in years."""
    return np.int64(age >= 15) + np.int64(age >= 25) + np.int64(age >= 45) + np.int64(age >= 65)


@njit(inline="always")
def person_class(word, age, tenure, class_edges):
    """Traits of a resident of this age: the personal draw read off the class table, packed in a byte.

    ``class_edges`` (5, 2, 18) uint32 holds cumulative chances for each age group and tenure. One and the same
    draw read in the next age group gives the same rank there, so people keep their place as they grow older.
    """
    group = age_group(age)
    index = 0
    for k in range(17):
        index += np.int64(word >= class_edges[group, tenure, k])
    income = index // 6
    education = (index // 2) % 3
    work = (index % 2) * np.int64(age < RETIREMENT)
    adult = np.int64(age >= ADULT)
    return uint8(
        tenure | (work << 1) | (income << INCOME_SHIFT) | (education << EDUCATION_SHIFT) | (adult << ADULT_SHIFT)
    )


@njit(inline="always")
def openness(traits, age, table):
    """The chance that an adult of these traits and age is open to joining: ``table`` (3, 3) by education, age."""
    education = (traits >> EDUCATION_SHIFT) & 3
    band = 0 if age < 35 else (1 if age < 65 else 2)
    return table[education, band]


@njit(inline="always")
def class_of(traits, age):
    """The class, 0 to CLASSES - 1, of an adult of these traits and age."""
    band = np.int64(age >= 35) + np.int64(age >= 65)
    income, education = (traits >> INCOME_SHIFT) & 3, (traits >> EDUCATION_SHIFT) & 3
    return ((band * 3 + np.int64(income)) * 3 + np.int64(education)) * 2 + np.int64(traits & TENURE_BIT)


@njit(nogil=True, cache=True)
def flag_month(month, replicate, k0, k1, state, generation, exposure, ceilings, flags):
    """First pass for one replicate: mark in ``flags`` (residents,) whom the second pass must look at.

    ``exposure`` (residents,) uint8 is the highest chance of going away until the next birthdays, in steps of
    2**-12; EXPOSED says nothing. ``ceilings`` (4,) uint64 are the highest chances, times 2**32, of: joining;
    leaving; becoming active; stopping or burning out.
    """
    join, leave = uint64(ceilings[0]), uint64(ceilings[1])
    activate, stop = uint64(ceilings[2]), uint64(ceilings[3])
    zero, whole = uint64(0), uint64(1) << uint64(32)
    for i in range(state.size):
        entity = uint32(i) | (uint32(generation[i]) << uint32(GENERATION_SHIFT))
        a, b, c, _ = block(entity, replicate, month, _RESIDENT_MONTH, k0, k1)
        s = state[i]
        gone = whole if exposure[i] == EXPOSED else uint64(exposure[i]) << uint64(EXPOSURE_SHIFT)
        second = join if s == OPEN else (leave if s >= MEMBER else zero)
        third = activate if s == MEMBER else (stop if s == ACTIVE else zero)
        flags[i] = uint8((uint64(a) < gone) | (uint64(b) < second) | (uint64(c) < third))


@njit(nogil=True, cache=True)
def people_month(
    first, last, month, replicate, k0, k1,
    state, generation, birth, traits, exposure, contacts,
    start, neighbour, tenure,
    exits, exposures, ceilings, chances, appeal, targeted, open_table, share_table,
    arrival_ages, class_edges,
    flows, stocks,
):  # fmt: skip
    """One month of replicates ``first`` to ``last`` - 1.

    Columns (replicates, residents): ``state``, ``generation``, ``traits`` uint8, ``birth`` int16 (month of
    birth, negative before the start), ``exposure`` uint8 (see flag_month), ``contacts`` int16 (how many
    contacts are members), changed in place.
    ``start`` (residents + 1,), ``neighbour``: the network, compressed rows. ``tenure`` (residents,) uint8:
    homes. ``exits`` (replicates, 2, 111): monthly chance of dying, and of dying or moving, by age;
    ``exposures`` (replicates, 111) uint8: the same as an exposure. ``ceilings`` (replicates, 4): see flag_month.
    ``chances``: see Chance. ``appeal`` (replicates, 3): what the intensity of joining is multiplied by, by income.
    ``targeted`` (replicates, CLASSES): monthly intensity of joining through targeted outreach, by class.
    ``open_table`` (replicates, 3, 3): see openness.
    ``share_table`` (replicates, 256) int64 cents. ``arrival_ages`` (111,) uint32 cumulative.
    ``flows``, ``stocks`` int64: see Flow and Stock; flows are added to.
    """
    count = state.shape[1]
    flags = np.empty(count, dtype=np.uint8)
    marked = np.empty(count, dtype=np.int32)
    outcomes = np.empty(count, dtype=np.uint8)
    for r in range(first, last):
        flag_month(month, replicate[r], k0, k1, state[r], generation[r], exposure[r], ceilings[r], flags)
        marks = 0
        for i in range(count):
            marked[marks] = i
            marks += flags[i]
        happened = 0
        for j in range(marks):
            i = marked[j]
            entity = uint32(i) | (uint32(generation[r, i]) << uint32(GENERATION_SHIFT))
            a, b, c, d = block(entity, replicate[r], month, _RESIDENT_MONTH, k0, k1)
            s = state[r, i]
            age = min((month - birth[r, i]) // 12, OLDEST)
            goes, second, third = unit(a), unit(b), unit(c)
            outcome = Outcome.NOTHING
            if goes < exits[r, 1, age]:
                outcome = Outcome.DIES if goes < exits[r, 0, age] else Outcome.MOVES
            elif s == OPEN:
                degree = start[i + 1] - start[i]
                own = chances[r, Chance.FALLBACK]
                if degree > 0:
                    own = min(1.0, contacts[r, i] / degree * chances[r, Chance.OWN_SCALE])
                pull = chances[r, Chance.OUTREACH] + chances[r, Chance.INFLUENCE_ALL]
                pull += chances[r, Chance.INFLUENCE_OWN] * own
                pull += targeted[r, class_of(traits[r, i], age)]
                if second < chance_of(pull * appeal[r, (traits[r, i] >> INCOME_SHIFT) & 3]):
                    outcome = Outcome.JOINS
            elif s >= MEMBER and second < chances[r, Chance.LEAVE]:
                outcome = Outcome.LEAVES
            elif s == MEMBER and third < chances[r, Chance.ACTIVATE]:
                outcome = Outcome.BECOMES_ACTIVE
            elif s == ACTIVE and third < chances[r, Chance.STOP]:
                outcome = Outcome.STOPS
            elif s == ACTIVE and third < chances[r, Chance.STOP] + chances[r, Chance.BURN]:
                gone = unit(d) < chances[r, Chance.BURN_LEAVES]
                outcome = Outcome.BURNS_OUT_AND_LEAVES if gone else Outcome.BURNS_OUT
            marked[happened] = i
            outcomes[happened] = outcome
            happened += outcome != Outcome.NOTHING
        settle(
            r, month, replicate[r], k0, k1, marked[:happened], outcomes, state, generation, birth, traits,
            exposure, contacts, start, neighbour, tenure, exposures, chances, open_table, share_table,
            arrival_ages, class_edges, flows, stocks,
        )  # fmt: skip


@njit(nogil=True, cache=True)
def settle(
    r, month, replicate, k0, k1, who, outcomes, state, generation, birth, traits, exposure, contacts,
    start, neighbour, tenure, exposures, chances, open_table, share_table, arrival_ages, class_edges,
    flows, stocks,
):  # fmt: skip
    """Third pass for one replicate: let happen what was decided, and tell it to the contacts."""
    for j in range(who.size):
        i, outcome = who[j], outcomes[j]
        before = state[r, i]
        employed = np.int64((traits[r, i] & WORK_BIT) != 0)
        if outcome <= Outcome.MOVES:
            died = outcome == Outcome.DIES
            flows[r, Flow.DIED if died else Flow.MOVED] += 1
            if before >= MEMBER:
                flows[r, Flow.LEFT_BY_DEATH if died else Flow.LEFT_BY_MOVING] += 1
            stocks[r, Stock.ADULTS] -= (traits[r, i] & ADULT_BIT) != 0
            arrive(
                i, r, month, replicate, k0, k1, state, generation, birth, traits, exposure, tenure, exposures,
                open_table, arrival_ages, class_edges,
            )  # fmt: skip
            stocks[r, Stock.ADULTS] += (traits[r, i] & ADULT_BIT) != 0
        elif outcome == Outcome.JOINS:
            state[r, i] = MEMBER
            flows[r, Flow.JOINED] += 1
            entity = uint32(i) | (uint32(generation[r, i]) << uint32(GENERATION_SHIFT))
            _, _, _, d = block(entity, replicate, month, _RESIDENT_MONTH, k0, k1)
            buys, buyers = unit(d), chances[r, Chance.SHARES]
            if buys < buyers:
                flows[r, Flow.SHARE_BUYERS] += 1
                flows[r, Flow.SHARES_BOUGHT] += share_table[r, np.int64(buys / buyers * SHARE_STEPS)]
        elif outcome == Outcome.LEAVES:
            state[r, i] = OPEN
            flows[r, Flow.LEFT] += 1
        elif outcome == Outcome.BECOMES_ACTIVE:
            state[r, i] = ACTIVE
            flows[r, Flow.ACTIVATED] += 1
        elif outcome == Outcome.STOPS:
            state[r, i] = MEMBER
            flows[r, Flow.STOPPED] += 1
        elif outcome == Outcome.BURNS_OUT:
            state[r, i] = MEMBER
            flows[r, Flow.BURNT_OUT] += 1
        else:
            state[r, i] = OPEN
            flows[r, Flow.BURNT_OUT] += 1
            flows[r, Flow.LEFT_BY_BURNOUT] += 1
        after = state[r, i]
        stocks[r, Stock.OPEN] += np.int64(after == OPEN) - np.int64(before == OPEN)
        stocks[r, Stock.ACTIVE] += np.int64(after == ACTIVE) - np.int64(before == ACTIVE)
        stocks[r, Stock.ACTIVE_EMPLOYED] += employed * (np.int64(after == ACTIVE) - np.int64(before == ACTIVE))
        step = np.int64(after >= MEMBER) - np.int64(before >= MEMBER)
        if step != 0:
            stocks[r, Stock.MEMBERS] += step
            for edge in range(start[i], start[i + 1]):
                contacts[r, neighbour[edge]] += step


@njit(nogil=True, cache=True)
def arrive(
    i, r, month, replicate, k0, k1, state, generation, birth, traits, exposure, tenure, exposures,
    open_table, arrival_ages, class_edges,
):  # fmt: skip
    """Somebody new comes to live in home ``i``: the same newcomer in every scenario."""
    generation[r, i] += uint8(1)
    entity = uint32(i) | (uint32(generation[r, i]) << uint32(GENERATION_SHIFT))
    a, b, c, _ = block(entity, replicate, 0, _RESIDENT_FACTS, k0, k1)
    age = min(np.int64(np.searchsorted(arrival_ages, a, side="right")), OLDEST)
    birth[r, i] = month - 12 * age - np.int64(uint64(c) * uint64(12) >> uint64(32))
    traits[r, i] = person_class(b, age, np.int64(tenure[i]), class_edges)
    exposure[r, i] = exposures[r, age]
    taste, _, _, _ = block(entity, replicate, 0, _RESIDENT_TASTE, k0, k1)
    is_open = age >= ADULT and unit(taste) < openness(traits[r, i], age, open_table[r])
    state[r, i] = OPEN if is_open else CLOSED


@njit(nogil=True, cache=True)
def birthdays(
    first, last, month, everybody, replicate, k0, k1, state, generation, birth, traits, exposure, facts, tenure,
    exposures, open_table, class_edges, stocks,
):  # fmt: skip
    """Once a year: work and openness by the new age; members stay members. Recounts ``stocks``.

    ``everybody`` reads the tables anew for all, as it must be when they have changed; otherwise for those
    whom a year more may have changed: at TURNS, and who has ceased to be a member.
    """
    for r in range(first, last):
        stocks[r, :] = 0
        for i in range(state.shape[1]):
            age = min((month - birth[r, i]) // 12, OLDEST)
            exposure[r, i] = exposures[r, age]
            if everybody or TURNS[age] or state[r, i] == OPEN:
                entity = uint32(i) | (uint32(generation[r, i]) << uint32(GENERATION_SHIFT))
                personal = uint32(facts[i])
                if generation[r, i] > 0:
                    _, personal, _, _ = block(entity, replicate[r], 0, _RESIDENT_FACTS, k0, k1)
                traits[r, i] = person_class(personal, age, np.int64(tenure[i]), class_edges)
                if age < ADULT:
                    state[r, i] = CLOSED
                elif state[r, i] <= OPEN:
                    taste, _, _, _ = block(entity, replicate[r], 0, _RESIDENT_TASTE, k0, k1)
                    is_open = unit(taste) < openness(traits[r, i], age, open_table[r])
                    state[r, i] = OPEN if is_open else CLOSED
            s = state[r, i]
            stocks[r, Stock.ADULTS] += (traits[r, i] & ADULT_BIT) != 0
            stocks[r, Stock.OPEN] += s == OPEN
            stocks[r, Stock.MEMBERS] += s >= MEMBER
            stocks[r, Stock.ACTIVE] += s == ACTIVE
            stocks[r, Stock.ACTIVE_EMPLOYED] += s == ACTIVE and (traits[r, i] & WORK_BIT) != 0


@njit(nogil=True, cache=True)
def census(first, last, state, traits, start, neighbour, stocks, contacts):
    """Count everybody from scratch into ``stocks`` (replicates, 5) and ``contacts`` (replicates, residents)."""
    for r in range(first, last):
        stocks[r, :] = 0
        contacts[r, :] = 0
        for i in range(state.shape[1]):
            s = state[r, i]
            stocks[r, Stock.ADULTS] += (traits[r, i] & ADULT_BIT) != 0
            stocks[r, Stock.OPEN] += s == OPEN
            stocks[r, Stock.MEMBERS] += s >= MEMBER
            stocks[r, Stock.ACTIVE] += s == ACTIVE
            stocks[r, Stock.ACTIVE_EMPLOYED] += s == ACTIVE and (traits[r, i] & WORK_BIT) != 0
            if s >= MEMBER:
                for edge in range(start[i], start[i + 1]):
                    contacts[r, neighbour[edge]] += 1


@njit(nogil=True, cache=True)
def count_classes(first, last, month, state, birth, traits, counts):
    """Count adults, members and active members by class into ``counts`` (replicates, 3, CLASSES) int64."""
    for r in range(first, last):
        counts[r] = 0
        for i in range(state.shape[1]):
            if traits[r, i] & ADULT_BIT:
                k = class_of(traits[r, i], (month - birth[r, i]) // 12)
                counts[r, 0, k] += 1
                if state[r, i] >= MEMBER:
                    counts[r, 1, k] += 1
                    counts[r, 2, k] += state[r, i] == ACTIVE


@njit(nogil=True, cache=True)
def pledge(entity, replicate, k0, k1, investors, table, pledged):
    """Sum what investors give, in cents, into ``pledged`` (replicates,).

    Investor i reads word i % 4 of block i // 4, and its eight high bits say which column of ``table``
    (replicates, 256): whole numbers only, and one investor more changes nobody else's amount.
    """
    for r in range(replicate.size):
        total = 0
        for i in range(0, investors[r], 4):
            words = block(entity, replicate[r], uint32(i // 4), _SHARE_OFFER, k0, k1)
            for k in range(min(4, investors[r] - i)):
                total += table[r, words[k] >> uint32(24)]
        pledged[r] = total
