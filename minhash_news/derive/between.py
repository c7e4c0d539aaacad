"""Tell: three related texts -> whether one of them stands between the other two.

A textual critic's question. That two copies keep what their source has shows nothing; what two texts share and a third
has not, they did not get by way of the third (P. Maas, Textkritik, 1927). So the weight of what each two, all three and
only one of them have is what tells, with the manner of each text and with what others have from each. The answer is
that of boosted trees, fitted on families with known history.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, Relations
from minhash_news.derive.direction import Witness
from minhash_news.derive.nearness import containments
from minhash_news.fitted import probability, trees
from minhash_news.triangles import LITTLE, PARTS, shared

OF_REGIONS = (
    "only the outer two", "the middle and the earlier", "the middle and the later", "all three", "only the earlier",
    "only the later", "only the middle",
    "earlier's own from the later", "later's own from the earlier", "earlier's own from the middle",
    "later's own from the middle", "lesser link to the break", "links to the break",
)  # fmt: skip
FEATURES = (
    *(f"{name}, {part}" for part in PARTS for name in OF_REGIONS),
    "length of the earlier", "length of the later", "length of the middle",
    "middle made from the earlier", "middle made from the later", "later made from the earlier",
    "related: middle and earlier", "related: middle and later", "related: outer two",
    "others", "others' text, middle against earlier", "others' text, middle against later",
    "others' source, middle against earlier", "others' source, middle against later",
)  # fmt: skip
"""What tells whether one text stands between two others, of which the likelier earlier one is called so. Weights are
sums of idf, as logarithms; "others" are texts that are related to all three."""

MOST_ASKED = 20
"""Of each article so many relatives are looked at, the nearest, and as many others that know three texts."""
FEW = 5.0
"""Idf that is added to what a share is of."""
SURE = 1e-4
"""A relation is taken to be no surer than this leaves,"""
LEAST = 1e-9
"""and to be at least so likely."""

Three = tuple[int, int, int]
"""Two articles, the first of which has the lower number, and one that may stand between them."""
_Said = tuple[int, dict[int, tuple[float, float]]]
"""How many others were asked about three texts; of each text, how much of theirs it has on average, and how far it
looks like their source."""


class Between:
    """Asks of some related articles which stand between which."""

    def __init__(self, words: CorpusWords, relations: Relations, witness: Witness, rows: Iterable[int]) -> None:
        """Look at the pairs in some rows of the relations, and of these at the nearest of each article."""
        self._words, self._witness = words, witness
        shares = containments(relations.measures)
        near: dict[int, list[tuple[float, int]]] = {}
        for row in rows:
            for article in relations.pairs[row].tolist():
                near.setdefault(article, []).append((-float(shares[row].max()), row))
        self.rows = sorted({row for found in near.values() for _, row in heapq.nsmallest(MOST_ASKED, found)})
        self._share: dict[tuple[int, int], float] = {}
        self._odds: dict[tuple[int, int], float] = {}
        self._evidence: dict[tuple[int, int], float] = {}
        self._relatives: dict[int, set[int]] = {}
        for row in self.rows:
            first, second = relations.pairs[row].tolist()
            self._share[first, second], self._share[second, first] = shares[row].tolist()
            p = max(LEAST, float(relations.probability[row]))
            self._odds[first, second] = self._odds[second, first] = float(np.log(p / (1 + SURE - p)))
            self._relatives.setdefault(first, set()).add(second)
            self._relatives.setdefault(second, set()).add(first)
        self._pairs = [tuple(relations.pairs[row].tolist()) for row in self.rows]

    def threes(self) -> list[Three]:
        """Return each two that are looked at with each text that both are related to."""
        return [
            (first, second, middle)
            for first, second in self._pairs
            for middle in self._nearest(first, second, self._relatives[first] & self._relatives[second])
        ]

    def probabilities(self, threes: Sequence[Three]) -> NDArray[np.float64]:
        """Return (m,): how likely the last of each three stands between the others."""
        if not threes:
            return np.zeros(0)
        return probability(trees("between", FEATURES).log_odds(self.features(threes)))

    def features(self, threes: Sequence[Three]) -> NDArray[np.float64]:
        """Return (m, len(FEATURES)); of the two outer texts the one that looks like the other's source comes first."""
        ordered = [
            (second, first, middle) if self._made_from(first, second) > 0 else (first, second, middle)
            for first, second, middle in threes
        ]
        heard: dict[frozenset[int], _Said] = {}
        rest = np.array([self._of_pairs(three, heard) for three in ordered])
        found, lengths = shared(self._words, np.array(ordered, np.int64))
        shares = [_of_regions(found[:, part]) for part in range(len(PARTS))]
        return np.concatenate([*shares, np.log1p(lengths), rest], axis=1)

    def _nearest(self, first: int, second: int, others: set[int]) -> list[int]:
        """Return MOST_ASKED of the others, those that share most with both, in the order of their numbers."""
        if len(others) <= MOST_ASKED:
            return sorted(others)

        def far(other: int) -> tuple[float, int]:
            return -self._share[first, other] - self._share[second, other], other

        return sorted(heapq.nsmallest(MOST_ASKED, others, key=far))

    def _made_from(self, derived: int, source: int) -> float:
        said = self._evidence.get((derived, source))
        if said is None:
            said = self._evidence[derived, source] = self._witness(derived, source).total
            self._evidence[source, derived] = -said
        return said

    def _of_pairs(self, three: Three, heard: dict[frozenset[int], _Said]) -> list[float]:
        """Return what is known of the three by twos, and what others say of them."""
        earlier, later, middle = three
        members = frozenset(three)
        if members not in heard:
            heard[members] = self._said_by_others(three)
        others, said = heard[members]
        return [
            self._made_from(middle, earlier),
            self._made_from(middle, later),
            self._made_from(later, earlier),
            self._odds[middle, earlier],
            self._odds[middle, later],
            self._odds[earlier, later],
            np.log1p(others),
            *(said[middle][k] - said[outer][k] for k in (0, 1) for outer in (earlier, later)),
        ]

    def _said_by_others(self, three: Three) -> _Said:
        others = set.intersection(*(self._relatives[text] for text in three)) - set(three)

        def far(other: int) -> tuple[float, int]:
            return -sum(self._share[other, text] for text in three), other

        asked = heapq.nsmallest(MOST_ASKED, others, key=far)
        said = {}
        for text in three:
            share = sum(self._share[other, text] for other in asked) / max(1, len(asked))
            source = sum(self._made_from(other, text) for other in asked) / max(1, len(asked))
            said[text] = share, source
        return len(asked), said


def _of_regions(found: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (m, len(OF_REGIONS)); in each three the earlier outer text is the first, the middle the third."""
    earlier, later, outer, middle, to_earlier, to_later, everyone = found.T

    def share(part: NDArray[np.float64], rest: NDArray[np.float64]) -> NDArray[np.float64]:
        return part / (part + rest + FEW)

    return np.stack(
        [
            *(np.log1p(weight) for weight in (outer, to_earlier, to_later, everyone, earlier, later, middle)),
            share(outer, earlier),
            share(outer, later),
            share(to_earlier, earlier),
            share(to_later, later),
            np.log((np.minimum(to_earlier, to_later) + LITTLE) / (outer + LITTLE)),
            np.log(np.sqrt(to_earlier * to_later + LITTLE**2) / (outer + LITTLE)),
        ],
        axis=1,
    )
