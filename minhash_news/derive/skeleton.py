"""Join: relations -> the forest of nearest relatives."""

from __future__ import annotations

import numpy as np

from minhash_news.arrays import Relations
from minhash_news.derive.forest import containments

LESSER = 0.3
"""Weight of the lesser of the two containments beside the greater: a short text made from a long one is near to it."""
BRIDGE = 0.7
"""A pair that would join two families has to be related with this probability,"""
FOUND = 0.75
"""and one that would make two lone articles a family with this; an article may join a family with less."""


def skeleton(relations: Relations, *, min_probability: float, cautious: bool = True) -> list[int]:
    """Return the rows of the relations that join each article to its nearest relatives.

    Where texts come from one another along a tree, a text shares more with its source than with its source's source or
    its siblings, so the spanning forest of greatest nearness is the tree itself (Chow and Liu 1968, for the mutual
    information of discrete variables; built after Kruskal 1956). Ties are broken by the order of the pairs. If
    `cautious`, a pair that would found a family or join two has to be related with more probability than another.
    """
    sides = containments(relations.measures)
    nearness = sides.max(axis=1) + LESSER * sides.min(axis=1)
    leader: dict[int, int] = {}
    alone = set(relations.pairs.ravel().tolist())

    def find(article: int) -> int:
        while leader.get(article, article) != article:
            leader[article] = article = leader.get(leader[article], leader[article])
        return article

    chosen = []
    levels = (BRIDGE, 0.0, FOUND) if cautious else (0.0, 0.0, 0.0)
    for row in np.argsort(-nearness, kind="stable"):
        first, second = (int(k) for k in relations.pairs[row])
        needed = max(min_probability, levels[(first in alone) + (second in alone)])
        a, b = find(first), find(second)
        if a != b and relations.probability[row] >= needed:
            leader[max(a, b)] = min(a, b)
            alone -= {first, second}
            chosen.append(int(row))
    return sorted(chosen)
