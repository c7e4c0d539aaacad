"""How fast a text becomes words."""

from __future__ import annotations

import pytest

from minhash_news.kernels.words import split_words


@pytest.mark.benchmark(group="words")
def test_split_words(benchmark, texts):
    some = texts[:500]
    split_words(some[0])

    benchmark(lambda: [split_words(text) for text in some])
