"""Who gets the company's jobs for job-seekers: the engine's loops over few people, beside those of kernels.py.

Tables are per replicate. ``held`` (replicates, places) int32 lists the homes of those who have such a job, in its
first ``count[r]`` places; ``whose`` uint8 is their generation, so that who comes to live there later is not taken for
them, ``rank`` uint32 their place in the queue and ``income`` uint8 what their income was. tests/model/twin_jobs.py
has each of these once more in plain Python, equal to the bit.
"""

# mypy: ignore-errors

from __future__ import annotations

import numpy as np
from numba import njit, uint8, uint32, uint64

from wijkbv_sim.model.columns import (
    ACTIVE,
    ADULT,
    ADULT_BIT,
    CELLS,
    GENERATION_SHIFT,
    HIRED_BIT,
    INCOME_SHIFT,
    MEMBER,
    OPEN,
    RETIREMENT,
    WORK_BIT,
    Outcome,
    Stock,
)
from wijkbv_sim.model.kernels import chance_of, count_change, draw, lookout, number_of, pull_of, settle, tell, unit
from wijkbv_sim.model.philox import Process, block

MADE_WITH = "25196888677219fa"
"""Digest of philox.py, columns.py and kernels.py, for the reason that kernels.py gives."""

_JOB_SEEKER = int(Process.JOB_SEEKER)
_JOB_JOINING = int(Process.JOB_JOINING)
_RESIDENT_MONTH = int(Process.RESIDENT_MONTH)
_RESIDENT_YEAR = int(Process.RESIDENT_YEAR)


@njit(inline="always")
def could_work(traits, age):
    """Whether somebody is of working age and has no work, nor such a job."""
    # Not `and`: a loop over everybody cannot guess who has work.
    idle = uint8((traits & (ADULT_BIT | WORK_BIT | HIRED_BIT)) == ADULT_BIT)
    return idle & uint8(age >= ADULT) & uint8(age < RETIREMENT)


