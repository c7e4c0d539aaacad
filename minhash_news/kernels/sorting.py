"""Sorting by keys that are spread evenly, as hashes are, and what two sorted sets have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

MARKS = 3
"""A filter has 2 to the power of MARKS, 8, bits or more for each value."""


@compiled
def bits_for(count: int) -> int:
    """Return the least number of bits, from 1 up, that count to `count` or further."""
    bits = 1
    while (1 << bits) < count:
        bits += 1
    return bits


@compiled
def sort_places(keys: Any, ranked: Any, places: Any) -> None:
    """Sort keys, equal ones by place: one pass into buckets by their first bits, one of insertion.

    Linear where the keys are spread evenly over 64 bits (Knuth 5.2.5, after MacLaren 1966).

    Args:
        keys: (n,) uint64.
        ranked: (n,) uint64, gets the keys in order.
        places: (n,) int32, gets where in `keys` each stood.
    """
    n = keys.shape[0]
    bits = bits_for(n)
    shift = np.uint64(64 - bits)
    ends = np.zeros(1 << bits, np.uint32)
    for k in range(n):
        ends[keys[k] >> shift] += np.uint32(1)
    before = np.uint32(0)
    for bucket in range(1 << bits):
        many = ends[bucket]
        ends[bucket] = before
        before += many
    for k in range(n):
        bucket = keys[k] >> shift
        at = ends[bucket]
        ends[bucket] = at + np.uint32(1)
        ranked[at] = keys[k]
        places[at] = k
    for k in range(1, n):
        key, place = ranked[k], places[k]
        if ranked[k - 1] <= key:
            continue
        at = k
        while at > 0 and ranked[at - 1] > key:
            ranked[at] = ranked[at - 1]
            places[at] = places[at - 1]
            at -= 1
        ranked[at] = key
        places[at] = place


@compiled
def group_places(keys: Any, ranked: Any, places: Any, begins: Any, base: int) -> int:
    """Sort keys as `sort_places` does; equal ones are a group.

    Writes to `begins`, int64, `base` plus where in `places` each group begins, and behind them where the last one
    ends; returns how many groups there are.
    """
    sort_places(keys, ranked, places)
    groups = 0
    for k in range(keys.shape[0]):
        if k == 0 or ranked[k] != ranked[k - 1]:
            begins[groups] = base + k
            groups += 1
    begins[groups] = base + keys.shape[0]
    return groups


@compiled
def first_not_below(values: Any, start: Any, stop: Any, wanted: Any) -> Any:
    """Return the first of the sorted `values[start:stop]` that is not below `wanted`, or `stop`.

    Quick where it is near: steps double until one goes too far (Bentley & Yao 1976).
    """
    step = 1
    while start + step < stop and values[start + step] < wanted:
        start += step
        step *= 2
    stop = min(stop, start + step)
    while start < stop:
        middle = (start + stop) >> 1
        if values[middle] < wanted:
            start = middle + 1
        else:
            stop = middle
    return start


@compiled
def in_common(a: Any, b: Any, a_at: Any, b_at: Any) -> Any:
    """Find the values that two sorted arrays of unique values share.

    Writes their places in `a` and in `b`, ascending, to `a_at` and `b_at`, and returns how many there are.
    """
    if a.shape[0] > b.shape[0]:
        return in_common(b, a, b_at, a_at)
    found: Any = 0
    j: Any = 0
    for i in range(a.shape[0]):
        j = first_not_below(b, j, b.shape[0], a[i])
        if j == b.shape[0]:
            break
        if b[j] == a[i]:
            a_at[found], b_at[found] = i, j
            found += 1
    return found


@compiled
def mark(hashes: Any, marks: Any, bits: int) -> None:
    """Make a filter of some hashes, a Bloom filter (1970) of one function: set the bit that their first bits name.

    Args:
        hashes: (n,) uint64.
        marks: (2 ** (bits - 6),) uint64, all 0.
        bits: how many of a hash's first bits are looked at.
    """
    shift = np.uint64(64 - bits)
    for value in hashes:
        bit = value >> shift
        marks[bit >> np.uint64(6)] |= np.uint64(1) << (bit & np.uint64(63))


@compiled
def hashes_in_common(a: Any, b: Any, b_marks: Any, bits: int, a_at: Any, b_at: Any) -> Any:
    """Find what `in_common` finds; `a` should be the shorter. `b_marks` is the filter of `b` that `mark` made."""
    shift = np.uint64(64 - bits)
    perhaps: Any = 0
    for i in range(a.shape[0]):
        bit = a[i] >> shift
        a_at[perhaps] = i
        perhaps += np.int64((b_marks[bit >> np.uint64(6)] >> (bit & np.uint64(63))) & np.uint64(1))
    found: Any = 0
    j: Any = 0
    for k in range(perhaps):
        i = a_at[k]
        j = first_not_below(b, j, b.shape[0], a[i])
        if j == b.shape[0]:
            break
        if b[j] == a[i]:
            a_at[found], b_at[found] = i, j
            found += 1
    return found
