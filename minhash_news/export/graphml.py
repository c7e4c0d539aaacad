"""Export: derivation graph -> GraphML, arrows from the derived article to its source."""

from __future__ import annotations

import io
from typing import Any

from minhash_news.export.edges import ordered, rounded
from minhash_news.model import Derivation, DerivationGraph, Node
from minhash_news.visible import storable


def render(graph: DerivationGraph) -> bytes:
    """Return the graph as GraphML; what an article does not say is left out, for the format has no null."""
    import networkx as nx  # slow to load

    drawn: nx.DiGraph[str] = nx.DiGraph()
    for node in sorted(graph.articles, key=lambda node: node.id):
        drawn.add_node(storable(node.id), **_article(node))
    for edge in ordered(graph):
        drawn.add_edge(storable(edge.derived), storable(edge.source), **_derivation(edge))
    file = io.BytesIO()
    nx.write_graphml(drawn, file, named_key_ids=True)
    return file.getvalue()


def _article(node: Node) -> dict[str, Any]:
    texts = {"label": node.title or node.id, "title": node.title, "published": node.published}
    texts |= {"outlet": node.outlet, "author": node.author, "url": node.url}
    about = {name: storable(text) for name, text in texts.items() if text is not None}
    return {**about, "words": node.words, "observed": node.observed}


def _derivation(edge: Derivation) -> dict[str, Any]:
    return {
        "label": str(edge.kind),
        "kind": str(edge.kind),
        "confidence": rounded(edge.confidence),
        "direction": str(edge.direction),
        "direction_confidence": rounded(edge.direction_confidence),
        "coverage_derived": rounded(edge.coverage.derived),
        "coverage_source": rounded(edge.coverage.source),
        "grounds": storable(" | ".join(ground.says for ground in edge.grounds)),
    }
