"""How fast texts become verified near-duplicate pairs."""

from __future__ import annotations

import pytest

from minhash_news import near_duplicates


@pytest.mark.benchmark(group="near-duplicates")
def test_near_duplicates(benchmark, texts):
    found = benchmark(near_duplicates, texts)

    assert len(found.pairs) > 0
