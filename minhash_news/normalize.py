"""Normalize: articles -> words with offsets, weighed by their rarity."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from importlib.resources import files
from itertools import chain, islice, product
from string import ascii_lowercase, digits

import numpy as np
import xxhash
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, Offsets, Rarity, let_go
from minhash_news.kernels.columns import (
    FREE,
    NEW_PARAGRAPH,
    NEW_SENTENCE,
    move_words,
    number_words,
    renumber,
)
from minhash_news.kernels.frequency import document_frequency
from minhash_news.kernels.words import NUMBER, PARAGRAPH_START, SENTENCE_START, Words, split_corpus

SLAB = 20_000
"""Texts that are split into words at once."""
BACKGROUND_ARTICLES = 2000
"""The background word list weighs as much as so many articles of the corpus."""
ARTICLE_WORDS = 400
"""Length of the article the background list is turned into document frequencies for."""
ZIPF = 0.055
"""Share of running words of the most frequent word; the word of rank r has ZIPF / (r + 1.5) (Mandelbrot 1953)."""
RARE_ARTICLES = 7
"""An unlisted word is rare that stands in so many articles at most. Were it a share of the articles, what is rare in
ten families would depend on whether they lie in a folder of their own or among twenty thousand stories."""
RARER = 0.5
"""A listed word is by no more than this idf rarer than the list has it: among twenty thousand English stories it is the
language of a Spanish one that is rare, and not its "de"."""
UNLISTED = 5e-4
"""Share of articles that an unlisted word is taken to stand in, before the corpus is looked at."""
NUMBERS = (0.05, 0.01, 0.003)
"""The same for numbers of one, two, and more digits or letters: a number is a word that begins with a digit."""


def normalize(texts: Iterable[str], *, workers: int) -> CorpusWords:
    """Return the words of all texts, not yet weighed.

    Texts are taken SLAB at a time: an iterator that makes them as it goes need not hold them all.
    """
    table = _Vocabulary()
    ids = [np.zeros(0, np.int32)]
    offsets: list[Offsets] = []
    flags = [np.zeros(0, np.uint8)]
    counts = [np.zeros(1, np.int64)]
    remaining = iter(texts)
    while slab := list(islice(remaining, SLAB)):
        words = split_corpus(slab, workers)
        ids.append(table.number(words.hashes))
        flags.append(_marked(words))
        offsets.append(Offsets.packed(words.starts, words.ends, words.indptr))
        counts.append(np.diff(words.indptr))
    numbers = let_go(ids)
    return CorpusWords(
        vocabulary=table.sorted_hashes(numbers),
        ids=numbers,
        flags=let_go(flags),
        offsets=Offsets.joined(offsets),
        indptr=np.cumsum(np.concatenate(counts)),
        idf=np.zeros(0, np.float32),
    )


def _marked(words: Words) -> NDArray[np.uint8]:
    """Return the flags with marks where sentences and paragraphs begin; the first word of a text begins both."""
    flags = words.flags.copy()
    flags[(words.flags & (SENTENCE_START | PARAGRAPH_START)) > 0] |= NEW_SENTENCE
    flags[(words.flags & PARAGRAPH_START) > 0] |= NEW_PARAGRAPH
    first = words.indptr[:-1][np.diff(words.indptr) > 0]
    flags[first] |= NEW_SENTENCE | NEW_PARAGRAPH
    return flags


class _Vocabulary:
    """A hash table of the words seen so far, which grows."""

    def __init__(self) -> None:
        self.keys = np.zeros(1 << 16, np.uint64)
        self.ids = np.full(len(self.keys), FREE, np.int32)
        self.known = 0

    def number(self, hashes: NDArray[np.uint64]) -> NDArray[np.int32]:
        """Return the numbers of some words, those of new ones in the order they come."""
        numbers = np.empty(len(hashes), np.int32)
        for begin in range(0, len(hashes), len(self.keys) // 4):
            part = slice(begin, begin + len(self.keys) // 4)
            self.known = number_words(hashes[part], self.keys, self.ids, self.known, numbers[part])
            if self.known > len(self.keys) // 4:
                self._grow()
        return numbers

    def _grow(self) -> None:
        keys = np.zeros(4 * len(self.keys), np.uint64)
        ids = np.full(len(keys), FREE, np.int32)
        move_words(self.keys, self.ids, keys, ids)
        self.keys, self.ids = keys, ids

    def sorted_hashes(self, ids: NDArray[np.int32]) -> NDArray[np.uint64]:
        """Return the vocabulary in order, and turn numbers, in place, into places in it.

        So the ids do not depend on the order of the texts.
        """
        taken = self.ids != FREE
        vocabulary = np.empty(self.known, np.uint64)
        vocabulary[self.ids[taken]] = self.keys[taken]
        order = np.argsort(vocabulary)
        places = np.empty(self.known, np.int32)
        places[order] = np.arange(self.known, dtype=np.int32)
        renumber(ids, places)
        return vocabulary[order]


def rarity(words: CorpusWords) -> Rarity:
    """Count in how many of the articles each word stands."""
    frequency = document_frequency(words.ids, words.indptr, len(words.vocabulary))
    return Rarity(words.vocabulary, frequency, len(words))


def weigh(words: CorpusWords, by: Rarity | None = None) -> CorpusWords:
    """Return the words with their idf: ln of one over the share of articles that a word stands in.

    The share is estimated from the corpus and a background list of common words of 24 languages, which counts as
    BACKGROUND_ARTICLES articles: in a folder of five it decides, among a hundred thousand it hardly speaks.

    Args:
        words: of any articles.
        by: counts of the corpus they belong to; these articles alone are the corpus where None.
    """
    by = by or rarity(words)
    frequency = by.of(words.vocabulary)
    idf = idf_of(words.vocabulary, numbers(words), frequency, by.articles)
    rare = float(np.log((BACKGROUND_ARTICLES + by.articles) / (1.5 + RARE_ARTICLES)))  # between so many and one more
    return replace(words, idf=idf, rare=rare, frequency=frequency, corpus=by.articles, _texts={})


def idf_of(
    vocabulary: NDArray[np.uint64], numbers: NDArray[np.bool_], frequency: NDArray[np.int64], articles: int
) -> NDArray[np.float32]:
    """Return (n,) float32, the idf of words that stand in so many of a corpus's articles, as `weigh` gives it."""
    share, listed = _background(vocabulary, numbers)
    idf = np.log((BACKGROUND_ARTICLES + articles) / (BACKGROUND_ARTICLES * share + frequency))
    idf[listed] = np.minimum(idf[listed], RARER - np.log(share[listed]))
    return np.maximum(idf, 0).astype(np.float32)


