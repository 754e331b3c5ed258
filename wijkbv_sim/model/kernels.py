"""A month of every resident in every future: the engine's inner loops.

Columns are arrays (replicates, residents); tables are per replicate. *Draw before you look*: nearly always
nothing happens to nearly everybody, so who is looked at is known beforehand, and exactly.

1. How long somebody stays depends on their age and on nothing that the company does. It is drawn once, when they
   come, and so is whether they go by death or by moving: ``goes_at``. Only new chances of it make everybody's month
   be worked out anew (``foretell``).
2. Once a year, ``foresee``: one Philox block of whoever is open or a member has a piece of ten bits for each month.
   It is the top of that month's draw, so whoever has a piece above a bound that no chance will exceed need not be
   looked at. A bit for each month of the year says whether to look. Where a chance does exceed its bound, that
   future foresees anew.
3. Each month, ``people_month``: those whose bit is set go, or are looked at: age, contacts and income decide.
   What they see of others is the state at the beginning of the month, so the order in which they are looked at
   does not matter. Then what was decided happens, and who became or ceased to be a member is told to their contacts.

Draws are made for a list of people at a time, which vectorises. Everything here is integers and plain float64
arithmetic without transcendental functions, so results are the same on every machine. tests/model/twins.py has each
kernel once more in plain Python, equal to the bit, and looks at everybody.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit, uint8, uint16, uint32, uint64

from wijkbv_sim.model.columns import (
    ACTIVE,
    ADULT,
    ADULT_BIT,
    ADULT_SHIFT,
    ASK_ANEW,
    CELLS,
    CLOSED,
    EDUCATION_SHIFT,
    GENERATION_SHIFT,
    HIRED_BIT,
    INCOME_SHIFT,
    LIFETIME,
    MEMBER,
    NEVER,
    OLDEST,
    OPEN,
    RETIREMENT,
    SHARE_STEPS,
    TENURE_BIT,
    TOGETHER,
    WORK_BIT,
    Chance,
    Flow,
    Outcome,
    Stock,
)
from wijkbv_sim.model.philox import Process, block

MADE_WITH = "2bf55bb62da682e5"
"""Digest of philox.py and columns.py. Numba keeps compiled kernels until *this* file changes, so a constant or
a function that they take from those files must change it too; tests/model/test_stale_kernels.py sees to it."""

_RESIDENT_GOING = int(Process.RESIDENT_GOING)
_RESIDENT_YEAR = int(Process.RESIDENT_YEAR)
_RESIDENT_MONTH = int(Process.RESIDENT_MONTH)
_RESIDENT_FACTS = int(Process.RESIDENT_FACTS)
_SHARE_OFFER = int(Process.SHARE_OFFER)


@njit(inline="always")
def unit(word):
    """A 32-bit word as a number strictly between 0 and 1."""
    return (np.float64(word) + 0.5) * 2.0**-32


@njit(inline="always")
def fine_unit(piece, word):
    """A piece of ten bits with a 32-bit word below it, as a number strictly between 0 and 1."""
    return (np.float64((uint64(piece) << uint64(32)) | uint64(word)) + 0.5) * 2.0**-42


@njit(inline="always")
def piece_of(a, b, c, d, month):
    """The piece of a month, 0 to 11, in a year's block: three in each word."""
    word = a if month < 3 else (b if month < 6 else (c if month < 9 else d))
    return (word >> uint32(10 * (month % 3))) & uint32(CELLS - 1)


@njit(inline="always")
def sights(word, low, high):
    """Three bits: which pieces of a word lie in the lowest ``low`` cells, or in cell ``high`` or above."""
    one, two, three = word & uint32(1023), (word >> uint32(10)) & uint32(1023), (word >> uint32(20)) & uint32(1023)
    return (
        uint32((one < low) | (one >= high))
        | uint32((two < low) | (two >= high)) << uint32(1)
        | uint32((three < low) | (three >= high)) << uint32(2)
    )


@njit(inline="always")
def lookout(a, b, c, d, low, high):
    """The months of a year in which somebody must be looked at, as bits 0 to 11."""
    return uint16(
        sights(a, low, high)
        | sights(b, low, high) << uint32(3)
        | sights(c, low, high) << uint32(6)
        | sights(d, low, high) << uint32(9)
    )


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


