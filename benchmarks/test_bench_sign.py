"""How fast texts become signatures."""

from __future__ import annotations

import pytest

from minhash_news.minhash import sign

NUM_PERM, SHINGLE_SIZE = 128, 3


@pytest.mark.benchmark(group="sign")
@pytest.mark.parametrize("workers", [1, None], ids=["one thread", "all cores"])
def test_sign(benchmark, texts, newsroom, note, workers):
    signatures = benchmark(sign, texts, num_perm=NUM_PERM, shingle_size=SHINGLE_SIZE, workers=workers)

    assert signatures.shape == (len(texts), NUM_PERM)
    if benchmark.stats is None:  # --benchmark-disable
        return
    best = benchmark.stats.stats.min
    threads = "all cores" if workers is None else "one thread"
    benchmark.extra_info["us_per_article"] = round(best / len(texts) * 1e6, 1)
    benchmark.extra_info["mb_per_second"] = round(newsroom.megabytes / best, 1)
    note(
        f"sign, {threads}: {best / len(texts) * 1e6:.1f} µs an article "
        f"of {newsroom.megabytes / len(texts) * 1e3:.1f} kB, {newsroom.megabytes / best:.0f} MB/s"
    )
