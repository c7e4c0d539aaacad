"""What the two sets of each of many pairs have in common.

Numba caches a compiled kernel by its own file alone: who edits what this one imports clears this folder's
`__pycache__`.
"""

from __future__ import annotations

from typing import Any

from minhash_news.kernels.compiling import compiled
from minhash_news.kernels.sets import shared


@compiled
def jaccard_kernel(sets: Any, indptr: Any, pairs: Any, jaccard: Any) -> None:
    """Write the Jaccard similarity of each pair, float64 (m,); 0 for two empty sets.

    `sets` uint64 has the sorted unique values of set i at `indptr[i]:indptr[i + 1]`; `pairs` (m, 2) are
    numbers of sets.
    """
    for pair in range(len(pairs)):
        one = sets[indptr[pairs[pair, 0]] : indptr[pairs[pair, 0] + 1]]
        other = sets[indptr[pairs[pair, 1]] : indptr[pairs[pair, 1] + 1]]
        both = shared(one, other)
        jaccard[pair] = both / max(1, len(one) + len(other) - both)
