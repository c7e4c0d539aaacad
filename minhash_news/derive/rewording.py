"""Weigh: the words that two related texts have in place of each other's -> which of them was reworded."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, absent, places_of
from minhash_news.fitted import word_weights
from minhash_news.kernels.words import NUMBER, QUOTED

MODEL = "rewording"
FEW_WORDS = 5.0
"""Of a text with so many words of its own their mean weight counts half."""


def own_words(words: CorpusWords, row: int, other: int) -> NDArray[np.uint64]:
    """Return the hashes, ascending, of the words that a text has in place of another's.

    They are the different words that the other has not; but for names and numbers, which tell what happened, and for
    quotations, which are somebody else's.
    """
    flags, ids = words.flags[words.span(row)], words.text(row).ids
    chosen = np.unique(ids[~words.names(row) & ((flags & (NUMBER | QUOTED)) == 0)])
    return np.asarray(words.vocabulary[chosen[absent(chosen, words.text(other).words)]])


def rewording(words: CorpusWords, first: int, second: int) -> float:
    """Return how much rather the first of two texts has the words that are put in when a text is told anew.

    Swapping the texts turns the sign. It is in nats: the mean log-odds of the one's own words less the other's.
    """
    return _mean_weight(own_words(words, first, second)) - _mean_weight(own_words(words, second, first))


def _mean_weight(own: NDArray[np.uint64]) -> float:
    known, weights = word_weights(MODEL)
    return float(weights[places_of(own, known)].sum()) / (len(own) + FEW_WORDS)


def most_telling(words: CorpusWords, row: int, other: int, sign: int) -> list[tuple[int, int]]:
    """Return where in a text, as characters, those of its own words stand that weigh most, each where it is first.

    Of `sign` 1 those that are put in, of -1 those that are given up.
    """
    known, weights = word_weights(MODEL)
    own = own_words(words, row, other)
    own = own[~absent(own, known)]
    weight = sign * weights[places_of(own, known)]
    order = np.lexsort((own, -weight))
    hashes, (starts, ends) = words.hashes(words.span(row)), words.places(row)
    first = [int(np.argmax(hashes == own[k])) for k in order if weight[k] > 0]
    return [(int(starts[at]), int(ends[at])) for at in first]
