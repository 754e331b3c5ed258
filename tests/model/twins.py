"""Each kernel once more, in plain Python and one resident at a time.

Nothing is skipped here: everybody draws, and everybody is looked at. What the kernels leave out (who need not
be looked at) must therefore make no difference.
"""

from __future__ import annotations

import bisect
from collections import Counter
from itertools import pairwise

from wijkbv_sim.model.columns import Chance, Flow, Outcome, Stock
from wijkbv_sim.model.philox import Process

MASK = 0xFFFFFFFF
CLOSED, OPEN, MEMBER, ACTIVE = range(4)


def philox(counter, key):
    """Philox4x32-10 with Python's own whole numbers."""
    a, b, c, d = (int(word) for word in counter)
    x, y = (int(word) for word in key)
    for _ in range(10):
        p, q = 0xD2511F53 * a, 0xCD9E8D57 * c
        a, b, c, d = (q >> 32) ^ b ^ x, q & MASK, (p >> 32) ^ d ^ y, p & MASK
        x, y = (x + 0x9E3779B9) & MASK, (y + 0xBB67AE85) & MASK
    return a, b, c, d


def blocks(entity, replicate, month, process, k0, k1, out):
    for i in range(out.shape[1]):
        out[:, i] = philox((entity[i], replicate[i], month, process), (k0, k1))


def unit(word):
    return (word + 0.5) / 4294967296.0


def who_is(home, generation):
    return home + int(generation) * 2**24


def chance_of(x):
    return min(1.0, x * (120.0 + 2.0 * (x * x)) / (120.0 + 60.0 * x + 12.0 * (x * x) + x * (x * x)))


