"""Pack: derivation graph -> the data blocks that the page's script reads.

The index is JSON and is read when the page opens: articles, families, edges, all that the list, the filters and the
drawings need. Grounds, passages and texts of a family are a block of their own, deflated, which is read when the family
is opened. Both are plain ASCII that cannot end a script element, whatever stands in the corpus.
"""

from __future__ import annotations

import base64
import json
import textwrap
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from urllib.parse import urlsplit

from minhash_news.dates import instants
from minhash_news.model import ArticleId, Derivation, DerivationGraph, Direction, Family, Kind, Node, Passage
from minhash_news.visible import one_line

MADE = {
    Kind.COPY: "a copy of",
    Kind.UPDATE: "an update of",
    Kind.EXCERPT: "a text with passages from",
    Kind.SUMMARY: "a summary of",
    Kind.REWRITE: "a rewrite of",
}
"""What the derived text probably is, before the name of its source."""
MOST_TEXT = 40_000_000
"""Characters of the page that may go into texts; the families for which there is no room have none, and say so."""
MOST_ALONE = 20_000
"""Articles without relatives that are listed by name."""
OPENING = 80
"""Characters of its text by which an article without a title is called."""
MOST_SKIPPED = 2_000
"""Skipped files that are listed by name."""

Spans = list[tuple[int, int, int, int]]
"""Passages: start and end in the derived text, start and end in the source, in UTF-16 units as JavaScript counts."""


@dataclass(frozen=True, slots=True)
class Packed:
    """What goes into the page: the index as JSON, and for each family a deflated block in base64."""

    index: str
    families: tuple[str, ...]


def pack(graph: DerivationGraph) -> Packed:
    """Return the data blocks; equal graphs give equal blocks."""
    families = graph.families()
    edges_of = by_derived(graph)
    edges = [[edge for name in family.articles for edge in edges_of.get(name, ())] for family in families]
    blocks, left_out = _blocks(graph, families, edges)
    related = {name for family in families for name in family.articles}
    alone = [node for node in sorted(graph.articles, key=lambda node: node.id) if node.id not in related]
    members = [node for node in sorted(graph.articles, key=lambda node: node.id) if node.id in related]
    place = {node.id: number for number, node in enumerate(members)}
    skipped = sorted(graph.skipped, key=lambda item: (item.path, item.reason))
    index = {
        "version": one_line(graph.version),
        "made": MADE,
        "withTexts": bool(graph.texts),
        "articles": [_article(node, graph.texts.get(node.id, "")) for node in (*members, *alone[:MOST_ALONE])],
        "families": [_family(family, own, place) for family, own in zip(families, edges, strict=True)],
        "textsLeftOut": left_out,
        "alone": len(alone),
        "skipped": [[one_line(item.path), one_line(item.reason)] for item in skipped[:MOST_SKIPPED]],
        "skippedInAll": len(skipped),
        "limits": dict(sorted(graph.limits.items())),
    }
    return Packed(_json(index), tuple(blocks))


def _json(value: object) -> str:
    """Return JSON in which no letter means anything to HTML: ASCII, without `<`, `>` and `&`."""
    text = json.dumps(value, ensure_ascii=True, separators=(",", ":"))
    for letter in "<>&":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return text


def by_derived(graph: DerivationGraph) -> dict[ArticleId, list[Derivation]]:
    """Return the derivations of each derived article, by the ids of their sources."""
    found: dict[ArticleId, list[Derivation]] = {}
    for edge in sorted(graph.derivations, key=lambda edge: (edge.derived, edge.source)):
        found.setdefault(edge.derived, []).append(edge)
    return found


def _opening(text: str) -> str:
    """Return the first line of a text, or the words at its head that OPENING has room for."""
    first = next(iter(text.lstrip()[: 2 * OPENING].splitlines()), "")
    return one_line(textwrap.shorten(first, OPENING, placeholder=""))


def _article(node: Node, text: str) -> dict[str, object]:
    """Return what the page says of an article; what is not known is left out."""
    known = {
        "id": one_line(node.id),
        "title": one_line(node.title),
        "opening": "" if node.title else _opening(text),
        "outlet": one_line(node.outlet or ""),
        "author": one_line(node.author or ""),
        "published": one_line(node.published or ""),
        "when": _seconds(node.published),
        "url": node.url if node.url and _is_web(node.url) else None,
        "words": node.words,
        "absent": not node.observed,
    }
    return {name: value for name, value in known.items() if value}


def _seconds(published: str | None) -> tuple[float, float] | None:
    """Return the earliest and latest second of a date; None for one that is not known, or no date."""
    try:
        return instants(published) if published else None
    except ValueError:
        return None


def _is_web(url: str) -> bool:
    """Say whether this can stand in a link: an address on the web and nothing cleverer."""
    if not url.isprintable():
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _family(family: Family, edges: Sequence[Derivation], place: dict[ArticleId, int]) -> dict[str, object]:
    return {
        "articles": [place[name] for name in family.articles],
        "origins": [place[name] for name in family.origins],
        "edges": [
            [
                place[edge.derived],
                place[edge.source],
                str(edge.kind),
                round(edge.confidence, 4),
                int(edge.direction is Direction.KNOWN),
                round(edge.direction_confidence, 4),
            ]
            for edge in edges
        ],
    }


def _blocks(
    graph: DerivationGraph, families: Sequence[Family], edges: Sequence[list[Derivation]]
) -> tuple[list[str], int]:
    """Return a block for each family, and how many of the last ones had to do without their texts."""
    blocks: list[str] = []
    room, left_out = MOST_TEXT, 0
    for family, own in zip(families, edges, strict=True):
        block = _deflated(_details(family, own, graph.texts))
        room -= len(block)
        if room < 0 and graph.texts:
            left_out += 1
            block = _deflated(_details(family, own, {}))
        blocks.append(block)
    return blocks, left_out


def _deflated(value: object) -> str:
    return base64.b64encode(zlib.compress(_json(value).encode("ascii"), 6)).decode("ascii")


def _details(family: Family, edges: Sequence[Derivation], texts: Mapping[ArticleId, str]) -> dict[str, object]:
    return {
        "texts": [texts.get(name) for name in family.articles],
        "edges": [
            {
                "coverage": [edge.coverage.derived, edge.coverage.source],
                "grounds": [[one_line(ground.says), ground.weight] for ground in edge.grounds],
                "passages": _spans(edge.passages, texts.get(edge.derived), texts.get(edge.source)),
            }
            for edge in edges
        ],
    }


def _spans(passages: Sequence[Passage], derived: str | None, source: str | None) -> Spans:
    """Return passages that lie inside their texts, in UTF-16 units; none where a text is missing."""
    if derived is None or source is None:
        return []
    left, right = _units(derived), _units(source)
    return [
        (left[p.derived_start], left[p.derived_end], right[p.source_start], right[p.source_end])
        for p in passages
        if 0 <= p.derived_start < p.derived_end <= len(derived) and 0 <= p.source_start < p.source_end <= len(source)
    ]


def _units(text: str) -> Sequence[int]:
    """Return for each character offset the offset in UTF-16, where letters beyond U+FFFF count twice."""
    if text.isascii() or max(text, default="") <= "\uffff":
        return range(len(text) + 1)
    return list(accumulate((1 + (letter > "\uffff") for letter in text), initial=0))
