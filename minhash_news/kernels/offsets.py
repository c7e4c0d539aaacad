"""Where words stand in their text, two bytes a word: the gap before each and its size.

A gap or size of FAR or more stands in a list of its own, `far`, with 2 * word for a gap and 2 * word + 1 for a size in
`far_at`, ascending.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

FAR = 255


@compiled
def pack(starts: Any, ends: Any, indptr: Any, gaps: Any, sizes: Any) -> Any:
    """Write gaps and sizes, (words,) uint8 each, of half-open offsets, and return `far_at` int64 and `far` int32."""
    far_at, far = np.empty(16, np.int64), np.empty(16, np.int32)
    count = 0
    for article in range(len(indptr) - 1):
        behind = np.int32(0)
        for k in range(indptr[article], indptr[article + 1]):
            for side in range(2):
                value = starts[k] - behind if side == 0 else ends[k] - starts[k]
                if side == 0:
                    gaps[k] = min(value, FAR)
                else:
                    sizes[k] = min(value, FAR)
                if value >= FAR:
                    if count == len(far):
                        far_at, far = doubled(far_at), doubled(far)
                    far_at[count], far[count] = 2 * k + side, value
                    count += 1
            behind = ends[k]
    return far_at[:count].copy(), far[:count].copy()


@compiled
def doubled(values: Any) -> Any:
    """Return an array of twice the length that begins with the values."""
    longer = np.empty(2 * len(values), values.dtype)
    longer[: len(values)] = values
    return longer


@compiled
def whole(packed: Any, far: Any, j: Any) -> Any:
    """Return a gap or size, and which of `far` comes next; j comes next now."""
    if packed == FAR:
        return far[j], j + 1
    return np.int32(packed), j


@compiled
def unpack(gaps: Any, sizes: Any, far_at: Any, far: Any, begin: int, end: int) -> Any:
    """Return the offsets of an article's words, `begin` to `end`, int32 each."""
    starts, ends = np.empty(end - begin, np.int32), np.empty(end - begin, np.int32)
    at = np.int32(0)
    j = np.searchsorted(far_at, 2 * begin)
    for k in range(begin, end):
        gap, j = whole(gaps[k], far, j)
        size, j = whole(sizes[k], far, j)
        starts[k - begin] = at + gap
        at += gap + size
        ends[k - begin] = at
    return starts, ends


@compiled
def close_up(hidden: Any, gaps: Any, sizes: Any, far: Any, indptr: Any) -> Any:
    """Leave the hidden words out, in place, so that what was before one counts as gap; return the new `far_at`, `far`.

    Args:
        hidden: (words,) bool.
        gaps: (words,) uint8; as many of its first places as words are left are written.
        sizes: (words,) uint8, likewise.
        far: int32.
        indptr: (articles + 1,) int64, with the hidden words.
    """
    new_at, new = np.empty(16, np.int64), np.empty(16, np.int32)
    count = kept = j = 0
    for article in range(len(indptr) - 1):
        owed = np.int32(0)
        for k in range(indptr[article], indptr[article + 1]):
            gap, j = whole(gaps[k], far, j)
            size, j = whole(sizes[k], far, j)
            gap += owed
            if hidden[k]:
                owed = gap + size
                continue
            owed = np.int32(0)
            gaps[kept], sizes[kept] = min(gap, FAR), min(size, FAR)
            while count + 2 > len(new):
                new_at, new = doubled(new_at), doubled(new)
            if gap >= FAR:
                new_at[count], new[count] = 2 * kept, gap
                count += 1
            if size >= FAR:
                new_at[count], new[count] = 2 * kept + 1, size
                count += 1
            kept += 1
    return new_at[:count].copy(), new[:count].copy()
