"""Band: signatures -> candidate pairs, by shuffled bucket keys.

Articles with equal signatures fall into the same buckets, so the first of them alone is banded and stands for all;
its pairs are handed out to them after. That changes no pair: a bucket's size is that of all its articles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from minhash_news.arrays import unpacked
from minhash_news.lsh import MAX_BUCKET, bucket_keys, pairs_in_buckets, with_words
from minhash_news.settings import Settings
from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import PAIR, PARTS, Columns, each, from_bytes, group, in_parts, numbers_of

ROWS = 1_000_000
"""Keys that one task looks at together."""
KEY = np.dtype([("bucket", np.uint64), ("first", np.int32), ("size", np.int32)])
BUCKETS = PAIR + ", chain array<int>"
"""A pair of first articles (with itself, for those it stands for), or all first articles of a bucket over the cap."""


@dataclass(frozen=True)
class Banded:
    """Pairs that share a bucket, and what was capped.

    Attributes:
        pairs: PAIR, some of them more than once.
        capped_buckets: buckets over the cap.
        capped_articles: their articles.
    """

    pairs: DataFrame
    capped_buckets: int
    capped_articles: int


def banded(signatures: DataFrame, settings: Settings, stages: Stages, *, max_bucket: int = MAX_BUCKET) -> Banded:
    """Return the pairs of `signatures` (number, digest, signature) that `lsh.candidate_pairs` finds."""
    alike = signatures.groupBy("digest").agg(
        F.min("number").alias("first"), F.count("*").cast("int").alias("size"), F.first("signature").alias("signature")
    )
    firsts = stages.kept("firsts", lambda: alike)
    parts = max(1, firsts.count() * settings.bands // ROWS)
    keys = firsts.mapInArrow(each(_keys, settings.num_perm, settings.bands, settings.rows, parts), PARTS)
    buckets = stages.kept("buckets", lambda: keys.groupBy("part").applyInArrow(group(_buckets, max_bucket), BUCKETS))
    alike_too = firsts.where("size > 1").select("digest", "first")
    members = signatures.select("digest", "number").join(alike_too, "digest").select("first", "number")
    chains = buckets.where("chain is not null").select("chain")
    chained = _members_of(chains.distinct(), members)
    pairs = _handed_out(buckets.where("chain is null").select("low", "high").distinct(), members)
    return Banded(
        pairs.union(chained.groupBy("bucket").applyInArrow(group(_chain), PAIR)),
        chains.count(),
        chained.select("number").distinct().count(),
    )


def _keys(batch: pa.RecordBatch, num_perm: int, bands: int, rows: int, parts: int) -> Columns:
    """Return a KEY for each article and band."""
    signatures = from_bytes(batch, "signature", np.uint32).reshape(-1, num_perm)
    members = with_words(signatures)
    keys = np.empty(bands * len(members), KEY)
    keys["bucket"] = np.concatenate([bucket_keys(signatures, members, band, rows) for band in range(bands)])
    for name in ("first", "size"):
        keys[name] = np.tile(numbers_of(batch, name)[members], bands)
    return in_parts(keys["bucket"] % np.uint64(parts), keys)


def _buckets(table: pa.Table, max_bucket: int) -> Columns:
    """Return the pairs of first articles in each bucket, and the buckets over the cap as they are."""
    rows = from_bytes(table, "rows", KEY)
    rows = rows[np.lexsort((rows["first"], rows["bucket"]))]
    keys, firsts, sizes = (np.ascontiguousarray(rows[name]) for name in ("bucket", "first", "size"))
    begins = np.flatnonzero(np.r_[True, keys[1:] != keys[:-1]])
    lengths = np.diff(np.r_[begins, len(keys)])
    large = np.add.reduceat(sizes, begins) > max_bucket
    within = ~np.repeat(large, lengths)
    packed, _ = pairs_in_buckets(keys[within], firsts[within], len(keys), np.zeros(0, np.bool_))
    same = np.unique(firsts[within & (sizes > 1)])
    pairs = np.concatenate([unpacked(np.unique(packed)), np.column_stack([same, same]).astype(np.int32)])
    chains = [firsts[begin : begin + length] for begin, length in zip(begins[large], lengths[large], strict=True)]
    none = np.full(len(chains), -1, np.int32)
    return {
        "low": np.r_[pairs[:, 0], none],
        "high": np.r_[pairs[:, 1], none],
        "chain": pa.array([None] * len(pairs) + chains, pa.list_(pa.int32())),
    }


def _handed_out(pairs: DataFrame, members: DataFrame) -> DataFrame:
    """Return the pairs of all articles that two first articles stand for."""
    lows, highs = (
        members.select(F.col("first").alias(end), F.col("number").alias(f"at_{end}")) for end in ("low", "high")
    )
    one, other = F.coalesce("at_low", "low"), F.coalesce("at_high", "high")
    ends = pairs.join(lows, "low", "left").join(highs, "high", "left").where(one != other)
    return ends.select(F.least(one, other).alias("low"), F.greatest(one, other).alias("high"))


def _members_of(chains: DataFrame, members: DataFrame) -> DataFrame:
    """Return (bucket, number), all articles of buckets over the cap; buckets of the same articles are one."""
    firsts = chains.select(F.xxhash64("chain").alias("bucket"), F.explode("chain").alias("first"))
    joined = firsts.join(members, "first", "left")
    return joined.select("bucket", F.coalesce("number", "first").alias("number"))


def _chain(table: pa.Table) -> Columns:
    """Return the pairs of one bucket over the cap."""
    numbers: NDArray[np.int32] = np.sort(numbers_of(table))
    packed, _ = pairs_in_buckets(
        np.zeros(len(numbers), np.uint64), np.arange(len(numbers)), 1, np.zeros(len(numbers), np.bool_)
    )
    low, high = numbers[unpacked(packed)].T
    return {"low": low, "high": high}
