"""How fast signatures become candidate pairs, and how many of the planted copies are among these."""

from __future__ import annotations

import numpy as np
import pytest

from minhash_news.lsh import candidate_pairs
from minhash_news.minhash import sign

BANDS, ROWS = 42, 3


@pytest.fixture(scope="module")
def many() -> np.ndarray:
    """Random signatures of 50,000 articles, one in ten of them close to another one."""
    rng = np.random.default_rng(1)
    signatures = rng.integers(1 << 32, size=(50_000, 128), dtype=np.uint32)
    copies = signatures[:5_000].copy()
    changed = rng.random(copies.shape) < 0.3
    copies[changed] = rng.integers(1 << 32, size=int(changed.sum()), dtype=np.uint32)
    signatures[-5_000:] = copies
    return signatures


@pytest.mark.benchmark(group="lsh: 50,000 random signatures")
def test_candidate_pairs_of_many(benchmark, many):
    found = benchmark(candidate_pairs, many, bands=BANDS, rows=ROWS)

    assert len(found.pairs) >= 5_000


@pytest.mark.benchmark(group="lsh: the newsroom")
def test_candidate_pairs_of_the_newsroom(benchmark, newsroom, texts, note):
    signatures = sign(texts)
    candidates = benchmark(candidate_pairs, signatures, bands=BANDS, rows=ROWS)

    place = {article.id: number for number, article in enumerate(newsroom.articles)}
    found = {tuple(pair) for pair in candidates.pairs.tolist()}
    copies = [edge for edge in newsroom.edges if edge.kind == "copy"]
    seen = sum(tuple(sorted((place[edge.derived], place[edge.source]))) in found for edge in copies)
    benchmark.extra_info["candidates"] = len(found)
    note(f"lsh: {len(found)} candidate pairs hold {seen} of the {len(copies)} planted copies")
    assert seen >= 0.95 * len(copies)
