"""The arrays that go from stage to stage: words of a corpus, compared pairs, relations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.columns import NEW_PARAGRAPH, NEW_SENTENCE, leave_out
from minhash_news.kernels.index import FLOOR, Text, index_text
from minhash_news.kernels.offsets import FAR, close_up, pack, unpack
from minhash_news.kernels.words import CAPITAL, SENTENCE_START

Number = TypeVar("Number", bound=np.generic)

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


def let_go(parts: list[NDArray[Number]]) -> NDArray[Number]:
    """Return the parts as one array, and keep them no longer: all columns twice would be too much memory."""
    whole = np.concatenate(parts)
    parts.clear()
    return whole


def places_of(wanted: NDArray[Any], there: NDArray[Any]) -> NDArray[np.int64]:
    """Return where those of the wanted values that are there stand among ascending, unique ones."""
    at = np.searchsorted(there, wanted)
    return at[np.searchsorted(there, wanted, side="right") > at]


def absent(wanted: NDArray[Any], there: NDArray[Any]) -> NDArray[np.bool_]:
    """Return (n,) whether each value is not among some ascending ones; `np.isin` would sort them again."""
    if not len(there):
        return np.ones(len(wanted), bool)
    at = np.minimum(np.searchsorted(there, wanted), len(there) - 1)
    return np.asarray(there[at] != wanted)


@dataclass(frozen=True)
class Rarity:
    """In how many articles of a corpus each word stands.

    Attributes:
        vocabulary: (vocabulary,) uint64, the hashes of the normalised words, ascending.
        frequency: (vocabulary,) int64, articles that have the word.
        articles: how many there are.
        otherwise: articles that have a word which is not in the vocabulary: 1 where those of one article are left out.
    """

    vocabulary: NDArray[np.uint64]
    frequency: NDArray[np.int64]
    articles: int
    otherwise: int = 0

    def of(self, vocabulary: NDArray[np.uint64]) -> NDArray[np.int64]:
        """Return the frequency of each of some words."""
        if vocabulary is self.vocabulary:
            return self.frequency
        found = np.full(len(vocabulary), self.otherwise, np.int64)
        at = np.searchsorted(self.vocabulary, vocabulary)
        known = at < len(self.vocabulary)
        known[known] = self.vocabulary[at[known]] == vocabulary[known]
        found[known] = self.frequency[at[known]]
        return found


@dataclass(frozen=True)
class Offsets:
    """Where words stand in their texts, two bytes a word; see `kernels.offsets`.

    Attributes:
        gaps: (words,) uint8, characters before each word, from the end of the one before it.
        sizes: (words,) uint8, characters of each word.
        far_at: (k,) int64, of gaps and sizes that take more than a byte.
        far: (k,) int32, those.
    """

    gaps: NDArray[np.uint8]
    sizes: NDArray[np.uint8]
    far_at: NDArray[np.int64]
    far: NDArray[np.int32]

    @classmethod
    def packed(cls, starts: NDArray[np.int32], ends: NDArray[np.int32], indptr: NDArray[np.int64]) -> Offsets:
        """Pack half-open offsets, (words,) each, of words that do not overlap."""
        gaps, sizes = np.empty(len(starts), np.uint8), np.empty(len(starts), np.uint8)
        return cls(gaps, sizes, *pack(starts, ends, indptr, gaps, sizes))

    @classmethod
    def joined(cls, parts: list[Offsets]) -> Offsets:
        """Return the offsets of several parts, one after another, and keep the parts no longer."""
        gaps, sizes = [np.zeros(0, np.uint8)], [np.zeros(0, np.uint8)]
        far_at, far = [np.zeros(0, np.int64)], [np.zeros(0, np.int32)]
        words = 0
        for part in parts:
            gaps.append(part.gaps)
            sizes.append(part.sizes)
            far_at.append(part.far_at + 2 * words)
            far.append(part.far)
            words += len(part.gaps)
        parts.clear()
        return cls(let_go(gaps), let_go(sizes), let_go(far_at), let_go(far))

    def between(self, begin: int, end: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return the starts and ends of one article's words."""
        return unpack(self.gaps, self.sizes, self.far_at, self.far, begin, end)  # type: ignore[no-any-return]

    def without(self, hidden: NDArray[np.bool_], indptr: NDArray[np.int64]) -> Offsets:
        """Return the offsets of the words that are not hidden, in the same arrays."""
        far_at, far = close_up(hidden, self.gaps, self.sizes, self.far, indptr)
        kept = len(hidden) - int(np.count_nonzero(hidden))
        return Offsets(self.gaps[:kept], self.sizes[:kept], far_at, far)

    def of(self, places: NDArray[np.int64]) -> Offsets:
        """Return the offsets of the words at some places, of whole articles."""
        gaps, sizes = self.gaps[places], self.sizes[places]
        sides = np.stack([gaps, sizes], axis=1).ravel() == FAR
        wanted = np.flatnonzero(sides)
        far = self.far[np.searchsorted(self.far_at, 2 * places[wanted // 2] + wanted % 2)]
        return Offsets(gaps, sizes, wanted, far)


@dataclass(frozen=True)
class CorpusWords:
    """The words of all articles, one after another: 7 bytes a word.

    Attributes:
        vocabulary: (vocabulary,) uint64, the hashes of the normalised words, ascending.
        ids: (words,) int32, places in the vocabulary.
        flags: (words,) uint8, marks as `kernels.words` and `kernels.columns` name them.
        offsets: of the words in the article's text, in characters.
        indptr: (articles + 1,) int64, where each article's words begin.
        idf: (vocabulary,) float32, rarity in nats; empty until weighed.
        rare: words from this idf up are rare.
        frequency: (vocabulary,) int64, articles of the corpus that have the word; empty until weighed.
        corpus: articles of the corpus they are weighed by.
    """

    vocabulary: NDArray[np.uint64]
    ids: NDArray[np.int32]
    flags: NDArray[np.uint8]
    offsets: Offsets
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

    def are_equal(self, one: int, other: int) -> bool:
        """Tell whether two articles are of the same words."""
        return np.array_equal(self.ids[self.span(one)], self.ids[self.span(other)])

    def text(self, article: int) -> Text:
        """Return an article ready for alignment; the last TEXTS asked for are remembered."""
        found = self._texts.get(article)
        if found is None:
            if len(self._texts) >= TEXTS:
                self._texts.clear()
            where = self.span(article)
            found = self._texts[article] = index_text(self.ids[where], self.sentences(where), self.idf, FLOOR)
        return found

    def places(self, article: int) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
        """Return where an article's words start and end in its text: characters, half-open, (n,) int32 each."""
        where = self.span(article)
        return self.offsets.between(where.start, where.stop)

    def names(self, article: int) -> NDArray[np.bool_]:
        """Return (n,) whether each of an article's words is taken for a name: it has a capital inside a sentence."""
        flags = self.flags[self.span(article)]
        return np.asarray(((flags & CAPITAL) > 0) & ((flags & SENTENCE_START) == 0))

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
            offsets=self.offsets.of(places),
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
        offsets = self.offsets.without(hidden, self.indptr)
        indptr = leave_out(hidden, self.ids, self.flags, self.indptr)
        kept = slice(int(indptr[-1]))
        return replace(
            self,
            ids=self.ids[kept],
            flags=self.flags[kept],
            offsets=offsets,
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
