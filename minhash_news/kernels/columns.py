"""The columns of a corpus: word ids, where sentences and paragraphs begin, and words left out."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

NEW_SENTENCE, NEW_PARAGRAPH = 32, 64
"""Marks of the first word of a sentence, of a paragraph; beside those of `kernels.words`, and kept up to date when
words are left out."""
FREE = np.int32(-1)
MIX = np.uint64(0x9E3779B97F4A7C15)


@compiled
def place_of(value: Any, keys: Any, ids: Any) -> Any:
    """Return where a key stands in a hash table, or the free place where it should (linear probing, Knuth 6.4)."""
    last = np.uint64(len(keys) - 1)
    at = (value * MIX >> np.uint64(20)) & last
    while ids[at] != FREE and keys[at] != value:
        at = (at + np.uint64(1)) & last
    return at


@compiled
def number_words(hashes: Any, keys: Any, ids: Any, known: int, numbers: Any) -> int:
    """Give each different word a number, from `known` up in the order they come, and return how many are known then.

    Args:
        hashes: (n,) uint64 word hashes.
        keys: (2 ** k,) uint64, the hash table, with more than n free places.
        ids: (2 ** k,) int32, the number of each key, FREE where there is none.
        known: words in the table.
        numbers: (n,) int32, written.
    """
    for k in range(len(hashes)):
        at = place_of(hashes[k], keys, ids)
        if ids[at] == FREE:
            keys[at] = hashes[k]
            ids[at] = known
            known += 1
        numbers[k] = ids[at]
    return known


@compiled
def move_words(old_keys: Any, old_ids: Any, keys: Any, ids: Any) -> None:
    """Put all words of one hash table into another, larger one."""
    for k in range(len(old_keys)):
        if old_ids[k] != FREE:
            at = place_of(old_keys[k], keys, ids)
            keys[at] = old_keys[k]
            ids[at] = old_ids[k]


@compiled
def renumber(ids: Any, numbers: Any) -> None:
    """Replace each id by its number, in place."""
    for k in range(len(ids)):
        ids[k] = numbers[ids[k]]


@compiled
def leave_out(hidden: Any, ids: Any, flags: Any, indptr: Any) -> Any:
    """Close up the columns over the hidden words, in place, and return where each article's words begin then.

    The first word that is left of a sentence or paragraph bears its mark.
    """
    begins = np.zeros_like(indptr)
    kept = 0
    for article in range(len(indptr) - 1):
        owed = 0
        for k in range(indptr[article], indptr[article + 1]):
            owed |= flags[k] & (NEW_SENTENCE | NEW_PARAGRAPH)
            if hidden[k]:
                continue
            ids[kept] = ids[k]
            flags[kept] = flags[k] | owed
            owed = 0
            kept += 1
        begins[article + 1] = kept
    return begins
