"""Choose the hub: of a text and its copies, the one that the others were made from.

The edges of a star carry evidence about the hub and one copy each, and none about what two copies say of each other.
Where a copy explains the others about as well as the hub does, all of them are asked which of the two looks like their
source and is dated so, and whose wording they have where the two differ: each is a witness of its own.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

import numpy as np

from minhash_news.arrays import Relations
from minhash_news.derive.direction import Witness
from minhash_news.derive.forest import Forest

COPIES = 3
"""So many copies make a hub."""
AS_WELL = 0.8
"""A copy may be the hub if it explains this share of what the hub explains of the others."""
EXPLAINS = 3.0
"""Log-odds for the copy if it explains e times as much of them as the hub."""
AGREES = 4.0
"""Log-odds for the copy if the others have its wording, and not the hub's, wherever the two differ in a few words."""
AGREED = 0.2
"""In the last look only a copy is put in the hub's place with whom the others agree so far."""
MOST_ASKED = 20
"""So many copies are asked, those that share most with the hub, and of these the earliest."""

Agreement = Callable[[Sequence[int], int, int], float]
"""(texts, one, other) -> how far the texts agree with the one against the other, as `derive.variants` weighs it."""


def rehubbed(
    rows: Sequence[int],
    sources: Mapping[int, Sequence[int]],
    relations: Relations,
    witness: Witness,
    agreement: Agreement,
    *,
    min_probability: float,
    needed: float = -1.0,
) -> list[int]:
    """Return the forest with the copies put on another hub where the copies say so.

    Args:
        rows: of the relations, the forest so far.
        sources: of each article, as oriented so far.
        relations: all pairs.
        witness: measures two articles; asked only where a hub is in doubt.
        agreement: compares the wording of the copies with that of two texts; asked only there, too.
        min_probability: of a new edge.
        needed: how far the others have to agree with the copy against the hub, from -1.
    """
    forest = Forest(rows, relations, min_probability)
    copies: dict[int, list[int]] = {}
    for article, found in sorted(sources.items()):
        if len(found) == 1:
            copies.setdefault(found[0], []).append(article)
    settled: set[int] = set()
    for hub in sorted(copies, key=lambda source: (-len(copies[source]), source)):
        if len(copies[hub]) < COPIES or not settled.isdisjoint([hub, *copies[hub]]):
            continue
        better = _better(hub, copies[hub], forest, witness, agreement, needed)
        if better is not None:
            settled.update([hub, *copies[hub]])
            for copy in copies[hub]:
                if copy != better and forest.related(copy, better):
                    forest.move(copy, hub, better)
    return sorted(forest.kept)


def _better(
    hub: int, copies: Sequence[int], forest: Forest, witness: Witness, agreement: Agreement, needed: float
) -> int | None:
    """Return the copy that looks most like the source of the hub and the other copies, if one looks more so than it."""

    def first(copy: int) -> tuple[float, float, int]:
        return -forest.explains(copy, hub), -witness(hub, copy).dates, copy

    asked = sorted(copies, key=first)[:MOST_ASKED]
    texts = [hub, *asked]

    def explained(by: int) -> float:
        return 1e-9 + sum(forest.explains(by, text) for text in texts if text != by and forest.related(text, by))

    def like_a_source(text: int) -> float:
        others = [other for other in texts if other != text]
        said = [witness(other, text).total if forest.related(other, text) else 0.0 for other in others]
        return float(np.mean(said))

    def agreed(copy: int) -> float:
        return agreement([text for text in asked if text != copy and forest.related(text, copy)], copy, hub)

    by_hub = explained(hub)
    rivals = {copy: share for copy in asked if (share := explained(copy) / by_hub) >= AS_WELL}
    agreeing = {copy: agreed(copy) for copy in rivals}
    rivals = {copy: share for copy, share in rivals.items() if agreeing[copy] >= needed}
    if not rivals:
        return None
    hub_is_like = like_a_source(hub)

    def gain(copy: int) -> float:
        shared = EXPLAINS * math.log(rivals[copy]) + AGREES * agreeing[copy]
        return like_a_source(copy) - hub_is_like + shared

    gains = {copy: gain(copy) for copy in rivals}
    best = max(rivals, key=lambda copy: (gains[copy], -copy))
    return best if gains[best] > 0 else None
