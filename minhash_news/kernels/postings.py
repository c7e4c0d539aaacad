"""Postings: the keys by which an article is found again, each with the article's number in its last bits."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.anchoring import ALONE, PAIRED
from minhash_news.kernels.banding import band_keys
from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.grams import mixed

KEY_BITS = 39
"""A key and a number make a positive int64."""
NUMBER_BITS = 24
BAND, WORD, PAIR = 0, 1, 2
"""What a key was made of; hashed into it."""


@compiled
def _key(kind: Any, hashed: Any) -> Any:
    stirred = mixed(mixed(np.uint64(17), np.uint64(kind)), hashed)
    return mixed(stirred, np.uint64(3)) >> np.uint64(64 - KEY_BITS)


@compiled
def anchor_postings(ids: Any, indptr: Any, hashes: Any, parts: Any, sampled: int, keys: Any, places: Any) -> Any:
    """Write the distinct keys of each article's anchors, and return where each article's begin, (n + 1,) int64.

    Args:
        ids: (words,) int32.
        indptr: (n + 1,) int64.
        hashes: (vocabulary,) uint64, of the words.
        parts: (vocabulary,) uint8, ALONE, PAIRED or 0.
        sampled: of the pairs, one in so many is taken, the same ones in all articles.
        keys: (words,) uint64, written: ascending for each article.
        places: (words,) int32, written: the word of an anchor that stands alone, -1 of a pair.
    """
    begins = np.zeros(len(indptr), np.int64)
    count = 0
    for article in range(len(indptr) - 1):
        first = count
        before = -1
        for k in range(indptr[article], indptr[article + 1]):
            word = ids[k]
            if parts[word] == ALONE:
                keys[count] = _key(WORD, hashes[word])
                places[count] = word
                count += 1
            elif parts[word] == PAIRED:
                if before >= 0:
                    pair = mixed(mixed(np.uint64(2), hashes[before]), hashes[word])
                    if (pair >> np.uint64(40)) % np.uint64(sampled) == 0:
                        keys[count] = _key(PAIR, pair)
                        places[count] = -1
                        count += 1
                before = word
        count = first + _distinct(keys[first:count], places[first:count])
        begins[article + 1] = count
    return begins


@compiled
def _distinct(keys: Any, places: Any) -> Any:
    order = np.argsort(keys)
    ranked, moved = keys[order], places[order]
    kept = 0
    for k in range(len(ranked)):
        if k == 0 or ranked[k] != ranked[k - 1]:
            keys[kept], places[kept] = ranked[k], moved[k]
            kept += 1
    return kept


def band_postings(signatures: Any, bands: int, rows: int) -> Any:
    """Return the key of each band of each signature, uint64 (n, bands)."""
    members = np.arange(len(signatures))
    keys, found = np.empty(len(signatures), np.uint64), np.empty((len(signatures), bands), np.uint64)
    for band in range(bands):
        band_keys(signatures, members, band, rows, keys)
        _stir(keys, found[:, band])
    return found


@compiled
def _stir(hashes: Any, keys: Any) -> None:
    for k in range(len(hashes)):
        keys[k] = _key(BAND, hashes[k])
