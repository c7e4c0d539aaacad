"""Measures of one pair of texts, filled in for many pairs at once."""

from __future__ import annotations

import numpy as np
from numba import njit
from numpy.typing import NDArray

from minhash_news.kernels.align import copied_runs, longest_increasing, sentence_matches
from minhash_news.kernels.grams import distinct, gram_hashes, shared_weight, skip_hashes, weights_of_grams

NUMBER, CAPITAL, QUOTED = 1, 2, 4

MEASURES = (
    # containment: share of the idf weight of A's word n-grams that B has too, and the other way
    "a_words", "b_words", "a_pairs", "b_pairs", "a_triples", "b_triples", "a_fives", "b_fives",
    "a_skips", "b_skips",
    # rare words (idf of at least RARE): share of their weight
    "a_rare", "b_rare",
    # numbers: share of the distinct ones
    "a_numbers", "b_numbers", "shared_numbers",
    # copied runs, as shares of the text's idf: unquoted and quoted, runs of any length and of eight words and more
    "a_runs", "b_runs", "a_quoted_runs", "b_quoted_runs", "a_long_runs", "b_long_runs",
    "longest_run", "long_run_bits", "run_bits", "quoted_run_bits",
    # sentences: share of the idf of A in sentences half matched by one sentence of B; mean match; in the same order
    "a_sentences", "b_sentences", "a_match", "b_match", "a_order", "b_order",
    # sizes
    "a_bits", "b_bits", "a_length", "b_length", "shared_bits",
)  # fmt: skip
WIDTH = len(MEASURES)
FLOOR = 2.0
"""Words below this idf (function words) carry nothing by themselves."""
RARE = 5.5
"""Words from this idf up are rare."""
MIN_BITS = 9.0
"""A copied run carries at least this much idf."""
LONG_RUN = 8
HALF = 0.5
SKIP_REACH = 4


@njit(cache=True, nogil=True)
def set_weight(weights: NDArray[np.float32]) -> float:
    """Sum in double precision, left to right."""
    total = 0.0
    for w in weights:
        total += w
    return total


@njit(cache=True, nogil=True)
def word_measures(a, a_flags, b, b_flags, idf, out):  # type: ignore[no-untyped-def]
    """Fill in the containments of rare words and numbers; `a` and `b` are the two texts' word ids."""
    for turn in range(2):
        x, x_flags, y = (a, a_flags, b) if turn == 0 else (b, b_flags, a)
        ranked = np.sort(y)
        seen = np.argsort(x, kind="mergesort")
        rare = rare_shared = numbers = numbers_shared = 0.0
        last = np.int32(-1)
        for k in seen:
            word = x[k]
            if word == last:
                continue
            last = word
            at = np.searchsorted(ranked, word)
            shared = at < ranked.shape[0] and ranked[at] == word
            if idf[word] >= RARE:
                rare += idf[word]
                rare_shared += idf[word] * shared
            if x_flags[k] & NUMBER:
                numbers += 1
                numbers_shared += shared
        out[10 + turn] = rare_shared / rare if rare > 0 else 0.0
        out[12 + turn] = numbers_shared / numbers if numbers > 0 else 0.0
        out[14] = numbers_shared


@njit(cache=True, nogil=True)
def run_measures(x, x_flags, y, idf, bits, out, turn):  # type: ignore[no-untyped-def]
    """Fill in what copied runs cover of text x."""
    runs = copied_runs(x, y, idf, MIN_BITS)
    plain = quoted = long = 0.0
    longest = 0
    longest_bits = 0.0
    for r in range(runs.shape[0]):
        here = 0.0
        unquoted = 0
        for p in range(runs[r, 0], runs[r, 0] + runs[r, 2]):
            if x_flags[p] & QUOTED:
                quoted += idf[x[p]]
            else:
                plain += idf[x[p]]
                here += idf[x[p]]
                unquoted += 1
        if unquoted >= LONG_RUN:
            long += here
        if unquoted > longest:
            longest = unquoted
        longest_bits = max(longest_bits, here)
    if bits > 0:
        out[15 + turn] = plain / bits
        out[17 + turn] = quoted / bits
        out[19 + turn] = long / bits
    # what both copy from each other is the greater of what is found either way
    out[21] = max(out[21], longest)
    out[22] = max(out[22], longest_bits)
    out[23] = max(out[23], plain)
    out[24] = max(out[24], quoted)


