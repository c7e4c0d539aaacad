"""Paragraphs of articles as hashes, and what articles share beside the paragraphs they have in common."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled

SHIFT = np.uint64(31)


@compiled
def paragraph_hashes(ids: Any, vocabulary: Any, starts: Any) -> Any:
    """Hash each paragraph's words in their order: sums of hashes times their odd place, modulo 2^64.

    Args:
        ids: (words,) int32.
        vocabulary: uint64, the hash of each word id.
        starts: (paragraphs,) int64, where each begins; it ends where the next one does.

    Returns:
        (paragraphs,) uint64.
    """
    out = np.zeros(len(starts), np.uint64)
    for paragraph in range(len(starts)):
        end = starts[paragraph + 1] if paragraph + 1 < len(starts) else len(ids)
        odd = np.uint64(1)
        for k in range(starts[paragraph], end):
            stirred = vocabulary[ids[k]] * odd
            out[paragraph] += stirred ^ (stirred >> SHIFT)
            odd += np.uint64(2)
    return out


@compiled
def own_words(ids: Any, starts: Any, ends: Any, hashes: Any, others: Any) -> Any:
    """Return the distinct word ids, sorted, of the paragraphs whose hash is not among `others`, sorted uint64."""
    found = np.empty(ends[-1] - starts[0] if len(starts) else 0, np.int32)
    count = 0
    for paragraph in range(len(starts)):
        at = np.searchsorted(others, hashes[paragraph])
        if at < len(others) and others[at] == hashes[paragraph]:
            continue
        for k in range(starts[paragraph], ends[paragraph]):
            found[count] = ids[k]
            count += 1
    found = found[:count]
    found.sort()
    kept = 0
    for k in range(count):
        if k == 0 or found[k] != found[kept - 1]:
            found[kept] = found[k]
            kept += 1
    return found[:kept]


@compiled
def own_and_shared(ids: Any, starts: Any, ends: Any, hashes: Any, first: Any, second: Any, idf: Any) -> Any:
    """Weigh the words of two articles outside the paragraphs that both have.

    Args:
        ids: (words,) int32.
        starts: (paragraphs,) int64.
        ends: (paragraphs,) int64.
        hashes: (paragraphs,) uint64.
        first: two numbers, where the one article's paragraphs begin and end.
        second: the same of the other.
        idf: (vocabulary,) float32.

    Returns:
        The idf of the distinct words of the one that has less, and of those that both have.
    """
    a, b = slice(first[0], first[1]), slice(second[0], second[1])
    mine = own_words(ids, starts[a], ends[a], hashes[a], np.sort(hashes[b]))
    theirs = own_words(ids, starts[b], ends[b], hashes[b], np.sort(hashes[a]))
    one = other = shared = 0.0
    for word in mine:
        one += idf[word]
    for word in theirs:
        other += idf[word]
    j = 0
    for word in mine:
        while j < len(theirs) and theirs[j] < word:
            j += 1
        if j < len(theirs) and theirs[j] == word:
            shared += idf[word]
    return min(one, other), shared
