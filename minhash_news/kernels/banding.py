"""Bands of signatures: one key a band, and the pairs inside runs of equal keys."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
LEFT, RIGHT = np.uint64(29), np.uint64(35)
HALF = np.uint64(32)


@compiled
def band_keys(signatures: Any, members: Any, band: Any, rows: Any, keys: Any) -> None:
    """Write to `keys[i]`, uint64, the mixed columns `band * rows` to `(band + 1) * rows` of row `members[i]`.

    The band's number goes in first, so that equal values in different bands have different keys.
    """
    for at in range(len(members)):
        mixed = np.uint64(band + 1) * MULTIPLIER
        for column in range(band * rows, (band + 1) * rows):
            mixed = ((mixed << LEFT) | (mixed >> RIGHT)) ^ np.uint64(signatures[members[at], column])
            mixed *= MULTIPLIER
            mixed ^= mixed >> HALF
        keys[at] = mixed


@compiled
def count_pairs(keys: Any, order: Any, cap: Any) -> Any:
    """Return how many pairs `bucket_pairs` will write for `keys[order]`, sorted."""
    total = 0
    start = 0
    for at in range(1, len(order) + 1):
        if at == len(order) or keys[order[at]] != keys[order[start]]:
            size = at - start
            total += size * (size - 1) // 2 if size <= cap else 2 * size - 3
            start = at
    return total


@compiled
def bucket_pairs(keys: Any, order: Any, members: Any, cap: Any, pairs: Any, capped: Any) -> Any:
    """Write the pairs inside each run of equal keys, and return how many runs were over the cap.

    `order` sorts `keys` stably, `members`, ascending, are the articles' numbers; `pairs`, uint64, gets
    `i << 32 | j` with i < j. Of a run over the cap only the first member with each other and each with its
    neighbour are paired, and `capped[member]` is set for all of it.
    """
    written = 0
    over = 0
    start = 0
    for at in range(1, len(order) + 1):
        if at < len(order) and keys[order[at]] == keys[order[start]]:
            continue
        large = at - start > cap
        over += large
        for here in range(start, at):
            low = np.uint64(members[order[here]]) << HALF
            if large:
                capped[members[order[here]]] = True
            stop = min(here + 2, at) if large and here > start else at
            for there in range(here + 1, stop):
                pairs[written] = low | np.uint64(members[order[there]])
                written += 1
        start = at
    return over
