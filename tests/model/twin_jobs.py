"""The kernels of jobs once more, in plain Python: lists of people, and nothing packed into bytes."""

from __future__ import annotations

from tests.model.twins import MEMBER, OPEN, age_of, chance_of, class_of, philox, piece_of, settle_joining, unit, who_is
from wijkbv_sim.model.columns import Chance, Stock
from wijkbv_sim.model.philox import Process

WORK, ADULT, HIRED = 2, 64, 128


def free_to_work(traits, age):
    return traits & ADULT and not traits & WORK and not traits & HIRED and 18 <= age < 67


def seeker_draws(who, replicate, k0, k1):
    return philox((who, replicate, 0, Process.JOB_SEEKER), (k0, k1))


def find_seekers(month, replicate, k0, k1, generation, birth, traits, seeking, room):
    queue = []
    for i, mine in enumerate(traits):
        looks, place, _, _ = seeker_draws(who_is(i, generation[i]), replicate, k0, k1)
        if (free_to_work(int(mine), age_of(month, birth[i])) or int(mine) & HIRED) and unit(looks) < seeking:
            queue.append((place, i))
    return [place * 2**24 + i for place, i in sorted(queue)]


def income_of(traits):
    return int(traits) // 4 % 4


def employ(r, i, who, replicate, k0, k1, traits, state, lasting, rises, stocks):
    before = income_of(traits[r, i])
    if not lasting:
        traits[r, i] = int(traits[r, i]) + HIRED
        return before
    lifted = before == 0 and unit(seeker_draws(who, replicate, k0, k1)[2]) < rises
    traits[r, i] = int(traits[r, i]) + 4 * lifted | HIRED | WORK
    stocks[r, Stock.ACTIVE_EMPLOYED] += int(state[r, i] == 3)
    return before


def follow(
    month, replicate, k0, k1, state, generation, birth, traits, lasting, rises, held, whose, rank, income, count, gone,
    stocks,
):  # fmt: skip
    for r in range(len(count)):
        stay = []
        for k in range(count[r]):
            i, who = int(held[r, k]), int(whose[r, k])
            if generation[r, i] != who:
                continue
            earned = int(income[r, k])
            if not int(traits[r, i]) & HIRED:
                if not free_to_work(int(traits[r, i]), age_of(month, birth[r, i])):
                    continue
                earned = employ(r, i, who_is(i, who), replicate[r], k0, k1, traits, state, lasting, rises[r], stocks)
            stay.append((i, who, int(rank[r, k]), earned))
        gone[r] = count[r] - len(stay)
        write(r, stay, held, whose, rank, income, count)


def write(r, list_of, held, whose, rank, income, count):
    for k, (i, who, place, earned) in enumerate(list_of):
        held[r, k], whose[r, k], rank[r, k], income[r, k] = i, who, place, earned
    count[r] = len(list_of)


def fill(
    month, replicate, k0, k1, jobs, queue, queue_start, queue_whose, state, generation, birth, traits, lasting,
    rises, held, whose, rank, income, count, hired, released, stocks,
):  # fmt: skip
    for r in range(len(count)):
        working = [tuple(int(column[r, k]) for column in (held, whose, rank, income)) for k in range(count[r])]
        hired[r] = released[r] = 0
        while len(working) > jobs[r]:
            last = max(range(len(working)), key=lambda k: (working[k][2], k))
            i, _, _, earned = working.pop(last)
            traits[r, i] = int(traits[r, i]) - HIRED - WORK * lasting - 4 * income_of(traits[r, i]) + 4 * earned
            stocks[r, Stock.ACTIVE_EMPLOYED] -= int(lasting and state[r, i] == 3)
            released[r] += 1
        for q in range(queue_start[r], queue_start[r + 1]):
            i, who = int(queue[q]), int(queue_whose[q])
            if len(working) >= jobs[r]:
                break
            if generation[r, i] == who and free_to_work(int(traits[r, i]), age_of(month, birth[r, i])):
                place = seeker_draws(who_is(i, who), replicate[r], k0, k1)[1]
                earned = employ(r, i, who_is(i, who), replicate[r], k0, k1, traits, state, lasting, rises[r], stocks)
                working.append((i, who, place, earned))
                hired[r] += 1
        write(r, working, held, whose, rank, income, count)


def at_home(i, home_of, home_start, home_member):
    return [int(j) for j in home_member[home_start[home_of[i]] : home_start[home_of[i] + 1]]]


def homes_on_benefit(held, count, traits, home_of, home_start, home_member, homes):
    homes[:] = 0
    for r in range(len(count)):
        for i in held[r, : count[r]].tolist():
            others = [(j, int(traits[r, j])) for j in at_home(i, home_of, home_start, home_member) if j != i]
            if not any(j < i if mine & HIRED else mine & WORK for j, mine in others):
                homes[r, int(any(mine & ADULT for _, mine in others))] += 1


def join_in(
    month, replicate, k0, k1, held, count, home_of, home_start, home_member, pull, state, generation, birth, traits,
    watch, contacts, start, neighbour, cells, chances, appeal, targeted, share_table, flows, stocks,
):  # fmt: skip
    for r in range(len(count)):
        if pull[r] <= 1:
            continue
        asked = []
        for i in held[r, : count[r]].tolist():
            asked += [j for j in at_home(i, home_of, home_start, home_member) if j not in asked]
        joins = []
        for j in asked:
            if state[r, j] != OPEN:
                continue
            age, degree = age_of(month, birth[r, j]), int(start[j + 1] - start[j])
            scale = chances[r, Chance.OWN_SCALE]
            own = min(1.0, int(contacts[r, j]) / degree * scale) if degree else chances[r, Chance.FALLBACK]
            more = chances[r, Chance.OUTREACH] + chances[r, Chance.INFLUENCE_ALL]
            more += chances[r, Chance.INFLUENCE_OWN] * own
            more += targeted[r, class_of(int(traits[r, j]), age)]
            more *= appeal[r, income_of(traits[r, j])] * (pull[r] - 1.0)
            draw = philox((who_is(j, generation[r, j]), replicate[r], month, Process.JOB_JOINING), (k0, k1))[0]
            if unit(draw) < chance_of(more):
                joins.append(j)
        for j in joins:
            settle_joining(r, j, month, replicate, k0, k1, state, generation, traits, contacts, start, neighbour,
                           chances, share_table, flows, stocks)  # fmt: skip
            year = philox((who_is(j, generation[r, j]), replicate[r], month // 12, Process.RESIDENT_YEAR), (k0, k1))
            low, high = int(cells[r, 0, MEMBER]), int(cells[r, 1, MEMBER])
            for k in range(12):
                if piece_of(year, k) < low or piece_of(year, k) >= 1024 - high:
                    watch[r, j] = int(watch[r, j]) | 2**k


def count_hired(traits, found):
    for r, row in enumerate(traits.tolist()):
        found[r] = sum(mine & HIRED != 0 for mine in row)
