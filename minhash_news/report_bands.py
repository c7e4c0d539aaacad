"""Report: bands and rows -> the chance of a pair to become a candidate, over its Jaccard similarity."""

from __future__ import annotations

from collections.abc import Iterator

from minhash_news.lsh import probability, threshold

BAR = 40
"""Signs of a bar that stands for certainty."""


def lines(bands: int, rows: int) -> Iterator[str]:
    """Yield the S-curve of a banding, a line for each twentieth of Jaccard similarity."""
    yield f"{bands} bands of {rows} rows use {bands * rows} permutations"
    yield f"steepest about Jaccard {threshold(bands, rows):.2f}"
    yield "jaccard  chance to be compared"
    for step in range(21):
        chance = probability(step / 20, bands, rows)
        yield f"  {step / 20:.2f}   {chance:.4f}  {'█' * round(chance * BAR)}".rstrip()
