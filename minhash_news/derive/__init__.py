"""Derive: relations + dates -> derivations."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator, Sequence, Set
from concurrent.futures import Future
from dataclasses import replace
from functools import partial

import numpy as np
from numpy.typing import NDArray

from minhash_news.arrays import CorpusWords, Relations
from minhash_news.derive.families import RELATED, derive_families
from minhash_news.derive.unobserved import INFERRED, Agencies, to_the_absent
from minhash_news.derive.update_notes import update_note
from minhash_news.kernels.components import components
from minhash_news.model import Article, ArticleId, Derivation, Kind

__all__ = ["RELATED", "derive", "derive_families", "updates_of_the_absent"]

SHARE = 2000
"""Families are handed on together until they have so many relations."""
PROCESSES = 2 * SHARE
"""From so many relations up the families are derived in several processes, which take a second to start."""

Share = tuple[list[Article], CorpusWords, Relations]
"""Whole families, cut out of the corpus: see `derive_families`."""


def derive(
    articles: Sequence[Article],
    words: CorpusWords,
    relations: Relations,
    agencies: Agencies,
    *,
    use_dates: bool,
    min_confidence: float,
    workers: int = 1,
) -> tuple[Derivation, ...]:
    """Return the derivations, by derived id, then source id.

    Families have nothing to do with each other, so they are derived a share at a time, in several processes where
    there are many; the result does not depend on either. `agencies` are those of the corpus that the articles belong
    to.
    """
    one = partial(derive_families, agencies=agencies, use_dates=use_dates, min_confidence=min_confidence)
    found = {}
    shares = _shares(articles, words, relations, min_confidence)
    for derivations in _each(one, shares, workers if len(relations.pairs) >= PROCESSES else 1):
        found.update({(edge.derived, edge.source): edge for edge in derivations})
    if min_confidence <= INFERRED:
        for edge in updates_of_the_absent(articles, {derived for derived, _ in found}):
            found[edge.derived, edge.source] = edge
    return tuple(found[key] for key in sorted(found))


def _each(one: Callable[..., list[Derivation]], shares: Iterator[Share], workers: int) -> Iterator[list[Derivation]]:
    """Yield the derivations of each share in turn; only a few shares are cut out at any time."""
    if workers == 1:
        yield from (one(*share) for share in shares)
        return
    from loky import ProcessPoolExecutor  # the standard one would run the caller's script anew in each process

    with ProcessPoolExecutor(workers) as pool:
        waiting: deque[Future[list[Derivation]]] = deque()
        for share in shares:
            waiting.append(pool.submit(one, *share))
            if len(waiting) > 2 * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _shares(
    articles: Sequence[Article], words: CorpusWords, relations: Relations, min_confidence: float
) -> Iterator[Share]:
    """Cut the corpus into shares of whole families with SHARE relations or some more."""
    label = components(relations.pairs[relations.probability >= min_confidence], len(articles))
    family = label[relations.pairs]
    rows = np.flatnonzero(family[:, 0] == family[:, 1])
    rows = rows[np.argsort(family[rows, 0], kind="stable")]
    borders = np.flatnonzero(np.diff(family[rows, 0], append=-1)) + 1
    while len(rows):
        end = int(borders[np.searchsorted(borders, min(SHARE, len(rows)))])
        yield _cut_out(articles, words, relations, np.sort(rows[:end]))
        rows, borders = rows[end:], borders[borders > end] - end


def _cut_out(articles: Sequence[Article], words: CorpusWords, relations: Relations, rows: NDArray[np.int64]) -> Share:
    members, local = np.unique(relations.pairs[rows], return_inverse=True)
    pairs = local.reshape(-1, 2).astype(np.int32)
    return (
        [
            replace(article, record=None) if article.record else article
            for article in map(articles.__getitem__, members)
        ],
        words.of(members),
        Relations(pairs, relations.measures[rows], relations.probability[rows]),
    )


def updates_of_the_absent(articles: Sequence[Article], derived: Set[ArticleId]) -> Iterator[Derivation]:
    """Yield an edge to an unobserved source for each article that calls itself an update of nothing here."""
    for article in articles:
        note = update_note(article) if article.id not in derived else ""
        if note:
            says = f"It calls itself an update (“{note}”), and no article here is its earlier version."
            yield to_the_absent(article.id, article.id, Kind.UPDATE, "update note", says)
