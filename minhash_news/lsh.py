"""Band: signature matrix -> candidate pairs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from minhash_news.arguments import expect_whole
from minhash_news.arrays import PairArray, unpacked
from minhash_news.errors import SettingsError
from minhash_news.kernels.banding import band_keys, bucket_pairs, count_pairs

EMPTY = 0xFFFFFFFF
"""Every column of the signature of a text without words."""

MAX_BUCKET = 200
"""Members of a bucket of which all pairs are taken."""

AT_ONCE = 4_000_000
"""Pairs gathered before the double ones among them go."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Articles that share a bucket; not yet a finding.

    Attributes:
        pairs: int32 (m, 2), sorted and unique, i < j.
        capped_buckets: how many buckets had more members than the cap.
        capped_articles: int32, sorted: the members of those buckets, of whose pairs some may be missing.
    """

    pairs: PairArray
    capped_buckets: int
    capped_articles: NDArray[np.int32]


def candidate_pairs(
    signatures: NDArray[np.uint32], *, bands: int, rows: int, max_bucket: int = MAX_BUCKET
) -> Candidates:
    """Return the pairs of rows of `signatures`, uint32 (n, num_perm), that agree in a whole band.

    Locality-sensitive hashing by banding (Leskovec, Rajaraman & Ullman, Mining of Massive Datasets, 3.4);
    columns behind `bands * rows` are not looked at. Signatures of texts without words pair with none. A
    bucket of more than `max_bucket` members gives a chain in place of all its pairs (its first member with
    each other, and each with the next), so that it stays connected, and is reported.

    Raises:
        SettingsError: bands, rows or cap below 1, or more columns needed than there are.
    """
    for name, value in (("bands", bands), ("rows", rows), ("max_bucket", max_bucket)):
        expect_whole(name, value)
    if bands * rows > signatures.shape[1]:
        raise SettingsError(
            f"{bands} bands x {rows} rows need {bands * rows} columns, signatures have "
            f"{signatures.shape[1]}; take fewer bands or more permutations"
        )
    members = with_words(signatures)
    capped = np.zeros(len(signatures), np.bool_)
    gathered: list[NDArray[np.uint64]] = []
    over = held = 0
    for band in range(bands):
        pairs, large = pairs_in_buckets(bucket_keys(signatures, members, band, rows), members, max_bucket, capped)
        over += large
        gathered.append(pairs)
        held += len(pairs)
        if held > AT_ONCE:
            gathered = [np.unique(np.concatenate(gathered))]
            held = 0
    return Candidates(unpacked(np.unique(np.concatenate(gathered))), over, np.flatnonzero(capped).astype(np.int32))


def with_words(signatures: NDArray[np.uint32]) -> NDArray[np.int64]:
    """Return the rows of signatures of texts that have words."""
    return np.flatnonzero((signatures != EMPTY).any(axis=1))


def bucket_keys(signatures: NDArray[np.uint32], members: NDArray[np.int64], band: int, rows: int) -> NDArray[np.uint64]:
    """Return (members,) uint64, the bucket that each of these rows falls into in one band; no two bands share any."""
    keys = np.empty(len(members), np.uint64)
    band_keys(signatures, members, band, rows, keys)
    return keys


def pairs_in_buckets(
    keys: NDArray[np.uint64], members: NDArray[Any], max_bucket: int, capped: NDArray[np.bool_]
) -> tuple[NDArray[np.uint64], int]:
    """Return the pairs of members in one bucket, `i << 32 | j` with i < j, and how many buckets were over the cap.

    Args:
        keys: (m,) uint64, the bucket of each member.
        members: (m,) whole numbers; those of one bucket ascend.
        max_bucket: the cap, as in `candidate_pairs`.
        capped: set to True at the members of buckets over the cap.
    """
    order = np.argsort(keys, kind="stable")
    pairs = np.empty(int(count_pairs(keys, order, max_bucket)), np.uint64)
    over = int(bucket_pairs(keys, order, members, max_bucket, pairs, capped))
    return pairs, over


def probability(jaccard: float, bands: int, rows: int) -> float:
    """Return how likely a pair of that Jaccard similarity shares a bucket: 1 - (1 - jaccard^rows)^bands."""
    return float(1.0 - (1.0 - jaccard**rows) ** bands)


def threshold(bands: int, rows: int) -> float:
    """Return the Jaccard similarity about which the probability rises steepest: (1 / bands)^(1 / rows)."""
    return float((1.0 / bands) ** (1.0 / rows))


def choose_bands(threshold: float, num_perm: int) -> tuple[int, int]:
    """Return the bands and rows that datasketch finds best for a threshold: least area of false either way.

    Raises:
        SettingsError: a threshold that is no similarity, or too few permutations.
    """
    from datasketch import MinHashLSH  # asked for rarely, and scipy comes with it

    try:
        best = MinHashLSH(threshold=threshold, num_perm=num_perm)
    except ValueError as error:
        raise SettingsError(f"no bands for threshold {threshold} and num_perm {num_perm}: {error}") from error
    return int(best.b), int(best.r)
