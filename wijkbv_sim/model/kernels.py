"""A month of every resident in every future: the engine's inner loops.

Columns are arrays (replicates, residents); tables are per replicate. *Draw before you look*: whoever has a
draw above the highest chance that anybody in that place can have need not be looked at, and that goes for
nearly everybody nearly always.

1. Once in four months, ``foresee``: one Philox block per resident has four words, one for each month's chance
   of going away. They are compared with the resident's own ceiling; a bit for each month says whether to look.
   Free of branches, so it runs as fast as the draws.
2. Each month, ``people_month``: those whose bit is set, and those who are open to joining or members, are
   looked at: their age, contacts and income decide. What they see of others is the state at the beginning of
   the month, so the order in which they are looked at does not matter.
3. ``settle``: what was decided happens, and who became or ceased to be a member is told to their contacts.

Everything here is integers and plain float64 arithmetic without transcendental functions, so results are the
same on every machine. tests/model/twins.py has each kernel once more in plain Python, equal to the bit, and
looks at everybody.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit, uint8, uint32, uint64

from wijkbv_sim.model.columns import (
    ACTIVE,
    ADULT,
    ADULT_BIT,
    ADULT_SHIFT,
    CLOSED,
    EDUCATION_SHIFT,
    EXPOSED,
    EXPOSURE_SHIFT,
    GENERATION_SHIFT,
    HIRED_BIT,
    INCOME_SHIFT,
    MEMBER,
    OLDEST,
    OPEN,
    RETIREMENT,
    SHARE_STEPS,
    TENURE_BIT,
    TERM,
    TURNS,
    WORK_BIT,
    Chance,
    Flow,
    Outcome,
    Stock,
)
from wijkbv_sim.model.philox import Process, block

MADE_WITH = "6cd4c97e621d6f30"
"""Digest of philox.py and columns.py. Numba keeps compiled kernels until *this* file changes, so a constant or
a function that they take from those files must change it too; tests/model/test_stale_kernels.py sees to it."""

_RESIDENT_GOING = int(Process.RESIDENT_GOING)
_RESIDENT_MONTH = int(Process.RESIDENT_MONTH)
_RESIDENT_FACTS = int(Process.RESIDENT_FACTS)
_RESIDENT_TASTE = int(Process.RESIDENT_TASTE)
_SHARE_OFFER = int(Process.SHARE_OFFER)


@njit(inline="always")
def unit(word):
    """A 32-bit word as a number strictly between 0 and 1."""
    return (np.float64(word) + 0.5) * 2.0**-32


@njit(inline="always")
def other_end(word, wanted):
    """A draw ``u``, or where it is wanted ``1 - u``: who leaves draws at the other end from who joins.

    With one end for both, the month's draw that makes a member leave in one scenario would make the same person
    join in another where they are no member yet, and a lower fee could mean fewer members.
    """
    return uint32(word ^ (uint32(0xFFFFFFFF) if wanted else uint32(0)))


@njit(inline="always")
def chance_of(intensity):
    """1 - exp(-x) by its (3, 3) Pade approximant, at most 1: arithmetic only, and never falls as x grows.

    Exact to 1e-9 for x < 0.25 and to 0.01 everywhere.
    """
    square = intensity * intensity
    above = intensity * (120.0 + 2.0 * square)
    return min(1.0, above / (120.0 + 60.0 * intensity + 12.0 * square + intensity * square))


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


@njit(inline="always")
def pull_of(contacts, degree, traits, age, chances, targeted):
    """The monthly intensity of joining at an appeal of 1, of somebody with so many members among their contacts."""
    own = chances[Chance.FALLBACK]
    if degree > 0:
        own = min(1.0, contacts / degree * chances[Chance.OWN_SCALE])
    pull = chances[Chance.OUTREACH] + chances[Chance.INFLUENCE_ALL]
    pull += chances[Chance.INFLUENCE_OWN] * own
    return pull + targeted[class_of(traits, age)]


@njit(inline="always")
def number_of(home, generation):
    """A resident's entity number."""
    return uint32(home) | (uint32(generation) << uint32(GENERATION_SHIFT))


@njit(inline="always")
def bound_of(exposure):
    """An exposure as the bound that a 32-bit word must lie below to be looked at."""
    return (uint64(1) << uint64(32)) if exposure == EXPOSED else uint64(exposure) << uint64(EXPOSURE_SHIFT)


