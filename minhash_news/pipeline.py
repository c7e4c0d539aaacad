"""The table of contents: calls the stages in order, from articles to derivation graph."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from minhash_news.anchors import anchored_pairs
from minhash_news.arguments import articles_of, dated, expect
from minhash_news.arrays import CorpusWords, PairArray, Rarity, Relations, joined
from minhash_news.boilerplate import site_words, visible_text
from minhash_news.context import in_context
from minhash_news.derive import RELATED, derive, derive_families
from minhash_news.derive.grounds import Pair, grounds
from minhash_news.derive.passages import passages
from minhash_news.derive.unobserved import Agencies
from minhash_news.errors import SettingsError
from minhash_news.lsh import candidate_pairs
from minhash_news.minhash import sign
from minhash_news.model import (
    Article,
    ArticleId,
    Comparison,
    Corpus,
    Coverage,
    Derivation,
    DerivationGraph,
    Direction,
    Measured,
    Node,
    Passage,
    Texts,
)
from minhash_news.normalize import normalize, weigh
from minhash_news.relate import relate
from minhash_news.settings import Settings
from minhash_news.shingle import containment, jaccard, shingle
from minhash_news.timing import Appearances, time_between
from minhash_news.verify import verify

Progress = Callable[[str, int, int], None]
"""Called with a stage's name, the work done and the work there is."""

STAGES = ("split into words", "sign", "find candidates", "verify", "derive")
AT_ONCE = 500_000
"""Pairs that are measured before the unrelated ones among them are forgotten."""
ANCHORED = 25.0
"""Pairs that share anchors of so much idf are candidates."""
LOOKED_AT = 0.05
"""Pairs less likely related than this are not looked at again."""


def scan(
    corpus: Iterable[Article], settings: Settings | None = None, *, progress: Progress | None = None
) -> DerivationGraph:
    """Return the derivation graph of a corpus.

    Args:
        corpus: what `read` returns, or any articles with ids that differ.
        settings: the defaults where None.
        progress: told of each stage as it begins.

    Raises:
        SettingsError: two articles have the same id, one has that of a source that is inferred, or a date that is none,
            or what was given is no articles, such as a path.
    """
    chosen = Settings.or_defaults(settings)
    articles = sorted(articles_of(corpus, "scan"), key=lambda article: article.id)
    _refuse_double_ids(articles)
    agencies = Agencies.of(articles)
    relations, words, limits = _relations(articles, agencies, chosen, progress)
    _tell(progress, "derive")
    derivations = derive(
        articles,
        words,
        relations,
        agencies,
        use_dates=chosen.use_dates,
        min_confidence=chosen.min_confidence,
        workers=chosen.threads,
    )
    graph = graph_of(articles, words, relations, derivations, chosen, limits)
    return replace(graph, skipped=corpus.skipped) if isinstance(corpus, Corpus) else graph


def compare(source: str | Article, derived: str | Article, settings: Settings | None = None) -> Comparison:
    """Return what two texts have to do with each other.

    Page furniture (share bars, newsletter lines, rights notices) is left out of both, as in a scan. A footer that only
    other articles of its site would show to be one is taken for text. A scan looks at a pair beside others, too, and
    asks more of one that stands alone, so that it may leave two texts apart that have a kind here.

    Args:
        source: the text that is thought to be the source; an Article brings its date, outlet and author along.
        derived: the text that is thought to derive from it.
        settings: the defaults where None.

    Raises:
        SettingsError: one of them is neither a text nor an article, or has a date that is none.
    """
    chosen = Settings.or_defaults(settings)
    given = [derived, source]  # where neither came first, the order stays as it is given
    for text in reversed(given):
        expect(text, (str, Article), "compare", "two texts or articles", "give strings, or read files with read(path)")
    articles = [
        replace(dated(text), id=ArticleId(name)) if isinstance(text, Article) else Article(ArticleId(name), text)
        for name, text in zip(("1 derived", "2 source"), given, strict=True)
    ]
    of_a_site = np.zeros(0, np.uint64)  # two texts are no corpus that would show which paragraphs are
    words = visible_words(*split(articles, replace(chosen, workers=1), of_a_site))
    here, there = (shingle(words.hashes(words.span(row)), size=chosen.shingle_size) for row in (0, 1))
    alike = jaccard(here, there), containment(here, in_=there)
    pairs = np.array([[0, 1]], np.int32)
    appeared = Appearances.of(articles) if chosen.use_dates else None
    relations = relate(verify(words, pairs, workers=1), min_probability=0.0, appeared=appeared)
    edges = derive_families(
        articles, words, relations, None, use_dates=chosen.use_dates, min_confidence=chosen.min_confidence
    )
    if edges:
        return _of_an_edge(edges[0], alike, reversed=edges[0].source == articles[0].id)
    time = float(time_between(appeared, pairs)[0]) if appeared else 0.0
    pair = Pair(articles[0], articles[1], 0, 1, float(relations.probability[0]), time, relations.measures[0])
    return _of_strangers(pair, words, alike)


def _of_an_edge(edge: Derivation, alike: tuple[float, float], *, reversed: bool) -> Comparison:
    """Return what was found of two related texts, as they were given: `alike` is their jaccard and containment."""
    found, covered = edge.passages, edge.coverage
    if reversed:
        turned = [Passage(p.source_start, p.source_end, p.derived_start, p.derived_end) for p in found]
        found = tuple(sorted(turned, key=lambda passage: passage.derived_start))
        covered = Coverage(covered.source, covered.derived)
    direction = edge.direction, edge.direction_confidence, reversed
    return Comparison(edge.kind, edge.confidence, *direction, *alike, covered, edge.grounds, found)


