"""How long the whole way takes, from articles to derivation graph, and how many planted derivations are found."""

from __future__ import annotations

import pytest

from minhash_news.model import Corpus
from minhash_news.pipeline import scan


@pytest.mark.benchmark(group="scan")
def test_scan(benchmark, newsroom, note):
    corpus = Corpus(newsroom.articles)
    graph = benchmark.pedantic(scan, args=(corpus,), rounds=3, warmup_rounds=1)

    true = {frozenset((edge.derived, edge.source)) for edge in newsroom.edges if edge.kind in ("copy", "update")}
    found = {frozenset((edge.derived, edge.source)) for edge in graph.derivations}
    note(
        f"scan: {len(found)} derivations among {len(corpus)} articles; "
        f"they hold {len(true & found)} of the {len(true)} planted copies and updates"
    )
    assert len(true & found) >= 0.95 * len(true)
    if benchmark.stats is not None:
        benchmark.extra_info["ms_per_article"] = round(benchmark.stats.stats.min / len(corpus) * 1e3, 3)
