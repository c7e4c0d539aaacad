"""What three sorted sets share: the weight of each region of their Venn diagram, for many threes at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

REGIONS = 7
"""The regions are numbered by who has what is in them: 1 the first, 2 the second, 4 the third, and their sums."""


@compiled
def fill_in_regions(a: Any, b: Any, c: Any, weights: Any, out: Any) -> None:
    """Add to `out`, (REGIONS,), what one three shares; the sets are ascending places in `weights`."""
    i = j = k = 0
    while i < len(a) or j < len(b) or k < len(c):
        least = len(weights)
        if i < len(a):
            least = min(least, a[i])
        if j < len(b):
            least = min(least, b[j])
        if k < len(c):
            least = min(least, c[k])
        region = 0
        if i < len(a) and a[i] == least:
            region += 1
            i += 1
        if j < len(b) and b[j] == least:
            region += 2
            j += 1
        if k < len(c) and c[k] == least:
            region += 4
            k += 1
        out[region - 1] += weights[least]


@compiled
def regions(threes: Any, begins: Any, members: Any, weights: Any) -> Any:
    """Return the weight of each region of each three.

    Args:
        threes: (m, 3) int32, sets.
        begins: (sets + 1,) int64, where the members of each set begin.
        members: int32, places in `weights`, ascending and unique in each set.
        weights: (k,) float64.

    Returns:
        (m, REGIONS) float64; region r is at r - 1.
    """
    out = np.zeros((threes.shape[0], REGIONS), np.float64)
    for row in range(threes.shape[0]):
        a, b, c = threes[row]
        fill_in_regions(
            members[begins[a] : begins[a + 1]],
            members[begins[b] : begins[b + 1]],
            members[begins[c] : begins[c + 1]],
            weights,
            out[row],
        )
    return out
