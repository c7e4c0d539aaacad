"""Pairs of sentences of two texts that say much the same."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.align import room_for, words_in_common
from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.index import Text


@compiled
def sentence_seeds(x: Text, y: Text, idf: Any, cosine: float, dice: float) -> Any:
    """Find the pairs of sentences with at least this tf-idf cosine and this Dice coefficient of distinct words.

    Args:
        x: the one text, as `index_text` makes it.
        y: the other.
        idf: (vocabulary,) float32.
        cosine: least tf-idf cosine.
        dice: least Dice coefficient.

    Returns:
        (k, 2) int32 sentence numbers, by the first, then the second.
    """
    room = room_for(x, y)
    count = words_in_common(x, y, idf, 0.0, room)
    dot = np.zeros(len(y.sentence_norms), np.float64)
    common = np.zeros(len(y.sentence_norms), np.float64)
    times = np.zeros(len(y.words), np.int64)  # that each word of y stands in the sentence of x
    found = []
    at = 0
    while at < count:
        s = x.sentences[room.places[at]]
        words = 0
        while at < count and x.sentences[room.places[at]] == s:
            word = room.met[room.places[at]]
            if times[word] == 0:
                room.touched[words] = word
                words += 1
            times[word] += 1
            at += 1
        for k in range(words):
            word = room.touched[k]
            weight = times[word] * idf[y.words[word]] ** 2
            times[word] = 0
            last = -1
            for place in range(y.words_from[word], y.words_from[word + 1]):
                t = y.sentences[y.word_places[place]]
                dot[t] += weight
                if t != last:
                    common[t] += 1
                    last = t
        for t in range(len(dot)):
            if (
                common[t] > 1
                and dot[t] >= cosine * x.sentence_norms[s, 0] * y.sentence_norms[t, 0]
                and 2 * common[t] >= dice * (x.sentence_norms[s, 1] + y.sentence_norms[t, 1])
            ):
                found.append((s, t))
        dot[:] = 0
        common[:] = 0
    out = np.empty((len(found), 2), np.int32)
    for k in range(len(found)):
        out[k, 0], out[k, 1] = found[k]
    return out


@compiled
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


@compiled
def standing_in(x: Any, y: Any) -> Any:
    """Tell of each word of x, (n,) int32, whether it is one of y, (m,) int32."""
    ranked = np.sort(y)
    out = np.zeros(len(x), np.bool_)
    for k in range(len(x)):
        at = np.searchsorted(ranked, x[k])
        out[k] = at < len(ranked) and ranked[at] == x[k]
    return out


@compiled
def densest(x: Any, y: Any, idf: Any, odd: float) -> tuple[int, int]:
    """Return the stretch of x, (n,) int32, with the greatest sum: words of y gain their idf, others cost `odd` of it.

    Of equal sums the first, half-open.
    """
    shared = standing_in(x, y)
    cost = np.float32(odd)
    total = least = best = 0.0
    lowest = begin = end = 0
    for k in range(len(x)):
        weight = idf[x[k]]
        total += np.float64(weight if shared[k] else -cost * weight)
        if total < least:
            least, lowest = total, k + 1
        if total - least > best:
            best, begin, end = total - least, lowest, k + 1
    return begin, end
