"""Verify: candidate pairs -> measured comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import Comparisons, CorpusWords, PairArray
from minhash_news.kernels.index import index_articles
from minhash_news.kernels.measure import WIDTH, measure_pairs

BATCH = 1024
"""Pairs handed to a thread at once; their articles are indexed together, about 100 bytes a word."""


def verify(words: CorpusWords, pairs: PairArray, *, workers: int) -> Comparisons:
    """Measure each pair exactly; the result does not depend on the number of threads."""
    measures = np.zeros((len(pairs), WIDTH), np.float32)
    order = _neighbours_together(pairs, len(words))

    def fill(rows: NDArray[np.int64]) -> None:
        articles, local = np.unique(pairs[rows], return_inverse=True)
        index = index_articles(articles, words.indptr, words.ids, words.flags, words.idf, words.rare)
        filled = np.zeros((len(rows), WIDTH), np.float32)
        measure_pairs(local.reshape(-1, 2).astype(np.int32), index, words.idf, filled)
        measures[rows] = filled

    batches = _batches(pairs, order, np.diff(words.indptr))
    if workers == 1 or len(pairs) <= BATCH:
        for rows in batches:
            fill(rows)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(fill, batches))
    return Comparisons(pairs, measures)


def _batches(pairs: PairArray, order: NDArray[np.int64], lengths: NDArray[np.int64]) -> Iterator[NDArray[np.int64]]:
    """Cut the rows into batches of BATCH, or of more until the longest article is no more than half of what is indexed.

    Else an article of a million words would be indexed for every few of its partners.
    """
    begin = 0
    for end in range(BATCH, len(order) + BATCH, BATCH):
        sizes = lengths[np.unique(pairs[order[begin:end]])]
        if end >= len(order) or 2 * sizes.max() <= sizes.sum():
            yield order[begin:end]
            begin = end


def _neighbours_together(pairs: PairArray, articles: int) -> NDArray[np.int64]:
    """Return the rows of the pairs in an order in which a batch has few articles (Cuthill & McKee 1969)."""
    if len(pairs) <= BATCH:
        return np.arange(len(pairs))
    from scipy import sparse  # slow to load, and not needed for a folder of files
    from scipy.sparse.csgraph import reverse_cuthill_mckee

    table = sparse.csr_matrix((np.ones(len(pairs), bool), pairs.T), shape=(articles, articles))
    place = np.empty(articles, np.int64)
    place[reverse_cuthill_mckee((table + table.T).tocsr(), symmetric_mode=True)] = np.arange(articles)
    placed = place[pairs]
    return np.lexsort((placed.max(axis=1), placed.min(axis=1)))