def numbers(words: CorpusWords) -> NDArray[np.bool_]:
    """Return (vocabulary,) bool, whether each word begins with a digit."""
    found = np.zeros(len(words.vocabulary), bool)
    found[words.ids[(words.flags & NUMBER) > 0]] = True
    return found


def _background(
    vocabulary: NDArray[np.uint64], numbers: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.bool_]]:
    """Return (vocabulary,) the share of articles each word is expected in, and whether it is a listed one."""
    expected = np.where(numbers, NUMBERS[-1], UNLISTED)
    hashes, shares = common_words()
    at = np.minimum(np.searchsorted(hashes, vocabulary), len(hashes) - 1)
    listed = hashes[at] == vocabulary
    expected[listed] = shares[at[listed]]
    return expected, listed


@lru_cache(maxsize=1)
def common_words() -> tuple[NDArray[np.uint64], NDArray[np.float64]]:
    """Return hashes of the listed words, sorted, and the share of articles each is expected in.

    Short numbers are among them. A word of several languages counts with the greatest of its shares. The list has "ss"
    for "ß", so either is common; its hyphens hold a place and are no words.
    """
    text = (files("minhash_news") / "data" / "common_words.txt").read_text(encoding="utf-8")
    languages = [line.split()[1:] for line in text.splitlines() if not line.startswith("#")]
    by_rank = [-math.expm1(-ZIPF / (rank + 1.5) * ARTICLE_WORDS) for rank in range(max(map(len, languages)))]
    words = [*chain.from_iterable(languages)]
    shares = [*chain.from_iterable(by_rank[: len(listed)] for listed in languages)]
    sharp = [(word.replace("ss", "ß"), share) for word, share in zip(words, shares, strict=True) if "ss" in word]
    words += [word for word, _ in sharp]
    shares += [share for _, share in sharp]
    for length, share in enumerate(NUMBERS[:-1], start=1):
        short = ["".join(letters) for letters in product(digits, *[digits + ascii_lowercase] * (length - 1))]
        words += short
        shares += [share] * len(short)
    hashes = np.array([xxhash.xxh64_intdigest(word.encode()) for word in words], np.uint64)
    greatest = np.lexsort((-np.array(shares), hashes))
    distinct, first = np.unique(hashes[greatest], return_index=True)
    return distinct, np.array(shares)[greatest][first]
