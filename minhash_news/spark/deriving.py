"""Derive: relations, a component at a time -> derivations and families."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from pyspark.sql import DataFrame

from minhash_news.arrays import Relations
from minhash_news.context import in_context
from minhash_news.derive import SHARE, derive_families
from minhash_news.export.graph_json import derivation_record
from minhash_news.kernels.measure import WIDTH
from minhash_news.model import ArticleId, Derivation, families_of
from minhash_news.settings import Settings
from minhash_news.spark.blocks import Block, beside
from minhash_news.spark.components import components
from minhash_news.spark.counting import NOTE, Counts
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import Statistics
from minhash_news.spark.tables import Columns, group

GROUND = pa.struct([("signal", pa.string()), ("says", pa.string()), ("weight", pa.float64())])
PASSAGE = pa.struct([(name, pa.int64()) for name in ("derived_start", "derived_end", "source_start", "source_end")])
DERIVATIONS = pa.schema(
    [
        *((name, pa.string()) for name in ("derived", "source", "kind")),
        ("confidence", pa.float64()),
        ("direction", pa.string()),
        ("direction_confidence", pa.float64()),
        ("coverage", pa.struct([("derived", pa.float64()), ("source", pa.float64())])),
        ("grounds", pa.list_(GROUND)),
        ("passages", pa.list_(PASSAGE)),
    ]
)
DERIVATION = (
    "derived string, source string, kind string, confidence double, direction string, direction_confidence double, "
    "coverage struct<derived: double, source: double>, "
    "grounds array<struct<signal: string, says: string, weight: double>>, "
    "passages array<struct<derived_start: long, derived_end: long, source_start: long, source_end: long>>"
)
"""A derivation as graph.json has it."""
FAMILY = "articles array<string>, origins array<string>"


def derivations(
    articles: DataFrame,
    relations: DataFrame,
    counts: Counts,
    statistics: Statistics,
    settings: Settings,
    stages: Stages,
) -> DataFrame:
    """Return DERIVATION and `block`: what lies in different blocks has nothing to do with each other."""
    labels = stages.kept("components", lambda: components(relations.select("low", "high"), stages))
    inside = (
        relations.join(labels.withColumnRenamed("number", "low"), "low")
        .join(labels.select(F.col("number").alias("high"), F.col("component").alias("other")), "high")
        .where("component = other")
    )
    count = inside.count()
    blocks = max(1, count // SHARE)
    block = F.pmod(F.hash("component"), F.lit(blocks)).alias("block")
    measured = ("probability", "measures")
    given = statistics, settings.use_dates, settings.min_confidence

    def among_the_related() -> DataFrame:
        rows = beside(articles, inside.select(block, "low", "high", *measured), count, measured)
        return rows.groupBy("block").applyInArrow(_of_block(*given), "block int, " + DERIVATION)

    def of_the_absent() -> DataFrame:
        notes = counts.of(NOTE).mapInArrow(_update_notes, "number int, " + DERIVATION)
        likely = notes.where(F.col("confidence") >= settings.min_confidence)
        alone = likely.join(found.select("derived").distinct(), "derived", "left_anti")
        own = F.coalesce("component", "number").alias("component")
        placed = alone.join(labels, "number", "left").select(own, *found.drop("block").columns)
        return placed.select(block, *found.drop("block").columns)

    found = stages.kept("among-the-related", among_the_related)
    return found.union(stages.kept("of-the-absent", of_the_absent))


def families(derivations: DataFrame, stages: Stages) -> DataFrame:
    """Return FAMILY for each group of joined articles."""
    ends = derivations.select("block", "derived", "source")
    return stages.kept("families", lambda: ends.groupBy("block").applyInArrow(group(_families), FAMILY))


def _of_block(
    statistics: Statistics, use_dates: bool, min_confidence: float
) -> Callable[[tuple[pa.Scalar], pa.Table], pa.Table]:
    def derived(key: tuple[pa.Scalar], table: pa.Table) -> pa.Table:
        block = Block.of(table)
        measures = np.asarray(block.column("measures").flatten(), np.float32).reshape(-1, WIDTH)
        words = statistics.words(block.articles)
        relations = Relations(block.pairs, measures, np.asarray(block.column("probability")))
        found = derive_families(
            block.articles,
            words,
            in_context(words, relations),
            statistics.agencies,
            use_dates=use_dates,
            min_confidence=min_confidence,
        )
        table = _table(found)
        return table.add_column(0, "block", pa.array([key[0].as_py()] * len(table), pa.int32()))

    return derived


def _table(edges: list[Derivation]) -> pa.Table:
    return pa.Table.from_pylist([derivation_record(edge) for edge in edges], DERIVATIONS)


def _update_notes(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    for batch in batches:
        table = pa.Table.from_pylist([json.loads(row) for row in batch.column("rows").to_pylist()], DERIVATIONS)
        yield from table.add_column(0, "number", batch.column("part")).to_batches()


def _families(table: pa.Table) -> Columns:
    found = families_of((ArticleId(row["derived"]), ArticleId(row["source"])) for row in table.to_pylist())
    return {
        name: pa.array([list(getattr(family, name)) for family in found], pa.list_(pa.string()))
        for name in ("articles", "origins")
    }
