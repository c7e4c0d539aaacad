"""Look again: relations -> relations, each judged by what its two texts share with others.

Reports of one event share its names, figures and words, each with each, so what two of them have in common says little
by itself. How much it says, a third report shows: who wrote independently shares as much with the one as with the
other, who retold a text shares more with that text than with any other. To compare witnesses three by three is textual
criticism's way (H. Quentin, Essais de critique textuelle, 1926); the contrast is our own.
"""

from __future__ import annotations

import heapq
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, Relations
from minhash_news.fitted import probability, trees
from minhash_news.relate import BEYOND_DOUBT
from minhash_news.triangles import LITTLE, PARTS, shared

CONTRASTS = ("least", "mean", "least of the greater", "with the least related")
FEATURES = (
    "by themselves", "thirds", "best other, lesser", "best other, greater", "by way of a third", "least related third",
    *(f"contrast, {name}, {part}" for part in PARTS for name in CONTRASTS),
)  # fmt: skip
"""What tells whether two texts are related, beside how likely it is by themselves; a third is a text that both may be
related to. Relations count as log-odds, and contrast is the logarithm of what the two share and the third lacks over
what one of the two and the third share and the other lacks, in idf."""

MOST_ASKED = 20
"""Of each two so many thirds are asked, those likeliest related to both."""
AT_ONCE = 10_000
"""Pairs in doubt that are looked at again together: their thirds take memory."""
NO_OTHER = -3.0
"""Log-odds that stand for those of a text's best other relation where it has none: no more than those of a pair that
is just worth another look."""


def in_context(words: CorpusWords, relations: Relations, *, workers: int = 1) -> Relations:
    """Return the same pairs with the probability that each has beside the others.

    Its log-odds are the mean of those by itself and of those beside others, which alone would trust too much that the
    families here are like those it was fitted on. A pair beyond doubt, and one without a third text, keeps its own.

    Args:
        words: of the articles.
        relations: all that are worth another look, at least of whole families.
        workers: threads.
    """
    rows, table = features(words, relations, workers)
    found = relations.probability.copy()
    if len(rows):
        found[rows] = probability((table[:, 0] + trees("context", FEATURES).log_odds(table)) / 2)
    return Relations(relations.pairs, relations.measures, found)


