"""Report: why an article has the sources it has -> plain lines."""

from __future__ import annotations

from collections.abc import Iterator

from minhash_news.explaining import Explanation
from minhash_news.model import Derivation, Direction
from minhash_news.visible import one_line


def lines(found: Explanation) -> Iterator[str]:
    """Yield what is known of the article, its sources with all their grounds, and the nearest others."""
    node = found.article
    yield one_line(node.id)
    about = (node.title, node.outlet, node.published, f"{node.words:,} words" if node.observed else "not in the corpus")
    yield f"  {' · '.join(one_line(one) for one in about if one)}"
    yield "sources" if found.sources else "no source: nothing in the corpus explains it"
    for edge in found.sources:
        yield from _source(edge)
    yield "no sources, though near" if found.others else "nothing else in the corpus is near"
    for other in found.others:
        chance = f"{other.probability:.2f}" if other.probability is not None else "   –"
        yield f"  {chance}  {one_line(other.id)}"
        yield f"        {one_line(other.says)}"


def _source(edge: Derivation) -> Iterator[str]:
    arrow = "←" if edge.direction is Direction.KNOWN else "↔"
    way = f"direction {edge.direction} {edge.direction_confidence:.2f}"
    yield f"  {arrow} {one_line(edge.source)}: {edge.kind} {edge.confidence:.2f}, {way}"
    for ground in edge.grounds:
        yield f"    {ground.weight:+5.1f}  {one_line(ground.says)}"
