"""Lay beside: pairs of articles -> blocks of pairs, each with the texts of its articles.

A text is sent to a block once, however many of its pairs lie there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from numpy.typing import NDArray
from pyspark.sql import DataFrame, Window

from minhash_news.arrays import PairArray
from minhash_news.model import Article
from minhash_news.spark.tables import UNSORTED, articles_of, numbers_of

MOST = 4096
"""Pairs in a block."""
FEW = 200_000
"""Pairs that every executor can hold; of those with measures, MEASURED times as large, fewer."""
MEASURED = 10


def in_blocks(pairs: DataFrame, count: int) -> DataFrame:
    """Add a column `block` to pairs, so that those that share articles are mostly together, MOST at most.

    The pairs of a family have one partner of the lowest number in common, whose hash names the block; what is too much
    for one block, as the pairs of an article that thousands repeat, is cut.
    """
    lowest = (
        pairs.select(F.col("low").alias("article"), "low")
        .union(pairs.select(F.col("high").alias("article"), "low"))
        .groupBy("article")
        .agg(F.min("low").alias("lowest"))
    )
    blocks = max(1, count // (MOST // 2))
    placed = pairs.join(lowest.withColumnRenamed("article", "low"), "low").withColumn(
        "part", F.pmod(F.hash("lowest"), F.lit(blocks))
    )
    place = F.row_number().over(Window.partitionBy("part").orderBy("lowest", "low", "high"))
    cut = F.floor((place - 1) / MOST).cast("long")
    return placed.withColumn("block", cut * blocks + F.col("part")).drop("lowest", "part")


def beside(articles: DataFrame, pairs: DataFrame, count: int, measured: Sequence[str] = ()) -> DataFrame:
    """Return (block, number, partners, what is known of the article): each article once in each block that needs it.

    Few pairs are sent to where the texts are; else the texts are sent twice, to their pairs and to their blocks.

    Args:
        articles: with `number`.
        pairs: with block, low, high.
        count: of the pairs, about.
        measured: other columns of the pairs, which go into `partners` with the number `high`.
    """
    partner = F.struct("high", *measured)
    form = pairs.select(partner.alias("partner")).schema["partner"].dataType
    first = F.struct(F.col("low").alias("number"), partner.alias("partner"))
    second = F.struct(F.col("high").alias("number"), F.lit(None).cast(form).alias("partner"))
    ends = pairs.select("block", F.explode(F.array(first, second)).alias("end")).select("block", "end.*")
    needed = ends.groupBy("block", "number").agg(F.collect_list("partner").alias("partners"))
    few = count * (MEASURED if measured else 1) <= FEW
    return articles.join(needed.hint("broadcast" if few else UNSORTED), "number")


@dataclass(frozen=True)
class Block:
    """Some articles in the order of their numbers, and pairs of them.

    Attributes:
        numbers: (n,) int32, ascending.
        articles: those articles.
        pairs: (m, 2) int32, places among them, sorted.
        measured: the other columns of the pairs.
    """

    numbers: NDArray[np.int32]
    articles: list[Article]
    pairs: PairArray
    measured: pa.StructArray

    @classmethod
    def of(cls, table: pa.Table) -> Block:
        """Take apart the rows that `beside` made for one block."""
        table = table.combine_chunks().sort_by("number")
        numbers = numbers_of(table)
        partners = table.column("partners").combine_chunks()
        low = np.repeat(np.arange(len(numbers)), np.asarray(partners.value_lengths().fill_null(0)))
        flat = partners.flatten()
        high = np.searchsorted(numbers, np.asarray(flat.field("high")))
        order = np.lexsort((high, low))
        pairs = np.column_stack([low, high]).astype(np.int32)[order]
        return cls(numbers, articles_of(table), pairs, flat.take(pa.array(order)))

    def column(self, name: str) -> pa.Array:
        """Return one of the other columns of the pairs."""
        return self.measured.field(name)
