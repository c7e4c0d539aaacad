"""Export: derivation graph -> JSON-LD: schema.org NewsArticle with isBasedOn.

schema.org has no word for "related, but which came first is unknown"; there prov:alternateOf stands.
The context is inside the file, so reading it needs no network.
"""

from __future__ import annotations

import json
from urllib.parse import quote

from minhash_news.export.edges import ordered
from minhash_news.model import ArticleId, DerivationGraph, Direction, Node
from minhash_news.visible import encoded

CONTEXT = {
    "@vocab": "https://schema.org/",
    "prov": "http://www.w3.org/ns/prov#",
    "isBasedOn": {"@type": "@id"},
    "alternateOf": {"@id": "prov:alternateOf", "@type": "@id"},
}


def render(graph: DerivationGraph) -> bytes:
    """Return the articles as JSON-LD."""
    based_on: dict[ArticleId, list[str]] = {}
    alternates: dict[ArticleId, list[str]] = {}
    for edge in ordered(graph):
        ends = based_on if edge.direction is Direction.KNOWN else alternates
        ends.setdefault(edge.derived, []).append(_urn(edge.source))
    articles = []
    for node in sorted(graph.articles, key=lambda node: node.id):
        links = {"isBasedOn": based_on.get(node.id), "alternateOf": alternates.get(node.id)}
        articles.append(_article(node) | {name: ends for name, ends in links.items() if ends})
    document = {"@context": CONTEXT, "@graph": articles}
    return encoded(json.dumps(document, ensure_ascii=False, indent=2) + "\n")


def _urn(article_id: str) -> str:
    return "urn:minhash-news:article:" + quote(article_id, safe="/", errors="surrogatepass")


def _article(node: Node) -> dict[str, object]:
    about: dict[str, object | None] = {
        "@id": _urn(node.id),
        "@type": "NewsArticle",
        "identifier": node.id,
        "headline": node.title or None,
        "datePublished": node.published,
        "publisher": {"@type": "Organization", "name": node.outlet} if node.outlet else None,
        "author": {"@type": "Person", "name": node.author} if node.author else None,
        "url": node.url,
        "wordCount": node.words if node.observed else None,
    }
    return {name: value for name, value in about.items() if value is not None}
