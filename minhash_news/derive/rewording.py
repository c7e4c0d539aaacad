"""Weigh: the words that two related texts have in place of each other's -> which of them was reworded."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.fitted import word_weights
from minhash_news.kernels.words import CAPITAL, NUMBER, QUOTED, SENTENCE_START

MODEL = "rewording"
FEW_WORDS = 5.0
"""Of a text with so many words of its own their mean weight counts half."""


def own_words(words: CorpusWords, row: int, other: int) -> NDArray[np.uint64]:
    """Return the hashes, ascending, of the words that a text has in place of another's.

    They are the different words that the other has not; but for names and numbers, which tell what happened, and for
    quotations, which are somebody else's.
    """
    flags, ids = words.flags[words.span(row)], words.text(row).ids
    named = ((flags & CAPITAL) > 0) & ((flags & SENTENCE_START) == 0)
    chosen = np.unique(ids[~named & ((flags & (NUMBER | QUOTED)) == 0)])
    own: NDArray[np.uint64] = words.vocabulary[chosen[absent(chosen, words.text(other).words)]]
    return own


def absent(ids: NDArray[np.int32], there: NDArray[np.int32]) -> NDArray[np.bool_]:
    """Return (n,) whether each word is not among some ascending ones; `np.isin` would sort them again."""
    if not len(there):
        return np.ones(len(ids), bool)
    return np.not_equal(there[np.minimum(np.searchsorted(there, ids), len(there) - 1)], ids)


def rewording(words: CorpusWords, first: int, second: int) -> float:
    """Return how much rather the first of two texts has the words that are put in when a text is told anew.

    Swapping the texts turns the sign. 1 is a word's odds being e to 1.
    """
    return _mean_weight(own_words(words, first, second)) - _mean_weight(own_words(words, second, first))


def _mean_weight(own: NDArray[np.uint64]) -> float:
    known, weights = word_weights(MODEL)
    return float(weights[_places(known, own)].sum()) / (len(own) + FEW_WORDS)


def _places(known: NDArray[np.uint64], some: NDArray[Any]) -> NDArray[np.int64]:
    """Return where those of some values that are known stand among the known ones, which ascend."""
    at = np.searchsorted(known, some)
    found: NDArray[np.int64] = at[known[np.minimum(at, len(known) - 1)] == some]
    return found


def most_telling(words: CorpusWords, row: int, other: int, sign: int) -> list[tuple[int, int]]:
    """Return where in a text, as characters, those of its own words stand that weigh most, each where it is first.

    Of `sign` 1 those that are put in, of -1 those that are given up.
    """
    known, weights = word_weights(MODEL)
    own = own_words(words, row, other)
    own = own[np.isin(own, known)]
    weight = sign * weights[_places(known, own)]
    order = np.lexsort((own, -weight))
    hashes, (starts, ends) = words.vocabulary[words.text(row).ids], words.places(row)
    first = [int(np.argmax(hashes == own[k])) for k in order if weight[k] > 0]
    return [(int(starts[at]), int(ends[at])) for at in first]
