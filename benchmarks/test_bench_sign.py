"""How fast texts become signatures, beside datasketch making the same ones in the same run."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import numpy as np
import pytest
import xxhash
from datasketch import MinHash

from minhash_news.minhash import sign

NUM_PERM, SHINGLE_SIZE = 128, 3
WORDS = re.compile(r"\w+")  # the synthetic texts are plain enough for this to be what we split into


def shingle_bytes(text: str) -> list[bytes]:
    """Return the shingles of a text as datasketch users commonly make them."""
    words = WORDS.findall(text.lower())
    return [" ".join(words[i : i + SHINGLE_SIZE]).encode() for i in range(len(words) - SHINGLE_SIZE + 1)]


def low_half_of_xxh64(shingle: bytes) -> int:
    return xxhash.xxh64_intdigest(shingle) & 0xFFFFFFFF


def datasketch_bulk(texts: list[str], hashfunc: Callable[[bytes], int]) -> list[MinHash]:
    """Sign with datasketch the fast way."""
    return MinHash.bulk(
        [shingle_bytes(text) for text in texts],
        num_perm=NUM_PERM,
        seed=1,
        scheme="affine32",
        hashfunc=hashfunc,
    )


def seconds(call: Callable[[], object], rounds: int = 3) -> float:
    """Return the shortest of some rounds."""
    taken = []
    for _ in range(rounds):
        began = time.perf_counter()
        call()
        taken.append(time.perf_counter() - began)
    return min(taken)


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


@pytest.mark.benchmark(group="sign, beside datasketch")
def test_sign_beside_datasketch(benchmark, texts, note):
    some = texts[:200]
    ours = benchmark(sign, some, num_perm=NUM_PERM, shingle_size=SHINGLE_SIZE, workers=1)

    same = np.stack([signed.hashvalues for signed in datasketch_bulk(some[:20], low_half_of_xxh64)])
    np.testing.assert_array_equal(same, ours[:20])
    if benchmark.stats is None:
        return
    theirs = seconds(lambda: datasketch_bulk(some, xxhash.xxh32_intdigest))
    ratio = theirs / benchmark.stats.stats.min
    benchmark.extra_info["datasketch_bulk_xxh32_us_per_article"] = round(theirs / len(some) * 1e6, 1)
    benchmark.extra_info["times_faster"] = round(ratio, 1)
    note(
        f"sign, one thread, from raw text: {ratio:.1f} times as fast as datasketch's bulk with xxh32 "
        f"({theirs / len(some) * 1e6:.0f} µs an article, same texts, same run)"
    )
