"""The arrays that go from stage to stage: words of a corpus, compared pairs, relations."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

PairArray = NDArray[np.int32]
"""(m, 2) rows of the corpus, i < j, sorted, each pair once."""


@dataclass(frozen=True)
class CorpusWords:
    """The words of all articles, one after another.

    Attributes:
        hashes: (words,) uint64, of the normalised word.
        ids: (words,) int32, dense vocabulary ids.
        flags: (words,) uint8, marks as `kernels.words` names them.
        sentences: (words,) int32, the sentence of its article a word stands in.
        paragraphs: (words,) int32, the paragraph of its article.
        starts, ends: (words,) int32, character offsets into the article's text, half-open.
        indptr: (articles + 1,) int64, where each article's words begin.
        idf: (vocabulary,) float32, rarity in nats; empty until weighed.
    """

    hashes: NDArray[np.uint64]
    ids: NDArray[np.int32]
    flags: NDArray[np.uint8]
    sentences: NDArray[np.int32]
    paragraphs: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    indptr: NDArray[np.int64]
    idf: NDArray[np.float32]

    def __len__(self) -> int:
        return len(self.indptr) - 1

    def span(self, article: int) -> slice:
        """Return where an article's words stand."""
        return slice(int(self.indptr[article]), int(self.indptr[article + 1]))

    def without(self, hidden: NDArray[np.bool_]) -> CorpusWords:
        """Return the words that are not hidden; sentences keep their numbers, without gaps."""
        if not hidden.any():
            return self
        kept = ~hidden
        counts = np.add.reduceat(np.r_[kept, False].astype(np.int64), self.indptr[:-1]) if len(self) else kept
        counts = np.where(np.diff(self.indptr) > 0, counts, 0)
        indptr = np.r_[np.int64(0), np.cumsum(counts)]
        return replace(
            self,
            hashes=self.hashes[kept],
            ids=self.ids[kept],
            flags=self.flags[kept],
            sentences=_closed_up(self.sentences[kept], indptr),
            paragraphs=_closed_up(self.paragraphs[kept], indptr),
            starts=self.starts[kept],
            ends=self.ends[kept],
            indptr=indptr,
        )


def numbered(begins: NDArray[np.bool_], indptr: NDArray[np.int64]) -> NDArray[np.int32]:
    """Number the stretches that begin where `begins` (words,) says so, from 0 in each article."""
    running = np.cumsum(begins)
    lengths = np.diff(indptr)
    base = np.zeros(len(lengths), np.int64)
    base[lengths > 0] = running[indptr[:-1][lengths > 0]]
    return (running - np.repeat(base, lengths)).astype(np.int32)


def _closed_up(numbers: NDArray[np.int32], indptr: NDArray[np.int64]) -> NDArray[np.int32]:
    """Renumber 0, 1, 2, ... within each article, where numbers never fall."""
    changes = np.ones(len(numbers), bool)
    changes[1:] = numbers[1:] != numbers[:-1]
    return numbered(changes, indptr)


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
