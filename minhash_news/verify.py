"""Verify: candidate pairs -> measured comparisons."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from minhash_news.arrays import Comparisons, CorpusWords, PairArray
from minhash_news.kernels.measure import WIDTH, measure_pairs

BATCH = 512
"""Pairs handed to a thread at once."""


def verify(words: CorpusWords, pairs: PairArray, *, workers: int) -> Comparisons:
    """Measure each pair exactly; the result does not depend on the number of threads."""
    measures = np.zeros((len(pairs), WIDTH), np.float32)

    def fill(begin: int) -> None:
        part = slice(begin, begin + BATCH)
        measure_pairs(pairs[part], words.indptr, words.ids, words.flags, words.sentences, words.idf, measures[part])

    with ThreadPoolExecutor(workers) as pool:
        list(pool.map(fill, range(0, len(pairs), BATCH)))
    return Comparisons(pairs, measures)
