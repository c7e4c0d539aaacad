"""Shingle: words -> shingle sets."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.errors import SettingsError
from minhash_news.kernels.sets import shared, shingle_kernel

ShingleSet = NDArray[np.uint64]
"""Sorted unique hashes of a text's shingles, uint64 (n,)."""

LARGEST = 8
"""Words in the longest shingle."""


def shingle(hashes: NDArray[np.uint64], *, size: int) -> ShingleSet:
    """Return the shingle set of one text, given its word hashes, uint64 (words,).

    A text of fewer words than `size` is one shingle, one of none has the empty set. Compare sets of one size
    only.

    Raises:
        SettingsError: a size not from 1 to 8.
    """
    return shingle_corpus(hashes, np.array([0, len(hashes)], np.int64), size=size)[0]


def shingle_corpus(
    hashes: NDArray[np.uint64], indptr: NDArray[np.int64], *, size: int
) -> tuple[ShingleSet, NDArray[np.int64]]:
    """Return the shingle sets of many texts: hashes uint64 (n,) and indptr int64 (texts + 1,).

    Set i is `hashes[indptr[i]:indptr[i + 1]]`, sorted and unique in itself.

    Raises:
        SettingsError: a size not from 1 to 8.
    """
    if not 1 <= size <= LARGEST:
        raise SettingsError(f"shingle size is {size}; take 1 to {LARGEST} words")
    shingles = np.empty(len(hashes), np.uint64)
    counts = np.zeros(len(indptr), np.int64)
    shingle_kernel(np.ascontiguousarray(hashes, np.uint64), indptr, size, shingles, counts)
    indptr = np.cumsum(counts)
    return shingles[: indptr[-1]].copy(), indptr


def jaccard(a: ShingleSet, b: ShingleSet) -> float:
    """Return |A∩B| / |A∪B|, 0 for two empty sets."""
    both = int(shared(a, b))
    return both / (len(a) + len(b) - both) if both else 0.0


def containment(a: ShingleSet, *, in_: ShingleSet) -> float:
    """Return |A∩B| / |A|, the share of `a` that stands in `in_`; 0 for an empty set."""
    return int(shared(a, in_)) / len(a) if len(a) else 0.0
