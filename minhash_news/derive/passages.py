"""Align: a derived text and its source -> the passages that correspond.

Sentences that say much the same are seeds; seeds near each other in both texts make a passage, which has to hold as a
whole; where it does not, it is cut at smaller gaps. Seeding, extension and filtering are after Sanchez-Perez, Sidorov
and Gelbukh, "The Winning Approach to Text Alignment for Text Reuse Detection at PAN 2014". The ends of a passage are
then cut to where it matches: to the stretch of the greatest sum, where shared words gain and others cost (Bentley 1984,
"Programming pearls: algorithm design techniques"). What is copied at length inside sentences that are otherwise
different is added; a passage that is copied throughout gives way to what is copied.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from operator import itemgetter

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.align import copied_runs, sentence_matches
from minhash_news.kernels.index import FLOOR, Text
from minhash_news.kernels.measure import MIN_BITS
from minhash_news.kernels.seeds import bag_cosine, sentence_seeds, standing_in
from minhash_news.model import Coverage, Passage

COSINE, DICE = 0.27, 0.4
"""Sentences at least so alike are seeds."""
GAP = 4
"""Sentences that may lie between the seeds of a passage; where the passage does not hold, fewer and fewer."""
CONDENSED_COSINE, CONDENSED_DICE = 0.3, 0.33
"""The same as COSINE and DICE where much is told in few sentences."""
CONDENSED_GAP = 24
"""The same as GAP there: seeds may lie further apart in the source."""
CONDENSED = 4.0
"""A text condenses another if what is found so takes so many times as many words there,"""
CONDENSED_WHOLE = 0.3
"""and the source of each passage is so much of the other text."""
HOLDS = 0.33
"""Least tf-idf cosine of a passage's two sides."""
ODD_WORDS = 0.35
"""Cost of a word at the ends of a passage that the other side does not have, as a share of its idf."""
SNAP = 5
"""An end that would be cut off by so few words stays with the sentence."""
LEAST = 6
"""Neither SHORTEST nor LONG_RUN comes to fewer words."""
SHORTEST = (25, 0.08)
"""Words of the shorter side of a passage told in other words: a share of the shorter text, from LEAST to 25."""
LONG_RUN = (20, 0.05)
"""Words of a copied run that is a passage by itself: a share of the shorter text, from LEAST to 20."""
BRIDGE = 10
"""Runs with at most so many words between them, in both texts, are one."""
VERBATIM = 0.95
"""A passage with this share of its words in copied runs gives way to them."""
MATCHED = 0.33
"""Sentences match that share this much of the derived one's idf,"""
MATCHED_BITS = 15.0
"""and at least so much idf."""

Seeds = list[tuple[int, int]]
"""Sentences of the derived text and of the source that are alike."""
Stretch = tuple[int, int, int, int]
"""Words: start and end in the derived text, start and end in the source."""


def passages(
    words: CorpusWords, derived: int, source: int, *, related: bool = False
) -> tuple[tuple[Passage, ...], Coverage]:
    """Return the corresponding passages in the order of the derived text, and how much of both they cover.

    Of two texts that are known to be `related` the sentences that match best are given where nothing else is found.
    """
    starts, ends = words.places(derived)
    source_starts, source_ends = words.places(source)
    text, other = words.text(derived), words.text(source)
    stretches = sorted(_stretches(text, other, words.idf) or (_matched(text, other, words.idf) if related else []))
    covered = np.zeros(len(text.ids), bool)
    covered_source = np.zeros(len(other.ids), bool)
    found = []
    for begin, end, source_begin, source_end in stretches:
        covered[begin:end] = True
        covered_source[source_begin:source_end] = True
        found.append(
            Passage(
                int(starts[begin]),
                int(ends[end - 1]),
                int(source_starts[source_begin]),
                int(source_ends[source_end - 1]),
            )
        )
    return tuple(found), Coverage(_share(covered), _share(covered_source))


def _share(covered: NDArray[np.bool_]) -> float:
    return round(float(covered.mean()), 4) if len(covered) else 0.0


