"""Join: relations -> the forest of nearest relatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from minhash_news.arrays import Relations
from minhash_news.kernels.measure import MEASURES

LIKENESS = ("pairs", "triples", "skips", "match", "rare")
"""Containments that are summed to say how near two texts are."""
LESSER = 0.3
"""Weight of the lesser of the two containments beside the greater: a short text made from a long one is near to it."""


def likeness(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m,) float64, how near the texts of each pair are: 0 to (1 + LESSER) * len(LIKENESS)."""
    total = np.zeros(len(measures))
    for name in LIKENESS:
        a = measures[:, MEASURES.index("a_" + name)].astype(np.float64)
        b = measures[:, MEASURES.index("b_" + name)].astype(np.float64)
        total += np.maximum(a, b) + LESSER * np.minimum(a, b)
    return total


def skeleton(relations: Relations, articles: int) -> NDArray[np.int64]:
    """Return the rows of the relations that join each article to its nearest relatives.

    Where texts come from one another along a tree, a text shares more with its source than with its source's source or
    its siblings, so the spanning forest of greatest likeness is the tree itself (Chow and Liu 1968, for the mutual
    information of discrete variables). Ties are broken by the order of the pairs.
    """
    if not len(relations.pairs):
        return np.zeros(0, np.int64)
    by_rank = np.argsort(-likeness(relations.measures), kind="stable")
    rank = np.empty(len(by_rank))
    rank[by_rank] = np.arange(1, len(by_rank) + 1)
    graph = coo_matrix((rank, (relations.pairs[:, 0], relations.pairs[:, 1])), shape=(articles, articles))
    chosen = minimum_spanning_tree(graph.tocsr()).tocoo().data.astype(np.int64)
    return np.sort(by_rank[chosen - 1])
