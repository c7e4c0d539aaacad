"""Explain: derivation graph + article -> why it has the sources it has, and why not the nearest others."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from minhash_news.arguments import expect_graph
from minhash_news.errors import UnknownArticleError
from minhash_news.model import ArticleId, Derivation, DerivationGraph, Direction, Node


@dataclass(frozen=True, slots=True)
class NotASource:
    """An article that is near, and no source.

    Attributes:
        id: of that article.
        probability: that the two are related, as far as their wording tells; None where the graph does not say.
        says: why it is no source, in a sentence.
    """

    id: ArticleId
    probability: float | None
    says: str


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an article has the sources it has.

    Attributes:
        article: what it is about.
        sources: the derivations from its sources, with their grounds.
        others: the nearest articles that are none of these, nearest first.
    """

    article: Node
    sources: tuple[Derivation, ...]
    others: tuple[NotASource, ...]


def explain(graph: DerivationGraph, article_id: str, *, most: int = 8) -> Explanation:
    """Return why an article has the sources it has, and why not the `most` nearest others.

    Where the graph was made in this process, the nearest are the pairs that were measured, likeliest first. A graph
    that was read from a file has only its families: there the nearest are the other members.

    Raises:
        UnknownArticleError: no article has that id; ids like it are named.
        SettingsError: articles in place of a graph.
    """
    expect_graph(graph, "explain")
    article = _article(graph, article_id)
    sources = graph.sources_of(article_id)
    taken = {edge.source for edge in sources}
    near = [one for one in _measured(graph, article.id) or _members(graph, article.id) if one[0] not in taken]
    drawn = graph.to_networkx()
    needed = graph.settings.get("min_confidence")
    others = [
        NotASource(name, probability, _says(graph, drawn, article.id, name, probability, needed))
        for name, probability in near[:most]
    ]
    return Explanation(article, sources, tuple(others))


def _article(graph: DerivationGraph, article_id: str) -> Node:
    try:
        return graph.article(article_id)
    except UnknownArticleError as error:
        like = get_close_matches(str(article_id), [node.id for node in graph.articles], n=3, cutoff=0.5)
        hint = f"; did you mean {' or '.join(map(repr, like))}?" if like else ""
        raise UnknownArticleError(f"{error}{hint}") from error


def _measured(graph: DerivationGraph, article_id: ArticleId) -> list[tuple[ArticleId, float | None]]:
    """Return the articles that were measured with this one, likeliest related first."""
    if graph.measured is None:
        return []
    ids = [node.id for node in sorted(graph.articles, key=lambda node: node.id) if node.observed]
    if article_id not in ids:
        return []
    place = ids.index(article_id)
    rows = (graph.measured.pairs == place).any(axis=1).nonzero()[0]
    found: list[tuple[ArticleId, float | None]] = []
    for row in rows.tolist():
        first, second = graph.measured.pairs[row].tolist()
        found.append((ids[second if first == place else first], float(graph.measured.probability[row])))
    return sorted(found, key=lambda one: (-(one[1] or 0.0), one[0]))


def _members(graph: DerivationGraph, article_id: ArticleId) -> list[tuple[ArticleId, float | None]]:
    for family in graph.families():
        if article_id in family.articles:
            return [(name, None) for name in family.articles if name != article_id]
    return []


def _says(
    graph: DerivationGraph,
    drawn: Any,
    here: ArticleId,
    there: ArticleId,
    probability: float | None,
    needed: object,
) -> str:
    """Return why `there` is no source of `here`."""
    for edge in graph.derived_from(here):
        if edge.derived == there:
            sure = "" if edge.direction is Direction.KNOWN else ", as far as can be told: the direction is unknown"
            return f"It is a derivation of this article itself: {edge.kind}{sure}."
    in_line = _in_line(drawn, here, there)
    if in_line:
        return in_line
    if isinstance(needed, float) and probability is not None and probability < needed:
        return f"Taken for independent: {probability:.2f} likely to be related, {needed:.2f} is needed."
    return _joined(drawn, here, there)


def _in_line(drawn: Any, here: ArticleId, there: ArticleId) -> str:
    """Return by way of which articles one of two comes from the other, or ""; arrows of `drawn` point to sources."""
    import networkx as nx

    if nx.has_path(drawn, here, there):
        return f"A source of its source: this article comes from it by way of {_by_way_of(drawn, here, there)}."
    if nx.has_path(drawn, there, here):
        return f"It comes from this article, by way of {_by_way_of(drawn, there, here)}."
    return ""


def _joined(drawn: Any, here: ArticleId, there: ArticleId) -> str:
    """Return how two related articles are joined, neither of which comes from the other."""
    import networkx as nx

    shared: set[str] = nx.descendants(drawn, here) & nx.descendants(drawn, there)
    if shared:
        nearest = min(shared, key=lambda name: (nx.shortest_path_length(drawn, here, name), name))
        return f"Both come from {nearest}, each for itself."
    either_way = drawn.to_undirected(as_view=True)
    if nx.has_path(either_way, here, there):
        return f"Of one family, joined by way of {_by_way_of(either_way, here, there)}, which stands between the two."
    return "Perhaps related, but not surely enough to join two articles or two families by this pair alone."


def _by_way_of(drawn: Any, here: ArticleId, there: ArticleId) -> str:
    import networkx as nx

    return ", ".join(nx.shortest_path(drawn, here, there)[1:-1])
