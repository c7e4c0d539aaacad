"""Report: derivation graph -> plain lines for a reader at a terminal."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from minhash_news.model import Derivation, DerivationGraph, Direction, Family, Kind, Skipped
from minhash_news.visible import one_line

HEADS = ("article", "kind", "confidence", "direction", "strongest ground")
WIDEST = 76
"""An id longer than this is shown whole, but does not push everyone else's columns to the right."""


def table(graph: DerivationGraph) -> Iterator[str]:
    """Yield a head, then for each family a line of its own and its tree: under each article what was made from it.

    A derivation is a line, with its kind, confidence, direction and strongest ground; `├?` marks one of unknown
    direction. An article of several sources stands under each, and what was made from it under the first.
    """
    made_from: dict[str, list[Derivation]] = {}
    for edge in sorted(graph.derivations, key=lambda one: (one.source, one.derived)):
        made_from.setdefault(edge.source, []).append(edge)
    absent = {node.id for node in graph.articles if not node.observed}
    trees = [(family, list(_tree(family, made_from, absent))) for family in graph.families()]
    if not trees:
        return
    widths = [_width(head) for head in HEADS[:-1]]
    for _, rows in trees:
        for row in rows:
            widths = [max(old, min(WIDEST, _width(cell))) for old, cell in zip(widths, row[:-1], strict=True)]
    yield _aligned(HEADS, widths)
    for number, (family, rows) in enumerate(trees, start=1):
        origins = ", ".join(map(one_line, family.origins)) or "none, it is circular"
        word = "origin" if len(family.origins) == 1 else "origins"
        yield f"family {number}: {len(family.articles)} articles, {word} {origins}"
        yield from (_aligned(row, widths) for row in rows)


def _tree(
    family: Family, made_from: Mapping[str, list[Derivation]], absent: Collection[str]
) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a family's lines, each article under its sources; chains may be too long for recursion."""
    shown: set[str] = set()
    for root in (*family.origins, *family.articles):  # the articles too, for a family may be circular
        if root in shown:
            continue
        ahead: list[tuple[str, Derivation | None, str, str]] = [(root, None, "", "")]
        while ahead:
            name, edge, before, below = ahead.pop()
            again = name in shown and name in made_from
            label = before + one_line(name) + (" (not in the corpus)" if name in absent else "")
            yield _cells(label + (" (its own: see above)" if again else ""), edge)
            if name in shown:
                continue
            shown.add(name)
            branches = made_from.get(name, [])
            for place, branch in reversed(list(enumerate(branches, start=1))):
                last = place == len(branches)
                sign = "─" if branch.direction is Direction.KNOWN else "?"
                ahead.append(
                    (
                        branch.derived,
                        branch,
                        f"{below}{'└' if last else '├'}{sign} ",
                        below + ("   " if last else "│  "),
                    )
                )


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


def skipped(items: Sequence[Skipped], most: int = 10, *, elsewhere: str = "graph.json") -> Iterator[str]:
    """Yield a line for each file that is no article, up to `most`, how many more there are and where they stand."""
    for item in items[:most]:
        yield f"skipped {one_line(item.path)}: {one_line(item.reason)}"
    if len(items) > most:
        yield f"and {len(items) - most} more; they are all in {elsewhere}"


def capped(limits: Mapping[str, int]) -> Iterator[str]:
    """Yield a line where the search for candidates had to leave something out."""
    if buckets := limits.get("capped_buckets", 0):
        inside = _counted(limits.get("articles_in_capped_buckets", 0), "article")
        yield f"{_counted(buckets, 'LSH bucket')} too full to pair everything in it, with {inside}"


def _counted(number: int, one: str, more: str | None = None) -> str:
    return f"{number:,} {one if number == 1 else more or one + 's'}"


def _cells(label: str, edge: Derivation | None) -> tuple[str, ...]:
    if edge is None:
        return label, "", "", "", ""
    return (
        label,
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
