"""Align: a derived text and its source -> the passages that correspond."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords
from minhash_news.kernels.align import copied_runs, sentence_matches
from minhash_news.kernels.measure import FLOOR, MIN_BITS
from minhash_news.model import Coverage, Passage

BRIDGE = 8
"""Runs with at most so many words between them, in both texts, are one passage."""
MATCHED = 0.4
"""Sentences that share this much of the derived sentence's idf correspond."""
MATCHED_BITS = 15.0
"""And at least so much idf."""

Stretch = tuple[int, int, int, int]
"""Words: start and end in the derived text, start and end in the source."""


def passages(words: CorpusWords, derived: int, source: int) -> tuple[tuple[Passage, ...], Coverage]:
    """Return the corresponding passages in the order of the derived text, and how much of both they cover."""
    x, y = words.span(derived), words.span(source)
    ids, theirs = words.ids[x], words.ids[y]
    runs = copied_runs(ids, theirs, words.idf, MIN_BITS)
    stretches = _bridged([(int(i), int(i + n), int(j), int(j + n)) for i, j, n in runs])
    covered = np.zeros(len(ids), bool)
    for begin, end, _, _ in stretches:
        covered[begin:end] = True
    stretches += _matched(words, x, y, covered)
    stretches.sort()
    covered_source = np.zeros(len(theirs), bool)
    found = []
    for begin, end, source_begin, source_end in stretches:
        covered[begin:end] = True
        covered_source[source_begin:source_end] = True
        found.append(
            Passage(
                int(words.starts[x][begin]),
                int(words.ends[x][end - 1]),
                int(words.starts[y][source_begin]),
                int(words.ends[y][source_end - 1]),
            )
        )
    return tuple(found), Coverage(_share(covered), _share(covered_source))


def _share(covered: NDArray[np.bool_]) -> float:
    return round(float(covered.mean()), 4) if len(covered) else 0.0


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


def _matched(words: CorpusWords, x: slice, y: slice, covered: NDArray[np.bool_]) -> list[Stretch]:
    """Return the sentences told in other words: those not half covered by runs whose best match is good enough."""
    mine, theirs = words.sentences[x], words.sentences[y]
    best, shared, total = sentence_matches(words.ids[x], mine, words.ids[y], theirs, words.idf, FLOOR)
    found = []
    for sentence in np.flatnonzero((best >= 0) & (shared >= MATCHED_BITS) & (shared >= MATCHED * total)):
        begin, end = np.searchsorted(mine, [sentence, sentence + 1])
        if covered[begin:end].any():
            continue
        source_begin, source_end = np.searchsorted(theirs, [best[sentence], best[sentence] + 1])
        found.append((int(begin), int(end), int(source_begin), int(source_end)))
    return found