def features(
    words: CorpusWords, relations: Relations, workers: int = 1
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """Return (k,) the rows of the relations that are looked at again, and (k, len(FEATURES))."""
    doubtful = np.flatnonzero((relations.probability > 0) & (relations.probability < BEYOND_DOUBT))
    if not len(doubtful):
        return doubtful, np.zeros((0, len(FEATURES)))
    odds = _log_odds(relations.probability)
    near, best = _neighbours(relations, odds), _best_others(relations, odds)
    parts = [doubtful[begin : begin + AT_ONCE] for begin in range(0, len(doubtful), AT_ONCE)]

    def look(part: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
        company = _company(relations.pairs, near, part)
        return company.rows, _of_company(words, company, odds, best)

    with ThreadPoolExecutor(workers) as pool:
        rows, tables = zip(*pool.map(look, parts), strict=True)
    return np.concatenate(rows), np.concatenate(tables)


@dataclass(frozen=True)
class _Company:
    """Pairs in doubt with their thirds.

    Attributes:
        rows: (k,) of the relations.
        threes: (m, 3) articles, the third of which is that of the pair, pair by pair.
        odds: (m, 2) log-odds of the third's relations to the two.
        begins, sizes: (k,) where the thirds of each pair begin, and how many there are, one at least.
    """

    rows: NDArray[np.int64]
    threes: NDArray[np.int64]
    odds: NDArray[np.float64]
    begins: NDArray[np.int64]
    sizes: NDArray[np.int64]


def _of_company(
    words: CorpusWords, company: _Company, odds: NDArray[np.float64], best: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return (k, len(FEATURES)); `odds` and `best`, of the best other relations, are of all relations."""
    if not len(company.rows):
        return np.zeros((0, len(FEATURES)))
    lesser, greater = np.sort(company.odds, axis=1).T
    begins, sizes = company.begins, company.sizes
    columns = [
        odds[company.rows],
        np.log1p(sizes),
        *np.sort(best[company.rows], axis=1).T,
        np.maximum.reduceat(lesser, begins),
        np.minimum.reduceat(greater, begins),
        *_contrasts(shared(words, company.threes)[0], greater, begins, sizes),
    ]
    return np.stack(columns, axis=1)


def _log_odds(p: NDArray[np.float64]) -> NDArray[np.float64]:
    clipped = np.clip(p, 1e-4, 1 - 1e-4)
    return np.asarray(np.log(clipped / (1 - clipped)))


def _neighbours(relations: Relations, odds: NDArray[np.float64]) -> dict[int, dict[int, float]]:
    """Return of each article those it may be related to, with the log-odds."""
    near: dict[int, dict[int, float]] = {}
    for (first, second), log_odds in zip(relations.pairs.tolist(), odds.tolist(), strict=True):
        near.setdefault(first, {})[second] = log_odds
        near.setdefault(second, {})[first] = log_odds
    return near


def _company(pairs: NDArray[np.int32], near: dict[int, dict[int, float]], part: NDArray[np.int64]) -> _Company:
    rows, threes, of_thirds, sizes = [], [], [], []
    for row in part.tolist():
        first, second = pairs[row].tolist()
        thirds = _likeliest(near[first], near[second])
        if thirds:
            rows.append(row)
            sizes.append(len(thirds))
            threes += [(first, second, third) for third in thirds]
            of_thirds += [(near[first][third], near[second][third]) for third in thirds]
    number = np.array(sizes, np.int64)
    return _Company(
        np.array(rows, np.int64),
        np.array(threes, np.int64).reshape(-1, 3),
        np.array(of_thirds, np.float64).reshape(-1, 2),
        np.cumsum(number) - number,
        number,
    )


def _likeliest(one: dict[int, float], other: dict[int, float]) -> list[int]:
    """Return MOST_ASKED articles that stand in both, those with the greatest log-odds."""
    return heapq.nsmallest(MOST_ASKED, one.keys() & other.keys(), key=lambda third: (-one[third] - other[third], third))


def _best_others(relations: Relations, odds: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return (m, 2): the log-odds of the best other relation of either text."""
    size = int(relations.pairs.max(initial=0)) + 1
    best, second = np.full(size, NO_OTHER), np.full(size, NO_OTHER)
    best_row = np.full(size, -1)
    for row in np.argsort(odds, kind="stable").tolist():  # the last two of each text are its best
        texts = relations.pairs[row]
        second[texts], best[texts], best_row[texts] = best[texts], odds[row], row
    itself = best_row[relations.pairs] == np.arange(len(odds))[:, None]
    return np.where(itself, second[relations.pairs], best[relations.pairs])


def _contrasts(
    regions: NDArray[np.float64], greater: NDArray[np.float64], begins: NDArray[np.int64], sizes: NDArray[np.int64]
) -> list[NDArray[np.float64]]:
    """Return the contrasts of each pair, (k,) each; `greater` are the log-odds of each third's better relation."""
    both, first_and_third, second_and_third = (regions[:, :, number - 1] + LITTLE for number in (1 | 2, 1 | 4, 2 | 4))
    one, other = np.log(both / first_and_third), np.log(both / second_and_third)
    least, most = np.minimum(one, other), np.maximum(one, other)
    pair = np.repeat(np.arange(len(begins)), sizes)
    strangest = np.lexsort((least.sum(axis=1), greater, pair))[begins]  # among equals the one most shared with
    found = []
    for part in range(len(PARTS)):
        found += [
            np.minimum.reduceat(least[:, part], begins),
            np.add.reduceat(least[:, part], begins) / sizes,
            np.minimum.reduceat(most[:, part], begins),
            least[strangest, part],
        ]
    return found