@njit(nogil=True, cache=True)
def find_seekers(month, replicate, k0, k1, generation, birth, traits, seeking, room):
    """Those of one replicate who look for work, whoever has a job among them: keys in the order of the queue.

    A key has the draw of one's place in the queue above, and the home in its low bits. ``seeking`` is the share of
    those without work who look for it; the draw for that, too, is for life. ``room`` is that of kernels.py.
    """
    marked, entity, words = room[0], room[1], room[2:6]
    marks = 0
    for i in range(traits.size):
        marked[marks] = i
        free = could_work(traits[i], (month - np.int64(birth[i])) // 12)
        marks += np.int64(free | uint8((traits[i] & HIRED_BIT) != 0))
    for j in range(marks):
        entity[j] = number_of(marked[j], generation[marked[j]])
    # All at once: the processor works on several blocks side by side.
    draw(marks, entity, replicate, 0, _JOB_SEEKER, k0, k1, words)
    keys = np.empty(marks, dtype=np.uint64)
    found = 0
    for j in range(marks):
        if unit(words[0, j]) < seeking:
            keys[found] = (uint64(words[1, j]) << uint64(GENERATION_SHIFT)) | uint64(marked[j])
            found += 1
    return np.sort(keys[:found])


@njit(inline="always")
def take_on(r, i, entity, replicate, k0, k1, traits, state, lasting, rises, stocks):
    """Give somebody a job; returns what their income was. Without ``lasting`` the job changes nothing else of them."""
    before = (traits[r, i] >> INCOME_SHIFT) & 3
    traits[r, i] |= uint8(HIRED_BIT)
    if lasting:
        _, _, lifts, _ = block(entity, replicate, 0, _JOB_SEEKER, k0, k1)
        if before == 0 and unit(lifts) < rises:
            traits[r, i] |= uint8(1 << INCOME_SHIFT)
        traits[r, i] |= uint8(WORK_BIT)
        stocks[r, Stock.ACTIVE_EMPLOYED] += state[r, i] == ACTIVE
    return uint8(before)


@njit(nogil=True, cache=True)
def follow(
    month, replicate, k0, k1, state, generation, birth, traits, lasting, rises, held, whose, rank, income, count, gone,
    stocks,
):  # fmt: skip
    """See who still has the job that they had: not who has moved, died, retired or found other work.

    Counts who has gone in ``gone`` (replicates,). Whoever's traits were read anew gets the job's back.
    """
    for r in range(count.size):
        kept = 0
        for k in range(count[r]):
            i = held[r, k]
            if generation[r, i] != whose[r, k]:
                continue
            if (traits[r, i] & HIRED_BIT) == 0:
                if not could_work(traits[r, i], (month - birth[r, i]) // 12):
                    continue
                entity = number_of(i, whose[r, k])
                income[r, k] = take_on(r, i, entity, replicate[r], k0, k1, traits, state, lasting, rises[r], stocks)
            held[r, kept] = i
            whose[r, kept] = whose[r, k]
            rank[r, kept] = rank[r, k]
            income[r, kept] = income[r, k]
            kept += 1
        gone[r] = count[r] - kept
        count[r] = kept


@njit(nogil=True, cache=True, _nrt=False, error_model="numpy")
def wanted(staff_fte, coordinating_fte, alive, staff_local, full_week, hours, filled, jobs):
    """Whole ``jobs`` (replicates,) int64 for job-seekers, in the company's local jobs; returns the most of them."""
    most = 0
    for r in range(jobs.size):
        local = (staff_fte[r] + coordinating_fte[r]) * np.float64(alive[r]) * staff_local[r] * full_week / hours[r]
        jobs[r] = np.int64(np.floor(local * filled[r] + 0.5))
        most = max(most, jobs[r])
    return most


@njit(nogil=True, cache=True)
def fill(
    month, replicate, k0, k1, jobs, queue, queue_start, queue_whose, state, generation, birth, traits, lasting,
    rises, held, whose, rank, income, count, hired, released, stocks,
):  # fmt: skip
    """Let go of the last in the queue where there are fewer jobs, and take on the first where there are more.

    ``jobs`` (replicates,) int64. ``queue`` holds the homes of those who look for work, of replicate r from
    ``queue_start[r]`` to ``queue_start[r + 1]``, and ``queue_whose`` their generation.
    """
    for r in range(count.size):
        hired[r] = 0
        released[r] = 0
        while count[r] > jobs[r]:
            last = 0
            for k in range(1, count[r]):
                # Of equal draws the one listed later goes.
                if rank[r, k] >= rank[r, last]:
                    last = k
            i = held[r, last]
            low = traits[r, i] & uint8(0xFF ^ (HIRED_BIT | WORK_BIT | (3 << INCOME_SHIFT)))
            traits[r, i] = low | uint8(income[r, last] << INCOME_SHIFT)
            stocks[r, Stock.ACTIVE_EMPLOYED] -= lasting and state[r, i] == ACTIVE
            for k in range(last, count[r] - 1):
                held[r, k] = held[r, k + 1]
                whose[r, k] = whose[r, k + 1]
                rank[r, k] = rank[r, k + 1]
                income[r, k] = income[r, k + 1]
            count[r] -= 1
            released[r] += 1
        if count[r] == jobs[r]:
            continue
        for q in range(queue_start[r], queue_start[r + 1]):
            i = queue[q]
            if generation[r, i] != queue_whose[q] or not could_work(traits[r, i], (month - birth[r, i]) // 12):
                continue
            entity = number_of(i, queue_whose[q])
            k = count[r]
            _, place, _, _ = block(entity, replicate[r], 0, _JOB_SEEKER, k0, k1)
            income[r, k] = take_on(r, i, entity, replicate[r], k0, k1, traits, state, lasting, rises[r], stocks)
            held[r, k] = i
            whose[r, k] = queue_whose[q]
            rank[r, k] = uint32(place)
            count[r] += 1
            hired[r] += 1
            if count[r] == jobs[r]:
                break


@njit(nogil=True, cache=True)
def homes_on_benefit(held, count, traits, home_of, home_start, home_member, homes):
    """Count into ``homes`` (replicates, 2) for whom a job replaces social assistance: one adult, or more, at home.

    Nobody else at home may have work; of two from one home who are hired the first one counts.
    """
    for r in range(count.size):
        homes[r, 0] = 0
        homes[r, 1] = 0
        for k in range(count[r]):
            i = held[r, k]
            adults = 0
            earners = 0
            for m in range(home_start[home_of[i]], home_start[home_of[i] + 1]):
                j = home_member[m]
                if j == i:
                    continue
                adults += (traits[r, j] & ADULT_BIT) != 0
                if (traits[r, j] & HIRED_BIT) != 0:
                    earners += j < i
                else:
                    earners += (traits[r, j] & WORK_BIT) != 0
            if earners == 0:
                homes[r, 1 if adults > 0 else 0] += 1


@njit(nogil=True, cache=True, _nrt=False)
def pay(homes, count, a_month, benefit, benefit_of_two, level, spent_here, saved, income, spent):
    """What the jobs do in a month, in euros: benefits ``saved``, more ``income``, and what of that is ``spent`` here.

    ``homes`` is what ``homes_on_benefit`` counts. ``a_month`` is a job's pay, and ``benefit`` and ``benefit_of_two``
    what it takes the place of.
    """
    for r in range(count.size):
        lost = homes[r, 0] * benefit[r] + homes[r, 1] * benefit_of_two[r]
        saved[r] = lost * level[r]
        income[r] = (count[r] * a_month[r] - lost) * level[r]
        spent[r] = income[r] * spent_here[r]


@njit(nogil=True, cache=True)
def join_in(
    month, replicate, k0, k1, held, count, home_of, home_start, home_member, pull, state, generation, birth, traits,
    watch, contacts, start, neighbour, cells, chances, appeal, targeted, share_table, flows, stocks,
):  # fmt: skip
    """Let those hired and who lives with them join beyond what others do, at ``pull`` - 1 times their intensity.

    That is the same as ``pull`` times it in all, for intensities add up. All see what the month's other decisions
    left behind, and not each other.
    """
    for r in range(count.size):
        if pull[r] <= 1.0 or count[r] == 0:
            continue
        size = 0
        for k in range(count[r]):
            size += home_start[home_of[held[r, k]] + 1] - home_start[home_of[held[r, k]]]
        who = np.empty(size, dtype=np.int32)
        found = 0
        for k in range(count[r]):
            home = home_of[held[r, k]]
            first = True
            for m in range(home_start[home], home_start[home + 1]):
                # Only the first of a home's hired asks the others.
                j = home_member[m]
                if j < held[r, k] and (traits[r, j] & HIRED_BIT) != 0:
                    first = False
            if not first:
                continue
            for m in range(home_start[home], home_start[home + 1]):
                j = home_member[m]
                if state[r, j] != OPEN:
                    continue
                age = (month - birth[r, j]) // 12
                degree = start[j + 1] - start[j]
                more = pull_of(contacts[r, j], degree, traits[r, j], age, chances[r], targeted[r])
                more *= appeal[r, (traits[r, j] >> INCOME_SHIFT) & 3] * (pull[r] - 1.0)
                drawn, _, _, _ = block(number_of(j, generation[r, j]), replicate[r], month, _JOB_JOINING, k0, k1)
                if unit(drawn) < chance_of(more):
                    who[found] = j
                    found += 1
        for k in range(found):
            j = who[k]
            entity = number_of(j, generation[r, j])
            _, word, _, _ = block(entity, replicate[r], month, _RESIDENT_MONTH, k0, k1)
            settle(r, j, Outcome.JOINS, word, state, chances, share_table, flows)
            # What a member may do this year is foreseen by other chances than what brought them in.
            w0, w1, w2, w3 = block(entity, replicate[r], month // 12, _RESIDENT_YEAR, k0, k1)
            watch[r, j] |= lookout(w0, w1, w2, w3, cells[r, 0, MEMBER], uint32(CELLS) - cells[r, 1, MEMBER])
            count_change(r, j, OPEN, MEMBER, traits[r, j], stocks)
            tell(r, j, OPEN, MEMBER, start, neighbour, contacts)


@njit(nogil=True, cache=True)
def count_hired(traits, found):
    """Count from scratch who has such a job, into ``found`` (replicates,)."""
    for r in range(found.size):
        found[r] = 0
        for i in range(traits.shape[1]):
            found[r] += (traits[r, i] & HIRED_BIT) != 0
