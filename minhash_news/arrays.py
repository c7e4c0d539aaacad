"""The arrays that go from stage to stage: words of a corpus, compared pairs, relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.columns import NEW_PARAGRAPH, NEW_SENTENCE, leave_out
from minhash_news.kernels.index import FLOOR, Text, index_text

TEXTS = 512
"""Indexed texts that are kept: about 100 bytes a word."""

PairArray = NDArray[np.int32]
"""(m, 2) rows of the corpus, i < j, sorted, each pair once."""


def unpacked(packed: NDArray[np.uint64]) -> PairArray:
    """Return pairs from `i << 32 | j`."""
    return np.column_stack([packed >> np.uint64(32), packed & np.uint64(0xFFFFFFFF)]).astype(np.int32)


def joined(*some: PairArray) -> PairArray:
    """Return the union of several arrays of pairs."""
    packed = [pairs[:, 0].astype(np.uint64) << np.uint64(32) | pairs[:, 1].astype(np.uint64) for pairs in some]
    return unpacked(np.unique(np.concatenate(packed)))


@dataclass(frozen=True)
class Rarity:
    """In how many articles of a corpus each word stands.

    Attributes:
        vocabulary: (vocabulary,) uint64, the hashes of the normalised words, ascending.
        frequency: (vocabulary,) int64, articles that have the word.
        articles: how many there are.
    """

    vocabulary: NDArray[np.uint64]
    frequency: NDArray[np.int64]
    articles: int

    def of(self, vocabulary: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the frequency of each of some words, 0 for those the corpus does not have."""
        if vocabulary is self.vocabulary:
            return self.frequency
        found = np.zeros(len(vocabulary), np.int64)
        at = np.searchsorted(self.vocabulary, vocabulary)
        known = at < len(self.vocabulary)
        known[known] = self.vocabulary[at[known]] == vocabulary[known]
        found[known] = self.frequency[at[known]]
        return found


@dataclass(frozen=True)
class CorpusWords:
    """The words of all articles, one after another: 13 bytes a word.

    Attributes:
        vocabulary: (vocabulary,) uint64, the hashes of the normalised words, ascending.
        ids: (words,) int32, places in the vocabulary.
        flags: (words,) uint8, marks as `kernels.words` and `kernels.columns` name them.
        starts, ends: (words,) int32, character offsets into the article's text, half-open.
        indptr: (articles + 1,) int64, where each article's words begin.
        idf: (vocabulary,) float32, rarity in nats; empty until weighed.
        rare: words from this idf up are rare.
        frequency: (vocabulary,) int64, articles of the corpus that have the word; empty until weighed.
        corpus: articles of the corpus they are weighed by.
    """

    vocabulary: NDArray[np.uint64]
    ids: NDArray[np.int32]
    flags: NDArray[np.uint8]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    indptr: NDArray[np.int64]
    idf: NDArray[np.float32]
    rare: float = 0.0
    frequency: NDArray[np.int64] = field(default_factory=lambda: np.zeros(0, np.int64))
    corpus: int = 0
    _texts: dict[int, Text] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def span(self, article: int) -> slice:
        """Return where an article's words stand."""
        return slice(int(self.indptr[article]), int(self.indptr[article + 1]))

    def text(self, article: int) -> Text:
        """Return an article ready for alignment; the last TEXTS asked for are remembered."""
        found = self._texts.get(article)
        if found is None:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            where = self.span(article)
            found = self._texts[article] = index_text(self.ids[where], self.sentences(where), self.idf, FLOOR)
        return found

    def hashes(self, where: slice) -> NDArray[np.uint64]:
        """Return the hashes of some words, (n,) uint64."""
        return self.vocabulary[self.ids[where]]

    def sentences(self, where: slice) -> NDArray[np.int32]:
        """Number the sentences of one article's words, (n,) int32, from 0."""
        return self._numbered(where, NEW_SENTENCE)

    def paragraphs(self, where: slice) -> NDArray[np.int32]:
        """Number the paragraphs of one article's words, (n,) int32, from 0."""
        return self._numbered(where, NEW_PARAGRAPH)

    def of(self, articles: NDArray[np.integer[Any]]) -> CorpusWords:
        """Return the words of some articles, in that order and as they are weighed, with a vocabulary of their own."""
        lengths = (self.indptr[1:] - self.indptr[:-1])[articles]
        indptr = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        places = np.repeat(self.indptr[articles] - indptr[:-1], lengths) + np.arange(indptr[-1])
        ids = self.ids[places]
        present = np.zeros(len(self.vocabulary), bool)
        present[ids] = True
        kept = np.flatnonzero(present)
        number = np.empty(len(present), np.int32)
        number[kept] = np.arange(len(kept), dtype=np.int32)
        return replace(
            self,
            vocabulary=self.vocabulary[kept],
            ids=number[ids],
            flags=self.flags[places],
            starts=self.starts[places],
            ends=self.ends[places],
            indptr=indptr,
            idf=self.idf[kept],
            frequency=self.frequency[kept],
            _texts={},
        )

    def _numbered(self, where: slice, mark: int) -> NDArray[np.int32]:
        return np.cumsum((self.flags[where] & mark) > 0, dtype=np.int32) - np.int32(1)

    def without(self, hidden: NDArray[np.bool_]) -> CorpusWords:
        """Return the words that are not hidden, to be weighed anew.

        For the sake of memory in the same arrays: the corpus with the hidden words is gone.
        """
        if not hidden.any():
            return self
        indptr = leave_out(hidden, self.ids, self.flags, self.starts, self.ends, self.indptr)
        kept = slice(int(indptr[-1]))
        return replace(
            self,
            ids=self.ids[kept],
            flags=self.flags[kept],
            starts=self.starts[kept],
            ends=self.ends[kept],
            indptr=indptr,
            _texts={},
        )


@dataclass(frozen=True)
class Comparisons:
    """Candidate pairs that have been measured.

    Attributes:
        pairs: (m, 2) int32.
        measures: (m, len(MEASURES)) float32, columns as `kernels.measure.MEASURES` names them.
    """

    pairs: PairArray
    measures: NDArray[np.float32]


@dataclass(frozen=True)
class Relations:
    """Pairs that share a history of writing, as far as the comparison shows.

    Attributes:
        pairs: (m, 2) int32.
        measures: (m, len(MEASURES)) float32.
        probability: (m,) float64, that the two are related and not independent.
    """

    pairs: PairArray
    measures: NDArray[np.float32]
    probability: NDArray[np.float64]

    @classmethod
    def joined(cls, parts: Sequence[Relations]) -> Relations:
        """Return several arrays of relations as one."""
        columns = zip(*((part.pairs, part.measures, part.probability) for part in parts), strict=True)
        return cls(*map(np.concatenate, columns))

    def probabilities(self, least: float) -> dict[tuple[int, int], float]:
        """Return the probability of each pair of articles that have a relation of at least that probability each."""
        near = np.zeros(int(self.pairs.max(initial=0)) + 1, bool)
        near[self.pairs[self.probability >= least]] = True
        kept = near[self.pairs].all(axis=1)
        pairs = map(tuple, self.pairs[kept].tolist())
        return dict(zip(pairs, self.probability[kept].tolist(), strict=True))