@njit(nogil=True, cache=True)
def watch_term(term, replicate, k0, k1, generation, exposure, watch):
    """First pass for one replicate: in which months of a term of four each resident may go away.

    ``exposure`` (residents,) uint8 is the highest monthly chance of it until the next birthdays, in steps of
    2**-12; EXPOSED says nothing. Bit k of ``watch`` (residents,) uint8 is set for the term's month k.
    """
    for i in range(generation.size):
        a, b, c, d = block(number_of(i, generation[i]), replicate, term, _RESIDENT_GOING, k0, k1)
        bound = bound_of(exposure[i])
        watch[i] = (
            uint8(uint64(a) < bound)
            | uint8(uint64(b) < bound) << 1
            | uint8(uint64(c) < bound) << 2
            | uint8(uint64(d) < bound) << 3
        )


@njit(nogil=True, cache=True)
def foresee(first, last, month, replicate, k0, k1, generation, exposure, watch):
    """Watch the term of this month, for replicates ``first`` to ``last`` - 1."""
    for r in range(first, last):
        watch_term(month // TERM, replicate[r], k0, k1, generation[r], exposure[r], watch[r])


@njit(nogil=True, cache=True)
def draw_month(month, replicate, k0, k1, entity, words):
    """This month's draws of some residents: ``entity`` (n,) uint32, ``words`` (3, n) uint32."""
    for j in range(entity.size):
        a, b, c, _ = block(entity[j], replicate, month, _RESIDENT_MONTH, k0, k1)
        words[0, j] = a
        words[1, j] = b
        words[2, j] = c


@njit(nogil=True, cache=True)
def people_month(
    first, last, month, replicate, k0, k1,
    state, generation, birth, traits, exposure, watch, contacts,
    start, neighbour, tenure,
    exits, exposures, ceilings, chances, appeal, targeted, open_table, share_table,
    arrival_ages, class_edges,
    flows, stocks,
):  # fmt: skip
    """One month of replicates ``first`` to ``last`` - 1.

    Columns (replicates, residents): ``state``, ``generation``, ``traits`` uint8, ``birth`` int16 (month of
    birth, negative before the start), ``exposure``, ``watch`` uint8 (see watch_term), ``contacts`` int16 (how
    many contacts are members), changed in place. ``start`` (residents + 1,), ``neighbour``: the network,
    compressed rows. ``tenure`` (residents,) uint8: homes. ``exits`` (replicates, 2, 111): monthly chance of
    dying, and of dying or moving, by age; ``exposures`` (replicates, 111) uint8: the same as an exposure.
    ``ceilings`` (replicates, 2, 4) uint64: by state, the highest chances, times 2**32, of joining or leaving,
    and of becoming active or stopping. ``chances``: see Chance. ``appeal`` (replicates, 3): what the
    intensity of joining is multiplied by, by income. ``targeted`` (replicates, CLASSES): monthly intensity of
    joining through targeted outreach, by class. ``open_table`` (replicates, 3, 3): see openness. ``share_table``
    (replicates, 256) int64 cents. ``arrival_ages`` (111,) uint32 cumulative. ``flows``, ``stocks`` int64: see
    Flow and Stock; flows are added to.
    """
    count = state.shape[1]
    marked = np.empty(count, dtype=np.int32)
    outcomes = np.empty(count, dtype=np.uint8)
    entity = np.empty(count, dtype=np.uint32)
    words = np.empty((3, count), dtype=np.uint32)
    bit = uint8(month % TERM)
    for r in range(first, last):
        marks = 0
        for i in range(count):
            marked[marks] = i
            marks += np.int64((state[r, i] >= OPEN) | (((watch[r, i] >> bit) & 1) != 0))
        for j in range(marks):
            entity[j] = number_of(marked[j], generation[r, marked[j]])
        draw_month(month, replicate[r], k0, k1, entity[:marks], words)
        happened = 0
        for j in range(marks):
            i = marked[j]
            s = state[r, i]
            may_go = ((watch[r, i] >> bit) & 1) != 0
            stays = other_end(words[0, j], s >= MEMBER)
            works = other_end(words[1, j], s == ACTIVE)
            if not (may_go or uint64(stays) < ceilings[r, 0, s] or uint64(works) < ceilings[r, 1, s]):
                continue
            second, third = unit(stays), unit(works)
            outcome = Outcome.NOTHING
            if may_go:
                a, b, c, d = block(entity[j], replicate[r], month // TERM, _RESIDENT_GOING, k0, k1)
                goes = unit(a if bit == 0 else (b if bit == 1 else (c if bit == 2 else d)))
                age = min((month - birth[r, i]) // 12, OLDEST)
                if goes < exits[r, 1, age]:
                    outcome = Outcome.DIES if goes < exits[r, 0, age] else Outcome.MOVES
            if outcome != Outcome.NOTHING:
                pass
            elif s == OPEN:
                age = (month - birth[r, i]) // 12
                pull = pull_of(contacts[r, i], start[i + 1] - start[i], traits[r, i], age, chances[r], targeted[r])
                if second < chance_of(pull * appeal[r, (traits[r, i] >> INCOME_SHIFT) & 3]):
                    outcome = Outcome.JOINS
            elif s >= MEMBER and second < chances[r, Chance.LEAVE]:
                outcome = Outcome.LEAVES
            elif s == MEMBER and third < chances[r, Chance.ACTIVATE]:
                outcome = Outcome.BECOMES_ACTIVE
            elif s == ACTIVE and third < chances[r, Chance.STOP]:
                outcome = Outcome.STOPS
            elif s == ACTIVE and third < chances[r, Chance.STOP] + chances[r, Chance.BURN]:
                gone = unit(words[2, j]) < chances[r, Chance.BURN_LEAVES]
                outcome = Outcome.BURNS_OUT_AND_LEAVES if gone else Outcome.BURNS_OUT
            marked[happened] = i
            outcomes[happened] = outcome
            happened += outcome != Outcome.NOTHING
        settle(
            r, month, replicate[r], k0, k1, marked[:happened], outcomes, state, generation, birth, traits,
            exposure, watch, contacts, start, neighbour, tenure, exposures, chances, open_table, share_table,
            arrival_ages, class_edges, flows, stocks,
        )  # fmt: skip


@njit(nogil=True, cache=True)
def settle(
    r, month, replicate, k0, k1, who, outcomes, state, generation, birth, traits, exposure, watch, contacts,
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
                i, r, month, replicate, k0, k1, state, generation, birth, traits, exposure, watch, tenure,
                exposures, open_table, arrival_ages, class_edges,
            )  # fmt: skip
            stocks[r, Stock.ADULTS] += (traits[r, i] & ADULT_BIT) != 0
        elif outcome == Outcome.JOINS:
            state[r, i] = MEMBER
            flows[r, Flow.JOINED] += 1
            _, _, c, _ = block(number_of(i, generation[r, i]), replicate, month, _RESIDENT_MONTH, k0, k1)
            buys, buyers = unit(c), chances[r, Chance.SHARES]
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
    i, r, month, replicate, k0, k1, state, generation, birth, traits, exposure, watch, tenure, exposures,
    open_table, arrival_ages, class_edges,
):  # fmt: skip
    """Somebody new comes to live in home ``i``: the same newcomer in every scenario."""
    generation[r, i] += uint8(1)
    entity = number_of(i, generation[r, i])
    a, b, c, _ = block(entity, replicate, 0, _RESIDENT_FACTS, k0, k1)
    age = min(np.int64(np.searchsorted(arrival_ages, a, side="right")), OLDEST)
    birth[r, i] = month - 12 * age - np.int64(uint64(c) * uint64(12) >> uint64(32))
    traits[r, i] = person_class(b, age, np.int64(tenure[i]), class_edges)
    exposure[r, i] = exposures[r, age]
    bound = bound_of(exposure[r, i])
    words = block(entity, replicate, month // TERM, _RESIDENT_GOING, k0, k1)
    watch[r, i] = 0
    for k in range(month % TERM + 1, TERM):  # not this month: who has just come stays at least until the next
        watch[r, i] |= uint8(uint64(words[k]) < bound) << k
    taste, _, _, _ = block(entity, replicate, 0, _RESIDENT_TASTE, k0, k1)
    is_open = age >= ADULT and unit(taste) < openness(traits[r, i], age, open_table[r])
    state[r, i] = OPEN if is_open else CLOSED


@njit(nogil=True, cache=True)
def birthdays(
    first, last, month, skip, everybody, replicate, k0, k1, state, generation, birth, traits, exposure, facts, tenure,
    exposures, open_table, class_edges, stocks,
):  # fmt: skip
    """Once a year: work and openness by the new age; members stay members. Recounts ``stocks``.

    ``everybody`` (replicates,) reads the tables anew for all, as it must be where they have changed; otherwise
    for those whom a year more may have changed: at TURNS, and who has ceased to be a member; and for those with a job
    for job-seekers (see job_kernels.follow). A future with ``skip`` is left alone.
    """
    for r in range(first, last):
        if skip[r]:
            continue
        stocks[r, :] = 0
        for i in range(state.shape[1]):
            age = min((month - birth[r, i]) // 12, OLDEST)
            exposure[r, i] = exposures[r, age]
            if everybody[r] or TURNS[age] or state[r, i] == OPEN or (traits[r, i] & HIRED_BIT) != 0:
                entity = number_of(i, generation[r, i])
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
