"""Word n-grams and skip-grams of one text as hashes with weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit

from minhash_news.kernels.compiling import compiled

MIX = np.uint64(0x9E3779B97F4A7C15)
SKIP_FLOOR = 3.0
"""Words from this idf up make skip-grams,"""
SKIP_REACH = 4
"""each with so many that follow it."""


@njit(nogil=True, inline="always")
def mixed(state: np.uint64, value: np.uint64) -> np.uint64:
    """Fold one word id into a hash: order matters, 64-bit wraparound is meant (Fibonacci hashing, Knuth 6.4)."""
    state = (state ^ (value + np.uint64(1))) * MIX
    return state ^ (state >> np.uint64(29))


@compiled
def gram_keys(ids: Any, size: int, idf: Any, keys: Any, weights: Any) -> Any:
    """Write hash and weight, the summed idf, of each run of `size` words, and return how many there are.

    Args:
        ids: (n,) int32 word ids.
        size: words in a run.
        idf: (vocabulary,) float32.
        keys: uint64, long enough.
        weights: float32, long enough.
    """
    count = max(0, ids.shape[0] - size + 1)
    for start in range(count):
        state = np.uint64(size)
        weight = np.float32(0)
        for k in range(start, start + size):
            state = mixed(state, np.uint64(ids[k]))
            weight += idf[ids[k]]
        keys[start] = state
        weights[start] = weight
    return count


@compiled
def skip_keys(ids: Any, idf: Any, content: Any, keys: Any, weights: Any) -> Any:
    """Write hash and weight of each ordered pair of content words at most SKIP_REACH content words apart.

    Arguments as for `gram_keys`; `content`, (n,) int32, is for use here alone, and SKIP_REACH * n grams are enough.
    """
    n = 0
    for k in range(ids.shape[0]):
        if idf[ids[k]] >= SKIP_FLOOR:
            content[n] = ids[k]
            n += 1
    count = 0
    for i in range(n):
        first = mixed(np.uint64(77), np.uint64(content[i]))
        for j in range(i + 1, min(n, i + 1 + SKIP_REACH)):
            keys[count] = mixed(first, np.uint64(content[j]))
            weights[count] = idf[content[i]] + idf[content[j]]
            count += 1
    return count