@njit(cache=True, nogil=True)
def sentence_measures(x, x_sentence, y, y_sentence, idf, out, turn):  # type: ignore[no-untyped-def]
    """Fill in how far the sentences of x have a counterpart in y, and in the same order."""
    best, shared, total = sentence_matches(x, x_sentence, y, y_sentence, idf, FLOOR)
    weight = matched = mean = 0.0
    for s in range(best.shape[0]):
        weight += total[s]
        mean += shared[s]
        if total[s] > 0 and shared[s] >= HALF * total[s]:
            matched += total[s]
    out[25 + turn] = matched / weight if weight > 0 else 0.0
    out[27 + turn] = mean / weight if weight > 0 else 0.0
    out[29 + turn] = longest_increasing(best, shared) / mean if mean > 0 else 0.0


@njit(cache=True, nogil=True)
def gram_measures(a, b, idf, out):  # type: ignore[no-untyped-def]
    """Fill in the containments of word n-grams and skip-grams."""
    for k in range(5):
        if k < 4:
            size = (1, 2, 3, 5)[k]
            ha, wa = distinct(gram_hashes(a, size), weights_of_grams(a, idf, size))
            hb, wb = distinct(gram_hashes(b, size), weights_of_grams(b, idf, size))
        else:
            ha, wa = distinct(*skip_hashes(a, idf, 3.0, SKIP_REACH))
            hb, wb = distinct(*skip_hashes(b, idf, 3.0, SKIP_REACH))
        total_a, total_b = set_weight(wa), set_weight(wb)
        shared = shared_weight(ha, wa, hb)
        out[2 * k] = shared / total_a if total_a > 0 else 0.0
        out[2 * k + 1] = shared / total_b if total_b > 0 else 0.0
        if k == 0:
            out[35] = shared


@njit(cache=True, nogil=True)
def measure_pairs(pairs, indptr, ids, flags, sentences, idf, out):  # type: ignore[no-untyped-def]
    """Fill in one row of measures for each pair.

    Args:
        pairs: (m, 2) int32 rows of the corpus.
        indptr: (n + 1,) int64, where each article's words begin.
        ids: (words,) int32 word ids.
        flags: (words,) uint8 marks of the words.
        sentences: (words,) int32, index of the word's sentence in its article.
        idf: (vocabulary,) float32.
        out: (m, WIDTH) float32, written in place, column by column as MEASURES names them.
    """
    for r in range(pairs.shape[0]):
        i, j = pairs[r, 0], pairs[r, 1]
        a, b = ids[indptr[i] : indptr[i + 1]], ids[indptr[j] : indptr[j + 1]]
        a_flags, b_flags = flags[indptr[i] : indptr[i + 1]], flags[indptr[j] : indptr[j + 1]]
        a_sent, b_sent = sentences[indptr[i] : indptr[i + 1]], sentences[indptr[j] : indptr[j + 1]]
        row = out[r]
        row[:] = 0
        a_bits = b_bits = 0.0
        for word in a:
            a_bits += idf[word]
        for word in b:
            b_bits += idf[word]
        gram_measures(a, b, idf, row)
        word_measures(a, a_flags, b, b_flags, idf, row)
        run_measures(a, a_flags, b, idf, a_bits, row, 0)
        run_measures(b, b_flags, a, idf, b_bits, row, 1)
        sentence_measures(a, a_sent, b, b_sent, idf, row, 0)
        sentence_measures(b, b_sent, a, a_sent, idf, row, 1)
        row[31], row[32] = a_bits, b_bits
        row[33], row[34] = a.shape[0], b.shape[0]
