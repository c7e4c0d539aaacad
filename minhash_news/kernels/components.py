"""What hangs together: pairs of articles -> the component each article is in."""

from __future__ import annotations

from typing import Any

import numpy as np

from minhash_news.kernels.compiling import compiled


@compiled
def components(pairs: Any, articles: int) -> Any:
    """Label each article by the least article it is joined to, directly or through others (Galler & Fischer 1964).

    Args:
        pairs: (m, 2) int32.
        articles: how many there are.

    Returns:
        (articles,) int32.
    """
    leader = np.arange(articles).astype(np.int32)
    for row in range(len(pairs)):
        first, second = pairs[row, 0], pairs[row, 1]
        while leader[first] != first:
            leader[first] = leader[leader[first]]
            first = leader[first]
        while leader[second] != second:
            leader[second] = leader[leader[second]]
            second = leader[second]
        leader[max(first, second)] = min(first, second)
    for article in range(articles):  # a leader is less than what it leads, and so is labelled before it
        leader[article] = leader[leader[article]]
    return leader
