"""Join: relations -> the forest of nearest relatives."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import minimum_spanning_tree

from minhash_news.arrays import Relations


def skeleton(relations: Relations, articles: int) -> NDArray[np.int64]:
    """Return the rows of the relations that join each article to its nearest relatives.

    Where texts come from one another along a tree, a text shares more with its source than with its source's source or
    its siblings, so the spanning forest of greatest similarity is the tree itself (Chow and Liu 1968 for the
    mutual information of discrete variables; here the similarity is the sum of the shares each explains of the other).
    Ties are broken by the order of the pairs.
    """
    if not len(relations.pairs):
        return np.zeros(0, np.int64)
    similarity = relations.shares.sum(axis=1)
    rank = np.empty(len(similarity), np.int64)
    rank[np.lexsort((np.arange(len(similarity)), -similarity))] = np.arange(1, len(similarity) + 1)
    graph = coo_matrix(
        (rank.astype(np.float64), (relations.pairs[:, 0], relations.pairs[:, 1])), shape=(articles, articles)
    )
    tree = minimum_spanning_tree(graph.tocsr()).tocoo()
    by_rank = np.argsort(rank)
    return np.sort(by_rank[tree.data.astype(np.int64) - 1])
