"""Relations between a few numbered articles, for the tests of the forest they are joined to."""

from __future__ import annotations

import numpy as np
from hypothesis import strategies as st

from minhash_news.arrays import Relations
from minhash_news.kernels.measure import COLUMN, WIDTH


@st.composite
def relations(draw):
    """All or some pairs of up to nine articles, with measures in steps coarse enough for ties."""
    articles = draw(st.integers(2, 9))
    pairs = [(i, j) for i in range(articles) for j in range(i + 1, articles)]
    random = np.random.default_rng(draw(st.integers(0, 10_000)))
    kept = random.random(len(pairs)) < draw(st.sampled_from([0.3, 0.7, 1.0]))
    count = int(kept.sum())
    pairs = np.array(pairs, np.int32)[kept].reshape(-1, 2)
    measures = random.integers(0, draw(st.sampled_from([1, 3, 1000])), (count, WIDTH)).astype(np.float32) / 1000
    same = pairs < draw(st.integers(0, articles))  # the first few articles have the same words
    measures[:, COLUMN["equal"]] = same.all(axis=1)
    return Relations(pairs, measures, np.maximum(random.integers(0, 21, count) / 20, 0.99 * same.all(axis=1)))


def edges(found, rows):
    return [tuple(found.pairs[row].tolist()) for row in rows]
