"""Weigh: three texts -> what each two, all three and only one of them have, for many threes at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.regions import END, distinct, regions

PARTS = ("words", "pairs")
"""What is weighed: words, and pairs of neighbouring words, each once in a text."""
LOW = 2**32 - 1
"""The bits of the second word of a pair."""
LITTLE = 3.0
"""Idf that is added to both sides of a ratio."""


def shared(words: CorpusWords, threes: NDArray[np.int64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return what the texts of some threes share, and how long they are.

    Args:
        words: of the articles.
        threes: (m, 3) articles.

    Returns:
        (m, PARTS, REGIONS) the idf of each region of their Venn diagram, numbered as by `kernels.regions`, and (m, 3)
        the idf of all words of each text.
    """
    articles, places = np.unique(threes, return_inverse=True)
    local: NDArray[np.int32] = places.reshape(-1, 3).astype(np.int32)
    texts = [words.ids[words.span(int(article))].astype(np.int64) for article in articles]
    idf = words.idf.astype(np.float64)
    lengths = np.array([idf[text].sum() for text in texts])
    of_words = _regions(local, texts, lambda word: idf[word])
    pairs = [text[:-1] << 32 | text[1:] for text in texts]
    of_pairs = _regions(local, pairs, lambda pair: idf[pair >> 32] + idf[pair & LOW])
    return np.stack([of_words, of_pairs], axis=1), lengths[local]


def _regions(
    threes: NDArray[np.int32],
    parts: Sequence[NDArray[np.int64]],
    weight: Callable[[NDArray[np.int64]], NDArray[np.float64]],
) -> NDArray[np.float64]:
    """Return (m, REGIONS) of what the texts of each three have, each part once; `weight` gives that of some parts."""
    keys, begins = distinct(np.concatenate(parts), np.cumsum([0, *map(len, parts)]))
    weights, there = np.zeros(len(keys)), keys < END
    weights[there] = weight(keys[there])
    return np.asarray(regions(threes, begins, keys, weights))
