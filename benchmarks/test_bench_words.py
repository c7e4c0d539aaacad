"""How fast texts become words."""

from __future__ import annotations

import pytest

from minhash_news.kernels.words import split_corpus


@pytest.mark.benchmark(group="words")
def test_split_corpus(benchmark, texts):
    split_corpus(texts[:1], workers=1)

    words = benchmark(split_corpus, texts, workers=1)
    assert len(words.indptr) == len(texts) + 1
    assert len(words.hashes) > 100 * len(texts)
