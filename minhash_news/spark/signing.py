"""Sign: articles -> signatures of their visible texts."""

from __future__ import annotations

from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from minhash_news.boilerplate import site_words, visible_text
from minhash_news.minhash import sign
from minhash_news.normalize import normalize
from minhash_news.settings import Settings
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import Statistics
from minhash_news.spark.tables import Columns, articles_of, each

SIGNED = "number int, words int, digest binary, signature binary"
"""`signature` is num_perm little-endian uint32, `digest` tells signatures apart, `words` counts those left visible."""
DIGEST = 16
"""Bytes of a digest: of 10^9 signatures two that differ have the same one once in 10^20 corpora."""


def signatures(articles: DataFrame, statistics: Statistics, settings: Settings, stages: Stages) -> DataFrame:
    """Return SIGNED for each article."""
    given = statistics.site, settings.num_perm, settings.shingle_size
    return stages.kept("signatures", lambda: articles.mapInArrow(each(_signed, *given), SIGNED))


def _signed(batch: pa.RecordBatch, site: NDArray[np.uint64], num_perm: int, shingle_size: int) -> Columns:
    articles = articles_of(batch)
    words = normalize([article.text for article in articles], workers=1)
    hidden = site_words(words, articles, site)
    spans = [words.span(row) for row in range(len(words))]
    texts = (visible_text(words, row, article.text, hidden) for row, article in enumerate(articles))
    rows = [row.tobytes() for row in sign(texts, num_perm=num_perm, shingle_size=shingle_size, workers=1)]
    return {
        "number": batch.column("number"),
        "words": np.array([np.count_nonzero(~hidden[at]) for at in spans], np.int32),
        "digest": pa.array([blake2b(row, digest_size=DIGEST).digest() for row in rows], pa.binary()),
        "signature": pa.array(rows, pa.binary()),
    }
