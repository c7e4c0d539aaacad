"""Edges: derivation graph -> one flat row for each derivation."""

from __future__ import annotations

from collections.abc import Iterator

from minhash_news.model import ArticleId, Derivation, DerivationGraph, Node

Row = dict[str, str | float | None]
"""Column name -> value; the same columns in the same order for each derivation."""


def rounded(number: float) -> float:
    """Return the number to the four decimals that every export gives; never minus zero."""
    return round(float(number), 4) + 0.0


def ordered(graph: DerivationGraph) -> list[Derivation]:
    """Return the derivations by derived id, then source id."""
    return sorted(graph.derivations, key=lambda edge: (edge.derived, edge.source))


def rows(graph: DerivationGraph) -> Iterator[tuple[Derivation, Row]]:
    """Yield each derivation with its flat row."""
    nodes = {node.id: node for node in graph.articles}
    for edge in ordered(graph):
        yield edge, _row(edge, nodes)


def _row(edge: Derivation, nodes: dict[ArticleId, Node]) -> Row:
    derived, source = nodes[edge.derived], nodes[edge.source]
    return {
        "derived": edge.derived,
        "source": edge.source,
        "kind": str(edge.kind),
        "confidence": rounded(edge.confidence),
        "direction": str(edge.direction),
        "direction_confidence": rounded(edge.direction_confidence),
        "coverage_derived": rounded(edge.coverage.derived),
        "coverage_source": rounded(edge.coverage.source),
        "derived_title": derived.title,
        "source_title": source.title,
        "derived_published": derived.published,
        "source_published": source.published,
        "derived_outlet": derived.outlet,
        "source_outlet": source.outlet,
    }
