"""Relations between a few numbered articles, for the tests of the forest they are joined to."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from hypothesis import strategies as st

from minhash_news.arrays import Relations
from minhash_news.derive.forest import NEARNESS
from minhash_news.kernels.measure import MEASURES, WIDTH


@st.composite
def relations(draw):
    """All or some pairs of up to nine articles, with measures in steps coarse enough for ties."""
    articles = draw(st.integers(2, 9))
    pairs = [(i, j) for i in range(articles) for j in range(i + 1, articles)]
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    kept = random.random(len(pairs)) < draw(st.sampled_from([0.3, 0.7, 1.0]))
    count = int(kept.sum())
    return Relations(
        np.array(pairs, np.int32)[kept].reshape(-1, 2),
        random.integers(0, draw(st.sampled_from([1, 3, 1000])), (count, WIDTH)).astype(np.float32) / 1000,
        random.integers(0, 21, count) / 20,
    )


def edges(found, rows):
    return [tuple(found.pairs[row].tolist()) for row in rows]


def oriented(found, rows, seed):
    """The sources of each article where each edge is given some way round."""
    random = np.random.default_rng(seed)
    sources: dict[int, list[int]] = {}
    for first, second in edges(found, rows):
        derived, source = (first, second) if random.random() < 0.5 else (second, first)
        sources.setdefault(derived, []).append(source)
    return sources


def explaining(shares: Mapping[tuple[int, int], float]) -> Relations:
    """Return the relations of articles of which (derived, source) is explained by such a share; none is in doubt."""
    pairs = sorted({(min(pair), max(pair)) for pair in shares})
    measures = np.zeros((len(pairs), WIDTH), np.float32)
    for row, (first, second) in enumerate(pairs):
        for side, pair in (("a_", (first, second)), ("b_", (second, first))):
            measures[row, [MEASURES.index(side + name) for name in NEARNESS]] = shares.get(pair, 0.0)
    return Relations(np.array(pairs, np.int32), measures, np.ones(len(pairs)))
