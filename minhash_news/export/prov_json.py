"""Export: derivation graph -> W3C PROV-JSON.

A derivation is a `wasDerivedFrom`, of type prov:Revision (update), prov:Quotation (excerpt) or one of ours;
where it is unknown which text came first, an `alternateOf`, for which PROV allows no attributes.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from minhash_news.export.edges import ordered, rounded
from minhash_news.model import Derivation, DerivationGraph, Direction, Kind, Node
from minhash_news.visible import encoded

PREFIXES = {"article": "urn:minhash-news:article:", "mn": "urn:minhash-news:terms:"}

_TYPES = {
    Kind.COPY: "mn:Copy",
    Kind.UPDATE: "prov:Revision",
    Kind.EXCERPT: "prov:Quotation",
    Kind.SUMMARY: "mn:Summary",
    Kind.REWRITE: "mn:Rewrite",
}

Record = dict[str, object]


def render(graph: DerivationGraph) -> bytes:
    """Return the graph as a PROV-JSON document."""
    derived: dict[str, Record] = {}
    alternates: dict[str, Record] = {}
    for position, edge in enumerate(ordered(graph), start=1):
        if edge.direction is Direction.KNOWN:
            derived[f"_:derivation{position}"] = _derivation(edge)
        else:
            ends = {"prov:alternate1": _name(edge.derived), "prov:alternate2": _name(edge.source)}
            alternates[f"_:alternate{position}"] = dict(ends)
    nodes = sorted(graph.articles, key=lambda node: node.id)
    document: dict[str, object] = {
        "prefix": PREFIXES,
        "entity": {_name(node.id): _entity(node) for node in nodes},
    }
    if derived:
        document["wasDerivedFrom"] = derived
    if alternates:
        document["alternateOf"] = alternates
    return encoded(json.dumps(document, ensure_ascii=False, allow_nan=False, indent=2) + "\n")


def _name(article_id: str) -> str:
    """Return the qualified name: every character that means something in one is percent-encoded."""
    return "article:" + quote(article_id, safe="/", errors="surrogatepass")


def _entity(node: Node) -> Record:
    about: Record = {"prov:label": node.title or node.id, "mn:id": node.id}
    for name in ("published", "outlet", "author", "url"):
        if (value := getattr(node, name)) is not None:
            about[f"mn:{name}"] = value
    return about | {"mn:words": node.words, "mn:observed": node.observed}


def _derivation(edge: Derivation) -> Record:
    return {
        "prov:generatedEntity": _name(edge.derived),
        "prov:usedEntity": _name(edge.source),
        "prov:type": {"$": _TYPES[edge.kind], "type": "prov:QUALIFIED_NAME"},
        "mn:kind": str(edge.kind),
        "mn:confidence": rounded(edge.confidence),
        "mn:direction_confidence": rounded(edge.direction_confidence),
    }