def _stretches(text: Text, source: Text, idf: NDArray[np.float32]) -> list[Stretch]:
    ids, theirs = text.ids, source.ids
    begins, source_begins = _sentence_begins(text), _sentence_begins(source)
    joined = _bridged([(i, i + n, j, j + n) for i, j, n in copied_runs(text, source, idf, MIN_BITS).tolist()])

    def held(cluster: Seeds) -> Stretch | None:
        sentences, source_sentences = zip(*cluster, strict=True)
        begin, end = begins[min(sentences)], begins[max(sentences) + 1]
        source_begin, source_end = source_begins[min(source_sentences)], source_begins[max(source_sentences) + 1]
        alike = bag_cosine(ids[begin:end], theirs[source_begin:source_end], idf) >= HOLDS
        return (begin, end, source_begin, source_end) if alike else None

    def cut(cluster: Seeds, gap: int, source_gap: int) -> Iterator[Stretch]:
        for part in _clusters(cluster, (gap, source_gap)):
            whole = held(part)
            if whole:
                yield whole
            elif gap:
                yield from cut(part, gap - 1, source_gap * (gap - 1) // gap)

    def seeds(cosine: float, dice: float) -> Seeds:
        return [(s, t) for s, t in sentence_seeds(text, source, idf, cosine, dice).tolist()]

    close = (_tightened(stretch, ids, theirs, idf) for stretch in cut(seeds(COSINE, DICE), GAP, GAP))
    told = [piece for stretch in close for piece in _copied_out(stretch, joined)]
    condensed = list(cut(seeds(CONDENSED_COSINE, CONDENSED_DICE), GAP, CONDENSED_GAP))
    if sum(s[3] - s[2] for s in condensed) >= CONDENSED * sum(s[1] - s[0] for s in condensed):
        told += [s for s in condensed if s[3] - s[2] >= CONDENSED_WHOLE * len(theirs)]
    short = min(len(ids), len(theirs))
    shortest, long_run = (min(most, max(LEAST, int(share * short))) for most, share in (SHORTEST, LONG_RUN))
    candidates = [s for s in told if min(s[1] - s[0], s[3] - s[2]) >= shortest]
    candidates += [run for run in joined if run[1] - run[0] >= long_run]
    return _apart(candidates, len(ids))


def _tightened(
    stretch: Stretch, ids: NDArray[np.int32], theirs: NDArray[np.int32], idf: NDArray[np.float32]
) -> Stretch:
    """Cut both sides of a passage to where they match."""
    begin, end, source_begin, source_end = stretch
    mine, others = ids[begin:end], theirs[source_begin:source_end]
    first, last = _densest(standing_in(mine, others), idf[mine])
    source_first, source_last = _densest(standing_in(others, mine), idf[others])
    return begin + first, begin + last, source_begin + source_first, source_begin + source_last


def _densest(shared: NDArray[np.bool_], weight: NDArray[np.float32]) -> tuple[int, int]:
    """Return the stretch with the greatest sum, where shared words gain their weight and others cost some of it."""
    total = np.zeros(len(weight) + 1)
    np.cumsum(np.where(shared, weight, -ODD_WORDS * weight), dtype=np.float64, out=total[1:])
    end = int(np.argmax(total - np.minimum.accumulate(total)))
    begin = int(np.argmin(total[: end + 1]))
    return begin if begin > SNAP else 0, end if len(shared) - end > SNAP else len(shared)


def _sentence_begins(text: Text) -> list[int]:
    """Return where the sentences of a text begin, and where the last one ends."""
    begins: list[int] = np.searchsorted(text.sentences, np.arange(len(text.sentence_bits) + 1)).tolist()
    return begins


def _matched(text: Text, source: Text, idf: NDArray[np.float32]) -> list[Stretch]:
    """Return the sentences told in other words whose best match in the source is good enough."""
    mine, theirs, total = text.sentences, source.sentences, text.sentence_bits
    best, shared = sentence_matches(text, source, idf, FLOOR)
    found = []
    for sentence in np.flatnonzero((best >= 0) & (shared >= MATCHED_BITS) & (shared >= MATCHED * total)):
        begin, end = np.searchsorted(mine, [sentence, sentence + 1])
        source_begin, source_end = np.searchsorted(theirs, [best[sentence], best[sentence] + 1])
        found.append((int(begin), int(end), int(source_begin), int(source_end)))
    return found


def _apart(candidates: list[Stretch], length: int) -> list[Stretch]:
    """Keep the longer of those that overlap in the derived text."""
    taken = np.zeros(length, bool)
    kept = []
    for stretch in sorted(candidates, key=lambda s: (s[0] - s[1], s)):
        if not taken[stretch[0] : stretch[1]].any():
            taken[stretch[0] : stretch[1]] = True
            kept.append(stretch)
    return kept


def _clusters(seeds: Seeds, gaps: tuple[int, int]) -> list[Seeds]:
    """Group seeds that lie within so many sentences of each other in either text."""
    groups = [seeds] if seeds else []
    side = 0
    settled = 0
    while settled < 2:
        split = [part for group in groups for part in _split(group, side, gaps[side])]
        settled = settled + 1 if len(split) == len(groups) else 0
        groups, side = split, 1 - side
    return groups


def _split(seeds: Seeds, side: int, gap: int) -> list[Seeds]:
    ordered = sorted(seeds, key=itemgetter(side))
    cuts = [k for k in range(1, len(ordered)) if ordered[k][side] - ordered[k - 1][side] > gap + 1]
    return [ordered[begin:end] for begin, end in pairwise([0, *cuts, len(ordered)])]


def _copied_out(stretch: Stretch, runs: list[Stretch]) -> list[Stretch]:
    """Return the copied runs in place of a passage that is copied throughout; other passages as they are."""
    begin, end, source_begin, source_end = stretch
    inside = [r for r in runs if r[0] >= begin and r[1] <= end and r[2] >= source_begin and r[3] <= source_end]
    return inside if sum(r[1] - r[0] for r in inside) >= VERBATIM * (end - begin) else [stretch]


def _bridged(runs: list[Stretch]) -> list[Stretch]:
    """Join runs that go on in both texts after a few other words."""
    joined: list[Stretch] = []
    for run in runs:
        if joined:
            begin, end, source_begin, source_end = joined[-1]
            if run[0] - end <= BRIDGE and 0 <= run[2] - source_end <= BRIDGE:
                joined[-1] = (begin, run[1], source_begin, run[3])
                continue
        joined.append(run)
    return joined
