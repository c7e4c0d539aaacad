"""Align: a derived text and its source -> the passages that correspond.

Sentences that say much the same are seeds; seeds near each other in both texts make a passage, which has to hold as a
whole; where it does not, it is cut at smaller gaps. Seeding, extension and filtering are after Sanchez-Perez, Sidorov
and Gelbukh, "The Winning Approach to Text Alignment for Text Reuse Detection at PAN 2014". A passage then ends where
its two sides do not match. What is copied at length inside sentences that are otherwise different is added; a passage
that is copied throughout gives way to what is copied. The shorter text is aligned with the longer, whichever derives
from which, and no word of either stands in two passages: so both ways round they are the same.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.derive.parting import (
    BRIDGE,
    CONDENSED,
    PASSED_OVER,
    Far,
    Pair,
    Seeds,
    Stretch,
    clusters,
    holds,
    inside,
    parted,
    sentence_begins,
    tightened,
)
from minhash_news.kernels.align import copied_runs, sentence_matches
from minhash_news.kernels.index import FLOOR, Text
from minhash_news.kernels.measure import MIN_BITS
from minhash_news.kernels.seeds import sentence_seeds
from minhash_news.model import Coverage, Passage

COSINE, DICE = 0.27, 0.4
"""Sentences at least so alike are seeds."""
GAP = 4
"""Sentences that may lie between the seeds of a passage; where the passage does not hold, fewer and fewer."""
CONDENSED_COSINE, CONDENSED_DICE = 0.3, 0.33
"""The same as COSINE and DICE where much is told in few sentences."""
CONDENSED_GAP = 24
"""The same as GAP there: seeds may lie further apart in the text that is condensed."""
CONDENSED_WHOLE = 0.3
"""What a passage condenses is at least so much of the other text."""
LEAST = 6
"""Neither SHORTEST nor LONG_RUN comes to fewer words."""
SHORTEST = (25, 0.08)
"""Words of the shorter side of a passage told in other words: a share of the shorter text, from LEAST to 25."""
LONG_RUN = (20, 0.05)
"""Words of a copied run that is a passage by itself: a share of the shorter text, from LEAST to 20."""
VERBATIM = 0.95
"""A passage with this share of its words in copied runs gives way to them."""
MATCHED = 0.33
"""Sentences match that share this much of the derived one's idf,"""
MATCHED_BITS = 15.0
"""and at least so much idf."""


def passages(
    words: CorpusWords, derived: int, source: int, *, related: bool = False
) -> tuple[tuple[Passage, ...], Coverage]:
    """Return the corresponding passages in the order of the derived text, and how much of both they cover.

    Of two texts that are known to be `related` the sentences that match best are given where nothing else is found.
    """
    starts, ends = words.places(derived)
    source_starts, source_ends = words.places(source)
    if _order(words, derived) <= _order(words, source):
        stretches = sorted(_aligned(words, derived, source, related=related))
    else:
        stretches = sorted(s[2:] + s[:2] for s in _aligned(words, source, derived, related=related))
    covered, covered_source = np.zeros(len(starts), bool), np.zeros(len(source_starts), bool)
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


def _order(words: CorpusWords, article: int) -> tuple[int, bytes, bytes]:
    where = words.span(article)
    return where.stop - where.start, words.ids[where].tobytes(), words.flags[where].tobytes()


def _aligned(words: CorpusWords, one: int, other: int, *, related: bool) -> list[Stretch]:
    """Return where two articles correspond; no word of either stands in two stretches."""
    whole = words.span(one)
    if words.are_equal(one, other) and whole.start < whole.stop:
        length = whole.stop - whole.start
        return [(0, length, 0, length)]
    text, source = words.text(one), words.text(other)
    short = min(len(text.ids), len(source.ids))
    shortest, long_run = (min(most, max(LEAST, int(share * short))) for most, share in (SHORTEST, LONG_RUN))
    runs = _bridged([(i, i + n, j, j + n) for i, j, n in copied_runs(text, source, words.idf, MIN_BITS).tolist()])
    paragraphs = _paragraph_begins(words, one), _paragraph_begins(words, other)
    pair = Pair((text, source), paragraphs, words.idf, runs, shortest)
    told = [stretch for stretch in _told(pair) if _shorter_side(stretch) >= shortest]
    found = _apart([*told, *(run for run in runs if run[1] - run[0] >= long_run)], pair)
    return found or (_apart(_matched(text, source, words.idf), pair) if related else [])


