"""Verify and relate: candidate pairs, beside their texts -> the pairs that share a history of writing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame

from minhash_news.kernels.measure import WIDTH
from minhash_news.pipeline import related
from minhash_news.settings import Settings
from minhash_news.spark.blocks import Block, beside, in_blocks
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import Statistics
from minhash_news.spark.tables import PAIR, TEXT, Columns, group

RELATION = PAIR + ", probability double, measures array<float>"
"""`measures` as `kernels.measure.MEASURES` names them."""


def relations(
    articles: DataFrame, pairs: DataFrame, statistics: Statistics, settings: Settings, stages: Stages
) -> DataFrame:
    """Return RELATION for those of the pairs that are worth another look."""

    def measured() -> DataFrame:
        count = pairs.count()
        blocks = beside(articles.select(*TEXT), in_blocks(pairs, count), count)
        return blocks.groupBy("block").applyInArrow(group(_related, statistics, replace(settings, workers=1)), RELATION)

    return stages.kept("relations", measured)


def _related(table: pa.Table, statistics: Statistics, settings: Settings) -> Columns:
    block = Block.of(table)
    words = statistics.words(block.articles)
    found = related(block.articles, words, statistics.agencies, block.pairs, settings)
    return {
        "low": block.numbers[found.pairs[:, 0]],
        "high": block.numbers[found.pairs[:, 1]],
        "probability": found.probability,
        "measures": pa.ListArray.from_arrays(
            pa.array(np.arange(len(found.pairs) + 1) * WIDTH, pa.int32()), pa.array(found.measures.ravel())
        ),
    }
