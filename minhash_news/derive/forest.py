"""Edges between articles that can be moved, and how much of an article another explains."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import Relations
from minhash_news.kernels.measure import COLUMN

NEARNESS = ("pairs", "triples", "skips", "match")
"""Containments that are summed to say how near two texts are."""


def containments(measures: NDArray[np.float32]) -> NDArray[np.float64]:
    """Return (m, 2): how much of the first text stands in the second, and the other way; 0 to len(NEARNESS)."""
    columns = [[COLUMN[side + name] for name in NEARNESS] for side in ("a_", "b_")]
    return np.stack([measures[:, side].astype(np.float64).sum(axis=1) for side in columns], axis=1)


class Forest:
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

    def related(self, first: int, second: int) -> float:
        """Return how likely two articles are related, 0 where it is too little for an edge, in the forest or not."""
        option = self.options.get(first, {}).get(second)
        return 0.0 if option is None else float(self.relations.probability[option[0]])

    def explains(self, source: int, derived: int) -> float:
        """Return how much of an article a related one explains, 0 to len(NEARNESS)."""
        return self.options[derived][source][1]

    def choices(self, article: int, source: int) -> dict[int, float]:
        """Return what an article may be put on instead of its source, itself included, and how much each explains."""
        self._part(article, source)
        behind = _joined(article, self.neighbours)
        self._join(article, source)
        return {other: explained for other, (_, explained) in self.options[article].items() if other not in behind}

    def joins(self, first: int, second: int) -> bool:
        """Tell whether there is an edge between two articles."""
        return second in self.neighbours.get(first, ())

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
