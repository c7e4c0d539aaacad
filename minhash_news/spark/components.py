"""Group: pairs -> the components of what they join."""

from __future__ import annotations

from functools import partial
from itertools import count

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from pyspark.sql import DataFrame

from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import numbers_of

COLLECTED = 5_000_000
"""So many pairs are joined on the driver, at 8 bytes each and as much again for the result; more by star rounds."""


def components(pairs: DataFrame, stages: Stages, *, collected: int = COLLECTED) -> DataFrame:
    """Return (number, component) for each article of the pairs: the lowest number that it hangs together with."""
    if pairs.count() <= collected:
        return _on_the_driver(pairs)
    return _by_stars(pairs, stages)


def _on_the_driver(pairs: DataFrame) -> DataFrame:
    from scipy.sparse import coo_matrix  # slow to load, and of no use to executors
    from scipy.sparse.csgraph import connected_components

    table = pairs.select("low", "high").toArrow()
    low, high = numbers_of(table, "low"), numbers_of(table, "high")
    numbers = np.unique(np.concatenate([low, high]))
    places = np.searchsorted(numbers, low), np.searchsorted(numbers, high)
    graph = coo_matrix((np.ones(len(low), bool), places), shape=(len(numbers), len(numbers)))
    _, label = connected_components(graph, directed=False)
    first = np.full(label.max(initial=-1) + 1, -1, np.int32)
    _, at = np.unique(label, return_index=True)
    first[label[at]] = numbers[at]
    labelled = pa.table({"number": numbers, "component": first[label]})
    return pairs.sparkSession.createDataFrame(labelled, "number int, component int")


def _by_stars(pairs: DataFrame, stages: Stages) -> DataFrame:
    """Join by alternating large and small stars until nothing moves.

    Kiveris, Lattanzi, Mirrokni, Rastogi & Vassilvitskii 2014, "Connected components in MapReduce and beyond". Each
    round is a stage of its own: a plan that grew from round to round would be made over from its beginning.
    """
    edges = pairs.select(F.col("high").alias("upper"), F.col("low").alias("lower"))
    before = None
    for number in count():
        edges = stages.kept(f"components-{number}", partial(_round, edges))
        state = edges.agg(F.count("*"), F.sum(F.pmod(F.hash("upper", "lower"), F.lit(1 << 30)).cast("long"))).first()
        if state == before:
            break
        before = state
    centres = edges.select(F.col("lower").alias("number"), F.col("lower").alias("component"))
    return edges.select(F.col("upper").alias("number"), F.col("lower").alias("component")).union(centres).distinct()


def _round(edges: DataFrame) -> DataFrame:
    return _small_star(_large_star(edges))


def _large_star(edges: DataFrame) -> DataFrame:
    """Join each article's higher neighbours to the lowest of its neighbours, or to itself if it is lower."""
    both = edges.union(edges.select(F.col("lower").alias("upper"), F.col("upper").alias("lower")))
    around = both.select(F.col("upper").alias("article"), F.col("lower").alias("other"))
    lowest = around.groupBy("article").agg(F.min("other").alias("least"))
    lowest = lowest.select("article", F.least("article", "least").alias("least"))
    joined = around.join(lowest, "article").where("other > article")
    return joined.select(F.col("other").alias("upper"), F.col("least").alias("lower")).distinct()


def _small_star(edges: DataFrame) -> DataFrame:
    """Join each article and its lower neighbours to the lowest of them."""
    lowest = edges.groupBy("upper").agg(F.min("lower").alias("least"))
    joined = edges.join(lowest, "upper")
    moved = joined.where("lower <> least").select(F.col("lower").alias("upper"), F.col("least").alias("lower"))
    return moved.union(lowest.select("upper", F.col("least").alias("lower"))).distinct()
