"""Trace: a text -> the articles of an archive that it came from, and those that came from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from minhash_news.archive.articles import ABOUT, fetch, pack, rows_of
from minhash_news.archive.epoch import Epoch, counted_too
from minhash_news.archive.index import candidates, keys_of
from minhash_news.archive.store import Store
from minhash_news.arguments import dated, expect
from minhash_news.arrays import CorpusWords, PairArray, Relations
from minhash_news.context import in_context
from minhash_news.derive import derive
from minhash_news.derive.nearness import containments
from minhash_news.kernels.components import components
from minhash_news.model import Article, ArticleId, Derivation, Node
from minhash_news.normalize import weigh
from minhash_news.pipeline import nodes, related, split
from minhash_news.settings import Settings

MOST_RELATIVES = 24
"""So many articles are looked at together, the nearest."""
FURTHER = 3
"""Of a text without a source whose relatives are unsure, the candidates of so many of them are looked at as well."""
AS_GIVEN = " (as given)"
"""Behind the id of a text whose id the archive has for another one."""


@dataclass(frozen=True)
class Trace:
    """Where a text came from, as far as an archive tells, and what came from it.

    Attributes:
        article: the text that was asked about, under the id that the archive has it by, where it has it.
        stored: whether the archive has it with the same content: by its id, or a dated article or the same file by
            another one.
        sources: the derivations from its sources.
        derived: the derivations of what was made from it.
        articles: the articles at the other ends of these, by id; unobserved sources too.
        texts: id -> text, of the article and of those.
        limits: how many candidates there were, and what was capped in finding them.
    """

    article: Node
    stored: bool
    sources: tuple[Derivation, ...]
    derived: tuple[Derivation, ...]
    articles: tuple[Node, ...]
    texts: Mapping[ArticleId, str]
    limits: Mapping[str, int]


def trace(store: Store, epoch: Epoch, given: Article | str, settings: Settings) -> Trace:
    """Find the relatives of a text in an archive, and what came from what among them and it.

    An article that the archive has under another id is looked up as that one: it would be a copy of itself.
    """
    expect(given, (Article, str), "trace", "an article or a text", "give one Article, or a text as a string")
    article = Article(ArticleId("text"), given) if isinstance(given, str) else dated(given)
    row = rows_of(store, [article.id]).get(article.id)
    stored = row is not None and row.digest == pack(article).digest
    if row is not None and not stored:
        article = replace(article, id=ArticleId(article.id + AS_GIVEN))
    own = row.number if row is not None and stored else None
    found = candidates(store, epoch, keys_of([article], epoch, settings), 0, but=own)
    others = fetch(store, found.numbers)
    if not stored and (itself := next((one for one in others if _is_the_same(one, article)), None)):
        return trace(store, epoch, itself, settings)
    look = _Look(article, stored, epoch, settings)
    near = look.nearest([article], others)
    relatives = near[:MOST_RELATIVES]
    derivations, words = look.derived(relatives)
    if relatives and not _named(article, derivations):  # whether a pair alone is a family depends on its relatives
        further = look.nearest(near[:FURTHER], _candidates_of_all(store, epoch, near[:FURTHER], settings))
        near = [*{one.id: one for one in (*near, *further)}.values()]
        relatives = near[:MOST_RELATIVES]
        derivations, words = look.derived(relatives)
    limits = {
        "candidates": len(found.numbers),
        "capped_buckets": found.capped_buckets,
        "anchors_passed_over": found.passed_over,
        "more_candidates_than_kept": int(found.crowded),
        "more_relatives_than_kept": int(len(near) > MOST_RELATIVES),
        "articles_not_indexed": store.one("SELECT count(*) FROM waiting"),
    }
    return _traced(article, stored, look.together(relatives), words, derivations, limits)


def _is_the_same(one: Article, article: Article) -> bool:
    """Tell whether an article of the archive is another, by its date or the file it was read from, but for the id.

    Two texts without a date that are equal, and not one file, may be an article and its copy.
    """
    one_file = article.path is not None and one.path == article.path.absolute()
    alike = all(getattr(one, name) == getattr(article, name) for name in ("text", *ABOUT))
    return alike and (one_file or article.published is not None)


def _candidates_of_all(store: Store, epoch: Epoch, articles: Sequence[Article], settings: Settings) -> list[Article]:
    """Return the candidates of some articles of the archive that are not among them."""
    numbers = [row.number for row in rows_of(store, [article.id for article in articles]).values()]
    keys = keys_of(articles, epoch, settings)
    found = [candidates(store, epoch, keys, place, but=number).numbers for place, number in enumerate(numbers)]
    return fetch(store, sorted({number for some in found for number in some} - set(numbers)))


def _named(article: Article, derivations: Sequence[Derivation]) -> bool:
    return any(article.id in (edge.source, edge.derived) for edge in derivations)


@dataclass(frozen=True)
class _Look:
    """A text beside articles of the archive."""

    article: Article
    stored: bool
    epoch: Epoch
    settings: Settings

    def together(self, others: Iterable[Article]) -> list[Article]:
        """Return the text and the others, in the order of their ids."""
        return sorted([self.article, *others], key=lambda one: one.id)

    def words(self, articles: Sequence[Article]) -> CorpusWords:
        """Return the words of articles, the text among them, weighed as if the archive had it."""
        return words_of(articles, self.epoch, self.settings, None if self.stored else articles.index(self.article))

    def nearest(self, to: Sequence[Article], others: Iterable[Article]) -> list[Article]:
        """Return those of the others that may be related to one of some articles, nearest first, without the text."""
        named = {article.id for article in to}
        free = {one.id: one for one in others if one.id not in named and one.id != self.article.id}
        articles = self.together([*free.values(), *(one for one in to if one.id != self.article.id)])
        mine = [k for k, one in enumerate(articles) if one.id in named]
        theirs = [k for k, one in enumerate(articles) if one.id in free]
        pairs = [(min(a, b), max(a, b)) for a in mine for b in theirs]
        relations = related(
            articles,
            self.words(articles),
            self.epoch.agencies,
            np.array(sorted(pairs), np.int32).reshape(-1, 2),
            self.settings,
        )
        order = np.argsort(-containments(relations.measures).sum(axis=1), kind="stable")
        ids = dict.fromkeys(articles[k].id for pair in relations.pairs[order].tolist() for k in pair)
        return [free[name] for name in ids if name in free]

    def derived(self, relatives: Sequence[Article]) -> tuple[tuple[Derivation, ...], CorpusWords]:
        """Return what came from what among the text and its relatives, and the words of all."""
        articles = self.together(relatives)
        words = self.words(articles)
        pairs = np.array(list(combinations(range(len(articles)), 2)), np.int32).reshape(-1, 2)
        derivations = derive(
            articles,
            words,
            in_context(words, related(articles, words, self.epoch.agencies, pairs, self.settings)),
            self.epoch.agencies,
            use_dates=self.settings.use_dates,
            min_confidence=self.settings.min_confidence,
        )
        return derivations, words


def _traced(
    article: Article,
    stored: bool,
    some: Sequence[Article],
    words: CorpusWords,
    derivations: Sequence[Derivation],
    limits: Mapping[str, int],
) -> Trace:
    sources = tuple(edge for edge in derivations if edge.derived == article.id)
    derived = tuple(edge for edge in derivations if edge.source == article.id)
    named = {edge.source for edge in sources} | {edge.derived for edge in derived}
    known = {node.id: node for node in nodes(some, words, derivations)}
    texts = {one.id: one.text for one in some if one.id in named or one.id == article.id}
    shown = tuple(known[name] for name in sorted(named))
    return Trace(known[article.id], stored, sources, derived, shown, texts, limits)


def words_of(articles: Sequence[Article], epoch: Epoch, settings: Settings, uncounted: int | None) -> CorpusWords:
    """Return the visible words of some articles, weighed by an epoch.

    Args:
        articles: in the order of their ids.
        epoch: whose statistics count.
        settings: for the number of threads.
        uncounted: the place of an article that is not in the archive and counts all the same, or None.
    """
    everything, hidden = split(articles, settings, epoch.site)
    words = everything.without(hidden)
    return weigh(words, epoch.rarity if uncounted is None else counted_too(epoch.rarity, words, uncounted))


@dataclass(frozen=True)
class Neighbourhood:
    """Whole families, found from some of their members.

    Attributes:
        articles: in the order of their ids.
        words: theirs, weighed by the epoch.
        relations: among them.
        limits: what was capped in finding them.
    """

    articles: list[Article]
    words: CorpusWords
    relations: Relations
    limits: dict[str, int]


def neighbourhood(store: Store, epoch: Epoch, numbers: Sequence[int], settings: Settings) -> Neighbourhood:
    """Find the families of some articles: what may be related to them, what to those, and so on; then who is."""
    known: dict[int, Article] = {}
    members, frontier = set(numbers), sorted(numbers)
    pairs: set[tuple[int, int]] = set()
    limits = {"candidate_pairs": 0, "capped_buckets": 0, "anchors_passed_over": 0, "articles_with_too_many_partners": 0}
    while frontier:
        fresh = _candidates_of(store, epoch, frontier, known, settings, limits) - pairs
        joined = {number for pair in _related(fresh, known, epoch, settings) for number in pair} - members
        pairs |= fresh
        members |= joined
        frontier = sorted(joined)
    limits["candidate_pairs"] = len(pairs)
    articles = sorted((known[number] for number in members), key=lambda one: one.id)
    words = words_of(articles, epoch, settings, None)
    inside = {pair for pair in pairs if members.issuperset(pair)}
    placed = _placed(inside, known, articles)
    relations = in_context(words, related(articles, words, epoch.agencies, placed, settings))
    family = components(relations.pairs[relations.probability >= settings.min_confidence], len(articles))
    asked = {known[number].id for number in numbers}
    wanted = np.isin(family, [family[row] for row, one in enumerate(articles) if one.id in asked])
    return _only(Neighbourhood(articles, words, relations, limits), np.flatnonzero(wanted))


def _only(found: Neighbourhood, rows: NDArray[np.int64]) -> Neighbourhood:
    """Return what is known of some of the articles."""
    kept = np.isin(found.relations.pairs, rows).all(axis=1)
    pairs = np.searchsorted(rows, found.relations.pairs[kept]).astype(np.int32)
    relations = Relations(pairs, found.relations.measures[kept], found.relations.probability[kept])
    return Neighbourhood([found.articles[row] for row in rows], found.words.of(rows), relations, found.limits)


def _candidates_of(
    store: Store,
    epoch: Epoch,
    numbers: Sequence[int],
    known: dict[int, Article],
    settings: Settings,
    limits: dict[str, int],
) -> set[tuple[int, int]]:
    """Return the pairs of these articles with their candidates, the lesser number first, and get to know those."""
    for number, article in zip(numbers, fetch(store, numbers), strict=True):
        known[number] = article
    keys = keys_of([known[number] for number in numbers], epoch, settings)
    pairs = set()
    for place, number in enumerate(numbers):
        found = candidates(store, epoch, keys, place, but=number)
        limits["capped_buckets"] += found.capped_buckets
        limits["anchors_passed_over"] += found.passed_over
        limits["articles_with_too_many_partners"] += found.crowded
        pairs |= {(min(number, other), max(number, other)) for other in found.numbers}
    new = sorted({number for pair in pairs for number in pair} - known.keys())
    known.update(zip(new, fetch(store, new), strict=True))
    return pairs


def _related(
    pairs: set[tuple[int, int]], known: Mapping[int, Article], epoch: Epoch, settings: Settings
) -> set[tuple[int, int]]:
    """Return the pairs that are worth another look, by number: whether they are related, others have a say in."""
    numbers = sorted({number for pair in pairs for number in pair}, key=lambda number: known[number].id)
    articles = [known[number] for number in numbers]
    words = words_of(articles, epoch, settings, None)
    relations = related(articles, words, epoch.agencies, _placed(pairs, known, articles), settings)
    return {(numbers[first], numbers[second]) for first, second in relations.pairs.tolist()}


def _placed(pairs: set[tuple[int, int]], known: Mapping[int, Article], articles: Sequence[Article]) -> PairArray:
    """Turn pairs of numbers into pairs of places among articles, sorted."""
    place = {article.id: k for k, article in enumerate(articles)}
    found = sorted(sorted(place[known[number].id] for number in pair) for pair in pairs)
    return np.array(found, np.int32).reshape(-1, 2)
