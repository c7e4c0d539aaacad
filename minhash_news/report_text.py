"""Report: derivation graph -> plain lines for a reader at a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

from minhash_news.model import Derivation, DerivationGraph, Direction, Kind
from minhash_news.visible import one_line

HEADS = ("derived", "", "source", "kind", "confidence", "direction", "strongest ground")
WIDEST = 60
"""An id longer than this is shown whole, but does not push everyone else's columns to the right."""


def table(graph: DerivationGraph) -> Iterator[str]:
    """Yield a head, then for each family a line of its own and one indented line for each derivation."""
    edges_of: dict[str, list[Derivation]] = {}
    for edge in sorted(graph.derivations, key=lambda one: (one.derived, one.source)):
        edges_of.setdefault(edge.derived, []).append(edge)
    rows = {edge: _cells(edge) for edges in edges_of.values() for edge in edges}
    if not rows:
        return
    widths = [_width(head) for head in HEADS[:-1]]
    for row in rows.values():
        widths = [max(old, min(WIDEST, _width(cell))) for old, cell in zip(widths, row[:-1], strict=True)]
    yield _aligned(HEADS, widths)
    for number, family in enumerate(graph.families(), start=1):
        origins = ", ".join(map(one_line, family.origins)) or "none, it is circular"
        word = "origin" if len(family.origins) == 1 else "origins"
        yield f"family {number}: {len(family.articles)} articles, {word} {origins}"
        for name in family.articles:
            for edge in edges_of.get(name, ()):
                yield _aligned(rows[edge], widths)


def summary(graph: DerivationGraph) -> str:
    """Return one line that counts what was found."""
    unobserved = sum(not node.observed for node in graph.articles)
    kinds = Counter(edge.kind for edge in graph.derivations)
    counts = ", ".join(f"{kinds[kind]} {kind}" for kind in Kind if kinds[kind])
    return (
        f"{_counted(len(graph.articles) - unobserved, 'article')}, "
        f"{_counted(len(graph.families()), 'family', 'families')}, "
        f"{_counted(len(graph.origins()), 'independent origin')}"
        + (f" ({unobserved} not in the corpus)" if unobserved else "")
        + f", {_counted(len(graph.derivations), 'derivation')}"
        + (f" ({counts})" if counts else "")
        + f", {len(graph.skipped)} skipped"
    )


def skipped(graph: DerivationGraph, most: int = 10) -> Iterator[str]:
    """Yield a line for each file that is no article, up to `most`, and how many more there are."""
    for item in graph.skipped[:most]:
        yield f"skipped {one_line(item.path)}: {one_line(item.reason)}"
    if len(graph.skipped) > most:
        yield f"and {len(graph.skipped) - most} more; they are all in graph.json"


def capped(graph: DerivationGraph) -> Iterator[str]:
    """Yield a line where the search for candidates had to leave something out."""
    if buckets := graph.limits.get("capped_buckets", 0):
        inside = _counted(graph.limits.get("articles_in_capped_buckets", 0), "article")
        yield f"{_counted(buckets, 'LSH bucket')} too full to pair everything in it, with {inside}"


def _counted(number: int, one: str, more: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _cells(edge: Derivation) -> tuple[str, ...]:
    known = edge.direction is Direction.KNOWN
    return (
        one_line(edge.derived),
        "←" if known else "↔",
        one_line(edge.source),
        str(edge.kind),
        f"{edge.confidence:.2f}",
        f"{edge.direction} {edge.direction_confidence:.2f}",
        one_line(edge.grounds[0].says) if edge.grounds else "",
    )


def _aligned(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell + " " * (width - _width(cell)) for cell, width in zip(cells, widths, strict=False)]
    return ("  " + "  ".join((*padded, cells[-1]))).rstrip()


def _width(text: str) -> int:
    """Return the columns a text takes on a terminal."""
    if text.isascii():
        return len(text)
    wide = sum(unicodedata.east_asian_width(letter) in "WF" for letter in text)
    return len(text) + wide - sum(unicodedata.combining(letter) > 0 for letter in text)
