"""Trace a folder of articles: print each family, its origins, and what every other article came from."""

from __future__ import annotations

import sys
from pathlib import Path

import minhash_news as mn

NEWSROOM = Path(__file__).parent / "newsroom"


def main() -> None:
    """Scan the folder given, or the newsroom beside this script."""
    corpus = mn.read(sys.argv[1] if len(sys.argv) > 1 else NEWSROOM)
    graph = mn.scan(corpus)

    for number, family in enumerate(graph.families(), start=1):
        print(f"family {number}: {len(family.articles)} articles")
        for origin in family.origins:
            seen = "" if graph.article(origin).observed else "  (not in the folder)"
            print(f"  origin   {origin}{seen}")
        for article in family.articles:
            for edge in graph.sources_of(article):
                arrow = "from" if edge.direction == "known" else "from or to"
                print(f"  {edge.kind:<8} {article}")
                print(f"           {arrow} {edge.source}, {edge.confidence:.0%} sure")
        print()

    for skipped in corpus.skipped:
        print(f"skipped  {skipped.path}: {skipped.reason}")


if __name__ == "__main__":
    main()
