"""Anchor: words -> candidate pairs that share rare words."""

from __future__ import annotations

import numpy as np
from scipy import sparse

from minhash_news.arrays import CorpusWords, PairArray

CONTENT = 3.0
"""Words below this idf are no anchors."""
MOST_ARTICLES = 40
"""A word that stands in more articles than this is no anchor."""
ROWS = 4096
"""Rows of the sparse product that are worked on at once."""


def anchored_pairs(words: CorpusWords, *, min_shared: float) -> tuple[PairArray, int]:
    """Return the pairs whose shared anchors carry at least `min_shared` of idf.

    An anchor is a content word that stands in two to MOST_ARTICLES articles. Pairs are found with a sparse matrix
    product (articles x anchors, each entry the root of the anchor's idf).

    Returns:
        pairs: (m, 2) int32, sorted.
        passed_over: content words that stand in more articles than an anchor may.
    """
    n, vocabulary = len(words), len(words.idf)
    rows = np.repeat(np.arange(n, dtype=np.int64), np.diff(words.indptr))
    places = np.unique(rows * max(vocabulary, 1) + words.ids)
    row, word = places // max(vocabulary, 1), places % max(vocabulary, 1)
    frequency = np.bincount(word, minlength=vocabulary)
    content = words.idf >= CONTENT
    anchor = content & (frequency >= 2) & (frequency <= MOST_ARTICLES)
    kept = anchor[word]
    weight = np.sqrt(words.idf[word[kept]]).astype(np.float32)
    table = sparse.csr_matrix((weight, (row[kept], word[kept])), shape=(n, vocabulary))
    found = [np.zeros((0, 2), np.int32)]
    turned = table.T.tocsr()
    for begin in range(0, n, ROWS):
        product = sparse.triu(table[begin : begin + ROWS] @ turned, k=begin + 1).tocoo()
        heavy = product.data >= min_shared
        found.append(np.stack([product.row[heavy] + begin, product.col[heavy]], axis=1).astype(np.int32))
    pairs = np.concatenate(found)
    return pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))], int((content & (frequency > MOST_ARTICLES)).sum())
