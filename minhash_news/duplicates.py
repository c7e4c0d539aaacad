"""Pair: texts -> their near-duplicate pairs, verified, and nothing else."""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from dataclasses import dataclass
from numbers import Real

import numpy as np
from numpy.typing import NDArray

from minhash_news.arguments import expect_whole, texts_of
from minhash_news.errors import SettingsError
from minhash_news.kernels.overlaps import jaccard_kernel
from minhash_news.kernels.words import split_corpus
from minhash_news.lsh import candidate_pairs, probability
from minhash_news.minhash import sign
from minhash_news.shingle import shingle_corpus

RECALL = 0.995
"""A pair exactly at the threshold is found with this probability; those above it more surely."""


@dataclass(frozen=True, slots=True)
class NearDuplicates:
    """Pairs of texts that share most of their shingles, verified.

    Attributes:
        pairs: int32 (m, 2), sorted and unique, i < j; places in the texts given.
        jaccard: float64 (m,), of the shingle sets of the two, exact.
        capped: int32, sorted: texts in buckets too full for all their pairs to be looked at. Each is still
            paired with some other of its bucket.
    """

    pairs: NDArray[np.int32]
    jaccard: NDArray[np.float64]
    capped: NDArray[np.int32]


def near_duplicates(
    texts: Iterable[str],
    *,
    threshold: float = 0.5,
    num_perm: int = 128,
    shingle_size: int = 3,
    max_bucket: int = 200,
    workers: int | None = None,
) -> NearDuplicates:
    """Return the pairs of texts whose sets of word shingles have a Jaccard similarity of `threshold` or more.

    Signatures are banded so that a pair at the threshold is a candidate with a probability of `RECALL`, and
    each candidate is measured exactly, so that no pair below the threshold is among them. Texts without words
    pair with none. The result does not depend on `workers`, the number of threads (None: all cores).

    Raises:
        SettingsError: a parameter that cannot work, or what is no texts: one string, articles.
    """
    given = list(texts_of(texts, "near_duplicates"))
    expect_whole("num_perm", num_perm)
    threads = os.cpu_count() or 1 if workers is None else workers
    bands, rows = _bands(threshold, num_perm)
    signatures = sign(given, num_perm=num_perm, shingle_size=shingle_size, workers=threads)
    found = candidate_pairs(signatures, bands=bands, rows=rows, max_bucket=max_bucket)
    involved, places = np.unique(found.pairs, return_inverse=True)
    words = split_corpus([given[text] for text in involved.tolist()], threads)
    sets, indptr = shingle_corpus(words.hashes, words.indptr, size=shingle_size)
    jaccard = np.empty(len(found.pairs), np.float64)
    jaccard_kernel(sets, indptr, places.reshape(-1, 2), jaccard)
    near = jaccard >= threshold
    return NearDuplicates(found.pairs[near], jaccard[near], found.capped_articles)


def _bands(threshold: float, num_perm: int) -> tuple[int, int]:
    """Return the narrowest bands, as many as there can be, that keep `RECALL`.

    Of two rows at least: with single rows, nearly every two texts are a candidate pair.
    """
    if not (isinstance(threshold, Real) and 0 < threshold <= 1):
        raise SettingsError(f"threshold is {threshold!r}; it has to be above 0 and at most 1")
    sure = [rows for rows in range(2, num_perm + 1) if probability(threshold, num_perm // rows, rows) >= RECALL]
    if not sure:
        enough = 2 if threshold == 1 else 2 * math.ceil(math.log(1 - RECALL) / math.log(1 - threshold**2))
        raise SettingsError(
            f"{num_perm} permutations do not find pairs of threshold {threshold} surely; give num_perm={enough} or more"
        )
    return num_perm // max(sure), max(sure)
