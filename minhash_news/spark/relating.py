"""Verify and relate: candidate pairs, beside their texts -> the pairs that share a history of writing."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from pyspark.sql import DataFrame

from minhash_news.kernels.measure import WIDTH
from minhash_news.pipeline import LOOKED_AT
from minhash_news.relate import relate
from minhash_news.spark.blocks import Block, beside, in_blocks
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import Statistics
from minhash_news.spark.tables import PAIR, TEXT, Columns, group
from minhash_news.verify import verify

RELATION = PAIR + ", probability double, measures array<float>"
"""`measures` as `kernels.measure.MEASURES` names them."""


def relations(articles: DataFrame, pairs: DataFrame, statistics: Statistics, stages: Stages) -> DataFrame:
    """Return RELATION for those of the pairs that are worth another look."""

    def measured() -> DataFrame:
        count = pairs.count()
        blocks = beside(articles.select(*TEXT), in_blocks(pairs, count), count)
        return blocks.groupBy("block").applyInArrow(group(_related, statistics), RELATION)

    return stages.kept("relations", measured)


def _related(table: pa.Table, statistics: Statistics) -> Columns:
    block = Block.of(table)
    found = relate(verify(statistics.words(block.articles), block.pairs, workers=1), min_probability=LOOKED_AT)
    return {
        "low": block.numbers[found.pairs[:, 0]],
        "high": block.numbers[found.pairs[:, 1]],
        "probability": found.probability,
        "measures": pa.ListArray.from_arrays(
            pa.array(np.arange(len(found.pairs) + 1) * WIDTH, pa.int32()), pa.array(found.measures.ravel())
        ),
    }
