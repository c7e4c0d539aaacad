"""Normalize: articles -> words with offsets, weighed by their rarity."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, numbered
from minhash_news.kernels.frequency import document_frequency
from minhash_news.kernels.words import NUMBER, PARAGRAPH_START, SENTENCE_START, split_corpus

BACKGROUND_ARTICLES = 2000
"""The background word list weighs as much as so many articles of the corpus."""
ARTICLE_WORDS = 400
"""Length of the article the background list is turned into document frequencies for."""
ZIPF = 0.055
"""Share of running words of the most frequent word; the word of rank r has ZIPF / (r + 1.5) (Mandelbrot 1953)."""
UNLISTED = 5e-4
"""Share of articles that an unlisted word is taken to stand in, before the corpus is looked at."""
NUMBERS = (0.05, 0.01, 0.003)
"""The same for numbers of one, two, and more digits."""


def normalize(texts: Sequence[str], *, workers: int) -> CorpusWords:
    """Return the words of all texts, not yet weighed."""
    words = split_corpus(texts, workers)
    _, ids = np.unique(words.hashes, return_inverse=True)
    return CorpusWords(
        hashes=words.hashes,
        ids=ids.astype(np.int32),
        flags=words.flags,
        sentences=numbered((words.flags & (SENTENCE_START | PARAGRAPH_START)) > 0, words.indptr),
        paragraphs=numbered((words.flags & PARAGRAPH_START) > 0, words.indptr),
        starts=words.starts,
        ends=words.ends,
        indptr=words.indptr,
        idf=np.zeros(0, np.float32),
    )


def weigh(words: CorpusWords) -> CorpusWords:
    """Return the words with their idf: ln of one over the share of articles that a word stands in.

    The share is estimated from the corpus and a background list of common words of ten languages, which counts as
    BACKGROUND_ARTICLES articles: in a folder of five it decides, among a hundred thousand it hardly speaks.
    """
    vocabulary = int(words.ids.max()) + 1 if len(words.ids) else 0
    first = np.zeros(vocabulary, np.int64)
    first[words.ids[::-1]] = np.arange(len(words.ids))[::-1]
    expected = _background(words, first)
    frequency = document_frequency(words.ids, words.indptr, vocabulary)
    articles = BACKGROUND_ARTICLES + len(words)
    idf = np.log(articles / (BACKGROUND_ARTICLES * expected + frequency))
    return replace(words, idf=np.maximum(idf, 0).astype(np.float32))


def _background(words: CorpusWords, first: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return (vocabulary,) the share of articles each word is expected in; `first` is where each word stands."""
    expected = np.full(len(first), UNLISTED)
    digits = np.minimum(words.ends[first] - words.starts[first], len(NUMBERS))
    numbers = (words.flags[first] & NUMBER) > 0
    expected[numbers] = np.array(NUMBERS)[digits[numbers] - 1]
    hashes, shares = common_words()
    at = np.minimum(np.searchsorted(hashes, words.hashes[first]), len(hashes) - 1)
    listed = hashes[at] == words.hashes[first]
    expected[listed] = shares[at[listed]]
    return expected


@lru_cache(maxsize=1)
def common_words() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Return hashes of the listed words, sorted, and the share of articles each is expected in.

    A word of several languages counts with the greatest of its shares.
    """
    shares: dict[int, float] = {}
    text = (files("minhash_news") / "data" / "common_words.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("#"):
            continue
        for rank, word in enumerate(line.split()[1:]):
            share = -math.expm1(-ZIPF / (rank + 1.5) * ARTICLE_WORDS)
            key = xxhash.xxh64_intdigest(word.encode())
            if share > shares.get(key, 0.0):
                shares[key] = share
    hashes = np.fromiter(shares, np.uint64, len(shares))
    order = np.argsort(hashes)
    return hashes[order], np.fromiter(shares.values(), np.float64, len(shares))[order]
