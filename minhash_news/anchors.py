"""Anchor: words -> candidate pairs that share rare words, or rare pairs of words."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, PairArray, unpacked
from minhash_news.kernels.anchoring import ALONE, PAIR, PAIRED, anchor_keys, by_article, group_keys, partners

CONTENT = 3.0
"""Words below this idf are no anchors."""
MOST_ARTICLES = 40
"""A word, or pair of words, that stands in more articles than this is no anchor."""
CROWDED = 50_000
"""In a corpus of so many articles, words that are too common become anchors together with the next such word."""
SAMPLED = 2
"""Of those pairs of words one in so many is looked at."""
UNITS = 1024
"""Weights are whole numbers of so many to a nat: a sum of them does not depend on the order."""
MOST_PARTNERS = 64
"""So many candidates of one article are kept, those that share most anchors with it."""
ROWS = 8192
"""Articles whose partners are looked for at once."""
ROOM = 1 << 20
"""Pairs that are found at once."""


@dataclass(frozen=True, slots=True)
class Anchored:
    """Articles that share anchors; not yet a finding.

    Attributes:
        pairs: (m, 2) int32, sorted.
        passed_over: content words that stand in more articles than an anchor may.
        crowded: articles with more partners than are kept.
    """

    pairs: PairArray
    passed_over: int
    crowded: int


@dataclass(frozen=True, slots=True)
class Anchors:
    """Anchors and the articles they stand in; see `kernels.anchoring.partners`.

    Attributes:
        begins: (anchors + 1,) int64, where each anchor's articles begin.
        members: int32, those articles, ascending for each anchor.
        weights: (anchors,) int64.
    """

    begins: NDArray[np.int64]
    members: NDArray[np.int32]
    weights: NDArray[np.int64]


def anchored_pairs(words: CorpusWords, *, min_shared: float, workers: int = 1) -> Anchored:
    """Return the pairs whose shared anchors carry at least `min_shared` of idf.

    An anchor is a content word that stands in two to MOST_ARTICLES articles. The more articles there are, the fewer
    words are so rare; from CROWDED articles up, two neighbouring words that are too common, with function words
    between them or not, are an anchor where they stand together in so few. An article that shares enough with more
    than MOST_PARTNERS others keeps those that share most; a pair stays if it does so for either.
    """
    n = len(words)
    parts, passed_over = anchor_parts(words)
    anchors = _anchors(words, parts)
    turned = by_article(anchors.begins, anchors.members, n)

    def found(first: int) -> tuple[list[NDArray[np.uint64]], int]:
        return sharing(anchors, turned, first, min(n, first + ROWS), min_shared=min_shared)

    with ThreadPoolExecutor(workers) as pool:
        results = list(pool.map(found, range(0, n, ROWS)))
    packed = np.unique(np.concatenate([np.zeros(0, np.uint64), *_all(results)]))
    return Anchored(unpacked(packed), passed_over, sum(crowded for _, crowded in results))


def sharing(
    anchors: Anchors, turned: tuple[NDArray[np.int64], NDArray[np.int32]], first: int, behind: int, *, min_shared: float
) -> tuple[list[NDArray[np.uint64]], int]:
    """Return the pairs of the articles `first` to `behind` with any, `i << 32 | j`, and how many have too many.

    Args:
        anchors: all that these articles have.
        turned: what `by_article` makes of them.
        first: article.
        behind: article.
        min_shared: idf that two articles have to share.
    """
    gathered, crowded = [], 0
    room = np.empty(ROOM, np.uint64)
    while first < behind:
        start = first
        first, count, over = partners(
            start,
            behind,
            *turned,
            anchors.begins,
            anchors.members,
            anchors.weights,
            round(min_shared * UNITS),
            MOST_PARTNERS,
            room,
        )
        gathered.append(room[:count].copy())
        crowded += over
        if first == start:
            room = np.empty(2 * len(room), np.uint64)
    return gathered, crowded


def anchor_parts(words: CorpusWords, *, least: int = 2) -> tuple[NDArray[np.uint8], int]:
    """Return (vocabulary,) uint8 what each word may be, ALONE, PAIRED or 0, and how many are too common to be ALONE.

    A word of one article joins nothing; where articles are still to come, `least` may be 0.
    """
    common = too_common(words.idf, words.frequency)
    parts = np.where((words.idf >= CONTENT) & (words.frequency >= least) & ~common, ALONE, 0).astype(np.uint8)
    if words.corpus >= CROWDED:
        parts[common] = PAIRED
    return parts, int(common.sum())


def too_common(idf: NDArray[np.float32], frequency: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Return (n,) whether each is a content word that stands in more articles than an anchor may."""
    return (idf >= CONTENT) & (frequency > MOST_ARTICLES)


def weight(idf: NDArray[np.float64] | NDArray[np.float32]) -> NDArray[np.int64]:
    """Return the weight of anchors of that rarity in nats, (n,) int64."""
    return np.rint(idf * UNITS).astype(np.int64)


def _all(results: list[tuple[list[NDArray[np.uint64]], int]]) -> Iterator[NDArray[np.uint64]]:
    for gathered, _ in results:
        yield from gathered


def anchor_places(words: CorpusWords, parts: NDArray[np.uint8], bits: int) -> NDArray[np.uint64]:
    """Return a key for each place of an anchor, as `kernels.anchoring.anchor_keys` makes them."""
    columns = words.ids, words.indptr, words.vocabulary, parts, SAMPLED, bits
    keys = np.empty(anchor_keys(*columns, np.zeros(0, np.uint64)), np.uint64)
    anchor_keys(*columns, keys)
    return keys


def pair_weight(articles: NDArray[np.int64], corpus: int) -> NDArray[np.int64]:
    """Return the weight of pairs of words that stand in so many articles of a corpus."""
    return weight(np.log((corpus + 1) / articles))


def _anchors(words: CorpusWords, parts: NDArray[np.uint8]) -> Anchors:
    bits = max(1, len(words).bit_length())
    keys = anchor_places(words, parts, bits)
    keys.sort()
    groups, begins = np.empty(len(keys), np.uint64), np.empty(len(keys) + 1, np.int64)
    many, _ = group_keys(keys, bits, MOST_ARTICLES, groups, begins)
    members = (keys[: begins[many]] & np.uint64((1 << bits) - 1)).astype(np.int32)
    groups, begins = groups[:many], begins[: many + 1].copy()
    single = groups < (PAIR >> np.uint64(bits))
    weights = pair_weight(np.diff(begins), words.corpus)
    weights[single] = weight(words.idf[groups[single].astype(np.int64)])
    return Anchors(begins, members, weights)