@njit(nogil=True, _nrt=False)
def person_class(word, age, tenure, class_edges):
    """Traits of a resident of this age: the personal draw read off the class table, packed in a byte.

    ``class_edges`` (5, 2, 18) uint32 holds cumulative chances for each age group and tenure. One and the same
    draw read in the next age group gives the same rank there, so people keep their place as they grow older.
    """
    group = age_group(age)
    found = uint32(0)
    for k in range(17):
        found = uint32(found + uint32(word >= class_edges[group, tenure, k]))
    index = np.int64(found)
    income = index // 6
    education = (index // 2) % 3
    work = (index % 2) * np.int64(age < RETIREMENT)
    adult = np.int64(age >= ADULT)
    return uint8(
        tenure | (work << 1) | (income << INCOME_SHIFT) | (education << EDUCATION_SHIFT) | (adult << ADULT_SHIFT)
    )


@njit(nogil=True, _nrt=False)
def openness(traits, age, r, table):
    """The chance that an adult of these traits and age is open: ``table`` (futures, 3, 3) by education, age."""
    education = (traits >> EDUCATION_SHIFT) & 3
    band = 0 if age < 35 else (1 if age < 65 else 2)
    return table[r, education, band]


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
def row_of(r, table):
    """The row of a table for future ``r``: it has one for all where all are alike, and stays in the cache."""
    return r if table.shape[0] > 1 else 0


@njit(nogil=True, _nrt=False)
def surviving(age, row, staying, survival):
    """The chance that somebody stays from birth to an age in months, if they lived here all their life."""
    year = min(age // 12, LIFETIME)
    alive = survival[row, year]
    for _ in range(age - 12 * year if year < LIFETIME else 0):
        alive *= staying[row, year]
    return alive


@njit(nogil=True, _nrt=False)
def goes_at(age, bar, row, staying, survival):
    """The age in months, ``age`` or later, at whose month's end the chance to have stayed is no longer above ``bar``.

    ``bar`` is a draw times ``surviving(age)``: so each month ends with the given chance of going in it.
    ``staying`` (rows, LIFETIME) is the monthly chance to stay by age, ``survival`` (rows, LIFETIME + 1) its product
    from birth up to each birthday. Past the tables' end nobody goes: 12 * LIFETIME.
    """
    year = age // 12
    while year < LIFETIME and survival[row, year + 1] > bar:
        year += 1
    if year >= LIFETIME:
        return 12 * LIFETIME
    stays = staying[row, year]
    alive = survival[row, year] * stays
    month = 0
    while month < 11 and (alive > bar or 12 * year + month < age):
        alive *= stays
        month += 1
    return 12 * year + month


@njit(nogil=True, _nrt=False)
def departure(birth, begin, draw, cause, row, deadly, staying, survival):
    """When and how somebody goes who may go from month ``begin`` on: twice the month, and one more for a death.

    ``draw`` and ``cause`` are between 0 and 1; ``deadly`` (rows, LIFETIME) is the share of deaths among those who
    go, by age.
    """
    age = begin - birth
    last = goes_at(age, draw * surviving(age, row, staying, survival), row, staying, survival)
    month = birth + last
    if last >= 12 * LIFETIME or month > NEVER // 2 - 1:
        return NEVER
    return 2 * month + np.int64(cause < deadly[row, last // 12])


@njit(nogil=True, cache=True, _nrt=False)
def survive(staying, survival):
    """Products of the monthly chances of staying, ``staying`` (rows, LIFETIME), into ``survival``."""
    for r in range(staying.shape[0]):
        survival[r, 0] = 1.0
        for year in range(LIFETIME):
            alive = survival[r, year]
            for _ in range(12):
                alive *= staying[r, year]
            survival[r, year + 1] = alive


@njit(nogil=True, cache=True, _nrt=False)
def foretell(
    first, last, since, changed, replicate, k0, k1, generation, birth, came, deadly, staying, survival,
    going, room,
):  # fmt: skip
    """When everybody goes, after new chances of it: ``going`` (replicates, residents) int16, see ``departure``.

    ``since`` (times,) are the months from which each of the tables ``staying`` and ``survival`` (times, rows, ...)
    holds, the last until further notice, with ``deadly`` (rows, LIFETIME) now; ``changed`` (times, replicates) says
    in which futures it differs from the one before. A draw that has been survived up to a change is what is left of
    it afterwards. Futures that the last change left alone keep what they have.
    """
    times = since.size
    count = generation.shape[1]
    entity, words = room[0], room[1:5]
    for r in range(first, last):
        if not changed[times - 1, r]:
            continue
        for i in range(count):
            entity[i] = number_of(i, generation[r, i])
        draw(count, entity, replicate[r], 0, _RESIDENT_GOING, k0, k1, words)
        for i in range(count):
            left, row = unit(words[0, i]), row_of(r, deadly)
            begin = np.int64(came[r, i]) + 1
            table = 0
            for time in range(1, times):
                if changed[time, r]:
                    if begin < since[time]:
                        left *= surviving(begin - birth[r, i], row, staying[table], survival[table])
                        left /= surviving(since[time] - birth[r, i], row, staying[table], survival[table])
                        begin = since[time]
                    table = time
            going[r, i] = departure(
                np.int64(birth[r, i]), begin, left, unit(words[1, i]), row, deadly, staying[table], survival[table]
            )


@njit(nogil=True, cache=True, _nrt=False)
def draw(count, entity, replicate, month, process, k0, k1, words):
    """The blocks of the first ``count`` of a list of residents, ``entity`` uint32, into ``words`` (4, ...)."""
    for j in range(count):
        a, b, c, d = block(entity[j], replicate, month, process, k0, k1)
        words[0, j] = a
        words[1, j] = b
        words[2, j] = c
        words[3, j] = d


@njit(nogil=True, cache=True, _nrt=False)
def foresee(first, last, month, wanted, replicate, k0, k1, state, generation, going, cells, watch, room):
    """See in which months of this year, from ``month`` on, each resident must be looked at.

    ``wanted`` (replicates,): in which futures. ``cells`` (replicates, 2, 4) uint32: by state, below how many cells
    of CELLS a draw, and how many from the top, something may happen. Bit k of ``watch`` (replicates, columns)
    uint16 is set for the year's month k; ASK_ANEW stays; its columns are rounded up to a multiple of TOGETHER.
    """
    count = state.shape[1]
    begin = month // 12 * 12
    marked, entity, low, high, found, words = room[0], room[1], room[2], room[3], room[4], room[5:9]
    for r in range(first, last):
        if not wanted[r]:
            continue
        for i in range(count):
            ahead = uint32((np.int32(going[r, i]) >> np.int32(1)) - np.int32(begin))
            bit = uint32(uint32(1) << (ahead & uint32(15))) if ahead < uint32(12) else uint32(0)
            watch[r, i] = uint16(bit) | (watch[r, i] & uint16(ASK_ANEW))
        marks = 0
        for i in range(count):
            marked[marks] = i
            marks += np.int64(state[r, i] >= OPEN)
        for j in range(marks):
            i = marked[j]
            entity[j] = number_of(i, generation[r, i])
            low[j] = cells[r, 0, state[r, i]]
            high[j] = uint32(CELLS) - cells[r, 1, state[r, i]]
        draw(marks, entity, replicate[r], month // 12, _RESIDENT_YEAR, k0, k1, words)
        for j in range(marks):
            found[j] = lookout(words[0, j], words[1, j], words[2, j], words[3, j], low[j], high[j])
        for j in range(marks):
            watch[r, marked[j]] |= uint16(found[j])


@njit(nogil=True, cache=True, _nrt=False)
def find(r, packed, watch, month, count, marked):
    """Put the residents whose bit of this month of the year is set in ``marked``; returns how many there are.

    ``packed`` is ``watch`` with four residents in a word.
    """
    bit = uint64(1) << uint64(month)
    asked = bit | bit << uint64(16) | bit << uint64(32) | bit << uint64(48)
    words = TOGETHER // 4
    marks = 0
    for group in range(watch.shape[1] // TOGETHER):
        seen = uint64(0)
        for k in range(words):
            seen |= packed[r, group * words + k]
        if seen & asked:
            for i in range(group * TOGETHER, min((group + 1) * TOGETHER, count)):
                marked[marks] = i
                marks += np.int64((uint64(watch[r, i]) & bit) != 0)
    return marks


@njit(nogil=True, cache=True, _nrt=False)
def people_month(
    first, last, month, replicate, k0, k1,
    state, generation, birth, traits, came, going, watch, contacts,
    start, neighbour, tenure,
    deadly, staying, survival, ceilings, cells, chances, appeal, targeted, open_table, share_table,
    arrival_ages, class_edges,
    flows, stocks, room,
):  # fmt: skip
    """One month of replicates ``first`` to ``last`` - 1.

    Columns (replicates, residents), changed in place: ``state``, ``generation``, ``traits`` uint8, ``birth``
    (month of birth, negative before the start), ``came`` (month of arrival, -1 at the start), ``going`` (see
    ``departure``), ``contacts`` (how many contacts are members) int16; ``watch`` uint16: see ``foresee``.
    ``start`` (residents + 1,), ``neighbour``: the network, compressed rows. ``tenure`` (residents,) uint8: homes.
    ``deadly``, ``staying`` and ``survival`` (rows, ...), by age: see ``departure`` and ``goes_at``. ``ceilings``
    (replicates, 2, 4): by state, the month's highest chances of what low draws bring, and high draws; ``cells``:
    see ``foresee``. ``chances``: see Chance. ``appeal`` (replicates, 3): what the intensity of joining is multiplied
    by, by income. ``targeted`` (replicates,
    CLASSES): monthly intensity of joining through targeted outreach, by class. ``open_table`` (replicates, 3, 3):
    see openness. ``share_table`` (replicates, 256) int64 cents. ``arrival_ages`` (111,) uint32 cumulative.
    ``flows``, ``stocks`` int64: see Flow and Stock; flows are added to.

    Low draws raise somebody from open to member to active, high draws let them fall. With one end for both, the
    draw that makes a member leave in one scenario would make the same person join in another where they are no
    member yet, and a lower fee could mean fewer members.
    """
    count = state.shape[1]
    marked, goers, outcomes, at, entity, year, words = (
        room[0], room[1], room[2], room[3], room[4], room[5:9], room[9:13],
    )  # fmt: skip
    packed = watch.view(np.uint64)
    of_year = month % 12
    for r in range(first, last):
        marks, gone, stay = find(r, packed, watch, of_year, count, marked), 0, 0
        for j in range(marks):
            i = marked[j]
            goes = np.int64(going[r, i]) >> 1 == month
            goers[gone] = i
            gone += np.int64(goes)
            marked[stay] = i
            entity[stay] = number_of(i, generation[r, i])
            stay += np.int64(not goes)
        draw(stay, entity, replicate[r], month // 12, _RESIDENT_YEAR, k0, k1, year)
        draw(stay, entity, replicate[r], month, _RESIDENT_MONTH, k0, k1, words)
        happened = 0
        for j in range(stay):
            i = marked[j]
            s = state[r, i]
            low = fine_unit(piece_of(year[0, j], year[1, j], year[2, j], year[3, j], of_year), words[0, j])
            high = 1.0 - low
            if low >= ceilings[r, 0, s] and high >= ceilings[r, 1, s]:
                continue
            outcome = Outcome.NOTHING
            if s == OPEN:
                age = (month - birth[r, i]) // 12
                pull = pull_of(contacts[r, i], start[i + 1] - start[i], traits[r, i], age, chances[r], targeted[r])
                if low < chance_of(pull * appeal[r, (traits[r, i] >> INCOME_SHIFT) & 3]):
                    outcome = Outcome.JOINS
            elif s >= MEMBER and high < chances[r, Chance.LEAVE]:
                outcome = Outcome.LEAVES
            elif s == MEMBER and low < chances[r, Chance.ACTIVATE]:
                outcome = Outcome.BECOMES_ACTIVE
            elif s == ACTIVE and high < chances[r, Chance.LEAVE_OR_STOP]:
                outcome = Outcome.STOPS
            elif s == ACTIVE and high < chances[r, Chance.LEAVE_STOP_OR_BURN]:
                ends = unit(words[1, j]) < chances[r, Chance.BURN_LEAVES]
                outcome = Outcome.BURNS_OUT_AND_LEAVES if ends else Outcome.BURNS_OUT
            marked[happened] = i
            at[happened] = j
            outcomes[happened] = outcome
            happened += outcome != Outcome.NOTHING
        for k in range(happened):
            i, j = marked[k], at[k]
            before = state[r, i]
            settle(r, i, outcomes[k], words[1, j], state, chances, share_table, flows)
            after = state[r, i]
            ahead = lookout(
                year[0, j], year[1, j], year[2, j], year[3, j], cells[r, 0, after], uint32(CELLS) - cells[r, 1, after]
            )
            watch[r, i] = ahead | in_year(month, going[r, i]) | uint16(ASK_ANEW if after == OPEN else 0)
            count_change(r, i, before, after, traits[r, i], stocks)
            tell(r, i, before, after, start, neighbour, contacts)
        for j in range(gone):
            depart(r, goers[j], state, traits, going, start, neighbour, contacts, flows, stocks)
        arrive(
            r, month, gone, goers, replicate[r], k0, k1, entity, year, words, state, generation, birth, traits, came,
            going, watch, tenure, deadly, staying, survival, cells, open_table, arrival_ages, class_edges, stocks,
        )  # fmt: skip


@njit(inline="always")
def in_year(month, going):
    """The bit of the month in which somebody goes, if that is in the year of ``month``."""
    ahead = (np.int64(going) >> 1) - month // 12 * 12
    return uint16(1 << ahead) if 0 <= ahead < 12 else uint16(0)


@njit(nogil=True, _nrt=False)
def settle(r, i, outcome, word, state, chances, share_table, flows):
    """Let happen what was decided on a resident who stays."""
    if outcome == Outcome.JOINS:
        state[r, i] = MEMBER
        flows[r, Flow.JOINED] += 1
        buys, buyers = unit(word), chances[r, Chance.SHARES]
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


@njit(nogil=True, _nrt=False)
def count_change(r, i, before, after, traits, stocks):
    """Keep the stocks up to date when a resident with these traits goes from one state to another."""
    active = np.int64(after == ACTIVE) - np.int64(before == ACTIVE)
    stocks[r, Stock.OPEN] += np.int64(after == OPEN) - np.int64(before == OPEN)
    stocks[r, Stock.MEMBERS] += np.int64(after >= MEMBER) - np.int64(before >= MEMBER)
    stocks[r, Stock.ACTIVE] += active
    stocks[r, Stock.ACTIVE_EMPLOYED] += active * np.int64((traits & WORK_BIT) != 0)


@njit(nogil=True, _nrt=False)
def tell(r, i, before, after, start, neighbour, contacts):
    """Tell a resident's contacts of a membership that began or ended."""
    step = np.int64(after >= MEMBER) - np.int64(before >= MEMBER)
    if step != 0:
        for edge in range(start[i], start[i + 1]):
            contacts[r, neighbour[edge]] += step


@njit(nogil=True, _nrt=False)
def depart(r, i, state, traits, going, start, neighbour, contacts, flows, stocks):
    """Somebody dies or moves away, and any membership ends."""
    died, before = (going[r, i] & 1) != 0, state[r, i]
    flows[r, Flow.DIED if died else Flow.MOVED] += 1
    stocks[r, Stock.ADULTS] -= np.int64((traits[r, i] & ADULT_BIT) != 0)
    if before >= MEMBER:
        flows[r, Flow.LEFT_BY_DEATH if died else Flow.LEFT_BY_MOVING] += 1
    if before != CLOSED:
        count_change(r, i, before, CLOSED, traits[r, i], stocks)
        tell(r, i, before, CLOSED, start, neighbour, contacts)


@njit(nogil=True, cache=True, _nrt=False)
def arrive(
    r, month, count, homes, replicate, k0, k1, entity, going_words, words, state, generation, birth, traits, came,
    going, watch, tenure, deadly, staying, survival, cells, open_table, arrival_ages, class_edges, stocks,
):  # fmt: skip
    """Somebody new comes to live in each of the first ``count`` of ``homes``: the same newcomers in every scenario.

    They may go from the next month on. ``entity``, ``going_words``, ``words`` are room to work in.
    """
    for j in range(count):
        i = homes[j]
        generation[r, i] += uint8(1)
        entity[j] = number_of(i, generation[r, i])
    draw(count, entity, replicate, 0, _RESIDENT_FACTS, k0, k1, words)
    draw(count, entity, replicate, 0, _RESIDENT_GOING, k0, k1, going_words)
    for j in range(count):
        i, a, row = homes[j], words[0, j], row_of(r, deadly)
        older = uint32(0)
        for k in range(OLDEST):
            older = uint32(older + uint32(a >= arrival_ages[k]))
        age = np.int64(older)
        born = month - 12 * age - np.int64(uint64(words[2, j]) * uint64(12) >> uint64(32))
        trait = person_class(words[1, j], age, np.int64(tenure[i]), class_edges)
        is_open = age >= ADULT and unit(words[3, j]) < openness(trait, age, r, open_table)
        goes = departure(
            born, month + 1, unit(going_words[0, j]), unit(going_words[1, j]), row, deadly, staying, survival
        )
        birth[r, i] = born
        came[r, i] = month
        traits[r, i] = trait
        going[r, i] = goes
        state[r, i] = OPEN if is_open else CLOSED
        stocks[r, Stock.ADULTS] += np.int64(age >= ADULT)
        stocks[r, Stock.OPEN] += np.int64(is_open)
        watch[r, i] = in_year(month, goes)
        if is_open:
            w0, w1, w2, w3 = block(entity[j], replicate, month // 12, _RESIDENT_YEAR, k0, k1)
            watch[r, i] |= lookout(w0, w1, w2, w3, cells[r, 0, OPEN], uint32(CELLS) - cells[r, 1, OPEN])


@njit(inline="always")
def turned(age, years):
    """Whether an age in months is that of somebody who has reached ``years`` within the last twelve."""
    return uint32(age - 12 * years) < uint32(12)


@njit(inline="always")
def turns(age):
    """Whether a year more may have changed traits or openness at this age in months: see TURNS."""
    return (
        turned(age, 15)
        | turned(age, ADULT)
        | turned(age, 25)
        | turned(age, 35)
        | turned(age, 45)
        | turned(age, 65)
        | turned(age, RETIREMENT)
    )


@njit(nogil=True, cache=True, _nrt=False)
def birthdays(
    first, last, month, skip, everybody, replicate, k0, k1, state, generation, birth, traits, watch, facts, tenure,
    open_table, class_edges, stocks, room,
):  # fmt: skip
    """Once a year: work and openness by the new age; members stay members. Keeps ``stocks`` up to date.

    ``everybody`` (replicates,) reads the tables anew for all, as it must be where they have changed; otherwise
    for those whom a year more may have changed: at TURNS, and who has ceased to be a member; and for those with a job
    for job-seekers (see job_kernels.follow). A future with ``skip`` is left alone.
    """
    count = state.shape[1]
    chosen, marked, entity, words = room[0], room[1], room[2], room[3:7]
    for r in range(first, last):
        if skip[r]:
            continue
        all_of_them = uint8(everybody[r])
        for i in range(count):
            age = np.int32(month) - np.int32(birth[r, i])
            anew = uint8((watch[r, i] & uint16(ASK_ANEW)) != 0) | uint8((traits[r, i] & HIRED_BIT) != 0)
            chosen[i] = uint8(turns(age)) | anew | all_of_them
        marks = 0
        for i in range(count):
            marked[marks] = i
            marks += np.int64(chosen[i])
        for j in range(marks):
            entity[j] = number_of(marked[j], generation[r, marked[j]])
        draw(marks, entity, replicate[r], 0, _RESIDENT_FACTS, k0, k1, words)
        for j in range(marks):
            i = marked[j]
            watch[r, i] &= uint16(ASK_ANEW - 1)
            age = min((month - np.int64(birth[r, i])) // 12, OLDEST)
            before, old = state[r, i], traits[r, i]
            personal = words[1, j] if generation[r, i] > 0 else facts[i]
            new = person_class(personal, age, np.int64(tenure[i]), class_edges)
            after = before
            if age < ADULT:
                after = uint8(CLOSED)
            elif before <= OPEN:
                after = uint8(OPEN if unit(words[3, j]) < openness(new, age, r, open_table) else CLOSED)
            traits[r, i] = new
            state[r, i] = after
            stocks[r, Stock.ADULTS] += np.int64((new & ADULT_BIT) != 0) - np.int64((old & ADULT_BIT) != 0)
            stocks[r, Stock.ACTIVE_EMPLOYED] -= np.int64(before == ACTIVE and (old & WORK_BIT) != 0)
            stocks[r, Stock.ACTIVE_EMPLOYED] += np.int64(after == ACTIVE and (new & WORK_BIT) != 0)
            stocks[r, Stock.OPEN] += np.int64(after == OPEN) - np.int64(before == OPEN)
            stocks[r, Stock.MEMBERS] += np.int64(after >= MEMBER) - np.int64(before >= MEMBER)
            stocks[r, Stock.ACTIVE] += np.int64(after == ACTIVE) - np.int64(before == ACTIVE)


@njit(nogil=True, cache=True, _nrt=False)
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


@njit(nogil=True, cache=True, _nrt=False)
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


@njit(nogil=True, cache=True, _nrt=False)
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
