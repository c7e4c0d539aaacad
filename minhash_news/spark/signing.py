"""Sign: articles -> signatures of their visible texts, and the words that are left in them, counted."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyspark.sql import DataFrame

from minhash_news.boilerplate import site_words, visible_text
from minhash_news.minhash import sign
from minhash_news.normalize import normalize
from minhash_news.settings import Settings
from minhash_news.spark.counting import packed_words
from minhash_news.spark.stages import Stages
from minhash_news.spark.tables import PARTS, Columns, articles_of, each, stacked

SIGNATURE = "number int, words int, digest binary, signature binary"
"""`signature` is num_perm little-endian uint32, `digest` tells signatures apart, `words` counts those left visible."""
DIGEST = 16
"""Bytes of a digest: of 10^9 signatures two that differ have the same one once in 10^20 corpora."""


@dataclass(frozen=True)
class Signed:
    """What one pass over the visible texts gives.

    Attributes:
        signatures: SIGNATURE of each article.
        words: PARTS of counting.WORD.
    """

    signatures: DataFrame
    words: DataFrame


def signed(articles: DataFrame, site: NDArray[np.uint64], parts: int, settings: Settings, stages: Stages) -> Signed:
    """Sign each article, and count its words for `parts`, without the paragraphs of `site`."""
    given = site, settings.num_perm, settings.shingle_size, parts
    both = stages.kept("signatures", lambda: articles.mapInArrow(each(_signed, *given), f"{SIGNATURE}, {PARTS}"))
    return Signed(
        both.where("number is not null").select("number", "words", "digest", "signature"),
        both.where("number is null").select("part", "rows"),
    )


def _signed(batch: pa.RecordBatch, site: NDArray[np.uint64], num_perm: int, shingle_size: int, parts: int) -> Columns:
    articles = articles_of(batch)
    words = normalize([article.text for article in articles], workers=1)
    hidden = site_words(words, articles, site)
    texts = (visible_text(words, row, article.text, hidden) for row, article in enumerate(articles))
    rows = [row.tobytes() for row in sign(texts, num_perm=num_perm, shingle_size=shingle_size, workers=1)]
    left = words.without(hidden)  # in the same arrays, so not before the texts are signed
    signatures = {
        "number": batch.column("number"),
        "words": np.diff(left.indptr).astype(np.int32),
        "digest": pa.array([blake2b(row, digest_size=DIGEST).digest() for row in rows], pa.binary()),
        "signature": pa.array(rows, pa.binary()),
    }
    return stacked(signatures, packed_words(left, parts))
