"""What one text takes from another: copied runs, and the sentences that say the same."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from minhash_news.kernels.grams import gram_hashes

SEED_WORDS = 3
"""A copied run is found by this many words in a row."""
OCCURRENCES = 24
"""At most so many places of one seed are tried."""


@njit(cache=True, nogil=True)
def copied_runs(
    target: NDArray[np.int32],
    source: NDArray[np.int32],
    idf: NDArray[np.float32],
    min_bits: float,
) -> NDArray[np.int32]:
    """Cut the target into the longest runs of words that the source has too, left to right.

    A greedy factorisation in the manner of Lempel and Ziv (1977): at each word the longest match in the source is
    taken; among equally long ones that which goes on where the last one ended. Runs that carry less than `min_bits`
    of idf (strings of function words) are no evidence and are left out.

    Args:
        target: (n,) int32 word ids of the text to explain.
        source: (m,) int32 word ids of the text it may come from.
        idf: (vocabulary,) float32 weights.
        min_bits: least summed idf of a run.

    Returns:
        (k, 3) int32: start in the target, start in the source, words; ordered, not overlapping in the target.
    """
    n, m = target.shape[0], source.shape[0]
    found = np.empty((n // SEED_WORDS + 1, 3), np.int32)
    count = 0
    if n < SEED_WORDS or m < SEED_WORDS:
        return found[:0]
    seeds = gram_hashes(target, SEED_WORDS)
    grams = gram_hashes(source, SEED_WORDS)
    order = np.argsort(grams, kind="mergesort")
    ranked = grams[order]
    i = 0
    ahead = -1
    while i < seeds.shape[0]:
        best, best_at = 0, -1
        k = np.searchsorted(ranked, seeds[i])
        tried = 0
        while k < ranked.shape[0] and ranked[k] == seeds[i] and tried < OCCURRENCES:
            j = order[k]
            length = 0
            while i + length < n and j + length < m and target[i + length] == source[j + length]:
                length += 1
            if length > best or (length == best and j == ahead):
                best, best_at = length, j
            k += 1
            tried += 1
        bits = 0.0
        for t in range(best):
            bits += idf[target[i + t]]
        if best >= SEED_WORDS and bits >= min_bits:
            found[count, 0], found[count, 1], found[count, 2] = i, best_at, best
            count += 1
            i += best
            ahead = best_at + best
        else:
            i += 1
    return found[:count]


@njit(cache=True, nogil=True)
def sentence_matches(
    target: NDArray[np.int32],
    target_sentence: NDArray[np.int32],
    source: NDArray[np.int32],
    source_sentence: NDArray[np.int32],
    idf: NDArray[np.float32],
    floor: float,
) -> tuple[NDArray[np.int32], NDArray[np.float32], NDArray[np.float32]]:
    """Find for each sentence of the target the sentence of the source that shares most idf with it.

    Each distinct word counts once a sentence. Words below the idf floor are passed over.

    Returns:
        best: (sentences of target,) int32, index of the source sentence, -1 where none shares a word.
        shared: float32, idf shared with it.
        total: float32, idf of the target sentence's distinct words.
    """
    n_target = target_sentence[-1] + 1 if target.shape[0] else 0
    n_source = source_sentence[-1] + 1 if source.shape[0] else 0
    best = np.full(n_target, -1, np.int32)
    shared = np.zeros(n_target, np.float32)
    total = np.zeros(n_target, np.float32)
    order = np.argsort(source, kind="mergesort")
    ranked = source[order]
    scores = np.zeros(n_source, np.float32)
    last_seen = np.full(n_source, -1, np.int32)
    i = 0
    while i < target.shape[0]:
        s = target_sentence[i]
        end = i
        while end < target.shape[0] and target_sentence[end] == s:
            end += 1
        scores[:] = 0
        for p in range(i, end):
            word = target[p]
            if idf[word] < floor:
                continue
            repeated = False
            for q in range(i, p):
                if target[q] == word:
                    repeated = True
                    break
            if repeated:
                continue
            total[s] += idf[word]
            k = np.searchsorted(ranked, word)
            while k < ranked.shape[0] and ranked[k] == word:
                t = source_sentence[order[k]]
                if last_seen[t] != p:
                    last_seen[t] = p
                    scores[t] += idf[word]
                k += 1
        for t in range(n_source):
            if scores[t] > shared[s]:
                shared[s] = scores[t]
                best[s] = t
        i = end
    return best, shared, total


@njit(cache=True, nogil=True)
def longest_increasing(values: NDArray[np.int32], weights: NDArray[np.float32]) -> float:
    """Return the greatest weight of a subsequence whose values never fall (quadratic: texts have few sentences)."""
    n = values.shape[0]
    best = np.zeros(n, np.float32)
    top = 0.0
    for i in range(n):
        if values[i] < 0:
            continue
        reach = np.float32(0)
        for j in range(i):
            if values[j] >= 0 and values[j] <= values[i] and best[j] > reach:
                reach = best[j]
        best[i] = reach + weights[i]
        top = max(top, float(best[i]))
    return top


@njit(cache=True, nogil=True)
def explained(
    target: NDArray[np.int32],
    target_sentence: NDArray[np.int32],
    source: NDArray[np.int32],
    source_sentence: NDArray[np.int32],
    idf: NDArray[np.float32],
    floor: float,
    min_bits: float,
) -> NDArray[np.float32]:
    """Say for each word of the target how well the source explains it, 0 to 1.

    A word inside a copied run counts the more, the longer the run (0.5 at three words, near 1 from seven); a content
    word that the best-matching sentence has counts by how much of its sentence is matched; a word that merely occurs
    somewhere in the source counts a tenth.
    """
    out = np.zeros(target.shape[0], np.float32)
    ranked = np.sort(source)
    best, shared, total = sentence_matches(target, target_sentence, source, source_sentence, idf, floor)
    n_source = source_sentence[-1] + 1 if source.shape[0] else 0
    begin = np.zeros(n_source + 1, np.int32)
    for p in range(source.shape[0]):
        begin[source_sentence[p] + 1] = p + 1
    for t in range(1, n_source + 1):
        begin[t] = max(begin[t], begin[t - 1])
    for p in range(target.shape[0]):
        word = target[p]
        if idf[word] < floor:
            continue
        k = np.searchsorted(ranked, word)
        if k >= ranked.shape[0] or ranked[k] != word:
            continue
        out[p] = 0.1
        s = target_sentence[p]
        t = best[s]
        if t >= 0 and total[s] > 0:
            for q in range(begin[t], begin[t + 1]):
                if source[q] == word:
                    out[p] = max(out[p], min(0.8, shared[s] / total[s]))
                    break
    runs = copied_runs(target, source, idf, min_bits)
    for r in range(runs.shape[0]):
        length = runs[r, 2]
        strength = np.float32(1.0 - 0.5 ** (length - 2))
        for p in range(runs[r, 0], runs[r, 0] + length):
            out[p] = max(out[p], strength)
    return out
