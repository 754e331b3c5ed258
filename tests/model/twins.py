"""Each kernel once more, in plain Python and one resident at a time.

Nothing is skipped here: everybody draws, and everybody is looked at. What the kernels leave out (who need not
be looked at) must therefore make no difference.
"""

from __future__ import annotations

import bisect
from collections import Counter

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


def watch_term(term, replicate, k0, k1, generation, exposure, watch):
    for i in range(generation.size):
        words = philox((who_is(i, generation[i]), replicate, term, Process.RESIDENT_GOING), (k0, k1))
        bound = 2**32 if exposure[i] == 255 else int(exposure[i]) * 2**20
        watch[i] = sum(2**k for k in range(4) if words[k] < bound)


def class_of(traits, age):
    band = 0 if age < 35 else 1 if age < 65 else 2
    return band * 18 + int(traits) // 4 % 4 * 6 + int(traits) // 16 % 4 * 2 + int(traits) % 2


def decide(draws, state, age, traits, friends, degree, exits, chances, appeal, targeted):
    """What happens to one resident this month."""
    goes, second, third, fourth = draws
    # Who leaves or stops draws at the other end from who joins or begins.
    second = 1 - second if state in (MEMBER, ACTIVE) else second
    third = 1 - third if state == ACTIVE else third
    if goes < exits[1][age]:
        return Outcome.DIES if goes < exits[0][age] else Outcome.MOVES
    if state == OPEN:
        own = min(1.0, friends / degree * chances[Chance.OWN_SCALE]) if degree else chances[Chance.FALLBACK]
        pull = chances[Chance.OUTREACH] + chances[Chance.INFLUENCE_ALL] + chances[Chance.INFLUENCE_OWN] * own
        pull += targeted[class_of(traits, age)]
        return Outcome.JOINS if second < chance_of(pull * appeal[int(traits) // 4 % 4]) else Outcome.NOTHING
    if state in (MEMBER, ACTIVE) and second < chances[Chance.LEAVE]:
        return Outcome.LEAVES
    if state == MEMBER and third < chances[Chance.ACTIVATE]:
        return Outcome.BECOMES_ACTIVE
    if state == ACTIVE and third < chances[Chance.STOP]:
        return Outcome.STOPS
    if state == ACTIVE and third < chances[Chance.STOP] + chances[Chance.BURN]:
        return Outcome.BURNS_OUT_AND_LEAVES if fourth < chances[Chance.BURN_LEAVES] else Outcome.BURNS_OUT
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
    first, last, month, replicate, k0, k1, state, generation, birth, traits, exposure, _watch, contacts, start,
    neighbour, tenure, exits, exposures, _ceilings, chances, appeal, targeted, open_table, share_table,
    arrival_ages, class_edges, flows, stocks,
):  # fmt: skip
    """Everybody decides on what was there at the month's beginning; then it happens, and is counted anew."""
    seen = Counter()
    for r in range(first, last):
        outcomes = []
        for i in range(state.shape[1]):
            me = who_is(i, generation[r, i])
            going = philox((me, replicate[r], month // 4, Process.RESIDENT_GOING), (k0, k1))[month % 4]
            draws = going, *philox((me, replicate[r], month, Process.RESIDENT_MONTH), (k0, k1))[:3]
            outcomes.append(
                decide(
                    [unit(word) for word in draws], int(state[r, i]), age_of(month, birth[r, i]), traits[r, i],
                    int(contacts[r, i]), int(start[i + 1] - start[i]), exits[r], chances[r], appeal[r],
                    targeted[r],
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
                    r, i, month, replicate, k0, k1, state, generation, birth, traits, tenure, open_table, arrival_ages,
                    class_edges,
                )  # fmt: skip
                exposure[r, i] = exposures[r, age_of(month, birth[r, i])]
    census(first, last, state, traits, start, neighbour, stocks, contacts)
    return seen


def buy_shares(r, i, month, replicate, k0, k1, generation, chances, share_table, flows):
    draw = philox((who_is(i, generation[r, i]), replicate[r], month, Process.RESIDENT_MONTH), (k0, k1))[2]
    if unit(draw) < chances[r, Chance.SHARES]:
        flows[r, Flow.SHARE_BUYERS] += 1
        flows[r, Flow.SHARES_BOUGHT] += share_table[r, int(unit(draw) / chances[r, Chance.SHARES] * 256)]


def move_in(
    r, i, month, replicate, k0, k1, state, generation, birth, traits, tenure, open_table, arrival_ages, class_edges
):
    generation[r, i] += 1
    entity = who_is(i, generation[r, i])
    age_word, personal, birthday, _ = philox((entity, replicate[r], 0, Process.RESIDENT_FACTS), (k0, k1))
    taste = philox((entity, replicate[r], 0, Process.RESIDENT_TASTE), (k0, k1))[0]
    age = min(bisect.bisect_right([int(edge) for edge in arrival_ages], age_word), 110)
    birth[r, i] = month - 12 * age - birthday * 12 // 2**32
    traits[r, i] = person_class(personal, age, int(tenure[i]), class_edges)
    willing = age >= 18 and unit(taste) < openness(traits[r, i], age, open_table[r])
    state[r, i] = OPEN if willing else CLOSED


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
    first, last, month, skip, _everybody, replicate, k0, k1, state, generation, birth, traits, exposure, facts, tenure,
    exposures, open_table, class_edges, stocks,
):  # fmt: skip
    """Everybody's tables anew, every year."""
    for r in range(first, last):
        if skip[r]:
            continue
        for i in range(state.shape[1]):
            entity, age = who_is(i, generation[r, i]), age_of(month, birth[r, i])
            exposure[r, i] = exposures[r, age]
            personal = int(facts[i])
            if generation[r, i] > 0:
                personal = philox((entity, replicate[r], 0, Process.RESIDENT_FACTS), (k0, k1))[1]
            traits[r, i] = person_class(personal, age, int(tenure[i]), class_edges)
            if age < 18:
                state[r, i] = CLOSED
            elif state[r, i] < MEMBER:
                taste = philox((entity, replicate[r], 0, Process.RESIDENT_TASTE), (k0, k1))[0]
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
