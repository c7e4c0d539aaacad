"""Weigh: three texts -> what each two, all three and only one of them have, for many threes at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.regions import REGIONS, regions

PARTS = ("words", "pairs")
"""What is weighed: words, and pairs of neighbouring words, each once in a text."""
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
    spans = [words.span(int(article)) for article in articles]
    texts = [words.ids[span].astype(np.int64) for span in spans]
    idf = words.idf.astype(np.float64)
    lengths = np.array([idf[text].sum() for text in texts])
    neighbours = [text[:-1] << 32 | text[1:] for text in texts]
    double, numbers = np.unique(np.concatenate(neighbours), return_inverse=True)
    begins = np.cumsum([0, *map(len, neighbours)])
    pairs = [numbers[begin:end] for begin, end in pairwise(begins)]
    both = (texts, idf), (pairs, idf[double >> 32] + idf[double & 0xFFFFFFFF])
    return np.stack([_regions(local, parts, weights) for parts, weights in both], axis=1), lengths[local]


def _regions(
    threes: NDArray[np.int32], parts: Sequence[NDArray[np.int64]], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (m, REGIONS) of what the texts of each three have, each part once."""
    members = [np.unique(part).astype(np.int32) for part in parts]
    begins = np.cumsum([0, *map(len, members)]).astype(np.int64)
    found = regions(threes, begins, np.concatenate(members), weights)
    return np.asarray(found).reshape(-1, REGIONS)
