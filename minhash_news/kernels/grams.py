"""Word n-grams of many articles as sorted sets with weights, and what two such sets share."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

MIX = np.uint64(0x9E3779B97F4A7C15)


@njit(cache=True, nogil=True, inline="always")
def mixed(state: np.uint64, value: np.uint64) -> np.uint64:
    """Fold one word id into a hash: order matters, 64-bit wraparound is meant (Fibonacci hashing, Knuth 6.4)."""
    state = (state ^ (value + np.uint64(1))) * MIX
    return state ^ (state >> np.uint64(29))


@njit(cache=True, nogil=True)
def gram_hashes(ids: NDArray[np.int32], size: int) -> NDArray[np.uint64]:
    """Hash every run of `size` consecutive word ids: (n,) int32 -> (max(0, n - size + 1),) uint64."""
    count = max(0, ids.shape[0] - size + 1)
    out = np.empty(count, np.uint64)
    for start in range(count):
        state = np.uint64(size)
        for k in range(size):
            state = mixed(state, np.uint64(ids[start + k]))
        out[start] = state
    return out


@njit(cache=True, nogil=True)
def skip_hashes(
    ids: NDArray[np.int32], idf: NDArray[np.float32], floor: float, reach: int
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Hash ordered pairs of content words (idf >= floor) at most `reach` content words apart, with their weights."""
    content = np.empty(ids.shape[0], np.int32)
    n = 0
    for i in range(ids.shape[0]):
        if idf[ids[i]] >= floor:
            content[n] = ids[i]
            n += 1
    hashes = np.empty(n * reach, np.uint64)
    weights = np.empty(n * reach, np.float32)
    m = 0
    for i in range(n):
        for j in range(i + 1, min(n, i + 1 + reach)):
            hashes[m] = mixed(mixed(np.uint64(77), np.uint64(content[i])), np.uint64(content[j]))
            weights[m] = idf[content[i]] + idf[content[j]]
            m += 1
    return hashes[:m], weights[:m]


@njit(cache=True, nogil=True)
def weights_of_grams(ids: NDArray[np.int32], idf: NDArray[np.float32], size: int) -> NDArray[np.float32]:
    """Sum the idf of each run of `size` words."""
    count = max(0, ids.shape[0] - size + 1)
    out = np.empty(count, np.float32)
    for start in range(count):
        total = np.float32(0)
        for k in range(size):
            total += idf[ids[start + k]]
        out[start] = total
    return out


@njit(cache=True, nogil=True)
def distinct(
    hashes: NDArray[np.uint64], weights: NDArray[np.float32]
) -> tuple[NDArray[np.uint64], NDArray[np.float32]]:
    """Sort by hash and keep one of each."""
    order = np.argsort(hashes, kind="mergesort")
    out_hashes = np.empty(hashes.shape[0], np.uint64)
    out_weights = np.empty(hashes.shape[0], np.float32)
    n = 0
    for k in range(order.shape[0]):
        i = order[k]
        if n == 0 or out_hashes[n - 1] != hashes[i]:
            out_hashes[n] = hashes[i]
            out_weights[n] = weights[i]
            n += 1
    return out_hashes[:n], out_weights[:n]


@njit(cache=True, nogil=True)
def shared_weight(a: NDArray[np.uint64], weights: NDArray[np.float32], b: NDArray[np.uint64]) -> float:
    """Weight of the elements of sorted set `a` that sorted set `b` has too."""
    i = j = 0
    total = 0.0
    while i < a.shape[0] and j < b.shape[0]:
        if a[i] < b[j]:
            i += 1
        elif a[i] > b[j]:
            j += 1
        else:
            total += weights[i]
            i += 1
            j += 1
    return total
