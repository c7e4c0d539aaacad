"""Anchor: articles -> candidate pairs that share rare words, or rare pairs of words, by shuffled anchors.

Anchors meet the articles they stand in by their keys. Then each anchor goes, with all its articles, to every block of
articles that has some of them; so a block knows of each of its articles all that it shares with any other, and can
choose its partners as one machine does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyspark.sql.functions as F
from pyspark.sql import DataFrame

from minhash_news.anchors import (
    MOST_ARTICLES,
    ROWS,
    Anchors,
    anchor_parts,
    anchor_places,
    pair_weight,
    sharing,
    weight,
)
from minhash_news.arrays import unpacked
from minhash_news.kernels.anchoring import PAIR, by_article
from minhash_news.pipeline import ANCHORED
from minhash_news.spark import tables
from minhash_news.spark.stages import Stages
from minhash_news.spark.statistics import Statistics
from minhash_news.spark.tables import Columns, articles_of, as_bytes, each, from_bytes, group, in_parts, numbers_of

KEYS = 2_000_000
"""Anchors' places that one task looks at together."""
AN_ARTICLE = 100
"""About so many anchors has an article."""
PLACE = np.dtype([("anchor", np.uint64), ("weight", np.int32), ("number", np.int32)])
POSTINGS = "block int, weights binary, counts binary, members binary"
"""Of some anchors the weights, int64, how many articles each stands in, int32, and these by number, int32."""
FOUND = tables.PAIR + ", crowded int"


@dataclass(frozen=True)
class Anchored:
    """Pairs that share anchors, and what was capped.

    Attributes:
        pairs: tables.PAIR, some of them twice.
        crowded: articles with more partners than are kept.
    """

    pairs: DataFrame
    crowded: int


def anchored(articles: DataFrame, statistics: Statistics, stages: Stages) -> Anchored:
    """Return the pairs of articles that `anchors.anchored_pairs` finds."""
    corpus = statistics.rarity.articles
    parts = max(1, corpus * AN_ARTICLE // KEYS)
    places = articles.mapInArrow(each(_places, statistics, parts), tables.PARTS)
    postings = places.groupBy("part").applyInArrow(group(_postings, corpus), POSTINGS)
    found = stages.kept("anchored", lambda: postings.groupBy("block").applyInArrow(_partners, FOUND))
    (total,) = found.agg(F.coalesce(F.sum("crowded"), F.lit(0))).collect()
    return Anchored(found.select("low", "high"), int(total[0]))


def _places(batch: pa.RecordBatch, statistics: Statistics, parts: int) -> Columns:
    """Return a PLACE for each anchor of each article; the weight of pairs of words is not known yet and 0."""
    words = statistics.words(articles_of(batch))
    bits = max(1, words.corpus.bit_length())
    keys = np.unique(anchor_places(words, anchor_parts(words)[0], bits))
    groups, rows = keys >> np.uint64(bits), keys & np.uint64((1 << bits) - 1)
    single = groups < (PAIR >> np.uint64(bits))
    at = groups[single].astype(np.int64)
    groups[single] = words.vocabulary[at]
    places = np.zeros(len(keys), PLACE)
    places["anchor"] = groups
    places["weight"][single] = weight(words.idf[at])
    places["number"] = numbers_of(batch)[rows.astype(np.int64)]
    return in_parts(groups % np.uint64(parts), places)


def _postings(table: pa.Table, corpus: int) -> Columns:
    """Return each anchor of two to MOST_ARTICLES articles for each block that has some of them, packed by block."""
    rows = from_bytes(table, "rows", PLACE)
    rows = rows[np.lexsort((rows["number"], rows["anchor"]))]
    anchors, weights, numbers = (np.ascontiguousarray(rows[name]) for name in ("anchor", "weight", "number"))
    starts = np.r_[True, anchors[1:] != anchors[:-1]]
    begins = np.flatnonzero(starts)
    lengths = np.diff(np.r_[begins, len(numbers)])
    kept = (lengths >= 2) & (lengths <= MOST_ARTICLES)
    weighed = np.where(weights[begins] > 0, weights[begins], pair_weight(lengths, corpus))
    anchor = np.repeat(np.arange(len(begins)), lengths)
    block = numbers // ROWS
    sent = kept[anchor] & (starts | np.r_[True, block[1:] != block[:-1]])  # once to each block, for it comes sorted
    order = np.argsort(block[sent], kind="stable")
    at, block = anchor[sent][order], block[sent][order]
    counts = lengths[at].astype(np.int32)
    ends = np.cumsum(counts, dtype=np.int64)
    members = numbers[np.repeat(begins[at] - ends + counts, counts) + np.arange(counts.sum())]
    blocks, first = np.unique(block, return_index=True)
    whole = (
        np.split(weighed[at], first[1:]),
        np.split(counts, first[1:]),
        np.split(members, np.r_[0, ends][first[1:]]),
    )
    columns = (as_bytes(part for part, _ in zip(parts, blocks, strict=False)) for parts in whole)
    return dict(zip(("block", "weights", "counts", "members"), (blocks.astype(np.int32), *columns), strict=True))


def _partners(key: tuple[pa.Scalar], table: pa.Table) -> pa.Table:
    """Return the pairs of one block's articles with any, and on the first of them how many articles have too many."""
    weights, counts, members = (
        from_bytes(table, name, form)
        for name, form in (("weights", np.int64), ("counts", np.int32), ("members", np.int32))
    )
    numbers, local = np.unique(members, return_inverse=True)
    begins = np.r_[0, np.cumsum(counts, dtype=np.int64)]
    anchors = Anchors(begins, local.astype(np.int32), weights)
    turned = by_article(anchors.begins, anchors.members, len(numbers))
    block = key[0].as_py()
    first, behind = np.searchsorted(numbers, [block * ROWS, (block + 1) * ROWS]).tolist()
    gathered, over = sharing(anchors, turned, first, behind, min_shared=ANCHORED)
    pairs = numbers[unpacked(np.unique(np.concatenate([np.zeros(0, np.uint64), *gathered])))]
    crowded = np.zeros(len(pairs), np.int32)
    crowded[:1] = over
    return pa.table({"low": pairs[:, 0], "high": pairs[:, 1], "crowded": crowded})