def _paragraph_begins(words: CorpusWords, article: int) -> NDArray[np.int64]:
    paragraphs = words.paragraphs(words.span(article))
    return np.searchsorted(paragraphs, np.arange(paragraphs[-1] + 2 if len(paragraphs) else 1))


def _told(pair: Pair) -> list[Stretch]:
    """Return where the one text tells what the other does; some of it may be in two stretches."""
    text, source = pair.texts
    begins, source_begins = sentence_begins(text), sentence_begins(source)

    def held(cluster: Seeds) -> Stretch | None:
        sentences, source_sentences = zip(*cluster, strict=True)
        begin, end = begins[min(sentences)], begins[max(sentences) + 1]
        source_begin, source_end = source_begins[min(source_sentences)], source_begins[max(source_sentences) + 1]
        stretch = begin, end, source_begin, source_end
        return stretch if holds(stretch, pair) else None

    def cut(cluster: Seeds, gap: int, source_gap: int) -> Iterator[Stretch]:
        for part in clusters(cluster, (_more_than(gap), _more_than(source_gap))):
            whole = held(part)
            if whole:
                yield whole
            elif least := min(gap, source_gap):
                yield from cut(part, gap * (least - 1) // least, source_gap * (least - 1) // least)

    def seeds(cosine: float, dice: float) -> Seeds:
        return [(s, t) for s, t in sentence_seeds(text, source, pair.idf, cosine, dice).tolist()]

    close = (part for stretch in cut(seeds(COSINE, DICE), GAP, GAP) for part in parted(tightened(stretch, pair), pair))
    told = [piece for stretch in close for piece in _copied_out(stretch, pair.runs)]
    alike = seeds(CONDENSED_COSINE, CONDENSED_DICE)
    for few, gaps in ((0, (GAP, CONDENSED_GAP)), (2, (CONDENSED_GAP, GAP))):
        many = 2 - few
        rough = list(cut(alike, *gaps))
        if not _condenses(rough, few, many, PASSED_OVER):  # to part them all takes longer than all else
            continue
        condensed = [part for stretch in rough for part in parted(stretch, pair)]
        if _condenses(condensed, few, many, CONDENSED):
            whole = len(pair.texts[many // 2].ids)
            told += [s for s in condensed if s[many + 1] - s[many] >= CONDENSED_WHOLE * whole]
    return told


def _condenses(found: list[Stretch], few: int, many: int, times: float) -> bool:
    """Tell whether what is found takes so many times as many words on the one side as on the other."""
    return sum(s[many + 1] - s[many] for s in found) >= times * sum(s[few + 1] - s[few] for s in found)


def _shorter_side(stretch: Stretch) -> int:
    return min(stretch[1] - stretch[0], stretch[3] - stretch[2])


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


def _apart(candidates: list[Stretch], pair: Pair) -> list[Stretch]:
    """Let the longer of those that overlap in either text keep the words, and the others what is left of them."""
    free, source_free = (np.ones(len(text.ids), bool) for text in pair.texts)
    kept: list[Stretch] = []

    def keep(stretch: Stretch) -> None:
        free[stretch[0] : stretch[1]] = False
        source_free[stretch[2] : stretch[3]] = False
        kept.append(stretch)

    for whole in sorted(candidates, key=lambda s: (-_shorter_side(s), s[1] - s[0] + s[3] - s[2], s)):
        left = (*_longest_free(free, *whole[:2]), *_longest_free(source_free, *whole[2:]))
        if left == whole:
            keep(whole)
        elif _shorter_side(rest := tightened(left, pair)) >= pair.shortest:
            for part in parted(rest, pair):
                if _shorter_side(part) >= pair.shortest and holds(part, pair):
                    keep(part)
    return kept


def _longest_free(free: NDArray[np.bool_], begin: int, end: int) -> tuple[int, int]:
    """Return the longest stretch of words between two places that no passage has yet."""
    steps = np.flatnonzero(np.diff(free[begin:end], prepend=False, append=False))
    if not len(steps):
        return begin, begin
    starts, stops = steps[::2], steps[1::2]
    longest = int(np.argmax(stops - starts))
    return begin + int(starts[longest]), begin + int(stops[longest])


def _more_than(gap: int) -> Far:
    return lambda last, first: first - last > gap + 1


def _copied_out(stretch: Stretch, runs: list[Stretch]) -> list[Stretch]:
    """Return the copied runs in place of a passage that is copied throughout; other passages as they are."""
    copied = inside(stretch, runs)
    longer = max(stretch[1] - stretch[0], stretch[3] - stretch[2])
    return copied if sum(r[1] - r[0] for r in copied) >= VERBATIM * longer else [stretch]


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
