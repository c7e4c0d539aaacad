"""Join: relations -> the forest in which each text hangs on those it is next to."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from minhash_news.arrays import CorpusWords, Relations
from minhash_news.derive.between import LEAST, Between
from minhash_news.derive.direction import Witness
from minhash_news.derive.nearness import nearness
from minhash_news.kernels.components import components
from minhash_news.kernels.measure import COLUMN

FOUND = 0.75
"""A pair that would join two families, or make two lone articles one, has to be related with this probability; an
article may join a family with less."""
ASKED = 5
"""So many texts of the same words, or one or two less, are asked which of all was the first."""
SURELY = 0.98
"""No text stands more surely than this between two others."""

Rank = Callable[[Relations, Sequence[int]], Mapping[int, float]]
"""(relations, rows) -> how likely the texts of some of these rows are next to each other, as a logarithm."""


def next_to_each_other(words: CorpusWords, witness: Witness) -> Rank:
    """Return how likely pairs are related with nothing between them.

    Of a triangle of relations one is the weakest, for it goes by way of the third text: what two texts share, each also
    shares with what stands between them (the data processing inequality; Margolin et al. 2006, ARACNE). Which one it is
    says `derive.between`.
    """

    def rank(relations: Relations, rows: Sequence[int]) -> dict[int, float]:
        between = Between(words, relations, witness, rows)
        row_of = {tuple(relations.pairs[row].tolist()): row for row in between.rows}
        odds = {row: float(np.log(max(LEAST, relations.probability[row]))) for row in between.rows}
        threes = between.threes()
        for (first, second, _), p in zip(threes, between.probabilities(threes).tolist(), strict=True):
            odds[row_of[first, second]] += float(np.log(1 - SURELY * p))
        return odds

    return rank


def skeleton(
    relations: Relations, rank: Rank, witness: Witness, *, min_probability: float, cautious: bool = True
) -> list[int]:
    """Return the rows of the relations that join each article to its nearest relatives.

    Of texts of the same words one stands for all, the earliest. Then the spanning forest of those pairs that are
    likeliest next to each other (built after Kruskal 1956), then what is left, by nearness. Ties are broken by
    nearness, then by the order of the pairs.

    Args:
        relations: of some articles.
        rank: how likely pairs are next to each other, as `next_to_each_other` gives.
        witness: tells which of some texts of the same words was there first.
        min_probability: of an edge.
        cautious: whether a pair that would found a family or join two has to be related with more probability than
            another.
    """
    near = nearness(relations.measures)
    copies, pairs = copies_and_pairs(relations, witness, min_probability=min_probability)
    ranked = rank(relations, pairs)
    in_order = [*copies, *sorted(ranked, key=lambda row: (-ranked[row], -near[row], row))]
    left = np.setdiff1d(np.flatnonzero(relations.probability >= min_probability), in_order).tolist()
    in_order += sorted(left, key=lambda row: (-near[row], row))
    return _forest(relations, in_order, (FOUND, 0.0, FOUND) if cautious else (0.0, 0.0, 0.0))


def copies_and_pairs(relations: Relations, witness: Witness, *, min_probability: float) -> tuple[list[int], list[int]]:
    """Return the rows that join texts to the one of the same words that stands for them, and those between these."""
    likely = np.flatnonzero(relations.probability >= min_probability).tolist()
    stands_for = _first_of_equals(relations, likely, witness)
    copies, pairs = [], []
    for row in likely:
        first, second = relations.pairs[row].tolist()
        one, other = stands_for.get(first, first), stands_for.get(second, second)
        if one == other and one in (first, second):
            copies.append(row)
        elif (one, other) == (first, second):
            pairs.append(row)
    return copies, pairs


def _first_of_equals(relations: Relations, likely: Sequence[int], witness: Witness) -> dict[int, int]:
    """Return for each text that others have the same words as which of them stands for all."""
    equal = [row for row in likely if relations.measures[row, COLUMN["equal"]] > 0]
    pairs = relations.pairs[equal]
    label = components(pairs, int(pairs.max(initial=-1)) + 1)
    measured = {frozenset(pair) for pair in pairs.tolist()}
    groups: dict[int, list[int]] = {}
    for article in np.unique(pairs).tolist():
        groups.setdefault(int(label[article]), []).append(article)

    def later(one: int, other: int) -> float:
        return witness(one, other).total if frozenset((one, other)) in measured else 0.0

    return {article: first for group in groups.values() for first in [_first(group, later)] for article in group}


def _first(group: Sequence[int], later: Callable[[int, int], float]) -> int:
    """Return the text of a group that looks earliest, the first of those that look alike.

    A text without a date says nothing to any other, so first some are asked what they say of each.
    """
    asked = group[:: -(-len(group) // ASKED)]
    said = {text: sum(later(other, text) for other in asked if other != text) for text in group}
    first, *others = sorted(group, key=lambda text: (-said[text], text))
    for text in others:
        if later(first, text) > 0:
            first = text
    return first


def _forest(relations: Relations, in_order: Iterable[int], levels: tuple[float, float, float]) -> list[int]:
    """Return the rows that close no circle, in order; `levels` are asked of a pair by how many of the two are alone.

    What was too unlikely to found a family or to join two is tried again: since then an article may have joined one.
    """
    leader: dict[int, int] = {}
    joined: set[int] = set()

    def find(article: int) -> int:
        while leader.get(article, article) != article:
            leader[article] = article = leader.get(leader[article], leader[article])
        return article

    chosen = []
    for _ in range(2):
        for row in in_order:
            first, second = relations.pairs[row].tolist()
            a, b = find(first), find(second)
            alone = (first not in joined) + (second not in joined)
            if a != b and relations.probability[row] >= levels[alone]:
                leader[max(a, b)] = min(a, b)
                joined |= {first, second}
                chosen.append(row)
    return sorted(chosen)
