"""The machine's own ceiling: one Philox4x32-10 block for each resident-month, and nothing else.

No engine that draws four numbers for everybody every month can be faster than this. Run by
``python -m benchmarks.race``.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import numpy as np
from numba import njit, uint32

from wijkbv_sim.model.philox import block


@njit(nogil=True)
def _draw(first, last, residents, month, key):  # type: ignore[no-untyped-def]
    mixed = uint32(0)
    for replicate in range(first, last):
        for i in range(residents):
            a, b, c, d = block(uint32(i), uint32(replicate), uint32(month), uint32(2), key[0], key[1])
            mixed ^= a ^ b ^ c ^ d
    return mixed


def run(residents: int, replicates: int, months: int, threads: int = 1) -> float:
    """Seconds that the draws alone take."""
    key = (np.uint32(1), np.uint32(0))
    edges = [replicates * k // threads for k in range(threads + 1)]
    _draw(0, 1, 1, 0, key)
    with ThreadPoolExecutor(max(threads - 1, 1)) as pool:
        pool.submit(int).result()
        begin = time.perf_counter()
        for month in range(months):
            others = [pool.submit(_draw, a, b, residents, month, key) for a, b in pairwise(edges[1:])]
            _draw(edges[0], edges[1], residents, month, key)
            for other in others:
                other.result()
        return time.perf_counter() - begin
