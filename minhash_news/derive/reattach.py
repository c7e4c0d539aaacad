"""Look again: the forest, now that its edges have a way round -> each article on the text it was made from."""

from __future__ import annotations

import heapq
import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from minhash_news.arrays import Relations
from minhash_news.derive.direction import Evidence, Witness
from minhash_news.derive.forest import Forest
from minhash_news.kernels.components import components

ONE_SOURCE = 0.9
"""Two sources of one article that are related with this probability count as one."""
CHANCE = 0.1
"""An article is put on a copy of a text, rather than on the text, for so much less evidence than nothing if the text
has no other copy, for so much more with every e-fold of its other copies: of many, some come near by chance."""
FAMILY = 0.7
"""Weight of what the whole family says about copies of copies, beside what the article itself says."""
UNHEARD = 0.05
"""A family in which nothing speaks either way is taken, by so little, for a chain of versions."""

TURNED = 0.05
"""Power of the probability that a text was made from another, and not the other from it, by which what the other
explains of it is multiplied: what can only have been made later explains less."""

MOST_ASKED = 20
"""So many texts are compared for what explains most of an article, those that share most with it."""

NOBODY = -1
"""The number of no article."""

Descends = Callable[[int, int, int], float]
"""(text, copy, source) -> how much speaks for the text being made from the copy, as `derive.descent` weighs it."""


def reattached(
    rows: Sequence[int],
    sources: Mapping[int, Sequence[int]],
    relations: Relations,
    descent: Descends,
    witness: Witness,
    *,
    min_probability: float,
) -> list[int]:
    """Return the forest looked over again, now that its edges have a way round.

    Nearness looks at both texts; of a derived one only what explains it counts. A cut copy is nearer to an update than
    the whole original is, but explains less of it, so the update is put on the original; so is what a whole copy
    explains no better than the original does, or better only by what chance gives, or than what appeared before the
    article. So each source of a compilation is looked over. And two sources of one article that are related to each
    other are no compilation: the lesser is put on the better. What hangs on an article is no source of it, so the
    forest stays one.

    Args:
        rows: of the relations, the forest so far.
        sources: of each article, as oriented so far.
        relations: all pairs.
        descent: weighs whether a text was made from another or from the source of that.
        witness: measures which of two was made from the other.
        min_probability: of a new edge.
    """
    forest = Forest(rows, relations, min_probability)

    def choices(article: int, source: int) -> _Choices:
        return _Choices(article, source, forest.choices(article, source), witness)

    stars = _Stars(rows, relations, sources, descent)
    for article, found in sorted(sources.items()):
        if len(found) == 1:
            stars.heed(article, choices(article, found[0]))
    for article in sorted(sources):
        found = sorted(sources[article], key=lambda source: (-forest.explains(source, article), source))
        for lesser in found[1:]:
            if forest.related(found[0], lesser) >= ONE_SOURCE:
                forest.move(lesser, article, found[0])
        for source in [source for source in found if forest.joins(article, source)]:
            best = stars.source(article, choices(article, source))
            if best != source:
                forest.move(article, source, best)
    return sorted(forest.kept)


def _likelihood(evidence: Evidence) -> float:
    return float(np.exp(-TURNED * np.logaddexp(0.0, -evidence.total)))


class _Choices:
    """What an article may be put on, and how much of it each explains; to measure a pair is dear, so few are asked."""

    def __init__(self, article: int, source: int, shares: Mapping[int, float], witness: Witness) -> None:
        self._article, self._source, self._shares, self._witness = article, source, shares, witness

    def __contains__(self, other: int) -> bool:
        return other in self._shares

    def __getitem__(self, other: int) -> float:
        return self._shares[other] * _likelihood(self._witness(self._article, other))

    def most(self) -> int:
        """Return what explains most: the present source, or one of the MOST_ASKED that share most with the article."""
        best, explained = NOBODY, -1.0
        asked = heapq.nlargest(MOST_ASKED, self._shares, key=lambda other: (self._shares[other], -other))
        for other in [*asked, self._source]:
            if self._shares[other] > explained:  # else it explains no more, as the likelihood only takes from its share
                here = self[other]
                if (here, -other) > (explained, -best):
                    best, explained = other, here
        return best


class _Stars:
    """Which families are stars around a text, and which are chains.

    Of many copies of one text some are nearer to each other than to it, by chance, and the nearest of many is nearer
    than that of few. So a copy that explains most of an article is its source only if its additions and omissions bear
    it out, in the article and in the family: families mostly grow in one manner throughout.
    """

    def __init__(
        self,
        rows: Sequence[int],
        relations: Relations,
        sources: Mapping[int, Sequence[int]],
        descent: Descends,
    ) -> None:
        pairs = relations.pairs[list(rows)]
        self._family = components(pairs, int(pairs.max(initial=-1)) + 1)
        self._above = {article: found[0] for article, found in sources.items() if len(found) == 1}
        self._copies = Counter(source for found in sources.values() for source in found)
        self._descent = descent
        self._heard: dict[int, list[float]] = {}

    def heed(self, article: int, choices: _Choices) -> None:
        """Note for an article's family what speaks for its nearest text being its source."""
        nearest = choices.most()
        above = self._above.get(nearest, NOBODY)
        if above in choices:
            self._heard.setdefault(self._family[article], []).append(self._chain(article, nearest, above))

    def source(self, article: int, choices: _Choices) -> int:
        """Return the text that explains most of an article, or what that comes from if chance explains the rest."""
        heard = self._heard.get(self._family[article], [])
        family = (sum(heard) + UNHEARD) / (len(heard) + 1)
        best, passed = choices.most(), set()
        while (above := self._above.get(best, NOBODY)) in choices and above not in passed:
            if choices[above] < choices[best]:
                chain = self._chain(article, best, above)
                if chain + FAMILY * (family - chain) > 0:
                    break
            passed.add(best)  # the sources are those of the forest before, and may run in a ring
            best = above
        return best

    def _chain(self, article: int, copy: int, source: int) -> float:
        """Return how much speaks for a chain, more than 0, against a star with so many copies of the source."""
        others = self._copies[source] - (self._above.get(article) == source)
        return self._descent(article, copy, source) + CHANCE * (1.0 - math.log(max(1, others)))
