"""Pairs of sentences of two texts that say much the same."""

from __future__ import annotations

from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def sentence_norms(ids: Any, sentences: Any, idf: Any) -> Any:
    """Return (sentences, 2) float64: the tf-idf norm of each sentence, and its number of distinct content words."""
    count = sentences[-1] + 1 if ids.shape[0] else 0
    out = np.zeros((count, 2), np.float64)
    begin = 0
    while begin < ids.shape[0]:
        s = sentences[begin]
        end = begin
        while end < ids.shape[0] and sentences[end] == s:
            end += 1
        ranked = np.sort(ids[begin:end])
        k = 0
        while k < ranked.shape[0]:
            n = 1
            while k + n < ranked.shape[0] and ranked[k + n] == ranked[k]:
                n += 1
            out[s, 0] += (n * idf[ranked[k]]) ** 2
            out[s, 1] += 1
            k += n
        out[s, 0] = np.sqrt(out[s, 0])
        begin = end
    return out


@njit(cache=True, nogil=True)
def sentence_seeds(x: Any, x_sentences: Any, y: Any, y_sentences: Any, idf: Any, cosine: float, dice: float) -> Any:
    """Find the pairs of sentences with at least this tf-idf cosine and this Dice coefficient of distinct words.

    Args:
        x: (n,) int32 word ids of the one text; `x_sentences` (n,) int32 the sentence of each word, never falling.
        x_sentences: see x.
        y: (m,) int32, the other text.
        y_sentences: see y.
        idf: (vocabulary,) float32.
        cosine: least tf-idf cosine.
        dice: least Dice coefficient.

    Returns:
        (k, 2) int32 sentence numbers, by the first, then the second.
    """
    norms, others = sentence_norms(x, x_sentences, idf), sentence_norms(y, y_sentences, idf)
    order = np.argsort(y, kind="mergesort")
    ranked = y[order]
    dot = np.zeros(others.shape[0], np.float64)
    common = np.zeros(others.shape[0], np.float64)
    found = []
    begin = 0
    while begin < x.shape[0]:
        s = x_sentences[begin]
        end = begin
        while end < x.shape[0] and x_sentences[end] == s:
            end += 1
        dot[:] = 0
        common[:] = 0
        mine = np.sort(x[begin:end])
        k = 0
        while k < mine.shape[0]:
            n = 1
            while k + n < mine.shape[0] and mine[k + n] == mine[k]:
                n += 1
            weight = n * idf[mine[k]] ** 2
            at = np.searchsorted(ranked, mine[k])
            last = -1
            while at < ranked.shape[0] and ranked[at] == mine[k]:
                t = y_sentences[order[at]]
                dot[t] += weight
                if t != last:
                    common[t] += 1
                    last = t
                at += 1
            k += n
        for t in range(others.shape[0]):
            if (
                common[t] > 1
                and dot[t] >= cosine * norms[s, 0] * others[t, 0]
                and 2 * common[t] >= dice * (norms[s, 1] + others[t, 1])
            ):
                found.append((s, t))
        begin = end
    out = np.empty((len(found), 2), np.int32)
    for k in range(len(found)):
        out[k, 0], out[k, 1] = found[k]
    return out


@njit(cache=True, nogil=True)
def bag_cosine(x: Any, y: Any, idf: Any) -> float:
    """Return the tf-idf cosine of two runs of words."""
    a, b = np.sort(x), np.sort(y)
    i = j = 0
    dot = norm_a = norm_b = 0.0
    while i < a.shape[0] or j < b.shape[0]:
        word = a[i] if j >= b.shape[0] or (i < a.shape[0] and a[i] <= b[j]) else b[j]
        n = m = 0
        while i < a.shape[0] and a[i] == word:
            n += 1
            i += 1
        while j < b.shape[0] and b[j] == word:
            m += 1
            j += 1
        weight = idf[word] ** 2
        dot += n * m * weight
        norm_a += n * n * weight
        norm_b += m * m * weight
    return dot / np.sqrt(norm_a * norm_b) if norm_a > 0 and norm_b > 0 else 0.0
