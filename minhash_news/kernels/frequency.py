"""In how many articles each word stands."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled


@compiled
def document_frequency(ids: Any, indptr: Any, vocabulary: int) -> Any:
    """Count articles by word: (words,) int32 ids, (n + 1,) int64 indptr -> (vocabulary,) int64."""
    counts = np.zeros(vocabulary, np.int64)
    last = np.full(vocabulary, -1, np.int64)
    for article in range(indptr.shape[0] - 1):
        for k in range(indptr[article], indptr[article + 1]):
            if last[ids[k]] != article:
                last[ids[k]] = article
                counts[ids[k]] += 1
    return counts