def age_of(month, birth):
    return min((month - int(birth)) // 12, 110)


def person_class(word, age, tenure, class_edges):
    group = bisect.bisect_right([15, 25, 45, 65], age)
    index = bisect.bisect_right([int(edge) for edge in class_edges[group][tenure][:17]], word)
    income, education, work = index // 6, index // 2 % 3, index % 2
    return tenure + 2 * (work if age < 67 else 0) + 4 * income + 16 * education + (64 if age >= 18 else 0)


def openness(traits, age, table):
    return table[int(traits) // 16 % 4][0 if age < 35 else 1 if age < 65 else 2]


def piece_of(words, month):
    """The ten bits of a month, 0 to 11, in a year's block."""
    return words[month // 3] // 2 ** (10 * (month % 3)) % 1024


def fine_unit(piece, word):
    return (piece * 2**32 + word + 0.5) / 2.0**42


def lifetimes(staying):
    """The chance to stay from birth to every age in months, multiplied out month by month."""
    chances = [1.0]
    for month in range(12 * len(staying)):
        chances.append(chances[-1] * staying[month // 12])
    return chances


def departure(birth, begin, draw, cause, deadly, staying):
    """Month by month, until the chance to have stayed is no longer above what was drawn."""
    alive = lifetimes(staying)
    age = begin - birth
    if age >= 12 * len(staying):
        return 32_767
    bar = draw * alive[age]
    while age < 12 * len(staying):
        if alive[age + 1] <= bar:
            return 2 * (birth + age) + (1 if cause < deadly[age // 12] else 0) if birth + age < 16_383 else 32_767
        age += 1
    return 32_767


def foretell(
    first, last, since, changed, replicate, k0, k1, generation, birth, came, deadly, staying, survival, going, _room
):  # fmt: skip
    for r in range(first, last):
        if not changed[-1][r]:
            continue
        row = r if len(deadly) > 1 else 0
        for i in range(generation.shape[1]):
            words = philox((who_is(i, generation[r, i]), replicate[r], 0, Process.RESIDENT_GOING), (k0, k1))
            left, begin = unit(words[0]), int(came[r, i]) + 1
            times = [t for t in range(len(since)) if t == 0 or changed[t][r]]
            for t, following in pairwise(times):
                end = int(since[following])
                if begin < end:
                    alive = lifetimes(staying[t][row])
                    left = left * alive[begin - birth[r, i]] / alive[end - birth[r, i]]
                    begin = end
            going[r, i] = departure(int(birth[r, i]), begin, left, unit(words[1]), deadly[row], staying[times[-1]][row])


def foresee(
    first, last, month, wanted, replicate, k0, k1, state, generation, going, cells, watch, _room
):  # fmt: skip
    """Each month of the year on its own."""
    for r in range(first, last):
        if not wanted[r]:
            continue
        for i in range(state.shape[1]):
            s = int(state[r, i])
            year = philox((who_is(i, generation[r, i]), replicate[r], month // 12, Process.RESIDENT_YEAR), (k0, k1))
            bits = int(watch[r, i]) & 4096
            for k in range(12):
                piece = piece_of(year, k)
                low, high = int(cells[r, 0, s]), int(cells[r, 1, s])
                if going[r, i] // 2 == month // 12 * 12 + k or (s > 0 and (piece < low or piece >= 1024 - high)):
                    bits += 2**k
            watch[r, i] = bits


def class_of(traits, age):
    band = 0 if age < 35 else 1 if age < 65 else 2
    return band * 18 + int(traits) // 4 % 4 * 6 + int(traits) // 16 % 4 * 2 + int(traits) % 2


def decide(low, last_word, state, age, traits, friends, degree, chances, appeal, targeted):
    """What happens this month to one resident who stays: low draws raise, high draws let fall."""
    high = 1 - low
    if state == OPEN:
        own = min(1.0, friends / degree * chances[Chance.OWN_SCALE]) if degree else chances[Chance.FALLBACK]
        pull = chances[Chance.OUTREACH] + chances[Chance.INFLUENCE_ALL] + chances[Chance.INFLUENCE_OWN] * own
        pull += targeted[class_of(traits, age)]
        return Outcome.JOINS if low < chance_of(pull * appeal[int(traits) // 4 % 4]) else Outcome.NOTHING
    if state in (MEMBER, ACTIVE) and high < chances[Chance.LEAVE]:
        return Outcome.LEAVES
    if state == MEMBER and low < chances[Chance.ACTIVATE]:
        return Outcome.BECOMES_ACTIVE
    if state == ACTIVE and high < chances[Chance.LEAVE_OR_STOP]:
        return Outcome.STOPS
    if state == ACTIVE and high < chances[Chance.LEAVE_STOP_OR_BURN]:
        return Outcome.BURNS_OUT_AND_LEAVES if unit(last_word) < chances[Chance.BURN_LEAVES] else Outcome.BURNS_OUT
    return Outcome.NOTHING


FLOWS = {
    Outcome.DIES: Flow.DIED,
    Outcome.MOVES: Flow.MOVED,
    Outcome.JOINS: Flow.JOINED,
    Outcome.LEAVES: Flow.LEFT,
    Outcome.BECOMES_ACTIVE: Flow.ACTIVATED,
    Outcome.STOPS: Flow.STOPPED,
    Outcome.BURNS_OUT: Flow.BURNT_OUT,
    Outcome.BURNS_OUT_AND_LEAVES: Flow.BURNT_OUT,
}
LEAVES_BY = {
    Outcome.DIES: Flow.LEFT_BY_DEATH,
    Outcome.MOVES: Flow.LEFT_BY_MOVING,
    Outcome.BURNS_OUT_AND_LEAVES: Flow.LEFT_BY_BURNOUT,
}
BECOMES = {
    Outcome.JOINS: MEMBER,
    Outcome.LEAVES: OPEN,
    Outcome.BECOMES_ACTIVE: ACTIVE,
    Outcome.STOPS: MEMBER,
    Outcome.BURNS_OUT: MEMBER,
    Outcome.BURNS_OUT_AND_LEAVES: OPEN,
}


def people_month(
    first, last, month, replicate, k0, k1, state, generation, birth, traits, came, going, _watch, contacts, start,
    neighbour, tenure, deadly, staying, _survival, _ceilings, _cells, chances, appeal, targeted, open_table,
    share_table, arrival_ages, class_edges, flows, stocks, _room,
):  # fmt: skip
    """Everybody decides on what was there at the month's beginning; then it happens, and is counted anew."""
    seen = Counter()
    for r in range(first, last):
        row = r if len(deadly) > 1 else 0
        outcomes = []
        for i in range(state.shape[1]):
            me = who_is(i, generation[r, i])
            if going[r, i] // 2 == month:
                outcomes.append(Outcome.DIES if going[r, i] % 2 else Outcome.MOVES)
                continue
            year = philox((me, replicate[r], month // 12, Process.RESIDENT_YEAR), (k0, k1))
            words = philox((me, replicate[r], month, Process.RESIDENT_MONTH), (k0, k1))
            outcomes.append(
                decide(
                    fine_unit(piece_of(year, month % 12), words[0]), words[1], int(state[r, i]),
                    age_of(month, birth[r, i]), traits[r, i], int(contacts[r, i]), int(start[i + 1] - start[i]),
                    chances[r], appeal[r], targeted[r],
                )
            )  # fmt: skip
        seen.update(outcomes)
        for i, outcome in enumerate(outcomes):
            if outcome == Outcome.NOTHING:
                continue
            flows[r, FLOWS[outcome]] += 1
            if outcome in LEAVES_BY and state[r, i] >= MEMBER:
                flows[r, LEAVES_BY[outcome]] += 1
            if outcome == Outcome.JOINS:
                buy_shares(r, i, month, replicate, k0, k1, generation, chances, share_table, flows)
            if outcome in BECOMES:
                state[r, i] = BECOMES[outcome]
            else:
                move_in(
                    r, i, month, replicate, k0, k1, state, generation, birth, traits, came, going, tenure, deadly[row],
                    staying[row], open_table, arrival_ages, class_edges,
                )  # fmt: skip
    census(first, last, state, traits, start, neighbour, stocks, contacts)
    return seen


def buy_shares(r, i, month, replicate, k0, k1, generation, chances, share_table, flows):
    draw = philox((who_is(i, generation[r, i]), replicate[r], month, Process.RESIDENT_MONTH), (k0, k1))[1]
    if unit(draw) < chances[r, Chance.SHARES]:
        flows[r, Flow.SHARE_BUYERS] += 1
        flows[r, Flow.SHARES_BOUGHT] += share_table[r, int(unit(draw) / chances[r, Chance.SHARES] * 256)]


def move_in(
    r, i, month, replicate, k0, k1, state, generation, birth, traits, came, going, tenure, deadly, staying, open_table,
    arrival_ages, class_edges,
):  # fmt: skip
    generation[r, i] += 1
    entity = who_is(i, generation[r, i])
    age_word, personal, birthday, taste = philox((entity, replicate[r], 0, Process.RESIDENT_FACTS), (k0, k1))
    stay, cause, _, _ = philox((entity, replicate[r], 0, Process.RESIDENT_GOING), (k0, k1))
    age = min(bisect.bisect_right([int(edge) for edge in arrival_ages], age_word), 110)
    birth[r, i] = month - 12 * age - birthday * 12 // 2**32
    came[r, i] = month
    traits[r, i] = person_class(personal, age, int(tenure[i]), class_edges)
    willing = age >= 18 and unit(taste) < openness(traits[r, i], age, open_table[r])
    state[r, i] = OPEN if willing else CLOSED
    going[r, i] = departure(int(birth[r, i]), month + 1, unit(stay), unit(cause), deadly, staying)


def settle_joining(
    r, j, month, replicate, k0, k1, state, generation, traits, contacts, start, neighbour, chances, share_table, flows,
    stocks,
):  # fmt: skip
    """Somebody joins, buys shares or not, and is counted and told to the contacts."""
    flows[r, Flow.JOINED] += 1
    buy_shares(r, j, month, replicate, k0, k1, generation, chances, share_table, flows)
    state[r, j] = MEMBER
    stocks[r] = count(state[r], traits[r])
    for friend in neighbour[start[j] : start[j + 1]]:
        contacts[r, friend] += 1


def birthdays(
    first, last, month, skip, _everybody, replicate, k0, k1, state, generation, birth, traits, _watch, facts, tenure,
    open_table, class_edges, stocks, _room,
):  # fmt: skip
    """Everybody's tables anew, every year."""
    for r in range(first, last):
        if skip[r]:
            continue
        for i in range(state.shape[1]):
            entity, age = who_is(i, generation[r, i]), age_of(month, birth[r, i])
            _, personal, _, taste = philox((entity, replicate[r], 0, Process.RESIDENT_FACTS), (k0, k1))
            personal = personal if generation[r, i] > 0 else int(facts[i])
            traits[r, i] = person_class(personal, age, int(tenure[i]), class_edges)
            if age < 18:
                state[r, i] = CLOSED
            elif state[r, i] < MEMBER:
                state[r, i] = OPEN if unit(taste) < openness(traits[r, i], age, open_table[r]) else CLOSED
        stocks[r] = count(state[r], traits[r])


def census(first, last, state, traits, start, neighbour, stocks, contacts):
    for r in range(first, last):
        stocks[r] = count(state[r], traits[r])
        for i in range(state.shape[1]):
            contacts[r, i] = sum(int(state[r, friend]) >= MEMBER for friend in neighbour[start[i] : start[i + 1]])


def count(state, traits):
    people = [(int(s), int(t)) for s, t in zip(state, traits, strict=True)]
    found = [0] * len(Stock)
    found[Stock.ADULTS] = sum(t >= 64 for _, t in people)
    found[Stock.OPEN] = sum(s == OPEN for s, _ in people)
    found[Stock.MEMBERS] = sum(s >= MEMBER for s, _ in people)
    found[Stock.ACTIVE] = sum(s == ACTIVE for s, _ in people)
    found[Stock.ACTIVE_EMPLOYED] = sum(s == ACTIVE and t // 2 % 2 == 1 for s, t in people)
    return found
