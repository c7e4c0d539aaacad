"""Compare two articles: say how the second came from the first, and show the passages they share."""

from __future__ import annotations

import sys
from pathlib import Path

import minhash_news as mn

PIER = Path(__file__).parent / "newsroom" / "harbor-fire"


def main() -> None:
    """Compare the two files given, or a blog and the report that it quotes."""
    files = sys.argv[1:3] or [PIER / "2026-03-04-cold-storage-fire.md", PIER / "salt-and-slack-blog.md"]
    source, derived = (next(iter(mn.read(file))).text for file in files)  # read: strips front matter and HTML
    found = mn.compare(source, derived)

    print(f"{found.kind}, {found.confidence:.0%} sure; direction {found.direction}")
    print(f"jaccard {found.jaccard:.2f}, containment {found.containment:.2f}")
    for passage in found.passages:
        print()
        print("source: ", source[passage.source_start : passage.source_end])
        print("derived:", derived[passage.derived_start : passage.derived_end])


if __name__ == "__main__":
    main()
