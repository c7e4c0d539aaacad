"""Sorted sets of uint64: shingles of word hashes, and what two sets share."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

MULTIPLIER = np.uint64(0x9FB21C651E98DF25)
LEFT, RIGHT = np.uint64(29), np.uint64(35)


@compiled
def shingle_kernel(hashes: Any, indptr: Any, size: Any, shingles: Any, counts: Any) -> None:
    """Write each text's sorted unique shingle hashes to `shingles`, one text after the other.

    `hashes` uint64 (n,) are word hashes, those of text i at `indptr[i]:indptr[i + 1]`; `shingles` uint64 (n,)
    is long enough; `counts[i + 1]` gets the size of set i. A shingle of one word is the word's hash; of
    several, what went before is rotated and multiplied by an odd number before the next word's hash is added,
    so that order counts.
    """
    written = 0
    for text in range(len(indptr) - 1):
        start, end = indptr[text], indptr[text + 1]
        length = min(size, end - start)
        if length == 0:
            continue
        own = shingles[written : written + end - start - length + 1]
        for at in range(len(own)):
            mixed = hashes[start + at]
            for other in range(1, length):
                mixed = ((mixed << LEFT) | (mixed >> RIGHT)) * MULTIPLIER + hashes[start + at + other]
            own[at] = mixed
        own.sort()
        kept = 1
        for at in range(1, len(own)):
            if own[at] != own[at - 1]:
                own[kept] = own[at]
                kept += 1
        written += kept
        counts[text + 1] = kept


@compiled
def shared(one: Any, other: Any) -> Any:
    """Return how many values two sorted arrays of unique uint64 have in common."""
    found = here = there = 0
    while here < len(one) and there < len(other):
        a, b = one[here], other[there]
        found += a == b
        here += a <= b
        there += b <= a
    return found
