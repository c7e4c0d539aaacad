"""Part: a passage -> its parts that correspond throughout, or all but a few words.

The ends are cut to where the two sides match: to the stretch of the greatest sum, where shared words gain and others
cost (Bentley 1984, "Programming pearls: algorithm design techniques"). Inside, sentences in a row that have no
counterpart part a passage.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from minhash_news.kernels.align import sentence_matches
from minhash_news.kernels.index import FLOOR, Text, index_text
from minhash_news.kernels.seeds import bag_cosine, densest

HOLDS = 0.33
"""Least tf-idf cosine of a passage's two sides."""
ODD_WORDS = 0.35
"""Cost of a word at the ends of a passage that the other side does not have, as a share of its idf."""
SNAP = 5
"""An end that would be cut off by so few words stays with the sentence."""
BRIDGE = 10
"""Runs with at most so many words between them, in both texts, are one."""
TOLD = 0.25
"""A sentence with less than this share of its idf in any one sentence of the other side has no counterpart there."""
ODD = 25
"""So many words of such sentences in a row end a passage; the more of it is copied, the fewer, down to BRIDGE."""
PASSED_OVER = 2.0
"""Where one side of a passage has so many times as many words as the other, only whole paragraphs end it there."""
CONDENSED = 4.0
"""A text condenses another if what is found so takes so many times as many words there, and what it passes over ends no
passage."""
EXCERPT = 0.8
"""What is copied to this share is no such condensed text but an excerpt, and ends where the copied text does."""

Seeds = list[tuple[int, int]]
"""Sentences of the one text and of the other that are alike."""
Far = Callable[[int, int], bool]
"""Whether a sentence is too far behind another to stand in one passage with it."""
Stretch = tuple[int, int, int, int]
"""Words: start and end in the one text, start and end in the other."""


@dataclass(frozen=True)
class Pair:
    """Two texts to align.

    Attributes:
        texts: the shorter one, then the other.
        paragraphs: where the paragraphs of each begin, and where the last one ends.
        idf: of the words.
        runs: what is copied.
        shortest: words that a passage needs.
    """

    texts: tuple[Text, Text]
    paragraphs: tuple[NDArray[np.int64], NDArray[np.int64]]
    idf: NDArray[np.float32]
    runs: list[Stretch]
    shortest: int


def holds(stretch: Stretch, pair: Pair) -> bool:
    """Tell whether the two sides are alike as a whole."""
    begin, end, source_begin, source_end = stretch
    text, source = pair.texts
    return bag_cosine(text.ids[begin:end], source.ids[source_begin:source_end], pair.idf) >= HOLDS


def tightened(stretch: Stretch, pair: Pair) -> Stretch:
    """Cut both sides of a passage to where they match."""
    begin, end, source_begin, source_end = stretch
    mine, others = pair.texts[0].ids[begin:end], pair.texts[1].ids[source_begin:source_end]
    first, last = _snapped(len(mine), *densest(mine, others, pair.idf, ODD_WORDS))
    source_first, source_last = _snapped(len(others), *densest(others, mine, pair.idf, ODD_WORDS))
    return begin + first, begin + last, source_begin + source_first, source_begin + source_last


def _snapped(length: int, begin: int, end: int) -> tuple[int, int]:
    return begin if begin > SNAP else 0, end if length - end > SNAP else length


def parted(stretch: Stretch, pair: Pair) -> Iterator[Stretch]:
    """Part a passage at sentences in a row that have no counterpart in it."""
    sides = stretch[:2], stretch[2:]
    lengths = [end - begin for begin, end in sides]
    held = sum(r[1] - r[0] for r in inside(stretch, pair.runs))
    copied = held / min(lengths)
    odd = max(BRIDGE, ODD * (1 - copied))
    if max(lengths) - held < odd / 2:  # too little is not copied for a foreign stretch: so it is with most copies
        yield stretch
        return
    here, there = (_part_of(text, *side, pair.idf) for text, side in zip(pair.texts, sides, strict=True))
    links = sorted({*_counterparts(here, there, pair.idf), *((s, t) for t, s in _counterparts(there, here, pair.idf))})
    begins = [[side[0] + k for k in sentence_begins(part)] for part, side in zip((here, there), sides, strict=True)]

    def foreign(side: int, begin: int, end: int) -> bool:
        if lengths[side] >= CONDENSED * lengths[1 - side] and copied < EXCERPT:
            return False
        if lengths[side] >= PASSED_OVER * lengths[1 - side]:
            begin, end = _whole(pair.paragraphs[side], begin, end)
        return end - begin >= odd

    def far(side: int) -> Far:
        return lambda last, first: foreign(side, begins[side][last + 1], begins[side][first])

    def reach(cluster: Seeds, side: int) -> tuple[int, int]:
        (begin, end), numbers = sides[side], [link[side] for link in cluster]
        first, last = begins[side][min(numbers)], begins[side][max(numbers) + 1]
        alone = len(groups) == 1
        return (
            begin if alone and not foreign(side, begin, first) else first,
            end if alone and not foreign(side, last, end) else last,
        )

    groups = clusters(links, (far(0), far(1)))
    for cluster in groups:
        part = (*reach(cluster, 0), *reach(cluster, 1))
        if part == stretch:
            yield part
        else:
            yield from parted(tightened(part, pair), pair)


def _whole(paragraphs: NDArray[np.int64], begin: int, end: int) -> tuple[int, int]:
    """Return the words of the paragraphs that lie between two places as a whole."""
    first, behind = np.searchsorted(paragraphs, begin), np.searchsorted(paragraphs, end, "right") - 1
    return (int(paragraphs[first]), int(paragraphs[behind])) if first < behind else (begin, begin)


def _part_of(text: Text, begin: int, end: int, idf: NDArray[np.float32]) -> Text:
    sentences = text.sentences[begin:end]
    return index_text(text.ids[begin:end], sentences - sentences[0], idf, FLOOR)


def _counterparts(text: Text, other: Text, idf: NDArray[np.float32]) -> Seeds:
    """Return the sentences that share enough with one of the other text, and that."""
    best, shared = sentence_matches(text, other, idf, FLOOR)
    told = np.flatnonzero((best >= 0) & (shared >= TOLD * text.sentence_bits))
    return list(zip(told.tolist(), best[told].tolist(), strict=True))


def sentence_begins(text: Text) -> list[int]:
    """Return where the sentences of a text begin, and where the last one ends."""
    begins: list[int] = np.searchsorted(text.sentences, np.arange(len(text.sentence_bits) + 1)).tolist()
    return begins


def clusters(seeds: Seeds, far: tuple[Far, Far]) -> list[Seeds]:
    """Group seeds whose sentences are not far from each other in either text."""
    groups = [seeds] if seeds else []
    side = 0
    settled = 0
    while settled < 2:
        split = [part for group in groups for part in _split(group, side, far[side])]
        settled = settled + 1 if len(split) == len(groups) else 0
        groups, side = split, 1 - side
    return groups


def _split(seeds: Seeds, side: int, far: Far) -> list[Seeds]:
    ordered = sorted(seeds, key=itemgetter(side))
    cuts = [k for k in range(1, len(ordered)) if far(ordered[k - 1][side], ordered[k][side])]
    return [ordered[begin:end] for begin, end in pairwise([0, *cuts, len(ordered)])]


def inside(stretch: Stretch, runs: list[Stretch]) -> list[Stretch]:
    """Return the runs that lie inside a passage on both sides."""
    begin, end, source_begin, source_end = stretch
    return [r for r in runs if r[0] >= begin and r[1] <= end and r[2] >= source_begin and r[3] <= source_end]
