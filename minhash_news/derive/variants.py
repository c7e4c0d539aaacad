"""Collate: two texts, and others -> on whose side the others are where the two differ in wording.

A textual critic's variant places (P. Maas, Textkritik, 1927; W. W. Greg, The Rationale of Copy-Text, 1950): where two
texts run alike, differ in a few words and run alike again, one has reworded what the other kept; and where nothing but
the punctuation differs, one has been edited. What stands in a third text as well was there before. Whole passages that
only one of the two has say less: a source of both that is not to be seen may have had them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.align import copied_runs
from minhash_news.model import Article

LONGEST = 8
"""Words that a variant has at most."""
DOUBTED = 2.0
"""So many variants count half, and the more the more there are."""
ONE_SIGN = str.maketrans(dict.fromkeys("“”„«»‘’‚'", '"') | dict.fromkeys("–—‒", "-"))
"""The shape of quotation marks and dashes is the house's."""

Pair = tuple[int, int]
"""Two neighbouring words, by their places in the vocabulary."""
Place = tuple[frozenset[Pair], frozenset[Pair]]
"""What stands at a variant place in the one text and nowhere in the other, and the other way round."""


class Variants:
    """Where any two of some articles differ, and whom others agree with; what was found is remembered."""

    def __init__(self, articles: Sequence[Article], words: CorpusWords) -> None:
        self._articles, self._words = articles, words
        self._signs: dict[int, dict[Pair, str]] = {}
        self._places: dict[Pair, list[Place]] = {}

    def __call__(self, texts: Sequence[int], one: int, other: int) -> float:
        """Return how far some texts agree with the one, up to 1, or with the other, down to -1.

        Copies have the wording of what they were made from at nearly all places. Texts that have now the one's and now
        the other's made the same changes by chance, as rewriters do: what the sides have over each other is squared.
        """
        ours = theirs = 0.0
        for text in texts:
            for lead in self._leads(text, one, other):
                ours += max(0.0, lead)
                theirs += max(0.0, -lead)
        side = (ours - theirs) / (ours + theirs + DOUBTED)
        return side * abs(side)

    def _leads(self, text: int, one: int, other: int) -> Iterator[float]:
        """Yield for each variant how much more of the one's wording a text has than of the other's, -1 to 1."""
        here, ours, theirs = map(self._signs_of, (text, one, other))
        for mine, yours in self._variants(one, other):
            yield _share(mine, here) - _share(yours, here)
        for pair in here.keys() & ours.keys() & theirs.keys():
            yield float(here[pair] == ours[pair]) - float(here[pair] == theirs[pair])

    def _variants(self, one: int, other: int) -> list[Place]:
        if (one, other) not in self._places:
            self._places[one, other] = list(self._collated(one, other))
        return self._places[one, other]

    def _collated(self, one: int, other: int) -> Iterator[Place]:
        """Yield the places between two runs that both texts have in a row; a cut has no wording of its own."""
        words = self._words
        x, y = (words.ids[words.span(article)].tolist() for article in (one, other))
        here, there = self._signs_of(one).keys(), self._signs_of(other).keys()
        runs = copied_runs(words.text(one), words.text(other), words.idf, 0.0).tolist()
        for (i, j, length), (next_i, next_j, _) in pairwise(runs):
            a, b = i + length, j + length
            if 0 <= next_i - a <= LONGEST and 0 <= next_j - b <= LONGEST:
                yield frozenset(_pairs(x, a, next_i) - there), frozenset(_pairs(y, b, next_j) - here)

    def _signs_of(self, article: int) -> dict[Pair, str]:
        """Return what stands between two neighbouring words, where they first do so in an article."""
        if article not in self._signs:
            ids = self._words.ids[self._words.span(article)].tolist()
            starts, ends = (side.tolist() for side in self._words.places(article))
            text = self._articles[article].text
            found: dict[Pair, str] = {}
            for pair, end, start in zip(pairwise(ids), ends, starts[1:], strict=False):
                found.setdefault(pair, "".join(text[end:start].split()).translate(ONE_SIGN))
            self._signs[article] = found
        return self._signs[article]


def _pairs(ids: Sequence[int], begin: int, end: int) -> set[Pair]:
    """Return the neighbours in a stretch of words and at its ends; none where it is empty."""
    return set(pairwise(ids[begin - 1 : end + 1])) if end > begin else set()


def _share(pairs: frozenset[Pair], text: Mapping[Pair, str]) -> float:
    return sum(pair in text for pair in pairs) / max(1, len(pairs))
