"""Export: derivation graph -> graph.json, the form that is read back; one article or derivation a line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, fields

from minhash_news.export.edges import ordered, rounded
from minhash_news.model import Derivation, DerivationGraph, Node
from minhash_news.visible import encoded

FORMAT = "minhash-news/graph"
VERSION = 1
ARTICLE = tuple(field.name for field in fields(Node))


def render(graph: DerivationGraph) -> bytes:
    """Return graph.json: equal graphs give equal bytes, whatever the order inside them."""
    skipped = sorted(graph.skipped, key=lambda item: (item.path, item.reason))
    parts = [
        f'"format": {_line(FORMAT)}',
        f'"version": {VERSION}',
        f'"made_by": {_line(made_by(graph))}',
        _list("articles", map(article_record, sorted(graph.articles, key=lambda node: node.id))),
        _list("derivations", map(derivation_record, ordered(graph))),
        _list("families", map(asdict, graph.families())),
        _list("skipped", map(asdict, skipped)),
    ]
    return encoded("{\n  " + ",\n  ".join(parts) + "\n}\n")


def made_by(graph: DerivationGraph) -> dict[str, object]:
    """Return what made the graph: version, settings, scheme of the signatures, and what the search had to cap."""
    return {
        "version": graph.version,
        "settings": dict(sorted(graph.settings.items())),
        "scheme": asdict(graph.scheme),
        "limits": dict(sorted(graph.limits.items())),
    }


def _line(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)


def _list(name: str, items: Iterable[dict[str, object]]) -> str:
    lines = ",\n    ".join(map(_line, items))
    return f'"{name}": [\n    {lines}\n  ]' if lines else f'"{name}": []'


def article_record(node: Node) -> dict[str, object]:
    """Return an article as graph.json has it."""
    return {name: getattr(node, name) for name in ARTICLE}


def derivation_record(edge: Derivation) -> dict[str, object]:
    """Return a derivation as graph.json has it."""
    return {
        "derived": edge.derived,
        "source": edge.source,
        "kind": str(edge.kind),
        "confidence": rounded(edge.confidence),
        "direction": str(edge.direction),
        "direction_confidence": rounded(edge.direction_confidence),
        "coverage": {
            "derived": rounded(edge.coverage.derived),
            "source": rounded(edge.coverage.source),
        },
        "grounds": [
            {"signal": ground.signal, "says": ground.says, "weight": rounded(ground.weight)} for ground in edge.grounds
        ],
        "passages": [asdict(passage) for passage in edge.passages],
    }
