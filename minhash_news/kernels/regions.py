"""What three sorted sets share: the weight of each region of their Venn diagram, for many threes at once."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

REGIONS = 7
"""The regions are numbered by who has what is in them: 1 the first, 2 the second, 4 the third, and their sums."""
END = np.iinfo(np.int64).max
"""Stands behind the last key of each set."""


@compiled
def distinct(keys: Any, begins: Any) -> Any:
    """Sort the keys of each set and keep each once.

    Args:
        keys: int64, less than END.
        begins: (sets + 1,) int64, where the keys of each set begin.

    Returns:
        int64 keys, END behind those of each set, and (sets + 1,) int64, where each begins.
    """
    out = np.empty(len(keys) + len(begins) - 1, np.int64)
    places = np.zeros(len(begins), np.int64)
    last = 0
    for number in range(len(begins) - 1):
        for key in np.sort(keys[begins[number] : begins[number + 1]]):
            if last == places[number] or out[last - 1] != key:
                out[last] = key
                last += 1
        out[last] = END
        last += 1
        places[number + 1] = last
    return out[:last], places


@compiled
def regions(threes: Any, begins: Any, keys: Any, weights: Any) -> Any:
    """Return the weight of each region of each three.

    Which of three sets has the next key is as good as chance; so that is counted and not asked, for a processor guesses
    wrong at every second question.

    Args:
        threes: (m, 3) int32, sets.
        begins: (sets + 1,) int64, where the keys of each set begin.
        keys: int64, as `distinct` returns them.
        weights: float64, of each key; the same wherever it stands.

    Returns:
        (m, REGIONS) float64; region r is at r - 1.
    """
    out = np.zeros((threes.shape[0], REGIONS + 1), np.float64)
    for row in range(threes.shape[0]):
        i, j, k = begins[threes[row, 0]], begins[threes[row, 1]], begins[threes[row, 2]]
        found = out[row]
        while True:
            a, b, c = keys[i], keys[j], keys[k]
            least = min(a, b, c)
            if least == END:
                break
            in_a, in_b, in_c = np.int64(a == least), np.int64(b == least), np.int64(c == least)
            place = i if in_a else (j if in_b else k)
            found[in_a + 2 * in_b + 4 * in_c] += weights[place]
            i += in_a
            j += in_b
            k += in_c
    return out[:, 1:]
