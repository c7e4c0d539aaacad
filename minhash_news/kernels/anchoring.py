"""Anchors: rare words, and rare pairs of words that are too common alone; and which articles share many of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.grams import mixed

ALONE, PAIRED = 1, 2
"""What a word may be: an anchor by itself, or together with the next word that may."""
PAIR = np.uint64(1) << np.uint64(63)
"""Mark of the key of a pair; the key of a single word is its id."""


@compiled
def anchor_keys(ids: Any, indptr: Any, hashes: Any, parts: Any, sampled: int, bits: int, keys: Any) -> int:
    """Write a key for each place of an anchor, with the article in its last bits, and return how many there are.

    Args:
        ids: (words,) int32.
        indptr: (n + 1,) int64.
        hashes: (vocabulary,) uint64, of the words.
        parts: (vocabulary,) uint8, ALONE, PAIRED or 0.
        sampled: of the pairs, one in so many is taken, the same ones in all articles.
        bits: that an article's number takes.
        keys: uint64, or empty to count only.
    """
    count = 0
    shift = np.uint64(bits)
    for article in range(len(indptr) - 1):
        before = -1
        for k in range(indptr[article], indptr[article + 1]):
            word = ids[k]
            if parts[word] == ALONE:
                if len(keys):
                    keys[count] = np.uint64(word) << shift | np.uint64(article)
                count += 1
            elif parts[word] == PAIRED:
                if before >= 0:
                    key = mixed(mixed(np.uint64(2), hashes[before]), hashes[word])
                    if (key >> np.uint64(40)) % np.uint64(sampled) == 0:
                        if len(keys):
                            keys[count] = (key << shift | np.uint64(article)) | PAIR
                        count += 1
                before = word
    return count


@compiled
def group_keys(keys: Any, bits: int, most: int, groups: Any, begins: Any) -> Any:
    """Drop double keys, and anchors of one article or of more than `most`.

    Args:
        keys: (m,) uint64, sorted; its first places get the keys that stay.
        bits: that an article's number takes.
        most: articles an anchor may stand in.
        groups: (m,) uint64, gets the key of each anchor without an article.
        begins: (m + 1,) int64, gets where the keys of each anchor begin.

    Returns:
        How many anchors stay, and how many pairs of words stood in too many articles.
    """
    shift = np.uint64(bits)
    count = kept = at = crowded = 0
    begins[0] = 0
    while at < len(keys):
        group = keys[at] >> shift
        first = kept
        articles = 0
        last = ~keys[at]
        while at < len(keys) and keys[at] >> shift == group:
            if keys[at] != last:
                last = keys[at]
                articles += 1
                if articles <= most:
                    keys[kept] = last
                    kept += 1
            at += 1
        if articles < 2 or articles > most:
            kept = first
            crowded += articles > most
            continue
        groups[count] = group
        count += 1
        begins[count] = kept
    return count, crowded


@compiled
def by_article(begins: Any, members: Any, articles: int) -> Any:
    """Turn anchors with their articles, `members[begins[k]:begins[k + 1]]`, into articles with their anchors."""
    turned_begins = np.zeros(articles + 1, np.int64)
    for member in members:
        turned_begins[member + 1] += 1
    turned_begins = np.cumsum(turned_begins)
    at = turned_begins[:-1].copy()
    turned = np.empty(len(members), np.int32)
    for anchor in range(len(begins) - 1):
        for k in range(begins[anchor], begins[anchor + 1]):
            turned[at[members[k]]] = anchor
            at[members[k]] += 1
    return turned_begins, turned


@compiled
def partners(
    first: int,
    behind: int,
    anchors_of: Any,
    anchors: Any,
    begins: Any,
    members: Any,
    weights: Any,
    least: int,
    most: int,
    pairs: Any,
) -> Any:
    """Find for the articles `first` to `behind` those that share anchors of enough weight with them.

    Args:
        first: article.
        behind: article.
        anchors_of: (n + 1,) int64, where each article's anchors begin.
        anchors: int32, ascending for each article.
        begins: (anchors + 1,) int64, where each anchor's articles begin.
        members: int32, those articles.
        weights: (anchors,) int64.
        least: weight that two articles have to share.
        most: partners of one article that are kept, those that share most; equal ones are not parted.
        pairs: uint64, gets `i << 32 | j` with i < j.

    Returns:
        The article before which `pairs` was full, or `behind`; how many pairs there are; articles with too many.
    """
    n = len(anchors_of) - 1
    scores = np.zeros(n, np.int64)
    touched = np.empty(n, np.int32)
    count = crowded = 0
    for article in range(first, behind):
        found = 0
        for k in range(anchors_of[article], anchors_of[article + 1]):
            anchor = anchors[k]
            for at in range(begins[anchor], begins[anchor + 1]):
                other = members[at]
                if scores[other] == 0:
                    touched[found] = other
                    found += 1
                scores[other] += weights[anchor]
        scores[article] = 0
        enough = 0
        for k in range(found):
            other = touched[k]
            if scores[other] >= least:
                touched[enough] = other
                enough += 1
            else:
                scores[other] = 0
        needed = np.int64(least)
        if enough > most:
            needed = np.sort(scores[touched[:enough]])[enough - most]
            crowded += 1
        if count + enough > len(pairs):
            return article, count, crowded - (enough > most)
        for k in range(enough):
            other = touched[k]
            if scores[other] >= needed:
                low, high = min(article, other), max(article, other)
                pairs[count] = np.uint64(low) << np.uint64(32) | np.uint64(high)
                count += 1
            scores[other] = 0
    return behind, count, crowded
