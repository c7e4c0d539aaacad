"""Join: relations -> the forest of nearest relatives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import Relations
from minhash_news.kernels.measure import MEASURES

NEARNESS = ("pairs", "triples", "skips", "match")
"""Containments that are summed to say how near two texts are."""
LESSER = 0.3
"""Weight of the lesser of the two containments beside the greater: a short text made from a long one is near to it."""
BRIDGE = 0.7
"""A pair that would join two families has to be related with this probability: more than to join one article."""
CLEARLY = 0.0
"""Another source has to explain a derived text by so much more before it is preferred."""


def containments(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, 2): how much of the first text stands in the second, and the other way; 0 to len(NEARNESS)."""
    columns = [[MEASURES.index(side + name) for name in NEARNESS] for side in ("a_", "b_")]
    return np.stack([measures[:, side].astype(np.float64).sum(axis=1) for side in columns], axis=1)


def skeleton(relations: Relations, *, min_probability: float) -> list[int]:
    """Return the rows of the relations that join each article to its nearest relatives.

    Where texts come from one another along a tree, a text shares more with its source than with its source's source or
    its siblings, so the spanning forest of greatest nearness is the tree itself (Chow and Liu 1968, for the mutual
    information of discrete variables; built after Kruskal 1956). Ties are broken by the order of the pairs.
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
    for row in np.argsort(-nearness, kind="stable"):
        first, second = (int(k) for k in relations.pairs[row])
        joins_families = first not in alone and second not in alone
        needed = max(min_probability, BRIDGE) if joins_families else min_probability
        a, b = find(first), find(second)
        if a != b and relations.probability[row] >= needed:
            leader[max(a, b)] = min(a, b)
            alone -= {first, second}
            chosen.append(int(row))
    return sorted(chosen)


def reattached(
    rows: Sequence[int], relations: Relations, sources: Mapping[int, Sequence[int]], *, min_probability: float
) -> list[int]:
    """Return the forest with each derived article on the source that explains most of it.

    Nearness looks at both texts; once it is known which way an edge points, only the derived one counts: a cut copy is
    nearer to an update than the whole original is, but explains less of it. What hangs on an article is no source of
    it, so the forest stays one.

    Args:
        rows: of the relations, the forest so far.
        relations: all pairs.
        sources: of each article, as oriented so far.
        min_probability: of a new edge.
    """
    sides = containments(relations.measures)
    options: dict[int, list[tuple[float, int, int]]] = {}
    row_of: dict[tuple[int, int], int] = {}
    for row, (first, second) in enumerate(relations.pairs.tolist()):
        row_of[first, second] = row_of[second, first] = row
        if relations.probability[row] >= min_probability:
            options.setdefault(first, []).append((float(sides[row, 0]), -row, second))
            options.setdefault(second, []).append((float(sides[row, 1]), -row, first))
    neighbours: dict[int, set[int]] = {}
    for row in rows:
        first, second = relations.pairs[row].tolist()
        neighbours.setdefault(first, set()).add(second)
        neighbours.setdefault(second, set()).add(first)
    kept = set(rows)
    for article in sorted(sources):
        if len(sources[article]) != 1:
            continue
        (source,) = sources[article]
        row = row_of[article, source]
        here = float(sides[row, 0 if relations.pairs[row, 0] == article else 1])
        better = sorted((o for o in options.get(article, ()) if o[0] > here + CLEARLY), reverse=True)
        if not better:
            continue
        neighbours[article].discard(source)
        neighbours[source].discard(article)
        behind = _joined(article, neighbours)
        for _, negative_row, other in better:
            if other not in behind:
                kept.discard(row)
                kept.add(-negative_row)
                source = other
                break
        neighbours[article].add(source)
        neighbours[source].add(article)
    return sorted(kept)


def _joined(article: int, neighbours: Mapping[int, set[int]]) -> set[int]:
    """Return all that hangs together with an article, itself included."""
    found, ahead = {article}, [article]
    while ahead:
        for other in neighbours[ahead.pop()] - found:
            found.add(other)
            ahead.append(other)
    return found