def _of_strangers(pair: Pair, words: CorpusWords, alike: tuple[float, float]) -> Comparison:
    """Return the same of two texts that are not related: neither was made from the other."""
    found, covered = passages(words, pair.derived_row, pair.source_row, related=pair.probability >= RELATED)
    direction = Direction.UNKNOWN, 0.5, False
    return Comparison(None, round(pair.probability, 4), *direction, *alike, covered, grounds(pair, words), found)


def version_here() -> str:
    """Return the version of the library, for the record."""
    try:
        return version("minhash-news")
    except PackageNotFoundError:  # run from a source tree that is not installed
        return "unknown"


def _tell(progress: Progress | None, stage: str) -> None:
    if progress:
        progress(stage, STAGES.index(stage), len(STAGES))


def _refuse_double_ids(articles: Sequence[Article]) -> None:
    for first, second in pairwise(articles):
        if first.id == second.id:
            raise SettingsError(f"two articles have the id {first.id!r}; give each its own")


def split(
    articles: Sequence[Article], settings: Settings, site: NDArray[np.uint64] | None = None
) -> tuple[CorpusWords, NDArray[np.bool_]]:
    """Return the words of articles and which of them, (words,) bool, are the site's own.

    `site` is what `site_paragraphs` found in the corpus that the articles belong to; where None, they are the corpus,
    and the words are weighed by themselves.
    """
    everything = normalize((article.text for article in articles), workers=settings.threads)
    if site is None:
        everything = weigh(everything)
    return everything, site_words(everything, articles, site)


def visible_words(everything: CorpusWords, hidden: NDArray[np.bool_], rarity: Rarity | None = None) -> CorpusWords:
    """Return the words that `split` has not hidden, in the same arrays, weighed by `rarity`, or by themselves."""
    return weigh(everything.without(hidden), rarity)


def sign_visible(
    articles: Iterable[Article], everything: CorpusWords, hidden: NDArray[np.bool_], settings: Settings
) -> NDArray[np.uint32]:
    """Return the signatures, uint32 (n, num_perm), of what `split` has not hidden."""
    texts = (visible_text(everything, row, article.text, hidden) for row, article in enumerate(articles))
    return sign(texts, num_perm=settings.num_perm, shingle_size=settings.shingle_size, workers=settings.threads)


def related(
    articles: Sequence[Article], words: CorpusWords, agencies: Agencies, pairs: PairArray, settings: Settings
) -> Relations:
    """Return those of the candidate pairs, int32 (m, 2), that are worth another look, each by itself.

    `words` are weighed by the corpus, whose `agencies` are given.
    """
    appeared = Appearances.of(articles, agencies.stories) if settings.use_dates else None
    parts = [pairs[begin : begin + AT_ONCE] for begin in range(0, max(1, len(pairs)), AT_ONCE)]
    compared = (verify(words, part, workers=settings.threads) for part in parts)
    return Relations.joined([relate(part, min_probability=LOOKED_AT, appeared=appeared) for part in compared])


def _relations(
    articles: Sequence[Article], agencies: Agencies, settings: Settings, progress: Progress | None
) -> tuple[Relations, CorpusWords, dict[str, int]]:
    """Call the stages from words to relations; also return what was capped on the way."""
    _tell(progress, "split into words")
    everything, hidden = split(articles, settings)
    _tell(progress, "sign")
    signatures = sign_visible(articles, everything, hidden, settings)
    _tell(progress, "find candidates")
    banded = candidate_pairs(signatures, bands=settings.bands, rows=settings.rows)
    del signatures
    words = visible_words(everything, hidden)
    anchored = anchored_pairs(words, min_shared=ANCHORED, workers=settings.threads)
    pairs = joined(banded.pairs, anchored.pairs)
    _tell(progress, "verify")
    relations = in_context(words, related(articles, words, agencies, pairs, settings), workers=settings.threads)
    limits = {
        "candidate_pairs": len(pairs),
        "capped_buckets": banded.capped_buckets,
        "articles_in_capped_buckets": len(banded.capped_articles),
        "words_too_common_for_anchors": anchored.passed_over,
        "articles_with_too_many_partners": anchored.crowded,
    }
    return relations, words, limits


def graph_of(
    articles: Sequence[Article],
    words: CorpusWords,
    relations: Relations,
    derivations: tuple[Derivation, ...],
    settings: Settings,
    limits: dict[str, int],
) -> DerivationGraph:
    """Return what was found as a graph; the articles are in the order of their ids."""
    return DerivationGraph(
        articles=nodes(articles, words, derivations),
        derivations=derivations,
        settings=settings.for_the_record(),
        scheme=settings.scheme,
        version=version_here(),
        limits=limits,
        texts=Texts(articles),
        measured=Measured(relations.pairs, relations.probability),
    )


def nodes(articles: Sequence[Article], words: CorpusWords, derivations: Sequence[Derivation]) -> tuple[Node, ...]:
    """Return the articles as a graph knows them, and their unobserved sources, by id."""
    lengths = np.diff(words.indptr)
    observed = [
        Node(a.id, a.title, a.published, a.outlet, a.author, a.url, int(lengths[row])) for row, a in enumerate(articles)
    ]
    known = {node.id for node in observed}
    absent = sorted({edge.source for edge in derivations} - known)
    unobserved = [Node(a, "", None, None, None, None, 0, observed=False) for a in absent]
    return tuple(sorted([*observed, *unobserved], key=lambda node: node.id))
