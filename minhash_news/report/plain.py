"""Plain: derivation graph -> the page for a browser without JavaScript, and the figures at its head."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from minhash_news.model import ArticleId, Derivation, DerivationGraph, Direction, Node
from minhash_news.report.packed import MADE, by_derived
from minhash_news.visible import one_line


def figures(graph: DerivationGraph) -> list[str]:
    """Return the counts that stand at the head of the page, as phrases."""
    absent = sum(not node.observed for node in graph.articles)
    counts = [
        (len(graph.articles) - absent, "article", "articles"),
        (len(graph.families()), "family", "families"),
        (len(graph.origins()), "independent origin", "independent origins"),
        (len(graph.derivations), "derivation", "derivations"),
    ]
    counts += [(absent, "source not in the corpus", "sources not in the corpus")] if absent else []
    counts += [(len(graph.skipped), "file skipped", "files skipped")] if graph.skipped else []
    return [f"{count:,} {one if count == 1 else more}" for count, one, more in counts]


def plain(graph: DerivationGraph) -> str:
    """Return the families and their derivations as a nested list, for readers without JavaScript and for machines."""
    return "\n".join(_lines(graph))


def _lines(graph: DerivationGraph) -> Iterator[str]:
    nodes = {node.id: node for node in graph.articles}
    edges_of = by_derived(graph)
    for number, family in enumerate(graph.families(), start=1):
        yield f"<section><h2>Family {number}: {len(family.articles)} articles</h2>"
        origins = "; ".join(_article(nodes[name]) for name in family.origins) or "none, the derivations run in a circle"
        yield f"<p>Origins: {origins}</p><ul>"
        yield from (_derivation(edge, nodes) for name in family.articles for edge in edges_of.get(name, ()))
        yield "</ul></section>"


def _derivation(edge: Derivation, nodes: dict[ArticleId, Node]) -> str:
    derived, source = _article(nodes[edge.derived]), _article(nodes[edge.source])
    ground = f" <bdi>{_line(edge.grounds[0].says)}</bdi>" if edge.grounds else ""
    sure = f"confidence {edge.confidence:.2f}"
    if edge.direction is Direction.KNOWN:
        return f"<li>{derived} is probably {MADE[edge.kind]} {source} ({sure}).{ground}</li>"
    return f"<li>{derived} and {source} are related ({edge.kind}, {sure}); which came first is unknown.{ground}</li>"


def _article(node: Node) -> str:
    if not node.observed:
        return "<i>a source not in the corpus</i>"
    facts = [fact for fact in (node.outlet, node.published) if fact]
    about = f" ({', '.join(f'<bdi>{_line(fact)}</bdi>' for fact in facts)})" if facts else ""
    return f"“<bdi>{_line(node.title or node.id)}</bdi>”{about}"


def _line(text: str) -> str:
    return escape(one_line(text))
