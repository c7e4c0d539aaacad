"""Weigh: three texts -> was the first made from the second, or, like the second, from the third?

A textual critic's question, and his answer. That two copies keep what their source has shows nothing, nor do cuts that
both made: only what one of them added and the other has as well makes the one the source of the other (P. Maas,
Textkritik, 1927). And what was lost on the way does not come back: a text that has of the source what the other copy
dropped was not made from that copy.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords

HEEDED = 60.0
"""What a copy has added, or dropped, counts half where it carries this much idf, and the more the more there is."""
TAKEN = 0.5
"""Of what a copy added, a text made from it takes more than this, as a share of what it takes of the rest."""
REGAINED = 0.15
"""Of what a copy dropped, a text made from it has less than this, measured the same way."""
LEAST_TAKEN = 0.1
"""What a text takes of the rest is taken to be no less than this share."""

Parts = tuple[NDArray[np.int64], NDArray[np.float64]]
"""The words of a text, or its pairs of neighbouring words, each once and ascending, and the idf of each."""


class Descent:
    """What was made from what, asked of any three of some articles; answers are remembered."""

    def __init__(self, words: CorpusWords) -> None:
        self._words = words
        self._parts: dict[int, tuple[Parts, Parts]] = {}
        self._answers: dict[tuple[int, int, int], float] = {}

    def __call__(self, text: int, copy: int, source: int) -> float:
        """Return what speaks for a text being made from a copy, more than 0, or from the copy's source, less than 0.

        Where copy and source hardly differ it is near 0; it is never more than 1 - TAKEN + REGAINED, nor less than
        REGAINED - TAKEN - 1.
        """
        asked = text, copy, source
        if asked not in self._answers:
            kinds = zip(*map(self._of, asked), strict=True)
            self._answers[asked] = sum(_from_the_copy(*kind) for kind in kinds) / 2
        return self._answers[asked]

    def _of(self, article: int) -> tuple[Parts, Parts]:
        if article not in self._parts:
            ids, idf = self._words.ids[self._words.span(article)].astype(np.int64), self._words.idf.astype(np.float64)
            single, double = np.unique(ids), np.unique(ids[:-1] << 32 | ids[1:])
            self._parts[article] = (single, idf[single]), (double, idf[double >> 32] + idf[double & 0xFFFFFFFF])
        return self._parts[article]


def _from_the_copy(text: Parts, copy: Parts, source: Parts) -> float:
    """Return the answer for one kind of parts.

    What the text takes of the copy's additions, and of what it dropped, is measured against what it takes of that which
    copy and source share: a summary takes little of anything.
    """
    in_copy, in_source, kept = _within(text, copy), _within(text, source), _within(copy, source)
    bits = text[1]
    added, dropped = copy[1][~kept].sum(), source[1][~_within(source, copy)].sum()
    shared = (bits[in_copy & in_source].sum() + 1.0) / (copy[1][kept].sum() + 1.0)

    def share(here: NDArray[np.bool_], there: float) -> float:
        return float(min(1.0, bits[here].sum() / max(there, 1e-9) / max(shared, LEAST_TAKEN)))

    taken, regained = share(in_copy & ~in_source, added), share(in_source & ~in_copy, dropped)
    return float(added / (added + HEEDED) * (taken - TAKEN) + dropped / (dropped + HEEDED) * (REGAINED - regained))


def _within(some: Parts, others: Parts) -> NDArray[np.bool_]:
    """Tell which parts of a text another has."""
    return np.isin(some[0], others[0], assume_unique=True)
