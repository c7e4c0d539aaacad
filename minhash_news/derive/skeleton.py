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
JOINED = 0.6
"""A pair that would join an article to a family has to be related with this probability,"""
BRIDGE = 0.8
"""one that would join two families with this,"""
FOUND = 0.85
"""and one that would make two lone articles a family with this: there, nothing else bears it out."""
ONE_SOURCE = 0.9
"""Two sources of one article that are related with this probability count as one."""


def containments(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, 2): how much of the first text stands in the second, and the other way; 0 to len(NEARNESS)."""
    columns = [[MEASURES.index(side + name) for name in NEARNESS] for side in ("a_", "b_")]
    return np.stack([measures[:, side].astype(np.float64).sum(axis=1) for side in columns], axis=1)


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
    levels = (BRIDGE, JOINED, FOUND) if cautious else (0.0, 0.0, 0.0)
    for row in np.argsort(-nearness, kind="stable"):
        first, second = (int(k) for k in relations.pairs[row])
        needed = max(min_probability, levels[(first in alone) + (second in alone)])
        a, b = find(first), find(second)
        if a != b and relations.probability[row] >= needed:
            leader[max(a, b)] = min(a, b)
            alone -= {first, second}
            chosen.append(int(row))
    return sorted(chosen)


def reattached(
    rows: Sequence[int], relations: Relations, sources: Mapping[int, Sequence[int]], *, min_probability: float
) -> list[int]:
    """Return the forest looked over again, now that its edges have a way round.

    Nearness looks at both texts; of a derived one only what explains it counts. A cut copy is nearer to an update than
    the whole original is, but explains less of it, so the update is put on the original; so is what a whole copy
    explains no better than the original does. And two sources of one article that are related to each other are no
    compilation: the lesser is put on the better. What hangs on an article is no source of it, so the forest stays one.

    Args:
        rows: of the relations, the forest so far.
        relations: all pairs.
        sources: of each article, as oriented so far.
        min_probability: of a new edge.
    """
    forest = _Forest(rows, relations, min_probability)
    for article in sorted(sources):
        found = sorted(sources[article], key=lambda source: (-forest.explains(source, article), source))
        for lesser in found[1:]:
            if forest.related(found[0], lesser):
                forest.move(lesser, article, found[0])
        if len(found) == 1:
            forest.settle(article, found[0], sources)
    return sorted(forest.kept)


class _Forest:
    """Edges between articles that can be moved without closing a circle."""

    def __init__(self, rows: Sequence[int], relations: Relations, min_probability: float) -> None:
        self.kept = set(rows)
        self.relations = relations
        self.options: dict[int, dict[int, tuple[int, float]]] = {}
        self.neighbours: dict[int, set[int]] = {}
        sides = containments(relations.measures)
        for row, (first, second) in enumerate(relations.pairs.tolist()):
            if relations.probability[row] >= min_probability:
                self.options.setdefault(first, {})[second] = (row, float(sides[row, 0]))
                self.options.setdefault(second, {})[first] = (row, float(sides[row, 1]))
        for row in rows:
            self._join(*relations.pairs[row].tolist())

    def related(self, first: int, second: int) -> bool:
        option = self.options.get(first, {}).get(second)
        return option is not None and self.relations.probability[option[0]] >= ONE_SOURCE

    def explains(self, source: int, derived: int) -> float:
        return self.options[derived][source][1]

    def settle(self, article: int, source: int, sources: Mapping[int, Sequence[int]]) -> None:
        """Put an article on what explains most of it, and on what that comes from if it explains as much."""
        self._part(article, source)
        behind = _joined(article, self.neighbours)
        free = {other for other in self.options[article] if other not in behind}
        best = max(free, key=lambda other: (self.explains(other, article), -other))
        while len(sources.get(best, ())) == 1 and sources[best][0] in free:
            (above,) = sources[best]
            if self.explains(above, article) < self.explains(best, article):
                break
            free.discard(best)  # the sources are those of the forest before, and may run in a ring
            best = above
        self._join(article, best)
        self.kept.discard(self.options[article][source][0])
        self.kept.add(self.options[article][best][0])

    def move(self, article: int, old: int, new: int) -> None:
        """Replace the edge between an article and another, `old`, by one to `new`, which stays joined to `old`."""
        self._part(article, old)
        self._join(article, new)
        self.kept.discard(self.options[article][old][0])
        self.kept.add(self.options[article][new][0])

    def _join(self, first: int, second: int) -> None:
        self.neighbours.setdefault(first, set()).add(second)
        self.neighbours.setdefault(second, set()).add(first)

    def _part(self, first: int, second: int) -> None:
        self.neighbours[first].discard(second)
        self.neighbours[second].discard(first)


def _joined(article: int, neighbours: Mapping[int, set[int]]) -> set[int]:
    """Return all that hangs together with an article, itself included."""
    found, ahead = {article}, [article]
    while ahead:
        for other in neighbours[ahead.pop()] - found:
            found.add(other)
            ahead.append(other)
    return found
